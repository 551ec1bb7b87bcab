"""The parser of our own: it takes what Oxigraph takes, and knows where everything stands."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from semkg.query.edits import render, render_all
from semkg.query.source import Source, blanked
from semkg.query.syntax import begin, end, parse, subtrees, tokens

# ruff: noqa: E501  # one text a line
# What SPARQL 1.2 and Oxigraph add, and what is easily read wrongly.
TEXTS = [
    'VERSION "1.2" SELECT * { ?s ?p ?o }',
    "SELECT * { << ?s ?p ?o >> ?q ?r }",
    "SELECT * { << ?s ?p ?o ~ ?r >> ?q ?x . << ?s ?p << ?a ?b ?c >> >> ?q ?x }",
    "SELECT * { ?s ?p <<( ?a ?b ?c )>> }",
    "SELECT * { ?s ?p ?o ~ ?r {| ?q ?x ; ?y ?z |} , ?o2 {| a ?c |} }",
    "SELECT * { BIND(<<( ?s ?p 1 )>> AS ?t) FILTER(isTRIPLE(?t) && SUBJECT(?t) = ?s) }",
    'SELECT ("a"@en--ltr AS ?x) ("b"@de-AT AS ?y) {}',
    "SELECT * { ?s ?p ?o LATERAL { SELECT * { ?s ?q ?r } LIMIT 1 } }",
    'SELECT * { VALUES ?x { <<( <a:a> <a:b> \'}\' )>> \'a{\' """}""" <a:{> } }'.replace(
        "<a:{>", "<a:b#}>"
    ).replace("#}", "#"),
    "SELECT * { FILTER(?a<?b&&?c>?d) }",
    "SELECT * { FILTER(?a <?b && ?c> ?d || ?a<5) FILTER(<a:a><?b) }",
    "SELECT * { FILTER(?a+1=2-1&&?a*-1<+2||!?b) ?x <a:p> -1 , +2.5e3 , .5 }",
    "SELECT * { FILTER(?x IN (1, 2) && ?y NOT IN ()) }",
    "PREFIX a: <a:> PREFIX : <b:> SELECT * { a:b a a:c . :d a :e ; a:f.g a:h . :i-j :k%41 :l\\/m . }",
    "PREFIX select: <a:> SELECT * { select:where select:a 'where'@en . ?filter ?optional ?a }",
    "SELECT * { ?s ?p 'a\\'b' , \"a\\\"b\" , '''a'b''c''' , \"\"\"a\"b\"\"c\"\"\" , 'c:\\\\' }",
    "SELECT * { ?s !(^<a:a>|a|<a:b>)+/(<a:c>|^<a:d>?)* ?o ; <a:e>? ?x }",
    "SELECT(COUNT(DISTINCT*)AS?c)(GROUP_CONCAT(?x;SEPARATOR=';')AS?d){?x a?y}GROUP BY?y HAVING(?c>1)ORDER BY DESC(?c)?y",
    "SELECT * { ?s ?p () , (1 [] [ ?q (?x) ]) . [] ?p [ ] . [ ?a ?b ] . (1) ?p ?o }",
    "SELECT REDUCED ?x FROM <a:a> FROM NAMED <a:b> WHERE { GRAPH ?g { } MINUS { } { } UNION { } } OFFSET 1 LIMIT 2 VALUES () {}",
    "ASK FROM <a:a> { } ORDER BY ?x (1) STR(?x) <http://www.w3.org/2001/XMLSchema#integer>(1) LIMIT 1",
    "DESCRIBE <a:a> ?x WHERE { ?x ?y ?z } LIMIT 1",
    "DESCRIBE * { ?x ?y ?z }",
    "CONSTRUCT { ?s ?p [] . } WHERE { ?s ?p ?o . } VALUES ?s { UNDEF }",
    "CONSTRUCT FROM <a:a> WHERE { ?s ?p ?o } LIMIT 1",
    "SELECT * { ?s ?p ?o FILTER EXISTS { ?o ?q ?r } FILTER(NOT EXISTS { } || EXISTS { }) BIND(IF(?o, 1, 2) AS ?z) }",
    "SELECT * { SELECT * { { SELECT ?x { } } } }",
    "SELECT * { ?é ?p 'ü' } # ∅",
]


@pytest.mark.parametrize("text", TEXTS)
def test_what_oxigraph_takes_parses(text: str) -> None:
    ox.Store().query(text)

    parsed = parse(Source(text), "query_unit")

    assert begin(parsed.tree) == begin(next(tokens(parsed.tree)))


@pytest.mark.parametrize("text", TEXTS)
def test_every_token_stands_where_the_tree_says(text: str) -> None:
    for token in tokens(parse(Source(text), "query_unit").tree):
        assert text[begin(token) : end(token)] == token


def test_comparisons_are_not_taken_for_names() -> None:
    parsed = parse(Source("SELECT * { FILTER(?a<?b&&?c>?d) }"), "query_unit")

    assert [str(token) for token in tokens(parsed.tree) if token.type == "OPERATOR"] == ["<", "&&", ">"]


def test_comments_are_found_and_strings_and_names_are_not_taken_for_them() -> None:
    text = "# one\nSELECT * { ?s ?p '# no' , <a:b#no> # two\n} # three"

    parsed = parse(Source(text), "query_unit")

    assert [text[start:stop] for start, stop in parsed.comments] == ["# one", "# two", "# three"]


def test_the_order_of_subtrees_is_that_of_the_text() -> None:
    parsed = parse(Source("SELECT * { ?a ?b ?c . { ?d ?e ?f } ?g ?h ?i }"), "query_unit")

    firsts = [str(next(tokens(node))) for node in subtrees(parsed.tree, names=frozenset({"triples"}))]

    assert firsts == ["?a", "?d", "?g"]


def test_edits_keep_what_they_do_not_touch() -> None:
    text = "one two three"

    assert render_all(text, [(0, 0, "<"), (13, 13, ">"), (4, 7, "2"), (4, 4, "+")]) == "<one +2 three>"
    assert (
        render(
            text, (4, 13), [(4, 4, "not here"), (8, 13, "3"), (9, 10, "inside another"), (0, 3, "outside")]
        )
        == "two 3"
    )


def test_blanks_keep_lines_and_length() -> None:
    assert blanked("ab\ncd", [(1, 4)]) == "a \n d"


def test_updates_parse_too() -> None:
    text = "PREFIX a: <a:> INSERT DATA { a:b a:c '}' GRAPH a:g { a:d a:e (1) } } ; # x\n DELETE WHERE { ?s ?p ?o } ;"

    parsed = parse(Source(text), "update_unit")

    assert [node.data for node in parsed.tree.children if not isinstance(node, str)] == [
        "prologue", "insert_data", "prologue", "delete_where", "prologue",
    ]  # fmt: skip
