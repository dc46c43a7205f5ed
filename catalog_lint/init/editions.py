"""A second edition of the same entries, in a folder of its own."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from catalog_lint.catalog.titles import letters
from catalog_lint.catalog.video import video_address
from catalog_lint.init.candidates import HEADING, bare_text
from catalog_lint.init.front_matter import fields_in
from catalog_lint.init.guess import HALF, Guess, Learned, Pages, share_of
from catalog_lint.init.looks import films_in
from catalog_lint.init.paths import folder_of
from catalog_lint.source import Source

SAME = 0.6
"""Two folders are editions of one catalog when this share of the smaller one's lines stands in the other."""
SAME_PAGES = 0.8
"""Or when so many of its pages are of one video, or of one title and date, with a page there."""
LEAST = 3
"""Fewer lines or pages in common are chance."""


def without_editions(pages: Pages, learned: Learned) -> Pages:
    """The pages without those of a folder that repeats another."""
    folders: dict[str, list[tuple[str, Source]]] = {}
    for name, source in pages:
        folders.setdefault(folder_of(name), []).append((name, source))
    left_out: set[str] = set()
    for one, other in combinations(sorted(folders, key=lambda each: (-len(folders[each]), each)), 2):
        if one in left_out or other in left_out:
            continue
        why = _repeated(folders[one], folders[other])
        if why:
            left_out.add(other)
            learned.odd.append(
                f"{other}/ repeats {one}/ ({why}): it is left out, so that nothing is reported twice; take it"
                " out of extend-exclude to have both looked at"
            )
    if not left_out:
        return pages
    names = [f"{folder}/" for folder in sorted(left_out)]
    learned.settings["extend-exclude"] = Guess(names, 1.0, "second editions of the same entries")
    return [(name, source) for name, source in pages if folder_of(name) not in left_out]


def _repeated(one: Pages, other: Pages) -> str:
    """How much of the second pages the first have too, "" where they are no edition of the same entries."""
    lines, again = _lines_of(one), _lines_of(other)
    least = min(lines.total(), again.total())
    shared = share_of((lines & again).total(), least)
    if shared >= SAME and least >= LEAST and not _are_of_their_own(one, other):
        return f"{shared:.0%} of its lines"
    known = {mark for _, source in one if (mark := _mark(source.text))}
    marks = [_mark(source.text) for _, source in other]
    twins = len({mark for mark in marks if mark in known})
    if twins >= max(LEAST, SAME_PAGES * len(marks)):
        return f"{twins} of its {len(marks)} pages have the video, or the title and date, of a page there"
    return ""


def _are_of_their_own(one: Pages, other: Pages) -> bool:
    """Whether both folders name what they are about, and not the same; lines may be alike then."""
    ours, theirs = _names_in(one), _names_in(other)
    return bool(ours and theirs) and len(ours & theirs) < HALF * min(len(ours), len(theirs))


def _names_in(pages: Pages) -> set[str]:
    """What the pages of a folder name: their videos and titles."""
    names: set[str] = set()
    for _, source in pages:
        names |= _films(source.text)
        names |= {_title(source.text)} - {""}
    return names


def _mark(text: str) -> frozenset[str]:
    """What names the one entry that a page is: its videos, else its title with its date; nothing without."""
    date = fields_in(text).get("date")
    ids, title = _films(text), _title(text)
    return ids or (frozenset({title, date}) if title and date else frozenset())


def _films(text: str) -> frozenset[str]:
    films = {each for each in (fields_in(text).get("video", ""), *films_in(bare_text(text))) if each}
    return frozenset(address.id for film in films if (address := video_address(film)) and address.valid)


def _title(text: str) -> str:
    heading = next((found for found in HEADING.finditer(bare_text(text)) if found["marks"] == "#"), None)
    return letters(fields_in(text).get("title", "") or (heading["text"] if heading else ""))


def _lines_of(pages: Pages) -> Counter[str]:
    lines = (line.strip() for _, source in pages for line in bare_text(source.text).split("\n"))
    return Counter(line for line in lines if len(line) > LEAST)
