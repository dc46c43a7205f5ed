"""Characters that a language does not write, whatever stands around them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalog_lint.language.company import is_slip
from catalog_lint.language.han import RADICALS
from catalog_lint.language.orthography import Character, Kind, Orthography
from catalog_lint.language.rare import is_of_another_speech, makes_sense, may_be_meant, stands_in_word

_RADICAL = re.compile(f"[{RADICALS}]")
_REACH = 5
"""How far, in characters, the words around a character are read."""


def odd_characters(text: str, orthography: Orthography) -> list[Character]:
    """The characters of a text that are wrong by themselves, in order."""
    fixed = orthography.fixed
    found: list[Character] = []
    plain = ""
    for match in orthography.odd.finditer(text):
        kind, right = fixed.get(match[0], ("nonsense", ""))
        if match[0] <= RADICALS[-1] and _is_named(text, match.start()):
            continue
        if kind == "radical" and _is_torn(text, match.start(), right, fixed):
            kind, right = "nonsense", ""
        if kind == "nonsense" and match[0] > RADICALS[-1]:
            if stands_in_word(text, match.start()):
                continue
            right = _common_form(text, match.start(), orthography)
            if right:
                kind = "variant"
            elif may_be_meant(text, match.start()) or not is_slip(text, match.start()):
                kind = "doubtful"
        elif kind == "simplified" and is_of_another_speech(text, match.start()):
            kind = "suspected"
        elif kind in ("variant", "japanese") and not orthography.written:
            plain = plain or text.translate(orthography.plain)
            if not makes_sense(plain, match.start()):
                kind = "broken"
        found.append((match.start(), kind, right))
    return found


def _common_form(text: str, at: int, orthography: Orthography) -> str:
    """The common character that a rare one is a variant of, where that makes a known word there; else ""."""
    right = orthography.rare.get(text[at], "")
    before = text[max(0, at - _REACH) : at]
    return right if right and stands_in_word(before + right + text[at + 1 : at + _REACH], len(before)) else ""


def _is_named(text: str, at: int) -> bool:
    """Whether a text speaks of a radical: its sign stands in quotation marks or brackets, or behind 部首."""
    before = text[max(0, at - 2) : at]
    return before[-1:] in tuple("「『“‘（(《〈") or before in ("部首", "偏旁")


def _is_torn(text: str, at: int, right: str, fixed: Mapping[str, tuple[Kind, str]]) -> bool:
    """Whether a radical's sign stands beside the character it looks like, or a sign that looks like none."""
    beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return right in beside or any(sign not in fixed for sign in _RADICAL.findall(beside))
