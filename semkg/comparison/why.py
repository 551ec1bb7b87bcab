"""Why entailment changes a result: what each axiom does to it, and for one node the edges that carry the change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from semkg.analytics import PAGERANK
from semkg.comparison.kinds import KindInfluence, influence_of, places_by_kind
from semkg.comparison.origin import Origin
from semkg.comparison.trials import NOTHING, Compute, Trials
from semkg.comparison.whytable import render_why
from semkg.errors import UnknownTermError
from semkg.graph import Projection
from semkg.progress import Progress
from semkg.reasoning import Axiom, list_axioms
from semkg.store import Rows, parse_term
from semkg.views import Ranking, Views

BUDGET = 200
"""Closures that one attribution computes at most."""


@dataclass(frozen=True, slots=True)
class Influence:
    """What one axiom does to the scores.

    Attributes:
        axiom: the axiom as N-Triples lines, with what spells the expressions and lists in it.
        without: L1 distance of the scores with all axioms and with all but this one: what is lost without it. 0 also
            where other axioms say the same.
        alone: L1 distance of the scores without any axiom and with this one only: what it does by itself.
        most_moved: name of the node whose score depends most on it, given all others; ``None`` if none does.
        change: how much that node's score is greater with the axiom than without it.
    """

    axiom: tuple[str, ...]
    without: float
    alone: float
    most_moved: str | None
    change: float


@dataclass(frozen=True, slots=True)
class Flow:
    """What one neighbour hands on to a node.

    Attributes:
        source: name of the neighbour, the first one of its block.
        before: score that its edge carries to the node before; 0 without an edge.
        after: likewise after.
        asserted: whether there is such an edge before.
    """

    source: str
    before: float
    after: float
    asserted: bool


@dataclass(frozen=True, slots=True)
class Attribution:
    """What each axiom does to a result.

    Attributes:
        regime: the regime that the scores were computed under.
        kinds: what all axioms of one kind do together, and by which rules; those without which most is lost first, none
            that does nothing.
        axioms: the axioms that do something, in the same order.
        idle: how many axioms do nothing, with all others or alone.
        untried: how many axioms and kinds the budget left out.
        closures: how many closures were computed; an axiom that can give nothing but types needs none where types are
            no edges.
        node: the node whose edges are looked at.
        flows: by which edges its score changes from the first regime to the last, the largest change first.
    """

    regime: str
    kinds: tuple[KindInfluence, ...]
    axioms: tuple[Influence, ...]
    idle: int
    untried: int
    closures: int
    node: str | None = None
    flows: tuple[Flow, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return plain dictionaries, lists, strings and finite numbers."""
        return asdict(self)

    def to_table(self, limit: int | None = 20) -> str:
        """Return the first axioms and edges (all for ``None``) as aligned plain text."""
        return render_why(self, limit)


def explain_change(origin: Origin, node: str | None, *, budget: int = BUDGET) -> Attribution:
    """Say which axioms change the scores under the last regime of a comparison, and which edges those of one node.

    Args:
        origin: the graph behind the comparison.
        node: N-Triples name of the node; without one no edges are looked at.
        budget: how many closures to compute at most.

    Raises:
        ValueError: nothing follows under the last regime, or a budget below 3.
        UnknownTermError: the node is in neither graph.
    """
    regime = origin.last.projected.regime
    if node is not None and not (names_of(origin.first, node) or names_of(origin.last, node)):
        msg = (
            f"{node} is no node of either graph, so there is no score of its to explain: name one as the table of the "
            f"comparison does, <its IRI>; a node is an end of an edge that the projection keeps, and types are edges "
            f"only where they are asked for"
        )
        raise UnknownTermError(msg)
    if regime == "asserted":
        msg = "nothing follows under the asserted regime, so no axiom changes a score: let another regime come last"
        raise ValueError(msg)
    found = attribute(origin.views, lambda other: origin.compute(other, regime, None), budget=budget)
    if node is None or origin.first.analytic != PAGERANK.name:  # only PageRank is handed on from node to node
        return replace(found, node=node)
    return replace(found, node=node, flows=flows_into(origin.first, origin.last, node))


def attribute(views: Views, compute: Compute, *, budget: int = BUDGET) -> Attribution:
    """Leave out one axiom after the other, and take in one after the other, and look what the scores do.

    The same is done for all axioms of a kind together first; at most a third of the budget goes there. Axioms that
    mention what most triples mention are tried first, those of classes last where types are no edges.

    Args:
        views: the graph.
        compute: the analytic, under a regime that sees what follows.
        budget: how many closures to compute at most, at least 3.

    Raises:
        ValueError: a budget below 3, or an analytic over some named graphs only.
    """
    if budget < 3:
        msg = f"the budget is {budget}: two closures for one axiom and one without any take 3"
        raise ValueError(msg)
    with views.tasks.task("Attribution", "leaving out axioms") as progress:
        return _attribute(views, compute, budget, progress)


