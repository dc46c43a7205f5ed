"""What the verbs print with: lines on standard error, results on standard output or in a file, progress."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import click

from catalog_lint.atomic import replace_file
from catalog_lint.cli.language import said_line
from catalog_lint.report.visible import visible

PROGRESS_AFTER_SECONDS = 1.0
PROGRESS_EVERY_SECONDS = 0.1
BAR_CELLS = 24
_OWN_TABLES = {"|--:|---|---|---|--:|", "|--:|--:|--:|--:|---|---|", "|---|---:|---|---|---|"}
"""The lines under the heads of our own tables."""
_HEAD_BYTES = 4_096
_HEAD_LINES = 5


def complain(problem: str, kind: str = "error") -> None:
    """A line on standard error, in the language of the messages."""
    try:
        print(visible(said_line(kind, problem)), file=sys.stderr)
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


def is_read_as_log(stream: TextIO) -> bool:
    """Whether a stream is a terminal, or the log of a CI job, and no file and no other program's input."""
    if stream.isatty():
        return True
    in_ci = any(os.environ.get(name) for name in ("CI", "GITHUB_ACTIONS", "TF_BUILD"))
    try:
        return in_ci and not stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return in_ci


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


def read_stdin(most: int) -> bytes:
    """At most so many bytes of standard input. Raises a usage error where it is closed."""
    if sys.stdin is None:
        raise click.UsageError("standard input is closed; '-' reads a page from it")
    return sys.stdin.buffer.read(most)


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
    replace_file(path, encoded)


def check_target(output_file: str | None, pages: Iterable[str], force: bool) -> None:
    """Look whether a report may be written there: over no page, unless that is forced.

    `pages` are the paths of the run's pages. Raises a usage error where it may not.
    """
    if not output_file or force:
        return
    from catalog_lint.page_files import MARKDOWN

    target = Path(output_file).resolve()
    if any(Path(name).resolve() == target for name in pages):
        problem = "is one of the pages"
    elif target.suffix.lower() in MARKDOWN and target.is_file() and not _is_own(target):
        problem = "is a Markdown page that this command did not write"
    else:
        return
    raise click.UsageError(f"--output-file {output_file} {problem}; name another, or use --force")


def _is_own(path: Path) -> bool:
    """Whether a file is empty, or a report of ours in Markdown."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).decode("utf-8", "replace")
    return not head.strip() or not _OWN_TABLES.isdisjoint(head.split("\n")[:_HEAD_LINES])


def deliver(lines: Iterable[str], output_file: str | None, *, utf8: bool) -> None:
    """Lines in a file where one is named, else on standard output. Raises OSError as write_file does."""
    if output_file:
        write_file(Path(output_file), lines)
    else:
        print_lines(lines, sys.stdout, utf8=utf8)


class Progress:
    """A bar on standard error, where that is a terminal and the run takes more than a second."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.begun = time.monotonic()
        self.drawn = 0.0
        self.shown = False
        self.wanted = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def page(self, _: str) -> None:
        """Count a page; a fixed page that is linted again is not counted twice."""
        self.at(min(self.done + 1, self.total), self.total)

    def at(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        self.done, self.total = done, max(1, total)
        now = time.monotonic()
        if not self.wanted or now - self.begun < PROGRESS_AFTER_SECONDS:
            return
        if now - self.drawn < PROGRESS_EVERY_SECONDS:
            return
        self.drawn, self.shown = now, True
        full = BAR_CELLS * self.done // self.total
        bar = "█" * full + "·" * (BAR_CELLS - full)
        sys.stderr.write(f"\r\x1b[K{bar} {self.done}/{self.total}")
        sys.stderr.flush()

    def making_way(self, pieces: Iterable[str]) -> Iterator[str]:
        """Pieces of text as they come, the bar taken away before each: both may be on one terminal."""
        for piece in pieces:
            if piece:
                self.clear()
            yield piece

    def clear(self) -> None:
        """Take the bar away until it is drawn again."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self.shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()
