"""An entry's frame: its fields, its tags, and what stands between entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Literal

from catalog_lint.catalog.absent import holds_none, says_none, says_pause
from catalog_lint.catalog.body import has_body, introduces
from catalog_lint.catalog.example import example_of
from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.media import written_labels
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.schema import FIELDS, FieldName, Schema, cells, fields_of
from catalog_lint.catalog.values import refused, written_date
from catalog_lint.catalog.video import picture_address, video_address
from catalog_lint.checks.link_targets import address_place
from catalog_lint.diagnostic import Edit, Hit, Related, Span
from catalog_lint.rule.contract import Params, collects

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_DIGITS = re.compile(r"\d+")
_A_DAY = date(2024, 5, 31)
"""The day by which messages show how dates are written."""


class FieldParams(Params):
    """Which field."""

    field: FieldName


class TitleHeadingParams(Params):
    """What the configuration must say for the rule to speak."""

    must_be: Literal["required", "forbidden"]


class ProblemParams(Params):
    """Which of the problems that the reader notes."""

    kind: Literal[
        "unclosed", "nested", "nested-unclosed", "stray-close", "no-summary", "unclosed-fence", "too-deep"
    ]


def missing(entry: Entry, params: FieldParams) -> Iterator[Hit]:
    """A field that the schema requires and the entry has not."""
    if _lacks(entry, params.field):
        yield Hit(_place(entry, params.field))


def missing_other(entry: Entry) -> Iterator[Hit]:
    """A required field with a name that the configuration gave it."""
    if entry.schema is not None:
        for name in entry.schema.required:
            if name not in FIELDS and _lacks(entry, name):
                yield Hit(_place(entry, name), {"field": name})


def _place(entry: Entry, name: str) -> Span:
    """Where a field is missed: in the first link without an address, else at the title line."""
    for link in entry.links if name in ("video", "link") else ():
        if not link.url.strip() and link.kind == "link":
            return address_place(entry, link)
    return entry.anchor


def _lacks(entry: Entry, name: str) -> bool:
    """Whether a required field is not there."""
    schema = entry.schema
    title = entry.fields.get("title")
    if schema is None or name not in schema.required or (title and says_pause(title.text)):
        return False
    if name == "body":
        return not has_body(entry)
    in_the_body = name == "date" and schema.required is not FIELDS and _dates_stand_in_bodies(schema)
    if name not in ("video", "thumbnail") and not in_the_body:
        known = schema.front_matter.values() if schema.shape == "page" else _fields_of_line(entry, schema)
        known = (*known, *schema.labels.values(), *(("number",) if schema.required is not FIELDS else ()))
        if (name not in known and name != "title") or any(p.kind == "no-summary" for p in entry.problems):
            return False
    return name not in entry.fields and not _says_none(entry, name)


def _fields_of_line(entry: Entry, schema: Schema) -> tuple[str, ...]:
    """The fields that the form of an entry's title line has."""
    line = entry.title_line
    if line is None or isinstance(schema.line, str):
        return schema.line_fields
    return fields_of(schema.form_of(entry.text[line.start : line.end]))


def _says_none(entry: Entry, name: str) -> bool:
    """Whether a title line says in a field's place that there is none (TBA, -)."""
    schema, line = entry.schema, entry.title_line
    if schema is None or line is None or name not in schema.line_fields:
        return False
    text = entry.text[line.start : line.end]
    form = schema.form_of(text)
    if schema.shape != "table":
        return name == "date" and holds_none(text)
    templates = [form[start:end] for start, end in cells(form)]
    written = [text[start:end] for start, end in cells(text)]
    pairs = zip(templates, written, strict=False)
    return any(f"{{{name}}}" in template and cell.strip() and says_none(cell) for template, cell in pairs)


def other_format(entry: Entry) -> Iterator[Hit]:
    """A field that does not match the pattern that the configuration gives for it."""
    if entry.schema is None or not entry.schema.formats:
        return
    broken = refused(entry)
    for name, pattern in entry.schema.formats.items():
        field = entry.fields.get(name)
        if (
            field is not None
            and name in broken
            and not says_none(field.text)
            and not (name in ("number", "date") and _has_own(entry, name))
        ):
            example = example_of(pattern)
            said = {"example": example, "pattern": "" if example else pattern}
            yield Hit(field.span, {"field": name, "found": field.text, **said})


def _has_own(entry: Entry, name: str) -> bool:
    """Whether the rule of the number's or the date's own speaks of it."""
    text = entry.fields[name].text
    return name == "number" and not (text.isascii() and text.isdigit())


def extra_link_line(entry: Entry) -> Iterator[Hit]:
    """A link above the body whose label the configuration does not list."""
    schema = entry.schema
    if schema is None or schema.link_lines is None:
        return
    for place in written_labels(entry.text, entry.anchor.end, entry.body.start):
        label = entry.text[slice(*place)].strip()
        if label and label not in schema.link_lines:
            yield Hit(place, {"found": label, "known": ", ".join(schema.link_lines)})


