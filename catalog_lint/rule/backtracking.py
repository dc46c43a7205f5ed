"""Regular expressions of users that may try a text in ever more ways: told when they are read.

Python's engine has no limit, and one such expression keeps a run from ending. Inside a repetition without
end, the next character must decide between the ways on: then a text is read in one way, and the time grows
with its length alone (or, for repetitions in a row, with a power of it).
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

ENDLESS = 10
"""A repetition of up to so many times and more counts as one without end."""
_SAMPLES = frozenset(string.printable + "中。，「é Ａ０\u3000\ufdd0\ufdd1\ufdd2")
_Items = Sequence[tuple[Any, Any]]
_Set = frozenset[str]
_CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d",
    c.CATEGORY_NOT_DIGIT: r"\D",
    c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w",
    c.CATEGORY_NOT_WORD: r"\W",
}


def ambiguous_repetition(pattern: str) -> bool:
    """Whether a repetition in a pattern may read one text in several ways. `pattern` must compile."""
    items = list(parser.parse(pattern))
    return _Reader(_SAMPLES | _named(items)).is_ambiguous(items, frozenset(), in_loop=False)


def _named(items: Any) -> set[str]:
    """The characters that a pattern names, and those beside them."""
    found: set[str] = set()
    if isinstance(items, tuple) and len(items) == 2 and items[0] in (c.LITERAL, c.NOT_LITERAL):
        return {chr(n) for n in range(max(0, items[1] - 1), min(items[1] + 2, 0x110000))}
    if isinstance(items, tuple) and len(items) == 2 and items[0] == c.RANGE:
        return {chr(n) for end in items[1] for n in range(max(0, end - 1), min(end + 2, 0x110000))}
    if isinstance(items, (tuple, list, parser.SubPattern)):
        for item in items:
            found |= _named(item)
    return found


class _Reader:
    def __init__(self, samples: Iterable[str]) -> None:
        self.all: _Set = frozenset(samples)

    def is_ambiguous(self, items: _Items, follow: _Set, in_loop: bool) -> bool:
        """Whether a repetition in a sequence is; `follow` may come after it."""
        for operation, value in reversed(items):
            if self._is_item_ambiguous(operation, value, follow, in_loop):
                return True
            first, empty = self._first_of(operation, value)
            follow = first | follow if empty else first
        return False

    def _is_item_ambiguous(self, operation: Any, value: Any, follow: _Set, in_loop: bool) -> bool:
        if operation in (c.MAX_REPEAT, c.MIN_REPEAT):
            least, most, inside = value
            first, _ = self._first(inside)
            if in_loop and least != most and first & follow:
                return True
            again = first | follow if most > 1 else follow
            return self.is_ambiguous(inside, again, in_loop or most >= ENDLESS)
        if operation == c.SUBPATTERN:
            return self.is_ambiguous(value[-1], follow, in_loop)
        if operation == c.BRANCH:
            return (in_loop and self._meet(value[1], follow)) or any(
                self.is_ambiguous(branch, follow, in_loop) for branch in value[1]
            )
        if operation in (c.ASSERT, c.ASSERT_NOT):
            return self.is_ambiguous(value[1], self.all, in_loop=False)
        if operation == c.ATOMIC_GROUP:
            return self.is_ambiguous(value, self.all, in_loop=False)
        if operation == c.POSSESSIVE_REPEAT:
            return self.is_ambiguous(value[2], self.all, in_loop=False)
        return False

    def _meet(self, branches: Sequence[_Items], follow: _Set) -> bool:
        """Whether two branches may read the same text."""
        for index, one in enumerate(branches):
            for other in branches[:index]:
                if not self._differ(list(one), list(other), follow):
                    return True
        return False

    def _differ(self, one: _Items, other: _Items, follow: _Set) -> bool:
        for at in range(max(len(one), len(other)) + 1):
            firsts = []
            for items in (one, other):
                first, empty = self._first(items[at:])
                firsts.append(first | follow if empty else first)
            if not firsts[0] & firsts[1]:
                return True
            if not all(items[at : at + 1] and self._is_single(items[at]) for items in (one, other)):
                return False
        return False

    @staticmethod
    def _is_single(item: tuple[Any, Any]) -> bool:
        return item[0] in (c.LITERAL, c.NOT_LITERAL, c.IN, c.ANY)

    def _first(self, items: _Items) -> tuple[_Set, bool]:
        """The characters that a sequence may begin with, and whether it may be empty."""
        found: _Set = frozenset()
        for operation, value in items:
            first, empty = self._first_of(operation, value)
            found |= first
            if not empty:
                return found, False
        return found, True

    def _first_of(self, operation: Any, value: Any) -> tuple[_Set, bool]:
        if operation in (c.LITERAL, c.NOT_LITERAL, c.IN, c.ANY):
            return self._characters(operation, value), False
        if operation in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            first, empty = self._first(value[2])
            return first, empty or value[0] == 0
        if operation == c.SUBPATTERN:
            return self._first(value[-1])
        if operation == c.ATOMIC_GROUP:
            return self._first(value)
        if operation == c.BRANCH:
            every = [self._first(branch) for branch in value[1]]
            return frozenset().union(*(first for first, _ in every)), any(empty for _, empty in every)
        if operation in (c.AT, c.ASSERT, c.ASSERT_NOT):
            return frozenset(), True
        return self.all, True  # a reference to a group, or a condition on one

    def _characters(self, operation: Any, value: Any) -> _Set:
        if operation == c.LITERAL:
            return frozenset(chr(value))
        if operation == c.NOT_LITERAL:
            return self.all - {chr(value)}
        if operation == c.ANY:
            return self.all - {"\n"}
        found: set[str] = set()
        negated = False
        for kind, part in value:
            if kind == c.NEGATE:
                negated = True
            elif kind == c.LITERAL:
                found.add(chr(part))
            elif kind == c.RANGE:
                found |= {each for each in self.all if part[0] <= ord(each) <= part[1]}
            else:
                found |= {each for each in self.all if re.match(_CATEGORIES[part], each)}
        return self.all - found if negated else frozenset(found)
