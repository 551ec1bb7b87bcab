"""``semkg explain``: why a triple follows."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from semkg.cli.command import FAILED, OK, Command
from semkg.cli.console import Console
from semkg.cli.data import add_data, open_data
from semkg.cli.formats import Format
from semkg.cli.terms import add_prefixes, known_prefixes, parse_triple
from semkg.reasoning import fact_text
from semkg.store import term_text

_FORMATS: tuple[Format, ...] = ("table", "json")


def _arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    for name in ("subject", "predicate", "object"):
        parser.add_argument(name, metavar=name.upper(), help="an IRI, a prefixed name or a literal")
    add_prefixes(parser)


def _run(args: Namespace, console: Console) -> int:
    form = console.choose(_FORMATS)
    prefixes = known_prefixes(args, args.data)
    triple = parse_triple((args.subject, args.predicate, args.object), prefixes)
    with open_data(args, console) as kg:
        proof = kg.explain(*triple)
        if proof is None:
            s, p, o = map(term_text, triple)
            console.say(f"semkg: {fact_text((s, p, o), prefixes)} does not follow by the rules {args.rules}")
            return FAILED
        console.emit(proof.to_json() if form == "json" else proof.to_text(prefixes))
    return OK


EXPLAIN = Command(
    name="explain",
    summary="show why a triple follows, down to what was written",
    description=(
        "Show a shortest proof of a triple: each line is a triple and the rule that gives it, and below it,\n"
        "indented, what the rule needs, down to the triples that were written. Rules have their W3C ids.\n"
        "Terms are IRIs, names with a prefix of the files, or literals in quotes as in Turtle; a is rdf:type.\n"
        "The exit code is 1 if the triple does not follow."
    ),
    examples=(
        "semkg explain ontology.ttl data.ttl :SanPedro a :Place",
        "semkg explain my.store http://example.org/a owl:sameAs http://example.org/b",
        "semkg explain data.ttl ex:a ex:age '\"7\"^^xsd:int' --prefix ex=http://example.org/ --format json",
    ),
    formats=_FORMATS,
    arguments=_arguments,
    run=_run,
)
