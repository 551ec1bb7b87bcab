"""Pictures of a report as SVG that takes its colours from the page, or brings them along."""

from __future__ import annotations

from semkg.comparison.report.pictures.butterfly import around_picture, butterfly
from semkg.comparison.report.pictures.drawing import standalone, style
from semkg.comparison.report.pictures.slopes import draw_slopes

__all__ = ["around_picture", "butterfly", "draw_slopes", "standalone", "style"]
