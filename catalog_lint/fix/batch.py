"""Fixing the pages of a run, each by itself in any process, then what the rules across entries find."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from catalog_lint.cache import Records
from catalog_lint.catalog.suppression_comments import may_hold_suppressions
from catalog_lint.diagnostic import is_applied
from catalog_lint.finding import Finding
from catalog_lint.fix.anchors import linked_from_elsewhere
from catalog_lint.fix.rounds import MAX_ROUNDS, UNSETTLED, PageFixes
from catalog_lint.lint.batch import Batch, Render
from catalog_lint.lint.crossing import CrossHit, NamedPage, Seen
from catalog_lint.lint.filters import Filter, Resolved
from catalog_lint.lint.jobs import FixCounts, Job, Map
from catalog_lint.lint.kept import text_name
from catalog_lint.lint.linter import Linter
from catalog_lint.lint.pages import Pages
from catalog_lint.lint.result import PageResult
from catalog_lint.source import PageError, Source

if TYPE_CHECKING:
    from catalog_lint.config import Settings


class FixJob(NamedTuple):
    """What a page is fixed by: the anchors that other pages may link to, and whether by unsafe fixes too."""

    page: NamedPage
    elsewhere: tuple[str, ...]
    unsafe: bool


class FixedAlone(NamedTuple):
    """What became of a page: counts by code, and one-line accounts; see `settle.FixResult`."""

    page: NamedPage
    before: dict[str, int]
    fixed: dict[str, int]
    refused: list[str]
    failures: list[str]
    lost: list[str]


@dataclass(slots=True)
class Fixed:
    """What fixing came to: the counts of pages that were fixed, and one-line accounts.

    `refused`, `failures` and `lost` as in `settle.FixResult`; `seen` has pages that went through a first pass
    since they were fixed.
    """

    counts: dict[str, FixCounts] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    seen: dict[str, Seen] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many findings were fixed."""
        return sum(count for page in self.counts.values() for _, count in page.fixed)


def render_nothing(page: PageResult, resolved: Resolved, fixes: FixCounts) -> list[bytes]:
    """The part of a page in no report."""
    return []


class FixBatch(Batch):
    """A batch whose pages can be fixed before its passes; what they give at last is kept.

    `linter` looks at pages while they are fixed, and leaves what they give in `cache`.
    """

    def __init__(
        self,
        settings: Sequence[Settings],
        linter: Linter,
        cache: Records,
        render: Render = render_nothing,
        form: str = "",
        filters: Sequence[Filter] = (),
        pages: Pages | None = None,
    ) -> None:
        self._linter = linter
        programs = [linter.program(one) for one in settings]
        super().__init__(programs, render, form, cache, True, filters, pages)
        self._unwritten: dict[str, Source] = {}

    def fix(self, job: FixJob) -> FixedAlone:
        """Fix a page by the rules that look at one page, and write it."""
        try:
            source = self.pages.read(job.page.path)
        except PageError:  # the first pass tells it
            return _untouched(job)
        return _untouched(job) if self._has_no_fix(job, source) else self._fixed(job, source)

    def fix_here(self, job: FixJob) -> FixedAlone | None:
        """As `fix`, of a page that is known to have no fix."""
        page = job.page
        if not self._kept.knows(page.path, self.programs[page.program]):
            return None
        try:
            source = self.pages.read(page.path)
        except PageError:
            return None
        return _untouched(job) if self._has_no_fix(job, source) else None

    def _has_no_fix(self, job: FixJob, source: Source) -> bool:
        """Whether what was kept of a page says so."""
        program = self.programs[job.page.program]
        kept = self._kept.outside(job.page.path, program, text_name(source))
        return bool(kept and not is_applied(kept.fix, job.unsafe) and not may_hold_suppressions(source.text))

    def _fixed(self, job: FixJob, source: Source) -> FixedAlone:
        page, program = job.page, self.programs[job.page.program]
        resting = not gc.isenabled()
        if resting:
            gc.freeze()  # so that only what is newer is walked at the end
        work = PageFixes(page.path, source, job.unsafe, job.elsewhere, self.pages.write)
        left = work.fix_alone(
            lambda text, known: self._linter.lint_alone(page.path, text, program.settings, known)
        )
        refused = list(work.refusals(*left)) if left else []
        self._linter.keep()
        if resting:
            del left
            gc.collect()
        return FixedAlone(page, dict(work.before), dict(work.fixed), refused, work.failures, work.lost)

    def fix_across(self, run: _Across, over: Map) -> dict[str, Seen]:
        """Fix what the rules across entries find, and what follows from it.

        Returns the pages that it left as they were, after a first pass.
        """
        seen = {one.page.path: one for one in self.firsts(over, run.pages) if one.text}
        for round_ in range(MAX_ROUNDS):
            cross = self.crossed(seen, [], None, run.partial)
            changed = [
                path for path in seen if self._round(run, seen[path], cross.get(path, ()), round_ == 0)
            ]
            if not changed:
                break
            for path in changed:
                seen[path] = self.first(seen[path].page)
        else:
            for work in run.works.values():
                if work.pending:
                    work.give_back(UNSETTLED)
        self._unwritten.clear()
        self._source.cache_clear()
        for work in run.works.values():
            try:
                work.save()
            except PageError as error:
                work.give_back(error.problem)
        return {path: one for path, one in seen.items() if path not in run.works}

    def _round(self, run: _Across, seen: Seen, cross: Sequence[CrossHit], first: bool) -> bool:
        """One round on a page that the rules across entries, or earlier rounds, give reason for."""
        path = seen.page.path
        work = run.works.get(path)
        has_fix = any(one.hit.edits for one in cross)
        if path not in run.given or not (work or has_fix or (first and cross and path in run.before)):
            return False
        try:
            result = self._result(seen.page, seen.text)
            job = Job(seen.page, seen.text, tuple(cross), True, run.partial)
            findings = self.resolved(job, result).findings
        except PageError as error:  # this page, or one that a finding names; the second pass tells it
            if work is None or work.settled or error.path != path:
                return False
            work.give_back(error.problem)
            self._unwritten.pop(path, None)
            self._source.cache_clear()
            return True
        if first:
            run.before.setdefault(path, Counter()).update(_codes_across(findings))
        if work is None:
            if not has_fix:
                return False
            if path not in run.fixed:
                run.before[path] = Counter(one.rule.code for one in findings)
            work = run.works[path] = PageFixes(
                path, result.source, run.unsafe, run.elsewhere.get(path, ()), self.pages.write
            )
        run.left[path] = findings, result
        changed = work.fix_further(findings, result)
        if changed:
            self._unwritten[path] = work.source
            self._source.cache_clear()
        return changed

    def _read(self, path: str) -> Source:
        return self._unwritten.get(path) or self.pages.read(path)


