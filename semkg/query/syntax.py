"""Parsing SPARQL into a tree with positions, under limits that keep every later step safe.

The grammar (``sparql.lark``) finds places and is laxer than SPARQL; Oxigraph judges. The parser itself does
not recurse, so it may read what would exhaust the stack elsewhere; the limits are checked on its tokens.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

from semkg.errors import QueryError
from semkg.query.source import Source

Node = Tree[Token]
Span = tuple[int, int]

MAX_DEPTH = 128
"""Deepest nesting of brackets; at about 3,000 Oxigraph would end the process."""
MAX_PATH_STEPS = 100
"""Most steps of one property path; 500 take Oxigraph seconds."""
MAX_OPERATORS = 2000
"""Most operators and pattern elements of one text; at about 10,000 Oxigraph would end the process."""

_TOO_DEEP = f"brackets nest deeper than {MAX_DEPTH}"
_DEPTH = {
    "(": 1,
    "[": 1,
    "{": 1,
    "{|": 1,
    "<<(": 1,
    "<<": 1,
    ")": -1,
    "]": -1,
    "}": -1,
    "|}": -1,
    ")>>": -1,
    ">>": -1,
}
_OPERATORS = frozenset(
    {"OPERATOR", "SIGN", "BANG", "OPTIONAL", "UNION", "MINUS", "FILTER", "BIND", "VALUES", "LATERAL", "GRAPH"}
)
_PATH_ENDS = frozenset({"SEMI", "DOT", "COMMA", "VAR", "LBRACE", "RBRACE"})
_BLOCKS = frozenset({"VALUES_BLOCK", "QUADS_BLOCK"})
_BLOCK_TOKEN = re.compile(
    r"""<[^<>"{}|^`\x00-\x20]*>|"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|\#[^\r\n]*|<<\(?|\)?>>|[(){}\[\]]""",
    re.DOTALL,
)


class UnreadError(QueryError):
    """A text that the grammar does not take; Oxigraph may still know a better message for it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed text.

    Attributes:
        source: the text.
        tree: its tree; every node knows its span.
        comments: the comments, as spans.
    """

    source: Source
    tree: Node
    comments: tuple[Span, ...]


@functools.cache
def _parser() -> Lark:
    grammar = resources.files("semkg.query").joinpath("sparql.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", start=["query_unit", "update_unit"], propagate_positions=True)


_OTHER_REQUEST = {
    "query_unit": (
        frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}),
        ": this is an update, which `semkg update` and kg.update() run",
    ),
    "update_unit": (
        frozenset({"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"}),
        ": this is a query, which `semkg query` and kg.query() answer",
    ),
}
"""For each kind of request, the words that the other kind begins with, and what to do with one."""


def parse(source: Source, start: str) -> Parsed:
    """Parse a query (``start="query_unit"``) or an update (``"update_unit"``).

    Raises:
        UnreadError: the text does not parse.
        QueryError: it passes one of the limits.
    """
    reader = _parser().parse_interactive(source.text, start)
    limits = _Limits(source)
    comments: list[Span] = []
    last: Token | None = None
    try:
        for token in reader.iter_parse():
            limits.check(token)
            comments += _comments(source.text, 0 if last is None else end(last), begin(token))
            last = token
        tree: Node = reader.feed_eof(last)  # type: ignore[no-untyped-call]  # lark leaves it without types
    except UnexpectedInput as error:
        raise _unexpected(source, error, start) from None
    comments += _comments(source.text, 0 if last is None else end(last), len(source.text))
    return Parsed(source, tree, tuple(comments))


def begin(node: Node | Token) -> int:
    """Return the offset of a node's first character."""
    place = node.start_pos if isinstance(node, Token) else node.meta.start_pos
    return 0 if place is None else place


def end(node: Node | Token) -> int:
    """Return the offset after a node's last character."""
    place = node.end_pos if isinstance(node, Token) else node.meta.end_pos
    return 0 if place is None else place


def children(node: Node, name: str) -> list[Node]:
    """Return the child trees with a name."""
    return [child for child in node.children if isinstance(child, Tree) and child.data == name]


def child(node: Node, name: str) -> Node | None:
    """Return the first child tree with a name."""
    return next(iter(children(node, name)), None)


def name_of(node: Node) -> Node:
    """Return the IRI or variable that a GRAPH, a SERVICE or a dataset clause names: its first tree."""
    return next(part for part in node.children if isinstance(part, Tree))


def tokens(node: Node | Token) -> Iterator[Token]:
    """Yield the tokens below a node in their order."""
    stack: list[Node | Token] = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, Token):
            yield top
        else:
            stack.extend(reversed(top.children))


def subtrees(node: Node, *, names: frozenset[str], stop: frozenset[str] = frozenset()) -> Iterator[Node]:
    """Yield the subtrees with these names in their order, looking into none whose name is in ``stop``."""
    stack: list[Node] = [node]
    while stack:
        top = stack.pop()
        if top.data in names:
            yield top
        if top is node or top.data not in stop:
            stack.extend(child for child in reversed(top.children) if isinstance(child, Tree))


class _Limits:
    """Counts brackets, path steps and operators while the parser reads."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._depth = self._operators = self._steps = 0

    def check(self, token: Token) -> None:
        kind = token.type
        if token in _DEPTH:
            self._depth += _DEPTH[token]
            self._refuse(token, self._depth > MAX_DEPTH, _TOO_DEEP)
        elif kind in _BLOCKS:
            self._refuse(token, _block_depth(token) + self._depth > MAX_DEPTH, _TOO_DEEP)
        elif kind in _OPERATORS:
            self._operators += 1
            self._refuse(
                token, self._operators > MAX_OPERATORS, f"more than {MAX_OPERATORS} operators and patterns"
            )
        elif kind == "SLASH":
            self._steps += 1
            self._refuse(token, self._steps >= MAX_PATH_STEPS, f"a path has more than {MAX_PATH_STEPS} steps")
        if kind in _PATH_ENDS:
            self._steps = 0

    def _refuse(self, token: Token, refused: bool, what: str) -> None:
        if refused:
            message = f"{what}; split the text into smaller ones"
            raise self._source.error(message, begin(token))


def _block_depth(text: str) -> int:
    deepest = depth = 0
    if max(text.count("("), text.count("["), text.count("<<")) > 1:
        for found in _BLOCK_TOKEN.finditer(text):
            depth += _DEPTH.get(found[0], 0)
            deepest = max(deepest, depth)
    return deepest


def _comments(text: str, start: int, stop: int) -> list[Span]:
    if "#" not in text[start:stop]:
        return []
    return [(found.start(), found.end()) for found in re.compile(r"#[^\r\n]*").finditer(text, start, stop)]


def _unexpected(source: Source, error: UnexpectedInput, start: str) -> QueryError:
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return source.error("syntax error: the text ends too early", len(source.text.rstrip()), UnreadError)
    place = error.pos_in_stream or 0
    shown = error.token.value[:40] if isinstance(error, UnexpectedToken) else source.text[place : place + 1]
    words, hint = _OTHER_REQUEST[start]
    told = hint if shown.upper() in words else ""
    return source.error(f"syntax error: unexpected {shown!r}{told}", place, UnreadError)
