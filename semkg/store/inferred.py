"""The hidden graph ``sk:inferred``: what follows and is not asserted, written whole or only where it changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.progress import Progress
from semkg.store import markers
from semkg.store.columns import (
    Quads,
    difference,
    is_member,
    sharing_pairs,
    sort_unique,
    with_one_graph,
)
from semkg.store.derived import in_graph, replace_graph, stored_like, stored_triples
from semkg.store.encoding import StoredForms
from semkg.store.ledger import Ledger
from semkg.store.markers import INFERRED_GRAPH, Exported
from semkg.store.snapshot import Rows
from semkg.store.terms import TermDictionary, TermKind


@dataclass(frozen=True, slots=True)
class Shift:
    """How ``sk:inferred`` changes from one closure to the next.

    Attributes:
        since: the epoch of the closure that it holds.
        touched: every triple that began or ceased to follow, or to be asserted.
        follows: of these, and of all triples that share subject and predicate with a touched one that has a literal or
            ceased to be asserted, those that follow now.
    """

    since: int
    touched: Rows
    follows: Rows


def replace_inferred(
    ledger: Ledger, inferred: Rows, *, rules: str, clashes: int, progress: Progress | None
) -> int:
    """Write ``sk:inferred`` whole; see :meth:`semkg.store.Store.export_inferred`."""
    with ledger.lock:
        triples = exportable(with_one_graph(inferred), ledger.quads(), ledger.terms, ledger.forms)
        quads = in_graph(triples, ledger.terms, INFERRED_GRAPH, progress)
        markers.drop_exported(ledger.oxigraph)
        count = int(triples.shape[1])
        marker = markers.exported_marker(Exported(ledger.epoch, rules, count, clashes))
        replace_graph(ledger.oxigraph, INFERRED_GRAPH, quads, marker)
    return count


def shift_inferred(ledger: Ledger, shift: Shift, *, clashes: int) -> int:
    """Write only what changed in ``sk:inferred``; see :meth:`semkg.store.Store.shift_inferred`.

    The marker goes first and comes back with the last triples, so a process that dies in between leaves a graph that
    says of itself that it is not whole.
    """
    oxigraph = ledger.oxigraph
    with ledger.lock:
        before = markers.read_exported(oxigraph)
        if before is None or before.epoch != shift.since:
            msg = f"sk:inferred holds {before}, and not the closure of epoch {shift.since}: export it whole"
            raise ValueError(msg)
        wanted, unwanted = sort_out(shift, ledger.quads(), ledger.terms, ledger.forms)
        come = [quad for quad in in_graph(wanted, ledger.terms, INFERRED_GRAPH, None) if quad not in oxigraph]
        gone = [quad for quad in in_graph(unwanted, ledger.terms, INFERRED_GRAPH, None) if quad in oxigraph]
        count = before.inferred + len(come) - len(gone)
        markers.drop_exported(oxigraph)
        for quad in gone:
            oxigraph.remove(quad)
        oxigraph.extend(
            [*come, markers.exported_marker(Exported(ledger.epoch, before.rules, count, clashes))]
        )
    return count


def exportable(inferred: Quads, asserted: Quads, terms: TermDictionary, forms: StoredForms) -> Quads:
    """Return the inferred triples that RDF can hold and that do not stand among the asserted ones.

    "Among" is meant as Oxigraph keeps them: a triple in two graphs of a dataset would count twice.
    """
    sound = _is_rdf(inferred, terms)
    return sort_unique(
        difference(stored_triples(inferred[:, sound], forms), stored_like(asserted, inferred, forms))
    )


def sort_out(shift: Shift, asserted: Quads, terms: TermDictionary, forms: StoredForms) -> tuple[Quads, Quads]:
    """Sort the triples of a change into those that ``sk:inferred`` has to hold and those that it must not.

    Args:
        shift: the change.
        asserted: what is asserted now, sorted by (p, s, o, g).
        terms: the dictionary.
        forms: the forms in which Oxigraph keeps terms.

    Returns:
        Two sets of triples as Oxigraph keeps them: what :func:`exportable` would have of the triples touched, and the
        rest of them.
    """
    touched, follows = with_one_graph(shift.touched), with_one_graph(shift.follows)
    near = sort_unique(stored_triples(touched[:, _is_rdf(touched, terms)], forms))
    wanted = is_member(near, stored_triples(follows, forms)) & ~is_member(
        near, stored_triples(sharing_pairs(asserted, near), forms)
    )
    return near[:, wanted], near[:, ~wanted]


def _is_rdf(triples: Quads, terms: TermDictionary) -> NDArray[np.bool_]:
    """Return which triples are not generalised: subjects IRIs or blank nodes, predicates IRIs."""
    kinds = terms.kinds()
    return np.asarray((kinds[triples[0]] <= TermKind.BLANK) & (kinds[triples[1]] == TermKind.IRI))
