"""A rule as its file describes it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal

from catalog_lint.diagnostic import Applicability, Hit, Severity, shortened
from catalog_lint.home import is_absolute, rule_page
from catalog_lint.regular import TOO_DEEP, read_text
from catalog_lint.rule.checks import GENERAL, Check, UnknownCheck, check_named
from catalog_lint.rule.contract import Collector
from catalog_lint.validation import KEYS, hyphened, nearest, read

Reads = Literal["body", "title", "entry", "links", "page", "catalog"]
Scope = Literal["entry", "text"]
Category = Literal[
    "structure",
    "catalog",
    "consistency",
    "section",
    "heading",
    "numbering",
    "simplified",
    "variant",
    "misconverted",
    "garbled",
    "misspelled",
    "codeswitch",
    "residue",
    "emphasis",
    "markup",
    "whitespace",
    "punctuation",
    "invisible",
    "spacing",
    "link",
    "wording",
    "suppression",
]
_EVERYWHERE = frozenset(("body", "title", "page"))
"""What a rule may read that looks at the text outside entries too, where its file does not say."""
CHINESE = "zh-TW"
"""The table of a rule's file that explains it in Chinese."""
VALUE = re.compile(r"\{([a-z_]+)\}")
WITH_VALUES = re.compile(r"\[\?([^\[\]]*)\]")
"""What a message says only where the check gives each of its values: `[? (such as '{word}')]`."""


class RuleError(Exception):
    """A rule file that does not fit; the message names file, key and remedy."""


