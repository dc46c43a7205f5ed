"""Spellings that a configuration teaches: where a text has a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_WORD = r"[A-Za-z0-9_]"


class _Spellings:
    """The wrong spellings among terms, found in a text without trying each of them at each place."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self.terms = terms
        self._lengths: dict[str, list[int]] = {}
        lengths: dict[str, set[int]] = {}
        for wrong, right in terms.items():
            if wrong and wrong != right:
                lengths.setdefault(wrong[0], set()).add(len(wrong))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}
        words = [re.escape(first) for first in lengths if _has_border(first)]
        others = [re.escape(first) for first in lengths if not _has_border(first)]
        starts = ([f"(?<!{_WORD})[{''.join(words)}]"] if words else []) + (
            [f"[{''.join(others)}]"] if others else []
        )
        self._starts = re.compile("|".join(starts)) if starts else None

    def in_text(self, text: str) -> Iterator[tuple[int, int, str]]:
        at = 0
        while self._starts and (found := self._starts.search(text, at)):
            start = found.start()
            end = self._longest(text, start)
            if end:
                yield start, end, self.terms[text[start:end]]
            at = end or start + 1

    def _longest(self, text: str, start: int) -> int:
        """Where the longest wrong spelling that begins at `start` ends; 0 without one."""
        for length in self._lengths[text[start]]:
            end = start + length
            wrong = text[start:end]
            right = self.terms.get(wrong)
            inside_a_word = _has_border(wrong[-1:]) and bool(re.match(_WORD, text[end : end + 1]))
            if right is not None and right != wrong and not inside_a_word:
                return end
        return 0


def _has_border(char: str) -> bool:
    """Whether a spelling that begins or ends with a character ends there where a word does."""
    return char.isascii() and char.isalnum()


_known: list[_Spellings] = []
_MOST_KNOWN = 16


def _spellings(terms: Mapping[str, str]) -> _Spellings:
    for known in _known:
        if known.terms is terms:
            return known
    made = _Spellings(terms)
    _known[:] = [made, *_known[: _MOST_KNOWN - 1]]
    return made


def taught(terms: Mapping[str, str], text: str) -> Iterator[tuple[int, int, str]]:
    """The wrong spellings in a text, as (start, end, right spelling), in order.

    `terms` must not change once they were given.
    """
    if not terms:
        return
    for start, end, right in _spellings(terms).in_text(text):
        # A right spelling that holds the wrong one (Pipe -> Pipeline) is not corrected twice.
        at = right.find(text[start:end])
        if at < 0 or not text.startswith(right, start - at):
            yield start, end, right


def circle(terms: Mapping[str, str]) -> list[str]:
    """Wrong spellings whose right ones lead back to the first of them, in order; [] where none do."""
    leads = {
        wrong: [right[start:end] for start, end, _ in taught(terms, right)] for wrong, right in terms.items()
    }
    settled: set[str] = set()
    for first in leads:
        path, places = [first], {first: 0}
        ways = [iter(leads[first])]
        while path:
            following = next(ways[-1], None)
            if following is None:
                settled.add(path[-1])
                del places[path.pop()]
                ways.pop()
            elif following in places:
                return path[places[following] :]
            elif following not in settled:
                places[following] = len(path)
                path.append(following)
                ways.append(iter(leads[following]))
    return []
