"""What the rules on Latin letters share: an entry's text as a reader sees it, and its words."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from catalog_lint.catalog.model import BREAK, MARK, OBJECT, Entry, Prose
from catalog_lint.language.han import HAN, HAN_CHARACTER
from catalog_lint.source import Span

LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
WORD = re.compile(rf"[{LETTERS}]+(?:['’][{LETTERS}]+)*")
_HIDDEN = re.compile(f"{OBJECT}+")
_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
_MARK = re.compile(MARK)
_LATIN = re.compile("[A-Za-z]")
LONGEST_WORD = 30
_BRACKET_REACH = 500
_GLOSS = re.compile(
    rf"""
    (?<=[{HAN}]) [ ]? [(（] [ ]? [A-Za-z][A-Za-z -]{{2,39}} [)）]                       # 羽毛（plumage）
    | [A-Za-z][A-Za-z-]{{2,39}} [ ]? [(（] (?! 如 | 例 | 比如 | 包括 | 含 ) [{HAN}]{{1,12}} [)）]
    """,
    re.VERBOSE,
)
_OPEN, _CLOSE = "(（[［【〔", ")）]］】〕"
_OPENING = re.compile(r"[(（\[［【〔]")


class Word(NamedTuple):
    """A run of Latin letters; offsets count in `Reading.text`."""

    text: str
    start: int
    end: int


@dataclass
class Reading:
    """A prose without the marks that render to nothing, so that what touches for a reader touches here.

    Offsets are mapped back by `span`.
    """

    text: str
    marked: str
    title: str
    entry: Entry

    def span(self, start: int, end: int) -> Span:
        """The source span of a run of the text."""
        return Span(self._place(start), self._place(end - 1) + 1)

    def _place(self, at: int) -> int:
        return at + bisect_right(self._marks, at)

    @cached_property
    def _marks(self) -> list[int]:
        """For each mark the offset in `text` where it stood."""
        return [match.start() - number for number, match in enumerate(_MARK.finditer(self.marked))]

    @cached_property
    def edges(self) -> frozenset[int]:
        """The offsets where marks stood."""
        return frozenset(self._marks)

    @cached_property
    def words(self) -> list[Word]:
        """Its Latin words, in order."""
        return [Word(match[0], *match.span()) for match in WORD.finditer(self.text)]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often each word stands in it, in lower case."""
        counts: dict[str, int] = {}
        for word in self.words:
            key = word.text.lower()
            counts[key] = counts.get(key, 0) + 1
        return counts

    @cached_property
    def spellings(self) -> Counter[str]:
        """How often each word stands in it just so."""
        return Counter(word.text for word in self.words)

    @cached_property
    def mixed_case(self) -> frozenset[str]:
        """The words that it writes with capitals inside, in lower case."""
        return frozenset(
            text.lower()
            for text in self.spellings
            if not (text.islower() or text.istitle() or text.isupper())
        )

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words of the title and of what the configuration teaches, in lower case."""
        taught = " ".join(self.entry.terms.values())
        return frozenset(match[0].lower() for match in WORD.finditer(f"{self.title} {taught}"))

    @cached_property
    def in_code(self) -> frozenset[str]:
        """The words of its code, in lower case: names of something."""
        spans = [Span(*match.span()) for match in _HIDDEN.finditer(self.marked)]
        return self._words_at([span for span in spans if self.entry.text.startswith("`", span.start)])

    @cached_property
    def glossed(self) -> frozenset[str]:
        """The words that stand beside their Chinese once, in lower case: 羽毛（plumage）, plumage（羽毛）."""
        return frozenset(
            word[0].lower() for gloss in _GLOSS.finditer(self.text) for word in WORD.finditer(gloss[0])
        )

    @cached_property
    def evidence(self) -> frozenset[str]:
        """The words of its code and its addresses, in lower case: they are written so on purpose."""
        return self.in_code | self._words_at([link.span for link in self.entry.links])

    @cached_property
    def link_texts(self) -> list[Span]:
        """Where the texts of its links stand in the entry: they are titles of something."""
        text = self.entry.text
        ends = [link.span.start - 2 for link in self.entry.links if link.kind == "link" and not link.frame]
        return [Span(text.rfind("[", 0, end), end) for end in ends if text.startswith("](", end)]

    def is_linked(self, start: int, end: int) -> bool:
        """Whether a run of the text lies in the text of a link."""
        span = self.span(start, end)
        return any(link.start < span.start and span.end <= link.end for link in self.link_texts)

    def _words_at(self, spans: list[Span]) -> frozenset[str]:
        text = self.entry.text
        shown = [text[span.start : span.end].lower() for span in spans]
        return frozenset(found for part in shown for one in (WORD, _NAME) for found in one.findall(part))

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """Its lines that hold Latin letters."""
        return [match.span() for match in re.finditer(f"[^\n{BREAK}]+", self.text) if _LATIN.search(match[0])]

    @cached_property
    def mostly_foreign(self) -> bool:
        """Whether Latin letters outnumber all others by far: the text is in another language."""
        masks = self.text.count(BREAK) + self.text.count(OBJECT)
        han = len(self.text) - len(self.text.encode("ascii", "ignore")) - masks
        latin = sum(word.end - word.start for word in self.words)
        return latin > 4 * han

    def line_of(self, start: int, end: int) -> tuple[int, int]:
        """Where the line of a run begins and ends."""
        first = self.text.rfind("\n", 0, start) + 1
        last = self.text.find("\n", end)
        last = len(self.text) if last < 0 else last
        first = max(first, self.text.rfind(BREAK, first, start) + 1)
        stop = self.text.find(BREAK, end, last)
        return first, last if stop < 0 else stop

    def before(self, at: int) -> str:
        """The character before an offset, "" at the start."""
        return self.text[at - 1] if at else ""

    def after(self, at: int) -> str:
        """The character at an offset, "" at the end."""
        return self.text[at] if at < len(self.text) else ""

    def bracketed(self, start: int, end: int, line: tuple[int, int]) -> tuple[int, int] | None:
        """The content of the innermost bracket of the line that holds a run; far brackets are not seen."""
        line = max(line[0], start - _BRACKET_REACH), min(line[1], end + _BRACKET_REACH)
        if not _OPENING.search(self.text, line[0], start):
            return None
        depth, at = 0, start - 1
        while at >= line[0]:
            char = self.text[at]
            if char in _CLOSE:
                depth += 1
            elif char in _OPEN:
                if not depth:
                    break
                depth -= 1
            at -= 1
        else:
            return None
        close, depth = end, 0
        while close < line[1]:
            char = self.text[close]
            if char in _OPEN:
                depth += 1
            elif char in _CLOSE:
                if not depth:
                    return at + 1, close
                depth -= 1
            close += 1
        return None


def is_han(char: str) -> bool:
    """Whether a character (or "") is a Chinese one."""
    return bool(char) and HAN_CHARACTER.match(char) is not None


def has_han(text: str, start: int = 0, end: int = sys.maxsize) -> bool:
    """Whether a text, or a run of it, holds a Chinese character."""
    return HAN_CHARACTER.search(text, start, end) is not None


def reading(prose: Prose) -> Reading | None:
    """The prose as read, made once for all rules; None where it has no Latin letters."""
    return prose.memo(_read)


def _read(prose: Prose) -> Reading | None:
    if not _LATIN.search(prose.text):
        return None
    title = prose.entry.fields.get("title")
    text = prose.text.replace(MARK, "")
    return Reading(text, prose.text, title.text if title else "", prose.entry)


_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_CODE_BEFORE = frozenset("0123456789_./\\@#$%+=~<{[&:'’" + OBJECT + _ZERO_WIDTH)
_CODE_AFTER = frozenset("0123456789_/\\@#$+=~<>{[&" + OBJECT + _ZERO_WIDTH)


def standing(read: Reading, word: Word) -> bool:
    """Whether a word stands in a sentence: part of no path, number or identifier, and none of the title."""
    after, beyond = read.after(word.end), read.after(word.end + 1)
    joined = bool(after) and after in ".:-'" and beyond.isascii() and beyond.isalnum()
    return (
        len(word.text) <= LONGEST_WORD
        and read.before(word.start) not in _CODE_BEFORE
        and after not in _CODE_AFTER
        and not joined
        and word.text.lower() not in read.title_words
    )
