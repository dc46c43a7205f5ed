"""What the checks across entries see of an entry: small values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from catalog_lint.catalog.model import Field
from catalog_lint.catalog.video import video_address
from catalog_lint.source import Span


@dataclass(slots=True, frozen=True)
class Facts:
    """An entry seen from outside.

    `path` and `index` name it; spans count from its start. `note` is what the check that reads these
    facts collected from the entry.
    """

    path: str
    index: int
    kind: Literal["entry", "text"]
    number: int | None
    fields: Mapping[str, Field]
    anchor: Span
    language: str
    note: Any = None

    @property
    def target(self) -> tuple[str, int]:
        """The entry's name in hits and related places."""
        return self.path, self.index

    @property
    def video(self) -> str:
        """The id of the entry's video, "" where it has none that is valid."""
        field = self.fields.get("video")
        address = video_address(field.text) if field else None
        return address.id if address and address.valid else ""

    def place(self, name: str) -> Span:
        """Where a field stands; the entry's title line where it is missing."""
        field = self.fields.get(name)
        return field.span if field else self.anchor
