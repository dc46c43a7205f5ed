"""The fields of an entry that its lines give behind labels.

At the entry's head these are the labels that the schema names (作者：…); on any line the video's and the
date's, in words that everybody uses (影片：…, 日期：…).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path

from catalog_lint.catalog.hosts import host_of
from catalog_lint.catalog.labels import said_at_head
from catalog_lint.catalog.model import Entry, Field
from catalog_lint.catalog.schema import Schema
from catalog_lint.catalog.video import Address, video_address
from catalog_lint.rule.wordlists import entries
from catalog_lint.source import Span

_LABELS = Path(__file__).parent / "data" / "field-labels.txt"
_START = r"^[ \t]*(?:[-*+][ \t]+)?(?:[^\w\s\x00-\x7f]{1,3}[ ]?)?(?:[*_]{2})?"
_COLON = r"(?:[*_]{2})?[ \t]*[:：](?:[*_]{2})?[ \t]*"
_UNKNOWN = Address("", "")


def _label(name: str) -> str:
    labels = [entry.parts[1] for entry in entries(_LABELS) if entry.text == name]
    return f"(?:{'|'.join(map(re.escape, labels))}){_COLON}"


@lru_cache(1)
def _video_line() -> re.Pattern[str]:
    return re.compile(
        rf"{_START}(?P<label>{_label('video')})?"
        r"(?:\[[^\]\n]*\]\(|<)?(?P<url>https?://[^\s<>()\[\]\"']+)[>)]?[ \t]*$",
        re.MULTILINE | re.IGNORECASE,
    )


@lru_cache(1)
def _date_line() -> re.Pattern[str]:
    return re.compile(
        rf"{_START}{_label('date')}(?P<date>[0-9]{{4}}(?P<mark>[-/.])[0-9]{{1,2}}(?P=mark)[0-9]{{1,2}}"
        r"|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)(?![0-9-])",
        re.MULTILINE | re.IGNORECASE,
    )


def read_labelled(entry: Entry, schema: Schema) -> None:
    """Add the fields that labels give and the frame of the entry does not."""
    if schema.labels:
        _read_own(entry, schema.labels)
    found: list[Field | None] = []
    if "video" not in entry.fields:
        found.append(_labelled_video(entry.text, entry.code, schema))
    if "date" not in entry.fields and "date" not in schema.line_fields:
        found.append(_labelled_date(entry.text, entry.code))
    entry.fields.update({field.name: field for field in found if field is not None})


def _read_own(entry: Entry, fields: dict[str, str]) -> None:
    """Add the fields that the labels of the schema give, by label."""
    said, entry.said_until = said_at_head(entry)
    for label, value in said:
        name = fields.get(label)
        if name is not None and value.end > value.start:
            text = unescape(entry.text[value.start : value.end])
            entry.fields.setdefault(name, Field(name, text, value))


def _labelled_video(text: str, code: Sequence[Span], schema: Schema) -> Field | None:
    """The video that a line of its own names, by its bare address or behind a label (影片：…).

    Of several bare ones none is the entry's rather than another.
    """
    if not any(host in text for host in schema.video_hosts):
        return None
    found = [
        match
        for match in _video_line().finditer(text)
        if host_of(match["url"]) in schema.video_hosts
        and (video_address(match["url"]) or _UNKNOWN).valid
        and not any(span.start <= match.start() < span.end for span in code)
    ]
    labelled = [match for match in found if match["label"]]
    if not labelled and len({match["url"] for match in found}) != 1:
        return None
    best = (labelled or found)[0]
    return Field("video", unescape(best["url"]), Span(*best.span("url")))


def _labelled_date(text: str, code: Sequence[Span]) -> Field | None:
    """The date that a line of its own gives behind a label (日期：2024-05-01)."""
    for found in _date_line().finditer(text):
        if not any(span.start <= found.start() < span.end for span in code):
            return Field("date", found["date"], Span(*found.span("date")))
    return None
