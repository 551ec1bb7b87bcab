"""``semkg materialise``: work out what follows, and whether the data contradict themselves."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from semkg.cli.command import INCONSISTENT, OK, Command
from semkg.cli.console import Console
from semkg.cli.data import add_data, open_data
from semkg.cli.formats import TEXT_FORMATS, render_report
from semkg.cli.results import GRAPH_FORMATS, write_result
from semkg.reasoning import MaterialisationReport

_TRIPLES = {
    "all": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "inferred": "CONSTRUCT { ?s ?p ?o } FROM sk:inferred WHERE { ?s ?p ?o }",
}


def _arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument(
        "--triples", choices=tuple(_TRIPLES), help="write triples instead of a report: what was added, or all"
    )


def _run(args: Namespace, console: Console) -> int:
    with open_data(args, console) as kg:
        report = kg.materialise()
        if args.triples is None:
            _write_report(report, len(kg.snapshot().rows), console)
        else:
            text = _TRIPLES[args.triples]
            write_result(kg.query(text, regime="entailed"), text, console)
    for clash in report.clashes:
        console.say(f"semkg: inconsistent ({clash.rule}): {clash.message}")
    return OK if report.consistent else INCONSISTENT


def _write_report(report: MaterialisationReport, asserted: int, console: Console) -> None:
    clashes = [{"rule": clash.rule, "message": clash.message} for clash in report.clashes]
    form = console.choose(TEXT_FORMATS)
    values = {
        "rules": report.rules,
        "asserted": asserted,
        "inferred": report.inferred,
        "consistent": report.consistent,
        "clashes": clashes if form == "json" else len(clashes),
        "epoch": report.epoch,
        "seconds": round(report.seconds, 4),
    }
    console.emit(render_report(values, form))


MATERIALISE = Command(
    name="materialise",
    summary="work out what follows, and whether it is consistent",
    description=(
        "Work out everything that follows by the rules. In a store directory the result is kept, so that\n"
        "queries need not wait for it. Contradictions are listed, and make the exit code 3."
    ),
    examples=(
        "semkg materialise my.store",
        "semkg materialise ontology.ttl data.ttl --triples inferred -o inferred.ttl",
        "semkg materialise data.ttl --rules rdfs --format json",
    ),
    formats=GRAPH_FORMATS,
    arguments=_arguments,
    run=_run,
)
