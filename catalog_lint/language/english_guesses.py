"""How certain it is what word a fragment was: by how often each word that holds it is used."""

from __future__ import annotations

from functools import lru_cache

from catalog_lint.language import english

_UNRANKED = 100_000
"""The rank that a word counts with which is none of the commonest."""
_SHARE = 0.75
_MOST = 400


@lru_cache(2_000)
def is_certain(fragment: str, word: str) -> bool:
    """Whether `fragment`, in lower case, can hardly be a piece of another word than `word`.

    Words are weighed by Zipf's law: 1 / rank. What few people use is certain only where one letter is lost
    and no other word has that piece.
    """
    if not fragment or word == fragment:
        return False
    if word.endswith(fragment):
        others = set(english.words_ending_in(fragment, _MOST))
    elif word.startswith(fragment):
        others = set(english.words_beginning_with(fragment, _MOST))
    else:
        return False
    if not english.rank(word):
        return others <= {word} and len(word) - len(fragment) == 1
    return _weight(word) >= _SHARE * sum(map(_weight, others | {word}))


def _weight(word: str) -> float:
    return 1 / (english.rank(word) or _UNRANKED)
