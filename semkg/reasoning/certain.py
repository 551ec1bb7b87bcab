"""Clashes that a single triple makes within two steps, for many candidates at once.

What is found here is certain; what is not found is not decided. Each candidate is followed along the property hierarchy
to the domains and ranges of what it implies, and the memberships are held against disjoint classes, the copies against
disjoint, asymmetric and irreflexive properties. Candidates never meet: every row carries the number of its candidate.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import Ids, Keys, on_host, pack, placed, range_join, sort_unique
from semkg.reasoning.engine.engine import Engine
from semkg.reasoning.engine.graph_phases import PropertyPhase
from semkg.reasoning.engine.join import Pattern, solve
from semkg.reasoning.engine.list_phases import MEMBER
from semkg.reasoning.engine.program import TYPE
from semkg.reasoning.engine.table import Table, stack
from semkg.vocab import BUILTIN_ID, OWL, RDFS


def certain_clashes(engine: Engine, s: Ids, p: Ids, o: Ids) -> NDArray[np.bool_]:
    """Say of each candidate whether it certainly clashes with a consistent closure.

    Args:
        engine: the state of the closure.
        s: subjects as representatives, shape ``(n,)``.
        p: predicates, likewise.
        o: objects, likewise.
    """
    given = {"?i": np.arange(len(s)), "?x": s, "?p": p, "?y": o}
    columns = {name: placed(column, engine.device) for name, column in given.items()}
    copies = _copies(engine, Table(len(s), columns))
    types = _memberships(engine, copies)
    found = np.zeros(len(s), dtype=np.bool_)
    for numbers in (*_class_clashes(engine, types), *_property_clashes(engine, copies)):
        found[on_host(numbers)] = True
    return found


def _id(engine: Engine, iri: str) -> int:
    return int(engine.representative[BUILTIN_ID[iri]])


def _copies(engine: Engine, given: Table) -> Table:
    """Follow the property hierarchy: the candidates, and what they imply about other properties."""
    edges: Keys = next(phase.edges for phase in engine.phases if isinstance(phase, PropertyPhase))
    row, target = range_join(2 * given.columns["?p"], edges)
    copied = given.take(row).columns
    turned = target & 1 == 1
    implied = {
        "?i": copied["?i"],
        "?x": np.where(turned, copied["?y"], copied["?x"]),
        "?p": target >> 1,
        "?y": np.where(turned, copied["?x"], copied["?y"]),
    }
    return stack([given, Table(len(row), implied)], given.columns)


def _memberships(engine: Engine, copies: Table) -> Table:
    """Return what the copies say of their ends, columns ``?i ?x ?c``; super-classes included."""
    names = ("?i", "?x", "?c")
    subjects = Table(copies.n, {name: copies.columns[name] for name in ("?i", "?x", "?p")})
    objects = Table(
        copies.n, {"?i": copies.columns["?i"], "?x": copies.columns["?y"], "?p": copies.columns["?p"]}
    )
    is_type = copies.columns["?p"] == engine.representative[TYPE]
    typed = Table(
        copies.n, {"?i": copies.columns["?i"], "?x": copies.columns["?x"], "?c": copies.columns["?y"]}
    )
    found = [
        _match(engine, subjects, [("?p", RDFS + "domain", "?c")], names),
        _match(engine, objects, [("?p", RDFS + "range", "?c")], names),
        typed.take(is_type),
    ]
    direct = stack(found, names)
    above = _match(engine, direct, [("?c", RDFS + "subClassOf", "?d")], ("?i", "?x", "?d"))
    renamed = Table(
        above.n, {"?i": above.columns["?i"], "?x": above.columns["?x"], "?c": above.columns["?d"]}
    )
    return stack([direct, renamed], names).distinct()


def _match(engine: Engine, start: Table, atoms: list[tuple[str, str, str]], wanted: tuple[str, ...]) -> Table:
    """Solve atoms with fixed predicates, written as variable, IRI, variable (or IRI)."""
    patterns = [Pattern(s, _id(engine, p), o if o.startswith("?") else _id(engine, o)) for s, p, o in atoms]
    return solve([(pattern, engine.facts) for pattern in patterns], wanted=wanted, start=start)


def _class_clashes(engine: Engine, types: Table) -> list[Ids]:
    """Return the candidates whose memberships are impossible: of an empty class, or of two disjoint ones."""
    type_id = int(engine.representative[TYPE])
    empty = types.columns["?c"] == _id(engine, OWL + "Nothing")
    opposed = stack([_opposed(engine, types), _opposed_in_lists(engine, types)], ("?i", "?x", "?d"))
    known = solve([(Pattern("?x", type_id, "?d"), engine.facts)], wanted=("?i",), start=opposed)
    both = _rows_in(opposed, types)
    return [types.columns["?i"][empty], known.columns["?i"], opposed.columns["?i"][both]]


def _opposed(engine: Engine, types: Table) -> Table:
    """Return the classes that the members cannot belong to, columns ``?i ?x ?d``."""
    wanted = ("?i", "?x", "?d")
    atoms = [
        atom
        for p in (OWL + "disjointWith", OWL + "complementOf")
        for atom in (("?c", p, "?d"), ("?d", p, "?c"))
    ]
    return stack([_match(engine, types, [atom], wanted) for atom in atoms], wanted)


def _opposed_in_lists(engine: Engine, types: Table) -> Table:
    """Return the other classes of lists of disjoint classes, columns ``?i ?x ?d``."""
    body = [
        Pattern("?l", MEMBER, "?c"),
        Pattern("?z", _id(engine, OWL + "members"), "?l"),
        Pattern("?z", int(engine.representative[TYPE]), _id(engine, OWL + "AllDisjointClasses")),
        Pattern("?l", MEMBER, "?d"),
    ]
    found = solve([(atom, engine.facts) for atom in body], wanted=("?i", "?x", "?c", "?d"), start=types)
    return found.take(found.columns["?c"] != found.columns["?d"]).keep(("?i", "?x", "?d"))


def _rows_in(opposed: Table, types: Table) -> NDArray[np.bool_]:
    """Say of each (candidate, node, class) whether the candidate itself makes the node a member of the class."""
    members = np.append(
        pack(types.columns["?x"], types.columns["?c"]), pack(opposed.columns["?x"], opposed.columns["?d"])
    )
    distinct_members = sort_unique(members)
    place = np.searchsorted(distinct_members, members)
    numbers = np.append(types.columns["?i"], opposed.columns["?i"]) * len(distinct_members) + place
    found: NDArray[np.bool_] = np.isin(numbers[types.n :], numbers[: types.n])
    return found


def _property_clashes(engine: Engine, copies: Table) -> list[Ids]:
    """Return the candidates whose copies run against disjoint, asymmetric or irreflexive properties."""
    disjoint, wanted = OWL + "propertyDisjointWith", ("?i", "?x", "?q", "?y")
    atoms = (("?p", disjoint, "?q"), ("?q", disjoint, "?p"))
    opposed = stack([_match(engine, copies, [atom], wanted) for atom in atoms], wanted)
    asymmetric = _of_kind(engine, copies, "AsymmetricProperty")
    irreflexive = _of_kind(engine, copies, "IrreflexiveProperty")
    facts = engine.facts
    return [
        solve([(Pattern("?x", "?q", "?y"), facts)], wanted=("?i",), start=opposed).columns["?i"],
        solve([(Pattern("?y", "?p", "?x"), facts)], wanted=("?i",), start=asymmetric).columns["?i"],
        asymmetric.columns["?i"][asymmetric.columns["?x"] == asymmetric.columns["?y"]],
        irreflexive.columns["?i"][irreflexive.columns["?x"] == irreflexive.columns["?y"]],
    ]


def _of_kind(engine: Engine, copies: Table, kind: str) -> Table:
    """Return the copies whose property is of a kind."""
    names = tuple(copies.columns)
    kind_id = _id(engine, OWL + kind)
    pattern = Pattern("?p", int(engine.representative[TYPE]), kind_id)
    return solve([(pattern, engine.facts)], wanted=names, start=copies)
