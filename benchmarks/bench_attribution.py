"""Attribution: what each axiom does to PageRank, left out of the others and taken in alone, on LUBM-like data.

Prints CPU seconds (of all threads) for the attribution, and as the measure of the machine those of one closure with its
ranking, from which the ratio follows. Usage: python benchmarks/bench_attribution.py [--size N] [--axioms N] [--types]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import semkg
from benchmarks.lubm import MissingOntologyError, write_lubm
from semkg.graph import Projection


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=100_000, help="triples (default: 100000)")
    parser.add_argument("--axioms", type=int, default=50, help="axioms to try (default: 50)")
    parser.add_argument(
        "--types", action="store_true", help="with types as edges, so that every axiom may count"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lubm.nt"
        try:
            triples = write_lubm(path, args.size)
        except MissingOntologyError as error:
            print(error)
            return 1
        kg = semkg.KnowledgeGraph()
        kg.load(path)
    began = time.process_time()
    comparison = kg.compare(regimes=("asserted", "invariant"), projection=Projection(types=args.types))
    once = time.process_time() - began
    began = time.process_time()
    why = comparison.why(budget=2 * args.axioms + 25)
    spent = time.process_time() - began
    print(f"{triples:,} triples; one closure and two rankings: {once:.2f} s CPU")
    print(f"attribution: {spent:.2f} s CPU, {why.closures} closures, {spent / once:.1f} times that")
    print(why.to_table(10))
    return 0


if __name__ == "__main__":
    sys.exit(main())
