"""Generated pairs through the engine: 0 mismatches; and every family of rewritings is worth something."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
import pytest

from semkg.analytics import pagerank
from semkg.graph import Graph as Edges
from semkg.reasoning.canonical.names import BlockNames
from tests.invariance import copies, nightly
from tests.invariance.ontologies import A, build, draw_graph, draw_motifs
from tests.invariance.oracle import Graph, name, triples
from tests.invariance.pairs import EVERYTHING, PAIRS, Alone, Drawn, Mismatch, check, families, shrink
from tests.invariance.rewritings import Case, Rewriting, other_names, rename, respell_literals, weaken

CHUNKS = 12
GRAPHS = -(-2000 // PAIRS)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_two_thousand_generated_pairs_mean_the_same_and_every_control_is_seen(chunk: int) -> None:
    wrong = [mismatch for seed in range(chunk, GRAPHS, CHUNKS) for mismatch in check(seed)]

    assert not wrong, "\n\n".join(map(str, wrong))


def raw_answer(graph: Graph) -> dict[str, float]:
    """PageRank of what is written, every triple an edge and every term a node: what a file says."""
    texts = sorted({text for s, _, o in graph for text in (s, o)})
    place = {text: at for at, text in enumerate(texts)}
    source, target = np.array([(place[s], place[o]) for s, _, o in graph], dtype=np.int64).reshape(-1, 2).T
    scores = pagerank(Edges.from_edges(source, target, n_nodes=len(texts)))
    return dict(zip(texts, scores.round(9).tolist(), strict=True))


@pytest.mark.parametrize("rewriting", families().values(), ids=families().keys())
def test_a_rewriting_changes_the_answer_of_the_graph_as_it_is_written(rewriting: Rewriting) -> None:
    assert any(_changes(rewriting, seed) for seed in range(300))


def _changes(rewriting: Rewriting, seed: int) -> bool:
    rng = random.Random(seed)
    case = Case.of(draw_graph(rng))
    return raw_answer(rewriting(case, rng)) != raw_answer(case.graph)


def test_new_names_change_the_answer_of_the_graph_as_it_is_written() -> None:
    case = Case.of(triples("x p y . y p z . x q z"))
    now = other_names(case.graph, random.Random(0))

    assert raw_answer(rename(case.graph, now)) != raw_answer(case.graph)


def test_copies_that_say_less_change_the_answer_of_the_graph_as_it_is_written() -> None:
    graph = triples("x p y . y p z . x q z")
    weaker = weaken(graph, random.Random(0))
    before, after = raw_answer(graph), raw_answer(weaker)

    assert weaker > graph
    assert before != {text: after[text] for text in before}


def test_copies_in_one_closure_are_seen_in_whatever_company() -> None:
    graphs = [draw_graph(random.Random(seed)) for seed in range(8)]
    together = copies.Copies([copies.Copy(graph) for graph in graphs], seed=0).see(EVERYTHING)
    reverse = copies.Copies([copies.Copy(graph) for graph in reversed(graphs)], seed=1).see(EVERYTHING)

    assert together == reverse[::-1]
    assert len(set(together)) == len(graphs)


XSD = "http://www.w3.org/2001/XMLSchema#"


def typed(*lexicals: str) -> list[str]:
    return [f'"{lexical}"^^<{XSD}integer>' for lexical in lexicals]


@pytest.mark.parametrize(
    "text",
    [
        *("<x:n1>", "_:b0", '"x"', '"7"', '"+3"', '"y"@en', '""'),
        *(f'"01"^^<{XSD}int>', f'"1.0"^^<{XSD}decimal>'),
        *typed("0", "00", "999", "+3", "-3", "+03", "++3", "0+3", "+", "three", "", "a1"),
    ],
)
def test_a_marked_name_is_read_back(text: str) -> None:
    marked = copies.mark(text, 17)

    assert copies.copy_of(marked) == 17
    assert copies.unmark(marked) == ("_:b0x017" if text[0] == "_" else text)


@pytest.mark.parametrize("seed", range(20))
def test_a_number_that_is_respelled_again_keeps_its_value(seed: int) -> None:
    def values(graph: Graph) -> list[float]:
        return sorted(float(o.split('"')[1]) for _, _, o in graph)

    graph = frozenset(("<x:n1>", f"<x:p{at}>", literal) for at, literal in enumerate(typed("1", "2", "3")))
    rng = random.Random(seed)
    once = respell_literals(Case.of(graph), rng)
    again = respell_literals(Case.of(once), rng)
    spelled = [o.split('"')[1] for _, _, o in again]

    assert values(again) == values(graph)
    assert all(text.lstrip("+").replace(".", "").isdigit() and text.count("+") <= 1 for text in spelled)


def test_values_that_an_axiom_makes_equal_are_no_longer_equal_without_it() -> None:
    facts = frozenset(("<x:n1>", "<x:number>", literal) for literal in typed("1", "2"))
    functional = ("<x:number>", A, name("owl:FunctionalProperty"))
    one, less = Alone(facts | {functional}, seed=0), Alone(facts, seed=0)

    assert (one.equal_values(), less.equal_values()) == ({frozenset(typed("1", "2"))}, set())
    assert one.digests().graph != less.digests().graph
    assert one.digests().data != less.digests().data


def test_the_nightly_run_goes_on_where_it_stopped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = tmp_path / "state.json"

    first = nightly.main(["--pairs", "1", "--seed", "3", "--resume", str(state)])
    second = nightly.main(["--pairs", str(PAIRS + 1), "--seed", "3", "--resume", str(state)])

    assert (first, second) == (0, 0)
    assert f"{2 * PAIRS} pairs from 2 graphs, seeds 3 to 4: 0 seeds" in capsys.readouterr().out


def test_several_processes_go_on_where_one_stopped_and_find_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone, shared = tmp_path / "alone.json", tmp_path / "shared.json"
    begun = ["--pairs", "1", "--seed", "3", "--resume", str(shared)]
    whole = ["--pairs", str(2 * PAIRS + 1), "--seed", "3", "--resume"]

    statuses = [nightly.main(begun), nightly.main([*whole, str(shared), "--jobs", "2"])]
    found = capsys.readouterr().out.splitlines()[-1]
    statuses.append(nightly.main([*whole, str(alone)]))

    assert statuses == [0, 0, 0]
    assert found == capsys.readouterr().out.splitlines()[-1]
    assert shared.read_text() == alone.read_text()


def test_the_nightly_run_names_the_seeds_of_mismatches_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def made_up(seed: int, drawn: Drawn | None = None) -> list[Mismatch]:
        return [Mismatch("made up", seed, frozenset(), frozenset())] if seed == 4 and drawn is None else []

    monkeypatch.setattr(nightly, "check", made_up)
    options = ["--pairs", str(2 * PAIRS + 1), "--seed", "3", "--resume", str(tmp_path / "state.json")]

    assert [nightly.main(options), nightly.main(options)] == [1, 1]
    assert capsys.readouterr().out.count("seeds 3 to 5: 1 seeds with a mismatch 4") == 2


def test_a_nightly_run_takes_at_least_one_process(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        nightly.main(["--jobs", "0"])

    assert "0 processes check nothing; give 1 or more" in capsys.readouterr().err


def test_a_fault_in_the_code_is_a_mismatch(monkeypatch: pytest.MonkeyPatch) -> None:
    # as if a block were called by whatever name comes first
    monkeypatch.setattr(sys.modules[BlockNames.__module__], "_best", lambda names: names[0])

    assert len({one.what for one in check(0)}) > 5


def test_a_mismatch_is_shrunk_to_the_part_that_makes_it() -> None:
    drawn = draw_motifs(random.Random(3))
    culprit = drawn[-1]

    def again(seed: int, fewer: Drawn) -> list[Mismatch]:
        return [Mismatch("made up", seed, build(fewer), frozenset())] if culprit in fewer else []

    found, left = shrink(again(3, drawn)[0], drawn, again)

    assert left == [culprit]
    assert f"made up, seed 3\n  only in the first:\n    {' '.join(min(build(left)))} ." in str(found)
