"""From a file of N-Triples to columns and into Oxigraph, part by part, against Oxigraph's own load, as ratios.

    python benchmarks/bench_loading.py [--size 100k 1M] [--seed 1]

The data is like that of LUBM (benchmarks/lubm.py). Each part has a process of its own. Seconds on a busy machine say
less than the CPU seconds of all threads beside them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pyoxigraph as ox

from benchmarks.bench_reasoning import Run
from benchmarks.lubm import MissingOntologyError, write_lubm
from semkg.store import Store, read_snapshot


def by_oxigraph(path: Path, run: Run) -> None:
    """Load into a bare Oxigraph store in memory: the baseline."""
    store = ox.Store()
    with run.phase("Oxigraph alone, in memory"):
        store.bulk_load(path=path, format=ox.RdfFormat.N_TRIPLES)


def by_parser(path: Path, run: Run) -> None:
    """Only parse, with pyoxigraph."""
    with run.phase("pyoxigraph's parser alone"):
        for _ in ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES):
            pass


def by_columns(path: Path, run: Run) -> None:
    """Read into columns without a database."""
    with run.phase("columns alone"):
        read_snapshot(path)


def by_store(path: Path, run: Run) -> None:
    """Load into a store in memory, and dump it."""
    store = Store()
    with run.phase("store in memory"):
        store.load(path)
    with run.phase("dump"):
        store.dump(path.with_suffix(".dump"), format="nt")


def by_store_on_disk(path: Path, run: Run) -> None:
    """Load into a store on disk, close it and open it again."""
    folder = path.with_suffix(".store")
    store = Store(folder)
    with run.phase("store on disk"):
        store.load(path)
    with run.phase("closing it"):
        store.close()
    with run.phase("opening it again"):
        store = Store(folder)
    with run.phase("its snapshot"):
        store.snapshot()
    store.close()


PARTS: dict[str, Callable[[Path, Run], None]] = {
    "oxigraph": by_oxigraph,
    "parser": by_parser,
    "columns": by_columns,
    "store": by_store,
    "disk": by_store_on_disk,
}


def measure(part: str, path: Path) -> Run:
    """Return what one part took in a process of its own."""
    command = [sys.executable, __file__, "--part", part, "--file", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def bench(path: Path, triples: int) -> None:
    """Measure every part on one file and print the table."""
    print(f"\nLUBM-like, {triples:,} triples, {path.stat().st_size / 2**20:,.0f} MiB of N-Triples")
    print(f"{'':28} {'s':>8} {'CPU s':>8} {'us/triple':>10} {'peak MiB':>9} {'CPU / Oxigraph':>15}")
    baseline = None
    for part in PARTS:
        run = measure(part, path)
        for phase, seconds in run.seconds.items():
            cpu = run.cpu[phase]
            baseline = baseline or cpu
            print(
                f"{phase:28} {seconds:8.3f} {cpu:8.3f} {cpu / triples * 1e6:10.2f} "
                f"{run.peaks[phase]:9,.0f} {cpu / baseline:15.2f}"
            )


def parse_arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", nargs="*", default=["100k"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=tuple(PARTS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Run the benchmark and print its tables."""
    args = parse_arguments()
    if args.part:
        run = Run()
        PARTS[args.part](args.file, run)
        print(json.dumps(asdict(run)))
        return
    for size in args.size:
        number = int(float(size.rstrip("kM")) * {"k": 1_000, "M": 1_000_000}.get(size[-1], 1))
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "lubm.nt"
            try:
                bench(path, write_lubm(path, number, seed=args.seed))
            except MissingOntologyError as error:
                sys.exit(str(error))


if __name__ == "__main__":
    main()
