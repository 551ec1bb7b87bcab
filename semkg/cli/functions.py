"""``semkg functions``: what SPARQL can call here."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from semkg.cli.command import OK, Command, UsageError
from semkg.cli.console import Console
from semkg.cli.formats import TEXT_FORMATS, render_rows
from semkg.functions import FUNCTIONS, call, explain, installed_functions, pattern, service, short_name
from semkg.query import Output, Parameter, SparqlFunction
from semkg.vocab import SK

_RUN_THEM = """
The examples run on examples/chile after the line
PREFIX : <https://w3id.org/semkg/example/chile#>
"""


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="only this one: pageRank, sk:pageRank or its IRI"
    )


def _run(args: Namespace, console: Console) -> int:
    chosen = _all() if args.name is None else (_find(args.name),)
    form = console.choose(TEXT_FORMATS)
    if form == "table":
        console.emit("\n".join(map(describe, chosen)) + _RUN_THEM)
    else:
        rows = [(short_name(f), pattern(f), call(f) or "", f.doc, f.example) for f in chosen]
        console.emit(render_rows(("function", "pattern", "call", "what", "example"), rows, form))
    return OK


def _all() -> tuple[SparqlFunction, ...]:
    return (*FUNCTIONS, *installed_functions())


def _find(name: str) -> SparqlFunction:
    wanted = name.removeprefix(SK).removeprefix("sk:").casefold()
    for function in _all():
        if function.iri.removeprefix(SK).casefold() == wanted:
            return function
    msg = f"there is no function {name}; there are: {', '.join(map(short_name, _all()))}"
    raise UsageError(msg)


def describe(function: SparqlFunction) -> str:
    """Write everything about a function for people, from its declaration."""
    forms = [form for form in (pattern(function), call(function), service(function)) if form]
    lines = [short_name(function), f"    {function.doc}", *(f"    {form}" for form in forms)]
    places: tuple[Parameter | Output, ...] = (*function.inputs, *function.outputs)
    lines += [f"      {place.name:<12} {explain(place)}" for place in places]
    lines += [f"      {'sk:' + option.name:<12} {explain(option)}" for option in function.options]
    return "\n".join([*lines, f"    for example: {function.example}"]) + "\n"


FUNCTION_LIST = Command(
    name="functions",
    summary="list the functions of our SPARQL, with examples",
    description=(
        "List the functions and magic predicates of semkg's SPARQL, with places, options and an example.\n"
        "Options are keyword pairs at the end of the list on the right, as in\n"
        "(?n ?score) sk:pageRank (sk:damping 0.9 sk:regime sk:asserted). The prefix sk: needs no declaration."
    ),
    examples=("semkg functions", "semkg functions pageRank", "semkg functions --format json"),
    formats=TEXT_FORMATS,
    arguments=_arguments,
    run=_run,
)
