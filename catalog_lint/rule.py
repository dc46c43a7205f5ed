"""Rules as data, and what judging by them yields: hits, findings, fixes."""

from __future__ import annotations

import inspect
import re
import tomllib
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo

from catalog_lint.source import Edit, Position, Source, Span

__all__ = [
    "Applicability",
    "DataFile",
    "Edit",
    "Finding",
    "Fix",
    "Hit",
    "NoParams",
    "Reads",
    "Related",
    "Rule",
    "RuleError",
    "Severity",
    "Span",
    "load_rules",
]

Severity = Literal["error", "warning", "info"]
Applicability = Literal["safe", "unsafe", "display"]
Reads = Literal["body", "title", "entry", "links", "page", "catalog"]
QUOTED_CHARACTERS = 80
_READABLE: Mapping[str, tuple[str, ...]] = {
    "Prose": ("body", "title"),
    "Entry": ("entry",),
    "Page": ("page",),
    "Suppressions": ("page",),
    "Answered": ("links",),
}
"""What a rule may hand to a check, by the type that the check takes."""
_PYTHON_WORDS = {"tuple_type": 'not a list; write ["..."]', "dict_type": "not a table of keys and values"}
_VALUE = re.compile(r"\{([a-z_]+)\}")
_OTHER_TABLE = re.compile(r"^\s*\[(?!\[examples\]\]|examples\.)", re.MULTILINE)
GENERAL_CHECKS = ("pattern", "substitution", "lexicon", "required", "order", "unique")
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
APPLICABILITIES: tuple[Applicability, ...] = ("display", "unsafe", "safe")
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


class Related(NamedTuple):
    """Another place that a finding is about, in the entry (`target` None) or in another one."""

    span: Span
    message: str
    target: tuple[str, int] | None = None
    """Path and index of the entry that `span` counts from."""


class Hit(NamedTuple):
    """A place and the values of a rule's message, found by a check.

    `edits` mend it; `applicability` may only lower what the rule's file promises. `span`, `edits` and
    `related` count from the start of the entry that the check was given; a check that reads the page
    counts from the page's start, one that reads the catalog names the entry (path, index) as `target`.
    """

    span: Span
    values: Mapping[str, str] = MappingProxyType({})
    edits: tuple[Edit, ...] = ()
    related: tuple[Related, ...] = ()
    applicability: Applicability | None = None
    target: tuple[str, int] | None = None


class Fix(NamedTuple):
    """Edits that mend a finding, applied all or none; `replaced` is the text at the first edit's place."""

    applicability: Applicability
    edits: tuple[Edit, ...]
    replaced: str = ""

    def applies(self, unsafe: bool) -> bool:
        """Whether `--fix` carries it out, with `--unsafe-fixes` or without."""
        return self.applicability == "safe" or (unsafe and self.applicability == "unsafe")

    @property
    def message(self) -> str:
        """What the edits do, in a few words."""
        old, new = shortened(self.replaced.strip("\n")), shortened(self.edits[0].content.strip("\n"))
        more = f" and {len(self.edits) - 1} more" if len(self.edits) > 1 else ""
        if not new.strip():
            return f"Remove '{old}'{more}"
        return f"Replace '{old}' with '{new}'{more}" if old else f"Insert '{new}'{more}"


@dataclass(slots=True)
class Finding:
    """One place on a page where a rule is broken; nothing of it is to be changed.

    `span` counts from the start of `source.text`; `start` and `end` (exclusive) are the same as rows and
    columns from 1. `entry` is the number of the entry that it lies in, `related` are other places (path,
    span, message). Its words and rows are worked out when they are asked for: a page may have thousands.
    """

    rule: Rule
    severity: Severity
    path: str
    span: Span
    source: Source = field(repr=False, compare=False)
    values: Mapping[str, str] = field(default_factory=dict)
    locale: str = "en"
    entry: int | None = None
    fix: Fix | None = None
    related: tuple[tuple[str, Span, str], ...] = ()

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the run's locale."""
        return self.rule.said(self.locale, self.values)

    @property
    def start(self) -> Position:
        """Row and column of the first character."""
        return self.source.position(self.span.start)

    @property
    def end(self) -> Position:
        """Row and column after the last character."""
        return self.source.position(self.span.end)


class NoParams(BaseModel, extra="forbid", frozen=True):
    """The parameters of a check that has nothing to set."""


Collector = Callable[[Any, Any], Any]
CheckFunction = Callable[[Any, Any], Iterable[Hit]]


def collects(collect: Collector, *, outside: bool = False) -> Callable[[CheckFunction], CheckFunction]:
    """Mark a check that reads the catalog with what it wants of each entry.

    `collect(entry, params)` returns a small value, or None for nothing; the check finds it in the
    entry's facts under `note`. `outside`: it wants the text outside entries too, as facts like theirs.
    """

    def mark(check: CheckFunction) -> CheckFunction:
        check.collect = collect  # type: ignore[attr-defined]
        check.outside = outside  # type: ignore[attr-defined]
        return check

    return mark


