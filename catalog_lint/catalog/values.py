"""What an entry's fields must look like: a pydantic model made from the schema."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, create_model

from catalog_lint.catalog.model import Entry


def _number(value: Any) -> Any:
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise ValueError("digits 0-9 only")
    return value


def written_date(day: date, date_format: str) -> str:
    """A day in a format of strftime's; `%-m` and `%-d` are month and day without a leading zero."""
    plain = date_format.replace("%-m", str(day.month)).replace("%-d", str(day.day))
    return day.strftime(plain)


def _date_in(date_format: str) -> BeforeValidator:
    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        found = datetime.strptime(value, date_format.replace("%-", "%")).date()
        if written_date(found, date_format) != value:
            raise ValueError(f"not written as {date_format}")
        return found

    return BeforeValidator(read)


def _like(pattern: str) -> BeforeValidator:
    compiled = re.compile(pattern)

    def read(value: Any) -> Any:
        if isinstance(value, str) and not compiled.fullmatch(value):
            raise ValueError(f"does not match {pattern}")
        return value

    return BeforeValidator(read)


@lru_cache(64)
def _model(date_format: str, dated: bool, formats: tuple[tuple[str, str], ...]) -> type[BaseModel]:
    """The model that fields must fit; a missing field is no matter of it."""
    fields: dict[str, Any] = dict.fromkeys(("title", "video", "thumbnail", "link"), (str | None, None))
    fields["number"] = (Annotated[int, BeforeValidator(_number)] | None, None)
    if dated:
        fields["date"] = (Annotated[date, _date_in(date_format)] | None, None)
    for name, pattern in formats:
        kind, default = fields.get(name, (str | None, None))
        fields[name] = (Annotated[kind, _like(pattern)], default)
    return create_model("EntryFields", __config__=ConfigDict(extra="ignore"), **fields)


def refused(entry: Entry) -> dict[str, str]:
    """The fields that do not fit, each with the reason in pydantic's words."""
    if entry.schema is None:
        return {}
    schema = entry.schema
    dated = "date" in entry.fields
    known = tuple((name, field.text) for name, field in entry.fields.items())
    return dict(_refused(schema.date_format, dated, tuple(sorted(schema.formats.items())), known))


@lru_cache(4)
def _refused(
    date_format: str, dated: bool, formats: tuple[tuple[str, str], ...], fields: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    try:
        _model(date_format, dated, formats).model_validate(dict(fields))
    except ValidationError as error:
        return tuple((str(each["loc"][0]), each["msg"]) for each in error.errors())
    return ()
