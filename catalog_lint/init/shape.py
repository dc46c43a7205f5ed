"""What an entry is: a block, a heading of a level, a list item, a row, a whole page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from catalog_lint.catalog import frame
from catalog_lint.catalog.schema import Schema
from catalog_lint.init.guess import HALF, MANY, Guess, Learned, Pages, out_of, share_of
from catalog_lint.init.templates import DATE_AT_START, LINK_TITLE, MOST, NUMBER
from catalog_lint.source import Source

SHORT_PAGE = 60
"""Lines: a single page with front matter that is longer holds entries, and is none."""
HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>\S[^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(
    r"(?:(?<=\n\n)|\A)(?P<text>(?![0-9]{1,9}[.)]\s)[^\s>*+|<-][^\n]*)\n(?P<mark>[=-])(?P=mark)*[ \t]*$",
    re.MULTILINE,
)
_FENCED = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1[^\n]*$", re.MULTILINE | re.DOTALL)
_ITEM = re.compile(
    r"[ ]*(?P<line>(?:[-*+](?:[ \t]+\[[ xX]\](?=[ \t]))?|(?P<number>[0-9]{1,9})[.)])[ \t]+(?P<text>\S[^\n]*))"
)
_STANDS_OUT = re.compile(r"(?:[0-9]+[.)]\s+)?(?:\*\*|__|\[[^\]]+\]\()|.*?(?:：|\s[-–—]\s|https?://)")
_VIDEO = re.compile(
    r"(?:youtu\.be/|youtube\.com/(?:watch|live|shorts|embed)|vimeo\.com/[0-9]|bilibili\.com/video/)[^\s\"')>\]]*"
)
_INDEXES = frozenset(
    {"readme", "index", "summary", "contents", "toc", "contributing", "license", "changelog"}
)


def bare_text(text: str) -> str:
    """The text without front matter and fenced code, so that neither is taken for structure, and with all
    headings marked by `#`.
    """
    body = _FENCED.sub("", text[frame.front_matter(text).end :])
    return _UNDERLINED.sub(lambda found: ("# " if found["mark"] == "=" else "## ") + found["text"], body)


def shape(pages: Pages, learned: Learned) -> tuple[str, int]:
    """The shape of the entries, and the level of the headings that open them (0 where none do)."""
    texts = [bare_text(source.text) for _, source in pages]
    lines = sum(bool(line.strip()) for text in texts for line in text.split("\n"))
    details = sum(len(frame.SUMMARY.findall(text)) for text in texts if "<details" in text.lower())
    if details >= 2 or (details and lines < 40):
        return _chosen(learned, "details", 0, 1.0, f"{details} <details> blocks with a <summary>")
    fronts = sum(bool(frame.front_matter(source.text).end) for _, source in pages)
    several = len(pages) > 1 and fronts >= max(1, HALF * len(pages))
    if several or (fronts and len(pages) == 1 and lines < SHORT_PAGE):
        why = out_of(fronts, len(pages), "pages have front matter")
        return _chosen(learned, "page", 0, share_of(fronts, len(pages)), why)
    level, headings, regular = _heading_level(texts)
    alone = sum(len([m for m in HEADING.finditer(text) if m["marks"] == "#"]) == 1 for text in texts)
    if len(pages) > 1 and level == 1 and alone == len(pages) == headings:
        return _chosen(learned, "page", 0, 1.0, "each page opens with one heading of level 1")
    if headings >= 3 and regular >= HALF:
        why = f"{headings} headings of level {level}, {regular:.0%} of them numbered, dated or with a video"
        return _chosen(learned, "heading", level, regular, why)
    rows = sum(_rows(text) for text in texts)
    firsts = [line for text in texts for line in item_lines(text)]
    items = len(firsts)
    if rows >= 3 and rows >= items:
        return _chosen(learned, "table", 0, min(1.0, 2 * rows / lines), f"{rows} rows of tables")
    linked = sum(bool(re.search(r"\]\(https?:|https?://", line)) for line in firsts)
    covered = sum(map(_lines_of_items, texts))
    parts = headings >= 2 and (
        _labels_repeat(firsts) or sum(bool(_STANDS_OUT.match(line)) for line in firsts) < HALF * items
    )
    if items >= 3 and (covered >= MANY * lines or linked >= HALF * items) and items > headings and not parts:
        why = f"{items} items of lists at the top level"
        return _chosen(learned, "list", 0, min(1.0, 2 * covered / lines), why)
    if len(pages) > 1 and alone >= MOST * len(pages):
        why = out_of(alone, len(pages), "pages open with one heading of level 1")
        return _chosen(learned, "page", 0, share_of(alone, len(pages)), why)
    if headings >= 2:
        return _chosen(learned, "heading", level, 0.5, f"{headings} headings of level {level}")
    return _chosen(learned, "details", 0, 0.0, "nothing in these pages tells; this is the default")


def without_indexes(pages: Pages, learned: Learned) -> Pages:
    """Where pages are entries: those that are not pages that speak of the others (README, index)."""
    fronts = [bool(frame.front_matter(source.text).end) for _, source in pages]
    dated = sum(fronts) >= HALF * len(pages)
    kept: list[tuple[str, Source]] = []
    left_out: list[tuple[str, Source]] = []
    for (name, source), front in zip(pages, fronts, strict=True):
        bare = name.replace("\\", "/").rpartition("/")[2]
        is_index = bare.partition(".")[0].casefold() in _INDEXES and not (dated and front)
        (left_out if is_index else kept).append((name, source))
    if not kept or not left_out:
        return pages
    names = sorted({name.replace("\\", "/").rpartition("/")[2] for name, _ in left_out})
    learned.settings["extend-exclude"] = Guess(names, 1.0, "pages that speak of the others are no entries")
    return kept


def _chosen(learned: Learned, shape: str, level: int, share: float, why: str) -> tuple[str, int]:
    learned.schema["shape"] = Guess(shape, share, why)
    if level:
        learned.schema["level"] = Guess(level, share, why)
    return shape, level


def _heading_level(texts: Iterable[str]) -> tuple[int, int, float]:
    """The level whose headings look most like entries, how many there are, and which
    share has a number, a date or a video of its own.
    """
    by_level: dict[int, list[str]] = {}
    films: Counter[int] = Counter()
    for text in texts:
        found = list(HEADING.finditer(text))
        for index, heading in enumerate(found):
            level = len(heading["marks"])
            by_level.setdefault(level, []).append(heading["text"])
            end = next((each.start() for each in found[index + 1 :] if len(each["marks"]) <= level), None)
            films[level] += len(set(_VIDEO.findall(text, heading.end(), end or len(text)))) == 1
    best = (2, 0, 0.0)
    most = (0.0, 0, 0)
    for level, headings in sorted(by_level.items()):
        regular = sum(bool(NUMBER.match(text) or DATE_AT_START.match(text)) for text in headings)
        numbers = [
            first["number"]
            for text in headings
            if (first := NUMBER.match(text)) and not DATE_AT_START.match(text)
        ]
        if len(set(headings)) < MOST * len(headings) or len(set(numbers)) < MOST * len(numbers):
            regular = 0  # names or numbers that come again are those of sections
        if films[level] >= HALF * len(headings):
            regular = max(regular, films[level])
        share = share_of(regular, len(headings))
        weight = (share, len(headings) if level < 3 else 0, len(headings))
        if len(headings) >= 2 and weight > most:
            best, most = (level, len(headings), share), weight
    return best


def _labels_repeat(firsts: Iterable[str]) -> bool:
    """Whether list items begin alike again and again: then they are parts of entries, not entries."""
    labels: Counter[str] = Counter()
    for line in firsts:
        label = LINK_TITLE.match(line)
        labels[label["title"] if label else re.split(r"[：:]", line)[0].strip(" *_")] += 1
    again = sum(count for count in labels.values() if count > 1)
    return again >= HALF * labels.total()


def _rows(text: str) -> int:
    count = 0
    inside = False
    before = ""
    for line in text.split("\n"):
        if inside and "|" in line:
            count += 1
        else:
            inside = bool(frame.DELIMITERS.fullmatch(line) and "|" in before and "|" in line)
        before = line
    return count


def _items(text: str) -> list[frame.Piece]:
    return frame.cut(text, Schema(shape="list", line="{title}"))


def _lines_of_items(text: str) -> int:
    return sum(
        bool(line.strip())
        for piece in _items(text)
        if piece.kind == "entry"
        for line in text[piece.span.start : piece.span.end].split("\n")
    )


def item_lines(text: str) -> list[str]:
    """The first lines of the list items that may be entries: without the bullet, but with their number."""
    lines = []
    for piece in _items(text):
        found = _ITEM.match(text, piece.span.start) if piece.kind == "entry" else None
        if found:
            lines.append(found["line"] if found["number"] else found["text"])
    return lines
