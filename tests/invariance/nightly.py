"""Many generated pairs: ``python -m tests.invariance.nightly --pairs 100000 --seed 0 [--jobs N] [--resume FILE]``.

Every graph is rewritten in every way (tests/invariance/pairs.py). What differs and should not is shrunk and printed
with the seed that gives it again: ``--seed N --pairs 1``. Graphs are checked in as many processes as ``--jobs`` says;
what is found comes in the order of the seeds, so it is the same for every number of processes. With ``--resume`` the
state is kept in a file after every graph, and a run that was stopped goes on from there. The exit status is 1 if there
was a mismatch.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.invariance.ontologies import draw_motifs
from tests.invariance.pairs import PAIRS, check, shrink

Check = Callable[[Iterable[int]], Iterator[str]]


def main(arguments: list[str] | None = None) -> int:
    options = _read(arguments)
    state = _State(options.resume, options.seed)
    first, graphs = state.done, -(-options.pairs // PAIRS)
    begin = time.perf_counter()
    with _checking(options.jobs) as checked:
        for found in checked(range(options.seed + first, options.seed + graphs)):
            state.note(found)
            if state.done % 100 == 0:
                pace = (state.done - first) * PAIRS / (time.perf_counter() - begin)
                _say(f"{state.so_far(options.pairs)}, {pace:.0f} a second")
    _say(state.summary())
    return min(1, len(state.wrong))


@contextmanager
def _checking(jobs: int) -> Iterator[Check]:
    """Give what checks seeds, in this process or in several, and yields what it found in the order of the seeds."""
    if jobs == 1:
        yield lambda seeds: map(report, seeds)
        return
    # a fresh interpreter for each: a copy of this one could hold locks of its threads
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield lambda seeds: pool.imap(report, seeds)


def report(seed: int) -> str:
    """Check one graph; return what is wrong, as small as it gets, or nothing."""
    found = check(seed)
    if not found:
        return ""
    smallest = shrink(found[0], draw_motifs(random.Random(seed)))[0]
    return f"MISMATCH in {', '.join(sorted({one.what for one in found}))}\n{smallest}"


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        msg = f"{number} processes check nothing; give 1 or more"
        raise argparse.ArgumentTypeError(msg)
    return number


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
    parser.add_argument(
        "--jobs", type=_at_least_one, default=1, help="processes that check graphs (default: %(default)s)"
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

    def note(self, found: str) -> None:
        """Note what was found of the next graph, print it if it is anything, and keep how far the run came."""
        if found:
            self.wrong.append(self._seed + self.done)
            _say(found)
        self.done += 1
        if self._path:
            state = {"seed": self._seed, "done": self.done, "wrong": self.wrong}
            self._path.write_text(json.dumps(state), encoding="utf-8")

    def so_far(self, pairs: int) -> str:
        return f"{self.done * PAIRS:,} of {pairs:,} pairs, {len(self.wrong)} wrong"

    def summary(self) -> str:
        seeds = f"seeds {self._seed} to {self._seed + self.done - 1}"
        wrong = f"{len(self.wrong)} seeds with a mismatch {', '.join(map(str, self.wrong))}".strip()
        return f"{self.done * PAIRS:,} pairs from {self.done:,} graphs, {seeds}: {wrong}"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
