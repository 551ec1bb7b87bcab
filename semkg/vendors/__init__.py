"""Queries written for other stores, translated by a table of aliases before anything reads them."""

from __future__ import annotations

from semkg.vendors.documentation import to_markdown
from semkg.vendors.patterns import PATTERNS, PatternAlias
from semkg.vendors.services import NAMES, NAMESPACES, SERVICES
from semkg.vendors.table import Given, NameAlias, Program, ServiceAlias
from semkg.vendors.translation import is_theirs, translate_query, translate_update

__all__ = [
    "NAMES",
    "NAMESPACES",
    "PATTERNS",
    "SERVICES",
    "Given",
    "NameAlias",
    "PatternAlias",
    "Program",
    "ServiceAlias",
    "is_theirs",
    "to_markdown",
    "translate_query",
    "translate_update",
]
