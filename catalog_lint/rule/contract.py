"""What a check is to the rules that use it: what it reads, its parameters, what it gives and collects."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar, dataclass_transform

from catalog_lint.diagnostic import Hit
from catalog_lint.validation import KEYS, Checked

Collector = Callable[..., Any]
CheckFunction = Callable[..., Iterable[Hit]]
Marked = TypeVar("Marked", bound=CheckFunction)


def param(default: Any = dataclasses.MISSING, **limits: Any) -> Any:
    """A parameter with limits, as pydantic names them (`gt`, `ge`, `lt`, `le`, `min_length`)."""
    return dataclasses.field(default=default, metadata={**limits})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(param,))
class Params:
    """The base of a check's parameters: a frozen dataclass; `ignore_case` may be `ignore-case` in a file.

    Its methods are written here once: generated for each class, they took 60 ms of every run.
    """

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {**KEYS, "populate_by_name": True}

    def __init_subclass__(cls) -> None:
        dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)

    def __init__(self, **given: Any) -> None:
        for each in dataclasses.fields(self):  # type: ignore[arg-type]
            if each.name in given:
                value = given.pop(each.name)
            elif each.default is not dataclasses.MISSING:
                value = each.default
            elif each.default_factory is not dataclasses.MISSING:
                value = each.default_factory()
            else:
                raise TypeError(f"{type(self).__name__} needs '{each.name}'")
            self.__dict__[each.name] = value
        if given:
            raise TypeError(f"{type(self).__name__} has no '{min(given)}'")

    def __setattr__(self, name: str, value: Any) -> None:
        raise dataclasses.FrozenInstanceError(f"'{name}' cannot be set")

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self._values())
        return f"{type(self).__qualname__}({values})"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        known: int | None = self.__dict__.get("_hash")
        if known is None:
            known = self.__dict__["_hash"] = hash(self._values())
        return known

    def __getstate__(self) -> dict[str, Any]:
        return dict(self._values())  # a hash holds in its own process alone

    def _values(self) -> tuple[tuple[str, Any], ...]:
        return tuple([(each.name, getattr(self, each.name)) for each in dataclasses.fields(self)])  # type: ignore[arg-type]


class NoParams(Params):
    """The parameters of a check that has nothing to set."""


def collects(collect: Collector) -> Callable[[Marked], Marked]:
    """Mark a check that reads the catalog with what it wants of each entry.

    `collect(entry, params)` returns a small value, or None for nothing; the check finds it in the
    entry's facts under `note`. A rule whose scope is more than entries collects from the text outside too.
    """

    def mark(check: Marked) -> Marked:
        check.collect = collect  # type: ignore[attr-defined]
        return check

    return mark


def gives(*values: str) -> Callable[[Marked], Marked]:
    """Mark a check with the values that it gives to messages, for rule files that do not list them."""

    def mark(check: Marked) -> Marked:
        check.values = values  # type: ignore[attr-defined]
        return check

    return mark


def _data_file(value: Path, folder: Path | None) -> Path:
    path = (folder or Path()) / value
    if not path.is_file():
        raise ValueError(f"no file '{path}'")
    return path


DATA_FILE = Checked(_data_file)
DataFile = Annotated[Path, DATA_FILE]
"""A parameter that names a data file; a relative name counts from the folder of the file that names it."""
