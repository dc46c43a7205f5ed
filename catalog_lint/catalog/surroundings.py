"""A place as a message shows it: with a little of the line that it stands in."""

from __future__ import annotations

import re

from catalog_lint.source import Span

_REACH = 48
_UNITS = re.compile(r"(?:[A-Za-z0-9]{1,12}|[^\n\r]){0,4}")


def surroundings(text: str, span: Span) -> str:
    """The text at a span with up to four characters or Latin words of its line on either side.

    A tab, which no reader sees, is shown as ⇥.
    """
    before = _UNITS.match(text[max(0, span.start - _REACH) : span.start][::-1])
    behind = _UNITS.match(text, span.end, span.end + _REACH)
    left, right = (before[0][::-1] if before else ""), (behind[0] if behind else "")
    return f"{left.lstrip()}{text[span.start : span.end]}{right.rstrip()}".replace("\t", "⇥")
