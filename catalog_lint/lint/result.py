"""What one entry gave under one program: plain values, the same whether made now or read from JSON."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from catalog_lint.cache import digest_of
from catalog_lint.catalog.model import Field
from catalog_lint.catalog.video import video_address
from catalog_lint.diagnostic import Edit, Hit, Related
from catalog_lint.fingerprint import entry_key
from catalog_lint.source import Source, Span

if TYPE_CHECKING:
    from catalog_lint.lint.program import Program


@dataclass(slots=True)
class EntryResult:
    """An entry seen from outside, the places where rules are broken in it, and its facts.

    Spans count from the entry's start. `hits` name the rule by its code; `facts` are what the checks across
    entries collected, by code; `code` is where code stands, kept only where suppressions might stand in it;
    `failures` are checks that raised, by code.
    """

    kind: Literal["entry", "text"]
    language: str
    number: int | None
    fields: dict[str, Field]
    anchor: Span
    body: Span
    problems: tuple[str, ...] = ()
    code: tuple[Span, ...] = ()
    hits: list[tuple[str, Hit]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    failures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title, "" without one."""
        found = self.fields.get("title")
        return found.text if found else ""

    @property
    def key(self) -> str:
        """What names the entry for good: see `fingerprint.entry_key`."""
        return key_of(self.number, self.fields)

    def without_hits(self) -> EntryResult:
        """The result as the rules across entries need it."""
        return replace(self, hits=[])

    def to_json(self) -> tuple[list[Any], list[Any]]:
        """The result as values that `json` writes: all but the hits, and the hits."""
        head = [
            self.kind,
            self.language,
            self.number,
            [[name, one.text, *one.span] for name, one in self.fields.items()],
            self.anchor,
            self.body,
            self.problems,
            self.code,
            self.facts,
            self.failures,
        ]
        return head, [hit_to_json(code, hit) for code, hit in self.hits]

    @classmethod
    def from_json(cls, head: Sequence[Any], hits: Sequence[Any] = ()) -> EntryResult:
        """The result that `to_json` wrote. Raises TypeError, ValueError or KeyError for anything else."""
        kind, language, number, fields, anchor, body, problems, code, facts, failures = head
        return cls(
            kind,
            language,
            number,
            {name: Field(name, text, Span(start, end)) for name, text, start, end in fields},
            Span(*anchor),
            Span(*body),
            tuple(problems),
            tuple([Span(*span) for span in code]),
            [hit_from_json(hit) for hit in hits],
            facts,
            [(code, message) for code, message in failures],
        )


def key_of(number: int | None, fields: Mapping[str, Field]) -> str:
    """What names an entry with a number and fields for good: see `fingerprint.entry_key`."""
    title, video = fields.get("title"), fields.get("video")
    address = video_address(video.text) if video else None
    return entry_key(number, title.text if title else "", address.id if address and address.valid else "")


def hit_to_json(code: str, hit: Hit) -> list[Any]:
    """A hit, without the parts at the end that hold their default."""
    (start, end), values, edits, related, applicability, _ = hit
    row: list[Any] = [code, start, end, dict(values)]
    if edits or related or applicability:
        row.append([[low, high, content] for (low, high), content in edits])
    if related or applicability:
        row += ([[*span, message] for span, message, _ in related], applicability)
    return row


def hit_from_json(row: Sequence[Any]) -> tuple[str, Hit]:
    """The rule's code and the hit that `hit_to_json` wrote. Raises TypeError or ValueError for others."""
    code, start, end, values, *rest = row
    edits = tuple([Edit(Span(low, high), content) for low, high, content in rest[0]]) if rest else ()
    related = tuple([Related(Span(low, high), said) for low, high, said in rest[1]]) if len(rest) > 1 else ()
    return code, Hit(Span(start, end), values, edits, related, rest[2] if len(rest) > 2 else None)


@dataclass(slots=True)
class PlacedResult:
    """An entry's result and where the entry stands on its page."""

    start: int
    length: int
    result: EntryResult

    @property
    def span(self) -> Span:
        """Where the entry stands."""
        return Span(self.start, self.start + self.length)

    @property
    def kind(self) -> Literal["entry", "text"]:
        """Whether it is an entry or text outside entries."""
        return self.result.kind


@dataclass(slots=True)
class PageResult:
    """What one page gave by itself: its entries' results in order of place."""

    path: str
    source: Source
    program: Program
    entries: list[PlacedResult]

    def index_at(self, offset: int) -> int:
        """The index of the last entry that starts at an offset or before it, -1 where none does."""
        return bisect_right(self.entries, offset, key=lambda entry: entry.start) - 1

    @property
    def code(self) -> list[Span]:
        """Where code stands on the page; complete only where the page holds suppressions."""
        return [span.shifted(entry.start) for entry in self.entries for span in entry.result.code]

    def failures(self) -> Iterator[str]:
        """Which checks raised, and where, as lines for people."""
        for entry in self.entries:
            for code, error in entry.result.failures:
                yield f"{self.path}:{self.source.position(entry.start).row}: {code} failed here: {error}"

    def names(self) -> list[str]:
        """What each entry is found by on the page's next state; "" where cutting the page saw a problem."""
        text = self.source.text
        return [
            "" if entry.result.problems else name_of(text[slice(*entry.span)], entry.kind)
            for entry in self.entries
        ]


def name_of(text: str, kind: str) -> str:
    """What tells entries of a page apart by their text and kind."""
    return digest_of(kind, text)


def by_name(names: Sequence[str], entries: Sequence[PlacedResult]) -> dict[str, EntryResult]:
    """The results of the entries that have a name."""
    return {name: entry.result for name, entry in zip(names, entries, strict=True) if name}
