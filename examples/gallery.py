"""Compare rankings on five data sets: writes the figures and pictures of ``docs/gallery.md``. ``make gallery`` runs it.

The data are not part of the project, but for the first two: ``SEMKG_TEST_DATA`` names the folder that holds them.
What is missing is left as it stands in the page.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from semkg import KnowledgeGraph
from semkg.comparison import Comparison, Influence, KindInfluence, Pair, Ranking, compare
from semkg.comparison.report import Facts, gather, render_page
from semkg.comparison.report.markup import Html
from semkg.comparison.report.naming import Names
from semkg.comparison.report.pictures import around_picture, draw_slopes, standalone
from semkg.comparison.report.words import in_words
from semkg.graph import Projection

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SEMKG_TEST_DATA", ROOT.parent / "shared" / "data"))
PAGE, PICTURES = ROOT / "docs" / "gallery.md", ROOT / "docs" / "gallery"
SWRC = "http://swrc.ontoware.org/ontology#"
SHOWN = 5

PHRASINGS = ("hosts", "venue", "mixed", "both")
EVENTS = {"SantaLucia": ("EID15",), "PiscinaOlimpica": ("EID16",), "Sotomayor": ("EID16", "EID15")}
"""Which place hosts which event, after the event graph that opens the Knowledge Graphs book (Hogan et al. 2021)."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One data set.

    Attributes:
        name: its marks in the page, and its pictures.
        sources: its files, below the folder of the data or of the project.
        load: loads them.
        projection: which edges to look at.
        labels: properties that name things.
        budget: closures to compute at most to see what axioms do.
    """

    name: str
    sources: tuple[Path, ...]
    load: Callable[[KnowledgeGraph, tuple[Path, ...]], None]
    projection: Projection | None = None
    labels: tuple[str, ...] = ()
    budget: int = 61


def load_files(kg: KnowledgeGraph, sources: tuple[Path, ...]) -> None:
    """Load every file."""
    for path in sources:
        kg.load(path)


def load_aifb(kg: KnowledgeGraph, sources: tuple[Path, ...]) -> None:
    """Load the graph out of its archive."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(sources[0]) as archive:
        archive.extractall(folder, filter="data")
        kg.load(Path(folder) / "aifb" / "aifb_complete.nt")


CHILE = ROOT / "examples" / "chile"
EXHIBITS = (
    Exhibit("chile", (CHILE / "ontology.ttl", CHILE / "chile.ttl"), load_files, budget=201),
    Exhibit("aifb", (DATA / "aifb" / "aifb.tar.xz",), load_aifb, labels=(SWRC + "name", SWRC + "title")),
    Exhibit("pizza", (DATA / "ontologies" / "pizza.owl",), load_files, Projection(types=True), budget=91),
    Exhibit("brick", (DATA / "ontologies" / "brick.n3", DATA / "ontologies" / "soda_hall.n3"), load_files),
)


