"""The rule table read as a naive program over Python sets: slow, without any structure shared with the engine.

Equality is carried by its rules here, not by representatives, so that the table itself is checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from semkg.reasoning.rules.rule import Atom, Rule, is_variable
from semkg.reasoning.rules.tables import RULE_SETS
from semkg.vocab import OWL_SAME_AS, RDF

Triple = tuple[str, str, str]
Binding = dict[str, str]

ONE, ZERO = (
    '"1"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>',
    '"0"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>',
)
NIL = f"<{RDF}nil>"
FIRST, REST = f"<{RDF}first>", f"<{RDF}rest>"
SAME = f"<{OWL_SAME_AS}>"


class Index:
    """A set of triples that finds those with a known predicate, and subject or object, without a search."""

    def __init__(self, triples: set[Triple]) -> None:
        self.triples = triples
        self.by: dict[tuple[str | None, str | None, str | None], list[Triple]] = {}
        for triple in triples:
            s, p, o = triple
            for key in ((None, None, None), (None, p, None), (s, p, None), (None, p, o), (s, p, o)):
                self.by.setdefault(key, []).append(triple)
        self.lists = {head: cells for head in {t[2] for t in triples} if (cells := read_list(head, self))}

    def find(self, s: str | None, p: str | None, o: str | None) -> list[Triple]:
        if p is None:
            return [t for t in self.triples if s in (None, t[0]) and o in (None, t[2])]
        return self.by.get((s, p, o), [])

    def terms(self) -> set[str]:
        return {term for triple in self.triples for term in triple}


def naive_closure(triples: set[Triple], rules: str) -> tuple[set[Triple], set[str]]:
    """Return all triples that follow and the ids of the clash rules that fire."""
    facts = set(triples)
    table = [rule for rule in RULE_SETS[rules] if rule.by not in ("tautology", "values")]
    seeds = ["Thing", "Nothing"]
    owl = "http://www.w3.org/2002/07/owl#"
    facts |= {(f"<{owl}{name}>", f"<{RDF}type>", f"<{owl}Class>") for name in seeds}
    if rules == "rl+":
        facts |= {
            (term, f"<{RDF}type>", f"<{owl}Thing>")
            for t in triples
            for term in t
            if owl not in term and RDF not in term
        }
    while True:
        index = Index(facts)
        new = {made for rule in table for binding in solutions(rule, index) for made in _made(rule, binding)}
        # That the empty class is below all others is left out: from a clash nothing further is concluded.
        new = {t for t in new if not (t[0] == f"<{owl}Nothing>" and t[1].endswith("#subClassOf>"))}
        if new <= facts:
            break
        facts |= new
    clashes = {
        rule.id for rule in table if rule.head == "false" and any(True for _ in solutions(rule, index))
    }
    return facts, clashes


def _made(rule: Rule, binding: Binding) -> set[Triple]:
    return {_fill(atom, binding) for atom in rule.head_atoms()}


def _fill(atom: Atom, binding: Binding) -> Triple:
    s, p, o = (binding[place] if is_variable(place) else _term(place) for place in atom)
    return s, p, o


def _term(place: str) -> str:
    return {'"1"': ONE, '"0"': ZERO}.get(place, f"<{place}>")


def solutions(rule: Rule, facts: Index) -> Iterator[Binding]:
    """Yield the ways in which a rule's body holds."""
    form = rule.list_form()
    if form and form[0] in ("every", "chain"):
        yield from _list_solutions(rule, form, facts)
    else:
        yield from _join(list(rule.body_atoms()), {}, facts)


def _join(atoms: list[Atom], binding: Binding, facts: Index) -> Iterator[Binding]:
    if not atoms:
        if binding.get("?cell1", "1") != binding.get("?cell2", "2"):
            yield binding
        return
    atom, *rest = atoms
    for triple in _relation(atom, binding, facts):
        extended = _unify(atom, triple, binding)
        if extended is not None:
            yield from _join(rest, extended, facts)


def _relation(atom: Atom, binding: Binding, facts: Index) -> Iterator[Triple]:
    if atom.p.startswith("list:"):
        for head, cells in facts.lists.items():
            for cell, member in cells:
                yield head, atom.p, (cell if atom.p == "list:cell" else member)
        return
    s, p, o = (binding.get(place) if is_variable(place) else _term(place) for place in atom)
    yield from facts.find(s, p, o)
    if p == SAME:
        yield from ((term, SAME, term) for term in facts.terms())


def _unify(atom: Atom, triple: Triple, binding: Binding) -> Binding | None:
    extended = dict(binding)
    for place, term in zip(atom, triple, strict=True):
        if is_variable(place):
            if extended.setdefault(place, term) != term:
                return None
        elif not place.startswith("list:") and _term(place) != term:
            return None
    return extended


def read_list(head: str, facts: Index) -> list[tuple[str, str]] | None:
    """Return the (cell, member) pairs of a well-formed list; equal terms count as one."""
    found: list[tuple[str, str]] = []
    while not _same(head, NIL, facts):
        firsts = [t[2] for t in facts.find(head, FIRST, None)]
        rests = [t[2] for t in facts.find(head, REST, None)]
        seen = any(_same(head, cell, facts) for cell, _ in found)
        if seen or not _all_same(firsts, facts) or not _all_same(rests, facts):
            return None
        found.append((head, min(firsts)))
        head = min(rests)
    return found


def _all_same(terms: list[str], facts: Index) -> bool:
    return bool(terms) and all(_same(term, terms[0], facts) for term in terms)


def _same(first: str, second: str, facts: Index) -> bool:
    return first == second or bool(facts.find(first, SAME, second))


def _list_solutions(rule: Rule, form: tuple[str, ...], facts: Index) -> Iterator[Binding]:
    pointer, *rest = rule.body_atoms()
    for owner, _, head in facts.find(None, f"<{pointer.p}>", None):
        members = [member for _, member in facts.lists.get(head, ())]
        if not members:
            continue
        start = {pointer.s: owner}
        if form[0] == "chain":
            yield from _chain(members, form[1], form[2], start, facts)
        else:
            yield from _join(_instances(rest, form[1], members), start, facts)


def _instances(atoms: list[Atom], member: str, members: list[str]) -> list[Atom]:
    """Repeat the atoms that speak of the member for each member, with variables of their own."""
    made: list[Atom] = []
    for atom in atoms:
        if member not in atom:
            made.append(atom)
            continue
        for number, term in enumerate(members):
            places = (term[1:-1] if place == member else place for place in atom)
            made.append(Atom(*(f"?z{number}_" if place == "?z" else place for place in places)))
    return made


def _chain(members: list[str], x: str, y: str, start: Binding, facts: Index) -> Iterator[Binding]:
    ends = {(t[0], t[2]) for t in facts.find(None, members[0], None)}
    for member in members[1:]:
        ends = {(a, t[2]) for a, b in ends for t in facts.find(b, member, None)}
    yield from ({**start, x: a, y: b} for a, b in ends)
