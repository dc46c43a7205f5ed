"""Checks by their names: those that come with the package, and those of installed packages."""

from __future__ import annotations

import inspect
import sys
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import Any

from catalog_lint.diagnostic import Hit
from catalog_lint.rule.contract import DATA_FILE, CheckFunction, Collector, NoParams

GENERAL = ("pattern", "substitution", "lexicon", "required", "order", "unique")
ENTRY_POINTS = "catalog_lint.checks"
"""The group of entry points by which an installed package names checks of its own."""
_READABLE: Mapping[str, tuple[str, ...]] = {
    "Prose": ("body", "title"),
    "Entry": ("entry",),
    "Suppressions": ("page",),
    "Answered": ("links",),
    "Sequence": ("catalog",),
}
"""What a rule may hand to a check, by the type that the check takes."""


class UnknownCheck(LookupError):
    """There is no check of a name; `why`, where there is something else of that name."""

    def __init__(self, name: str, why: str = "") -> None:
        super().__init__(name)
        self.why = why


@dataclass(frozen=True)
class Check:
    """A check: a generator of hits, with what its signature and marks say of it."""

    name: str
    function: CheckFunction

    @cached_property
    def _hints(self) -> list[Any]:
        function = inspect.unwrap(self.function)
        said = inspect.get_annotations(function)
        names = vars(sys.modules[function.__module__])
        return [_meant(said.get(name), names) for name in _parameters(function)]

    @property
    def reads(self) -> tuple[str, ...]:
        """What a rule may hand to it; () for a function that is no check."""
        subject = self._hints[0] if self._hints else None
        return _READABLE.get(getattr(subject, "__name__", ""), ())

    @property
    def params(self) -> Any:
        """The type of its parameters."""
        return self._hints[1] if len(self._hints) > 1 else NoParams

    @property
    def values(self) -> tuple[str, ...] | None:
        """What it gives to messages; None where it does not say."""
        values: tuple[str, ...] | None = getattr(self.function, "values", None)
        return values

    @property
    def collect(self) -> Collector | None:
        """What it collects of each entry, for a check that reads the catalog."""
        return _with_params(getattr(self.function, "collect", None))

    @cached_property
    def data_files(self) -> tuple[str, ...]:
        """The parameters that name data files."""
        return tuple(each.name for each in fields(self.params) if self._is_data_file(each.name))

    def trusted_params(self, given: Mapping[str, Any], folder: Path) -> Any:
        """Its parameters as a rule file in `folder` gives them which is known to fit."""
        values = {key.replace("-", "_"): frozen(value) for key, value in given.items()}
        for name, value in values.items():
            if isinstance(value, str) and self._is_data_file(name):
                values[name] = _data_file(folder, value)
        return self.params(**values)

    def _is_data_file(self, name: str) -> bool:
        for owner in self.params.__mro__:
            said = inspect.get_annotations(owner)
            if name in said:
                return _holds(_meant(said[name], vars(sys.modules[owner.__module__])), DATA_FILE)
        return False

    @cached_property
    def run(self) -> Callable[[Any, Any], Iterable[Hit]]:
        """The function, with parameters or without."""
        found = _with_params(self.function)
        assert found is not None
        return found


def frozen(value: Any) -> Any:
    """A value as TOML has it, with tuples in place of lists."""
    if isinstance(value, list):
        return tuple(frozen(each) for each in value)
    if isinstance(value, dict):
        return {key: frozen(each) for key, each in value.items()}
    return value


@cache
def _data_file(folder: Path, name: str) -> Path:
    """One path for all rules that share a list: what is kept by path is then found without comparing."""
    return folder / name


def _meant(annotation: Any, names: dict[str, Any]) -> Any:
    """What an annotation means in a module of such names.

    For all annotations of a function or a class at once the standard library does that, and takes twenty
    times as long for the one or two that are asked for here.
    """
    if not isinstance(annotation, str):
        return annotation
    return names[annotation] if annotation in names else eval(annotation, names)


def _parameters(function: Callable[..., Any]) -> Sequence[str]:
    code = getattr(function, "__code__", None)
    return (
        tuple(inspect.signature(function).parameters)
        if code is None
        else code.co_varnames[: code.co_argcount]
    )


def _with_params(function: Callable[..., Any] | None) -> Callable[..., Any] | None:
    if function is None or len(_parameters(inspect.unwrap(function))) > 1:
        return function
    return partial(_of_subject, function)  # a rule goes to workers with what it was asked before


def _of_subject(function: Callable[[Any], Any], subject: Any, _: Any) -> Any:
    return function(subject)


def _holds(hint: Any, mark: Any) -> bool:
    metadata = getattr(hint, "__metadata__", ())
    return mark in metadata or any(_holds(each, mark) for each in typing.get_args(hint))


@cache
def check_named(name: str) -> Check:
    """The check of a name (`module.function`, or `module` where both are called so). Raises UnknownCheck."""
    module_name, _, function_name = name.partition(".")
    try:
        module = import_module(f"catalog_lint.checks.{module_name}")
        function = getattr(module, function_name or module_name)
        own = inspect.isfunction(function) and function.__module__ == module.__name__
    except (ImportError, AttributeError):
        function, own = None, False
    if not own:
        return _installed(name)
    check = Check(name, function)
    if not check.reads:
        raise UnknownCheck(name)
    return check


def _installed(name: str) -> Check:
    """A check that an installed package names, never the pages' own repository. Raises UnknownCheck."""
    from importlib.metadata import entry_points

    found = next(iter(entry_points(group=ENTRY_POINTS, name=name)), None)
    if found is None:
        raise UnknownCheck(name)
    try:
        check = Check(name, found.load())
        reads = check.reads
    except Exception as error:
        raise UnknownCheck(name, f"{found.value} cannot be used: {type(error).__name__}: {error}") from error
    if not reads:
        known = ", ".join(_READABLE)
        raise UnknownCheck(name, f"{found.value} is no check: its first argument is none of {known}")
    return check
