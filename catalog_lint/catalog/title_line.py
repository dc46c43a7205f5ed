"""An entry's title line: where its fields stand, by the form that the schema gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

PLACEHOLDER = re.compile(r"\{([^\W\d]\w*)\}")
"""A field of a title line's form."""
BAR = re.compile(r"(?<!\\)\|")
_DATE = (
    r"(?:(?=[0-9０-９〇零一二三四五六七八九十]{1,4} ?[-/.年月日－／．])[^\]\[）)|]*?"
    r"|[0-9０-９]{4,8}|民國[^\]\[）)|]*?"
    r"|(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.? [^\]\[）)|]*?[0-9]{4}"
    r"|[0-9]{1,2} [A-Za-z]{3,9}\.?,? [0-9]{4}|(?i:tb[acd]|n/?a|none|null|nil|unknown|yyyy[^\]]*?)"
    r"|未[定知詳]|不[明詳]|待[定補]|待公[布佈]|暫?無|日期[^\]\[）)|]*?|[-?？—]*)"
)
"""What stands where a date should and looks like one, or like the lack of one; other words are a title's."""
_CLOCK = r"[0-9]{1,2}[:：][0-9]{2}"
_OF_A_CELL = {"number": r"[0-9０-９]+(?:\.[0-9]+)*", "date": _DATE, "title": r".*?", "link": r"[^\s()|]+"}
_LOOSE = {**_OF_A_CELL, "time": rf"{_CLOCK}(?:\s?[-–—~～]\s?{_CLOCK})?"}
"""In front of a title, where a time must look like one, or it would take the title's first word."""
_OTHER = r".*?"
_BARE_DATE = (
    r"(?P<date>[A-Za-z]{3,9}\.? [0-9]{1,2}, [0-9]{4}|[0-9]{1,2} [A-Za-z]{3,9}\.? [0-9]{4}"
    r"|[0-9０-９][^\s\]\[）)|]*)"
)
"""A date with nothing around it must look like one, or it would take the title's first word."""
_LINKED_TITLE = r"\[(?P<title>.*?)\]\((?P<link>[^\s()|]+)\)"
_LINKED = re.compile(_LINKED_TITLE)
_BOLD = re.compile(r"(?:\*\*|__)(?P<title>[^*_]+)(?:\*\*|__)")
_LINK_CELLS = (
    r"\s*\[[^\]]*\]\((?P<link>[^\s()|]+)\)\s*",
    r"\s*<?(?P<link>[^\s()<>|]+)>?\s*",
    r"\s*",
)
_EMPTY = re.compile(r"\s*")


def read_line(form: str, line: str) -> dict[str, tuple[int, int]]:
    """Where the fields of a title line stand, without the spaces around them; {} where it is none."""
    said = _trimmed(line, 0, len(line))
    for pattern in _line_patterns(form):
        found = pattern.fullmatch(line, *said)
        if found:
            return _spans(found)
    return {}


def read_row(form: str, line: str) -> dict[str, tuple[int, int]]:
    """Where the fields of a table's row stand, cell by cell."""
    spans: dict[str, tuple[int, int]] = {}
    for (start, end), patterns in zip(cells(line), _cell_patterns(form), strict=False):
        said = _trimmed(line, start, end)
        found = next((m for p in patterns if (m := p.fullmatch(line, *said))), None)
        if found:
            spans |= _spans(found)
    return spans


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """A run of a line without the spaces around it."""
    said = line[start:end].rstrip()
    return end - len(line[start:end].lstrip()) if said else start, start + len(said)


@lru_cache(64)
def fields_of(form: str) -> tuple[str, ...]:
    """The fields of a title line's form, in order."""
    return tuple(PLACEHOLDER.findall(form))


@lru_cache(16)
def _line_patterns(form: str) -> list[re.Pattern[str]]:
    return _patterns(form)


