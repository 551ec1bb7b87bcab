"""Entailment from a file to a closure in columns, and to one that SPARQL sees, against reasonable and owlrl, as ratios.

    python benchmarks/bench_reasoning.py [--size 10k 100k] [--runs 3] [--no-shapes] [--device cuda]

The data is like that of LUBM (benchmarks/lubm.py); ``--size 1M`` and ``--size 10M`` take minutes and memory.
Each run has a process of its own, so that no engine finds warm caches; the table has the median of the runs. On a busy
machine the CPU seconds (of all threads) say more than the others, and the yardstick, what numpy takes to sort ten
million numbers in the same process, says how fast the machine is. The last lines hold what was found against what is
wanted. On a GPU (``--device cuda``) semkg runs on the CPU as well, for the ratio. Peers that are not installed are left
out: ``python -m pip install 'semkg[bench]'``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pyoxigraph as ox

from benchmarks.lubm import MissingOntologyError, write_lubm
from semkg.reasoning import Reasoner, close
from semkg.store import Store, read_snapshot
from semkg.vocab import INFERRED

ADDED = 1000
"""Triples that are added to a closure, to see when a query finds what follows from them."""

EX = "http://example.org/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
IS_TRANSITIVE = f"<{EX}p> <{RDF_TYPE}> <http://www.w3.org/2002/07/owl#TransitiveProperty> .\n"
SHAPES = {
    "tree of 100,000 nodes": (100_000, 1.0),
    "path of 2,000 nodes": (2_000, 5.0),
    "cycle of 1,500 nodes": (1_500, 1.0),
}
"""Number of nodes, and the seconds that the closure may take."""
WAY = ("load", "reason", "export")
"""The phases from a file to an answer."""
SORTED = 10_000_000
"""Numbers that are sorted as a yardstick."""
MILLION = 1_000_000
WARM = 20_000
"""Triples that a GPU closes before it is measured."""
_RSS_UNITS = 2**20 if sys.platform == "darwin" else 2**10


@dataclass(slots=True)
class Run:
    """What one run of one engine took.

    Attributes:
        seconds: by phase.
        cpu: CPU seconds of all threads, by phase.
        peaks: greatest resident memory during a phase in MiB, by phase.
        resident: resident memory before a phase in MiB, by phase.
        counts: numbers of triples.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    peaks: dict[str, float] = field(default_factory=dict)
    resident: dict[str, float] = field(default_factory=dict)
    counts: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Measure what is done inside."""
        _forget_peak()
        self.resident[name] = _memory("VmRSS")
        begin, cpu = time.perf_counter(), time.process_time()
        yield
        self.seconds[name], self.cpu[name] = time.perf_counter() - begin, time.process_time() - cpu
        self.peaks[name] = _memory("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _RSS_UNITS

    def sum(self, *phases: str, cpu: bool = False) -> float:
        """Return the seconds, or CPU seconds, of some phases together."""
        return sum((self.cpu if cpu else self.seconds)[name] for name in phases)


def _forget_peak() -> None:
    """Let Linux count the peak of resident memory from here on; elsewhere it is that of the whole process."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def _memory(key: str) -> float:
    """Return a line of Linux's status of this process in MiB, 0 elsewhere."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{key}:")), 0.0)


@dataclass(frozen=True, slots=True)
class Gate:
    """What is wanted of a figure.

    Attributes:
        what: the figure.
        found: its value.
        wanted: the least value, or the greatest if ``most``.
        most: whether less is better.
    """

    what: str
    found: float
    wanted: float
    most: bool = False

    def __str__(self) -> str:
        met = self.found <= self.wanted if self.most else self.found >= self.wanted
        bound = "at most" if self.most else "at least"
        return f"  {'met   ' if met else 'MISSED'} {self.what}: {self.found:,.2f}, wanted {bound} {self.wanted:,g}"


def by_semkg(path: Path, run: Run, device: str) -> None:
    """Load, close and export; then add a little, ask for what follows from it, and take it back."""
    store, reasoner = _close(path, run, device)
    with run.phase("export"):
        report = reasoner.materialise()
    run.counts["exported"] = report.inferred
    with run.phase("add"):
        store.add(_students())
        reasoner.materialise()
        run.counts["found"] = _members(store)
    with run.phase("delete"):
        store.remove(_students())
        reasoner.materialise()
    run.counts["left"] = _members(store)
    if run.counts["found"] - run.counts["left"] != ADDED:
        msg = f"of {ADDED} members added, a query found {run.counts['found']} and then {run.counts['left']}"
        raise ValueError(msg)


def by_semkg_in_columns(path: Path, run: Run, device: str) -> None:
    """Read and close in columns, without a database."""
    _sort_numbers(run)
    _start(path, run, device)
    with run.phase("load"):
        snapshot = read_snapshot(path)
    with run.phase("reason"):
        closure = close(snapshot.rows, snapshot.terms, device=device)
    run.counts |= {"in": len(snapshot.rows), "out": len(closure.rows)}


def _start(path: Path, run: Run, device: str) -> None:
    """Let a GPU start, and load what it runs, on a part of the file: that is done once and is no part of reasoning."""
    if device == "cpu":
        return
    with run.phase("start"), path.open("rb") as lines:
        part = read_snapshot(b"".join(islice(lines, WARM)), format="nt")
        close(part.rows, part.terms, device=device)


def _sort_numbers(run: Run) -> None:
    numbers = np.random.default_rng(0).integers(0, 2**62, SORTED)
    with run.phase("yardstick"):
        numbers.sort()


def _close(path: Path, run: Run, device: str) -> tuple[Store, Reasoner]:
    _sort_numbers(run)
    _start(path, run, device)
    store = Store()
    with run.phase("load"):
        store.load(path)
        rows = store.snapshot().rows
    reasoner = Reasoner(store, device=device)
    with run.phase("reason"):
        closure = reasoner.closure()
    run.counts |= {"in": len(rows), "out": len(closure.rows)}
    return store, reasoner


def _members(store: Store) -> int:
    """Return the number of members of the department, which only follow from what was added."""
    department = "<http://www.Department0.University0.edu>"
    ask = f"SELECT ?m {{ {department} <http://swat.cse.lehigh.edu/onto/univ-bench.owl#member> ?m }}"
    graphs: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.DefaultGraph(), ox.NamedNode(INFERRED)]
    answer = store.oxigraph.query(ask, default_graph=graphs)
    assert isinstance(answer, ox.QuerySolutions)
    return sum(1 for _ in answer)


def _students() -> list[ox.Quad]:
    """Return new members of a department that is there."""
    member = ox.NamedNode("http://swat.cse.lehigh.edu/onto/univ-bench.owl#memberOf")
    department = ox.NamedNode("http://www.Department0.University0.edu")
    return [ox.Quad(ox.NamedNode(f"{EX}student/{number}"), member, department) for number in range(ADDED)]


def by_reasonable(path: Path, run: Run, _device: str) -> None:
    """Load and reason; the result is a list of triples of rdflib terms."""
    from reasonable import PyReasoner

    turtle = path.with_suffix(".ttl")  # it goes by the suffix, and does not know that of N-Triples
    if not turtle.exists():
        turtle.symlink_to(path)
    reasoner = PyReasoner()
    with run.phase("load"):
        reasoner.load_file(str(turtle))
    with run.phase("reason"):
        triples = reasoner.reason()
    run.counts |= {"out": len(triples)}


def by_owlrl(path: Path, run: Run, _device: str) -> None:
    """Load and reason in an rdflib graph, without the axiomatic triples."""
    from owlrl import DeductiveClosure, OWLRL_Semantics
    from rdflib import Graph

    graph = Graph()
    with run.phase("load"):
        graph.parse(path, format="nt")
    with run.phase("reason"):
        DeductiveClosure(OWLRL_Semantics).expand(graph)
    run.counts |= {"out": len(graph)}


def by_oxigraph(path: Path, run: Run, _device: str) -> None:
    """Load only, as a floor for whatever ends in Oxigraph."""
    store = ox.Store()
    with run.phase("load"):
        store.bulk_load(path=path, format=ox.RdfFormat.N_TRIPLES)
    run.counts |= {"out": len(store)}


ENGINES: dict[str, Callable[[Path, Run, str], None]] = {
    "semkg": by_semkg,
    "semkg, columns only": by_semkg_in_columns,
    "reasonable": by_reasonable,
    "owlrl": by_owlrl,
    "Oxigraph, load only": by_oxigraph,
}
LIMITS = {"reasonable": 2_000_000, "owlrl": 20_000}
"""The most triples that a peer gets: beyond, one takes 2 GiB of memory a million, the other hours."""


def measure(engine: str, path: Path, runs: int, device: str = "cpu") -> Run | None:
    """Return the medians of runs in fresh processes, ``None`` if one failed."""
    found = []
    for _ in range(runs):
        command = [sys.executable, __file__, "--engine", engine, "--file", str(path), "--device", device]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{engine} failed on {path.name}: {done.stderr.strip().splitlines()[-1:]}")
            return None
        found.append(Run(**json.loads(done.stdout.splitlines()[-1])))
    return Run(*(_medians([getattr(run, name) for run in found]) for name in found[0].__slots__))


def _medians(values: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(value[key] for value in values) for key in values[0]}


def bench_lubm(
    path: Path, triples: int, *, columns_only: bool, runs: int, device: str, gates: list[Gate]
) -> Run | None:
    """Race the engines on one file and print the table; returns what semkg took."""
    print(f"\nLUBM-like, {triples:,} triples, {path.stat().st_size / 2**20:,.0f} MiB of N-Triples; {_load()}")
    print(
        f"{'':22} {'load':>8} {'reason':>8} {'export':>8} {'sum':>8} {'CPU':>8}  {'triples out':>12} {'peak MiB':>9}"
    )
    found = {}
    for engine in ("semkg, columns only",) if columns_only else ("semkg, columns only", "semkg"):
        run = measure(engine, path, runs, device)
        if run is None:
            return None
        found[engine] = run
        _print_run(engine, run)
        if device != "cpu" and (on_cpu := measure(engine, path, runs)) is not None:
            _print_run("the same on the CPU", on_cpu)
            ratio = on_cpu.sum("reason") / run.sum("reason")
            print(
                f"  CPU / {device}: reasoning alone {ratio:.2f}; {device} took {run.sum('start'):.2f} s to start"
            )
    columns, ours = found["semkg, columns only"], found.get("semkg")
    for name in (*LIMITS, "Oxigraph, load only"):
        if triples > LIMITS.get(name, triples):
            print(f"{name:22} left out beyond {LIMITS[name]:,} triples")
        elif name in LIMITS and importlib.util.find_spec(name) is None:
            print(f"{name:22} not installed; python -m pip install {name}")
        elif (theirs := measure(name, path, 1 if name == "owlrl" else runs)) is not None:
            _print_run(name, theirs)
            if name in LIMITS:
                _print_ratios(name, theirs, columns, ours)
                gates += peer_gates(name, theirs, columns, ours, triples)
    _print_details(ours or columns, triples)
    if device == "cpu":
        gates += own_gates(columns, ours, triples)
    return columns


def peer_gates(name: str, theirs: Run, columns: Run, ours: Run | None, triples: int) -> list[Gate]:
    """Return what is wanted of a race against a peer."""
    alone = theirs.sum("reason") / columns.sum("reason")
    if name == "owlrl":
        return [Gate(f"owlrl / semkg, reasoning alone, {triples:,} triples", alone, 200)]
    if triples < MILLION:
        return []
    whole = theirs.sum("load", "reason")
    gates = [
        Gate(f"{name} / semkg, reasoning alone, {triples:,} triples", alone, 50),
        Gate(f"{name} / semkg, file to columns, {triples:,} triples", whole / columns.sum(*WAY[:2]), 8),
    ]
    if ours is not None:
        gates.append(Gate(f"{name} / semkg, file to SPARQL, {triples:,} triples", whole / ours.sum(*WAY), 4))
    return gates


def own_gates(columns: Run, ours: Run | None, triples: int) -> list[Gate]:
    """Return what is wanted of semkg alone on the CPU; with a GPU the driver's memory would count."""
    gates = []
    if triples >= 10 * MILLION:
        gates = [
            Gate(f"seconds from columns, {triples:,} triples", columns.sum("reason"), 3, most=True),
            Gate(f"MiB from columns, {triples:,} triples", columns.peaks["reason"], 1536, most=True),
        ]
    if ours is not None and triples >= MILLION:
        share = 100 * ours.sum("add") / ours.sum(*WAY)
        gates.append(Gate(f"percent of the whole way for {ADDED:,} more triples", share, 2, most=True))
    return gates


