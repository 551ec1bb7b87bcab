"""EXISTS with calls inside: answered once where that is the same, by Oxigraph for each solution elsewhere."""

from __future__ import annotations

import random

import pytest

from semkg.errors import QueryError
from semkg.query.rows import Decoder
from tests.query.fakes import EX, engine, materialised, ring, solutions
from tests.query.generate import Generator

PREFIX = f"PREFIX ex: <{EX}> "
WRITTEN_OUT = materialised()

LOOKED_UP = {
    "SELECT ?n { ?n a ex:City FILTER EXISTS { ?n sk:score ?r FILTER(?r > 201) } }": (
        "SELECT ?n { ?n a ex:City FILTER EXISTS { [] ex:score1 ?n ; ex:score2 ?r FILTER(?r > 201) } }"
    ),
    "SELECT ?n { ?n a ex:City FILTER NOT EXISTS { ?n sk:score ?r FILTER(?r > 201) } }": (
        "SELECT ?n { ?n a ex:City FILTER NOT EXISTS { [] ex:score1 ?n ; ex:score2 ?r FILTER(?r > 201) } }"
    ),
    "SELECT ?n ?a { ?n ex:age ?a FILTER(?a > 1 || EXISTS { ?n ex:next ?m . ?m a ex:City ; sk:score ?r }) }": (
        "SELECT ?n ?a { ?n ex:age ?a FILTER(?a > 1 || EXISTS { ?n ex:next ?m . ?m a ex:City . "
        "[] ex:score1 ?m ; ex:score2 ?r }) }"
    ),
    "SELECT ?n ?m { ?n a ex:City . ?m a ex:Town FILTER EXISTS { ?m sk:near (?n 1) } }": (
        "SELECT ?n ?m { ?n a ex:City . ?m a ex:Town FILTER EXISTS { [] ex:near1 ?n ; ex:near2 1 ; ex:near3 ?m } }"
    ),
    "SELECT ?n ?x { ?n a ex:City BIND(EXISTS { ?n sk:score ?r FILTER(?r > 201) } AS ?x) }": (
        "SELECT ?n ?x { ?n a ex:City BIND(EXISTS { [] ex:score1 ?n ; ex:score2 ?r FILTER(?r > 201) } AS ?x) }"
    ),
}

LEFT_TO_OXIGRAPH = {
    "an OPTIONAL whose filter sees the left side": (
        "SELECT ?n ?a { ?n a ex:City OPTIONAL { ?x ex:age ?a FILTER EXISTS { ?n sk:score ?r FILTER(?r > 201) } } }",
        "SELECT ?n ?a { ?n a ex:City OPTIONAL { ?x ex:age ?a FILTER EXISTS { [] ex:score1 ?n ; ex:score2 ?r "
        "FILTER(?r > 201) } } }",
    ),
    "VALUES behind the query": (
        "SELECT ?n ?m { ?m ex:age ?a FILTER EXISTS { ?n sk:score 201.5e0 } } VALUES ?n { ex:n1 }",
        "SELECT ?n ?m { ?m ex:age ?a FILTER EXISTS { [] ex:score1 ?n ; ex:score2 201.5e0 } } VALUES ?n { ex:n1 }",
    ),
    "a variable that may be unbound": (
        "SELECT ?n { ?n ex:age ?a OPTIONAL { ?n ex:near ?m } FILTER EXISTS { ?m sk:score ?r } }",
        "SELECT ?n { ?n ex:age ?a OPTIONAL { ?n ex:near ?m } FILTER EXISTS { [] ex:score1 ?m ; ex:score2 ?r } }",
    ),
    "a filter inside that looks outside": (
        "SELECT ?n ?a { ?n ex:age ?a FILTER EXISTS { ?n sk:score ?r FILTER(?r > 200 + ?a) } }",
        "SELECT ?n ?a { ?n ex:age ?a FILTER EXISTS { [] ex:score1 ?n ; ex:score2 ?r FILTER(?r > 200 + ?a) } }",
    ),
    "nothing in common": (
        "SELECT ?n { ?n a ex:City FILTER EXISTS { ?m sk:score 201.5e0 } }",
        "SELECT ?n { ?n a ex:City FILTER EXISTS { [] ex:score1 ?m ; ex:score2 201.5e0 } }",
    ),
    "an EXISTS inside": (
        "SELECT ?n { ?n a ex:City FILTER EXISTS { ?n ex:next ?m FILTER EXISTS { ?m sk:score ?r FILTER(?r > 202) } } }",
        "SELECT ?n { ?n a ex:City FILTER EXISTS { ?n ex:next ?m FILTER EXISTS { [] ex:score1 ?m ; ex:score2 ?r "
        "FILTER(?r > 202) } } }",
    ),
}


@pytest.fixture
def sets(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each EXISTS was answered by that was answered once."""
    sizes: list[int] = []
    member = Decoder.member

    def noted(self: Decoder, rows: list[object]) -> str:
        sizes.append(len(rows))
        return member(self, rows)  # type: ignore[arg-type]  # rows

    monkeypatch.setattr(Decoder, "member", noted)
    return sizes


@pytest.mark.parametrize("ours", LOOKED_UP)
def test_an_exists_that_meets_its_surroundings_in_sure_variables_is_answered_once(
    ours: str, sets: list[int]
) -> None:
    found = solutions(engine(ring()).query(PREFIX + ours))

    assert found == solutions(WRITTEN_OUT.query(PREFIX + LOOKED_UP[ours]))
    assert found
    assert len(sets) == 1


@pytest.mark.parametrize("case", LEFT_TO_OXIGRAPH.values(), ids=LEFT_TO_OXIGRAPH)
def test_any_other_exists_is_answered_for_each_solution(case: tuple[str, str], sets: list[int]) -> None:
    ours, oracle = case

    found = solutions(engine(ring()).query(PREFIX + ours))

    assert found == solutions(WRITTEN_OUT.query(PREFIX + oracle))
    assert found
    assert sets == []


def test_random_queries_with_exists_answer_like_their_relations(sets: list[int]) -> None:
    for seed in range(5_000, 5_600):
        ours, oracle = Generator(random.Random(seed)).query()
        if "EXISTS" not in ours:
            continue
        try:
            wanted = solutions(WRITTEN_OUT.query(PREFIX + oracle))
            found = solutions(engine(ring()).query(PREFIX + ours))
        except (SyntaxError, QueryError):
            continue
        assert found == wanted, ours

    assert len(sets) > 5


def test_an_update_looks_it_up_too(sets: list[int]) -> None:
    store = ring()

    plan = engine(store).plan_update(
        PREFIX
        + "INSERT { ?n ex:q 1 } WHERE { ?n a ex:City FILTER EXISTS { ?n sk:score ?r FILTER(?r > 201) } }"
    )
    store.update(plan.text, custom_functions=plan.custom_functions)

    assert len(list(store.quads_for_pattern(None, None, None))) == len(ring()) + 2
    assert len(sets) == 1
