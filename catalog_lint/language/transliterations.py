"""Foreign names in which a converter wrote 裡 and 幹 for the sounds 里 and 干 (古齊裡耶夫、盧幹斯克)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from catalog_lint.language.decoder import path
from catalog_lint.language.foreign_names import common_sounds
from catalog_lint.language.han import COMMON_HAN as _HAN
from catalog_lint.language.rare import FUNCTION, costs_alone, ends_word, opens_word

_RIGHT = {"裡": "里", "幹": "干"}
_AROUND = 5
_BEFORE_PLACES = "在個從往到進"
"""What the name of a place stands behind that something may be in (在韋諾裡)."""
_THINGS = frozenset("海塔沙布庫墨皮瓦馬米")
"""Sounds that are things too, which something may be in."""


@lru_cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """裡 or 幹 between sounds of names; 裡 behind two of them or one that follows a dot."""
    sound = f"[{''.join(sorted(common_sounds()))}]"
    return (
        re.compile(f"(?P<before>{sound}+)[裡幹](?P<after>{sound}+)"),
        re.compile(f"(?:[·‧•・]|(?<![{_BEFORE_PLACES}]){sound})(?P<last>{sound})裡"),
    )


def transliterated(text: str, converted: bool) -> Iterator[tuple[int, str, str]]:
    """Where 裡 or 幹 spells a foreign name: its offset, and twice what should stand there.

    Each stands between sounds that words neither end nor begin with; where a converter went through the
    text, 裡 behind two of them too.
    """
    if "裡" not in text and "幹" not in text:
        return
    between, behind = _patterns()
    found = [match.end("before") for match in between.finditer(text) if _is_sound(text, match.end("before"))]
    if converted:
        found += [
            match.end("last")
            for match in behind.finditer(text)
            if match["last"] not in _THINGS and _stands_alone(text, match.start("last"))
        ]
    for at in dict.fromkeys(found):
        right = _RIGHT[text[at]]
        yield at, right, right


def _is_sound(text: str, at: int) -> bool:
    """Whether words neither end before a place nor begin behind it."""
    if text[at - 1] in _THINGS or costs_alone(text[at + 1]) < FUNCTION:
        return False
    return not (ends_word(text, at) or opens_word(text, at) or opens_word(text, at + 1)) and _stands_alone(
        text, at - 1
    )


def _stands_alone(text: str, at: int) -> bool:
    """Whether the cheapest path through the Han before a place leaves its character by itself."""
    piece = re.search(f"[{_HAN}]*\\Z", text[max(0, at + 1 - _AROUND) : at + 1])
    assert piece is not None
    _, borders = path(piece[0])
    return len(borders) > 1 and borders[-1] - borders[-2] == 1
