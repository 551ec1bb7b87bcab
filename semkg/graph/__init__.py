"""Projections and graphs in compressed sparse rows."""
