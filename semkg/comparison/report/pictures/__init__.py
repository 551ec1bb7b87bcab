"""Pictures of a report as SVG that takes its colours from the page."""

from __future__ import annotations

from semkg.comparison.report.pictures.butterfly import butterfly
from semkg.comparison.report.pictures.slopes import slopes

__all__ = ["butterfly", "slopes"]
