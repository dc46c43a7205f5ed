"""What an entry's fields must look like, by the schema."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache

from catalog_lint.catalog.model import Entry

_ISO = "%Y-%m-%d"
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST_NUMBER = 4_300
"""More digits than Python reads as a number."""


def written_date(day: date, date_format: str) -> str:
    """A day in a format of strftime's; `%-m` and `%-d` are month and day without a leading zero."""
    plain = date_format.replace("%-m", str(day.month)).replace("%-d", str(day.day))
    return day.strftime(plain)


def refused(entry: Entry) -> dict[str, str]:
    """The fields that do not fit, each with the reason."""
    if entry.schema is None:
        return {}
    schema = entry.schema
    known = tuple((name, field.text) for name, field in entry.fields.items())
    return dict(_refused(schema.date_formats, tuple(sorted(schema.formats.items())), known))


@lru_cache(4)
def _refused(
    dates: tuple[str, ...], formats: tuple[tuple[str, str], ...], fields: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    patterns = dict(formats)
    found = ((name, _reason(name, text, dates, patterns.get(name))) for name, text in fields)
    return tuple((name, reason) for name, reason in found if reason)


def _reason(name: str, text: str, dates: tuple[str, ...], pattern: str | None) -> str:
    """Why a field's text does not fit; "" where it does."""
    if pattern is not None and not re.fullmatch(pattern, text):
        return f"does not match {pattern}"
    if name == "number":
        if not (text.isascii() and text.isdigit()):
            return "digits 0-9 only"
        return "too long for a number" if len(text) > _LONGEST_NUMBER else ""
    reasons = [_no_date(text, each) for each in dates] if name == "date" else []
    return reasons[0] if reasons and all(reasons) else ""


def _no_date(text: str, date_format: str) -> str:
    """Why a text is no date of a format; "" where it is one."""
    if date_format == _ISO and _ISO_DATE.fullmatch(text):
        with suppress(ValueError):
            date.fromisoformat(text)
            return ""
    try:
        day = datetime.strptime(text, date_format.replace("%-", "%")).date()
    except ValueError as error:
        return str(error)
    return "" if written_date(day, date_format) == text else f"not written as {date_format}"
