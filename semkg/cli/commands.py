"""All commands, in the order of ``semkg --help``."""

from __future__ import annotations

from semkg.cli.check import CHECK
from semkg.cli.command import Command
from semkg.cli.compare import COMPARE
from semkg.cli.explain import EXPLAIN
from semkg.cli.functions import FUNCTION_LIST
from semkg.cli.info import INFO
from semkg.cli.load import LOAD
from semkg.cli.materialise import MATERIALISE
from semkg.cli.query import QUERY
from semkg.cli.same import SAME
from semkg.cli.train import TRAIN
from semkg.cli.update import UPDATE
from semkg.cli.verify import VERIFY

COMMANDS: tuple[Command, ...] = (
    LOAD,
    QUERY,
    UPDATE,
    MATERIALISE,
    CHECK,
    EXPLAIN,
    VERIFY,
    SAME,
    TRAIN,
    COMPARE,
    FUNCTION_LIST,
    INFO,
)
