"""Fixes are tried before they are applied: an entry is read again with them, and compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

from catalog_lint.catalog.frame import cut
from catalog_lint.catalog.markdown import TooMuchWork
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.reader import read_entry
from catalog_lint.catalog.schema import Schema
from catalog_lint.finding import Finding
from catalog_lint.fix.anchors import Linked
from catalog_lint.fix.apply import edited, moved
from catalog_lint.fix.choose import edits_of
from catalog_lint.fix.compare import around, broken
from catalog_lint.fix.page import FixedPage
from catalog_lint.source import Edit, Span

REREAD_SHARE = 30
REREAD_CHARACTERS = 100_000
"""Characters of an entry that may be read again to tell its good fixes from the others: this many, and this
many times its own length."""
CUTS = 200
"""How often a page may be cut into entries to tell its good fixes from the others."""
ENTRIES_CHANGED = "it would change the page's entries"
NOT_TRIED = "too many other fixes of this entry had to be left out"
_OUTSIDE = -1


@dataclass(slots=True)
class Sifted:
    """What a guard lets through, what it refuses and why, and the changed entries as they were read."""

    kept: list[Finding] = field(default_factory=list)
    refused: list[tuple[Finding, str]] = field(default_factory=list)
    read: list[Entry] = field(default_factory=list)


class Guard:
    """Sifts a page's fixes: what breaks an entry, or the page's cut into entries, stays out.

    `linked` are the anchors of the page that links lead to; `spent` says by entry how many characters were
    read again in earlier rounds, and is counted up.
    """

    def __init__(self, page: FixedPage, linked: Linked, spent: dict[int, int] | None = None) -> None:
        self._page = page
        self._linked = linked
        self._spent = {} if spent is None else spent

    def sift(self, findings: Sequence[Finding]) -> Sifted:
        """The findings whose fixes break nothing, alone and together; the others with what theirs break."""
        single: dict[int, list[Finding]] = {}
        several: list[Finding] = []
        for finding in findings:
            places = self._places(finding)
            if len(places) == 1:
                single.setdefault(next(iter(places)), []).append(finding)
            else:
                several.append(finding)
        sifted = Sifted(kept=single.pop(_OUTSIDE, []))
        trials: dict[int, _Trial] = {}
        for index, mine in single.items():
            trial = trials[index] = self._trial(index)
            trial.add_all(mine)
            sifted.kept += trial.kept
            sifted.refused += trial.refused
        for finding in several:
            reason = self._add_to_several(finding, trials)
            if reason:
                sifted.refused.append((finding, reason))
            else:
                sifted.kept.append(finding)
        if self._stands(sifted.kept):
            sifted.read = [trial.entry for trial in trials.values() if trial.done]
            return sifted
        kept, refused = self._sift_page(sifted.kept)
        again = self.sift(kept)  # what stood beside a fix that is out now has to stand without it
        again.refused[:0] = [*sifted.refused, *refused]
        return again

    def _trial(self, index: int) -> _Trial:
        return _Trial(self._page.entry(index), index, self._page.schema, self._linked, self._spent)

    def _places(self, finding: Finding) -> dict[int, list[Edit]]:
        """A fix's edits by the entry that they lie in; those outside entries stand under _OUTSIDE."""
        places: dict[int, list[Edit]] = {}
        for edit in finding.fix.edits if finding.fix else ():
            index = self._page.index_at(edit.span.start)
            if index >= 0 and edit.span.end > self._page.places[index].span.end:
                index = _OUTSIDE
            places.setdefault(index, []).append(edit)
        return places

    def _add_to_several(self, finding: Finding, trials: dict[int, _Trial]) -> str:
        """Try a fix that lies in several entries, in each; "" where it breaks none."""
        places = self._places(finding)
        tried: list[tuple[_Trial, tuple[Entry, list[Edit]]]] = []
        for index in places.keys() - {_OUTSIDE}:
            trial = trials.setdefault(index, self._trial(index))
            before = trial.entry, list(trial.done)
            reason = trial.attempt([finding], places[index])
            if reason:
                for other, (entry, done) in tried:
                    other.entry, other.done = entry, done
                return reason
            tried.append((trial, before))
        return ""

    # The page's cut into entries

    def _stands(self, findings: Iterable[Finding]) -> bool:
        """Whether the page with the fixes is cut into the entries that it should be cut into."""
        page = self._page
        edits = sorted(edits_of(findings))
        text = page.source.edited(edits).text
        starts = [Edit(Span(at, at), "") for entry in page.places for at in entry.span]
        borders = [
            place.span.start if edit.span.start < len(page.source.text) else len(text)
            for place, edit in zip(moved(starts, edits), starts, strict=True)
        ]
        wanted = [(*pair, entry.kind) for pair, entry in zip(_pairs(borders), page.places, strict=True)]
        return [(*piece.span, piece.kind) for piece in cut(text, page.schema)] == wanted

    def _sift_page(self, findings: list[Finding]) -> tuple[list[Finding], list[tuple[Finding, str]]]:
        """The fixes that leave the cut as it is, found by halves, and the others."""
        waiting = [sorted(findings, key=lambda finding: finding.span)]
        kept: list[Finding] = []
        refused: list[tuple[Finding, str]] = []
        tries = 0
        while waiting:
            part = waiting.pop()
            tries += 1
            if tries <= CUTS and self._stands([*kept, *part]):
                kept += part
            elif len(part) == 1 or tries > CUTS:
                refused += [(finding, ENTRIES_CHANGED) for finding in part]
            else:
                waiting += _halves(part)
        return kept, refused


