"""What is wrong in SPARQL itself is said in words of ours, with its place."""

# ruff: noqa: E501  # one case a line

from __future__ import annotations

import pyoxigraph as ox
import pytest

from semkg.errors import QueryError
from semkg.query.builtins import ARGUMENTS
from semkg.query.source import Source
from tests.query.fakes import EX, engine, ring

PREFIX = f"PREFIX ex: <{EX}>\n"

# Each case: the text (^ before the place of the error), and a part of the message.
CASES = [
    ("SELECT (^REGEX(?n) AS ?x) { ?n ?p ?o }", "REGEX takes 2 to 3 arguments, not 1"),
    ("SELECT (^substr() AS ?x) { ?n ?p ?o }", "substr takes 2 to 3 arguments, not 0"),
    ("SELECT (^NOW(?n) AS ?x) { ?n ?p ?o }", "NOW takes no arguments, not 1"),
    ("SELECT (^IF(1, 2) AS ?x) { ?n ?p ?o }", "IF takes 3 arguments, not 2"),
    ("SELECT * { ?n ?p ?o FILTER(BOUND(^1)) }", "BOUND asks about a variable, and this is none"),
    ("SELECT * { ?n ?p ?o FILTER(^foo(1)) }", "foo is no function of SPARQL; other functions are written as IRIs"),
    ("SELECT * { ?n ?p ?o FILTER(^ex:foo(1)) }", "there is no function <http://example.org/foo> here"),
    ("SELECT * { ?n sk:score ?o FILTER(^ex:foo(1)) }", "there is no function <http://example.org/foo> here"),
    ("SELECT * { ?n ?p ?o FILTER(1 = 1 ^= 1) }", "= cannot follow another comparison"),
    ("SELECT ^?n (COUNT(*) AS ?c) { ?n ?p ?o }", "?n is neither named by GROUP BY nor inside an aggregate such as SAMPLE(?n)"),
    ("SELECT ^?n { ?n ?p ?o } GROUP BY ?o", "?n is neither named by GROUP BY"),
    ("SELECT ^?n { ?n sk:score ?o } GROUP BY (?o + 1 AS ?q)", "?n is neither named by GROUP BY"),
    ("SELECT ^* { ?n ?p ?o } GROUP BY ?o", "SELECT * cannot stand with GROUP BY"),
    ("SELECT ?n ^?n { ?n ?p ?o }", "?n is selected twice"),
    ("SELECT (1 AS ^?n) { ?n ?p ?o }", "?n is bound already by the pattern"),
    ("SELECT * { ?n ?p ?o BIND(1 AS ^?n) }", "?n is bound already, so BIND cannot bind it"),
    ("SELECT * { ?n ?p ?o LATERAL { BIND(1 AS ^?o) } }", "?o has its value from the left of LATERAL"),
    ("SELECT * { ?n ?p ?o LATERAL { VALUES ^?o { 1 } } }", "?o has its value from the left of LATERAL"),
    ("SELECT * { ?n ?p ?o LATERAL { SELECT (1 AS ^?o) {} } }", "?o has its value from the left of LATERAL"),
    ("SELECT * { VALUES (?a ?b) { (1 2) ^(1) } }", "this row of VALUES has 1 value for 2 variables"),
    ("SELECT * { VALUES (?a) { ^(<x:a(b> \"c d\"@en) } }", "this row of VALUES has 2 values for 1 variable"),
    ("SELECT * { VALUES (?a ?b) { (1 '''a ) b''' ) # (1\n ^() } }", "this row of VALUES has 0 values for 2 variables"),
    ("SELECT * {} VALUES ?a { ^?b }", "VALUES holds constants and UNDEF only, not a variable"),
    ("SELECT * { VALUES ?a { ^_:b } }", "VALUES holds constants and UNDEF only, not a blank node"),
    ("SELECT * { VALUES ?a ^{ (1) } }", "rows in brackets need the variable of VALUES in brackets too"),
    ("SELECT * { _:a ?p ?x { ^_:a ?q ?y } }", "_:a stands in two basic graph patterns; use a variable"),
    ("SELECT * { _:a sk:score ?x { ^_:a ?q ?y } }", "_:a stands in two basic graph patterns; use a variable"),
    ("SELECT * { ?n ?p ?o FILTER(^COALESCE (?n, 1) = 1) }", "Oxigraph wants no blank between COALESCE and its brackets"),
    ("SELECT * { ?n ^nope:p ?o }", "the prefix nope: is not declared"),
    ("SELECT * { ?n ^<p> ?o }", "<p> is a relative IRI, and there is no BASE"),
    ("SELECT * { ?n ?p ^}", "syntax error: unexpected '}'"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "message"), CASES, ids=[marked for marked, _ in CASES])
def test_what_sparql_forbids_is_shown_at_its_place(marked: str, message: str) -> None:
    before, after = marked.split("^", 1)

    with pytest.raises(QueryError) as caught:
        engine(ring()).query(PREFIX + before + after)

    lines = (PREFIX + before).split("\n")
    assert str(caught.value).startswith(f"line {len(lines)}, column {len(lines[-1]) + 1}: ")
    assert message in str(caught.value).split("\n")[0]


