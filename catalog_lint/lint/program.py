"""The rules that a configuration chose, bound to their settings: what decides an entry's result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog_lint.cache import digest_of, installed
from catalog_lint.config.layers import checked
from catalog_lint.diagnostic import Hit, Severity
from catalog_lint.regular import files_in, read_regular
from catalog_lint.rule.contract import Collector
from catalog_lint.rule.model import FixPromise, Reads, Rule

if TYPE_CHECKING:
    from catalog_lint.catalog.liveness import Verdicts
    from catalog_lint.config import Settings

_OF_THE_RUN = frozenset(
    {"extend", "include", "extend_include", "exclude", "extend_exclude", "catalog", "baseline", "cache_dir"}
    | {"fail_on", "locale", "output_format", "links", "unsafe_fixes"}
)
"""Settings that say which pages are looked at and how they are reported or fixed, not what entries give."""
_ENTRY_READS: frozenset[Reads] = frozenset({"body", "title", "entry", "links"})


class BoundRule:
    """A rule with the values that one configuration gives it."""

    __slots__ = ("check", "code", "collect", "params", "places", "promise", "reads", "rule", "severity")

    def __init__(self, rule: Rule, settings: Settings) -> None:
        self.rule = rule
        self.code = rule.code
        self.reads: tuple[Reads, ...] = rule.reads
        self.promise: FixPromise | None = rule.fix
        self.params = rule.bound(settings.params(rule))
        self.severity: Severity = settings.severity(rule)
        self.check: Callable[[Any, Any], Iterable[Hit]] = rule.function
        self.collect: Collector | None = rule.collect
        self.places: tuple[str, ...] = rule.places

    @property
    def sees_the_invisible(self) -> bool:
        """Whether it reads a text with its invisible characters: the rules about them, and those of users."""
        return self.rule.category == "invisible" or not self.rule.shipped

    def applies_to(self, language: str) -> bool:
        """Whether the rule is about content in a language."""
        return not self.rule.languages or language in self.rule.languages


def data_files(settings: Settings) -> Iterator[Path]:
    """The files of the user's own rules, and those that the configuration names for chosen rules.

    Raises RuleError where a rule does not load.
    """
    for folder in settings.rules:
        yield from (path for path in files_in(folder) if path.is_file())
    for rule in settings.chosen_rules().values() if settings.rule else ():
        given = settings.params(rule)
        yield from (Path(given[name]) for name in rule.data_files if name in given)


class Program:
    """What entries are linted by: the chosen rules in order of code, each bound once.

    `verdicts` are what the network said, for rules that read links; `only_links` leaves only those.
    Raises ConfigError for a value that does not fit in settings that no configuration gave, and RuleError
    where a rule's parameters do not fit.
    """

    def __init__(
        self, settings: Settings, verdicts: Verdicts | None = None, only_links: bool = False
    ) -> None:
        self.settings = settings = checked(settings)
        self.verdicts = verdicts
        self.rules = {
            code: BoundRule(rule, settings)
            for code, rule in settings.chosen_rules().items()
            if (verdicts is not None or rule.reads != ("links",))
            and (not only_links or "links" in rule.reads)
        }
        self._asked_for = {
            selector.casefold()
            for layer in settings.selections
            for selector in (*(layer.select or ()), *layer.extend_select)
        }
        self._for_entries: dict[tuple[str, str, bool], list[BoundRule]] = {}

    def for_entries(self, kind: str, language: str, by_people: bool = False) -> list[BoundRule]:
        """The rules that look at an entry of a kind in a language, or collect facts from it.

        Where people wrote it, rules that suspect a model look only if selected by code or name.
        """
        known = self._for_entries.get((kind, language, by_people))
        if known is None:
            known = self._for_entries[kind, language, by_people] = [
                bound
                for bound in self.rules.values()
                if kind in bound.places
                and bound.applies_to(language)
                and (bound.collect or _ENTRY_READS.intersection(bound.reads))
                and not (by_people and bound.rule.origin == "llm" and not self._is_asked_for(bound.rule))
            ]
        return known

    def _is_asked_for(self, rule: Rule) -> bool:
        return any(name.casefold() in self._asked_for for name in rule.names)

    @cached_property
    def digest(self) -> str:
        """A name for all that decides what is reported of a page."""
        return digest_of(self.result_digest, repr(self.settings))

    @cached_property
    def result_digest(self) -> str:
        """A name for all that decides what an entry gives: the program as installed, settings, rules."""
        given = [
            f"{key.name} {getattr(self.settings, key.name)!r}"
            for key in fields(self.settings)
            if key.name not in _OF_THE_RUN
        ]
        rules = [f"{code} {bound.severity} {bound.params!r}" for code, bound in self.rules.items()]
        files = [read_regular(path) for path in data_files(self.settings)]
        return digest_of(installed(), *given, *rules, *files)

    @cached_property
    def across(self) -> list[BoundRule]:
        """The rules that read the facts of all entries."""
        return [bound for bound in self.rules.values() if "catalog" in bound.reads]

    @cached_property
    def unproved(self) -> frozenset[str]:
        """The codes of the rules that may find less on some pages of a catalog than on all."""
        return frozenset(bound.code for bound in self.across)

    @cached_property
    def about_suppressions(self) -> list[BoundRule]:
        """The rules that read a page's suppressions, after everything else."""
        return [bound for bound in self.rules.values() if "page" in bound.reads]

    @cached_property
    def superseded(self) -> dict[str, frozenset[str]]:
        """By code: the chosen rules that tell the same place instead."""
        behind: dict[str, set[str]] = {}
        for bound in self.rules.values():
            for code in bound.rule.supersedes:
                if code in self.rules:
                    behind.setdefault(code, set()).add(bound.code)
        return {code: frozenset(ahead) for code, ahead in behind.items()}
