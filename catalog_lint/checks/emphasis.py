"""Bold marks that Markdown leaves standing as asterisks, and how to move them so that they render."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalog_lint.catalog.bold import MARKS, is_punctuation
from catalog_lint.catalog.model import MARK, Block, Prose
from catalog_lint.catalog.rendering import rendering
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.rule.contract import NoParams

MAX_CONTENT = 20_000
MAX_LABEL = 30
_MARKS_OF_TWO = 3
"""The fewest marks that hold bold inside bold: the last may be missing."""
_LATE_OPENING = re.compile(r"\*\*[^*\n]{0,2000}[^\w*\n]\*\*(?=[^\s*])[^*\n]{1,2000}\*\*")
_MOVABLE = frozenset("：:，,。.；;、！!？?…—～~%％")
_CLOSERS = {
    "）": "（",
    ")": "(",
    "」": "「",
    "』": "『",
    "”": "“",
    "’": "‘",
    "》": "《",
    "〉": "〈",
    "】": "【",
    "]": "[",
}
_OPENERS = {opener: closer for closer, opener in _CLOSERS.items()}
_TWINS = frozenset("\"'")
_LABEL_END = re.compile(r"[：:]")
_IDENTIFIER = re.compile(r"[A-Za-z0-9_]")
_POWER = re.compile(
    r"(?<![A-Za-z0-9_])(?:[0-9.]+|[A-Za-z][0-9]?) (?P<marks>\*\*) (?:[0-9.]+|[A-Za-z][0-9]?)(?![A-Za-z0-9_])"
)
_BLANKS = " \t\u3000"


@dataclass(slots=True, frozen=True)
class _Run:
    """Two asterisks: their place in the block's content, and whether they render."""

    start: int
    rendered: bool

    @property
    def end(self) -> int:
        return self.start + 2


@dataclass(slots=True, frozen=True)
class _Pair:
    """What was meant to be bold on one line."""

    opening: _Run
    closing: _Run

    @property
    def rendered(self) -> bool:
        return self.opening.rendered and self.closing.rendered


@dataclass(slots=True, frozen=True)
class _Repair:
    """Where the marks of a pair should stand: [start, end) is bold; the marks and inner blanks go."""

    pair: _Pair
    start: int
    end: int
    edits: tuple[Edit, ...]


