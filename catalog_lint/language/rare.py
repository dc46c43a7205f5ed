"""Rare characters: where one stands in a word that somebody knows, or may be part of a name."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from catalog_lint.language import tables
from catalog_lint.language.han import COMMON_HAN
from catalog_lint.language.readings import LONGEST_WORD, UNKNOWN
from catalog_lint.rule.wordlists import entries

_PEOPLE = Path(__file__).parent / "data" / "people.txt"
_HAN_SIGN = re.compile(f"[{COMMON_HAN}]")
_FOUR_BYTES = re.compile("[\U00020000-\U0003ffff]")
_BIRD = re.compile("[\u9ce5-\u9e74]")
_FISH_OR_BIRD = re.compile("[\u9b5a-\u9e74]")
"""Characters under the radicals 魚 and 鳥, which Unicode has in order."""
_COLOURS = frozenset("紅赤黑烏白青藍綠黃金銀花斑")
"""What most fish are called by, one kind from another (紅魽)."""
SELDOM = 65
"""What a character may cost that some texts have as a word: 20 times among 60 million words."""
ALONE = 50
"""From this cost on (90 times among 24 million words), a character hardly stands by itself."""
BOUND = 40
"""From this cost on (1,100 times), a character beside it most likely makes a word with it."""
FUNCTION = 29
"""Below this cost (5,500 times) a character is a word of its own in any sentence (從, 應)."""
_COMMON_WORD = 49
"""Below this cost (100 times) two characters are a word, from it on as often a person that texts speak of."""
_NEAR = 12
"""How far, in characters, a sentence is looked at for others of its kind."""
_NAME = 3
"""Characters of a name, the surname first."""


def stands_in_word(text: str, at: int) -> bool:
    """Whether the characters around an offset make a word with it that the lists have."""
    words, fold = tables.words(), tables.forms().fold
    low = max(0, at - LONGEST_WORD + 1)
    folded = text[low : at + LONGEST_WORD].translate(fold)
    here = at - low
    return any(
        folded[start:end] in words
        for start in range(here + 1)
        for end in range(max(here + 1, start + 2), min(start + LONGEST_WORD, len(folded)) + 1)
    )


def ends_word(text: str, at: int) -> bool:
    """Whether a word of two characters or more may end at an offset."""
    words, fold = tables.words(), tables.forms().fold
    return any(text[start:at].translate(fold) in words for start in range(max(0, at - LONGEST_WORD), at - 1))


def opens_word(text: str, at: int) -> bool:
    """Whether a word of two or three characters may begin at an offset."""
    words, fold = tables.words(), tables.forms().fold
    return any(text[at:end].translate(fold) in words for end in range(at + 2, at + 4))


def makes_sense(text: str, at: int) -> bool:
    """Whether a character may stand where it does: in a known word, as a common one by itself, or beside
    nothing that needs it to make a word."""
    if costs_alone(text[at]) < ALONE or stands_in_word(text, at):
        return True
    return not any(
        _HAN_SIGN.match(text, beside)
        and costs_alone(text[beside]) >= BOUND
        and not stands_in_word(text, beside)
        for beside in (at - 1, at + 1)
        if 0 <= beside < len(text)
    )


def costs_alone(character: str) -> int:
    """What a character costs as a word by itself, in quarters of a nat."""
    record = tables.words().get(character.translate(tables.forms().fold))
    if record is None:
        return UNKNOWN
    if isinstance(record, int):
        return record
    return min(
        (ord(record[at]) - ord("0") for at in range(0, len(record), 3) if record[at + 2] == character),
        default=UNKNOWN,
    )


def may_be_meant(text: str, at: int) -> bool:
    """Whether a character is a word of some texts, or may be part of a name.

    A bird's name has its radical, and so has a fish's, beside another such character or a colour. A person's
    has a surname one or two characters before, a label (講者：) before it, or a title behind. Characters of
    Taiwanese, Hakka and Cantonese are meant too.
    """
    if is_of_another_speech(text, at):
        return True
    record = tables.words().get(text[at].translate(tables.forms().fold))
    if isinstance(record, int) and record <= SELDOM:
        return True
    if _names_animal(text, at):
        return True
    surnames = tables.surnames()
    if any(text[place] in surnames for place in range(max(0, at - _NAME + 1), at)):
        return True
    start = at
    while start and at - start < _NAME and "\u3400" <= text[start - 1] <= "\u9fff":
        start -= 1
    label = _label().search(text, max(0, start - 6), start)
    return bool(label or _title().match(text, at + 1) or _title().match(text, at + 2))


def is_of_another_speech(text: str, at: int) -> bool:
    """Whether what stands at an offset may write another of the Chinese languages.

    Taiwanese and Hakka have characters of four bytes (𪜶, 𠊎), which no converter makes; those of Cantonese
    stand among others of theirs (佢哋啲嘢).
    """
    around = text[max(0, at - _NEAR) : at + _NEAR]
    if _FOUR_BYTES.search(around):
        return True
    cantonese = tables.cantonese()
    return text[at] in cantonese and len(cantonese.intersection(around)) > 1


def _any_of(*kinds: str) -> str:
    """A pattern's group for the words of some kinds that stand beside names."""
    words = (re.escape(one.parts[1]) for one in entries(_PEOPLE) if one.text in kinds)
    return f"(?:{'|'.join(words)})"


