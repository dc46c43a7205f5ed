"""Headings that a link leads to: a fix must not cut the link off."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote

from catalog_lint.catalog.anchors import headings_of, html_anchors, html_anchors_in, page_anchors, seen_in
from catalog_lint.catalog.model import Block, Entry
from catalog_lint.fix.page import FixedPage
from catalog_lint.source import Edit, Source

_FRAGMENT = re.compile(r"#(?<=[^\s()<>\[\]\"'|#]#)(?P<anchor>[^\s()<>\"'|\]]+)")
_PAGE = re.compile(r"([^\s()<>\[\]\"'|/#]+?)(?:\.(?:mdx?|html?))?/?\Z")
_LONGEST_NAME = 255
_REPEAT = re.compile(r"-[0-9]+\Z")


class Linked:
    """The anchors of a page's headings that links lead to, on the page itself or from other pages."""

    def __init__(self, page: FixedPage, elsewhere: Collection[str] = ()) -> None:
        entries = page.entries() if elsewhere or page.may_link_within() else []
        wanted = {link.url[1:] for entry in entries for link in entry.links if link.url.startswith("#")}
        anchors = {unquote(each).casefold() for each in (*wanted, *elsewhere)}
        names = {name for entry in entries for name in _names(entry)} if anchors else set()
        self._wanted = {each if each in names else _REPEAT.sub("", each) for each in anchors} & names

    def cut_off_by(self, entry: Entry, edits: Sequence[Edit]) -> str:
        """Which link edits in an entry's headings would cut off, told from the headings alone."""
        if not self._wanted:
            return ""
        for block in _headings_at(entry, edits):
            mine = [edit for edit in edits if block.content.overlaps(edit.span)]
            if all(block.content.covers(edit.span) for edit in mine):
                start = block.content.start
                text = entry.text[start : block.content.end]
                now = Source(text).edited(Edit(span.shifted(-start), content) for span, content in mine).text
                kept = {name for _, content in edits for name in html_anchors_in(content)}
                if reason := self._reason(
                    Counter([_name(seen_in(text))]), Counter([_name(seen_in(now))]), kept
                ):
                    return reason
        return ""

    def cut_off(self, old: Entry, new: Entry) -> str:
        """Which link would lead nowhere, or elsewhere, with `new` in the place of `old`."""
        if not self._wanted:
            return ""
        return self._reason(Counter(_names(old)), Counter(_names(new)), set(html_anchors(new)))

    def _reason(self, before: Counter[str], after: Counter[str], kept: set[str]) -> str:
        lost = (before - after).keys() & self._wanted - {each.casefold() for each in kept}
        if lost:
            return f"the link to #{min(lost)} would lead nowhere"
        gained = (after - before).keys() & self._wanted
        return f"the link to #{min(gained)} would lead elsewhere" if gained else ""


def _headings_at(entry: Entry, edits: Sequence[Edit]) -> list[Block]:
    """The headings that edits touch, in order."""
    found = {}
    for span, _ in edits:
        at = bisect_left(entry.blocks, span.start, key=lambda block: block.content.end)
        while at < len(entry.blocks) and entry.blocks[at].content.start <= span.end:
            block = entry.blocks[at]
            if block.kind == "heading" and block.content.overlaps(span):
                found[at] = block
            at += 1
    return [found[at] for at in sorted(found)]


def _names(entry: Entry) -> list[str]:
    return [_name(text) for text in headings_of(entry)]


def _name(heading: str) -> str:
    (name,) = page_anchors([heading])
    return name


def linked_from_elsewhere(paths: Sequence[str], texts: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """By path, the anchors that other pages may link to; `texts` are paths and texts.

    Whatever looks like the address of a page of that name counts, wherever it stands: a heading too many
    keeps its text, none too few.
    """
    by_name: dict[str, list[str]] = {}
    for path in paths:
        by_name.setdefault(PurePosixPath(path).stem.casefold(), []).append(path)
    found: dict[str, set[str]] = {}
    for path, text in texts:
        if len(paths) < 2 or "#" not in text:
            continue
        for match in _FRAGMENT.finditer(text):
            page = _PAGE.search(text, max(0, match.start() - _LONGEST_NAME), match.start())
            for target in by_name.get(unquote(page[1]).casefold(), ()) if page else ():
                if target != path:
                    found.setdefault(target, set()).add(unquote(match["anchor"]).casefold())
    return found
