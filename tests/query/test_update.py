"""Updates: guarded, kept away from our own graphs, and able to use functions in their WHERE."""

# ruff: noqa: E501  # one case a line

from __future__ import annotations

import pyoxigraph as ox
import pytest

from semkg.errors import FunctionError, QueryError
from semkg.query import Dataset, QueryEngine, UpdatePlan, validation
from semkg.vocab import HIDDEN_GRAPHS, INFERRED, META, RDF_TYPE, sk
from tests.query.fakes import EX, Fakes, ex, ring

PREFIX = f"PREFIX ex: <{EX}> "
G, H = ex("g"), ex("h")


class World:
    """The ring, two graphs of users, and a triple in each graph of ours."""

    def __init__(self) -> None:
        self.store = ring()
        self.fakes = Fakes()
        for graph in (G, H):
            self.store.add(ox.Quad(ex("in"), ex("p"), graph, graph))
        for iri in HIDDEN_GRAPHS:
            self.store.add(ox.Quad(ex("ours"), ex("p"), ox.NamedNode(iri), ox.NamedNode(iri)))
        self.engine = QueryEngine(
            self.store, self.fakes.functions, prepare=self.prepare, context=lambda: None
        )

    def prepare(self, regime: str) -> Dataset:
        inferred = [ox.NamedNode(INFERRED)] if regime == "entailed" else []
        users = [graph for graph in self.store.named_graphs() if graph.value not in HIDDEN_GRAPHS]
        return Dataset([ox.DefaultGraph(), *inferred], users)

    def plan(self, text: str) -> UpdatePlan:
        return self.engine.plan_update(PREFIX + text)

    def run(self, text: str) -> UpdatePlan:
        plan = self.plan(text)
        self.store.update(plan.text, custom_functions=plan.custom_functions)
        assert self.ours() == len(HIDDEN_GRAPHS)
        return plan

    def ours(self) -> int:
        return sum(
            len(list(self.store.quads_for_pattern(None, None, None, ox.NamedNode(iri))))
            for iri in HIDDEN_GRAPHS
        )

    def count(self, predicate: str, graph: ox.NamedNode | None = None) -> int:
        name = graph or ox.DefaultGraph()
        return len(list(self.store.quads_for_pattern(None, ex(predicate), None, name)))


@pytest.mark.parametrize(
    ("text", "touched"),
    [
        ("INSERT DATA { ex:a ex:p 1 ; ex:q 2 . ex:b a ex:C }", {EX + "p", EX + "q", RDF_TYPE}),
        (
            "INSERT DATA { ex:a ex:p 1 GRAPH ex:g { ex:a ex:q 2 } ex:b ex:r [ ex:s 3 ] }",
            {EX + x for x in "pqrs"},
        ),
        ("DELETE DATA { ex:a ex:p 1 }", {EX + "p"}),
        ("DELETE DATA { ex:a ex:p 1 } ; INSERT DATA { ex:a ex:q 1 }", {EX + "p", EX + "q"}),
        ("INSERT { ?n ex:q ?o } WHERE { ?n ex:next ?o }", {EX + "q"}),
        (
            "DELETE { ?n ex:p ?o } INSERT { ?n ex:q ?o ; a ex:C } WHERE { ?n ?x ?o }",
            {EX + "p", EX + "q", RDF_TYPE},
        ),
        ("DELETE WHERE { ?n ex:p ?o . ?o ex:q ?z }", {EX + "p", EX + "q"}),
        ("DELETE { ?n ?p ?o } WHERE { ?n ?p ?o }", None),
        ("DELETE WHERE { ?n ?p ?o }", None),
        ("INSERT DATA { ex:a ex:p 1 } ; CLEAR GRAPH ex:g", None),
        ("DROP DEFAULT", None),
        ("COPY ex:g TO ex:h", None),
        ("CREATE GRAPH ex:new", set()),
        ("", set()),
        ("INSERT DATA { }", set()),
    ],
)
def test_a_plan_says_which_predicates_are_touched(text: str, touched: set[str] | None) -> None:
    assert World().run(text).touched == (None if touched is None else frozenset(touched))


