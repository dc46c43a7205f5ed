"""What the verbs print with: lines on standard error, results on standard output or in a file, progress."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from catalog_lint.report.visible import visible

PROGRESS_AFTER_SECONDS = 1.0
PROGRESS_EVERY_SECONDS = 0.1
BAR_CELLS = 24


def complain(problem: str, kind: str = "error") -> None:
    """A line on standard error."""
    try:
        print(f"{kind}: {visible(problem)}", file=sys.stderr)
    except OSError:
        leave_quietly()


def leave_quietly() -> None:
    """Let the interpreter's last flush go nowhere, since nobody reads any more."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def in_colour(stream: TextIO, when: str = "auto") -> bool:
    """Whether text on a stream is coloured: `when` is `always`, `never` or `auto`.

    `auto` heeds NO_COLOR, then FORCE_COLOR, then whether the stream is a terminal that can.
    """
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def print_text(pieces: Iterable[str], stream: TextIO, *, utf8: bool = False) -> None:
    """Text on a stream as it comes, in UTF-8 whatever its encoding where a machine reads it.

    A reader that went away is no failure. Raises OSError for others, such as a full disk.
    """
    try:
        for piece in pieces:
            if utf8:
                stream.buffer.write(piece.encode("utf-8"))
            else:
                stream.write(piece)
        stream.flush()
    except BrokenPipeError:
        leave_quietly()


def print_lines(lines: Iterable[str], stream: TextIO, *, utf8: bool = False) -> None:
    """Lines on a stream; see print_text."""
    print_text((f"{line}\n" for line in lines), stream, utf8=utf8)


def print_bytes(data: bytes) -> None:
    """Bytes on standard output as they are. A reader that went away is no failure."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        leave_quietly()


def write_file(path: Path, lines: Iterable[str]) -> None:
    """Lines in a file, at once or not at all. Raises OSError where that fails."""
    write_text(path, (f"{line}\n" for line in lines))


def write_text(path: Path, pieces: Iterable[str]) -> None:
    """Text in a file as it comes, which is there at once or not at all. Raises OSError where that fails."""
    encoded = (piece.encode("utf-8", "backslashreplace") for piece in pieces)
    if path.exists() and not path.is_file():
        with path.open("wb") as out:  # a device or a pipe cannot be replaced
            out.writelines(encoded)
        return
    target = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(encoded)
        Path(temporary).chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def deliver(lines: Iterable[str], output_file: str | None, *, utf8: bool) -> None:
    """Lines in a file where one is named, else on standard output. Raises OSError as write_file does."""
    if output_file:
        write_file(Path(output_file), lines)
    else:
        print_lines(lines, sys.stdout, utf8=utf8)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Progress:
    """A bar on standard error, where that is a terminal and the run takes more than a second."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.begun = time.monotonic()
        self.drawn = 0.0
        self.wanted = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def page(self, _: str) -> None:
        """Count a page; a fixed page that is judged again is not counted twice."""
        self.at(min(self.done + 1, self.total), self.total)

    def at(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        self.done, self.total = done, max(1, total)
        now = time.monotonic()
        if not self.wanted or now - self.begun < PROGRESS_AFTER_SECONDS:
            return
        if now - self.drawn < PROGRESS_EVERY_SECONDS:
            return
        self.drawn = now
        full = BAR_CELLS * self.done // self.total
        bar = "█" * full + "·" * (BAR_CELLS - full)
        sys.stderr.write(f"\r\x1b[K{bar} {self.done}/{self.total}")
        sys.stderr.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
