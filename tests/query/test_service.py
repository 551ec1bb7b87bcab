"""SERVICE twins: the same call in another form, and the same answers when it comes from another store."""

# ruff: noqa: E501  # one case a line

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from semkg.errors import FunctionError, QueryError
from tests.query.fakes import EX, Fakes, engine, ex, ring, rows, solutions

PREFIX = f"PREFIX ex: <{EX}>\n"
SK = "PREFIX sk: <https://w3id.org/semkg#> "

# Each case: a pattern with a twin, and the same with a magic predicate.
TWINS = {
    "all outputs": ("SERVICE sk:score { [] sk:place ?n ; sk:score ?r }", "?n sk:score ?r"),
    "one output": ("SERVICE sk:score { [] sk:place ?n }", "(?n) sk:score ()"),
    "only the last output": ("SERVICE sk:near { [] sk:node ex:n1 ; sk:score ?s }", "SELECT DISTINCT ?s { (?o ?s) sk:near (ex:n1) }"),
    "a variable as the node": ("SERVICE sk:near { ?call sk:node ex:n1 ; sk:place ?o }", "?o sk:near ex:n1"),
    "a label as the node": ("SERVICE sk:near { _:c sk:node ex:n1 . _:c sk:place ?o }", "?o sk:near ex:n1"),
    "brackets around the properties": ("SERVICE sk:near { [ sk:node ex:n1 ; sk:place ?o ] }", "?o sk:near ex:n1"),
    "SILENT changes nothing": ("SERVICE SILENT sk:near { [] sk:node ex:n1 ; sk:place ?o }", "?o sk:near ex:n1"),
    "inputs from before": ("?n a ex:City SERVICE sk:near { [] sk:node ?n ; sk:place ?o ; sk:k 3 }", "?n a ex:City . (?o) sk:near (?n 3)"),
    "inputs from behind": ("SERVICE sk:near { [] sk:place ?o ; sk:k ?k ; sk:node ?n } ?n a ex:City ; ex:age ?k", "?n a ex:City ; ex:age ?k . (?o) sk:near (?n ?k)"),
    "between triples": ("?n ex:next ?m SERVICE sk:near { [] sk:node ?n ; sk:place ?o } ?o ex:age ?a", "?n ex:next ?m . ?o sk:near ?n ; ex:age ?a"),
    "a constant output": ("?n a ex:City SERVICE sk:near { [] sk:node ?n ; sk:place ex:n2 ; sk:score ?s }", "?n a ex:City . (ex:n2 ?s) sk:near (?n)"),
    "an output of no interest": ("SERVICE sk:near { [] sk:node ex:n1 ; sk:place [] ; sk:score ?s }", "([] ?s) sk:near (ex:n1)"),
    "options": ("SERVICE sk:score { [] sk:place ?n ; sk:score ?r ; sk:damping 0.9 ; sk:regime sk:asserted }", "(?n ?r) sk:score (sk:damping 0.9 sk:regime sk:asserted)"),
    "repeated options": ("SERVICE sk:score { [] sk:place ?n ; sk:seed ex:n1 , ex:n2 ; sk:seed ex:n3 }", "(?n) sk:score (sk:seed ex:n1 sk:seed ex:n2 sk:seed ex:n3)"),
    "in OPTIONAL": ("?n ex:near ?m OPTIONAL { SERVICE sk:near { [] sk:node ?n ; sk:place ?m ; sk:score ?s } }", "?n ex:near ?m OPTIONAL { (?m ?s) sk:near (?n) }"),
    "in EXISTS": ("?n a ex:City FILTER EXISTS { SERVICE sk:near { [] sk:node ?n ; sk:place ex:n2 } }", "?n a ex:City FILTER EXISTS { ex:n2 sk:near ?n }"),
    "in MINUS": ("?n a ex:City MINUS { SERVICE sk:near { [] sk:node ex:n0 ; sk:place ?n } }", "?n a ex:City MINUS { ?n sk:near ex:n0 }"),
    "in UNION": ("{ SERVICE sk:near { [] sk:node ex:n1 ; sk:place ?n } } UNION { SERVICE sk:near { [] sk:node ex:n2 ; sk:place ?n } }", "{ ?n sk:near ex:n1 } UNION { ?n sk:near ex:n2 }"),
    "in LATERAL": ("?n a ex:City LATERAL { SELECT ?n ?o { SERVICE sk:near { [] sk:node ?n ; sk:place ?o ; sk:score ?s } } ORDER BY ?s LIMIT 1 }", "?n a ex:City LATERAL { SELECT ?n ?o { (?o ?s) sk:near (?n) } ORDER BY ?s LIMIT 1 }"),
    "feeding each other": ("SERVICE sk:near { [] sk:node ?b ; sk:place ?c } SERVICE sk:near { [] sk:node ex:n0 ; sk:place ?b }", "?b sk:near ex:n0 . ?c sk:near ?b"),
}  # fmt: skip


