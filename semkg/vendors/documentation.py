"""The page for those who come from another store, derived from the aliases."""

from __future__ import annotations

from collections.abc import Iterator

from semkg.vendors.patterns import PATTERNS, PatternAlias
from semkg.vendors.services import NAMES, SERVICES
from semkg.vendors.table import Given, NameAlias, Program, ServiceAlias

_HEAD = """# Coming from another store

Queries that call the functions of these stores run here as they are: their names are read as ours before anything else
reads the query. What cannot be honoured is an error that says so, with its place. Under the default regime an answer is
that of the graph that is meant, which no other store has: `FROM sk:asserted`, or `regime="asserted"`, gives what those
stores compute over what was written, `sk:entailed` what they compute with their inferences. A query without a name of
theirs is not looked at. An error points into the query as it was written, whenever it is found. This page is written by
`make docs` from the declarations in `semkg/vendors`; [functions](functions.md) says what ours mean.
"""


def to_markdown() -> str:
    """Return the page, one section for each store."""
    aliases: tuple[NameAlias | ServiceAlias | PatternAlias, ...] = (*NAMES, *SERVICES, *PATTERNS)
    vendors = sorted({alias.vendor for alias in aliases})
    return _HEAD + "".join(f"\n## {vendor}\n{''.join(_section(vendor))}" for vendor in vendors)


def _section(vendor: str) -> Iterator[str]:
    names = [alias for alias in NAMES if alias.vendor == vendor]
    if names:
        rows = "\n".join(_name(alias) for alias in names)
        yield f"\n| theirs | ours | what is different |\n|---|---|---|\n{rows}\n"
    for service in SERVICES:
        if service.vendor == vendor:
            yield from _service(service)
    for pattern in PATTERNS:
        if pattern.vendor == vendor:
            yield _pattern(pattern)


def _name(alias: NameAlias) -> str:
    return f"| `<{alias.iri}>` | `sk:{alias.ours}` | {alias.differs or 'nothing'} |"


def _service(alias: ServiceAlias) -> Iterator[str]:
    yield f"\n### SERVICE `<{alias.service}>`\n"
    written: list[Program | str] = []
    for program in alias.programs.values():
        if program in written:
            continue
        written.append(program)
        names = [f"`{name}`" for name, one in alias.programs.items() if one == program]
        chosen = f"With `{alias.chosen_by}` {' or '.join(names)} it" if alias.chosen_by else "It"
        if isinstance(program, Program):
            rows = "\n".join(f"| `{given.name}` | {_given(given)} |" for given in program.given)
            yield f"\n{chosen} is `sk:{program.function}`:\n\n| property | here |\n|---|---|\n{rows}\n"
        else:
            yield f"\n{chosen} is an error: {program}.\n"


def _given(given: Given) -> str:
    values = ", ".join(f"`{theirs}` is `{ours}`" for theirs, ours in given.values.items())
    if given.ours:
        return f"`sk:{given.ours}`" + (f": {values}" if values else "")
    if given.limit:
        return f"so many rows, the first by `sk:{given.limit}`; for constant start nodes"
    if given.follow:
        return f"`{given.follow}`"
    return f"an error: {given.refused}" if given.refused else f"makes no difference: {given.ignored}"


def _pattern(alias: PatternAlias) -> str:
    return f"\n```sparql\n{alias.theirs}\n```\n\nmeans\n\n```sparql\n{alias.ours}\n```\n\n{alias.differs}\n"