def main() -> None:
    """Compute every exhibit that is there, print its figures and write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    known = ", ".join(exhibit.name for exhibit in EXHIBITS)
    parser.add_argument("only", nargs="*", metavar="NAME", help=f"only these data sets, of {known}")
    parser.add_argument(
        "--reports", type=Path, metavar="FOLDER", help="also write a report of each into a folder"
    )
    args = parser.parse_args()
    text = PAGE.read_text(encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    phrasings = book()
    text = written(text, "book", book_figures(phrasings))
    save("book", draw_slopes(phrasings, Names(None, None)))
    for exhibit in [one for one in EXHIBITS if not args.only or one.name in args.only]:
        missing = [path for path in exhibit.sources if not path.exists()]
        if missing:
            say(
                f"{exhibit.name}: {missing[0]} is missing (SEMKG_TEST_DATA names the folder); left as it is\n"
            )
            continue
        facts = facts_of(exhibit)
        figures = figures_of(facts)
        say(f"{exhibit.name}\n\n{figures}\n")
        text = written(text, exhibit.name, figures)
        save(exhibit.name, draw_slopes(facts.comparison, facts.names))
        save(f"{exhibit.name}-around", around_picture(facts))
        if args.reports is not None:
            args.reports.mkdir(exist_ok=True, parents=True)
            (args.reports / f"{exhibit.name}.html").write_text(render_page(facts), encoding="utf-8")
    PAGE.write_text(text, encoding="utf-8")


def facts_of(exhibit: Exhibit) -> Facts:
    """Load a data set, compute PageRank under every regime and work out what causes the difference."""
    with KnowledgeGraph() as kg:
        exhibit.load(kg, exhibit.sources)
        comparison = kg.compare("pageRank", projection=exhibit.projection)
        title = ", ".join(path.name for path in exhibit.sources)
        return gather(comparison, title=title, budget=exhibit.budget, labels=exhibit.labels)


def figures_of(facts: Facts) -> str:
    """Return the figures of one data set as Markdown."""
    return "\n\n".join([*results_of(facts), *causes_of(facts)])


def results_of(facts: Facts) -> list[str]:
    """Return what changes, as Markdown."""
    parts = [_sizes(facts), _pairs(facts.comparison.pairs), _movers(facts), _rewritings(facts)]
    return ["\n".join(part) for part in parts]


def causes_of(facts: Facts) -> list[str]:
    """Return what axioms do, as Markdown; only kinds and axioms that move a score are listed."""
    parts = ["\n".join(part) for part in (_kinds(facts), _axioms(facts))]
    return [part for part in parts if part]


def _sizes(facts: Facts) -> Iterator[str]:
    steps, carried = facts.steps, facts.carried
    assert steps is not None
    assert carried is not None
    assert carried.share is not None
    yield (
        f"{steps.written:,} triples, {steps.follow:,} with those that follow; {steps.nodes:,} nodes and "
        f"{steps.merged:,} edges in the canonical graph. {carried.inferred:,} of these edges were not written; they "
        f"carry {100 * carried.share:.1f} % of the score that edges carry."
    )


def _pairs(pairs: Sequence[Pair]) -> Iterator[str]:
    yield "| regimes | Kendall | Spearman | rank-biased overlap | top shared | L1 |"
    yield "|---|---|---|---|---|---|"
    for pair in pairs:
        measures = (pair.kendall_tau, pair.spearman, pair.rank_biased_overlap)
        cells = ["undefined" if value is None else f"{value:.3f}" for value in measures]
        shared = f"{pair.top_overlap:.3g} of {pair.top}"
        yield _row([f"{pair.before} → {pair.after}", *cells, shared, f"{pair.l1:.3f}"])


def _movers(facts: Facts) -> Iterator[str]:
    pair = facts.comparison.overall
    names = facts.names.of(mover.label for mover in pair.movers)
    yield f"| largest changes, {pair.before} → {pair.after} | before | after | rank |"
    yield "|---|---|---|---|"
    for mover in pair.movers[:SHOWN]:
        scores = [
            "–" if score is None else f"{score:.4f}" for score in (mover.score_before, mover.score_after)
        ]
        yield _row([names[mover.label], *scores, f"{mover.rank_before or '–'} → {mover.rank_after or '–'}"])


def _axioms(facts: Facts) -> Iterator[str]:
    found = facts.attribution
    assert found is not None
    if found.axioms:
        yield "| axiom | L1 without it | L1 alone | moves most | by |"
        yield "|---|---|---|---|---|"
        for one in found.axioms[:SHOWN]:
            yield _row([in_words(one.axiom, facts.names), *_effect(facts, one)])
        yield ""
    yield (
        f"{len(found.axioms) + found.idle:,} axioms looked at, {len(found.axioms):,} of them move a score; "
        f"{found.untried:,} axioms and kinds not tried (budget: {facts.budget} closures)."
    )


def _kinds(facts: Facts) -> Iterator[str]:
    found = facts.attribution
    assert found is not None
    if found.kinds:
        yield "| all axioms of a kind | statements | L1 without them | L1 alone | move most | by |"
        yield "|---|---|---|---|---|---|"
    for one in found.kinds[:SHOWN]:
        kind = re.split("[#/]", one.kind)[-1]
        yield _row([f"`{kind}`", f"{one.triples:,}", *_effect(facts, one)])


def _effect(facts: Facts, one: Influence | KindInfluence) -> list[str]:
    moved = [facts.names.one(one.most_moved), f"{one.change:+.4f}"] if one.most_moved else ["–", "–"]
    return [f"{one.without:.4f}", f"{one.alone:.4f}", *moved]


def _rewritings(facts: Facts) -> Iterator[str]:
    regimes = facts.comparison.regimes
    yield _row(["the same in other words: L1 of the change", *regimes])
    yield "|---" * (len(regimes) + 1) + "|"
    for one in facts.rewritings:
        words = {
            "synonym": f"a synonym for half of `{_short(facts, one.property)}`",
            "counted": "the same, parallel edges counted",
            "inverse": f"half of `{_short(facts, one.property)}` as `{_short(facts, one.other)}`",
            "saturated": "half of what follows written out",
        }[one.kind]
        yield _row([words, *(f"{one.pairs[regime].l1:.4f}" for regime in regimes)])


def _short(facts: Facts, name: str | None) -> str:
    return "" if name is None else facts.names.one(name)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def book() -> Comparison:
    """Rank the book's places and events in four phrasings as written, and once as meant."""
    rankings = {}
    for phrasing in PHRASINGS:
        with KnowledgeGraph() as kg:
            kg.load(phrase(phrasing).encode(), format="ttl")
            for regime in ("asserted", "invariant"):
                name = f"only {phrasing}" if phrasing in ("hosts", "venue") else phrasing
                rankings[(regime, name)] = Ranking(*kg.pagerank(regime).labelled())
    columns = {
        f"{name}, as written": found for (regime, name), found in rankings.items() if regime == "asserted"
    }
    meant = [found for (regime, _), found in rankings.items() if regime == "invariant"]
    assert all(abs(found.scores - meant[0].scores).max() < 1e-12 for found in meant)
    return compare({**columns, "all four, as meant": meant[0]}, analytic="PageRank")


