"""What an entry of a catalog looks like: data of the configuration."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from catalog_lint.catalog.numerals import parse as parse_numeral

FieldName = Literal["number", "date", "title", "video", "thumbnail", "body"]
Shape = Literal["details", "heading", "list", "table", "page", "paragraph"]
FIELDS: tuple[FieldName, ...] = get_args(FieldName)
FRONT_MATTER = {
    "title": "title",
    "date": "date",
    "published": "date",
    "pubdate": "date",
    "number": "number",
    "episode": "number",
    "video": "video",
    "youtube": "video",
    "youtube_id": "video",
    "video_id": "video",
    "yt": "video",
    "thumbnail": "thumbnail",
    "image": "thumbnail",
    "cover": "thumbnail",
    "標題": "title",
    "标题": "title",
    "日期": "date",
    "集數": "number",
    "集数": "number",
    "期數": "number",
    "期数": "number",
    "影片": "video",
    "视频": "video",
    "封面": "thumbnail",
}
_PLACEHOLDER = re.compile(r"\{([^\W\d]\w*)\}")
_DATE = (
    r"(?:(?=[0-9０-９〇零一二三四五六七八九十]{1,4} ?[-/.年月日－／．])[^\]\[）)|]*?"
    r"|[0-9０-９]{4,8}|民國[^\]\[）)|]*?"
    r"|(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.? [^\]\[）)|]*?[0-9]{4}"
    r"|[0-9]{1,2} [A-Za-z]{3,9}\.?,? [0-9]{4}|(?i:tba|tbd|n/?a|none|null|unknown|yyyy[^\]]*?)"
    r"|未[定知詳]|不[明詳]|待[定補]|待公[布佈]|暫?無|日期[^\]\[）)|]*?|[-?？—]*)"
)
"""What stands where a date should and looks like one, or like the lack of one; other words are a title's."""
_LOOSE = {"number": r"[0-9０-９]+", "date": _DATE, "title": r".*?", "link": r"[^\s()|]+"}
_OTHER = r".*?"
_BARE_DATE = (
    r"(?P<date>[A-Za-z]{3,9}\.? [0-9]{1,2}, [0-9]{4}|[0-9]{1,2} [A-Za-z]{3,9}\.? [0-9]{4}"
    r"|[0-9０-９][^\s\]\[）)|]*)"
)
"""A date with nothing around it must look like one, or it would take the title's first word."""
_LINKED_TITLE = r"\[(?P<title>.*?)\]\((?P<link>[^\s()|]+)\)"
_LINKED = re.compile(_LINKED_TITLE)
_BOLD = re.compile(r"(?:\*\*|__)(?P<title>[^*_]+)(?:\*\*|__)")
_LINK_CELLS = (
    r"\s*\[[^\]]*\]\((?P<link>[^\s()|]+)\)\s*",
    r"\s*<?(?P<link>[^\s()<>|]+)>?\s*",
    r"\s*",
)
_EMPTY = re.compile(r"\s*")
BAR = re.compile(r"(?<!\\)\|")


class _Data(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        alias_generator=lambda name: name.replace("_", "-"),
    )


class SectionSpec(_Data):
    """A section of a profile: its canonical name and the other names that it goes by."""

    name: str = Field(description="Canonical name of the section.")
    aliases: tuple[str, ...] = Field((), description="Other names that a heading may give it.")
    required: bool = Field(True, description="Whether an entry that follows the profile must have it.")


class Profile(_Data):
    """Sections that belong together; an entry follows the profile that fits it best, or none."""

    name: str = Field(description="Name of the profile, as messages give it.")
    sections: tuple[SectionSpec, ...] = Field(description="The sections, in order.")
    at_least: int = Field(1, ge=1, description="How many of them an entry must have to follow it.")
    ordered: bool = Field(False, description="Whether the sections must stand in this order.")


