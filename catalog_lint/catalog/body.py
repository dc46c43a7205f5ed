"""Whether anything stands in an entry's body."""

from __future__ import annotations

import re

from catalog_lint.catalog.model import Entry

_NOTHING = re.compile(
    r"(?:\s+|<!--.*?-->|<br\s*/?>"
    r"|^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)$)*+",
    re.DOTALL | re.MULTILINE,
)


def says_nothing(text: str, start: int, end: int) -> bool:
    """Whether a run of a text holds rules, line breaks, comments and blanks alone."""
    return _NOTHING.fullmatch(text, start, end) is not None


def has_body(entry: Entry) -> bool:
    """Whether an entry's body says anything."""
    return not says_nothing(entry.text, *entry.body)
