"""How the numbers that callbacks give come into Oxigraph: as IRIs, of which the query makes the literals.

pyoxigraph tries what a callback returns as an IRI, then as a blank node, then as a literal, and seems to make an
exception for each that it is not: a literal takes three times as long as an IRI (``python benchmarks/bench_query.py``
prints both). So a callback gives ``n:0.25``, and the text around it takes the number out of it.
"""

from __future__ import annotations

import pyoxigraph as ox

from semkg.vocab import XSD

DATATYPES: dict[type, str] = {float: f"<{XSD}double>", int: f"<{XSD}integer>"}
"""The Python numbers that come as IRIs, and what the query makes of them."""

BEFORE = "STRDT(STRAFTER(STR("
"""What stands before a call that gives an IRI for a number; :func:`after` stands behind it."""


def after(kind: type) -> str:
    """Return what makes the literal for a Python number of this type, behind the call that gives its IRI."""
    return f"), ':'), {DATATYPES[kind]})"


def as_iri(number: float) -> ox.NamedNode:
    """Return what a callback gives for a number."""
    return ox.NamedNode(f"n:{number!r}")
