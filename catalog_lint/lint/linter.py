"""Pages in, findings out: what entries gave is remembered, so that only what changed is analysed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from catalog_lint.catalog.reader import KnownEntries
from catalog_lint.diagnostic import Related
from catalog_lint.finding import Finding, Place
from catalog_lint.lint.across import Across, Collected, across
from catalog_lint.lint.analyse import analyse_page
from catalog_lint.lint.filters import resolve
from catalog_lint.lint.findings import finding_in_entry, findings_of
from catalog_lint.lint.kept import KeptResults, text_name
from catalog_lint.lint.program import Program
from catalog_lint.lint.result import PageResult, by_name
from catalog_lint.rule.model import RuleError
from catalog_lint.source import PageError, Source

if TYPE_CHECKING:
    from catalog_lint.catalog.liveness import Verdicts
    from catalog_lint.config import Settings

Input = tuple[str, Source, "Settings"]


class LintError(Exception):
    """A run that could not look at everything; `failures` are its one-line accounts."""

    def __init__(self, failures: Sequence[str]) -> None:
        super().__init__("; ".join(failures))
        self.failures = tuple(failures)


@dataclass(slots=True)
class LintResult:
    """What a run found.

    `findings` stand in the order of the pages and of the places on them; `failures` are one-line accounts of
    what could not be looked at: a run with any has not seen everything. `pages` has what each page gave.
    """

    findings: list[Finding] = field(default_factory=list)
    entries: int = 0
    failures: list[str] = field(default_factory=list)
    pages: dict[str, PageResult] = field(default_factory=dict)

    def locate(self, related: Related, path: str, index: int) -> Place:
        """Where a place stands that a hit in the entry at `index` on the page at `path` names."""
        path, index = related.target or (path, index)
        page = self.pages[path]
        span = related.span.shifted(page.entries[index].start)
        return Place.on(page.source, path, span, related.message)

    def raise_failures(self) -> None:
        """Raise LintError where the run failed anywhere."""
        if self.failures:
            raise LintError(self.failures)


class Linter:
    """Lints pages; a page whose text is the one of the time before is not analysed again.

    `verdicts` are what the network said, for rules that read links; `only_links` uses no other rules.
    `partial`: the pages are some of a catalog. `kept` has what earlier runs without `verdicts` left. One
    linter is for one thread.
    """

    def __init__(
        self,
        verdicts: Verdicts | None = None,
        only_links: bool = False,
        partial: bool = False,
        kept: KeptResults | None = None,
    ) -> None:
        self._verdicts = verdicts
        self._only_links = only_links
        self._partial = partial
        self._programs: dict[int, Program] = {}
        self._known: dict[str, PageResult] = {}
        self._kept = kept if verdicts is None and not only_links else None
        self._new: set[str] = set()

    def lint(self, inputs: Iterable[Input], on_page: Callable[[str], None] | None = None) -> LintResult:
        """The findings of all pages, those across entries among them.

        Calls `on_page` with each page's path when it is done. Raises RuleError where a rule's parameters do
        not fit.
        """
        result = LintResult()
        for path, source, settings in inputs:
            page = self._page(path, source, settings, result)
            if page is not None:
                result.pages[path] = page
                result.entries += sum(entry.kind == "entry" for entry in page.entries)
                if on_page:
                    on_page(path)
        found = self._across(result)
        for path, page in result.pages.items():
            findings = list(findings_of(page))
            for index, code, hit in found.hits.get(path, ()):
                bound = page.program.rules[code]
                places = [result.locate(related, path, index) for related in hit.related]
                findings.append(finding_in_entry(bound, hit, page, page.entries[index], places))
            try:
                not_asked = page.program.unproved if self._partial else ()
                result.findings += resolve(page, findings, not_asked=not_asked).findings
            except Exception as error:
                result.failures.append(f"{path}: could not be linted: {defect(error)}")
        return result

    def lint_alone(
        self, path: str, source: Source, settings: Settings, read: KnownEntries | None = None
    ) -> tuple[PageResult | None, list[Finding]]:
        """What a page gives by itself, and its findings without those of the rules across entries.

        `read` as for analyse_page. None and no findings where it cannot be read, which `lint` tells.
        """
        page = self._page(path, source, settings, LintResult(), read)
        if page is None:
            return None, []
        across = [bound.code for bound in page.program.across]
        return page, resolve(page, findings_of(page), not_asked=across).findings

    def keep(self) -> None:
        """Leave what the pages gave last for later runs, and forget it."""
        for path in self._new if self._kept else ():
            page = self._known[path]
            if self._kept and not any(page.failures()):
                self._kept.save(page, text_name(page.source))
        self._new.clear()
        self._known.clear()

    def program(self, settings: Settings) -> Program:
        """The rules that settings choose, bound once for this linter."""
        known = self._programs.get(id(settings))
        if known is None:
            known = self._programs[id(settings)] = Program(settings, self._verdicts, self._only_links)
        return known

    def _page(
        self,
        path: str,
        source: Source,
        settings: Settings,
        result: LintResult,
        read: KnownEntries | None = None,
    ) -> PageResult | None:
        """What the page gives by itself; None where it fails, which the result then says."""
        program = self.program(settings)
        page = self._known.get(path)
        if page is None or page.program is not program or page.source.text != source.text:
            try:
                page = self._known[path] = self._analysed(path, source, program, read)
            except PageError as error:
                result.failures.append(str(error))
                return None
            except RuleError:
                raise
            except Exception as error:
                result.failures.append(f"{path}: could not be linted: {defect(error)}")
                return None
        result.failures += page.failures()
        return page

    def _analysed(self, path: str, source: Source, program: Program, read: KnownEntries | None) -> PageResult:
        """What the page gives, from what it gave before or an earlier run left as far as that goes."""
        page = self._known.get(path)
        before = None
        if page is not None and page.program is program:
            before = by_name(page.names(), page.entries)
        elif self._kept:
            found = self._kept.load(path, source, program, text_name(source))
            if found is not None:
                return found
            before = self._kept.before(path, program)
        result = analyse_page(path, source, program, before, read)
        self._new.add(path)
        return result

    def _across(self, result: LintResult) -> Across:
        """The hits across entries; the pages that share their settings are one catalog."""
        every = Across()
        for program in {id(page.program): page.program for page in result.pages.values()}.values():
            entries = [
                Collected(page.path, index, entry.result)
                for page in result.pages.values()
                if page.program is program
                for index, entry in enumerate(page.entries)
            ]
            found = across(entries, program, self._partial)
            every.hits.update(found.hits)
            every.failures += found.failures
        result.failures += every.failures
        return every


def lint(
    inputs: Iterable[Input],
    on_page: Callable[[str], None] | None = None,
    verdicts: Verdicts | None = None,
    only_links: bool = False,
    partial: bool = False,
) -> LintResult:
    """Lint pages once; see Linter."""
    return Linter(verdicts, only_links, partial).lint(inputs, on_page)


def defect(error: Exception) -> str:
    """An error of our own, in a few words."""
    return f"{type(error).__name__}: {error}; this is a defect of catalog-lint: please report it"
