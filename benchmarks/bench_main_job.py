"""The main job on AIFB: from the file to the first ranked answer, and training ComplEx.

Prints seconds and peak memory of fresh processes, and the share of the time that Oxigraph alone takes to load the file.
Usage: python benchmarks/bench_main_job.py [--runs N] [--no-training]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.data import AIFB, read_aifb

PREAMBLE = """
import json, resource, sys, time
began = time.perf_counter()
def report(**extra):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.perf_counter() - began, "peak_mb": peak, **extra}))
"""

OXIGRAPH = """
import pyoxigraph
store = pyoxigraph.Store()
store.load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_TRIPLES)
report(triples=len(store))
"""

ANSWER = """
import semkg
kg = semkg.KnowledgeGraph()
kg.load(sys.argv[1])
rows = list(kg.query('''PREFIX swrc: <http://swrc.ontoware.org/ontology#>
    SELECT ?person ?score WHERE { ?person a swrc:Person ; sk:pageRank ?score } ORDER BY DESC(?score) LIMIT 10'''))
report(triples=len(kg.snapshot().rows), rows=len(rows), first=rows[0]["person"].value)
"""

TRAIN = """
import semkg
kg = semkg.KnowledgeGraph()
kg.load(sys.argv[1])
learned = kg.train()
report(edges=int(learned.notes["training_edges"]), mrr=learned.model.metrics.mrr)
"""


def main() -> None:
    """Run each job a few times and print medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3, help="fresh processes for each job (default: 3)")
    parser.add_argument("--no-training", action="store_true", help="leave the training out")
    options = parser.parse_args()
    if not AIFB.exists():
        sys.exit(f"{AIFB.name} is missing: set SEMKG_TEST_DATA to the folder that holds aifb/{AIFB.name}")
    jobs = {"Oxigraph alone: load": OXIGRAPH, "file to first ranked answer": ANSWER}
    if not options.no_training:
        jobs["file to trained ComplEx"] = TRAIN
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "aifb.nt"
        data.write_bytes(read_aifb())
        print(f"{'job':<30} {'seconds':>8} {'peak MB':>8}  what")
        for name, code in jobs.items():
            print_job(name, [run(code, data) for _ in range(options.runs)])


def run(code: str, data: Path) -> dict[str, float]:
    """Run one job in a fresh process."""
    command = [sys.executable, "-c", PREAMBLE + code, str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def print_job(name: str, runs: list[dict[str, float]]) -> None:
    """Print the median time and the largest peak of one job."""
    seconds = statistics.median(one["seconds"] for one in runs)
    peak = max(one["peak_mb"] for one in runs)
    rest = {key: value for key, value in runs[0].items() if key not in ("seconds", "peak_mb")}
    print(f"{name:<30} {seconds:>8.2f} {peak:>8.0f}  {json.dumps(rest)}")


if __name__ == "__main__":
    main()