def shortened(text: str) -> str:
    """A text as a message quotes it: its start, where it is long."""
    return text if len(text) <= QUOTED_CHARACTERS else text[: QUOTED_CHARACTERS - 1] + "…"


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

    def said(self, locale: str, values: Mapping[str, str]) -> str:
        """The message in a locale, English where the rule has no other.

        A value that the check does not give stays as the file has it, in braces.
        """
        template = self.message.get(locale) or self.message["en"]
        return _VALUE.sub(lambda value: shortened(values.get(value[1], value[0])), template)


def _data_file(value: Path, info: ValidationInfo) -> Path:
    path = (info.context or Path()) / value
    if not path.is_file():
        raise ValueError(f"no file '{path}'")
    return path


DataFile = Annotated[Path, AfterValidator(_data_file)]
"""A parameter that names a data file; a relative name counts from the rule file's folder."""


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """The first thing that pydantic refused, as `key: what to do`, with the nearest known key."""
    errors = error.errors()
    first = next((each for each in errors if each["type"] == "extra_forbidden"), errors[0])
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        owner: Any = model
        for part in first["loc"][:-1]:
            owner = _field_model(owner, str(part))
        known = [f.alias or n for n, f in owner.model_fields.items()] if owner else []
        near = get_close_matches(str(first["loc"][-1]), known, 1)
        mend = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(known)}"
        return f"{key}: unknown key; {mend}"
    said = _PYTHON_WORDS.get(first["type"], first["msg"].removeprefix("Value error, "))
    return f"{key}: {said}"


def _field_model(model: Any, key: str) -> type[BaseModel] | None:
    if model is None:
        return None
    for name, info in model.model_fields.items():
        if key in (name, info.alias):
            for candidate in (info.annotation, *typing.get_args(info.annotation)):
                if inspect.isclass(candidate) and issubclass(candidate, BaseModel):
                    return candidate
            return None
    return model if key.isdigit() else None


def rules_folder() -> Path:
    """Where the shipped rules stand: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def _load(path: Path) -> Rule:
    try:
        text = path.read_text(encoding="utf-8")
        head, examples = _without_examples(text)
        data = tomllib.loads(head)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"{path}: cannot be read as TOML: {error}") from None
    data |= {"file": path, "unread_examples": examples}
    try:
        rule = Rule.model_validate(data)
    except ValidationError as error:
        raise RuleError(f"{path}: {explain(error, Rule)}") from None
    if "en" not in rule.message:
        raise RuleError(f"{path}: message.en: missing; every rule needs an English message")
    for locale, message in rule.message.items():
        if re.search("[{}]", _VALUE.sub("", message)):
            raise RuleError(f"{path}: message.{locale}: braces hold the name of a value, such as {{found}}")
    if rule.fix and rule.fix.applicability != "safe" and not rule.fix.reason:
        raise RuleError(f"{path}: fix.reason: missing; say why the fix is {rule.fix.applicability}")
    return rule


def _without_examples(text: str) -> tuple[str, str]:
    """A rule file before its examples, and the examples; all in the first where something may follow them.

    Examples are most of the text, and a run does not need them.
    """
    head, mark, examples = text.partition("\n[[examples]]")
    if not mark or _OTHER_TABLE.search(examples):
        return text, ""
    return head + "\n", mark + examples


@lru_cache
def load_rules(folders: tuple[Path, ...] = ()) -> dict[str, Rule]:
    """The shipped rules and those of `folders`, by code, in order of code.

    Raises RuleError where a file does not fit, a folder is missing, or a code or name is used twice.
    """
    rules: dict[str, Rule] = {}
    names: dict[str, Rule] = {}
    for folder in (rules_folder(), *folders):
        if not folder.is_dir():
            raise RuleError(f"{folder}: no such folder of rules")
        for path in sorted(folder.rglob("*.toml")):
            rule = _load(path)
            for known, key in ((rules, rule.code), (names, rule.name)):
                if key in known:
                    raise RuleError(f"{path}: '{key}' is taken by {known[key].file}; choose another")
                known[key] = rule
    return dict(sorted(rules.items()))


def chosen(rule: Rule, selectors: Iterable[str]) -> int:
    """How exactly one of `selectors` (a code, a prefix, a name, ALL) names the rule; 0: none does."""
    best = 0
    for selector in selectors:
        if selector in (rule.code, rule.name):
            return 100
        if selector == "ALL":
            best = max(best, 1)
        elif rule.code.startswith(selector):
            best = max(best, 1 + len(selector))
    return best


def known_selector(selector: str, rules: Mapping[str, Rule]) -> bool:
    """Whether a selector names any rule."""
    return selector == "ALL" or any(chosen(rule, (selector,)) for rule in rules.values())
