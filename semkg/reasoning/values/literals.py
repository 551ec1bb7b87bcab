"""The values of the literals of a term dictionary: which of them mean the same, and which datatypes hold them."""

from __future__ import annotations

from copy import copy
from weakref import WeakKeyDictionary

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.kernels import Ids
from semkg.reasoning.values.datatypes import DATATYPES, Value, holds, value_of
from semkg.store import TermDictionary, TermKind
from semkg.vocab import BUILTIN_ID, RDF, XSD

DATATYPE_ID = {iri: BUILTIN_ID[iri] for iri in DATATYPES}
"""Term id of each datatype whose values are known."""

_STRING, _TAGGED = DATATYPE_ID[XSD + "string"], DATATYPE_ID[RDF + "langString"]
_XSD_INTEGER = XSD + "integer"
_tables: WeakKeyDictionary[TermDictionary, LiteralTable] = WeakKeyDictionary()


class LiteralTable:
    """Values of literals, kept beside a dictionary that only grows.

    A plain or tagged string is its own value; only literals with a datatype are parsed.

    Attributes:
        terms: the dictionary.
        owner: for each term the least id among the literals seen so far with the same value, ``-1`` for literals
            without a known value and for what is no literal; shape ``(n_terms,)``, int64.
        rank: which terms stand for others, least first: IRIs 0, blank nodes 1, literals 2 and triples 3; shape
            ``(n_terms,)``.
        datatype: id of the datatype of each literal where its values are known, else ``-1``; shape ``(n_terms,)``.
        literal: whether each term is a literal, shape ``(n_terms,)``.
    """

    def __init__(self, terms: TermDictionary) -> None:
        self.terms = terms
        self._typed: dict[Value, int] = {}
        self.owner: Ids = np.empty(0, dtype=np.int64)
        self.datatype: Ids = np.empty(0, dtype=np.int64)
        self.rank: NDArray[np.uint8] = np.empty(0, dtype=np.uint8)
        self.literal: NDArray[np.bool_] = np.empty(0, dtype=np.bool_)

    def with_unnamed(self, n: int) -> LiteralTable:
        """Return a table that knows ``n`` more nodes, blank ones that the dictionary never hears of.

        It does not follow the dictionary any further.
        """
        other = copy(self)
        other.owner, other.datatype = (
            np.append(column, np.full(n, -1, dtype=np.int64)) for column in (self.owner, self.datatype)
        )
        other.rank = np.append(self.rank, np.full(n, TermKind.BLANK, dtype=self.rank.dtype))
        other.literal = np.append(self.literal, np.zeros(n, dtype=np.bool_))
        return other

    def refresh(self) -> None:
        """Take in the terms that the dictionary has got since."""
        known = len(self.owner)
        kinds = self.rank = self.terms.kinds()
        self.literal = kinds == TermKind.LITERAL
        owner = np.full(len(kinds), -1, dtype=np.int64)
        owner[:known] = self.owner
        datatype = np.full(len(kinds), -1, dtype=np.int64)
        datatype[:known] = self.datatype
        self.owner, self.datatype = owner, datatype
        fresh = np.flatnonzero(self.literal[known:]) + known
        spans = self.terms.spans(fresh)
        ending = spans.data[spans.start + spans.length - 1]
        datatype[fresh] = np.where(ending == ord('"'), _STRING, _TAGGED)
        owner[fresh] = fresh
        typed = fresh[ending == ord(">")]
        for number, text in zip(typed.tolist(), self.terms.texts(typed), strict=True):
            datatype[number] = DATATYPE_ID.get(text[text.rindex("^^<") + 3 : -1], -1)
            owner[number] = self._owner_of(number)
        if self._typed:
            self._join_plain(fresh[ending != ord(">")])

    def _owner_of(self, number: int) -> int:
        value = self.value(number)
        return -1 if value is None else self._typed.setdefault(value, self._plain_twin(value, number))

    def _plain_twin(self, value: Value, number: int) -> int:
        """Return the literal without a datatype that has this value, or the literal itself."""
        space, content = value
        if space == "string":
            found = self.terms.find(ox.Literal(str(content)))
        elif space == "tagged" and isinstance(content, tuple):
            found = self.terms.find(ox.Literal(content[0], language=content[1]))
        else:
            found = None
        return number if found is None else found

    def _join_plain(self, plain: Ids) -> None:
        """Give strings that came after a typed literal of the same value its owner."""
        for number in plain.tolist():
            value = self.value(number)
            if value in self._typed:
                self.owner[number] = self._typed[value]

    def text(self, number: int) -> str:
        """Return the N-Triples text of a term."""
        return self.terms.text(number)

    def value(self, number: int) -> Value | None:
        """Return the value of a literal, ``None`` if it is ill-typed or of an unknown datatype."""
        term = self.terms.term(number)
        if not isinstance(term, ox.Literal):
            return None
        return value_of(term.value, term.datatype.value, term.language or "")

    def held_by(self, datatype: str, literals: Ids) -> NDArray[np.bool_]:
        """Say of each literal whether a datatype (one of :data:`DATATYPE_ID`) holds its value; shape as given."""
        valued = self.owner[literals] >= 0
        # A literal of the datatype itself belongs to it if it has a value at all; only the others are looked at.
        held: NDArray[np.bool_] = valued & (self.datatype[literals] == DATATYPE_ID[datatype])
        for place in np.flatnonzero(valued & ~held).tolist():
            held[place] = holds(datatype, self.value(int(literals[place])))
        return held

    def number_owner(self, number: int) -> int | None:
        """Return the owner of the integer value ``number``, ``None`` if no literal has it."""
        value = value_of(str(number), _XSD_INTEGER)
        return None if value is None else self._typed.get(value)


def literal_table(terms: TermDictionary) -> LiteralTable:
    """Return the literal table of a dictionary, up to date; it is made once for each dictionary."""
    table = _tables.get(terms)
    if table is None:
        table = _tables[terms] = LiteralTable(terms)
    table.refresh()
    return table
