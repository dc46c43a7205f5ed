"""One page while it is fixed: what of its fixes is applied round by round, refused, written, given back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from catalog_lint.catalog.reader import KnownEntries
from catalog_lint.finding import Finding
from catalog_lint.fix.anchors import Linked
from catalog_lint.fix.choose import applies, before_outline, compatible, edits_of
from catalog_lint.fix.guard import Guard
from catalog_lint.fix.page import FixedPage
from catalog_lint.lint.linter import defect
from catalog_lint.lint.result import PageResult
from catalog_lint.rule.model import RuleError
from catalog_lint.source import Edit, PageError, Source

MAX_ROUNDS = 50
MAX_GROWTH = 2
SPARE_CHARACTERS = 1_000
UNSETTLED = f"its fixes do not settle in {MAX_ROUNDS} rounds: please report this"
Write = Callable[[str, Source, Source], list[str]]
LintAlone = Callable[[Source, KnownEntries], tuple[PageResult | None, list[Finding]]]
"""What a page with this text gives, and its findings without those across entries; None where it fails."""


@dataclass(slots=True)
class PageFixes:
    """A page while it is fixed; `written` is what stands in its file, and what it goes back to.

    `elsewhere` are the anchors that other pages may link to. `write` as for `settle.fix`. `before` counts by
    code what was found at first, `fixed` what was fixed and written; `failures` and `lost` are one-line
    accounts.
    """

    path: str
    written: Source
    unsafe: bool
    elsewhere: Collection[str] = ()
    write: Write | None = None
    source: Source = field(init=False)
    before: Counter[str] = field(default_factory=Counter)
    fixed: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    settled: bool = False
    pending: Counter[str] = field(default_factory=Counter)
    _seen: set[str] = field(default_factory=set)
    _refused: dict[tuple[object, ...], str] = field(default_factory=dict)
    _spent: dict[int, int] = field(default_factory=dict)
    _last_codes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.source = self.written

    def fix_alone(self, lint: LintAlone) -> tuple[list[Finding], PageResult] | None:
        """Fix the page by the rules that look at one page, and write it.

        Returns what is found at last and what the page gives, None where it was left as it was.
        """
        known: KnownEntries = {}
        try:
            for round_ in range(MAX_ROUNDS):
                page, findings = lint(self.source, known)
                if not round_:
                    self.before.update(finding.rule.code for finding in findings)
                if page is None or not self.round(findings, FixedPage(page, known)):
                    break
            else:
                self.give_back(UNSETTLED)
            self.save()
            return (findings, page) if page and not self.settled else None
        except PageError as error:
            self.give_back(error.problem)
        except RuleError:
            raise
        except Exception as error:
            self.give_back(defect(error))
        return None

    def fix_further(self, findings: list[Finding], page: PageResult) -> bool:
        """One round by what rules across entries found too; returns whether anything changed."""
        try:
            return self.round(findings, FixedPage(page, {}))
        except PageError as error:
            self.give_back(error.problem)
        except Exception as error:
            self.give_back(defect(error))
        return True

    def save(self) -> None:
        """Write the page where it changed, and count its fixes. Raises PageError where that fails."""
        if self.write and not self.settled and self.source.raw != self.written.raw:
            lost = self.write(self.path, self.written, self.source)
            self.lost += [f"{self.path}: was fixed, but {each} could not be kept" for each in lost]
        self.written = self.source
        self.fixed += self.pending
        self.pending.clear()

    def give_back(self, reason: str) -> None:
        """Leave the page as its file has it."""
        self.source = self.written
        self.pending.clear()
        self.settled = True
        self.failures.append(f"{self.path}: {reason}; the page was left as it was")

    def round(self, findings: list[Finding], page: FixedPage) -> bool:
        """One round; returns whether the page's text changed.

        What was refused is tried again once nothing else is left to do: its surroundings may have changed.
        """
        fixable = [finding for finding in findings if applies(finding.fix, self.unsafe)]
        if self.settled or not fixable:
            return False
        fresh = [finding for finding in fixable if _loose_key(finding, page) not in self._refused]
        untried = [finding for finding in fixable if _exact_key(finding, page) not in self._refused]
        return any(self._apply(page, each) for each in (before_outline(fresh), fresh, untried))

    def _apply(self, page: FixedPage, findings: list[Finding]) -> bool:
        """Apply what goes together and breaks nothing; returns whether the page's text changed."""
        chosen = compatible(findings)
        if not chosen:
            return False
        sifted = Guard(page, Linked(page, self.elsewhere), self._spent).sift(chosen)
        for finding, reason in sifted.refused:
            self._refused[_exact_key(finding, page)] = self._refused[_loose_key(finding, page)] = reason
        new = self.source.edited(edits_of(sifted.kept))
        if new.text == self.source.text:
            return False
        page.remember(sifted.read)
        codes = {finding.rule.code for finding in sifted.kept}
        self._seen.add(self.source.text)
        if new.text in self._seen:
            names = ", ".join(sorted(codes | self._last_codes))
            self.give_back(f"the fixes of {names} undo each other: please report this")
            return True
        if len(new.text) > MAX_GROWTH * len(self.written.text) + SPARE_CHARACTERS:
            self.give_back(f"the fixes of {', '.join(sorted(codes))} do not settle: please report this")
            return True
        self._last_codes = codes
        self.source = new
        self.pending.update(finding.rule.code for finding in sifted.kept)
        return True

    def refusals(self, left: Iterable[Finding], result: PageResult) -> Iterator[str]:
        """The findings left on the page whose fix the guard left out, as lines for the reader."""
        if not self._refused:
            return
        page = FixedPage(result, {})
        for finding in left:
            if applies(finding.fix, self.unsafe) and (reason := self._refused.get(_exact_key(finding, page))):
                row, column = finding.start
                yield f"{self.path}:{row}:{column}: the fix of {finding.rule.code} was left out: {reason}"


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
