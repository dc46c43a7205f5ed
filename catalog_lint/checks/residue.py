"""What a model wrote around its summary: letters, notes on the editing, tags, prompts, placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from catalog_lint.catalog.model import MASKS, Prose
from catalog_lint.checks.body_lines import Line, body_lines
from catalog_lint.checks.phrases import folding, patterns
from catalog_lint.rule import Applicability, DataFile, Edit, Hit, Span

MAX_LINES_OF_A_HIT = 40
LETTER_LENGTH = 300
OPENING_LINES = 4
ENDING_LINES = 12
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]*")
_SKIPPED = re.compile(r"[ \t]*(?:={3,}[^=\n]{0,40}={3,}|\[model=[^\]\n]{1,80}\]|`{3,}\w*|~{3,}\w*)[ \t]*")
_COLON = ("：", ":")
_SHARE_OF_EDITING_ITEMS = 0.5


class _Lists(BaseModel, extra="forbid", frozen=True):
    """`folding`: pairs of a Simplified character and its twin in the lists."""

    folding: DataFile


class LineParams(_Lists):
    """`patterns`: what a whole line says; a block of such lines alone is a safe removal if `exact`."""

    patterns: DataFile
    exact: bool = False


class LetterParams(_Lists):
    """`patterns`: how a sentence of the letter begins or what it says; `editing`: words about editing."""

    patterns: DataFile
    editing: DataFile


class NotesParams(_Lists):
    """`headings`: what the notes are called; `editing`: words that tell of editing."""

    headings: DataFile
    editing: DataFile


class SectionParams(_Lists):
    """`headings`: what opens the section; `items`: what at least half of its lines look like."""

    headings: DataFile
    items: str


class SpanParams(_Lists):
    """`patterns`: what may stand anywhere in a line."""

    patterns: DataFile


def lines(prose: Prose, params: LineParams) -> Iterator[Hit]:
    """Whole lines that match a list, neighbours together."""
    known = patterns(params.patterns)
    body = body_lines(prose, folding(params.folding))
    entry_text = prose.entry.text
    run: list[int] = []
    for index, line in enumerate(body):
        if line.kind not in ("blank", "break", "hidden") and (
            known.fullmatch(line.text) or known.fullmatch(entry_text[line.span.start : line.span.end].strip())
        ):
            run.append(index)
        elif run and line.kind != "blank":
            yield _removal(prose, body, run, params.exact)
            run = []
    if run:
        yield _removal(prose, body, run, params.exact)


def opening(prose: Prose, params: LetterParams) -> Iterator[Hit]:
    """A letter to the editor before the summary, with the list of what the writer set out to do."""
    known = patterns(params.patterns)
    body = body_lines(prose, folding(params.folding))
    run: list[int] = []
    seen = 0
    for index, line in enumerate(body):
        if line.kind in ("blank", "break", "hidden") or _is_skipped(prose, line):
            continue
        seen += 1
        if seen > OPENING_LINES:
            break
        if line.kind != "item" and known.match(line.text):
            run.append(index)
            if line.text.endswith(_COLON):
                aims = _editing_items(body, index + 1, params.editing)
                if aims:
                    run += aims
                    break
        elif run or line.kind != "heading":
            break
    if run:
        first = body[run[0]]
        if len(run) == 1 and len(first.text) > LETTER_LENGTH:
            yield from _first_sentence(prose, first)
        else:
            yield _removal(prose, body, run, exact=False)


def closing(prose: Prose, params: LetterParams) -> Iterator[Hit]:
    """A letter to the editor after the summary: its last lines, or the last sentences of its last line."""
    known = patterns(params.patterns)
    body = body_lines(prose, folding(params.folding))
    run: list[int] = []
    seen = 0
    for index in range(len(body) - 1, -1, -1):
        line = body[index]
        if line.kind in ("blank", "break", "hidden") or _is_skipped(prose, line):
            continue
        seen += 1
        if seen > ENDING_LINES:
            break
        start = None if line.kind == "heading" and line.text.endswith(_COLON) else _letter_start(known, line)
        if start == 0:
            run.insert(0, index)
            continue
        if run:
            yield _removal(prose, body, run, exact=False)
            run = []
        if start and line.kind != "item":
            yield from _tail(prose, line, start)
    if run:
        yield _removal(prose, body, run, exact=False)


def notes(prose: Prose, params: NotesParams) -> Iterator[Hit]:
    """A section in which the writer tells how the text was edited."""
    known = patterns(params.headings)
    body = body_lines(prose, folding(params.folding))
    index = 0
    while index < len(body):
        line = body[index]
        is_lead = line.kind == "heading" or (line.kind == "text" and line.text.endswith(_COLON))
        if is_lead and known.fullmatch(line.text):
            items = _editing_items(body, index + 1, params.editing)
            if items:
                for start in range(0, len(items) + 1, MAX_LINES_OF_A_HIT):
                    chunk = [index, *items][start : start + MAX_LINES_OF_A_HIT]
                    yield _removal(prose, body, chunk, exact=False)
                index = items[-1]
        index += 1


def section(prose: Prose, params: SectionParams) -> Iterator[Hit]:
    """A section, known by its heading, whose lines look alike."""
    known = patterns(params.headings)
    item = re.compile(params.items)
    body = body_lines(prose, folding(params.folding))
    for index, line in enumerate(body):
        if line.kind in ("heading", "text") and known.fullmatch(line.text):
            run = _section(body, index)
            told = [place for place in run if body[place].text]
            if told and sum(bool(item.match(body[place].text)) for place in told) * 2 >= len(told):
                yield _removal(prose, body, [index, *run], exact=False)


def spans(prose: Prose, params: SpanParams) -> Iterator[Hit]:
    """Anything in prose that matches a list; Simplified characters are read as their twins."""
    known = patterns(params.patterns)
    text = prose.text.translate(folding(params.folding))
    for match in known.finditer(text):
        yield Hit(Span(*match.span()), {"found": prose.entry.text[match.start() : match.end()]})


def first_line(prose: Prose, params: LineParams) -> Iterator[Hit]:
    """A body's first line that matches a list from its start: a refusal or an error in the summary's place."""
    known = patterns(params.patterns)
    for line in body_lines(prose, folding(params.folding)):
        if line.kind in ("blank", "break", "hidden") or _is_skipped(prose, line):
            continue
        if line.kind == "heading" and not known.match(line.text):
            continue
        if known.match(line.text):
            yield Hit(line.span, {"found": _said(prose, line)})
        return


def _is_skipped(prose: Prose, line: Line) -> bool:
    return bool(_SKIPPED.fullmatch(prose.entry.text, line.span.start, line.span.end))


def _letter_start(known: re.Pattern[str], line: Line) -> int | None:
    """Where in the line's text the letter begins: at a sentence that a pattern matches."""
    if line.kind == "heading" and not known.match(line.text):
        return None
    for sentence in _SENTENCE.finditer(line.text):
        lead = len(sentence[0]) - len(sentence[0].lstrip())
        if sentence[0].strip() and known.match(line.text, sentence.start() + lead):
            return sentence.start()
    return None


