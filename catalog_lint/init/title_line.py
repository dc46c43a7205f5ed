"""What stands in the line that opens an entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from catalog_lint.catalog import frame
from catalog_lint.catalog.schema import FRONT_MATTER, cells
from catalog_lint.init.guess import HALF, Guess, Learned, Pages, once, out_of, share_of
from catalog_lint.init.shape import HEADING, bare_text, item_lines
from catalog_lint.init.templates import (
    LINK_TITLE,
    MOST,
    counts_on,
    item_template,
    number_behind,
    template_of,
    widest,
)

_COLUMN_NAMES: tuple[tuple[str, str], ...] = (
    (
        "number",
        r"#|no\.?|num(?:ber)?|id|ep(?:isode)?|編號|编号|序號|序号|號|号|項次|项次|集數|集数|場次|场次|期數|期数|週次|周次",
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


def title_line(pages: Pages, shape: str, level: int, learned: Learned) -> None:
    """The template that most title lines fit, or the columns, or the keys of the front matter."""
    if shape == "table":
        _columns(pages, learned)
        return
    lines = [line for _, source in pages for line in _lines(source.text, shape, level)]
    if not lines:
        if shape == "page":
            _front_matter(pages, learned)
        return
    if shape == "list":
        numbered = counts_on(lines)
        found = Counter(item_template(line, numbered) for line in lines)
    else:
        behind = number_behind(lines)
        found = Counter(template_of(line, behind) for line in lines)
    template, count = widest(found)
    learned.schema["line"] = Guess(
        template, share_of(count, len(lines)), out_of(count, len(lines), "title lines look so")
    )
    if shape == "page":
        _front_matter(pages, learned)


def _lines(text: str, shape: str, level: int) -> list[str]:
    plain = bare_text(text)
    if shape == "details":
        return [found["line"].strip() for found in frame.SUMMARY.finditer(plain)]
    if shape == "list":
        return item_lines(plain)
    wanted = "#" * level if shape == "heading" else "#"
    headings = [found["text"] for found in HEADING.finditer(plain) if found["marks"] == wanted]
    return headings if shape == "heading" else headings[:1]


def _columns(pages: Pages, learned: Learned) -> None:
    headers: Counter[tuple[str, ...]] = Counter()
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
                    linked.update(
                        (columns, column)
                        for column, (a, b) in enumerate(cells(row))
                        if LINK_TITLE.fullmatch(row[a:b].strip())
                    )
                headers[columns] += rows
    columns, rows = headers.most_common(1)[0]
    names: list[str] = []
    for index, column in enumerate(columns, 1):
        names.append(_column_name(column, index, names))
    if "title" not in names:
        about = {name for name, _ in _COLUMN_NAMES}
        first = next((i for i, name in enumerate(names) if name not in about), 0)
        names[first] = "title"
    line = " | ".join(f"{{{name}}}" for name in names)
    if "link" not in names and linked[columns, names.index("title")] >= MOST * rows:
        line = line.replace("{title}", "[{title}]({link})")
    told = out_of(rows, headers.total(), "rows have the columns " + ", ".join(columns))
    learned.schema["line"] = Guess(line, share_of(rows, headers.total()), told)


def _column_name(column: str, index: int, taken: Sequence[str]) -> str:
    plain = re.sub(r"[*_`\s]", "", column).casefold()
    for name, pattern in _COLUMN_NAMES:
        if name not in taken and re.fullmatch(pattern, plain):
            return name
    words = re.sub(r"\W+", "_", column).strip("_").casefold()
    name = words if re.fullmatch(r"[^\W\d]\w*", words) and words not in ("body", "thumbnail", "video") else ""
    return name if name and name not in taken else f"column_{index}"


def _front_matter(pages: Pages, learned: Learned) -> None:
    keys: Counter[str] = Counter()
    for _, source in pages:
        front = source.text[: frame.front_matter(source.text).end]
        keys.update(once(re.findall(r"^([\w-]+)[ \t]*:", front, re.MULTILINE)))
    known = {key: FRONT_MATTER[key.casefold()] for key in keys if key.casefold() in FRONT_MATTER}
    others = [key for key, count in keys.items() if key not in known and count >= HALF * len(pages)]
    named = known | {key: key.replace("-", "_") for key in others if key.lower() not in ("layout", "body")}
    if named:
        told = out_of(max(keys.values()), len(pages), "pages have front matter")
        learned.schema["front-matter"] = Guess(named, 1.0, told)
