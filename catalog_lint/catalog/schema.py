"""What an entry of a catalog looks like: data of the configuration."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal, get_args

from catalog_lint.catalog.line import BAR, PLACEHOLDER, cells, read_line, read_row
from catalog_lint.catalog.numerals import parse as parse_numeral
from catalog_lint.rule.shipped import PROFILES, rules_folder
from catalog_lint.validation import KEYS, Checked, nearest

__all__ = ["BAR", "FIELDS", "FRONT_MATTER", "FieldName", "Profile", "Schema", "SectionSpec", "cells"]

FieldName = Literal["number", "date", "title", "video", "thumbnail", "body"]
Shape = Literal["details", "heading", "list", "table", "page", "paragraph", "index"]
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
_DIRECTIVE = re.compile(r"%(-?.|$)")
_OF_A_DATE = frozenset("Y y m -m d -d b B a A j %".split())


def _line(value: str, _: object) -> str:
    names = PLACEHOLDER.findall(value)
    if re.search("[{}]", PLACEHOLDER.sub("", value)):
        raise ValueError("braces hold the name of a field, such as {title}")
    if names.count("title") != 1 or len(set(names)) != len(names):
        raise ValueError("needs {title} once, and each field at most once")
    if "body" in names or "thumbnail" in names:
        raise ValueError("the fields body and thumbnail do not stand in the line")
    return value


def _date_format(value: str, _: object) -> str:
    given = _DIRECTIVE.findall(value)
    unknown = next((each for each in given if each not in _OF_A_DATE), None)
    if unknown is not None:
        raise ValueError(f"'%{unknown}' is no part of a date; write one with %Y, %m and %d")
    parts = {each.lstrip("-").lower() for each in given if each != "%"}
    if len(parts) != sum(each != "%" for each in given):
        raise ValueError("says one part of a date twice")
    if "y" not in parts or not ("j" in parts or ("d" in parts and {"m", "b"} & parts)):
        raise ValueError("names no day; write one with %Y, %m and %d")
    return value


def _formats(value: dict[str, str], _: object) -> dict[str, str]:
    for name, pattern in value.items():
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{name}: no regular expression: {error}") from None
    return value


def _front_matter(value: dict[str, str], _: object) -> dict[str, str]:
    for key, name in value.items():
        if key in FIELDS and name not in FIELDS:
            raise ValueError(f"{key}: the front matter's key comes first, then the field: {name} = '{key}'")
    return value


def _numbering(value: tuple[str, ...] | None, _: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    styles = []
    for style in value:
        numeral = parse_numeral(f"{style} ")
        if numeral is None or numeral.value != 1:
            raise ValueError(f"no numbering style '{style}'; name one by its first number, such as 一、")
        styles.append(numeral.style)
    return tuple(styles)


def _profile(value: Profile, _: object) -> Profile:
    if not value.sections:
        raise ValueError(f"'{value.name}' has no sections, so that no entry can follow it")
    if value.at_least > len(value.sections):
        have = len(value.sections)
        raise ValueError(f"'{value.name}' asks for at-least = {value.at_least} of {have} sections")
    return value


def _text(description: str, **rest: Any) -> dict[str, Any]:
    return {"description": description, **rest}


@dataclass(frozen=True, kw_only=True)
class SectionSpec:
    """A section of a profile: its canonical name and the other names that it goes by."""

    __pydantic_config__ = KEYS

    name: str = field(metadata=_text("Canonical name of the section."))
    aliases: tuple[str, ...] = field(default=(), metadata=_text("Other names that a heading may give it."))
    required: bool = field(
        default=True,
        metadata=_text("Whether an entry that follows the profile must have it.", strict=True),
    )


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Sections that belong together; an entry follows the profile that fits it best, or none."""

    __pydantic_config__ = KEYS

    name: str = field(metadata=_text("Name of the profile, as messages give it."))
    sections: tuple[SectionSpec, ...] = field(metadata=_text("The sections, in order."))
    at_least: int = field(
        default=1, metadata=_text("How many of them an entry must have to follow it.", ge=1, strict=True)
    )
    ordered: bool = field(
        default=False, metadata=_text("Whether the sections must stand in this order.", strict=True)
    )


