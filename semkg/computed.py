"""What a graph computes from the views of its present epoch: analytics, models, bridges to other libraries."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, cast

from semkg.analytics import (
    AUTHORITY,
    BETWEENNESS,
    CLOSENESS,
    CLUSTERING,
    COMMUNITY,
    COMPONENT,
    CORE_NUMBER,
    DEGREE,
    HARMONIC,
    HUB,
    IN_DEGREE,
    OUT_DEGREE,
    PAGERANK,
    STRONG_COMPONENT,
    TRIANGLES,
)
from semkg.bridges import EdgeArrays, TorchGraph, edge_arrays, to_networkx, to_torch
from semkg.comparison import (
    Comparison,
    GroupComparison,
    NeighbourComparison,
    PathComparison,
    PredictionComparison,
    compare_paths,
    compare_regimes,
    compare_regimes_by_groups,
    compare_regimes_by_neighbours,
    compare_regimes_by_predictions,
)
from semkg.errors import UnknownTermError
from semkg.functions import (
    Ways,
    plausibility,
    predict_object,
    predict_predicate,
    predict_subject,
    similar_to,
)
from semkg.graph import Projection
from semkg.store import Term, TermLike, as_term
from semkg.views import (
    Distances,
    FoundPaths,
    Learned,
    Ranking,
    Views,
    groups_method,
    known_regime,
    rank,
    scores_method,
    settings_text,
)
from semkg.vocab import REGIMES


class Computed(ABC):
    """The methods of :class:`semkg.KnowledgeGraph` that need its views alone."""

    @abstractmethod
    def views(self) -> Views:
        """Return the present epoch as functions see it."""

    # Analytics

    def pagerank(
        self,
        regime: str = "invariant",
        damping: float = 0.85,
        seeds: Sequence[TermLike] | None = None,
        projection: Projection | None = None,
    ) -> Ranking:
        """Rank nodes by PageRank; see :func:`semkg.views.rank`.

        Raises:
            UnknownTermError: a seed that is no node.
            ValueError: a parameter out of range.
        """
        settings: dict[str, Any] = {"damping": damping, "seeds": seeds}
        return rank(self.views(), PAGERANK, regime=regime, projection=projection, **settings)

    degree = scores_method(DEGREE)
    in_degree = scores_method(IN_DEGREE)
    out_degree = scores_method(OUT_DEGREE)
    closeness = scores_method(CLOSENESS)
    harmonic = scores_method(HARMONIC)
    betweenness = scores_method(BETWEENNESS)
    authority = scores_method(AUTHORITY)
    hub = scores_method(HUB)
    core_number = scores_method(CORE_NUMBER)
    triangles = scores_method(TRIANGLES)
    clustering = scores_method(CLUSTERING)
    components = groups_method(COMPONENT)
    strong_components = groups_method(STRONG_COMPONENT)
    communities = groups_method(COMMUNITY)

    def shortest_paths(
        self,
        source: TermLike,
        target: TermLike,
        *,
        regime: str = "invariant",
        projection: Projection | None = None,
        weighted: bool = False,
        most: float | None = None,
        paths: int | None = None,
    ) -> FoundPaths:
        """Return all shortest paths along edges, each as its nodes, in the order of their names.

        The result is a sequence that also has ``notes()``: how it was computed, and on what graph.

        Args:
            source: where paths start; a term that is no node has none.
            target: where they end.
            regime: ``asserted``, ``entailed`` or ``invariant``: where edges that follow from others are no short cuts.
            projection: which edges, and which way they run.
            weighted: whether lengths are summed weights rather than numbers of edges.
            most: greatest length.
            paths: how many to return at most; without it more than 10,000 are an error.

        Raises:
            LimitError: there are more.
        """
        ways = self._ways(regime, projection, weighted, most)
        found = ways.shortest(as_term(source), as_term(target), paths=paths)
        settings = {"source": source, "target": target, "weighted": weighted, "most": most}
        return FoundPaths.named(ways.projected, "shortestPath", [path for _, path in found], settings, paths)

    def all_paths(
        self,
        source: TermLike,
        target: TermLike,
        *,
        regime: str = "invariant",
        projection: Projection | None = None,
        least: int = 0,
        most: int | None = None,
        paths: int | None = None,
    ) -> FoundPaths:
        """Return all paths on which no node stands twice, each as its nodes, by length, then by their names.

        Args:
            source: where paths start; a term that is no node has none.
            target: where they end.
            regime: as for :meth:`shortest_paths`, and so are the others.
            projection: likewise.
            least: least number of edges.
            most: greatest number of edges.
            paths: likewise.

        Raises:
            LimitError: there are more, or looking for them takes more than 1e9 steps.
        """
        ways = self._ways(regime, projection, weighted=False, most=most)
        found = ways.simple(as_term(source), as_term(target), least=least, paths=paths)
        settings = {"source": source, "target": target, "least": least, "most": most}
        return FoundPaths.named(ways.projected, "allPaths", found, settings, paths)

    def cycles(
        self,
        source: TermLike,
        *,
        regime: str = "invariant",
        projection: Projection | None = None,
        least: int = 1,
        most: int | None = None,
        paths: int | None = None,
    ) -> FoundPaths:
        """Return all cycles through a node, which stands at both ends; arguments, errors as for :meth:`all_paths`."""
        ways = self._ways(regime, projection, weighted=False, most=most)
        found = ways.cycles(as_term(source), least=least, paths=paths)
        settings = {"source": source, "least": least, "most": most}
        return FoundPaths.named(ways.projected, "cycle", found, settings, paths)

    def reachable(
        self,
        source: TermLike,
        *,
        regime: str = "invariant",
        projection: Projection | None = None,
        weighted: bool = False,
        most: float | None = None,
    ) -> Distances:
        """Return what can be reached from a node, itself among it, and how far it is; arguments as for paths."""
        ways = self._ways(regime, projection, weighted, most)
        lengths = {node: distance for node, distance, _ in ways.reachable(as_term(source))}
        return Distances(
            ways.projected, lengths, settings_text({"source": source, "weighted": weighted, "most": most})
        )

    def _ways(self, regime: str, projection: Projection | None, weighted: bool, most: float | None) -> Ways:
        return Ways.of(
            self.views(), regime=known_regime(regime), projection=projection, weighted=weighted, most=most
        )

    # Bridges

    def edges(self, regime: str = "entailed", projection: Projection | None = None) -> EdgeArrays:
        """Return the triples between things as numpy arrays, with the names behind the numbers.

        Args:
            regime: ``asserted``, ``entailed``, or ``invariant`` for the facts of the canonical graph: triples that are
                entailed, of which none follows from others unless it gives them too; see
                :func:`semkg.bridges.edge_arrays`.
            projection: which edges; by default all between things that are no literals, without rdf:type.

        Raises:
            ValueError: an unknown regime.
        """
        return edge_arrays(self.views(), known_regime(regime), projection or Projection())

    def to_torch(self, regime: str = "entailed", projection: Projection | None = None) -> TorchGraph:
        """Return the triples between things as tensors ``edge_index`` and ``edge_type``, with the mapping to names.

        Raises:
            MissingExtraError: torch is not installed.
            ValueError: as for :meth:`edges`.
        """
        return to_torch(self.edges(regime, projection))

    def to_networkx(self, regime: str = "invariant", projection: Projection | None = None) -> Any:
        """Return the graph that analytics see as a networkx DiGraph; see :func:`semkg.bridges.to_networkx`.

        Raises:
            MissingExtraError: networkx is not installed.
            ValueError: an unknown regime.
        """
        return to_networkx(self.views(), known_regime(regime), projection or Projection())

    def compare(
        self, analytic: str = "pageRank", regimes: Sequence[str] = REGIMES, **options: Any
    ) -> Comparison:
        """Compute one analytic under several regimes and compare the results.

        Args:
            analytic: one that gives scores: ``pageRank``, ``degree``, ``betweenness``, ...
            regimes: which regimes, in the order to show them.
            options: passed to the analytic: ``projection``, and its settings.

        Raises:
            ValueError: an unknown analytic or regime, or fewer than two regimes.
        """
        return compare_regimes(self.views(), analytic, regimes, **options)

    def compare_groups(
        self, analytic: str = "community", regimes: Sequence[str] = REGIMES, **options: Any
    ) -> GroupComparison:
        """Find groups of nodes under several regimes and compare them.

        Args:
            analytic: one that gives groups: ``component``, ``strongComponent`` or ``community``.
            regimes: which regimes, in the order to show them.
            options: passed to the analytic: ``projection``, and its settings.

        Raises:
            ValueError: an unknown analytic or regime, or fewer than two regimes.
        """
        return compare_regimes_by_groups(self.views(), analytic, regimes, **options)

    def compare_paths(
        self,
        source: TermLike,
        target: TermLike,
        regimes: Sequence[str] = REGIMES,
        *,
        projection: Projection | None = None,
        weighted: bool = False,
        most: float | None = None,
    ) -> PathComparison:
        """Find all shortest paths between two nodes under several regimes and compare them as sets.

        Args:
            source: where they start.
            target: where they end.
            regimes: which regimes, in the order to show them.
            projection: as for :meth:`shortest_paths`, and so are the others.
            weighted: likewise.
            most: likewise.

        Raises:
            LimitError: there are more than 10,000 paths under a regime.
            ValueError: an unknown regime, or fewer than two.
        """
        ends = as_term(source), as_term(target)
        found = {regime: self._ways(regime, projection, weighted, most).listed(*ends) for regime in regimes}
        return compare_paths(str(ends[0]), str(ends[1]), found)

    def compare_neighbours(self, regimes: Sequence[str] = REGIMES, *, k: int = 10) -> NeighbourComparison:
        """Find what is most alike to each thing under several regimes, and compare it.

        Args:
            regimes: which regimes, in the order to show them; the default model of each is used.
            k: how many of the nearest, at least 1.

        Raises:
            ModelError: there is nothing to learn from, or no model yet of a graph too large to train in passing.
            ValueError: an unknown regime, fewer than two, or ``k`` below 1.
        """
        return compare_regimes_by_neighbours(self.views(), tuple(map(known_regime, regimes)), k=k)

    def compare_predictions(
        self, regimes: Sequence[str] = REGIMES, *, most: int = 100, seed: int = 0, **options: Any
    ) -> PredictionComparison:
        """Hold triples out, train on the others under several regimes, and compare how well each model finds them.

        Args:
            regimes: which regimes, in the order to show them.
            most: how many triples to hold out, at most; never more than a tenth of those between things.
            seed: which ones.
            options: how to train, as for :meth:`train`.

        Raises:
            ModelError: there is nothing to learn from, or nothing to ask.
            ValueError: an unknown regime, fewer than two, or an option out of range.
        """
        chosen = tuple(map(known_regime, regimes))
        return compare_regimes_by_predictions(self.views(), chosen, most=most, seed=seed, **options)

    # Learning

    def train(
        self, model: str = "complex", *, name: str | None = None, regime: str = "invariant", **options: Any
    ) -> Learned:
        """Train a model on the edges between things and their types, and keep it.

        Args:
            model: the scorer, such as ``complex``.
            name: an IRI to keep it under; the default model of this epoch when not given.
            regime: ``asserted`` learns from what was written, ``entailed`` from the closure, ``invariant`` from
                the facts of the canonical graph, so that new names for what is there change nothing.
            options: fields of :class:`semkg.embedding.TrainingOptions`: dim, epochs, seed, ...

        Raises:
            ModelError: there is nothing to learn from.
            MissingExtraError: torch is not installed.
            ValueError: the name is no IRI, so that no query could name it.
        """
        iri = None if name is None else str(as_term(name)).strip("<>")
        return self.views().train(known_regime(regime), name=iri, model=model, **options)

    def plausibility(
        self, s: TermLike, p: TermLike, o: TermLike, *, regime: str = "invariant"
    ) -> float | None:
        """Return how plausible a triple is, in [0, 1]: 1 if it follows, 0 if it contradicts; ``None`` if unknown."""
        triple = (as_term(s), as_term(p), as_term(o))
        return plausibility(self.views(), [triple], regime=known_regime(regime))[0]

    def similar_to(
        self, node: TermLike, k: int = 10, *, regime: str = "invariant"
    ) -> list[tuple[Term, float]]:
        """Return the ``k`` nodes most alike as (node, cosine in [-1, 1]), best first.

        Raises:
            UnknownTermError: a node without a vector.
        """
        learned = self.views().learned(known_regime(regime))
        term = as_term(node)
        if learned.entity(term) is None:
            msg = f"{term} is none of the {len(learned.entities)} things that the model has a vector for"
            raise UnknownTermError(msg)
        return [cast("tuple[Term, float]", row) for _, row in similar_to(learned, [term], k=k)]

    def predict_object(
        self, s: TermLike, p: TermLike, k: int = 10, *, regime: str = "invariant"
    ) -> list[tuple[Term, float]]:
        """Return the most plausible objects that the graph does not have as (object, plausibility), best first."""
        return predict_object(self.views(), as_term(s), as_term(p), k=k, regime=known_regime(regime))

    def predict_subject(
        self, p: TermLike, o: TermLike, k: int = 10, *, regime: str = "invariant"
    ) -> list[tuple[Term, float]]:
        """Return the most plausible subjects that the graph does not have as (subject, plausibility), best first."""
        return predict_subject(self.views(), as_term(p), as_term(o), k=k, regime=known_regime(regime))

    def predict_predicate(
        self, s: TermLike, o: TermLike, k: int = 10, *, regime: str = "invariant"
    ) -> list[tuple[Term, float]]:
        """Return the most plausible predicates between two nodes as (predicate, plausibility), best first."""
        return predict_predicate(self.views(), as_term(s), as_term(o), k=k, regime=known_regime(regime))
