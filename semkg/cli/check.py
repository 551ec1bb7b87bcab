"""``semkg check``: whether data contradict themselves, and what has to change."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

from semkg.cli.command import INCONSISTENT, OK, Command, UsageError
from semkg.cli.console import Console
from semkg.cli.data import add_data, open_data
from semkg.cli.formats import Format, render_report
from semkg.cli.terms import known_prefixes
from semkg.reasoning import Clash, Conflict, fact_text

_FORMATS: tuple[Format, ...] = ("table", "json")


def _arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument(
        "--limit",
        type=int,
        default=10,
        help="how many kinds of contradictions to explain, one of each kind (default: 10)",
    )
    parser.set_defaults(prefix=[])


def _run(args: Namespace, console: Console) -> int:
    form = console.choose(_FORMATS)
    if args.limit < 0:
        msg = f"--limit is {args.limit}: it is at least 0"
        raise UsageError(msg)
    prefixes = known_prefixes(args, args.data)
    with open_data(args, console) as kg:
        clashes = kg.check()
        kinds = group_clashes(clashes)
        explained = [(kg.conflict(group[0]), len(group)) for group in kinds[: args.limit]]
    if form == "json":
        console.emit(render_report(_report(args.rules, clashes, len(kinds), explained), form))
    else:
        console.emit(_text(len(clashes), len(kinds), explained, prefixes))
    return INCONSISTENT if clashes else OK


def group_clashes(clashes: Sequence[Clash]) -> list[list[Clash]]:
    """Group clashes by rule and axiom (the first triple that shows each), the largest group first."""
    groups: dict[tuple[str, tuple[int, ...]], list[Clash]] = {}
    for clash in clashes:
        groups.setdefault((clash.rule, tuple(clash.rows[0].tolist())), []).append(clash)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0].rule))


def _text(clashes: int, kinds: int, explained: list[tuple[Conflict, int]], prefixes: dict[str, str]) -> str:
    if not clashes:
        return "consistent\n"
    parts = [f"inconsistent: {clashes:,} contradictions of {kinds:,} kinds (a rule and an axiom)\n"]
    for number, (conflict, size) in enumerate(explained, start=1):
        triples = "".join(f"    {fact_text(triple, prefixes)}\n" for triple in conflict.triples)
        meaning = conflict.clash.message.split(":", 1)[0]
        parts.append(
            f"\n{number}. {conflict.clash.rule}: {meaning} ({size:,} of this kind, one of them shown)\n"
            f"  these triples contradict each other, and no part of them does:\n{triples}"
            f"  because:\n"
            + "".join(f"    {line}\n" for line in conflict.proof.to_text(prefixes).splitlines())
        )
    left = kinds - len(explained)
    return "".join(parts) + (f"\n{left:,} more kinds: raise --limit to see them\n" if left else "")


def _report(
    rules: str, clashes: Sequence[Clash], kinds: int, explained: list[tuple[Conflict, int]]
) -> dict[str, Any]:
    return {
        "consistent": not clashes,
        "rules": rules,
        "clashes": len(clashes),
        "kinds": kinds,
        "explained": [
            {
                "rule": conflict.clash.rule,
                "message": conflict.clash.message,
                "of_this_kind": size,
                "minimal_set": [list(triple) for triple in conflict.triples],
                "proof": conflict.proof.to_dict(),
            }
            for conflict, size in explained
        ],
    }


CHECK = Command(
    name="check",
    summary="say whether the data contradict themselves, and show why",
    description=(
        "Say whether the data contradict themselves. Contradictions are counted by rule and axiom; of each\n"
        "kind one is explained: its proof, and a smallest set of written triples that is contradictory by\n"
        "itself, so that at least one of them has to change. The exit code is 3 if there are any."
    ),
    examples=(
        "semkg check ontology.ttl data.ttl",
        "semkg check my.store --limit 1",
        "semkg check data.ttl --format json -o report.json",
    ),
    formats=_FORMATS,
    arguments=_arguments,
    run=_run,
)
