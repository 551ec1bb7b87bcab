"""What the blocks of equal terms are called, whatever the ids of their members."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from semkg.reasoning.canonical.colours import Places, Structure, refine
from semkg.reasoning.canonical.literals import literal_name
from semkg.store import TermDictionary, TermKind


class BlockNames:
    """Kind and name of the blocks of one closure.

    The name of a block is its least IRI; without one, the least of its literals in canonical form or of its
    quoted triples. A block of blank nodes only has no name.
    """

    def __init__(self, terms: TermDictionary, representative: NDArray[np.int32]) -> None:
        """Take the dictionary and the representative of each term id (an empty array: each term alone)."""
        self._terms = terms
        self._texts = terms.texts()
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
        texts = [self._texts[number] for number in numbers.tolist()]
        for place in np.flatnonzero(self._terms.kinds(numbers.astype(np.int32)) != TermKind.IRI).tolist():
            texts[place] = _name(texts[place])
        for place in self._with_aliases(numbers):
            aliases = self._aliases[int(numbers[place])]
            texts[place] = _best((texts[place], *(_name(self._texts[alias]) for alias in aliases)))
        return texts

    def iris(self, number: int) -> list[str]:
        """Return every IRI of a block in N-Triples form, sorted."""
        texts = [self._texts[member] for member in self.members(number)]
        return sorted(text for text in texts if text[0] == "<" and text[1] != "<")

    def all_names(self, number: int) -> list[str]:
        """Return every name of a block in N-Triples form, literals in canonical form, sorted; none of blank nodes."""
        names = {_name(self._texts[member]) for member in self.members(number)}
        return sorted(name for name in names if name)

    def members(self, number: int) -> list[int]:
        """Return the ids of all terms of a block."""
        return [number, *self._aliases.get(number, ())]

    def have_aliases(self, numbers: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Return whether each block has more than one member; ids in any order, shape as given."""
        return np.isin(numbers, np.fromiter(self._aliases, dtype=np.int64))

    def _with_aliases(self, numbers: NDArray[np.integer]) -> list[int]:
        places: list[int] = np.flatnonzero(self.have_aliases(numbers)).tolist()
        return places


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


def node_order(names: Sequence[str], source: Places, link: Sequence[str], target: Places) -> Places:
    """Order nodes by name, those without one after all others by their place in the structure, whatever their numbers.

    Args:
        names: name of each node, an empty text for a blank node.
        source: node where each link begins, shape ``(m,)``.
        link: what each link is called.
        target: node where each link ends, shape ``(m,)``.

    Returns:
        The places of the nodes in order, shape ``(len(names),)``. Only blank nodes that colours do not tell apart are
        in the order of their places.
    """
    named = sorted((place for place, name in enumerate(names) if name), key=names.__getitem__)
    blank = np.array([not name for name in names], dtype=bool)
    if not blank.any():
        return np.array(named, dtype=np.int64)
    hashes = {name: hash_name(name) for name in (*link, *names) if name}
    seeds = np.array([hashes.get(name, 0) for name in names], dtype=np.uint64)
    links = np.array([hashes[name] for name in link], dtype=np.uint64)
    colours = refine(seeds, blank, Structure.of_links(links, source, target))
    others = np.flatnonzero(blank)
    order: Places = np.array([*named, *others[np.argsort(colours[others], kind="stable")]], dtype=np.int64)
    return order
