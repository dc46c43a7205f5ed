"""Pages that are not like the others: an index, entries of another shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath

from catalog_lint.catalog import frame
from catalog_lint.catalog.players import holds_player
from catalog_lint.catalog.site import WIKI_LINK, named_by, page_name, pages_by_name
from catalog_lint.catalog.titles import letters
from catalog_lint.init.candidates import CutPages, Cuts, bare_text, candidates, line_count
from catalog_lint.init.front_matter import fields_in
from catalog_lint.init.guess import HALF, Guess, Learned, Pages
from catalog_lint.init.looks import Line, films_in
from catalog_lint.init.shape import Choice, choose
from catalog_lint.init.templates import MOST, NUMBER
from catalog_lint.rule.wordlists import entries
from catalog_lint.source import Source

LEAST = 3
"""Fewer entries of another shape on a page do not count."""
INDEX = "index"
_SITE_PAGES = Path(__file__).parent / "data" / "site-pages.txt"
_MARKS = ("date", "number", "video")
_LINK = re.compile(r"\]\((?P<url>[^()\s#?:]+)(?:#[^()\s]*)?\)")
_URL = re.compile(r"\]\((?P<url>[^()\s]+)\)")
_LINE = re.compile(r"^[ ]*(?:(?:[-*+]|[0-9]+[.)]|\|)[ \t]|\[[^\n]*[ ]\|[ ])", re.MULTILINE)


@lru_cache(1)
def _indexes() -> frozenset[str]:
    """Names of pages that may list the others."""
    return frozenset(entry.parts[1] for entry in entries(_SITE_PAGES) if entry.text == INDEX)


@lru_cache(1)
def _of_the_site() -> frozenset[str]:
    """Names of pages about the catalog, indexes among them."""
    return frozenset(entry.parts[1] for entry in entries(_SITE_PAGES))


@dataclass(slots=True)
class Part:
    """Pages of one kind: `choice` None where they are an index."""

    choice: Choice | None
    pages: list[tuple[str, Source]] = field(default_factory=list)


def parts(pages: Pages, choice: Choice, learned: Learned, cut: CutPages) -> tuple[Pages, list[Part]]:
    """The pages that are like most, and the others by kind; those without an entry are left out by name."""
    known = {normpath(name.replace("\\", "/")) for name, _ in pages}
    fronts = sum(bool(frame.front_matter(source.text).end) for _, source in pages) >= HALF * len(pages)
    kept: list[tuple[str, Source]] = []
    left_out: list[str] = []
    found: dict[tuple[str, int], Part] = {}
    usual = _usual_fields(pages)
    for index, page in enumerate(pages):
        name, source = page
        apart = False
        own = choose([page], cut)
        mine = _entries(cut.of(source), choice)
        if choice.best.shape == "page":
            like = _is_like_the_others(name, source, fronts) and not _lacks_all(name, source, usual)
        else:
            like = not (own and _is_better(own, choice, mine)) if mine or own else True
            apart = like and _has_none_like(index, name, choice)
        leads = not _has_all(source, usual) and (
            _leads_on(name, source.text, known) or _names_entries(index, name, cut.of(source).text, choice)
        )
        if leads and (mine or not like):
            found.setdefault((INDEX, 0), Part(None)).pages.append(page)
        elif like and not apart:
            kept.append(page)
        elif own is not None and own.best.count >= LEAST and own.best.strength > 1:
            found.setdefault(own.key, Part(own)).pages.append(page)
        elif choice.best.shape == "page" or apart:
            left_out.append(name)
        else:
            kept.append(page)
    if not kept:
        return pages, []
    if left_out:
        learned.odd.append(f"no entries, and left out: {', '.join(left_out)}")
        before = learned.settings.get("extend-exclude")
        names = [*(before.value if before else ()), *map(pattern_of, left_out)]
        learned.settings["extend-exclude"] = Guess(names, 1.0, "pages without an entry")
    return kept, list(found.values())


def folder_of(name: str) -> str:
    """The folder of a page, "" for one that stands beside the configuration."""
    return dirname(name.replace("\\", "/"))


def pattern_of(name: str) -> str:
    """A page's name as a pattern that means this page alone."""
    return "/" + name.replace("\\", "/").lstrip("/") if "/" not in name else name


def _entries(page: Cuts, choice: Choice) -> tuple[int, int]:
    """How many entries a page has under a choice made for many, and how strong they look by themselves."""
    if choice.best.shape == "page":
        return 1, choice.best.strength
    same = [each for each in candidates([page]) if (each.shape, each.level) == choice.key]
    return (same[0].count, same[0].strength) if same else (0, 0)


def _is_better(own: Choice, choice: Choice, mine: tuple[int, int]) -> bool:
    count, strength = mine
    best = own.best
    return (
        own.key != choice.key
        and best.count >= LEAST
        and best.strength > 1
        and (not count or strength < best.strength)
    )


