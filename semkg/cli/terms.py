"""Terms on the command line: IRIs, prefixed names and literals, with the prefixes of the files."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from semkg.cli.command import UsageError
from semkg.store import Term
from semkg.vocab import PREFIXES

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".n3": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".owl": ox.RdfFormat.RDF_XML,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_BARE_IRI = re.compile(r"(https?|urn|file|mailto|tag):[^\s<>\"]+")


def add_prefixes(parser: ArgumentParser) -> None:
    """Add the option that declares prefixes."""
    parser.add_argument(
        "--prefix",
        metavar="NAME=IRI",
        action="append",
        default=[],
        help="a prefix for the terms, beside those of the files and rdf, rdfs, owl, xsd, sk; may repeat",
    )


def known_prefixes(args: Namespace, sources: Sequence[str]) -> dict[str, str]:
    """Return the prefixes that terms may use: well-known ones, those that files declare, those given.

    Raises:
        UsageError: a prefix is not given as NAME=IRI.
    """
    found = dict(PREFIXES)
    for source in sources:
        for path in sorted(Path(source).iterdir()) if Path(source).is_dir() else [Path(source)]:
            found |= _declared(path)
    for text in args.prefix:
        name, mark, iri = text.partition("=")
        if not mark or not iri:
            msg = f"--prefix {text} is not NAME=IRI, as in --prefix ex=http://example.org/"
            raise UsageError(msg)
        found[name.removesuffix(":")] = iri.strip("<>")
    return found


def _declared(path: Path) -> dict[str, str]:
    """Return the prefixes that stand at the head of a file, none where it declares none."""
    form = _FORMATS.get(path.suffix.lower())
    if form is None or not path.is_file():
        return {}
    parser = ox.parse(path=str(path), format=form)
    try:
        next(parser, None)
    except (SyntaxError, OSError):
        return {}  # loading the file says what is wrong with it
    return dict(parser.prefixes)


def with_iris(args: Namespace, options: Mapping[str, str]) -> Namespace:
    """Return arguments in which the values of some options are IRIs without brackets.

    Args:
        args: the arguments, with the data and their prefixes.
        options: by the name in the arguments, how users write the option.

    Raises:
        UsageError: a value is neither an IRI nor a name with a known prefix.
    """
    prefixes = known_prefixes(args, args.data)
    found = dict(vars(args))
    for name, option in options.items():
        value = found[name]
        if isinstance(value, list):
            found[name] = [parse_iri(text, prefixes, option) for text in value]
        elif value is not None:
            found[name] = parse_iri(value, prefixes, option)
    return Namespace(**found)


def parse_iri(text: str, prefixes: Mapping[str, str], option: str) -> str:
    """Read an IRI, in brackets or not, or a name with a prefix.

    Raises:
        UsageError: it is neither.
    """
    prefix, colon, local = text.partition(":")
    if colon and prefix in prefixes and not local.startswith("//"):
        return prefixes[prefix] + local
    try:
        return ox.NamedNode(text.strip("<>")).value
    except ValueError:
        msg = f"{option} {text} is neither an IRI nor a name with a prefix ({_known(prefixes)})"
        raise UsageError(msg) from None


def _known(prefixes: Mapping[str, str]) -> str:
    return f"known: {', '.join(f'{name}:' for name in sorted(prefixes))}; --prefix NAME=IRI adds one"


def parse_triple(texts: Sequence[str], prefixes: dict[str, str]) -> tuple[Term, Term, Term]:
    """Read subject, predicate and object as Turtle reads them; an IRI may stand without brackets.

    Raises:
        UsageError: one of them is no term.
    """
    s, p, o = (f"<{text}>" if _BARE_IRI.fullmatch(text) else text for text in texts)
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items())
    try:
        quads = list(ox.parse(f"{head}{s} {p} {o} .".encode(), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        msg = (
            f"{' '.join(texts)} is no triple ({error.msg}): give each term as an IRI, as a name with a prefix such as "
            f"rdf:type ({_known(prefixes)}) or as a literal '\"text\"'"
        )
        raise UsageError(msg) from None
    if len(quads) != 1 or "_:" in (s[:2], o[:2]):
        msg = f"{' '.join(texts)} is not one triple of IRIs and literals; a blank node has no name to ask for it by"
        raise UsageError(msg)
    return quads[0].subject, quads[0].predicate, quads[0].object
