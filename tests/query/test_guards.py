"""What is refused before anything runs, and errors that show the place in the user's own text."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from semkg.errors import QueryError
from tests.query.fakes import EX, engine, ex, ring, rows

PREFIX = f"PREFIX ex: <{EX}> "


class Listener:
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.iri = f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"remote"}}]}}'
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: {len(body)}\r\n"
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self.calls += 1
                connection.recv(65536)
                connection.sendall(head.encode() + b"Connection: close\r\n\r\n" + body)

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


SERVICES = (
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?x }} }}",
    "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?x }} }}",
    "SELECT * {{ service<{0}>{{ ?s ?p ?x }} }}",
    "SELECT * {{ VALUES ?e {{ <{0}> }} SERVICE SILENT ?e {{ ?s ?p ?x }} }}",
    "BASE <{0}> SELECT * {{ SERVICE <> {{ ?s ?p ?x }} }}",
    "ASK {{ FILTER NOT EXISTS {{ SERVICE <{0}> {{ ?s ?p ?x }} }} }}",
    "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{0}> {{ ?s ?p ?x }} }} }} }} }} broken",
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?x }} ?s & ?o }}",
    "SELECT * {{ # '\n SERVICE <{0}> {{ ?s ?p ?x }} # '\n }}",
)


@pytest.mark.parametrize("template", SERVICES)
def test_service_is_refused_and_nobody_is_called(template: str, listener: Listener) -> None:
    with pytest.raises(QueryError, match=r"line \d+, column \d+: "):
        engine(ring()).query(template.format(listener.iri))

    assert listener.calls == 0


def test_an_allowed_service_is_called_once(listener: Listener) -> None:
    text = f"SELECT ?x {{ SERVICE <{listener.iri}> {{ ?s ?p ?x }} }}"

    found = [row["x"] for row in rows(engine(ring()).query(text, allow_service=[listener.iri]))]

    assert found == [ox.Literal("remote")]
    assert listener.calls == 1


def test_an_allowed_service_with_a_syntax_error_is_not_called(listener: Listener) -> None:
    with pytest.raises(QueryError, match="line 1"):
        engine(ring()).query(
            f"SELECT * {{ SERVICE <{listener.iri}> {{ ?s ?x }} }}", allow_service=[listener.iri]
        )

    assert listener.calls == 0


def test_allowing_one_service_does_not_allow_another(listener: Listener) -> None:
    with pytest.raises(QueryError, match="is refused"):
        engine(ring()).query(SERVICES[0].format(listener.iri), allow_service=["http://example.org/sparql"])


def test_names_of_ours_inside_a_service_of_another_machine_are_its_own(listener: Listener) -> None:
    text = f"SELECT * {{ SERVICE <{listener.iri}> {{ SERVICE sk:unknown {{ [] sk:node ?n }} }} }}"

    found = rows(engine(ring()).query(text, allow_service=[listener.iri]))

    assert len(found) == 1
    assert listener.calls == 1


def test_a_service_of_ours_does_not_allow_another_inside_it(listener: Listener) -> None:
    inner = f"SELECT ?source ?target {{ SERVICE SILENT <{listener.iri}> {{ ?source ?p ?target }} }}"

    with pytest.raises(QueryError, match="is refused, as it calls another machine"):
        engine(ring()).query(f"SELECT * {{ SERVICE sk:weigh {{ [] sk:place ?n . {{ {inner} }} }} }}")

    assert listener.calls == 0


def test_words_in_strings_names_and_comments_are_no_service() -> None:
    text = PREFIX + "SELECT * { ?load ex:service 'SERVICE <http://x/> {}' } # SERVICE LOAD FROM"

    assert rows(engine(ring()).query(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { " + "{" * 200 + "}" * 200 + " }",
        "SELECT * { FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }",
        "SELECT * { ?s ?p " + "(" * 200 + ")" * 200 + " }",
        "SELECT * { ?s ?p " + "[ ?p " * 200 + "1" + " ]" * 200 + " }",
        "SELECT * { ?s ?p " + "<<( ?s ?p " * 200 + "1" + " )>>" * 200 + " }",
        "SELECT * { VALUES ?x { " + "<<( 1 <p:> " * 200 + "1" + " )>>" * 200 + " } }",
        "SELECT * " + "{ SELECT * " * 200 + "{}" + " }" * 200,
        "SELECT * " + "{" * 20000,
    ],
)
def test_deep_nesting_is_refused_before_it_can_end_the_process(text: str) -> None:
    with pytest.raises(QueryError, match="brackets nest deeper than 128"):
        engine(ring()).query(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { " + "{" * 120 + "}" * 120 + " }",
        "SELECT * { FILTER(" + "(" * 120 + "1" + ")" * 120 + ") }",
        "SELECT * { " + "OPTIONAL { " * 120 + "?s sk:score ?r" + " }" * 120 + " }",
        "SELECT * { " + "FILTER EXISTS { " * 120 + "?s sk:score ?r" + " }" * 120 + " }",
        "SELECT * { ?s sk:score ?r . ?s ?p " + "[ <p:> " * 100 + "1" + " ]" * 100 + " }",
        "SELECT * { ?s sk:score ?r . ?s ?p " + "[ sk:score " * 20 + "1" + " ]" * 20 + " }",
        "SELECT * { ?s sk:score ?r FILTER(" + "(" * 120 + "sk:score(?s)" + ")" * 120 + " > 0) }",
    ],
)
def test_what_is_within_the_limit_runs(text: str) -> None:
    assert rows(engine(ring()).query(text)) is not None


def test_long_paths_and_endless_operators_are_refused() -> None:
    path = "SELECT * { ?x " + "/".join(["<p:>"] * 101) + " ?y }"
    operators = "SELECT * { FILTER(" + "1+" * 20000 + "1) }"
    negations = "SELECT * { FILTER(" + "!" * 20000 + "1) }"

    with pytest.raises(QueryError, match="a path has more than 100 steps"):
        engine(ring()).query(path)
    for text in (operators, negations):
        with pytest.raises(QueryError, match="more than 2000 operators"):
            engine(ring()).query(text)
    assert rows(engine(ring()).query(path.replace("/<p:>", "", 1))) == []


def test_steps_are_counted_for_each_path() -> None:
    text = PREFIX + "SELECT * { ?n sk:score ?r . " + "?n ex:next/ex:next/ex:next ?x . " * 60 + "}"

    with pytest.raises(QueryError, match="a path has more than 100 steps"):
        engine(ring()).query(text.replace("ex:next/ex:next/ex:next", "/".join(["ex:next"] * 101), 1))
    assert not engine(ring()).query(
        text.replace("SELECT *", "ASK").replace("?n ex:next/", "ex:none ex:next/")
    )


def test_a_very_long_values_block_is_read_at_once() -> None:
    data = " ".join(f"(ex:n{number} '# {{ ({number}')" for number in range(100_000))
    text = PREFIX + f"SELECT (COUNT(*) AS ?c) {{ VALUES (?n ?x) {{ {data} }} ?n sk:score ?r }}"

    (row,) = rows(engine(ring()).query(text))

    assert row["c"] == ox.Literal(6)


@pytest.mark.parametrize(
    ("text", "line", "column", "shown"),
    [
        ("SELECT * {\n  ?s ?p ?o &\n}", 2, 12, "  ?s ?p ?o &"),
        ("SELECT * {\n  ?s ?p ?o &\n} # sk:", 2, 12, "  ?s ?p ?o &"),
        ("SELECT ?x {\r\n ?n sk:score ?r .\r\n ?n 'é' ?r }", 3, 5, " ?n 'é' ?r }"),
        ("SELECT * { ?n sk:score ?r ", 1, 26, "SELECT * { ?n sk:score ?r "),
        ("SELECT * { ?n sk:score ?r . ?x nope:p ?y }", 1, 32, "SELECT * { ?n sk:score ?r . ?x nope:p ?y }"),
        ("SELECT * {\n\n?n sk:scor ?r }", 3, 4, "?n sk:scor ?r }"),
        ("SELECT (sk:scor(?n) AS ?r) { ?n ?p ?o }", 1, 9, "SELECT (sk:scor(?n) AS ?r) { ?n ?p ?o }"),
        ("SELECT (1 AS ?r) { ?n sk:score ?r }", 1, 14, "SELECT (1 AS ?r) { ?n sk:score ?r }"),
        ("SELECT * { ?n ?p ?r BIND(1 AS ?r) }", 1, 31, "SELECT * { ?n ?p ?r BIND(1 AS ?r) }"),
        ("SELECT ?n ?n { ?n ?p ?r }", 1, 11, "SELECT ?n ?n { ?n ?p ?r }"),
        ("SELECT * { ?n nope:p ?r }", 1, 15, "SELECT * { ?n nope:p ?r }"),
        ("SELECT * { ?n <p> ?r }", 1, 15, "SELECT * { ?n <p> ?r }"),
        ("SELECT * { FILTER(strlenght(?x) > 3) }", 1, 19, "SELECT * { FILTER(strlenght(?x) > 3) }"),
    ],
)
def test_an_error_shows_its_place_in_the_users_text(text: str, line: int, column: int, shown: str) -> None:
    with pytest.raises(QueryError) as caught:
        engine(ring()).query(text)

    first, second, third = str(caught.value).split("\n")
    assert first.startswith(f"line {line}, column {column}: ")
    assert second == f"  {shown}"
    assert third == "  " + " " * (column - 1) + "^"


def test_an_error_far_into_a_long_line_shows_its_surroundings() -> None:
    with pytest.raises(QueryError) as caught:
        engine(ring()).query("SELECT * { " + "?s ?p ?o . " * 30 + "?n sk:scor ?r }")

    _, shown, pointer = str(caught.value).split("\n")
    assert shown[len(pointer) - 1 :].startswith("sk:scor ?r")


def test_unknown_functions_of_others_are_errors() -> None:
    for more in ("", " ?n sk:score ?s"):
        with pytest.raises(QueryError, match="column 42: there is no function <"):
            engine(ring()).query(PREFIX + "SELECT (ex:f(?n) AS ?r) { ?n ex:next ?o ." + more + "}")


def test_syntax_that_the_grammar_does_not_know_goes_to_oxigraph_if_it_is_not_ours() -> None:
    store = ring()
    store.add(ox.Quad(ex("n1"), ex("load"), ex("n2")))

    with pytest.raises(QueryError, match="line 1, column 12: syntax error"):
        engine(store).query("SELECT * { & } # from")
