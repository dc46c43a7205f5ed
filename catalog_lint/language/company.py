"""What stands around a rare character: whether it is modern prose, in which the character can only be a slip.

Where the words near it are common ones, a sentence is of our day, and a character that is in none of its
words went wrong. Old texts and lists of names have few common words (蘧伯玉使人于孔子).
"""

from __future__ import annotations

from functools import lru_cache

from catalog_lint.language import tables
from catalog_lint.language.rare import FUNCTION, costs_alone

_NEAR = 10
"""How far, in characters, the words around a character are read."""
_LONGEST = 5
_BLOCK = 64
"""Characters that share all but the last byte of UTF-8: a broken token changes that byte (纖 to 纙)."""
_REACH = 3
"""How far, in characters, a word may begin before the character or end behind it."""
_LIKELY = 48
"""What a word may cost, in quarters of a nat, that a slip made a character of; longer ones may cost more."""
_BY_LENGTH = 8
"""What each character above two is worth in that."""
_AMID_WORDS = 0.2

# How many Han there must be around a character, and how many of them in common words: for one that no modern
# dictionary has, and for one that it has. Measured on damaged pages against old texts and lists of stars.
_UNKNOWN = (5, 0.4)
_KNOWN = (6, 0.5)


def is_slip(text: str, at: int) -> bool:
    """Whether a rare character that makes no known word is one that went wrong.

    It is where the words around it are common ones, but for a character of dictionaries that stands by itself
    between marks and little words (匜與盨); or where a character beside it in the code makes a common word
    there and the sentence has others, or is too short to tell.
    """
    listed = text[at] in tables.dictionary()
    han, share = common_words_around(text, at)
    least, needed = _KNOWN if listed else _UNKNOWN
    if han >= least and share >= needed:
        return not (listed and _stands_by_itself(text, at))
    return not listed and (han < _KNOWN[0] or share >= _AMID_WORDS) and makes_word_with_another_byte(text, at)


def common_words_around(text: str, at: int) -> tuple[int, float]:
    """How many Han stand near an offset, and the share of them in common words of two characters or more."""
    words, fold = tables.words(), tables.forms().fold
    low = max(0, at - _NEAR)
    near = text[low : at + _NEAR + 1].translate(fold)
    here, size = at - low, len(near)
    han = [place for place, one in enumerate(near) if _is_han(one) and place != here]
    covered: set[int] = set()
    for start in han:
        for end in range(start + 2, min(size, start + _LONGEST) + 1):
            if not _is_han(near[end - 1]) or start <= here < end:
                break
            cost = words.cost(near[start:end])
            if cost is not None and cost <= tables.COMMON_WORD:
                covered.update(range(start, end))
    return len(han), len(covered) / len(han) if han else 0.0


def makes_word_with_another_byte(text: str, at: int) -> bool:
    """Whether a character that differs in the last byte of UTF-8 alone would make a common word there."""
    words, fold = tables.words(), tables.forms().fold
    low = max(0, at - _REACH)
    near, here = text[low : at + _REACH + 2], at - low
    first = ord(text[at]) // _BLOCK * _BLOCK
    for other in _good().intersection(map(chr, range(first, first + _BLOCK))):
        read = (near[:here] + other + near[here + 1 :]).translate(fold)
        for start in range(here + 1):
            for end in range(max(here + 1, start + 2), min(len(read), start + _LONGEST) + 1):
                word = read[start:end]
                cost = words.cost(word) if all(map(_is_han, word)) else None
                if cost is not None and cost - _BY_LENGTH * (len(word) - 2) <= _LIKELY:
                    return True
    return False


@lru_cache(1)
def _good() -> frozenset[str]:
    return tables.common() | tables.in_use()


def _stands_by_itself(text: str, at: int) -> bool:
    return all(
        not _is_han(beside) or costs_alone(beside) < FUNCTION
        for beside in (text[at - 1 : at], text[at + 1 : at + 2])
    )


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
