"""The blocks of a text all of whose lines have common forms, without markdown-it-py's rules.

What is read here is blank lines, headings, paragraphs, items of lists, thematic breaks and, outside lists,
HTML up to a blank line; the tokens are those that markdown-it-py makes. A text with anything else, and any
line whose part in the block before it is not plain, is left to markdown-it-py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block.html_block import HTML_SEQUENCES
from markdown_it.token import Token

_UNREAD = ("\t", "\r", "\0")
_MAX_DEPTH = 40
"""Lists in lists, far from markdown-it-py's own limit."""
_MAX_INDENT = 3
"""How far a line may be indented and still be what it looks like, in spaces."""
_MAX_GAP = 4
"""How far the text of an item may stand from its marker, in spaces."""
_HEADING = re.compile(r"#{1,6}(?= |$)")
_BREAK = re.compile(r"([-*_])(?: *\1){2,} *")
_ITEM = re.compile(r"([-+*]|[0-9]{1,9}[.)])(?:( +)|$)")
_UNDERLINE = re.compile(r"(?:-+|=+) *")
_ROW = re.compile(r"[-:| ]+")
_VERBATIM, *_, _BLOCK_TAG, _ANY_TAG = HTML_SEQUENCES
"""What HTML blocks begin with; the last two kinds end at a blank line, the last does not end a paragraph."""


class _Unsure(Exception):
    """A line that markdown-it-py has to read."""


@dataclass(slots=True)
class _List:
    """An open list and its open item. `outer` and `inner` are where the text around and in it begins."""

    marker: str
    outer: int
    lines: list[int]
    inner: int = 0
    item_lines: list[int] = field(default_factory=lambda: [0, 0])
    item_is_tight: bool = True
    tight: bool = True
    item_ended_blank: bool = False
    paragraphs: list[int] = field(default_factory=list)
    """Where the tokens of the paragraphs in its items begin, those in inner lists apart."""


def blocks(text: str) -> list[Token] | None:
    """The tokens of a text's blocks, those of inline text still without children; None: not sure."""
    for character in _UNREAD:
        if character in text:
            return None
    lines = text.split("\n")
    ends_line = not lines[-1].strip(" ")
    if ends_line:
        lines.pop()
    try:
        return _Blocks(lines, ends_line).read()
    except _Unsure:
        return None


