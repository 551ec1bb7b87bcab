"""The closure of a graph: computing it, adding to it, asking it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from semkg.kernels import Ids, check_device, in_sorted, on_host, pack, sort_unique
from semkg.progress import Progress
from semkg.reasoning.clash import Clash, has_clash, list_clashes
from semkg.reasoning.difference import expanded_difference, written_like
from semkg.reasoning.engine.build import build_engine
from semkg.reasoning.engine.engine import Engine, Produced
from semkg.reasoning.engine.facts import Facts
from semkg.reasoning.engine.list_phases import FIRST, REST
from semkg.reasoning.engine.retraction import retract as retracted
from semkg.reasoning.export import Blocks, check_written, closure_parts, expanded_parts, holds_in, rows_of
from semkg.reasoning.freezing.decide import new_axioms
from semkg.reasoning.freezing.schema import read_schema
from semkg.reasoning.rules.tables import RULE_SETS as TABLES
from semkg.reasoning.values.literals import literal_table
from semkg.store import Rows, TermDictionary

RULE_SETS = tuple(TABLES)
"""Names of the rule sets."""


@dataclass(frozen=True)
class Closure:
    """Everything that follows from a set of triples under one rule set.

    Terms that are the same share one representative, and ``rows`` speaks of representatives only. What holds of
    everything is left out of ``rows``, also where it was written down: a thing is the same as itself, is a Thing, a
    class is below itself and below Thing.

    Attributes:
        rules: the name of the rule set.
        given: the triples that were given, as they came.
        representative: representative of each term, shape ``(n_terms,)``, int32.
        ignored: messages about input that no rule can read, such as broken lists.
        engine: the state from which :func:`extend` goes on.
    """

    rules: str
    given: tuple[Rows, ...]
    representative: NDArray[np.int32]
    ignored: tuple[str, ...]
    engine: Engine = field(repr=False, compare=False)

    @cached_property
    def asserted(self) -> Rows:
        """The triples that were given."""
        return _merge_rows(self.given)

    @cached_property
    def rows(self) -> Rows:
        """What follows, the given triples among it, over representatives."""
        return self.asserted if self.rules == "none" else rows_of(closure_parts(self.engine))

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """Every inconsistency, ordered by rule and witnesses."""
        return tuple(list_clashes(self.engine))

    @cached_property
    def consistent(self) -> bool:
        """Whether nothing clashes."""
        return not has_clash(self.engine)

    @cached_property
    def _blocks(self) -> Blocks:
        return Blocks(self.engine)

    def expanded(self) -> Rows:
        """Return the rows with every member of a block in place of its representative, and the equalities in blocks."""
        return self.asserted if self.rules == "none" else rows_of(expanded_parts(self.engine, self._blocks))

    def check_size(self, most: int) -> None:
        """Make sure that the closure, written out for every name, has not too many triples that were not given.

        Raises:
            LimitError: it has more; they are counted before they are written out.
        """
        check_written(self.engine, self._blocks, most, sum(map(len, self.given)))

    def difference(self, before: Closure) -> tuple[Rows, Rows]:
        """Return which triples, written out for every name, came and went since an earlier closure of this dictionary.

        The same as comparing both :meth:`expanded`, at the cost of what changed.
        """
        come, gone = expanded_difference(self.engine, self._blocks, before.engine, before._blocks)
        return rows_of(come), rows_of(gone)

    def written_like(self, rows: Rows) -> Rows:
        """Return what follows, written out for every name, with the subject and predicate of one of the rows.

        Triples of other names of theirs may be among it.
        """
        s, p = (column.astype(np.int64) for column in (rows.s, rows.p))
        return rows_of(written_like(self.engine, self._blocks, s, p))

    def contains(self, s: ArrayLike, p: ArrayLike, o: ArrayLike) -> NDArray[np.bool_]:
        """Say of each triple, given as term ids of shape ``(n,)``, whether it follows."""
        columns = (np.atleast_1d(np.asarray(column, dtype=np.int64)) for column in (s, p, o))
        return holds_in(self.engine, *(self.current(column) for column in columns))

    def current(self, column: NDArray[np.integer]) -> Ids:
        """Return the representatives of term ids, literals by value; terms that came later stand for themselves."""
        if self.engine.equality:
            owner = literal_table(self.engine.literals.terms).owner[column]
            column = np.where(owner >= 0, owner, column)
        known = column < len(self.representative)
        return np.where(known, self.representative[np.where(known, column, 0)], column).astype(np.int64)

    def members(self, node: int) -> Ids:
        """Return the ids of all terms that are the same as this one, itself among them, ascending."""
        return self._blocks.members(node)


def close(
    rows: Rows,
    terms: TermDictionary,
    *,
    rules: str = "rl+",
    progress: Progress | None = None,
    max_inferred: int | None = None,
    device: str = "cpu",
) -> Closure:
    """Compute everything that follows from triples.

    Args:
        rows: the triples.
        terms: the dictionary behind their ids.
        rules: ``rl+``, ``rl``, ``rdfs`` or ``none``.
        progress: told the number of rounds.
        max_inferred: the most triples to infer.
        device: ``cpu`` computes with numpy, ``cuda`` with torch on a GPU.

    Raises:
        ValueError: no rule set has this name, or the device is not there.
        MissingExtraError: the device needs torch.
        LimitError: more than ``max_inferred`` triples would be inferred; nothing is kept.
    """
    if rules not in TABLES:
        msg = f"no rule set is called {rules!r}; there are {', '.join(RULE_SETS)}"
        raise ValueError(msg)
    check_device(device)
    engine = build_engine(rules, literal_table(terms), device=device)
    return _grow(engine, rules, (rows,), progress=progress, max_inferred=max_inferred)


def extend(
    closure: Closure, rows: Rows, terms: TermDictionary, *, max_inferred: int | None = None
) -> Closure:
    """Add triples to a closure.

    Args:
        closure: a closure of some triples; it stays as it is.
        rows: more triples, over ids of the same dictionary.
        terms: the dictionary.
        max_inferred: the most triples to infer from all of them.

    Returns:
        The closure of both, equal to closing them together.

    Raises:
        LimitError: as for :func:`close`.
    """
    given = (*closure.given, rows)
    literals = literal_table(terms)
    numbers = literals.number_owner(0), literals.number_owner(1)
    if numbers == closure.engine.numbers and not _touches_lists(closure, rows):
        grown = _grow(closure.engine.copy(), closure.rules, given, max_inferred=max_inferred)
        if not _lists_moved(closure, grown):
            return grown
    return close(
        _merge_rows(given),
        terms,
        rules=closure.rules,
        device=closure.engine.device,
        max_inferred=max_inferred,
    )


def retract(
    closure: Closure, rows: Rows, removed: Rows, terms: TermDictionary, *, max_inferred: int | None = None
) -> Closure:
    """Take triples back from a closure; what cannot depend on them is kept, see :mod:`.engine.retraction`.

    Args:
        closure: a closure of some triples; it stays as it is.
        rows: those of them that are left.
        removed: those that are taken back.
        terms: the dictionary.
        max_inferred: the most triples to infer from what is left.

    Returns:
        The closure of what is left, equal to closing that anew.

    Raises:
        LimitError: as for :func:`close`.
    """
    before = closure.engine
    literals = literal_table(terms)
    if (literals.number_owner(0), literals.number_owner(1)) == before.numbers and closure.rules != "none":
        blank = build_engine(closure.rules, literals, device=before.device)
        used = _literals(before, rows)
        frozen = read_schema(before) if closure.rules == "rl+" else Facts()
        engine = retracted(
            before, _produced(removed), left=_produced(rows), literals=used, blank=blank, fixed=frozen
        )
        if engine is not None:
            _run(engine, closure.rules, len(rows), max_inferred=max_inferred)
            return _closed(engine, closure.rules, (rows,))
    return close(rows, terms, rules=closure.rules, device=before.device, max_inferred=max_inferred)


def _cells(closure: Closure) -> Ids:
    """Return the nodes that have an rdf:first or rdf:rest, as representatives."""
    same = closure.engine.representative
    partitions = [closure.engine.facts.get(int(same[number])) for number in (FIRST, REST)]
    return sort_unique(np.concatenate([on_host(partition.subjects) for partition in partitions]))


def _touches_lists(closure: Closure, rows: Rows) -> bool:
    """Say whether rows change cells that were there: a list that was read may no longer be well-formed."""
    added = rows.s[np.isin(rows.p, (FIRST, REST))].astype(np.int64)
    return bool(in_sorted(closure.current(added), _cells(closure)).any())


def _lists_moved(closure: Closure, grown: Closure) -> bool:
    """Say whether cells turned out to be the same as something else."""
    cells = _cells(closure)
    return bool((grown.engine.representative[cells] != cells).any())


def _grow(
    engine: Engine,
    rules: str,
    given: tuple[Rows, ...],
    *,
    progress: Progress | None = None,
    max_inferred: int | None = None,
) -> Closure:
    """Give the last of the given triples to an engine that has the others, and let it run."""
    engine.admit(_produced(given[-1]), _literals(engine, given[-1]))
    _run(engine, rules, sum(map(len, given)), progress=progress, max_inferred=max_inferred)
    return _closed(engine, rules, given)


def _run(
    engine: Engine,
    rules: str,
    n_given: int,
    *,
    progress: Progress | None = None,
    max_inferred: int | None = None,
) -> None:
    """Let an engine run until neither its rules nor, under RL+, freezing find anything new.

    Args:
        engine: the engine.
        rules: the name of the rule set.
        n_given: number of triples that were given.
        progress: told the number of rounds.
        max_inferred: the most facts beside those.
    """
    engine.growth.inferred = max(0, sum(len(engine.facts.get(p)) for p in engine.facts if p >= 0) - n_given)
    engine.growth.limit = max_inferred
    engine.growth.check()
    if rules != "none":
        engine.run(progress=progress, max_inferred=max_inferred)
    while rules == "rl+" and (axioms := new_axioms(engine)):
        engine.commit(axioms)
        engine.run(progress=progress, max_inferred=max_inferred)


def _closed(engine: Engine, rules: str, given: tuple[Rows, ...]) -> Closure:
    return Closure(rules, given, engine.representative.astype(np.int32), engine.ignored, engine)


def _produced(rows: Rows) -> Produced:
    """Split rows by predicate; they are sorted by it."""
    if not len(rows):
        return {}
    begin = np.flatnonzero(np.concatenate(([True], rows.p[1:] != rows.p[:-1])))
    parts = np.split(pack(rows.s, rows.o), begin[1:])
    return {int(rows.p[start]): [part] for start, part in zip(begin, parts, strict=True)}


def _literals(engine: Engine, rows: Rows) -> Ids:
    used = np.zeros(len(engine.literals.literal), dtype=np.bool_)
    used[rows.o] = True
    return np.flatnonzero(used & engine.literals.literal)


def _merge_rows(given: tuple[Rows, ...]) -> Rows:
    if len(given) == 1:
        return given[0]
    s, p, o = (np.concatenate(columns) for columns in zip(*map(_columns, given), strict=True))
    order = np.lexsort((pack(s, o), p))
    s, p, o = s[order], p[order], o[order]
    fresh = np.ones(len(s), dtype=np.bool_)
    fresh[1:] = (s[1:] != s[:-1]) | (p[1:] != p[:-1]) | (o[1:] != o[:-1])
    return Rows(s[fresh], p[fresh], o[fresh])


def _columns(rows: Rows) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    return rows.s, rows.p, rows.o
