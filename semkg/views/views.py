"""One epoch of the store as every room above sees it; each thing is computed once, when first asked for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg import embedding
from semkg.errors import ModelError, NothingToLearnError
from semkg.graph import Projection
from semkg.progress import Tasks
from semkg.query import Edges
from semkg.reasoning import CanonicalGraph, Closure, canonical, close
from semkg.store import Snapshot, Term, TermKind
from semkg.views.blocks import Blocks
from semkg.views.given import project_given
from semkg.views.learned import Learned
from semkg.views.logic import decide
from semkg.views.projected import ProjectedGraph
from semkg.views.projecting import project_asserted, project_entailed, project_invariant, restrict
from semkg.views.reading import read_readings, write_readings
from semkg.views.reduct import reduct_training_set
from semkg.views.shelf import DEFAULT, ModelShelf
from semkg.views.training import TRAINING, TrainingSet, training_set, training_set_of

_LOG = logging.getLogger(__name__)
_T = TypeVar("_T")
Stored = tuple[embedding.Model, dict[str, str]]
"""A model and its notes."""

TOLD = ("epoch", "regime", "rules", "training_edges", "projection", "direction", "consistent", "digest")
"""Notes of a model that a user sees; models of older versions have fewer."""

SMALL_TRAINING_SET = 20_000
"""Training edges up to which the default model is trained on first use."""


MOST_RECENT = 50
"""Graphs and results that are kept for one epoch: a query may choose edges, seeds and settings as it likes."""


class Views:
    """Graphs, closures and models of one epoch.

    Attributes:
        snapshot: what users wrote.
        rules: the rule set of the entailed and the invariant regime.
        tasks: shows long work.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        rules: str,
        closure: Callable[[], Closure] | None = None,
        is_closed: Callable[[], bool] | None = None,
        shelf: ModelShelf | None = None,
        tasks: Tasks | None = None,
    ) -> None:
        """Look at a snapshot.

        Args:
            snapshot: what users wrote.
            rules: the rule set of the entailed and the invariant regime.
            closure: gives the closure of the snapshot where somebody keeps it; computed here when not given.
            is_closed: says whether ``closure`` would only hand out what is there.
            shelf: where trained models are kept.
            tasks: shows long work.
        """
        self.snapshot = snapshot
        self.rules = rules
        self.tasks = tasks or Tasks()
        self._closure = closure or self._close
        self._is_closed = is_closed or (lambda: False)
        self._shelf = shelf or ModelShelf()
        self._kept: dict[Hashable, Any] = {}
        self._recent: dict[Hashable, Any] = {}
        self._lock = threading.Lock()

    def remember(self, key: Hashable, compute: Callable[[], _T]) -> _T:
        """Return what was computed under this key, computing it the first time."""
        if key not in self._kept:
            self._kept[key] = compute()
        return cast("_T", self._kept[key])

    def remember_lately(self, key: Hashable, compute: Callable[[], _T]) -> _T:
        """Do the same for what differs from query to query: only the last :data:`MOST_RECENT` of it are kept."""
        with self._lock:
            known = key in self._recent
            found = self._recent.pop(key, None)
        if not known:
            found = compute()
        with self._lock:
            self._recent[key] = found
            while len(self._recent) > MOST_RECENT:
                del self._recent[next(iter(self._recent))]
        return cast("_T", found)

    def closure(self, regime: str) -> Closure:
        """Return what follows under a regime; under ``asserted`` that is what was written."""
        if regime == "asserted":
            rows, terms = self.snapshot.rows, self.snapshot.terms
            return self.remember("asserted", lambda: close(rows, terms, rules="none"))
        return self.remember("closure", self._closure)

    def _close(self) -> Closure:
        with self.tasks.task("Entailment", "entailment") as progress:
            return close(self.snapshot.rows, self.snapshot.terms, rules=self.rules, progress=progress)

    def is_closed(self, regime: str) -> bool:
        """Return whether what follows under a regime is known already, so that to look at it takes no time."""
        return regime == "asserted" or "closure" in self._kept or self._is_closed()

    def blocks(self, regime: str) -> Blocks:
        """Return which terms are the same under a regime."""
        family = _family(regime)
        return self.remember(("blocks", family), lambda: self._blocks(self.closure(family).representative))

    def _blocks(self, representative: NDArray[np.int32]) -> Blocks:
        """Return blocks in which no literal stands that only earlier epochs had."""
        gone = self.snapshot.terms.kinds()[: len(representative)] == TermKind.LITERAL
        gone[self.snapshot.rows.o[self.snapshot.rows.o < len(gone)]] = False
        return Blocks(representative, gone)

    def graph(self, regime: str, projection: Projection) -> ProjectedGraph:
        """Return the graph that an analytic sees under a regime and a projection."""
        return self.remember_lately(("graph", regime, projection), lambda: self._build(regime, projection))

    def graph_of(self, edges: Edges, regime: str, projection: Projection) -> ProjectedGraph:
        """Return the graph of edges that a query gives; under ``asserted`` every term is a node of its own."""
        asserted = regime == "asserted"
        return project_given(
            edges,
            None if asserted else self.blocks(regime),
            self.snapshot,
            projection,
            regime=regime,
            rules="none" if asserted else self.rules,
            consistent=asserted or self.closure(regime).consistent,
        )

    def _build(self, regime: str, projection: Projection) -> ProjectedGraph:
        if projection.graphs is not None:
            self._tell_empty(projection.graphs)
            within = self.within(projection.graphs).graph(regime, replace(projection, graphs=None))
            return replace(within, projection=projection)
        self._tell_unused(regime, projection.edges or (), "it gives no edges")
        if regime == "invariant":
            self._tell_unused(regime, projection.prefer, "it turns no edges")
        if regime == "asserted":
            return project_asserted(self.snapshot, projection)
        project = {"entailed": project_entailed, "invariant": project_invariant}[regime]
        return project(self.closure(regime), self.blocks(regime), self.snapshot, projection)

    def _tell_empty(self, graphs: Sequence[str]) -> None:
        """Log which chosen graphs hold no triple: most likely they are misspelled."""
        for iri in graphs:
            number = self.snapshot.terms.find(ox.NamedNode(iri))
            if number is None or not (self.snapshot.graph_rows[3] == number).any():
                _LOG.warning("no triple stands in the graph <%s>, so it gives no edges", iri)

    def _tell_unused(self, regime: str, predicates: Sequence[str], effect: str) -> None:
        """Log which chosen predicates no triple has: most likely they are misspelled."""
        if not predicates:
            return
        closure = self.closure(regime)
        for iri in predicates:
            number = self.snapshot.terms.find(ox.NamedNode(iri))
            used = closure.current(np.array([] if number is None else [number], dtype=np.int64))
            begin, end = (np.searchsorted(closure.rows.p, used, side=side) for side in ("left", "right"))
            if not (end > begin).any():
                _LOG.warning("no triple has the predicate <%s>, so %s", iri, effect)

    def within(self, graphs: tuple[str, ...]) -> Views:
        """Return the same epoch as if only some graphs were there; their closure is computed anew."""
        return self.remember_lately(
            ("within", graphs),
            lambda: Views(restrict(self.snapshot, graphs), rules=self.rules, tasks=self.tasks),
        )

    def canonical(self, projection: Projection) -> CanonicalGraph:
        """Return the canonical graph behind the invariant graph of a projection."""
        if projection.graphs is not None:
            return self.within(projection.graphs).canonical(replace(projection, graphs=None))
        return canonical(self.closure("invariant"), self.snapshot.terms, projection)

    def decide(self, triples: Sequence[tuple[Term, Term, Term]], regime: str) -> list[float | None]:
        """Say what logic alone says of each triple: 1.0 follows, 0.0 contradicts, ``None`` open."""
        return decide(self.closure(regime), self.snapshot.terms, triples)

    def learned(self, regime: str, name: str | None = None) -> Learned:
        """Return a trained model by name, or the default model of a regime, trained now if the graph is small.

        Raises:
            ModelError: no model of that name, or no default model yet for a graph too large to train in passing.
        """
        if name is not None:
            return self.remember(("model", name), lambda: self._load(name))
        return self.remember(("model", None, regime), lambda: self._default(regime))

    def train(self, regime: str = "invariant", *, name: str | None = None, **options: Any) -> Learned:
        """Train a model, keep it under its name and return it.

        Args:
            regime: ``asserted`` learns from what was written, ``entailed`` from the closure, ``invariant`` from the
                facts of the canonical graph.
            name: its name; the default model of the regime when left out.
            options: passed to :func:`semkg.embedding.train`.

        Raises:
            ModelError: there is nothing to learn from.
        """
        model, notes = self.fit(self.training_set(regime), regime, **options)
        self.keep(name, model, notes)
        return self._learned(model, notes)

    def fit(
        self, data: TrainingSet, regime: str = "invariant", **options: Any
    ) -> tuple[embedding.Model, dict[str, str]]:
        """Train a model and return it with its notes; nothing is kept. Arguments and errors as for :meth:`train`."""
        if not len(data.triples):
            msg = "there is nothing to learn from: the graph has no edges between things (literals are left out)"
            raise NothingToLearnError(msg)
        with self.tasks.task("Training", "training") as progress:
            model = embedding.train(
                data.triples,
                known=data.known,
                n_entities=len(data.entities),
                n_predicates=len(data.predicates),
                progress=progress,
                **options,
            )
        notes = {
            "epoch": str(self.snapshot.epoch),
            "regime": regime,
            "rules": self.rules,
            **data.notes(),
        }
        notes["entities"], notes["predicates"] = "\n".join(data.entities), "\n".join(data.predicates)
        notes["individuals"] = "".join("01"[int(flag)] for flag in data.individuals)
        notes["readings"], notes["classes"] = write_readings(data.readings), write_readings(data.classes)
        return model, notes

    def keep(self, name: str | None, model: embedding.Model, notes: dict[str, str]) -> None:
        """Keep a model under its name, or as the default model of its regime."""
        self._shelf.put(name or _default_name(notes["regime"]), model, notes)
        self._kept.pop(("model", name) if name else ("model", None, notes["regime"]), None)

    def forget(self, name: str) -> None:
        """Drop a model, if there is one of that name."""
        self._shelf.drop(name)
        self._kept.pop(("model", name), None)

    def models(self) -> Iterator[tuple[str, embedding.Model, dict[str, str]]]:
        """Return each model that a user named, with its notes."""
        return self._shelf.named()

    def training_set(self, regime: str, projection: Projection = TRAINING) -> TrainingSet:
        """Return what a model of this regime is trained on: under ``invariant`` the facts of the canonical graph."""
        if projection.graphs is not None:
            within = self.within(projection.graphs).training_set(regime, replace(projection, graphs=None))
            return replace(within, projection=projection)
        return self.remember_lately(
            ("training", regime, projection), lambda: self._training_set(regime, projection)
        )

    def _training_set(self, regime: str, projection: Projection) -> TrainingSet:
        if regime != "invariant":
            return self.triples(regime, projection)
        closure, blocks = self.closure(regime), self.blocks(regime)
        data = reduct_training_set(closure, self.snapshot.terms, blocks, projection)
        return self._made(data, regime, projection)

    def training_set_of(self, edges: Sequence[tuple[Term, Term, Term]], regime: str) -> TrainingSet:
        """Return edges that a query gives as what a model of this regime is trained on."""
        return self._made(training_set_of(edges, self.snapshot.terms, self.blocks(regime)), regime, None)

    def _made(self, data: TrainingSet, regime: str, projection: Projection | None) -> TrainingSet:
        """Note on a training set what it was made of."""
        consistent = regime == "asserted" or self.closure(regime).consistent
        return replace(data, projection=projection, consistent=consistent)

    def triples(self, regime: str, projection: Projection) -> TrainingSet:
        """Return the edges that a projection keeps of what was written or follows, with their predicates."""
        family = _family(regime)
        if projection.graphs is not None:
            within = self.within(projection.graphs).triples(regime, replace(projection, graphs=None))
            return replace(within, projection=projection)
        rows = self.closure(family).rows
        found = training_set(rows, self.snapshot.terms, self.blocks(family), projection)
        return self._made(found, regime, projection)

    def model_at_hand(self, regime: str, name: str | None = None) -> embedding.Model | None:
        """Return the model that :meth:`learned` takes, ``None`` where it would train one first; errors as there."""
        if name is not None:
            return self._named(name)[0]
        stored = self._kept_default(regime)
        return None if stored is None else stored[0]

    def usual_settings(self, regime: str) -> tuple[str, embedding.TrainingOptions]:
        """Return the scorer and the options with which :meth:`learned` trains: those of the model before, if any."""
        stored = self._shelf.get(_default_name(regime))
        return (stored[0].name, stored[0].options) if stored else ("complex", embedding.TrainingOptions())

    def _default(self, regime: str) -> Learned:
        stored = self._kept_default(regime)
        if stored is None:
            edges = len(self.training_set(regime).triples)
            _LOG.info("training the default model of epoch %d on %d edges", self.snapshot.epoch, edges)
            name, options = self.usual_settings(regime)
            return self.train(regime, model=name, options=options)
        if not self._is_current(stored):
            _LOG.warning(
                "the model is OUTDATED: trained at epoch %s, this is epoch %d",
                stored[1]["epoch"],
                self.snapshot.epoch,
            )
        return self._learned(*stored)

    def _kept_default(self, regime: str) -> Stored | None:
        """Return the default model of a regime, ``None`` where it is to be trained in passing."""
        stored = self._shelf.get(_default_name(regime))
        if stored and self._is_current(stored):
            return stored
        edges = len(self.training_set(regime).triples)
        if edges < SMALL_TRAINING_SET:
            return None
        if stored:
            return stored
        msg = (
            f"no model is trained yet, and {edges:,} training edges are too many to train in passing (the limit is "
            f"{SMALL_TRAINING_SET:,}): run `semkg train` on the store first, or kg.train() in Python"
        )
        raise ModelError(msg)

    def _is_current(self, stored: Stored) -> bool:
        return (stored[1]["epoch"], stored[1]["rules"]) == (str(self.snapshot.epoch), self.rules)

    def _named(self, name: str) -> Stored:
        stored = self._shelf.get(name)
        if stored is None:
            msg = f"there is no model {name!r}; there are: {', '.join(self._shelf.names()) or 'none'}"
            raise ModelError(msg)
        return stored

    def _load(self, name: str) -> Learned:
        stored = self._named(name)
        if stored[1]["epoch"] != str(self.snapshot.epoch):
            _LOG.warning(
                "the model %s is OUTDATED: trained at epoch %s, this is epoch %d",
                name,
                stored[1]["epoch"],
                self.snapshot.epoch,
            )
        return self._learned(*stored)

    def _learned(self, model: embedding.Model, notes: dict[str, str]) -> Learned:
        return Learned(
            model=model,
            entities=tuple(notes["entities"].split("\n")),
            predicates=tuple(notes["predicates"].split("\n")),
            individuals=np.array([flag == "1" for flag in notes["individuals"]]),
            terms=self.snapshot.terms,
            blocks=self.blocks(notes["regime"]),
            readings=read_readings(notes.get("readings", "")),
            classes=read_readings(notes.get("classes", "")),
            notes={key: notes[key] for key in TOLD if key in notes},
        )


def _family(regime: str) -> str:
    """Return which rows stand behind a regime: those written, or the closure."""
    return "asserted" if regime == "asserted" else "entailed"


def _default_name(regime: str) -> str:
    return DEFAULT + regime
