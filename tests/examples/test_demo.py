from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from tests.data import ROOT


def test_the_demo_shows_what_depends_on_the_phrasing_and_what_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    runpy.run_path(str(ROOT / "examples" / "demo.py"), run_name="__main__")

    out = capsys.readouterr().out
    assert "?plausible" in out
    verdicts = {
        line.split()[0]: line for line in out.splitlines() if "(the same)" in line or "(different)" in line
    }
    assert "different" in verdicts["asserted"]
    assert "the same" in verdicts["invariant"]
    assert (tmp_path / "out" / "chile.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "out" / "chile.svg").exists()
