"""Notes on how a text was edited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.body_lines import BodyLines, Line, body_lines
from catalog_lint.catalog.model import Prose
from catalog_lint.catalog.surroundings import LINE_MARKS, line_from
from catalog_lint.checks.phrases import phrases
from catalog_lint.checks.removal import COLONS, removal
from catalog_lint.diagnostic import Hit
from catalog_lint.rule.contract import DataFile, Params

MAX_LINES_OF_A_HIT = 40
_NAMES_NOTES = re.compile("[說说]明|[調调]整|修改|整理")
_NAMES_CHANGES = re.compile(
    "我|[調调]整|修[改訂订]|更[動动]|改[動动進进寫写善]|[優优]化|[潤润][飾饰]|精[簡简]|[編编][輯辑]|文稿|[說说]明|[備备註注][註注記记]"
)
_SHARE_OF_EDITING_ITEMS = 0.5
_SHARE_OF_LAST_ITEMS = 0.7
_LEAST_LAST_ITEMS = 2
_LINES_AFTER = 4


class NotesParams(Params):
    """`headings`: what the notes are called; `editing`: words that tell of editing.

    `closing`: what notes at the very end may be called too; `form`: words about the form of a text,
    which those must hold.
    """

    headings: DataFile
    editing: DataFile
    closing: DataFile
    form: DataFile


def notes(prose: Prose, params: NotesParams) -> Iterator[Hit]:
    """A section in which the writer tells how the text was edited."""
    known, closing, form = phrases(params.headings), phrases(params.closing), phrases(params.form)
    body = body_lines(prose)
    last = -1
    for index in body.short():
        if index <= last or not _may_announce(body.raw(index)):
            continue
        line = body[index]
        if line.kind != "heading" and not (line.kind == "text" and line.text.endswith(COLONS)):
            continue
        items: list[int] = []
        if known.fullmatch(line.text):
            items = editing_items(body, index + 1, params.editing)
            if len(items) == 1 and not _NAMES_NOTES.search(line.text):
                items = []
            if not any(form.search(body[item].text) for item in items):
                items = []
        if not items and closing.fullmatch(line.text):
            items = _last_items(body, index + 1, params)
        if items and not _NAMES_CHANGES.search(line.text) and _opens_summary(body, index):
            items = []
        run = [index, *items]
        for start in range(0, len(run) if items else 0, MAX_LINES_OF_A_HIT):
            last = items[-1]
            part = run[start : start + MAX_LINES_OF_A_HIT]
            hit = removal(prose, body, part, exact=False)
            item = line_from(body.raw(part[1]).strip(LINE_MARKS), 0) if len(part) > 1 else ""
            yield hit._replace(values={**hit.values, "item": item})


def _opens_summary(body: BodyLines, index: int) -> bool:
    """Whether nothing but headings stand before a line: nothing yet that could have been edited."""
    return all(body[at].kind in ("blank", "hidden", "heading") or body.is_frame(at) for at in range(index))


def _may_announce(raw: str) -> bool:
    """Whether a line looks like a heading or ends in a colon."""
    return raw.lstrip(" \t")[:1] in ("#", "*", "_") or raw.rstrip(" \t*_").endswith(COLONS)


def editing_items(body: BodyLines, start: int, editing: DataFile) -> list[int]:
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
    about = sum(bool(words.search(body[index].text)) for index in items)
    return items if items and about >= len(items) * _SHARE_OF_EDITING_ITEMS else []


def _last_items(body: BodyLines, start: int, params: NotesParams) -> list[int]:
    """The list from `start` on, where it ends the body and most of it tells of a text's form."""
    editing, form = phrases(params.editing), phrases(params.form)
    items = editing_items(body, start, params.editing)
    if len(items) < _LEAST_LAST_ITEMS:
        return []
    after = [body[index].kind for index in range(items[-1] + 1, len(body)) if not body.is_frame(index)]
    if len(after) > _LINES_AFTER or "item" in after:
        return []
    texts = [body[index].text for index in items]
    of_editing, of_form = sum(map(editing.search, texts)), sum(map(form.search, texts))
    enough = of_editing >= _SHARE_OF_LAST_ITEMS * len(items) and of_form * 3 >= len(items)
    return items if enough else []


def _opens_item(line: Line, body: BodyLines, index: int) -> bool:
    return line.indent > 0 and index > 0 and body[index - 1].kind == "item"