@pytest.mark.parametrize(
    "text",
    [
        "CLEAR ALL",
        "CLEAR NAMED",
        "DROP ALL",
        "DROP SILENT NAMED",
        "CLEAR ALL ; DROP NAMED",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { { SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } } }",
        "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { ?x ex:label ?l OPTIONAL { GRAPH ?g { ?s ?p ?o } } }",
        f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ VALUES ?g {{ <{META}> ex:g ex:h }} GRAPH ?g {{ ?s ?p ?o }} }}",
        f"DELETE {{ GRAPH ?g {{ ex:ours ex:p ?g }} }} WHERE {{ VALUES ?g {{ <{META}> }} }} ; CLEAR NAMED",
    ],
)
def test_wiping_named_graphs_leaves_ours(text: str) -> None:
    world = World()

    world.run(text)

    assert world.count("p", G) == world.count("p", H) == 0


def test_wiping_everything_wipes_the_default_graph_too() -> None:
    world = World()

    world.run("CLEAR ALL")

    assert len(world.store) == world.ours()


def test_dropped_graphs_are_gone() -> None:
    world = World()

    world.run("DROP NAMED")

    assert {graph.value for graph in world.store.named_graphs()} == HIDDEN_GRAPHS


def test_patterns_of_updates_do_not_see_our_graphs() -> None:
    world = World()

    world.run("INSERT { ex:seen ex:q ?o } WHERE { GRAPH ?g { ?s ex:p ?o } }")

    assert world.count("q") == 2


def test_a_computed_graph_name_of_ours_is_not_written_and_the_rest_is() -> None:
    world = World()
    text = f"""INSERT {{ GRAPH ?g {{ ?n ex:q 1 }} ?n ex:r ?g }}
        WHERE {{ ?n ex:label ?l VALUES ?g {{ <{META}> ex:g }} }}"""

    world.run(text)

    assert world.count("q", G) == 1
    assert world.count("r") == 2


