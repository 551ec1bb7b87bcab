"""What texts are answered with, whatever they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from semkg.query.dataset import Prepare
from semkg.query.declaration import SparqlFunction
from semkg.query.models import ModelLanguage
from semkg.query.virtual import VirtualGraphs


@dataclass(frozen=True, slots=True)
class Equipment:
    """What :class:`semkg.query.QueryEngine` was made with.

    Attributes:
        oxigraph: the store.
        functions: what may be called, by IRI.
        prepare: makes the graphs of a regime fresh and names them.
        context: gives functions their first argument.
        graphs: the virtual graphs.
        models: what updates may say of models; ``None`` where there are none.
    """

    oxigraph: ox.Store
    functions: Mapping[str, SparqlFunction]
    prepare: Prepare
    context: Callable[[], Any]
    graphs: VirtualGraphs = field(default_factory=dict)
    models: ModelLanguage | None = None
