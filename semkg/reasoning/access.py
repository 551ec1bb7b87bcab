"""What queries and analytics are given of what follows: always fresh, and never without a word on contradictions."""

from __future__ import annotations

import logging
from typing import NoReturn

import pyoxigraph as ox

from semkg.errors import InconsistentError
from semkg.query import Dataset
from semkg.reasoning.closure import Closure
from semkg.reasoning.reasoner import Reasoner
from semkg.store import Exported, Store
from semkg.vocab import INFERRED, MIRROR

_LOG = logging.getLogger(__name__)


class Access:
    """Gives out the graphs of a regime and the closure.

    Attributes:
        strict: whether both are refused while the data contradict themselves.
    """

    def __init__(self, store: Store, reasoner: Reasoner, *, rules: str, strict: bool) -> None:
        self.strict = strict
        self._store = store
        self._reasoner = reasoner
        self._rules = rules
        self._warned: int | None = None

    def dataset(self, regime: str) -> Dataset:
        """Make a regime fresh and return the graphs that its patterns see.

        Raises:
            InconsistentError: the data contradict themselves, and this is strict.
            LimitError: more triples than allowed would be inferred.
        """
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.DefaultGraph()]
        users = list(self._store.user_graphs())
        if self._rules != "none" or regime == "asserted":
            if users:
                self._store.sync_mirror()
                default.append(ox.NamedNode(MIRROR))
            if regime != "asserted":
                self._warn_of(self._reasoner.refresh())
                default.append(ox.NamedNode(INFERRED))
        return Dataset(default, users)

    def uses(self, predicate: str) -> bool:
        """Say whether any triple that was written or follows has this predicate."""
        self.dataset("entailed")
        quads = self._store.oxigraph.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
        return next(iter(quads), None) is not None

    def closure(self) -> Closure:
        """Return the closure for analytics and learning.

        Raises:
            InconsistentError: it has clashes, and this is strict.
            LimitError: more triples than allowed would be inferred.
        """
        closure = self._reasoner.closure()
        if self.strict and not closure.consistent:
            _refuse(closure)
        return closure

    def _warn_of(self, exported: Exported) -> None:
        """Say once for each epoch that answers come from data that contradict themselves."""
        if exported.clashes and self.strict:
            _refuse(self._reasoner.closure())
        if exported.clashes and exported.epoch != self._warned:
            self._warned = exported.epoch
            _LOG.warning(
                "the data contradict themselves (%d clashes, listed by kg.check() and `semkg check`): answers are what "
                "follows all the same",
                exported.clashes,
            )


def _refuse(closure: Closure) -> NoReturn:
    first = closure.clashes[0]
    msg = (
        f"the data contradict themselves ({len(closure.clashes)} clashes, the first by {first.rule}: "
        f"{first.message}) and this graph is strict: mend them (kg.conflict() and `semkg check` show what to do), "
        f"ask under the asserted regime, or open the graph without strict"
    )
    raise InconsistentError(msg)