def _bare_name(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].partition(".")[0].casefold()


def _is_like_the_others(name: str, source: Source, fronts: bool) -> bool:
    if _bare_name(name) in _indexes():
        return fronts and bool(fields_in(source.text).keys() & {"date", "number", "video"})
    return not fronts or bool(frame.front_matter(source.text).end)


def _usual_fields(pages: Pages) -> set[str]:
    """What nearly all pages say of what marks an entry."""
    usual = [source for name, source in pages if _bare_name(name) not in _of_the_site()]
    if len(usual) < HALF * len(pages):
        usual = [source for _, source in pages]
    said = list(map(_said, usual))
    return {name for name in _MARKS if said and sum(name in each for each in said) >= MOST * len(said)}


def _said(source: Source) -> set[str]:
    """What a page's front matter says, and whether a video is played in the page."""
    said = set(fields_in(source.text))
    body = bare_text(source.text)
    return said | ({"video"} if films_in(body) or holds_player(body) else set())


def _has_all(source: Source, usual: set[str]) -> bool:
    """Whether a page says all that marks the others as entries, so that its links are those of an entry."""
    return bool(usual) and usual <= _said(source)


def _lacks_all(name: str, source: Source, usual: set[str]) -> bool:
    """Whether a page says nothing of all that the others say, and not only one thing that was forgotten; one
    that has the name of a page about the site must say all of it to be an entry.
    """
    said = _said(source)
    bare = _bare_name(name)
    if usual and bare in _of_the_site() - _indexes():
        return not usual <= said
    return bool(usual) and usual.isdisjoint(said) and (len(usual) > 1 or bare in _of_the_site())


def _has_none_like(index: int, name: str, choice: Choice) -> bool:
    """Whether nothing on a page is numbered, dated or linked, as the entries of the others are.

    The numbers of a list's items say nothing where those of the others have links.
    """
    own = [line for line in choice.best.lines if line.page == index]
    others = [line for line in choice.best.lines if line.page != index]
    linked = choice.best.shape == "list" and sum(line.linked for line in others) >= MOST * len(others)

    def has(line: Line) -> bool:
        return line.marked or line.linked or (line.plain and not linked)

    if not own or any(map(has, own)) or sum(map(has, others)) < MOST * len(others):
        return False
    return len(own) >= LEAST or _bare_name(name) in _of_the_site()


def _leads_on(name: str, text: str, known: set[str]) -> bool:
    """Whether most list items and rows of a page lead to other pages."""
    folder = folder_of(name)
    lines = [line for line in bare_text(text).split("\n") if _LINE.match(line)]
    urls = ([found["url"] for found in _LINK.finditer(line)] for line in lines)
    led = [line for line in urls if any(_is_page(join(folder, url), known) for url in line)]
    if len(led) < HALF * len(lines):
        by_name = _led_by_name(name, lines, known)
        led = by_name if len(by_name) >= HALF * line_count(bare_text(text)) else led
    few = 1 if _bare_name(name) in _indexes() else 2
    return len(led) >= few and len(led) >= HALF * len(lines)


def _led_by_name(name: str, lines: Sequence[str], known: set[str]) -> list[list[str]]:
    """The names of other pages that lines give: as addresses of the site, or between double brackets."""
    others = pages_by_name(known - {normpath(name)})
    links = (
        [*map(named_by, _URL.findall(line)), *map(_name_between, WIKI_LINK.finditer(line))] for line in lines
    )
    return [names for line in links if (names := [each for each in line if each in others])]


def _name_between(link: re.Match[str]) -> str:
    return page_name(f"{link['name'].strip()}.md")


def _names_entries(index: int, name: str, text: str, choice: Choice) -> bool:
    """Whether most list items of a page that may be an index are titles of entries elsewhere."""
    if _bare_name(name) not in _indexes():
        return False
    lines = [letters(line) for line in text.split("\n") if _LINE.match(line)]
    others = [line for line in choice.best.lines if line.page != index]
    titles = {letters(NUMBER.sub("", line.text, count=1)) for line in others}
    known = [line for line in lines if any(len(title) > LEAST and title in line for title in titles)]
    return len(known) >= max(LEAST, MOST * len(lines))


def _is_page(url: str, known: set[str]) -> bool:
    path = normpath(url)
    return any(each in known for each in (path, f"{path}.md", f"{path}/README.md", f"{path}/index.md"))


def patterns(names: Sequence[str], every: Sequence[str]) -> list[str]:
    """Patterns that mean some pages of all: a folder where they are all that it has, else page by page."""
    found: list[str] = []
    for folder in dict.fromkeys(map(folder_of, names)):
        inside = [name for name in every if folder_of(name) == folder or name.startswith(f"{folder}/")]
        if folder and len(inside) > 1 and set(inside) <= set(names):
            found.append(f"{folder}/")
        else:
            found += [pattern_of(name) for name in names if folder_of(name) == folder]
    return found
