"""What a check is to the rules that use it: its parameters, its data files, what it collects."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ValidationInfo

from catalog_lint.diagnostic import Hit


class NoParams(BaseModel, extra="forbid", frozen=True):
    """The parameters of a check that has nothing to set."""


Collector = Callable[[Any, Any], Any]
CheckFunction = Callable[[Any, Any], Iterable[Hit]]


def collects(collect: Collector, *, outside: bool = False) -> Callable[[CheckFunction], CheckFunction]:
    """Mark a check that reads the catalog with what it wants of each entry.

    `collect(entry, params)` returns a small value, or None for nothing; the check finds it in the
    entry's facts under `note`. `outside`: it wants the text outside entries too, as facts like theirs.
    """

    def mark(check: CheckFunction) -> CheckFunction:
        check.collect = collect  # type: ignore[attr-defined]
        check.outside = outside  # type: ignore[attr-defined]
        return check

    return mark


def _data_file(value: Path, info: ValidationInfo) -> Path:
    path = (info.context or Path()) / value
    if not path.is_file():
        raise ValueError(f"no file '{path}'")
    return path


DataFile = Annotated[Path, AfterValidator(_data_file)]
"""A parameter that names a data file; a relative name counts from the rule file's folder."""