def unrendered(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """Pairs of `**` on one line that do not render as bold, but for those that suffer from another.

    The place is that of the marks at fault where a repair shows them, else the pair.
    """
    for block, broken, repairs in _find_broken(prose):
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
            yield Hit(place, {"found": prose.entry.text[whole.start : whole.end]}, edits)


def unclosed(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """A `**` without its partner on a line, left standing as asterisks."""
    for block in _suspects(prose):
        content, runs = _runs(prose, block)
        for line in _lines(content, runs):
            if len(line) % 2 == 0:
                continue
            alone = [run for run in line if not run.rendered and not _is_code(content, run)]
            if not alone:
                continue
            run = alone[0]
            offset = block.content.start
            span = Span(offset + run.start, offset + run.end)
            yield Hit(
                span, {"found": _around(content, run)}, _completion(content, run, offset, len(line) == 1)
            )


def accidental(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """Bold inside bold: marks that paired otherwise than they were written, over a longer stretch."""
    for block in _torn(prose):
        _, runs = _runs(prose, block)
        for span in _nested(block, runs):
            yield Hit(span, {"found": prose.entry.text[span.start : span.end]})


def _torn(prose: Prose) -> Iterator[Block]:
    """Blocks with a mark that may open bold inside bold."""
    text = prose.entry.text
    for block in prose.blocks:
        start, end = block.content
        if end - start > MAX_CONTENT or text.count(MARKS, start, end) < _MARKS_OF_TWO:
            continue
        if _LATE_OPENING.search(text, start, end):
            yield block


def _nested(block: Block, runs: list[_Run]) -> Iterator[Span]:
    """Places of bold runs that hold another, marks included, in a block whose marks all render."""
    if len(runs) < 4 or not all(run.rendered for run in runs):
        return
    waiting: list[int] = []
    holds = 0
    for _, span, turns in block.inlines:
        for turn in turns:
            if turn == "strong_open":
                waiting.append(span.start)
                holds = max(holds, len(waiting))
            elif turn == "strong_close" and waiting:
                opened = waiting.pop()
                if not waiting:
                    if holds > 1:
                        yield Span(opened, span.end)
                    holds = 0


def _suspects(prose: Prose) -> Iterator[Block]:
    """Blocks in which asterisks are left standing."""
    text = prose.text
    if MARKS not in text:
        return
    for block in prose.blocks:
        start, end = block.content
        if end - start <= MAX_CONTENT and text.find(MARKS, start, end) >= 0:
            yield block


def _find_broken(prose: Prose) -> Iterator[tuple[Block, list[_Pair], dict[int, _Repair]]]:
    for block in _suspects(prose):
        content, runs = _runs(prose, block)
        pairs: list[_Pair] = []
        for line in _lines(content, runs):
            if len(line) % 2 == 0:
                pairs += [_Pair(*line[at : at + 2]) for at in range(0, len(line), 2)]
        broken = [pair for pair in pairs if not pair.rendered and _is_meant(content, pair)]
        if broken:
            yield block, broken, _repairs(content, broken, pairs)
    for block in _torn(prose):
        content, runs = _runs(prose, block)
        if any(_nested(block, runs)):
            torn = _as_written(content, runs)
            repairs = _repairs(content, torn, torn)
            if torn and len(repairs) == len(torn):
                yield block, torn, repairs


def _as_written(content: str, runs: list[_Run]) -> list[_Pair]:
    """The pairs that were meant where all marks render; none where a blank at an edge makes that a guess."""
    pairs: list[_Pair] = []
    for line in _lines(content, runs):
        if len(line) % 2:
            return []
        for opening, closing in zip(line[::2], line[1::2], strict=True):
            inner = content[opening.end : closing.start]
            if inner != inner.strip(_BLANKS):
                return []
            pairs.append(_Pair(replace(opening, rendered=False), closing))
    return pairs


def _runs(prose: Prose, block: Block) -> tuple[str, list[_Run]]:
    """The pairs of asterisks in a block that may be marks."""
    start, end = block.content
    text, masked = prose.entry.text, prose.text
    runs = [
        _Run(at - start, masked[at] == MARK)
        for kind, span, _ in block.inlines
        if kind == "marks" and text[span.start] == "*" and masked[span.start] in ("*", MARK)
        if span.end - span.start in (2, 4)
        for at in range(*span, 2)
    ]
    return text[start:end], runs


def _lines(content: str, runs: list[_Run]) -> Iterator[list[_Run]]:
    line: list[_Run] = []
    for run in runs:
        if line and content.find("\n", line[-1].end, run.start) >= 0:
            yield line
            line = []
        line.append(run)
    if line:
        yield line


def _is_code(content: str, run: _Run) -> bool:
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


def _is_meant(content: str, pair: _Pair) -> bool:
    inner = content[pair.opening.end : pair.closing.start]
    return any(char.isalnum() for char in inner) and not (
        _is_code(content, pair.opening) and _is_code(content, pair.closing)
    )


# Repair


def _repairs(content: str, broken: list[_Pair], pairs: list[_Pair]) -> dict[int, _Repair]:
    """The repairs that a new parse of the block proves, together; none where it does not."""
    repairs = {pair.opening.start: repair for pair in broken if (repair := _repair(content, pair))}
    while repairs:
        failed = _unproved(content, repairs, pairs)
        if not failed:
            return repairs
        for start in failed:
            repairs.pop(start, None)
    return {}


def _repair(content: str, pair: _Pair) -> _Repair | None:
    start, end = pair.opening.end, pair.closing.start
    while start < end and content[start] in _BLANKS:
        start += 1
    while start < end and content[end - 1] in _BLANKS:
        end -= 1
    trimmed = Span(start, end)
    before = content[: pair.opening.start].rstrip(MARK)[-1:]
    after = content[pair.closing.end : pair.closing.end + 1]
    for _ in range(6):
        if start >= end:
            return None
        ahead = before if start == trimmed.start else content[start - 1]
        behind = after if end == trimmed.end else content[end]
        opens = _may_touch(content[start], ahead)
        closes = _may_touch(content[end - 1], behind)
        if opens and closes:
            break
        if not closes:
            moved = _before_tail(content, start, end)
            if moved is None:
                return None
            start, end = moved
        elif not opens:
            moved = _after_head(content, start, end)
            if moved is None:
                return None
            start, end = moved
    if not content[start:end].strip(_BLANKS):
        return None
    return _Repair(pair, start, end, _edits(content, pair, trimmed, Span(start, end)))


def _may_touch(inner: str, outer: str) -> bool:
    """CommonMark's rule for a mark: punctuation inside wants a blank or punctuation outside."""
    if not outer or outer.isspace():
        return True
    return not is_punctuation(inner) or is_punctuation(outer)


def _before_tail(content: str, start: int, end: int) -> tuple[int, int] | None:
    """The bold run without the punctuation or the bracket group at its end."""
    last = content[end - 1]
    if last in _MOVABLE:
        return start, end - 1
    if last in _TWINS or last in _CLOSERS:
        opener = _CLOSERS.get(last, last)
        at = _matching(content, start, end, opener, last)
        if at is None:
            return None
        if at == start:
            return start + 1, end - 1
        return start, at
    return None


def _after_head(content: str, start: int, end: int) -> tuple[int, int] | None:
    """The bold run without the bracket group at its start."""
    first = content[start]
    if first in _TWINS or first in _OPENERS:
        closer = _OPENERS.get(first, first)
        depth = 0
        for at in range(start, end):
            if content[at] == first and (first not in _TWINS or at == start):
                depth += 1
            elif content[at] == closer:
                depth -= 1
                if depth == 0:
                    return (start + 1, end - 1) if at == end - 1 else (at + 1, end)
    return None


def _matching(content: str, start: int, end: int, opener: str, closer: str) -> int | None:
    depth = 0
    for at in range(end - 1, start - 1, -1):
        if content[at] == closer and (opener != closer or at == end - 1):
            depth += 1
        elif content[at] == opener:
            depth -= 1
            if depth == 0:
                return at
    return None


def _edits(content: str, pair: _Pair, trimmed: Span, bold: Span) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    before, after = content[: pair.opening.start], content[pair.closing.end :]
    if bold.start != trimmed.start:
        edits += [
            Edit(Span(pair.opening.start, trimmed.start), ""),
            Edit(Span(bold.start, bold.start), MARKS),
        ]
    elif trimmed.start > pair.opening.end:
        keep = " " if _keeps_words_apart(before[-1:], content[trimmed.start]) else ""
        edits.append(Edit(Span(pair.opening.start, trimmed.start), keep + MARKS))
    if bold.end != trimmed.end:
        edits += [
            Edit(Span(bold.end, bold.end), MARKS),
            Edit(Span(trimmed.end, pair.closing.end), ""),
        ]
    elif trimmed.end < pair.closing.start:
        keep = " " if _keeps_words_apart(content[trimmed.end - 1], after[:1]) else ""
        edits.append(Edit(Span(trimmed.end, pair.closing.end), MARKS + keep))
    return tuple(edits)


def _keeps_words_apart(left: str, right: str) -> bool:
    return (
        bool(left)
        and bool(right)
        and left.isascii()
        and right.isascii()
        and left.isalnum()
        and right.isalnum()
    )


def _unproved(content: str, repairs: dict[int, _Repair], pairs: list[_Pair]) -> list[int]:
    """The repairs after which their text is not bold, or all of them where the text would read otherwise."""
    edits = sorted(edit for repair in repairs.values() for edit in repair.edits)
    pieces, at = [], 0
    for (start, end), new in edits:
        pieces += [content[at:start], new]
        at = end
    mended = "".join([*pieces, content[at:]])
    was, _ = rendering(content)
    now, bold_runs = rendering(mended)
    bold = [_letters(run) for run in bold_runs]
    if _letters(was) != _letters(now):
        return list(repairs)
    failed = []
    left = list(bold)
    for pair in pairs:
        repair = repairs.get(pair.opening.start)
        if repair is None and not pair.rendered:
            continue
        span = (repair.start, repair.end) if repair else (pair.opening.end, pair.closing.start)
        wanted = _letters(rendering(content[span[0] : span[1]])[0])
        if wanted in left:
            left.remove(wanted)
        elif repair:
            failed.append(pair.opening.start)
        else:
            return list(repairs)
    return failed or (list(repairs) if left and len(repairs) == sum(not p.rendered for p in pairs) else [])


def _letters(text: str) -> str:
    return "".join(char for char in text if char not in "*" and not char.isspace())


# A mark without its partner


def _around(content: str, run: _Run) -> str:
    start = content.rfind("\n", 0, run.start) + 1
    end = content.find("\n", run.end)
    return content[max(start, run.start - 10) : min(len(content) if end < 0 else end, run.end + 10)]


def _completion(content: str, run: _Run, offset: int, single: bool) -> tuple[Edit, ...]:
    """Where the partner probably belongs: around a label at the line's start; else the mark goes."""
    start = content.rfind("\n", 0, run.start) + 1
    end = content.find("\n", run.end)
    end = len(content) if end < 0 else end
    lead = content[start : run.start].strip(_BLANKS)
    if single and not lead:
        label = _LABEL_END.search(content, run.end, min(end, run.end + MAX_LABEL))
        if label and content[run.end : label.start()].strip() == content[run.end : label.start()] != "":
            at = offset + label.start()
            return (Edit(Span(at, at), MARKS),)
    return (Edit(Span(offset + run.start, offset + run.end), ""),)
