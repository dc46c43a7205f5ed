"""What a model wrote around its summary: letters, notes on the editing, tags, prompts, placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalog_lint.catalog.model import MASKS, Prose
from catalog_lint.checks.body_lines import BodyLines, Line, body_lines
from catalog_lint.checks.phrases import Phrases, folded, phrases
from catalog_lint.diagnostic import Applicability, Edit, Hit, Span
from catalog_lint.rule.contract import DataFile, Params

MAX_LINES_OF_A_HIT = 40
LETTER_LENGTH = 300
OPENING_LINES = 4
ENDING_LINES = 10
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]*")
_OF_A_LETTER = re.compile("[我您你]|整理|[摘概]要|文稿|版本|以下|下面|如下|[讀读]者|[結结][構构]|重[點点]")
_NAMES_NOTES = re.compile("[說说]明|[調调]整|修改|整理")
_COLON = ("：", ":")
_INTRODUCES = re.compile("提示|指令|[輸输]入|[範范]例|例如|[練练][習习]|[說说問问寫写句]")
_NOTE_ENDS = tuple("：:#說说明點点則则處处註注議议色理整改善進进構构調调優优化結结項项")
_NAMES_STAGES = "後后過过版終终"
_SHARE_OF_EDITING_ITEMS = 0.5
_SHARE_OF_LAST_ITEMS = 0.7
_LEAST_LAST_ITEMS = 2


class LineParams(Params):
    """`patterns`: what a whole line says; a block of such lines alone is a safe removal if `exact`.

    `starts`: what every such line begins with, in small letters, marks and opening brackets left out.
    """

    patterns: DataFile
    starts: tuple[str, ...]
    exact: bool = False


class LetterParams(Params):
    """`patterns`: how a sentence of the letter begins or what it says; `editing`: words about editing."""

    patterns: DataFile
    editing: DataFile


class StartParams(Params):
    """`patterns`: how the line, or a sentence of the letter, begins."""

    patterns: DataFile


class NotesParams(Params):
    """`headings`: what the notes are called; `editing`: words that tell of editing.

    `closing`: what notes at the very end may be called too; `form`: words about the form of a text,
    which those must hold.
    """

    headings: DataFile
    editing: DataFile
    closing: DataFile
    form: DataFile


class StageParams(Params):
    """`headings`: the headings; `letters`, `editing`: what a letter before the summary is known by."""

    headings: DataFile
    letters: DataFile
    editing: DataFile


class SectionParams(Params):
    """`headings`: what opens the section; `items`: what at least half of its lines look like.

    `words`: words of which every such heading holds one, in both scripts.
    """

    headings: DataFile
    words: tuple[str, ...]
    items: str


class SpanParams(Params):
    """`patterns`: what may stand anywhere in a line.

    `hint`: a regular expression that finds a place in every such line.
    """

    patterns: DataFile
    hint: str


def lines(prose: Prose, params: LineParams) -> Iterator[Hit]:
    """Whole lines that match a list, neighbours together, but for those that the text quotes."""
    body = body_lines(prose)
    known = phrases(params.patterns)
    run: list[int] = []
    for index in body.starting(params.starts):
        if not body[index].told or _is_quoted(body, index):
            continue
        if not (known.fullmatch(body[index].text) or known.fullmatch(folded(body.raw(index).strip()))):
            continue
        if run and any(body[between].kind != "blank" for between in range(run[-1] + 1, index)):
            yield _removal(prose, body, run, params.exact and _stands_apart(body, run))
            run = []
        run.append(index)
    if run:
        yield _removal(prose, body, run, params.exact and _stands_apart(body, run))


def _is_quoted(body: BodyLines, index: int) -> bool:
    """Whether a line is an example: in a list or a block quote, or after words that announce it."""
    if body[index].kind == "item" or body.raw(index).lstrip().startswith(">"):
        return True
    above = next((body[at] for at in range(index - 1, -1, -1) if body[at].told), None)
    return above is not None and above.text.endswith(_COLON) and bool(_INTRODUCES.search(above.text))


def _stands_apart(body: BodyLines, run: list[int]) -> bool:
    """Whether a run is neither a single line amid the text nor all that a heading announces.

    Somebody may have meant such a one.
    """
    above = next((body.raw(at) for at in range(run[0] - 1, -1, -1) if body[at].told), "")
    if above.lstrip().startswith("#"):
        return False
    outside = (range(run[0]), range(run[-1] + 1, len(body)))
    return len(run) > 1 or any(all(map(body.is_frame, part)) for part in outside)


def opening(prose: Prose, params: LetterParams) -> Iterator[Hit]:
    """A letter to the editor before the summary, with the list of what the writer set out to do."""
    body = body_lines(prose)
    run = _letter_before(body, params.patterns, params.editing)
    last = body[run[-1]] if run else None
    if last is not None and (_goes_on(last.text) or (len(run) == 1 and len(last.text) > LETTER_LENGTH)):
        yield from _first_sentence(prose, last)
        run = run[:-1]
    for part in _parts(body, run):
        yield _removal(prose, body, part, exact=False)


def _letter_before(body: BodyLines, patterns: DataFile, editing: DataFile) -> list[int]:
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
            if line.text.endswith(_COLON):
                run += _editing_items(body, index + 1, editing)
        elif run or line.kind != "heading":
            break
    return run


def _parts(body: BodyLines, run: list[int]) -> Iterator[list[int]]:
    """A run of lines, cut where something else than blank lines and hidden ones stands between."""
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
        start = _letter_start(known, line)
        if start == 0 and not _goes_on(line.text):
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
    known, closing, form = phrases(params.headings), phrases(params.closing), phrases(params.form)
    body = body_lines(prose)
    told = -1
    for index in body.short():
        if index <= told or not body.raw(index).rstrip(" \t*_").endswith(_NOTE_ENDS):
            continue
        line = body[index]
        if line.kind != "heading" and not (line.kind == "text" and line.text.endswith(_COLON)):
            continue
        items: list[int] = []
        if known.fullmatch(line.text):
            items = _editing_items(body, index + 1, params.editing)
            if len(items) == 1 and not _NAMES_NOTES.search(line.text):
                items = []
            if not any(form.search(body[item].text) for item in items):
                items = []
        if not items and closing.fullmatch(line.text):
            items = _last_items(body, index + 1, params)
        run = [index, *items]
        for start in range(0, len(run) if items else 0, MAX_LINES_OF_A_HIT):
            told = items[-1]
            yield _removal(prose, body, run[start : start + MAX_LINES_OF_A_HIT], exact=False)


def stages(prose: Prose, params: StageParams) -> Iterator[Hit]:
    """Headings that name a stage of the editing, those of a letter before the summary left out."""
    body = body_lines(prose)
    known = phrases(params.headings)
    for index in body.short():
        if not any(character in body.raw(index) for character in _NAMES_STAGES):
            continue
        line = body[index]
        named = line.kind == "heading" and known.fullmatch(line.text)
        if named and index not in _letter_before(body, params.letters, params.editing):
            yield Hit(line.span, {"found": _said(prose, line)})


def section(prose: Prose, params: SectionParams) -> Iterator[Hit]:
    """A section, known by its heading, whose lines look alike."""
    known = phrases(params.headings)
    body = body_lines(prose)
    for index in sorted({index for word in params.words for index in body.holding(word)}):
        line = body[index]
        if line.kind in ("heading", "text") and known.fullmatch(line.text):
            run = _section(body, index)
            told = [place for place in run if body[place].told]
            item = re.compile(folded(params.items))
            if told and sum(bool(item.match(body[place].text)) for place in told) * 2 >= len(told):
                yield _removal(prose, body, [index, *run], exact=False)


def spans(prose: Prose, params: SpanParams) -> Iterator[Hit]:
    """Anything in prose that matches a list."""
    known, hint = phrases(params.patterns), re.compile(params.hint)
    end = 0
    for found in hint.finditer(prose.text):
        if found.start() < end:
            continue
        start = prose.text.rfind("\n", 0, found.start()) + 1
        end = prose.text.find("\n", found.end())
        end = len(prose.text) if end < 0 else end
        for span in known.spans(folded(prose.text[start:end])):
            place = span.shifted(start)
            yield Hit(place, {"found": prose.entry.text[place.start : place.end]})


def first_line(prose: Prose, params: StartParams) -> Iterator[Hit]:
    """A body's first line that matches a list from its start: an error in the summary's place."""
    known = phrases(params.patterns)
    body = body_lines(prose)
    for index in range(len(body)):
        if body.is_frame(index):
            continue
        line = body[index]
        if known.match(line.text):
            yield Hit(line.span, {"found": _said(prose, line)})
            return
        if line.kind != "heading":
            return


def _letter_start(known: Phrases, line: Line) -> int | None:
    """Where in the line's text the letter begins: at a sentence that a pattern matches."""
    if line.kind == "heading" and line.text.endswith(_COLON):
        return None
    for sentence in _SENTENCE.finditer(line.text):
        bare = sentence[0].lstrip(" （(【")
        if bare and known.match(line.text, sentence.end() - len(bare)):
            return sentence.start()
        if line.kind == "heading":
            return None
    return None


