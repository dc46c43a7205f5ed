"""Entries as data for other programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from catalog_lint.catalog.model import Entry, Page
from catalog_lint.catalog.profiles import followed
from catalog_lint.catalog.reader import read_page
from catalog_lint.catalog.values import refused
from catalog_lint.catalog.video import video_address
from catalog_lint.lint.result import PageResult
from catalog_lint.triage.verdict import Need

SCHEMA_URI = "https://json-schema.org/draft/2020-12/schema"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExportedSection(_Data):
    """A section of an entry."""

    heading: str = Field(description="The heading as a reader sees it, number and all.")
    name: str = Field(description="The heading without its number.")
    number: str = Field(description="The number in front of the name, empty without one.")
    level: int = Field(description="1-6 for a heading; 0 for a bold line or item that stands for one.")
    sections: tuple[str, ...] = Field(
        description="The names of the profile's sections that the heading opens; empty without a profile."
    )
    text: str = Field(description="What stands under the heading, up to the next one, as Markdown.")


class ExportedEntry(_Data):
    """An entry of a catalog."""

    path: str = Field(description="The page, relative to the working folder.")
    key: str = Field(description="Its name in every run: its video, else its number, else its title.")
    row: int = Field(ge=1, description="Row of the entry's title line.")
    number: int | None = Field(description="Its number, null without one that is valid.")
    date: str | None = Field(description="Its date as it is written, null without one that is valid.")
    title: str | None = Field(description="Its title, null without one.")
    video: str | None = Field(description="The address of its video, null without one.")
    video_id: str | None = Field(description="The id of its video, null where it is not on YouTube.")
    thumbnail: str | None = Field(description="The address of its picture, null without one.")
    fields: dict[str, str] = Field(
        description="Other fields that the configuration names, and a number of several parts (10.1)."
    )
    language: str = Field(description="Language of the content.")
    profile: str | None = Field(description="The profile of sections that it follows, null for a free text.")
    sections: tuple[ExportedSection, ...] = Field(description="Its sections in order.")
    body: str = Field(description="Its body as Markdown.")
    verdict: str = Field(description="What it needs: clean, fixable, review or rewrite.")
    damaged: float = Field(ge=0, le=1, description="Share of its lines that are damaged and have no fix.")
    reasons: dict[str, int] = Field(description="How often which rule spoke of it, by code.")


_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_OWN = ("number", "date", "title", "video", "thumbnail")


def exported(pages: Sequence[PageResult], needs: Sequence[Need]) -> Iterator[ExportedEntry]:
    """The entries of the pages, validated, in order; `needs` are those of the same pages."""
    read = (_read(page) for page in pages)
    every = ((page, entry) for page in read for entry in page.entries if entry.kind == "entry")
    for (page, entry), need in zip(every, needs, strict=True):
        yield _exported(page, entry, need)


def _read(page: PageResult) -> Page:
    settings = page.program.settings
    return read_page(
        page.path, page.source, settings.schema_of(page.path), settings.language_of(page.path), settings.terms
    )


def _exported(page: Page, entry: Entry, need: Need) -> ExportedEntry:
    text = {name: field.text for name, field in entry.fields.items()}
    valid = _valid(entry, text)
    video = video_address(text["video"]) if "video" in text else None
    fit = followed(entry)
    opened: dict[int, list[str]] = {}
    for section, heading in fit[1] if fit else ():
        opened.setdefault(heading.line.start, []).append(section.name)
    sections = []
    ends = [heading.line.start for heading in entry.headings[1:]] + [entry.body.end]
    for heading, end in zip(entry.headings, ends, strict=False):
        sections.append(
            ExportedSection(
                heading=heading.text,
                name=heading.name,
                number=heading.numeral.strip(),
                level=heading.level,
                sections=tuple(opened.get(heading.line.start, ())),
                text=entry.text[heading.line.end : end].strip("\n"),
            )
        )
    return ExportedEntry(
        path=page.path,
        key=need.key,
        row=need.row,
        number=entry.number if "number" in valid else None,
        date=text["date"] if "date" in valid else None,
        title=text.get("title"),
        video=text.get("video"),
        video_id=video.id if video and video.valid else None,
        thumbnail=text.get("thumbnail"),
        fields={name: value for name, value in text.items() if name not in _OWN or _is_of_parts(name, value)},
        language=entry.language,
        profile=fit[0].name if fit else None,
        sections=tuple(sections),
        body=entry.text[entry.body.start : entry.body.end].strip("\n"),
        verdict=str(need.verdict),
        damaged=need.damaged,
        reasons={reason.code: reason.count for reason in need.reasons if reason.code},
    )


def _is_of_parts(name: str, value: str) -> bool:
    """Whether a field is a number of several parts (10.1), which no integer says."""
    return name == "number" and _DECIMAL.fullmatch(value) is not None


def _valid(entry: Entry, text: dict[str, str]) -> set[str]:
    """The names of the fields that the schema's model accepts."""
    return set(text) - set(refused(entry))


def entry_schema() -> dict[str, Any]:
    """The JSON Schema of an exported entry."""
    return {"$schema": SCHEMA_URI, **ExportedEntry.model_json_schema()}
