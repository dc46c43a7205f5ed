"""A line whose only marks are pairs of asterisks, as most that are marked: read without the rules."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.token import Token

MARKS = "**"
_BOLD_ALONE = re.compile(r"[^\n\\`*_~\[<&]*(?:\*\*(?!\*)[^\n\\`*_~\[<&]*)+")
_OPENING = (Token("text", "", 0), Token("strong_open", "strong", 1, markup=MARKS))
_CLOSING = (Token("strong_close", "strong", -1, markup=MARKS), Token("text", "", 0))
_STANDING = (Token("text", "", 0, content="*"), Token("text", "", 0, content="*"))


def is_bold_alone(content: str) -> bool:
    """Whether a text holds `**` and nothing else that a rule for inline text begins with."""
    return _BOLD_ALONE.fullmatch(content) is not None


def segments(content: str) -> list[tuple[int, int, tuple[Token, ...]]]:
    """What a text of which `is_bold_alone` is true consists of: each piece's start, end and tokens, in order.

    The same as markdown-it-py makes of it. Pairs of asterisks are all of one length, so each that may close
    belongs to the nearest before it that may open and is still open. The tokens of the marks are shared.
    """
    found: list[tuple[int, int, tuple[Token, ...]]] = []
    open_: list[int] = []
    at, size = 0, len(content)
    while at < size:
        marks = content.find(MARKS, at)
        end = size if marks < 0 else marks
        if end > at:
            found.append((at, end, (Token("text", "", 0, content=content[at:end]),)))
        if marks < 0:
            break
        at = marks + 2
        opens, closes = _flanking(content[marks - 1] if marks else " ", content[at] if at < size else " ")
        if closes and open_:
            place = open_.pop()
            start = found[place][0]
            found[place] = (start, start + 2, _OPENING)
            found.append((marks, at, _CLOSING))
        else:
            if opens:
                open_.append(len(found))
            found.append((marks, at, _STANDING))
    return found


@lru_cache(8_192)
def _flanking(before: str, after: str) -> tuple[bool, bool]:
    """Whether marks between two characters may open and may close (CommonMark, section 6.2)."""
    blank_before, blank_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    mark_before, mark_after = is_punctuation(before), is_punctuation(after)
    return (
        not blank_after and (not mark_after or blank_before or mark_before),
        not blank_before and (not mark_before or blank_after or mark_after),
    )


def is_punctuation(character: str) -> bool:
    """Whether Markdown takes a character for punctuation: Unicode's marks and symbols."""
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)
