"""Many random queries: ``python -m tests.query.fuzz --queries 10000 --seed 0``.

Each is drawn from a grammar (tests/query/generate.py), with calls or without. With calls it is compared with its twin
over the relations written out as triples, without any with what Oxigraph alone answers; every other one as if its
relations were too large to be written as VALUES. What differs is printed with the seed that gives it again:
``--seed N --queries 1``. The exit status is 1 if anything differed.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from unittest.mock import patch

from semkg.errors import QueryError
from semkg.query import rows
from tests.query.fakes import EX, engine, materialised, ring, solutions
from tests.query.generate import Generator

PREFIX = f"PREFIX ex: <{EX}> "
PLAIN = ring()
WRITTEN_OUT = materialised()
ENGINE = engine(PLAIN)
MISMATCH = "MISMATCH"


@dataclass(frozen=True)
class Outcome:
    """What became of one random query.

    Attributes:
        kind: ``no query`` where SPARQL forbids what was drawn, ``refused`` where nothing binds an input, else whether
            there were calls and solutions, or :data:`MISMATCH`.
        text: the query.
    """

    kind: str
    text: str


def outcome(choose: random.Random) -> Outcome:
    """Draw a query and compare its answers."""
    ours, oracle = Generator(choose).query()
    calls = "sk:" in ours
    try:
        wanted = solutions((WRITTEN_OUT if calls else PLAIN).query(PREFIX + oracle))
    except SyntaxError:
        return Outcome("no query", ours)
    try:
        found = solutions(ENGINE.query(PREFIX + ours))
    except QueryError as error:
        return Outcome("refused" if _is_unbound(error) else MISMATCH, f"{ours}\n{error}")
    if rounded(found) != rounded(wanted):
        return Outcome(MISMATCH, f"{ours}\n{len(found)} solutions, not {len(wanted)}")
    return Outcome(f"{'calls' if calls else 'no calls'}, {'some' if found else 'no'} solutions", ours)


def rounded(found: Sequence[object]) -> list[str]:
    """Cut the last digits off: sums depend on the order in which they are made."""
    return [re.sub(r"(\.\d{9})\d+", r"\1", str(row)) for row in found]


def _is_unbound(error: QueryError) -> bool:
    """Whether a query is refused for what a random one may well do: an input that nothing binds."""
    return "is not bound" in str(error) or "may be unbound on the left of LATERAL" in str(error)


def main(arguments: list[str] | None = None) -> int:
    options = _read(arguments)
    kinds: Counter[str] = Counter()
    for seed in range(options.seed, options.seed + options.queries):
        with patch.object(rows, "MOST_VALUES", 0 if seed % 2 else rows.MOST_VALUES):
            found = outcome(random.Random(seed))
        kinds[found.kind] += 1
        if found.kind == MISMATCH:
            sys.stdout.write(f"{MISMATCH}, seed {seed}: {found.text}\n")
    told = ", ".join(f"{kind}: {count:,}" for kind, count in sorted(kinds.items()))
    sys.stdout.write(f"{options.queries:,} random queries ({told}): {kinds[MISMATCH]} differ\n")
    return min(1, kinds[MISMATCH])


def _read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--queries", type=int, default=10_000, help="how many (default: %(default)s)")
    parser.add_argument(
        "--seed", type=int, default=0, help="the first seed; each query has its own (default: 0)"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
