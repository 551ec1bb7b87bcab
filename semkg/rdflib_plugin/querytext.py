"""What rdflib hands over beside the text of a query, written into the text: prefixes, bindings, the graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib.plugins.sparql.sparql import Query, Update

from semkg.store import Term, as_term
from semkg.vocab import PREFIXES, SK

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<iri><[^<>"{}|^`\\\s]*>)
  | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
              | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
  | (?P<name>[\w.\-]*:(?:[\w.\-:]|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<variable>[?$]\w+)
  | (?P<mark>[{}()])
    """,
    re.VERBOSE | re.DOTALL,
)
_DECLARED = re.compile(r"\bPREFIX\s+([\w.\-]*):", re.IGNORECASE)
_FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
_AFTER_WHERE = ("ORDER", "LIMIT", "OFFSET", "GROUP", "HAVING", "VALUES")


@dataclass(frozen=True, slots=True)
class Places:
    """Where things can be put into a query.

    Attributes:
        dataset: before the WHERE clause, where FROM can stand.
        group: just inside the braces of the WHERE clause, or ``None`` if it has none.
        has_dataset: whether the query says FROM itself.
    """

    dataset: int
    group: int | None
    has_dataset: bool


def names_ours(text: str, prefixes: Mapping[str, str]) -> bool:
    """Return whether a text names something in our namespace; ``prefixes`` are known without a declaration."""
    declared = set(_DECLARED.findall(text))
    ours = {prefix for prefix, iri in prefixes.items() if str(iri) == SK} | ({"sk"} - set(prefixes))
    for token in _tokens(text):
        if token.lastgroup == "iri" and token.group().startswith(f"<{SK}"):
            return True
        prefix = token.group().partition(":")[0]
        if token.lastgroup == "name" and prefix in ours and prefix not in declared:
            return True
    return False


def add_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """Declare the prefixes that a text uses and does not declare; lines keep their numbers."""
    used = {token.group().partition(":")[0] for token in _tokens(text) if token.lastgroup == "name"}
    missing = used - set(_DECLARED.findall(text)) - set(PREFIXES)
    declared = [f"PREFIX {prefix}: <{prefixes[prefix]}> " for prefix in sorted(missing) if prefix in prefixes]
    return "".join(declared) + text


def add_bindings(text: str, bindings: Mapping[str, object]) -> str:
    """Bind variables by a VALUES clause at the start of the WHERE clause.

    Raises:
        ValueError: a value that SPARQL text cannot name, as a blank node, or a query without a WHERE clause.
    """
    if not bindings:
        return text
    group = find_places(text).group
    if group is None:
        msg = "initBindings need a query with a WHERE clause of its own (CONSTRUCT WHERE has none)"
        raise ValueError(msg)
    terms = {name.lstrip("?$"): as_term(value) for name, value in bindings.items()}
    names = " ".join(f"?{name}" for name in terms)
    values = " ".join(_value(name, term) for name, term in terms.items())
    return f"{text[:group]} VALUES ({names}) {{ ({values}) }} {text[group:]}"


def _value(name: str, term: Term) -> str:
    text = str(term)
    if text.startswith("_:"):
        msg = f"initBindings cannot hold a blank node (?{name}): SPARQL text has no name for it"
        raise ValueError(msg)
    return text


def add_graph(text: str, graph: str) -> str:
    """Ask one named graph, unless the query names its dataset itself."""
    places = find_places(text)
    if places.has_dataset:
        return text
    return f"{text[: places.dataset]} FROM <{graph}> {text[places.dataset :]}"


def find_places(text: str) -> Places:
    """Find where a query can be added to; of a text that is no query, the end."""
    tokens = list(_tokens(text))
    words = [token.group().upper() for token in tokens]
    depth, has_dataset = 0, False
    for at in range(_after_head(words), len(words)):
        word = words[at]
        depth += (word == "(") - (word == ")")
        has_dataset = has_dataset or word == "FROM"
        if depth == 0 and (word in ("WHERE", "{") or word in _AFTER_WHERE):
            # in CONSTRUCT WHERE { ... } the braces are a template, where nothing but triples can stand
            group = (
                None
                if "CONSTRUCT" in words[:at] and "{" not in words[:at]
                else _group_start(tokens[at:], word)
            )
            return Places(tokens[at].start(), group, has_dataset)
    return Places(len(text), None, has_dataset)


def _after_head(words: list[str]) -> int:
    """Return the place after the query form, and after the template of CONSTRUCT."""
    form = next((at for at, word in enumerate(words) if word in _FORMS), len(words))
    after = form + 1
    if words[form : form + 2] == ["CONSTRUCT", "{"]:
        braces = 1
        while braces and (after := after + 1) < len(words):
            braces += (words[after] == "{") - (words[after] == "}")
        after += 1
    return after


def _group_start(tokens: list[re.Match[str]], word: str) -> int | None:
    if word in _AFTER_WHERE:
        return None
    return next((token.end() for token in tokens if token.group() == "{"), None)


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield what can hold or name structure; comments and strings are passed over."""
    return (token for token in _TOKEN.finditer(text) if token.lastgroup not in ("comment", "string"))


def text_of(query: str | Query | Update) -> str:
    """Return the text of a query or update; of one that rdflib prepared, with the prefixes it was given.

    Raises:
        ValueError: a prepared query without its text.
    """
    if isinstance(query, str):
        return query
    original = getattr(query, "_original_args", None)
    if original is None:
        msg = (
            "this prepared query has lost its text; give the text itself, prepared queries gain nothing here"
        )
        raise ValueError(msg)
    text, prefixes, base = original
    declared = add_prefixes(text, {prefix: str(start) for prefix, start in (prefixes or {}).items()})
    return f"BASE <{base}> {declared}" if base else declared