def _print_run(name: str, run: Run) -> None:
    cells = " ".join(f"{run.seconds[phase]:8.3f}" if phase in run.seconds else f"{'-':>8}" for phase in WAY)
    way = [phase for phase in WAY if phase in run.seconds]
    totals = f"{run.sum(*way):8.3f} {run.sum(*way, cpu=True):8.3f}"
    print(
        f"{name:22} {cells} {totals}  {run.counts['out']:12,.0f} {max(run.peaks[phase] for phase in way):9,.0f}"
    )


def _print_ratios(name: str, theirs: Run, columns: Run, ours: Run | None) -> None:
    """Print how many times faster we are; ``ours`` ends in SPARQL, ``columns`` in columns."""
    ways: list[tuple[str, Run, tuple[str, ...]]] = [
        ("reasoning alone", columns, ("reason",)),
        ("file to closure in columns", columns, ("load", "reason")),
    ]
    if ours is not None:
        ways.append(("file to closure in SPARQL", ours, ("load", "reason", "export")))
    parts = []
    for what, run, phases in ways:
        same = [phase for phase in phases if phase in theirs.seconds]
        wall, cpu = (theirs.sum(*same, cpu=cpu) / run.sum(*phases, cpu=cpu) for cpu in (False, True))
        parts.append(f"{what} {wall:.1f} (CPU {cpu:.1f})")
    print(f"  {name} / semkg: {', '.join(parts)}")


