"""Lists of patterns kept by hand beside the rules: one regular expression a line, read once.

A line `name = alternatives` defines a part that later lines use as `<name>`; `#` opens a comment. Lists
and texts are folded before they meet, so that one list reads Traditional and Simplified alike.

To compile a list takes longer than to read a page by it, so each line is compiled when a text first
holds a word that it cannot match without.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path

from catalog_lint.language import tables
from catalog_lint.rule import Span

_DEFINITION = re.compile(r"(?P<name>[a-z_]+) = (?P<value>.+)")
_USE = re.compile(r"<(?P<name>[a-z_]+)>")
_LATIN = re.compile(r"(?<!\\)[A-Za-z]")
_COUNT = re.compile(r"[?*]\??|\+\??|\{(?P<least>[0-9]*)(?:,[0-9]*)?\}\??")
_GROUP = re.compile(r"\((?:\?(?:P<[a-z]+>|<?[:=!]))?")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]?")


class Phrases:
    """What any line of a list matches; the texts are folded ones."""

    def __init__(self, lines: list[_Line]) -> None:
        self._lines = lines

    def match(self, text: str, start: int = 0) -> bool:
        """Whether a line matches the text from an offset on."""
        lower = text.lower()
        return any(line.may_be_in(lower) and line.pattern.match(text, start) for line in self._lines)

    def fullmatch(self, text: str) -> bool:
        """Whether a line matches the whole text."""
        lower = text.lower()
        return any(line.may_be_in(lower) and line.pattern.fullmatch(text) for line in self._lines)

    def search(self, text: str) -> bool:
        """Whether a line matches anywhere in the text."""
        lower = text.lower()
        return any(line.may_be_in(lower) and line.pattern.search(text) for line in self._lines)

    def spans(self, text: str) -> list[Span]:
        """Where lines match, in order; of places that overlap the first and longest."""
        lower = text.lower()
        found = sorted(
            (match.start(), -match.end())
            for line in self._lines
            if line.may_be_in(lower)
            for match in line.pattern.finditer(text)
        )
        spans: list[Span] = []
        for start, end in found:
            if not spans or start >= spans[-1].end:
                spans.append(Span(start, -end))
        return spans


class _Line:
    def __init__(self, source: str, place: str) -> None:
        self._source = source
        self._place = place
        self._needed = [tuple(word.lower() for word in words) for words in needed_words(source)]

    def may_be_in(self, lower: str) -> bool:
        """Whether a text in small letters holds the words that a match needs."""
        return all(any(word in lower for word in words) for words in self._needed)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The line compiled. Raises ValueError where it is no regular expression."""
        try:
            return re.compile(self._source, re.IGNORECASE if _LATIN.search(self._source) else 0)
        except re.error as error:
            raise ValueError(f"{self._place}: no usable pattern: {error}") from None


@lru_cache
def phrases(path: Path) -> Phrases:
    """A list, read once. Raises ValueError where a line uses a part that no line above it defines."""
    parts: dict[str, str] = {}
    lines: list[_Line] = []
    for number, line in enumerate(folded(path.read_text("utf-8")).split("\n"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        unknown = next((use["name"] for use in _USE.finditer(line) if use["name"] not in parts), None)
        if unknown:
            raise ValueError(f"{path}:{number}: no part '{unknown}' is defined above this line")
        expanded = _USE.sub(lambda use: f"(?:{parts[use['name']]})", line)
        definition = _DEFINITION.fullmatch(expanded)
        if definition:
            parts[definition["name"]] = definition["value"]
        else:
            lines.append(_Line(expanded, f"{path}:{number}"))
    return Phrases(lines)


def folded(text: str) -> str:
    """The text with each character as the one that stands for all its forms; its length stays."""
    return text.translate(tables.forms().fold)


def needed_words(pattern: str) -> list[frozenset[str]]:
    """Sets of words: every text that the pattern matches holds a word of each."""
    return _alternatives(pattern, 0)[0]


def _alternatives(pattern: str, at: int) -> tuple[list[frozenset[str]], int]:
    """The needed words of what stands between bars from `at` on, and where its closing bracket stands."""
    each: list[list[frozenset[str]]] = []
    while True:
        needed, at = _sequence(pattern, at)
        each.append(needed)
        if at >= len(pattern) or pattern[at] == ")":
            break
        at += 1
    if len(each) == 1:
        return each[0], at
    if not all(each):
        return [], at
    return [frozenset().union(*(max(needed, key=_shortest) for needed in each))], at


def _shortest(words: frozenset[str]) -> int:
    return min(map(len, words))


def _sequence(pattern: str, at: int) -> tuple[list[frozenset[str]], int]:
    """The needed words of a run of atoms, and the offset of the bar or bracket that ends it."""
    needed: list[frozenset[str]] = []
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        char = pattern[at]
        inner: list[frozenset[str]] = []
        literal = ""
        if char == "(":
            opening = _GROUP.match(pattern, at)
            group = opening[0] if opening else "("
            inner, at = _alternatives(pattern, at + len(group))
            at += 1
            if group.endswith("!"):
                inner = []
        elif char == "[":
            at = _CLASS.match(pattern, at).end()  # type: ignore[union-attr]
        elif char == "\\":
            at += 2
        else:
            literal = "" if char in ".^$" else char
            at += 1
        count = _COUNT.match(pattern, at)
        if count:
            at = count.end()
            if count[0][0] in "?*" or count["least"] in ("", "0"):
                inner, literal = [], ""
        run += literal
        if count or not literal:
            needed += [frozenset((run,)), *inner] if run else inner
            run = ""
    return ([*needed, frozenset((run,))] if run else needed), at
