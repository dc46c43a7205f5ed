"""Chinese words that a space splits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.model import Prose
from catalog_lint.checks.latin import is_han
from catalog_lint.checks.lists import characters
from catalog_lint.diagnostic import Hit
from catalog_lint.language.han import HAN
from catalog_lint.rule.contract import DataFile, Params
from catalog_lint.source import Edit, Span

_SPLIT = re.compile(rf"[ \t](?=(?P<right>[{HAN}]+)(?![{HAN}]|[ \t][{HAN}]))")
_LEFT = re.compile(rf"(?<![{HAN}][ \t])(?<![{HAN}])[{HAN}]+\Z")
_LONGEST_SIDE = 40
_SHARE_TOGETHER = 0.25
"""How many of the places of the rarer of two characters must be beside the other for them to be one word."""


class SplitParams(Params):
    """`leading`: characters that are words of their own."""

    leading: DataFile


def split_words(prose: Prose, params: SplitParams) -> Iterator[Hit]:
    """A Chinese word that a space splits: one side is a single character, the entry writes the word whole."""
    text = prose.text
    for match in _SPLIT.finditer(text):
        if not is_han(text[match.start() - 1 : match.start()]):
            continue
        before = _LEFT.search(text[max(0, match.start() - _LONGEST_SIDE) : match.start()])
        left, right = before[0] if before else "", match["right"]
        if not left or (len(left) > 1) == (len(right) > 1) or {left, right} & characters(params.leading):
            continue
        joined = left[-1] + right[0]
        together = text.count(joined)
        if together and together >= _SHARE_TOGETHER * min(text.count(left[-1]), text.count(right[0])):
            start, end = match.start() - 1, match.end() + 1
            values = {"found": text[start:end], "expected": joined}
            yield Hit(Span(start, end), values, edits=(Edit(Span(*match.span()), ""),))