@dataclass(slots=True)
class _Across:
    """What fixing across pages needs, and `works`, `left` and `before`, which fill: the pages that it
    fixes, what was found on each at last, and counts of what was found at first.
    """

    pages: Sequence[NamedPage]
    given: Set[str]
    elsewhere: dict[str, set[str]]
    unsafe: bool
    partial: bool
    before: dict[str, Counter[str]]
    fixed: dict[str, Counter[str]]
    works: dict[str, PageFixes] = field(default_factory=dict)
    left: dict[str, tuple[list[Finding], PageResult]] = field(default_factory=dict)


def fix_pages(
    batch: FixBatch,
    pages: Sequence[NamedPage],
    over: Map,
    on_page: Callable[[str], None],
    *,
    unsafe: bool,
    given: Set[str] | None = None,
    partial: bool = False,
) -> Fixed:
    """Apply safe fixes (and unsafe ones where asked) to pages, until none changes, and write them
    (or their drafts).

    `over`, `given` and `partial` as for `lint.batch.lint_pages`; only pages that were asked for are fixed.
    `on_page` is called with each page's path when it is fixed by itself. Raises RuleError where a rule's
    parameters do not fit.
    """
    wanted = {page.path for page in pages} if given is None else given
    elsewhere = linked_from_elsewhere([page.path for page in pages], _texts(batch.pages, pages))
    jobs = [
        FixJob(page, tuple(sorted(elsewhere.get(page.path, ()))), unsafe)
        for page in pages
        if page.path in wanted
    ]
    done = Fixed()
    run = _Across(pages, wanted, elsewhere, unsafe, partial, {}, {})
    refused: dict[str, list[str]] = {}
    for one in over(batch.fix, jobs, batch.fix_here):
        path = one.page.path
        on_page(path)
        refused[path] = one.refused
        done.failures += one.failures
        done.lost += one.lost
        if one.fixed:
            run.before[path], run.fixed[path] = Counter(one.before), Counter(one.fixed)
    done.seen = batch.fix_across(run, over)
    for path, work in run.works.items():
        run.fixed[path] = run.fixed.get(path, Counter()) + work.fixed
        refused[path] = list(work.refusals(*run.left[path]))
        done.failures += work.failures
        done.lost += work.lost
    done.refused = [line for lines in refused.values() for line in lines]
    done.counts = {
        path: FixCounts(tuple(sorted(fixed.items())), tuple(sorted(run.before[path].items())))
        for path, fixed in run.fixed.items()
        if fixed
    }
    return done


def _untouched(job: FixJob) -> FixedAlone:
    return FixedAlone(job.page, {}, {}, [], [], [])


def _codes_across(findings: Collection[Finding]) -> Iterator[str]:
    return (finding.rule.code for finding in findings if "catalog" in finding.rule.reads)


def _texts(there: Pages, pages: Sequence[NamedPage]) -> Iterator[tuple[str, str]]:
    """The pages that can be read, with their texts, one after the other."""
    for page in pages if len(pages) > 1 else ():
        try:
            yield page.path, there.read(page.path).text
        except PageError:
            continue