SUMMARY_PROFILE = Profile(
    name="summary",
    at_least=4,
    sections=(
        SectionSpec(
            name="核心主題",
            aliases=(
                "核心主旨",
                "核心議題",
                "核心問題",
                "核心概念",
                "核心內容",
                "核心要點",
                "主題",
                "主旨",
                "核心主題概述",
            ),
        ),
        SectionSpec(
            name="主要觀念",
            aliases=(
                "主要概念",
                "主要觀點",
                "關鍵觀念",
                "關鍵概念",
                "主要內容",
                "重要觀念",
                "核心觀念",
                "核心觀點",
                "主要理念",
                "關鍵觀點",
            ),
        ),
        SectionSpec(
            name="問題原因",
            aliases=(
                "問題與原因",
                "問題的原因",
                "問題成因",
                "問題分析",
                "問題與挑戰",
                "原因分析",
                "問題及原因",
                "問題原因分析",
                "問題",
                "原因",
                "挑戰",
                "問題與成因",
                "成因",
                "病因",
                "問題描述",
                "問題根源",
                "問題背景",
            ),
        ),
        SectionSpec(
            name="解決方法",
            aliases=(
                "解決方案",
                "解決之道",
                "解決策略",
                "解決辦法",
                "解決途徑",
                "解決",
                "對策",
                "因應方法",
                "應對方法",
                "處理方法",
                "解決方式",
                "解決措施",
            ),
        ),
        SectionSpec(
            name="優化方式",
            aliases=(
                "優化方法",
                "優化策略",
                "優化方案",
                "優化建議",
                "優化方向",
                "優化",
                "改進方式",
                "改進方法",
                "改善方式",
                "改善方法",
                "改進建議",
                "健康建議",
                "建議",
                "優化與改進",
                "改善建議",
                "改進方向",
                "優化措施",
                "改善措施",
            ),
        ),
        SectionSpec(
            name="結論",
            aliases=(
                "總結",
                "小結",
                "結語",
                "結論與建議",
                "結論與展望",
                "總結與展望",
                "文章總結",
                "總結與建議",
                "結論與未來展望",
                "全文總結",
            ),
        ),
    ),
)
"""The six sections that the catalogs' summaries were asked for, with the names that they go by."""


