"""Everything that the page shows, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from semkg.comparison.comparison import Comparison
from semkg.comparison.origin import Origin
from semkg.comparison.report.facts.carried import Carried, carried_by_inference, moved_share
from semkg.comparison.report.facts.directions import Turned, turned
from semkg.comparison.report.facts.equal import EqualThings, equal_things
from semkg.comparison.report.facts.rewritings import Rewriting, rewritings
from semkg.comparison.report.facts.steps import Steps, canonical_steps
from semkg.comparison.report.facts.surroundings import Surroundings, surroundings
from semkg.comparison.report.naming import LABELS, Names
from semkg.comparison.why import Attribution
from semkg.progress import Progress

MOST_BUDGET = 81
"""Closures that a page computes at most, when no budget is given."""
ROWS_TO_CLOSE = 2_000_000
"""Triples that attribution closes in all, when no budget is given: so large graphs take few axioms."""
LEAST_BUDGET = 9
MOST_ROWS = 3_000_000
"""Triples that follow, up to which the page computes the analytic in other directions and over other words."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What one page shows. What is ``None`` or empty could not be worked out; ``skipped`` says why.

    Attributes:
        title: what the data are called.
        comparison: the scores under every regime.
        names: what things are called.
        budget: closures that attribution might compute.
        attribution: what each axiom does, and what the edges of the largest mover carry.
        around: the graph around the largest mover.
        carried: the part of inferred edges in the result.
        steps: what each step of the canonical graph leaves out.
        equal: which things are one and the same.
        directions: the result with edges in other directions.
        rewritings: the results over other words.
        moved: part of all score that moves from one thing to another, where scores add up to a whole.
        clashes: how many contradictions there are.
        skipped: why a part is missing, by its name.
    """

    title: str
    comparison: Comparison
    names: Names
    budget: int
    attribution: Attribution | None = None
    around: Surroundings | None = None
    carried: Carried | None = None
    steps: Steps | None = None
    equal: EqualThings | None = None
    directions: tuple[Turned, ...] = ()
    rewritings: tuple[Rewriting, ...] = ()
    moved: float | None = None
    clashes: int = 0
    skipped: dict[str, str] = field(default_factory=dict)


def gather(
    comparison: Comparison,
    *,
    title: str,
    node: str | None = None,
    budget: int | None = None,
    labels: Sequence[str] = (),
) -> Facts:
    """Work out everything that the page shows.

    Args:
        comparison: the comparison.
        title: what the data are called.
        node: N-Triples name of the node to look at; the one whose score changes most when not given.
        budget: closures to compute at most to see what axioms do; by default fewer for large graphs.
        labels: IRIs of properties that name things, beside the usual ones.
    """
    origin = comparison.origin
    if origin is None:
        reason = "These scores came without the graph behind them."
        return Facts(title, comparison, Names(None, None), 0, skipped=dict.fromkeys(_PARTS, reason))
    with origin.views.tasks.task("Report", "writing the report") as progress:
        return _Gathering(comparison, origin, title, node, budget, labels, progress).facts()


_PARTS = ("around", "axioms", "carried", "steps", "equal", "directions", "rewritings")


class _Gathering:
    """Works the parts out one by one, tells where it is, and keeps the reasons for what is left out."""

    def __init__(
        self,
        comparison: Comparison,
        origin: Origin,
        title: str,
        node: str | None,
        budget: int | None,
        labels: Sequence[str],
        progress: Progress,
    ) -> None:
        self._comparison = comparison
        self._origin = origin
        self._title = title
        movers = comparison.overall.movers
        self._node = node or (movers[0].label if movers else None)
        self._regime = origin.last.projected.regime
        self._entails = self._regime != "asserted"
        views = origin.views
        self._size = len(views.closure(self._regime).rows) if self._entails else len(views.snapshot.rows)
        self._budget = _default_budget(self._size) if budget is None else budget
        self._names = Names(views.snapshot.rows, views.snapshot.terms, (*labels, *LABELS))
        self._skipped: dict[str, str] = {}
        self._done = 0
        self._progress = progress

    def facts(self) -> Facts:
        views, origin = self._origin.views, self._origin
        attribution = self._part("axioms", self._attribution, entails=True, whole=True)
        flows = () if attribution is None else attribution.flows
        node = self._node
        return Facts(
            title=self._title,
            comparison=self._comparison,
            names=self._names,
            budget=self._budget,
            attribution=attribution,
            around=self._part("around", lambda: None if node is None else surroundings(origin, node, flows)),
            carried=self._part("carried", lambda: carried_by_inference(origin), entails=True),
            steps=self._part("steps", lambda: canonical_steps(origin), invariant=True, whole=True),
            equal=self._part("equal", lambda: equal_things(views, self._regime), entails=True),
            directions=self._part("directions", lambda: turned(origin), bounded=True) or (),
            rewritings=self._part(
                "rewritings", lambda: rewritings(origin), entails=True, whole=True, bounded=True
            )
            or (),
            moved=moved_share(origin),
            clashes=len(views.closure(self._regime).clashes) if self._entails else 0,
            skipped=self._skipped,
        )

    def _attribution(self) -> Attribution:
        return self._comparison.why(self._node, budget=self._budget)

    def _part(
        self,
        name: str,
        work: Callable[[], T],
        *,
        entails: bool = False,
        invariant: bool = False,
        whole: bool = False,
        bounded: bool = False,
    ) -> T | None:
        """Work one part out, or keep the reason why it is left out."""
        self._progress("writing the report", self._done, len(_PARTS))
        self._done += 1
        graphs = self._origin.last.projected.projection.graphs
        if entails and not self._entails:
            self._skipped[name] = "The last column shows what was written, where nothing follows."
        elif invariant and "invariant" not in self._origin.rankings:
            self._skipped[name] = "The invariant regime is not among those compared."
        elif whole and graphs is not None:
            self._skipped[name] = (
                "Only some of the named graphs were looked at, and axioms belong to all of them."
            )
        elif bounded and self._size > MOST_ROWS:
            self._skipped[name] = f"Left out for graphs of more than {MOST_ROWS:,} statements."
        else:
            return work()
        return None


def _default_budget(size: int) -> int:
    """Return how many closures to compute for a graph with so many triples that follow."""
    return max(LEAST_BUDGET, min(MOST_BUDGET, ROWS_TO_CLOSE // max(1, size)))
