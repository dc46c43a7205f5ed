"""What the program says, in other languages than English.

The code says everything in English. Where a message is shown to a person who reads another language, its
counterpart is looked up in a catalogue, `LOCALE.toml` beside this module: English messages as keys, with what
varies in braces ("{path}: no such file or folder"), and their counterparts, in which the same parts stand in
any order. A part called `why` or `hint` (`why2`, ...) is a message of its own; `(s)` is a plural's s that may
be missing. A message that the catalogue does not have is shown in English.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

PART = re.compile(r"\{([a-z]+[0-9]?)\}")
PLURAL = "(s)"
_MESSAGE = re.compile(r"(?:why|hint)[0-9]?")


def told(message: str, locale: str) -> str:
    """A message of the program in a locale: English as it is, others by their catalogue."""
    if locale == "en":
        return message
    known = catalogue(locale)
    if message in known:
        return known[message]
    for key, pieces in _templates(locale):
        if all(piece in message for piece in pieces) and (found := _pattern(key).fullmatch(message)):
            values = {
                name: told(value, locale) if _MESSAGE.fullmatch(name) else value
                for name, value in found.groupdict().items()
            }
            return PART.sub(lambda part, values=values: values[part[1]], known[key])  # type: ignore[misc]
    return message


@lru_cache
def catalogue(locale: str) -> dict[str, str]:
    """The messages of a locale by what they are in English; none where there is no catalogue."""
    path = Path(__file__).parent / f"{locale}.toml"
    if not path.is_file():
        return {}
    sections = tomllib.loads(path.read_text(encoding="utf-8"))
    return {english: other for section in sections.values() for english, other in section.items()}


@lru_cache
def _templates(locale: str) -> list[tuple[str, list[str]]]:
    """Messages with parts, the most particular first, each with the texts around its parts."""
    keys = [key for key in catalogue(locale) if PART.search(key) or PLURAL in key]
    told = [(key, [piece for piece in re.split(r"\{\w+\}|\(s\)", key) if piece]) for key in keys]
    return sorted(told, key=lambda each: -sum(map(len, each[1])))


@lru_cache
def _pattern(key: str) -> re.Pattern[str]:
    seen: set[str] = set()
    out = ""
    for index, piece in enumerate(PART.split(key)):
        if index % 2 == 0:
            out += re.escape(piece).replace(re.escape(PLURAL), "s?")
        elif piece in seen:
            out += f"(?P={piece})"
        else:
            seen.add(piece)
            out += f"(?P<{piece}>.+?)"
    return re.compile(out, re.DOTALL)