@pytest.mark.parametrize(("twin", "predicate"), TWINS.values(), ids=TWINS)
def test_a_twin_answers_like_its_predicate(twin: str, predicate: str) -> None:
    fakes = Fakes()
    asked = engine(ring(), fakes)

    found = solutions(asked.query(f"{PREFIX} SELECT * {{ {twin} }}"))
    called = [(call.inputs, call.regime, call.options) for call in fakes.calls]
    fakes.calls.clear()
    wanted = solutions(asked.query(f"{PREFIX} SELECT * {{ {predicate} }}"))

    assert found == wanted
    assert found
    assert called == [(call.inputs, call.regime, call.options) for call in fakes.calls]


# Each case: the text (^ before the place of the error), and a part of the message.
MALFORMED = [
    ("SELECT * { SERVICE ^sk:nea { [] sk:node ex:n1 } }", "unknown service sk:nea; did you mean sk:near? Valid: sk:alike"),
    ("SELECT * { SERVICE SILENT ^sk:nea { [] sk:node ex:n1 } }", "unknown service sk:nea"),
    ("SELECT * { SERVICE sk:near { [] sk:place ?o ; ^sk:nod ?n } }", "sk:near has no property sk:nod; did you mean sk:node"),
    ("SELECT * { SERVICE ^sk:near { [] sk:place ?o } }", "sk:near needs node: where to start"),
    ("SELECT * { SERVICE SILENT ^sk:near { [] sk:place ?o } }", "sk:near needs node: where to start"),
    ("SELECT * { SERVICE ^sk:near { [] sk:node ex:n1 } }", "sk:near gives nothing here: name at least one of its outputs (sk:place, sk:score)"),
    ("SELECT * { SERVICE ^sk:near {} }", "sk:near needs properties that say what goes in and comes out: SERVICE sk:near { [] sk:node ?node ;"),
    ("SELECT * { SERVICE sk:near { [] sk:node ex:n1 ; sk:place ?o ; ^sk:place ?p } }", "sk:near gets place twice"),
    ("SELECT * { SERVICE sk:near { [] sk:node ex:n1 , ^ex:n2 ; sk:place ?o } }".replace("^ex:n2", "ex:n2").replace("sk:node", "^sk:node"), "sk:near gets node twice"),
    ("SELECT * { SERVICE sk:score { [] sk:place ?o ; sk:damping 0.5 ; ^sk:damping 0.6 } }", "sk:score gets damping twice"),
    ("SELECT * { SERVICE sk:near { ^[] sk:node ex:n1 . [] sk:place ?o } }", "sk:near is one call, so all its properties belong to one node"),
    ("SELECT * { SERVICE sk:near { ?a sk:node ex:n1 . ^?b sk:place ?o } }", "sk:near is one call"),
    ("SELECT * { SERVICE sk:near { ^ex:x sk:node ex:n1 ; sk:place ?o } }", "sk:near is described by properties of a blank node or variable"),
    ("SELECT * { SERVICE sk:near { [] sk:node ex:n1 ; ^ex:place ?o } }", "sk:near has properties named sk:... only"),
    ("SELECT * { SERVICE sk:near { [] ^sk:node/sk:k ex:n1 ; sk:place ?o } }", "sk:near has properties named sk:... only"),
    ("SELECT * { SERVICE sk:near { [] ^?p ex:n1 ; sk:place ?o } }", "sk:near has properties named sk:... only"),
    ("SELECT * { SERVICE sk:near { [] sk:node ^(ex:n1) ; sk:place ?o } }", "sk:near takes variables, IRIs and literals"),
    ("SELECT * { SERVICE sk:near { [] sk:node ^'x' ; sk:place ?o } }", "node must be a node (an IRI or a blank node), not \"x\""),
    ("SELECT * { SERVICE sk:near { [] sk:node ex:n1 ; sk:k ^0 ; sk:place ?o } }", "k must be at least 1, not 0"),
    ("SELECT * { SERVICE sk:near { [] sk:node ex:n1 ; sk:place ^5 } }", "place must be a node"),
    ("SELECT * { SERVICE sk:score { [] sk:place ?o ; sk:damping ^?d } }", "sk:score needs a constant for sk:damping, not a variable"),
    ("SELECT * { SERVICE ^sk:near { [] sk:node ?n ; sk:place ?o } }", "?n, an input of sk:near, is not bound"),
    ("SELECT * { SERVICE sk:near { [] sk:node ex:n1 ; sk:place ?o ^FILTER(?o != ex:n2) } }", "sk:near takes properties of one node and at most one sub-query"),
    ("SELECT * { SERVICE sk:near { [] sk:node ex:n1 ; sk:place ?o { ^SELECT ?source ?target { ?source ex:next ?target } } } }", "sk:near takes no sub-query: it does not work on edges"),
    ("SELECT * { SERVICE sk:weigh { [] sk:place ?n { ^SELECT ?source ?goal { ?source ex:next ?goal } } } }", "sk:weigh wants ?source, ?target and, if it likes, ?weight of its sub-query, not ?goal ?source"),
    ("SELECT * { SERVICE sk:weigh { [] sk:place ?n { ^SELECT ?source { ?source ex:next ?goal } } } }", "sk:weigh wants ?source, ?target"),
    ("SELECT * { SERVICE sk:weigh { [] sk:place ?n { SELECT ?source ?target { ?source ex:next ?target } } { ^SELECT ?source ?target { ?source ex:next ?target } } } }", "sk:weigh takes at most one sub-query"),
    ("SELECT * { SERVICE sk:weigh { [] sk:place ?n ; ^sk:edges ex:next { SELECT ?source ?target { ?source ex:next ?target } } } }", "sk:weigh gets its edges from the sub-query, so sk:edges has nothing to choose"),
    ("SELECT * { SERVICE sk:weigh { [] sk:place ?n { ^SELECT ?source ?target ('x' AS ?weight) { ?source ex:next ?target } } } }", "sk:weigh cannot take the edges of its sub-query: weight must be a number, not \"x\""),
    ("SELECT * { SERVICE sk:weigh { [] sk:place ?n { ^SELECT ?source ?target (0 AS ?weight) { ?source ex:next ?target } } } }", "weight must be above 0 and at most 1e+100, not 0"),
    ("SELECT * { SERVICE sk:weigh { [] sk:place ?n { ^SELECT ?source ?target (1e101 AS ?weight) { ?source ex:next ?target } } } }", "weight must be above 0 and at most 1e+100, not 1e+101"),
    ("SELECT * { SERVICE sk:weigh { [] sk:place ?n { ^SELECT ?source ?target { ?source ex:next ?x OPTIONAL { ?source ex:near ?target } } } } }", "?target is unbound in row"),
    ("SELECT * { SERVICE sk:weigh { [] sk:place ?n { SELECT ?source ?target { ?target ^sk:near ?source } } } ?source a ex:City }", "?source, an input of sk:near, is not bound"),
    ("SELECT * { ^?call a ex:City SERVICE sk:near { ?call sk:node ex:n1 ; sk:place ?o } }", "?call stands for a call in a SERVICE of ours, so it can have no value"),
    ("SELECT ^?call { SERVICE sk:near { ?call sk:node ex:n1 ; sk:place ?o } }", "?call stands for a call in a SERVICE of ours"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "message"), MALFORMED, ids=[marked for marked, _ in MALFORMED])
