"""What a reader would see of a text that a fix proposes."""

from __future__ import annotations

from catalog_lint.catalog.markdown import parse


def rendering(content: str) -> tuple[str, list[str]]:
    """What a reader sees of a block's content, and the runs of it that are bold."""
    shown: list[str] = []
    bold: list[str] = []
    open_at: list[int] = []
    for token in parse(content).tokens:
        for child in token.children or () if token.type == "inline" else ():
            if child.type == "strong_open":
                open_at.append(len(shown))
            elif child.type == "strong_close" and open_at:
                bold.append("".join(shown[open_at.pop() :]))
            elif child.content:
                shown.append(child.content)
    return "".join(shown), bold
