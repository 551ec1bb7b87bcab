"""Taking given triples back from a closure: what does not depend on them is kept as it is.

The closure of what is left is a part of the closure before, since rules only ever add. So what cannot depend on the
triples taken away (:mod:`.dependency`) stands, and everything else is dropped and derived again: the partitions and
memberships that were reached begin with what is left of the given triples, and every instance of a rule that writes
to one of them counts as new and is applied to all facts. An instance that writes elsewhere finds nothing: all that it
can derive now it had derived before.
"""

from __future__ import annotations

import numpy as np

from semkg.kernels import (
    EMPTY,
    LOW,
    Ids,
    Keys,
    compact,
    components,
    distinct,
    in_sorted,
    on_host,
    pack,
    placed,
    sort_unique,
    union,
    unpack,
)
from semkg.reasoning.engine.dependency import (
    Reach,
    leading_to_schema,
    reach,
    reaches_equality,
    reaches_schema,
    read_as_schema,
)
from semkg.reasoning.engine.derivation import emit
from semkg.reasoning.engine.engine import Engine, Produced
from semkg.reasoning.engine.facts import Facts, Partition
from semkg.reasoning.engine.join import solve
from semkg.reasoning.engine.program import SAME, TYPE
from semkg.vocab import BUILTIN


def retract(
    engine: Engine, removed: Produced, *, left: Produced, literals: Ids, blank: Engine, fixed: Facts
) -> Engine | None:
    """Return an engine that has only what follows from the triples that are left, ready to run.

    Args:
        engine: a closure; it stays as it is.
        removed: the triples that were taken away, by predicate.
        left: the triples that are left.
        literals: ids of the literals in ``left``, ascending.
        blank: an engine with the same rules and no facts.
        fixed: facts of the closure from which more was concluded than the rules of the engine tell.

    Returns:
        The engine; ``None`` where the schema, or which terms are the same, may depend on what was taken away.
    """
    if engine.same_is_asked or _vocabulary_moved(engine):
        return None
    reached = reach(engine, engine.over_representatives(removed))
    if reaches_schema(engine, reached) or _reaches_any(reached, fixed):
        return None
    if reaches_equality(engine, reached) and not _equalities_stay(engine, left, literals):
        return None
    facts = engine.over_representatives(left)
    if not _schema_stays(engine, blank, facts, reached):
        return None
    return _without(engine, left, facts, literals, reached)


def _reaches_any(reached: Reach, facts: Facts) -> bool:
    """Say whether one of these facts is reached."""
    typing = reached.classes[on_host(facts.get(TYPE).keys) & LOW].any()
    return bool(typing or any(reached.predicates[p] for p in facts if p >= 0))


def _vocabulary_moved(engine: Engine) -> bool:
    return bool((engine.representative[: len(BUILTIN)] != np.arange(len(BUILTIN))).any())


def _equalities_stay(engine: Engine, given: Produced, literals: Ids) -> bool:
    """Say whether what is left states every equality, or a chain of them, between terms that are still used."""
    representative = engine.representative
    n = len(representative)
    listed = ~engine.literals.literal[:n]
    listed[literals] = True
    owner = engine.literals.owner[literals]
    other = (owner >= 0) & (owner < n) & (owner != literals)
    stated = sort_unique(np.concatenate([*given.get(SAME, ()), pack(literals[other], owner[other])]))
    moved = representative != np.arange(n)
    shared = np.zeros(n, dtype=np.bool_)
    shared[representative[moved & listed]] = True
    members = np.flatnonzero(shared[representative] & listed)
    first, second = unpack(stated)
    ids, (first, second, members) = compact(first, second, members)
    _, label = components(first, second, n_nodes=len(ids))
    # What is stated was known before, so its blocks are parts of those: they are the same if there are as many.
    return len(sort_unique(label[members].astype(np.int64))) == len(distinct(representative[ids[members]]))


def _schema_stays(engine: Engine, blank: Engine, left: Produced, reached: Reach) -> bool:
    """Say whether what data said about the schema follows from the schema triples that are left alone.

    One membership of each class is taken with them, since a rule may ask whether there is any.
    """
    said: Produced = {}
    for rule in leading_to_schema(engine, reached):
        atoms = [(pattern, engine.facts) for pattern in rule.data]
        emit(rule, solve(atoms, wanted=rule.wanted, start=rule.instances, distinct=True), said)
    if not said:
        return True
    blank.admit(_about_schema(engine, left), EMPTY)
    blank.run(progress=None, max_inferred=None)
    return all(
        bool(in_sorted(on_host(keys), on_host(blank.facts.get(predicate).keys)).all())
        for predicate, parts in said.items()
        for keys in parts
    )


def _about_schema(engine: Engine, left: Produced) -> Produced:
    predicates, classes = read_as_schema(engine)
    chosen = {predicate: parts for predicate, parts in left.items() if predicate in predicates}
    type_id = int(engine.representative[TYPE])
    types = np.concatenate([EMPTY, *left.get(type_id, ())])
    if len(types):
        membership_of = np.full(len(engine.representative), -1)
        membership_of[types & LOW] = np.arange(len(types))
        schema = np.isin(types & LOW, list(classes))
        schema[membership_of[membership_of >= 0]] = True
        chosen[type_id] = [types[schema]]
    return chosen


def _without(engine: Engine, given: Produced, left: Produced, literals: Ids, reached: Reach) -> Engine:
    other = engine.copy()
    other.take_as_given(given, literals)
    type_id = int(engine.representative[TYPE])
    for predicate in np.flatnonzero(reached.predicates).tolist():
        if not (engine.equality and predicate == engine.representative[SAME]):
            other.facts.put(predicate, Partition(_placed_set(engine, left.get(predicate, []))))
    if reached.classes.any():
        types = on_host(engine.facts.get(type_id).keys)
        again = np.concatenate([EMPTY, *left.get(type_id, ())])
        kept, again = types[~reached.classes[types & LOW]], again[reached.classes[again & LOW]]
        other.facts.put(type_id, Partition(_placed_set(engine, [kept, again])))
    for phase in other.phases:
        phase.forget(other, reached)
    other.seed_things()
    other.seed_values(other.literals_used)
    return other


def _placed_set(engine: Engine, parts: list[Keys]) -> Keys:
    return placed(union([sort_unique(part) for part in parts]), engine.device)