@lru_cache(1)
def _label() -> re.Pattern[str]:
    return re.compile(_any_of("label") + r"[：:\s]*$")


@lru_cache(1)
def _title() -> re.Pattern[str]:
    return re.compile(_any_of("title", "place"))


@lru_cache(1)
def _role() -> re.Pattern[str]:
    """What stands right in front of a name, or of one and another name with a word that joins them."""
    return re.compile(_any_of("role") + "(?:[\u3400-\u9fff]{2,3}[與和及、])?\\Z")


@lru_cache(1)
def _folded_surnames() -> frozenset[str]:
    fold = tables.forms().fold
    return frozenset(one.translate(fold) for one in tables.surnames())


def _names_animal(text: str, at: int) -> bool:
    """Whether a character is a bird's name, or a fish's beside another or behind a colour."""
    if not _FISH_OR_BIRD.match(text, at):
        return False
    beside = (at - 1, at + 1)
    return bool(_BIRD.match(text, at) or (at and text[at - 1] in _COLOURS)) or any(
        _FISH_OR_BIRD.match(text, place) for place in beside if place >= 0
    )


def name_around(text: str, at: int) -> tuple[int, int] | None:
    """Where the name begins and ends that a character is part of: two or three characters, a surname first,
    behind a label (講者：), @ or what a person is (詩人)."""
    return _labelled_name(text, at) or _name_of_role(text, at)


def is_bare_name(text: str, at: int) -> bool:
    """Whether a character is in a name that stands between marks: a surname and two that are no word."""
    start, end = _han_around(text, at)
    if end - start != _NAME or text[start].translate(tables.forms().fold) not in _folded_surnames():
        return False
    given = text[start + 1 : end].translate(tables.forms().fold)
    return (
        given not in tables.words()
        and not _opens_with_word(text, start)
        and all(costs_alone(one) >= FUNCTION for one in text[start:end])
    )


def _name_of_role(text: str, at: int) -> tuple[int, int] | None:
    surnames, fold = _folded_surnames(), tables.forms().fold
    for start in range(at, max(-1, at - _NAME), -1):
        if (
            text[start].translate(fold) in surnames
            and all(costs_alone(one) >= FUNCTION for one in text[start : start + 2])
            and not _opens_with_word(text, start)
            and _role().search(text, max(0, start - 7), start)
        ):
            return start, start + _NAME
    return None


def _opens_with_word(text: str, at: int) -> bool:
    """Whether two characters are a common word (連任, 張開), not the beginning of a name."""
    record = tables.words().get(text[at : at + 2].translate(tables.forms().fold))
    return record is not None and (not isinstance(record, int) or record < _COMMON_WORD)


def _han_around(text: str, at: int) -> tuple[int, int]:
    """The Han that touch a character; where they are more than a name has, one more than that at least."""
    start = at
    while start and at - start < _NAME and "\u3400" <= text[start - 1] <= "\u9fff":
        start -= 1
    end, size = at + 1, len(text)
    while end < size and end - start <= _NAME and "\u3400" <= text[end] <= "\u9fff":
        end += 1
    return start, end


def _labelled_name(text: str, at: int) -> tuple[int, int] | None:
    start, end = _han_around(text, at)
    if not 2 <= end - start <= _NAME:
        return None
    if text[start].translate(tables.forms().fold) not in _folded_surnames():
        return None
    labelled = text[start - 1 : start] == "@" or _label().search(text, max(0, start - 6), start)
    return (start, end) if labelled else None
