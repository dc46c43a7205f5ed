"""What the linter says of a page: findings, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from catalog_lint.diagnostic import Fix, Severity
from catalog_lint.rule.model import Rule
from catalog_lint.source import Position, Source, Span


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