def test_a_malformed_twin_is_refused_with_its_place(marked: str, message: str) -> None:
    before, after = marked.split("^", 1)

    with pytest.raises(QueryError) as caught:
        engine(ring()).query(PREFIX + before + after)

    assert str(caught.value).startswith(f"line 2, column {len(before) + 1}: ")
    assert message in str(caught.value).split("\n")[0]


def test_silent_does_not_hide_a_failing_function() -> None:
    with pytest.raises(FunctionError, match="the model is gone"):
        engine(ring()).query(
            PREFIX + "SELECT * { SERVICE SILENT sk:broken { [] sk:node ex:n1 ; sk:score ?s } }"
        )


# Sub-queries that give edges, with what leads to n5 and n2 in them.
EDGES = {
    "a pattern": ("SELECT ?source ?target { ?source ex:near ?target FILTER(isIRI(?target)) }", {"n5": 2.0}),
    "every variable": ("SELECT * { ?source ex:near ?target FILTER(isIRI(?target)) }", {"n5": 2.0}),
    "a path": ("SELECT ?source ?target { ?source ex:next/ex:next ?target FILTER(?source = ex:n0) }", {"n2": 1.0}),
    "weights": ("SELECT ?source ?target ?weight { VALUES (?source ?target ?weight) { (ex:a ex:n5 0.5) (ex:b ex:n5 2) (ex:b ex:n2 1e0) } }", {"n5": 2.5, "n2": 1.0}),
    "computed weights": ("SELECT ?source ?target (?a + 1 AS ?weight) { ?source ex:near ?target ; ex:age ?a FILTER(isIRI(?target)) }", {"n5": 7.0}),
    "grouped": ("SELECT ?target (COUNT(*) AS ?weight) (ex:x AS ?source) { ?s ex:near ?target FILTER(isIRI(?target)) } GROUP BY ?target", {"n5": 2.0}),
    "limited": ("SELECT ?source ?target { ?source ex:near ?target FILTER(isIRI(?target)) } LIMIT 1", {"n5": 1.0}),
    "made of another call": ("SELECT ?source ?target (?s AS ?weight) { ?source ex:label ?l . (?target ?s) sk:near (?source 4) FILTER(?target IN (ex:n5, ex:n2)) }", {"n5": 0.25, "n2": 1.0}),
    "made of a twin": ("SELECT ?source ?target { ?source ex:label ?l SERVICE sk:near { [] sk:node ?source ; sk:place ?target ; sk:k 1 } }", {"n2": 1.0}),
    "with a scalar": ("SELECT ?source ?target (sk:alike(?source, ?target) AS ?weight) { ?source ex:near ?target FILTER(isIRI(?target)) }", {"n5": 5.0}),
    "no edges": ("SELECT ?source ?target { ?source ex:nothing ?target }", {}),
    "with a trailing VALUES": ("SELECT ?source ?target { ?source ex:next ?target } VALUES ?source { ex:n1 ex:n4 }", {"n2": 1.0, "n5": 1.0}),
}  # fmt: skip


