"""Names for findings that last: lines may move, other entries come and go, and a finding keeps its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

AROUND_CHARACTERS = 16
"""How much text before and after a place belongs to its name; no more than its own line has."""
DIGITS = 32


class Spot(NamedTuple):
    """Where a finding is without rows or offsets: its rule, its entry's key, the text there and around."""

    code: str
    entry: str
    text: str
    before: str
    after: str


def entry_key(number: int | None, title: str, video: str) -> str:
    """What names an entry for good: its video's id, else its number, else its title ("" without all)."""
    if video:
        return f"video {video}"
    return f"number {number}" if number is not None else f"title {title}" if title else ""


def spot(code: str, entry: str, text: str, start: int, end: int) -> Spot:
    """The spot of a finding of rule `code` at [start, end) of a page's `text`, in the entry of that key.

    White space at the ends of the line and runs of it count as one space, so that a line that is only
    indented anew keeps its findings' names.
    """
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    before = text[line:start].lstrip()[-AROUND_CHARACTERS:]
    after = text[end : len(text) if stop < 0 else stop].rstrip()[:AROUND_CHARACTERS]
    return Spot(code, entry, *(" ".join(part.split()) for part in (text[start:end], before, after)))


def fingerprints(path: str, spots: Iterable[Spot]) -> Iterator[str]:
    """The fingerprints of a page's findings, given in the order of their places.

    Equal spots are told apart by counting them, so as many findings as there are have different names.
    """
    seen: Counter[Spot] = Counter()
    for each in spots:
        name = "\0".join((path, *each, str(seen[each])))
        seen[each] += 1
        yield sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
