"""semkg for rdflib: ``Graph(store="SemKG")``, and ``graph.query(text, processor="SemKG")`` on any graph."""

from __future__ import annotations

from semkg.rdflib_plugin.conversion import to_rdflib, to_result
from semkg.rdflib_plugin.processor import SemKGProcessor
from semkg.rdflib_plugin.store import SemKGStore

__all__ = ["SemKGProcessor", "SemKGStore", "to_rdflib", "to_result"]
