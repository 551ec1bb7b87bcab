"""The pages for those who come from another store, and what they show."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from semkg import KnowledgeGraph
from semkg.functions import FUNCTIONS
from semkg.vendors import (
    EXAMPLE_PREFIX,
    EXAMPLES,
    NAMES,
    NAMESPACES,
    PATTERNS,
    SERVICES,
    Example,
    PatternAlias,
    Program,
    pages,
    translate_query,
)
from semkg.vocab import ASSERTED, INFERRED, sk
from tests.chile import select
from tests.data import ROOT
from tests.vendors.test_samples import LLM, PROOF, SIM, SNA, SPA

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
PREFIXES = f"PREFIX : <http://x/> {SIM} {PROOF} {SNA} {LLM} {SPA}"


def test_the_pages_are_what_the_aliases_say() -> None:
    for name, page in pages().items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page, (
            f"docs/{name} is old: run `make docs`"
        )
    written = {path.name for path in (ROOT / "docs" / "coming-from").iterdir()}
    assert {f"coming-from/{name}" for name in written} == pages().keys() - {"coming-from.md"}


def test_links_between_the_pages_lead_somewhere() -> None:
    for name, page in pages().items():
        folder = (ROOT / "docs" / name).parent
        links = re.findall(r"\]\(([^)#]+)\)", page)
        assert links
        assert [link for link in links if not (folder / link).exists()] == []


def test_every_store_has_a_page_with_an_example() -> None:
    vendors = {alias.vendor for alias in (*NAMES, *SERVICES, *PATTERNS)}  # type: ignore[attr-defined]  # each has one

    assert {example.vendor for example in EXAMPLES} == vendors
    assert {f"coming-from/{vendor.lower()}.md" for vendor in vendors} | {"coming-from.md"} == pages().keys()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_the_examples_answer_what_the_pages_say(example: Example) -> None:
    kg = KnowledgeGraph()
    kg.load(f"@prefix : <{EXAMPLE_PREFIX}> . {example.graph}".encode(), "ttl")
    if example.model:
        kg.train(name=example.model, dim=8, epochs=20)

    rows = select(kg, f"PREFIX : <{EXAMPLE_PREFIX}> {example.query}")

    assert tuple(tuple(map(_shown, row)) for row in rows) == example.answer


def _shown(value: object) -> str:
    if isinstance(value, ox.NamedNode):
        return value.value.replace(EXAMPLE_PREFIX, ":")
    if isinstance(value, ox.Literal):
        return value.value if value.datatype.value == XSD_STRING else f"{float(value.value):.3g}"
    assert value is None
    return ""


@pytest.mark.parametrize("alias", PATTERNS, ids=lambda alias: alias.namespace)
def test_the_patterns_on_the_pages_are_translated(alias: PatternAlias) -> None:
    text = translate_query(f"{PREFIXES} SELECT * {{ {alias.theirs} }}").text

    for word in alias.ours.replace("(", " ").split():
        if word.startswith("sk:"):
            assert word in text
    left = text.removeprefix(PREFIXES)
    assert not any(prefix in left for prefix in ("similarity:", "psi:", "proof:", "sna:", "llm:", "spa:"))


def test_every_alias_ends_in_a_function_with_its_places() -> None:
    functions = {function.iri: function for function in FUNCTIONS}
    for service in SERVICES:
        for program in service.programs.values():
            if isinstance(program, Program):
                function = functions[sk(program.function)]
                places = {place.name for place in (*function.inputs, *function.options)}
                places |= {output.name for output in function.outputs} | set(program.edges or ())
                named = {name for given in program.given for name in (given.ours, given.more) if name}
                assert named <= places


def test_every_property_says_one_thing() -> None:
    for service in SERVICES:
        for program in service.programs.values():
            for given in program.given if isinstance(program, Program) else ():
                said = [given.ours, given.follow, given.limit, given.ignored, given.refused]
                assert sum(one is not None for one in said) == 1, given.name
                assert bool(given.says) == (given.follow is not None), given.name


def test_every_alias_is_noticed() -> None:
    theirs = [alias.iri for alias in NAMES] + [service.service for service in SERVICES]
    theirs += [alias.namespace for alias in PATTERNS]

    assert all(any(namespace in iri for namespace in NAMESPACES) for iri in theirs)
    known = {function.iri for function in FUNCTIONS} | {ASSERTED, INFERRED}
    assert all(sk(alias.ours) in known for alias in NAMES)
