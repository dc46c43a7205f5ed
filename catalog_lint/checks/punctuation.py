"""Doubled marks, marks that only look Chinese, and dots for an ellipsis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from catalog_lint.catalog.model import MARK, Prose
from catalog_lint.checks.half_width import beyond, mark
from catalog_lint.diagnostic import Applicability, Edit, Hit, Span
from catalog_lint.language.han import HAN, HAN_CHARACTER
from catalog_lint.rule.contract import Params

_DOUBLED = re.compile(f"[，。；：、](?:{MARK}*[，。；：、])+")
_MARK_RUNS = re.compile(f"{MARK}+")
_DOTS = re.compile(r"(?<![.。])(?:\.{3,6}(?![.A-Za-z0-9_/\\])|。{3,6}(?!。))")
_BEFORE_DOTS = re.compile(f"[{HAN}」』）》】〉”，？！]")
_LONGEST_LABEL = 13
_STEP = re.compile(f"[>›»→▸] ?[{HAN}A-Za-z0-9 ]{{1,10}}\\Z")
"""The end of a path through menus (檔案 > 開啟舊檔...)."""
_LABEL = re.compile(f"[「『“\"'[【〈《(（][{HAN}A-Za-z0-9 /]{{1,12}}\\Z")
_CLOSING = frozenset("」』】〉》”\"')]")


class LookAlikeParams(Params):
    """`marks`: characters that are taken for Chinese marks, each with the mark that is meant."""

    marks: dict[str, str]


def doubled(prose: Prose) -> Iterator[Hit]:
    """The same stop twice, or two stops in a row; not dashes, ellipses and strings of ！ and ？."""
    text = prose.text
    for match in _DOUBLED.finditer(text):
        start, end = match.span()
        found = match[0].replace(MARK, "")
        if set(found) == {"。"} and len(found) > 2:
            continue
        expected = "。" if found[-1] == "。" else found[0]
        edits: tuple[Edit, ...] = ()
        if len(set(found)) == 1:
            stops = [at for at in range(start, end) if text[at] != MARK]
            kept = stops[-1] if MARK in match[0] and _closes(text, start + 1) else stops[0]
            edits = tuple(Edit(Span(at, at + 1), "") for at in stops if at != kept)
        yield Hit(Span(start, end), {"found": found, "expected": expected}, edits)


def _closes(text: str, at: int) -> bool:
    """Whether the mark at an offset ends emphasis: it is the second, fourth … run of marks on its line."""
    return len(_MARK_RUNS.findall(text, text.rfind("\n", 0, at) + 1, at)) % 2 == 1


def look_alikes(prose: Prose, params: LookAlikeParams) -> Iterator[Hit]:
    """Marks of other scripts, and small or vertical forms, that look like Chinese punctuation."""
    text = prose.text
    for match in _any_of("".join(params.marks)).finditer(text):
        at = match.start()
        beside = beyond(text, at - 1, -1, spaces=True) + beyond(text, at + 1, 1, spaces=True)
        if HAN_CHARACTER.search(beside):
            yield mark(match.span(), match[0], params.marks[match[0]])


@lru_cache
def _any_of(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters)}]")


def dots(prose: Prose) -> Iterator[Hit]:
    """Dots or full stops for an ellipsis, behind Han or a full-width mark.

    Not at the end of a few quoted words, which may be the label of a button, nor of a step through menus;
    before other closing marks the fix is not safe.
    """
    text = prose.text
    if "..." not in text and "。。。" not in text:
        return
    for match in _DOTS.finditer(text):
        start, end = match.span()
        if not _BEFORE_DOTS.match(beyond(text, start - 1, -1)):
            continue
        if _STEP.search(text, max(0, start - _LONGEST_LABEL), start):
            continue
        quoted = beyond(text, end, 1) in _CLOSING
        if quoted and _LABEL.search(text, max(0, start - _LONGEST_LABEL), start):
            continue
        unsafe: Applicability | None = "unsafe" if quoted else None
        span = Span(start, end)
        yield Hit(span, {"found": match[0], "expected": "……"}, (Edit(span, "……"),), applicability=unsafe)
