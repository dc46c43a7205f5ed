"""What an entry's fields must look like: a pydantic model made from the schema."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, create_model

from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.schema import Schema


def _number(value: Any) -> Any:
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise ValueError("digits 0-9 only")
    return value


def _date_in(date_format: str) -> BeforeValidator:
    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        found = datetime.strptime(value, date_format).date()
        if found.strftime(date_format) != value:
            raise ValueError(f"not written as {date_format}")
        return found

    return BeforeValidator(read)


@lru_cache(64)
def _model(date_format: str, numbered: bool, dated: bool) -> type[BaseModel]:
    fields: dict[str, Any] = {"title": (str | None, None)}
    if numbered:
        fields["number"] = (Annotated[int, BeforeValidator(_number)] | None, None)
    if dated:
        fields["date"] = (Annotated[date, _date_in(date_format)] | None, None)
    for name in ("video", "thumbnail"):
        fields[name] = (str | None, None)
    return create_model("EntryFields", __config__=ConfigDict(extra="ignore"), **fields)


def fields_model(schema: Schema) -> type[BaseModel]:
    """The model that an entry's fields must fit; a missing field is no matter of it."""
    return _model(schema.date_format, "number" in schema.line_fields, "date" in schema.line_fields)


def refused(entry: Entry) -> dict[str, str]:
    """The fields that do not fit, each with the reason in pydantic's words."""
    if entry.schema is None:
        return {}
    return dict(_refused(entry.schema, tuple((name, field.text) for name, field in entry.fields.items())))


@lru_cache(2)
def _refused(schema: Schema, fields: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    try:
        fields_model(schema).model_validate(dict(fields))
    except ValidationError as error:
        return tuple((str(each["loc"][0]), each["msg"]) for each in error.errors())
    return ()
