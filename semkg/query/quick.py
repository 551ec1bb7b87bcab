"""Telling texts that Oxigraph can answer as they are, without parsing them."""

from __future__ import annotations

import re

from semkg.query.syntax import MAX_DEPTH, MAX_OPERATORS, MAX_PATH_STEPS

_TELLING = ("semkg", "sk:", "from", "using", "service", "load", "pragma")
_IRI = re.compile(r"<[^<>\s]*>")


def is_plain(text: str, base_iri: str | None = None) -> bool:
    """Return whether a text surely has nothing in it that concerns us, and no odd depth.

    A backslash counts as odd, since it can hide a name. What is not plain may still turn out to be ordinary.
    """
    return "\\" not in text and not is_ours(text, base_iri) and is_shallow(text)


def needs_prefixes(text: str) -> bool:
    """Return whether a text may use one of the prefixes that need no declaration; passing them on takes time."""
    return "rdf" in text or "owl:" in text or "xsd:" in text or "sk:" in text


def is_ours(text: str, base_iri: str | None) -> bool:
    """Return whether a text may have names of ours, a dataset clause, SERVICE or LOAD."""
    if base_iri is not None and "semkg" in base_iri.lower():
        return True
    lower = text.lower()
    for word in _TELLING:  # noqa: SIM110  # any() makes a generator, which takes longer than all the rest
        if word in lower:
            return True
    return False


def is_shallow(text: str) -> bool:
    """Return whether brackets, operators and path steps stay within the limits however the text is read."""
    if text.count("{") + text.count("(") + text.count("[") + text.count("<<") > MAX_DEPTH:
        return False
    if text.count("/") >= MAX_PATH_STEPS and _IRI.sub("", text).count("/") >= MAX_PATH_STEPS:
        return False
    return len(text) <= MAX_OPERATORS or sum(map(text.count, "!+-*/|&=<>^")) <= MAX_OPERATORS
