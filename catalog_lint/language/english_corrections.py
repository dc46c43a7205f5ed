"""What a misspelt English word was meant to be, and the edits that lead from one word to another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache

from catalog_lint.language import english

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
FAR_PREFIX = 3
FAR_LENGTH = 10
FAR_RANK = 20_000
_SPELT_ABROAD = {"ie": "y", "ique": "ic", "zione": "tion"}
"""How the endings of French, German and Italian words are spelt in English (physiologie, musique)."""


@lru_cache(1)
def _common_sorted() -> list[str]:
    return sorted(english.ranks())


def one_edit(word: str, may_begin: Callable[[str], bool] | None = None) -> Iterator[str]:
    """Every string one edit away: two letters swapped, one dropped, changed or put in.

    With `may_begin`, those alone whose letters before the edit it lets begin a word.
    """
    for at in range(len(word)):
        head, tail = word[:at], word[at:]
        if may_begin is not None and not may_begin(head):
            return
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:]
        yield head + tail[1:]
        for letter in _LETTERS:
            yield head + letter + tail[1:]
            yield head + letter + tail
    for letter in _LETTERS:
        yield word + letter


@lru_cache(5_000)
def correction(word: str) -> str:
    """The word that `word` was probably meant to be, "" without one.

    Any word with two neighbouring letters swapped; a common one with the ending that another language has for
    it; one of the commonest that is one edit away; a long word may be two edits from a common one that begins
    alike, and ends alike if it is not so long.
    """
    word = word.lower()
    ranks = english.ranks()
    return _swapped(word, ranks) or _from_abroad(word, ranks) or _near(word, ranks) or _far(word, ranks)


def _swapped(word: str, ranks: dict[str, int]) -> str:
    swaps = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    known = [
        (ranks.get(other, len(ranks) + 1), other)
        for other in swaps
        if other != word and english.is_word(other)
    ]
    return min(known)[-1] if known else ""


def _from_abroad(word: str, ranks: dict[str, int]) -> str:
    ours = (word.removesuffix(end) + new for end, new in _SPELT_ABROAD.items() if word.endswith(end))
    return next((other for other in ours if other in ranks), "")


def _near(word: str, ranks: dict[str, int]) -> str:
    near = [
        (other[-1] != word[-1], other[0] != word[0], ranks[other], other)
        for other in one_edit(word, _begins_common_word)
        if other in ranks and other != word
    ]
    return min(near)[-1] if near else ""


def _begins_common_word(letters: str) -> bool:
    ordered = _common_sorted()
    at = bisect_left(ordered, letters)
    return at < len(ordered) and ordered[at].startswith(letters)


def _far(word: str, ranks: dict[str, int]) -> str:
    if len(word) < FAR_LENGTH - 1:
        return ""
    ordered = _common_sorted()
    head, tail = word[:FAR_PREFIX], word[-FAR_PREFIX:] if len(word) < FAR_LENGTH else ""
    best: tuple[int, str] | None = None
    for at in range(bisect_left(ordered, head), bisect_left(ordered, head + "{")):
        other = ordered[at]
        if (
            abs(len(other) - len(word)) <= 2
            and other.endswith(tail)
            and ranks[other] <= FAR_RANK
            and (best is None or ranks[other] < best[0])
            and distance(word, other) <= 2
        ):
            best = ranks[other], other
    return best[1] if best else ""


def distance(left: str, right: str) -> int:
    """Edits between two words: letters swapped with a neighbour, dropped, changed or put in."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        above, row_before = row, before
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, row_before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
