"""What an entry is: a block, a heading of a level, a list item, a row, a paragraph, a whole page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog_lint.catalog import frame
from catalog_lint.init.candidate import PARAGRAPH, Candidate
from catalog_lint.init.candidates import (
    CutPages,
    Cuts,
    candidates,
    inside,
    page_candidate,
)
from catalog_lint.init.guess import HALF, MANY, Guess, Learned, Pages
from catalog_lint.init.templates import MOST

NESTED = 0.8
ONE_EACH = 1.3
TWO_EACH = 2
MANY_EACH = 3
FEW_PARTS = 4
WHOLE = 0.9
OF_A_PART = 4
SHORT_PAGE = 60
"""Lines: a single page with front matter that is longer than this holds entries, and is not one itself."""
LOOKED_AT = 3


@dataclass(slots=True, frozen=True)
class Choice:
    """What an entry is on some pages, and what else was looked at."""

    best: Candidate
    others: tuple[Candidate, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        """Shape, and level of headings (0 where none open entries)."""
        return self.best.shape, self.best.level


def choose(pages: Pages, cut: CutPages) -> Choice | None:
    """The way of cutting pages into entries that explains most of them; None where nothing looks like one."""
    cuts = [cut.of(source) for _, source in pages]
    found = candidates(cuts)
    if len(pages) > 1 or (_is_alone(pages, cuts) and not any(each.strength > 1 for each in found)):
        found.insert(0, page_candidate(pages, cuts))
    possible = [each for each in found if each.strength]
    if not possible:
        return None
    best = possible[0]
    for each in possible[1:]:
        if _wins(each, best):
            best = each
    return Choice(best, tuple(each for each in found if each is not best))


def _is_alone(pages: Pages, cuts: Sequence[Cuts]) -> bool:
    front = frame.front_matter(pages[0][1].text).end
    return bool(front) and len(pages) == 1 and cuts[0].text.count("\n") < SHORT_PAGE


def _wins(inner: Candidate, outer: Candidate) -> bool:
    """Whether entries that stand further inside explain pages better than those around them."""
    if inner.shape == outer.shape == "heading":
        if inner.level > outer.level and _are_parts(outer, inner):
            return True
        if inner.strength < outer.strength:
            return False
    if inside(inner, outer) < NESTED:
        return _weight(inner) > _weight(outer)
    each = inner.count / outer.count
    holds = inner.covered >= HALF * outer.covered
    if outer.strength >= 3:
        if outer.shape == "page" and inner.shape == PARAGRAPH:
            return each >= TWO_EACH
        if outer.shape == "page" and outer.strength == 3 and inner.shape in ("table", "list"):
            return inner.strength >= 2 and each >= MANY_EACH and holds
        if inner.shape != "heading" and inner.strength >= 2 and _marked_by_items(outer, inner):
            return each >= MANY_EACH and holds
        stays = _counted(outer) and not _holds_films(outer, inner)
        return inner.strength >= 3 and each >= TWO_EACH and holds and not stays
    if outer.strength == 2:
        if inner.strength >= 3:
            return each >= ONE_EACH and holds
        linked = inner.shape in ("list", "table", PARAGRAPH) and inner.strength == 2
        return linked and outer.shape == "heading" and each >= TWO_EACH and holds
    if inner.strength >= 2:
        much = inner.covered >= MANY * outer.covered
        return inner.strength >= 3 or (each >= ONE_EACH and much)
    if inner.shape == "heading" and outer.shape == "heading":
        return outer.count < TWO_EACH and each >= TWO_EACH
    if inner.shape == "list":
        return each >= ONE_EACH and holds and outer.shape in ("heading", "page")
    return outer.shape == "page" and each >= TWO_EACH and inner.shape == "details"


def _are_parts(outer: Candidate, inner: Candidate) -> bool:
    """Whether headings are those of parts: counted days and chapters of marked entries, or a few under which
    nothing stands but many with names of their own.
    """
    if outer.share(lambda line: line.part and not line.film) >= MOST:
        return inner.strength >= 2 and inner.count >= MANY_EACH * outer.count
    whole = inner.covered >= WHOLE * outer.covered
    few = outer.count <= FEW_PARTS and inner.count >= OF_A_PART * outer.count
    return outer.strength == 1 <= inner.strength and few and whole


def _counted(outer: Candidate) -> bool:
    """Whether a date with a day, a counted word or a video marks the outer entries."""
    return outer.share(lambda line: line.worded or line.film) >= HALF


def _marked_by_items(outer: Candidate, inner: Candidate) -> bool:
    """Whether nothing but videos marks headings, and those are videos of single items below."""
    others = outer.share(lambda line: line.worded or line.dated or line.plain)
    films, theirs = (sum(line.film for line in each.lines) for each in (inner, outer))
    return outer.shape == "heading" and not others and films >= theirs


def _holds_films(outer: Candidate, inner: Candidate) -> bool:
    """Whether the outer ones are counted parts without a video of their own, the inner ones have one each."""
    parts = outer.share(lambda line: line.part and not line.film)
    return parts >= MOST and inner.share(lambda line: line.film) >= MOST


def _weight(found: Candidate) -> float:
    return found.covered * found.strength


def shape(pages: Pages, learned: Learned, cut: CutPages) -> Choice:
    """The shape of the entries, and the level of the headings that open them, with what was looked at."""
    choice = choose(pages, cut)
    if choice is None:
        why = "nothing in these pages tells; this is the default"
        learned.schema["shape"] = Guess("details", 0.0, why)
        return Choice(Candidate("details"))
    return noted(choice, learned)


def noted(choice: Choice, learned: Learned) -> Choice:
    """Write down a choice with what it explains and what it was chosen over."""
    best = choice.best
    why = f"{best.said()} hold {best.covered:.0%} of the lines"
    marked = best.share(lambda line: line.marked or line.plain or line.linked)
    if best.shape != "page":
        why += f", {marked:.0%} of them numbered, dated, linked or with a video"
    rest = [each for each in choice.others if each.count > 1]
    rest = sorted(rest, key=lambda each: -each.count)[:LOOKED_AT]
    if rest:
        why += "; not chosen: " + ", ".join(f"{each.said()} ({each.covered:.0%})" for each in rest)
    learned.schema["shape"] = Guess(best.shape, min(1.0, best.covered), why)
    if best.level:
        learned.schema["level"] = Guess(best.level, min(1.0, best.covered), best.said())
    return choice
