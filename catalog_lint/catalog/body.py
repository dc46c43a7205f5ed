"""Whether anything stands in an entry's body, and what may stand between entries."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog_lint.catalog.model import Entry

_NOTHING = re.compile(
    r"(?:\s+|<!--.*?-->|<br\s*/?>"
    r"|^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)$)*+",
    re.DOTALL | re.MULTILINE,
)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_LINK_LINE = re.compile(r"[ \t]*(?:\[[^\]\n]*\]\([^)\n]*\)[ \t|·]*)+")
_BESIDE = re.compile(
    r"[ \t]{0,3}(?:#{1,6}(?:[ \t]|$)|<!--|<a\b|</?(?:br|hr|div|center|p)\b|(?:[-*_][ \t]*){3,}$)"
)


def says_nothing(text: str, start: int, end: int) -> bool:
    """Whether a run of text holds nothing but rules, line breaks, comments and spaces."""
    return _NOTHING.fullmatch(text, start, end) is not None


def has_body(entry: Entry) -> bool:
    """Whether an entry's body says anything."""
    return not says_nothing(entry.text, max(entry.body.start, entry.said_until), entry.body.end)


def introduces(lines: Sequence[str]) -> bool:
    """Whether lines open a part of the page: they begin with a heading, or are links, rules and comments."""
    said = [line for line in lines if line.strip()]
    if not said or _HEADING.match(said[0]):
        return True
    return all(_BESIDE.match(line) or _LINK_LINE.fullmatch(line) for line in said)
