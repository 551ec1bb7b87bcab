"""The hidden graph ``sk:mirror``: what stands only in named graphs, so that a default dataset has every triple once."""

from __future__ import annotations

from itertools import chain

from semkg.store import markers
from semkg.store.columns import Quads, difference
from semkg.store.derived import in_graph, only_in_named_graphs, replace_graph
from semkg.store.encoding import write_quads
from semkg.store.ledger import Ledger


class Mirror:
    """What stands in ``sk:mirror``, remembered so that after a write only the difference is written."""

    def __init__(self) -> None:
        self._held: tuple[int, Quads] | None = None

    def sync(self, ledger: Ledger) -> None:
        """Bring the graph up to date; a crash on the way leaves it stale, never wrong."""
        with ledger.lock:
            oxigraph, epoch = ledger.oxigraph, ledger.epoch
            held = markers.read_mirrored(oxigraph)
            if held == epoch:
                return
            triples = only_in_named_graphs(ledger.quads(), ledger.forms)
            if not triples.shape[1] and not oxigraph.contains_named_graph(markers.MIRROR_GRAPH):
                return
            markers.drop_mirrored(oxigraph)
            if self._held is not None and self._held[0] == held:
                self._shift(ledger, self._held[1], triples)
            else:
                quads = in_graph(triples, ledger.terms, markers.MIRROR_GRAPH, None)
                replace_graph(oxigraph, markers.MIRROR_GRAPH, quads, markers.mirrored_marker(epoch))
            self._held = epoch, triples

    def _shift(self, ledger: Ledger, before: Quads, after: Quads) -> None:
        for quad in in_graph(difference(before, after), ledger.terms, markers.MIRROR_GRAPH, None):
            ledger.oxigraph.remove(quad)
        come = in_graph(difference(after, before), ledger.terms, markers.MIRROR_GRAPH, None)
        write_quads(ledger.oxigraph, chain(come, (markers.mirrored_marker(ledger.epoch),)))
