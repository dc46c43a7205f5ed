"""What the network said of an entry's addresses; these checks judge verdicts and ask nobody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from catalog_lint.catalog.liveness import Answered, LinkReason, LinkVerdict, Status, addresses
from catalog_lint.diagnostic import Edit, Hit, Related, Span
from catalog_lint.rule.contract import Params

_BLANK = re.compile(r"[\s\u200b-\u200f\ufe0e\ufe0f]+")


class VideoParams(Params):
    """Which deaths of a video are meant."""

    reasons: tuple[LinkReason, ...]


def _dead(answered: Answered, kind: str) -> Iterator[tuple[Span, str, LinkVerdict, str]]:
    for address in addresses(answered.entry):
        verdict = answered.of(address)
        if address.target.kind == kind and verdict is not None and verdict.status is Status.DEAD:
            yield address.span, address.target.address, verdict, address.field


def _video_is_dead(answered: Answered) -> bool:
    return any(field == "video" for *_, field in _dead(answered, "video"))


def _size(url: str) -> str:
    return PurePosixPath(urlsplit(url).path).stem


def thumbnail_size(answered: Answered) -> Iterator[Hit]:
    """A thumbnail that does not exist in this size and does in a smaller one."""
    for span, url, verdict, _ in _dead(answered, "thumbnail"):
        found, expected = _size(url), _size(verdict.best)
        at = answered.entry.text.find(f"/{found}.", span.start, span.end) + 1
        if verdict.best and at:
            place = Span(at, at + len(found))
            yield Hit(place, {"found": found, "expected": expected}, (Edit(place, expected),))


def thumbnail(answered: Answered) -> Iterator[Hit]:
    """A thumbnail that exists in no size, though its video was not found dead."""
    for span, url, verdict, field in _dead(answered, "thumbnail"):
        if not verdict.best and not (field and _video_is_dead(answered)):
            yield Hit(span, {"found": url})


def video(answered: Answered, params: VideoParams) -> Iterator[Hit]:
    """A video that nobody can watch any more."""
    for span, found, verdict, _ in _dead(answered, "video"):
        if verdict.reason in params.reasons:
            yield Hit(span, {"found": found})


def link(answered: Answered) -> Iterator[Hit]:
    """Any other link that leads to nothing."""
    for span, url, verdict, _ in _dead(answered, "link"):
        yield Hit(span, {"found": url, "answer": verdict.detail})


def title(answered: Answered) -> Iterator[Hit]:
    """A title that is not the video's title of today."""
    entry = answered.entry
    said, place = entry.fields.get("title"), entry.fields.get("video")
    current = _current_title(answered)
    if said and current and _comparable(said.text) != _comparable(current):
        related = (Related(place.span, current),) if place else ()
        yield Hit(said.span, {"found": said.text, "expected": current}, related=related)


def _current_title(answered: Answered) -> str:
    for address in addresses(answered.entry):
        verdict = answered.of(address) if address.field == "video" else None
        if verdict is not None and verdict.status is Status.ALIVE:
            return verdict.title
    return ""


def _comparable(title: str) -> str:
    """A title without what changes between two copies of it: width of characters, case, spaces."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", title)).casefold()
