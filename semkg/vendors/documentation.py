"""The pages for those who come from another store, derived from the aliases and the examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from semkg.vendors.examples import EXAMPLES, Example
from semkg.vendors.patterns import PATTERNS, PatternAlias
from semkg.vendors.services import NAMES, SERVICES
from semkg.vendors.table import Given, NameAlias, Program, ServiceAlias
from semkg.vendors.translation import translate_query

EXAMPLE_PREFIX = "http://example.org/"
_DECLARATION = re.compile(r"PREFIX \S+ <[^>]*>\s*")
_INDEX = """# Coming from another store

Queries that call the functions of these stores run here as they are: their names are read as ours before anything else
reads the query. What cannot be honoured is an error that says so, with its place. An error points into the query as it
was written, whenever it is found. A query without a name of theirs is not looked at.

Under the default regime an answer is that of the graph that is meant, which no other store has: `FROM sk:asserted`, or
`regime="asserted"`, gives what those stores compute over what was written, `sk:entailed` what they compute with their
inferences. Edges are those between things, neither `rdf:type` nor those to literals, unless a property of theirs
chooses predicates.

| store | what runs | as |
|---|---|---|
"""
_HEAD = """# Coming from {vendor}

What runs here of a query that was written for {vendor}, what it means, what differs, and what is an error.
[All stores](../coming-from.md) says what holds for each, [functions](../functions.md) what ours mean.
"""
_FOOT = "This page is written by `make docs` from the declarations in `semkg/vendors`.\n"


def pages() -> dict[str, str]:
    """Return the pages, by where they are in the docs: an index, and one for each store."""
    aliases: tuple[NameAlias | ServiceAlias | PatternAlias, ...] = (*NAMES, *SERVICES, *PATTERNS)
    vendors = sorted({alias.vendor for alias in aliases})
    found = {f"coming-from/{vendor.lower()}.md": _page(vendor) for vendor in vendors}
    rows = (row for vendor in vendors for row in _summaries(vendor))
    return {
        "coming-from.md": f"{_INDEX}{''.join(rows)}\n{_FOOT.replace('page is', 'page, and each of them, is')}"
    } | found


def _summaries(vendor: str) -> Iterator[str]:
    """Yield the rows of the index: what runs, and as what."""
    page = f"[{vendor}](coming-from/{vendor.lower()}.md)"
    runs = [(f"`{_local(alias.iri)}`", f"`sk:{alias.ours}`") for alias in NAMES if alias.vendor == vendor]
    for service in (one for one in SERVICES if one.vendor == vendor):
        for name, program in service.programs.items():
            if isinstance(program, Program):
                runs.append((f"`{_local(name or service.service)}`", f"`sk:{program.function}`"))
    for pattern in (one for one in PATTERNS if one.vendor == vendor):
        found = dict.fromkeys(re.findall(r"sk:[a-z]\w+(?= \(| \{)", pattern.ours))
        runs.append((pattern.title.lower(), ", ".join(f"`{name}`" for name in found)))
    merged: dict[str, list[str]] = {}
    for theirs, what in runs:
        merged.setdefault(what, []).append(theirs)
    for ours, names in merged.items():
        yield f"| {page} | {', '.join(names)} | {ours} |\n"


def _local(iri: str) -> str:
    return re.split(r"[#/:.]", iri)[-1]


def _page(vendor: str) -> str:
    parts = [
        "\n## How queries look, and what they answer\n\nEach is asked by a test. `:` is `<http://example.org/>`.\n",
        *(_example(example) for example in EXAMPLES if example.vendor == vendor),
        *_names([alias for alias in NAMES if alias.vendor == vendor]),
        *(part for service in SERVICES if service.vendor == vendor for part in _service(service)),
        *(_pattern(pattern) for pattern in PATTERNS if pattern.vendor == vendor),
    ]
    return f"{_HEAD.format(vendor=vendor)}{''.join(parts)}\n{_FOOT}"


def _names(aliases: list[NameAlias]) -> Iterator[str]:
    if aliases:
        rows = ((f"`<{one.iri}>`", f"`sk:{one.ours}`", one.differs or "nothing") for one in aliases)
        yield f"\n## Names\n\n{_table(('theirs', 'here', 'what differs'), rows)}"


def _service(alias: ServiceAlias) -> Iterator[str]:
    yield f"\n## SERVICE `<{alias.service}>`\n\nIts properties are in the namespace `{alias.namespace}`.\n"
    if alias.differs:
        yield f"\n{alias.differs}\n"
    written: list[Program | str] = []
    refused: list[tuple[str, str]] = []
    for program in alias.programs.values():
        names = " or ".join(f"`{name}`" for name, one in alias.programs.items() if one == program)
        if program in written:
            continue
        written.append(program)
        if isinstance(program, Program):
            yield from _program(alias, names, program)
        else:
            refused.append((names, program))
    if refused and not alias.chosen_by:
        yield f"\nIt is an error: {refused[0][1]}.\n"
    elif refused:
        yield f"\n### What is an error\n\n{_table((f'`{alias.chosen_by}`', 'why, and what to do'), refused)}"


def _program(alias: ServiceAlias, names: str, program: Program) -> Iterator[str]:
    is_ours = f"is `sk:{program.function}`"
    yield f"\n### `{alias.chosen_by}` {names} {is_ours}\n\n" if alias.chosen_by else f"\nIt {is_ours}.\n\n"
    yield _table(
        ("property", "here"), ((f"`{one.name}`", _meaning(one)) for one in program.given if _runs(one))
    )
    for words, attribute in (("makes no difference", "ignored"), ("an error", "refused")):
        rows = [(f"`{one.name}`", why) for one in program.given if (why := getattr(one, attribute))]
        if rows:
            yield f"\n{_table((words, 'why, and what to do' if attribute == 'refused' else 'why'), rows)}"


def _runs(given: Given) -> bool:
    return not (given.ignored or given.refused)


def _meaning(given: Given) -> str:
    if given.limit:
        return f"so many rows, the first by `sk:{given.limit}`; for constant start nodes"
    if given.follow:
        return given.says
    values = ", ".join(f"`{theirs}` is `{ours}`" for theirs, ours in given.values.items())
    more = f"; further ones `sk:{given.more}`" if given.more else ""
    return f"`sk:{given.ours}`{more}" + (f": {values}" if values else "")


def _pattern(alias: PatternAlias) -> str:
    return (
        f"\n## {alias.title}\n\n```sparql\n{alias.theirs}\n```\n\nmeans\n\n```sparql\n{alias.ours}\n```\n\n"
        f"{alias.differs}\n\n{_table(('an error', 'what to do'), alias.refused)}"
    )


def _example(example: Example) -> str:
    declared = f"PREFIX : <{EXAMPLE_PREFIX}>\n"
    read = _DECLARATION.sub("", translate_query(declared + example.query).text)
    variables = re.findall(r"\?(\w+)", example.query[example.query.index("SELECT") :].partition("{")[0])
    graph = example.graph.replace(" . ", " .\n")
    return (
        f"\n### {example.title}\n\n```turtle\n{graph}\n```\n\n```sparql\n{example.query}\n```\n\nis read as\n\n"
        f"```sparql\n{read}\n```\n\nand answers\n\n{_table(variables, example.answer)}"
        + (f"\n{example.note}\n" if example.note else "")
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = tuple(head)
    lines = [columns, ("---",) * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