def _tail(prose: Prose, line: Line, start: int) -> Iterator[Hit]:
    """The last sentences of a line; only where the line holds no masks before them is their place sure."""
    raw = prose.entry.text[line.span.start : line.span.end].rstrip()
    length = len(line.text) - start
    if any(mask in prose.text[line.span.end - length : line.span.end] for mask in MASKS):
        return
    span = Span(line.span.start + len(raw) - length, line.span.start + len(raw))
    yield Hit(span, {"found": prose.entry.text[span.start : span.end]}, (Edit(span, ""),))


def _first_sentence(prose: Prose, line: Line) -> Iterator[Hit]:
    masked = prose.text[line.span.start : line.span.end]
    sentence = re.match(r"[^。！？：!?]{1,300}[。！？：!?]", masked)
    if sentence:
        span = Span(line.span.start, line.span.start + sentence.end())
        yield Hit(span, {"found": prose.entry.text[span.start : span.end]}, (Edit(span, ""),))


def _editing_items(body: Sequence[Line], start: int, editing: DataFile) -> list[int]:
    """The list from `start` on, where it tells of editing."""
    words = patterns(editing)
    items: list[int] = []
    top: int | None = None
    for index in range(start, len(body)):
        line = body[index]
        if line.kind == "blank":
            continue
        if line.kind in ("item", "hidden") or (line.kind == "heading" and _opens_item(line, body, index)):
            if line.kind != "hidden":
                top = line.depth if top is None else min(top, line.depth)
                items.append(index)
        else:
            break
    told = sum(bool(words.search(body[index].text)) for index in items)
    return items if items and told >= len(items) * _SHARE_OF_EDITING_ITEMS else []


def _opens_item(line: Line, body: Sequence[Line], index: int) -> bool:
    return line.depth > 0 and index > 0 and body[index - 1].kind == "item"


def _section(body: Sequence[Line], heading: int) -> list[int]:
    """The lines under a heading, up to the next heading or break."""
    run = []
    for index in range(heading + 1, len(body)):
        if body[index].kind in ("heading", "break"):
            break
        if body[index].kind != "blank":
            run.append(index)
    return run


def _removal(prose: Prose, body: Sequence[Line], run: Sequence[int], exact: bool) -> Hit:
    """The lines of a run with the blank lines that follow them; safe only if they are whole blocks."""
    first, last = run[0], run[-1]
    span = Span(body[first].span.start, body[last].span.end)
    end = last + 1
    alone = first == 0 or body[first - 1].kind in ("blank", "break", "hidden")
    if alone:
        while end < len(body) and body[end].kind == "blank":
            end += 1
    stop = body[end].span.start if end < len(body) else body[-1].span.end
    whole = alone and (end > last + 1 or end == len(body))
    applicability: Applicability | None = None if exact and whole else "unsafe"
    return Hit(
        span,
        {"found": _said(prose, body[first])},
        (Edit(Span(span.start, min(stop, len(prose.entry.text))), ""),),
        applicability=applicability,
    )


def _said(prose: Prose, line: Line) -> str:
    return prose.entry.text[line.span.start : line.span.end].strip()
