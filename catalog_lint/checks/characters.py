"""Characters and words of the wrong script: one analysis of a prose, from which each rule takes its kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from catalog_lint.catalog.model import MARK, Prose
from catalog_lint.diagnostic import Hit
from catalog_lint.language.orthography import Chinese, Kind, usual
from catalog_lint.language.script import Stray, strays
from catalog_lint.language.sentences import inside
from catalog_lint.rule.contract import DataFile, Params
from catalog_lint.rule.wordlists import words
from catalog_lint.source import Edit, Span

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HIRAGANA = re.compile("[\u3041-\u3096]")
_QUOTES = {"「": "」", "『": "』", "“": "”", '"': '"', "‘": "’", "《": "》", "〈": "〉"}
_OF_JAPANESE = "[、。\u3005\u3041-\u30ff\u4e00-\u9fff 0-9A-Za-z！？]{0,40}"
_OPENED = re.compile(f"([「『“‘《〈]){_OF_JAPANESE}\\Z")
_CLOSED = re.compile(f"{_OF_JAPANESE}([」』”’》〉])")
_LONGEST_QUOTE = 41
_LANGUAGE = re.compile(
    "[日韓韩俄泰][文語语]|朝鮮[文語]|假名|[諺谚]文|(?:阿拉伯|希伯來|希伯来|西里爾|西里尔|烏克蘭|乌克兰)(?:[文語语]|字母)"
)
_CLAUSE_END = re.compile("[。！？；\n]")
_NEAR_NAME = 12


class CharactersParams(Params):
    """`kinds`: what of the analysis the rule reports (see `language.orthography.Kind`).

    `allowed`: a list of rare characters that are good ones; what needs another rare one takes a person.
    """

    kinds: tuple[Kind, ...]
    allowed: DataFile | None = None


class NonsenseParams(Params):
    """`allowed`: a list of rare characters that are good ones; `kind`: which of those that are left."""

    allowed: DataFile
    kind: Literal["nonsense", "doubtful"] = "nonsense"


class ForeignParams(Params):
    """The rule on foreign letters has no settings."""


def characters(prose: Prose, params: CharactersParams) -> Iterator[Hit]:
    """Runs of characters that another character should stand for.

    A Japanese form on a line with kana, or between two such lines, may be right where it stands: its fix is
    unsafe.
    """
    text = prose.text
    by_kind = prose.memo(strays_by_kind)
    plain = _usual(cast(Chinese, prose.entry.language), params.allowed) if params.allowed else None
    amid_kana = _lines_with_kana(text) if "japanese" in params.kinds and by_kind.get("japanese") else []
    for kind in params.kinds:
        for start, end, _, expected, word, right in by_kind.get(kind, ()):
            found = text[start:end]
            if expected != found:
                span = Span(start, end)
                values = {"found": found, "expected": expected}
                if kind == "misconverted":
                    values |= {"word": word, "right": right}
                quoted = kind == "japanese" and inside(start, amid_kana)
                doubtful = quoted or (plain is not None and not plain.issuperset(expected))
                yield Hit(span, values, (Edit(span, expected),), (), "unsafe" if doubtful else None)


def _lines_with_kana(text: str) -> list[tuple[int, int]]:
    """The lines that hold kana, and those that stand between two such lines."""
    lines, kana, start = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((start, start + len(line)))
            kana.append(_KANA.search(line) is not None)
        start += len(line) + 1
    around = zip(lines, kana, [False, *kana[:-1]], [*kana[1:], False], strict=True)
    return [line for line, here, before, after in around if here or (before and after)]


def nonsense(prose: Prose, params: NonsenseParams) -> Iterator[Hit]:
    """Han characters that Taiwan's prose does not use, the title's and the allowed ones aside."""
    allowed = _characters_of(params.allowed) | set(_title(prose))
    for start, end, *_ in prose.memo(strays_by_kind).get(params.kind, ()):
        for low, high in _runs(prose.text, start, end, allowed):
            yield Hit(Span(low, high), {"found": prose.text[low:high]})


def foreign(prose: Prose, params: ForeignParams) -> Iterator[Hit]:
    """Runs of letters of another script, but for the title's and for what is quoted by itself."""
    title = _title(prose)
    for start, end, *_ in prose.memo(strays_by_kind).get("foreign", ()):
        found = prose.text[start:end]
        if not any(map(str.isalpha, found)):
            continue
        if found not in title and not (
            _stands_alone(prose, start, end)
            or _is_quoted_japanese(prose.text, start, end)
            or _names_its_language(prose.text, start, end)
        ):
            yield Hit(Span(start, end), {"found": found})


def strays_by_kind(prose: Prose) -> dict[Kind, list[Stray]]:
    """What the analysis found, by kind."""
    by_kind: dict[Kind, list[Stray]] = {}
    for stray in strays(prose.text, cast(Chinese, prose.entry.language), invisible=MARK):
        by_kind.setdefault(stray.kind, []).append(stray)
    return by_kind


@lru_cache
def _usual(language: Chinese, allowed: Path) -> frozenset[str] | None:
    """The Han characters that are not taken for nonsense; None where nothing is."""
    return None if language == "zh-CN" else usual(language) | _characters_of(allowed)


def _title(prose: Prose) -> str:
    title = prose.entry.fields.get("title")
    return title.text if title and prose.role == "body" else ""


def _runs(text: str, start: int, end: int, allowed: set[str]) -> Iterator[tuple[int, int]]:
    """The runs of a span that hold no allowed character."""
    at = start
    while at < end:
        high = at
        while high < end and text[high] not in allowed:
            high += 1
        if high > at:
            yield at, high
        at = high + 1


def _stands_alone(prose: Prose, start: int, end: int) -> bool:
    """Whether quotation marks or a link enclose just this run: an example, the name of a language."""
    text = prose.text
    opening, closing = text[start - 1 : start], text[end : end + 1]
    if opening == closing == MARK:
        return any(
            link.kind == "link" and end < link.span.start and not text[end : link.span.start].strip(MARK)
            for link in prose.entry.links
        )
    return opening in _QUOTES and _QUOTES[opening] == closing


def _names_its_language(text: str, start: int, end: int) -> bool:
    """Whether the clause around a run says whose letters it is in (日文、諺文)."""
    before = _CLAUSE_END.split(text[max(0, start - _NEAR_NAME) : start])[-1]
    after = _CLAUSE_END.split(text[end : end + _NEAR_NAME])[0]
    return _LANGUAGE.search(before + text[start:end] + after) is not None


def _is_quoted_japanese(text: str, start: int, end: int) -> bool:
    """Whether a run with kana lies amid Japanese alone in title marks, or with hiragana in quotation marks.

    Katakana alone come into Chinese words that a model lost its language in.
    """
    if not _KANA.search(text, start, end):
        return False
    before = _OPENED.search(text, max(0, start - _LONGEST_QUOTE), start)
    after = _CLOSED.match(text, end, end + _LONGEST_QUOTE)
    if before is None or after is None or _QUOTES[before[1]] != after[1]:
        return False
    return before[1] in "《〈" or _HIRAGANA.search(text, before.end(1), after.start(1)) is not None


@lru_cache
def _characters_of(path: Path) -> set[str]:
    return {character for word in words(path) for character in word if character > " "}
