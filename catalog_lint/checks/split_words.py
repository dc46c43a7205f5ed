"""Chinese words that a space splits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from catalog_lint.catalog.model import Prose
from catalog_lint.checks.latin import is_han
from catalog_lint.checks.lists import characters
from catalog_lint.diagnostic import Hit
from catalog_lint.language.decoder import MARGIN, path
from catalog_lint.language.foreign_names import common_sounds
from catalog_lint.language.han import HAN
from catalog_lint.language.rare import BOUND, costs_alone
from catalog_lint.rule.contract import DataFile, Params
from catalog_lint.source import Edit, Span

_SPLIT = re.compile(rf"[ \t](?=(?P<right>[{HAN}]+)(?![{HAN}]|[ \t][{HAN}]))")
_LEFT = re.compile(rf"(?<![{HAN}][ \t])(?<![{HAN}])[{HAN}]+\Z")
_GAP = re.compile(f" (?<=[{HAN}] )(?=[{HAN}])")
_RIGHT = re.compile(f"[{HAN}]+")
_HAN_BEFORE = re.compile(f"[{HAN}]+\\Z")
_LONGEST_SIDE = 40
_CONTEXT = 6
_EASE = 4
"""By how many margins the words across a space must be cheaper than the words on its sides."""
_SHARE_TOGETHER = 0.25
"""How many of the places of the rarer of two characters must be beside the other for them to be one word."""


class SplitParams(Params):
    """`leading`: characters that are words of their own."""

    leading: DataFile


def split_words(prose: Prose, params: SplitParams) -> Iterator[Hit]:
    """A Chinese word that a space splits: one side is a single character, the entry writes the word whole.

    Or the only space between Chinese of a line lies in a word that the decoder reads across it with ease;
    then the fix is not safe.
    """
    text = prose.text
    reported = set()
    for hit in _written_whole(text, params):
        reported.add(hit.span.start)
        yield hit
    gaps = [match.start() for match in _GAP.finditer(text)]
    for _, of_line in groupby(gaps, lambda at: text.rfind("\n", 0, at)):
        gap, *others = of_line
        if not others and gap - 1 not in reported:
            yield from _read_across(text, gap, params)


def _ends_word(left: str, right: str) -> bool:
    """Whether the decoder ends a word of several characters between two runs (參見|節)."""
    left = left[-_CONTEXT:]
    _, borders = path(left + right[:_CONTEXT])
    return len(left) in borders and len(left) - 1 not in borders


def _read_across(text: str, gap: int, params: SplitParams) -> Iterator[Hit]:
    """The word across a space, if the decoder is sure that one is there."""
    before, after = _HAN_BEFORE.search(text[max(0, gap - _LONGEST_SIDE) : gap]), _RIGHT.match(text, gap + 1)
    left, right = before[0] if before else "", after[0] if after else ""
    if len(left) == len(right) == 1 or {left, right} & characters(params.leading):
        return
    if len(left) > 1 and common_sounds().issuperset(left[-2:]):
        return  # a foreign name in front of what it is the name of (奧林帕斯 山)
    left, right = left[-_CONTEXT:], right[:_CONTEXT]
    joined, borders = path(left + right)
    if len(left) in borders or path(left)[0] + path(right)[0] - joined < _EASE * MARGIN:
        return
    opens = max(at for at in borders if at < len(left))
    if opens - 1 in borders and costs_alone(left[opens - 1]) >= BOUND:
        return  # the end of a word that no list has, and a word behind it (赤緯 度)
    start = gap - len(left) + opens
    end = gap + 1 - len(left) + min(at for at in borders if at > len(left))
    values = {"found": text[start:end], "expected": text[start:gap] + text[gap + 1 : end]}
    yield Hit(Span(start, end), values, edits=(Edit(Span(gap, gap + 1), ""),), applicability="unsafe")


def _written_whole(text: str, params: SplitParams) -> Iterator[Hit]:
    """Words split beside a single character that the text writes whole elsewhere."""
    for match in _SPLIT.finditer(text):
        if not is_han(text[match.start() - 1 : match.start()]):
            continue
        before = _LEFT.search(text[max(0, match.start() - _LONGEST_SIDE) : match.start()])
        left, right = before[0] if before else "", match["right"]
        if not left or (len(left) > 1) == (len(right) > 1) or {left, right} & characters(params.leading):
            continue
        joined = left[-1] + right[0]
        together = text.count(joined)
        if (
            together
            and not _ends_word(left, right)
            and together >= _SHARE_TOGETHER * min(text.count(left[-1]), text.count(right[0]))
        ):
            start, end = match.start() - 1, match.end() + 1
            values = {"found": text[start:end], "expected": joined}
            yield Hit(Span(start, end), values, edits=(Edit(Span(*match.span()), ""),))