class _Blocks:
    """Reads the lines of one text; `read` is called once."""

    def __init__(self, lines: list[str], ends_line: bool) -> None:
        """`ends_line` tells whether a line end follows the last line."""
        self.all = lines
        self.ends_line = ends_line
        self.tokens: list[Token] = []
        self.lists: list[_List] = []
        self.paragraph: list[str] = []
        self.start = 0
        """The first line of the open paragraph or HTML."""

    def read(self) -> list[Token]:
        in_html = blank = False
        for number, line in enumerate(self.all):
            rest = line.lstrip(" ")
            if not rest:
                if self.paragraph:
                    self._end_paragraph(number)
                elif in_html:
                    self._end_html(number)
                    in_html = False
                blank = True
            elif not in_html:
                in_html = self._line(number, rest, len(line) - len(rest), blank)
                blank = False
        end = len(self.all)
        if self.paragraph:
            self._end_paragraph(end)
        elif in_html:
            self._end_html(end)
        while self.lists:
            self._end_item(end)
            self._end_list(end)
        return self.tokens

    def _line(self, number: int, rest: str, indent: int, blank: bool) -> bool:
        """Read a line that is not blank and in no HTML; whether it opens such. `blank`: one is before it."""
        inner = self.lists[-1].inner if self.lists else 0
        kind, match = _form(rest)
        if rest[0] in "-=|:":
            self._check_underline(number, rest, indent >= inner)
        if self.paragraph:
            if kind in ("text", "tag") or (indent >= inner and match and not _may_follow_text(match[0])):
                if not 0 <= indent - inner <= _MAX_INDENT:
                    raise _Unsure
                self.paragraph.append(" " * (indent - inner) + rest)
                return False
            self._end_paragraph(number)
        marker = match[1][-1] if match and kind == "item" else ""
        continues = indent < inner and self._leave(number, indent, marker)
        if not continues:
            if indent - (self.lists[-1].inner if self.lists else 0) > _MAX_INDENT:
                raise _Unsure
            if blank and self.lists:
                self.lists[-1].item_is_tight = False
        while match and kind == "item":
            if not continues:
                self._open_list(number, match[1])
            continues = False
            indent += match.end()
            self._open_item(number, match[1], indent)
            rest = rest[match.end() :]
            kind, match = _form(rest)
        self.start = number
        if kind == "text":
            self.paragraph.append(rest)
        elif kind == "heading" and match:
            self._heading(number, match, rest)
        elif kind == "break":
            self._break(number, rest)
        elif self.lists:
            raise _Unsure
        else:
            return True
        return False

    def _check_underline(self, number: int, rest: str, inside: bool) -> None:
        """Raise where a line may make a heading or a table of the one before it."""
        if self.paragraph and inside and _UNDERLINE.fullmatch(rest):
            raise _Unsure
        if _ROW.fullmatch(rest) and ("|" in rest or ":" in rest or (number and "|" in self.all[number - 1])):
            raise _Unsure

    def _leave(self, number: int, indent: int, marker: str) -> bool:
        """End the items that a line is not indented enough for; whether it is the next of a list's."""
        while self.lists and indent < self.lists[-1].inner:
            last = self.lists[-1]
            self._end_item(number)
            if indent >= last.outer:
                if indent - last.outer > _MAX_INDENT:
                    raise _Unsure
                if marker == last.marker:
                    return True
            self._end_list(number)
        return False

    # Tokens

    def _text(self, kind: str, tag: str, end: int, content: str, markup: str = "") -> None:
        """A block of inline text from `start` on."""
        level = 2 * len(self.lists)
        start = self.start
        self.tokens += (
            Token(kind + "_open", tag, 1, {}, [start, end], level, None, "", markup, "", {}, True),
            Token("inline", "", 0, {}, [start, end], level + 1, [], content, "", "", {}, True),
            _closing(kind + "_close", tag, level, markup),
        )

    def _end_paragraph(self, end: int) -> None:
        paragraph = self.paragraph
        content = paragraph[0] if len(paragraph) == 1 else "\n".join(paragraph)
        if content[0] == "[" and "]:" in content:
            raise _Unsure
        paragraph.clear()
        if self.lists:
            self.lists[-1].paragraphs.append(len(self.tokens))
        self._text("paragraph", "p", end, mdTrim(content))

    def _heading(self, number: int, hashes: re.Match[str], rest: str) -> None:
        content = rest[hashes.end() :].rstrip(" ")
        without = content.rstrip("#")
        if without.endswith(" "):
            content = without
        self._text("heading", f"h{hashes.end()}", number + 1, mdTrim(content), hashes[0])

    def _break(self, number: int, rest: str) -> None:
        level = 2 * len(self.lists)
        markup = rest[0] * (rest.count(rest[0]) + 1)
        self.tokens.append(
            Token("hr", "hr", 0, {}, [number, number + 1], level, None, "", markup, "", {}, True)
        )

    def _end_html(self, end: int) -> None:
        content = "\n".join(self.all[self.start : end])
        if end < len(self.all) or self.ends_line:
            content += "\n"
        self.tokens.append(
            Token("html_block", "", 0, {}, [self.start, end], 0, None, content, "", "", {}, True)
        )

    def _open_list(self, number: int, marker: str) -> None:
        if len(self.lists) >= _MAX_DEPTH:
            raise _Unsure
        level = 2 * len(self.lists)
        kind, tag = ("bullet_list", "ul") if len(marker) == 1 else ("ordered_list", "ol")
        lines = [number, 0]
        token = Token(kind + "_open", tag, 1, {}, lines, level, None, "", marker[-1], "", {}, True)
        if len(marker) > 1 and int(marker[:-1]) != 1:
            token.attrs["start"] = int(marker[:-1])
        self.tokens.append(token)
        self.lists.append(_List(marker[-1], self.lists[-1].inner if self.lists else 0, lines))

    def _open_item(self, number: int, marker: str, inner: int) -> None:
        last = self.lists[-1]
        last.inner = inner
        last.item_lines = lines = [number, 0]
        last.item_is_tight = True
        level = 2 * len(self.lists) - 1
        sign, info = marker[-1], marker[:-1]
        self.tokens.append(Token("list_item_open", "li", 1, {}, lines, level, None, "", sign, info, {}, True))

    def _end_item(self, end: int) -> None:
        last = self.lists[-1]
        last.tight = last.tight and last.item_is_tight and not last.item_ended_blank
        last.item_lines[1] = end
        last.item_ended_blank = end - last.item_lines[0] > 1 and not self.all[end - 1].strip(" ")
        self.tokens.append(_closing("list_item_close", "li", 2 * len(self.lists) - 1, last.marker))

    def _end_list(self, end: int) -> None:
        last = self.lists.pop()
        last.lines[1] = end
        level = 2 * len(self.lists)
        kind, tag = ("bullet_list", "ul") if last.marker in "-+*" else ("ordered_list", "ol")
        self.tokens.append(_closing(kind + "_close", tag, level, last.marker))
        if last.tight:
            close = _closing("paragraph_close", "p", level + 2, "", True)
            for place in last.paragraphs:
                self.tokens[place].hidden = True
                self.tokens[place + 2] = close


@lru_cache(1_024)
def _closing(kind: str, tag: str, level: int, markup: str, hidden: bool = False) -> Token:
    """What ends a block; those that are alike are one token, which nobody changes."""
    return Token(kind, tag, -1, {}, None, level, None, "", markup, "", {}, True, hidden)


def _form(rest: str) -> tuple[str, re.Match[str] | None]:
    """What a line begins, white space aside: an item, a heading, a break, HTML, a tag alone, or text."""
    first = rest[0]
    if first not in "#-*_+0123456789<>`~":
        return "text", None
    if first in "-*_" and _BREAK.fullmatch(rest):
        return "break", None
    if first == "#":
        heading = _HEADING.match(rest)
        return ("heading", heading) if heading else ("text", None)
    if first == "<":
        return _form_of_tag(rest), None
    if first == ">" or rest.startswith(("```", "~~~")):
        raise _Unsure
    item = _ITEM.match(rest)
    if item is None:
        return "text", None
    if item.end() == len(rest) or len(item[2]) > _MAX_GAP:
        raise _Unsure
    return "item", item


def _may_follow_text(opening: str) -> bool:
    """Whether a heading or an item ends a paragraph: numbers do from 1 on."""
    number = opening.rstrip(" ")[:-1]
    return not number.isdigit() or int(number) == 1


def _form_of_tag(rest: str) -> str:
    if rest[1:2] in "!?" or _VERBATIM[0].search(rest):
        raise _Unsure
    return "html" if _BLOCK_TAG[0].search(rest) else "tag" if _ANY_TAG[0].search(rest) else "text"
