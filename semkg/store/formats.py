"""RDF formats by file suffix, name and media type."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from semkg.errors import LoadError


@dataclass(frozen=True, slots=True)
class Format:
    """One RDF format.

    Attributes:
        rdf: what pyoxigraph calls it.
        suffixes: file suffixes without the dot; the first is the usual one.
        names: other names that people and rdflib use.
    """

    rdf: ox.RdfFormat
    suffixes: tuple[str, ...]
    names: tuple[str, ...] = ()


FORMATS: tuple[Format, ...] = (
    Format(ox.RdfFormat.TURTLE, ("ttl",), ("turtle", "longturtle", "turtle2")),
    Format(ox.RdfFormat.N_TRIPLES, ("nt",), ("nt11", "ntriples", "n-triples")),
    Format(ox.RdfFormat.N_QUADS, ("nq",), ("nquads", "n-quads")),
    Format(ox.RdfFormat.TRIG, ("trig",)),
    Format(
        ox.RdfFormat.RDF_XML, ("rdf", "owl", "xml"), ("rdfxml", "rdf/xml", "pretty-xml", "application/xml")
    ),
    Format(ox.RdfFormat.N3, ("n3",), ("text/rdf+n3",)),
    Format(ox.RdfFormat.JSON_LD, ("jsonld", "json"), ("json-ld", "application/json")),
)
"""Every format that is read and written."""

_BY_SUFFIX = {suffix: form.rdf for form in FORMATS for suffix in form.suffixes}
_BY_NAME = {name: form.rdf for form in FORMATS for name in (*form.suffixes, *form.names)}
_AMBIGUOUS = frozenset({"xml", "json"})
"""Suffixes that other files have as well: read when named, not when found in a folder."""

SUFFIXES = ", ".join(f".{suffix}" for suffix in _BY_SUFFIX)
"""The valid suffixes, for messages."""


def find_format(name: str | ox.RdfFormat) -> ox.RdfFormat:
    """Return the format with a name: a suffix, rdflib's name or a media type.

    >>> find_format("turtle") == find_format(".ttl") == find_format("text/turtle") == ox.RdfFormat.TURTLE
    True

    Raises:
        ValueError: no format has this name.
    """
    if isinstance(name, ox.RdfFormat):
        return name
    found = _BY_NAME.get(name.lower().lstrip(".")) or ox.RdfFormat.from_media_type(name)
    if found is None:
        msg = f"{name!r} is no RDF format; use a suffix ({SUFFIXES}), a media type or a pyoxigraph RdfFormat"
        raise ValueError(msg)
    return found


def format_of_path(path: Path) -> ox.RdfFormat:
    """Return the format that a file's suffix stands for; ``.gz`` after it is passed over.

    Raises:
        LoadError: the suffix stands for no RDF format.
    """
    found = _BY_SUFFIX.get(_suffix(path))
    if found is None:
        msg = f"{path}: the suffix tells no RDF format; valid are {SUFFIXES} (also with .gz), or give format="
        raise LoadError(msg)
    return found


def is_rdf_file(path: Path) -> bool:
    """Return whether a file found in a folder is RDF by its suffix."""
    suffix = _suffix(path)
    return suffix in _BY_SUFFIX and suffix not in _AMBIGUOUS and not path.name.startswith(".")


def _suffix(path: Path) -> str:
    plain = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return plain.suffix.lower().removeprefix(".")
