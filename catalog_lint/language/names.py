"""Names of people whose surname a converter wrote in another form (餘華說), and those that only look as if it
had (范文瀾)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.language import tables
from catalog_lint.language.rare import BOUND, FUNCTION, costs_alone

_SURNAME = {"餘": "余", "範": "范", "遊": "游", "鬍": "胡", "薑": "姜"}
"""What converters write, with the surname that they had: the commoner form is another character's."""
_BOTH = frozenset("余范游胡")
"""Surnames that Simplified text writes for another character too, but for those of plants (姜黃素)."""
_HAN = "\u3400-\u9fff"
_SPEAKS = re.compile(
    f"(?P<surname>[{''.join(_SURNAME)}])(?<![{_HAN}].)(?P<given>(?![均皆亦俱悉仍則])[{_HAN}]{{1,2}}?)"
    "(?=(?:曾|也|就|還|則|便|又|在[^，。！？\n]{2,8})?(?:說|寫道|認為|指出|告訴|回憶|強調|坦言|補充|解釋|擔任|談到|提到|問道|答道|回答))"
)


def miswritten(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a surname stands in another form, the surname, and the name; a name that speaks once is known
    wherever it stands."""
    if not any(written in text for written in _SURNAME):
        return
    fold, words = tables.forms().fold, tables.words()
    names = {
        match[0]: _SURNAME[match["surname"]] + match["given"]
        for match in _SPEAKS.finditer(text)
        if match[0][:2].translate(fold) not in words and costs_alone(match["given"][0]) >= FUNCTION
    }
    for written, name in names.items():
        for match in re.finditer(written, text):
            yield match.start(), name[0], name


def is_name(text: str, at: int, word: str) -> bool:
    """Whether a word of two characters that opens a clause may be a surname with half of a given name: the
    character behind it is hardly a word by itself and opens none (范文瀾)."""
    if len(word) != 2 or text[at] not in _BOTH or re.match(f"[{_HAN}]", text[max(0, at - 1) : at]):
        return False
    behind = text[at + 2 : at + 4]
    if not re.match(f"[{_HAN}]", behind) or costs_alone(behind[0]) < BOUND:
        return False
    return len(behind) < 2 or behind.translate(tables.forms().fold) not in tables.words()
