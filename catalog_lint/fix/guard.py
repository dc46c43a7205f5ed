"""What a fix may never change: an entry is read again after it, and compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import unquote

from catalog_lint.catalog.anchors import headings_of, page_anchors
from catalog_lint.catalog.model import BREAK, MASKS, Entry, Page
from catalog_lint.catalog.prose import visible
from catalog_lint.diagnostic import Finding
from catalog_lint.source import Edit, Source

_OUTSIDE = -1
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
_MARKERS = str.maketrans("", "", "-+•●▪◦.)0123456789")
_FORMATTING = str.maketrans("", "", "*_~#\\")


class Guard:
    """Sifts a page's fixes: what breaks an entry, or the page's cut into entries, stays out.

    `reread` reads a text as a page with the page's settings, its entries with their outlines.
    """

    def __init__(self, page: Page, reread: Callable[[Source], Page]) -> None:
        self._page = page
        self._reread = reread
        self._linked = {
            unquote(link.url[1:]).casefold()
            for entry in page.entries
            for link in entry.links
            if link.url.startswith("#")
        }

    def sift(self, findings: Sequence[Finding]) -> tuple[list[Finding], list[tuple[Finding, str]]]:
        """The findings whose fixes break nothing together, and the others with what theirs would break.

        Fixes that are right alone and wrong together are in neither: they wait for the next round.
        """
        kept: list[Finding] = []
        refused: list[tuple[Finding, str]] = []
        groups: dict[tuple[int, ...], list[Finding]] = {}
        for finding in findings:
            groups.setdefault(tuple(sorted(self._edits([finding]))), []).append(finding)
        for group in groups.values():
            good, bad = self._good(group)
            kept += good
            refused += bad
        if self._stands(kept):
            return kept, refused
        settled: list[Finding] = []
        for finding in kept:
            if self._stands([*settled, finding]):
                settled.append(finding)
        return settled, refused

    def _good(self, findings: list[Finding]) -> tuple[list[Finding], list[tuple[Finding, str]]]:
        """Those fixes of the same entries that go together, found by halves."""
        reason = self._broken(findings)
        if not reason:
            return findings, []
        if len(findings) == 1:
            return [], [(findings[0], reason)]
        middle = len(findings) // 2
        left, left_out = self._good(findings[:middle])
        right, right_out = self._good(findings[middle:])
        both = [*left, *right]
        return (left if self._broken(both) else both), [*left_out, *right_out]

    def _edits(self, findings: Iterable[Finding]) -> dict[int, list[Edit]]:
        """The fixes' edits by the entry that they lie in, counted from its start.

        Those outside entries (in front matter) stand under _OUTSIDE.
        """
        entries = self._page.entries
        edits: dict[int, list[Edit]] = {}
        for span, content in edits_of(findings):
            index = self._page.index_at(span.start)
            if index < 0 or span.end > entries[index].start + len(entries[index].text):
                index = _OUTSIDE
            start = 0 if index == _OUTSIDE else entries[index].start
            edits.setdefault(index, []).append(Edit(span.shifted(-start), content))
        return edits

    def _broken(self, findings: list[Finding]) -> str:
        """What the fixes would break in the entries that they touch."""
        allowed = frozenset(
            name for finding in findings if finding.rule.fix for name in finding.rule.fix.alters
        )
        page_after: list[Entry] | None = None
        for index, edits in self._edits(findings).items():
            if index == _OUTSIDE:
                continue
            old = self._page.entries[index]
            alone = Source(old.text).edited(edits).text
            entries = self._reread(Source(alone)).entries
            if len(entries) == 1 and (entries[0].kind, entries[0].text) == (old.kind, alone):
                new = entries[0]
            else:
                page_after = page_after or self._reread(self._page.source.edited(edits_of(findings))).entries
                if len(page_after) != len(self._page.entries):
                    return "it would change the page's entries"
                new = page_after[index]
            reason = broken(old, new, edits, allowed) or self._cut_off(old, new)
            if reason:
                return reason
        return ""

    def _cut_off(self, old: Entry, new: Entry) -> str:
        """Which link of the page would lead to an anchor that is gone, in a few words."""
        if not self._linked:
            return ""
        lost = self._linked & (page_anchors(headings_of(old)) - page_anchors(headings_of(new)))
        return f"the link to #{min(lost)} would lead nowhere" if lost else ""

    def _stands(self, findings: list[Finding]) -> bool:
        """Whether the page with the fixes is cut into the entries that it should be cut into."""
        edits = self._edits(findings)
        after = self._reread(self._page.source.edited(edits_of(findings))).entries
        return [(entry.kind, entry.text) for entry in after] == [
            (old.kind, Source(old.text).edited(edits[index]).text if index in edits else old.text)
            for index, old in enumerate(self._page.entries)
        ]


def edits_of(findings: Iterable[Finding]) -> list[Edit]:
    """All edits of the findings' fixes."""
    return [edit for finding in findings if finding.fix for edit in finding.fix.edits]