@lru_cache(1)
def shipped_profiles() -> tuple[Profile, ...]:
    """The profiles that count without a configuration."""
    profiles = []
    for path in sorted((rules_folder() / PROFILES).glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        sections = tuple(
            SectionSpec(**{**each, "aliases": tuple(each["aliases"])}) for each in data["sections"]
        )
        profiles.append(Profile(name=data["name"], at_least=data["at-least"], sections=sections))
    return tuple(profiles)


@dataclass(frozen=True, kw_only=True)
class Schema:
    """The shape of an entry, its fields, and the profiles of sections that it may follow."""

    __pydantic_config__ = KEYS

    shape: Shape = field(
        default="details",
        metadata=_text(
            "What an entry is: a <details> block, a heading with what follows it, an item of a list at the"
            " top level, a numbered paragraph, a row of a table, or a whole page; index: the page has no"
            " entries of its own and leads to those of other pages."
        ),
    )
    level: int = field(
        default=2,
        metadata=_text("Level of the headings that open an entry (shape heading).", ge=1, le=6, strict=True),
    )
    line: Annotated[str, Checked(_line)] = field(
        default="{number}. [{date}] {title}",
        metadata=_text(
            "The entry's title line, with its fields in braces: number, date, title, link (a URL), or any"
            " other name. A list item's line starts behind its bullet, or with its number; in a table the"
            " cells are parted by |."
        ),
    )
    required: tuple[str, ...] = field(
        default=FIELDS,
        metadata=_text("Fields that every entry must have: those of the line, video, thumbnail, body."),
    )
    date_format: Annotated[str, Checked(_date_format)] = field(
        default="%Y-%m-%d",
        metadata=_text("Format of dates, as strptime reads it; %-m and %-d: without a leading zero."),
    )
    formats: Annotated[dict[str, str], Checked(_formats)] = field(
        default_factory=dict,
        metadata=_text("Patterns that fields must match as a whole, by field."),
    )
    front_matter: Annotated[dict[str, str], Checked(_front_matter)] = field(
        default_factory=lambda: FRONT_MATTER,
        metadata=_text("Which key of the front matter gives which field (shape page)."),
    )
    video_hosts: tuple[str, ...] = field(
        default=("www.youtube.com", "youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"),
        metadata=_text("Hosts that carry an entry's video."),
    )
    thumbnail_hosts: tuple[str, ...] = field(
        default=("img.youtube.com", "i.ytimg.com"), metadata=_text("Hosts that carry a thumbnail.")
    )
    link_lines: tuple[str, ...] | None = field(
        default=None,
        metadata=_text(
            "Labels that extra lines of links above the body may have ([Transcript](...)); left out: any."
        ),
    )
    title_heading: Literal["free", "required", "forbidden"] = field(
        default="free",
        metadata=_text("Whether a heading that repeats the entry's title stands above the body."),
    )
    base_level: int | None = field(
        default=None,
        metadata=_text("Level of a body's highest headings; left out: any.", ge=1, le=6, strict=True),
    )
    numbering: Annotated[tuple[str, ...] | None, Checked(_numbering)] = field(
        default=None,
        metadata=_text(
            "Styles that section numbers may have, each named by its first number: 小節一：, 第一節, 一、,"
            " （一）, 1., 1.1, (1), ①, I., A. and so on; left out: any."
        ),
    )
    one_numbering: bool = field(
        default=False,
        metadata=_text(
            "Whether all entries of a page must number their sections as most of them do.", strict=True
        ),
    )
    origin: Literal["human", "llm"] = field(
        default="llm",
        metadata=_text(
            "Who wrote the bodies: where a language model did (llm), rules look for what it leaves behind."
        ),
    )
    profiles: tuple[Annotated[Profile, Checked(_profile)], ...] = field(
        default_factory=shipped_profiles,
        metadata=_text("Profiles of sections; an entry that fits none is free."),
    )

    def __post_init__(self) -> None:
        own = {*self.formats, *self.front_matter.values()}
        if self.required is not FIELDS:
            for name in self.required:
                _is_field(name, {*FIELDS, *self.line_fields, *own}, "required")
            own.update(self.required)
        for name in self.line_fields:
            if name not in own:
                _no_slip(name)

    @property
    def by_people(self) -> bool:
        """Whether people wrote the entries' text."""
        return self.origin == "human"

    @cached_property
    def line_fields(self) -> tuple[str, ...]:
        """The fields of the title line, in order."""
        return tuple(PLACEHOLDER.findall(self.line))

    def read_line(self, line: str) -> dict[str, tuple[int, int]]:
        """Where the fields of a title line stand, without the spaces around them; {} where it is none."""
        return read_row(self.line, line) if self.shape == "table" else read_line(self.line, line)


def _is_field(name: str, known: Collection[str], key: str) -> None:
    if name not in known:
        raise ValueError(f"{key}: no field '{name}'; {nearest(name, sorted(known), 'known fields')}")


def _no_slip(name: str) -> None:
    """Refuse a field that nothing else names and that is a slip away from a known one."""
    known = (*FIELDS, "link")
    near = get_close_matches(name.casefold(), known, 1, 0.8)
    if name not in known and near and abs(len(name) - len(near[0])) < 2:
        raise ValueError(
            f"line: no field {{{name}}}; did you mean {{{near[0]}}}? (A field of your own stands in formats)"
        )
