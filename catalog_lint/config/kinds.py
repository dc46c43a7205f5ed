"""The kinds of values that a configuration holds, and what is refused of each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from catalog_lint.config.patterns import absolute_pattern, is_pattern
from catalog_lint.diagnostic import OUTPUT_FORMATS, SEVERITIES
from catalog_lint.validation import Checked, nearest, read

Language = Literal["zh-TW", "zh-HK", "zh-CN", "en", "ja"]
FailOn = Literal["error", "warning", "info", "never"]


def _absolute(pattern: str, root: Path | None) -> str:
    found = absolute_pattern(pattern, root or Path.cwd())
    if not is_pattern(found.removeprefix("!")):
        raise ValueError("not a pattern as .gitignore has them")
    return found


def _from_root(path: Path, root: Path | None) -> Path:
    return Path(os.path.normpath((root or Path.cwd()) / path.expanduser()))


def _selector(value: str, _: object) -> str:
    if not value.strip():
        raise ValueError("an empty selector; give a code, a prefix, a name or ALL")
    return value.strip()


def _output_format(value: str, _: object) -> str:
    if value not in OUTPUT_FORMATS:
        raise ValueError(f"'{value}' is not known; {nearest(value, OUTPUT_FORMATS)}")
    return value


def _links(table: dict[str, Any], _: object) -> dict[str, Any]:
    if table:
        from catalog_lint.config.links import LinkSettings

        read(LinkSettings, table)
    return table


def _links_schema() -> dict[str, Any]:
    from catalog_lint.config.links import LinkSettings

    return LinkSettings.model_json_schema(by_alias=True)


def _rule_table(table: dict[str, Any], root: Path | None) -> dict[str, Any]:
    severity = table.get("severity")
    if severity is not None and severity not in SEVERITIES:
        raise ValueError(f"severity: '{severity}' is not known; {nearest(severity, reversed(SEVERITIES))}")
    return table


_RULE_SCHEMA: Mapping[str, Any] = {
    "properties": {"severity": {"enum": [*reversed(SEVERITIES)], "type": "string"}},
    "additionalProperties": True,
}

Pattern = Annotated[str, Checked(_absolute)]
Location = Annotated[Path, Checked(_from_root)]
Selector = Annotated[str, Checked(_selector)]
RuleTable = Annotated[dict[str, Any], Checked(_rule_table, lambda: _RULE_SCHEMA)]
LinkTable = Annotated[dict[str, Any], Checked(_links, _links_schema)]
OutputFormat = Annotated[str, Checked(_output_format, lambda: {"enum": [*OUTPUT_FORMATS]})]
