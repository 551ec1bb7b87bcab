"""``semkg verify``: the closure held against that of another reasoner."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from semkg.cli.command import FAILED, OK, Command
from semkg.cli.console import Console
from semkg.cli.data import add_data, open_data
from semkg.cli.formats import Format, render_report
from semkg.cli.terms import known_prefixes
from semkg.reasoning import fact_text
from semkg.verification import UNEXPLAINED, Verification, verify

_FORMATS: tuple[Format, ...] = ("table", "json")


def _arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument(
        "--examples", type=int, default=2, help="differences to show of each cause (default: 2)"
    )
    parser.set_defaults(prefix=[])


def _run(args: Namespace, console: Console) -> int:
    form = console.choose(_FORMATS)
    if args.rules != "rl":
        console.say("semkg: compared by the rules of the tables (rl), which is what owlrl knows")
    with open_data(args, console) as kg:
        found = verify(kg.snapshot())
    prefixes = known_prefixes(args, args.data)
    console.emit(
        render_report(_report(found), form) if form == "json" else _text(found, prefixes, args.examples)
    )
    return OK if found.explained else FAILED


def _text(found: Verification, prefixes: dict[str, str], examples: int) -> str:
    lines = [
        f"{found.asserted:,} triples given; {found.common:,} rows in both closures",
        f"consistent: {_yes(found.consistent[0])} here, {_yes(found.consistent[1])} by owlrl ({found.consistency})",
    ]
    for cause, count in found.causes.items():
        lines.append(f"{count:>8,}  {cause}")
        shown = [difference for difference in found.differences if difference.cause == cause]
        for difference in shown[: len(shown) if cause == UNEXPLAINED else examples]:
            side = "only here" if difference.ours else "only owlrl"
            lines.append(f"          {side}: {fact_text(difference.row, prefixes)}")
            if difference.proof is not None:
                lines += [f"            {line}" for line in difference.proof.to_text(prefixes).splitlines()]
    lines.append("every difference is explained" if found.explained else "there are unexplained differences")
    return "\n".join(lines) + "\n"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _report(found: Verification) -> dict[str, Any]:
    return {
        "rules": "rl",
        "asserted": found.asserted,
        "common": found.common,
        "consistent": {"here": found.consistent[0], "owlrl": found.consistent[1], "why": found.consistency},
        "causes": found.causes,
        "explained": found.explained,
        "differences": [
            {
                "triple": list(difference.row),
                "only": "here" if difference.ours else "owlrl",
                "cause": difference.cause,
                "proof": difference.proof and difference.proof.to_dict(),
            }
            for difference in found.differences
        ],
    }


VERIFY = Command(
    name="verify",
    summary="compare what follows with owlrl, and explain every difference",
    description=(
        "Work out what follows here and with the reasoner owlrl, by the rules of the OWL 2 RL tables, and\n"
        "explain every row that only one of them has: by a proof, by what is left out because it holds of\n"
        "everything, or by a known fault of owlrl. For up to 50,000 triples; needs the extra verify.\n"
        "The exit code is 1 if a difference stays unexplained."
    ),
    examples=("semkg verify ontology.ttl", "semkg verify data.ttl --format json -o differences.json"),
    formats=_FORMATS,
    arguments=_arguments,
    run=_run,
)