@pytest.mark.parametrize(("select", "wanted"), EDGES.values(), ids=EDGES)
def test_a_sub_query_gives_the_edges(select: str, wanted: dict[str, float]) -> None:
    for body in (
        f"[] sk:place ?n ; sk:score ?s . {{ {select} }}",
        f"{{ {select} }} [] sk:place ?n ; sk:score ?s",
    ):
        found = rows(engine(ring()).query(f"{PREFIX} SELECT ?n ?s {{ SERVICE sk:weigh {{ {body} }} }}"))

        assert {row["n"].value.removeprefix(EX): float(row["s"].value) for row in found} == wanted


def test_a_sub_query_sees_no_variable_from_outside_and_shows_none() -> None:
    text = "SELECT * { VALUES ?source { ex:n1 } SERVICE sk:weigh { [] sk:place ?n ; sk:score ?s . { SELECT ?source ?target { ?source ex:near ?target FILTER(isIRI(?target)) } } } }"

    [row] = solutions(engine(ring()).query(PREFIX + text))

    assert {name for name, _ in row} == {"source", "n", "s"}
    assert dict(row)["source"] == str(ex("n1"))


def test_without_a_sub_query_a_function_of_edges_gets_none() -> None:
    fakes = Fakes()

    rows(engine(ring(), fakes).query(PREFIX + "SELECT * { (?n ?s) sk:weigh (sk:edges ex:next) }"))

    assert fakes.calls[0].edges is None


def test_twins_work_in_the_where_of_an_update() -> None:
    store = ring()
    plan = engine(store).plan_update(
        PREFIX
        + "INSERT { ?n ex:rank ?s } WHERE { ?n a ex:City SERVICE sk:weigh { [] sk:place ?n ; sk:score ?s ."
        " { SELECT ?source ?target { ?source ex:near ?target FILTER(isIRI(?target)) } } } }"
    )

    store.update(plan.text, custom_functions=plan.custom_functions)

    assert [quad.subject for quad in store.quads_for_pattern(None, ex("rank"), None)] == [ex("n5")]


