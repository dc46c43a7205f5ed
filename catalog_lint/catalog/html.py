"""HTML as the standard library's parser reads it, with the place of each tag and each attribute's value."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from html.parser import HTMLParser
from typing import Literal, NamedTuple

from catalog_lint.source import Span

_VALUE = re.compile(r"\s*=\s*(?:\"(?P<double>[^\"]*)\"?|'(?P<single>[^']*)'?|(?P<bare>[^\s>]*))")
_WRITTEN_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")


class Attribute(NamedTuple):
    """An attribute: its name in lower case, its value without entities, and where that is written."""

    name: str
    value: str
    span: Span


class Tag(NamedTuple):
    """A tag: its name in lower case, whether it opens, closes or is empty (`<br/>`), its place."""

    name: str
    kind: Literal["open", "close", "empty"]
    span: Span
    attributes: tuple[Attribute, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        """The first attribute of a name."""
        return next((one for one in self.attributes if one.name == name), None)

    def shifted(self, by: int) -> Tag:
        """The same tag counted from another origin."""
        moved = tuple([Attribute(name, value, span.shifted(by)) for name, value, span in self.attributes])
        return Tag(self.name, self.kind, self.span.shifted(by), moved)


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[Tag] = []
        self._text = text
        self._line_starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._line_starts.append(at + 1)
            at = text.find("\n", at + 1)
        with suppress(AssertionError):  # the parser's, at a marked section without a name: `<![;`
            self.feed(text)

    def _start(self) -> int:
        row, column = self.getpos()
        return self._line_starts[row - 1] + column

    def _open(self, name: str, kind: Literal["open", "empty"], attrs: list[tuple[str, str | None]]) -> None:
        start = self._start()
        written = self.get_starttag_text() or ""
        span = Span(start, start + len(written))
        self.tags.append(Tag(name, kind, span, _attributes(written, start, attrs, 1 + len(name))))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open(tag, "open", attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open(tag, "empty", attrs)

    def handle_endtag(self, tag: str) -> None:
        start = self._start()
        end = self._text.find(">", start) + 1
        self.tags.append(Tag(tag, "close", Span(start, end or len(self._text))))


def _attributes(
    written: str, start: int, attrs: list[tuple[str, str | None]], at: int
) -> tuple[Attribute, ...]:
    """The attributes of a tag as it is written, from its name's end on."""
    found = []
    small = written.lower()
    for name, value in attrs:
        at = small.index(name, at) + len(name)
        match = _VALUE.match(written, at) if value is not None else None
        place = Span(start + at, start + at)
        if match and match.lastgroup:
            place = Span(*match.span(match.lastgroup)).shifted(start)
            at = match.end()
        found.append(Attribute(name, value or "", place))
    return tuple(found)


@lru_cache(4_096)
def tags(text: str) -> tuple[Tag, ...]:
    """The tags of a run of HTML, in order; places count from its start."""
    return tuple(_Tags(text).tags) if "<" in text else ()


def without_tags(text: str) -> str:
    """A short run of text without the tags in it."""
    return _WRITTEN_TAG.sub("", text)
