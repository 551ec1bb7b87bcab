"""The main job on the Chile example: load, entail, ask, compare, draw. ``make demo`` runs it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox

from semkg import KnowledgeGraph
from semkg.comparison import Comparison, slope_charts
from semkg.query import SelectResult
from semkg.vocab import REGIMES

CHILE = Path(__file__).resolve().parent / "chile"
OUT = Path("out")
PHRASINGS = {
    "as several people wrote it": "chile.ttl",
    "in other words": "chile-venue.ttl",
    "said twice": "chile-union.ttl",
}
Scores = dict[str, float]


def main() -> None:
    """Do everything, and say what is done."""
    started = time.perf_counter()
    ask()
    with step("4. Rank the places of three files that mean the same, over what they say and what they mean"):
        comparisons = {name: compare(file) for name, file in PHRASINGS.items()}
    show(comparisons)
    with step("5. Draw the rankings"):
        pictures = draw(comparisons)
    say("".join(f"   {path}\n" for path in pictures))
    say(f"All of it took {time.perf_counter() - started:.1f} s.")


def ask() -> None:
    """Answer one SPARQL query that uses similarity, PageRank and plausibility together."""
    text = (CHILE / "query.rq").read_text(encoding="utf-8")
    with KnowledgeGraph() as kg:
        with step("1. Load examples/chile: an ontology and a graph of places, transport and events"):
            read = load(kg, "chile.ttl")
        say(f"   {read} triples")
        with step("2. Work out what follows from them (OWL 2 RL)"):
            report = kg.materialise()
        say(f"   {report.inferred} more triples; {'consistent' if report.consistent else 'inconsistent'}")
        with step("3. Answer examples/chile/query.rq (a small model is trained for it on first use)"):
            rows = kg.query(text)
            assert isinstance(rows, SelectResult)  # since the text is a SELECT
            names = [f"?{variable.value}" for variable in rows.variables]
            cells = [[readable(term) for term in row] for row in rows]
    say(indented(text))
    say(table(names, cells))


def load(kg: KnowledgeGraph, file: str) -> int:
    """Load one phrasing with the ontology and return the number of triples."""
    return kg.load(CHILE / "ontology.ttl") + kg.load(CHILE / file)


def compare(file: str) -> Comparison:
    """Compute PageRank under every regime for one phrasing."""
    with KnowledgeGraph() as kg:
        load(kg, file)
        return kg.compare("pageRank", regimes=REGIMES)


def show(comparisons: dict[str, Comparison]) -> None:
    """Say how far the rankings agree within each phrasing and between them."""
    for name, comparison in comparisons.items():
        say(f"   The five that matter most, {name} ({PHRASINGS[name]}):\n")
        say(
            table(
                ["rank", *REGIMES],
                [[str(rank + 1), *best] for rank, best in enumerate(best_of(comparison, 5))],
            )
        )
    say("   The largest difference between the PageRank of a node in one phrasing and in another:\n")
    say(
        table(
            ["regime", "difference", "nodes compared"], [agreement(comparisons, regime) for regime in REGIMES]
        )
    )


def best_of(comparison: Comparison, k: int) -> list[tuple[str, ...]]:
    """Return for each of the best ``k`` ranks the node that has it under each regime."""
    columns = []
    for regime in comparison.regimes:
        scores = scores_of(comparison, regime)
        best = sorted(scores, key=lambda node: (-scores[node], node))[:k]
        columns.append([local_name(node) for node in best])
    return list(zip(*columns, strict=True))


def agreement(comparisons: dict[str, Comparison], regime: str) -> list[str]:
    """Return the regime, the largest difference of a score between two phrasings, and the number of nodes."""
    scores = [scores_of(comparison, regime) for comparison in comparisons.values()]
    nodes = set().union(*scores)
    largest = max(
        abs(a.get(node, 0.0) - b.get(node, 0.0)) for a, b in combinations(scores, 2) for node in nodes
    )
    verdict = "the same" if largest <= 1e-12 else "different"
    return [regime, f"{largest:.1e} ({verdict})", str(len(nodes))]


def scores_of(comparison: Comparison, regime: str) -> Scores:
    """Return the score of each node that a regime has."""
    place = comparison.regimes.index(regime)
    return {row.label: score for row in comparison.rows if (score := row.scores[place]) is not None}


def draw(comparisons: dict[str, Comparison]) -> list[Path]:
    """Write the rankings as slope charts and return the files."""
    OUT.mkdir(exist_ok=True)
    paths = [OUT / "chile.png", OUT / "chile.svg"]
    for path in paths:
        slope_charts(comparisons, path)
    return paths


def readable(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """Write a term of an answer for people."""
    if isinstance(term, ox.Literal):
        return f"{float(term.value):.4f}" if term.datatype.value.endswith("#double") else term.value
    return "" if term is None else local_name(str(term))


def local_name(text: str) -> str:
    """Return what follows the # of an IRI.

    >>> local_name("<https://w3id.org/semkg/example/chile#Arica>")
    'Arica'
    """
    return text.strip("<>").rpartition("#")[2]


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align rows under their header."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = [header, ["-" * width for width in widths], *rows]
    return indented("\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines))


def indented(text: str) -> str:
    """Move a text to the right and end it with an empty line."""
    return "".join(f"      {line}".rstrip() + "\n" for line in text.splitlines())


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what comes next, and how long it took."""
    sys.stdout.write(f"{what} ...")
    sys.stdout.flush()
    started = time.perf_counter()
    yield
    sys.stdout.write(f" {time.perf_counter() - started:.2f} s\n")


def say(text: str) -> None:
    """Print a text."""
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