@dataclass(frozen=True, kw_only=True)
class FixPromise:
    """What a rule's file says of its fixes; `outside` of those in text outside entries, if that is less."""

    __pydantic_config__ = KEYS

    applicability: Applicability
    outside: Applicability | None = None
    reason: str = ""
    alters: tuple[
        Literal["number", "date", "title", "link", "heading", "block", "emphasis", "code", "html", "list"],
        ...,
    ] = ()


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What a rule's file says of the rule; `reason` is why its fixes are not safe."""

    __pydantic_config__ = KEYS

    summary: str = ""
    why: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Example:
    """A text that must raise the rule (`bad`) or nothing at all (`keep`); run as a test.

    `verdicts` are what the network says by kind and address ("video abcdefghijk"), for rules that read links.
    """

    __pydantic_config__ = KEYS

    bad: str | None = None
    keep: str | None = None
    at: tuple[str, ...] = ()
    good: str | None = None
    good_unsafe: str | None = None
    pages: dict[str, str] = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)
    verdicts: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing that can be wrong, as its file under `rules/` describes it.

    `values` are what the check gives to messages, `supersedes` the codes of rules whose findings give way to
    those of this rule that they overlap, `scope` where in a page it looks. A rule of `origin` "llm" finds
    more that is right than wrong in what people wrote, and looks at it only if selected by code or name.
    `partial` says what a rule that reads the catalog does when only some of its pages are given: look at all
    of them together (run), at each page for itself (page), or keep silent.
    """

    __pydantic_config__ = KEYS

    code: str = field(metadata={"pattern": r"^[A-Z]{3}\d{3}$"})
    name: str = field(metadata={"pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"})
    category: Category
    severity: Severity
    default: bool = field(default=True, metadata={"strict": True})
    languages: tuple[str, ...] = ()
    check: str = field(metadata={"pattern": r"^[a-z_]+(\.[a-z_]+)?$"})
    reads: tuple[Reads, ...] = field(default=("body",), metadata={"min_length": 1})
    scope: tuple[Scope, ...] = ()
    origin: Literal["any", "llm"] = "any"
    partial: Literal["run", "page", "silent"] = "run"
    values: tuple[str, ...] | None = None
    supersedes: tuple[str, ...] = ()
    summary: str
    why: str
    message: dict[str, str]
    fix: FixPromise | None = None
    params: dict[str, Any] = field(default_factory=dict)
    zh_tw: Explanation | None = field(default=None, metadata={"alias": CHINESE})
    inline_examples: tuple[Example, ...] = field(default=(), metadata={"alias": "examples"})
    file: ClassVar[Path] = Path()
    """The rule's file; loading sets it."""
    shipped: ClassVar[bool] = False
    """Whether the rule comes with the package; loading sets it."""

    def page(self, locale: str = "en") -> str | None:
        """Where the documentation has the rule, None for one of a user's own; see `rule_page`."""
        return rule_page(self.code, locale) if self.shipped else None

    def address(self, locale: str = "en") -> str | None:
        """The URI of the rule's page, None where it has none that leads there from anywhere."""
        page = self.page(locale)
        return page if page and is_absolute(page) else None

    @property
    def names(self) -> tuple[str, str]:
        """What the rule may be called by: its code and its name."""
        return self.code, self.name

    @property
    def places(self) -> tuple[Scope, ...]:
        """Where in a page the rule looks: in entries, in the text outside them, or in both."""
        if self.scope:
            return self.scope
        return ("entry", "text") if _EVERYWHERE.issuperset(self.reads) else ("entry",)

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The rule's examples, read when first asked for. Raises RuleError where one does not fit."""
        if self.inline_examples or not self.file.name:
            return self.inline_examples
        try:
            return read(tuple[Example, ...], self._whole_file.get("examples", []))
        except ValueError as error:
            raise RuleError(f"{self.file}: examples.{error}") from None

    @cached_property
    def _whole_file(self) -> dict[str, Any]:
        """All that the rule's file says. Raises RuleError where it cannot be read."""
        try:
            return tomllib.loads(read_text(self.file))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise RuleError(f"{self.file}: examples: cannot be read as TOML: {error}") from None
        except RecursionError:
            raise RuleError(f"{self.file}: examples: {TOO_DEEP}") from None

    def explanation(self, locale: str = "en") -> Explanation:
        """What the rule is about in a locale, English where its file has no other. Raises RuleError."""
        reason = self.fix.reason if self.fix else ""
        other = self.chinese if locale == "zh-TW" else None
        if other is None:
            return Explanation(summary=self.summary, why=self.why, reason=reason)
        return Explanation(
            summary=other.summary or self.summary, why=other.why or self.why, reason=other.reason or reason
        )

    @cached_property
    def chinese(self) -> Explanation | None:
        """What the file says in Chinese; that of a shipped rule is read when first asked for."""
        if not self.shipped:
            return self.zh_tw
        given = self._whole_file.get(CHINESE)
        return Explanation(**given) if given else None

    @cached_property
    def the_check(self) -> Check:
        """The check. Raises RuleError where there is none of that name, or it reads something else."""
        try:
            check = check_named(self.check)
        except UnknownCheck as unknown:
            if unknown.why:
                raise RuleError(f"{self.file}: check: {unknown.why}") from None
            hint = nearest(self.check, GENERAL, "the general ones")
            raise RuleError(f"{self.file}: check: no check '{self.check}'; {hint}") from None
        if not set(self.reads) <= set(check.reads):
            said = " or ".join(f'"{each}"' for each in check.reads)
            raise RuleError(f"{self.file}: reads: the check '{self.check}' reads {said} and nothing else")
        if self.values is None and check.values is not None:
            self.check_values(check.values)
        return check

    @property
    def function(self) -> Callable[[Any, Any], Iterable[Hit]]:
        """The check, to be called with what it reads and its parameters. Raises RuleError."""
        return self.the_check.run

    @property
    def collect(self) -> Collector | None:
        """What the check collects of each entry, for a rule across entries. Raises RuleError."""
        return self.the_check.collect

    @property
    def data_files(self) -> tuple[str, ...]:
        """The parameters that name data files. Raises RuleError."""
        return self.the_check.data_files

    def bound(self, overrides: Mapping[str, Any] | None = None) -> Any:
        """The check's own parameters, of this rule's `params` and `overrides` from the configuration.

        Raises RuleError where a key or value does not fit.
        """
        if self.shipped and not overrides:
            return self.the_check.trusted_params(self.params, self.file.parent)
        given = {hyphened(key): value for key, value in (*self.params.items(), *(overrides or {}).items())}
        try:
            return read(self.the_check.params, given, self.file.parent)
        except ValueError as error:
            raise RuleError(f"{self.file}: params.{error}") from None

    def check_values(self, given: Collection[str]) -> None:
        """Look whether the messages name only values that the check gives. Raises RuleError."""
        for locale, message in self.message.items():
            for name in VALUE.findall(message):
                if name not in given:
                    known = ", ".join(f"{{{each}}}" for each in given) or "none"
                    hint = nearest(name, given)
                    said = hint if hint.startswith("did") else f"the check gives {known}"
                    raise RuleError(f"{self.file}: message.{locale}: no value {{{name}}}; {said}")

    def said(self, locale: str, values: Mapping[str, str]) -> str:
        """The message in a locale, English where the rule has no other."""
        template = self.message.get(locale) or self.message["en"]
        template = WITH_VALUES.sub(
            lambda part: part[1] if all(map(values.get, VALUE.findall(part[1]))) else "", template
        )
        return VALUE.sub(lambda value: shortened(values.get(value[1], value[0])), template)
