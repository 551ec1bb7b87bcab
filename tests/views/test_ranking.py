"""In which order nodes are ranked."""

from __future__ import annotations

import itertools

from semkg import KnowledgeGraph

LINES = [f":s :p _:{label} . _:{label} :p :t ; :q :{label} ." for label in ("one", "two", "three")]


def test_equal_scores_are_ordered_by_name_and_blank_nodes_by_their_place_in_the_graph() -> None:
    found = set()

    for order in itertools.permutations(LINES):
        kg = KnowledgeGraph()
        kg.load(f"@prefix : <http://x/> . {' '.join(order)}".encode(), "ttl")
        names = [node for node, score in kg.degree().top(5) if score == 3]
        found.add((*map(str, names[:2]), frozenset(map(str, kg.reachable(names[2]))) - {str(names[2])}))

    [(first, second, _)] = found
    assert (first, second) == ("<http://x/s>", "<http://x/t>")
