"""The video and the date that a line of an entry's body gives in words that everybody uses: 影片：…, 日期：….

For labels of a catalog's own, which its schema names, see `labels`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path

from catalog_lint.catalog.hosts import host_of
from catalog_lint.catalog.model import Field
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


def labelled_fields(
    text: str, code: Sequence[Span], schema: Schema, known: Collection[str]
) -> Iterator[Field]:
    """The video and the date that lines of an entry give, where its frame and its form have none."""
    found: list[Field | None] = []
    if "video" not in known:
        found.append(_labelled_video(text, code, schema))
    if "date" not in known and "date" not in schema.line_fields:
        found.append(_labelled_date(text, code))
    return (field for field in found if field is not None)


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