def phrase(phrasing: str) -> str:
    """Say where the events are: by the place, by the event, in turns or both ways."""
    lines = ["PREFIX : <http://example.org/> :hosts <http://www.w3.org/2002/07/owl#inverseOf> :venue ."]
    pairs = [(place, event) for place, events in EVENTS.items() for event in events]
    for number, (place, event) in enumerate(pairs):
        if phrasing in ("hosts", "both") or (phrasing == "mixed" and number % 2):
            lines.append(f":{place} :hosts :{event} .")
        if phrasing in ("venue", "both") or (phrasing == "mixed" and not number % 2):
            lines.append(f":{event} :venue :{place} .")
    return "\n".join(lines)


def book_figures(found: Comparison) -> str:
    """Return the scores of every phrasing, and how the first differs from the others, as Markdown."""
    names = Names(None, None).of(found.labels)
    lines = [_row(["PageRank", *found.regimes]), "|---" * (len(found.regimes) + 1) + "|"]
    lines += [_row([names[row.label], *(f"{score:.4f}" for score in row.scores)]) for row in found.rows]
    last = found.regimes[-1]
    kept = [pair for pair in found.pairs if pair.after == last]
    return "\n".join([*lines, "", *_pairs(kept)])


def written(text: str, name: str, figures: str) -> str:
    """Put figures between their marks in the page."""
    pattern = rf"(<!-- {name}:[^>]*-->\n).*?(<!-- end of {name} -->)"
    replaced, count = re.subn(
        pattern, lambda found: f"{found[1]}\n{figures}\n\n{found[2]}", text, flags=re.DOTALL
    )
    if count != 1:
        msg = f"docs/gallery.md has {count} places for {name}: it needs one"
        raise ValueError(msg)
    return replaced


def save(name: str, picture: Html) -> None:
    """Write a picture as a file of its own."""
    path = PICTURES / f"{name}.svg"
    path.write_text(standalone(picture), encoding="utf-8")
    say(f"wrote {path.relative_to(ROOT)}")


def say(text: str) -> None:
    """Print a text."""
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
