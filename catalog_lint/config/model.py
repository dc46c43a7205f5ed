"""Settings: what a configuration may say, and what that means for a page."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from catalog_lint.catalog.schema import Schema
from catalog_lint.config.kinds import (
    FailOn,
    Language,
    LinkTable,
    Location,
    OutputFormat,
    Pattern,
    RuleTable,
    Selector,
)
from catalog_lint.config.patterns import Matcher
from catalog_lint.diagnostic import Severity
from catalog_lint.locale import Locale
from catalog_lint.rule.loading import load_rules
from catalog_lint.rule.model import Rule
from catalog_lint.rule.selectors import chosen
from catalog_lint.validation import KEYS

ALWAYS_ON = "SUP"
DEFAULT_INCLUDE = ("*.md", "*.markdown")
DEFAULT_EXCLUDE = (
    ".#*",
    ".catalog-lint-cache/",
    ".git/",
    ".hg/",
    ".mypy_cache/",
    ".nox/",
    ".pytest_cache/",
    ".ruff_cache/",
    ".svn/",
    ".tox/",
    ".venv/",
    "__pycache__/",
    "node_modules/",
    "site-packages/",
    "venv/",
)


class ConfigError(Exception):
    """A configuration that does not fit; the message names its file or option, the key and the remedy."""


class Place(NamedTuple):
    """Where something was said: what messages name it by, and the folder that its paths count from.

    `trusted`: by whoever runs the command, on the command line or in a file named there, and not by a file
    that lies with the pages.
    """

    prefix: str
    root: Path
    trusted: bool = False


@dataclass(frozen=True, kw_only=True)
class PathSchema(Schema):
    """The schema of the entries on some pages."""

    paths: tuple[Pattern, ...] = field(metadata={"description": "Patterns of the pages."})


class Selection(NamedTuple):
    """What one layer of the configuration selects; `select` None leaves what the layers below chose."""

    prefix: str
    select: tuple[str, ...] | None
    ignore: tuple[str, ...]
    extend_select: tuple[str, ...]


def _said(description: str, **rest: Any) -> dict[str, Any]:
    return {"description": description, **rest}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What decides how a page is linted.

    Patterns are those of `.gitignore`. They and other paths count from the folder of the file that names
    them; what an option names counts from the working folder.
    """

    __pydantic_config__ = KEYS

    extend: str | None = field(
        default=None,
        metadata=_said("Another configuration file, relative to this one, that this one builds on."),
    )
    select: tuple[Selector, ...] | None = field(
        default=None,
        metadata=_said("Rules to use in place of the default ones: codes, prefixes of codes, names, or ALL."),
    )
    ignore: tuple[Selector, ...] = field(
        default=(), metadata=_said("Rules not to use; the more exact selector wins.")
    )
    extend_select: tuple[Selector, ...] = field(
        default=(), metadata=_said("Rules to use besides the selected ones.")
    )
    per_file_ignores: dict[Pattern, tuple[Selector, ...]] = field(
        default_factory=dict,
        metadata=_said("Rules not to use on pages that match a pattern; '!' before it: on all others."),
    )
    rule: dict[str, RuleTable] = field(
        default_factory=dict,
        metadata=_said("By code or name of a rule: its severity and other values of its parameters."),
    )
    rules: tuple[Location, ...] = field(default=(), metadata=_said("Folders with rule files of your own."))
    language: Language = field(default="zh-TW", metadata=_said("Language of the content."))
    languages: dict[Pattern, Language] = field(
        default_factory=dict,
        metadata=_said("Language of the content of pages that match a pattern; the last that matches wins."),
    )
    terms: dict[str, str] = field(
        default_factory=dict, metadata=_said("Wrong spellings of terms, each with the right one.")
    )
    catalog_schema: Schema = field(
        default_factory=Schema,
        metadata=_said("The shape and the fields of an entry.", alias="schema"),
    )
    schemas: tuple[PathSchema, ...] = field(
        default=(),
        metadata=_said("Schemas of some pages, each whole by itself; the last that matches wins."),
    )
    catalog: tuple[Location, ...] = field(
        default=(),
        metadata=_said(
            "Folders and pages that make up the whole catalog, for rules across entries when a run is given"
            " only some of its pages."
        ),
    )
    include: tuple[Pattern, ...] = field(
        default=DEFAULT_INCLUDE,
        metadata=_said(
            "Patterns of the files in a folder that are pages; *.txt files that hold entries are pages, too."
        ),
    )
    extend_include: tuple[Pattern, ...] = field(
        default=(), metadata=_said("Patterns of the files that are pages, besides `include`.")
    )
    exclude: tuple[Pattern, ...] = field(
        default=DEFAULT_EXCLUDE,
        metadata=_said("Patterns of what is not searched for pages, in place of the default ones."),
    )
    extend_exclude: tuple[Pattern, ...] = field(
        default=(), metadata=_said("Patterns of what is not searched for pages, besides `exclude`.")
    )
    baseline: Location | None = field(
        default=None, metadata=_said("File with known findings, which are not reported.")
    )
    cache_dir: Location | None = field(
        default=None,
        metadata=_said("Folder that keeps the results of earlier runs; left out: .catalog-lint-cache."),
    )
    fail_on: FailOn = field(
        default="warning", metadata=_said("Least severity of a finding that makes the run fail.")
    )
    locale: Locale = field(
        default="en", metadata=_said("Language of the messages; left out: the environment's.")
    )
    output_format: OutputFormat | None = field(
        default=None,
        metadata=_said("How findings are printed; left out: concise, or what the CI service reads."),
    )
    links: LinkTable = field(
        default_factory=dict,
        metadata=_said("How the network is asked about links (`links`, `check --online`)."),
    )
    unsafe_fixes: bool = field(
        default=False,
        metadata=_said("Whether fixes that need a person's eye are applied too.", strict=True),
    )

    origins: ClassVar[tuple[str, ...]] = ()
    """The files that these settings come from, the one that counts most last; joining layers sets it."""
    layers: ClassVar[tuple[Selection, ...]] = ()
    """What each layer selects; joining layers sets it."""
    places: ClassVar[Mapping[tuple[str, str], Place]] = MappingProxyType({})
    """Where what stands in a table was said, by the keys of both; joining layers sets it."""

    @property
    def selections(self) -> tuple[Selection, ...]:
        """What each layer selects, the one that counts most last."""
        return self.layers or (Selection("", self.select, self.ignore, self.extend_select),)

    @cached_property
    def all_rules(self) -> dict[str, Rule]:
        """The shipped rules and those of `rules`, by code. Raises RuleError where one does not fit."""
        return load_rules(self.rules)

    @cached_property
    def _chosen(self) -> dict[str, Rule]:
        on = {code for code, rule in self.all_rules.items() if rule.default}
        for layer in self.selections:
            if layer.select is not None:
                on = {code for code in on if code.startswith(ALWAYS_ON)}
            wanted = (*(layer.select or ()), *layer.extend_select)
            for code, rule in self.all_rules.items():
                plus, minus = chosen(rule, wanted), chosen(rule, layer.ignore)
                if plus > minus:
                    on.add(code)
                elif minus:
                    on.discard(code)
        return {code: rule for code, rule in self.all_rules.items() if code in on}

    def chosen_rules(self) -> dict[str, Rule]:
        """The rules in use, by code in order.

        In each layer (a file, the command line) the most exact selector of a rule wins, `ignore` where two
        are equal; a `select` forgets what the layers below said. Rules about suppressions stay on unless
        they are ignored.
        """
        return self._chosen

    @property
    def selects_something(self) -> bool:
        """Whether any rule is in use but those that stay on by themselves."""
        return any(not code.startswith(ALWAYS_ON) for code in self._chosen)

    @cached_property
    def _by_rule(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """By code: the key and the table that speak of the rule."""
        codes = {name.casefold(): rule.code for rule in self.all_rules.values() for name in rule.names}
        return {codes.get(key.casefold(), key): (key, table) for key, table in self.rule.items()}

    def severity(self, rule: Rule) -> Severity:
        """A rule's severity, as the configuration or its file says."""
        _, table = self._by_rule.get(rule.code, ("", {}))
        severity: Severity = table.get("severity", rule.severity)
        return severity

    def params(self, rule: Rule) -> dict[str, Any]:
        """The values of a rule's parameters that the configuration overrides; data files as whole paths."""
        key, table = self._by_rule.get(rule.code, ("", {}))
        given = {name: value for name, value in table.items() if name != "severity"}
        for name in rule.data_files if given else ():
            if isinstance(given.get(name), str):
                place = self.places.get(("rule", f"{key}.{name}"))
                given[name] = str((place.root if place else Path.cwd()) / given[name])
        return given

    @cached_property
    def _language_patterns(self) -> list[tuple[Matcher, Language]]:
        return [(Matcher(pattern), language) for pattern, language in self.languages.items()]

    @cached_property
    def _ignore_patterns(self) -> list[tuple[Matcher, frozenset[str]]]:
        return [
            (
                Matcher(pattern),
                frozenset(code for code, rule in self.all_rules.items() if chosen(rule, selectors)),
            )
            for pattern, selectors in self.per_file_ignores.items()
        ]

    def language_of(self, path: str) -> Language:
        """The language of a page's content; a relative path counts from the working folder."""
        if not self.languages:
            return self.language
        whole = os.path.abspath(path)
        found = [language for pattern, language in self._language_patterns if pattern.matches(whole)]
        return found[-1] if found else self.language

    @cached_property
    def _schema_patterns(self) -> list[tuple[Matcher, Schema]]:
        return [(Matcher(pattern), each) for each in self.schemas for pattern in each.paths]

    def schema_of(self, path: str) -> Schema:
        """The schema of a page's entries; a relative path counts from the working folder."""
        if not self.schemas:
            return self.catalog_schema
        whole = os.path.abspath(path)
        found = [schema for pattern, schema in self._schema_patterns if pattern.matches(whole)]
        return found[-1] if found else self.catalog_schema

    def ignored(self, path: str) -> set[str]:
        """Codes that `per-file-ignores` takes from a page; a relative path counts from the working folder."""
        if not self.per_file_ignores:
            return set()
        whole = os.path.abspath(path)
        return {code for pattern, codes in self._ignore_patterns if pattern.matches(whole) for code in codes}
