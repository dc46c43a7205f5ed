"""A rule as its file describes it."""

from __future__ import annotations

import inspect
import re
import tomllib
import typing
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from catalog_lint.diagnostic import Applicability, Severity, shortened
from catalog_lint.rule.contract import CheckFunction
from catalog_lint.rule.explain import explain

Reads = Literal["body", "title", "entry", "links", "page", "catalog"]
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
_READABLE: Mapping[str, tuple[str, ...]] = {
    "Prose": ("body", "title"),
    "Entry": ("entry",),
    "Page": ("page",),
    "Suppressions": ("page",),
    "Answered": ("links",),
}
"""What a rule may hand to a check, by the type that the check takes."""
VALUE = re.compile(r"\{([a-z_]+)\}")
GENERAL_CHECKS = ("pattern", "substitution", "lexicon", "required", "order", "unique")


class RuleError(Exception):
    """A rule file that does not fit; the message names file, key and mend."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FixPromise(_Data):
    """What a rule's file says of its fixes; `outside` of those in text outside entries, if that is less."""

    applicability: Applicability
    outside: Applicability | None = None
    reason: str = ""
    alters: tuple[
        Literal["number", "date", "title", "link", "heading", "block", "emphasis", "code", "html", "list"],
        ...,
    ] = ()


class Example(_Data):
    """A text that must raise the rule (`bad`) or nothing at all (`keep`); run as a test."""

    bad: str | None = None
    keep: str | None = None
    at: tuple[str, ...] = ()
    good: str | None = None
    good_unsafe: str | None = Field(None, alias="good-unsafe")
    pages: dict[str, str] = Field(default_factory=dict)
    config: dict[str, Any] = Field(default_factory=dict)
    verdicts: dict[str, dict[str, str]] = Field(default_factory=dict)
    """What the network says, by kind and address ("video abcdefghijk"), for rules that read links."""


class Rule(_Data):
    """One thing that can be wrong, as its file under `rules/` describes it."""

    code: str = Field(pattern=r"^[A-Z]{3}\d{3}$")
    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    category: Category
    severity: Severity
    default: bool = True
    languages: tuple[str, ...] = ()
    check: str = Field(pattern=r"^[a-z_]+(\.[a-z_]+)?$")
    reads: tuple[Reads, ...] = ("body",)
    summary: str
    why: str
    message: dict[str, str]
    fix: FixPromise | None = None
    params: dict[str, Any] = Field(default_factory=dict)
    values: tuple[str, ...] | None = None
    """What the check gives to messages; left out: what the check itself declares."""
    supersedes: tuple[str, ...] = ()
    """Codes of rules whose findings give way to those of this rule that they overlap."""
    inline_examples: tuple[Example, ...] = Field((), alias="examples")
    file: Path = Field(Path(), exclude=True)
    unread_examples: str = Field("", exclude=True)

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The rule's examples, read when first asked for. Raises RuleError where one does not fit."""
        if not self.unread_examples:
            return self.inline_examples
        try:
            given = tomllib.loads(self.unread_examples)["examples"]
            return tuple(Example.model_validate(example) for example in given)
        except tomllib.TOMLDecodeError as error:
            raise RuleError(f"{self.file}: examples: cannot be read as TOML: {error}") from None
        except ValidationError as error:
            raise RuleError(f"{self.file}: examples.{explain(error, Example)}") from None

    @cached_property
    def function(self) -> CheckFunction:
        """The check. Raises RuleError where there is none of that name."""
        module_name, _, name = self.check.partition(".")
        try:
            module = import_module(f"catalog_lint.checks.{module_name}")
            function = getattr(module, name or module_name)
        except (ImportError, AttributeError):
            near = get_close_matches(self.check, GENERAL_CHECKS, 1)
            mend = f"did you mean '{near[0]}'?" if near else f"the general ones: {', '.join(GENERAL_CHECKS)}"
            raise RuleError(f"{self.file}: check: no check '{self.check}'; {mend}") from None
        return function  # type: ignore[no-any-return]

    def bound(self, overrides: Mapping[str, Any] | None = None) -> BaseModel:
        """The check's own model of this rule's `params`, with `overrides` from the configuration.

        Raises RuleError where a key or value does not fit.
        """
        hints = typing.get_type_hints(self.function)
        subject, parameter = list(inspect.signature(self.function).parameters)[:2]
        fitting = _READABLE.get(getattr(hints[subject], "__name__", ""), ("catalog",))
        if not set(self.reads) <= set(fitting):
            said = " or ".join(f'"{each}"' for each in fitting)
            raise RuleError(f"{self.file}: reads: the check '{self.check}' reads {said} and nothing else")
        model: type[BaseModel] = hints[parameter]
        try:
            return model.model_validate({**self.params, **(overrides or {})}, context=self.file.parent)
        except ValidationError as error:
            raise RuleError(f"{self.file}: params.{explain(error, model)}") from None

    def check_values(self, given: Collection[str]) -> None:
        """Look whether the messages name only values that the check gives. Raises RuleError."""
        for locale, message in self.message.items():
            for name in VALUE.findall(message):
                if name not in given:
                    near = get_close_matches(name, given, 1)
                    known = ", ".join(f"{{{each}}}" for each in given) or "none"
                    hint = f"did you mean {{{near[0]}}}?" if near else f"the check gives {known}"
                    raise RuleError(f"{self.file}: message.{locale}: no value {{{name}}}; {hint}")

    def said(self, locale: str, values: Mapping[str, str]) -> str:
        """The message in a locale, English where the rule has no other.

        A value that the check does not give stays as the file has it, in braces.
        """
        template = self.message.get(locale) or self.message["en"]
        return VALUE.sub(lambda value: shortened(values.get(value[1], value[0])), template)
