from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from semkg.cli import COMMANDS
from semkg.functions import FUNCTIONS
from semkg.vocab import SK
from tests.cli.conftest import CHILE, Run

CLOSURE = "SELECT ?who { ?who a <http://example.org/Person> } ORDER BY ?who"


def test_load_makes_a_store_and_counts(run: Run, people: Path, tmp_path: Path) -> None:
    result = run("load", tmp_path / "new", people, "--format", "json")

    assert result.code == 0
    report = json.loads(result.out)
    assert (report["read"], report["asserted"], report["epoch"]) == (7, 7, 1)


def test_load_adds_to_a_store_and_to_a_named_graph(run: Run, store: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.nt"
    more.write_text(
        "<http://example.org/dan> <http://example.org/knows> <http://example.org/ana> .\n", encoding="utf-8"
    )

    run("load", store, more, "--graph", "http://example.org/g")

    assert json.loads(run("info", store, "--format", "json").out)["graphs"] == {
        "default": 7,
        "<http://example.org/g>": 1,
    }


def test_load_reads_folders_and_standard_input(
    run: Run, people: Path, tmp_path: Path, stdin: Callable[[str], None]
) -> None:
    stdin("<urn:a> <urn:b> <urn:c> .")

    result = run("load", tmp_path / "new", people.parent, "-", "--input-format", "ttl", "--format", "json")

    assert json.loads(result.out)["asserted"] == 8


def test_a_query_sees_what_follows_unless_told_otherwise(run: Run, people: Path) -> None:
    assert run("query", people, CLOSURE, "--format", "csv").out.split() == [
        "who", "http://example.org/ana", "http://example.org/ben", "http://example.org/caro",
    ]  # fmt: skip
    assert (
        run("query", people, CLOSURE, "--format", "csv", "--regime", "asserted").out.count("example.org") == 2
    )
    assert run("query", people, CLOSURE, "--format", "csv", "--rules", "none").out.count("example.org") == 2


def test_a_table_shortens_terms_by_the_prefixes_of_the_query(run: Run, people: Path) -> None:
    text = "PREFIX : <http://example.org/> SELECT ?s ?age { ?s :age ?age }"

    result = run("query", people, text)

    assert result.out == "?s    ?age\n----  ----\n:ana    30\n"
    assert result.err == "1 row\n"


def test_a_query_from_a_file_or_standard_input_is_the_same(
    run: Run, people: Path, tmp_path: Path, stdin: Callable[[str], None]
) -> None:
    (tmp_path / "q.rq").write_text(CLOSURE, encoding="utf-8")
    stdin(CLOSURE)

    assert run("query", people, "-f", tmp_path / "q.rq").out == run("query", people, "-f", "-").out != ""


def test_ask_and_json_and_construct_are_written_as_they_should(run: Run, people: Path) -> None:
    assert run("query", people, "ASK { ?s ?p 30 }").out == "true\n"
    assert json.loads(run("query", people, "ASK { ?s ?p 31 }", "--format", "json").out)["boolean"] is False
    answer = json.loads(run("query", people, CLOSURE, "--format", "json").out)
    assert len(answer["results"]["bindings"]) == 3
    turtle = run("query", people, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "--regime", "asserted").out
    assert set(rdflib.Graph().parse(data=turtle)) == set(rdflib.Graph().parse(people))


def test_constructed_triples_can_be_a_table_csv_or_json(run: Run, people: Path) -> None:
    text = "CONSTRUCT { ?s <http://example.org/age> ?o } { ?s <http://example.org/age> ?o }"

    assert "30" in run("query", people, text, "--format", "table").out
    assert run("query", people, text, "--format", "csv").out.splitlines()[0] == "subject,predicate,object"
    jsonld = run("query", people, text, "--format", "json").out
    assert len(list(ox.parse(jsonld, format=ox.RdfFormat.JSON_LD))) == 1


def test_the_result_goes_to_a_file_in_the_format_of_its_suffix(
    run: Run, people: Path, tmp_path: Path
) -> None:
    result = run("query", people, CLOSURE, "-o", tmp_path / "out.csv")

    assert result.out == ""
    assert "wrote" in result.err
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("who")


def test_an_update_changes_a_store_in_place(run: Run, store: Path) -> None:
    text = "DELETE WHERE { ?s <http://example.org/age> ?o }"

    assert json.loads(run("update", store, text, "--format", "json").out) == {
        "changed": True,
        "epoch": 2,
        "asserted": 6,
    }
    assert json.loads(run("update", store, text, "--format", "json").out)["changed"] is False


def test_an_update_of_files_writes_the_changed_data(run: Run, people: Path, tmp_path: Path) -> None:
    text = "DELETE WHERE { ?s <http://example.org/age> ?o }"

    result = run("update", people, text, "-o", tmp_path / "changed.nt")

    assert result.code == 0
    assert len(rdflib.Graph().parse(tmp_path / "changed.nt")) == 6
    assert run("update", people, text).code == 2


def test_materialise_reports_and_keeps_the_closure_in_a_store(run: Run, store: Path) -> None:
    report = json.loads(run("materialise", store, "--format", "json").out)

    assert report["consistent"] is True
    assert report["asserted"] == 7
    assert report["inferred"] >= 3
    assert json.loads(run("info", store, "--format", "json").out)["closure"] == "rl+, fresh"


def test_materialise_writes_triples_when_asked(run: Run, people: Path) -> None:
    inferred = set(rdflib.Graph().parse(data=run("materialise", people, "--triples", "inferred").out))
    everything = set(rdflib.Graph().parse(data=run("materialise", people, "--triples", "all").out))

    asserted = set(rdflib.Graph().parse(people))
    assert inferred
    assert inferred.isdisjoint(asserted)
    assert everything == asserted | inferred


def test_contradictions_are_listed_and_are_an_exit_code_of_their_own(run: Run, clash: Path) -> None:
    result = run("materialise", clash, "--format", "json")

    assert result.code == 3
    assert {found["rule"] for found in json.loads(result.out)["clashes"]} == {"cax-dw"}
    assert "cax-dw" in result.err


def test_train_measures_and_a_store_keeps_the_model(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "chile"
    run("load", store, CHILE / "ontology.ttl", CHILE / "chile.ttl")

    report = json.loads(run("train", store, "--dim", 16, "--epochs", 3, "--format", "json").out)

    assert report["model"] == "complex"
    assert report["epochs"] == 3
    assert 0 < report["valid"]["mrr"] <= 1
    assert report["test"] is None
    assert json.loads(run("info", store, "--format", "json").out)["models"]


def test_train_takes_a_folder_of_link_prediction_data(run: Run, tmp_path: Path) -> None:
    lines = [f"e{i}\tnext\te{(i + 1) % 20}" for i in range(20)] + [
        f"e{(i + 1) % 20}\tback\te{i}" for i in range(20)
    ]
    for part, chosen in (
        ("train", lines[:34]),
        ("valid", lines[34:37]),
        ("test", [*lines[37:], "new\tnext\te0"]),
    ):
        (tmp_path / f"{part}.txt").write_text("\n".join(chosen), encoding="utf-8")

    result = run("train", tmp_path, "--dim", 8, "--epochs", 5, "--seed", 3, "-o", tmp_path / "report.json")

    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert result.code == 0
    assert {"mrr", "hits@1", "hits@3", "hits@10"} <= set(report["test"])
    assert (report["seed"], report["entities"]) == (3, 21)
    assert (report["test"]["triples"], report["test"]["unseen"]) == (4, 1)


def test_equal_seeds_give_equal_reports(run: Run, tmp_path: Path) -> None:
    (tmp_path / "train.txt").write_text(
        "\n".join(f"e{i}\tp\te{(i * 7) % 15}" for i in range(15)), encoding="utf-8"
    )
    options = ("--dim", 8, "--epochs", 2, "--format", "json")

    assert run("train", tmp_path, *options).out == run("train", tmp_path, *options).out


def test_compare_prints_a_table_or_json_of_all_regimes(run: Run) -> None:
    data = (CHILE / "ontology.ttl", CHILE / "chile.ttl")

    table = run("compare", *data, "--top", 5)
    report = json.loads(run("compare", *data, "--format", "json", "--regimes", "asserted,invariant").out)

    assert table.code == 0
    assert all(word in table.out for word in ("asserted", "entailed", "invariant", "Santiago"))
    assert [regime["name"] for regime in report["regimes"]] == ["asserted", "invariant"]


def test_same_says_yes_to_other_words_and_blank_nodes(run: Run, people: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.nt"
    run("materialise", people, "--triples", "all", "-o", other.with_suffix(".ttl"))

    found = run("same", people, other.with_suffix(".ttl"))

    assert found.code == 0
    assert found.out.startswith("yes")


def test_same_says_which_graph_knows_no_more_also_where_the_other_has_more_names(
    run: Run, tmp_path: Path
) -> None:
    plain, named = tmp_path / "plain.nt", tmp_path / "named.nt"
    line = "<x:a> <x:p> <x:b> .\n"
    plain.write_text(line, encoding="utf-8")
    named.write_text(f"{line}<x:b> <http://www.w3.org/2002/07/owl#sameAs> <x:c> .\n", encoding="utf-8")

    found = run("same", plain, named)

    assert found.code == 1
    assert f"{plain} knows nothing that the other does not know" in found.out
    assert f"{named} alone knows 0 axioms and 2 other rows, which follow with:" in found.out


def test_same_shows_the_smallest_difference_in_both_directions(
    run: Run, people: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.ttl"
    text = people.read_text(encoding="utf-8").replace(":age 30", ":age 31").replace("Symmetric", "Transitive")
    other.write_text(text, encoding="utf-8")

    table, report = run("same", people, other), json.loads(run("same", people, other, "--format", "json").out)

    assert table.code == 1
    assert "no: they differ in axioms and data" in table.out
    assert '"30"' in table.out
    assert report["same"] == "no"
    assert [len(report[side]["statements"]) for side in ("first", "second")] == [2, 2]
    assert report["first"]["digests"]["graph"] != report["second"]["digests"]["graph"]


def test_same_is_undecided_where_leaning_is_given_up_and_says_what_may_help(run: Run, tmp_path: Path) -> None:
    def cycle(letter: str, size: int) -> str:
        steps = [(at, (at + 1) % size) for at in range(size)]
        return "".join(
            f"_:{letter}{a} <x:p> _:{letter}{b} .\n_:{letter}{b} <x:p> _:{letter}{a} .\n" for a, b in steps
        )

    (tmp_path / "one.nt").write_text(cycle("a", 5), encoding="utf-8")
    (tmp_path / "two.nt").write_text(cycle("b", 5) + cycle("c", 7), encoding="utf-8")
    paths = (tmp_path / "one.nt", tmp_path / "two.nt")

    found = run("same", *paths, "--lean", "--steps", 3)

    assert found.code == 2
    assert "more steps may decide it" in found.out
    assert run("same", *paths, "--lean").code == 0


def test_same_is_undecided_where_blank_nodes_are_too_much_alike(run: Run, tmp_path: Path) -> None:
    squares = [(a, b) for a in range(3) for b in range(3)]
    moves = [(x, y) for x in squares for y in squares if (x[0] == y[0]) != (x[1] == y[1])]
    for name, letter in (("one", "b"), ("two", "c")):
        lines = (f"_:{letter}{a}{b} <x:p> _:{letter}{c}{d} ." for (a, b), (c, d) in moves)
        (tmp_path / f"{name}.nt").write_text("\n".join(lines), encoding="utf-8")
    paths = (tmp_path / "one.nt", tmp_path / "two.nt")

    assert run("same", *paths, "--trials", 3).code == 2
    assert run("same", *paths).code == 0


def test_compare_says_why(run: Run) -> None:
    data = (CHILE / "ontology.ttl", CHILE / "chile.ttl")
    lima = "https://w3id.org/semkg/example/chile#Lima"

    table = run("compare", *data, "--why", "--budget", 19)
    report = json.loads(
        run("compare", *data, "--why", "--node", lima, "--budget", 19, "--format", "json").out
    )

    assert table.code == 0
    assert "hosts inverseOf venue" in table.out
    assert report["why"]["node"] == f"<{lima}>"
    assert 9 < report["why"]["closures"] <= 19
    assert {flow["source"].rsplit("#")[-1] for flow in report["why"]["flows"]} >= {"LIM>", "Peru>"}


@pytest.mark.parametrize(("suffix", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_compare_draws_a_picture(run: Run, tmp_path: Path, suffix: str, start: bytes) -> None:
    path = tmp_path / f"ranks.{suffix}"

    assert run("compare", CHILE / "ontology.ttl", CHILE / "chile.ttl", "-o", path).code == 0

    assert path.read_bytes().startswith(start)


def test_a_picture_without_a_file_is_wrong_usage(run: Run, people: Path) -> None:
    assert run("compare", people, "--format", "png").code == 2


def test_functions_lists_every_function_with_its_example(run: Run) -> None:
    text = run("functions").out

    assert all(function.example in text for function in FUNCTIONS)
    listed = json.loads(run("functions", "--format", "json").out)
    assert [entry["function"] for entry in listed] == [
        "sk:" + function.iri.removeprefix(SK) for function in FUNCTIONS
    ]


@pytest.mark.parametrize("name", ["pageRank", "sk:pagerank", SK + "pageRank"])
def test_functions_shows_one_in_full_by_any_of_its_names(run: Run, name: str) -> None:
    text = run("functions", name).out

    assert "?node sk:pageRank ?score" in text
    assert "sk:damping" in text
    assert "default: 0.85" in text


def test_an_unknown_function_name_lists_those_there_are(run: Run) -> None:
    result = run("functions", "pageRang")

    assert result.code == 2
    assert "sk:pageRank" in result.err


def test_info_without_data_tells_versions_and_extras(run: Run) -> None:
    report = json.loads(run("info", "--format", "json").out)

    assert report["semkg"]
    assert report["pyoxigraph"].startswith("0.5")
    assert "rdflib" in report["extra rdflib"]


def test_info_counts_predicates_most_frequent_first(run: Run, people: Path) -> None:
    result = run("info", people, "--top", 1, "--format", "csv")

    assert result.out == "predicate,triples\nrdf:type,3\n"
    assert "asserted" in run("info", people).out


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself_with_examples(run: Run, command: object) -> None:
    name = getattr(command, "name", "")
    result = run(name, "--help")

    assert result.code == 0
    assert f"semkg {name}" in result.out.partition("examples:")[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "--strict", CHILE, "ASK {}"),
        ("query", CHILE, "--strict", "ASK {}", "--regime", "asserted"),
        ("query", CHILE, "ASK {}", "--strict"),
        ("check", "--quiet", CHILE, "--format", "json"),
        ("compare", "--top", "3", CHILE, "--regimes", "asserted,invariant"),
        ("same", CHILE, "--lean", CHILE),
    ],
    ids=lambda arguments: " ".join(map(str, arguments[:2])),
)
def test_options_stand_before_between_and_behind_the_data(arguments: tuple[str, ...], run: Run) -> None:
    assert run(*arguments).code == 0


def test_an_unknown_option_between_the_data_is_a_usage_error(run: Run) -> None:
    result = run("query", CHILE, "--nope", "ASK {}")

    assert result.code == 2
    assert "--nope" in result.err
