"""What the answers say of a thumbnail, a video or a link."""

from __future__ import annotations

import json
from dataclasses import dataclass

from catalog_lint.catalog.liveness import LinkReason, Status, Target
from catalog_lint.links import youtube
from catalog_lint.links.asking import Answer, Asker
from catalog_lint.links.outside import clean_title


@dataclass(slots=True, frozen=True)
class Sighting:
    """What one look at a target showed.

    `confirmed`: two endpoints agree that it is dead. `whole`: nothing is missing from it for want of an
    answer, so that it may be kept.
    """

    status: Status
    reason: LinkReason
    detail: str = ""
    best: str = ""
    title: str = ""
    confirmed: bool = False
    whole: bool = True


def _alive(answer: Answer) -> Sighting:
    return Sighting(Status.ALIVE, LinkReason.ANSWERED, answer.detail)


def _unknown(answer: Answer) -> Sighting:
    reason = answer.reason
    if answer.status:
        reason = LinkReason.REFUSES if answer.status in (401, 403) else LinkReason.UNEXPECTED
    return Sighting(Status.UNKNOWN, reason, answer.detail)


async def look(asker: Asker, target: Target, second_endpoint: bool) -> Sighting:
    """Ask the network about a target.

    With `second_endpoint`, a thumbnail that seems dead is asked for on the other thumbnail host too.
    """
    if target.kind == "video":
        video = youtube.video_id(target.address)
        return await _video(asker, video) if video else Sighting(Status.UNKNOWN, LinkReason.UNSUPPORTED_URL)
    if target.kind == "thumbnail" and youtube.has_sizes(target.address):
        return await _thumbnail(asker, target.address, second_endpoint)
    return await _link(asker, target.address)


async def _picture(asker: Asker, url: str) -> Answer:
    """A thumbnail's answer; a page in a picture's place is the word of some gateway, not YouTube's."""
    answer = await asker.head(url)
    if answer.good and not answer.media_type.startswith("image/"):
        return Answer(reason=LinkReason.UNEXPECTED, detail=answer.detail)
    return answer


async def _thumbnail(asker: Asker, url: str, second_endpoint: bool) -> Sighting:
    first = await _picture(asker, url)
    if first.good:
        return _alive(first)
    if not first.absent:
        return _unknown(first)
    confirmed = False
    if second_endpoint:
        other = await asker.get(youtube.elsewhere(url))
        if other.good:
            return Sighting(Status.UNKNOWN, LinkReason.DISAGREEING)
        confirmed = other.absent
    best = ""
    for below in youtube.smaller(url):
        candidate = await _picture(asker, below)
        if candidate.good:
            best = below
            break
        if not candidate.absent:
            return _unknown(candidate)
    return Sighting(Status.DEAD, LinkReason.NOT_FOUND, first.detail, best=best, confirmed=confirmed)


async def _video(asker: Asker, video: str) -> Sighting:
    answer = await asker.get(youtube.oembed(video))
    if answer.status == 200 and (title := _title(answer)):
        return Sighting(Status.ALIVE, LinkReason.ANSWERED, answer.detail, title=title)
    picture = await _picture(asker, youtube.hqdefault(video))
    if picture.good:
        if answer.absent or answer.status == 400:
            return Sighting(Status.UNKNOWN, LinkReason.DISAGREEING)
        embedding_refused = answer.status in (401, 403)
        return Sighting(Status.ALIVE, LinkReason.ANSWERED, picture.detail, whole=embedding_refused)
    if not picture.absent:
        return _unknown(picture)
    reason = {
        401: LinkReason.PRIVATE,
        403: LinkReason.PRIVATE,
        404: LinkReason.GONE,
        410: LinkReason.GONE,
        400: LinkReason.MALFORMED_ID,
    }.get(answer.status)
    if reason is None:
        return Sighting(Status.UNKNOWN, LinkReason.DISAGREEING) if answer.good else _unknown(answer)
    return Sighting(Status.DEAD, reason, answer.detail, confirmed=True)


def _title(answer: Answer) -> str:
    """The title in oEmbed's answer, "" where the body is not such an answer."""
    if answer.cut:
        return ""
    try:
        data = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    title = data.get("title") if isinstance(data, dict) else None
    return clean_title(title) if isinstance(title, str) else ""


async def _link(asker: Asker, url: str) -> Sighting:
    any_host = asker.settings.all_links
    answer = await asker.head(url, any_host)
    if answer.status >= 400:  # many servers answer HEAD wrongly
        answer = await asker.get(url, any_host)
    if answer.good:
        return _alive(answer)
    if answer.absent:
        return Sighting(Status.DEAD, LinkReason.NOT_FOUND, answer.detail)
    return _unknown(answer)
