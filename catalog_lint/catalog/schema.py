"""What an entry of a catalog looks like: data of the configuration."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from catalog_lint.catalog.schema_texts import all_of, day_formats, field_patterns, number_styles, title_lines
from catalog_lint.catalog.title_line import BAR, cells, fields_of, read_line, read_row
from catalog_lint.rule.shipped import PROFILES, rules_folder
from catalog_lint.rule.wordlists import entries
from catalog_lint.validation import KEYS, Checked, nearest

__all__ = [
    "BAR",
    "FIELDS",
    "FieldName",
    "Profile",
    "Schema",
    "SectionSpec",
    "cells",
    "fields_of",
    "usual_keys",
]

FieldName = Literal["number", "date", "title", "video", "thumbnail", "body"]
Shape = Literal["details", "heading", "list", "table", "page", "paragraph", "index"]
SHAPES_OF_A_LINE: tuple[Shape, ...] = ("list", "table", "paragraph")
"""Those whose entries begin with the line that has their fields, and may be no more than that."""
FIELDS: tuple[FieldName, ...] = get_args(FieldName)
_FRONT_MATTER = Path(__file__).parent / "data" / "front-matter.txt"


@lru_cache(1)
def usual_keys() -> dict[str, str]:
    """The keys of front matter, in lower case, that usually give a field, each with its field."""
    return {entry.parts[1]: entry.text for entry in entries(_FRONT_MATTER)}


def _front_matter(value: dict[str, str], _: object) -> dict[str, str]:
    for key, name in value.items():
        if key in FIELDS and name not in FIELDS:
            raise ValueError(f"{key}: the front matter's key comes first, then the field: {name} = '{key}'")
    return value


def _host(value: str, _: object) -> str:
    host = value.partition("://")[2] or value
    host = host.partition("/")[0]
    if host != value:
        raise ValueError(f"'{value}' is no host; write '{host}'")
    return value


Host = Annotated[str, Checked(_host)]


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
    line: Annotated[str | tuple[str, ...], Checked(title_lines)] = field(
        default="{number}. [{date}] {title}",
        metadata=_text(
            "The entry's title line, with its fields in braces: number, date, title, link (a URL), or any"
            " other name. A list item's line starts behind its bullet, or with its number; in a table the"
            " cells are parted by |. A list of lines: each entry has one of them."
        ),
    )
    required: tuple[str, ...] = field(
        default=FIELDS,
        metadata=_text("Fields that every entry must have: those of the line, video, thumbnail, body."),
    )
    date_format: Annotated[str | tuple[str, ...], Checked(day_formats)] = field(
        default="%Y-%m-%d",
        metadata=_text(
            "Format of dates, as strptime reads it; %-m and %-d: without a leading zero. A list: any of them."
        ),
    )
    formats: Annotated[dict[str, str], Checked(field_patterns)] = field(
        default_factory=dict,
        metadata=_text("Patterns that fields must match as a whole, by field."),
    )
    front_matter: Annotated[dict[str, str], Checked(_front_matter)] = field(
        default_factory=usual_keys,
        metadata=_text("Which key of the front matter gives which field (shape page)."),
    )
    labels: dict[str, str] = field(
        default_factory=dict,
        metadata=_text(
            "Which label at the head of an entry's text gives which field: 作者 the line `- 作者：…`"
            " or `**作者**：…`."
        ),
    )
    video_hosts: tuple[Host, ...] = field(
        default=("www.youtube.com", "youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"),
        metadata=_text("Hosts that carry an entry's video."),
    )
    thumbnail_hosts: tuple[Host, ...] = field(
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
    numbering: Annotated[tuple[str, ...] | None, Checked(number_styles)] = field(
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
        own = {*self.formats, *self.front_matter.values(), *self.labels.values()}
        if self.required is not FIELDS:
            for name in self.required:
                _is_field(name, {*FIELDS, *self.line_fields, *own}, "required")
            own.update(self.required)
        for name in self.line_fields:
            if name not in own:
                _no_slip(name, "line", "A field of your own stands in formats")
        named = {*self.line_fields, *self.front_matter.values(), *self.labels.values(), *self.required}
        for name in self.formats:
            if name not in named:
                _no_slip(name, "formats", "A field of your own stands in the line")
        names = [profile.name for profile in self.profiles]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"profiles: two are called '{twice}'")

    @property
    def by_people(self) -> bool:
        """Whether people wrote the entries' text."""
        return self.origin == "human"

    @property
    def lines(self) -> tuple[str, ...]:
        """The forms that a title line may have."""
        return all_of(self.line)

    @property
    def date_formats(self) -> tuple[str, ...]:
        """The formats that a date may have; the first is the one to write."""
        return all_of(self.date_format)

    @cached_property
    def line_fields(self) -> tuple[str, ...]:
        """The fields of title lines, in order."""
        return tuple(dict.fromkeys(name for form in self.lines for name in fields_of(form)))

    def form_of(self, line: str) -> str:
        """The form of a title line: the one of which it has all fields, else the one of which it has most."""
        return self._read(line)[0]

    def read_line(self, line: str) -> dict[str, tuple[int, int]]:
        """Where the fields of a title line stand, without the spaces around them; {} where it is none."""
        return self._read(line)[1]

    def _read(self, line: str) -> tuple[str, dict[str, tuple[int, int]]]:
        read = read_row if self.shape == "table" else read_line
        if isinstance(self.line, str):
            return self.line, read(self.line, line)
        found = [(form, read(form, line)) for form in self.lines]
        return max(found, key=lambda each: (len(each[1]) == len(fields_of(each[0])), len(each[1])))


def _is_field(name: str, known: Collection[str], key: str) -> None:
    if name not in known:
        raise ValueError(f"{key}: no field '{name}'; {nearest(name, sorted(known), 'known fields')}")


def _no_slip(name: str, key: str, otherwise: str) -> None:
    """Refuse a field that nothing else names and that is a slip away from a known one."""
    known = (*FIELDS, "link")
    near = get_close_matches(name.casefold(), known, 1, 0.8)
    if name not in known and near and abs(len(name) - len(near[0])) < 2:
        raise ValueError(f"{key}: no field {{{name}}}; did you mean {{{near[0]}}}? ({otherwise})")
