"""A place as a message shows it: with a little of the line that it stands in."""

from __future__ import annotations

import re

from catalog_lint.source import Span

LINE_MARKS = " \t#*_+>-"
"""What stands around the text of a line: marks of lists, headings and emphasis."""
_REACH = 48
_SHORT = 24
_LINE = 24
_UNITS = re.compile(r"(?:[A-Za-z0-9]{1,12}|[^\n\r]){0,4}")


def surroundings(text: str, span: Span) -> str:
    """The text at a span with up to four characters or Latin words of its line on either side.

    A tab, which no reader sees, is shown as ⇥.
    """
    before = _UNITS.match(text[max(0, span.start - _REACH) : span.start][::-1])
    behind = _UNITS.match(text, span.end, span.end + _REACH)
    left, right = (before[0][::-1] if before else ""), (behind[0] if behind else "")
    return f"{left.lstrip()}{text[span.start : span.end]}{right.rstrip()}".replace("\t", "⇥")


def around_word(text: str, span: Span) -> str:
    """The surroundings of a word, "" where it stands alone or is too long to be shown twice."""
    shown = surroundings(text, span) if span.end - span.start <= _SHORT else ""
    return "" if shown == text[span.start : span.end] else shown


def line_from(text: str, start: int) -> str:
    """What stands from a place to the end of its line, cut where it is long."""
    end = text.find("\n", start)
    line = text[start : len(text) if end < 0 else end].rstrip()
    return line if len(line) <= _LINE else f"{line[: _LINE - 1]}…"
