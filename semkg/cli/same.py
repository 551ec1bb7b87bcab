"""``semkg same``: whether two graphs mean the same."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from semkg.cli.command import OK, Command, UsageError
from semkg.cli.console import Console
from semkg.cli.data import add_reading, open_data
from semkg.cli.formats import Format, render_report
from semkg.reasoning import MOST_STEPS, MOST_TRIALS, Difference, Digests, Sameness

DIFFERENT, UNDECIDED = 1, 2
_EXIT = {"yes": OK, "no": DIFFERENT, "undecided": UNDECIDED}
_FORMATS: tuple[Format, ...] = ("table", "json")


def _arguments(parser: ArgumentParser) -> None:
    for name in ("first", "second"):
        parser.add_argument(
            name, metavar=name.upper(), help="an RDF file, a folder of them, or a store directory"
        )
    add_reading(parser)
    parser.add_argument(
        "--lean", action="store_true", help="leave out blank nodes that say nothing of their own"
    )
    parser.add_argument(
        "--top", type=int, default=10, help="statements of the difference to show (default: 10)"
    )
    parser.add_argument(
        "--trials",
        type=int,
        default=MOST_TRIALS,
        help=f"how much to try where blank nodes are hard to tell apart (default: {MOST_TRIALS})",
    )
    parser.add_argument(
        "--steps",
        type=int,
        default=MOST_STEPS,
        help="with --lean: how far to search in each set of blank nodes that hang together "
        f"(default: {MOST_STEPS})",
    )


def _run(args: Namespace, console: Console) -> int:
    form = console.choose(_FORMATS)
    for name, number in (("--top", args.top), ("--trials", args.trials), ("--steps", args.steps)):
        if number < 0:
            msg = f"{name} is {number}: it is at least 0"
            raise UsageError(msg)
    with open_data(args, console, [args.first]) as first, open_data(args, console, [args.second]) as second:
        limits = {"most": args.top, "trials": args.trials, "steps": args.steps}
        found = first.same_as(second, lean=args.lean, **limits)
    names = (args.first, args.second)
    for name, consistent in zip(names, found.consistent, strict=True):
        if not consistent:
            console.say(f"semkg: {name} contradicts itself; what is compared is what follows all the same")
    console.emit(render_report(_report(found), form) if form == "json" else _text(found, names))
    return _EXIT[found.verdict]


def _report(found: Sameness) -> dict[str, object]:
    sides = zip((found.first, found.second), found.digests, found.consistent, strict=True)
    first, second = (_side(*side) for side in sides)
    return {
        "same": found.verdict,
        "because": found.because,
        "rules": found.rules,
        "lean": found.lean,
        "first": first,
        "second": second,
    }


def _side(difference: Difference, digests: Digests, consistent: bool) -> dict[str, object]:
    return {
        "only_axioms": difference.axioms,
        "only_rows": difference.rows,
        "statements": [list(one.triples) for one in difference.statements],
        "complete": difference.complete,
        "digests": {"graph": digests.graph, "data": digests.data, "exact": digests.exact},
        "consistent": consistent,
    }


def _text(found: Sameness, names: tuple[str, str]) -> str:
    if found.verdict == "yes":
        return f"yes: the same axioms and the same data follow from both\ngraph {found.digests[0].graph}\n"
    if found.verdict == "undecided":
        return f"undecided: {found.because}\n"
    lines = [f"no: they differ in {found.because}"]
    for name, difference in zip(names, (found.first, found.second), strict=True):
        lines += _side_lines(name, difference)
    return "\n".join(lines) + "\n"


def _side_lines(name: str, difference: Difference) -> Iterator[str]:
    yield ""
    # rows of its own may be left: a thing with another name is another node
    if difference.complete and not difference.statements:
        yield f"{name} knows nothing that the other does not know"
        return
    counts = f"{difference.axioms} axioms and {difference.rows} other rows"
    yield f"{name} alone knows {counts}" + (", which follow with:" if difference.statements else "")
    for statement in difference.statements:
        yield from (f"  {line}" for line in statement.triples)
    if not difference.complete:
        yield "  ... and more"


SAME = Command(
    name="same",
    summary="say whether two graphs mean the same",
    description=(
        "Say whether the same axioms and the same data follow from two graphs, whatever the names of blank\n"
        "nodes, the spelling of values and the words of axioms. If not, the smallest difference is shown:\n"
        "statements of the one that would tell the other all it does not know.\n"
        "Exit code 0: yes; 1: no; 2: undecided, since blank nodes are too hard to tell apart."
    ),
    examples=(
        "semkg same ontology-1.0.ttl ontology-1.1.ttl",
        "semkg same export.nt my.store --lean",
        "semkg same a.ttl b.ttl --format json",
    ),
    formats=_FORMATS,
    arguments=_arguments,
    run=_run,
)
