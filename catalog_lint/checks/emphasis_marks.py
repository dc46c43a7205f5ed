"""Marks of emphasis in a block: where they stand, whether they render, which belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalog_lint.catalog.bold import MARKS
from catalog_lint.catalog.model import MARK, Block, Prose

MAX_CONTENT = 20_000
_IDENTIFIER = re.compile(r"[A-Za-z0-9_]")
_POWER = re.compile(
    r"(?<![A-Za-z0-9_])(?:[0-9.]+|[A-Za-z][0-9]?) (?P<marks>\*\*) (?:[0-9.]+|[A-Za-z][0-9]?)(?![A-Za-z0-9_])"
)
_OTHERS = frozenset(("*", "***", "_", "__", "___", "~~"))


class Run(NamedTuple):
    """A mark of emphasis: its place in the block's content, and whether it renders."""

    start: int
    rendered: bool
    mark: str = MARKS

    @property
    def end(self) -> int:
        return self.start + len(self.mark)


class Pair(NamedTuple):
    """What was meant to be emphasised on one line."""

    opening: Run
    closing: Run

    @property
    def mark(self) -> str:
        return self.opening.mark

    @property
    def rendered(self) -> bool:
        return self.opening.rendered and self.closing.rendered


def bold_runs(prose: Prose, block: Block) -> tuple[str, list[Run]]:
    """A block's content, and the pairs of asterisks in it that may be marks."""
    start, end = block.content
    text, masked = prose.entry.text, prose.text
    runs = [
        Run(at - start, masked[at] == MARK)
        for kind, span, _ in block.inlines
        if kind == "marks" and text[span.start] == "*" and masked[span.start] in ("*", MARK)
        if span.end - span.start in (2, 4)
        for at in range(*span, 2)
    ]
    return text[start:end], runs


def other_pairs(prose: Prose, block: Block) -> tuple[str, list[Pair]]:
    """A block's content, and the pairs in it of marks other than two asterisks.

    A mark of which a part renders belongs to none, nor do those of a line with an odd number of one kind.
    """
    start, end = block.content
    text, masked = prose.entry.text, prose.text
    by_mark: dict[str, list[Run]] = {}
    for kind, span, _ in block.inlines:
        mark = text[span.start : span.end]
        if kind == "marks" and mark in _OTHERS:
            shown = masked[span.start : span.end]
            if shown in (mark, MARK * len(mark)):
                by_mark.setdefault(mark, []).append(Run(span.start - start, shown != mark, mark))
    content = text[start:end]
    return content, [pair for runs in by_mark.values() for pair in pairs_of(content, runs)]


def pairs_of(content: str, runs: Sequence[Run]) -> list[Pair]:
    """Marks of one kind in twos, but for lines on which one is left over."""
    return [
        Pair(*line[at : at + 2])
        for line in lines_of(content, runs)
        if len(line) % 2 == 0
        for at in range(0, len(line), 2)
    ]


def lines_of(content: str, runs: Sequence[Run]) -> Iterator[list[Run]]:
    """The marks of each line that has some."""
    line: list[Run] = []
    for run in runs:
        if line and content.find("\n", line[-1].end, run.start) >= 0:
            yield line
            line = []
        line.append(run)
    if line:
        yield line


def is_code(content: str, run: Run) -> bool:
    """Whether the asterisks are an operator, as in `x**2`, `x ** 2` or `**kwargs`."""
    before = content[run.start - 1 : run.start]
    after = content[run.end : run.end + 1]
    if before == after == " ":
        nearby = _POWER.finditer(content, max(0, run.start - 20), run.end + 20)
        return any(match.start("marks") == run.start for match in nearby)
    if not _IDENTIFIER.match(after):
        return False
    return (
        bool(_IDENTIFIER.match(before))
        or before in ("(", "（", "{", "[")
        or content.startswith("kw", run.end)
    )