@pytest.mark.parametrize("graph", sorted(HIDDEN_GRAPHS))
@pytest.mark.parametrize(
    "template",
    [
        "INSERT DATA {{ GRAPH <{0}> {{ ex:a ex:p 1 }} }}",
        "DELETE DATA {{ GRAPH <{0}> {{ ex:a ex:p 1 }} }}",
        "INSERT {{ GRAPH <{0}> {{ ex:a ex:p 1 }} }} WHERE {{}}",
        "DELETE WHERE {{ GRAPH <{0}> {{ ?s ?p ?o }} }}",
        "WITH <{0}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        "INSERT {{ ex:a ex:p ?o }} USING NAMED <{0}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "CLEAR GRAPH <{0}>",
        "DROP SILENT GRAPH <{0}>",
        "CREATE GRAPH <{0}>",
        "COPY <{0}> TO ex:h",
        "MOVE ex:g TO <{0}>",
        "ADD DEFAULT TO GRAPH <{0}>",
    ],
)
def test_naming_a_graph_of_ours_is_refused(template: str, graph: str) -> None:
    world = World()
    if "USING NAMED" in template and graph == INFERRED:
        world.run(template.format(graph))
        assert world.count("p") == 1  # what sk:inferred holds: FROM NAMED and USING NAMED show it alone
        return

    with pytest.raises(QueryError, match=r"line 1, column \d+: (unknown graph )?sk:\w+"):
        world.plan(template.format(graph))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("LOAD <http://127.0.0.1:9/x>", "LOAD is refused"),
        ("LOAD SILENT <http://127.0.0.1:9/x> INTO GRAPH ex:g", "LOAD is refused"),
        ("INSERT {} WHERE { SERVICE SILENT <http://127.0.0.1:9/x> { ?s ?p ?o } }", "SERVICE <http://127.0.0.1:9/x> is refused"),
        ("INSERT DATA { ex:a ex:p 1 } ; LOAD <http://127.0.0.1:9/x>", "LOAD is refused"),
        ("INSERT DATA { ex:a sk:score 1 }", "sk:score cannot be written: it is computed, or unknown"),
        ("INSERT { ?n sk:score 1 } WHERE { ?n ex:next ?o }", "sk:score cannot be written"),
        ("DELETE { ?n sk:score 1 } INSERT { ?n sk:scor 1 } WHERE { ?n ex:next ?o }", "sk:scor cannot be written"),
        ("DELETE { ?n ex:q [] } WHERE { ?n ex:next ?o }", "what is deleted cannot be named by a blank node"),
        ("DELETE WHERE { ?n ex:q _:b }", "what is deleted cannot be named by a blank node"),
        ("INSERT { ?n ex:q ?r } WHERE { ?n sk:scor ?r }", "unknown predicate sk:scor; did you mean sk:score?"),
        ("INSERT { ?n ex:q ?r } WHERE { ?r sk:near ?n }", "?n, an input of sk:near, is not bound"),
        ("INSERT DATA { ex:a ex:p 1 } ; INSERT { ?n ex:q ?r } WHERE { ?n sk:score ?r }", "must be the first of its request: send it as a request of its own"),
        ("INSERT { ?n ex:q ?r } USING sk:entialed WHERE { ?n ex:p ?r }", "unknown graph sk:entialed; did you mean sk:entailed"),
        ("INSERT DATA { ex:a ex:p }", "syntax error"),
        ("INSERT DATA { ex:a nope:p 1 }", "syntax error"),
        ("INSERT { ?n nope:p 1 } WHERE { ?n ex:p ?r }", "the prefix nope: is not declared"),
        ("SELECT * { ?s ?p ?o }", "syntax error: unexpected 'SELECT'"),
        ("INSERT { ?n ex:q 1 } WHERE { GRAPH sk:inferred { ?n ex:p ?r } }", "GRAPH sees sk:inferred only where"),
    ],
)  # fmt: skip
def test_what_an_update_must_not_do_is_refused_with_its_place(text: str, message: str) -> None:
    world = World()
    before = set(world.store)

    with pytest.raises(QueryError) as caught:
        world.plan(text)

    assert str(caught.value).startswith("line 1, column ")
    assert message in str(caught.value)
    assert set(world.store) == before


@pytest.mark.parametrize(
    "text",
    [
        "DELETE DATA { ex:n1 sk:score 1 ; sk:old 1 }",
        "DELETE WHERE { ?n sk:score ?r . ?n sk:old ?o }",
        "DELETE { ?n sk:score ?r ; sk:old ?r } WHERE { ?n ?p ?r FILTER(?p = sk:score) }",
    ],
)
def test_triples_with_names_of_ours_that_a_file_brought_can_be_deleted(text: str) -> None:
    world = World()
    for name in ("score", "old"):
        world.store.add(ox.Quad(ex("n1"), ox.NamedNode(sk(name)), ox.Literal(1)))

    plan = world.run(text)

    assert plan.touched == frozenset({sk("score"), sk("old")})
    assert not any(quad.predicate.value in plan.touched for quad in world.store)


def test_functions_in_the_where_are_written_back() -> None:
    world = World()

    plan = world.run("INSERT { ?n ex:rank ?r } WHERE { ?n a ex:City ; sk:score ?r }")
    world.run("INSERT { ?n ex:rank2 ?r } WHERE { ?n ex:age ?a BIND(sk:score(?n) AS ?r) FILTER(?r > 201) }")

    assert plan.touched == frozenset({EX + "rank"})
    assert world.count("rank") == 3
    assert world.count("rank2") == 4


