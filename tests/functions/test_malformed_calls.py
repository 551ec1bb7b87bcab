"""Malformed calls of the functions that ship: each refused with its place, in words that say what to do."""

from __future__ import annotations

import pytest

from semkg.errors import FunctionError, QueryError
from tests.chile import PREFIX, shared_chile

REFUSED = {
    "(?o ?s) sk:predictObject (:PuertoVaras)": "needs predicate: the predicate",
    "(?o ?s) sk:predictObject (:PuertoVaras :bus 0)": "k must be at least 1, not 0",
    "(?o ?s) sk:predictObject (:PuertoVaras :bus 1.5)": "k must be a whole number, not 1.5",
    "(?o ?s) sk:predictObject ('Puerto Varas' :bus)": "subject must be a node",
    "(?o ?s) sk:predictObject (:PuertoVaras 'bus')": "predicate must be a predicate",
    "(?o ?s ?x) sk:predictObject (:PuertoVaras :bus)": "gives 1 to 2 outputs on the left",
    "(?o ?s) sk:predictObject (:PuertoVaras :bus 5 :model 6)": "takes at most 4 in a row|needs a keyword here",
    "(?o ?s) sk:predictObject (:PuertoVaras :bus sk:clas :City)": "no keyword sk:clas; did you mean sk:class",
    "(?o ?s) sk:predictObject (:PuertoVaras :bus sk:class 'City')": "class must be an IRI",
    "(?o ?s) sk:predictSubject (:bus)": "needs object: the object",
    "(?o ?s) sk:predictSubject (:bus 'Puerto Varas')": "object must be a node",
    "(?o ?s) sk:predictSubject (?p :PuertoVaras)": r"\?p, an input of sk:predictSubject, is not bound",
    "(?p ?s) sk:predictPredicate (:PuertoVaras)": "needs object: the object",
    "(?p ?s) sk:predictPredicate (:PuertoVaras 'Santiago')": "object must be a node",
    "(?p ?s) sk:predictPredicate (:PuertoVaras :Santiago -1)": "k must be at least 1, not -1",
    "(?p ?s) sk:predictPredicate (:PuertoVaras ?x 3)": r"\?x, an input of sk:predictPredicate, is not bound",
    "(?p ?s) sk:predictPredicate (:PuertoVaras :Santiago sk:class :City)": "no keyword sk:class",
    "BIND(sk:predictPredicate(:PuertoVaras, :Santiago) AS ?p)": "is a predicate, not a function: write",
    "?name sk:stats (:Santiago)": "takes at most 0 in a row|needs a keyword here",
    "(?name ?value) sk:stats (sk:regime sk:everything)": "regime must be one of sk:asserted",
    "(?name ?value) sk:stats (sk:edges 'bus')": "edges must be a predicate",
    "(?name ?value) sk:stats (sk:types 1)": "types must be true or false",
    "(?name ?value) sk:stats (sk:damping 0.5)": "no keyword sk:damping",
    "(?name ?value) sk:stats (sk:types true sk:types false)": "gets types twice",
    "(?name ?value ?more) sk:stats ()": "gives 1 to 2 outputs on the left",
    "(?r ?b ?s) sk:estimate ()": "needs function: a function",
    "(?r ?b ?s) sk:estimate ('pageRank')": "function must be an IRI",
    "(?r ?b ?s) sk:estimate (?what)": r"\?what, an input of sk:estimate, is not bound",
    "(?r ?b ?s ?x) sk:estimate (sk:pageRank)": "gives 1 to 3 outputs on the left",
    "(?r ?b ?s) sk:estimate (sk:pageRank sk:dampng 0.5)": "no keyword sk:dampng; did you mean sk:damping",
    "(?r ?b ?s) sk:estimate (sk:pageRank sk:damping 1)": "damping must be at least 0 and below 1, not 1",
    "BIND(sk:estimate(sk:pageRank) AS ?s)": "is a predicate, not a function: write",
    "?n sk:pageRnk ?r": "unknown predicate sk:pageRnk; did you mean sk:pageRank",
    "BIND(sk:plausible(:a, :b, :c) AS ?x)": "unknown function sk:plausible; did you mean sk:plausibility",
    "(?n ?r) sk:pageRank (sk:damping -0.5)": "damping must be at least 0",
    "(?n ?r) sk:pageRank (sk:damping 1)": "damping must be at least 0 and below 1, not 1",
    "(?n ?r) sk:pageRank (sk:damping 1.5)": "damping must be at least 0 and below 1, not 1.5",
    "(?n ?r) sk:pageRank (sk:seed 'Santiago')": "seed must be a node",
    "BIND(sk:plausibility(:PuertoVaras, :bus) AS ?x)": "needs object: object of the triple",
    "BIND(sk:plausibility(:PuertoVaras, 'bus', :Santiago) AS ?x)": "predicate must be a predicate",
    "BIND(sk:similarity(:Santiago) AS ?x)": "needs b: another node",
    "(?o ?s) sk:similarTo (:Santiago 3 7)": "least must be at least -1 and at most 1, not 7",
    "GRAPH sk:model { ?m ?p ?o }": "sk:model is no graph that a query can see",
    "GRAPH sk:meta { ?m ?p ?o }": "sk:meta is no graph that a query can see",
}


@pytest.mark.parametrize("pattern", REFUSED)
def test_a_malformed_call_is_refused_with_its_place(pattern: str) -> None:
    with pytest.raises(QueryError, match=rf"(?s)^line 2, column \d+: .*({REFUSED[pattern]})"):
        shared_chile().query(f"{PREFIX}SELECT * {{ {pattern} }}")


FAILING = {
    "(?o ?s) sk:predictObject (:PuertoVaras :bus 5 :nobody)": "there is no model '.*nobody'; there are: ",
    "(?p ?s) sk:predictPredicate (:PuertoVaras :Santiago 5 :nobody)": "there is no model '.*nobody'",
    "BIND(sk:plausibility(:PuertoVaras, :bus, :Santiago, :nobody) AS ?x)": "there is no model '.*nobody'",
    "(?r ?b ?s) sk:estimate (sk:explain)": "there is no estimate for sk:explain; there are some for sk:pageRank",
    "(?r ?b ?s) sk:estimate (sk:degree sk:damping 0.5)": "sk:damping is no option of sk:degree, which has: sk:direc",
    "(?r ?b ?s) sk:estimate (sk:entailmentDelta)": "sk:estimate of sk:entailmentDelta says of what: sk:analytic",
    "(?r ?b ?s) sk:estimate (sk:entailmentDelta sk:analytic sk:hub sk:damping 0)": "sk:damping is no setting of",
    "(?r ?b ?s) sk:estimate (sk:ComplEx sk:dim 7)": "dim must be a multiple of 2 for the model 'complex', not 7",
    "(?r ?b ?s) sk:estimate (sk:similarTo sk:model :nobody)": "there is no model '.*nobody'",
    "(?n ?r) sk:pageRank (sk:seed :Nowhere)": "the seed .*Nowhere.* is none of the",
}


@pytest.mark.parametrize("pattern", FAILING)
def test_what_the_data_do_not_have_is_named_with_what_they_have(pattern: str) -> None:
    with pytest.raises(FunctionError, match=rf"(?s)^line 2, column \d+: sk:\w+ failed: {FAILING[pattern]}"):
        list(shared_chile().query(f"{PREFIX}SELECT * {{ {pattern} }}"))  # type: ignore[arg-type]  # a SELECT
