"""The prefixes of a store: one namespace for each prefix, one prefix for each namespace."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import URIRef


class Prefixes:
    """Prefixes and namespaces, bound as rdflib's own stores bind them."""

    def __init__(self) -> None:
        self._namespace: dict[str, URIRef] = {}
        self._prefix: dict[URIRef, str] = {}

    def bind(self, prefix: str, namespace: URIRef, *, override: bool) -> None:
        """Bind a prefix; without ``override`` only if neither it nor the namespace is bound."""
        old_namespace, old_prefix = self._namespace.get(prefix), self._prefix.get(namespace)
        if not override and (old_namespace is not None or old_prefix is not None):
            return
        if old_namespace is not None:
            del self._prefix[old_namespace]
        if old_prefix is not None and old_prefix != prefix:
            del self._namespace[old_prefix]
        self._namespace[prefix] = namespace
        self._prefix[namespace] = prefix

    def prefix(self, namespace: URIRef) -> str | None:
        """Return the prefix of a namespace."""
        return self._prefix.get(namespace)

    def namespace(self, prefix: str) -> URIRef | None:
        """Return the namespace of a prefix."""
        return self._namespace.get(prefix)

    def __iter__(self) -> Iterator[tuple[str, URIRef]]:
        return iter(list(self._namespace.items()))
