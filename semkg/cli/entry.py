"""The entry point: from arguments to an exit code, and from exceptions to a message on standard error."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from semkg.cli.command import FAILED, INTERRUPTED, OK, USAGE, Command, UsageError
from semkg.cli.commands import COMMANDS
from semkg.cli.console import Console
from semkg.errors import QueryError, SemkgError

EPILOG = """\
DATA is RDF files, folders of RDF files, '-' for standard input, or one store directory made by `semkg load`.

exit codes:
  0    done
  1    failed: one line on standard error says why, for a query with its place below (--debug adds the traceback)
  2    the command line is wrong
  3    the data contradict their ontology
  130  interrupted
`semkg COMMAND --help` explains one command with examples.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments after the program's name; those of this process when not given.

    Returns:
        The exit code: 0 done, 1 failed, 2 wrong usage, 3 inconsistent data, 130 interrupted.
    """
    try:
        args = build_parser().parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    with (
        Console(output=args.output, format=args.format, quiet=args.quiet) as console,
        _log_on(console),
    ):
        return _guarded(args, console)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands, made from their declarations."""
    parser = argparse.ArgumentParser(
        prog="semkg",
        description="A knowledge graph store that knows what matters, what is missing and what is alike.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"semkg {version('semkg')}")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", required=True, parser_class=_CommandParser
    )
    for command in COMMANDS:
        _add(commands, command)
    return parser


class _CommandParser(argparse.ArgumentParser):
    """Takes options before, between and behind what stands for itself."""

    _is_mixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Do as :class:`argparse.ArgumentParser` does, which does it by calling this in turn."""
        if self._is_mixing:
            return super().parse_known_args(args, namespace)
        self._is_mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_mixing = False


def _add(commands: argparse._SubParsersAction[_CommandParser], command: Command) -> None:
    parser = commands.add_parser(
        command.name,
        help=command.summary,
        description=command.description,
        epilog="examples:\n" + "".join(f"  {line}\n" for line in command.examples),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.arguments(parser)
    parser.add_argument(
        "--format", choices=command.formats, help="how to write the result (default: by the suffix of -o)"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="write the result to a file, as a whole"
    )
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="no progress and no notes on standard error"
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    parser.set_defaults(run=command.run)


def _guarded(args: argparse.Namespace, console: Console) -> int:
    try:
        code: int = args.run(args, console)
    except UsageError as error:
        return _fail(error, args.debug, code=USAGE)
    except (SemkgError, OSError, ValueError) as error:
        if isinstance(error, BrokenPipeError):
            return _reader_left()
        return _fail(error, args.debug)
    except KeyboardInterrupt:
        sys.stderr.write("semkg: interrupted; what was not finished was not kept\n")
        return INTERRUPTED
    return code


def _fail(error: Exception, debug: bool, *, code: int = FAILED) -> int:
    if debug:
        traceback.print_exception(error)
    # the message of a query shows its line, and below it a mark at the place
    message = str(error) if isinstance(error, QueryError) else " ".join(str(error).split())
    sys.stderr.write(f"semkg: error: {message or type(error).__name__}\n")
    return code


def _reader_left() -> int:
    """End quietly when a reader such as ``head`` has enough, and keep Python from flushing into the pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OK


class _ConsoleHandler(logging.Handler):
    """Shows what the library logs as notes of the command."""

    def __init__(self, console: Console) -> None:
        super().__init__(logging.INFO)
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        prefix = "semkg: warning: " if record.levelno >= logging.WARNING else "semkg: "
        self._console.say(prefix + record.getMessage())


@contextmanager
def _log_on(console: Console) -> Iterator[None]:
    """Show what the library logs while a command runs; the logger is as before afterwards."""
    logger = logging.getLogger("semkg")
    before = logger.handlers, logger.level, logger.propagate
    logger.handlers, logger.propagate = [_ConsoleHandler(console)], False
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.handlers, logger.propagate = before[0], before[2]
        logger.setLevel(before[1])
