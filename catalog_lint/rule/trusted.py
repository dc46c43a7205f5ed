"""Shipped rules made of their files without pydantic: tests have read them, and a run need not again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalog_lint.rule.checks import Check
from catalog_lint.rule.model import Example, FixPromise, Rule


def rule_of(data: Mapping[str, Any]) -> Rule:
    """The rule that a file holds which is known to fit."""
    values = {key: _frozen(value) for key, value in data.items()}
    values.pop("examples", None)
    values["inline_examples"] = tuple(_example(each) for each in data.get("examples", ()))
    if "fix" in values:
        values["fix"] = FixPromise(**values["fix"])
    for key in ("message", "params"):
        if key in data:
            values[key] = data[key]
    return Rule(**values)


def params_of(check: Check, given: Mapping[str, Any], folder: Path) -> Any:
    """A check's parameters as a rule file gives them which is known to fit."""
    values = {key.replace("-", "_"): _frozen(value) for key, value in given.items()}
    for name in check.data_files:
        if values.get(name) is not None:
            values[name] = folder / values[name]
    return check.params(**values)


def _example(given: Mapping[str, Any]) -> Example:
    values = {key.replace("-", "_"): value for key, value in given.items()}
    return Example(**{**values, "at": tuple(given.get("at", ()))})


def _frozen(value: Any) -> Any:
    """A value with tuples in place of lists."""
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    if isinstance(value, dict):
        return {key: _frozen(each) for key, each in value.items()}
    return value
