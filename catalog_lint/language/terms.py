"""Spellings that a configuration teaches: where a text has a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache


@lru_cache(16)
def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    parts = (
        (r"(?<![A-Za-z0-9_])" if text[0].isascii() and text[0].isalnum() else "")
        + re.escape(text)
        + (r"(?![A-Za-z0-9_])" if text[-1].isascii() and text[-1].isalnum() else "")
        for text in sorted(spellings, key=len, reverse=True)
    )
    return re.compile("|".join(parts))


def taught(terms: Mapping[str, str], text: str) -> Iterator[tuple[int, int, str]]:
    """The wrong spellings in a text, as (start, end, right spelling), in order."""
    wrong = tuple(one for one, right in terms.items() if one and one != right)
    if not wrong:
        return
    for match in _pattern(wrong).finditer(text):
        right = terms[match[0]]
        # A right spelling that holds the wrong one (Pipe -> Pipeline) is not mended twice.
        at = right.find(match[0])
        if at < 0 or not text.startswith(right, match.start() - at):
            yield match.start(), match.end(), right


def circle(terms: Mapping[str, str]) -> list[str]:
    """Wrong spellings whose right ones lead back to the first of them, in order; [] where none do."""
    leads = {
        wrong: [right[start:end] for start, end, _ in taught(terms, right)] for wrong, right in terms.items()
    }
    settled: set[str] = set()
    for first in leads:
        path = [first]
        ways = [iter(leads[first])]
        while path:
            following = next(ways[-1], None)
            if following is None:
                settled.add(path.pop())
                ways.pop()
            elif following in path:
                return path[path.index(following) :]
            elif following not in settled:
                path.append(following)
                ways.append(iter(leads[following]))
    return []
