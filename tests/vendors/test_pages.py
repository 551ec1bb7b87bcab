"""The page for those who come from another store, and what it shows."""

from __future__ import annotations

import pytest

from semkg.functions import FUNCTIONS
from semkg.vendors import (
    NAMES,
    NAMESPACES,
    PATTERNS,
    SERVICES,
    PatternAlias,
    Program,
    to_markdown,
    translate_query,
)
from semkg.vocab import ASSERTED, INFERRED, sk
from tests.data import ROOT
from tests.vendors.test_samples import LLM, PROOF, SIM, SNA, SPA

PREFIXES = f"PREFIX : <http://x/> {SIM} {PROOF} {SNA} {LLM} {SPA}"


def test_the_page_is_what_the_aliases_say() -> None:
    text = (ROOT / "docs" / "coming-from.md").read_text(encoding="utf-8")

    assert text == to_markdown(), "run `make docs`"


@pytest.mark.parametrize("alias", PATTERNS, ids=lambda alias: alias.namespace)
def test_the_patterns_on_the_page_are_translated(alias: PatternAlias) -> None:
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
                assert {given.ours for given in program.given if given.ours} <= places


def test_every_property_says_one_thing() -> None:
    for service in SERVICES:
        for program in service.programs.values():
            for given in program.given if isinstance(program, Program) else ():
                said = [given.ours, given.follow, given.limit, given.ignored, given.refused]
                assert sum(one is not None for one in said) == 1, given.name


def test_every_alias_is_noticed() -> None:
    theirs = [alias.iri for alias in NAMES] + [service.service for service in SERVICES]
    theirs += [alias.namespace for alias in PATTERNS]

    assert all(any(namespace in iri for namespace in NAMESPACES) for iri in theirs)
    known = {function.iri for function in FUNCTIONS} | {ASSERTED, INFERRED}
    assert all(sk(alias.ours) in known for alias in NAMES)
