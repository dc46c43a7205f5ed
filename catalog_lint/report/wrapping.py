"""Text wrapped to a terminal's columns, Chinese included: without spaces, two columns a character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from inspect import cleandoc

from catalog_lint.report.visible import width

MAX_NAMES = 28
"""Columns for names in a list; longer ones stand on a line of their own."""
_WIDE = r"\u2e80-\u9fff\uff00-\uffef"
_OPENS = "（「『《〈"
_ENDS = "，。、；：）」』》〉！？"
_TOKEN = re.compile(rf"[{_OPENS}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_ENDS}]*|\s+")
_SPACE_BETWEEN = re.compile(rf"(?<=[{_WIDE}])\s+(?=[{_WIDE}])|(?<=[{_ENDS}{_OPENS}])\s+|\s+(?=[{_OPENS}])")


def wrapped(text: str, columns: int) -> Iterator[str]:
    """A paragraph's lines; what does not fit in a line by itself stands alone."""
    line = ""
    for token in _TOKEN.findall(_SPACE_BETWEEN.sub("", " ".join(text.split()))):
        if line and width(line) + width(token.rstrip()) > columns:
            yield line.rstrip()
            line = ""
        if line or token.strip():
            line += token
    if line.strip():
        yield line.rstrip()


def paragraphs(text: str, columns: int, indent: int = 2) -> Iterator[str]:
    """A text of several paragraphs, indented."""
    for number, paragraph in enumerate(cleandoc(text).split("\n\n")):
        if number:
            yield ""
        yield from (" " * indent + line for line in wrapped(paragraph, columns - indent))


def listed(rows: Sequence[tuple[str, str]], columns: int) -> Iterator[str]:
    """Names with what they mean beside them."""
    names = min(max((width(name) for name, _ in rows), default=0), MAX_NAMES)
    for name, text in rows:
        first, *others = list(wrapped(text, max(columns - names - 4, 20))) or [""]
        if width(name) > names:
            yield f"  {name}"
            yield f"{' ' * (names + 4)}{first}".rstrip()
        else:
            yield f"  {name}{' ' * (names - width(name))}  {first}".rstrip()
        yield from (f"{' ' * (names + 4)}{line}" for line in others)
