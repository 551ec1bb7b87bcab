"""Writing columns out as RDF as they were read: lexical forms, datatypes and blank node labels are kept."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypeVar, cast

import numpy as np
import pyoxigraph as ox

from semkg.errors import StoreError
from semkg.store.columns import Quads
from semkg.store.conversion import GraphName
from semkg.store.encoding import DEFAULT_GRAPH_ID, Decoder
from semkg.store.terms import TermDictionary, TermKind
from semkg.store.writing import write_lines
from semkg.vocab import PREFIXES

Node = TypeVar("Node", ox.NamedNode | ox.BlankNode, ox.NamedNode | ox.BlankNode | ox.Literal)

_PREFIXES = {name: PREFIXES[name] for name in ("rdf", "rdfs", "owl", "xsd")}
_LINE_FORMATS = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
_XML_NAME = re.compile(r"[A-Za-z_\u00c0-\ufffd][\w.\-]*$")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def select_graph(
    quads: Quads, terms: TermDictionary, *, form: ox.RdfFormat, graph: GraphName | None
) -> Quads:
    """Return the quads for a dump; formats for triples take one graph, which becomes the default graph.

    Raises:
        StoreError: the format holds triples only, and there are named graphs and no choice among them.
    """
    if graph is not None:
        number = DEFAULT_GRAPH_ID if isinstance(graph, ox.DefaultGraph) else terms.find(graph)
        quads = quads[:, quads[3] == (-1 if number is None else number)]
    if form.supports_datasets:
        return quads
    if graph is None and np.any(quads[3] != DEFAULT_GRAPH_ID):
        msg = (
            f"{form.name} holds one graph and the store has named ones; use 'nq' or 'trig', or choose "
            f"one graph with graph=<iri> (graph=pyoxigraph.DefaultGraph() for the default graph)"
        )
        raise StoreError(msg)
    return np.stack((*quads[:3], np.full_like(quads[3], DEFAULT_GRAPH_ID)))


def write_rdf(stream: IO[bytes], quads: Quads, terms: TermDictionary, form: ox.RdfFormat) -> None:
    """Write quads to a binary file object.

    Raises:
        StoreError: the format cannot express some of them.
    """
    if form in _LINE_FORMATS:
        for lines in write_lines(quads, terms):
            stream.write(lines)
        return
    ordered = _by_graph_and_subject(quads, terms)
    if form == ox.RdfFormat.RDF_XML:
        _refuse_for_xml(quads, terms)
        ordered = map(_XmlLabels().quad, ordered)
    if form == ox.RdfFormat.N3 and TermKind.TRIPLE in terms.kinds(quads[2]):
        msg = "N3 cannot express triple terms; use 'nt', 'nq', 'ttl' or 'trig'"
        raise StoreError(msg)
    try:
        ox.serialize(ordered, stream, form, prefixes=_PREFIXES)
    except (OSError, ValueError) as error:
        msg = f"{form.name} cannot express this graph: {error}; use 'nt', 'nq', 'ttl' or 'trig'"
        raise StoreError(msg) from error


def _by_graph_and_subject(quads: Quads, terms: TermDictionary) -> Iterator[ox.Quad]:
    """Yield quads so that those of one graph and subject follow each other: readable, and small in Turtle."""
    s, p, o, g = quads
    return Decoder(terms).quads(quads[:, np.lexsort((o, p, s, g, g != DEFAULT_GRAPH_ID))])


class _XmlLabels:
    """Gives blank nodes labels that are XML names, which those of other formats need not be."""

    def __init__(self) -> None:
        self._labels: dict[ox.BlankNode, ox.BlankNode] = {}

    def quad(self, quad: ox.Quad) -> ox.Quad:
        s, p, o = self._triple(quad.triple)
        return ox.Quad(s, p, o, quad.graph_name)

    def _triple(self, triple: ox.Triple) -> ox.Triple:
        s, p, o = triple
        return ox.Triple(self._node(s), p, self._triple(o) if isinstance(o, ox.Triple) else self._node(o))

    def _node(self, term: Node) -> Node:
        if not isinstance(term, ox.BlankNode):
            return term
        return self._labels.setdefault(term, ox.BlankNode(f"b{len(self._labels)}"))


def _refuse_for_xml(quads: Quads, terms: TermDictionary) -> None:
    """Refuse what RDF/XML has no way to write, and what would come out as broken XML without an error."""
    for number in set(quads[1].tolist()):
        if not _XML_NAME.search(terms.text(number)[1:-1]):
            text = terms.text(number)
            msg = f"RDF/XML cannot write the predicate {text}: it does not end in a name; use 'nt' or 'ttl'"
            raise StoreError(msg)
    for number in set(quads[2].tolist()):
        text = terms.text(number)
        if "\\" in text and _NOT_XML.search(str(getattr(terms.term(number), "value", ""))):
            msg = f"RDF/XML cannot write the control character in {text}; use 'nt' or 'ttl'"
            raise StoreError(msg)


@contextlib.contextmanager
def open_target(target: str | os.PathLike[str] | IO[bytes]) -> Iterator[IO[bytes]]:
    """Open a file that takes its name when all is written, gzipped for ``.gz``; a file object is used as is.

    Raises:
        StoreError: it cannot be written.
    """
    if not isinstance(target, str | os.PathLike):
        yield target
        return
    path = Path(target)
    new = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with new.open("wb") as file:
            if path.suffix.lower() == ".gz":
                with gzip.GzipFile(path.name, "wb", fileobj=file, mtime=0) as packed:
                    yield cast("IO[bytes]", packed)
            else:
                yield file
        new.replace(path)
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror or error}"
        raise StoreError(msg) from error
    finally:
        new.unlink(missing_ok=True)


def to_bytes(quads: Quads, terms: TermDictionary, form: ox.RdfFormat) -> bytes:
    """Return quads as RDF in a format; errors as in :func:`write_rdf`."""
    stream = io.BytesIO()
    write_rdf(stream, quads, terms, form)
    return stream.getvalue()
