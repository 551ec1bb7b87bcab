"""What an alias is, as data: a SERVICE of another store, and what becomes of each of its properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Given:
    """One property in the body of their SERVICE.

    Exactly one of ``ours``, ``follow``, ``limit``, ``ignored`` and ``refused`` says what becomes of it.

    Attributes:
        name: its local name.
        values: constants that they write, and what we write for each; others are refused.
        ours: the property of our SERVICE that it is.
        more: the one that its second and further values are, where it may be given several times.
        required: whether it must be given.
        follow: what is written after our SERVICE; ``{value}`` stands for what it was given, ``{score}`` and the like
            for what our property of that name was given, ``{predicate}`` for a variable of its own.
        follow_both: what is written instead where edges run both ways.
        says: what this amounts to, for the docs.
        limit: it is the greatest number of rows, in the order of our property of this name.
        ignored: why it may be left out.
        refused: why it cannot be honoured, and what to do.
    """

    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    ours: str | None = None
    more: str | None = None
    required: bool = False
    follow: str | None = None
    follow_both: str | None = None
    says: str = ""
    limit: str | None = None
    ignored: str | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """One thing that their SERVICE computes.

    Attributes:
        function: the name of our function.
        given: their properties.
        edges: names of our properties whose variables are the ends of an edge in a pattern that stands in their
            SERVICE as another one.
    """

    function: str
    given: tuple[Given, ...]
    edges: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ServiceAlias:
    """A SERVICE of another store.

    Attributes:
        vendor: the store, as people call it.
        service: the IRI of the SERVICE.
        namespace: where its properties live.
        programs: what it computes, by the value of ``chosen_by``; text says why that one is refused.
        chosen_by: local name of the property that chooses; ``None`` where there is one program, named ``""``.
        differs: what else is different, for the docs.
    """

    vendor: str
    service: str
    namespace: str
    programs: Mapping[str, Program | str]
    chosen_by: str | None = None
    differs: str = ""


@dataclass(frozen=True, slots=True)
class NameAlias:
    """An IRI of another store that stands for one of ours wherever it is written.

    Attributes:
        vendor: the store.
        iri: theirs.
        ours: the local name of ours.
        differs: how its values differ, for the docs.
    """

    vendor: str
    iri: str
    ours: str
    differs: str = ""
