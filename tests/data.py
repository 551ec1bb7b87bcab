"""Where the shared test data lies; tests that miss it skip and say so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SEMKG_TEST_DATA", ROOT.parent / "shared" / "data"))


def require_data(*parts: str) -> Path:
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(
            f"test data {path.name} is missing: set SEMKG_TEST_DATA to the folder that holds {'/'.join(parts)}"
        )
    return path
