"""The words of a block of data, which the grammar takes as a whole since it may be very long."""

from __future__ import annotations

import re

import pyoxigraph as ox
from lark import Token

from semkg.errors import QueryError
from semkg.query.names import Names
from semkg.query.syntax import Span
from semkg.store import Term
from semkg.vocab import RDF_TYPE

WORDS = re.compile(
    r"""\#[^\r\n]*|<<|>>|<[^<>\s]*>|(?P<variable>[?$]\w+)
    |(?P<literal>(?:"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    (?:@[A-Za-z-]+|\^\^(?:<[^<>]*>|[^\s;,.(){}\[\]]+))?|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w:])|(?:true|false)(?![\w:]))
    |(?P<begin>[.{}])|(?P<other>\w*:(?:[\w:.%-]*[\w:%-])?|[^\s.{}])""",
    re.DOTALL | re.VERBOSE,
)
"""The words of a block of data: what matters are variables, literals, and after which marks a subject comes."""


def place_of(term: Term | ox.Variable, text: str, span: Span, names: Names) -> int | None:
    """Return where a term is written first in a part of a text, ``None`` where that is not found.

    Args:
        term: the term; any blank node stands for another one, since labels are not kept.
        text: the text.
        span: the part.
        names: the prefixes in force there.
    """
    found = (word.start() for word in WORDS.finditer(text, *span) if _says(word[0], term, names))
    return next(found, None)


def _says(word: str, term: Term | ox.Variable, names: Names) -> bool:
    if isinstance(term, ox.Variable):
        return word in (f"?{term.value}", f"${term.value}")
    if isinstance(term, ox.BlankNode):
        return word.startswith(("_:", "["))
    if isinstance(term, ox.Literal):
        return word == term.value or (word[0] in "\"'" and word.strip("\"'") == term.value)
    if not isinstance(term, ox.NamedNode) or word[0] in "\"'#":
        return False
    if word == "a":
        return term.value == RDF_TYPE
    if ":" not in word:
        return False
    try:
        return names.iri(Token("IRIREF" if word[0] == "<" else "PNAME", word)) == term.value
    except QueryError:
        return False