def _attribute(views: Views, compute: Compute, budget: int, progress: Progress) -> Attribution:
    ranking = compute(views)
    projection = ranking.projected.projection
    if projection.graphs is not None:
        msg = f"axioms are attributed over all graphs, not over {', '.join(projection.graphs)} alone"
        raise ValueError(msg)
    closure = views.closure(ranking.projected.regime)
    axioms = list_axioms(closure, views.snapshot.terms)
    sees_types = _sees_types(projection)
    tried = _by_use([axiom for axiom in axioms if sees_types or not axiom.only_types], views.snapshot.rows)
    if not sees_types:
        tried.sort(key=lambda axiom: axiom.of_classes)
    trials = Trials(views, compute, closure, _places(axioms, len(closure.asserted)))
    by_kind = list(places_by_kind(closure, tried, views.snapshot.terms).items())
    few = by_kind[: (budget - 1) // 6]
    kinds = [influence_of(kind, places, trials, closure.rules) for kind, places in few]
    able = (budget - max(trials.closures, 1)) // 2
    found = [_influence(axiom, trials) for axiom in _told(tried[:able], progress)]
    moving = [one for one in found if _moves(one)]
    return Attribution(
        regime=ranking.projected.regime,
        kinds=tuple(sorted(filter(_moves, kinds), key=lambda one: (-one.without, -one.alone, one.kind))),
        axioms=tuple(sorted(moving, key=lambda one: (-one.without, -one.alone, one.axiom))),
        idle=len(axioms) - len(tried) + len(found) - len(moving),
        untried=len(tried) - len(found) + len(by_kind) - len(few),
        closures=trials.closures,
    )


def _told(axioms: list[Axiom], progress: Progress) -> Iterator[Axiom]:
    """Yield the axioms, and tell which of them is looked at."""
    for number, axiom in enumerate(axioms):
        progress("leaving out axioms", number, len(axioms))
        yield axiom


def _influence(axiom: Axiom, trials: Trials) -> Influence:
    return Influence(axiom=axiom.triples, **asdict(trials.effect(trials.mask(axiom.places))))


def _moves(one: Influence | KindInfluence) -> bool:
    return max(one.without, one.alone) > NOTHING


def _places(axioms: Iterable[Axiom], n_given: int) -> NDArray[np.bool_]:
    """Return which of the given triples are axioms."""
    mask = np.zeros(n_given, dtype=np.bool_)
    for axiom in axioms:
        mask[axiom.places] = True
    return mask


def _sees_types(projection: Projection) -> bool:
    """Say whether a projection may keep anything that axioms of classes give."""
    return projection.types or projection.edges is not None


def _by_use(axioms: list[Axiom], rows: Rows) -> list[Axiom]:
    """Order axioms by how many triples mention what they mention."""
    most = max((int(column.max(initial=0)) for column in (rows.s, rows.p, rows.o)), default=0)
    uses = np.zeros(most + 1, dtype=np.int64)
    for column in (rows.s, rows.p, rows.o):
        uses += np.bincount(column, minlength=most + 1)
    return sorted(axioms, key=lambda axiom: (-int(uses[axiom.terms].max(initial=0)), axiom.triples))


def flows_into(before: Ranking, after: Ranking, node: str) -> tuple[Flow, ...]:
    """Return the edges by which the score of a node changes from one PageRank to another, the largest change first.

    An edge carries the damped score of its source, by its part of the source's weight. What the edges carry, and what
    walks that start anew or come from dead ends give every node, is the score.

    Args:
        before: PageRank of the graph as it was.
        after: PageRank of the graph as it is.
        node: N-Triples name of the node.
    """
    names = names_of(after, node) or (node,)
    first: dict[str, float] = {}
    for source, carried in _carried(before, names):
        block = (names_of(after, source) or (source,))[0]
        first[block] = first.get(block, 0.0) + carried
    second = dict(_carried(after, (node,)))
    flows = [
        Flow(source, first.get(source, 0.0), second.get(source, 0.0), source in first)
        for source in sorted(first.keys() | second.keys())
    ]
    return tuple(sorted(flows, key=lambda flow: (-abs(flow.after - flow.before), flow.source)))


def names_of(ranking: Ranking, name: str) -> tuple[str, ...]:
    """Return every name of a node, sorted; none where it is no node."""
    place = ranking.projected.position(parse_term(name))
    return () if place is None else tuple(ranking.projected.texts(place))


def _carried(ranking: Ranking, names: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Yield the first name of each neighbour and the score that comes from it; several names may be one node."""
    projected = ranking.projected
    places = dict.fromkeys(projected.position(parse_term(name)) for name in names)
    graph = projected.graph.expanded()
    out, damping = graph.out_weight(), float(dict(ranking.settings)["damping"])
    for place in places:
        if place is not None:
            edges = slice(graph.pointer[place], graph.pointer[place + 1])
            source = graph.source[edges]
            share = damping * ranking.scores[source] * graph.weight[edges] / out[source]
            yield from zip((projected.texts(one)[0] for one in source.tolist()), share.tolist(), strict=True)
