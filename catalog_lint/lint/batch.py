"""Linting many pages in two passes, so that few of them are in memory at a time.

The first pass gives what the rules across entries need of each page and keeps its hits; the second makes
the page's findings, those across entries among them, and renders them. Both need nothing of other pages but
plain values, so that any process can carry them out.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import chain
from pathlib import Path

from catalog_lint.cache import REPORT_PARTS, Records, digest_of
from catalog_lint.diagnostic import Span
from catalog_lint.finding import Place
from catalog_lint.lint.analyse import Analyse, Stretch, analyse_all, analyse_page
from catalog_lint.lint.crossing import CrossHit, NamedPage, Seen, crossed
from catalog_lint.lint.filters import Filter, Resolved, resolve
from catalog_lint.lint.findings import finding_in_entry, findings_of
from catalog_lint.lint.jobs import Done, FixCounts, Job, Map, Part, cut
from catalog_lint.lint.kept import KeptResults, text_name
from catalog_lint.lint.linter import LintError, defect
from catalog_lint.lint.pages import Pages
from catalog_lint.lint.program import Program
from catalog_lint.lint.result import EntryResult, PageResult, PlacedResult
from catalog_lint.rule.model import RuleError
from catalog_lint.source import PageError, Source

PAYS_ABOVE = 100_000
"""Bytes of entries above which starting more than one process pays (measured with two processors)."""
FEW_CHANGED = 400_000
"""Bytes of pages with changed entries up to which it does not."""
MAX_HELD = 1_200_000
"""Characters of pages whose results stay in memory between the passes; others are read from records."""


Render = Callable[[PageResult, Resolved, FixCounts], list[bytes]]


class Batch:
    """The two passes as one process carries them out.

    `cache` keeps what pages gave; `lasting` says whether other processes or runs read it, or only this one,
    which writes no more than it cannot hold. `render` makes of a page's findings what is reported and kept,
    and `form` names all that decides how it does. `pages` are where texts are read (None: their files).
    """

    def __init__(
        self,
        programs: Sequence[Program],
        render: Render,
        form: str,
        cache: Records,
        lasting: bool = True,
        filters: Sequence[Filter] = (),
        pages: Pages | None = None,
    ) -> None:
        self.programs = programs
        self.pages = pages or Pages()
        self.cache = cache
        self._kept = KeptResults(cache)
        self._lasting = lasting
        self._render = render
        self._form = digest_of(form, *(one.digest for one in filters))
        self._filters = filters
        self._held: OrderedDict[str, tuple[str, PageResult]] = OrderedDict()
        self._source = lru_cache(8)(self._read)
        self._spare = FEW_CHANGED
        self._over: Map | None = None
        self._parts = 1

    def share(self, over: Map, parts: int) -> None:
        """Have each page's entries analysed over several processes, in so many parts, not page by page."""
        self._over, self._parts = over, parts

    def first(self, page: NamedPage) -> Seen:
        """Read and analyse a page, or take what was kept of the same text."""
        try:
            source = self._read(page.path)
        except PageError as error:
            return Seen(page, "", "", [], [], [str(error)])
        text = text_name(source)
        return self._seen_before(page, text) or self._analysed(page, source, text)

    def firsts(self, over: Map, pages: Iterable[NamedPage]) -> Iterator[Seen]:
        """The first pass over pages, in order."""
        if self._over is not None:
            return map(self.first, pages)
        return over(self.first, pages, self.first_here)

    def first_here(self, page: NamedPage) -> Seen | None:
        """The first pass over a page of which this text was kept, or another while few pages have changed."""
        if not self._lasting or not self._kept.knows(page.path, self.programs[page.program]):
            return None
        try:
            source = self._read(page.path)
        except PageError:
            return None
        text = text_name(source)
        seen = self._seen_before(page, text)
        if seen is None and self._is_little(len(source.raw)):
            seen = self._analysed(page, source, text)
        return seen

    def _is_little(self, size: int) -> bool:
        """Whether pages of so many bytes are still too little work for other processes, all in all."""
        self._spare -= size
        return self._spare >= 0

    def _seen_before(self, page: NamedPage, text: str) -> Seen | None:
        kept = self._kept.outside(page.path, self.programs[page.program], text) if self._lasting else None
        return Seen(page, text, kept.facts, kept.starts, None, []) if kept else None

    def _analysed(self, page: NamedPage, source: Source, text: str) -> Seen:
        program = self.programs[page.program]
        try:
            before = self._kept.before(page.path, program) if self._lasting else None
            result = analyse_page(page.path, source, program, before, each=self._each(page))
        except PageError as error:
            return Seen(page, "", "", [], [], [str(error)])
        except (RuleError, LintError):
            raise
        except Exception as error:
            return Seen(page, "", "", [], [], [f"{page.path}: could not be linted: {defect(error)}"])
        failures = list(result.failures())
        self._hold(page, text, result)
        facts = self._kept.save(result, text) if self._lasting and not failures else ""
        heads = [PlacedResult(at.start, at.length, at.result.without_hits()) for at in result.entries]
        return Seen(page, text, facts, [at.start for at in heads], heads, failures)

    def _each(self, page: NamedPage) -> Analyse | None:
        """What analyses a page's entries; None for this process."""
        over = self._over
        if over is None:
            return None

        def each(stretches: Sequence[Stretch]) -> Iterable[EntryResult | None]:
            if sum(len(one.text.encode("utf-8", "surrogatepass")) for one in stretches) <= PAYS_ABOVE:
                return analyse_all(page.path, stretches, self.programs[page.program])
            parts = [Part(page, part) for part in cut(stretches, self._parts)]
            return chain.from_iterable(over(self.part, parts))

        return each

    def part(self, part: Part) -> list[EntryResult | None]:
        """The results of a part of a page."""
        return list(analyse_all(part.page.path, part.stretches, self.programs[part.page.program]))

    def entries(self, seen: Seen) -> list[PlacedResult]:
        """A page's entries after its first pass, without their hits where they are kept."""
        if seen.entries is not None:
            return seen.entries
        page, text = seen.page, seen.text
        kept = self._kept.heads(page.path, self.programs[page.program], text)
        return self._result(page, text).entries if kept is None else kept

    def second(self, job: Job) -> Done:
        """Make a page's findings and render them, or take what was kept of the same ones."""
        page, key = job.page, self._record(job)
        kept = self.cache.load(key, REPORT_PARTS) if self._lasting else None
        if kept is not None:
            self._held.pop(page.path, None)
            return Done(page, kept, [], job.text, key)
        try:
            result = self._result(page, job.text)
            resolved = self.resolved(job, result, self._filters)
            parts = self._render(result, resolved, job.fixes)
        except PageError as error:
            return Done(page, [], [str(error)])
        except Exception as error:
            return Done(page, [], [f"{page.path}: could not be linted: {defect(error)}"])
        if self._lasting and resolved.lasting:
            self.cache.save(key, parts)
        return Done(page, parts, [], job.text, key)

    def second_here(self, job: Job) -> Done | None:
        """The second pass over a page whose part was kept, or that is at hand, or while few have changed."""
        path = job.page.path
        if path in self._held or self.cache.has(self._record(job)):
            return self.second(job)
        try:
            size = Path(path).stat().st_size
        except OSError:
            return None
        known = self._kept.knows(path, self.programs[job.page.program])
        return self.second(job) if known and self._is_little(size) else None

    def _record(self, job: Job) -> str:
        """What names a page's part of the report."""
        page, program = job.page, self.programs[job.page.program]
        name = self._kept.key(page.path, program, job.text)
        about = f"{job.whole} {job.partial} {job.fixes}"
        return digest_of(name, program.digest, self._form, repr(job.cross), about)

    def crossed(
        self, known: Mapping[str, Seen], failures: list[str], given: Set[str] | None, partial: bool
    ) -> dict[str, list[CrossHit]]:
        """The hits across entries by path; pages with one program are one catalog. As for `lint_pages`."""
        cross: dict[str, list[CrossHit]] = {}
        for index, program in enumerate(self.programs):
            mine = {path: one for path, one in known.items() if one.page.program == index}
            records = self.cache if self._lasting else None
            cross |= crossed(mine, program, self.entries, records, failures, given, partial)
        return cross

    def resolved(self, job: Job, result: PageResult, filters: Sequence[Filter] = ()) -> Resolved:
        """The findings of a page, those across entries that the job brings among them.

        Raises PageError where another page that one of them names cannot be read.
        """
        findings = list(findings_of(result)) if job.whole else []
        for at, code, hit, places in job.cross:
            bound, entry = result.program.rules[code], result.entries[at]
            findings.append(
                finding_in_entry(bound, hit, result, entry, [self._place(*place) for place in places])
            )
        not_asked = result.program.unproved if job.partial else ()
        return resolve(result, findings, filters, not_asked, job.whole)

    def _hold(self, page: NamedPage, text: str, result: PageResult) -> None:
        self._held[page.path] = text, result
        held = sum(len(one.source.text) for _, one in self._held.values())
        while len(self._held) > 1 and held > MAX_HELD:
            _, (name, oldest) = self._held.popitem(last=False)
            held -= len(oldest.source.text)
            if not self._lasting:
                self._kept.save(oldest, name, latest=False)

    def _result(self, page: NamedPage, text: str) -> PageResult:
        """What the page gave in the first pass. Raises PageError where the page has changed since."""
        held = self._held.pop(page.path, None)
        if held is not None and held[0] == text:
            return held[1]
        source, program = self._source(page.path), self.programs[page.program]
        if text_name(source) != text:
            raise PageError(page.path, "changed while it was being linted; run again")
        kept = self._kept.load(page.path, source, program, text)
        return kept or analyse_page(page.path, source, program)

    def _read(self, path: str) -> Source:
        return self.pages.read(path)

    def _place(self, path: str, span: Span, message: str) -> Place:
        return Place.on(self._source(path), path, span, message)


