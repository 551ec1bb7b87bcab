"""Whether a graph follows: a homomorphism of it into the closure and what holds of everything."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from semkg.errors import LimitError
from semkg.kernels import LOW, Ids, Keys, components, in_sorted, pack, partners, sort_unique, union, unpack
from semkg.reasoning.closure import Closure
from semkg.reasoning.engine.facts import Partition
from semkg.reasoning.engine.join import Pattern, Slot, TooManyError, is_solvable
from semkg.reasoning.engine.program import SAME, TYPE
from semkg.reasoning.freezing.decide import cannot_share
from semkg.reasoning.rdf_semantics import with_axioms
from semkg.reasoning.values.literals import DATATYPE_ID, LiteralTable, literal_table
from semkg.store import Rows, TermDictionary, TermKind
from semkg.vocab import BUILTIN_ID, OWL, RDFS

_CLASSES = tuple(BUILTIN_ID[OWL + name] for name in ("Thing", "Nothing"))
ANNOTATIONS = tuple(
    BUILTIN_ID[iri]
    for iri in (
        *(RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")),
        *(
            OWL + name
            for name in (
                "deprecated",
                "versionInfo",
                "priorVersion",
                "backwardCompatibleWith",
                "incompatibleWith",
            )
        ),
    )
)
_EVERYTHING = {"rdfs": (BUILTIN_ID[RDFS + "Resource"],)}
_THING, _NOTHING = _CLASSES
_OWL_CLASS, _ANNOTATION_PROPERTY, _DATATYPE = (
    BUILTIN_ID[iri] for iri in (OWL + "Class", OWL + "AnnotationProperty", RDFS + "Datatype")
)
_DISJOINT = tuple(BUILTIN_ID[OWL + name] for name in ("disjointWith", "propertyDisjointWith"))
_SUB_CLASS, _DIFFERENT = BUILTIN_ID[RDFS + "subClassOf"], BUILTIN_ID[OWL + "differentFrom"]


MOST_ROWS = 50_000_000
"""Partial matches of blank nodes that are looked at before it is given up: to find them all is hard in general."""


def entails(closure: Closure, rows: Rows, terms: TermDictionary, *, most: int = MOST_ROWS) -> bool:
    """Say whether triples follow from a closure.

    Blank nodes of the triples are variables. What the closure leaves out because it holds of everything counts as
    well. An inconsistent closure is asked like any other; that everything follows from it is for the caller to say.

    Args:
        closure: the closure.
        rows: the triples, over ids of the closure's dictionary; their blank nodes are not those of the data.
        terms: the dictionary; it may have grown since the closure was made.
        most: the most partial matches of blank nodes that hang together.

    Raises:
        LimitError: it would take more to know.
    """
    if not len(rows):
        return True
    if closure.rules == "rdfs":
        closure, rows = with_axioms(closure, rows, terms)
    view = Everything(closure, rows, literal_table(terms))
    blank = terms.kinds() == TermKind.BLANK
    columns = np.stack([column.astype(np.int64) for column in (rows.s, rows.p, rows.o)])
    variable = blank[columns]
    named = np.where(variable, columns, closure.current(columns))
    return all(_matches(view, named[:, part], variable[:, part], most) for part in _parts(columns, variable))


def _parts(columns: Ids, variable: NDArray[np.bool_]) -> list[Ids]:
    """Split triples into sets that share no variable; all triples without one are a set."""
    n = columns.shape[1]
    place, row = np.nonzero(variable)
    owner = dict(zip(columns[place, row].tolist(), row.tolist(), strict=True))
    target = np.array([owner[number] for number in columns[place, row].tolist()], dtype=np.int64)
    _, label = components(row, target, n_nodes=n)
    label = np.where(variable.any(axis=0), label, -1)
    return [np.flatnonzero(label == number) for number in sort_unique(label.astype(np.int64)).tolist()]


def _matches(view: Everything, named: Ids, variable: NDArray[np.bool_], most: int) -> bool:
    if not variable.any():
        return all(view.holds(*triple) for triple in zip(*named.tolist(), strict=True))
    patterns = [
        Pattern(*(_slot(number, free) for number, free in zip(triple, frees, strict=True)))
        for triple, frees in zip(named.T.tolist(), variable.T.tolist(), strict=True)
    ]
    try:
        return is_solvable([(pattern, view) for pattern in patterns], most=most)
    except TooManyError:
        msg = (
            f"{len(patterns)} triples hang together by blank nodes: whether they follow takes more than {most:,} "
            f"partial matches to know; name some of the nodes, or ask for fewer triples at a time"
        )
        raise LimitError(msg) from None


def _slot(number: int, free: bool) -> Slot:
    return f"?{number}" if free else number


class Everything:
    """The facts of a closure together with what holds of every term."""

    def __init__(self, closure: Closure, rows: Rows, literals: LiteralTable) -> None:
        self._engine = closure.engine
        self._rules = closure.rules
        self._current = closure.current
        self._literals = literals
        asked = np.concatenate([column.astype(np.int64) for column in (rows.s, rows.p, rows.o)])
        given = closure.asserted
        used = np.concatenate([given.s, given.p, given.o, [*DATATYPE_ID.values(), *_CLASSES, *ANNOTATIONS]])
        self._terms = sort_unique(self._current(np.concatenate([asked, used.astype(np.int64)])))
        self._values = self._literal_blocks(asked)
        self.get = cache(self._get)

    def _literal_blocks(self, asked: Ids) -> Keys:
        """Return (representative, literal) of every literal in use, a key set."""
        literals = union([self._engine.literals_used, sort_unique(asked[self._literals.literal[asked]])])
        literals = literals[self._literals.owner[literals] >= 0]
        return sort_unique(pack(self._current(literals), literals))

    def _get(self, predicate: int) -> Partition:
        return Partition(union([self._engine.facts.get(predicate).keys, *self._tautologies(predicate)]))

    def holds(self, s: int, p: int, o: int) -> bool:
        """Say whether one triple of representatives holds."""
        key = (s << 32) | o
        keys = self.get(p).keys
        place = int(np.searchsorted(keys, key))
        if place < len(keys) and keys[place] == key:
            return True
        if p == self._id(_DIFFERENT):
            return self._different(s, o)
        for disjoint in _DISJOINT if self._rules == "rl+" else ():
            if p == self._id(disjoint):
                return cannot_share(self._engine, s, o, properties=disjoint == _DISJOINT[1])
        return p == self._id(_SUB_CLASS) and self._is_empty(s)

    def _id(self, builtin: int) -> int:
        return int(self._engine.representative[builtin])

    def _is_empty(self, number: int) -> bool:
        below = self._engine.facts.get(self._id(_SUB_CLASS)).keys
        empty = (number << 32) | self._id(_NOTHING)
        return number == self._id(_NOTHING) or bool(in_sorted(np.array([empty]), below)[0])

    def _different(self, s: int, o: int) -> bool:
        first, second = (
            {self._literals.owner[literal] for literal in self._literals_of(node)} for node in (s, o)
        )
        return bool(first and second and not first & second)

    def _literals_of(self, node: int) -> list[int]:
        return [int(literal) for literal in partners(node, self._values)]

    def _tautologies(self, predicate: int) -> list[Keys]:
        if predicate == self._id(SAME):
            return [pack(self._terms, self._terms)]
        if predicate == self._id(TYPE):
            return [sort_unique(part) for part in self._memberships()]
        if predicate == self._id(_SUB_CLASS):
            classes = self.get(self._id(TYPE))
            declared = classes.keys[classes.keys & LOW == self._id(_OWL_CLASS)] >> 32
            return [sort_unique(pack(np.full_like(declared, self._id(_NOTHING)), declared))]
        return []

    def _memberships(self) -> list[Keys]:
        """Return memberships that hold whatever the data says."""
        if self._rules == "none":
            return []
        everything = [self._of_all(number) for number in _EVERYTHING.get(self._rules, (_THING,))]
        axioms = [
            self._axioms(_CLASSES, _OWL_CLASS),
            self._axioms(ANNOTATIONS, _ANNOTATION_PROPERTY),
            self._axioms(tuple(DATATYPE_ID.values()), _DATATYPE),
        ]
        block, literal = unpack(self._values)
        typed = [
            pack(block[inside], np.full_like(block[inside], self._id(number)))
            for iri, number in DATATYPE_ID.items()
            if number in self._terms
            for inside in [self._literals.held_by(iri, literal)]
        ]
        return everything + (axioms if self._rules != "rdfs" else []) + typed

    def _of_all(self, number: int) -> Keys:
        return pack(self._terms, np.full_like(self._terms, self._id(number)))

    def _axioms(self, members: tuple[int, ...], of: int) -> Keys:
        subjects = self._current(np.array(members, dtype=np.int64))
        return pack(subjects, np.full_like(subjects, self._id(of)))
