"""What an entry needs: nothing, safe fixes, a person's eye, or to be written again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, count
from typing import TYPE_CHECKING

from catalog_lint.catalog.video import video_address

if TYPE_CHECKING:
    from catalog_lint.finding import Finding
    from catalog_lint.lint.result import PageResult, PlacedResult

DAMAGED_SHARE = 0.2
"""An entry is to be written again when more than this share of its lines is damaged and has no fix."""
LEAST_LINES = 5
"""A body of fewer lines is looked at whatever its share: one misspelled word would be all of it."""
PROMPT_LINES = 2
"""From this many lines of a leaked prompt on, the reply was to the prompt and not to the talk."""
NOTHING_TO_KEEP = ("missing-body", "error-message", "other-language")
ERROR = "error-message"
MOST_OF_A_BODY = 0.5
"""An error message that is less of the body than this stands above a summary, not in its place."""
LEAKED = "leaked-prompt"
DAMAGED = "damage"
"""The name of the reason that counts lines."""
# English left in a sentence and broken markup can be read: a matter for review, however much there is.
DAMAGE = frozenset(
    {
        "simplified",
        "variant",
        "misconverted",
        "garbled",
        "misspelled",
        "residue",
    }
)


class Verdict(StrEnum):
    """What an entry needs, the neediest first."""

    REWRITE = "rewrite"
    REVIEW = "review"
    FIXABLE = "fixable"
    CLEAN = "clean"


@dataclass(slots=True, frozen=True)
class Reason:
    """A rule that spoke of an entry, and how often; `name` "damage" is the share of damaged lines."""

    code: str
    name: str
    count: int
    summary: str = ""


@dataclass(slots=True, frozen=True)
class Need:
    """An entry's verdict with its reasons, the weightiest first.

    `row` is the row of its title line; `key` names the entry in every run (its video, else its number, else
    its title); `date` is as it is written and `video` the id of its video, "" without one; `link` is the
    address of its video, else of its link; `text` is its body; `damaged` the share of its lines that are
    damaged and have no fix, from 0 to 1.
    """

    path: str
    row: int
    number: int | None
    title: str
    video: str
    verdict: Verdict
    damaged: float
    reasons: tuple[Reason, ...]
    key: str = ""
    date: str = ""
    link: str = ""
    text: str = ""


def needs(pages: Sequence[PageResult], findings: Sequence[Finding]) -> list[Need]:
    """The need of each entry of the pages, in their order; `findings` are those of the same run."""
    by_page: dict[str, list[Finding]] = {}
    for finding in findings:
        by_page.setdefault(finding.path, []).append(finding)
    found = [
        need
        for page in pages
        for need in _of_page(page, sorted(by_page.get(page.path, ()), key=lambda f: f.span.start))
    ]
    return list(_with_keys_of_their_own(found))


def _with_keys_of_their_own(found: Iterable[Need]) -> Iterator[Need]:
    """The needs, each with a key that no other has: of several entries of one video the first keeps its key,
    and the others add their number or title, or count.
    """
    taken: set[str] = set()
    for need in found:
        added = [f"number {need.number}"] if need.number is not None else []
        added += [f"title {need.title}"] if need.title else []
        ways = chain([need.key], (f"{need.key} {more}" for more in chain(added, map(str, count(2)))))
        key = next(way for way in ways if way not in taken) if need.key else ""
        taken.add(key)
        yield need if key == need.key else replace(need, key=key)


def _of_page(page: PageResult, findings: list[Finding]) -> list[Need]:
    out = []
    at = 0
    for entry in page.entries:
        end = entry.span.end
        mine = []
        while at < len(findings) and findings[at].span.start < end:
            if findings[at].span.start >= entry.start:
                mine.append(findings[at])
            at += 1
        if entry.kind == "entry":
            out.append(_need(page, entry, mine))
    return out


def _need(page: PageResult, entry: PlacedResult, findings: list[Finding]) -> Need:
    findings = [finding for finding in findings if finding.severity != "info"]
    damaged = _damaged_share(page, entry, findings)
    fields = entry.result.fields
    video = fields.get("video")
    link = video or fields.get("link")
    date = fields.get("date")
    body = page.source.text[entry.start + entry.result.body.start : entry.start + entry.result.body.end]
    address = video_address(video.text) if video else None
    verdict, because = _verdict(page, findings, damaged, _body_lines(page, entry))
    return Need(
        page.path,
        page.source.position(entry.start + entry.result.anchor.start).row,
        entry.result.number,
        entry.result.title,
        address.id if address and address.valid else "",
        verdict,
        round(damaged, 3),
        tuple(_reasons(findings, because, damaged)),
        entry.result.key,
        date.text if date else "",
        link.text if link else "",
        body.strip("\n"),
    )


def _verdict(
    page: PageResult, findings: list[Finding], damaged: float, lines: int
) -> tuple[Verdict, frozenset[str]]:
    """The verdict and the names of the rules that decided it."""
    nothing = frozenset(
        f.rule.name
        for f in findings
        if f.rule.name in NOTHING_TO_KEEP
        and (f.rule.name != ERROR or _rows(page, f) >= MOST_OF_A_BODY * lines)
    )
    if nothing:
        return Verdict.REWRITE, nothing
    if sum(_rows(page, finding) for finding in findings if finding.rule.name == LEAKED) >= PROMPT_LINES:
        return Verdict.REWRITE, frozenset({LEAKED})
    if damaged > DAMAGED_SHARE and lines >= LEAST_LINES:
        return Verdict.REWRITE, frozenset({DAMAGED})
    open_ = frozenset(f.rule.name for f in findings if not _has_fix(f, unsafe=False))
    if open_:
        return Verdict.REVIEW, open_
    return (Verdict.FIXABLE if findings else Verdict.CLEAN), frozenset()


def _has_fix(finding: Finding, unsafe: bool) -> bool:
    return finding.fix is not None and finding.fix.applies(unsafe)


def _is_damage(finding: Finding) -> bool:
    """Whether text was lost that no fix brings back."""
    return finding.rule.category in DAMAGE and not _has_fix(finding, unsafe=True)


def _rows(page: PageResult, finding: Finding) -> int:
    text = page.source.text[finding.span.start : finding.span.end]
    return sum(bool(line.strip()) for line in text.split("\n"))


def _body_lines(page: PageResult, entry: PlacedResult) -> int:
    body = page.source.text[entry.start + entry.result.body.start : entry.start + entry.result.body.end]
    return sum(bool(line.strip()) for line in body.split("\n"))


def _damaged_share(page: PageResult, entry: PlacedResult, findings: list[Finding]) -> float:
    source = page.source
    lines = _body_lines(page, entry)
    rows: set[int] = set()
    for finding in findings:
        if _is_damage(finding):
            first = source.position(finding.span.start).row
            last = source.position(max(finding.span.start, finding.span.end - 1)).row
            rows.update(row for row in range(first, last + 1) if source.line(row).strip())
    return min(1.0, len(rows) / lines) if lines else 0.0


def _reasons(findings: list[Finding], because: frozenset[str], damaged: float) -> list[Reason]:
    """What decided first, then what else was found, each by weight and number."""
    counts: dict[str, list[Finding]] = {}
    for finding in findings:
        counts.setdefault(finding.rule.code, []).append(finding)
    reasons = [
        Reason(code, found[0].rule.name, len(found), found[0].rule.summary) for code, found in counts.items()
    ]
    deciding = because | {f.rule.name for f in findings if DAMAGED in because and _is_damage(f)}
    weight = {found[0].rule.name: found[0].severity == "error" for found in counts.values()}
    reasons.sort(key=lambda each: (each.name not in deciding, not weight[each.name], -each.count, each.code))
    if DAMAGED in because:
        share = Reason("", DAMAGED, round(100 * damaged), "Per cent of its lines are damaged and have no fix")
        reasons.insert(0, share)
    return reasons


_ORDER = list(Verdict)


def by_need(found: Sequence[Need]) -> list[Need]:
    """Needs with the neediest first: by verdict, then those with nothing to keep, then by the share of
    damage; else in the pages' order.
    """
    return sorted(found, key=lambda need: (_ORDER.index(need.verdict), not _has_nothing(need), -need.damaged))


def _has_nothing(need: Need) -> bool:
    return any(reason.name in NOTHING_TO_KEEP for reason in need.reasons)


def has_reason(need: Need, reasons: Sequence[str]) -> bool:
    """Whether one of some reasons (a rule's code, the beginning of one, its name) is one of an entry's."""
    return not reasons or any(
        reason.lower() == each.name or (each.code and each.code.startswith(reason.upper()))
        for reason in reasons
        for each in need.reasons
    )
