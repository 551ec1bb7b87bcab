"""Where the data of benchmarks lie, and the largest of them unpacked."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SEMKG_TEST_DATA", ROOT.parent / "shared" / "data"))
AIFB = DATA / "aifb" / "aifb.tar.xz"


def read_aifb() -> bytes:
    """Return people and publications of an institute, with their ontology, as N-Triples."""
    with tarfile.open(AIFB) as archive:
        file = archive.extractfile("aifb/aifb_complete.nt")
        assert file is not None
        return file.read()
