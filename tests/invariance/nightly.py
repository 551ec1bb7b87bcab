"""Many generated pairs: ``python -m tests.invariance.nightly --pairs 100000 --seed 0 [--resume FILE]``.

Every graph is rewritten in every way (tests/invariance/pairs.py). What differs and should not is shrunk and printed
with the seed that gives it again: ``--seed N --pairs 1``. With ``--resume`` the state is kept in a file after every
graph, and a run that was stopped goes on from there. The exit status is 1 if there was a mismatch.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

from tests.invariance.ontologies import draw_motifs
from tests.invariance.pairs import PAIRS, check, shrink


def main(arguments: list[str] | None = None) -> int:
    options = _read(arguments)
    state = _State(options.resume, options.seed)
    begin, first = time.perf_counter(), state.done
    while state.done * PAIRS < options.pairs:
        seed = options.seed + state.done
        state.report(seed)
        state.done += 1
        state.keep()
        if state.done % 100 == 0:
            pace = (state.done - first) * PAIRS / (time.perf_counter() - begin)
            _say(
                f"{state.done * PAIRS:,} of {options.pairs:,} pairs, {len(state.wrong)} wrong, {pace:.0f} a second"
            )
    seeds = f"seeds {options.seed} to {options.seed + state.done - 1}"
    wrong = f"{len(state.wrong)} seeds with a mismatch {', '.join(map(str, state.wrong))}".strip()
    _say(f"{state.done * PAIRS:,} pairs from {state.done:,} graphs, {seeds}: {wrong}")
    return min(1, len(state.wrong))


def _read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--pairs", type=int, default=100_000, help="how many pairs at least (default: %(default)s)"
    )
    parser.add_argument(
        "--seed", type=int, default=0, help="the first seed; each graph has its own (default: 0)"
    )
    parser.add_argument("--resume", type=Path, help="a file that keeps how far it came")
    return parser.parse_args(arguments)


class _State:
    """How far a run came, in a file if that was asked for."""

    def __init__(self, path: Path | None, seed: int) -> None:
        self._path, self._seed = path, seed
        kept = json.loads(path.read_text(encoding="utf-8")) if path and path.exists() else {}
        fits = kept.get("seed") == seed
        self.done: int = kept["done"] if fits else 0
        self.wrong: list[int] = kept["wrong"] if fits else []

    def report(self, seed: int) -> None:
        """Check one graph; print what is wrong, as small as it gets."""
        found = check(seed)
        if found:
            self.wrong.append(seed)
            first = shrink(found[0], draw_motifs(random.Random(seed)))[0]
            _say(f"MISMATCH in {', '.join(sorted({one.what for one in found}))}\n{first}")

    def keep(self) -> None:
        if self._path:
            state = {"seed": self._seed, "done": self.done, "wrong": self.wrong}
            self._path.write_text(json.dumps(state), encoding="utf-8")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
