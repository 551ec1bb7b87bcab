"""What the hidden graph ``sk:meta`` says: the epochs of the store and of what is derived from it."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from semkg.vocab import INFERRED, META, MIRROR, XSD, sk

META_GRAPH = ox.NamedNode(META)
INFERRED_GRAPH = ox.NamedNode(INFERRED)
MIRROR_GRAPH = ox.NamedNode(MIRROR)

_INTEGER = ox.NamedNode(XSD + "integer")
_STORE = ox.NamedNode(sk("store"))
_EPOCH = ox.NamedNode(sk("epoch"))
_EXPORTED = ox.NamedNode(sk("exported"))
_MIRRORED = ox.NamedNode(sk("mirrored"))
_LABEL = ox.NamedNode(sk("label"))


@dataclass(frozen=True, slots=True)
class Exported:
    """What stands in ``sk:inferred``.

    Attributes:
        epoch: the epoch of the store that was closed.
        rules: the name of the rule set.
        inferred: number of triples.
        clashes: number of inconsistencies of the closure.
    """

    epoch: int
    rules: str
    inferred: int
    clashes: int


def integer(number: int) -> ox.Literal:
    """Return a number as a literal.

    ``Literal(number)`` is not used: an interrupt inside of it is lost, and the literal has another text.
    """
    return ox.Literal(str(number), datatype=_INTEGER)


def epoch_marker(epoch: int) -> ox.Quad:
    """Return the quad that says a store has reached an epoch; it is written together with the data."""
    return ox.Quad(_STORE, _EPOCH, integer(epoch), META_GRAPH)


def exported_marker(exported: Exported) -> ox.Quad:
    """Return the quad that says which closure stands in ``sk:inferred``."""
    text = f"{exported.epoch} {exported.rules} {exported.inferred} {exported.clashes}"
    return ox.Quad(_STORE, _EXPORTED, ox.Literal(text), META_GRAPH)


def mirrored_marker(epoch: int) -> ox.Quad:
    """Return the quad that says of which epoch ``sk:mirror`` is."""
    return ox.Quad(_STORE, _MIRRORED, integer(epoch), META_GRAPH)


def read_epoch(oxigraph: ox.Store) -> int:
    """Return the epoch of a store: the highest marker, 0 for a new one."""
    return max((int(text) for text in _values(oxigraph, _EPOCH)), default=0)


def read_exported(oxigraph: ox.Store) -> Exported | None:
    """Return what stands in ``sk:inferred``, ``None`` when it is not whole."""
    for text in _values(oxigraph, _EXPORTED):
        epoch, rules, *counts = text.split(" ")
        if len(counts) == 2:  # earlier versions counted nothing; what they wrote is written anew
            return Exported(int(epoch), rules, *map(int, counts))
    return None


def read_mirrored(oxigraph: ox.Store) -> int | None:
    """Return the epoch of ``sk:mirror``."""
    return next((int(text) for text in _values(oxigraph, _MIRRORED)), None)


def drop_epochs(oxigraph: ox.Store, *, but: int) -> None:
    """Remove the epoch markers of all epochs but one."""
    for quad in _quads(oxigraph, _EPOCH):
        if quad != epoch_marker(but):
            oxigraph.remove(quad)


def drop_exported(oxigraph: ox.Store) -> None:
    """Say that ``sk:inferred`` is not to be trusted."""
    for quad in _quads(oxigraph, _EXPORTED):
        oxigraph.remove(quad)


def drop_mirrored(oxigraph: ox.Store) -> None:
    """Say that ``sk:mirror`` is not to be trusted."""
    for quad in _quads(oxigraph, _MIRRORED):
        oxigraph.remove(quad)


def label_line(blank: str) -> str:
    """Return the N-Quads line that keeps the label of a blank node, given as N-Triples text, while it is loaded."""
    return f'{blank} {_LABEL} "{blank[2:]}" {META_GRAPH} .'


def read_labels(oxigraph: ox.Store) -> dict[str, ox.BlankNode]:
    """Return the blank node that each label of the last load became."""
    quads = oxigraph.quads_for_pattern(None, _LABEL, None, META_GRAPH)
    return {
        quad.object.value: quad.subject
        for quad in quads
        if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.BlankNode)
    }


def drop_labels(oxigraph: ox.Store) -> None:
    """Forget the labels of the last load."""
    if next(iter(oxigraph.quads_for_pattern(None, _LABEL, None, META_GRAPH)), None) is not None:
        oxigraph.update(f"DELETE WHERE {{ GRAPH {META_GRAPH} {{ ?node {_LABEL} ?label }} }}")


def _quads(oxigraph: ox.Store, predicate: ox.NamedNode) -> list[ox.Quad]:
    return list(oxigraph.quads_for_pattern(_STORE, predicate, None, META_GRAPH))


def _values(oxigraph: ox.Store, predicate: ox.NamedNode) -> list[str]:
    return [quad.object.value for quad in _quads(oxigraph, predicate) if isinstance(quad.object, ox.Literal)]
