"""English as written: which words there are, how frequent they are, what a fragment was.

The words stand in two of the lists that `lexicon/english.py` makes (see `english_lists.py`); the terms and
names that no dictionary has are `english_terms.py`'s. Nothing is loaded before the first question, and
nothing is parsed then: a word is looked up by bisection of the file's bytes, and only when many were asked
for in a set of them all. The words stand in the order of their last letters: endings are found by bisection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from catalog_lint.language.english_lists import content, line_at, line_from

MANY = 1_500
"""From so many words on, a set of all pays for itself."""
_FAMILIAR = 24_000
_FAMILIAR_SUBSTANCE = 12_000
"""Up to these ranks everybody knows a word, and one that has the ending of a substance."""
_SUBSTANCE = re.compile(
    r"""
    (?: ines? | ides? | ols? | oses? | ases? | ites? | enes? | anes? | yl | ins? | ones? | oids? | fen | phen
      | il | (?: am | ph | tr | rb | rbon | lact | xal | cet | lf ) ates?
    ) \Z
    """,
    re.VERBOSE,
)
_PARTS = 3_000
_SHORTEST_PART = 3
_SHORTEST_STEM = 4
_PREFIXES = ("anti", "de", "dis", "mis", "non", "over", "pre", "re", "sub", "un", "under")
_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ers", ""),
    ("ers", "e"),
    ("ly", ""),
    ("ness", ""),
    ("iness", "y"),
    ("ful", ""),
    ("less", ""),
    ("able", ""),
    ("able", "e"),
    ("ability", "able"),
    ("ization", "ize"),
    ("isation", "ize"),
    ("ation", "e"),
    ("ity", ""),
    ("ity", "e"),
)
"""Endings that make a word of another one, and what they stand for."""


def _words() -> bytes:
    return content("words")


@lru_cache(1)
def _every_word() -> frozenset[bytes]:
    return frozenset(_words().split())


def _common() -> bytes:
    return content("common")


@lru_cache(1)
def ranks() -> dict[str, int]:
    return {word: rank for rank, word in enumerate(_common().decode("ascii").split(), 1)}


@lru_cache(20_000)
def is_word(word: str) -> bool:
    """Whether a word, in any case, is in the dictionary."""
    if not word.isalpha() or not word.isascii():
        return False
    wanted = word.lower().encode("ascii")
    if is_word.cache_info().misses > MANY:
        return wanted in _every_word()
    return line_at(_words(), _place_of_ending(wanted)) == wanted


def _backwards(word: bytes) -> bytes:
    return word[::-1]


def _place_of_ending(ending: bytes) -> int:
    """Where the first word stands that, read backwards, is not before `ending` read backwards."""
    return line_from(_words(), ending[::-1], _backwards)


def rank(word: str) -> int:
    """A word's place by frequency, from 1; 0 where it is none of the 40,000 commonest."""
    return ranks().get(word.lower(), 0)


@lru_cache(20_000)
def is_familiar(word: str) -> bool:
    """Whether everybody who reads English knows a word, in lower case, or what it is made of.

    It is common itself, derived from a common word (oversleeping), two of them in one (dataset), or made of
    such parts with hyphens. What is left is a specialist's: fibres (mohair), and sooner what has the
    ending of a substance (ibuprofen, creatine).
    """
    if "-" in word:
        return all(part.isdigit() or is_familiar(part) for part in word.split("-") if part)
    most = _FAMILIAR_SUBSTANCE if _SUBSTANCE.search(word) else _FAMILIAR
    if _is_common(word, most) or any(_is_common(stem, most) for stem in _stems(word)):
        return True
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    return any(_is_common(word[:at], _PARTS) and _is_common(word[at:], _PARTS) for at in cuts)


def is_verb(word: str) -> bool:
    """Whether the dictionary has what a verb, in any case, makes of itself (marinated, marinating)."""
    low = word.lower()
    stem = low.removesuffix("e")
    return is_word(low) and any(
        is_word(f"{one}ed") and is_word(f"{one}ing") for one in (stem, stem + stem[-1:])
    )


def has_prefix(word: str) -> bool:
    """Whether a word, in lower case, is a common one with a prefix before it (unbreak)."""
    return any(
        word.startswith(prefix)
        and len(word) - len(prefix) >= _SHORTEST_STEM
        and _is_common(word.removeprefix(prefix), _FAMILIAR_SUBSTANCE)
        for prefix in _PREFIXES
    )


def _is_common(word: str, most: int) -> bool:
    return 0 < rank(word) <= most


def _stems(word: str) -> Iterator[str]:
    """What a word may be derived from: without a prefix, an ending or both."""
    for prefix in ("", *_PREFIXES):
        rest = word.removeprefix(prefix)
        if prefix and (rest == word or len(rest) < _SHORTEST_STEM):
            continue
        if prefix:
            yield rest
        for ending, put in _ENDINGS:
            stem = rest.removesuffix(ending)
            if stem != rest and len(stem) >= _SHORTEST_STEM:
                yield stem + put


@lru_cache(5_000)
def word_ending_in(fragment: str) -> str:
    """A longer word that ends in `fragment`, the commonest if it has one, "" without one."""
    if not fragment.isascii():
        return ""
    ending = fragment.lower().encode("ascii")
    place = _place_of_ending(ending)
    if line_at(_words(), place) == ending:
        place += len(ending) + 1
    word = line_at(_words(), place)
    if not word.endswith(ending):
        return ""
    return _longer(_common(), ending + b"\n", len(ending)) or word.decode("ascii")


@lru_cache(5_000)
def word_beginning_with(fragment: str) -> str:
    """A longer word that begins with `fragment`, the commonest if it has one, "" without one."""
    if not fragment.isascii():
        return ""
    needle = b"\n" + fragment.lower().encode("ascii")
    return _longer(_common(), needle, len(fragment)) or _longer(_words(), needle, len(fragment))


def words_ending_in(fragment: str, most: int) -> Iterator[str]:
    """Up to `most` words that end in `fragment`, in lower case, and are longer."""
    ending = fragment.encode("ascii")
    place = _place_of_ending(ending)
    for _ in range(most):
        word = line_at(_words(), place)
        if not word.endswith(ending):
            return
        if word != ending:
            yield word.decode("ascii")
        place += len(word) + 1


def words_beginning_with(fragment: str, most: int) -> Iterator[str]:
    """Up to `most` words that begin with `fragment`, in lower case, and are longer."""
    found = re.finditer(b"^" + fragment.encode("ascii") + b".+$", _words(), re.MULTILINE)
    yield from (word[0].decode("ascii") for word in islice(found, most))


def _longer(data: bytes, needle: bytes, length: int) -> str:
    """The first word of a list that holds `needle` and is longer than `length`."""
    at = data.find(needle)
    while at >= 0:
        start = data.rfind(b"\n", 0, at + 1) + 1
        end = data.find(b"\n", start)
        if end - start > length:
            return data[start:end].decode("ascii")
        at = data.find(needle, at + 1)
    return ""
