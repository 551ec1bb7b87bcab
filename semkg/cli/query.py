"""``semkg query``: answer SPARQL."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from semkg.cli.command import OK, Command
from semkg.cli.console import Console
from semkg.cli.data import add_data, add_regime, add_strict, add_text, open_data, split_text
from semkg.cli.results import GRAPH_FORMATS, write_result
from semkg.cli.watchdog import watched


def _arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    add_strict(parser)
    add_text(parser, what="query")
    add_regime(parser)
    parser.add_argument("--timeout", metavar="SECONDS", type=_seconds, help="give up after this many seconds")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not seconds > 0:
        msg = f"{text} is no time to wait: give seconds, more than 0"
        raise ArgumentTypeError(msg)
    return seconds


def _run(args: Namespace, console: Console) -> int:
    paths, text = split_text(args, what="query")
    with open_data(args, console, paths) as kg, watched(args.timeout):
        result = kg.query(text, regime=args.regime, timeout_s=args.timeout)
        write_result(result, text, console)
    return OK


QUERY = Command(
    name="query",
    summary="answer a SPARQL query over files or a store",
    description=(
        "Answer a SPARQL query, with the functions of `semkg functions`, over files or a store.\n"
        "The query is the last argument, or a file given with -f. Patterns see everything that follows\n"
        "from the data; --regime asserted, or FROM sk:asserted, shows only what was written.\n"
        "SELECT is written as table, csv or json (SPARQL JSON), CONSTRUCT as ttl, table, csv or json\n"
        "(JSON-LD)."
    ),
    examples=(
        "semkg query data.ttl 'SELECT ?n ?r WHERE { ?n sk:pageRank ?r } ORDER BY DESC(?r) LIMIT 10'",
        "semkg query ontology.ttl data.ttl -f question.rq --format json",
        "semkg query my.store 'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }' --regime asserted -o all.ttl",
    ),
    formats=GRAPH_FORMATS,
    arguments=_arguments,
    run=_run,
)
