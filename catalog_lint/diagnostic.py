"""What checks say of a text: hits, edits and fixes, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from catalog_lint.source import Edit, Span

__all__ = [
    "APPLICABILITIES",
    "SEVERITIES",
    "Applicability",
    "Edit",
    "Fix",
    "Hit",
    "Related",
    "Severity",
    "Span",
    "shortened",
]

Severity = Literal["error", "warning", "info"]
Applicability = Literal["safe", "unsafe", "display"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")

OUTPUT_FORMATS = (
    "concise",
    "full",
    "grouped",
    "json",
    "jsonl",
    "github",
    "gitlab",
    "sarif",
    "rdjson",
    "junit",
    "checkstyle",
    "markdown",
    "html",
)
"""The formats of findings; each is a module of the room `report`."""
APPLICABILITIES: tuple[Applicability, ...] = ("display", "unsafe", "safe")
QUOTED_CHARACTERS = 80
_NO_VALUES: Mapping[str, str] = {}


class Related(NamedTuple):
    """Another place that a finding is about, in the entry (`target` None) or in another one."""

    span: Span
    message: str
    target: tuple[str, int] | None = None
    """Path and index of the entry that `span` counts from."""


class Hit(NamedTuple):
    """A place and the values of a rule's message, found by a check.

    `edits` fix it; `applicability` may only lower what the rule's file promises. `span`, `edits` and
    `related` count from the start of the entry that the check was given; a check that reads the page
    counts from the page's start, one that reads the catalog names the entry (path, index) as `target`.
    """

    span: Span
    values: Mapping[str, str] = _NO_VALUES
    edits: tuple[Edit, ...] = ()
    related: tuple[Related, ...] = ()
    applicability: Applicability | None = None
    target: tuple[str, int] | None = None


def is_applied(applicability: Applicability | None, unsafe: bool) -> bool:
    """Whether `--fix` carries out fixes of this kind, with `--unsafe-fixes` or without."""
    return applicability == "safe" or (unsafe and applicability == "unsafe")


class Fix(NamedTuple):
    """Edits that fix a finding, applied all or none; `replaced` is the text at the first edit's place."""

    applicability: Applicability
    edits: tuple[Edit, ...]
    replaced: str = ""

    def applies(self, unsafe: bool) -> bool:
        """Whether `--fix` carries it out, with `--unsafe-fixes` or without."""
        return is_applied(self.applicability, unsafe)

    def said(self, locale: str = "en") -> str:
        """What the edits do, in a few words of a locale."""
        old, new = shortened(self.replaced.strip("\n")), shortened(self.edits[0].content.strip("\n"))
        if locale == "zh-TW":
            more = f"，另有 {len(self.edits) - 1} 處" if len(self.edits) > 1 else ""
            if new == " ":
                shown = f"「{old}」" if old.strip() else "空白"
                return f"將{shown}改為一個空格{more}" if old else f"插入一個空格{more}"
            if old.isspace() and not new:
                return f"刪去空格{more}"
            if not new.strip():
                return f"刪去「{old}」{more}"
            return f"將「{old}」改為「{new}」{more}" if old else f"插入「{new}」{more}"
        more = f" and {len(self.edits) - 1} more" if len(self.edits) > 1 else ""
        if new == " ":
            return f"Replace '{old}' with a space{more}" if old else f"Insert a space{more}"
        if not new.strip():
            return f"Remove '{old}'{more}"
        return f"Replace '{old}' with '{new}'{more}" if old else f"Insert '{new}'{more}"


def shortened(text: str) -> str:
    """A text as a message quotes it: its start, where it is long."""
    return text if len(text) <= QUOTED_CHARACTERS else text[: QUOTED_CHARACTERS - 1] + "…"
