"""The facade: one object that loads, entails, ranks, predicts, compares and answers SPARQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import pyoxigraph as ox

from semkg.computed import Computed
from semkg.functions import (
    FUNCTIONS,
    MODEL_LANGUAGE,
    ModelChanges,
    describe_models,
    describe_tasks,
    explain_triples,
    installed_functions,
)
from semkg.graph import Projection
from semkg.kernels import check_device
from semkg.progress import Progress, Tasks
from semkg.query import AskResult, GraphResult, ModelOperation, QueryEngine, SelectResult
from semkg.reasoning import (
    MOST_STEPS,
    MOST_TRIALS,
    Access,
    CanonicalGraph,
    Clash,
    Closure,
    Conflict,
    Explainer,
    MaterialisationReport,
    Proof,
    Reasoner,
    Sameness,
    described_canonical,
    entails,
    find_conflict,
    most_for_this_machine,
)
from semkg.reasoning import same as same_closures
from semkg.store import Snapshot, Source, Store, TermLike, as_term, read_snapshot
from semkg.vendors import translate_query, translate_update
from semkg.views import ModelShelf, Views
from semkg.vocab import MODELS, PROGRESS

_TRIES_BESIDE_WRITERS = 3
"""So often a query is asked again because of a write; after that, writers wait until its answer has begun."""

QueryResult = SelectResult | AskResult | GraphResult


class KnowledgeGraph(Computed):
    """An RDF graph that knows what follows from it, what matters in it, what is missing and what is alike.

    Terms are given as IRIs (``str``), pyoxigraph terms or rdflib terms.

    Attributes:
        store: the triples.
        rules: the rule set behind the entailed and the invariant regime.
        tasks: the long work that is running, in any thread; see :attr:`progress`.
    """

    def __init__(
        self,
        path: str | PathLike[str] | None = None,
        rules: str = "rl+",
        *,
        strict: bool = False,
        device: str = "cpu",
        max_inferred: int | Literal["memory"] | None = "memory",
        progress: Progress | None = None,
    ) -> None:
        """Open a graph.

        Args:
            path: a folder to keep the graph in; in memory when not given.
            rules: ``rl+`` (OWL 2 RL and what it means for axioms), ``rl``, ``rdfs`` or ``none``.
            strict: whether work under entailment is refused while the data contradict themselves; otherwise it is
                done, with a warning, and results are marked.
            device: where reasoning computes: ``cpu`` (numpy) or ``cuda`` (torch on a GPU).
            max_inferred: the most triples to infer, ``None`` for any number; by default as many as the memory of this
                machine holds (one for 256 bytes of it). Where there would be more, whatever needs them raises
                :class:`semkg.errors.LimitError`, and the graph stays as it was.
            progress: told of long work; ``semkg.ProgressBar()`` draws it.

        Raises:
            StoreError: the folder holds something else, or another process has it open.
            ValueError: an unknown rule set, or a device that is not there.
            MissingExtraError: the device needs torch.
        """
        self.tasks = Tasks(progress)
        self.rules = rules
        check_device(device)
        self.store = Store(path)
        self._reasoner = Reasoner(
            self.store,
            rules=rules,
            device=device,
            max_inferred=most_for_this_machine() if max_inferred == "memory" else max_inferred,
            tasks=self.tasks,
        )
        self._access = Access(self.store, self._reasoner, rules=rules, strict=strict)
        self._shelf = ModelShelf(Path(path) / "models" if path is not None else None)
        self._views: Views | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is not on disk yet and release the folder."""
        self.__dict__.pop("_engine", None)  # it refers back to this object and would keep the folder locked
        self.store.close()

    @property
    def strict(self) -> bool:
        """Whether work under entailment is refused while the data contradict themselves; may be set."""
        return self._access.strict

    @strict.setter
    def strict(self, strict: bool) -> None:
        self._access.strict = strict

    @property
    def progress(self) -> Progress | None:
        """What is told of long work, as it reports; the library itself never prints. It may be set."""
        return self.tasks.progress

    @progress.setter
    def progress(self, progress: Progress | None) -> None:
        self.tasks.progress = progress

    @property
    def max_inferred(self) -> int | None:
        """The most triples to infer, ``None`` for any number; may be set."""
        return self._reasoner.max_inferred

    @max_inferred.setter
    def max_inferred(self, most: int | None) -> None:
        self._reasoner.max_inferred = most

    @property
    def epoch(self) -> int:
        """The number of accepted writes that changed something."""
        return self.store.epoch

    # What goes in and out

    def load(
        self,
        source: Source,
        format: str | ox.RdfFormat | None = None,
        graph: TermLike | None = None,
        *,
        base_iri: str | None = None,
    ) -> int:
        """Load RDF; atomic for each file.

        Args:
            source: a path (a folder stands for the RDF files in it), bytes, a file object, an rdflib graph.
            format: suffix, media type, rdflib's name or a pyoxigraph format; by default from the file's name.
            graph: the named graph for triples; the default graph when not given.
            base_iri: what relative IRIs are resolved against.

        Returns:
            How many triples or quads were read.

        Raises:
            LoadError: the source cannot be read; the message names file, line and column, and nothing was loaded.
        """
        with self.tasks.task("Loading", "loading") as progress:
            return self.store.load(source, format=format, base_iri=base_iri, graph=graph, progress=progress)

    def add(self, triples: Iterable[Any]) -> int:
        """Add triples or quads; return how many were new."""
        return self.store.add(triples)

    def remove(self, triples: Iterable[Any]) -> int:
        """Remove triples or quads; return how many were there."""
        return self.store.remove(triples)

    def dump(
        self, target: Any = None, format: str | ox.RdfFormat | None = None, graph: TermLike | None = None
    ) -> bytes | None:
        """Write what users wrote (nothing that was inferred) to a path or file object, or return it as bytes."""
        return self.store.dump(target, format=format, graph=graph)

    def snapshot(self) -> Snapshot:
        """Return what users wrote as integer columns with the term dictionary."""
        return self.store.snapshot()

    # SPARQL

    def query(
        self,
        text: str,
        regime: str | None = None,
        timeout_s: float | None = None,
        *,
        base_iri: str | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> QueryResult:
        """Answer a SPARQL query; patterns see the closure, analytics the invariant graph, unless told otherwise.

        An answer is that of one epoch, also while another thread writes: what was asserted then, and what follows
        from it. A query that a write has overtaken before its answer began is asked again.

        Args:
            text: the query; the prefixes sk, rdf, rdfs, owl and xsd are known. Functions of other stores are known
                too, see docs/coming-from.md.
            regime: ``asserted``, ``entailed`` or ``invariant``; the query's own words go first.
            timeout_s: seconds after which the query is given up, checked between phases and rows.
            base_iri: what relative IRIs in the text are resolved against.
            cancelled: says whether nobody wants the answer any longer, as ``threading.Event().is_set`` does; asked
                between phases and rows.

        Returns:
            Solutions, a truth value or triples, with pyoxigraph's interface.

        Raises:
            QueryError: the query cannot be answered; the message shows the place.
            QueryTimeoutError: it took too long.
            QueryCancelledError: ``cancelled`` said so.
        """
        query = translate_query(text, self._access.uses)
        ask = partial(
            self._engine.query,
            query,
            regime=regime,
            timeout_s=timeout_s,
            base_iri=base_iri,
            cancelled=cancelled,
        )
        if not self._engine.reads_data(query, base_iri=base_iri):
            return ask()  # without waiting for writers
        for _ in range(_TRIES_BESIDE_WRITERS):
            epoch = self.epoch
            answer = ask()
            if self.epoch == epoch:
                return answer
        with self.store.hold():
            return ask()

    def update(self, text: str) -> None:
        """Run a SPARQL update, all of it or nothing.

        Raises:
            QueryError: the update cannot be run; the message shows the place.
            ModelError: a model of the update cannot be trained.
        """
        with self.store.hold():
            plan = self._engine.plan_update(translate_update(text, self._access.uses))
            models = ModelChanges(self.views(), plan.models, self._models_of) if plan.models else None
            if plan.writes:
                if models is not None:
                    models.train()
                self.store.update(plan.text, touched=plan.touched, custom_functions=plan.custom_functions)
        if models is not None:
            if not plan.writes:
                models.train()  # others may write meanwhile
            models.keep(self.views())

    def _models_of(self, operation: str) -> Sequence[ModelOperation]:
        """Read the text of an operation for what it does to models."""
        return self._engine.plan_update(operation).models

    @cached_property
    def _engine(self) -> QueryEngine:
        return QueryEngine(
            self.store.oxigraph,
            (*FUNCTIONS, *installed_functions()),
            prepare=self._access.dataset,
            context=self.views,
            graphs={
                MODELS: lambda: describe_models(self._shelf.named(), self.store.settled_epoch),
                PROGRESS: lambda: describe_tasks(self.tasks.running()),
            },
            models=MODEL_LANGUAGE,
        )

    # Entailment

    def materialise(self) -> MaterialisationReport:
        """Bring the closure and the inferred graph up to date and report on them."""
        return self._reasoner.materialise()

    def closure(self) -> Closure:
        """Return everything that follows, as integer columns."""
        return self._reasoner.closure()

    def explain(self, s: TermLike, p: TermLike, o: TermLike) -> Proof | None:
        """Return a shortest proof of a triple, down to what was written; ``None`` if it does not follow.

        Raises:
            LimitError: no proof was met within the limit of the search.
        """
        return explain_triples(self.views(), [(as_term(s), as_term(p), as_term(o))])[0]

    def check(self) -> tuple[Clash, ...]:
        """Return every inconsistency, each with the W3C id of its rule and the triples that show it.

        This is cheap; :meth:`conflict` explains one of them.
        """
        return self.closure().clashes

    def conflict(self, clash: Clash) -> Conflict:
        """Explain an inconsistency: its proof, and a smallest set of written triples that contradict each other.

        Args:
            clash: one of :meth:`check`, at this epoch.

        Raises:
            ValueError: the clash is of another epoch.
        """
        explainer = self.views().remember("conflicts", lambda: Explainer(self.closure(), self.store.terms))
        return find_conflict(explainer, clash)

    def entails(self, source: Source, format: str | ox.RdfFormat | None = None) -> bool:
        """Say whether everything that a source says follows; its blank nodes stand for anything.

        Everything follows from data that contradict themselves.

        Args:
            source: what may follow, as for :meth:`load`; it is not loaded into this graph.
            format: as for :meth:`load`.

        Raises:
            LoadError: the source cannot be read.
        """
        closure = self.closure()
        claim = read_snapshot(source, format=format, terms=self.store.terms)
        return not closure.consistent or entails(closure, claim.rows, self.store.terms)

    def canonical(
        self, projection: Projection | None = None, *, lean: bool = False, steps: int = MOST_STEPS
    ) -> CanonicalGraph:
        """Return the canonical graph: the same for every graph that means the same.

        Args:
            projection: which edges to keep and how they run; what follows from its graphs alone, if it names some.
            lean: whether to leave out blank nodes that say nothing of their own first, so that it is the same for
                every graph that says the same with more of them or fewer.
            steps: how many steps to look for them in each set of blank nodes that hang together. How often that was
                not enough stands in ``leaning.given_up`` and in the notes; then the graph is one of several.

        Returns:
            The graph, with the digests of all that these graphs mean, whatever edges the projection keeps.

        Raises:
            ValueError: ``steps`` is below 1.
        """
        with self.store.hold():
            closure, views = self.closure(), self.views()
        if projection is not None and projection.graphs is not None:
            closure = views.within(projection.graphs).closure("invariant")
        graph = described_canonical(closure, self.store.terms, projection, leaned=lean, steps=steps)
        return replace(graph, epoch=views.snapshot.epoch)

    def same_as(
        self,
        other: KnowledgeGraph,
        *,
        lean: bool = False,
        most: int = 10,
        trials: int = MOST_TRIALS,
        steps: int = MOST_STEPS,
    ) -> Sameness:
        """Say whether another graph means the same: whether the same axioms and the same data follow from both.

        Blank nodes may have other names, values other spellings, and axioms other words. Yes is certain; no means
        that the rules do not relate the two.

        Args:
            other: a graph with the same rule set.
            lean: whether to leave out blank nodes that say nothing of their own first.
            most: how many statements of a difference to look for, in either direction.
            trials: how much to try where blank nodes are hard to tell apart, before it is undecided.
            steps: how many steps of leaning to spend on each set of blank nodes that hang together.

        Raises:
            ValueError: the graphs have different rule sets.
        """
        sides = ((self.closure(), self.store.terms), (other.closure(), other.store.terms))
        return same_closures(*sides, lean=lean, most=most, trials=trials, steps=steps)

    # What is computed: see Computed

    def views(self) -> Views:
        """Return the present epoch as functions see it."""
        if self._views is None or self._views.snapshot.epoch != self.epoch:
            self._views = Views(
                self.snapshot(),
                rules=self.rules,
                closure=self._access.closure,
                is_closed=self._reasoner.is_closed,
                shelf=self._shelf,
                tasks=self.tasks,
            )
        return self._views
