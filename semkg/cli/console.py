"""Where a command writes: results to standard output or a file, everything else to standard error."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from semkg.cli.formats import Format, format_of
from semkg.progress import ProgressBar


class Console:
    """The two streams of one command, and its progress bar.

    Use it as a context manager: leaving it takes the progress bar away.
    """

    def __init__(
        self, *, output: Path | None = None, format: Format | None = None, quiet: bool = False
    ) -> None:
        """Say where and how to write.

        Args:
            output: the file for the result; standard output when not given.
            format: how to write it; by the suffix of the file when not given.
            quiet: whether to leave out notes and progress.
        """
        self.output = output
        self.format = format
        self._quiet = quiet
        self._bar = ProgressBar()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()

    def choose(self, allowed: tuple[Format, ...]) -> Format:
        """Return the format asked for, or that of the file's suffix, or else the first of ``allowed``.

        Raises:
            ValueError: this result cannot be written in the format asked for.
        """
        wanted = self.format or (format_of(self.output) if self.output else None)
        if wanted is None:
            if self.output is not None and Path(self.output).suffix not in ("", ".txt"):
                msg = f"the suffix of {self.output} names no format; add --format with one of: {', '.join(allowed)}"
                raise ValueError(msg)
            return allowed[0]
        if wanted not in allowed:
            msg = f"this result cannot be written as {wanted}; choose one of: {', '.join(allowed)}"
            raise ValueError(msg)
        return wanted

    def emit(self, result: str | bytes) -> None:
        """Write a result, as a whole: a file is replaced only when all of it is written."""
        self._bar.close()
        data = result.encode() if isinstance(result, str) else result
        if self.output is not None:
            write_atomically(self.output, data)
            self.say(f"wrote {self.output}")
        else:
            _write_all(data)

    def say(self, text: str) -> None:
        """Tell the person something beside the result."""
        if not self._quiet:
            self._bar.close()
            sys.stderr.write(text + "\n")

    def progress(self, stage: str, done: int, total: int | None) -> None:
        """Draw where long work is, on a terminal only; this is a `semkg.progress.Progress`."""
        if not self._quiet:
            self._bar(stage, done, total)


def _write_all(data: bytes) -> None:
    """Write to standard output; when Python runs unbuffered, one write may take only a part."""
    sys.stdout.flush()
    rest = memoryview(data)
    while rest:
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is either the old one or all of the new one, never a part.

    Raises:
        OSError: the folder does not exist or cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(_usual_mode(path))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _usual_mode(path: Path) -> int:
    """Return the mode that the file has, or that a new file gets here: temporary files are private."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
