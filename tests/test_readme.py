"""What the README says is what happens."""

from __future__ import annotations

import re

from semkg.query import SelectResult
from tests.chile import CHILE, chile
from tests.data import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_its_query_runs_and_has_the_columns_that_it_shows() -> None:
    [text] = blocks("sparql")
    [shown] = [block for block in blocks("text") if "?alike" in block]

    result = chile().query(text)

    assert isinstance(result, SelectResult)
    assert [f"?{variable.value}" for variable in result.variables] == shown.split("\n")[0].split()
    assert len(list(result)) == 14


def test_its_python_runs() -> None:
    code = [block.replace("examples/chile", str(CHILE)) for block in blocks("python")]

    assert len(code) == 2
    for block in code:
        exec(compile(block, "README.md", "exec"), {})


def test_its_links_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if not link.startswith("http")]

    assert len(links) >= 5
    assert all((ROOT / link).exists() for link in links)
