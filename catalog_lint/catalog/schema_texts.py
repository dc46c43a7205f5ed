"""What the texts in a schema must look like: title lines, formats of dates and fields, styles of numbers."""

from __future__ import annotations

import re

from catalog_lint.catalog.numerals import parse as parse_numeral
from catalog_lint.catalog.title_line import PLACEHOLDER

_DIRECTIVE = re.compile(r"%(-?.|$)")
_OF_A_DATE = frozenset("Y y m -m d -d b B a A j %".split())


def title_lines(value: str | tuple[str, ...], _: object) -> str | tuple[str, ...]:
    """The forms of a title line. Raises ValueError where one has no title."""
    if not value:
        raise ValueError("needs {title} once, and each field at most once")
    for each in all_of(value):
        _line(each)
    return value


def _line(value: str) -> None:
    names = PLACEHOLDER.findall(value)
    if re.search("[{}]", PLACEHOLDER.sub("", value)):
        raise ValueError("braces hold the name of a field, such as {title}")
    if names.count("title") != 1 or len(set(names)) != len(names):
        raise ValueError("needs {title} once, and each field at most once")
    if "body" in names or "thumbnail" in names:
        raise ValueError("the fields body and thumbnail do not stand in the line")


def all_of(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """What one value or a list of them holds."""
    return (value,) if isinstance(value, str) else value


def day_formats(value: str | tuple[str, ...], _: object) -> str | tuple[str, ...]:
    """Formats of dates, of months and of years. Raises ValueError for any other."""
    if not value:
        raise ValueError("names no day; write one with %Y, %m and %d")
    for each in all_of(value):
        _date_format(each)
    return value


def _date_format(value: str) -> None:
    given = _DIRECTIVE.findall(value)
    unknown = next((each for each in given if each not in _OF_A_DATE), None)
    if unknown is not None:
        raise ValueError(f"'%{unknown}' is no part of a date; write one with %Y, %m and %d")
    parts = {each.lstrip("-").lower() for each in given if each != "%"}
    if len(parts) != sum(each != "%" for each in given):
        raise ValueError("says one part of a date twice")
    if "y" not in parts or ("d" in parts and not {"m", "b"} & parts):
        raise ValueError("names no day; write one with %Y, %m and %d")


def field_patterns(value: dict[str, str], _: object) -> dict[str, str]:
    """Patterns of fields. Raises ValueError where one is no regular expression."""
    for name, pattern in value.items():
        try:
            re.compile(pattern)
        except (re.error, OverflowError) as error:
            raise ValueError(f"{name}: no regular expression: {error}") from None
    return value


def number_styles(value: tuple[str, ...] | None, _: object) -> tuple[str, ...] | None:
    """Styles of numbers, each named by its first. Raises ValueError for what is no style."""
    if value is None:
        return None
    styles = []
    for style in value:
        numeral = parse_numeral(f"{style} ")
        if numeral is None or numeral.value != 1:
            raise ValueError(f"no numbering style '{style}'; name one by its first number, such as 一、")
        styles.append(numeral.style)
    return tuple(styles)
