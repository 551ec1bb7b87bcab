"""``semkg info``: what a store or some files hold, and what this installation has."""

from __future__ import annotations

import platform
from argparse import ArgumentParser, Namespace
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from semkg.cli.command import OK, Command
from semkg.cli.console import Console
from semkg.cli.data import add_data, open_data
from semkg.cli.formats import TEXT_FORMATS, Format, render_report, render_rows
from semkg.cli.results import shorten
from semkg.knowledge_graph import KnowledgeGraph
from semkg.store import Exported, Snapshot
from semkg.views import ModelShelf
from semkg.vocab import ASSERTED, BUILTIN_ID, PREFIXES

Report = dict[str, object]

_PARTS = ("pyoxigraph", "numpy", "scipy")
_EXTRAS = {
    "embedding": ("torch", "safetensors"),
    "fast": ("networkit",),
    "server": ("starlette", "granian"),
    "rdflib": ("rdflib",),
    "verify": ("owlrl", "rdflib"),
    "plot": ("matplotlib",),
}


def _arguments(parser: ArgumentParser) -> None:
    add_data(parser, nargs="*")
    parser.add_argument(
        "--top", type=int, default=20, help="how many predicates to list, 0 for all (default: 20)"
    )


def _run(args: Namespace, console: Console) -> int:
    form = console.choose(TEXT_FORMATS)
    if not args.data:
        console.emit(render_report(installation(), form))
        return OK
    with open_data(args, console) as kg:
        summary, predicates = contents(kg), predicate_counts(kg.snapshot())
    console.emit(_render(summary, predicates[: args.top or None], form))
    return OK


def _render(summary: Report, predicates: list[tuple[str, int]], form: Format) -> str:
    if form == "json":
        return render_report({**summary, "predicates": dict(predicates)}, form)
    if form == "csv":
        return render_rows(("predicate", "triples"), predicates, form)
    return render_report(summary, form) + "\n" + render_rows(("predicate", "triples"), predicates, form)


def contents(kg: KnowledgeGraph) -> Report:
    """Return how much a graph holds and how far entailment and models are up to date."""
    snapshot = kg.snapshot()
    rows = snapshot.rows
    exported = kg.store.exported()
    return {
        "epoch": kg.epoch,
        "asserted": len(rows),
        "subjects": _distinct(rows.s),
        "objects": _distinct(rows.o),
        "predicates": _distinct(rows.p),
        "graphs": graph_counts(snapshot),
        "closure": _closure_state(kg, exported),
        "models": stored_models(kg),
    }


def stored_models(kg: KnowledgeGraph) -> list[str]:
    """Return the names of the trained models that a store keeps."""
    return [] if kg.store.path is None else list(ModelShelf(kg.store.path / "models").names())


def _closure_state(kg: KnowledgeGraph, exported: Exported | None) -> str:
    if exported is None:
        return "not worked out yet"
    return f"{exported.rules}, {'fresh' if exported.epoch == kg.epoch else f'of epoch {exported.epoch}'}"


def graph_counts(snapshot: Snapshot) -> dict[str, int]:
    """Return the number of triples of each graph; the default graph is called ``default``."""
    ids, counts = _count(snapshot.graph_rows[3])
    default = BUILTIN_ID[ASSERTED]
    return {
        "default" if number == default else snapshot.terms.text(number): count
        for number, count in zip(ids, counts, strict=True)
    }


def predicate_counts(snapshot: Snapshot) -> list[tuple[str, int]]:
    """Return the predicates with their numbers of triples, the most frequent first."""
    ids, counts = _count(snapshot.rows.p)
    names = [shorten(snapshot.terms.term(number), PREFIXES) for number in ids]
    return sorted(zip(names, counts, strict=True), key=lambda pair: (-pair[1], pair[0]))


def _count(column: np.ndarray[tuple[int], np.dtype[np.int32]]) -> tuple[list[int], list[int]]:
    counts = np.bincount(column)
    present = np.flatnonzero(counts)
    return present.tolist(), counts[present].tolist()


def _distinct(column: np.ndarray[tuple[int], np.dtype[np.int32]]) -> int:
    return int(np.count_nonzero(np.bincount(column)))


def installation() -> Report:
    """Return the versions of semkg and its parts, and for each extra whether it is there or how to get it."""
    report: Report = {"semkg": version("semkg"), "python": platform.python_version()}
    report |= {name: version(name) for name in _PARTS}
    return report | {f"extra {extra}": _extra(extra, parts) for extra, parts in _EXTRAS.items()}


def _extra(extra: str, parts: tuple[str, ...]) -> str:
    found = {part: _version(part) for part in parts}
    if None in found.values():
        return f"not installed: pip install 'semkg[{extra}]'"
    return ", ".join(f"{part} {number}" for part, number in found.items())


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


INFO = Command(
    name="info",
    summary="show what a store or files hold, or what is installed",
    description=(
        "Show counts, epoch, graphs, predicates, whether the closure is up to date and which models there\n"
        "are; without DATA, the versions of semkg and its parts and the extras that are installed."
    ),
    examples=("semkg info", "semkg info my.store", "semkg info data.ttl --format json"),
    formats=TEXT_FORMATS,
    arguments=_arguments,
    run=_run,
)
