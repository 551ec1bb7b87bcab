"""Functions of other packages, found by their entry points."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from semkg.errors import FunctionPackageError
from semkg.functions import installed_functions
from tests.data import ROOT

EXAMPLE = ROOT / "examples" / "function_package"
CHILE = ROOT / "examples" / "chile"
NAMES = "PREFIX fn: <http://example.org/functions#> PREFIX : <https://w3id.org/semkg/example/chile#> "


def install(folder: Path, name: str, entry_points: dict[str, str], version: str = "1.0.0") -> None:
    """Do what an installer does with the metadata of a package."""
    metadata = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8"
    )
    lines = "\n".join(f"{key} = {value}" for key, value in entry_points.items())
    (metadata / "entry_points.txt").write_text(f"[semkg.functions]\n{lines}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example package installed in it."""
    folder = tmp_path_factory.mktemp("site")
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for module in project["entry-points"]["semkg.functions"].values():
        shutil.copy(EXAMPLE / f"{module.partition(':')[0]}.py", folder)
    install(folder, project["name"], project["entry-points"]["semkg.functions"], project["version"])
    return folder


FORMS = (
    "?place a :City . ?degree fn:inDegree ?place",
    "?place a :City BIND(fn:inDegree(?place) AS ?degree)",
    "?place a :City SERVICE fn:inDegree { [] sk:node ?place ; sk:degree ?degree }",
    "?place a :City . ?degree <http://example.org/functions#inDegree> ?place",
)
SCRIPT = f"""
import semkg
from semkg.cli import main
with semkg.KnowledgeGraph() as kg:
    kg.load({str(CHILE)!r})
    for where in {FORMS!r}:
        [row] = kg.query({NAMES!r} + "SELECT * {{ " + where + " }} ORDER BY DESC(?degree) LIMIT 1")
        print(row["place"].value, row["degree"].value)
    try:
        kg.query({NAMES!r} + "SELECT * {{ ?d fn:inDegree 5 }}")
    except semkg.errors.QueryError as error:
        print(error)
main(["functions"])
"""


def test_the_example_package_answers_in_every_form_once_it_is_installed(example: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{example}"}

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )

    *answers, refused = done.stdout.splitlines()[:5]
    assert len(set(answers)) == 1
    assert answers[0].startswith("https://w3id.org/semkg/example/chile#Santiago ")
    assert int(answers[0].split()[1]) > 3
    assert "node must be a node (an IRI or a blank node), not 5" in refused
    assert "?degree <http://example.org/functions#inDegree> (?node)" in done.stdout


def test_without_the_package_nothing_is_different() -> None:
    assert installed_functions() == ()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(tmp_path))
    installed_functions.cache_clear()
    yield tmp_path
    installed_functions.cache_clear()


DECLARED = (
    "from semkg.query import Output, SparqlFunction\n"
    "def made(iri):\n"
    "    return SparqlFunction(iri, 'A.', (), (Output('n', 'node', 'n'),), (), lambda v, c: [], None, '')\n"
)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("its_module:missing", "cannot be loaded: AttributeError"),
        ("no_such_module:it", "cannot be loaded: ModuleNotFoundError"),
        ("its_module:five", "is 5, not a SparqlFunction"),
        ("its_module:ours", "is the namespace of semkg itself"),
        ("its_module:twice", "which another package declares too"),
    ],
)
def test_a_package_that_cannot_be_used_is_named(folder: Path, value: str, message: str) -> None:
    (folder / "its_module.py").write_text(
        DECLARED
        + "five = 5\nours = made('https://w3id.org/semkg#x')\ntwice = (made('http://x/a'), made('http://x/a'))\n",
        encoding="utf-8",
    )
    sys.modules.pop("its_module", None)
    install(folder, "some-package", {"it": value})

    with pytest.raises(FunctionPackageError, match=message) as caught:
        installed_functions()

    assert "of the package some-package" in str(caught.value)
    assert "mend or uninstall it" in str(caught.value)


def test_one_entry_point_may_bring_several_functions(folder: Path) -> None:
    (folder / "its_module.py").write_text(
        DECLARED + "both = (made('http://x/a'), made('http://x/b'))\n", encoding="utf-8"
    )
    sys.modules.pop("its_module", None)
    install(folder, "some-package", {"it": "its_module:both"})

    assert [function.iri for function in installed_functions()] == ["http://x/a", "http://x/b"]
