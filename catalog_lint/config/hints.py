"""What somebody meant by a key or name of a configuration that there is not."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from catalog_lint.catalog.schema import Schema
from catalog_lint.rule.loading import load_rules
from catalog_lint.rule.model import Rule
from catalog_lint.validation import keys_of, nearest

TABLE = "catalog-lint"
_TABLES = ("schema", "links")
_OFF = ("off", "disabled", "none", "ignore", "false", "0")


def unknown_key(key: str, value: Any, known: Collection[str]) -> str:
    """What to do about a key outside all tables that is not one of the `known` ones."""
    rule = next((r for r in load_rules().values() if key.casefold() in map(str.casefold, r.names)), None)
    if rule is not None:
        return f"a rule is no key; {for_rule(key, value)}"
    if key in ("tool", TABLE) and isinstance(value, Mapping):
        return f"keys stand by themselves in this file, without [tool.{TABLE}]"
    if key == "severity":
        return "unknown key; did you mean `rule.CODE.severity`?"
    if table := _table_with(key):
        return f"unknown key; did you mean `{table}.{key}`?"
    return f"unknown key; {nearest(key, known, 'known keys')}"


def _table_with(key: str) -> str:
    """The table that a key stands in; "" where there is none."""
    return next((table for table in _TABLES if key in _keys(table)), "")


def _keys(table: str) -> Collection[str]:
    if table == "schema":
        return keys_of(Schema)
    from catalog_lint.config.links import LinkSettings

    return keys_of(LinkSettings)


def misplaced(data: Mapping[str, Any], known: Collection[str]) -> tuple[str, str] | None:
    """A key that stands in a table and belongs above it, or a table of another's name, and what to do."""
    for table in _TABLES:
        inner = data.get(table)
        for key in inner if isinstance(inner, Mapping) else ():
            if key in known and key not in _keys(table):
                return f"{table}.{key}", f"stands above all tables; did you mean `{key}`?"
    rules = data.get("rules")
    if isinstance(rules, Mapping):
        return "rules", f"not a list of folders; did you mean [rule.{next(iter(rules), 'CODE')}]?"
    tables = data.get("rule")
    for key, value in tables.items() if isinstance(tables, Mapping) else ():
        if not isinstance(value, Mapping):
            return f"rule.{key}", f"not a table of keys and values; {for_rule(key, value)}"
    return None


def for_rule(key: str, value: Any) -> str:
    """What to write in place of `key = value`, where the key names a rule."""
    if isinstance(value, Mapping):
        return f"did you mean [rule.{key}]?"
    if str(value).casefold() in _OFF:
        return f'did you mean `ignore = ["{key}"]`?'
    return f'did you mean `rule.{key}.severity = "{value}"`?'


def no_rule(name: str, rules: Mapping[str, Rule]) -> str:
    """That there is no rule of a name, with the nearest one."""
    parts = [part for part in re.split(r"[,\s]+", name) if part]
    if len(parts) > 1:
        return "more than one selector in a text; write " + ", ".join(f'"{part}"' for part in parts)
    if name.endswith("*"):
        return f"no rule '{name}'; a prefix needs no mark: '{name.rstrip('*') or 'ALL'}'"
    known = ["ALL", *(each for rule in rules.values() for each in rule.names)]
    hint = nearest(name, known)
    return f"no rule '{name}'; {hint if hint.startswith('did') else '`catalog-lint rule` lists them'}"


def misspelt_table(data: Mapping[str, Any]) -> str:
    """The table of a pyproject.toml that was meant for us and is not read; "" where there is none."""
    places = [("", data), *((f"{name}.", data.get(name)) for name in ("tool", "tools"))]
    for above, tables in places:
        for name, table in tables.items() if isinstance(tables, Mapping) else ():
            ours = re.sub(r"[-_ ]", "", name.casefold()) == TABLE.replace("-", "")
            if ours and isinstance(table, Mapping) and f"{above}{name}" != f"tool.{TABLE}":
                return f"{above}{name}"
    return ""