def _tail(prose: Prose, line: Line, start: int) -> Iterator[Hit]:
    """The last sentences of a line; only where the line holds no masks before them is their place sure."""
    raw = prose.entry.text[line.span.start : line.span.end].rstrip()
    length = len(line.text) - start
    if any(mask in prose.text[line.span.end - length : line.span.end] for mask in MASKS):
        return
    span = Span(line.span.start + len(raw) - length, line.span.start + len(raw))
    yield Hit(span, {"found": prose.entry.text[span.start : span.end]}, (Edit(span, ""),))


def _goes_on(text: str) -> bool:
    """Whether a letter's first sentence is followed by several that speak of the subject alone."""
    rest = [sentence[0] for sentence in _SENTENCE.finditer(text) if sentence[0].strip()][1:]
    return len(rest) > 1 and not any(_OF_A_LETTER.search(sentence) for sentence in rest)


def _first_sentence(prose: Prose, line: Line) -> Iterator[Hit]:
    masked = prose.text[line.span.start : line.span.end]
    sentence = re.match(r"[^。！？：!?]{1,300}[。！？：!?]", masked)
    if sentence:
        span = Span(line.span.start, line.span.start + sentence.end())
        yield Hit(span, {"found": prose.entry.text[span.start : span.end]}, (Edit(span, ""),))


