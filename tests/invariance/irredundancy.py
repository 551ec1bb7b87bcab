"""How much of a canonical graph follows from its rest: ``python -m tests.invariance.irredundancy [--graphs 300]``.

Generated graphs are closed, reduced and written as the triples of their basis; a triple is removable if the axioms and
the other triples give it. What is left of that has causes, where no order between the triples that give each other is a
function of the closure: chains, classes that lead back to themselves, classes by a value that give that value, and
intersections. The shares are printed with the motifs of each cause left out, one after the other; beside them, how many
facts are shown that the basis gives, since they and facts of the basis give each other. ``--seed`` is the first seed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from tests.invariance.ontologies import (
    MOTIFS,
    Motif,
    build,
    chain,
    combination,
    recursive_some,
    restriction,
    shared_expression,
    transitive,
)
from tests.invariance.oracle import close, follows
from tests.invariance.views import Encoded

CAUSES: tuple[tuple[str, tuple[Motif, ...]], ...] = (
    ("all graphs", ()),
    ("without chains", (chain,)),
    ("also without classes over themselves", (recursive_some, shared_expression)),
    ("also without classes by a value and intersections", (restriction, combination)),
    ("also without transitive properties", (transitive,)),
)


@dataclass(frozen=True)
class Share:
    """How many triples of how many are removable, and how many facts are shown that the others give."""

    removable: int = 0
    total: int = 0
    shown: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.removable + other.removable, self.total + other.total, self.shown + other.shown)

    @property
    def part(self) -> float:
        return self.removable / max(1, self.total)


def removable(motifs: list[Motif], seed: int) -> Share:
    """Draw a graph from some motifs and count."""
    rng = random.Random(seed)
    drawn = [(rng.choice(motifs), rng.randrange(1 << 16)) for _ in range(4)]
    encoded = Encoded.of(close(build(drawn)))
    schema, decoded, facts = encoded.rows() - encoded.selected(), encoded.decoded(), encoded.facts()
    found = sum(follows(fact, (schema | decoded) - {fact}) for fact in decoded)
    return Share(found, len(decoded), len(facts - decoded))


def shares(graphs: int, first: int = 0) -> Iterator[tuple[str, Share]]:
    """Yield the share with each cause, then without one after the other."""
    motifs = list(MOTIFS)
    for name, left_out in CAUSES:
        motifs = [motif for motif in motifs if motif not in left_out]
        yield name, sum((removable(motifs, seed) for seed in range(first, first + graphs)), Share())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--graphs", type=int, default=300, help="graphs for each line (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="the first seed (default: %(default)s)")
    options = parser.parse_args()
    for name, share in shares(options.graphs, options.seed):
        counted = f"{share.removable:4} of {share.total:5} triples, {share.part:.2%}"
        sys.stdout.write(f"{name:52} {counted}; {share.shown} more are shown\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
