"""Blank nodes of a text that is being loaded: Oxigraph gives them names of its own, which are known only afterwards."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.store import markers
from semkg.store.columns import NO_QUADS, Quads, sort_unique
from semkg.store.terms import Term, TermDictionary, parse_term, term_text

FIRST = -2
"""The number of the first term without a name; the further ones count down, and -1 stands for none."""


class Unnamed:
    """Blank nodes by their labels in one text, and triple terms that have some inside."""

    def __init__(self) -> None:
        self._texts: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def number(self, text: str) -> int:
        """Return the number of a blank node, or of a triple term, given as N-Triples text."""
        found = self._texts.get(text)
        if found is not None:
            return found
        if text[0] == "<":
            for label in _labels(parse_term(text)):
                self.number(label)
        return self._texts.setdefault(text, FIRST - len(self._texts))

    def are_blank(self, numbers: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return which of these numbers stand for blank nodes, shape ``(n,)``."""
        blank = np.array([text[0] == "_" for text in self._texts], dtype=np.bool_)
        answer = numbers <= FIRST
        answer[answer] = blank[FIRST - numbers[answer]]
        return answer

    def label_lines(self) -> bytes:
        """Return N-Quads that let Oxigraph tell which label became which blank node."""
        labels = [text for text in self._texts if text[0] == "_"]
        return "".join(f"{markers.label_line(label)}\n" for label in labels).encode()

    def fresh_names(self) -> dict[str, ox.BlankNode]:
        """Return a new blank node for each label."""
        return {text[2:]: ox.BlankNode() for text in self._texts if text[0] == "_"}

    def named(self, quads: Quads, names: Mapping[str, ox.BlankNode], terms: TermDictionary) -> Quads:
        """Return quads with ids in place of the terms without names, sorted and each once.

        Args:
            quads: columns, shape ``(4, n)``.
            names: the blank node that each label has become.
            terms: the dictionary for the ids.
        """
        if not quads.shape[1]:
            return NO_QUADS
        texts = [term_text(_renamed(parse_term(text), names)) for text in self._texts]
        ids = np.array(terms.add_texts(texts), dtype=np.int32)
        unnamed = quads <= FIRST
        found = quads.copy()
        found[unnamed] = ids[FIRST - quads[unnamed]]
        return sort_unique(found)


def _labels(term: Term) -> list[str]:
    """Return the blank nodes inside a term."""
    if isinstance(term, ox.Triple):
        return [label for part in (term.subject, term.object) for label in _labels(part)]
    return [str(term)] if isinstance(term, ox.BlankNode) else []


def _renamed(term: Term, names: Mapping[str, ox.BlankNode]) -> Term:
    if isinstance(term, ox.BlankNode):
        return names[term.value]
    if isinstance(term, ox.Triple):
        s, o = _renamed(term.subject, names), _renamed(term.object, names)
        return ox.Triple(s, term.predicate, o)  # type: ignore[arg-type]  # parts of a triple stay such parts
    return term
