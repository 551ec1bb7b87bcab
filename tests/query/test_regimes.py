"""Which graphs patterns see, and which regime functions run under."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from semkg.errors import QueryError
from semkg.query import Dataset, QueryEngine, QueryResult
from semkg.vocab import INFERRED, META, MIRROR
from tests.query.fakes import EX, Fakes, ex, rows, solutions

PREFIX = f"PREFIX ex: <{EX}> "


class World:
    """A store with an asserted, an inferred and a named graph, and graphs of its own that nobody may see."""

    def __init__(self) -> None:
        self.store = ox.Store()
        self.fakes = Fakes()
        self.prepared: list[str] = []
        graphs: dict[str, ox.NamedNode | ox.DefaultGraph] = {
            "written": ox.DefaultGraph(),
            "inferred": ox.NamedNode(INFERRED),
            "named": ex("g"),
            "other": ex("h"),
            "hidden": ox.NamedNode(META),
        }
        for name, graph in graphs.items():
            self.store.add(ox.Quad(ex(name), ex("p"), ex("n1"), graph))
        self.store.add(ox.Quad(ex("named"), ex("p"), ex("n1"), ox.NamedNode(MIRROR)))
        self.store.add(ox.Quad(ex("other"), ex("p"), ex("n1"), ox.NamedNode(MIRROR)))
        self.engine = QueryEngine(
            self.store, self.fakes.functions, prepare=self.prepare, context=lambda: None
        )

    def prepare(self, regime: str) -> Dataset:
        self.prepared.append(regime)
        inferred = [ox.NamedNode(INFERRED)] if regime == "entailed" else []
        return Dataset([ox.DefaultGraph(), ox.NamedNode(MIRROR), *inferred], [ex("g"), ex("h")])

    def ask(self, text: str, regime: str | None = None) -> QueryResult:
        return self.engine.query(PREFIX + text, regime=regime)

    def names(self, text: str, regime: str | None = None) -> list[str]:
        return sorted(
            dict(row)["s"].removeprefix(f"<{EX}").rstrip(">") for row in solutions(self.ask(text, regime))
        )


ASSERTED = ["named", "other", "written"]
ENTAILED = ["inferred", "named", "other", "written"]


@pytest.mark.parametrize(
    ("text", "regime", "wanted"),
    [
        ("SELECT ?s { ?s ex:p ?o }", None, ENTAILED),
        ("SELECT ?s { ?s ex:p ?o }", "asserted", ASSERTED),
        ("SELECT ?s { ?s ex:p ?o }", "entailed", ENTAILED),
        ("SELECT ?s { ?s ex:p ?o }", "invariant", ENTAILED),
        ("SELECT ?s FROM sk:asserted { ?s ex:p ?o }", None, ASSERTED),
        ("SELECT ?s FROM sk:asserted { ?s ex:p ?o }", "entailed", ASSERTED),
        ("SELECT ?s FROM sk:entailed { ?s ex:p ?o }", "asserted", ENTAILED),
        ("SELECT ?s FROM sk:inferred { ?s ex:p ?o }", None, ["inferred"]),
        ("SELECT ?s FROM sk:asserted FROM sk:inferred { ?s ex:p ?o }", None, ENTAILED),
        ("SELECT ?s FROM <https://w3id.org/semkg#asserted> { ?s ex:p ?o }", None, ASSERTED),
        ("SELECT ?s { ?s ex:p ?o } # pragma sk:regime sk:asserted", None, ASSERTED),
        ("# PRAGMA  sk:regime sk:asserted\nSELECT ?s { ?s ex:p ?o }", "entailed", ASSERTED),
        ("SELECT ?s FROM sk:entailed { ?s ex:p ?o } # pragma sk:regime sk:asserted", None, ENTAILED),
        ("SELECT ?s { ?s ex:p ?o FILTER(?x != '# pragma sk:regime sk:asserted' || true) }", None, ENTAILED),
        ("SELECT ?s FROM ex:g { ?s ex:p ?o }", None, ["named"]),
        ("SELECT ?s FROM ex:g FROM ex:h { ?s ex:p ?o }", "asserted", ["named", "other"]),
        ("SELECT ?s FROM sk:asserted FROM ex:g { ?s ex:p ?o }", None, ASSERTED),
        ("SELECT ?s FROM sk:inferred FROM ex:g { ?s ex:p ?o }", None, ["inferred", "named"]),
        ("SELECT ?s FROM NAMED ex:g { ?s ex:p ?o }", None, []),
        ("SELECT ?s FROM NAMED ex:g { GRAPH ?g { ?s ex:p ?o } }", None, ["named"]),
        ("SELECT ?s FROM ex:g { GRAPH ?g { ?s ex:p ?o } }", None, []),
        ("SELECT ?s FROM sk:asserted FROM NAMED ex:g { GRAPH ?g { ?s ex:p ?o } }", None, ["named"]),
        ("SELECT ?s { GRAPH ?g { ?s ex:p ?o } }", None, ["named", "other"]),
        ("SELECT ?s FROM sk:asserted { GRAPH ?g { ?s ex:p ?o } }", None, ["named", "other"]),
        (
            "SELECT ?s FROM NAMED sk:inferred { GRAPH ?g { ?s ex:p ?o } }",
            None,
            ["inferred"],
        ),
        ("SELECT ?s FROM sk:asserted FROM NAMED sk:inferred { GRAPH ?g { ?s ex:p ?o } }", None, ["inferred"]),
        ("SELECT ?s FROM sk:asserted FROM NAMED sk:inferred { ?s ex:p ?o }", None, ASSERTED),
        ("SELECT ?s FROM NAMED sk:inferred { GRAPH sk:inferred { ?s ex:p ?o } }", "asserted", ["inferred"]),
        ("SELECT ?s FROM NAMED sk:inferred { ?s ex:p ?o }", "asserted", ASSERTED),
        (
            "SELECT ?s FROM NAMED sk:inferred FROM NAMED ex:g { GRAPH ?g { ?s ex:p ?o } }",
            None,
            ["inferred", "named"],
        ),
    ],
)
def test_patterns_see_the_graphs_that_the_query_chooses(
    text: str, regime: str | None, wanted: list[str]
) -> None:
    assert World().names(text, regime) == wanted


@pytest.mark.parametrize(
    ("text", "parameter", "wanted"),
    [
        ("SELECT * { ?n sk:score ?r }", None, "invariant"),
        ("SELECT * { ?n sk:score ?r }", "asserted", "asserted"),
        ("SELECT * { ?n sk:score ?r }", "entailed", "entailed"),
        ("SELECT * FROM sk:asserted { ?n sk:score ?r }", "entailed", "asserted"),
        ("SELECT * FROM sk:asserted FROM sk:inferred { ?n sk:score ?r }", None, "entailed"),
        ("SELECT * FROM sk:inferred { ?n sk:score ?r }", None, "invariant"),
        ("SELECT * FROM ex:g { ?n sk:score ?r }", None, "invariant"),
        ("SELECT * { ?n sk:score ?r } # pragma sk:regime sk:asserted", "entailed", "asserted"),
        ("SELECT * FROM sk:entailed { ?n sk:score ?r } # pragma sk:regime sk:asserted", None, "entailed"),
        ("SELECT * FROM sk:entailed { ?n sk:score (sk:regime sk:asserted) }", "invariant", "asserted"),
        ("SELECT (sk:score(?o) AS ?r) { ?s ex:p ?o }", "asserted", "asserted"),
        ("SELECT (sk:score(?o, sk:regime, sk:entailed) AS ?r) { ?s ex:p ?o }", "asserted", "entailed"),
    ],
)
def test_functions_run_under_the_regime_of_the_strongest_choice(
    text: str, parameter: str | None, wanted: str
) -> None:
    world = World()

    rows(world.ask(text, parameter))

    assert [call.regime for call in world.fakes.calls] == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SELECT ?s { ?s ex:p ?o }", ["entailed"]),
        ("SELECT ?s FROM sk:asserted { ?s ex:p ?o }", ["asserted"]),
        ("SELECT ?s FROM ex:g { ?s ex:p ?o }", []),
        ("SELECT ?s FROM NAMED ex:g FROM NAMED sk:inferred { ?s ex:p ?o }", ["entailed"]),
    ],
)
def test_only_what_a_query_sees_is_made_fresh(text: str, wanted: list[str]) -> None:
    world = World()

    world.ask(text)

    assert world.prepared == wanted


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "SELECT * FROM sk:meta { ?s ?p ?o }",
            "unknown graph sk:meta; ",
        ),
        ("SELECT * FROM sk:entialed { ?s ?p ?o }", "unknown graph sk:entialed; did you mean sk:entailed?"),
        ("SELECT * FROM NAMED sk:asserted { ?s ?p ?o }", "Valid: sk:inferred"),
        (
            "SELECT * { GRAPH sk:inferred { ?s ?p ?o } }",
            "GRAPH sees sk:inferred only where the query says FROM NAMED",
        ),
        ("SELECT * { GRAPH sk:meta { ?s ?p ?o } }", "sk:meta is no graph that a query can see"),
        (
            "SELECT * { ?s ?p ?o } # pragma sk:regime sk:asserted2",
            "unknown regime sk:asserted2; did you mean sk:asserted",
        ),
        ("SELECT * { ?s ?p ?o } # pragma sk:regime", "unknown regime (none); Valid: sk:asserted"),
        ("SELECT * { ?s ?p ?o } # pragma sk:rules sk:rl", "unknown pragma sk:rules; Valid: sk:regime"),
    ],
)
def test_an_unknown_graph_or_pragma_is_an_error_with_its_place(text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        World().ask(text)

    assert str(caught.value).startswith("line 1, column ")
    assert message in str(caught.value)


def test_an_unknown_regime_as_a_parameter_is_an_error() -> None:
    with pytest.raises(QueryError, match="unknown regime 'assert'; did you mean asserted"):
        World().ask("SELECT * { ?s ?p ?o }", "assert")


def test_pragmas_of_others_are_left_alone() -> None:
    assert World().names("SELECT ?s { ?s ex:p ?o } # pragma reasoning: owl2rl\n#pragma") == ENTAILED


def test_local_names_may_have_escapes() -> None:
    world = World()
    world.store.add(ox.Quad(ex("escaped"), ex("p"), ex("n1"), ex("g-1/2")))

    assert world.names(r"SELECT ?s FROM ex:g\-1\/2 { ?s ex:p ?o }") == ["escaped"]


def test_graph_names_are_found_through_prefixes_base_and_escapes() -> None:
    world = World()
    base = world.engine.query("BASE <https://w3id.org/semkg> SELECT ?s FROM <#asserted> { ?s ?p ?o }")
    prefix = world.engine.query("PREFIX k: <https://w3id.org/semkg#> SELECT ?s FROM k:asserted { ?s ?p ?o }")
    escape = world.engine.query(r"SELECT ?s FROM <https://w3id.org/sem\u006bg#asserted> { ?s ?p ?o }")
    parameter = world.engine.query(
        "SELECT ?s FROM <#asserted> { ?s ?p ?o }", base_iri="https://w3id.org/semkg"
    )

    assert [len(solutions(result)) for result in (base, prefix, escape, parameter)] == [3] * 4
