"""The bones of a text as Markdown sees it: what a fix must leave standing."""

from __future__ import annotations

from typing import NamedTuple

from catalog_lint.catalog.markdown import Parsed


class Outline(NamedTuple):
    """Kinds of blocks in order, levels of headings, code and HTML as they stand, emphasis marks in order.

    HTML comes with the offset of the block in which it stands.
    """

    blocks: tuple[str, ...]
    headings: tuple[str, ...]
    code: tuple[str, ...]
    html: tuple[tuple[int, str], ...]
    emphasis: tuple[str, ...]


def outline_of(parsed: Parsed) -> Outline:
    """The outline of a parsed text."""
    blocks: list[str] = []
    headings: list[str] = []
    code: list[str] = []
    html: list[tuple[int, str]] = []
    emphasis: list[str] = []
    for token in parsed.tokens:
        kind = token.type
        if kind == "inline":
            for child in token.children or ():
                if child.type == "code_inline":
                    code.append(child.content)
                elif child.type == "html_inline":
                    html.append((parsed.lines(token).start, child.content))
                elif child.nesting and child.tag in ("em", "strong", "s"):
                    emphasis.append(child.type)
            continue
        blocks.append(kind)
        if kind in ("fence", "code_block"):
            code.append(token.content)
        elif kind == "html_block":
            html.append((parsed.lines(token).start, token.content))
        elif kind == "heading_open":
            headings.append(token.tag)
    return Outline(tuple(blocks), tuple(headings), tuple(code), tuple(html), tuple(emphasis))
