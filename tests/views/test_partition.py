"""What groups are called."""

from __future__ import annotations

import itertools

import pytest

from semkg import KnowledgeGraph
from semkg.query import SelectResult
from semkg.store import Term

PARTS = (
    "_:{0} :p _:{1} . _:{1} :p _:{2} .",
    "_:{0} :q _:{1} . _:{1} :q _:{2} .",
    "_:{0} :p _:{1} . _:{1} :q _:{2} . _:{2} :q _:{0} .",
    ":named :p _:{0} . _:{0} :p _:{1} .",
)


def group_names(parts: tuple[str, ...], analytic: str) -> list[tuple[object, ...]]:
    """Return, for each group in order, its size, and its name or what a blank node that names it stands to."""
    text = " ".join(part.format(*(f"x{n}{place}" for n in range(3))) for place, part in enumerate(parts))
    with KnowledgeGraph() as kg:
        kg.load(f"@prefix : <http://x/> . {text}".encode(), "ttl")
        found = getattr(kg, analytic)()
        rows = kg.query(AROUND)
        assert isinstance(rows, SelectResult)
        around = {str(row["n"]): (str(row["p"]), str(row["q"])) for row in rows}

        def known(term: Term) -> object:
            return around[str(term)] if str(term)[0] == "_" else str(term)

        return [
            (len(group), known(found.group(group[0])), known(group[0]), known(group[-1]))
            for group in found.sets()
        ]


AROUND = """PREFIX : <http://x/> SELECT ?n (COUNT(?a) + 10 * COUNT(?b) AS ?p) (COUNT(?c) + 10 * COUNT(?d) AS ?q) WHERE {
  ?n :p|:q|^:p|^:q [] OPTIONAL { ?n :p ?a } OPTIONAL { ?b :p ?n } OPTIONAL { ?n :q ?c } OPTIONAL { ?d :q ?n }
} GROUP BY ?n"""


@pytest.mark.parametrize("analytic", ["components", "communities", "strong_components"])
def test_groups_of_blank_nodes_are_named_and_ordered_by_their_place_in_the_graph(analytic: str) -> None:
    orders = [*itertools.permutations(PARTS)][::5]

    first, *others = [group_names(order, analytic) for order in orders]

    assert all(other == first for other in others)
    assert any(isinstance(name, tuple) for _, name, *_ in first)
