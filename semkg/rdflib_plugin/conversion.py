"""Terms and results of semkg as those of rdflib; the other way is `semkg.store.as_term`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.query import Result
from rdflib.term import Identifier, Variable

from semkg.knowledge_graph import QueryResult
from semkg.query import AskResult, SelectResult
from semkg.store import Term
from semkg.vocab import XSD

_STRING = XSD + "string"
Bindings = Mapping[Variable, Identifier]


def to_rdflib(term: Term) -> URIRef | BNode | Literal:
    """Return a pyoxigraph term as an rdflib term; a plain string has no datatype, as is usual in rdflib.

    Raises:
        ValueError: a triple term, which rdflib does not have.
    """
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        return _literal(term.value, term.language, term.datatype.value)
    msg = f"rdflib has no triple terms, so it cannot hold {term}"
    raise ValueError(msg)


@lru_cache(maxsize=65_536)
def _iri(text: str) -> URIRef:
    return URIRef(text)


@lru_cache(maxsize=65_536)
def _literal(text: str, language: str | None, datatype: str) -> Literal:
    if language is not None:
        return Literal(text, lang=language)
    # normalize=False keeps the lexical form: rdflib would turn "01"^^xsd:integer into "1"
    return Literal(text, datatype=None if datatype == _STRING else _iri(datatype), normalize=False)


def to_result(result: QueryResult) -> Result:
    """Return an answer as rdflib's result; solutions are converted as they are read."""
    if isinstance(result, AskResult):
        answer = Result("ASK")
        answer.askAnswer = bool(result)
    elif isinstance(result, SelectResult):
        answer = Result("SELECT")
        answer.vars = [Variable(variable.value) for variable in result.variables]
        answer.bindings = _bindings(result, answer.vars)
    else:
        answer = Result("CONSTRUCT")
        answer.graph = Graph()
        for s, p, o in result:
            answer.graph.add((to_rdflib(s), to_rdflib(p), to_rdflib(o)))
    return answer


def _bindings(result: SelectResult, variables: list[Variable]) -> Iterator[Bindings]:
    for row in result:
        yield {
            variable: to_rdflib(term)
            for variable, term in zip(variables, row, strict=True)
            if term is not None
        }
