"""Plain values as TOML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def lines(table: Mapping[str, Any], name: tuple[str, ...] = ()) -> Iterator[str]:
    """A table's lines: its values, then its tables, then its lists of tables. None is left out."""
    tables = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    arrays = {
        key: value
        for key, value in table.items()
        if isinstance(value, list | tuple) and value and all(isinstance(each, Mapping) for each in value)
    }
    for key, value in table.items():
        if key not in tables and key not in arrays and value is not None:
            yield f"{_key(key)} = {inline(value)}"
    for key, value in tables.items():
        where = (*name, key)
        if any(not isinstance(each, Mapping) for each in value.values()):
            yield from ("", f"[{'.'.join(map(_key, where))}]")
        yield from lines(value, where)
    for key, values in arrays.items():
        for value in values:
            yield from ("", f"[[{'.'.join(map(_key, (*name, key)))}]]")
            yield from lines(value, (*name, key))


def inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {inline(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple | set | frozenset):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else inline(key)
