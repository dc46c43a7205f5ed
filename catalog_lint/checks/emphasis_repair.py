"""How to move marks of emphasis so that they render, and the proof that they then do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from catalog_lint.catalog.bold import is_punctuation
from catalog_lint.catalog.model import MARK
from catalog_lint.catalog.rendering import rendering
from catalog_lint.checks.emphasis_marks import Pair
from catalog_lint.diagnostic import Edit, Span

MOVABLE = frozenset("：:，,。.；;、！!？?…—～~%％")
CLOSERS = {
    "）": "（",
    ")": "(",
    "」": "「",
    "』": "『",
    "”": "“",
    "’": "‘",
    "》": "《",
    "〉": "〈",
    "】": "【",
    "]": "[",
}
OPENERS = {opener: closer for closer, opener in CLOSERS.items()}
_TWINS = frozenset("\"'")
_TAGS = {
    "**": ("strong",),
    "__": ("strong",),
    "*": ("em",),
    "_": ("em",),
    "***": ("em", "strong"),
    "___": ("em", "strong"),
    "~~": ("s",),
}
_PLAIN = re.compile(r"[^\W\d_][^\W_]*")
"""What Markdown takes for nothing but itself."""
BLANKS = " \t\u3000"
_BELONGS_IN_BRACKETS = re.compile(r"\[(?:[\[@^!-]|[ xX]\]|(?i:toc)\])")
"""Notes, sources, names of pages, boxes to tick and lists of contents: each is one only in its brackets."""


class Repair(NamedTuple):
    """Where the marks of a pair should stand: [start, end) is bold; marks and inner spaces go."""

    pair: Pair
    start: int
    end: int
    edits: tuple[Edit, ...]


@lru_cache(1_024)
def repairs_of(content: str, broken: tuple[Pair, ...], pairs: tuple[Pair, ...]) -> Mapping[int, Repair]:
    """The repairs of broken pairs, by their places, that a new parse of the block proves, together.

    `pairs` are all of the block whose emphasis must be the same afterwards. Where it is not, there are none.
    """
    repairs = {pair.opening.start: repair for pair in broken if (repair := _repair(content, pair))}
    while repairs:
        failed = _unproved(content, repairs, pairs)
        if not failed:
            return repairs
        for start in failed:
            repairs.pop(start, None)
    return {}


def _repair(content: str, pair: Pair) -> Repair | None:
    start, end = pair.opening.end, pair.closing.start
    while start < end and content[start] in BLANKS:
        start += 1
    while start < end and content[end - 1] in BLANKS:
        end -= 1
    trimmed = Span(start, end)
    before = content[: pair.opening.start].rstrip(MARK)[-1:]
    after = content[pair.closing.end : pair.closing.end + 1]
    for _ in range(6):
        if start >= end:
            return None
        ahead = before if start == trimmed.start else content[start - 1]
        behind = after if end == trimmed.end else content[end]
        opens = _may_touch(content[start], ahead, pair.mark)
        closes = _may_touch(content[end - 1], behind, pair.mark)
        if opens and closes:
            break
        if not closes:
            moved = _before_tail(content, start, end)
            if moved is None:
                return None
            start, end = moved
        elif not opens:
            moved = _after_head(content, start, end)
            if moved is None:
                return None
            start, end = moved
    if not content[start:end].strip(BLANKS):
        return None
    left_out = content[trimmed.start : start] + content[end : trimmed.end]
    if pair.mark == "~~" and any(map(str.isalnum, left_out)):
        return None  # what is struck out would hold again
    return Repair(pair, start, end, _edits(content, pair, trimmed, Span(start, end)))


def _may_touch(inner: str, outer: str, mark: str) -> bool:
    """CommonMark's rule for a mark: punctuation inside requires a space or punctuation outside.

    Underscores want one everywhere.
    """
    if not outer or outer.isspace():
        return True
    return is_punctuation(outer) or not (is_punctuation(inner) or mark[0] == "_")


def _before_tail(content: str, start: int, end: int) -> tuple[int, int] | None:
    """The bold run without the punctuation or the bracket group at its end."""
    last = content[end - 1]
    if last in MOVABLE:
        return start, end - 1
    if last in _TWINS or last in CLOSERS:
        opener = CLOSERS.get(last, last)
        at = _matching(content, start, end, opener, last)
        if at is None:
            return None
        if at == start:
            return _without_brackets(content, start, end)
        return start, at
    return None


def _after_head(content: str, start: int, end: int) -> tuple[int, int] | None:
    """The bold run without the bracket group at its start."""
    first = content[start]
    if first in _TWINS or first in OPENERS:
        closer = OPENERS.get(first, first)
        depth = 0
        for at in range(start, end):
            if content[at] == first and (first not in _TWINS or at == start):
                depth += 1
            elif content[at] == closer:
                depth -= 1
                if depth == 0:
                    return _without_brackets(content, start, end) if at == end - 1 else (at + 1, end)
    return None


def _without_brackets(content: str, start: int, end: int) -> tuple[int, int] | None:
    return None if _BELONGS_IN_BRACKETS.match(content, start) else (start + 1, end - 1)


def _matching(content: str, start: int, end: int, opener: str, closer: str) -> int | None:
    depth = 0
    for at in range(end - 1, start - 1, -1):
        if content[at] == closer and (opener != closer or at == end - 1):
            depth += 1
        elif content[at] == opener:
            depth -= 1
            if depth == 0:
                return at
    return None


def _edits(content: str, pair: Pair, trimmed: Span, bold: Span) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    before, after = content[: pair.opening.start], content[pair.closing.end :]
    if bold.start != trimmed.start:
        edits += [
            Edit(Span(pair.opening.start, trimmed.start), ""),
            Edit(Span(bold.start, bold.start), pair.mark),
        ]
    elif trimmed.start > pair.opening.end:
        keep = " " if _keeps_words_apart(before[-1:], content[trimmed.start]) else ""
        edits.append(Edit(Span(pair.opening.start, trimmed.start), keep + pair.mark))
    if bold.end != trimmed.end:
        edits += [
            Edit(Span(bold.end, bold.end), pair.mark),
            Edit(Span(trimmed.end, pair.closing.end), ""),
        ]
    elif trimmed.end < pair.closing.start:
        keep = " " if _keeps_words_apart(content[trimmed.end - 1], after[:1]) else ""
        edits.append(Edit(Span(trimmed.end, pair.closing.end), pair.mark + keep))
    return tuple(edits)


def _keeps_words_apart(left: str, right: str) -> bool:
    return (
        bool(left)
        and bool(right)
        and left.isascii()
        and right.isascii()
        and left.isalnum()
        and right.isalnum()
    )


def _unproved(content: str, repairs: Mapping[int, Repair], pairs: Sequence[Pair]) -> list[int]:
    """The repairs after which their text is not emphasised, or all where the text would read otherwise."""
    edits = sorted(edit for repair in repairs.values() for edit in repair.edits)
    pieces, at = [], 0
    for (start, end), new in edits:
        pieces += [content[at:start], new]
        at = end
    was, now = rendering(content), rendering("".join([*pieces, content[at:]]))
    marks = "".join({repair.pair.mark[0] for repair in repairs.values()})
    if _letters(was.text, marks) != _letters(now.text, marks):
        return list(repairs)
    left = {
        tag: [_letters(run, marks) for run in now.runs[tag]]
        for tag in {tag for pair in pairs for tag in _TAGS[pair.mark]}
    }
    failed = []
    for pair in pairs:
        repair = repairs.get(pair.opening.start)
        if repair is None and not pair.rendered:
            continue
        span = (repair.start, repair.end) if repair else (pair.opening.end, pair.closing.start)
        wanted = _letters(_seen(content[span[0] : span[1]]), marks)
        runs = [left[tag] for tag in _TAGS[pair.mark]]
        if all(wanted in each for each in runs):
            for each in runs:
                each.remove(wanted)
        elif repair:
            failed.append(pair.opening.start)
        else:
            return list(repairs)
    if failed:
        return failed
    all_repaired = len(repairs) == sum(not pair.rendered for pair in pairs)
    return list(repairs) if all_repaired and any(left.values()) else []


def _seen(inner: str) -> str:
    return inner if _PLAIN.fullmatch(inner) else rendering(inner).text


def _letters(text: str, marks: str) -> str:
    return "".join(char for char in text if char not in marks and not char.isspace())
