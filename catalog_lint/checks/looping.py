"""Text that repeats itself: within a line, sentence by sentence, line by line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from catalog_lint.catalog.body_lines import BodyLines, Line, body_lines
from catalog_lint.catalog.model import BREAK, Prose
from catalog_lint.diagnostic import Hit, Related, Span
from catalog_lint.language.han import HAN_CHARACTER
from catalog_lint.rule.contract import Params, param

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_REPEATED = re.compile(r"([^\n]{1,24}?)\1{5,}")
_SAYS_SOMETHING = re.compile(r"[\w]")
_MIN_LOOP = 24
_MIN_LINE = 10
_PROBE = 6
_PROBE_STEP = 20
_MAX_UNIT = 24
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]+")
_MIN_SENTENCE = 8
_TIMES_RUNNING = 3
"""How often a sentence must stand running: nobody says one three times but in a chant, whose are short."""
_BOXES = ("[ ]", "[x]", "[X]", "□", "☐", "☑", "✅")


class LoopParams(Params):
    """`times`: how often a line must stand in a body."""

    times: int = param(4, ge=2)


def looping(prose: Prose, params: LoopParams) -> Iterator[Hit]:
    """Text that repeats itself over and over within a line, and a line that keeps coming back."""
    text = prose.text
    body = body_lines(prose)
    lines = [body.raw(index) for index in range(len(body))]
    for index, raw in enumerate(lines):
        if len(raw) >= _MIN_LOOP and (found := _loop(body, index, text)):
            span, unit = found
            yield Hit(span, {"found": unit, "times": str((span.end - span.start) // len(unit))})
        elif _may_repeat_a_sentence(raw):
            for again in _sentences_again(text, body[index].span):
                yield Hit(again, {"found": prose.entry.text[again.start : again.end], "times": ""})
    for raw, times in Counter(lines).items():
        if times >= params.times and len(HAN_CHARACTER.findall(raw)) + len(_LATIN.findall(raw)) >= _MIN_LINE:
            indices = [index for index, line in enumerate(lines) if line == raw]
            yield from _repeated_line(prose, body, indices, params.times)


def _loop(body: BodyLines, index: int, text: str) -> tuple[Span, str] | None:
    """Where a line repeats itself, and what."""
    raw = body.raw(index)
    if not _may_loop(raw):
        return None
    line = body[index]
    for match in _REPEATED.finditer(text, line.span.start, line.span.end):
        unit = match[1]
        if len(match[0]) >= _MIN_LOOP and _SAYS_SOMETHING.search(unit) and len(set(unit) - {" "}) > 1:
            if BREAK in unit:
                continue
            return Span(*match.span()), unit
    return None


def _may_loop(raw: str) -> bool:
    """Whether the end of the line, or a piece at regular steps before it, stands right before itself too."""
    for at in range(len(raw) - _PROBE, 0, -_PROBE_STEP):
        if raw.find(raw[at : at + _PROBE], max(0, at - _MAX_UNIT), at + _PROBE - 1) >= 0:
            return True
    return False


def _may_repeat_a_sentence(raw: str) -> bool:
    """Whether a line has sentences enough."""
    return (
        raw.count("。") + raw.count("！") + raw.count("？") >= _TIMES_RUNNING and len(raw) > 3 * _MIN_SENTENCE
    )


def _sentences_again(text: str, line: Span) -> Iterator[Span]:
    """The sentences of a line that stand three times running or oftener, but for the first time."""
    first, times, end = "", 0, 0
    start = 0
    for match in _SENTENCE.finditer(text, line.start, line.end):
        said = match[0].strip()
        if said == first:
            times, end = times + 1, match.end()
            continue
        if times >= _TIMES_RUNNING:
            yield Span(start, end)
        first, times, start = said, 1, match.end()
        if len(HAN_CHARACTER.findall(said)) < _MIN_SENTENCE:
            times = -len(text)
    if times >= _TIMES_RUNNING:
        yield Span(start, end)


def _repeated_line(prose: Prose, body: BodyLines, indices: list[int], times: int) -> Iterator[Hit]:
    """The same line over and over: anywhere in an entry, one after the other outside entries."""
    said = [index for index in indices if body[index].kind in ("text", "item")]
    said = [index for index in said if not _is_form(prose, body[index])]
    if prose.entry.kind != "entry":
        said = [index for index in said if index - 1 in said or index + 1 in said]
    if len(said) < times:
        return
    first = Related(body[said[0]].span, body.raw(said[0]).strip())
    for index in said[1:]:
        values = {"found": body.raw(index).strip(), "times": str(len(said))}
        yield Hit(body[index].span, values, related=(first,))


def _is_form(prose: Prose, line: Line) -> bool:
    """Whether a line is a row of a table or an item to tick off: people write such again and again."""
    if line.text.startswith(_BOXES):
        return True
    index = bisect_left(prose.blocks, line.span.start, key=lambda block: block.content.end)
    return index < len(prose.blocks) and (
        prose.blocks[index].kind == "cell" and prose.blocks[index].content.start < line.span.end
    )
