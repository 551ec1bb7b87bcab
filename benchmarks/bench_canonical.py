"""What the canonical graph takes beside the closure that it is made from, as a ratio.

    python benchmarks/bench_canonical.py [--size 700000] [--runs 3]

The data is like that of LUBM (benchmarks/lubm.py); the closure of 700,000 triples has a million. Figures are medians of
CPU seconds, each run over the same triples: the closure with all of its rows, the canonical graph, the graph that
analytics take, and the digest. The axioms are decided in the first run and known in the others.
Wanted: canonical graph and analytic graph in less than twice the time of the closure.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks.lubm import MissingOntologyError, write_lubm
from semkg.graph import Projection
from semkg.reasoning import Closure, analytic_graph, canonical, canonical_digest, close
from semkg.store import Snapshot, read_snapshot

WANTED = 2.0
_T = TypeVar("_T")


def load(size: int) -> Snapshot:
    """Draw triples and read them as integers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lubm.nt"
        write_lubm(path, size)
        return read_snapshot(path)


def measure(work: Callable[[], _T], taken: dict[str, list[float]], what: str) -> _T:
    """Do some work and note the CPU seconds."""
    begin = time.process_time()
    result = work()
    taken.setdefault(what, []).append(time.process_time() - begin)
    return result


def run(snapshot: Snapshot, taken: dict[str, list[float]]) -> Closure:
    """Take each step once."""

    def closure() -> Closure:
        found = close(snapshot.rows, snapshot.terms)
        len(found.rows)  # they are put together when first asked for
        return found

    found = measure(closure, taken, "closure")
    for projection in (Projection(), Projection(types=True)):
        what = "canonical graph with types" if projection.types else "canonical graph"
        reduct = measure(partial(canonical, found, snapshot.terms, projection), taken, what)
        measure(partial(analytic_graph, reduct), taken, f"{what}, for analytics")
        measure(partial(canonical_digest, reduct), taken, f"{what}, digest")
    return found


def main() -> None:
    """Print what each step takes, and the ratio to the closure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=700_000, help="triples to draw (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="how often (default: %(default)s)")
    options = parser.parse_args()
    try:
        snapshot = load(options.size)
    except MissingOntologyError as missing:
        sys.exit(str(missing))
    taken: dict[str, list[float]] = {}
    for _ in range(options.runs):
        closure = run(snapshot, taken)
    seconds = {what: statistics.median(times) for what, times in taken.items()}
    base = seconds["closure"]
    sys.stdout.write(f"{len(snapshot.rows):,} triples, {len(closure.rows):,} in the closure\n")
    for what, time_s in seconds.items():
        sys.stdout.write(f"{what:42} {time_s:6.2f} s  {time_s / base:5.2f} times the closure\n")
    ratio = (seconds["canonical graph"] + seconds["canonical graph, for analytics"]) / base
    sys.stdout.write(
        f"canonical graph for analytics: {ratio:.2f} times the closure, wanted less than {WANTED}\n"
    )


if __name__ == "__main__":
    main()
