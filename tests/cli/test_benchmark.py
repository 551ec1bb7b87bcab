from __future__ import annotations

from pathlib import Path

import pytest

from semkg.cli.benchmark import is_benchmark, read_benchmark
from semkg.errors import LoadError


def write(folder: Path, **parts: str) -> Path:
    for part, text in parts.items():
        (folder / f"{part}.txt").write_text(text, encoding="utf-8", newline="")
    return folder


def test_ids_do_not_depend_on_the_order_of_lines(tmp_path: Path) -> None:
    data = read_benchmark(write(tmp_path, train="b\tp\ta\na\tq\tc\n", valid="c\tp\ta\n", test="d\tq\tb\n"))

    assert data.entities == ("a", "b", "c", "d")
    assert data.predicates == ("p", "q")
    assert data.parts["train"].tolist() == [[1, 0, 0], [0, 1, 2]]
    assert data.parts["test"].tolist() == [[3, 1, 1]]


def test_names_may_hold_anything_but_tabs_and_line_feeds(tmp_path: Path) -> None:
    data = read_benchmark(write(tmp_path, train="a\u2028b\tp \t\x85\r\n\n"))

    assert set(data.entities) == {"a\u2028b", "\x85"}
    assert data.parts["valid"].shape == (0, 3)


def test_a_line_without_three_fields_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"train\.txt, line 2: .* not 2 fields"):
        read_benchmark(write(tmp_path, train="a\tp\tb\na\tb\n"))


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "train.txt").write_bytes(b"a\tp\t\xff\n")

    with pytest.raises(LoadError, match="no UTF-8"):
        read_benchmark(tmp_path)


def test_nothing_to_train_on_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="no triples"):
        read_benchmark(write(tmp_path, train="\n", test="a\tp\tb\n"))


def test_a_folder_with_train_txt_is_taken_for_such_data(tmp_path: Path) -> None:
    assert not is_benchmark(tmp_path)
    assert is_benchmark(write(tmp_path, train=""))
