"""Han characters, as the rules about typography and residue tell them from others."""

from __future__ import annotations

from collections.abc import Iterable

HAN_LETTER = r"[^\W\x00-\x7f]"
"""A letter of a Chinese sentence in a pattern: a class of all Han takes milliseconds to compile."""


def is_han(char: str) -> bool:
    """Whether a character is Han; those outside the basic plane, which no rule of these needs, are not."""
    return "\u3400" <= char <= "\u9fff"


def has_han(text: Iterable[str]) -> bool:
    """Whether a text holds a Han character."""
    return any("\u3400" <= char <= "\u9fff" for char in text)


def count_han(text: Iterable[str]) -> int:
    """How many Han characters a text holds."""
    return sum("\u3400" <= char <= "\u9fff" for char in text)
