"""Where the sentences of a text begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

_SENTENCE_END = re.compile("[。！？!?\n\ufdd2]+")


class Sentences:
    """Where the sentences of a text end; looked up, not searched, so that a long line stays cheap."""

    def __init__(self, text: str) -> None:
        self._size = len(text)
        ends = [match.span() for match in _SENTENCE_END.finditer(text)]
        self._ends = [start for start, _ in ends]
        self._starts = [0, *(end for _, end in ends)]

    def number(self, at: int) -> int:
        """Which sentence an offset lies in."""
        return bisect_right(self._ends, at)

    def bounds(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around an offset."""
        number = self.number(at)
        return self._starts[number], self._ends[number] if number < len(self._ends) else self._size


@lru_cache(2)
def sentences_of(text: str) -> Sentences:
    """Where the sentences of a text end; found once for the steps that look at one text after the other."""
    return Sentences(text)


def inside(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether an offset lies in one of some spans, which are in order and do not overlap."""
    number = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return number >= 0 and at < spans[number][1]
