"""How far results move when a graph is written in other words: five ways to see the graph, and each step left out.

    python benchmarks/bench_invariance.py [--quick] [--only lubm wine] [--json FILE]

The data are AIFB, wine and food, Brick with the building Soda Hall, and data like that of LUBM; the first three are
read from the folder that ``SEMKG_TEST_DATA`` names and left out where they are missing. *Rewritings* say the same facts
in other triples (what follows is written down, edges are swapped with inverses, what follows is left out); *synonyms*
give every property up to three new names, *wider* puts new properties and classes above others, *ancestors* new
transitive properties, *defined* adds intersections, unions and chains, *aliases* gives things second names. None says a
new fact. For each way to see the graph the first table shows the worst agreement with the graph as it came: Kendall's
tau of PageRank, the nodes that the two top ten share, and the adjusted Rand index of communities; 1.000 and 10 are no
change. Times are CPU seconds from the closure to the graph. The second table leaves one step of the canonical graph
out.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from benchmarks.data import DATA, ROOT, read_aifb
from benchmarks.lubm import MissingOntologyError, write_lubm
from benchmarks.phrasings import (
    EXTENSIONS,
    REWRITINGS,
    Phrasing,
    Triples,
    Written,
    names_reversed,
    reversed_names,
)
from semkg.analytics import community, pagerank
from semkg.comparison import adjusted_rand
from semkg.comparison.measures import kendall_tau
from semkg.comparison.ranking import competition_ranks
from semkg.graph import Graph, Projection
from semkg.reasoning import Closure, analytic_graph, canonical, select_rows
from semkg.reasoning.canonical.names import BlockNames
from semkg.store import Rows, TermDictionary

EDGES, TYPED = Projection(), Projection(types=True)
TOP = 10
Scores = dict[str, float]
Labels = dict[str, int]


# The data


def aifb() -> Triples:
    """Read the people and publications of an institute, with their ontology."""
    return _texts(ox.parse(read_aifb(), format=ox.RdfFormat.N_TRIPLES))


def wine() -> Triples:
    """Read the wine and food ontologies of the OWL guide."""
    return _texts(ox.parse(path=DATA / "ontologies" / "wine-food-001.nt"))


def brick() -> Triples:
    """Read the Brick schema and a building that is described with it."""
    files = (DATA / "ontologies" / name for name in ("brick.n3", "soda_hall.n3"))
    return _texts(
        q for path in files for q in ox.parse(path=path, format=ox.RdfFormat.N3, rename_blank_nodes=True)
    )


def lubm(size: int = 20_000) -> Triples:
    """Draw departments with the ontology of LUBM."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lubm.nt"
        write_lubm(path, size)
        return _texts(ox.parse(path=path))


def _texts(quads: Any) -> Triples:
    return frozenset((str(q.subject), str(q.predicate), str(q.object)) for q in quads)


DATA_SETS: dict[str, Callable[[], Triples]] = {"AIFB": aifb, "wine": wine, "Brick": brick, "LUBM": lubm}


# Ways to see a graph


@dataclass(frozen=True, slots=True)
class View:
    """A graph and the name of each of its nodes, empty for blank nodes."""

    graph: Graph
    names: list[str]


def asserted(written: Written, projection: Projection) -> View:
    """See what is written, every triple an edge."""
    rows, terms = written.columns
    return _plain(select_rows(rows, terms, projection), terms, None, projection)


def closure(written: Written, projection: Projection) -> View:
    """See everything that follows, for every name."""
    rows = written.closure.expanded()
    return _plain(select_rows(rows, written.terms, projection), written.terms, None, projection)


def quotient(written: Written, projection: Projection) -> View:
    """See everything that follows, equal things as one node."""
    found = written.closure
    rows = select_rows(found.rows, written.terms, projection, found.representative)
    return _plain(rows, written.terms, found, projection)


