"""Whether marks other than `**` that stay standing were meant for emphasis, or are signs of their own.

A star is a sign of multiplication, of a footnote, of a name left out; underscores are blanks to fill in or
part of a name; tildes draw a sound out. Only what can be none of these is emphasis.
"""

from __future__ import annotations

import re

from catalog_lint.catalog.bold import is_punctuation
from catalog_lint.catalog.model import Block, Prose
from catalog_lint.checks.emphasis_marks import MAX_CONTENT, Pair
from catalog_lint.checks.emphasis_repair import CLOSERS, OPENERS
from catalog_lint.language.han import COMMON_HAN

_STOPS = "：:。.！!？?…"
_PAUSES = "，,；;、—～%％"
_QUOTES = "」』》〉”】"
_CLOSING = frozenset(_STOPS + _PAUSES + "".join(CLOSERS) + "\"'")
_OPENING = frozenset("".join(OPENERS) + "\"'")
_MARKS = re.compile(r"\*+|_+|~~")
_HAN = re.compile(f"[{COMMON_HAN}]")
_NAMES_THE_SIGN = re.compile("[字記標]?[號符註]|星")
_EXPLAINS_THE_SIGN = re.compile("表示|代表|為|者|是|指")
"""How a text goes on after a star that it speaks of."""
_LONGEST = 3
_PARTICLE = re.compile("[的之是與和及或等也都就]")
"""What a second operand does not begin with."""
_DRAWN_OUT = frozenset("！!？?。～~…")


def suspects(prose: Prose) -> list[Block]:
    """Blocks in which such marks are left standing where they would open or close emphasis."""
    text = prose.text
    if "*" not in text and "_" not in text and "~~" not in text:
        return []
    places = [match.span() for match in _MARKS.finditer(text) if _stands_ill(text, *match.span())]
    found: list[Block] = []
    at = 0
    for block in prose.blocks if places else ():
        start, end = block.content
        while at < len(places) and places[at][0] < start:
            at += 1
        if at < len(places) and places[at][1] <= end <= start + MAX_CONTENT:
            found.append(block)
    return found


def _stands_ill(text: str, start: int, end: int) -> bool:
    """Whether Markdown closes or opens nothing there, as punctuation stands within and a letter without."""
    if end - start > _LONGEST:
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before in _CLOSING and after.isalnum()) or (after in _OPENING and before.isalnum())


def is_meant(content: str, pair: Pair) -> bool:
    """Whether a pair that does not render was meant for emphasis."""
    mark = pair.mark
    inner = content[pair.opening.end : pair.closing.start]
    before = content[: pair.opening.start][-1:]
    after = content[pair.closing.end : pair.closing.end + 1]
    if not inner or inner != inner.strip() or not _is_balanced(inner):
        return False
    head, tail = inner[0], inner[-1]
    if not _HAN.search(inner) and tail.isascii():
        return False
    if is_punctuation(head) and head not in OPENERS and head not in "\"'":
        return False
    if is_punctuation(tail) and tail not in _ends_of(mark):
        return False
    opens_ill = is_punctuation(head) and before.isalnum()
    closes_ill = is_punctuation(tail) and after.isalnum()
    if not opens_ill and not closes_ill:
        return False
    if mark[0] == "_" and ((before.isalnum() and not opens_ill) or (after.isalnum() and not closes_ill)):
        return False
    if mark[0] == "*" and _speaks_of_stars(content, pair):
        return False
    if mark == "~~" and before in _DRAWN_OUT and before:
        return False
    if before.isalnum() or before in CLOSERS:
        glossed = tail in CLOSERS and before not in CLOSERS and _PARTICLE.match(after) is not None
        if opens_ill and mark == "***":
            return closes_ill
        return _is_quotation(inner) or (not opens_ill and (glossed or tail in _ends_amid(mark)))
    return True


def _speaks_of_stars(content: str, pair: Pair) -> bool:
    start, end = pair.opening.end, pair.closing.end
    if _NAMES_THE_SIGN.match(content, start) or _NAMES_THE_SIGN.match(content, end):
        return True
    if _EXPLAINS_THE_SIGN.match(content, start):
        return True
    return content[pair.closing.start - 1] not in CLOSERS and bool(_EXPLAINS_THE_SIGN.match(content, end))


def _ends_of(mark: str) -> str:
    """What emphasised text may end with: between blanks to fill in, pauses are nothing unusual."""
    return _STOPS + "".join(CLOSERS) + "\"'" + ("" if mark[0] == "_" else _PAUSES)


def _ends_amid(mark: str) -> str:
    """What it may end with where it begins right behind a word, and no operand or footnote would."""
    if mark == "***":
        return _STOPS + "".join(CLOSERS)
    if mark == "~~":
        return "".join(CLOSERS)
    return "" if mark[0] == "_" else "：" + _QUOTES


def _is_quotation(inner: str) -> bool:
    closer = OPENERS.get(inner[0], "")
    return closer != "" and closer in _QUOTES and inner.find(closer) == len(inner) - 1


def _is_balanced(inner: str) -> bool:
    open_: list[str] = []
    for char in inner:
        if char in OPENERS:
            open_.append(OPENERS[char])
        elif char in CLOSERS and (not open_ or open_.pop() != char):
            return False
    return not open_
