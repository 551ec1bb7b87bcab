"""What the blocks of equal terms are called, whatever the ids of their members."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from semkg.store import TermDictionary, TermKind
from semkg.vocab import XSD


class BlockNames:
    """Kind and name of the blocks of one closure.

    The name of a block is its least IRI; without one, the least of its literals in canonical form or of its quoted
    triples. A block of blank nodes only has no name.
    """

    def __init__(self, terms: TermDictionary, representative: NDArray[np.int32]) -> None:
        """Take the dictionary and the representative of each term id (an empty array: every term for itself)."""
        self._terms = terms
        self._aliases = _aliases(representative)

    def kinds(self, numbers: NDArray[np.integer]) -> NDArray[np.uint8]:
        """Return the :class:`TermKind` of each block: a literal only if all its members are.

        Args:
            numbers: representative ids, distinct, shape ``(n,)``.
        """
        kinds = self._terms.kinds(numbers.astype(np.int32))
        for place in self._with_aliases(numbers):
            members = self._aliases[int(numbers[place])]
            kinds[place] = min(kinds[place], *self._terms.kinds(np.array(members, dtype=np.int32)).tolist())
        return kinds

    def texts(self, numbers: NDArray[np.integer]) -> list[str]:
        """Return the name of each block in N-Triples form, an empty text for blank nodes."""
        texts = [_name(self._terms.text(number)) for number in numbers.tolist()]
        for place in self._with_aliases(numbers):
            members = (texts[place], *(_name(self._terms.text(alias)) for alias in self._aliases[int(numbers[place])]))
            texts[place] = _best(members)
        return texts

    def members(self, number: int) -> list[int]:
        """Return the ids of all terms of a block."""
        return [number, *self._aliases.get(number, ())]

    def _with_aliases(self, numbers: NDArray[np.integer]) -> list[int]:
        if not self._aliases:
            return []
        blocks = np.fromiter(self._aliases, dtype=np.int64)
        return np.flatnonzero(np.isin(numbers, blocks)).tolist()


def _aliases(representative: NDArray[np.int32]) -> dict[int, list[int]]:
    """Return the further members of each block that has some."""
    found: dict[int, list[int]] = {}
    for alias in np.flatnonzero(representative != np.arange(len(representative))).tolist():
        found.setdefault(int(representative[alias]), []).append(alias)
    return found


def _name(text: str) -> str:
    if text[0] == '"':
        return literal_name(text)
    return text if text[0] == "<" else ""


def _best(names: tuple[str, ...]) -> str:
    """Return the least IRI, or the least other name where there is none."""
    iris = [name for name in names if name[:1] == "<" and name[1:2] != "<"]
    return min(iris or [name for name in names if name] or [""])


def hash_name(name: str) -> int:
    """Return 64 bits of a name, the same on every machine and in every process."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


_INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer", "decimal", "byte", "short", "int", "long", "unsignedByte", "unsignedShort", "unsignedInt",
        "unsignedLong", "positiveInteger", "nonNegativeInteger", "negativeInteger", "nonPositiveInteger",
    )
)  # fmt: skip


def literal_name(text: str) -> str:
    """Return one text for all lexical forms of a number or truth value, other literals as they are.

    Values are those of XML Schema: ``1`` is the same integer, decimal and byte, and another thing than the double
    ``1e0``.

    >>> literal_name('"01"^^<http://www.w3.org/2001/XMLSchema#int>')
    '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    >>> literal_name('"chat"@fr')
    '"chat"@fr'
    """
    lexical, mark, datatype = text.rpartition("^^<")
    if not mark:
        return text
    value = _canonical(lexical[1:-1], datatype[:-1])
    return text if value is None else f'"{value[0]}"^^<{XSD}{value[1]}>'


def _canonical(lexical: str, datatype: str) -> tuple[str, str] | None:
    lexical = lexical.strip()
    if datatype in _INTEGERS:
        return _decimal(lexical)
    if datatype == XSD + "boolean" and lexical in {"1", "0", "true", "false"}:
        return "true" if lexical in {"1", "true"} else "false", "boolean"
    if datatype in {XSD + "double", XSD + "float"}:
        return _binary(lexical, datatype)
    return None


def _decimal(lexical: str) -> tuple[str, str] | None:
    try:
        value = Decimal(lexical)
    except InvalidOperation:
        return None
    if not value.is_finite() or "e" in lexical.lower():
        return None
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("0" if text in {"-0", ""} else text.removeprefix("+")), "decimal"


def _binary(lexical: str, datatype: str) -> tuple[str, str] | None:
    short = datatype.removeprefix(XSD)
    if lexical in {"INF", "+INF", "-INF", "NaN"}:
        return lexical.removeprefix("+"), short
    try:
        value = float(lexical)
    except ValueError:
        return None
    if not np.isfinite(value) and short == "double":
        return None
    with np.errstate(over="ignore"):
        return repr(float(np.float32(value))) if short == "float" else repr(value), short
