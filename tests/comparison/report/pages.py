"""Pages as a browser's parser sees them."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from html.parser import HTMLParser

from semkg import KnowledgeGraph
from semkg.comparison import Comparison
from semkg.comparison.report import Facts, gather
from tests.chile import shared_chile

VOID = {"meta", "br"}


@dataclass
class Page(HTMLParser):
    """Elements and texts of a page; elements must be closed in order."""

    source: str
    tags: set[str] = field(default_factory=set)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    def values(self, name: str) -> list[str]:
        return [value for _, attribute, value in self.attributes if attribute == name]


def turtle(text: str) -> KnowledgeGraph:
    kg = KnowledgeGraph()
    head = (
        "PREFIX : <http://example.org/> PREFIX owl: <http://www.w3.org/2002/07/owl#> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    )
    kg.load((head + text).encode(), format="ttl")
    return kg


@functools.cache
def chile_comparison() -> Comparison:
    return shared_chile().compare()


@functools.cache
def chile_facts() -> Facts:
    """What the page of the example shows; few axioms are tried, since each takes two closures."""
    return gather(chile_comparison(), title="Chile", budget=5)
