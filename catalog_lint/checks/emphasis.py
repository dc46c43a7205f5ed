"""Marks of emphasis that Markdown leaves standing, and how to move them so that they render."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from catalog_lint.catalog.bold import MARKS
from catalog_lint.catalog.model import Block, Prose
from catalog_lint.checks import emphasis_meant
from catalog_lint.checks.emphasis_marks import (
    MAX_CONTENT,
    Pair,
    Run,
    bold_runs,
    is_code,
    lines_of,
    other_pairs,
    pairs_of,
)
from catalog_lint.checks.emphasis_repair import BLANKS, Repair, repairs_of
from catalog_lint.diagnostic import Applicability, Edit, Hit, Span

MAX_LABEL = 30
_MARKS_OF_TWO = 4
"""The fewest marks that hold bold inside bold."""
_QUOTED = re.compile(r"[^「『“‘《〈\"]*+[「『“‘《〈\"].*\w", re.DOTALL)
_NOTES = re.compile(r"\*[^*].*[。.！!？?…]\*", re.DOTALL)
_Broken = tuple[Block, str, Sequence[Pair], Mapping[int, Repair]]
_LABEL_END = re.compile(r"[：:]")


def unrendered(prose: Prose) -> Iterator[Hit]:
    """Pairs of marks on one line that do not render, but for those that suffer from another.

    The place is that of the marks at fault where a repair shows them, else the pair.
    """
    for block, content, broken, repairs in (*_broken_bold(prose), *_broken_others(prose)):
        offset = block.content.start
        for pair in broken:
            whole = Span(offset + pair.opening.start, offset + pair.closing.end)
            repair = repairs.get(pair.opening.start)
            if repair and not repair.edits:
                continue
            edits = (
                tuple(Edit(one.shifted(offset), content) for one, content in repair.edits) if repair else ()
            )
            place = Span(edits[0].span.start, edits[-1].span.end) if edits else whole
            found = content[pair.opening.start : pair.closing.end]
            moves = repair is not None and _moves_a_quotation(content, repair)
            yield Hit(place, {"found": found}, edits, applicability=_applicability(found, moves))


def unclosed(prose: Prose) -> Iterator[Hit]:
    """A `**` without its partner on a line, left standing as asterisks."""
    for block in _suspects(prose):
        content, runs = bold_runs(prose, block)
        for line in lines_of(content, runs):
            if len(line) % 2 == 0:
                continue
            alone = [run for run in line if not run.rendered and not is_code(content, run)]
            if not alone:
                continue
            run = alone[0]
            offset = block.content.start
            span = Span(offset + run.start, offset + run.end)
            yield Hit(
                span, {"found": _around(content, run)}, _completion(content, run, offset, len(line) == 1)
            )


def accidental(prose: Prose) -> Iterator[Hit]:
    """Bold inside bold: marks that paired otherwise than they were written, over a longer stretch."""
    for *_, nested in _torn(prose):
        for span in nested:
            yield Hit(span, {"found": prose.entry.text[span.start : span.end]})


def _torn(prose: Prose) -> Iterator[tuple[Block, str, list[Run], list[Span]]]:
    """Blocks that hold bold inside bold and whose marks all render, with their content, marks and places."""
    for block in prose.blocks:
        start, end = block.content
        if end - start > MAX_CONTENT or prose.entry.text.count(MARKS, start, end) < _MARKS_OF_TWO:
            continue
        if nested := _nested(block):
            content, runs = bold_runs(prose, block)
            if len(runs) >= _MARKS_OF_TWO and all(run.rendered for run in runs):
                yield block, content, runs, nested


def _nested(block: Block) -> list[Span]:
    """Places of bold runs that hold another, marks included."""
    nested: list[Span] = []
    waiting: list[int] = []
    holds = 0
    for _, span, turns in block.inlines if _is_bold_in_bold(block) else ():
        for turn in turns:
            if turn == "strong_open":
                waiting.append(span.start)
                holds = max(holds, len(waiting))
            elif turn == "strong_close" and waiting:
                opened = waiting.pop()
                if not waiting:
                    if holds > 1:
                        nested.append(Span(opened, span.end))
                    holds = 0
    return nested


def _is_bold_in_bold(block: Block) -> bool:
    depth = 0
    for piece in block.pieces:
        for token in piece.tokens:
            if token.type == "strong_open":
                depth += 1
                if depth > 1:
                    return True
            elif token.type == "strong_close":
                depth -= 1
    return False


def _suspects(prose: Prose) -> Iterator[Block]:
    """Blocks in which asterisks are left standing."""
    text = prose.text
    if MARKS not in text:
        return
    for block in prose.blocks:
        start, end = block.content
        if end - start <= MAX_CONTENT and text.find(MARKS, start, end) >= 0:
            yield block


def _broken_bold(prose: Prose) -> Iterator[_Broken]:
    for block in _suspects(prose):
        content, runs = bold_runs(prose, block)
        pairs = pairs_of(content, runs)
        broken = [pair for pair in pairs if not pair.rendered and _is_meant(content, pair)]
        if broken:
            yield block, content, broken, repairs_of(content, tuple(broken), tuple(pairs))
    for block, content, runs, _ in _torn(prose):
        torn = _as_written(content, runs)
        repairs = repairs_of(content, tuple(torn), tuple(torn))
        if torn and len(repairs) == len(torn):
            yield block, content, torn, repairs


def _broken_others(prose: Prose) -> Iterator[_Broken]:
    for block in emphasis_meant.suspects(prose):
        content, pairs = other_pairs(prose, block)
        broken = [pair for pair in pairs if not pair.rendered and emphasis_meant.is_meant(content, pair)]
        if broken:
            pairs += pairs_of(*bold_runs(prose, block))
            yield block, content, broken, repairs_of(content, tuple(broken), tuple(pairs))


def _applicability(found: str, moves: bool) -> Applicability | None:
    """One star before a sentence and one behind it may be the stars of two footnotes.

    Where a quotation is moved out, what is left in bold may be no part of the sentence by itself.
    """
    return "unsafe" if moves or _NOTES.fullmatch(found) else None


def _moves_a_quotation(content: str, repair: Repair) -> bool:
    """Whether a repair takes quoted words out of the marks and leaves others in."""
    inner = repair.pair.opening.end, repair.pair.closing.start
    moved = (content[inner[0] : repair.start], content[repair.end : inner[1]])
    return any(_QUOTED.match(text) for text in moved)


def _as_written(content: str, runs: list[Run]) -> list[Pair]:
    """The pairs that were meant where all marks render; none where a space at an edge makes that a guess."""
    pairs: list[Pair] = []
    for line in lines_of(content, runs):
        if len(line) % 2:
            return []
        for opening, closing in zip(line[::2], line[1::2], strict=True):
            inner = content[opening.end : closing.start]
            if inner != inner.strip(BLANKS):
                return []
            pairs.append(Pair(opening._replace(rendered=False), closing))
    return pairs


def _is_meant(content: str, pair: Pair) -> bool:
    inner = content[pair.opening.end : pair.closing.start]
    return any(char.isalnum() for char in inner) and not (
        is_code(content, pair.opening) and is_code(content, pair.closing)
    )


# A mark without its partner


def _around(content: str, run: Run) -> str:
    start = content.rfind("\n", 0, run.start) + 1
    end = content.find("\n", run.end)
    return content[max(start, run.start - 10) : min(len(content) if end < 0 else end, run.end + 10)]


def _completion(content: str, run: Run, offset: int, single: bool) -> tuple[Edit, ...]:
    """Where the partner probably belongs: around a label at the line's start; else the mark goes."""
    start = content.rfind("\n", 0, run.start) + 1
    end = content.find("\n", run.end)
    end = len(content) if end < 0 else end
    lead = content[start : run.start].strip(BLANKS)
    if single and not lead:
        label = _LABEL_END.search(content, run.end, min(end, run.end + MAX_LABEL))
        if label and content[run.end : label.start()].strip() == content[run.end : label.start()] != "":
            at = offset + label.start()
            return (Edit(Span(at, at), MARKS),)
    return (Edit(Span(offset + run.start, offset + run.end), ""),)
