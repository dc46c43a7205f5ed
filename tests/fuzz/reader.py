"""Any bytes as a page: read or refused, nothing of it lost, every place inside it."""

from __future__ import annotations

from catalog_lint.catalog.frame import front_matter
from catalog_lint.catalog.model import MASKS
from catalog_lint.catalog.reader import read_page
from catalog_lint.catalog.schema import Schema
from catalog_lint.source import PageError, Source, decode
from tests.fuzz.texts import MARKDOWN, text_of

SEEDS = (
    b"\x01",
    "\x01# 甲\n\n- 乙 `丙` [丁](https://example.com/)\n".encode(),
    b"\0" + bytes(range(len(MARKDOWN))),
    bytes(range(len(MARKDOWN), 0, -1)),
)
_SCHEMA = Schema()


def one(data: bytes) -> None:
    """Read one page."""
    try:
        source = decode(data[1:], "a.md") if data[:1] == b"\1" else Source(text_of(data, MARKDOWN))
        page = read_page("a.md", source, _SCHEMA, outlines=True)
    except PageError:
        return
    text = source.text
    at = front_matter(text).end
    for entry in page.entries:
        assert at <= entry.start
        assert not text[at : entry.start].strip()
        at = entry.span.end
        assert text[entry.start : entry.start + len(entry.text)] == entry.text
        prose = entry.prose.text
        assert len(prose) == len(entry.text)
        assert all(a in (b, *MASKS) for a, b in zip(prose, entry.text, strict=True))
        for field in entry.fields.values():
            assert 0 <= field.span.start <= field.span.end <= len(entry.text)
        for block in entry.blocks:
            for inline in block.inlines:
                assert block.content.covers(inline.span), inline
                assert entry.text[inline.span.start : inline.span.end]
        for heading in entry.headings:
            assert heading.line.covers(heading.span)
        for link in entry.links:
            assert 0 <= link.span.start <= link.span.end <= len(entry.text)
    assert not text[at:].strip()
