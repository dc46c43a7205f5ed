"""Data that crosses a border (configuration, rule files): dataclasses that pydantic checks on the way in.

A dataclass says by its annotations and by the metadata of its fields (`description`, `alias`, `ge`, `strict`
and what else pydantic's `Field` takes) what it accepts. pydantic is imported when something is read, so that
defaults cost nothing.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Hashable, Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")
_QUOTED = re.compile(r"'([^']*)'")
_INNER_KEY = re.compile(r"(?<![\w.-])[\w-]+(?:\.[\w-]+)*: ")
"""What a check says first where the fault lies further inside."""
_LIMITS = {
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
}
_NO_KEYS = ("[key]", "str", "tuple[str, ...]")
"""Parts of a place that name no key of a file, but one of several types that a value may have."""
_EXPECTED = {
    "tuple": 'not a list; write ["..."]',
    "list": 'not a list; write ["..."]',
    "dict": "not a table of keys and values",
    "dataclass": "not a table of keys and values",
    "model": "not a table of keys and values",
    "string": 'not a text; write "..."',
    "path": 'not a path; write "words.txt"',
    "bool": "neither true nor false",
    "int": "not a whole number",
    "float": "not a number",
}
"""What a value should have been, by the beginning of pydantic's name for the fault."""


def hyphened(name: str) -> str:
    """A field's name as a key of a file."""
    return name.replace("_", "-")


KEYS = {"extra": "forbid", "alias_generator": hyphened}
"""`__pydantic_config__` of a table of a configuration file: unknown keys are refused."""


class Checked(NamedTuple):
    """Marks an annotation: `check(value, context)` returns the value to keep or raises ValueError.

    `schema` is merged into the JSON Schema of the value.
    """

    check: Callable[[Any, Any], Any]
    schema: Callable[[], Mapping[str, Any]] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.with_info_after_validator_function(
            lambda value, info: self.check(value, info.context), handler(source)
        )

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        found = dict(handler(core))
        return {**found, **self.schema()} if self.schema else found


@lru_cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """What pydantic made of a dataclass or model."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def read(kind: type[T], data: Any, context: Any = None) -> T:
    """`data` as an object of a kind; `context` is for its checks. Raises ValueError: `key: what to do`."""
    from pydantic import ValidationError

    try:
        value: T = adapter(cast("Hashable", kind)).validate_python(data, context=context)
    except ValidationError as error:
        raise ValueError(explain(error, kind)) from None
    return value


def plain(value: Any, *, nothing: bool = False, defaults: bool = True) -> dict[str, Any]:
    """An object as plain values by their keys in a file.

    `nothing`: keys without a value too; `defaults`: keys that have their default too.
    """
    dumped = adapter(cast("Hashable", type(value))).dump_python(
        value,
        mode="json",
        by_alias=True,
        exclude_none=not nothing,
        exclude_defaults=not defaults,
        warnings=False,  # shipped parameters are taken as they stand in their files, enumerations as words
    )
    return dict(dumped)


def json_schema(kind: Any) -> dict[str, Any]:
    """The JSON Schema of what `read` takes for a dataclass."""
    return adapter(kind).json_schema(by_alias=True)


def keys_of(kind: Any) -> dict[str, Any]:
    """The keys of a dataclass or pydantic model as files write them, each with its type."""
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        config: Mapping[str, Any] = getattr(kind, "__pydantic_config__", {})
        alias = config.get("alias_generator", str)
        own = dataclasses.fields(kind)
        return {each.metadata.get("alias") or alias(each.name): hints[each.name] for each in own}
    fields: Mapping[str, Any] = getattr(kind, "model_fields", {})
    return {info.alias or name: info.annotation for name, info in fields.items()}


def explain(error: ValidationError, kind: Any) -> str:
    """The first thing that pydantic refused, as `key: what to do`, with the nearest known name."""
    errors = error.errors()
    unknown = [e for e in errors if e["type"] in ("extra_forbidden", "unexpected_keyword_argument")]
    first = (unknown or errors)[0]
    where = [str(part) for part in first["loc"] if part not in _NO_KEYS]
    key = ".".join(where)
    if unknown:
        known = list(keys_of(_kind_at(_within(kind), where[:-1])))
        return f"{key}: unknown key; {nearest(where[-1], known, 'known keys')}"
    said = _said(first)
    inner = _INNER_KEY.match(said) if first["type"] == "value_error" else None
    return f"{key}{'.' if inner else ': '}{said}" if key else said


def nearest(name: Any, known: Iterable[str], label: str = "one of") -> str:
    """A hint for a name that is unknown: the nearest known one, else all of them."""
    by_fold = {hyphened(each).casefold(): each for each in known}
    folded = hyphened(str(name)).casefold()
    near = get_close_matches(folded, by_fold, max(len(by_fold), 1))
    if not near:
        return f"{label}: {', '.join(by_fold.values())}"
    best = SequenceMatcher(None, near[0], folded).ratio()
    first = min(each for each in near if SequenceMatcher(None, each, folded).ratio() == best)
    return f"did you mean '{by_fold[first]}'?"


def _said(fault: Any) -> str:
    name: str = fault["type"]
    context: Mapping[str, Any] = fault.get("ctx") or {}
    if name == "value_error":
        return str(context["error"])
    if name == "missing" or name.startswith("missing_"):
        return "missing"
    if name == "literal_error":
        hint = nearest(fault["input"], _QUOTED.findall(context["expected"]))
        return f"{_shown(fault['input'])} is not known; {hint}"
    if name in _LIMITS:
        return f"must be {_LIMITS[name].format(**context)}"
    if name == "string_pattern_mismatch":
        return f"{_shown(fault['input'])} does not match {context['pattern']}"
    if name.endswith("too_short"):
        return f"needs at least {context.get('min_length', 1)}"
    return next((said for start, said in _EXPECTED.items() if name.startswith(start)), fault["msg"])


def _shown(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value).lower()


def _kind_at(kind: Any, where: Iterable[str]) -> Any:
    """The dataclass or model at a place within another one."""
    for part in where:
        known = keys_of(kind)
        if part in known:
            kind = _within(known[part])
    return kind


def _within(hint: Any) -> Any:
    """The dataclass or model that an annotation is about; None where it is about none."""
    if dataclasses.is_dataclass(hint) or hasattr(hint, "model_fields"):
        return hint
    arguments = typing.get_args(hint) if not isinstance(hint, types.GenericAlias) else hint.__args__
    return next((found for each in arguments if (found := _within(each)) is not None), None)
