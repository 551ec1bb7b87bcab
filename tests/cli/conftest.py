from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from semkg.cli import main
from tests.data import ROOT

CHILE = ROOT / "examples" / "chile"


@dataclass(frozen=True, slots=True)
class Outcome:
    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process and return what it answered."""

    def run_it(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Outcome(code, *capsys.readouterr())

    return run_it


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A small file: three people, one of whom the rules make one."""
    path = tmp_path / "people.ttl"
    path.write_text(
        """PREFIX : <http://example.org/>
        PREFIX owl: <http://www.w3.org/2002/07/owl#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        :knows rdfs:range :Person ; a owl:SymmetricProperty .
        :ana a :Person ; :knows :ben ; :age 30 .
        :ben a :Person ; :knows :caro .
        """,
        encoding="utf-8",
    )
    return path


@pytest.fixture
def clash(tmp_path: Path) -> Path:
    """A file that contradicts itself."""
    path = tmp_path / "clash.ttl"
    path.write_text(
        """PREFIX : <http://example.org/>
        PREFIX owl: <http://www.w3.org/2002/07/owl#>
        :Cat owl:disjointWith :Dog . :felix a :Cat , :Dog .
        """,
        encoding="utf-8",
    )
    return path


@pytest.fixture
def store(run: Run, people: Path, tmp_path: Path) -> Path:
    """A store directory that holds the people."""
    path = tmp_path / "people.store"
    assert run("load", path, people, "-q").code == 0
    return path


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give a text on standard input."""

    def give(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))

    return give
