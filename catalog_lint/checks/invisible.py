"""Characters that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from unicodedata import category, name

from catalog_lint.catalog.model import Entry
from catalog_lint.diagnostic import Applicability, Edit, Hit, Span
from catalog_lint.rule.contract import Params

_CHARACTERS = {
    "direction": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "zero-width": (
        "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f"
        "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0001-\U000e007f"
    ),
    "control": "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f",
}
_SETS = {kind: re.compile(f"[{characters}]+") for kind, characters in _CHARACTERS.items()}
_ANY = re.compile(f"[{''.join(_CHARACTERS.values())}]")
_JOINED_SCRIPTS = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1780-\u17ff\u1800-\u18af]")
_TAG_BASE = "\U0001f3f4"


class InvisibleParams(Params):
    """`kind`: which characters."""

    kind: Literal["direction", "zero-width", "control"]


def invisible(entry: Entry, params: InvisibleParams) -> Iterator[Hit]:
    """Runs of invisible characters anywhere in an entry; those that join an emoji are left alone."""
    text = entry.text
    if not entry.memo(_holds_any):
        return
    for match in _SETS[params.kind].finditer(text):
        start, end = match.span()
        if _is_needed(text, start, end):
            continue
        span = Span(start, end)
        applicability: Applicability | None = None
        if _is_quoted(entry, span):
            applicability = "unsafe"
        yield Hit(span, {"found": _named(match[0])}, (Edit(span, ""),), applicability=applicability)


def _holds_any(entry: Entry) -> bool:
    return _ANY.search(entry.text) is not None


def _is_needed(text: str, start: int, end: int) -> bool:
    run = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 1]
    if run == "\u200d":
        return bool(before and after) and (
            (_is_symbol(before) and _is_symbol(after))
            or bool(_JOINED_SCRIPTS.match(before) or _JOINED_SCRIPTS.match(after))
        )
    if run == "\u200c":
        return bool(_JOINED_SCRIPTS.match(before) or _JOINED_SCRIPTS.match(after))
    return before == _TAG_BASE and run[0] >= "\U000e0001"


def _is_symbol(char: str) -> bool:
    return category(char) in ("So", "Sk", "Mn") or char == "\ufe0f"


def _is_quoted(entry: Entry, span: Span) -> bool:
    """Whether the place is an address, code, or the video's own title."""
    places = [field.span for field in entry.fields.values()]
    places += [link.span for link in entry.links]
    places += [*entry.code, *entry.html]
    if entry.title_echo is not None:
        places.append(entry.title_echo.span)
    return any(span.overlaps(place) for place in places)


def _named(run: str) -> str:
    names = [f"U+{ord(char):04X} {name(char, 'CONTROL')}" for char in run[:2]]
    return ", ".join(names) + (" …" if len(run) > 2 else "")