def _print_details(ours: Run, triples: int) -> None:
    reason = ours.sum("reason")
    sorts = ours.sum("reason", cpu=True) / ours.sum("yardstick", cpu=True)
    print(
        f"  CPU seconds of the closure: {ours.sum('reason', cpu=True):.3f}, {sorts:.2f} times what sorting {SORTED:,} "
        f"numbers takes here ({ours.sum('yardstick', cpu=True):.3f} s)"
    )
    print(
        f"  semkg's closure: {reason / triples * 1e6:.2f} us a triple, "
        f"{ours.resident['reason']:,.0f} MiB before and {ours.peaks['reason']:,.0f} MiB at its peak"
    )
    if "add" in ours.seconds:
        share = ours.sum("add") / ours.sum("load", "reason", "export")
        print(
            f"  {ADDED:,} triples more, found in SPARQL after {ours.sum('add'):.3f} s: {share:.1%} of the whole way; "
            f"taken back in {ours.sum('delete'):.3f} s: {ours.sum('delete') / ours.sum(*WAY):.1%}; "
            f"{ours.counts['exported']:,.0f} triples in sk:inferred"
        )


def bench_shapes(folder: Path, runs: int, *, device: str, gates: list[Gate]) -> None:
    """Close one transitive property over a tree, a path and a cycle."""
    print(f"\n{'one transitive property':24} {'reason':>8} {'triples out':>14} {'peak MiB':>9}   {_load()}")
    for name, (n, seconds) in SHAPES.items():
        path = folder / f"{name.split()[0]}.nt"
        path.write_text(IS_TRANSITIVE + "".join(_edges(name.split()[0], n)), encoding="ascii")
        run = measure("semkg, columns only", path, runs, device)
        if run is not None:
            print(
                f"{name:24} {run.sum('reason'):8.3f} {run.counts['out']:14,.0f} {run.peaks['reason']:9,.0f}"
            )
            gates.append(Gate(f"seconds for a {name}", run.sum("reason"), seconds, most=True))


