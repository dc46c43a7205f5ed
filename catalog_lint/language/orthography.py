"""What a language takes for wrong, one character at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import normalize

from catalog_lint.language import tables

Kind = Literal[
    "simplified",  # a character that only Simplified Chinese has
    "misconverted",  # the wrong one of several Traditional characters, or the Simplified form of them
    "traditional",  # in Simplified prose
    "japanese",
    "variant",
    "radical",  # a sign that names a radical, in the place of the character that it looks like
    "compatible",  # a second code of a character, for compatibility with other sets
    "suspected",  # may be the Simplified form of another, nothing near it tells
    "nonsense",  # a Han character that no Taiwanese text and no known word has
    "broken",  # a variant or a Japanese form whose right form makes no word there
    "doubtful",  # what is nonsense elsewhere, where it may be meant: part of a name, a word of some texts
    "foreign",  # letters of another script
]
Chinese = Literal["zh-TW", "zh-HK", "zh-CN"]
Character = tuple[int, Kind, str]

_NO_HAN = "\0-\u2e7f\u2fe0-\u33ff\ua000-\uf8ff\ufb00-\uffff\U00010000-\U0001ffff\U000323b0-\U0010ffff"


class Orthography(NamedTuple):
    """What a language takes for wrong, one character at a time."""

    fixed: dict[str, tuple[Kind, str]]
    odd: re.Pattern[str]
    plain: dict[int, str]
    leaning: frozenset[str]
    only_simplified: frozenset[str]
    triggers: re.Pattern[str]
    written: dict[int, str]
    rare: Mapping[str, str] = {}
    usual: frozenset[str] = frozenset()


def _compatible() -> dict[str, str]:
    """The characters that have a second code, by that code."""
    codes = (*range(0xF900, 0xFADA), *range(0x2F800, 0x2FA1E))
    return {chr(code): usual for code in codes if (usual := normalize("NFC", chr(code))) != chr(code)}


@lru_cache
def orthography(language: Chinese) -> Orthography:
    if language == "zh-CN":
        to_simplified: dict[str, tuple[Kind, str]] = {
            key: ("traditional", value) for key, value in tables.pairs("to-simplified").items()
        }
        odd = re.compile(f"[{''.join(to_simplified)}]")
        never = re.compile("(?!)")
        return Orthography(to_simplified, odd, {}, frozenset(), frozenset(), never, {})
    forms = tables.forms()
    hong_kong = language == "zh-HK"
    written = tables.pairs("hong-kong") if hong_kong else {}
    variants = tables.pairs("hong-kong-variant" if hong_kong else "variant")
    named: tuple[tuple[Kind, Mapping[str, str]], ...] = (
        ("japanese", tables.pairs("japanese")),
        ("variant", variants),
        ("simplified", forms.single),
        ("radical", tables.pairs("radical")),
        ("compatible", _compatible()),
    )
    fixed = {character: (kind, right) for kind, table in named for character, right in table.items()}
    good = set(tables.common()).union(forms.several, *forms.several.values(), *forms.two_way.values())
    good.update(tables.in_use(), written.values(), "裏着" if hong_kong else "")
    good.difference_update(fixed)
    leaning = tables.leaning()
    ambiguous = {c: right for c, right in variants.items() if right in forms.group}
    triggers = {*tables.contexts(), *leaning, *forms.several, *ambiguous} - (fixed.keys() - ambiguous.keys())
    return Orthography(
        fixed=fixed,
        odd=re.compile(f"[^{_NO_HAN}{''.join(sorted(good))}]"),
        plain=str.maketrans(
            {c: right for c, (_, right) in fixed.items() if len(right) == 1 and c not in forms.single}
        ),
        leaning=leaning,
        only_simplified=frozenset(forms.several.keys() - forms.both_scripts),
        triggers=re.compile(f"[{''.join(sorted(triggers))}]"),
        written=str.maketrans(written),
        rare=tables.pairs("rare-variant"),
        usual=frozenset(good).union(fixed),
    )


def usual(language: Literal["zh-TW", "zh-HK"]) -> frozenset[str]:
    """The Han characters that are no nonsense: those that the language uses or that can be corrected."""
    return orthography(language).usual
