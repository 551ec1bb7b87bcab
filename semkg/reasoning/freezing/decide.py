"""RL+: the schema axioms of a closure that its rules do not write out, found by freezing.

An axiom such as ``p rdfs:subPropertyOf q`` says: for all a, b, ``a p b`` gives ``a q b``. It holds if ``a q b`` is in
the closure of the schema together with ``a p b``, for an ``a`` and a ``b`` that nothing else mentions. All bodies are
closed in one batch; those that might meet in it are closed one by one, so that both ways give the same.

Bodies that cannot exist make a class or a property empty (``c rdfs:subClassOf owl:Nothing``, ``p
owl:propertyDisjointWith p``); an asymmetric or irreflexive property is one whose body clashes. If the schema clashes
already, only clashes of the frozen terms count. Disjointness of pairs is decided when it is asked for
(:func:`cannot_share`), since writing it out would take a row for each pair of sub-classes.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, diff_sorted, on_host, pack, sort_unique
from semkg.reasoning.clash import has_new_clash
from semkg.reasoning.engine.build import build_engine
from semkg.reasoning.engine.engine import Engine, Produced
from semkg.reasoning.engine.facts import Facts
from semkg.reasoning.engine.program import SAME, TYPE
from semkg.reasoning.freezing.answers import Answers, combine, read_answers
from semkg.reasoning.freezing.batch import close_bodies, close_together, close_with
from semkg.reasoning.freezing.bodies import BODIES, Frozen, Shape, freeze, place_of
from semkg.reasoning.freezing.schema import askable, read_schema, speaks_of
from semkg.store import TermDictionary
from semkg.vocab import BUILTIN, BUILTIN_ID, OWL

_KEPT = 8
_EQUIVALENCES = tuple(BUILTIN_ID[OWL + name] for name in ("equivalentClass", "equivalentProperty"))
_settled: WeakKeyDictionary[TermDictionary, OrderedDict[bytes, Produced]] = WeakKeyDictionary()

Decide = Callable[[Engine], Produced]


def new_axioms(engine: Engine) -> Produced:
    """Return the axioms that hold in a closure under RL+ and are not written there, as rows by predicate.

    What was decided for a schema is remembered beside its dictionary: data that comes or goes costs nothing.
    """
    schema = read_schema(engine)
    known = _settled.setdefault(engine.literals.terms, OrderedDict())
    key = _digest(engine, schema)
    if key not in known:
        closed = schema_engine(engine, schema)
        if not speaks_of(closed):
            return {}
        known[key], end = settle(closed, decide_together)
        known[_digest(end, read_schema(end))] = {}
        while len(known) > _KEPT:
            known.popitem(last=False)
    return _fresh(engine, known[key])


def schema_engine(engine: Engine, schema: Facts) -> Engine:
    """Return an engine that knows the schema of a closure alone; it is small, and computes on the host."""
    if engine.device == "cpu":
        return engine.restricted(schema)
    known = build_engine("rl+", engine.literals)
    renamed = np.flatnonzero(engine.representative[: len(BUILTIN)] != np.arange(len(BUILTIN)))
    given = {p: [schema.get(p).keys] for p in schema if p >= 0}
    given.setdefault(SAME, []).append(pack(renamed, engine.representative[renamed]))
    known.admit(given, EMPTY)
    known.run(progress=None, max_inferred=None)
    return known


def settle(schema: Engine, decide: Decide) -> tuple[Produced, Engine]:
    """Add the axioms that hold to a schema until it has no more; return them and the schema's closure.

    An axiom that holds derives from a body only what followed from it without the axiom. So if the rules conclude
    nothing about the schema from the axioms but equivalences, which restate them, there is nothing more to find.
    """
    found: Produced = {}
    while fresh := _fresh(schema, decide(schema)):
        for predicate, parts in fresh.items():
            found.setdefault(predicate, []).extend(parts)
        before, schema = schema, schema.copy()
        schema.commit(fresh)
        schema.run(progress=None, max_inferred=None)
        if _only_restated(before, schema, fresh):
            break
    return found, schema


def _only_restated(before: Engine, after: Engine, axioms: Produced) -> bool:
    """Say whether adding axioms to a schema gave nothing beside them but equivalences."""
    if (before.representative != after.representative).any():
        return False
    restating = set(after.representative[list(_EQUIVALENCES)].tolist())
    return all(
        predicate in restating or len(after.facts.get(predicate)) == _count(before, axioms, predicate)
        for predicate in after.facts
    )


def _count(engine: Engine, axioms: Produced, predicate: int) -> int:
    return len(engine.facts.get(predicate)) + sum(map(len, axioms.get(predicate, ())))


def decide_together(schema: Engine) -> Produced:
    """Return the axioms whose heads are in the closures of a schema with their bodies, by way of one closure."""
    together, inside, outside = close_together(schema, questions(schema, speaks_of(schema)))
    answers = [read_answers(together, inside, _clashing(together, inside))]
    answers += [_by_itself(schema, body) for body in outside.one_by_one()]
    return combine(answers, schema.representative)


def decide_one_by_one(schema: Engine) -> Produced:
    """Return the same, every possible body in a closure of its own: slow, and what the other has to equal."""
    everything = frozenset(body.shape for body in BODIES)
    answers = [_by_itself(schema, body) for body in questions(schema, everything).one_by_one()]
    return combine(answers, schema.representative)


def questions(schema: Engine, shapes: frozenset[Shape]) -> Frozen:
    """Return the frozen bodies of all classes and properties, of these shapes."""
    classes, properties = askable(schema)
    about = [
        (place_of(body.shape), classes if body.shape == "member" else properties)
        for body in BODIES
        if body.shape in shapes
    ]
    places = [np.full(len(ids), place) for place, ids in about]
    columns = (np.concatenate([EMPTY, *parts]) for parts in (places, [ids for _, ids in about]))
    return freeze(*columns, base=len(schema.representative))


def cannot_share(engine: Engine, first: int, second: int, *, properties: bool) -> bool:
    """Say whether no term can be in two classes, or no pair in two properties.

    Args:
        engine: a closure under RL+.
        first: a class or a property, a representative.
        second: another one.
        properties: whether they are properties.
    """
    schema = schema_engine(engine, read_schema(engine))
    a = np.array([len(schema.representative)])
    rows: Produced = {}
    for number in (first, second):
        predicate = number if properties else int(schema.representative[TYPE])
        rows.setdefault(predicate, []).append(pack(a, a + 1 if properties else np.array([number])))
    return has_new_clash(schema, close_with(schema, 1 + properties, rows))


def _fresh(engine: Engine, axioms: Produced) -> Produced:
    merged = {p: sort_unique(np.concatenate(parts)) for p, parts in axioms.items()}
    fresh = {p: diff_sorted(keys, on_host(engine.facts.get(p).keys)) for p, keys in merged.items()}
    return {p: [keys] for p, keys in fresh.items() if len(keys)}


def _digest(engine: Engine, schema: Facts) -> bytes:
    digest = hashlib.blake2b(engine.representative[: len(BUILTIN)].tobytes())
    digest.update(repr((engine.numbers, sorted(engine.asked_datatypes))).encode())
    for predicate in sorted(schema):
        digest.update(np.int64(predicate).tobytes() + schema.get(predicate).keys.tobytes())
    return digest.digest()


def _by_itself(base: Engine, frozen: Frozen) -> Answers:
    engine = close_bodies(base, frozen)
    clashing = np.full(len(frozen), has_new_clash(base, engine))
    return read_answers(engine, frozen, clashing)


def _clashing(engine: Engine, frozen: Frozen) -> NDArray[np.bool_]:
    """Say of each body whether one of its terms is in a clash."""
    owner = frozen.owner()
    found = np.zeros(len(frozen), dtype=np.bool_)
    for table in engine.clashes.values():
        for column in table.columns.values():
            found[owner[column[column >= frozen.base] - frozen.base]] = True
    return found