def lint_pages(
    batch: Batch,
    pages: Sequence[NamedPage],
    over: Map,
    failures: list[str],
    seen: Callable[[Seen], None],
    given: Set[str] | None = None,
    partial: bool = False,
    fixes: Mapping[str, FixCounts] | None = None,
    before: Mapping[str, Seen] | None = None,
) -> Iterator[Done]:
    """Both passes over all pages of a run; what each page gave, in order.

    `over` carries the passes out; `failures` takes one-line accounts of what went wrong; `seen` is called
    with each page after its first pass. `given` are the paths of the pages that were asked for (None: all):
    of others only findings across entries are reported, those that a given page has a part in. `partial`: the
    pages are some of a catalog. `fixes` are the counts of pages that were fixed before, and `before` has
    those that went through the first pass since. Raises RuleError where a rule's parameters do not fit.
    """
    known = dict(before or {})
    fresh = batch.firsts(over, [page for page in pages if page.path not in known])
    for page in pages:
        one = known.get(page.path) or next(fresh)
        failures += one.failures
        seen(one)
        known[page.path] = one
    known = {page.path: known[page.path] for page in pages if known[page.path].text}
    cross = batch.crossed(known, failures, given, partial)
    jobs = [
        Job(
            one.page,
            one.text,
            tuple(cross.get(path, ())),
            whole,
            partial,
            (fixes or {}).get(path, FixCounts()),
        )
        for path, one in known.items()
        if (whole := given is None or path in given) or path in cross
    ]
    known.clear()
    for done in over(batch.second, jobs, batch.second_here):
        failures += done.failures
        if done.parts:
            yield done
