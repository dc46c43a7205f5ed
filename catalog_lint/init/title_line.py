"""What stands in the line that opens an entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from catalog_lint.catalog import frame
from catalog_lint.catalog.schema import Schema, cells
from catalog_lint.init.candidates import PARAGRAPH, Line, bare_text
from catalog_lint.init.front_matter import fields_of, front_matter
from catalog_lint.init.guess import HALF, Guess, Learned, Pages, out_of, share_of
from catalog_lint.init.shape import Choice
from catalog_lint.init.templates import (
    LINK_TITLE,
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
from catalog_lint.validation import read as read_data

_COUNT = re.compile(r"(?:#|No\.?\s?)?[0-9]+(?:\.[0-9]+)*")
EXAMPLES = 3
SHOWN = 60
_COLUMN_NAMES: tuple[tuple[str, str], ...] = (
    (
        "number",
        r"#|no\.?|num(?:ber)?|id|ep(?:isode)?|編號|编号|序號|序号|號|号|項次|项次|weeks?|lec(?:ture)?|day|session|集數|集数|場次|场次|期數|期数|週次|周次",
    ),
    ("date", r"date|published|日期|時間|时间|發布|发布|出版日期|上架"),
    (
        "title",
        r"title|name|book|course|episode|topic|書名|书名|標題|标题|名稱|名称|片名|課程|课程|主題|主题|篇名|題目|题目",
    ),
    ("author", r"authors?|by|speaker|作者|講者|讲者|作家|著者|老師|老师|主講|主讲|譯者"),
    ("year", r"year|年份|年代|出版年|年"),
    ("link", r"links?|url|videos?|watch|影片|视频|錄影|录像|連結|链接|網址|网址"),
    ("description", r"description|notes?|summary|comment|說明|说明|簡介|简介|備註|备注|摘要|心得|評語|评语"),
)


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
    return sum("title" in fields_of(source.text) for _, source in pages) >= HALF * len(pages)


def _template(pages: Pages, shape: str, lines: Sequence[Line], learned: Learned) -> None:
    texts = [line.text for line in lines]
    if shape in ("list", PARAGRAPH):
        numbered = shape == PARAGRAPH or counts_on(texts)
        made = Counter(item_template(text, numbered) for text in texts)
    else:
        behind = number_behind(texts)
        bare = sum(map(bare_number, texts)) >= MOST * len(texts)
        words = words_behind(texts)
        made = Counter(template_of(text, behind, bare, words) for text in texts)
    template = best_template(made, shape, texts)
    schema = read_data(Schema, {"shape": shape, "line": template})
    wanted = set(schema.line_fields)
    found_in = read_by(template, shape, texts)
    others = [line for line, read in zip(lines, found_in, strict=True) if not wanted <= read.keys()]
    whole = len(lines) - len(others)
    why = out_of(whole, len(lines), f"title lines give {_all(schema.line_fields)}")
    learned.schema["line"] = Guess(template, share_of(whole, len(lines)), why)
    if others:
        shown = "; ".join(f"{pages[line.page][0]}: {line.text[:SHOWN]}" for line in others[:EXAMPLES])
        learned.odd.append(f"{len(others)} of {len(lines)} title lines look otherwise: {shown}")


def _all(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _columns(pages: Pages, learned: Learned) -> None:
    headers: Counter[tuple[str, ...]] = Counter()
    counted: Counter[tuple[tuple[str, ...], int]] = Counter()
    linked: Counter[tuple[tuple[str, ...], int]] = Counter()
    for _, source in pages:
        lines = bare_text(source.text).split("\n")
        for index, line in enumerate(lines[1:], 1):
            if frame.DELIMITERS.fullmatch(line) and "|" in line and "|" in lines[index - 1]:
                header = lines[index - 1]
                columns = tuple(header[a:b].strip() for a, b in cells(header))
                rows = 0
                for row in lines[index + 1 :]:
                    if "|" not in row:
                        break
                    rows += 1
                    counted.update(
                        (columns, column)
                        for column, (a, b) in enumerate(cells(row))
                        if _COUNT.fullmatch(row[a:b].strip())
                    )
                    linked.update(
                        (columns, column)
                        for column, (a, b) in enumerate(cells(row))
                        if LINK_TITLE.fullmatch(row[a:b].strip())
                    )
                headers[columns] += rows
    columns, rows = headers.most_common(1)[0]
    names: list[str] = []
    for index, column in enumerate(columns, 1):
        counts = counted[columns, index - 1] >= HALF * rows
        names.append(_column_name(column, index, names, counts))
    if "title" not in names:
        about = {name for name, _ in _COLUMN_NAMES}
        first = next((i for i, name in enumerate(names) if name not in about), 0)
        names[first] = "title"
    line = " | ".join(f"{{{name}}}" for name in names)
    if "link" not in names and linked[columns, names.index("title")] >= MOST * rows:
        line = line.replace("{title}", "[{title}]({link})")
    told = out_of(rows, headers.total(), "rows have the columns " + ", ".join(columns))
    for other, count in headers.most_common()[1 : 1 + EXAMPLES]:
        if len(other) != len(columns):
            learned.odd.append(f"{count} rows are no entries here; their columns: {', '.join(other)}")
    learned.schema["line"] = Guess(line, share_of(rows, headers.total()), told)


def _column_name(column: str, index: int, taken: Sequence[str], counts: bool) -> str:
    plain = re.sub(r"[*_`\s]", "", column).casefold()
    for name, pattern in _COLUMN_NAMES:
        if name not in taken and re.fullmatch(pattern, plain) and (counts or name != "number"):
            return name
    words = re.sub(r"\W+", "_", column).strip("_").casefold()
    name = words if re.fullmatch(r"[^\W\d]\w*", words) and words not in ("body", "thumbnail", "video") else ""
    return name if name and name not in taken else f"column_{index}"
