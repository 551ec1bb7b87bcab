"""``semkg update``: change a store, or a copy of files, with SPARQL."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from semkg.cli.command import OK, Command, UsageError
from semkg.cli.console import Console
from semkg.cli.data import add_data, add_text, is_one_store, open_data, split_text
from semkg.cli.formats import TEXT_FORMATS, render_report


def _arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    add_text(parser, what="update")


def _run(args: Namespace, console: Console) -> int:
    paths, text = split_text(args, what="update")
    in_place = is_one_store(paths)
    if not in_place and console.output is None:
        msg = "an update of files needs -o FILE for the result; only a store directory is changed in place"
        raise UsageError(msg)
    with open_data(args, console, paths) as kg:
        before = kg.epoch
        kg.update(text)
        if in_place:
            report = {"changed": kg.epoch != before, "epoch": kg.epoch, "asserted": len(kg.snapshot().rows)}
            console.emit(render_report(report, console.choose(TEXT_FORMATS)))
        else:
            kg.dump(console.output)
            console.say(f"wrote {console.output}")
    return OK


UPDATE = Command(
    name="update",
    summary="change a store with SPARQL UPDATE",
    description=(
        "Run a SPARQL update. A store directory is changed in place; files are read, changed and written\n"
        "to -o FILE (what was asserted, in the format of its suffix). All of the update is done, or\n"
        "nothing."
    ),
    examples=(
        "semkg update my.store 'DELETE WHERE { <http://example.org/a> ?p ?o }'",
        "semkg update my.store -f changes.ru",
        "semkg update data.ttl 'INSERT DATA { <urn:a> a <urn:B> }' -o changed.ttl",
    ),
    formats=TEXT_FORMATS,
    arguments=_arguments,
    run=_run,
)
