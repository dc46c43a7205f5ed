"""A text of the form that a pattern asks for, to show to those who do not read patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import cycle
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_DIGITS = "1234567890"
_LETTERS = "ABCDEFGH"
_ANYTHING = "…"
_WORDS = re.compile(r"[^\\()\[\]{}.*+?^$|]+(?:\|[^\\()\[\]{}.*+?^$|]+)+")


@lru_cache(64)
def example_of(pattern: str) -> str:
    """A short text that `pattern`, which must compile, matches as a whole; "" where none was found.

    Digits count on from 1, what may be anything is an ellipsis, and of several ways the first is taken; of
    several words all are given.
    """
    if _WORDS.fullmatch(pattern):
        return pattern.replace("|", " / ")
    said = re.sub("…+", _ANYTHING, _Example().of(parser.parse(pattern)))
    return said if said.strip(" …") and re.fullmatch(pattern, said) else ""


class _Example:
    def __init__(self) -> None:
        self.digits: Iterator[str] = cycle(_DIGITS)
        self.letters: Iterator[str] = cycle(_LETTERS)

    def of(self, items: Any) -> str:
        """What a sequence matches."""
        return "".join(self._one(operation, value) for operation, value in items)

    def _one(self, operation: Any, value: Any) -> str:
        if operation is c.LITERAL:
            return chr(value)
        if operation in (c.ANY, c.NOT_LITERAL):
            return _ANYTHING
        if operation is c.IN:
            return self._member(value)
        if operation is c.BRANCH:
            return self.of(value[1][0])
        if operation is c.SUBPATTERN:
            return self.of(value[3])
        if operation in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            least, _, repeated = value
            return "".join(self.of(repeated) for _ in range(least))
        return self.of(value) if operation is c.ATOMIC_GROUP else ""

    def _member(self, items: Any) -> str:
        """A character of a set: a digit or a letter where it has some, else what it names first."""
        if items[0][0] is c.NEGATE:
            return _ANYTHING
        digit, letter = next(self.digits), next(self.letters)
        for operation, value in items:
            if operation is c.RANGE:
                low, high = map(chr, value)
                return next((char for char in (digit, letter, letter.lower()) if low <= char <= high), low)
            if operation is c.CATEGORY:
                return digit if value in (c.CATEGORY_DIGIT, c.CATEGORY_WORD) else _ANYTHING
        return chr(items[0][1])
