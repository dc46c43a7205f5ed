"""What the program says, in other languages than English.

The code says everything in English. Where a message is shown to a person who reads another language, its
counterpart is looked up in a catalogue, `LOCALE.toml` beside this module: English messages as keys, with what
varies in braces ("{path}: no such file or folder"), and their counterparts, in which the same parts stand in
any order. What a part may hold goes by its name, which a digit may follow: `why` a message of its own, `hint`
and `place` perhaps one; `count`, `share`, `row`, `column`, `limit` a number; `word` a word; `list` words with
commas between them; `option` a name in quotation marks. `(s)` is a plural's s that may be missing. A message
that the catalogue does not have is shown in English.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

PART = re.compile(r"\{([a-z]+[0-9]?)\}")
PLURAL = "(s)"
_PATTERNS = dict.fromkeys(("count", "share", "row", "column", "limit"), r"-?[0-9][0-9.,]*%?")
_PATTERNS["word"] = r"[^\s:]+"


def translated(message: str, locale: str) -> str:
    """A message of the program in a locale: English as it is, others by their catalogue."""
    if locale == "en":
        return message
    return _found(message, locale) or message


def translated_line(kind: str, message: str, locale: str) -> str:
    """A message in a locale, after what kind of message it is, such as "error"."""
    return f"{translated(kind, locale)}{': ' if locale == 'en' else '：'}{translated(message, locale)}"


def _found(message: str, locale: str) -> str | None:
    """A message's counterpart, None where the catalogue has none."""
    known = catalogue(locale)
    if message in known:
        return known[message]
    for key, pieces in _templates(locale):
        if all(piece in message for piece in pieces) and (found := _pattern(key).fullmatch(message)):
            values = _values(found.groupdict(), locale)
            if values is not None:
                return PART.sub(lambda part, values=values: values[part[1]], known[key])  # type: ignore[misc]
    return None


def _values(found: dict[str, str], locale: str) -> dict[str, str] | None:
    """The parts of a message, those that are messages in the locale; None where one of them is unknown."""
    values = {}
    for name, value in found.items():
        kind = name.rstrip("0123456789")
        other = _found(value, locale) if kind in ("why", "hint", "place") else None
        if other is None and kind == "why":
            return None
        if kind == "list":
            other = value.replace(", or ", "，或 ").replace(", ", "、").replace(" and ", " 與 ")
        elif kind == "option":
            other = value.replace("'", "")
        values[name] = other or value
    return values


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
    split = [(key, [piece for piece in re.split(r"\{\w+\}|\(s\)", key) if piece]) for key in keys]
    return sorted(split, key=lambda each: -sum(map(len, each[1])))


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
            out += f"(?P<{piece}>{_PATTERNS.get(piece.rstrip('0123456789'), '.+?')})"
    return re.compile(out, re.DOTALL)
