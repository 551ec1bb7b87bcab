"""GraphDB's searches for what is alike, and its proofs."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from lark import Tree

from semkg.vendors.making import Made, as_made, fill, joined
from semkg.vendors.reading import Part, Statement, Text, by_subject, drop, members, properties, refuse_others

SIMILARITY = "http://www.ontotext.com/graphdb/similarity/"
PROOF = "http://www.ontotext.com/proof/"
_PSI = SIMILARITY + "psi/"


def translate_similarity(text: Text, statements: list[Statement]) -> None:
    """``?search a inst:index ; sim:searchDocumentID X ; sim:documentResult ?r . ?r sim:value ?n ; sim:score ?s``."""
    known = (
        "a",
        "searchParameters",
        "searchDocumentID",
        "documentResult",
        "searchEntity",
        "searchPredicate",
        "entityResult",
    )
    subjects, read = by_subject(text, statements), list[Statement]()
    for mine in subjects.values():
        if not any(one.iri in (SIMILARITY + "documentResult", _PSI + "entityResult") for one in mine):
            continue
        given = properties(text, mine, (_PSI, SIMILARITY), known, "GraphDB similarity")
        node = given.get("searchDocumentID") or given.get("searchEntity")
        if node is None:
            text.refuse(
                "GraphDB similarity runs here from a node: searchDocumentID or psi:searchEntity", mine[0].verb
            )
        result = given.get("documentResult") or given["entityResult"]
        theirs = subjects.get(text.of(result), [])
        out = properties(text, theirs, (SIMILARITY,), ("value", "score"), "GraphDB similarity")
        left = joined(" ", (text.at(out[name]) if name in out else "[]" for name in ("value", "score")))
        k = _count(text, given.get("searchParameters"))
        call = fill(
            "({left}) {verb} ({node} {k})",
            left=left,
            verb=_at_verb(text, node, mine),
            node=text.at(node),
            k=k,
        )
        drop(text, [*mine, *theirs], call)
        read += [*mine, *theirs]
    refuse_others(text, statements, read, SIMILARITY)


def _at_verb(text: Text, node: Part, statements: Sequence[Statement]) -> Made:
    """Return our predicate at the place of the one of theirs that says where the search starts."""
    return text.instead(next(one.verb for one in statements if one.object is node), "sk:similarTo")


def _count(text: Text, parameters: Part | None) -> Made:
    """Read how many results GraphDB's search parameters ask for; 20 when they do not say."""
    if parameters is None:
        return as_made("20")
    if not (isinstance(parameters, Tree) and parameters.data == "literal"):
        text.refuse("searchParameters of GraphDB must be a constant", parameters)
    words = text.names.term(parameters).value.split()  # type: ignore[union-attr]  # a literal has a value
    count = "20"
    for key, value in itertools.zip_longest(words[::2], words[1::2], fillvalue=""):
        if key != "-numsearchresults" or not value.isdigit():
            written = f"{key} {value}".rstrip()
            text.refuse(f"{written} of GraphDB's searchParameters cannot be honoured here", parameters)
        count = value
    return text.instead(parameters, count)


def _context(text: Text, given: Mapping[str, Part], premise: Sequence[Made]) -> Made:
    """Return what finds the named graphs that a premise stands in; unbound where it stands in none."""
    if "context" not in given:
        return as_made("")
    if any(part.text == "[]" for part in premise):
        text.refuse("proof:context needs proof:subject, proof:predicate and proof:object", given["context"])
    graph = text.at(given["context"])
    return fill(" OPTIONAL { GRAPH {graph} { {premise} } }", graph=graph, premise=joined(" ", premise))


_STEP = "{ ({rule} [] [] [] 0) {verb} ({triple}) . ([] {premise} 1) {verb} ({triple}){where} }"
_ITSELF = '{ ("asserted" {premise} 0) {verb} ({triple}){explicit}{where} }'


def translate_proof(text: Text, statements: list[Statement]) -> None:
    """``?ctx proof:explain (?s ?p ?o) ; proof:rule ?rule ; proof:subject ?s1 ; ...``: one step of a proof."""
    known, read = ("explain", "rule", "subject", "predicate", "object", "context"), list[Statement]()
    for mine in by_subject(text, statements).values():
        explained = next((one for one in mine if one.iri == PROOF + "explain"), None)
        if explained is None:
            continue
        given = properties(text, mine, (PROOF,), known, "GraphDB's proofs")
        rule, *premise = (text.at(given[name]) if name in given else as_made("[]") for name in known[1:5])
        parts: dict[str, Made | str] = {
            "rule": rule,
            "verb": text.instead(explained.verb, "sk:explain"),
            "triple": joined(" ", map(text.at, members(given["explain"]))),
            "premise": joined(" ", premise),
            "where": _context(text, given, premise),
            "explicit": "" if rule.text == "[]" else fill(' BIND("explicit" AS {rule})', rule=rule),
        }
        drop(text, mine, fill(f"{_STEP} UNION {_ITSELF}", **parts))
        read += mine
    refuse_others(text, statements, read, PROOF)
