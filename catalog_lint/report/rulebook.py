"""A rule's own file as documentation: for a terminal, in Markdown, in JSON, and the table of all rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from catalog_lint.messages import translated
from catalog_lint.report.toml import inline
from catalog_lint.report.visible import width
from catalog_lint.report.wrapping import wrapped
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
COLUMNS = 110
_FIXES = {"safe": "safe", "unsafe": "unsafe", "display": "shown only"}


def markdown(rule: Rule, locale: str = "en") -> Iterator[str]:
    """A rule's page in Markdown, in a locale."""
    about = rule.explanation(locale)
    yield f"# {rule.code} {rule.name}"
    yield ""
    yield sentence(about.summary, locale)
    yield ""
    for key, value in _facts(rule, locale):
        yield f"- {_labelled(key, value, locale)}"
    yield from (
        "",
        f"## {translated('Why', locale)}",
        "",
        about.why.strip(),
        "",
        f"## {translated('Message', locale)}",
        "",
    )
    for language, message in rule.message.items():
        yield f"- {language}: {message}"
    yield from ("", f"## {translated('Fix', locale)}", "", _fix(rule, locale))
    params = list(_params(rule))
    if params:
        yield from ("", f"## {translated('Parameters', locale)}", "")
        yield from (f"- `{name} = {value}`" for name, value in params)
    if rule.examples:
        yield from ("", f"## {translated('Examples', locale)}")
    for example in rule.examples:
        for title, text in _example(example):
            fence = "`" * max(3, _longest_fence(text) + 1)
            yield from ("", translated(title, locale), "", f"{fence}markdown", text.rstrip("\n"), fence)
    yield from ("", f"## {translated('Configure', locale)}", "", "```toml", *_settings(rule, locale), "```")
    if rule.category != "suppression":
        yield from (
            "",
            f"## {translated('Suppress', locale)}",
            "",
            "```markdown",
            _comment(rule, locale),
            "```",
        )


def text(rule: Rule, locale: str = "en") -> Iterator[str]:
    """A rule's page for a terminal, in a locale."""
    about = rule.explanation(locale)
    yield f"{rule.code} {rule.name}"
    yield sentence(about.summary, locale)
    yield ""
    for key, value in (*_facts(rule, locale), ("fix", _fix(rule, locale))):
        yield f"{key + ':':<12} {value}" if locale == "en" else _labelled(key, value, locale)
    yield from ("", translated("Why", locale))
    yield from (f"  {line}" for line in wrapped(about.why, COLUMNS))
    yield from ("", translated("Message", locale))
    yield from (f"  {language}: {message}" for language, message in rule.message.items())
    if rule.examples:
        yield from ("", translated("Examples", locale))
    for example in rule.examples:
        for title, body in _example(example):
            yield f"  {translated(title, locale)}"
            yield from (f"    | {line}".rstrip() for line in body.rstrip("\n").split("\n"))
    yield from (
        "",
        translated("Configure", locale),
        *(f"  {line}".rstrip() for line in _settings(rule, locale)),
    )
    if rule.category != "suppression":
        yield from ("", translated("Suppress", locale), f"  {_comment(rule, locale)}")


def record(rule: Rule, locale: str = "en") -> dict[str, Any]:
    """A rule as plain values: what its file says, all its parameters, and its page in a locale."""
    from catalog_lint.rule.model import CHINESE

    data = plain(rule)
    if rule.chinese:
        data[CHINESE] = plain(rule.chinese)
    examples = [plain(example, defaults=False) for example in rule.examples]
    return {
        **data,
        "params": plain(rule.bound(), nothing=True),
        "examples": examples,
        "url": rule.page(locale),
    }


def index(rules: Iterable[Rule], locale: str = "en") -> Iterator[str]:
    """A line a rule: code, name, severity, kind of fix, on or off by default, summary."""
    rows = [_row(rule, locale) for rule in rules]
    sizes = [max((width(row[column]) for row in rows), default=0) for column in range(5)]
    for row in rows:
        cells = (cell + " " * (size - width(cell)) for cell, size in zip(row, sizes, strict=False))
        yield "  ".join([*cells, row[-1]])


