"""Pages given as texts, fixed until nothing changes, and what is left on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from catalog_lint.cache import MemoryRecords
from catalog_lint.fix.batch import FixBatch, fix_pages
from catalog_lint.lint.crossing import programs_and_pages
from catalog_lint.lint.jobs import in_turn
from catalog_lint.lint.kept import KeptResults
from catalog_lint.lint.linter import Input, Linter, LintError, LintResult
from catalog_lint.lint.pages import Pages, Texts
from catalog_lint.source import PageError, Source

if TYPE_CHECKING:
    from catalog_lint.catalog.liveness import Verdicts


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
    on_page: Callable[[str], None] = lambda _: None,
    verdicts: Verdicts | None = None,
    only_links: bool = False,
    partial: bool = False,
    pages: Pages | None = None,
) -> FixResult:
    """Apply safe fixes (and unsafe ones where asked) until no page changes.

    Pages are fixed one by one by the rules that look at one page; when all are done, the rules across
    entries decide, from what all pages say then, so that the order of pages does not matter.

    `on_page` is called with each page's path when it is fixed by itself. `verdicts`, `only_links` and
    `partial` are those of Linter. `pages` are where each page is read again just before it is fixed, and
    written (None: in memory, so that no file is touched).
    """
    there = pages or Texts({path: source for path, source, _ in inputs})
    settings, named = programs_and_pages((path, chosen) for path, _, chosen in inputs)
    records = MemoryRecords()
    linter = Linter(verdicts, only_links, partial, KeptResults(records))
    batch = FixBatch(settings, linter, records, pages=there)
    done = fix_pages(batch, named, in_turn, on_page, unsafe=unsafe, partial=partial)
    sources = {path: source for path, source, _ in inputs}
    unread = []
    for path in sources:
        try:
            sources[path] = there.read(path)
        except PageError as error:
            unread.append(str(error))
    left = linter.lint([(path, sources[path], chosen) for path, _, chosen in inputs])
    before = Counter((one.path, one.rule.code) for one in left.findings if one.path not in done.counts)
    fixed: Counter[tuple[str, str]] = Counter()
    for path, page in done.counts.items():
        before.update({(path, code): count for code, count in page.before or ()})
        fixed.update({(path, code): count for code, count in page.fixed})
    failures = [*done.failures, *unread, *left.failures]
    return FixResult(sources, before, fixed, left, done.refused, failures, done.lost)
