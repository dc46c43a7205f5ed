"""A rule's own file as documentation: for a terminal, in Markdown, in JSON, and the table of all rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from catalog_lint.report.toml import inline
from catalog_lint.report.visible import width
from catalog_lint.validation import plain

if TYPE_CHECKING:
    from catalog_lint.rule.model import Example, Rule

FAMILIES = {
    "ENT": "Entries: fields that are missing or disagree",
    "CAT": "Catalog: across entries and pages",
    "SEC": "Sections, headings, numbering",
    "HAN": "Characters and words of the wrong script",
    "MIX": "Mixed-language tokens and spelling",
    "LLM": "What generation left behind",
    "MDN": "Markdown that does not render as meant",
    "TYP": "White space and punctuation",
    "LNK": "Links and pictures",
    "WRD": "Wording of other regions",
    "SUP": "Suppressions",
}
_FIXES = {"safe": "safe", "unsafe": "unsafe", "display": "shown only"}


def markdown(rule: Rule) -> Iterator[str]:
    """A rule's page in Markdown."""
    yield f"# {rule.code} {rule.name}"
    yield ""
    yield rule.summary.rstrip(".") + "."
    yield ""
    for key, value in _facts(rule):
        yield f"- {key}: {value}"
    yield from ("", "## Why", "", rule.why.strip(), "", "## Message", "")
    for locale, message in rule.message.items():
        yield f"- {locale}: {message}"
    yield from ("", "## Fix", "", _fix(rule))
    params = list(_params(rule))
    if params:
        yield from ("", "## Parameters", "")
        for name, value, note in params:
            yield f"- `{name} = {value}`" + (f": {note}" if note else "")
        yield from ("", "```toml", f"[tool.catalog-lint.rule.{rule.code}]")
        yield from (f"{name} = {value}" for name, value, _ in params)
        yield "```"
    if rule.examples:
        yield from ("", "## Examples")
    for example in rule.examples:
        for title, text in _example(example):
            fence = "`" * max(3, _longest_fence(text) + 1)
            yield from ("", title, "", f"{fence}markdown", text.rstrip("\n"), fence)
    if rule.category != "suppression":
        yield from ("", "## Suppress", "", "```markdown")
        yield f"<!-- catalog-lint-disable-next-line {rule.code} -- why it is right here -->"
        yield "```"


def text(rule: Rule) -> Iterator[str]:
    """A rule's page for a terminal."""
    yield f"{rule.code} {rule.name}"
    yield rule.summary.rstrip(".") + "."
    yield ""
    for key, value in _facts(rule):
        yield f"{key + ':':<12} {value}"
    yield f"{'fix:':<12} {_fix(rule)}"
    yield from ("", "Why")
    yield from (f"  {line}".rstrip() for line in rule.why.strip().splitlines())
    yield from ("", "Message")
    yield from (f"  {locale}: {message}" for locale, message in rule.message.items())
    params = list(_params(rule))
    if params:
        yield from ("", "Parameters")
        for name, value, note in params:
            yield f"  {name} = {value}" + (f"  # {note}" if note else "")
    if rule.examples:
        yield from ("", "Examples")
    for example in rule.examples:
        for title, body in _example(example):
            yield f"  {title}"
            yield from (f"    | {line}".rstrip() for line in body.rstrip("\n").split("\n"))


def record(rule: Rule) -> dict[str, Any]:
    """A rule as plain values: what its file says, and the values of all its parameters."""
    data = plain(rule)
    examples = [plain(example, defaults=False) for example in rule.examples]
    return {**data, "params": plain(rule.bound(), nothing=True), "examples": examples}


def index(rules: Iterable[Rule]) -> Iterator[str]:
    """A line a rule: code, name, severity, kind of fix, on or off by default, summary."""
    rows = [
        (rule.code, rule.name, rule.severity, _fix_mark(rule), _yes(rule.default), rule.summary)
        for rule in rules
    ]
    sizes = [max((width(row[column]) for row in rows), default=0) for column in range(5)]
    for row in rows:
        cells = (cell + " " * (size - width(cell)) for cell, size in zip(row, sizes, strict=False))
        yield "  ".join([*cells, row[-1]])


def table(rules: Iterable[Rule]) -> Iterator[str]:
    """The rules by family as Markdown tables, as the README has them."""
    families: dict[str, list[Rule]] = {}
    for rule in rules:
        families.setdefault(rule.code[:3], []).append(rule)
    for family in sorted(families, key=lambda name: [*FAMILIES, name].index(name)):
        yield from (f"**{family}** {FAMILIES.get(family, '')}".rstrip(), "")
        yield "| Code | Name | What it finds | Severity | Fix | Default |"
        yield "|---|---|---|---|---|---|"
        for rule in families[family]:
            summary = rule.summary.replace("|", "\\|")
            cells = (rule.code, rule.name, summary, rule.severity, _fix_mark(rule), _yes(rule.default))
            yield f"| {' | '.join(cells)} |"
        yield ""


def _facts(rule: Rule) -> Iterator[tuple[str, str]]:
    yield "category", rule.category
    yield "severity", rule.severity
    yield "default", "on" if rule.default else "off; select it by code, name or prefix, or with ALL"
    yield "languages", ", ".join(rule.languages) or "all"


def _fix(rule: Rule) -> str:
    if rule.fix is None:
        return "None; a person has to decide."
    said = {
        "safe": "Safe: applied by --fix.",
        "unsafe": "Unsafe: applied by --fix --unsafe-fixes.",
        "display": "Shown, never applied.",
    }[rule.fix.applicability]
    alters = f" It may alter: {', '.join(rule.fix.alters)}." if rule.fix.alters else ""
    reason = f" {rule.fix.reason.strip().rstrip('.')}." if rule.fix.reason else ""
    outside = f" In text outside entries it is {rule.fix.outside}:" if rule.fix.outside else ""
    return said + outside + reason + alters


def _fix_mark(rule: Rule) -> str:
    return _FIXES[rule.fix.applicability] if rule.fix else "-"


def _yes(value: bool) -> str:
    return "on" if value else "off"


def _params(rule: Rule) -> Iterator[tuple[str, str, str]]:
    """Name, value in TOML, and description of each parameter."""
    bound = rule.bound()
    for key, value in plain(bound).items():
        yield key, inline(rule.params.get(key, value)), ""


def _example(example: Example) -> Iterator[tuple[str, str]]:
    if example.bad is not None:
        yield "Found:", example.bad
        if example.good is not None:
            yield "Fixed:", example.good
        elif example.good_unsafe is not None:
            yield "Fixed with --unsafe-fixes:", example.good_unsafe
    elif example.keep is not None:
        yield "Left alone:", example.keep
    for name, page in example.pages.items():
        yield f"{name}:", page


def _longest_fence(body: str) -> int:
    return max((len(line) - len(line.lstrip("`")) for line in body.splitlines()), default=0)
