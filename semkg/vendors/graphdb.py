"""GraphDB's searches for what is alike, and its proofs."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from lark import Tree

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
        left = " ".join(text.of(out[name]) if name in out else "[]" for name in ("value", "score"))
        k = _count(text, given.get("searchParameters"))
        drop(text, [*mine, *theirs], f"({left}) sk:similarTo ({text.of(node)} {k})")
        read += [*mine, *theirs]
    refuse_others(text, statements, read, SIMILARITY)


def _count(text: Text, parameters: Part | None) -> int:
    """Read how many results GraphDB's search parameters ask for; 20 when they do not say."""
    if parameters is None:
        return 20
    if not (isinstance(parameters, Tree) and parameters.data == "literal"):
        text.refuse("searchParameters of GraphDB must be a constant", parameters)
    words = text.names.term(parameters).value.split()  # type: ignore[union-attr]  # a literal has a value
    count = 20
    for key, value in itertools.zip_longest(words[::2], words[1::2], fillvalue=""):
        if key != "-numsearchresults" or not value.isdigit():
            written = f"{key} {value}".rstrip()
            text.refuse(f"{written} of GraphDB's searchParameters cannot be honoured here", parameters)
        count = int(value)
    return count


def _context(text: Text, given: Mapping[str, Part], premise: Sequence[str]) -> str:
    """Return what finds the named graphs that a premise stands in; unbound where it stands in none."""
    if "context" not in given:
        return ""
    if "[]" in premise:
        text.refuse("proof:context needs proof:subject, proof:predicate and proof:object", given["context"])
    return f" OPTIONAL {{ GRAPH {text.of(given['context'])} {{ {' '.join(premise)} }} }}"


def translate_proof(text: Text, statements: list[Statement]) -> None:
    """``?ctx proof:explain (?s ?p ?o) ; proof:rule ?rule ; proof:subject ?s1 ; ...``: one step of a proof."""
    known, read = ("explain", "rule", "subject", "predicate", "object", "context"), list[Statement]()
    for mine in by_subject(text, statements).values():
        if not any(one.iri == PROOF + "explain" for one in mine):
            continue
        given = properties(text, mine, (PROOF,), known, "GraphDB's proofs")
        triple = " ".join(text.of(part) for part in members(given["explain"]))
        rule, *premise = (text.of(given[name]) if name in given else "[]" for name in known[1:5])
        where = _context(text, given, premise)
        step = f"({rule} [] [] [] 0) sk:explain ({triple}) . ([] {' '.join(premise)} 1) sk:explain ({triple})"
        explicit = "" if rule == "[]" else f' BIND("explicit" AS {rule})'
        itself = f'("asserted" {" ".join(premise)} 0) sk:explain ({triple}){explicit}'
        drop(text, mine, f"{{ {step}{where} }} UNION {{ {itself}{where} }}")
        read += mine
    refuse_others(text, statements, read, PROOF)
