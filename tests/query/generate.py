"""Random queries with calls of the fake functions, each with its twin over the relations written out as triples."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

Pair = tuple[str, str]
"""The same part of a query twice: with calls, and over rows ``[] ex:near1 node ; ex:near2 k ; ...``."""

_PLACES = ("ex:n0", "ex:n1", "ex:n2", "ex:n3", "ex:n5")
_VARIABLES = ("?a", "?b", "?c", "?d", "?e", "?f")
_KINDS = (
    "simple",
    "simple",
    "OPTIONAL",
    "OPTIONAL",
    "OPTIONAL",
    "UNION",
    "MINUS",
    "EXISTS",
    "NOT",
    "select",
    "select",
    "group",
    "LATERAL",
    "LATERAL",
)
_VARIABLE = re.compile(r"\?[a-f]\b")


@dataclass
class Generator:
    """Draws queries whose variables mostly hang together, so that many have answers.

    Places are ?a to ?f, numbers are ?k, ?l (ages), ?s, ?t (scores) and ?v1, ?v2, ... (computed).
    """

    choose: random.Random
    seen: list[str] = field(default_factory=list)
    computed: int = 0

    def query(self, depth: int = 3) -> Pair:
        ours, oracle = self.group(depth)
        distinct = "DISTINCT " if self.often(0.1) else ""
        return f"SELECT {distinct}* {{ {ours} }}", f"SELECT {distinct}* {{ {oracle} }}"

    def often(self, share: float) -> bool:
        return self.choose.random() < share

    def known(self) -> str:
        """A place that something around binds, or a constant."""
        if self.seen and self.often(0.9):
            return self.choose.choice(self.seen)
        return self.choose.choice(_PLACES)

    def place(self) -> str:
        """A place, new more often than not."""
        return self.choose.choice(_VARIABLES) if self.often(0.7) else self.known()

    def group(self, depth: int) -> Pair:
        outside = list(self.seen)
        parts = [
            self.triple() for _ in range(self.choose.randint(1 if depth == 3 or self.often(0.5) else 0, 2))
        ]
        parts += [self.call() for _ in range(self.choose.randint(0, 2))]
        parts += [self.element(depth - 1) for _ in range(self.choose.randint(0, 2))]
        if self.often(0.5):
            self.choose.shuffle(parts)
        self.seen = outside
        return " ".join(ours for ours, _ in parts), " ".join(oracle for _, oracle in parts)

    def triple(self) -> Pair:
        subject = self.known() if self.often(0.5) else self.place()
        text = self.choose.choice(
            [
                f"{subject} ex:next {self.place()} .",
                f"{subject} ex:next {self.place()} .",
                f"{subject} ex:next/ex:next {self.place()} .",
                f"{subject} ex:age {self.choose.choice(['?k', '?l', '1'])} .",
                f"{subject} a {self.choose.choice(['ex:City', 'ex:Town'])} .",
                f"{subject} ex:near {self.place()} .",
            ]
        )
        self.seen += _VARIABLE.findall(text)
        return text, text

    def call(self) -> Pair:
        node, other, number = self.known(), self.known(), self.choose.choice(["?s", "?s", "?t"])
        output = self.place()
        ours, oracle = self.choose.choice(
            [
                (f"{node} sk:score {number} .", f"[] ex:score1 {node} ; ex:score2 {number} ."),
                (f"({output} {number}) sk:score () .", f"[] ex:score1 {output} ; ex:score2 {number} ."),
                (f"{output} sk:near {node} .", f"[] ex:near1 {node} ; ex:near2 2 ; ex:near3 {output} ."),
                self._near(output, number, node, self.choose.choice(["1", "3", "?k", "?l"])),
                self._near(output, number, node, "3"),
                (
                    f"({number}) sk:alike ({node} {other}) .",
                    f"[] ex:alike1 {node} ; ex:alike2 {other} ; ex:alike3 {number} .",
                ),
                (
                    f"{node} sk:score {number} ; ex:next {output} .",
                    f"{node} ex:next {output} . [] ex:score1 {node} ; ex:score2 {number} .",
                ),
            ]
        )
        self.seen += _VARIABLE.findall(output)
        return ours, oracle

    def _near(self, output: str, number: str, node: str, k: str) -> Pair:
        return (
            f"({output} {number}) sk:near ({node} {k}) .",
            f"[] ex:near1 {node} ; ex:near2 {k} ; ex:near3 {output} ; ex:near4 {number} .",
        )

    def element(self, depth: int) -> Pair:
        if depth <= 0:
            return self.simple()
        kind = self.choose.choice(_KINDS)
        if kind == "simple":
            return self.simple()
        if kind == "UNION":
            first, second = self.group(depth), self.group(depth)
            return tuple(f"{{ {one} }} UNION {{ {two} }}" for one, two in zip(first, second, strict=True))  # type: ignore[return-value]
        head = {"EXISTS": "FILTER EXISTS", "NOT": "FILTER NOT EXISTS", "group": ""}.get(kind, kind)
        ours, oracle = self.group(depth)
        if kind == "select":
            return self.select(ours), self.select(oracle)
        if kind == "LATERAL" and self.often(0.5):
            return f"{head} {self.select(ours)}", f"{head} {self.select(oracle)}"
        return f"{head} {{ {ours} }}", f"{head} {{ {oracle} }}"

    def select(self, pattern: str) -> str:
        """A sub-query; the same choices again for the twin, since they are drawn from what was seen."""
        chosen = random.Random(len(self.seen) + self.computed)
        head = chosen.choice(["SELECT", "SELECT DISTINCT"])
        names = " ".join(sorted({*chosen.sample(("?a", "?b", "?c", "?d", "?s", "?k"), 3), *self.seen[:2]}))
        return f"{{ {head} {names} {{ {pattern} }} }}"

    def simple(self) -> Pair:
        """A filter, BIND or VALUES."""
        self.computed += 1
        number = self.choose.choice(["?s", "?t", "?k"])
        text = self.choose.choice(
            [
                f"FILTER({self.known()} != {self.known()})",
                f"FILTER({number} {self.choose.choice('<>')} {self.choose.choice(['0.4', '2', '201'])})",
                f"FILTER(!BOUND({self.choose.choice(['?s', '?f', '?l'])}))",
                f"BIND(?k + 1 AS ?v{self.computed})",
                f"BIND({self.known()} AS ?v{self.computed})",
                f"BIND(COALESCE({number}, 0) AS ?v{self.computed})",
                f"VALUES {self.choose.choice(['?a', '?b'])} {{ ex:n1 ex:n2 ex:n3 }}",
                "VALUES (?a ?b) { (ex:n1 ex:n2) (ex:n3 UNDEF) (ex:n5 ex:n0) }",
                "VALUES ?k { 1 2 3 }",
            ]
        )
        if "UNDEF" not in text and text.startswith("VALUES"):
            self.seen += _VARIABLE.findall(text)
        return text, text