# Argument lists as other stores write them: as rdf:first and rdf:rest of variables or labels.
LISTS = {
    "inputs": ("?o sk:near ?l . ?l rdf:first ex:n1 . ?l rdf:rest ?m . ?m rdf:first 3 . ?m rdf:rest rdf:nil", "?o sk:near (ex:n1 3)"),
    "outputs": ("?l rdf:first ?o . ?l rdf:rest ?m . ?l sk:near ex:n1 . ?m rdf:first ?s . ?m rdf:rest rdf:nil", "(?o ?s) sk:near ex:n1"),
    "labels and semicolons": ("_:l rdf:first ?o ; rdf:rest _:m ; sk:near ex:n1 . _:m rdf:first ?s ; rdf:rest ()", "(?o ?s) sk:near ex:n1"),
    "no inputs": ("?l rdf:first ?n ; rdf:rest rdf:nil ; sk:score rdf:nil", "(?n) sk:score ()"),
    "beside other triples": ("?n a ex:City . ?o sk:near ?l ; ex:age ?a . ?l rdf:first ?n ; rdf:rest rdf:nil . ?n ex:next ?x", "?n a ex:City ; ex:next ?x . ?o sk:near (?n) ; ex:age ?a"),
    "in a filter": ("?n a ex:City FILTER EXISTS { ex:n2 sk:near ?l . ?l rdf:first ?n ; rdf:rest rdf:nil }", "?n a ex:City FILTER EXISTS { ex:n2 sk:near (?n) }"),
    "one list for two calls": ("?l rdf:first ?o ; rdf:rest rdf:nil ; sk:near ex:n1 , ex:n0", "(?o) sk:near ex:n1 , ex:n0"),
}  # fmt: skip


@pytest.mark.parametrize(("triples", "lists"), LISTS.values(), ids=LISTS)
def test_a_list_that_is_written_as_triples_is_a_list(triples: str, lists: str) -> None:
    asked = engine(ring())

    found = solutions(asked.query(f"{PREFIX} SELECT * {{ {triples} }}"))

    assert found == solutions(asked.query(f"{PREFIX} SELECT * {{ {lists} }}"))
    assert found


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?l { ?o sk:near ?l . ?l rdf:first ?x ; rdf:rest rdf:nil }",
        "SELECT * { ?o sk:near ?l . ?n ex:list ?l . ?l rdf:first ?x ; rdf:rest rdf:nil }",
        "SELECT * { ?o sk:near ?l . ?l rdf:first ?x ; rdf:rest ?m }",
        "SELECT * { ?o sk:near ?l . ?l rdf:first ?x , ?y ; rdf:rest rdf:nil }",
    ],
)
def test_lists_in_the_data_are_data(text: str) -> None:
    store = ring()
    cell = ox.BlankNode()
    store.add(ox.Quad(ex("n1"), ex("list"), cell))
    store.add(ox.Quad(cell, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#first"), ex("n2")))
    rest = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")
    store.add(ox.Quad(cell, rest, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil")))
    fakes = Fakes()

    rows(engine(store, fakes).query(PREFIX + text))

    assert [call.inputs for call in fakes.calls] == [[(cell, 2)]]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """An endpoint that answers with our engine over the ring."""
    asked = engine(ring())

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            body = asked.query(text).serialize(format="json")
            assert body is not None
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "pattern",
    [
        *(twin for twin, _ in TWINS.values()),
        *(
            f"SERVICE sk:weigh {{ [] sk:place ?n ; sk:score ?s . {{ {select} }} }}"
            for select, _ in EDGES.values()
        ),
        "(?n ?r) sk:score ()",
        "(?n ?r) sk:score (sk:seed ex:n1 sk:damping 0.5)",
        "?n a ex:City . (?o ?s) sk:near (?n 3) , (?n)",
        "?n a ex:City OPTIONAL { (?o ?s) sk:near (?n 3) FILTER(?s < 1) } FILTER EXISTS { (?o) sk:near (?n 1) }",
        "?n a ex:City BIND(sk:score(?n) AS ?v)",
    ],
)
def test_another_store_gets_the_same_answers_by_service(endpoint: str, pattern: str) -> None:
    other = ox.Store()

    found = solutions(other.query(f"{SK}{PREFIX} SELECT * {{ SERVICE <{endpoint}> {{ {pattern} }} }}"))

    here = solutions(engine(ring()).query(f"{PREFIX} SELECT * {{ {pattern} }}"))
    assert [_without_blank_names(row) for row in found] == [_without_blank_names(row) for row in here]


def _without_blank_names(row: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(name, "_:" if value.startswith("_:") else value) for name, value in row]
