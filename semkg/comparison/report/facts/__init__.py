"""What a report shows: each module works out one part, none writes HTML."""

from __future__ import annotations

from semkg.comparison.report.facts.gather import Facts, gather

__all__ = ["Facts", "gather"]
