"""How well models predict that learn from the closure, and those that learn from the canonical graph.

Run as ``python -m benchmarks.bench_training_graph`` for AIFB and LUBM-like data; ``--data``, ``--seeds`` and
``--share`` choose otherwise. A share of the facts of the canonical graph is hidden, and with it all that follows from
hidden facts only: nothing that is left entails a test triple. Both models are trained on what is left, by default as
:func:`semkg.embedding.train` chooses, with a regularisation and a number of epochs found on triples held out again.
They rank the same candidates, individuals or after rdf:type classes, those left out that are true as well:

- ``facts``: hidden facts between individuals, under the first name of their property;
- ``implied``: what else follows from them between individuals: wider properties, inverses, transitivity;
- ``types``: types that follow from what is hidden, as far as the class has a name.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.bench_invariance import DATA_SETS, lubm
from semkg import KnowledgeGraph, embedding
from semkg.embedding import TrainingOptions
from semkg.reasoning import Closure, canonical, close, decode, select_rows
from semkg.reasoning.canonical.graph import Facts
from semkg.store import Rows, TermDictionary, parse_term
from semkg.views.blocks import Blocks
from semkg.views.learned import Learned
from semkg.views.reduct import reduct_training_set
from semkg.views.training import TRAINING, TrainingSet, training_set
from semkg.vocab import BUILTIN_ID, RDF_TYPE

TYPE = BUILTIN_ID[RDF_TYPE]
Triple = tuple[int, int, int]


@dataclass(frozen=True)
class Task:
    """What is left, what is true, and what is asked.

    Attributes:
        left: the closure of what is left.
        terms: the dictionary.
        true: everything that is true, by predicate and end.
        tests: triples to rank, by kind.
    """

    left: Closure
    terms: TermDictionary
    true: dict[tuple[int, int, bool], set[int]]
    tests: dict[str, list[Triple]]


def make_task(name: str, *, size: int, share: float, most: int, seed: int) -> Task:
    """Hide a share of the facts of a graph."""
    given = lubm(size) if name == "LUBM" else DATA_SETS[name]()
    random = np.random.default_rng(seed)
    with KnowledgeGraph() as kg:
        kg.load("\n".join(" ".join(triple) + " ." for triple in sorted(given)).encode(), "nt")
        snapshot = kg.snapshot()
        terms = snapshot.terms
        whole = close(snapshot.rows, terms, rules="rl+")
        graph = canonical(whole, terms, TRAINING)
        hidden = random.random(len(graph.basis)) < share
        kept, gone = (decode(replace(graph, basis=_masked(graph.basis, mask))) for mask in (~hidden, hidden))
        schema = _without(snapshot.rows, select_rows(snapshot.rows, terms, TRAINING))
        left = close(_joined(schema, kept), terms, rules="rl+")
    everything, remaining = (
        _triples(select_rows(one.rows, terms, TRAINING, one.representative)) for one in (whole, left)
    )
    new = set(everything) - set(remaining)
    facts = {triple for triple in _triples(gone) if triple in new and triple[1] != TYPE}
    types = {triple for triple in new if triple[1] == TYPE}
    named = {triple for triple in types if terms.text(triple[2])[0] == "<"}
    kinds = {"facts": facts, "implied": new - facts - types, "types": named}
    true: dict[tuple[int, int, bool], set[int]] = defaultdict(set)
    for s, p, o in everything:
        true[p, s, False].add(o)
        true[p, o, True].add(s)
    tests = {kind: _sample(sorted(found), most, random) for kind, found in kinds.items()}
    return Task(left, terms, true, tests)


def _masked(facts: Facts, mask: NDArray[np.bool_]) -> Facts:
    return Facts(facts.property[mask], facts.subject[mask], facts.object[mask])


def _triples(rows: Rows) -> list[Triple]:
    return list(zip(rows.s.tolist(), rows.p.tolist(), rows.o.tolist(), strict=True))


def _rows(triples: set[Triple]) -> Rows:
    ordered = sorted((p, s, o) for s, p, o in triples)
    p, s, o = np.array(ordered, dtype=np.int32).reshape(-1, 3).T
    return Rows(s, p, o)


def _without(rows: Rows, others: Rows) -> Rows:
    return _rows(set(_triples(rows)) - set(_triples(others)))


def _joined(one: Rows, other: Rows) -> Rows:
    return _rows({*_triples(one), *_triples(other)})


def _sample(triples: list[Triple], most: int, random: np.random.Generator) -> list[Triple]:
    chosen = random.permutation(len(triples))[:most]
    return [triples[place] for place in np.sort(chosen).tolist()]


def learn(task: Task, data: TrainingSet, options: TrainingOptions) -> Learned:
    """Train a model."""
    model = embedding.train(
        data.triples,
        known=data.known,
        n_entities=len(data.entities),
        n_predicates=len(data.predicates),
        options=options,
    )
    return Learned(
        model=model,
        entities=data.entities,
        predicates=data.predicates,
        individuals=data.individuals,
        terms=task.terms,
        blocks=Blocks(task.left.representative),
        notes={},
        readings=data.readings,
        classes=data.classes,
    )


class Ranker:
    """Ranks the ends of test triples by one model, among candidates that all models share."""

    def __init__(self, task: Task, learned: Learned, individuals: list[int], classes: list[int]) -> None:
        self.task = task
        self.learned = learned
        self.things = individuals, [self._ends(individual) for individual in individuals]
        self.classes = classes, [self._ends(class_, is_type=True) for class_ in classes]

    def _ends(self, number: int, *, is_type: bool = False) -> list[int]:
        term = parse_term(self.task.terms.text(number))
        predicate = parse_term(f"<{RDF_TYPE}>") if is_type else parse_term("<x:other>")
        return list(self.learned.ends(predicate, term))

    def rank(self, known: int, predicate: int, target: int, *, backwards: bool) -> float:
        """Return the filtered rank of the right end, mean among equals; the last of all if it has no score."""
        names, columns = self.classes if predicate == TYPE and not backwards else self.things
        scores = self._scores(known, predicate, backwards=backwards)
        values = np.array([max((scores[row] for row in rows), default=-np.inf) for rows in columns])
        right = values[names.index(target)] if target in names else -np.inf
        true = self.task.true[predicate, known, backwards] - {target}
        keep = np.array([name not in true for name in names])
        return 1 + np.count_nonzero(values[keep] > right) + (np.count_nonzero(values[keep] == right) - 1) / 2

    def _scores(self, known: int, predicate: int, *, backwards: bool) -> NDArray[np.float32]:
        model, n = self.learned.model, self.learned.model.n_predicates
        best = np.full(model.n_entities, -np.inf, dtype=np.float32)
        ends = self._ends(known, is_type=predicate == TYPE and backwards)
        for row in self.learned.rows(parse_term(self.task.terms.text(predicate))):
            signed = (row + n * backwards) % (2 * n)
            for end in ends:
                [found] = (
                    embedding.score_objects(model, end, signed)
                    if signed < n
                    else embedding.score_subjects(model, signed - n, end)
                )
                best = np.maximum(best, found)
        return best

    def ranks(self, triples: list[Triple]) -> NDArray[np.float64]:
        """Return the ranks of both ends of each triple."""
        return np.array(
            [
                self.rank(*asked, backwards=backwards)
                for s, p, o in triples
                for asked, backwards in (((s, p, o), False), ((o, p, s), True))
            ]
        )


def run(name: str, asked: argparse.Namespace, *, seed: int, options: TrainingOptions) -> Iterator[str]:
    """Yield a line for each model and kind of test."""
    task = make_task(name, size=asked.size, share=asked.share, most=asked.most, seed=seed)
    blocks = Blocks(task.left.representative)
    rows = select_rows(task.left.rows, task.terms, TRAINING, task.left.representative)
    edges = rows.p != TYPE
    individuals = sorted({*rows.s[edges].tolist(), *rows.o[edges].tolist()})
    classes = sorted(o for o in {*rows.o[~edges].tolist()} if task.terms.text(o)[0] == "<")
    sets = {
        "closure": training_set(task.left.rows, task.terms, blocks),
        "canonical": reduct_training_set(task.left, task.terms, blocks, TRAINING),
    }
    for label, data in sets.items():
        ranker = Ranker(task, learn(task, data, options), individuals, classes)
        for kind, triples in task.tests.items():
            ranks = ranker.ranks(triples)
            figures = (1 / ranks).mean(), (ranks <= 1).mean(), (ranks <= 10).mean()
            yield "  ".join(
                (
                    f"{name:<5} {seed:>4} {label:<10}{len(data.triples):>8,} {kind:<8}{len(triples):>6}",
                    *(f"{x:.3f}" for x in figures),
                )
            )


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", nargs="+", choices=sorted(DATA_SETS), default=["AIFB", "LUBM"])
    parser.add_argument("--seeds", type=int, default=1, help="that many times, with the seeds 0, 1, ...")
    parser.add_argument("--share", type=float, default=0.1, help="share of the facts that is hidden")
    parser.add_argument("--most", type=int, default=500, help="test triples of a kind, at most")
    parser.add_argument("--size", type=int, default=20_000, help="triples of the LUBM-like data, about")
    parser.add_argument("--dim", type=int, default=100)
    parser.add_argument("--epochs", type=int, help="a fixed number, without choosing a regularisation")
    return parser.parse_args()


def main() -> None:
    """Print a line for each model and kind of test."""
    asked = parse_arguments()
    print("data  seed graph     training test    triples   MRR  hits@1 hits@10")
    for name in asked.data:
        for seed in range(asked.seeds):
            options = TrainingOptions(dim=asked.dim, seed=seed)
            if asked.epochs:
                options = replace(options, epochs=asked.epochs, regularisation=0.01, valid_fraction=0.0)
            for line in run(name, asked, seed=seed, options=options):
                print(line, flush=True)


if __name__ == "__main__":
    main()
