"""What commands are given: RDF files, folders, standard input or a store; and the text of a query."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

from semkg.cli.command import UsageError
from semkg.cli.console import Console
from semkg.graph import Direction, Projection
from semkg.knowledge_graph import KnowledgeGraph
from semkg.reasoning import RULE_SETS
from semkg.store import is_store
from semkg.vocab import REGIMES

_DATA_HELP = "RDF files, folders of RDF files, '-' for standard input, or one store directory"


def add_data(parser: ArgumentParser, *, nargs: str = "+") -> None:
    """Add DATA and what says how to read it."""
    parser.add_argument("data", metavar="DATA", nargs=nargs, help=_DATA_HELP)
    add_reading(parser)


def add_reading(parser: ArgumentParser) -> None:
    """Add the options that say how data are read and what follows from them."""
    parser.add_argument(
        "--input-format",
        metavar="FORMAT",
        help="nt, ttl, nq, trig, rdf, n3 or jsonld, for files and '-' (by the suffix)",
    )
    parser.add_argument(
        "--rules", choices=RULE_SETS, default="rl+", help="what follows from what (default: rl+)"
    )
    parser.add_argument(
        "--max-inferred",
        metavar="N",
        type=_positive,
        help="stop where more triples would follow (default: what memory holds)",
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def add_strict(parser: ArgumentParser) -> None:
    """Add the choice to refuse data that contradict themselves."""
    parser.add_argument(
        "--strict", action="store_true", help="fail if the data contradict themselves, instead of warning"
    )


def add_regime(parser: ArgumentParser) -> None:
    """Add the choice of the graph that patterns and analytics see."""
    parser.add_argument(
        "--regime",
        choices=REGIMES,
        help="asserted: as written; entailed: all that follows; invariant: analytics see what is meant",
    )


def add_projection(parser: ArgumentParser) -> None:
    """Add the choice of the edges that analytics see."""
    parser.add_argument(
        "--edges",
        metavar="IRI",
        action="append",
        help="a property whose edges to follow; may repeat (default: all between things)",
    )
    parser.add_argument("--types", action="store_true", help="follow rdf:type as well")
    parser.add_argument(
        "--direction",
        choices=get_args(Direction),
        default="natural",
        help="how edges run: as their property is named, both ways, or reversed (default: natural)",
    )
    parser.add_argument(
        "--prefer",
        metavar="IRI",
        action="append",
        default=[],
        help="a property whose way edges run where both directions have names; may repeat (default: both ways)",
    )


def projection_of(args: Namespace) -> Projection:
    """Return the choice of edges that was made."""
    edges = None if args.edges is None else tuple(args.edges)
    return Projection(edges=edges, types=args.types, direction=args.direction, prefer=tuple(args.prefer))


@contextmanager
def open_data(
    args: Namespace, console: Console, paths: Sequence[str] | None = None
) -> Iterator[KnowledgeGraph]:
    """Open a store directory, or read files into memory.

    Raises:
        UsageError: a store directory together with something else.
    """
    sources: Sequence[str] = args.data if paths is None else paths
    stores = [source for source in sources if source != "-" and is_store(Path(source))]
    if stores and len(sources) > 1:
        msg = f"{stores[0]} is a store directory and must stand alone; `semkg load` adds files to it"
        raise UsageError(msg)
    with KnowledgeGraph(
        stores[0] if stores else None,
        rules=args.rules,
        strict=bool(getattr(args, "strict", False)),
        max_inferred=args.max_inferred or "memory",
        progress=console.progress,
    ) as kg:
        if not stores:
            load_all(kg, sources, args)
        yield kg


def load_all(kg: KnowledgeGraph, sources: Sequence[str], args: Namespace) -> int:
    """Load each source in turn and return the number of triples read."""
    graph = getattr(args, "graph", None)
    return sum(_load_one(kg, source, args.input_format, graph) for source in sources)


def _load_one(kg: KnowledgeGraph, source: str, form: str | None, graph: str | None) -> int:
    if source == "-":
        return kg.load(sys.stdin.buffer, format=form, graph=graph)
    path = Path(source)
    return kg.load(path, format=None if path.is_dir() else form, graph=graph)  # a folder's files tell theirs


def split_text(args: Namespace, *, what: str) -> tuple[list[str], str]:
    """Return the data, and the text of the query or update: the last argument, or the file given with ``-f``.

    Raises:
        UsageError: there is no text, or there are no data.
    """
    if args.file is not None:
        text = sys.stdin.read() if args.file == "-" else Path(args.file).read_text(encoding="utf-8")
        return args.data, text
    *data, text = args.data
    if not data or _is_path(text):
        msg = f"there is no {what}: give it after the data, in quotes, or with -f FILE"
        raise UsageError(msg)
    return data, text


def _is_path(text: str) -> bool:
    try:
        return Path(text).exists()
    except OSError:  # too long for a file name, so no path
        return False


def is_one_store(sources: Sequence[str]) -> bool:
    """Return whether the data are one store directory."""
    return len(sources) == 1 and sources[0] != "-" and is_store(Path(sources[0]))


def add_text(parser: ArgumentParser, *, what: str) -> None:
    """Add ``-f``; without it the last positional argument is the text, which `split_text` takes off."""
    parser.usage = "%(prog)s DATA [DATA ...] ('SPARQL' | -f FILE) [options]"
    parser.add_argument(
        "-f", "--file", metavar="FILE", help=f"read the {what} from a file, or '-' for standard input"
    )
