"""A proof as a value: steps that lead from what was written to what follows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from semkg.store import Term, parse_term
from semkg.vocab import PREFIXES

ASSERTED = "asserted"
"""The rule of a leaf: somebody wrote it."""
ASSUMED = "assumed"
"""The rule of a leaf, inside the proof of a frozen axiom: it is said of terms that nothing else mentions."""

Fact = tuple[str, str, str]
"""Subject, predicate and object as N-Triples text; a subject may be a literal, as in the tables of the rules."""

CONTRADICTION: Fact = ("", "", "")
"""What a clash rule concludes."""

_LOCAL_NAME = re.compile(r"[A-Za-z_][\w-]*(\.[\w-]+)*")
_XSD_PLAIN = re.compile(r'"([^"\\]*)"\^\^<http://www\.w3\.org/2001/XMLSchema#(integer|decimal|boolean)>')


@dataclass(frozen=True, slots=True)
class Step:
    """One triple of a proof, and why it holds.

    Attributes:
        fact: the triple.
        rule: the id of the rule that gives it, ``asserted`` for one that was written.
        premises: the places, in the proof, of the steps that the rule needs; each is less than this step's own.
        depth: how many rule applications lie between this step and the goal at the most; 0 is the goal.
        frozen: for an axiom that holds of fresh individuals: the proof that its head follows from its body (two for an
            inverse), or that its body is contradictory.
        graphs: for a triple that was written, where it stands: graph names as N-Triples text, ``default`` for the
            default graph. Empty when it is not known.
    """

    fact: Fact
    rule: str
    premises: tuple[int, ...] = ()
    depth: int = 0
    frozen: tuple[Proof, ...] = ()
    graphs: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[Term, Term, Term]:
        """The triple as terms.

        Raises:
            ValueError: the step is a contradiction, which is no triple.
        """
        if self.fact == CONTRADICTION:
            msg = "a contradiction is no triple"
            raise ValueError(msg)
        s, p, o = (parse_term(text) for text in self.fact)
        return s, p, o


@dataclass(frozen=True)
class Proof:
    """Why a triple follows, or why something is contradictory.

    Attributes:
        steps: every triple that is used, premises before what they give; the last one is the goal.
        rules: the name of the rule set.
        shortest: whether no proof with fewer rule applications exists (a triple that is used twice counts twice,
            and a chain that was written is taken as it was written); otherwise none was met before the search
            stopped.
    """

    steps: tuple[Step, ...]
    rules: str = "rl+"
    shortest: bool = True

    def __len__(self) -> int:
        return len(self.steps)

    def __iter__(self) -> Iterator[Step]:
        """Yield the steps, the goal first."""
        return iter(sorted(self.steps, key=lambda step: step.depth))

    def __str__(self) -> str:
        return self.to_text()

    @property
    def goal(self) -> Step:
        """What is proved."""
        return self.steps[-1]

    @cached_property
    def asserted(self) -> tuple[Step, ...]:
        """The triples that were written and that the proof rests on."""
        return tuple(step for step in self.steps if step.rule == ASSERTED)

    @property
    def depth(self) -> int:
        """The greatest number of rule applications between the goal and a triple that it rests on."""
        return max(step.depth for step in self.steps)

    def to_text(self, prefixes: Mapping[str, str] | None = None) -> str:
        """Write the proof as an indented tree; what was shown already is only named.

        Args:
            prefixes: short names of namespaces, beside rdf, rdfs, owl, xsd and sk.
        """
        names = {**PREFIXES, **(prefixes or {})}
        lines: list[str] = []
        shown: set[int] = set()
        waiting = [(len(self.steps) - 1, 0)]
        while waiting:
            place, indent = waiting.pop()
            step = self.steps[place]
            again = place in shown and bool(step.premises)
            shown.add(place)
            lines.append("  " * indent + _line(step, names) + ("  (shown above)" if again else ""))
            for behind in step.frozen:
                lines += ["  " * (indent + 1) + "| " + line for line in behind.to_text(prefixes).splitlines()]
            if not again:
                waiting += [(premise, indent + 1) for premise in reversed(step.premises)]
        return "\n".join(lines) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Return the proof as plain values for JSON: its steps, the goal last, premises by their place."""
        return {
            "rules": self.rules,
            "shortest": self.shortest,
            "steps": [_step_dict(step) for step in self.steps],
        }

    def to_json(self) -> str:
        """Return the proof as JSON."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"


def fact_text(fact: Fact, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Write a triple for people.

    >>> fact_text(("<http://example.org/x>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "_:c"))
    '<http://example.org/x> a _:c'
    """
    if fact == CONTRADICTION:
        return "contradiction"
    s, p, o = (_short(text, prefixes) for text in fact)
    return f"{s} {'a' if p == 'rdf:type' else p} {o}"


def _short(text: str, prefixes: Mapping[str, str]) -> str:
    plain = _XSD_PLAIN.fullmatch(text)
    if plain:
        return plain.group(1)
    if text.startswith('"'):
        body, mark, datatype = text.rpartition("^^")
        return f"{body}^^{_short(datatype, prefixes)}" if mark and datatype.startswith("<") else text
    for prefix, namespace in prefixes.items():
        name = text[len(namespace) + 1 : -1]
        if text.startswith("<" + namespace) and (_LOCAL_NAME.fullmatch(name) or not name):
            return f"{prefix}:{name}"
    return text


def _line(step: Step, names: Mapping[str, str]) -> str:
    places = [_short(graph, names) for graph in step.graphs if graph != "default"]
    where = f" in {', '.join(places)}" if places and len(places) == len(step.graphs) else ""
    return f"{fact_text(step.fact, names)}  [{step.rule}{where}]"


def _step_dict(step: Step) -> dict[str, Any]:
    triple: dict[str, Any] = (
        {"contradiction": True}
        if step.fact == CONTRADICTION
        else dict(zip(("subject", "predicate", "object"), step.fact, strict=True))
    )
    found = {**triple, "rule": step.rule, "premises": list(step.premises), "depth": step.depth}
    if step.frozen:
        found["frozen"] = [behind.to_dict() for behind in step.frozen]
    return {**found, "graphs": list(step.graphs)} if step.graphs else found
