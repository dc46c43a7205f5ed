"""Text of a page, a file name or the network, made safe and plain to print."""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

# C0, DEL and C1 controls, format characters (bidi controls, zero-width ones, tags), line and paragraph
# separators, lone surrogates of undecodable file names, noncharacters. A zero-width joiner is kept: emoji
# are made with it.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff]"
)
_COMMAND = re.compile(r"^([ \t]*)(:(?=:)|#(?=#\[))", re.MULTILINE)
_RECKONED = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\n")
"""How a cell begins that a spreadsheet may take for a formula; some East Asian ones take full-width marks."""
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
_NOT_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufeff]")


def visible(text: str) -> str:
    """`text` on one line, with characters that a terminal obeys or does not show written as escapes."""
    return _HIDDEN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    number = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def visible_line(text: str) -> str:
    """A line for a log, made visible; what a CI system would take for a command is broken up."""
    line = visible(text)
    rest = line.lstrip()
    if rest.startswith(("::", "##[")):
        return line[: len(line) - len(rest)] + f"\\x{ord(rest[0]):02x}" + rest[1:]
    return line


def csv_cell(value: object) -> object:
    """A value for a cell of a table: nothing that a terminal obeys, a spreadsheet reckons or a log runs.

    A `'` goes in front of what a spreadsheet may take for a formula, a list's `- ` too: it reckons that, or
    shows an error. Line ends and tabs inside stay.
    """
    if not isinstance(value, str):
        return value
    text = _OBEYED.sub(_escape, value)
    text = _COMMAND.sub(lambda found: f"{found[1]}\\x{ord(found[2]):02x}", text)
    return f"'{text}" if text.startswith(_RECKONED) else text


def visible_json(text: str) -> str:
    """JSON with what a terminal obeys inside its strings escaped; it means what it meant."""
    return _NOT_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def width(text: str) -> int:
    """Columns that a terminal needs for `text`."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
