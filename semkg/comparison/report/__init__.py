"""A comparison as one page that stands by itself and needs neither a network nor scripts."""

from __future__ import annotations

from semkg.comparison.report.facts import Facts, gather
from semkg.comparison.report.grouppage import group_page
from semkg.comparison.report.page import render_page, report_page

__all__ = ["Facts", "gather", "group_page", "render_page", "report_page"]
