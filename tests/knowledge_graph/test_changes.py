"""After any sequence of writes everything is as if the triples that are left had been loaded into an empty store."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import numpy as np
import pyoxigraph as ox
import pytest

from semkg import KnowledgeGraph
from semkg.query import SelectResult
from semkg.store.encoding import Decoder
from semkg.vocab import INFERRED
from tests.knowledge_graph.sequences import begin, step
from tests.reasoning.graphs import Triple, as_text

SEQUENCES = int(os.environ.get("SEMKG_SEQUENCES", "200"))
"""Number of random sequences; set it to some thousands after a change to the engine."""
STEPS, BATCHES = 4, 10


def copy_of(kg: KnowledgeGraph) -> KnowledgeGraph:
    """Return a new graph with the same quads in the same lexical forms, and a dictionary of its own."""
    snapshot = kg.snapshot()
    fresh = KnowledgeGraph(rules=kg.rules)
    fresh.add(Decoder(snapshot.terms).quads(snapshot.graph_rows))
    return fresh


def everything(kg: KnowledgeGraph) -> dict[str, object]:
    """Return all that can be seen of a graph under entailment."""
    answer = kg.query("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
    assert isinstance(answer, SelectResult)
    closure = kg.closure()
    graph = ox.NamedNode(INFERRED)
    inferred = {str(quad.triple) for quad in kg.store.oxigraph.quads_for_pattern(None, None, None, graph)}
    report = kg.materialise()
    return {
        "query": Counter(tuple(map(str, row)) for row in answer),
        "closure": as_text(closure.expanded(), kg.store.terms),
        "sk:inferred": inferred,
        "number inferred": (report.inferred, len(inferred)),
        "clashes": clashes(kg),
        "ignored": len(closure.ignored),
    }


def clashes(kg: KnowledgeGraph) -> set[tuple[str, frozenset[Triple]]]:
    """Return the clashes with the least name of each term."""
    closure, terms = kg.closure(), kg.store.terms

    def name(number: int) -> str:
        [block] = closure.current(np.array([number])).tolist()
        return min(map(terms.text, closure.members(block).tolist()))

    return {
        (clash.rule, frozenset((name(s), name(p), name(o)) for s, p, o in clash.rows.tolist()))
        for clash in closure.clashes
    }


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_sequence_of_writes_leaves_what_a_fresh_store_has(batch: int) -> None:
    for seed in range(batch, SEQUENCES, BATCHES):
        random = Random(seed)
        kg = begin(random)
        kg.materialise()
        for number in range(STEPS):
            step(kg, random)
            if random.random() < 0.2:
                continue  # two writes between two looks

            ours, theirs = everything(kg), everything(copy_of(kg))

            wrong = [what for what in ours if ours[what] != theirs[what]]
            assert not wrong, f"seed {seed}, step {number}: {wrong}: {ours[wrong[0]]} != {theirs[wrong[0]]}"
