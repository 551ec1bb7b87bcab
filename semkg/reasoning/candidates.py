"""What one more triple would contradict: each candidate decided by itself, exactly.

Most clashes show within two steps and are found for all candidates at once. Triples that make no clash together make
none one by one, so the rest is tried together, and only a set that clashes is split in halves.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from semkg.kernels import group_starts
from semkg.reasoning.certain import certain_clashes
from semkg.reasoning.clash import has_new_clash
from semkg.reasoning.closure import Closure, extend
from semkg.store import Rows, TermDictionary


def would_clash(
    closure: Closure, s: ArrayLike, p: ArrayLike, o: ArrayLike, terms: TermDictionary
) -> NDArray[np.bool_]:
    """Decide for each candidate by itself whether the closure plus that triple has a clash that the closure has not.

    Args:
        closure: the closure to add to.
        s: subject ids, shape ``(n,)``.
        p: predicate ids, shape ``(n,)``.
        o: object ids, shape ``(n,)``.
        terms: the dictionary of the closure; it may have grown.

    Returns:
        Shape ``(n,)``.
    """
    columns = tuple(np.atleast_1d(np.asarray(column, dtype=np.int32)) for column in (s, p, o))
    order, first = group_starts(
        tuple(column.astype(np.int64) for column in (columns[1], columns[0], columns[2]))
    )
    distinct = order[first]
    open_rows = distinct[~closure.contains(*(column[distinct] for column in columns))]
    clashing = np.zeros(len(columns[0]), dtype=np.bool_)
    if closure.rules not in ("none", "rdfs"):
        clashing[_clashing(closure, columns, open_rows, terms)] = True
    answer = np.empty_like(clashing)
    answer[order] = clashing[distinct][np.cumsum(first) - 1]
    return answer


def _clashing(
    closure: Closure, columns: tuple[NDArray[np.int32], ...], rows: NDArray[np.int64], terms: TermDictionary
) -> list[int]:
    """Return the numbers of the candidates that clash."""
    found: list[int] = []
    if closure.consistent and len(rows):
        certain = certain_clashes(closure.engine, *(closure.current(column[rows]) for column in columns))
        found = [int(row) for row in rows[certain]]
        rows = rows[~certain]
    waiting = [rows] if len(rows) else []
    while waiting:
        batch = waiting.pop()
        s, p, o = (column[batch] for column in columns)
        if not has_new_clash(closure.engine, extend(closure, Rows(s, p, o), terms).engine):
            continue
        if len(batch) == 1:
            found.append(int(batch[0]))
        else:
            waiting += np.array_split(batch, 2)
    return found