class Schema(_Data):
    """The shape of an entry, its fields, and the profiles of sections that it may follow."""

    shape: Shape = Field(
        "details",
        description="What an entry is: a <details> block, a heading with what follows it, an item of a list"
        " at the top level, a row of a table, a whole page, or a paragraph that opens with a number (1、…).",
    )
    level: int = Field(2, ge=1, le=6, description="Level of the headings that open an entry (shape heading).")
    line: str = Field(
        "{number}. [{date}] {title}",
        description="The entry's title line, with its fields in braces: number, date, title, link (a URL), or"
        " any other name. A list item's line starts behind its bullet, or with its number; in a table the"
        " cells are parted by |.",
    )
    required: tuple[str, ...] = Field(
        FIELDS, description="Fields that every entry must have: those of the line, video, thumbnail, body."
    )
    date_format: str = Field(
        "%Y-%m-%d",
        description="Format of dates, as strptime reads it; %-m and %-d: without a leading zero.",
    )
    formats: dict[str, str] = Field(
        default_factory=dict, description="Patterns that fields must match as a whole, by field."
    )
    front_matter: dict[str, str] = Field(
        FRONT_MATTER, description="Which key of the front matter gives which field (shape page)."
    )
    video_hosts: tuple[str, ...] = Field(
        ("www.youtube.com", "youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"),
        description="Hosts that carry an entry's video.",
    )
    thumbnail_hosts: tuple[str, ...] = Field(
        ("img.youtube.com", "i.ytimg.com"),
        description="Hosts that carry a thumbnail.",
    )
    link_lines: tuple[str, ...] | None = Field(
        None,
        description="Labels that extra lines of links above the body may have ([Transcript](...)); left out:"
        " any.",
    )
    title_heading: Literal["free", "required", "forbidden"] = Field(
        "free",
        description="Whether a heading that repeats the entry's title stands above the body.",
    )
    base_level: int | None = Field(
        None, ge=1, le=6, description="Level of a body's highest headings; left out: any."
    )
    numbering: tuple[str, ...] | None = Field(
        None,
        description="Styles that section numbers may have, each named by its first number: 小節一：, 第一節,"
        " 一、, （一）, 1., 1.1, (1), ①, I., A. and so on; left out: any.",
    )
    one_numbering: bool = Field(
        False, description="Whether all entries of a page must number their sections as most of them do."
    )
    profiles: tuple[Profile, ...] = Field(
        (SUMMARY_PROFILE,), description="Profiles of sections; an entry that fits none is free."
    )

    @field_validator("line")
    @classmethod
    def _line_has_title(cls, value: str) -> str:
        names = _PLACEHOLDER.findall(value)
        if names.count("title") != 1 or len(set(names)) != len(names):
            raise ValueError("needs {title} once, and each field at most once")
        if "body" in names or "thumbnail" in names:
            raise ValueError("the fields body and thumbnail do not stand in the line")
        return value

    @field_validator("formats")
    @classmethod
    def _formats_are_patterns(cls, value: dict[str, str]) -> dict[str, str]:
        for name, pattern in value.items():
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{name}: no regular expression: {error}") from None
        return value

    @field_validator("numbering")
    @classmethod
    def _styles_are_known(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if value is None:
            return None
        styles = []
        for style in value:
            numeral = parse_numeral(f"{style} ")
            if numeral is None or numeral.value != 1:
                raise ValueError(f"no numbering style '{style}'; name one by its first number, such as 一、")
            styles.append(numeral.style)
        return tuple(styles)

    @model_validator(mode="after")
    def _required_are_fields(self) -> Schema:
        known = {*FIELDS, *self.line_fields, *self.front_matter.values(), *self.formats}
        if "required" in self.model_fields_set:
            unknown = [name for name in self.required if name not in known]
            if unknown:
                near = get_close_matches(unknown[0], known, 1)
                mend = f"did you mean '{near[0]}'?" if near else f"known fields: {', '.join(sorted(known))}"
                raise ValueError(f"required: no field '{unknown[0]}'; {mend}")
        return self

    @cached_property
    def line_fields(self) -> tuple[str, ...]:
        """The fields of the title line, in order."""
        return tuple(_PLACEHOLDER.findall(self.line))

    def read_line(self, line: str) -> dict[str, tuple[int, int]]:
        """Where the fields of a title line stand, without the blanks around them; {} where it is none."""
        if self.shape == "table":
            return self._read_row(line)
        for pattern in self._line_patterns:
            found = pattern.fullmatch(line)
            if found:
                return _spans(found)
        return {}

    def _read_row(self, line: str) -> dict[str, tuple[int, int]]:
        spans: dict[str, tuple[int, int]] = {}
        for (start, end), patterns in zip(cells(line), self._cell_patterns, strict=False):
            found = next((m for p in patterns if (m := p.fullmatch(line, start, end))), None)
            if found:
                spans |= _spans(found)
        return spans

    @cached_property
    def _cell_patterns(self) -> list[list[re.Pattern[str]]]:
        return [_patterns(self.line[start:end]) for start, end in cells(self.line)]

    @cached_property
    def _line_patterns(self) -> list[re.Pattern[str]]:
        return _patterns(self.line)


def _spans(found: re.Match[str]) -> dict[str, tuple[int, int]]:
    spans = {}
    for name, value in found.groupdict().items():
        text = (value or "").strip()
        if text:
            at = found.start(name) + value.index(text)
            spans[name] = (at, at + len(text))
    linked = _LINKED.fullmatch(found.string, *spans["title"]) if "title" in spans else None
    if linked:
        spans["title"] = linked.span("title")
        spans.setdefault("link", linked.span("link"))
    bold = _BOLD.fullmatch(found.string, *spans["title"]) if "title" in spans else None
    if bold:
        spans["title"] = bold.span("title")
    return spans


def cells(row: str) -> list[tuple[int, int]]:
    """Where the cells of a table's row stand, without the bars around them."""
    bars = [-1, *(found.start() for found in BAR.finditer(row)), len(row)]
    found = [(a + 1, b) for a, b in pairwise(bars)]
    if found and not row[slice(*found[0])].strip():
        del found[0]
    if found and not row[slice(*found[-1])].strip() and len(bars) > 2:
        del found[-1]
    return found


def _patterns(line: str) -> list[re.Pattern[str]]:
    """A line as patterns, the exact one first.

    In the others what stands behind the title may be missing as a whole, the marks and the link around it
    too, and last what stands before it, piece by piece.
    """
    chunks = line.split()
    if not chunks:
        return [re.compile(r"\s*")]
    title = next((index for index, chunk in enumerate(chunks) if "{title}" in chunk), None)
    if chunks == ["{link}"]:
        return [re.compile(pattern) for pattern in _LINK_CELLS]
    if title is None:
        return [re.compile(r"\s*" + r"\s+".join(map(_piece, chunks)) + r"\s*", re.DOTALL), _EMPTY]
    strict = "".join(_piece(chunk) + r"\s+" for chunk in chunks[:title])
    loose = "".join(rf"(?:{_piece(chunk)}{_gap(chunk)})?" for chunk in chunks[:title])
    after = "".join(r"\s+" + _piece(chunk) for chunk in chunks[title + 1 :])
    bodies = [_piece(chunks[title])]
    if chunks[title] != "{title}":
        bare = re.sub(r"[\[*_]*\{title\}(?:\]\(\{link\}\))?[\]*_]*", "{title}", chunks[title])
        before_title = re.split(r"[\[*_]*\{title\}", chunks[title])[0]
        if before_title:
            bodies.append(_piece(before_title) + _LINKED_TITLE + r"(?:[：:，,、–—-].*)?")
        bodies += (_piece(bare), _LINKED_TITLE, _piece("{title}"))
    return [
        re.compile(rf"\s*{before}{body}{tail}\s*", re.DOTALL)
        for before in dict.fromkeys((strict, loose))
        for body in bodies
        for tail in dict.fromkeys((after, "", r"\s.*" if body != bodies[-1] else ""))
    ]


def _gap(chunk: str) -> str:
    return r"(?:\s+|$)" if "{" in chunk else r"\s*"


def _piece(chunk: str) -> str:
    if chunk == "{date}":
        return _BARE_DATE
    piece = ""
    for index, part in enumerate(_PLACEHOLDER.split(chunk)):
        piece += f"(?P<{part}>{_LOOSE.get(part, _OTHER)})" if index % 2 else re.escape(part)
    return piece
