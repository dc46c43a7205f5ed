"""Which section of a profile a heading opens, and which profile an entry follows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from catalog_lint.catalog.model import Entry, Heading
from catalog_lint.catalog.schema import Profile, SectionSpec

LONG_NAME = 4
"""From this length on, a name counts wherever it stands in a heading; a shorter one at its end alone."""
_SPACES = re.compile(r"[\s*_`]+")
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")
_JOINED = re.compile(r"[與与及和、/／&＆暨並并]|\band\b")
_AFTER_NAME = re.compile(r"[：:（(—–|｜-].*", re.DOTALL)


class Match(NamedTuple):
    """A section of a profile and the heading that opens it."""

    section: SectionSpec
    heading: Heading


def squeezed(text: str) -> str:
    """A heading's text without blanks and marks, in lower case."""
    return _SPACES.sub("", text).rstrip("：:").casefold()


@lru_cache(1024)
def _names(section: SectionSpec) -> tuple[str, ...]:
    return tuple(squeezed(name) for name in (section.name, *section.aliases))


@lru_cache(16384)
def sections_named(name: str, profile: Profile) -> tuple[SectionSpec, ...]:
    """The sections of a profile that a heading of this name (without its number) opens; it may be several."""
    whole = squeezed(name)
    said = _AFTER_NAME.sub("", whole) or whole
    exact = [section for section in profile.sections if said in _names(section)]
    if exact:
        return tuple(exact[:1])
    parts = [part for part in _JOINED.split(said) if part]
    found = [
        section
        for section in profile.sections
        if any(_opens(part, each) for part in (said, *parts) for each in _names(section))
    ]
    return tuple(found or _damaged(said, profile))


def _opens(said: str, name: str) -> bool:
    if said == name:
        return True
    return name in said if len(name) >= LONG_NAME else len(name) > 1 and said.endswith(name)


def _damaged(said: str, profile: Profile) -> Iterable[SectionSpec]:
    """A name of four characters or more of which one is lost or foreign is still that name."""
    han = _NOT_HAN.sub("", said)
    for section in profile.sections:
        name = squeezed(section.name)
        if (
            len(name) >= LONG_NAME
            and len(name) - 1 <= len(han) <= len(name)
            and sum(a == b for a, b in zip(_aligned(han, name), name, strict=False)) >= len(name) - 1
        ):
            return (section,)
    return ()


def _aligned(han: str, name: str) -> str:
    """`han` stretched to the length of `name`: a gap stands where one character is lost."""
    if len(han) == len(name):
        return han
    return next(
        (
            han[:at] + " " + han[at:]
            for at in range(len(name))
            if han[:at] == name[:at] and han[at:] == name[at + 1 :]
        ),
        han,
    )


def matches(entry: Entry, profile: Profile) -> list[Match]:
    """The profile's sections that the entry's headings open, in the headings' order."""
    return [
        Match(section, heading)
        for heading in entry.headings
        for section in sections_named(heading.name, profile)
    ]


def followed(entry: Entry) -> tuple[Profile, list[Match]] | None:
    """The profile that fits the entry best, with what was found of it; None where the entry is free."""
    best: tuple[Profile, list[Match]] | None = None
    most = 0.0
    for profile in entry.schema.profiles if entry.schema else ():
        found = matches(entry, profile)
        count = len({match.section.name for match in found})
        share = count / len(profile.sections) if profile.sections else 0.0
        if count >= profile.at_least and share > most:
            best, most = (profile, found), share
    return best
