"""What a reader would see of a text that a fix proposes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from catalog_lint.catalog.markdown import parse

TAGS = ("strong", "em", "s")


class Rendering(NamedTuple):
    """What a reader sees of a text, and the runs of it that are emphasised, by the tag of their emphasis."""

    text: str
    runs: Mapping[str, tuple[str, ...]]


@lru_cache(2_048)
def rendering(content: str) -> Rendering:
    """What becomes of a block's content."""
    shown: list[str] = []
    runs: dict[str, list[str]] = {tag: [] for tag in TAGS}
    open_at: dict[str, list[int]] = {tag: [] for tag in TAGS}
    for token in parse(content).tokens:
        for child in token.children or () if token.type == "inline" else ():
            if child.nesting == 1 and child.tag in runs:
                open_at[child.tag].append(len(shown))
            elif child.nesting == -1 and child.tag in runs and open_at[child.tag]:
                runs[child.tag].append("".join(shown[open_at[child.tag].pop() :]))
            elif child.content:
                shown.append(child.content)
    return Rendering("".join(shown), {tag: tuple(found) for tag, found in runs.items()})
