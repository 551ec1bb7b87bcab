"""How a command is declared: one value for each, from which the parser and the help are made."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from semkg.cli.console import Console
from semkg.cli.formats import Format

OK = 0
FAILED = 1
USAGE = 2
INCONSISTENT = 3
INTERRUPTED = 130


class UsageError(Exception):
    """The command line does not say what to do; the message says how to."""


@dataclass(frozen=True, slots=True)
class Command:
    """One sub-command.

    Attributes:
        name: the word after ``semkg``.
        summary: one line in the list of commands, without a full stop.
        description: what it does, for the top of its own help.
        examples: complete command lines for the end of its help.
        formats: what its results can be written as; some results fit fewer of them.
        arguments: adds what only this command takes, beside ``-o``, ``--format``, ``-q`` and ``--debug``.
        run: does the work and returns the exit code.
    """

    name: str
    summary: str
    description: str
    examples: tuple[str, ...]
    formats: tuple[Format, ...]
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Console], int]
