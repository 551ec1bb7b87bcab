"""``python -m semkg`` is the command ``semkg``."""

from __future__ import annotations

import sys

from semkg.cli import main

if __name__ == "__main__":
    sys.exit(main())
