"""Comparisons as pictures."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.comparison import Comparison, compare, slope_chart, slope_charts, slope_picture
from semkg.comparison.panel import choose_movers, make_panel, select_labels
from semkg.errors import MissingExtraError
from tests.comparison.rankings import ranking, score_maps, three_regimes

FEW = settings(max_examples=60, deadline=None)


def many_nodes(seed: int = 0) -> Comparison:
    random = np.random.default_rng(seed)
    names = [f"A place with a long name, number {number}" for number in range(40)]
    rankings = {
        regime: ranking({name: random.pareto(1.2) for name in names if random.random() < 0.9})
        for regime in ("asserted", "entailed", "invariant")
    }
    seeds = " ".join(f"<http://example.org/place/number/{number}>" for number in range(20))
    return compare(rankings, analytic="PageRank", settings={"damping": "0.85", "seeds": seeds})


@FEW
@given(score_maps(), score_maps(), st.integers(1, 14))
def test_in_each_column_every_node_has_a_place_of_its_own_in_the_order_of_ranks(
    before: dict[str, float], after: dict[str, float], nodes: int
) -> None:
    comparison = compare({"x": ranking(before), "y": ranking(after)}, analytic="PageRank")

    panel = make_panel(comparison, select_labels([comparison], nodes))

    for slots, ranks in zip(panel.slots.T, panel.ranks.T, strict=True):
        assert sorted(slots.tolist()) == list(range(len(panel.labels)))
        below = [int(rank) or 10**9 for rank in ranks[np.argsort(slots)]]
        assert below == sorted(below)


def test_tied_nodes_do_not_cross() -> None:
    rankings = {"x": ranking({"a": 0.1, "b": 0.9, "c": 0.5}), "y": ranking({"a": 0.2, "b": 0.2, "c": 0.2})}
    comparison = compare(rankings, analytic="PageRank")

    panel = make_panel(comparison, select_labels([comparison], 3))

    assert np.array_equal(panel.slots[:, 0], panel.slots[:, 1])
    assert choose_movers([panel], 5) == ()


def test_the_best_nodes_of_every_column_are_shown() -> None:
    comparison = many_nodes()

    labels = select_labels([comparison], 14)

    first = {comparison.labels[row] for row in np.argwhere(comparison.ranks == 1)[:, 0]}
    assert first <= set(labels)
    assert len(labels) == 14


@pytest.mark.parametrize(("suffix", "start"), [(".png", b"\x89PNG\r\n"), (".SVG", b"<?xml")])
def test_the_suffix_says_how_to_write(tmp_path: Path, suffix: str, start: bytes) -> None:
    target = tmp_path / f"ranks{suffix}"

    slope_chart(three_regimes(), target)

    assert target.read_bytes().startswith(start)


@pytest.mark.parametrize("form", ["png", "svg"])
def test_equal_comparisons_give_equal_bytes(form: str) -> None:
    assert slope_picture({"": many_nodes()}, form) == slope_picture({"": many_nodes()}, form)


def test_an_svg_names_nodes_and_regimes_and_no_date() -> None:
    picture = slope_picture({"as written": three_regimes()}, "svg").decode()

    for text in ("Quito", "Cusco", "asserted", "invariant", "as written", "damping 0.85", "PageRank"):
        assert f"<!-- {text}" in picture
    assert "date" not in picture


@pytest.mark.parametrize("panels_wanted", [1, 2, 4])
def test_no_two_words_of_a_picture_overlap(panels_wanted: int) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from semkg.comparison import slope

    comparisons = {f"phrasing {number}": many_nodes(number) for number in range(panels_wanted)}
    labels = select_labels(list(comparisons.values()), 14)
    panels = {name: make_panel(comparison, labels) for name, comparison in comparisons.items()}
    names = {label: label[:30] for label in labels}

    figure = slope._figure(panels, dict.fromkeys(labels[:5], "#000000"), names)

    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]  # matplotlib's own
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text()]
    assert len(boxes) > panels_wanted * 14 * 5
    for (one, box), (other, other_box) in combinations(boxes, 2):
        assert not box.overlaps(other_box), (one, other)
    for one, box in boxes:
        assert figure.bbox.contains(box.x0, box.y0), one
        assert figure.bbox.contains(box.x1, box.y1), one


def test_labels_may_hold_any_character(tmp_path: Path) -> None:
    odd = {"$\\x_1{$": 0.4, "東京": 0.3, "<&>": 0.2, "a\\b_{c}^%#": 0.1, "": 0.05}
    comparison = compare({"x": ranking(odd), "y": ranking(odd)}, analytic="PageRank")

    for suffix in ("png", "svg"):
        slope_chart(comparison, tmp_path / f"ranks.{suffix}")


def test_a_users_style_does_not_change_the_picture() -> None:
    import matplotlib as mpl

    plain = slope_picture({"": three_regimes()}, "svg")
    with mpl.rc_context({"font.size": 30, "text.usetex": True, "savefig.bbox": "tight"}):
        styled = slope_picture({"": three_regimes()}, "svg")
        assert mpl.rcParams["font.size"] == 30

    assert styled == plain


def test_panels_without_a_node_of_the_others_are_fine(tmp_path: Path) -> None:
    empty = compare({"x": ranking({}), "y": ranking({})}, analytic="PageRank")

    slope_charts({"some": three_regimes(), "none": empty}, tmp_path / "ranks.svg")

    assert (tmp_path / "ranks.svg").stat().st_size > 0


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("ranks.gif", {}, "a slope chart is no 'gif' file: it is written as png or svg"),
        ("ranks", {}, "is no '' file"),
        ("ranks.png", {"nodes": 0}, "nodes is 0"),
        ("ranks.png", {"movers": 6}, "movers 6: at least 1 node, and 0 to 5 movers"),
    ],
)
def test_wrong_wishes_are_errors(tmp_path: Path, name: str, options: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        slope_chart(three_regimes(), tmp_path / name, **options)

    assert list(tmp_path.iterdir()) == []


def test_nothing_to_draw_is_an_error(tmp_path: Path) -> None:
    empty = compare({"x": ranking({}), "y": ranking({})}, analytic="PageRank")

    with pytest.raises(ValueError, match="the comparisons are empty"):
        slope_chart(empty, tmp_path / "ranks.png")


def test_without_matplotlib_the_error_prints_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    with pytest.raises(MissingExtraError, match=r"pip install 'semkg\[plot\]'"):
        slope_chart(three_regimes(), tmp_path / "ranks.png")


def test_comparing_loads_neither_matplotlib_nor_scipy_stats() -> None:
    code = "import semkg.comparison, sys; print(sorted({'matplotlib', 'scipy.stats'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
