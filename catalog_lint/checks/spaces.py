"""White space inside sentences: tabs, doubled, full-width and odd spaces, spaces beside full-width marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from catalog_lint.catalog import near_markdown
from catalog_lint.catalog.model import BREAK, MARK, OBJECT, Prose
from catalog_lint.catalog.surroundings import surroundings
from catalog_lint.diagnostic import Applicability, Edit, Hit, Span
from catalog_lint.language.decoder import path
from catalog_lint.language.han import HAN, HAN_CHARACTER
from catalog_lint.rule.contract import Params

_ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_RUNS = {
    "tab": re.compile(r"\t[ \t\u3000]*"),
    "doubled": re.compile(r"  +"),
    "full-width": re.compile(r"\u3000[ \u3000]*"),
    "odd": re.compile(f"[{_ODD}][ {_ODD}]*"),
}
_QUICK = {"tab": "\t", "doubled": "  ", "full-width": "\u3000"}
_MARKER_LENGTH = 20
_SPREAD = re.compile(f"[{BREAK}{MARK} ]*[\u4e00-\u9fff]")
_INDENT = re.compile(r"^[ ]*\u3000[ \u3000]*", re.MULTILINE)
_FULL_WIDTH = re.compile(r"[\u3001-\u303f\uff00-\uff65‘’“”…—]")
_EDGE = (BREAK, "\n", "")
_BEHIND = re.compile(r" (?<=[，。；：、！？] )(?=\S)")
_INSIDE = re.compile(
    r" (?<!  )(?:(?<=[（「『《【〈〔] ) *(?=[^\s）」』》】〉〕])"
    r"|(?<![（「『《【〈〔] ) *(?=[）」』》】〉〕]))"
)
_IN_FRONT = re.compile(r" (?=[，。；：、！？](?!\)))(?<=\S )")
_OPENS_TEXT = re.compile(f"[{HAN}A-Za-z0-9「『（《〈【“]")
_ENDS_TEXT = re.compile(f"[{HAN}A-Za-z0-9」』）》〉】”%％)]")
_SPACED_OUT = re.compile(
    f" (?<=[{HAN}] )(?<![{HAN}A-Za-z0-9][{HAN}] )(?<![{HAN}A-Za-z0-9] [{HAN}] )"
    f"[{HAN}](?: [{HAN}]){{1,40}}(?! [{HAN}A-Za-z0-9]|[A-Za-z0-9])"
)
_LEAST_OF_HEADING = 3
_LEAST_SPACED_OUT = 4
_TOKEN = re.compile(r"[!-~]{1,200}\Z", re.ASCII)
_OF_A_NAME = frozenset("./\\@:_~#&=-")


class SpaceParams(Params):
    """`kind`: which white space; "indent" is a full-width space at the start of a line."""

    kind: Literal["tab", "doubled", "full-width", "odd", "indent"]


class SpacedOutParams(Params):
    """`listed`: characters that people list one by one; a run of which they are half is no word."""

    listed: str


class BesideParams(Params):
    """`side`: a space "behind" full-width marks or "in-front" of them."""

    side: Literal["behind", "in-front"]


def spaces(prose: Prose, params: SpaceParams) -> Iterator[Hit]:
    """Runs of one kind of white space with text on both sides, or at the start of a line ("indent")."""
    text = prose.text
    if params.kind == "indent":
        if "\u3000" in prose.entry.text:
            yield from _indents(prose)
        return
    if _QUICK.get(params.kind, "") not in text:
        return
    for match in _RUNS[params.kind].finditer(text):
        start, end = match.span()
        while start and text[start - 1] == " ":
            start -= 1
        left, right = _neighbour(text, start - 1, -1), _neighbour(text, end, 1)
        if left in _EDGE or right in _EDGE or left.isspace() or right.isspace():
            continue
        beside_stars = text[start - 2 : start] == "**" or text.startswith("**", end)
        if beside_stars and params.kind != "tab":
            continue
        line = _line_up_to(text, start)
        if params.kind == "odd" and (left.isdigit() or right.isdigit()):
            # What keeps a number and its unit on one line (10 Gb/s).
            continue
        if near_markdown.is_marker(line) or (params.kind == "doubled" and left.isascii() and right.isascii()):
            continue
        between_han = bool(HAN_CHARACTER.match(left) and HAN_CHARACTER.match(right))
        if params.kind == "full-width" and between_han and _is_spread(text, line, end):
            continue
        marked = text[start - 1] == MARK or text[end] == MARK
        glued = not marked and bool(_FULL_WIDTH.match(left) or _FULL_WIDTH.match(right))
        unsafe: Applicability | None = "unsafe" if params.kind == "full-width" and between_han else None
        edit = Edit(Span(start, end), "" if glued or beside_stars else " ")
        values = {"count": str(end - start), "place": surroundings(prose.entry.text, Span(start, end))}
        yield Hit(Span(start, end), values, (edit,), applicability=unsafe)


def inside_brackets(prose: Prose) -> Iterator[Hit]:
    """Spaces behind an opening full-width bracket or quotation mark and before a closing one."""
    for match in _INSIDE.finditer(prose.text):
        span = Span(*match.span())
        yield Hit(span, {"place": surroundings(prose.entry.text, span)}, (Edit(span, ""),))


def beside_marks(prose: Prose, params: BesideParams) -> Iterator[Hit]:
    """Single spaces beside full-width stops, which bring white space of their own.

    Behind one: not where a line's enumerator ends, nor where an address, maths or a sign follows, which
    Markdown may read only behind a space. In front of one: not where the space ends an address, a handle
    or a file name.
    """
    text, source = prose.text, prose.entry.text
    behind = params.side == "behind"
    for match in (_BEHIND if behind else _IN_FRONT).finditer(text):
        at = match.start()
        if behind:
            right = _neighbour(text, at + 1, 1)
            opens = bool(_OPENS_TEXT.match(right)) or source[at + 1] == "`"
            needless = opens and not near_markdown.is_enumerator(_line_up_to(text, at))
        else:
            left = _neighbour(text, at - 1, -1)
            needless = (bool(_ENDS_TEXT.match(left)) or source[at - 1] == "`") and not _ends_a_name(text, at)
        if needless:
            span = Span(at, at + 1)
            values = {"mark": text[at - 1 if behind else at + 1], "place": surroundings(source, span)}
            yield Hit(span, values, (Edit(span, ""),))


def spaced_out(prose: Prose, params: SpacedOutParams) -> Iterator[Hit]:
    """Runs of single Han characters with a space between each two; the fix is safe in a heading alone."""
    headings = prose.entry.headings
    for match in _SPACED_OUT.finditer(prose.text):
        span = Span(match.start() - 1, match.end())
        characters = prose.text[span.start : span.end].split(" ")
        heads = any(heading.line.start <= span.start and span.end <= heading.line.end for heading in headings)
        if len(characters) < (_LEAST_OF_HEADING if heads else _LEAST_SPACED_OUT):
            continue
        if sum(character in params.listed for character in characters) * 2 >= len(characters):
            continue
        if HAN_CHARACTER.match(prose.text, span.end) and not _is_words("".join(characters)):
            continue
        gaps = range(span.start + 1, span.end, 2)
        yield Hit(
            span,
            {"found": prose.text[span.start : span.end], "expected": "".join(characters)},
            tuple(Edit(Span(at, at + 1), "") for at in gaps),
            applicability=None if heads else "unsafe",
        )


def _is_words(text: str) -> bool:
    """Whether a text is made of known words of two characters or more."""
    _, borders = path(text)
    return all(right - left > 1 for left, right in pairwise(borders))


def _ends_a_name(text: str, at: int) -> bool:
    """Whether an address, a handle or a file name ends at an offset."""
    token = _TOKEN.search(text, max(0, at - 200), at)
    before = text[token.start() - 1 : token.start()] if token else ""
    return token is not None and (before == OBJECT or not _OF_A_NAME.isdisjoint(token[0]))


def _line_up_to(text: str, at: int) -> str:
    """What stands before an offset on its line; "…" where that is too long for a marker."""
    start = text.rfind("\n", max(0, at - _MARKER_LENGTH), at) + 1
    return text[start:at] if at - start < _MARKER_LENGTH else "…"


def _is_spread(text: str, line: str, end: int) -> bool:
    """Whether two Han characters at the start of a line are set apart to fill a column."""
    return bool(_SPREAD.fullmatch(line)) and not HAN_CHARACTER.match(text[end + 1 : end + 2])


def _indents(prose: Prose) -> Iterator[Hit]:
    text = prose.entry.text
    for block in prose.blocks:
        if block.kind == "cell":
            continue
        start = text.rfind("\n", 0, block.content.start) + 1
        for match in _INDENT.finditer(text, start, block.content.end):
            span = Span(*match.span())
            values = {"count": str(len(match[0])), "place": surroundings(text, span)}
            yield Hit(span, values, (Edit(span, ""),))


def _neighbour(text: str, at: int, step: int) -> str:
    """The next character that is no formatting mark."""
    while 0 <= at < len(text) and text[at] == MARK:
        at += step
    return text[at] if 0 <= at < len(text) else ""
