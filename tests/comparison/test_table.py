"""Comparisons as text."""

from __future__ import annotations

from semkg.comparison import compare
from semkg.comparison.names import readable, shorten
from tests.comparison.rankings import ranking, three_regimes


def test_a_table_shows_nodes_summaries_movers_and_notes() -> None:
    assert three_regimes().to_table(limit=3) == (
        "PageRank, damping 0.85\n"
        "\n"
        "node   asserted  rank  entailed  rank  invariant  rank  change\n"
        "Lima     0.3000     2    0.4000     1     0.5000     1    up 1\n"
        "Arica    0.5000     1    0.4000     1     0.2500     2  down 1\n"
        "Quito         -     -    0.2000     3     0.2500     2     new\n"
        "(1 more; change: of rank, asserted -> invariant)\n"
        "\n"
        "regimes                  Kendall   Spearman    RBO  top shared  Jaccard     L1"
        "  in both  only first  only second\n"
        "asserted -> entailed   undefined  undefined  0.940      2 of 2    1.000  0.600"
        "        2           1            1\n"
        "asserted -> invariant     -1.000     -1.000  0.855    1.5 of 2    0.600  0.900"
        "        2           1            1\n"
        "entailed -> invariant      0.500      0.500  0.949    1.5 of 2    0.600  0.300"
        "        3           0            0\n"
        "\n"
        "largest changes of score, asserted -> invariant\n"
        "Arica  -0.2500  rank 1 -> 2\n"
        "Quito  +0.2500  rank - -> 2\n"
        "Lima   +0.2000  rank 2 -> 1\n"
        "Cusco  -0.2000  rank 3 -> -\n"
        "\n"
        "invariant: graph 6e34\n"
    )


def test_a_node_that_the_last_regime_lacks_is_gone() -> None:
    line = three_regimes().to_table(limit=None).splitlines()[6]

    assert line.split() == ["Cusco", "0.2000", "3", "-", "-", "-", "-", "gone"]


def test_columns_stay_aligned_beside_wide_characters() -> None:
    rankings = {name: ranking({"東京": 0.5, "e\u0301a": 0.3, "Lima": 0.2}) for name in ("x", "y")}

    lines = compare(rankings, analytic="PageRank").to_table().splitlines()

    assert lines[3] == "東京  0.5000     1  0.5000     1    same"
    assert lines[4] == "e\u0301a    0.3000     2  0.3000     2    same"
    assert lines[5] == "Lima  0.2000     3  0.2000     3    same"


def test_small_scores_keep_three_digits() -> None:
    rankings = {name: ranking({"a": 0.5, "b": 0.0000123}) for name in ("x", "y")}

    assert "0.0000123" in compare(rankings, analytic="PageRank").to_table()


def test_names_that_would_be_the_same_stay_whole() -> None:
    labels = ["<http://a.org/x#Lima>", "<http://b.org/Lima>", "<http://b.org/Quito/>", '"Lima, Peru"', "_:b0"]

    assert list(readable(labels).values()) == [
        "http://a.org/x#Lima",
        "http://b.org/Lima",
        "Quito",
        '"Lima, Peru"',
        "_:b0",
    ]


def test_an_iri_without_a_local_name_stays_whole() -> None:
    assert readable(["<urn:x:>", "<http://example.org#>", "<>"]) == {
        "<urn:x:>": "<urn:x:>",
        "<http://example.org#>": "example.org",
        "<>": "<>",
    }


def test_long_names_lose_their_middle() -> None:
    for length in range(8, 30):
        assert len(shorten("x" * 40, length)) == length
    assert shorten("short", 5) == "short"
