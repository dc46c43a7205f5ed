"""Text from outside, made fit to be shown."""

from __future__ import annotations

import unicodedata

MAX_TITLE = 300
_JOINER = "\u200d"  # holds emoji sequences together
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}


def clean_title(text: str) -> str:
    """A title without control, direction, private or unassigned characters, on one line, at most 300 long."""
    head = text[: MAX_TITLE * 4]
    spaced = (" " if c.isspace() else c for c in head)
    seen = "".join(c for c in spaced if c == _JOINER or unicodedata.category(c) not in _UNSEEN)
    return " ".join(seen.split())[:MAX_TITLE]
