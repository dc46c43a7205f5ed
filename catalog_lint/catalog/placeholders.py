"""What a program fills in: placeholders of format strings and of translated messages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.source import Span

_OF_PRINTF = re.compile(
    r"(?<!%)% \( (?:[A-Za-z_]|[\u3400-\u9fff])(?:[\w.-]|[\u3400-\u9fff])*+ \)"
    r"  [#0+-]*+\d*+(?:\.\d++)? (?: [acdefgiorsuxX] | [a-zA-Z](?![A-Za-z0-9%]) )"
    r"| (?<![A-Za-z0-9%])% (?:\d++\$)? [#0+-]*+\d*+(?:\.\d++)? (?:h|ll?)? [@cdefgioprsuxX] (?![A-Za-z0-9%])",
    re.VERBOSE | re.ASCII,
)
_IN_BRACES = re.compile(
    r"(?<![:\\])\{(?: (?:\d+|[A-Za-z_][\w-]*) (?:![rsa])? (?::[^\s{}\u3400-\u9fff]{1,20})?"
    r"  | [\u3400-\u9fff][\w\u3400-\u9fff-]{0,40}:[<>^=]\d{1,3}[a-z]?"
    r"  | [A-Za-z_$][\w$]*(?:\.[\w$]+)+(?:\([^(){}\n]*\))?"
    r"  | \s*\w+\s*,\s* (?:number|date|time) \s* (?:,[^{}\n]{1,40})? )\}",
    re.VERBOSE | re.ASCII,
)
_CHOICE = re.compile(r"\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,(?:\s*offset:\d+)?", re.ASCII)
_CASE = re.compile(r"\s*(?:=\d+|[A-Za-z_]\w*)\s*\{", re.ASCII)
_END = re.compile(r"\s*\}")
_LONGEST_CASE = 1_000


def of_printf(text: str, start: int, end: int) -> Iterator[Span]:
    """Conversions that begin with a per cent sign: `%s`, `%(name)d`, `%1$.2f`."""
    for match in _OF_PRINTF.finditer(text, start, end):
        yield Span(*match.span())


def in_braces(text: str, start: int, end: int) -> Iterator[Span]:
    """Names and numbers in braces: `{0}`, `{name}`, `{day, date, long}`; of a choice, all but its texts."""
    for match in _IN_BRACES.finditer(text, start, end):
        yield Span(*match.span())
    for match in _CHOICE.finditer(text, start, end):
        yield from _choice(text, match, end)


def _choice(text: str, opening: re.Match[str], end: int) -> Iterator[Span]:
    """The frame of `{count, plural, one {…} other {…}}`, nothing where it is not closed."""
    frame = []
    low, at = opening.span()
    while case := _CASE.match(text, at, end):
        frame.append(Span(low, case.end()))
        closing = _closing(text, case.end(), end)
        if closing is None:
            return
        low, at = closing, closing + 1
    last = _END.match(text, at, end)
    if frame and last:
        yield from frame
        yield Span(low, last.end())


def _closing(text: str, at: int, end: int) -> int | None:
    """Where the brace stands that closes the one before `at`."""
    depth = 0
    for place in range(at, min(end, at + _LONGEST_CASE)):
        if text[place] == "{":
            depth += 1
        elif text[place] == "}":
            if depth == 0:
                return place
            depth -= 1
    return None