def _edges(shape: str, n: int) -> Iterator[str]:
    """Yield the triples of a path from 0 on, of a cycle, or of a tree whose nodes draw an earlier node as parent."""
    if shape == "tree":
        drawn = np.random.default_rng(1).random(n)
        pairs = [(child, int(drawn[child] * child)) for child in range(1, n)]
    else:
        pairs = [*pairwise(range(n)), *([(n - 1, 0)] if shape == "cycle" else [])]
    return (f"<{EX}{s}> <{EX}p> <{EX}{o}> .\n" for s, o in pairs)


GROWTH_FROM = 50_000
"""Smaller closures are mostly the cost of having any."""


def bench_growth(found: dict[int, Run], gates: list[Gate]) -> None:
    """Print how the time per triple grows from the least to the greatest size."""
    if len(found) < 2:
        return
    (small, first), (large, last) = min(found.items()), max(found.items())
    growth = (last.sum("reason") / large) / (first.sum("reason") / small)
    print(f"\ntime per triple, closure: times {growth:.2f} from {small:,} to {large:,} triples")
    if small >= GROWTH_FROM:
        gates.append(Gate(f"growth of the time per triple from {small:,} to {large:,}", growth, 2, most=True))


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def _number(text: str) -> int:
    """Read ``10k`` or ``1M``."""
    return int(float(text.rstrip("kM")) * {"k": 1_000, "M": 1_000_000}.get(text[-1], 1))


def parse_arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", nargs="*", type=_number, default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--columns-only", action="store_true", help="leave out the export to Oxigraph")
    parser.add_argument("--no-shapes", action="store_true", help="leave out tree, path and cycle")
    parser.add_argument("--device", default="cpu", help="where semkg reasons: cpu or cuda")
    parser.add_argument("--engine", choices=tuple(ENGINES), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Run the benchmark and print its tables."""
    args = parse_arguments()
    if args.engine:
        run = Run()
        ENGINES[args.engine](args.file, run, args.device)
        print(json.dumps(asdict(run)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = {}
        gates: list[Gate] = []
        for size in args.size:
            path = folder / f"lubm{size}.nt"
            try:
                triples = write_lubm(path, size, seed=args.seed)
            except MissingOntologyError as error:
                sys.exit(str(error))
            ours = bench_lubm(
                path,
                triples,
                columns_only=args.columns_only,
                runs=args.runs,
                device=args.device,
                gates=gates,
            )
            if ours is not None:
                found[triples] = ours
            path.unlink()
        bench_growth(found, gates)
        if not args.no_shapes:
            bench_shapes(folder, args.runs, device=args.device, gates=gates)
    if gates:
        print("\nfound and wanted", *gates, sep="\n")


if __name__ == "__main__":
    main()
