"""What a fix changes on a page, as a unified diff that `patch` understands."""

from __future__ import annotations

from difflib import unified_diff

from catalog_lint.report.visible import visible
from catalog_lint.source import Source

_NO_NEWLINE = "\\ No newline at end of file\n"


def diff(path: str, old: Source, new: Source) -> str:
    """The unified diff of a page, line ends as they stand in the file; empty where nothing changed."""
    before, after = _lines(old.raw), _lines(new.raw)
    return "".join(
        line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"
        for line in unified_diff(before, after, visible(path), visible(path))
    )


def _lines(text: str) -> list[str]:
    pieces = text.split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])
