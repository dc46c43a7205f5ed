"""Settings written as a configuration file would give them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalog_lint.config.model import Settings
from catalog_lint.config.patterns import relative_pattern
from catalog_lint.validation import plain

_SELECTING = ("extend", "select", "ignore", "extend-select")
_PATTERNS = ("include", "extend-include", "exclude", "extend-exclude")
_PATTERN_TABLES = ("languages", "per-file-ignores")
_PATHS = ("rules", "catalog")
_PATH = ("baseline", "cache-dir")


def effective(settings: Settings, root: Path) -> dict[str, Any]:
    """All settings that count, selection as the codes in use; patterns and paths count from `root`."""
    data = plain(settings)
    for key in _SELECTING:
        data.pop(key, None)
    for key in _PATTERNS:
        data[key] = [relative_pattern(pattern, root) for pattern in data[key]]
    for key in _PATTERN_TABLES:
        data[key] = {relative_pattern(pattern, root): value for pattern, value in data[key].items()}
    for schema in data["schemas"]:
        schema["paths"] = [relative_pattern(pattern, root) for pattern in schema["paths"]]
    for key in _PATHS:
        data[key] = [_from(path, root) for path in data[key]]
    for key in _PATH:
        if key in data:
            data[key] = _from(data[key], root)
    data["rule"] = {key: _rule(settings, key, table, root) for key, table in data["rule"].items()}
    return {"select": list(settings.chosen_rules()), **data}


def _rule(settings: Settings, key: str, table: Mapping[str, Any], root: Path) -> dict[str, Any]:
    rule = next(
        (r for r in settings.all_rules.values() if key.casefold() in map(str.casefold, r.names)), None
    )
    given = settings.params(rule) if rule else {}
    files = rule.data_files if rule else ()
    return {**table, **{name: _from(given[name], root) for name in files if name in given}}


def _from(path: str, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()
