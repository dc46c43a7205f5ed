"""Lines at the head of an entry that say something behind a label: `- 作者：…`, `**導演**：…`.

`labelled` says which fields that gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalog_lint.catalog.model import Block, Entry
from catalog_lint.source import Span

_BREAK = re.compile(r"(?:<br[ \t]*/?>|\\)\Z")
_OPENING = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?")
_MARK = r"(?:\*\*|__)?"
_SIGN = r"(?:[^\w\s\[\]()<>!#|*_`「『（《]{1,2}[ ]?)?"
_LABEL = re.compile(
    rf"{_SIGN}{_MARK}(?P<label>[^\W\d_](?:[\w.&/ -]{{0,14}}[^\W_])?)[ \t]?{_MARK}"
    rf"[ \t]?[:：](?!//){_MARK}[ \t]*"
)
_BETWEEN = re.compile(r"　+|[ \t]{2,}|[ \t]*[|｜][ \t]*|[ \t]/[ \t]")
"""What parts several fields of one line."""
_ADDRESS = re.compile(
    r"\[[^\]\n]*\]\(\s*<?(?P<linked>[^\s<>()]++(?:\([^\s()]*+\))?[^\s<>()]*+)>?\s*\)|<(?P<bare>[^\s<>]+)>"
    r"|<a\s(?:[^<>]{0,300}?\s)?href=[\"'](?P<href>[^\"']+)[\"'][^<>]{0,300}>[^<>]*</a>"
)


class Said(NamedTuple):
    """What a line says behind a label, and where; nothing may stand there."""

    label: str
    value: Span


def said_at_head(entry: Entry) -> tuple[list[Said], int]:
    """What lines with labels say above the entry's own text, and where that text starts."""
    said: list[Said] = []
    start = entry.body.start
    for block in entry.blocks:
        if block.content.start < entry.anchor.end or block.content.end <= entry.anchor.end:
            continue
        if block.kind != "paragraph":
            break
        lines = _lines(entry.text, block.content)
        if lines is None and not _holds_links(entry, block):
            break
        said += lines or ()
        start = max(start, block.content.end)
    return (said, start) if said else ([], entry.body.start)


def _holds_links(entry: Entry, block: Block) -> bool:
    return any(link.alone and block.content.covers(link.span) for link in entry.links)


def _lines(text: str, block: Span) -> list[Said] | None:
    """What each line of a block says behind labels; None where one has none.

    A tag that a value leaves open takes in the lines up to its end.
    """
    said: list[Said] = []
    at = block.start
    left_open = 0
    for line in text[block.start : block.end].split("\n"):
        start, end = _bare(line, at)
        if pairs := list(_pairs(text, start, end)):
            said += pairs
            left_open = _left_open(text, pairs[-1].value.start, end)
        elif left_open > 0:
            label, value = said.pop()
            left_open += _left_open(text, start, end)
            whole = Span(value.start, end) if left_open > 0 else _value(text, value.start, end)
            said.append(Said(label, whole))
        else:
            return None
        at += len(line) + 1
    return said


def _bare(line: str, at: int) -> tuple[int, int]:
    """Where a line that starts at `at` says something: without a quotation's signs and a break."""
    said = _BREAK.sub("", line.rstrip(" \t")).rstrip(" \t")
    return at + len(said) - len(said.lstrip(" \t>")), at + len(said)


def _left_open(text: str, start: int, end: int) -> int:
    """How many more tags open than close."""
    return text.count("<", start, end) - text.count(">", start, end)


def _pairs(text: str, start: int, end: int) -> Iterator[Said]:
    """The labels of a line that opens with one, each with its value, which ends before the next label."""
    opened = _LABEL.match(text, start, end)
    if opened is None:
        return
    for border in _BETWEEN.finditer(text, opened.end(), end):
        label = _LABEL.match(text, border.end(), end)
        if label:
            yield Said(opened["label"], _value(text, opened.end(), border.start()))
            opened = label
    yield Said(opened["label"], _value(text, opened.end(), end))


def _value(text: str, start: int, end: int) -> Span:
    """Where a value stands, without spaces around it; of one link or address alone, the address."""
    written = text[start:end]
    start += len(written) - len(written.lstrip())
    end = start + len(written.strip())
    address = _ADDRESS.fullmatch(text, start, end)
    return Span(*address.span(address.lastgroup or 0)) if address else Span(start, end)


def first_label(line: str) -> str:
    """The label that a line opens with, "" where it opens with none."""
    found = _OPENING.match(line)
    label = _LABEL.match(line, found.end()) if found else None
    return label["label"] if label else ""


def labels_of(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str, str]]:
    """Every label at the heads of entries with its value; one that an entry says twice is none of a field."""
    for entry in entries:
        said, _ = said_at_head(entry)
        names = [label for label, _ in said]
        for label, value in said:
            if names.count(label) == 1:
                yield entry, label, entry.text[value.start : value.end]
