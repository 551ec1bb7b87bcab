"""The command line: ``semkg COMMAND ...``, also ``python -m semkg COMMAND ...``."""

from __future__ import annotations

from semkg.cli.command import Command
from semkg.cli.commands import COMMANDS
from semkg.cli.entry import build_parser, main

__all__ = ["COMMANDS", "Command", "build_parser", "main"]
