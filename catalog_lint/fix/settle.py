"""Fixes: choose, guard, apply, again until nothing changes; first each page by itself, then across pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from catalog_lint.catalog.liveness import Verdicts
from catalog_lint.catalog.reader import KnownEntries
from catalog_lint.finding import Finding
from catalog_lint.fix.anchors import Linked, linked_from_elsewhere
from catalog_lint.fix.choose import applies, before_outline, compatible, edits_of
from catalog_lint.fix.guard import Guard
from catalog_lint.fix.page import FixedPage
from catalog_lint.lint.kept import KeptResults
from catalog_lint.lint.linter import Input, Linter, LintError, LintResult, defect
from catalog_lint.rule.model import RuleError
from catalog_lint.source import Edit, PageError, Source

if TYPE_CHECKING:
    from catalog_lint.config import Settings

MAX_ROUNDS = 50
MAX_GROWTH = 2
SPARE_CHARACTERS = 1_000
UNSETTLED = f"its fixes do not settle in {MAX_ROUNDS} rounds: please report this"
Read = Callable[[str], Source]
Write = Callable[[str, Source, Source], list[str]]


@dataclass(slots=True)
class FixResult:
    """Pages after their fixes.

    `sources` holds every page that was given, changed or not; `before` and `fixed` count by path and code
    what was found at first (by rules across entries: when the others were done) and what was fixed, `left`
    is what is found on the fixed pages. `refused` are one-line accounts of fixes that the guard
    left out because they would have changed what they must keep; `failures` of pages that could not be
    read or written, of fixes that undid each other (the page is then as it was given) and of what failed
    in linting; `lost` of what of a file could not be kept when it was written.
    """

    sources: dict[str, Source]
    before: Counter[tuple[str, str]]
    fixed: Counter[tuple[str, str]]
    left: LintResult
    refused: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def raise_failures(self) -> None:
        """Raise LintError where anything failed."""
        if self.failures:
            raise LintError(self.failures)


def fix(
    inputs: Sequence[Input],
    unsafe: bool = False,
    on_page: Callable[[str], None] | None = None,
    verdicts: Verdicts | None = None,
    only_links: bool = False,
    partial: bool = False,
    *,
    read: Read | None = None,
    write: Write | None = None,
    kept: KeptResults | None = None,
) -> FixResult:
    """Apply safe fixes (and unsafe ones where asked) until no page changes.

    Pages are fixed one by one by the rules that look at one page; when all are done, the rules across
    entries decide, from what all pages say then, so that the order of pages does not matter.

    `read` reads a page again just before it is fixed. `write` is given a page's path, its text as it was
    read and its fixed text as soon as these are known, and returns what of the file it could not keep. Both
    may raise PageError, and the page is then left as it was; without them nothing is read or written.
    `on_page` is called with each page's path when it is fixed by itself. `verdicts`, `only_links`, `partial`
    and `kept` are those of Linter; what the pages give after their fixes is left there.
    """
    linter = Linter(verdicts, only_links, partial, kept)
    done = _Run(inputs, unsafe, linter, read, write).result(on_page)
    linter.keep()
    return done


@dataclass(slots=True)
class _PageState:
    """A page while it is fixed; `written` is what stands in its file, and what it goes back to."""

    path: str
    written: Source
    settings: Settings
    source: Source
    elsewhere: set[str]
    fixed: Counter[str] = field(default_factory=Counter)
    pending: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    refused: dict[tuple[object, ...], str] = field(default_factory=dict)
    spent: dict[int, int] = field(default_factory=dict)
    last_codes: set[str] = field(default_factory=set)
    settled: bool = False


class _Run:
    def __init__(
        self, inputs: Sequence[Input], unsafe: bool, linter: Linter, read: Read | None, write: Write | None
    ) -> None:
        linked = linked_from_elsewhere([(path, source.text) for path, source, _ in inputs])
        self.states = [
            _PageState(path, source, settings, source, linked.get(path, set()))
            for path, source, settings in inputs
        ]
        self.unsafe, self.linter, self.read, self.write = unsafe, linter, read, write
        self.before: Counter[tuple[str, str]] = Counter()
        self.failures: list[str] = []
        self.lost: list[str] = []

    def result(self, on_page: Callable[[str], None] | None) -> FixResult:
        for state in self.states:
            self.fix_alone(state)
            if on_page:
                on_page(state.path)
        left = self.fix_across()
        return FixResult(
            {state.path: state.source for state in self.states},
            self.before,
            Counter({(state.path, code): n for state in self.states for code, n in state.fixed.items()}),
            left,
            list(self.refusals(left)),
            [*self.failures, *left.failures],
            self.lost,
        )

    def fix_alone(self, state: _PageState) -> None:
        """Fix a page by the rules that look at one page alone, and write it."""
        try:
            if self.read:
                state.source = state.written = self.read(state.path)
            known: KnownEntries = {}
            for round_ in range(MAX_ROUNDS):
                page, findings = self.linter.lint_alone(state.path, state.source, state.settings, known)
                if not round_:
                    self.before.update((state.path, finding.rule.code) for finding in findings)
                if page is None or not self.round(state, findings, FixedPage(page, known)):
                    break
            else:
                self.give_back(state, UNSETTLED)
            self.save(state)
        except PageError as error:
            self.give_back(state, error.problem)
        except RuleError:
            raise
        except Exception as error:
            self.give_back(state, defect(error))

    def fix_across(self) -> LintResult:
        """Fix what the rules across entries find, and what follows from it; returns what is left."""
        for round_ in range(MAX_ROUNDS):
            left = self.lint()
            if not round_:
                self.before.update(
                    (finding.path, finding.rule.code)
                    for finding in left.findings
                    if "catalog" in finding.rule.reads
                )
            by_path: dict[str, list[Finding]] = {}
            for finding in left.findings:
                by_path.setdefault(finding.path, []).append(finding)
            changed = False
            for state in self.states:
                if not state.settled and state.path in by_path:
                    try:
                        page = FixedPage(left.pages[state.path], {})
                        changed |= self.round(state, by_path[state.path], page)
                    except PageError as error:
                        self.give_back(state, error.problem)
                        changed = True
                    except Exception as error:
                        self.give_back(state, defect(error))
                        changed = True
            if not changed:
                break
        else:
            for state in self.states:
                if state.pending:
                    self.give_back(state, UNSETTLED)
        failed = len(self.failures)
        for state in self.states:
            try:
                self.save(state)
            except PageError as error:
                self.give_back(state, error.problem)
        return self.lint() if len(self.failures) > failed or any(s.settled for s in self.states) else left

    def lint(self) -> LintResult:
        return self.linter.lint([(s.path, s.source, s.settings) for s in self.states])

    def save(self, state: _PageState) -> None:
        """Write a page that changed, and count its fixes. Raises PageError where it cannot be written."""
        if self.write and not state.settled and state.source.raw != state.written.raw:
            lost = self.write(state.path, state.written, state.source)
            self.lost += [f"{state.path}: was fixed, but {each} could not be kept" for each in lost]
        state.written = state.source
        state.fixed += state.pending
        state.pending.clear()

    def give_back(self, state: _PageState, reason: str) -> None:
        """Leave a page as its file has it."""
        state.source = state.written
        state.pending.clear()
        state.settled = True
        self.failures.append(f"{state.path}: {reason}; the page was left as it was")

    def round(self, state: _PageState, findings: list[Finding], page: FixedPage) -> bool:
        """One round on one page; returns whether its text changed.

        What was refused is tried again once nothing else is left to do: its surroundings may have changed.
        """
        fixable = [finding for finding in findings if applies(finding.fix, self.unsafe)]
        if state.settled or not fixable:
            return False
        fresh = [finding for finding in fixable if _loose_key(finding, page) not in state.refused]
        untried = [finding for finding in fixable if _exact_key(finding, page) not in state.refused]
        return any(self.apply(state, page, each) for each in (before_outline(fresh), fresh, untried))

    def apply(self, state: _PageState, page: FixedPage, findings: list[Finding]) -> bool:
        """Apply what goes together and breaks nothing; returns whether the page's text changed."""
        chosen = compatible(findings)
        if not chosen:
            return False
        sifted = Guard(page, Linked(page, state.elsewhere), state.spent).sift(chosen)
        for finding, reason in sifted.refused:
            state.refused[_exact_key(finding, page)] = state.refused[_loose_key(finding, page)] = reason
        new = state.source.edited(edits_of(sifted.kept))
        if new.text == state.source.text:
            return False
        page.remember(sifted.read)
        codes = {finding.rule.code for finding in sifted.kept}
        state.seen.add(state.source.text)
        if new.text in state.seen:
            names = ", ".join(sorted(codes | state.last_codes))
            self.give_back(state, f"the fixes of {names} undo each other: please report this")
            return True
        if len(new.text) > MAX_GROWTH * len(state.written.text) + SPARE_CHARACTERS:
            self.give_back(
                state, f"the fixes of {', '.join(sorted(codes))} do not settle: please report this"
            )
            return True
        state.last_codes = codes
        state.source = new
        state.pending.update(finding.rule.code for finding in sifted.kept)
        return True

    def refusals(self, left: LintResult) -> Iterator[str]:
        """The findings left whose fix the guard left out, as lines for the reader."""
        by_path = {state.path: state for state in self.states}
        for finding in left.findings:
            refused = by_path[finding.path].refused
            if refused and applies(finding.fix, self.unsafe):
                reason = refused.get(_exact_key(finding, FixedPage(left.pages[finding.path], {})))
                if reason:
                    row, column = finding.start
                    code = finding.rule.code
                    yield f"{finding.path}:{row}:{column}: the fix of {code} was left out: {reason}"


def _exact_key(finding: Finding, page: FixedPage) -> tuple[object, ...]:
    """A fix's name that survives edits in other entries."""
    index = page.index_at(finding.span.start)
    start, end = page.places[index].span if index >= 0 else (0, 0)
    return (finding.rule.code, page.source.text[start:end], *_from(start, finding))


def _loose_key(finding: Finding, page: FixedPage) -> tuple[object, ...]:
    """A fix's name that survives edits in other lines."""
    edits = edits_of([finding])
    text = page.source.text
    start = text.rfind("\n", 0, min(edits).span.start) + 1
    end = text.find("\n", max(span.end for span, _ in edits))
    lines = text[start : end if end >= 0 else len(text)]
    return (finding.rule.code, page.index_at(finding.span.start), lines, *_from(start, finding))


def _from(start: int, finding: Finding) -> list[Edit]:
    return [Edit(span.shifted(-start), content) for span, content in edits_of([finding])]
