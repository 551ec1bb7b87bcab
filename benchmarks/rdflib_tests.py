"""rdflib's own tests of stores, run on ours: ``python benchmarks/rdflib_tests.py [FOLDER]``.

FOLDER holds an unpacked source distribution of rdflib, with its folder ``test``; without it pip fetches that of the
version that is installed. All tests are run that rdflib runs for every store it finds. Three things are different from
rdflib's own runs:

- Names without a scheme (``URIRef("michel")``) become absolute: RDF has no others, and Oxigraph takes no others.
- Tests that open one folder in two graphs at once run in memory: a folder belongs to one process and one graph.
- One test is left out: rdflib reads XML as Turtle there, and expects the error of its parser, where our store has
  refused the first name that is no IRI before.

The exit status is that of pytest.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = (
    "test/test_graph/test_graph.py",
    "test/test_graph/test_graph_context.py",
    "test/test_dataset/test_dataset.py",
)
STORE = "SemKG"
IN_MEMORY = ("test_graph_add", "test_graph_sub", "test_graph_intersection")
LEFT_OUT = ("test_guess_format_for_parse_http[SemKG-file3",)


def main() -> int:
    """Run the tests."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, help="an unpacked source distribution of rdflib")
    given = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as made:
        folder = given or fetch(Path(made))
        files = [one for one in FILES if (folder / one).exists()]
        plugins = ("-p", "benchmarks.rdflib_tests", "-p", "no:randomly", "-p", "no:cacheprovider")
        command = [sys.executable, "-m", "pytest", "-q", *plugins, "-W", "ignore", *files]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def fetch(folder: Path) -> Path:
    """Return the unpacked source distribution of the version of rdflib that is installed."""
    wanted = f"rdflib=={version('rdflib')}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "rdflib"]
    subprocess.run([*pip, "--dest", str(folder), wanted], check=True)
    [archive] = folder.glob("rdflib-*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")


# What follows is the plugin of pytest.


def pytest_configure() -> None:
    """Make the names absolute that rdflib's tests share."""
    from rdflib import URIRef

    data = importlib.import_module("test.data")
    for name, value in vars(data).items():
        if type(value) is URIRef:
            setattr(data, name, absolute(value))


def absolute(value: str, base: str | None = None) -> Any:
    """Return a name with a scheme."""
    from rdflib import URIRef

    name = URIRef(value, base)
    return name if ":" in name else URIRef(f"http://example.org/{name}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of our store; make the names absolute that they write down themselves."""
    items[:] = [item for item in items if is_ours(item) and not any(name in item.nodeid for name in LEFT_OUT)]
    for item in items:
        module = getattr(item, "module", None)
        if hasattr(module, "URIRef"):
            module.URIRef = absolute  # type: ignore[union-attr]  # it has one


def is_ours(item: pytest.Item) -> bool:
    """Whether a test is run for our store."""
    return STORE in item.name or getattr(getattr(item, "cls", None), "store", None) == STORE


@pytest.fixture(autouse=True)
def _in_memory(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.name.startswith(IN_MEMORY):
        from semkg.rdflib_plugin import SemKGStore

        monkeypatch.setattr(SemKGStore, "open", lambda store, configuration, create=False: 1)


if __name__ == "__main__":
    sys.exit(main())
