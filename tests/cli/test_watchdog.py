"""A query that keeps Oxigraph busy can be ended, by the clock and by Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }"

MESSAGE = "semkg: error: the query took longer than the {} s allowed; allow more time or ask for less\n"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "many.nt"
    path.write_text("".join(f"<urn:{n}> <urn:p> <urn:{n + 1}> .\n" for n in range(5000)), encoding="utf-8")
    return path


def _start(many: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "semkg", "query", str(many), ENDLESS, "--rules", "none", *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("seconds", ["1", "1e-06"])
def test_the_clock_ends_it_with_a_message(many: Path, seconds: str) -> None:
    """The query layer's own clock may come first, as it does where its work beforehand takes longer."""
    process = _start(many, "--timeout", seconds)

    _, errors = process.communicate(timeout=120)

    assert process.returncode == 1
    assert errors == MESSAGE.format(seconds)


def test_the_clock_ends_what_looks_at_no_clock(many: Path) -> None:
    """Oxigraph alone, without the query layer."""
    code = (
        "import pyoxigraph as ox\n"
        "from semkg.cli.watchdog import watched\n"
        "store = ox.Store()\n"
        f"store.bulk_load(path={str(many)!r}, format=ox.RdfFormat.N_TRIPLES)\n"
        "with watched(0.01):\n"
        f"    list(store.query({ENDLESS!r}))\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )

    assert (ended.returncode, ended.stderr) == (1, MESSAGE.format("0.01"))


def test_ctrl_c_ends_it(many: Path) -> None:
    process = _start(many)
    time.sleep(5)  # it is past its imports and busy: it would never end by itself
    assert process.poll() is None

    process.send_signal(signal.SIGINT)

    process.communicate(timeout=120)
    assert process.returncode in (-signal.SIGINT, 130)


@pytest.mark.parametrize("seconds", ["0", "-1", "soon"])
def test_a_time_that_is_none_is_wrong_usage(many: Path, seconds: str) -> None:
    process = _start(many, "--timeout", seconds)

    _, errors = process.communicate(timeout=120)

    assert process.returncode == 2
    assert "--timeout" in errors