def merged(written: Written, projection: Projection) -> View:
    """See the quotient with one edge in both directions wherever there is any."""
    view = quotient(written, projection)
    source, target = view.graph.source, view.graph.target
    ends = np.concatenate([source, target]), np.concatenate([target, source])
    return View(Graph.from_edges(*ends, n_nodes=view.graph.n_nodes, parallel="one"), view.names)


def canonical_view(written: Written, projection: Projection) -> View:
    """See the canonical graph."""
    found = canonical(written.closure, written.terms, projection)
    # a term that is a class and a thing is two nodes
    flags = found.as_class.tolist()
    names = [
        f"{name} class" if name and flag else name for name, flag in zip(found.names, flags, strict=True)
    ]
    return View(analytic_graph(found), names)


def _plain(rows: Rows, terms: TermDictionary, found: Closure | None, projection: Projection) -> View:
    nodes, place = np.unique(np.concatenate([rows.s, rows.o]), return_inverse=True)
    same = np.arange(len(terms), dtype=np.int32) if found is None else found.representative
    source, target = np.split(place, 2)
    graph = Graph.from_edges(source, target, n_nodes=len(nodes), parallel="count")
    return View(graph, BlockNames(terms, same).texts(nodes))


VIEWS: dict[str, Callable[[Written, Projection], View]] = {
    "asserted": asserted,
    "closure": closure,
    "quotient": quotient,
    "merged, undirected": merged,
    "canonical": canonical_view,
}


# Agreement


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much two results agree: Kendall's tau, nodes that the two top ten share, adjusted Rand index."""

    tau: float = 1.0
    top: float = TOP
    rand: float | None = None

    def worst(self, other: Agreement) -> Agreement:
        """Return the least of each."""
        rand = [one.rand for one in (self, other) if one.rand is not None]
        return Agreement(min(self.tau, other.tau), min(self.top, other.top), min(rand) if rand else None)


def ranked(view: View, back: dict[str, str] | None = None) -> Scores:
    """Return the PageRank of each node with a name."""
    scores = pagerank(view.graph, tolerance=1e-12, max_iterations=5000)
    return {_was(name, back): score for name, score in zip(view.names, scores.tolist(), strict=True) if name}


def grouped(view: View, back: dict[str, str] | None = None) -> Labels:
    """Return the community of each node with a name."""
    groups = community(view.graph).groups
    return {_was(name, back): group for name, group in zip(view.names, groups.tolist(), strict=True) if name}


def _was(name: str, back: dict[str, str] | None) -> str:
    iri, _, rest = name.partition("> ")
    return (back or {}).get(name, name) if not rest else f"{(back or {}).get(f'{iri}>', f'{iri}>')} {rest}"


def agree(one: Scores, other: Scores) -> Agreement:
    """Compare two rankings over the nodes of both."""
    common = sorted(one.keys() & other.keys())
    if len(common) < 2:
        return Agreement()
    ranks = [competition_ranks(np.array([scores[name] for name in common])) for scores in (one, other)]
    tau = kendall_tau(*ranks)
    return Agreement(1.0 if tau is None else tau, len(_top(one) & _top(other)) * TOP / max(1, len(_top(one))))


def _top(scores: Scores) -> set[str]:
    return set(sorted(scores, key=lambda name: (-round(scores[name], 12), name))[:TOP])


def same_groups(one: Labels, other: Labels) -> float:
    """Compare two partitions over the nodes of both."""
    common = sorted(one.keys() & other.keys())
    return adjusted_rand([one[name] for name in common], [other[name] for name in common])


# The experiment


@dataclass(frozen=True, slots=True)
class Line:
    """What one way to see one data set comes to."""

    data: str
    view: str
    nodes: int
    edges: int
    seconds: float
    agreement: dict[str, Agreement]


