"""Checks proofs: knows the rules as the tables state them, lists and the values of literals - and no engine.

A proof is right if every step is an instance of the rule that it names, with just the premises that it names, if
nothing rests on itself, and if its leaves were written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

import pyoxigraph as ox

from semkg.reasoning.explanation.proof import ASSERTED, ASSUMED, CONTRADICTION, Fact, Proof, Step
from semkg.reasoning.rules.rule import LIST_CELL, LIST_MEMBER, Atom, Rule, is_variable
from semkg.reasoning.rules.tables import RULE_SETS
from semkg.reasoning.values.datatypes import DATATYPES, Value, holds, value_of
from semkg.store import parse_term
from semkg.vocab import OWL, OWL_SAME_AS, RDF, RDF_TYPE, RDFS, SK, XSD

Binding = dict[str, str]
Match = tuple[Binding, frozenset[int]]
"""Values of variables, and which premises were used to find them."""

_TERM = "="
"""Begins a place of an atom that is a term of the data; other constants are IRIs."""
_FIRST, _REST, _NIL = (f"<{RDF}{name}>" for name in ("first", "rest", "nil"))
_TYPE, _SAME, _DIFFERENT = f"<{RDF_TYPE}>", f"<{OWL_SAME_AS}>", f"<{OWL}differentFrom>"
_CLASS, _THING, _NOTHING = f"<{OWL}Class>", f"<{OWL}Thing>", f"<{OWL}Nothing>"
_ANNOTATIONS = {
    *(f"<{RDFS}{name}>" for name in ("label", "comment", "seeAlso", "isDefinedBy")),
    *(f"<{OWL}{name}>" for name in ("deprecated", "versionInfo", "priorVersion")),
    *(f"<{OWL}{name}>" for name in ("backwardCompatibleWith", "incompatibleWith")),
}
_DATATYPES = {f"<{iri}>" for iri in DATATYPES}


def check_proof(proof: Proof, asserted: Collection[Fact], goal: Fact | None = None) -> str | None:
    """Check a proof.

    Args:
        proof: the proof.
        asserted: the triples that were written.
        goal: what it should prove; anything when not given.

    Returns:
        What is wrong with it, ``None`` if nothing is.
    """
    if not proof.steps:
        return "there are no steps"
    if goal is not None and proof.goal.fact != goal:
        return f"it proves {proof.goal.fact} and not {goal}"
    return _check(proof, asserted, frozenset())


def _check(proof: Proof, asserted: Collection[Fact], assumed: Collection[Fact]) -> str | None:
    rules = {rule.id: rule for rule in RULE_SETS[proof.rules]}
    if proof.rules == "rl":
        # Closures say that everything is a Thing, which the tables state for members of classes only.
        rules |= {rule.id: rule for rule in RULE_SETS["rl+"] if rule.id == "plus-thing"}
    for place, step in enumerate(proof.steps):
        fault = _fault(step, place, proof.steps, rules, asserted, assumed)
        if fault:
            return f"step {place} ({' '.join(step.fact)} by {step.rule}): {fault}"
    return None


def _fault(
    step: Step,
    place: int,
    steps: Sequence[Step],
    rules: dict[str, Rule],
    asserted: Collection[Fact],
    assumed: Collection[Fact],
) -> str | None:
    if not all(0 <= premise < place for premise in step.premises):
        return "a premise does not come before it"
    if step.rule == ASSERTED:
        return None if step.fact in asserted and not step.premises else "nobody wrote it"
    if step.rule == ASSUMED:
        return None if step.fact in assumed and not step.premises else "it is no part of what was assumed"
    if step.rule in _FROZEN and "plus-thing" in rules:
        return _frozen_fault(step, asserted, assumed)
    if step.rule not in rules:
        return "no rule of the table has this id"
    premises = [steps[premise].fact for premise in step.premises]
    if CONTRADICTION in premises:
        return "a contradiction is no premise"
    return None if is_instance(rules[step.rule], premises, step.fact) else "it is no instance of the rule"


def is_instance(rule: Rule, premises: Sequence[Fact], conclusion: Fact) -> bool:
    """Say whether a rule leads from just these premises, all of them, to the conclusion."""
    if rule.by == "tautology" or rule.id in _VALUES:
        return not premises and _TAUTOLOGIES[rule.id](*conclusion)
    if rule.id == "dt-not-type":
        return conclusion == CONTRADICTION and len(premises) == 1 and _is_misplaced(*premises[0])
    everything = frozenset(range(len(premises)))
    return any(
        used == everything
        for binding in _heads(rule, conclusion)
        for _, used in _bodies(rule, binding, premises)
    )


# Tautologies: what holds without premises


def _is_reflexive(s: str, p: str, o: str) -> bool:
    return p == _SAME and s == o


def _is_axiom(subjects: Collection[str], of: str) -> Callable[[str, str, str], bool]:
    return lambda s, p, o: p == _TYPE and o == of and s in subjects


def _is_member_of(of: str) -> Callable[[str, str, str], bool]:
    return lambda s, p, o: p == _TYPE and o == of


def _value(text: str) -> Value | None:
    if not text.startswith('"'):
        return None
    literal = parse_term(text)
    assert isinstance(literal, ox.Literal)
    return value_of(literal.value, literal.datatype.value, literal.language or "")


def _have_one_value(s: str, p: str, o: str) -> bool:
    return p == _SAME and _value(s) is not None and _value(s) == _value(o)


def _have_two_values(s: str, p: str, o: str) -> bool:
    return p == _DIFFERENT and None not in (_value(s), _value(o)) and _value(s) != _value(o)


def _is_held(s: str, p: str, o: str) -> bool:
    return p == _TYPE and o in _DATATYPES and holds(o[1:-1], _value(s))


def _is_misplaced(s: str, p: str, o: str) -> bool:
    return p == _TYPE and o in _DATATYPES and s.startswith('"') and not holds(o[1:-1], _value(s))


_VALUES = ("dt-eq", "dt-diff", "dt-type2")
_TAUTOLOGIES: dict[str, Callable[[str, str, str], bool]] = {
    "eq-ref": _is_reflexive,
    "prp-ap": _is_axiom(_ANNOTATIONS, f"<{OWL}AnnotationProperty>"),
    "cls-thing": _is_axiom({_THING}, _CLASS),
    "cls-nothing1": _is_axiom({_NOTHING}, _CLASS),
    "dt-type1": _is_axiom(_DATATYPES, f"<{RDFS}Datatype>"),
    "dt-type2": _is_held,
    "dt-eq": _have_one_value,
    "dt-diff": _have_two_values,
    "plus-thing": _is_member_of(_THING),
    "rdfs4a": _is_member_of(f"<{RDFS}Resource>"),
    "rdfs4b": _is_member_of(f"<{RDFS}Resource>"),
}


# Everything else: unify the head, then match the body with the premises


def _heads(rule: Rule, conclusion: Fact) -> Iterator[Binding]:
    if rule.head == "false":
        if conclusion == CONTRADICTION:
            yield {}
        return
    for atom in rule.head_atoms():
        binding = _unify(atom, conclusion, {})
        if binding is not None:
            yield binding


def _unify(atom: Atom, fact: Fact, binding: Binding) -> Binding | None:
    found = dict(binding)
    for place, term in zip(atom, fact, strict=True):
        if is_variable(place):
            if found.setdefault(place, term) != term:
                return None
        elif not _names(place, term):
            return None
    return found


def _names(place: str, term: str) -> bool:
    if place.startswith('"'):
        return _value(term) is not None and _value(term) == value_of(place.strip('"'), XSD + "integer")
    return term == (place[1:] if place.startswith(_TERM) else f"<{place}>")


def _bodies(rule: Rule, binding: Binding, premises: Sequence[Fact]) -> Iterator[Match]:
    form = rule.list_form()
    if form and form[0] in ("every", "chain"):
        yield from _list_bodies(rule, form, binding, premises)
        return
    for found, used in _match(list(rule.body_atoms()), (binding, frozenset()), premises):
        if not form or form[0] != "two" or found["?cell1"] != found["?cell2"]:
            yield found, used


def _match(atoms: list[Atom], start: Match, premises: Sequence[Fact]) -> Iterator[Match]:
    if not atoms:
        yield start
        return
    atom, *rest = atoms
    for match in (
        _match_list(atom, start, premises)
        if atom.p.startswith("list:")
        else _match_one(atom, start, premises)
    ):
        yield from _match(rest, match, premises)


def _match_one(atom: Atom, start: Match, premises: Sequence[Fact]) -> Iterator[Match]:
    binding, used = start
    for number, fact in enumerate(premises):
        found = _unify(atom, fact, binding)
        if found is not None:
            yield found, used | {number}


def _match_list(atom: Atom, start: Match, premises: Sequence[Fact]) -> Iterator[Match]:
    """Match a relation between a list and its members or cells: walk from the list to each cell."""
    binding, used = start
    for cell, walked in _walk(binding[atom.s], premises, used):
        if atom.p == LIST_CELL:
            if binding.get(atom.o, cell) == cell:
                yield {**binding, atom.o: cell}, walked
        elif atom.p == LIST_MEMBER:
            for number, (s, p, member) in enumerate(premises):
                if (s, p) == (cell, _FIRST) and binding.get(atom.o, member) == member:
                    yield {**binding, atom.o: member}, walked | {number}


def _walk(head: str, premises: Sequence[Fact], used: frozenset[int]) -> Iterator[tuple[str, frozenset[int]]]:
    """Yield every cell that premises lead to from the head of a list, with the premises used so far."""
    waiting = [(head, used, frozenset({head}))]
    while waiting:
        cell, walked, passed = waiting.pop()
        yield cell, walked
        for number, (s, p, following) in enumerate(premises):
            if (s, p) == (cell, _REST) and following not in passed:
                waiting.append((following, walked | {number}, passed | {following}))


def _whole_lists(head: str, premises: Sequence[Fact]) -> Iterator[tuple[list[str], frozenset[int]]]:
    """Yield the members of a list that premises show from its head to rdf:nil."""
    waiting: list[tuple[str, list[str], frozenset[int]]] = [(head, [], frozenset())]
    while waiting:
        cell, members, used = waiting.pop()
        if cell == _NIL:
            yield members, used
            continue
        for first, (s, p, member) in enumerate(premises):
            for rest, (s2, p2, following) in enumerate(premises):
                if (s, p, s2, p2) == (cell, _FIRST, cell, _REST) and not {first, rest} & used:
                    waiting.append((following, [*members, member], used | {first, rest}))


def _list_bodies(
    rule: Rule, form: tuple[str, ...], binding: Binding, premises: Sequence[Fact]
) -> Iterator[Match]:
    pointer, *rest = rule.body_atoms()
    for found, used in _match_one(pointer, (binding, frozenset()), premises):
        for members, walked in _whole_lists(found[pointer.o], premises):
            atoms = _chained(members, form) if form[0] == "chain" else _repeated(rest, form[1], members)
            yield from _match(atoms, (found, used | walked), premises)


def _chained(members: list[str], form: tuple[str, ...]) -> list[Atom]:
    ends = [form[1], *(f"?between{place}" for place in range(1, len(members))), form[2]]
    return [Atom(ends[place], _TERM + member, ends[place + 1]) for place, member in enumerate(members)]


def _repeated(atoms: list[Atom], member: str, members: list[str]) -> list[Atom]:
    """Write the atoms that speak of a member out for each member, each with a value of its own."""
    made = [atom for atom in atoms if member not in atom]
    for number, term in enumerate(members):
        own = {member: _TERM + term, "?z": f"?z{number}_"}
        made += [Atom(*(own.get(place, place) for place in atom)) for atom in atoms if member in atom]
    return made


# Frozen axioms: what holds of fresh individuals holds of all

_EDGE, _TURNED = "?a ?p ?b", "?b ?p ?a"
_FROZEN: dict[str, tuple[Rule, ...]] = {
    f"freeze-{name}": tuple(Rule(axiom, body, head) for body, head in cases)
    for name, axiom, cases in (
        ("sco", "?c rdfs:subClassOf ?d", [("?a a ?c", "?a a ?d")]),
        ("spo", "?p rdfs:subPropertyOf ?q", [(_EDGE, "?a ?q ?b")]),
        ("dom", "?p rdfs:domain ?c", [(_EDGE, "?a a ?c")]),
        ("rng", "?p rdfs:range ?c", [(_EDGE, "?b a ?c")]),
        ("inv", "?p owl:inverseOf ?q", [(_EDGE, "?b ?q ?a"), ("?a ?q ?b", "?b ?p ?a")]),
        ("pdw", "?p owl:propertyDisjointWith ?p", [(_EDGE, "false")]),
        ("symp", "?p a owl:SymmetricProperty", [(_EDGE, _TURNED)]),
        ("trp", "?p a owl:TransitiveProperty", [(f"{_EDGE} . ?b ?p ?c", "?a ?p ?c")]),
        ("fp", "?p a owl:FunctionalProperty", [(f"{_EDGE} . ?a ?p ?c", "?b owl:sameAs ?c")]),
        ("ifp", "?p a owl:InverseFunctionalProperty", [("?a ?p ?c . ?b ?p ?c", "?a owl:sameAs ?b")]),
        ("asyp", "?p a owl:AsymmetricProperty", [(f"{_EDGE} . {_TURNED}", "false")]),
        ("irp", "?p a owl:IrreflexiveProperty", [("?a ?p ?a", "false")]),
    )
}
"""The kinds of axioms, each with its body and its head; the axiom stands where a rule has its id."""
_FRESH = {"?a": f"<{SK}fresh-a>", "?b": f"<{SK}fresh-b>", "?c": f"<{SK}fresh-c>"}


def _frozen_fault(step: Step, asserted: Collection[Fact], assumed: Collection[Fact]) -> str | None:
    cases = _FROZEN[step.rule]
    axiom = Rule("", cases[0].id, "false").body_atoms()[0]
    binding = _unify(axiom, step.fact, {})
    if binding is None or step.premises or len(step.frozen) != len(cases):
        return "it is no axiom of this kind with its proofs"
    known = {term for fact in (*asserted, step.fact) for term in fact}
    if known.intersection(_FRESH.values()):
        return "what should be fresh is mentioned elsewhere"
    faults = (
        _case_fault(case, binding, proof, asserted) for case, proof in zip(cases, step.frozen, strict=True)
    )
    return next((fault for fault in faults if fault), None)


def _case_fault(case: Rule, binding: Binding, proof: Proof, asserted: Collection[Fact]) -> str | None:
    values = {**_FRESH, **binding}
    body = frozenset(_filled(atom, values) for atom in case.body_atoms())
    heads = [_filled(atom, values) for atom in case.head_atoms()]
    goals = heads or [CONTRADICTION]
    # Of a member of a class that cannot have members everything follows.
    if not proof.steps or proof.goal.fact not in (goals[0], *_impossible(case, values)):
        return "its proof shows something else"
    return _check(proof, asserted, body)


def _impossible(case: Rule, values: Binding) -> list[Fact]:
    return [CONTRADICTION] if values.get("?d") == _NOTHING and case.id.endswith("subClassOf ?d") else []


def _filled(atom: Atom, values: Binding) -> Fact:
    s, p, o = (values[place] if is_variable(place) else f"<{place}>" for place in atom)
    return s, p, o
