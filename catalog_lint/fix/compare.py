"""An entry before and after a fix: what of it changed, and whether the fix's own rule says so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set

from catalog_lint.catalog.html import without_tags
from catalog_lint.catalog.model import BREAK, MASKS, OBJECT, Entry, Link
from catalog_lint.catalog.prose import visible
from catalog_lint.fix.apply import landed
from catalog_lint.source import Edit, Span, merged

Signature = dict[str, tuple[str, ...]]
_MARKERS = str.maketrans("", "", "-+•●▪◦.)0123456789")
_FORMATTING = str.maketrans("", "", "*_~#\\")
_OBJECTS = re.compile(f"{OBJECT}+")
_NOTES = re.compile(r"\[\^[^\]\s]+\]")
"""What leads to a footnote."""
_FIELDS = ("number", "date", "title")


def signature(entry: Entry) -> Signature:
    """What of an entry a fix must leave alone, each part under the name that a rule's `alters` gives it.

    The entry must have been read with its outline.
    """
    outline, fields = entry.outline, entry.fields
    if outline is None:
        raise ValueError("the entry was read without its outline")
    return {
        **{name: (fields[name].text if name in fields else "",) for name in _FIELDS},
        "link": tuple(_said(link) for link in entry.links),
        "heading": outline.headings,
        "block": outline.blocks,
        "list": tuple(str(number) for run in entry.lists for number, _ in run.items),
        "code": outline.code,
        "html": tuple(line for _, line in _html_lines(entry)),
        "emphasis": outline.emphasis,
    }


def _html_lines(entry: Entry) -> Iterator[tuple[Span, str]]:
    """The lines of an entry's HTML and where they stand, without what is compared for itself.

    That is the fields and addresses: they are cut out by their places.
    """
    text = entry.text
    apart = merged(
        sorted([field.span for field in entry.fields.values()] + [link.span for link in entry.links])
    )
    starts = [span.start for span in apart]
    at = 0
    for begin, html in entry.outline.html if entry.outline else ():
        at = max(at, begin)
        for line in _lines([html]):
            start = text.find(line, at)
            if start < 0:
                yield Span(at, at), line
                continue
            at = end = start + len(line)
            kept = line
            for span in reversed(apart[max(0, bisect_right(starts, start) - 1) : bisect_right(starts, end)]):
                low, high = max(span.start, start) - start, min(span.end, end) - start
                if low < high:
                    kept = kept[:low] + kept[high:]
            yield Span(start, end), kept


def broken(old: Entry, new: Entry, edits: Sequence[Edit], alters: Set[str]) -> str:
    """What fixes of one kind broke, in a few words; "" where the new entry is the old one but for the edits.

    `edits` count from the start of the old entry; `alters` are the parts that the rules of all these
    fixes say they alter. Such a part may change only where an edit stands.
    """
    before, after = signature(old), signature(new)
    changed = [
        name
        for name in before
        if before[name] != after[name]
        and (name not in alters or not _at_the_edits(name, old, new, before, after, edits))
    ]
    if changed:
        return f"it would change the entry's {' and '.join(changed)}"
    if taken := next(_taken_out(old, edits), ""):
        return f"it would take out {taken}"
    if not _reads(_letters(expected(old, edits)), _letters(new.prose.text), alters):
        return "the text would not read as the fix says"
    return ""


def _taken_out(old: Entry, edits: Iterable[Edit]) -> Iterator[str]:
    """What is no prose and no part of a signature, and would go with the prose around it."""
    masked = old.prose.text
    for span, content in edits:
        if not masked[span.start : span.end].strip(MASKS + " \t\n"):
            continue
        for run in (*_OBJECTS.finditer(masked, *span), *_NOTES.finditer(old.text, *span)):
            found, text = Span(*run.span()), old.text[run.start() : run.end()]
            links, tags = (link.span for link in old.links), (tag.span for tag in old.tags)
            if text not in content and not any(map(found.overlaps, (*links, *tags, *old.html, *old.code))):
                yield text


def _at_the_edits(
    name: str, old: Entry, new: Entry, before: Signature, after: Signature, edits: Sequence[Edit]
) -> bool:
    """Whether what changed of a part stands where the edits do."""
    touched = _Places(span for span, _ in edits)
    if name in _FIELDS:
        field = old.fields.get(name)
        return (
            old.title_line is None or touched.near(old.title_line) or (field and touched.near(field.span))
        ) is not False
    beside_old = _Places(around(old.text, span) for span, _ in edits)
    beside_new = _Places(around(new.text, span) for span in landed(edits))
    if name == "link":
        were, are = ([(link.span, _said(link)) for link in entry.links] for entry in (old, new))
        lost_there = _stand(before[name], after[name], were, touched)
        return lost_there and _stand(after[name], before[name], are, beside_new)
    if name == "html":
        were, are = list(_html_lines(old)), list(_html_lines(new))
        lost_there = _stand(before[name], after[name], were, beside_old)
        return lost_there and _stand(after[name], before[name], are, beside_new)
    if name == "code":
        lines_before, lines_after = _lines(before[name]), _lines(after[name])
        return _stand(lines_before, lines_after, _placed(lines_before, old.text), beside_old) and _stand(
            lines_after, lines_before, _placed(lines_after, new.text), beside_new
        )
    return True


class _Places:
    """Runs of a text, ready to be asked what is near them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._merged = merged(sorted(spans))

    def near(self, span: Span) -> bool:
        """Whether a run meets or touches one of the places."""
        index = bisect_right(self._merged, span.end, key=lambda place: place.start) - 1
        return index >= 0 and self._merged[index].end >= span.start


def _stand(
    here: Sequence[str], there: Sequence[str], placed: Iterable[tuple[Span, str]], places: _Places
) -> bool:
    """Whether all that is here and not there stands at the places; `placed` says where each stands."""
    missing = Counter(here) - Counter(there)
    return not missing - Counter(text for span, text in placed if text in missing and places.near(span))


def _placed(lines: Iterable[str], text: str) -> Iterator[tuple[Span, str]]:
    """Where lines that follow one another stand in a text."""
    at = 0
    for line in lines:
        start = text.find(line, at)
        if start >= 0:
            at = start + len(line)
            yield Span(start, at), line


def _said(link: Link) -> str:
    return f"{link.kind} {link.url}"


def _lines(pieces: Iterable[str]) -> list[str]:
    lines = (line.strip() for piece in pieces for line in piece.split("\n"))
    return [line for line in lines if line]


def around(text: str, span: Span) -> Span:
    """A run and what stands around it up to the next empty lines."""
    end = text.find("\n\n", span.end)
    return Span(text.rfind("\n\n", 0, span.start) + 1, len(text) if end < 0 else end)


def _reads(wanted: str, got: str, alters: Set[str]) -> bool:
    """Whether a text reads as wanted.

    A rule that alters lists may turn letters into markers, one that alters code may let it be read.
    """
    if "list" in alters:
        wanted, got = wanted.translate(_MARKERS), got.translate(_MARKERS)
    if "code" in alters:
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
        pieces += (masked[at : span.start], "" if hidden else without_tags(content))
        at = span.end
    return "".join([*pieces, masked[at:]])


def _letters(masked: str) -> str:
    return visible(masked).translate(_FORMATTING)