def experiment(data: str, triples: Triples, runs: int, *, groups: bool) -> Iterator[Line]:
    """Compare all ways to see one data set over all phrasings of it."""
    kinds: dict[str, tuple[Phrasing, ...]] = {"rewritings": REWRITINGS}
    kinds |= {phrasing.__name__: (phrasing,) for phrasing in EXTENSIONS}
    origin = Written(triples)
    others = [
        (kind, Written(phrasing(origin, random.Random(run)), seed=run + 1))
        for kind, phrasings in kinds.items()
        for phrasing in phrasings
        for run in range(runs if phrasing.__name__ not in ("saturated", "reduced") else 1)
    ]
    for name, see in VIEWS.items():
        begin = time.process_time()
        view = see(origin, EDGES)
        seconds = time.process_time() - begin
        yield Line(
            data, name, view.graph.n_nodes, view.graph.n_edges, seconds, _spread(view, see, others, groups)
        )


def _spread(
    view: View, see: Callable[[Written, Projection], View], others: list[tuple[str, Written]], groups: bool
) -> dict[str, Agreement]:
    scores, labels = ranked(view), grouped(view) if groups else {}
    found: dict[str, Agreement] = {}
    for kind, written in others:
        other = see(written, EDGES)
        agreement = agree(scores, ranked(other))
        # communities take longest: once for each kind of phrasing is enough
        if groups and kind not in found and kind in ("rewritings", "synonyms"):
            agreement = replace(agreement, rand=same_groups(labels, grouped(other)))
        found[kind] = found.get(kind, agreement).worst(agreement)
    return found


# Each step left out

STEPS = (
    "nothing",
    "quotient",
    "signed classes",
    "signed classes, edges counted",
    "direction of both names",
    "parallel edges",
    "sub-properties",
    "transitive reduction",
    "types",
    "chains",
)
_CANONICAL = "semkg.reasoning.canonical"


@contextmanager
def without(step: str) -> Iterator[Callable[[Written], View]]:
    """Leave a step of the canonical graph out; gives what then sees a graph."""
    with ExitStack() as stack:
        for module, name, instead in _replaced(step):
            target: Any = sys.modules[f"{_CANONICAL}.{module}"]
            for part in name.split(".")[:-1]:
                target = getattr(target, part)
            stack.enter_context(patch.object(target, name.split(".")[-1], instead))
        counted = step in ("parallel edges", "signed classes, edges counted")
        projection = replace(TYPED, parallel="count") if counted else TYPED
        yield lambda written: canonical_view(_apart(written) if step == "quotient" else written, projection)


def _replaced(step: str) -> list[tuple[str, str, Any]]:
    """Return module, name and stand-in of what a step is done by."""
    none = np.empty(0, np.int64)
    schema = sys.modules[f"{_CANONICAL}.schema"]
    reduct = sys.modules[f"{_CANONICAL}.transitive"].TransitiveReduct
    types = sys.modules[f"{_CANONICAL}.types"].TypeReduct
    read = schema.read_schema
    apart: list[tuple[str, str, Any]] = [
        ("canonicalise", "read_schema", lambda *a: replace(read(*a), linear=()))
    ]
    steps: dict[str, list[tuple[str, str, Any]]] = {
        "signed classes": apart,
        "signed classes, edges counted": apart,
        "direction of both names": [("assembly", "_ways", lambda one, *_: (True, one.symmetric))],
        "sub-properties": [("signed", "SignedProperties.lower", lambda *_: none)],
        "transitive reduction": [
            ("edges", "reduce_transitive", lambda keys, given, **_: reduct(*_apart_from(keys, given)))
        ],
        "types": [("types", "TypeReducer.reduce", lambda self: types(self._types, self._types))],
        "chains": [
            ("chains", "ChainRules.derive", lambda *_: none),
            ("chains", "ChainRules.derive_within_strata", lambda *_: {}),
        ],
    }
    return steps.get(step, [])


def _apart_from(keys: NDArray[np.int64], given: NDArray[np.int64]) -> tuple[Any, ...]:
    """Return a relation without what is given as what is left of it, with no cliques."""
    left = np.setdiff1d(keys, given)
    return left, (), left


