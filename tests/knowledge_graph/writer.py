"""A process that writes to a store until it is killed: ``python -m tests.knowledge_graph.writer FOLDER SEED``."""

from __future__ import annotations

import sys
from random import Random

from semkg import KnowledgeGraph
from tests.knowledge_graph.sequences import AXIOMS, FACTS, load, remove


def main(folder: str, seed: int) -> None:
    """Load, remove, materialise and flush in turn, and print a line after each."""
    random = Random(seed)
    with KnowledgeGraph(folder) as kg:
        load(kg, random, AXIOMS, 4)
        while True:
            load(kg, random, FACTS, 30)
            sys.stdout.write("loaded\n")
            sys.stdout.flush()
            remove(kg, random)
            kg.materialise()
            sys.stdout.write("closed\n")
            sys.stdout.flush()
            if random.random() < 0.3:
                kg.store.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
