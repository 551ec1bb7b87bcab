"""The closure of a graph: computing it, adding to it, asking it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, Ids, Keys, expand, group_starts, in_sorted, pack, sort_unique, unpack
from semkg.progress import Progress
from semkg.reasoning.build import build_engine
from semkg.reasoning.clash import Clash, list_clashes
from semkg.reasoning.engine import Engine
from semkg.reasoning.literals import literal_table
from semkg.reasoning.program import SAME, TYPE
from semkg.reasoning.tables import RULE_SETS as TABLES
from semkg.store import Rows, TermDictionary
from semkg.vocab import BUILTIN_ID, OWL, RDFS

RULE_SETS = tuple(TABLES)
"""Names of the rule sets."""

_REFLEXIVE = tuple(
    BUILTIN_ID[iri]
    for iri in (RDFS + "subClassOf", RDFS + "subPropertyOf", OWL + "equivalentClass", OWL + "equivalentProperty")
)