@pytest.mark.parametrize("marked", [marked for marked, _ in CASES])
def test_no_message_passes_on_what_oxigraphs_parser_expected(marked: str) -> None:
    with pytest.raises(QueryError) as caught:
        engine(ring()).query(PREFIX + marked.replace("^", "", 1))

    assert "expected one of" not in str(caught.value)
    assert "not supported" not in str(caught.value)


def test_what_nobody_foresaw_still_names_what_stands_there() -> None:
    shown = Source("SELECT * {\n  ?s ?p ?o !! }").syntax_error("error at 2:12: expected one of GRAPH, [_]")
    at_the_end = Source("SELECT * {").syntax_error("error at 1:11: expected <unreported>")
    rule = Source("SELECT").syntax_error("error at 1:7: The thing is not allowed at all")

    assert str(shown).startswith("line 2, column 12: syntax error: ! cannot stand here")
    assert str(at_the_end).startswith("line 1, column 11: syntax error: the text cannot end here")
    assert str(rule).startswith("line 1, column 7: syntax error: the thing is not allowed at all")


def test_an_update_in_place_of_a_query_is_told_where_to_go_and_the_other_way_round() -> None:
    with pytest.raises(QueryError, match=r"line 2, column 1: .*kg\.update\(\) run"):
        engine(ring()).query(f"{PREFIX}INSERT DATA {{ ex:a ex:p ex:b }}")
    with pytest.raises(QueryError, match=r"line 2, column 1: .*kg\.query\(\) answer"):
        engine(ring()).plan_update(f"{PREFIX}SELECT * {{ ?s ?p ?o }}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('INSERT DATA { ex:a ex:p "?x" . ^"m"@en a ex:X }', "a literal cannot be a subject"),
        ("INSERT DATA { GRAPH ex:g { ^5 ex:p 1 } }", "a literal cannot be a subject"),
        ("INSERT DATA {} ; DELETE DATA { ^true ex:p 1 }", "a literal cannot be a subject"),
        (
            "INSERT DATA { ex:a ex:p [ ex:q ^?m ] }",
            "INSERT DATA holds no variables: write INSERT { ... } WHERE",
        ),
        (
            "DELETE DATA { GRAPH ^?g { ex:a ex:p 1 } }",
            "DELETE DATA holds no variables: write DELETE { ... } WHERE",
        ),
    ],
)
def test_what_cannot_stand_in_data_is_named_with_its_place(text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        engine(ring()).plan_update(f"{PREFIX}\n{text.replace('^', '')}")

    assert str(caught.value).startswith(
        f"line {PREFIX.count(chr(10)) + 2}, column {text.index('^') + 1}: {message}"
    )


MANY = "".join(
    f'ex:n{number} ex:p "a . \\"{{ 5" , 5.0 , -1 , .5e3 , "x"@en-GB , "y"^^ex:t , true , ex:a.b ; ex:q [ ex:p (1 "two" 3.0) ] .\n'
    for number in range(2_000)
)
"""A block of data of 200,000 characters that has everything but what is refused."""


@pytest.mark.parametrize(
    "wrong",
    [
        "ex:a ex:b ^?x",
        "^'x'@en ex:b 1",
        "^5 ex:b 1",
        "GRAPH ex:g { ^true ex:b 1 }",
        "[] ex:b ex:c . ^1.5 ex:b 2",
    ],
)
def test_a_long_block_of_data_is_looked_through_too(wrong: str) -> None:
    place = wrong.index("^") + 1

    with pytest.raises(
        QueryError, match=rf"^line 2002, column {place}: (INSERT DATA holds no|a literal cannot be)"
    ):
        engine(ring()).plan_update(f"{PREFIX}INSERT DATA {{{MANY}{wrong.replace('^', '')} }}")

    engine(ring()).plan_update(f"{PREFIX}INSERT DATA {{{MANY}}}")


def test_a_range_of_characters_is_no_sentence_of_the_parser() -> None:
    error = Source("INSERT DATA { <a:a> <a:b> }").syntax_error(
        "error at 1:27: expected one of \"$\", ['A' ..= 'Z' | 'a' ..= 'z' | '\\u{00C0}'..='\\u{00D6}']"
    )

    assert str(error).startswith("line 1, column 27: syntax error: } cannot stand here")


def test_a_place_in_our_own_rewriting_is_never_shown_as_the_users() -> None:
    error = Source("SELECT * {}").syntax_error("error at 1:400: expected one of UNION")

    assert "column" not in str(error)
    assert "our functions cannot be run" in str(error)


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_oxigraph_agrees_on_how_many_arguments_a_function_takes(name: str) -> None:
    least, most = ARGUMENTS[name]

    taken = [count for count in range(6) if _takes(name, count)]

    assert taken == list(range(least, min(most, 5) + 1))


def _takes(name: str, count: int) -> bool:
    text = f"SELECT ({name}({', '.join(['?x'] * count)}) AS ?v) {{ VALUES ?x {{ 1 }} }}"
    try:
        ox.Store().query(text)
    except SyntaxError:
        return False
    return True
