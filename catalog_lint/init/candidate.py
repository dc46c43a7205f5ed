"""A way to cut pages into entries, and how much what it finds looks like entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from catalog_lint.init.guess import HALF, share_of
from catalog_lint.init.looks import TAGS, Line
from catalog_lint.init.templates import LINK_TITLE, MOST, NUMBER, TIME_AT_START, item_rest

DISTINCT = 0.6
"""Entries have titles of their own: with a smaller share of them the names are those of sections."""
PARAGRAPH = "paragraph"
STANDS_OUT = re.compile(r"(?:[0-9]+[.)]\s+)?(?:\*\*|__|《|「|\[[^\]]+\]\()|.*?(?:：|\s[-–—]\s|https?://)")


@dataclass(slots=True)
class Candidate:
    """A way to cut pages into entries. `strength`: 3 marked as entries, 2 linked, numbered or rows, 1 with
    titles of their own, 0 none. `covered` is the share of the pages' lines that entries hold.
    """

    shape: str
    level: int = 0
    lines: list[Line] = field(default_factory=list)
    covered: float = 0.0
    strength: int = 0

    @property
    def count(self) -> int:
        """How many entries there would be."""
        return len(self.lines)

    def share(self, has: Callable[[Line], bool]) -> float:
        """The share of the entries of which something is true."""
        return share_of(sum(map(has, self.lines)), len(self.lines))

    def said(self) -> str:
        """What it is, in words."""
        noun = {
            "details": "<details> blocks with a <summary>",
            "heading": f"headings of level {self.level}",
            "list": "items of lists at the top level",
            "table": "rows of tables",
            "page": "pages that are one entry each",
            PARAGRAPH: "numbered paragraphs",
        }[self.shape]
        return f"{self.count} {noun}"


def strength_of(found: Candidate) -> int:
    """How much the lines look like those of entries; names that come again are those of sections."""
    if found.shape == "table":
        return 2 if found.count > 1 else 0
    names = Counter(TAGS.sub("", line.text).casefold().strip() for line in found.lines)
    distinct = share_of(len(names), found.count)
    if found.shape == "list":
        return _list_strength(found, distinct)
    if distinct < (DISTINCT if found.shape == "details" else MOST):
        return 0
    if found.shape == PARAGRAPH:
        return min(found.count - 1, 2 if found.share(lambda line: line.linked) >= HALF else 1)
    numbers = [n["number"] for line in found.lines if (n := NUMBER.match(line.text)) and not line.dated]
    restarts = len(set(numbers)) < MOST * len(numbers)
    films = found.share(lambda line: line.film)
    marked = found.share(lambda line: line.marked and not (restarts and not line.worded and not line.film))
    if marked >= HALF or films >= HALF:
        return 3
    if found.share(lambda line: line.linked) >= HALF:
        return 2
    if not restarts and found.share(lambda line: line.plain or line.marked) >= HALF:
        return 2
    labels = Counter(line.label for line in found.lines if line.label)
    alike = max(labels.values(), default=0)
    if found.shape == "heading" and found.count >= 3 and alike >= MOST * found.count:
        return 2
    return 1 if found.count > 1 or found.shape == "details" else 0


def _list_strength(found: Candidate, distinct: float) -> int:
    """Items are entries where they have links or stand out; those that begin alike are parts of entries."""
    labels = Counter(_label(line) for line in found.lines)
    again = sum(count for count in labels.values() if count > 1)
    if found.count < 3 or distinct < DISTINCT or again >= HALF * found.count:
        return 0
    if found.share(lambda line: line.film and line.linked) >= MOST:
        return 3
    if found.share(lambda line: line.linked or "://" in line.text or line.marked) >= HALF:
        return 2
    return 1 if found.share(lambda line: bool(STANDS_OUT.match(line.text))) >= HALF else 0


def _label(line: Line) -> str:
    """What an item begins with: the whole of one with a date or a counted word of its own."""
    if line.dated or line.worded:
        return line.text
    rest = TIME_AT_START.sub("", item_rest(line.text), count=1)
    link = LINK_TITLE.match(rest)
    return (link["title"] if link else re.split(r"：|:(?!//)", rest)[0].strip(" *_")).casefold()
