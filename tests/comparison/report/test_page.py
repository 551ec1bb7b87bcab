"""The page as a whole: it stands by itself, is complete and accessible, and no data can become markup."""

from __future__ import annotations

import re

import pytest

from semkg.comparison import compare
from semkg.comparison.report import gather, render_page
from semkg.comparison.report.pictures import style
from semkg.comparison.report.sections import SECTIONS
from semkg.graph import Projection
from tests.comparison.rankings import ranking
from tests.comparison.report.pages import Page, chile_comparison, chile_facts, turtle

HOSTILE = "</script></style></svg><img src=x onerror=f()>\"'&\u202e]]>"
EXPECTED = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "nav", "ol", "ul", "li", "a",
    "main", "section", "aside", "div", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "b",
    "em", "strong", "small", "span", "bdi", "q", "code", "footer", "svg", "desc", "defs", "marker", "path", "rect",
    "text", "g",
}  # fmt: skip


def chile_page() -> Page:
    return Page(render_page(chile_facts()))


def test_the_page_shows_every_part_with_its_explanation() -> None:
    page = chile_page()

    for anchor, title, _ in SECTIONS:
        assert anchor in page.values("id")
        assert title in page.text
    assert page.text.count("What this means") == len(SECTIONS)
    assert {value[1:] for tag, name, value in page.attributes if (tag, name) == ("a", "href")} == {
        anchor for anchor, _, _ in SECTIONS
    }


def test_the_page_needs_no_network_and_no_script() -> None:
    source = render_page(chile_facts())
    page = Page(source)

    assert page.tags <= EXPECTED
    assert "default-src 'none'; style-src 'unsafe-inline'" in page.values("content")
    assert not [
        name for _, name, _ in page.attributes if name.startswith("on") or name in ("src", "srcset", "action")
    ]
    assert all(link.startswith("#") for link in page.values("href"))
    assert set(re.findall(r"url\(([^)]*)\)", source)) <= {"#head-solid", "#head-dashed", "#head-left-out"}
    assert "@import" not in source


def test_ids_are_unique_and_what_refers_to_one_finds_it() -> None:
    page = chile_page()
    ids = page.values("id")

    assert len(ids) == len(set(ids))
    assert {part for value in page.values("aria-labelledby") for part in value.split()} <= set(ids)
    assert {marker[5:-1] for marker in page.values("marker-end")} <= set(ids)


def test_pictures_say_what_they_show_and_tables_have_headers() -> None:
    source = render_page(chile_facts())

    pictures = re.findall(r'<svg [^>]*role="img"[^>]*>', source)
    assert len(pictures) == 2
    assert source.count("<table>") == source.count("<caption>") > 6
    assert not re.search(r"<th(?! scope=)[ >]", source)
    assert "Lima: 18 as written, 4 as meant" in source


@pytest.mark.parametrize("where", ["thing", "property", "alias", "title"])
def test_no_data_become_markup(where: str) -> None:
    labels = {name: HOSTILE if name == where else name for name in ("thing", "property", "alias", "title")}
    kg = turtle(
        f":p owl:inverseOf :q ; rdfs:label {quoted(labels['property'])} . "
        f":x rdfs:label {quoted(labels['thing'])} ; :p :b , :c . :b :p :c . "
        f":x owl:sameAs <http://example.org/'onerror=y&/> . "
        f"<http://example.org/'onerror=y&/> rdfs:label {quoted(labels['alias'])} ."
    )

    page = Page(kg.compare().report(title=labels["title"], budget=5))

    assert page.tags <= EXPECTED
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert HOSTILE in "".join(page.texts)
    assert "http://example.org/'onerror=y&/" in page.values("title")


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def test_characters_that_html_forbids_are_marked() -> None:
    page = turtle(":a :p :b . :b rdfs:label 'x\\u0000\\u0007y' .").compare().report()

    assert "x\ufffd\ufffdy" in page
    assert not re.search("[\x00-\x08]", page)