@lru_cache(16)
def _cell_patterns(form: str) -> list[list[re.Pattern[str]]]:
    return [_patterns(form[start:end]) for start, end in cells(form)]


def _spans(found: re.Match[str]) -> dict[str, tuple[int, int]]:
    spans = {}
    for name, value in found.groupdict().items():
        text = (value or "").strip()
        if text:
            at = found.start(name) + value.index(text)
            spans[name] = (at, at + len(text))
    linked = _LINKED.fullmatch(found.string, *spans["title"]) if "title" in spans else None
    if linked:
        spans["title"] = linked.span("title")
        spans.setdefault("link", linked.span("link"))
    bold = _BOLD.fullmatch(found.string, *spans["title"]) if "title" in spans else None
    if bold:
        spans["title"] = bold.span("title")
    return spans


def cells(row: str) -> list[tuple[int, int]]:
    """Where the cells of a table's row stand, without the bars around them."""
    bars = [-1, *(found.start() for found in BAR.finditer(row)), len(row)]
    found = [(a + 1, b) for a, b in pairwise(bars)]
    if found and not row[slice(*found[0])].strip():
        del found[0]
    if found and not row[slice(*found[-1])].strip() and len(bars) > 2:
        del found[-1]
    return found


def _patterns(line: str) -> list[re.Pattern[str]]:
    """A line as patterns, the exact one first, for a text without spaces around it.

    In the others what stands behind the title may be missing as a whole, the marks and the link around it
    too, and last what stands before it, piece by piece.
    """
    chunks = line.split()
    if not chunks:
        return [re.compile(r"\s*")]
    title = next((index for index, chunk in enumerate(chunks) if "{title}" in chunk), None)
    if chunks == ["{link}"]:
        return [re.compile(pattern) for pattern in _LINK_CELLS]
    if title is None:
        return [re.compile(r"\s+".join(_piece(chunk, _OF_A_CELL) for chunk in chunks), re.DOTALL), _EMPTY]
    strict = "".join(_piece(chunk) + r"\s+" for chunk in chunks[:title])
    loose = "".join(rf"(?:{_piece(chunk)}{_gap(chunk)})?" for chunk in chunks[:title])
    after = "".join(r"(?<!\s)\s++" + _piece(chunk) for chunk in chunks[title + 1 :])
    bodies = [_piece(chunks[title])]
    if chunks[title] != "{title}":
        bare = re.sub(r"[\[*_]*\{title\}(?:\]\(\{link\}\))?[\]*_]*", "{title}", chunks[title])
        elsewhere = any("{link}" in chunk for index, chunk in enumerate(chunks) if index != title)
        linked = _LINKED_TITLE.replace("(?P<link>", "(?:") if elsewhere else _LINKED_TITLE
        before_title = re.split(r"[\[*_]*\{title\}", chunks[title])[0]
        if before_title:
            bodies.append(_piece(before_title) + linked + r"(?:[：:，,、–—-].*)?")
        bodies += (_piece(bare), linked, _piece("{title}"))
    opened = any("[" in chunk and "]" not in chunk for chunk in chunks[:title])
    rest = [_LINKED_TITLE, *bodies] if opened else bodies
    return [
        re.compile(before + body + tail, re.DOTALL)
        for before, some in {strict: bodies, loose: rest}.items()
        for body in some
        for tail in dict.fromkeys((after, "", r"\s.*" if body != bodies[-1] else ""))
    ]


def _gap(chunk: str) -> str:
    return r"(?:\s+|$)" if "{" in chunk else r"\s*"


def _piece(chunk: str, fields: Mapping[str, str] = _LOOSE) -> str:
    if chunk == "{date}":
        return _BARE_DATE
    piece = ""
    for index, part in enumerate(PLACEHOLDER.split(chunk)):
        piece += f"(?P<{part}>{fields.get(part, _OTHER)})" if index % 2 else re.escape(part)
    return piece
