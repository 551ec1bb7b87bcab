from __future__ import annotations

import subprocess
import sys

HEAVY = ("torch", "rdflib", "matplotlib", "networkit")


def test_importing_semkg_loads_none_of_the_heavy_libraries() -> None:
    code = f"import sys, semkg; print([name for name in {HEAVY!r} if name in sys.modules])"

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"