def title_heading(entry: Entry, params: TitleHeadingParams) -> Iterator[Hit]:
    """A heading that repeats the title, where the configuration forbids or requires it."""
    schema = entry.schema
    if schema is None or schema.title_heading != params.must_be:
        return
    if params.must_be == "forbidden" and entry.title_echo is not None:
        line = entry.title_echo.line
        end = line.end + len(entry.text[line.end :]) - len(entry.text[line.end :].lstrip("\n"))
        yield Hit(line, {"heading": entry.title_echo.text}, (Edit(Span(line.start, end), ""),))
    title = entry.fields.get("title")
    if params.must_be == "required" and entry.title_echo is None and title and has_body(entry):
        yield Hit(entry.anchor)


def no_date(entry: Entry) -> Iterator[Hit]:
    """Words where the date should stand."""
    field = entry.fields.get("date")
    if field and not _DIGITS.search(field.text) and not says_none(field.text):
        yield Hit(_with_brackets(entry, field.span), {"found": field.text})


def _with_brackets(entry: Entry, span: Span) -> Span:
    around = entry.text[span.start - 1 : span.start] + entry.text[span.end : span.end + 1]
    return Span(span.start - 1, span.end + 1) if around in ("[]", "()", "（）") else span


def invalid_date(entry: Entry) -> Iterator[Hit]:
    """A date that the calendar does not have or that is written otherwise than the schema says."""
    field = entry.fields.get("date")
    if entry.schema is None or not field or not _DIGITS.search(field.text):
        return
    if "date" not in refused(entry) or (_dates_stand_in_bodies(entry.schema) and _is_a_day(field.text)):
        return
    formats = entry.schema.date_formats
    written = _rewritten_date(field.text, formats[0])
    edits = (Edit(field.span, written),) if written else ()
    examples = ", ".join(written_date(_A_DAY, each) for each in formats)
    yield Hit(field.span, {"found": field.text, "example": examples}, edits)


def _dates_stand_in_bodies(schema: Schema) -> bool:
    """Whether a line of the body may give the date, so that no form says how it is written."""
    return schema.shape != "page" and "date" not in (*schema.line_fields, *schema.labels.values())


def _is_a_day(text: str) -> bool:
    return _rewritten_date(text, "%Y-%m-%d") != ""


def _rewritten_date(text: str, date_format: str) -> str:
    """The same day as the schema writes it, "" where the text names no day in the order year, month, day."""
    parts = _DIGITS.findall(text.translate(_FULL_WIDTH))
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    if len(parts) != 3 or len(parts[0]) != 4:
        return ""
    try:
        return written_date(date(int(parts[0]), int(parts[1]), int(parts[2])), date_format)
    except ValueError:
        return ""


def invalid_number(entry: Entry) -> Iterator[Hit]:
    """A number that is not written with the digits 0-9."""
    field = entry.fields.get("number")
    if field and "number" in refused(entry):
        expected = field.text.translate(_FULL_WIDTH)
        if expected == field.text:  # too long for a number
            return
        yield Hit(field.span, {"found": field.text, "expected": expected}, (Edit(field.span, expected),))


def ids_disagree(entry: Entry) -> Iterator[Hit]:
    """The picture is of another video than the link."""
    video, picture = entry.fields.get("video"), entry.fields.get("thumbnail")
    if not video or not picture:
        return
    linked, shown = video_address(video.text), picture_address(picture.text)
    if not linked or not shown or not linked.valid or not shown.valid or linked.id == shown.id:
        return
    start = picture.span.start + entry.text[picture.span.start : picture.span.end].index(shown.id)
    there = video.span.start + entry.text[video.span.start : video.span.end].index(linked.id)
    span = Span(start, start + len(shown.id))
    yield Hit(
        span,
        {"shown": shown.id, "linked": linked.id},
        (Edit(span, linked.id),),
        (Related(Span(there, there + len(linked.id)), linked.id),),
    )


def problem(entry: Entry, params: ProblemParams) -> Iterator[Hit]:
    """What the reader noted about the frame."""
    of_details = entry.schema is None or entry.schema.shape == "details"
    for found in entry.problems:
        if found.kind == params.kind and (of_details or found.kind != "stray-close"):
            yield Hit(found.span, found.values)


def _text(entry: Entry) -> tuple[str, int] | None:
    """The first line of text outside entries and where it starts; None where such a text may stand there."""
    if entry.kind != "text" or (entry.schema and entry.schema.shape != "details"):
        return None
    if any(found.kind == "stray-close" for found in entry.problems) or introduces(entry.text.split("\n")):
        return None
    lead = len(entry.text) - len(entry.text.lstrip())
    return entry.text[lead:].split("\n", 1)[0].rstrip(), lead


@collects(_text)
def text_between(facts: Sequence[Facts]) -> Iterator[Hit]:
    """Prose between two entries: a body that slipped out of its entry, or a note that belongs in one."""
    for _, page in groupby(facts, key=lambda one: one.path):
        waiting: list[Facts] = []
        begun = False
        for one in page:
            if one.kind == "entry":
                begun = True
                for text in waiting:
                    line, start = text.note
                    yield Hit(Span(start, start + len(line)), {"found": line}, target=text.target)
                waiting = []
            elif begun and one.note:
                waiting.append(one)