def test_the_page_stays_small_for_large_graphs_and_long_names() -> None:
    spokes = "".join(
        f":n{number} :p :hub ; rdfs:label '{'long ' * 2000}{number}' . " for number in range(600)
    )

    page = turtle(f":p a owl:SymmetricProperty . {spokes}").compare().report(budget=3)

    Page(page)
    assert len(page) < 150_000
    assert "and 589 more" in page


def test_equal_comparisons_give_equal_pages() -> None:
    text = ":p owl:inverseOf :q . :a :p :b , :c . :c :p _:x . _:x :q :a . :c owl:sameAs :d ."

    assert turtle(text).compare().report(budget=5) == turtle(text).compare().report(budget=5)


def test_names_are_labels_and_tell_things_apart_that_share_one() -> None:
    kg = turtle(
        ":a rdfs:label 'Uno'@es , 'One'@en ; :p :b . :b rdfs:label 'Two' ; :p :a , :c . "
        ":c rdfs:label 'Two' ; :p :d ."
    )

    text = Page(kg.compare().report(budget=3)).text

    assert "One" in text
    assert "Uno" not in text
    assert "Two (b)" in text
    assert "Two (c)" in text


def test_other_properties_may_name_things() -> None:
    kg = turtle(":a :title 'The first' ; :p :b .")

    assert "The first" in kg.compare().report(labels=["http://example.org/title"], budget=3)
    assert "The first" not in kg.compare().report(budget=3)


def test_what_cannot_be_worked_out_is_explained() -> None:
    alone = compare({"x": ranking({"a": 1}), "y": ranking({"a": 2, "b": 1})}, analytic="Degree")
    kg = turtle(":p owl:inverseOf :q . :a :p :b , :c .")
    turned = kg.compare(regimes=("invariant", "asserted"))
    some = kg.compare(projection=Projection(graphs=("https://w3id.org/semkg#asserted",)))

    without, written, within = (Page(one.report(budget=3)).text for one in (alone, turned, some))

    assert "These scores came without the graph behind them." in without
    assert "The last column shows what was written, where nothing follows." in written
    assert "Only some of the named graphs were looked at" in within


def test_an_empty_graph_has_a_page() -> None:
    text = Page(turtle("").compare().report()).text

    assert "There is nothing to rank." in text
    assert "No score changes" in text


def test_contradictory_data_are_flagged_at_the_top() -> None:
    kg = turtle(":A owl:disjointWith :B . :x a :A , :B ; :p :y .")

    text = Page(kg.compare().report(budget=3)).text

    assert "The data contradict themselves (1 contradiction" in text


def test_the_node_to_look_at_may_be_chosen() -> None:
    facts = gather(chile_comparison(), title="", node="<https://w3id.org/semkg/example/chile#Lima>", budget=3)

    assert "Score that neighbours hand on to Lima" in render_page(facts)


THEMES = ("@media (prefers-color-scheme: dark)", "@media print")


def colours() -> list[dict[str, str]]:
    """Return the colours of each theme, the light one first."""
    css = style("picture.css") + style("style.css")
    starts = [0, *(css.index(theme) for theme in THEMES)]
    return [
        dict(re.findall(r"--([\w-]+): #([0-9a-f]{3,6})", css[start : css.index("}", start)]))
        for start in starts
    ]


def luminance(colour: str) -> float:
    whole = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(whole[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1, 2], ids=["light", "dark", "print"])
def test_texts_have_the_contrast_that_wcag_asks_for(theme: int) -> None:
    found = colours()[theme]
    texts = ("ink", "soft", "accent", "inferred", "up", "down", "l1", "l2", "l3", "l4", "l5")
    papers = {name: ("paper", "panel", "box") if name in ("ink", "soft") else ("paper",) for name in texts}

    low = {
        (text, paper): contrast(found[text], found[paper])
        for text, on in papers.items()
        for paper in on
        if contrast(found[text], found[paper]) < 4.5
    }

    assert low == {}
    assert contrast(found["warn-ink"], found["warn"]) >= 4.5
