"""Verdicts of entries in the formats of `catalog-lint triage`."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence

from catalog_lint.messages import translated
from catalog_lint.report.visible import csv_cell, visible, visible_json, width
from catalog_lint.report.words import words
from catalog_lint.triage.verdict import Need, Reason, Verdict

TITLE_COLUMNS = 40
REASONS_SHOWN = 3


def lines(needs: Sequence[Need], form: str, locale: str = "en") -> Iterator[str]:
    """The lines of a report; `form`: json, csv, ids (of videos, else keys), markdown or table.

    Tables are in a locale; the others, which programs read, are not.
    """
    if form == "json":
        yield visible_json(json.dumps([_data(need) for need in needs], ensure_ascii=False, indent=1))
    elif form == "csv":
        yield from _csv(needs)
    elif form == "ids":
        yield from dict.fromkeys(need.video or need.key for need in needs if need.video or need.key)
    elif form == "markdown":
        yield from _markdown(needs, locale)
    else:
        yield from _table(needs, locale)


def summary(needs: Sequence[Need], locale: str = "en") -> str:
    """How many entries have which verdict."""
    if not needs:
        return translated("No entries.", locale)
    counts = Counter(str(need.verdict) for need in needs)
    return words(locale).needs(len(needs), {str(each): counts[each] for each in Verdict if counts[each]})


def _data(need: Need) -> dict[str, object]:
    return {
        "filename": need.path,
        "row": need.row,
        "entry": need.number,
        "key": need.key,
        "date": need.date or None,
        "title": need.title,
        "video": need.video,
        "link": need.link or None,
        "verdict": str(need.verdict),
        "damaged": need.damaged,
        "reasons": [
            {"code": r.code or None, "name": r.name, "count": r.count, "summary": r.summary}
            for r in need.reasons
        ],
        "text": need.text,
    }


def _csv(needs: Sequence[Need]) -> Iterator[str]:
    rows = [("filename", "row", "entry", "key", "date", "title", "video", "verdict", "damaged", "reasons")]
    for need in needs:
        said = " ".join(f"{_name(reason)}:{reason.count}" for reason in need.reasons)
        number = "" if need.number is None else str(need.number)
        rows.append(
            (
                need.path,
                str(need.row),
                number,
                need.key,
                need.date,
                need.title,
                need.video,
                need.verdict,
                str(need.damaged),
                said,
            )
        )
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([csv_cell(cell) for cell in row] for row in rows)
    yield out.getvalue().removesuffix("\n")


def _name(reason: Reason) -> str:
    return reason.code or reason.name


def _said(need: Need, locale: str) -> str:
    shown = [
        translated(f"{reason.count} % damaged", locale)
        if not reason.code
        else f"{reason.code} {reason.name} ({reason.count})"
        for reason in need.reasons[:REASONS_SHOWN]
    ]
    more = len(need.reasons) - REASONS_SHOWN
    comma = ", " if locale == "en" else "、"
    return comma.join(shown) + (f"{comma}{translated(f'{more} more', locale)}" if more > 0 else "")


def _place(need: Need) -> str:
    return f"{need.path}:{need.row}"


def _markdown(needs: Sequence[Need], locale: str) -> Iterator[str]:
    heads = (translated(head, locale) for head in ("verdict", "entry", "title", "place", "reasons"))
    yield f"| {' | '.join(heads)} |"
    yield "|---|---:|---|---|---|"
    for need in needs:
        number = "" if need.number is None else str(need.number)
        title, place = (visible(each).replace("|", "\\|") for each in (need.title, _place(need)))
        yield f"| {need.verdict} | {number} | {title} | {place} | {_said(need, locale)} |"


def _table(needs: Sequence[Need], locale: str) -> Iterator[str]:
    places = max((len(_place(need)) for need in needs), default=0)
    for need in needs:
        number = "" if need.number is None else str(need.number)
        title = _fitted(visible(need.title))
        place = f"{visible(_place(need)):<{places}}"
        yield f"{need.verdict:<8} {number:>6}  {place}  {title}  {_said(need, locale)}".rstrip()


def _fitted(text: str) -> str:
    """A title cut or filled to a width, counted as a terminal counts it."""
    out, used = "", 0
    for char in text:
        step = width(char)
        if used + step > TITLE_COLUMNS - 1:
            out, used = out + "…", used + 1
            break
        out, used = out + char, used + step
    return out + " " * (TITLE_COLUMNS - used)
