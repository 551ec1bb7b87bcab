"""The entries of the W3C SPARQL 1.1 test suite, read from its archive."""

from __future__ import annotations

import functools
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from semkg.store import Term
from tests.data import DATA

ARCHIVE = DATA / "w3c" / "rdf-tests-sparql11-rdfmt.tar.xz"
BASE = "https://w3c.github.io/rdf-tests/"
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_UT = "http://www.w3.org/2009/sparql/tests/test-update#"
_RDFS_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@dataclass(frozen=True)
class Entry:
    """One test: its IRI, its kind, the text, and what to load (None is the default graph)."""

    iri: str
    kind: str
    text: str
    base: str
    data: tuple[tuple[str | None, str], ...]

    def store(self) -> ox.Store:
        store = ox.Store()
        for graph, file in self.data:
            suffix = file.rsplit(".", 1)[-1]
            target = None if graph is None else ox.NamedNode(graph)
            content = files()[file.removeprefix(BASE)]
            store.load(content, format=ox.RdfFormat.from_extension(suffix), base_iri=file, to_graph=target)
        return store


@functools.cache
def files() -> dict[str, bytes]:
    found = {}
    with tarfile.open(ARCHIVE) as archive:
        for member in archive:
            stream = archive.extractfile(member)
            if stream is not None and "sparql11" in member.name:
                found[member.name.removeprefix("./")] = stream.read()
    return found


@functools.cache
def entries() -> tuple[Entry, ...]:
    if not ARCHIVE.exists():
        return ()
    manifests = sorted(name for name in files() if name.endswith("/manifest.ttl"))
    return tuple(entry for name in manifests for entry in _entries(name))


def _entries(manifest: str) -> Iterator[Entry]:
    store = ox.Store()
    store.load(files()[manifest], format=ox.RdfFormat.TURTLE, base_iri=BASE + manifest)
    for quad in store.quads_for_pattern(None, ox.NamedNode(_MF + "action"), None):
        kind = _values(store, quad.subject, str(_TYPE.value))[0].split("#")[-1]
        request = _values(store, quad.object, _QT + "query") + _values(store, quad.object, _UT + "request")
        file = request[0] if request else str(quad.object)[1:-1]
        text = files().get(file.removeprefix(BASE))
        if text is not None and file.endswith((".rq", ".ru")):
            yield Entry(str(quad.subject)[1:-1], kind, text.decode(), file, tuple(_data(store, quad.object)))


def _values(store: ox.Store, subject: object, predicate: str) -> list[str]:
    return [str(node.value) for node in _nodes(store, subject, predicate) if not isinstance(node, ox.Triple)]


def _nodes(store: ox.Store, subject: object, predicate: str) -> list[Term]:
    if not isinstance(subject, ox.NamedNode | ox.BlankNode):
        return []
    return [quad.object for quad in store.quads_for_pattern(subject, ox.NamedNode(predicate), None)]


def _data(store: ox.Store, action: object) -> Iterator[tuple[str | None, str]]:
    for name in (_QT + "data", _UT + "data"):
        yield from ((None, file) for file in _values(store, action, name))
    for name in (_QT + "graphData", _UT + "graphData"):
        for node in _nodes(store, action, name):
            inner = _values(store, node, _UT + "graph")
            if inner:
                yield _values(store, node, _RDFS_LABEL.value)[0], inner[0]
            elif isinstance(node, ox.NamedNode):
                yield node.value, node.value
