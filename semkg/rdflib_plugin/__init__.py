"""semkg for rdflib: ``Graph(store="SemKG")``, ``processor="SemKG"`` for any graph, and ``enable()`` for every graph."""

from __future__ import annotations

from semkg.rdflib_plugin.conversion import to_rdflib, to_result
from semkg.rdflib_plugin.enabling import disable, enable
from semkg.rdflib_plugin.processor import SemKGProcessor
from semkg.rdflib_plugin.store import SemKGStore

__all__ = ["SemKGProcessor", "SemKGStore", "disable", "enable", "to_rdflib", "to_result"]
