"""Which texts are surely valid terms, written as pyoxigraph writes them; others are for the parser to decide."""

from __future__ import annotations

import re

from semkg.vocab import RDF, XSD

_LETTERS = "\u00a0-\ud7ff\uf900-\ufdcf"
_IN_PATH = rf"[A-Za-z0-9\-._~!$&'()*+,;=:@/{_LETTERS}]*+"
_PATH = rf"{_IN_PATH}(?:%[0-9A-Fa-f]{{2}}{_IN_PATH})*+"
_TAIL = rf"(?:\?(?:{_PATH}\??)*+)?+(?:\#(?:{_PATH}\??)*+)?+"
_AUTHORITY = r"//[A-Za-z0-9._~\-]++(?::[0-9]++)?+(?=[/?#>])"
_IRI = rf"<[A-Za-z][A-Za-z0-9+.\-]*+:(?:{_AUTHORITY}|(?!//)){_PATH}{_TAIL}>"
_IN_LITERAL = r"[ !#-\[\]-~\u00a0-\ud7ff\ue000-\ufdcf\U00010000-\U0001fffd]*+"
_CHARACTERS = rf"{_IN_LITERAL}(?:\\[tbnrf\"\\]{_IN_LITERAL})*+"
_LANGUAGE = r"@[a-z]{2,3}+(?:-[a-z]{2})?+"
_OTHERWISE_WRITTEN = "|".join(
    re.escape(iri) for iri in (XSD + "string", RDF + "langString", RDF + "dirLangString")
)
_LITERAL = rf'"{_CHARACTERS}"(?:{_LANGUAGE}|\^\^(?!<(?:{_OTHERWISE_WRITTEN})>){_IRI})?+'

PLAIN_TERM = re.compile(rf"{_IRI}|{_LITERAL}")
"""An IRI or a literal; whole texts are to be matched."""

PLAIN_LINES = re.compile(rf"(?:(?:{_IRI}|{_LITERAL})\n)*+")
"""Many of them, a line feed after each."""

PLAIN_LABEL = re.compile(rb"_:[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
"""A blank node with a label that every format of lines allows."""
