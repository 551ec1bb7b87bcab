"""Queries written for other stores, translated by a table of aliases before anything reads them."""

from __future__ import annotations

from semkg.vendors.documentation import EXAMPLE_PREFIX, pages
from semkg.vendors.examples import EXAMPLES, Example
from semkg.vendors.patterns import PATTERNS, PatternAlias
from semkg.vendors.services import NAMES, NAMESPACES, SERVICES
from semkg.vendors.table import Given, NameAlias, Program, ServiceAlias
from semkg.vendors.translation import is_theirs, translate_query, translate_update

__all__ = [
    "EXAMPLES",
    "EXAMPLE_PREFIX",
    "NAMES",
    "NAMESPACES",
    "PATTERNS",
    "SERVICES",
    "Example",
    "Given",
    "NameAlias",
    "PatternAlias",
    "Program",
    "ServiceAlias",
    "is_theirs",
    "pages",
    "translate_query",
    "translate_update",
]