def _apart(written: Written) -> Written:
    """Return the graph as if its closure knew no equal things."""
    found = written.closure
    rows = found.expanded()
    plain = replace(found, representative=np.arange(len(written.terms), dtype=np.int32))
    plain.__dict__["rows"] = rows
    plain.__dict__["consistent"] = found.consistent
    other = Written(written.triples, written.seed)
    other.__dict__.update(columns=written.columns, closure=plain)
    return other


def ablation(triples: Triples) -> dict[str, dict[str, Agreement]]:
    """Return the agreement of the canonical graph, each step left out, over all phrasings and under other names."""
    origin = Written(triples)
    back = {new: old for old, new in reversed_names(triples).items()}
    others: list[tuple[str, Written, dict[str, str]]] = [
        (one.__name__, Written(one(origin, random.Random(0)), seed=1), {})
        for one in (*REWRITINGS[1:3], *EXTENSIONS)
    ]
    others.append(("other names", Written(names_reversed(origin, random.Random(0)), seed=1), back))
    found: dict[str, dict[str, Agreement]] = {}
    for step in STEPS:
        with without(step) as see:
            scores = ranked(see(origin))
            found[step] = {what: agree(scores, ranked(see(other), was)) for what, other, was in others}
    return found


# What is printed


def _table(titles: list[str], rows: list[list[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(agreement: Agreement) -> str:
    rand = "" if agreement.rand is None else f", {agreement.rand:.2f}"
    return f"{agreement.tau:.3f}, {agreement.top:.0f}{rand}"


def show(lines: list[Line]) -> str:
    """Write the first table."""
    kinds = list(lines[0].agreement)
    rows = [
        [
            line.data,
            line.view,
            f"{line.nodes:,}",
            f"{line.edges:,}",
            f"{line.seconds:.2f}",
            *(_cell(line.agreement[k]) for k in kinds),
        ]
        for line in lines
    ]
    return _table(["data", "graph", "nodes", "edges", "s", *kinds], rows)


def show_ablation(found: dict[str, dict[str, dict[str, Agreement]]]) -> str:
    """Write the second table: the worst tau over the data sets."""
    first = next(iter(found.values()))
    kinds = list(first["nothing"])
    rows = [
        [step, *(f"{min(one[step][kind].tau for one in found.values()):.3f}" for kind in kinds)]
        for step in first
    ]
    return _table(["left out", *kinds], rows)


def main() -> None:
    """Run the experiment and print its tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="one run of each phrasing, no communities, small LUBM"
    )
    parser.add_argument("--only", nargs="+", choices=[name.lower() for name in DATA_SETS], help="which data")
    parser.add_argument(
        "--json", type=Path, default=ROOT / "out" / "invariance.json", help="where figures go"
    )
    options = parser.parse_args()
    lines: list[Line] = []
    ablations: dict[str, dict[str, dict[str, Agreement]]] = {}
    for name, read in DATA_SETS.items():
        if options.only and name.lower() not in options.only:
            continue
        try:
            triples = lubm(5_000) if options.quick and read is lubm else read()
        except (OSError, MissingOntologyError) as missing:
            _say(f"{name} is left out: {missing}")
            continue
        lines += experiment(name, triples, 1 if options.quick else 3, groups=not options.quick)
        _say(show([line for line in lines if line.data == name]))
        ablations[name] = ablation(triples)
    if lines:
        _say(f"\nAll together\n\n{show(lines)}")
        _say(f"\nEach step left out, with types: worst tau\n\n{show_ablation(ablations)}")
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(
            json.dumps(
                {"graphs": [asdict(line) for line in lines], "left out": _plainly(ablations)}, indent=1
            )
        )


def _plainly(found: dict[str, dict[str, dict[str, Agreement]]]) -> dict[str, Any]:
    return {
        d: {s: {k: asdict(a) for k, a in kinds.items()} for s, kinds in steps.items()}
        for d, steps in found.items()
    }


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