class _Trial:
    """One entry while fixes are added to it; each may do what its own rule says it alters."""

    def __init__(
        self,
        entry: Entry,
        index: int,
        schema: Schema,
        linked: Linked,
        spent: dict[int, int],
    ) -> None:
        self.given, self.entry = entry, entry
        self.index = index
        self.kept: list[Finding] = []
        self.refused: list[tuple[Finding, str]] = []
        self.done: list[Edit] = []
        self._schema, self._linked, self._spent = schema, linked, spent
        self._whole = self._is_whole(entry.text)

    def add_all(self, findings: Iterable[Finding]) -> None:
        """Add what may be added. Fixes of rules that alter the same parts are tried together."""
        groups: dict[tuple[str, ...], list[Finding]] = {}
        for finding in findings:
            reason = self._linked.cut_off_by(self.given, self._local(edits_of([finding])))
            if reason:
                self.refused.append((finding, reason))
            else:
                groups.setdefault(_alters(finding), []).append(finding)
        for _, group in sorted(groups.items(), key=lambda item: (len(item[0]), item[0])):
            group.sort(key=lambda finding: (finding.span, finding.rule.code))
            reason = self.attempt(group)
            if not reason:
                self.kept += group
            elif len(group) == 1:
                self.refused.append((group[0], reason))
            else:
                self._part(group)

    def attempt(self, findings: Sequence[Finding], edits: Sequence[Edit] | None = None) -> str:
        """Add fixes of one kind; "" where they break nothing, else they are left out.

        `edits` are those of the fixes that lie in this entry, where others do not.
        """
        mine = self._local(edits_of(findings) if edits is None else edits)
        text = edited(self.given.text, [*self.done, *mine])
        if self._whole and not self._is_whole(text):
            return ENTRIES_CHANGED
        try:
            new = self._read(text, self.given.kind)
        except TooMuchWork as error:
            return str(error)
        edits = moved(mine, self.done)
        reason = broken(self.entry, new, edits, set(_alters(findings[0]))) or self._linked.cut_off(
            self.entry, new
        )
        if not reason:
            self.entry = new
            self.done += mine
        return reason

    def _part(self, group: list[Finding]) -> None:
        """Tell the good fixes of a group that breaks something from the others, by halves.

        What breaks the paragraphs that it stands in is set apart first, so that the others need few
        attempts.
        """
        suspects = {id(finding): reason for finding in group if (reason := self._breaks_its_place(finding))}
        parts = [[f for f in group if id(f) in suspects], [f for f in group if id(f) not in suspects]]
        waiting = [half for part in parts for half in (_halves(part) if len(part) == len(group) else [part])]
        while waiting:
            part = waiting.pop()
            if not part:
                continue
            if self._is_spent():
                self.refused += [(finding, suspects.get(id(finding), NOT_TRIED)) for finding in part]
                continue
            self._spend(len(self.entry.text))
            reason = self.attempt(part)
            if not reason:
                self.kept += part
            elif len(part) == 1:
                self.refused.append((part[0], reason))
            else:
                waiting += _halves(part)

    def _breaks_its_place(self, finding: Finding) -> str:
        """What a fix breaks in the paragraphs that it stands in, read by themselves."""
        if self._is_spent():
            return NOT_TRIED
        edits = moved(self._local(edits_of([finding])), self.done)
        place = around(self.entry.text, Span(min(edits).span.start, max(span.end for span, _ in edits)))
        self._spend(2 * (place.end - place.start))
        try:
            return self._broken_there(place, edits, set(_alters(finding)))
        except TooMuchWork as error:
            return str(error)

    def _broken_there(self, place: Span, edits: list[Edit], alters: Set[str]) -> str:
        old = self._read(self.entry.text[place.start : place.end], "text")
        local = [Edit(span.shifted(-place.start), content) for span, content in edits]
        new = self._read(edited(old.text, local), "text")
        return broken(old, new, local, alters)

    def _read(self, text: str, kind: Literal["entry", "text"]) -> Entry:
        """Another text in this entry's place, read with its outline."""
        like = self.given
        entry = read_entry(text, kind, self._schema, like.language, like.terms, outline=True)
        entry.start = like.start
        return entry

    def _spend(self, characters: int) -> None:
        self._spent[self.index] = self._spent.get(self.index, 0) + characters

    def _is_spent(self) -> bool:
        limit = REREAD_CHARACTERS + REREAD_SHARE * len(self.given.text)
        return self._spent.get(self.index, 0) > limit

    def _local(self, edits: Iterable[Edit]) -> list[Edit]:
        """Edits of the page counted from the entry's start."""
        start = self.given.start
        return [Edit(span.shifted(-start), content) for span, content in edits]

    def _is_whole(self, text: str) -> bool:
        """Whether a text by itself is cut as one entry of this one's kind."""
        pieces = cut(text, self._schema)
        return [(piece.span, piece.kind) for piece in pieces] == [(Span(0, len(text)), self.given.kind)]


def _alters(finding: Finding) -> tuple[str, ...]:
    return tuple(sorted(finding.rule.fix.alters)) if finding.rule.fix else ()


def _halves(part: list[Finding]) -> list[list[Finding]]:
    """The second half and the first, as a stack takes them."""
    middle = len(part) // 2
    return [part[middle:], part[:middle]]


def _pairs(borders: list[int]) -> Iterable[tuple[int, int]]:
    return zip(borders[::2], borders[1::2], strict=True)
