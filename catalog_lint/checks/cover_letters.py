"""Letters to the editor before and after a summary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.body_lines import BodyLines, Line, body_lines
from catalog_lint.catalog.model import MASKS, Prose
from catalog_lint.checks.editing import editing_items
from catalog_lint.checks.phrases import Phrases, phrases
from catalog_lint.checks.removal import COLONS, SENTENCE, removal, shown
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.rule.contract import DataFile, Params

LETTER_LENGTH = 300
OPENING_LINES = 4
ENDING_LINES = 10
_OF_A_LETTER = re.compile("[我您你]|整理|[摘概]要|文稿|版本|以下|下面|如下|[讀读]者|[結结][構构]|重[點点]")
_OF_A_TEXT = re.compile("整理|文稿|版本|[報报]告|摘要|[書书]面|文[檔档件]")


class LetterParams(Params):
    """`patterns`: how a sentence of the letter begins or what it says; `editing`: words about editing."""

    patterns: DataFile
    editing: DataFile


class StartParams(Params):
    """`patterns`: how the line, or a sentence of the letter, begins."""

    patterns: DataFile


def opening(prose: Prose, params: LetterParams) -> Iterator[Hit]:
    """A letter to the editor before the summary, with the list of what the writer set out to do."""
    body = body_lines(prose)
    run = letter_before(body, params.patterns, params.editing)
    last = body[run[-1]] if run else None
    if last is not None and (_goes_on(last.text) or (len(run) == 1 and len(last.text) > LETTER_LENGTH)):
        yield from _first_sentence(prose, last)
        run = run[:-1]
    for part in _parts(body, run):
        yield removal(prose, body, part, exact=False)


def letter_before(body: BodyLines, patterns: DataFile, editing: DataFile) -> list[int]:
    """The lines of a letter with which a body begins."""
    known = phrases(patterns)
    run: list[int] = []
    seen = 0
    for index in range(len(body)):
        if (run and index <= run[-1]) or body.is_frame(index):
            continue
        line = body[index]
        seen += 1
        if seen > OPENING_LINES:
            break
        if line.kind != "item" and known.match(line.text):
            run.append(index)
            if line.text.endswith(COLONS):
                run += editing_items(body, index + 1, editing)
        elif run or line.kind != "heading":
            break
    return run


def _parts(body: BodyLines, run: list[int]) -> Iterator[list[int]]:
    """A run of lines, cut where something else than empty lines and hidden ones stands between."""
    part: list[int] = []
    for index in run:
        if part and any(body[between].kind == "break" for between in range(part[-1] + 1, index)):
            yield part
            part = []
        part.append(index)
    if part:
        yield part


def closing(prose: Prose, params: StartParams) -> Iterator[Hit]:
    """A letter to the editor after the summary: its last lines, or the last sentences of its last line."""
    known = phrases(params.patterns)
    body = body_lines(prose)
    run: list[int] = []
    seen = 0
    for index in range(len(body) - 1, -1, -1):
        if body.is_frame(index):
            continue
        seen += 1
        if seen > ENDING_LINES:
            break
        line = body[index]
        start = None if _list_goes_on(body, index, run) else _letter_start(known, line)
        if start == 0 and not _goes_on(line.text):
            run.insert(0, index)
            continue
        if run:
            yield removal(prose, body, run, exact=False)
            run = []
        if start and line.kind != "item":
            yield from _tail(prose, line, start)
    if run:
        yield removal(prose, body, run, exact=False)


def _list_goes_on(body: BodyLines, index: int, run: list[int]) -> bool:
    """Whether a line is an item that speaks of no text, and the list goes on below it without the letter."""
    below = index + 1
    if body[index].kind != "item" or below in run or below == len(body) or body[below].kind != "item":
        return False
    return _OF_A_TEXT.search(body[index].text) is None


def _letter_start(known: Phrases, line: Line) -> int | None:
    """Where in the line's text the letter begins: at a sentence that a pattern matches."""
    if line.kind == "heading" and line.text.endswith(COLONS):
        return None
    for sentence in SENTENCE.finditer(line.text):
        bare = sentence[0].lstrip(" （(【")
        if bare and known.match(line.text, sentence.end() - len(bare)):
            return sentence.start()
        if line.kind == "heading":
            return None
    return None


def _tail(prose: Prose, line: Line, start: int) -> Iterator[Hit]:
    """The last sentences of a line; only where they hold no masks."""
    span = shown(prose, line, start, len(line.text))
    if any(mask in prose.text[span.start : span.end] for mask in MASKS):
        return
    yield Hit(span, {"found": prose.entry.text[span.start : span.end]}, (Edit(span, ""),))


def _goes_on(text: str) -> bool:
    """Whether a letter's first sentence is followed by several that speak of the subject alone."""
    rest = [sentence[0] for sentence in SENTENCE.finditer(text) if sentence[0].strip()][1:]
    return len(rest) > 1 and not any(_OF_A_LETTER.search(sentence) for sentence in rest)


def _first_sentence(prose: Prose, line: Line) -> Iterator[Hit]:
    masked = prose.text[line.span.start : line.span.end]
    sentence = re.match(r"[^。！？：!?]{1,300}[。！？：!?]", masked)
    if sentence:
        span = Span(line.span.start, line.span.start + sentence.end())
        yield Hit(span, {"found": prose.entry.text[span.start : span.end]}, (Edit(span, ""),))