def _editing_items(body: BodyLines, start: int, editing: DataFile) -> list[int]:
    """The list from `start` on, where it tells of editing."""
    words = phrases(editing)
    items: list[int] = []
    top: int | None = None
    for index in range(start, len(body)):
        line = body[index]
        if line.kind == "blank":
            continue
        if line.kind in ("item", "hidden") or (line.kind == "heading" and _opens_item(line, body, index)):
            if line.kind != "hidden":
                top = line.indent if top is None else min(top, line.indent)
                items.append(index)
        else:
            break
    told = sum(bool(words.search(body[index].text)) for index in items)
    return items if items and told >= len(items) * _SHARE_OF_EDITING_ITEMS else []


def _last_items(body: BodyLines, start: int, params: NotesParams) -> list[int]:
    """The list from `start` on, where it ends the body and most of it tells of a text's form."""
    editing, form = phrases(params.editing), phrases(params.form)
    items = _editing_items(body, start, params.editing)
    if len(items) < _LEAST_LAST_ITEMS:
        return []
    after = [body[index].kind for index in range(items[-1] + 1, len(body)) if not body.is_frame(index)]
    if len(after) > OPENING_LINES or "item" in after:
        return []
    texts = [body[index].text for index in items]
    told = sum(map(editing.search, texts)), sum(map(form.search, texts))
    return items if told[0] >= _SHARE_OF_LAST_ITEMS * len(items) and told[1] * 3 >= len(items) else []


def _opens_item(line: Line, body: BodyLines, index: int) -> bool:
    return line.indent > 0 and index > 0 and body[index - 1].kind == "item"


def _section(body: BodyLines, heading: int) -> list[int]:
    """The lines under a heading, up to the next heading or break."""
    run = []
    for index in range(heading + 1, len(body)):
        if body[index].kind in ("heading", "break"):
            break
        if body[index].kind != "blank":
            run.append(index)
    return run


def _removal(prose: Prose, body: BodyLines, run: Sequence[int], exact: bool) -> Hit:
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
