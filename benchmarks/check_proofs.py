"""Proves every inferred triple of every test ontology and has each proof checked.

Run: ``PYTHONPATH=. python benchmarks/check_proofs.py [--rules rl rl+ rdfs] [--only pizza]``; ends with 1 if a triple
has no proof or the checker refuses one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.data import AIFB, DATA, ROOT, read_aifb
from benchmarks.lubm import write_lubm
from semkg.reasoning import Explainer, check_proof, close
from semkg.store import Rows, Store

BATCH = 250
ONTOLOGIES: dict[str, tuple[Path, ...]] = {
    "chile": (ROOT / "examples/chile/ontology.ttl", ROOT / "examples/chile/chile.ttl"),
    "univ-bench": (DATA / "reasoning/univ-bench.rdf",),
    "pizza": (DATA / "ontologies/pizza.owl",),
    "wine": (DATA / "ontologies/wine-food-001.nt",),
    "lubm": (),
    "brick": (DATA / "ontologies/brick.n3", DATA / "ontologies/soda_hall.n3"),
    "aifb": (AIFB,),
}


def main() -> int:
    """Check what is asked for and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", nargs="+", default=["rl", "rl+", "rdfs"])
    parser.add_argument("--only", nargs="+", default=list(ONTOLOGIES), choices=list(ONTOLOGIES))
    args = parser.parse_args()
    failed = 0
    for name in args.only:
        missing = [path.name for path in ONTOLOGIES[name] if not path.exists()]
        if missing:
            print(
                f"{name:<11} left out: {', '.join(missing)} is missing; SEMKG_TEST_DATA names the folder of the data"
            )
        for rules in () if missing else args.rules:
            failed += check(name, rules)
    return int(failed > 0)


def check(name: str, rules: str) -> int:
    """Check all proofs of one ontology under one rule set; return how many triples fail."""
    store = load(name)
    snapshot = store.snapshot()
    closure = close(snapshot.rows, snapshot.terms, rules=rules)
    text = snapshot.terms.text
    asserted = {(text(s), text(p), text(o)) for s, p, o in tuples(closure.asserted)}
    inferred = sorted(set(tuples(closure.expanded())) - set(tuples(closure.asserted)))
    explainer = Explainer(closure, snapshot.terms)
    began, faults, steps = time.process_time(), [], 0
    for start in range(0, len(inferred), BATCH):
        part = inferred[start : start + BATCH]
        for (s, p, o), proof in zip(part, explainer.explain(part), strict=True):
            goal = (text(s), text(p), text(o))
            fault = "no proof" if proof is None else check_proof(proof, asserted, goal)
            steps += len(proof or ())
            faults += [f"{' '.join(goal)}: {fault}"] if fault else []
    seconds = time.process_time() - began
    print(
        f"{name:<11} {rules:<5} {len(inferred):>7,} inferred, {len(inferred) - len(faults):>7,} proofs accepted, "
        f"{steps / max(len(inferred), 1):6.1f} triples a proof, {seconds:7.1f} CPU s",
        flush=True,
    )
    for fault in faults[:5]:
        print("   ", fault)
    return len(faults)


def load(name: str) -> Store:
    """Load one ontology into a store in memory."""
    store = Store()
    for path in ONTOLOGIES[name]:
        if path == AIFB:
            store.load(read_aifb(), format="nt")
        else:
            store.load(path)
    if name == "lubm":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "lubm.nt"
            write_lubm(path, 10_000)
            store.load(path)
    return store


def tuples(rows: Rows) -> Iterator[tuple[int, int, int]]:
    """Return rows as tuples of ids."""
    return zip(rows.s.tolist(), rows.p.tolist(), rows.o.tolist(), strict=True)


if __name__ == "__main__":
    sys.exit(main())
