"""``semkg load``: put RDF files into a store directory."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from semkg.cli.command import OK, Command, UsageError
from semkg.cli.console import Console
from semkg.cli.data import add_reading, load_all
from semkg.cli.formats import TEXT_FORMATS, render_report
from semkg.knowledge_graph import KnowledgeGraph


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "store", metavar="STORE", type=Path, help="the store directory; made if it is not there"
    )
    parser.add_argument("sources", metavar="FILE", nargs="+", help="RDF files, folders of them, or '-'")
    parser.add_argument(
        "--graph", metavar="IRI", help="the named graph to load into, for files without graphs"
    )
    add_reading(parser)


def _run(args: Namespace, console: Console) -> int:
    if args.store.is_file():
        msg = f"{args.store} is a file: the first argument is the store directory, then come the files"
        raise UsageError(msg)
    with KnowledgeGraph(args.store, rules=args.rules, progress=console.progress) as kg:
        read = load_all(kg, args.sources, args)
        report = {
            "store": str(args.store),
            "read": read,
            "asserted": len(kg.snapshot().rows),
            "epoch": kg.epoch,
        }
    console.emit(render_report(report, console.choose(TEXT_FORMATS)))
    return OK


LOAD = Command(
    name="load",
    summary="put RDF files into a store directory",
    description=(
        "Put RDF files into a store directory, which is made if it is not there.\n"
        "Each file goes in as a whole or not at all: a syntax error or Ctrl-C leaves the store as it was\n"
        "before that file. Entailment is worked out when a query first needs it, or by `semkg materialise`."
    ),
    examples=(
        "semkg load my.store ontology.ttl data.nt.gz",
        "semkg load my.store folder-of-rdf-files",
        "semkg load my.store people.ttl --graph http://example.org/people",
        "curl -s http://example.org/data.nt | semkg load my.store - --input-format nt",
    ),
    formats=TEXT_FORMATS,
    arguments=_arguments,
    run=_run,
)
