"""What names in a text stand for: prefixes, base, IRIs and literals."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

import pyoxigraph as ox
from lark import Token

from semkg.errors import QueryError
from semkg.query.source import Source
from semkg.query.syntax import Node, begin, end
from semkg.store import Term
from semkg.vocab import PREFIXES, SK

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LOCAL_ESCAPE = re.compile(r"\\(.)")


class Names:
    """The prefixes and the base in force, taken from the prologue as it is read."""

    def __init__(self, source: Source, base_iri: str | None = None) -> None:
        self._source = source
        self._base = base_iri
        self._prefixes = dict(PREFIXES)

    def declare(self, prologue: Node) -> None:
        """Take in the declarations of a prologue."""
        for declaration in prologue.children:
            if isinstance(declaration, Token):
                continue
            if declaration.data == "base_decl":
                self._base = self._reference(declaration.children[-1])
            elif declaration.data == "prefix_decl":
                self._prefixes[str(declaration.children[1])[:-1]] = self._reference(declaration.children[2])

    def knows(self, prefix: str) -> bool:
        """Return whether a prefix is declared."""
        return prefix in self._prefixes

    def assume(self, prefix: str, iri: str) -> None:
        """Take in a prefix that the text does not declare."""
        self._prefixes[prefix] = iri

    def iri(self, node: Node | Token) -> str:
        """Return the IRI that an ``iri`` node or its token stands for."""
        token = node if isinstance(node, Token) else node.children[0]
        if not isinstance(token, Token) or token.type == "IRIREF":
            return self._reference(token)
        prefix, local = token.split(":", 1)
        if prefix not in self._prefixes:
            message = f"the prefix {prefix}: is not declared"
            raise self._source.error(message, begin(token))
        return self._prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local)

    def term(self, node: Node) -> Term:
        """Return the constant that an ``iri`` or ``literal`` node stands for."""
        if node.data == "iri":
            return ox.NamedNode(self.iri(node))
        text = self._source.text[begin(node) : end(node)]
        if isinstance(node.children[-1], Token):
            return _turtle_object(text, None)
        datatype = node.children[-1]
        return _turtle_object(f"{node.children[0]}^^<{self.iri(datatype)}>", None)

    def _reference(self, token: object) -> str:
        reference = str(token)
        if self._base is None and _ABSOLUTE.match(reference, 1) and "\\" not in reference:
            return reference[1:-1]
        return _turtle_object(reference, self._base).value  # type: ignore[union-attr]  # an IRI has a value


def _turtle_object(text: str, base: str | None) -> Term:
    """Read one term the way Oxigraph reads it in SPARQL: the notation is Turtle's."""
    try:
        quad: ox.Quad = next(iter(ox.parse(f"<s:> <p:> {text} .", format=ox.RdfFormat.TURTLE, base_iri=base)))
    except SyntaxError as error:
        msg = f"{text} is not a valid term: {error}"
        raise QueryError(msg) from None
    return quad.object


def short(iri: str) -> str:
    """Return an IRI of ours as ``sk:name`` for a message, another one as it is.

    >>> short("https://w3id.org/semkg#pageRank")
    'sk:pageRank'
    """
    return f"sk:{iri.removeprefix(SK)}" if iri.startswith(SK) else f"<{iri}>"


def suggestion(wrong: str, valid: Iterable[str]) -> str:
    """Return what to write instead of an unknown name: close matches and all valid ones.

    >>> suggestion("sk:pageRnk", ["sk:pageRank", "sk:similarTo"])
    'did you mean sk:pageRank? Valid: sk:pageRank, sk:similarTo'
    """
    names = sorted(valid)
    close = difflib.get_close_matches(wrong, names, n=2)
    return (f"did you mean {' or '.join(close)}? " if close else "") + f"Valid: {', '.join(names) or 'none'}"
