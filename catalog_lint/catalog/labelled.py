"""Fields that a line of an entry's body gives behind a label: 影片：…, 日期：…."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from html import unescape

from catalog_lint.catalog.hosts import host_of
from catalog_lint.catalog.model import Field
from catalog_lint.catalog.schema import Schema
from catalog_lint.catalog.video import Address, video_address
from catalog_lint.source import Span

_VIDEO_LINE = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:[*_]{2})?"
    r"(?P<label>(?:影片|影音|視頻|视频|錄影|录像|回放|重播|直播|YouTube|YT|Video|Watch|Recording|連結|链接|Link|URL|網址|网址)"
    r"(?:[*_]{2})?[ \t]*[:：](?:[*_]{2})?[ \t]*)?"
    r"(?:\[[^\]\n]*\]\(|<)?(?P<url>https?://[^\s<>()\[\]\"']+)[>)]?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:[*_]{2})?"
    r"(?:日期|時間|时间|發[布佈表](?:日期|時間)?|发[布表](?:日期|时间)?|上[架傳线線](?:日期|時間)?|上传(?:日期|时间)?|播出(?:日期|時間|时间)?|首播"
    r"|Date|Published|Released|Aired)(?:[*_]{2})?[ \t]*[:：](?:[*_]{2})?[ \t]*"
    r"(?P<date>[0-9]{4}(?P<mark>[-/.])[0-9]{1,2}(?P=mark)[0-9]{1,2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)(?![0-9-])",
    re.MULTILINE | re.IGNORECASE,
)
_UNKNOWN = Address("", "")


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
        for match in _VIDEO_LINE.finditer(text)
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
    for found in _DATE_LINE.finditer(text):
        if not any(span.start <= found.start() < span.end for span in code):
            return Field("date", found["date"], Span(*found.span("date")))
    return None