def test_blank_nodes_of_the_data_keep_their_identity_in_what_is_written_back() -> None:
    world = World()

    world.run("DELETE { ?n ex:age ?a } INSERT { ?n ex:rank ?r } WHERE { ?n ex:age ?a ; sk:score ?r }")

    assert world.count("age") == 0
    ranked = {quad.subject for quad in world.store.quads_for_pattern(None, ex("rank"), None)}
    typed = {quad.subject for quad in world.store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), None)}
    assert ranked == typed


def test_new_blank_nodes_are_made_for_each_solution() -> None:
    world = World()

    world.run("INSERT { [] ex:about 1 } WHERE { ?n a ex:City ; sk:score ?r }")

    assert world.count("about") == 3


def test_a_where_sees_what_is_written_unless_it_asks_for_more() -> None:
    world = World()

    world.run("INSERT { ?o ex:q 1 } WHERE { ?s ex:p ?o }")
    world.run("INSERT { ?o ex:r 1 } USING sk:entailed WHERE { ?s ex:p ?o }")
    world.run("INSERT { ?o ex:t 1 } USING ex:g WHERE { ?s ex:p ?o }")
    world.run("WITH ex:g INSERT { ?o ex:u ?r } WHERE { ?s ex:p ?o . ex:n1 sk:score ?r }")

    assert (world.count("q"), world.count("r"), world.count("t"), world.count("u", G)) == (0, 1, 1, 1)


def test_functions_of_updates_run_under_the_regime_that_is_chosen() -> None:
    world = World()

    world.run("INSERT { ?n ex:q ?r } WHERE { ?n sk:score ?r }")
    world.run("INSERT { ?n ex:q ?r } USING sk:entailed WHERE { ?n sk:score ?r }")
    world.run("INSERT { ?n ex:q ?r } WHERE { ?n sk:score ?r } # pragma sk:regime sk:asserted")

    assert [call.regime for call in world.fakes.calls] == ["invariant", "entailed", "asserted"]


def test_a_failing_function_leaves_everything_as_it_was() -> None:
    world = World()
    before = set(world.store)

    with pytest.raises(FunctionError, match="sk:broken failed: the model is gone"):
        world.plan("DELETE { ?n ex:age ?a } WHERE { ?n ex:age ?a FILTER(COALESCE(sk:broken(?n), true)) }")

    assert set(world.store) == before


def test_what_is_judged_is_not_run() -> None:
    World().plan(
        "INSERT DATA { ex:a ex:p 1 } ; INSERT { ?s ex:q ?o } WHERE { ?s ?p ?o } ; CREATE GRAPH ex:new"
    )

    assert len(validation._EMPTY) == 0
    assert list(validation._EMPTY.named_graphs()) == []


def test_an_ordinary_update_keeps_its_text() -> None:
    text = PREFIX + "INSERT { ?n ex:q 'sk:' } WHERE { ?n ex:next ?o } # done"

    assert World().engine.plan_update(text).text.endswith(text)


def test_known_prefixes_need_no_declaration_and_can_be_declared_otherwise() -> None:
    world = World()

    world.run("INSERT DATA { ex:a rdfs:label 'a' ; rdf:value 1 ; ex:p owl:Thing, xsd:int }")
    world.run("PREFIX rdfs: <http://example.org/> INSERT DATA { ex:a rdfs:own 'a' }")

    assert world.count("own") == 1


def test_large_data_are_planned_in_little_time() -> None:
    data = "\n".join(f"ex:n{number} ex:p '{{ {number}' ." for number in range(50_000))

    plan = World().plan(f"INSERT DATA {{ {data} GRAPH ex:g {{ ex:a ex:q 1 }} }}")

    assert plan.touched == frozenset({EX + "p", EX + "q"})


def test_the_models_graph_cannot_be_written_where_there_are_no_models() -> None:
    with pytest.raises(QueryError, match="sk:models is kept by the store itself"):
        World().plan(f"INSERT {{ GRAPH <{sk('models')}> {{ ex:m a sk:ComplEx }} }} WHERE {{ }}")
