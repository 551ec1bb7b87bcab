"""What things are called on the page: by their label where there is one, else by the end of their IRI."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import pyoxigraph as ox

from semkg.comparison.names import readable, shorten
from semkg.comparison.report.markup import Html, tag
from semkg.store import Rows, TermDictionary, parse_term
from semkg.vocab import RDFS

LABELS = (
    RDFS + "label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://purl.org/dc/terms/title",
    "http://xmlns.com/foaf/0.1/name",
    "https://schema.org/name",
)
"""Properties whose values name things, the one that goes first first."""
LONGEST = 60
MOST_LABELS = 100
"""Labels of one thing that are looked at."""
LONGEST_TIP = 300


class Names:
    """Names of terms, given as N-Triples text."""

    def __init__(
        self, rows: Rows | None, terms: TermDictionary | None, labels: Sequence[str] = LABELS
    ) -> None:
        """Take the triples that may hold labels; without them, names are ends of IRIs."""
        self._rows = rows
        self._terms = terms
        self._labels = labels
        self._unnamed: dict[str, int] = {}

    @cached_property
    def _ranges(self) -> list[tuple[int, int]]:
        """Where the rows of each property that names things begin and end."""
        if self._rows is None or self._terms is None:
            return []
        found = [self._terms.find(ox.NamedNode(iri)) for iri in self._labels]
        known = [[number, number + 1] for number in found if number is not None]
        return [tuple(np.searchsorted(self._rows.p, ends).tolist()) for ends in known]

    def label(self, text: str) -> str | None:
        """Return the label of a term: English before others, else the least; ``None`` where it has none."""
        if self._terms is None or text.startswith("_:"):
            return None
        number = self._terms.find(parse_term(text))
        if number is None:
            return None
        values = (self._values(number, begin, end) for begin, end in self._ranges)
        return next((min(found)[-1] for found in values if found), None)

    def _values(self, subject: int, begin: int, end: int) -> list[tuple[int, str, str]]:
        """Return order of the language, language and text of the labels among some rows of one property."""
        assert self._rows is not None
        assert self._terms is not None
        first, last = np.searchsorted(self._rows.s[begin:end], [subject, subject + 1]).tolist()
        numbers = self._rows.o[begin + first : begin + min(last, first + MOST_LABELS)].tolist()
        values = map(self._terms.term, numbers)
        texts = [(*_by_language(one), one.value.strip()) for one in values if isinstance(one, ox.Literal)]
        return [one for one in texts if one[-1]]

    def of(self, texts: Iterable[str], longest: int = LONGEST) -> dict[str, str]:
        """Return a name for each term; two that are called the same get the end of their IRI in brackets."""
        texts = list(dict.fromkeys(texts))
        ends = readable(texts, longest)
        chosen = {text: self.label(text) or self._plain(text, ends[text]) for text in texts}
        count = Counter(chosen.values())
        return {
            text: shorten(
                name if count[name] == 1 else f"{shorten(name, longest // 2)} ({_tail(text)})", longest
            )
            for text, name in chosen.items()
        }

    def _plain(self, text: str, end: str) -> str:
        """Name what has no label: a blank node by a number, a literal by its value, an IRI by its end."""
        if text.startswith("_:"):
            return f"unnamed thing {self._unnamed.setdefault(text, len(self._unnamed) + 1)}"
        if text.startswith('"'):
            term = parse_term(text)
            return f"“{term.value}”" if isinstance(term, ox.Literal) else end
        return end

    def one(self, text: str, longest: int = LONGEST) -> str:
        """Return the name of one term."""
        return self.of([text], longest)[text]

    def shown(self, texts: Iterable[str]) -> dict[str, Html]:
        """Return each name as HTML, its full name as a tip."""
        return {text: show(name, text) for text, name in self.of(texts).items()}


def show(name: str, text: str) -> Html:
    """Write a name, apart from what stands around it, with the full one as a tip."""
    # the label of a blank node is another one in every run
    tip = None if text.startswith("_:") else shorten(text.strip("<>"), LONGEST_TIP)
    return tag("bdi", name, title=tip)


def _by_language(value: ox.Literal) -> tuple[int, str]:
    language = value.language or ""
    return (0 if language.split("-")[0] == "en" else 1 if not language else 2, language)


def _tail(text: str) -> str:
    """Return what follows the last slash of an IRI."""
    return text.strip("<>").rstrip("/").rsplit("/", 1)[-1]
