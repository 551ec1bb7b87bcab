"""The figures on the gallery page are those that are computed; the pictures are there and can be drawn."""

from __future__ import annotations

import re
import runpy
import xml.dom.minidom
from dataclasses import replace
from typing import Any

import pytest

from tests.data import ROOT, require_data

GALLERY: dict[str, Any] = runpy.run_path(str(ROOT / "examples" / "gallery.py"))
PAGE = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
EXHIBITS = {exhibit.name: exhibit for exhibit in GALLERY["EXHIBITS"]}


def figures(name: str) -> str:
    found = re.search(rf"<!-- {name}:[^>]*-->\n(.*?)<!-- end of {name} -->", PAGE, re.DOTALL)
    assert found is not None
    return found[1].strip()


def test_the_figures_of_the_books_example_are_those_that_are_computed() -> None:
    assert figures("book") == GALLERY["book_figures"](GALLERY["book"]())


@pytest.mark.parametrize("name", ["chile", "pizza"])
def test_the_figures_of_small_data_sets_are_those_that_are_computed(name: str) -> None:
    for path in EXHIBITS[name].sources:
        if not path.exists():
            require_data(*path.relative_to(GALLERY["DATA"]).parts)

    facts = GALLERY["facts_of"](replace(EXHIBITS[name], budget=5))

    assert figures(name).startswith("\n\n".join(GALLERY["results_of"](facts)))
    assert facts.attribution is not None
    for one in facts.attribution.axioms:  # few are tried, and each does the same whatever the budget
        cells = GALLERY["_effect"](facts, one)
        assert f"| {' | '.join(cells)} |" in figures(name)


@pytest.mark.parametrize("name", ["book", *EXHIBITS])
def test_every_data_set_has_figures_and_pictures(name: str) -> None:
    assert "| asserted → invariant |" in figures(name) or name == "book"
    pictures = re.findall(rf"\]\(gallery/({name}[\w-]*\.svg)\)", PAGE)
    assert len(pictures) == (1 if name == "book" else 2)
    for picture in pictures:
        xml.dom.minidom.parse(str(ROOT / "docs" / "gallery" / picture))


def test_figures_without_their_place_in_the_page_are_an_error() -> None:
    with pytest.raises(ValueError, match="0 places for venice"):
        GALLERY["written"](PAGE, "venice", "")
