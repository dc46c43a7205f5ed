"""Fixes: choose, apply, guard, again until nothing changes."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from catalog_lint.catalog.liveness import Verdicts
from catalog_lint.catalog.model import Entry, Page
from catalog_lint.catalog.reader import read_page
from catalog_lint.diagnostic import SEVERITIES, Finding, Fix
from catalog_lint.fix.guard import Guard, edits_of
from catalog_lint.lint.linter import Input, Linter, LintError, LintResult, defect
from catalog_lint.lint.result import PageResult
from catalog_lint.source import Edit, PageError, Source, Span

if TYPE_CHECKING:
    from catalog_lint.config import Settings

MAX_ROUNDS = 50
MAX_GROWTH = 2
SPARE_CHARACTERS = 1_000
_FixKey = tuple[str, str, tuple[Edit, ...]]


@dataclass(slots=True)
class FixResult:
    """Pages after their fixes.

    `sources` holds every page that was given, changed or not; `before` and `fixed` count by path and code
    what was found at first and what was fixed, `left` is what is left. `refused` are one-line accounts of
    fixes that the guard left out because they would have changed what they must keep; `failures` of fixes
    that undid each other (the page is then as it was given) and of what failed while judging.
    """

    sources: dict[str, Source]
    before: Counter[tuple[str, str]]
    fixed: Counter[tuple[str, str]]
    left: LintResult
    refused: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def raise_failures(self) -> None:
        """Raise LintError where anything failed."""
        if self.failures:
            raise LintError(self.failures)


class PageReader:
    """Reads pages as the guard of fixes wants them, each entry once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str, int], dict[tuple[str, bool], Entry]] = {}

    def read(self, path: str, source: Source, settings: Settings) -> Page:
        """The page, its entries with their outlines. Raises PageError where it takes longer than it may."""
        language, schema = settings.language_of(path), settings.schema_of(path)
        known = self._known.setdefault((id(settings), language, id(schema)), {})
        return read_page(path, source, schema, language, settings.terms, known, outlines=True)


@dataclass(slots=True)
class _PageState:
    path: str
    given: Source
    settings: Settings
    source: Source
    fixed: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    refused: dict[_FixKey, str] = field(default_factory=dict)
    last_codes: set[str] = field(default_factory=set)
    settled: bool = False


def fix(
    inputs: Sequence[Input],
    unsafe: bool = False,
    on_page: Callable[[str], None] | None = None,
    verdicts: Verdicts | None = None,
    only_links: bool = False,
) -> FixResult:
    """Apply safe fixes (and unsafe ones where asked) until no page changes.

    `on_page` is called with each page's path when it has been judged for the first time. Nothing is
    written to disk. `verdicts` and `only_links` are those of Linter.
    """
    linter, reader = Linter(verdicts, only_links), PageReader()
    states = [_PageState(path, source, settings, source) for path, source, settings in inputs]
    failures: list[str] = []
    left = linter.lint(inputs, on_page)
    before = Counter([(finding.path, finding.rule.code) for finding in left.findings])
    for _ in range(MAX_ROUNDS):
        changed = False
        by_path: dict[str, list[Finding]] = {}
        for finding in left.findings:
            if _applies(finding.fix, unsafe):
                by_path.setdefault(finding.path, []).append(finding)
        for state in states:
            if not state.settled and state.path in by_path:
                try:
                    changed |= _round(state, by_path[state.path], reader, failures)
                except PageError as error:
                    _give_back(state, failures, error.problem)
                    changed = True
                except Exception as error:
                    _give_back(state, failures, defect(error))
                    changed = True
        if not changed:
            break
        left = linter.lint([(s.path, s.source, s.settings) for s in states])
    else:
        for state in states:
            if any(_applies(f.fix, unsafe) and f.path == state.path for f in left.findings):
                _give_back(
                    state, failures, f"its fixes do not settle in {MAX_ROUNDS} rounds: please report this"
                )
        left = linter.lint([(s.path, s.source, s.settings) for s in states])
    return FixResult(
        {state.path: state.source for state in states},
        before,
        Counter({(state.path, code): count for state in states for code, count in state.fixed.items()}),
        left,
        list(_refusals(states, left, unsafe)),
        [*failures, *left.failures],
    )


