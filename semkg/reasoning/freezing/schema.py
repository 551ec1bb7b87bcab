"""Which part of a closure is schema: the rows whose terms all are terms that axioms speak of.

The schema terms are the vocabulary; whatever stands in a row with one of :data:`AXIOM_PREDICATES`; the cells and
members of the lists that axioms point to; and what is called a class, a property or an ``AllDisjoint...``. So an
individual is a schema term only if an axiom names it (``hasValue``, ``oneOf``), and then the schema holds what the
closure says of such individuals among each other. The schema depends on the closure alone, grows with it, and is
closed itself: a rule that reads only such rows makes only such rows, because no rule makes up terms.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import (
    EMPTY,
    LOW,
    Ids,
    Keys,
    expand,
    in_sorted,
    on_host,
    partners,
    ranges,
    sort_unique,
    unpack,
)
from semkg.reasoning.engine.engine import Engine
from semkg.reasoning.engine.facts import Facts, Partition
from semkg.reasoning.engine.list_phases import CELL, FIRST, MEMBER, REST
from semkg.reasoning.engine.program import TYPE
from semkg.reasoning.freezing.bodies import BODIES, Shape
from semkg.reasoning.rules.rule import is_variable
from semkg.reasoning.rules.tables import RULE_SETS
from semkg.reasoning.values.literals import DATATYPE_ID
from semkg.vocab import BUILTIN, BUILTIN_ID, OWL, RDF, RDFS


def _ids(prefix: str, *names: str) -> tuple[int, ...]:
    return tuple(BUILTIN_ID[prefix + name] for name in names)


_CLASS_LISTS = _ids(OWL, "intersectionOf", "unionOf", "disjointUnionOf")
_PROPERTY_LISTS = _ids(OWL, "propertyChainAxiom", "hasKey")
_CARDINALITIES = _ids(
    OWL,
    *("cardinality", "minCardinality", "maxCardinality"),
    *("qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality"),
)
_CLASS_BOTH = (*_ids(RDFS, "subClassOf"), *_ids(OWL, "equivalentClass", "disjointWith", "complementOf"))
_CLASS_OBJECT = (
    *_ids(RDFS, "domain", "range"),
    *_ids(OWL, "someValuesFrom", "allValuesFrom", "onClass", "onDataRange"),
)
_CLASS_SUBJECT = (*_CLASS_LISTS, *_ids(OWL, "oneOf", "onProperty", "hasKey", "hasValue"), *_CARDINALITIES)
_PROPERTY_BOTH = (
    *_ids(RDFS, "subPropertyOf"),
    *_ids(OWL, "equivalentProperty", "inverseOf", "propertyDisjointWith"),
)
_PROPERTY_SUBJECT = (*_ids(RDFS, "domain", "range"), *_ids(OWL, "propertyChainAxiom"))
_PROPERTY_OBJECT = _ids(OWL, "onProperty")
_CLASS_KINDS = (*_ids(OWL, "Class", "Restriction"), *_ids(RDFS, "Class", "Datatype"))
_PROPERTY_KINDS = (
    *_ids(RDF, "Property"),
    *_ids(OWL, "ObjectProperty", "DatatypeProperty", "FunctionalProperty", "InverseFunctionalProperty"),
    *_ids(OWL, "SymmetricProperty", "TransitiveProperty", "AsymmetricProperty", "IrreflexiveProperty"),
)
_DISJOINT_CLASSES, _DISJOINT_PROPERTIES = _ids(OWL, "AllDisjointClasses", "AllDisjointProperties")
_MEMBERS = BUILTIN_ID[OWL + "members"]
_THING, _NOTHING = _ids(OWL, "Thing", "Nothing")
KINDS = (*_CLASS_KINDS, *_PROPERTY_KINDS, _DISJOINT_CLASSES, _DISJOINT_PROPERTIES)

AXIOM_PREDICATES = tuple(
    sorted({*_CLASS_BOTH, *_CLASS_OBJECT, *_CLASS_SUBJECT, *_PROPERTY_BOTH, *_PROPERTY_LISTS})
)
"""Ids of the predicates whose rows are axioms, or parts of class expressions."""


def _vocabulary() -> frozenset[int]:
    """Return the ids of everything that some rule names."""
    atoms = (atom for rule in RULE_SETS["rl+"] for atom in (*rule.body_atoms(), *rule.head_atoms()))
    places = {place for atom in atoms for place in atom if not is_variable(place)}
    return frozenset(BUILTIN_ID[place] for place in places if place in BUILTIN_ID)


VOCABULARY = np.array(sorted(_vocabulary() - {_THING, *DATATYPE_ID.values()} | set(KINDS)), dtype=np.int64)
"""Ids that rules read as vocabulary: rows with them are axioms, so no axiom about them is asked for."""


def read_schema(engine: Engine) -> Facts:
    """Take the schema out of a closure: its rows, over representatives, with the lists that it needs."""
    same = engine.representative
    term = np.zeros(len(same), dtype=np.bool_)
    term[same[: len(BUILTIN)]] = True
    for ids in (_classes(engine), _properties(engine), _list_terms(engine)):
        term[ids] = True
    for ids in _of_kinds(engine, (_DISJOINT_CLASSES, _DISJOINT_PROPERTIES)):
        term[ids] = True
    for predicate in AXIOM_PREDICATES:
        for column in unpack(_keys(engine, int(same[predicate]))):
            term[column] = True
    parts = {p: _within(engine, p, term) for p in engine.facts if p < 0 or term[p]}
    return Facts({p: part for p, part in parts.items() if len(part)})


def askable(engine: Engine) -> tuple[Ids, Ids]:
    """Return the classes and the properties of a schema, ascending; class expressions and owl:Thing among them."""
    return _askable(engine, _classes(engine), also=(_THING,)), _askable(engine, _properties(engine))


def _askable(engine: Engine, ids: Ids, also: tuple[int, ...] = ()) -> Ids:
    """Return ids that may be asked about: what is no literal and no vocabulary, ascending."""
    same = engine.representative
    ids = sort_unique(np.append(ids, same[list(also)]))
    ids = ids[engine.literals.rank[ids] < 2]
    return ids[~np.isin(ids, same[VOCABULARY])]


def _keys(engine: Engine, predicate: int) -> Keys:
    return on_host(engine.facts.get(predicate).keys)


def _column(engine: Engine, predicates: tuple[int, ...], place: int) -> Ids:
    same = engine.representative
    return np.concatenate([EMPTY, *(unpack(_keys(engine, int(same[p])))[place] for p in predicates)])


def _of_kinds(engine: Engine, kinds: tuple[int, ...]) -> list[Ids]:
    same = engine.representative
    types = engine.facts.get(int(same[TYPE]))
    return [on_host(partners(int(same[kind]), types.flipped)) for kind in kinds]


def _classes(engine: Engine) -> Ids:
    parts = [
        *(_column(engine, _CLASS_BOTH + _CLASS_SUBJECT, 0), _column(engine, _CLASS_BOTH + _CLASS_OBJECT, 1)),
        *_of_kinds(engine, _CLASS_KINDS),
        *(_members(engine, _column(engine, _CLASS_LISTS, 1)), _disjoint(engine, _DISJOINT_CLASSES)),
    ]
    return sort_unique(np.concatenate(parts))


def _properties(engine: Engine) -> Ids:
    parts = [
        _column(engine, _PROPERTY_BOTH + _PROPERTY_SUBJECT, 0),
        _column(engine, _PROPERTY_BOTH + _PROPERTY_OBJECT, 1),
        *_of_kinds(engine, _PROPERTY_KINDS),
        *(_members(engine, _column(engine, _PROPERTY_LISTS, 1)), _disjoint(engine, _DISJOINT_PROPERTIES)),
    ]
    return sort_unique(np.concatenate(parts))


def _members(engine: Engine, heads: Ids) -> Ids:
    keys = _keys(engine, MEMBER)
    return keys[in_sorted(keys >> 32, sort_unique(heads))] & LOW


def _disjoint_lists(engine: Engine, kind: int) -> Ids:
    keys = _keys(engine, int(engine.representative[_MEMBERS]))
    return keys[in_sorted(keys >> 32, _of_kinds(engine, (kind,))[0])] & LOW


def _disjoint(engine: Engine, kind: int) -> Ids:
    return _members(engine, _disjoint_lists(engine, kind))


def _list_terms(engine: Engine) -> Ids:
    """Return the cells of the lists that axioms point to, with all that stands in the cells."""
    pointers = (*_CLASS_LISTS, *_PROPERTY_LISTS, BUILTIN_ID[OWL + "oneOf"])
    lists = [_disjoint_lists(engine, kind) for kind in (_DISJOINT_CLASSES, _DISJOINT_PROPERTIES)]
    heads = sort_unique(np.concatenate([_column(engine, pointers, 1), *lists]))
    cells = _keys(engine, CELL)
    found = sort_unique(np.append(heads, cells[in_sorted(cells >> 32, heads)] & LOW))
    # A cell of a broken list keeps all that makes it broken.
    links = [_keys(engine, int(engine.representative[number])) for number in (FIRST, REST)]
    return np.concatenate([found, *(keys[in_sorted(keys >> 32, found)] & LOW for keys in links)])


def _within(engine: Engine, predicate: int, term: NDArray[np.bool_]) -> Partition:
    """Return the rows of a predicate between schema terms."""
    partition = engine.facts.get(predicate)
    keys = on_host(partition.keys)
    subjects = np.flatnonzero(term)
    if len(subjects) * 8 < len(keys):
        keys = keys[expand(*ranges(subjects, keys))[1]]
    s, o = unpack(keys)
    inside = term[s] & term[o]
    whole = engine.device == "cpu" and len(keys) == len(partition) and inside.all()
    return partition if whole else Partition(keys[inside])


_PLAIN = (
    *_ids(RDFS, "subClassOf", "subPropertyOf", "domain", "range"),
    *_ids(OWL, "equivalentClass", "equivalentProperty"),
    *_ids(RDF, "first", "rest"),
    TYPE,
)
"""Predicates of axioms that the rules close by themselves."""
_NUMBERS = _ids(OWL, "maxCardinality", "maxQualifiedCardinality", "cardinality")
_SPEAKING_KINDS = (*_PROPERTY_KINDS[3:], _DISJOINT_CLASSES, _DISJOINT_PROPERTIES)
_FORBIDDING = (*_NUMBERS, *_ids(OWL, "disjointWith", "complementOf", "propertyDisjointWith", "differentFrom"))
_FORBIDDING_KINDS = (
    *_ids(OWL, "AsymmetricProperty", "IrreflexiveProperty"),
    *(_DISJOINT_CLASSES, _DISJOINT_PROPERTIES),
)


def speaks_of(engine: Engine) -> frozenset[Shape]:
    """Return the shapes of bodies about which a schema can say more than its rules have written out.

    Sub-classes, sub-properties, equivalences, domains and ranges alone are closed by rules. Without an axiom that makes
    terms the same, leads from one to the next, or forbids something, no body can show an equality, a path or a clash.
    """
    if _turns_on_itself(engine):
        return frozenset(body.shape for body in BODIES)
    below, above = (_column(engine, _PLAIN[:6], place) for place in (0, 1))
    equates = _has(engine, (*_NUMBERS, *_ids(OWL, "hasKey"))) or _has_kind(
        engine, *_ids(OWL, "FunctionalProperty", "InverseFunctionalProperty")
    )
    leads = _has(engine, _ids(OWL, "propertyChainAxiom")) or _has_kind(
        engine, *_ids(OWL, "TransitiveProperty")
    )
    forbids = _has(engine, _FORBIDDING) or _has_kind(engine, *_FORBIDDING_KINDS)
    forbids |= bool((above == engine.representative[_NOTHING]).any())
    other = set(VOCABULARY.tolist()).difference(_PLAIN)
    speaks = equates or leads or forbids or bool((below == engine.thing).any())
    speaks = speaks or _has(engine, other) or _has_kind(engine, *_SPEAKING_KINDS)
    shapes: list[tuple[bool, tuple[Shape, ...]]] = [
        (speaks, ("member", "edge")),
        (leads or equates, ("path",)),
        (equates, ("fork", "join")),
        (forbids, ("both", "loop")),
    ]
    return frozenset(shape for asked, some in shapes if asked for shape in some)


def _turns_on_itself(engine: Engine) -> bool:
    """Say whether axioms speak of the vocabulary itself."""
    same = engine.representative
    vocabulary = same[VOCABULARY[VOCABULARY != _NOTHING]]
    speaking = same[list(_SPEAKING_KINDS)]
    for predicate in (p for p in engine.facts if p >= 0 and p != same[REST]):
        s, o = unpack(_keys(engine, predicate))
        is_type = predicate == same[TYPE]
        odd = np.isin(s, vocabulary) if is_type else np.isin(s, vocabulary) | np.isin(o, vocabulary)
        if (odd & (np.isin(o, speaking) if is_type else s != o)).any():
            return True
    return False


def _has(engine: Engine, predicates: Iterable[int]) -> bool:
    return any(len(engine.facts.get(int(engine.representative[p]))) for p in predicates)


def _has_kind(engine: Engine, *kinds: int) -> bool:
    return any(len(members) for members in _of_kinds(engine, kinds))
