"""Fixes: choose, guard, apply, again until nothing changes; first each page by itself, then across pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from catalog_lint.finding import Finding
from catalog_lint.fix.anchors import linked_from_elsewhere
from catalog_lint.fix.rounds import MAX_ROUNDS, UNSETTLED, PageFixes, Write
from catalog_lint.lint.kept import KeptResults
from catalog_lint.lint.linter import Input, Linter, LintError, LintResult
from catalog_lint.source import PageError, Source

if TYPE_CHECKING:
    from catalog_lint.catalog.liveness import Verdicts

    pass

Read = Callable[[str], Source]


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


class _Run:
    def __init__(
        self, inputs: Sequence[Input], unsafe: bool, linter: Linter, read: Read | None, write: Write | None
    ) -> None:
        texts = [(path, source.text) for path, source, _ in inputs]
        linked = linked_from_elsewhere([path for path, _ in texts], texts)
        self.settings = {path: settings for path, _, settings in inputs}
        self.pages = [
            PageFixes(path, source, unsafe, linked.get(path, ()), write) for path, source, _ in inputs
        ]
        self.linter, self.read = linter, read

    def result(self, on_page: Callable[[str], None] | None) -> FixResult:
        for page in self.pages:
            self.fix_alone(page)
            if on_page:
                on_page(page.path)
        left = self.fix_across()
        by_path: dict[str, list[Finding]] = {}
        for finding in left.findings:
            by_path.setdefault(finding.path, []).append(finding)
        return FixResult(
            {page.path: page.source for page in self.pages},
            Counter({(page.path, code): n for page in self.pages for code, n in page.before.items()}),
            Counter({(page.path, code): n for page in self.pages for code, n in page.fixed.items()}),
            left,
            [
                line
                for page in self.pages
                if page.path in by_path
                for line in page.refusals(by_path[page.path], left.pages[page.path])
            ],
            [*(failure for page in self.pages for failure in page.failures), *left.failures],
            [line for page in self.pages for line in page.lost],
        )

    def fix_alone(self, page: PageFixes) -> None:
        settings = self.settings[page.path]
        try:
            if self.read:
                page.source = page.written = self.read(page.path)
        except PageError as error:
            page.give_back(error.problem)
        else:
            page.fix_alone(lambda source, known: self.linter.lint_alone(page.path, source, settings, known))

    def fix_across(self) -> LintResult:
        """Fix what the rules across entries find, and what follows from it; returns what is left."""
        for round_ in range(MAX_ROUNDS):
            left = self.lint()
            by_path: dict[str, list[Finding]] = {}
            for finding in left.findings:
                by_path.setdefault(finding.path, []).append(finding)
            changed = False
            for page in self.pages:
                mine = by_path.get(page.path, [])
                if not round_:
                    page.before.update(one.rule.code for one in mine if "catalog" in one.rule.reads)
                if mine and not page.settled:
                    changed |= page.fix_further(mine, left.pages[page.path])
            if not changed:
                break
        else:
            for page in self.pages:
                if page.pending:
                    page.give_back(UNSETTLED)
        failed = sum(len(page.failures) for page in self.pages)
        for page in self.pages:
            try:
                page.save()
            except PageError as error:
                page.give_back(error.problem)
        again = sum(len(page.failures) for page in self.pages) > failed
        return self.lint() if again or any(page.settled for page in self.pages) else left

    def lint(self) -> LintResult:
        return self.linter.lint([(page.path, page.source, self.settings[page.path]) for page in self.pages])
