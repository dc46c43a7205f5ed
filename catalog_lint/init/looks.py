"""How the title line of what may be an entry looks: numbered, dated, linked, with a video or labels below."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalog_lint.catalog.labels import first_label
from catalog_lint.init.templates import (
    LINK_TITLE,
    NUMBER,
    bare_number,
    dated,
    item_rest,
    numbered_at_end,
    numbers_a_part,
    worded_number,
)
from catalog_lint.source import Span

_VIDEO = re.compile(
    r"(?:youtu\.be/|youtube\.com/(?:watch|live|shorts|embed)|vimeo\.com/[0-9]|bilibili\.com/video/)[^\s\"')>\]]*"
)
_SITES = ("youtu", "vimeo.com/", "bilibili.com/")
"""What an address of a video has at least, which is found faster."""
_BELOW = re.compile(r"[^\n]*\n(?:[ \t]*(?:<[^>]*>|!\[[^\n]*)?[ \t]*\n)*(?P<line>[^\n]+)")
TAGS = re.compile(r"<[^>]*>|[*_`]")


@dataclass(slots=True)
class Line:
    """The title line of what may be an entry: its text, where the entry stands, the lines that it has, how it
    looks, and which of some pages it is on.
    """

    text: str
    span: Span
    holds: int = 0
    page: int = 0
    worded: bool = False
    dated: bool = False
    plain: bool = False
    linked: bool = False
    film: bool = False
    part: bool = False
    label: str = ""

    @property
    def marked(self) -> bool:
        """Whether a counted word, a date or a video of its own marks it."""
        return self.worded or self.dated or self.film


def films_in(text: str) -> set[str]:
    """The addresses of videos in a text."""
    if not any(site in text for site in _SITES):
        return set()
    return {f"https://{found}" for found in _VIDEO.findall(text)}


def look(line: Line, text: str) -> None:
    """Say of a line how it looks; `text` is the whole of what it opens."""
    plain = TAGS.sub("", line.text).strip()
    link = LINK_TITLE.match(item_rest(plain))
    inner = link["title"] if link else plain
    line.worded = any(worded_number(each) or numbered_at_end(each) for each in (plain, inner))
    line.part = any(map(numbers_a_part, (plain, inner)))
    line.dated = dated(plain) or dated(inner) or dated(item_rest(plain))
    line.plain = bool(NUMBER.match(inner)) and not bare_number(inner)
    line.linked = link is not None
    line.film = len(films_in(text)) == 1
    below = _BELOW.match(text)
    line.label = first_label(below["line"]) if below else ""