def signature(entry: Entry) -> dict[str, tuple[str, ...]]:
    """What of an entry a fix must leave alone, each part under the name that a rule's `alters` gives it.

    The entry must have been read with its outline.
    """
    outline, fields = entry.outline, entry.fields
    if outline is None:
        raise ValueError("the entry was read without its outline")
    return {
        "number": (fields["number"].text if "number" in fields else "",),
        "date": (fields["date"].text if "date" in fields else "",),
        "title": (fields["title"].text if "title" in fields else "",),
        "link": tuple(f"{link.kind} {link.url}" for link in entry.links),
        "heading": outline.headings,
        "block": outline.blocks,
        "list": tuple(str(number) for run in entry.lists for number, _ in run.items),
        "code": outline.code,
        "html": tuple(_without_fields(html, entry) for html in outline.html),
        "emphasis": outline.emphasis,
    }


def _without_fields(html: str, entry: Entry) -> str:
    """HTML without the title line and the addresses, which are compared for themselves."""
    spans = [field.span for field in entry.fields.values()]
    for span in spans:
        html = html.replace(entry.text[span.start : span.end], "", 1)
    return html


def broken(old: Entry, new: Entry, edits: Iterable[Edit], allowed: frozenset[str]) -> str:
    """What a fix broke, in a few words; "" where the new entry is the old one but for the edits.

    `edits` count from the start of the old entry; `allowed` are the parts that the rules' files say
    they alter.
    """
    before, after = signature(old), signature(new)
    changed = [name for name in before if before[name] != after[name] and name not in allowed]
    if changed:
        return f"it would change the entry's {' and '.join(changed)}"
    if not _reads(_letters(expected(old, edits)), _letters(new.prose.text), allowed):
        return "the text would not read as the fix says"
    return ""


def _reads(wanted: str, got: str, allowed: frozenset[str]) -> bool:
    """Whether a text reads as wanted.

    A rule that alters lists may turn letters into markers, one that alters code may let it be read.
    """
    if "list" in allowed:
        wanted, got = wanted.translate(_MARKERS), got.translate(_MARKERS)
    if "code" in allowed:
        rest = iter(got)
        return all(letter in rest for letter in wanted)
    return wanted == got


def expected(old: Entry, edits: Iterable[Edit]) -> str:
    """The old entry's masked prose with the edits carried out."""
    masked = old.prose.text
    pieces: list[str] = []
    at = 0
    for span, content in sorted(edits):
        replaced = masked[span.start : span.end]
        hidden = bool(replaced) and not replaced.strip(MASKS + " \t\n")
        if (
            not replaced
            and span.start > 0
            and masked[span.start - 1] == BREAK == masked[span.start : span.start + 1]
        ):
            hidden = True
        pieces += (masked[at : span.start], "" if hidden else _TAG.sub("", content))
        at = span.end
    return "".join([*pieces, masked[at:]])


def _letters(masked: str) -> str:
    return visible(masked).translate(_FORMATTING)
