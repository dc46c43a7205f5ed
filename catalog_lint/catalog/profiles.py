"""Which section of a profile a heading opens, and which profile an entry follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from catalog_lint.catalog.model import Entry, Heading
from catalog_lint.catalog.schema import Profile, SectionSpec
from catalog_lint.language.han import COMMON_HAN

LONG_NAME = 4
"""From this length on, a name counts wherever it stands in a heading; a shorter one at its end alone."""
_SPACES = re.compile(r"[\s*_`]+")
_NOT_HAN = re.compile(f"[^{COMMON_HAN}]+")
_LEADING_HAN = re.compile(rf"[{COMMON_HAN}]+(?=[a-z.\-])")
_JOINED = re.compile(r"[與与及和、/／&＆暨並并]|\band\b")
_HASHES_TIGHT = re.compile(r"^ {0,3}#{1,6}(?P<text>[^\s#][^\n]*)", re.MULTILINE)
AFTER_NAME = re.compile(r"[：:（(—–|｜-].*", re.DOTALL)


class Match(NamedTuple):
    """A section of a profile and the heading that opens it."""

    section: SectionSpec
    heading: Heading


@lru_cache(4096)
def squeezed(text: str) -> str:
    """A heading's text without spaces and marks, in lower case."""
    return _SPACES.sub("", text).rstrip("：:").casefold()


@lru_cache(1)
def _simplified() -> dict[int, str]:
    from catalog_lint.language.tables import pairs

    return str.maketrans(pairs("to-simplified"))


@lru_cache(4096)
def name_key(text: str) -> str:
    """What a section's name is compared by: without spaces and marks, in lower case and one script."""
    return squeezed(text).translate(_simplified())


class _Names:
    """A profile's names, ready to be compared; what a heading opened is remembered."""

    def __init__(self, profile: Profile) -> None:
        self.sections = [
            (section, tuple(name_key(name) for name in (section.name, *section.aliases)))
            for section in profile.sections
        ]
        every = {name for _, names in self.sections for name in names}
        self._characters = frozenset("".join(every))
        self._any = re.compile("|".join(map(re.escape, sorted(every))) or "(?!)")
        self._known: dict[tuple[str, bool], tuple[SectionSpec, ...]] = {}

    def opened(self, name: str, whole_name: bool) -> tuple[SectionSpec, ...]:
        known = self._known.get((name, whole_name))
        if known is None:
            known = self._known[name, whole_name] = tuple(self._opened(name_key(name), whole_name))
        return known

    def _opened(self, whole: str, whole_name: bool) -> list[SectionSpec]:
        if self._characters.isdisjoint(whole):
            return []
        said = AFTER_NAME.sub("", whole) or whole
        parts = [part for part in _JOINED.split(said) if part]
        found: list[SectionSpec] = []
        if self._any.search(whole):
            found = [section for section, names in self.sections if said in names][:1]
            if found or whole_name:
                return found
            rest = whole[len(said) :].lstrip("：:")
            found = [
                section
                for section, names in self.sections
                if any(_opens(part, each) for part in (said, *parts) for each in names)
            ] or [section for section, names in self.sections if rest and rest in names][:1]
            if found and len(parts) > 1:
                return [*found, *self._damaged(parts, found)]
        if found or whole_name:
            return found
        return self._damaged(parts, [])

    def _damaged(self, parts: Sequence[str], found: Sequence[SectionSpec]) -> list[SectionSpec]:
        """The first other section of which a part of a heading is the damaged name."""
        seen = [(part, _NOT_HAN.sub("", part)) for part in parts]
        return [
            section
            for section, names in self.sections
            if section not in found and any(_is_damaged(part, han, names[0]) for part, han in seen)
        ][:1]


@lru_cache(64)
def _names(profile: Profile) -> _Names:
    return _Names(profile)


def _opens(said: str, name: str) -> bool:
    if said == name:
        return True
    return name in said if len(name) >= LONG_NAME else len(name) > 1 and said.endswith(name)


def _is_damaged(said: str, han: str, name: str) -> bool:
    """Whether it is that name with one character lost, changed or put in, or with a foreign tail.

    `han` are the Chinese characters of what is said. Short names are too near to each other to tell.
    """
    if len(name) < LONG_NAME or (han == said and abs(len(han) - len(name)) > 1):
        return False
    if han != said:
        head = _LEADING_HAN.match(said)
        if head and len(head[0]) < len(name) and name.startswith(head[0]):
            return True
    if len(han) == len(name):
        return sum(a == b for a, b in zip(han, name, strict=True)) == len(name) - 1
    short, long = sorted((han, name), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _matches(entry: Entry, profile: Profile) -> list[Match]:
    """The profile's sections that the entry's headings open, in the headings' order."""
    names = _names(profile)
    return [
        Match(section, heading)
        for heading in entry.headings
        for section in names.opened(heading.name, heading.kind == "item")
    ]


def without_space(entry: Entry, profile: Profile) -> set[str]:
    """The names of sections that hashes without a space behind them (`##結論`) were meant to open."""
    names = _names(profile)
    texts = (found["text"] for found in _HASHES_TIGHT.finditer(entry.text, *entry.body))
    return {section.name for text in texts for section in names.opened(text.strip(), False)}


def followed(entry: Entry) -> tuple[Profile, list[Match]] | None:
    """The profile that fits the entry best, with what was found of it; None where the entry is free.

    Two sections at least (or as many as the profile asks for, if that is fewer) must go by their own
    names: other names alone are too common to tell what a text follows.
    """
    return entry.memo(_followed)


def _followed(entry: Entry) -> tuple[Profile, list[Match]] | None:
    best: tuple[Profile, list[Match]] | None = None
    most = 0.0
    for profile in entry.schema.profiles if entry.schema else ():
        found = _matches(entry, profile)
        there = {match.section.name for match in found}
        own = {match.section.name for match in found if _by_its_own_name(match)}
        share = len(there) / len(profile.sections) if profile.sections else 0.0
        if len(there) >= profile.at_least and len(own) >= min(2, profile.at_least) and share > most:
            best, most = (profile, found), share
    return best


def _by_its_own_name(match: Match) -> bool:
    return name_key(match.section.name) in name_key(match.heading.name)
