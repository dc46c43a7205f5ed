"""What checks and the linter say of a text: hits, findings, edits and fixes, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from catalog_lint.source import Edit, Position, Source, Span

if TYPE_CHECKING:
    from catalog_lint.rule.model import Rule

__all__ = [
    "APPLICABILITIES",
    "SEVERITIES",
    "Applicability",
    "Edit",
    "Finding",
    "Fix",
    "Hit",
    "Place",
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

    `edits` mend it; `applicability` may only lower what the rule's file promises. `span`, `edits` and
    `related` count from the start of the entry that the check was given; a check that reads the page
    counts from the page's start, one that reads the catalog names the entry (path, index) as `target`.
    """

    span: Span
    values: Mapping[str, str] = _NO_VALUES
    edits: tuple[Edit, ...] = ()
    related: tuple[Related, ...] = ()
    applicability: Applicability | None = None
    target: tuple[str, int] | None = None


class Fix(NamedTuple):
    """Edits that mend a finding, applied all or none; `replaced` is the text at the first edit's place."""

    applicability: Applicability
    edits: tuple[Edit, ...]
    replaced: str = ""

    def applies(self, unsafe: bool) -> bool:
        """Whether `--fix` carries it out, with `--unsafe-fixes` or without."""
        return self.applicability == "safe" or (unsafe and self.applicability == "unsafe")

    def said(self, locale: str = "en") -> str:
        """What the edits do, in a few words of a locale."""
        old, new = shortened(self.replaced.strip("\n")), shortened(self.edits[0].content.strip("\n"))
        if locale == "zh-TW":
            more = f"，另有 {len(self.edits) - 1} 處" if len(self.edits) > 1 else ""
            if not new.strip():
                return f"刪去「{old}」{more}"
            return f"將「{old}」改為「{new}」{more}" if old else f"插入「{new}」{more}"
        more = f" and {len(self.edits) - 1} more" if len(self.edits) > 1 else ""
        if not new.strip():
            return f"Remove '{old}'{more}"
        return f"Replace '{old}' with '{new}'{more}" if old else f"Insert '{new}'{more}"


class Place(NamedTuple):
    """Another place that a finding is about; it carries its rows and columns, since its page may be gone."""

    path: str
    span: Span
    message: str
    start: Position
    end: Position

    @classmethod
    def on(cls, source: Source, path: str, span: Span, message: str) -> Place:
        """A place on the page whose text is `source`."""
        return cls(path, span, message, source.position(span.start), source.position(span.end))


@dataclass(slots=True)
class Finding:
    """One place on a page where a rule is broken; nothing of it is to be changed.

    `span` counts from the start of `source.text`; `start` and `end` (exclusive) are the same as rows and
    columns from 1. `entry` is the number of the entry that it lies in, `related` are other places, on this
    page or another. Its words and rows are worked out when they are asked for: a page may have thousands.
    """

    rule: Rule
    severity: Severity
    path: str
    span: Span
    source: Source = field(repr=False, compare=False)
    values: Mapping[str, str] = field(default_factory=dict)
    locale: str = "en"
    entry: int | None = None
    fix: Fix | None = None
    related: tuple[Place, ...] = ()

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the run's locale."""
        return self.rule.said(self.locale, self.values)

    @property
    def start(self) -> Position:
        """Row and column of the first character."""
        return self.source.position(self.span.start)

    @property
    def end(self) -> Position:
        """Row and column after the last character."""
        return self.source.position(self.span.end)


def shortened(text: str) -> str:
    """A text as a message quotes it: its start, where it is long."""
    return text if len(text) <= QUOTED_CHARACTERS else text[: QUOTED_CHARACTERS - 1] + "…"
