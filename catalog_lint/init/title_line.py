"""What stands in the line that opens an entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile
from pathlib import Path

from catalog_lint.catalog import frame
from catalog_lint.catalog.absent import says_none
from catalog_lint.catalog.schema import cells, fields_of
from catalog_lint.catalog.video import ID
from catalog_lint.init.candidate import PARAGRAPH
from catalog_lint.init.candidates import bare_text
from catalog_lint.init.fields import date_format_of
from catalog_lint.init.front_matter import fields_in, front_matter
from catalog_lint.init.guess import HALF, Guess, Learned, Pages, out_of, share_of
from catalog_lint.init.looks import Line
from catalog_lint.init.shape import Choice
from catalog_lint.init.templates import (
    LINK_TITLE,
    LOOKED_AT,
    MOST,
    bare_number,
    best_template,
    counts_on,
    item_template,
    number_behind,
    read_by,
    template_of,
    words_behind,
)
from catalog_lint.language.han import HAN_CHARACTER
from catalog_lint.rule.wordlists import entries, words

_COUNTED = re.compile(r"(?P<before>[^\W\d][^{}|\[\]]*?)[0-9]+")
_COUNT = re.compile(r"(?:#|No\.?\s?)?[0-9]+(?:\.[0-9]+)*")
EXAMPLES = 3
MOST_FORMS = 3
LEAST_OF_A_FORM = 3
FORM_OF_ALL = 0.1
TITLE_LENGTH = 12
"""Letters: a longer cell is no better a title."""
NOT_OF_A_LINE = ("body", "thumbnail", "video", "number", "date", "title", "link")
RUNS_OF_A_TIME = 0.2
"""Lines of a time stand together: at most so many runs of them, as a share of the lines."""
NO_TITLE = 2
"""Letters a cell: numbers, days and grades say no more, so that what describes an entry names it."""
SHOWN = 60
OPENING = 4
"""Letters with which no two ids of videos begin alike, but by chance."""
_COLUMNS = Path(__file__).parent / "data" / "columns.txt"


def title_line(pages: Pages, choice: Choice, learned: Learned) -> None:
    """The template that reads most of the title lines, or the columns, or the keys of the front matter."""
    best = choice.best
    if best.shape == "table":
        _columns(pages, learned)
        return
    lines = [line for line in best.lines if line.text]
    if lines and (best.shape != "page" or not _titled(pages)):
        _template(pages, best.shape, lines, learned)
    if best.shape == "page":
        front_matter(pages, learned)


def _titled(pages: Pages) -> bool:
    """Whether most pages say their title in their front matter."""
    return sum("title" in fields_in(source.text) for _, source in pages) >= HALF * len(pages)


def _template(pages: Pages, shape: str, lines: Sequence[Line], learned: Learned) -> None:
    texts = [line.text for line in lines]
    template = best_template(_made(shape, texts), shape, texts)
    found = [(template, _lacking(template, shape, texts))]
    while (more := _another(found, shape, texts)) is not None:
        found.append(more)
    others = [line for at, line in enumerate(lines) if all(at in lacking for _, lacking in found)]
    whole = len(lines) - len(others)
    given = ", or ".join(_all(fields_of(form)) for form, _ in found)
    why = out_of(whole, len(lines), f"title lines give {given}")
    forms = [form for form, _ in found]
    learned.schema["line"] = Guess(forms if len(forms) > 1 else template, share_of(whole, len(lines)), why)
    if others:
        shown = "; ".join(f"{pages[line.page][0]}: {line.text[:SHOWN]}" for line in others[:EXAMPLES])
        learned.odd.append(f"{len(others)} of {len(lines)} title lines look otherwise: {shown}")


def _made(shape: str, texts: Sequence[str]) -> Counter[str]:
    """The forms of title lines, each with how many have it."""
    if shape in ("list", PARAGRAPH):
        numbered = shape == PARAGRAPH or counts_on(texts)
        return Counter(item_template(text, numbered) for text in texts)
    behind = number_behind(texts)
    bare = sum(map(bare_number, texts)) >= MOST * len(texts)
    said = words_behind(texts)
    return Counter(template_of(text, behind, bare, said) for text in texts)


def _lacking(form: str, shape: str, texts: Sequence[str]) -> set[int]:
    """Which lines lack a field of a form."""
    wanted = set(fields_of(form))
    return {at for at, read in enumerate(read_by(form, shape, texts)) if not wanted <= read.keys()}


def _another(
    found: Sequence[tuple[str, set[int]]], shape: str, texts: Sequence[str]
) -> tuple[str, set[int]] | None:
    """One more form that many of the lines have which no form so far reads, with the lines that lack fields.

    What a known form reads as much of is that form with a fault, unless the lines stand together: then the
    catalog wrote its titles so for a time.
    """
    left = sorted(set.intersection(*(lacking for _, lacking in found)))
    least = max(LEAST_OF_A_FORM, FORM_OF_ALL * len(texts))
    if len(found) >= MOST_FORMS or len(left) < least:
        return None
    most = [max(len(read_by(form, shape, [texts[at]])[0]) for form, _ in found) for at in left]
    for form, _ in _made(shape, [texts[at] for at in left]).most_common(LOOKED_AT):
        fields = fields_of(form)
        if len(fields) < 2 or any(form == known for known, _ in found):
            continue
        lacking = _lacking(form, shape, texts)
        own = [at for at in left if at not in lacking]
        more = sum(len(fields) > count for at, count in zip(left, most, strict=True) if at not in lacking)
        runs = 1 + sum(b != a + 1 for a, b in pairwise(own))
        if len(own) >= least and (more >= MOST * len(own) or runs <= RUNS_OF_A_TIME * len(own)):
            return form, lacking
    return None


def _all(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _columns(pages: Pages, learned: Learned) -> None:
    """The line of the commonest header: what each column is by its name, and by what its cells hold."""
    tables: dict[tuple[str, ...], list[list[str]]] = {}
    for _, source in pages:
        lines = bare_text(source.text).split("\n")
        for index, line in enumerate(lines[1:], 1):
            if frame.DELIMITERS.fullmatch(line) and "|" in line and "|" in lines[index - 1]:
                below = takewhile(lambda row: "|" in row, lines[index + 1 :])
                tables.setdefault(tuple(_cells(lines[index - 1])), []).extend(map(_cells, below))
    columns = max(tables, key=lambda header: len(tables[header]))
    rows, total = len(tables[columns]), sum(map(len, tables.values()))
    held = [[row[at] for row in tables[columns] if at < len(row)] for at in range(len(columns))]
    names: list[str] = []
    for index, column in enumerate(columns):
        names.append(_column_name(column, index + 1, names, held[index]))
    ids = [at for at, cells_ in enumerate(held) if _are_ids(cells_)]
    if len(ids) == 1:
        names[ids[0]] = "video"
    if "date" not in names and (days := [at for at, cells_ in enumerate(held) if _are_days(cells_)]):
        names[days[0]] = "date"
    if "title" not in names:
        about = words(_COLUMNS)
        free = [at for at, name in enumerate(names) if name not in about and at not in ids]
        if "description" in names and not any(_names_entries(held[at]) >= NO_TITLE for at in free):
            free = [names.index("description")]
        names[max(free or [0], key=lambda at: (_names_entries(held[at]), -at))] = "title"
    if "link" not in names:
        about = words(_COLUMNS)
        own = [at for at, name in enumerate(names) if name not in about and _are_links(held[at])]
        if own:
            names[own[0]] = "link"
    line = " | ".join(f"{{{name}}}" for name in names)
    if "number" in names and (opening := _opening(held[names.index("number")])):
        line = line.replace("{number}", f"{opening}{{number}}")
    if "video" in names and _in_code(held[names.index("video")]):
        line = line.replace("{video}", "`{video}`")
    linked = sum(bool(LINK_TITLE.fullmatch(cell)) for cell in held[names.index("title")])
    if "link" not in names and linked >= MOST * rows:
        line = line.replace("{title}", "[{title}]({link})")
    why = out_of(rows, total, "rows have the columns " + ", ".join(columns))
    for other, others in sorted(tables.items(), key=lambda each: -len(each[1]))[1 : 1 + EXAMPLES]:
        if len(other) != len(columns):
            shown = ", ".join(other)
            learned.odd.append(f"{len(others)} rows are no entries here; their columns: {shown}")
    learned.schema["line"] = Guess(line, share_of(rows, total), why)


def _cells(row: str) -> list[str]:
    return [row[start:end].strip() for start, end in cells(row)]


def _are_links(held: Sequence[str]) -> bool:
    said = [cell for cell in held if not says_none(cell)]
    return bool(said) and sum(bool(LINK_TITLE.fullmatch(cell)) for cell in said) >= MOST * len(said)


def _are_ids(held: Sequence[str]) -> bool:
    """Whether the cells of a column are ids of videos; words of eleven letters are none, nor is what counts
    on behind one opening (BB-2024-001).
    """
    said = [cell.strip("`") for cell in held if not says_none(cell)]
    ids = [cell for cell in said if ID.fullmatch(cell) and not cell.isalpha() and not cell.isdigit()]
    openings = {cell[:OPENING] for cell in ids}
    return len(said) > 2 and len(openings) >= MOST * len(ids) and len(ids) >= MOST * len(said)


def _are_days(held: Sequence[str]) -> bool:
    said = [cell for cell in held if not says_none(cell)]
    return len(said) > 2 and sum(map(_is_day, said)) >= MOST * len(said)


def _is_day(cell: str) -> bool:
    return "d" in date_format_of(cell)


def _in_code(held: Sequence[str]) -> bool:
    said = [cell for cell in held if not says_none(cell)]
    return sum(cell.startswith("`") for cell in said) >= MOST * len(said)


def _names_entries(held: Sequence[str]) -> float:
    """How well a column's cells would do as titles: words of their own, the longer the better."""
    plain = [re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", cell) for cell in held]
    own = share_of(len(set(plain)), len(plain))
    worded = [len("".join(char for char in cell if char.isalpha())) for cell in plain]
    return own * min(TITLE_LENGTH, share_of(sum(worded), len(worded)))


def _opening(held: Sequence[str]) -> str:
    """What stands in front of the numbers of most cells (BB-2024-), "" where that is nothing."""
    before = Counter(found["before"] for cell in held if (found := _COUNTED.fullmatch(cell)))
    opening, count = before.most_common(1)[0] if before else ("", 0)
    return opening if count >= MOST * len(held) else ""


def _said_in_two_languages(column: str) -> list[str]:
    """A column's heading, and where it says the same in Chinese and in English, either by itself."""
    plain = re.sub(r"[*_`]", "", column).casefold()
    chinese = "".join(HAN_CHARACTER.findall(plain))
    latin = re.sub(r"[（(][^()（）]*[)）]", "", re.sub(r"[^\x00-\x7f]+", " ", plain))
    every = [plain, chinese, latin] if chinese else [plain, latin]
    return [squeezed for each in every if (squeezed := re.sub(r"\s", "", each))]


def _column_name(column: str, index: int, taken: Sequence[str], held: Sequence[str]) -> str:
    columns = _said_in_two_languages(column)
    said = [cell for cell in held if not says_none(cell)]
    holds: dict[str, Callable[[str], object]] = {"number": _COUNT.fullmatch, "date": date_format_of}
    known = [entry.parts for entry in entries(_COLUMNS)]
    for name in (name for column in columns for name, heading in known if heading == column):
        fits = holds.get(name)
        counted = name == "number" and _opening(held)
        fit = fits is None or counted or sum(bool(fits(cell)) for cell in said) >= HALF * len(said)
        if name not in taken and fit:
            return name
    own = re.sub(r"\W+", "_", column).strip("_").casefold()
    name = own if re.fullmatch(r"[^\W\d]\w*", own) and own not in NOT_OF_A_LINE else ""
    return name if name and name not in taken else f"column_{index}"