def table(rules: Iterable[Rule], locale: str = "en") -> Iterator[str]:
    """The rules by family as Markdown tables, as the documentation has them."""
    families: dict[str, list[Rule]] = {}
    for rule in rules:
        families.setdefault(rule.code[:3], []).append(rule)
    heads = ("Code", "Name", "What it finds", "Severity", "Fix", "Default")
    for family in sorted(families, key=lambda name: [*FAMILIES, name].index(name)):
        yield from (f"**{family}** {translated(FAMILIES.get(family, ''), locale)}".rstrip(), "")
        yield f"| {' | '.join(translated(head, locale) for head in heads)} |"
        yield "|---|---|---|---|---|---|"
        for rule in families[family]:
            code, name, severity, fix, default, summary = _row(rule, locale)
            anchored = f'<a id="{code.lower()}"></a>{code}'
            cells = (anchored, name, summary.replace("|", "\\|"), severity, fix, default)
            yield f"| {' | '.join(cells)} |"
        yield ""


def _row(rule: Rule, locale: str) -> tuple[str, str, str, str, str, str]:
    """Code, name, severity, kind of fix, on or off by default, summary."""
    fix = _FIXES[rule.fix.applicability] if rule.fix else "-"
    severity, fix, default = (translated(each, locale) for each in (rule.severity, fix, _yes(rule.default)))
    return rule.code, rule.name, severity, fix, default, rule.explanation(locale).summary


def _yes(value: bool) -> str:
    return "on" if value else "off"


def _facts(rule: Rule, locale: str) -> Iterator[tuple[str, str]]:
    default = "on" if rule.default else "off; select it by code, name or prefix, or with ALL"
    yield "category", translated(rule.category, locale)
    yield "severity", translated(rule.severity, locale)
    yield "default", translated(default, locale)
    yield "languages", ", ".join(rule.languages) or translated("all", locale)
    if address := rule.address(locale):
        yield "documentation", address


def _labelled(key: str, value: str, locale: str) -> str:
    return f"{key}: {value}" if locale == "en" else f"{translated(key, locale)}：{value}"


def sentence(said: str, locale: str) -> str:
    """What a rule is about, with a full stop at its end."""
    return f"{said.rstrip('.')}." if locale == "en" or said.isascii() else f"{said.rstrip('。')}。"


def _fix(rule: Rule, locale: str) -> str:
    if rule.fix is None:
        return translated("None; a person has to decide.", locale)
    said = [
        {
            "safe": "Safe: applied by --fix.",
            "unsafe": "Unsafe: applied by --fix --unsafe-fixes.",
            "display": "Shown, never applied.",
        }[rule.fix.applicability]
    ]
    if rule.fix.outside:
        said.append(f"In text outside entries it is {rule.fix.outside}:")
    parts = [translated(each, locale) for each in said]
    if reason := rule.explanation(locale).reason.strip():
        parts.append(sentence(reason, locale))
    if rule.fix.alters:
        things = (", " if locale == "en" else "、").join(translated(each, locale) for each in rule.fix.alters)
        parts.append(translated(f"It may alter: {things}.", locale))
    return (" " if locale == "en" else "").join(parts)


def _params(rule: Rule) -> Iterator[tuple[str, str]]:
    """Name and value in TOML of each parameter."""
    bound = rule.bound()
    for key, value in plain(bound).items():
        yield key, inline(rule.params.get(key, value))


def _settings(rule: Rule, locale: str) -> Iterator[str]:
    """What `catalog-lint.toml` may say of the rule: on or off, its severity, its parameters as they are.

    A path would count from that file, so lists of the rule's own stand in comments.
    """
    key, switch = ("ignore", "turns it off") if rule.default else ("extend-select", "turns it on")
    yield f'{key} = ["{rule.code}"]  # {translated(switch, locale)}'
    yield ""
    yield f"[rule.{rule.code}]  # {translated('or change it; these are the defaults', locale)}"
    yield f'severity = "{rule.severity}"'
    own = rule.data_files
    for name, value in _params(rule):
        yield f"{'# ' if name in own else ''}{name} = {value}"


def _comment(rule: Rule, locale: str) -> str:
    reason = translated("why it is right here", locale)
    return f"<!-- catalog-lint-disable-next-line {rule.code} -- {reason} -->"


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
