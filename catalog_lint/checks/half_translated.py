"""Compounds with a hyphen of which one half is translated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.model import Prose
from catalog_lint.checks.latin import is_han, reading
from catalog_lint.checks.lists import word_list
from catalog_lint.diagnostic import Hit
from catalog_lint.language import english, tables
from catalog_lint.language.han import HAN
from catalog_lint.rule.contract import DataFile, Params

_HYPHENED = re.compile(
    rf"""
    [-‐‑]
    (?: \s? (?P<head> [A-Za-z]{{3,}} ) (?: -[a-z]+ )* (?! [A-Za-z0-9-] )     # 資料-Driven
      | (?P<rest> [{HAN}]{{1,3}} )                                            # cross-領域
    )
    """,
    re.VERBOSE,
)
_TAIL = re.compile(r"(?<![A-Za-z0-9._-])[A-Za-z]?[a-z]{3,}\Z")
_LONGEST_TAIL = 30
_LONGEST_WORD = 5


class CompoundParams(Params):
    """`heads`: what English hangs on a noun with a hyphen (based, driven); `terms`: names and terms.

    `openings`: what it hangs in front of one (cross, multi).
    """

    terms: DataFile
    heads: DataFile
    openings: DataFile


def half_translated(prose: Prose, params: CompoundParams) -> Iterator[Hit]:
    """Compounds with a hyphen, of which one half is Chinese and the other an English word."""
    read = reading(prose)
    if read is None:
        return
    terms, heads, openings = map(word_list, (params.terms, params.heads, params.openings))
    for match in _HYPHENED.finditer(read.text):
        word = match["head"]
        start = match.start()
        if word:
            if not is_han(read.before(start)):
                continue
            start -= _word_before(read.text, start)
        else:
            tail = _TAIL.search(read.text[max(0, start - _LONGEST_TAIL) : start])
            if tail is None:
                continue
            word = tail[0]
            start -= len(word)
        low = word.lower()
        if (
            low in heads
            or (low in openings and not match["head"])
            or (low not in terms and match["head"] and word.islower() and english.rank(low))
        ):
            found = read.text[start : match.end()]
            english_half = read.text[match.start("head") : match.end()] if match["head"] else word
            yield Hit(read.span(start, match.end()), {"found": found, "word": english_half})


def _word_before(text: str, end: int) -> int:
    """How many characters the longest word of Chinese has that ends at a place; 1 where none is known."""
    words, fold = tables.words(), tables.forms().fold
    folded = text[max(0, end - _LONGEST_WORD) : end].translate(fold)
    return next((size for size in range(len(folded), 1, -1) if folded[-size:] in words), 1)
