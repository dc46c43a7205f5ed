"""Names of people whose surname a converter wrote in another form (餘華說), and those that only look as if it
had (范文瀾)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.language import tables
from catalog_lint.language.han import COMMON_HAN as _HAN
from catalog_lint.language.rare import BOUND, FUNCTION, costs_alone, ends_word

_SURNAME = {"餘": "余", "範": "范", "遊": "游", "鬍": "胡", "薑": "姜"}
"""What converters write, with the surname that they had: the commoner form is another character's."""
_BOTH = frozenset("余范游胡")
"""Surnames that Simplified text writes for another character too, but for those of plants (姜黃素)."""
_WRITTEN = f"(?P<surname>[{''.join(_SURNAME)}])"
_SAYS = (
    "(?:曾|也|就|還|則|便|又|在[^，。！？\n]{2,8})?"
    "(?:說|寫道|認為|指出|告訴|回憶|強調|坦言|補充|解釋|擔任|談到|提到|問道|答道|回答)"
)
_TITLES = "(?:先生|女士|小姐|同志|教授|博士|醫師|醫生|老師|律師)"
_SPEAKS = re.compile(f"{_WRITTEN}(?<![{_HAN}].)(?P<given>(?![均皆亦俱悉仍則])[{_HAN}]{{1,2}}?)(?={_SAYS})")
"""A name in front of a verb of saying, at the head of a clause."""
_INTRODUCED = re.compile(
    f"{_WRITTEN}(?<=[者長記任員工].)(?P<given>[{_HAN}]{{2}})(?={_SAYS}|[{_HAN}]{{2,3}}[報攝])"
)
"""A name of three characters behind what its owner is (記者, 隊長, 書記, 主任), in front of such a verb or a
second name in a byline."""
_IN_BYLINE = re.compile(
    f"記者[{_HAN}]{{2,3}}{_WRITTEN}(?P<given>[{_HAN}]{{2}})(?=[報攝]|[^{_HAN}]|$)", re.MULTILINE
)
"""The second name of a byline."""
_TITLED = re.compile(f"{_WRITTEN}(?P<given>[{_HAN}]{{2}})(?={_TITLES})")
_LISTED = re.compile(
    f"{_WRITTEN}(?<![{_HAN}].)(?P<given>[{_HAN}]{{2}})(?:(?<=、...)(?=[、，。；）等和及兩三諸]|$)|(?=、))",
    re.MULTILINE,
)
"""A name of three characters in a list of such."""
_RECURS = re.compile(f"(?P<surname>[範餘鬍])(?=(?P<given>[{_HAN}]{{2}})(?P<next>.?))")
"""What may be a name of three characters, if it recurs; 遊 and 薑 open too much else."""
_BETWEEN_NAMES = re.compile("[、，。：；等和及\n]")
_BESIDE = 6
_NAME = 3


def miswritten(text: str, converted: bool) -> Iterator[tuple[int, str, str]]:
    """Where a surname stands in another form, the surname, and the name; a name that is known as one is known
    wherever it stands.

    What a person is, a title and a list of names tell of one only in a text that a converter went through.
    """
    if not any(written in text for written in _SURNAME):
        return
    names = {
        match[0]: _SURNAME[match["surname"]] + match["given"]
        for match in _SPEAKS.finditer(text)
        if _may_be_given(match["surname"], match["given"])
    }
    if converted:
        names.update(_introduced(text))
        names.update(_recurring(text))
    for written, name in names.items():
        for match in re.finditer(written, text):
            yield match.start(), name[0], name


def _introduced(text: str) -> Iterator[tuple[str, str]]:
    for match in (*_INTRODUCED.finditer(text), *_TITLED.finditer(text)):
        known = match.re is _TITLED and ends_word(text, match.end("surname"))
        if not known and _may_be_given(match["surname"], match["given"]):
            yield match[0], _SURNAME[match["surname"]] + match["given"]
    for match in _IN_BYLINE.finditer(text):
        if _may_be_given(match["surname"], match["given"]):
            yield match["surname"] + match["given"], _SURNAME[match["surname"]] + match["given"]
    for match in _LISTED.finditer(text):
        surname, given = match["surname"], match["given"]
        if _may_be_given(surname, given) and _is_among_names(text, match.start(), match.end()):
            yield match[0], _SURNAME[surname] + given


def _recurring(text: str) -> Iterator[tuple[str, str]]:
    """Names that stand in front of different characters: they are no word, nor is a part of them."""
    behind: dict[str, set[str]] = {}
    for match in _RECURS.finditer(text):
        surname, given = match["surname"], match["given"]
        if (
            _may_be_given(surname, given)
            and costs_alone(given[1]) >= FUNCTION
            and given.translate(tables.forms().fold) not in tables.words()
            and not ends_word(text, match.end())
        ):
            behind.setdefault(surname + given, set()).add(match["next"])
    for written, following in behind.items():
        if len(following) > 1:
            yield written, _SURNAME[written[0]] + written[1:]


def _may_be_given(surname: str, given: str) -> bool:
    """Whether characters may be a given name: they open no word with what stands before them, and the first
    is none by itself."""
    fold, words = tables.forms().fold, tables.words()
    return (surname + given[0]).translate(fold) not in words and costs_alone(given[0]) >= FUNCTION


def _is_among_names(text: str, start: int, end: int) -> bool:
    """Whether an item beside one in a list is a person's name."""
    before = _BETWEEN_NAMES.split(text[max(0, start - _BESIDE) : start])[-2:]
    after = _BETWEEN_NAMES.split(text[end : end + _BESIDE])[:2]
    return any(map(_is_person, (*before, *after)))


def _is_person(item: str) -> bool:
    """Whether a piece ends with a surname and a given name of two characters."""
    item = item[-_NAME:]
    if not re.fullmatch(f"[{_HAN}]{{3}}", item) or item[0] not in tables.surnames():
        return False
    return not (tables.is_common_word(item) or tables.is_common_word(item[:2]))


def is_name(text: str, at: int, word: str) -> bool:
    """Whether a word of two characters that opens a clause may be a surname with half of a given name: the
    character behind it is hardly a word by itself and opens none (范文瀾)."""
    if len(word) != 2 or text[at] not in _BOTH or re.match(f"[{_HAN}]", text[max(0, at - 1) : at]):
        return False
    behind = text[at + 2 : at + 4]
    if not re.match(f"[{_HAN}]", behind) or costs_alone(behind[0]) < BOUND:
        return False
    return len(behind) < 2 or behind.translate(tables.forms().fold) not in tables.words()
