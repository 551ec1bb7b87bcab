"""What a closure says that another one did not, written out for every name, at the cost of what changed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, LOW, Ids, Keys, diff_sorted, expand, on_host, ranges, sort_unique
from semkg.reasoning.engine.engine import Engine
from semkg.reasoning.engine.program import SAME
from semkg.reasoning.export import Blocks, Parts, expanded_parts, write_out
from semkg.vocab import BUILTIN


def expanded_difference(
    engine: Engine, blocks: Blocks, before: Engine, blocks_before: Blocks
) -> tuple[Parts, Parts]:
    """Compare two closures over one dictionary, as if both were written out in full.

    A fact whose block of subject, of predicate and of object are as they were is written out as it was, so only
    facts that came or went are looked at, and those that mention a block that changed. Facts are over representatives,
    and no two facts have a written triple in common.

    Args:
        engine: the closure now.
        blocks: its blocks.
        before: the earlier closure; its terms are the first of those now.
        blocks_before: its blocks.

    Returns:
        The triples that came, and those that went.
    """
    if _vocabulary_moved(engine) or _vocabulary_moved(before):
        now, then = expanded_parts(engine, blocks), expanded_parts(before, blocks_before)
    else:
        moved = _moved_blocks(blocks, blocks_before)
        come, gone = _changed_facts(engine, before, moved)
        now = write_out(engine, blocks, come, equalities_of=moved)
        then = write_out(before, blocks_before, gone, equalities_of=moved)
    return _minus(now, then), _minus(then, now)


def written_like(engine: Engine, blocks: Blocks, s: Ids, p: Ids) -> Parts:
    """Write out what a closure says of each pair of a subject and a predicate (and of their other names).

    Args:
        engine: the closure.
        blocks: its blocks.
        s: ids of the subjects, shape ``(n,)``.
        p: ids of the predicates, shape ``(n,)``.
    """
    s, p = engine.representative[s], engine.representative[p]
    facts: Parts = {}
    for predicate in sort_unique(p).tolist():
        keys = on_host(engine.facts.get(predicate).keys)
        facts[predicate] = keys[expand(*ranges(sort_unique(s[p == predicate]), keys))[1]]
    equal = np.zeros(len(engine.representative), dtype=np.bool_)
    equal[s[p == engine.representative[SAME]]] = True
    return write_out(engine, blocks, facts, equalities_of=equal)


def _vocabulary_moved(engine: Engine) -> bool:
    """Say whether a term of the vocabulary is the same as something else: what is a tautology depends on that."""
    known = min(len(BUILTIN), len(engine.representative))
    return bool((engine.representative[:known] != np.arange(known)).any())


def _moved_blocks(now: Blocks, before: Blocks) -> NDArray[np.bool_]:
    """Mark the representatives, now or before, of blocks that have other members than before; shape ``(n_terms,)``."""
    n, known = len(now.representative), len(before.representative)
    representative = np.concatenate((before.representative, np.arange(known, n)))
    listed = np.concatenate((before.listed, np.zeros(n - known, dtype=np.bool_)))
    shared = now.shared.copy()
    shared[:known] |= before.shared
    changed = (representative != now.representative) | (listed != now.listed)
    moved = np.zeros(n, dtype=np.bool_)
    moved[representative[changed]] = True
    moved[now.representative[changed]] = True
    return moved & shared


def _changed_facts(engine: Engine, before: Engine, moved: NDArray[np.bool_]) -> tuple[Parts, Parts]:
    come: dict[int, list[Keys]] = {}
    gone: dict[int, list[Keys]] = {}
    for predicate, more, less in engine.facts.differences(before.facts):
        come[predicate], gone[predicate] = [on_host(more)], [on_host(less)]
    if moved.any():
        for facts, parts in ((engine.facts, come), (before.facts, gone)):
            for predicate in (p for p in facts if p >= 0):
                keys = on_host(facts.get(predicate).keys)
                touched = moved[keys >> 32] | moved[keys & LOW]
                parts.setdefault(predicate, []).append(keys if moved[predicate] else keys[touched])
    return _key_sets(come), _key_sets(gone)


def _key_sets(parts: dict[int, list[Keys]]) -> Parts:
    sets = {
        predicate: sort_unique(np.concatenate(found)) for predicate, found in parts.items() if predicate >= 0
    }
    return {predicate: keys for predicate, keys in sets.items() if len(keys)}


def _minus(parts: Parts, other: Parts) -> Parts:
    left = {predicate: diff_sorted(keys, other.get(predicate, EMPTY)) for predicate, keys in parts.items()}
    return {predicate: keys for predicate, keys in left.items() if len(keys)}
