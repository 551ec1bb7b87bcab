"""Finding the place of what Oxigraph refuses: its own parser often names the end of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token, Tree

from semkg.errors import QueryError
from semkg.query.builtins import ARGUMENTS, takes
from semkg.query.names import Names
from semkg.query.rules_of_scope import scope_complaints
from semkg.query.syntax import Node, Parsed, begin, child, children, end, subtrees, tokens
from semkg.query.words import WORDS

Complaint = tuple[int, str]
_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)")
_CELL = re.compile(
    r"""\#[^\r\n]*|(?P<open>\()|(?P<close>\))|(?P<variable>[?$]\w+)|(?P<blank>_:\S+|\[)
    |(?P<value><<\(.*?\)>>|(?:<[^<>]*>|"{3}.*?"{3}|'{3}.*?'{3}|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s()<>"'\#]+)
    (?:@[A-Za-z-]+|\^\^(?:<[^<>]*>|[^\s()]+))?)""",
    re.DOTALL | re.VERBOSE,
)
_UNKNOWN_FUNCTION = re.compile(r"The custom (?:aggregate )?function <(.*)> is not supported")
_COMPARISONS = frozenset({"=", "!=", "<", ">", "<=", ">="})


def diagnose(parsed: Parsed, base_iri: str | None) -> QueryError | None:
    """Return an error for what is commonly wrong in a text that parses and yet is refused, ``None`` if nothing is."""
    complaints = (
        *_name_complaints(parsed, base_iri),
        *_call_complaints(parsed.tree),
        *_values_complaints(parsed),
        *_comparison_complaints(parsed.tree),
        *_data_complaints(parsed),
        *scope_complaints(parsed.tree),
    )
    found = min(complaints or _spacing_complaints(parsed.tree), key=lambda one: one[0], default=None)
    return None if found is None else parsed.source.error(found[1], found[0])


def failure(parsed: Parsed, base_iri: str | None, message: str) -> QueryError:
    """Return the error for what Oxigraph says when a text that is valid cannot be run."""
    found = _UNKNOWN_FUNCTION.match(message)
    names = Names(parsed.source, base_iri)
    for prologue in children(parsed.tree, "prologue"):
        names.declare(prologue)
    for call in parsed.tree.find_data("function_call") if found else ():
        name = next(tokens(call))
        if found and names.iri(name) == found[1]:
            return parsed.source.error(f"there is no function <{found[1]}> here", begin(name))
    return parsed.source.syntax_error(message)


def _name_complaints(parsed: Parsed, base_iri: str | None) -> Iterator[Complaint]:
    names = Names(parsed.source, base_iri)
    based = base_iri is not None
    for prologue in children(parsed.tree, "prologue"):
        based = based or bool(children(prologue, "base_decl"))
        names.declare(prologue)
    for token in tokens(parsed.tree):
        if token.type == "PNAME" and not names.knows(token.split(":", 1)[0]):
            yield begin(token), f"the prefix {token.split(':', 1)[0]}: is not declared"
        elif token.type == "IRIREF" and not based and _RELATIVE.match(token):
            yield begin(token), f"{token} is a relative IRI, and there is no BASE to resolve it against"


def _call_complaints(tree: Node) -> Iterator[Complaint]:
    for call in tree.find_data("builtin_call"):
        name = next(tokens(call))
        known = name.upper()
        if known not in ARGUMENTS:
            yield begin(name), f"{name} is no function of SPARQL; other functions are written as IRIs"
            continue
        given = [part for part in call.children[1].children if isinstance(part, Tree)]  # type: ignore[union-attr]  # arguments
        least, most = ARGUMENTS[known]
        if not least <= len(given) <= most and not _has_star(call):
            yield begin(name), f"{name} takes {takes(known)}, not {len(given)}"
        elif known == "BOUND" and not _is_variable(given[0]):
            yield begin(given[0]), f"{name} asks about a variable, and this is none"
    for call in tree.find_data("function_call"):
        name = next(tokens(call))
        marks = (part for part in children(call, "arguments")[0].children if isinstance(part, Token))
        if any(mark.type in ("DISTINCT", "STAR") for mark in marks):
            yield begin(name), f"{name} is no aggregate: it takes neither DISTINCT nor *"


def _has_star(call: Node) -> bool:
    arguments = child(call, "arguments")
    return arguments is not None and any(
        isinstance(part, Token) and part.type == "STAR" for part in arguments.children
    )


def _is_variable(expression: Node) -> bool:
    found = list(tokens(expression))
    return len(found) == 1 and found[0].type == "VAR"


def _values_complaints(parsed: Parsed) -> Iterator[Complaint]:
    """Yield rows of VALUES that have another width than its head, and what cannot be a value."""
    for node in subtrees(parsed.tree, names=frozenset({"values_clause", "inline_data"})):
        keyword, *_, block = tokens(node)
        head = parsed.source.text[end(keyword) : begin(block)]
        yield from _block_complaints(block, len(children(node, "var")), bracketed="(" in head)


def _block_complaints(block: Token, width: int, *, bracketed: bool) -> Iterator[Complaint]:
    count, place = 0, 0
    for found in _CELL.finditer(block, 1, len(block) - 1):
        start = begin(block) + found.start()
        if found["variable"] or found["blank"]:
            what = "a variable" if found["variable"] else "a blank node"
            yield start, f"VALUES holds constants and UNDEF only, not {what}"
        if found["open"]:
            count, place = 0, start
        elif found["close"]:
            if count != width:
                yield (
                    place,
                    f"this row of VALUES has {_counted(count, 'value')} for {_counted(width, 'variable')}",
                )
        elif found["value"] or found["variable"] or found["blank"]:
            count += 1
    if not bracketed and "(" in _CELL.sub(lambda found: found["open"] or "", str(block)):
        yield (
            begin(block),
            "rows in brackets need the variable of VALUES in brackets too: VALUES (?x) { (...) }",
        )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _data_complaints(parsed: Parsed) -> Iterator[Complaint]:
    """Yield what cannot stand in a block of data: variables, and literals as subjects."""
    for node in (*parsed.tree.find_data("insert_data"), *parsed.tree.find_data("delete_data")):
        block = node.children[-1]
        word = "DELETE" if node.data == "delete_data" else "INSERT"
        is_subject = False
        for found in WORDS.finditer(str(block)):
            place = begin(block) + found.start()
            if found["variable"]:
                yield place, f"{word} DATA holds no variables: write {word} {{ ... }} WHERE {{ ... }}"
            elif found["literal"] and is_subject:
                yield place, "a literal cannot be a subject: a subject is an IRI or a blank node"
            if not found[0].startswith("#"):
                is_subject = bool(found["begin"])


def _comparison_complaints(tree: Node) -> Iterator[Complaint]:
    for expression in tree.find_data("expression"):
        compared = False
        for part in expression.children:
            if isinstance(part, Token) and part.type == "OPERATOR":
                if part in _COMPARISONS and compared:
                    yield (
                        begin(part),
                        f"{part} cannot follow another comparison; write brackets around one of them",
                    )
                compared = part in _COMPARISONS or (compared and part not in ("&&", "||"))


def _spacing_complaints(tree: Node) -> Iterator[Complaint]:
    """Yield what is right in SPARQL and yet refused by Oxigraph."""
    for call in tree.find_data("builtin_call"):
        name, arguments = call.children
        if end(name) != begin(arguments):
            yield begin(name), f"Oxigraph wants no blank between {name} and its brackets"
