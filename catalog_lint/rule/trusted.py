"""Shipped rules made of their files without pydantic: tests have read them, and a run need not again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog_lint.rule.checks import frozen
from catalog_lint.rule.model import Example, FixPromise, Rule


def rule_of(data: Mapping[str, Any]) -> Rule:
    """The rule that a file holds which is known to fit."""
    values = {key: frozen(value) for key, value in data.items()}
    values.pop("examples", None)
    values["inline_examples"] = tuple(_example(each) for each in data.get("examples", ()))
    if "fix" in values:
        values["fix"] = FixPromise(**values["fix"])
    for key in ("message", "params"):
        if key in data:
            values[key] = data[key]
    return Rule(**values)


def _example(given: Mapping[str, Any]) -> Example:
    values = {key.replace("-", "_"): value for key, value in given.items()}
    return Example(**{**values, "at": tuple(given.get("at", ()))})
