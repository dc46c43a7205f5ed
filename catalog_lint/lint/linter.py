"""Rules x entries -> findings."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from catalog_lint.catalog.facts import Facts, facts_of
from catalog_lint.catalog.liveness import Answered, Verdicts
from catalog_lint.catalog.model import Entry, Page
from catalog_lint.catalog.reader import read_page
from catalog_lint.diagnostic import APPLICABILITIES, Finding, Fix, Hit
from catalog_lint.lint.suppressions import Suppressions
from catalog_lint.rule.contract import Collector
from catalog_lint.rule.model import FixPromise, Reads, Rule, RuleError
from catalog_lint.source import Edit, PageError, Source, Span

if TYPE_CHECKING:
    from catalog_lint.config import Settings

Input = tuple[str, Source, "Settings"]
_ENTRY_READS: frozenset[Reads] = frozenset({"body", "title", "entry", "links"})


@dataclass(slots=True)
class Judgement:
    """What a run found.

    `failures` are one-line accounts of what went wrong inside; a run with any exits 2.
    """

    findings: list[Finding] = field(default_factory=list)
    entries: int = 0
    failures: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)


class _Bound:
    """A rule with the values of one configuration."""

    __slots__ = ("collect", "function", "outside", "params", "promise", "reads", "rule", "severity")

    def __init__(self, rule: Rule, settings: Settings) -> None:
        self.rule = rule
        self.reads = rule.reads
        self.promise = rule.fix
        self.params = rule.bound(settings.params(rule))
        self.severity = settings.severity(rule)
        self.function = rule.function
        self.collect: Collector | None = getattr(rule.function, "collect", None)
        self.outside: bool = getattr(rule.function, "outside", False)

    def hits(self, subject: Any) -> list[Hit]:
        return list(self.function(subject, self.params))

    def speaks(self, language: str) -> bool:
        return not self.rule.languages or language in self.rule.languages


@dataclass(slots=True)
class _Result:
    """What one entry gave: hits by rule, and what the checks across entries collected."""

    hits: list[tuple[_Bound, Hit]]
    notes: dict[str, Any]
    failures: list[tuple[str, str]]


class _RuleSet:
    """The rules of one configuration, bound once, by what they read."""

    def __init__(self, settings: Settings, asked: bool, only_links: bool) -> None:
        self.settings = settings
        self.rules = {
            code: rule
            for code, rule in settings.chosen_rules().items()
            if (asked or rule.reads != ("links",)) and (not only_links or "links" in rule.reads)
        }
        self.bound = [_Bound(rule, settings) for rule in self.rules.values()]
        self._speaking: dict[str, list[_Bound]] = {}
        self.entries: dict[str, dict[tuple[str, bool], Entry]] = {}
        self.results: dict[tuple[str, str, str], _Result] = {}

    def reading(self, what: Reads) -> Iterator[_Bound]:
        return (bound for bound in self.bound if what in bound.rule.reads)

    def of_entries(self, language: str) -> list[_Bound]:
        """The rules that judge an entry in a language, or collect something of it."""
        known = self._speaking.get(language)
        if known is None:
            known = self._speaking[language] = [
                bound
                for bound in self.bound
                if bound.speaks(language) and (bound.collect or _ENTRY_READS.intersection(bound.rule.reads))
            ]
        return known


@dataclass(slots=True)
class _PageResult:
    """What one page gave by itself."""

    source: Source
    rules: _RuleSet
    page: Page
    findings: list[Finding]
    facts: list[tuple[Facts, dict[str, Any]]]
    failures: list[str]


class Judge:
    """Judges pages, remembering each outcome, so that only what changed is judged again."""

    def __init__(
        self, verdicts: Verdicts | None = None, only_links: bool = False, outlines: bool = False
    ) -> None:
        """`verdicts` are what the network said, for rules that read links; `only_links` uses no others.

        `outlines` reads each entry with its outline, as the guard of fixes wants it.
        """
        self._verdicts = verdicts
        self._only_links = only_links
        self._outlines = outlines
        self._rule_sets: dict[int, _RuleSet] = {}
        self._results: dict[str, _PageResult] = {}

    def read(self, path: str, source: Source, settings: Settings) -> Page:
        """The page, its entries taken from earlier readings where they are the same.

        Raises PageError where it takes longer than it may.
        """
        language = settings.language_of(path)
        known = self._rule_set(settings).entries.setdefault(language, {})
        return read_page(
            path, source, settings.catalog_schema, language, settings.terms, known, self._outlines
        )

    def judge(self, inputs: Sequence[Input], on_page: Callable[[str], None] | None = None) -> Judgement:
        """Findings of all pages, in the order of `inputs` and of the places on them.

        Calls `on_page` with each page's path when it is done. Raises RuleError where a rule's
        parameters do not fit.
        """
        judgement = Judgement()
        results: list[_PageResult] = []
        with _without_collection():
            for path, source, settings in inputs:
                try:
                    result = self._page(path, source, settings)
                except PageError as error:
                    judgement.failures.append(str(error))
                    continue
                except RuleError:
                    raise
                except Exception as error:
                    judgement.failures.append(f"{path}: could not be judged: {defect(error)}")
                    continue
                results.append(result)
                judgement.pages[path] = result.page
                judgement.entries += sum(entry.kind == "entry" for entry in result.page.entries)
                judgement.failures += result.failures
                if on_page:
                    on_page(path)
            across = self._across(results, judgement)
            for result in results:
                kept = self._kept(result, across.get(result.page.path, []), judgement)
                judgement.findings += sorted(kept, key=_order)
        return judgement

    def local(self, path: str, source: Source, settings: Settings) -> tuple[Page, list[Finding]]:
        """A page, and the findings that it gives by itself, without the rules across entries.

        Raises PageError as `read` does.
        """
        result = self._page(path, source, settings)
        alone = Judgement(pages={path: result.page})
        return result.page, sorted(self._kept(result, [], alone, local=True), key=_order)

    def remember(self, path: str, settings: Settings, entries: Iterable[Entry]) -> None:
        """Keep entries of a page that were read already, for when they are met again."""
        known = self._rule_set(settings).entries.setdefault(settings.language_of(path), {})
        known.update({(entry.text, entry.kind == "entry"): entry for entry in entries})

    def _page(self, path: str, source: Source, settings: Settings) -> _PageResult:
        """What the page gives by itself, as it was if the text is the same."""
        rules = self._rule_set(settings)
        before = self._results.get(path)
        if before is not None and before.source is source and before.rules is rules:
            return before
        page = self.read(path, source, settings)
        result = _PageResult(source, rules, page, [], [], [])
        for index, entry in enumerate(page.entries):
            outcome = self._entry(rules, entry)
            result.failures += [
                f"{path}:{source.position(entry.start).row}: {code} failed here: {error}"
                for code, error in outcome.failures
            ]
            result.findings += [
                _finding(bound, hit, page, entry, {path: page}, settings.locale)
                for bound, hit in outcome.hits
            ]
            result.facts.append((facts_of(entry, path, index), outcome.notes))
        for bound in rules.reading("page"):
            if bound.rule.category != "suppression":
                try:
                    result.findings += [
                        _finding(bound, hit, page, None, {path: page}, settings.locale)
                        for hit in bound.hits(page)
                    ]
                except Exception as error:
                    result.failures.append(
                        f"{path}: {bound.rule.code} failed: {type(error).__name__}: {error}"
                    )
        self._results[path] = result
        return result

    def _rule_set(self, settings: Settings) -> _RuleSet:
        known = self._rule_sets.get(id(settings))
        if known is None:
            known = self._rule_sets[id(settings)] = _RuleSet(
                settings, self._verdicts is not None, self._only_links
            )
        return known

    def _entry(self, rules: _RuleSet, entry: Entry) -> _Result:
        key = (entry.kind, entry.language, entry.text)
        known = rules.results.get(key)
        if known is not None and not entry.problems:
            return known
        result = _Result([], {}, [])
        subjects = self._subjects(entry)
        hits = result.hits
        for bound in rules.of_entries(entry.language):
            try:
                for reads in bound.reads:
                    subject = subjects.get(reads)
                    if subject is not None:
                        for hit in bound.function(subject, bound.params):
                            hits.append((bound, hit))
                if bound.collect is not None and (entry.kind == "entry" or bound.outside):
                    result.notes[bound.rule.code] = bound.collect(entry, bound.params)
            except Exception as error:
                result.failures.append((bound.rule.code, f"{type(error).__name__}: {error}"))
        for prose in (entry.prose, entry.title_prose):
            if prose is not None:
                prose.forget()
        rules.results[key] = result
        return result

    def _subjects(self, entry: Entry) -> dict[Reads, Any]:
        """What a rule is handed of an entry, by what it reads."""
        subjects: dict[Reads, Any] = {"body": entry.prose, "entry": entry, "title": entry.title_prose}
        if self._verdicts is not None and entry.kind == "entry":
            subjects["links"] = Answered(entry, self._verdicts)
        return subjects

    def _across(self, results: list[_PageResult], judgement: Judgement) -> dict[str, list[Finding]]:
        """The checks that see all entries, by page; entries of one configuration are one catalog."""
        found: dict[str, list[Finding]] = {}
        pages = judgement.pages
        for rules in {id(result.rules): result.rules for result in results}.values():
            mine = [one for result in results if result.rules is rules for one in result.facts]
            for bound in rules.reading("catalog"):
                code = bound.rule.code
                given = [
                    Facts(f.path, f.index, f.number, f.fields, f.anchor, f.language, notes.get(code))
                    for f, notes in mine
                    if bound.speaks(f.language)
                    and (bound.outside or pages[f.path].entries[f.index].kind == "entry")
                ]
                try:
                    hits = bound.hits(given)
                except Exception as error:
                    judgement.failures.append(
                        f"{code} failed across entries: {type(error).__name__}: {error}"
                    )
                    continue
                for hit in hits:
                    path, index = hit.target or given[0].target
                    page = pages[path]
                    finding = _finding(bound, hit, page, page.entries[index], pages, rules.settings.locale)
                    found.setdefault(path, []).append(finding)
        return found

    def _kept(
        self, result: _PageResult, across: list[Finding], judgement: Judgement, local: bool = False
    ) -> list[Finding]:
        """A page's findings that nothing takes out, and those about its suppressions.

        `local`: rules across entries were not asked, so a comment that names one may be of use.
        """
        page, rules = result.page, result.rules
        settings = rules.settings
        ignored = settings.ignored(page.path)
        suppressions = Suppressions(page, settings.all_rules)
        kept = [
            finding
            for findings in (result.findings, across)
            for finding in findings
            if finding.rule.code not in ignored and not suppressions.covers(finding)
        ]
        suppressions.in_use = frozenset(rules.rules) - ignored
        if local:
            suppressions.in_use -= {bound.rule.code for bound in rules.reading("catalog")}
        for bound in rules.reading("page"):
            if bound.rule.category == "suppression" and bound.rule.code not in ignored:
                kept += [
                    _finding(bound, hit, page, None, judgement.pages, settings.locale)
                    for hit in bound.hits(suppressions)
                ]
        return kept


def judge(
    inputs: Sequence[Input],
    on_page: Callable[[str], None] | None = None,
    verdicts: Verdicts | None = None,
    only_links: bool = False,
) -> Judgement:
    """Judge pages once; see Judge."""
    return Judge(verdicts, only_links).judge(inputs, on_page)


def _finding(
    bound: _Bound, hit: Hit, page: Page, entry: Entry | None, pages: dict[str, Page], locale: str
) -> Finding:
    start = entry.start if entry else 0
    holder = entry or _entry_at(page, hit.span.start)
    low, high = hit.span
    return Finding(
        bound.rule,
        bound.severity,
        page.path,
        Span(low + start, high + start),
        page.source,
        hit.values,
        locale,
        holder.number if holder else None,
        _fix(bound.promise, hit, start, page, holder) if hit.edits and bound.promise else None,
        _related(hit, start, page, pages) if hit.related else (),
    )


def _related(hit: Hit, start: int, page: Page, pages: dict[str, Page]) -> tuple[tuple[str, Span, str], ...]:
    related = []
    for other in hit.related:
        path, origin = page.path, start
        if other.target is not None:
            path, index = other.target
            origin = pages[path].entries[index].start
        related.append((path, other.span.shifted(origin), other.message))
    return tuple(related)


def _entry_at(page: Page, offset: int) -> Entry | None:
    index = page.index_at(offset)
    if index < 0:
        return None
    entry = page.entries[index]
    return entry if entry.kind == "entry" and offset < entry.span.end else None


def _fix(promise: FixPromise, hit: Hit, start: int, page: Page, entry: Entry | None) -> Fix:
    applicability = promise.applicability
    if promise.outside is not None and (entry is None or entry.kind != "entry"):
        applicability = promise.outside
    if hit.applicability is not None:
        applicability = min(applicability, hit.applicability, key=APPLICABILITIES.index)
    edits = tuple([Edit(Span(low + start, high + start), content) for (low, high), content in hit.edits])
    return Fix(applicability, edits, page.source.text[edits[0].span.start : edits[0].span.end])


def defect(error: Exception) -> str:
    """An error of our own, in a few words."""
    return f"{type(error).__name__}: {error}; this is a defect of catalog-lint: please report it"


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.span.start, finding.span.end, finding.rule.code


@contextmanager
def _without_collection() -> Iterator[None]:
    """Pause the cyclic collector: parsing makes millions of objects and hardly a cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
