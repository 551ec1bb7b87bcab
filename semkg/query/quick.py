"""Telling texts that Oxigraph can answer as they are, without parsing them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from semkg.query.syntax import MAX_DEPTH, MAX_OPERATORS, MAX_PATH_STEPS

_TELLING = ("semkg", "sk:", "from", "using", "service", "load", "pragma")
_IRI = re.compile(r"<[^<>\s]*>")


def is_plain(text: str, base_iri: str | None = None, more: Sequence[str] = ()) -> bool:
    """Return whether a text surely has nothing in it that concerns us, and no odd depth.

    A backslash counts as odd, since it can hide a name. What is not plain may still turn out to be ordinary.

    Args:
        text: the text.
        base_iri: what relative IRIs in it are resolved against.
        more: further words that tell, in small letters: what IRIs of functions outside our namespace end in.
    """
    return "\\" not in text and not is_ours(text, base_iri, more) and is_shallow(text)


def ending(iri: str) -> str:
    """Return what a text that names an IRI has in it, however its prefix is written.

    >>> ending("http://example.org/functions#inDegree")
    'indegree'
    """
    return re.split(r"[/#:]", iri)[-1].lower() or iri.lower()


def needs_prefixes(text: str) -> bool:
    """Return whether a text may use one of the prefixes that need no declaration; passing them on takes time."""
    return "rdf" in text or "owl:" in text or "xsd:" in text or "sk:" in text


def is_ours(text: str, base_iri: str | None, more: Sequence[str] = ()) -> bool:
    """Return whether a text may have names of ours, a dataset clause, SERVICE or LOAD."""
    if base_iri is not None and "semkg" in base_iri.lower():
        return True
    lower = text.lower()
    for word in _TELLING:  # any() makes a generator, which takes longer than all the rest
        if word in lower:
            return True
    return any(word in lower for word in more) if more else False


def is_shallow(text: str) -> bool:
    """Return whether brackets, operators and path steps stay within the limits however the text is read."""
    if text.count("{") + text.count("(") + text.count("[") + text.count("<<") > MAX_DEPTH:
        return False
    if text.count("/") >= MAX_PATH_STEPS and _IRI.sub("", text).count("/") >= MAX_PATH_STEPS:
        return False
    return len(text) <= MAX_OPERATORS or sum(map(text.count, "!+-*/|&=<>^")) <= MAX_OPERATORS