def _refusals(states: list[_PageState], left: LintResult, unsafe: bool) -> Iterator[str]:
    """The findings left whose fix the guard left out, as lines for the reader."""
    by_path = {state.path: state for state in states}
    for finding in left.findings:
        refused = by_path[finding.path].refused
        if refused and _applies(finding.fix, unsafe):
            reason = refused.get(_key(finding, left.pages[finding.path]))
            if reason:
                row, column = finding.start
                yield f"{finding.path}:{row}:{column}: the fix of {finding.rule.code} was left out: {reason}"


def _applies(fix: Fix | None, unsafe: bool) -> bool:
    return fix is not None and fix.applies(unsafe)


def _round(state: _PageState, findings: list[Finding], reader: PageReader, failures: list[str]) -> bool:
    """One round on one page; returns whether its text changed."""
    page = reader.read(state.path, state.source, state.settings)
    chosen = _compatible([f for f in findings if _key(f, page) not in state.refused])
    if not chosen:
        return False
    guard = Guard(page, lambda source: reader.read(state.path, source, state.settings))
    applied, left_out = guard.sift(chosen)
    state.refused.update((_key(finding, page), reason) for finding, reason in left_out)
    if not applied:
        return False
    new = state.source.edited(edits_of(applied))
    if new.text == state.source.text:
        return False
    state.seen.add(state.source.text)
    codes = {finding.rule.code for finding in applied}
    if new.text in state.seen:
        names = ", ".join(sorted(codes | state.last_codes))
        _give_back(state, failures, f"the fixes of {names} undo each other: please report this")
        return True
    if len(new.text) > MAX_GROWTH * len(state.given.text) + SPARE_CHARACTERS:
        _give_back(
            state, failures, f"the fixes of {', '.join(sorted(codes))} do not settle: please report this"
        )
        return True
    state.last_codes = codes
    state.source = new
    state.fixed.update(finding.rule.code for finding in applied)
    return True


def _give_back(state: _PageState, failures: list[str], reason: str) -> None:
    state.source = state.given
    state.fixed.clear()
    state.settled = True
    failures.append(f"{state.path}: {reason}; the page was left as it was")


def _key(finding: Finding, page: Page | PageResult) -> _FixKey:
    """A fix's name that survives edits elsewhere on the page."""
    index = page.index_at(finding.span.start)
    entry = page.entries[index] if index >= 0 else None
    start = entry.start if entry else 0
    text = page.source.text[entry.span.start : entry.span.end] if entry else ""
    edits = finding.fix.edits if finding.fix else ()
    moved = tuple(Edit(span.shifted(-start), content) for span, content in edits)
    return finding.rule.code, text, moved


def _compatible(findings: list[Finding]) -> list[Finding]:
    """The fixes that can go together: of two that touch, the graver, then the longer, then the lower code."""
    ranked = sorted(
        findings,
        key=lambda f: (-SEVERITIES.index(f.severity), f.span.start - f.span.end, f.rule.code, f.span.start),
    )
    taken: list[Span] = []
    starts: list[int] = []
    chosen: list[Finding] = []
    for finding in ranked:
        spans = [edit.span for edit in finding.fix.edits] if finding.fix else []
        if any(_touches(span, taken, starts) for span in spans):
            continue
        chosen.append(finding)
        for span in spans:
            index = bisect_right(starts, span.start)
            starts.insert(index, span.start)
            taken.insert(index, span)
    return chosen


def _touches(span: Span, taken: list[Span], starts: list[int]) -> bool:
    """Whether a run meets one already taken; `taken` is in order and disjoint."""
    index = bisect_right(starts, span.start)
    return any(
        span.overlaps(other) or span.start == other.start or (span.end == other.start == other.end)
        for other in taken[max(0, index - 1) : index + 1]
    ) or (index < len(starts) and starts[index] < span.end)
