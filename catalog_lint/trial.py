"""Rules tried on the examples in their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from catalog_lint.catalog.liveness import LinkReason, LinkVerdict, Status, Target, TargetKind
from catalog_lint.config import ConfigError, Settings, parse
from catalog_lint.config.layers import check
from catalog_lint.fix.settle import FixResult, fix
from catalog_lint.lint.linter import LintResult, lint
from catalog_lint.rule.model import Example, Rule, RuleError
from catalog_lint.source import Source

PAGE = "page.md"


def problems(rule: Rule, folders: tuple[Path, ...] = ()) -> Iterator[str]:
    """What is wrong with a rule and its examples, in a line each.

    `folders` are those of rules beside the shipped ones. Raises RuleError where the rule's file does not fit.
    """
    if not any(example.at for example in rule.examples):
        yield "needs an example that raises the rule, with its places in `at`"
    if not any(example.keep is not None or (example.pages and not example.at) for example in rule.examples):
        yield "needs an example with `keep`, which raises nothing"
    if rule.fix is None and any(example.good or example.good_unsafe for example in rule.examples):
        yield "an example has `good`, but the rule has no [fix], so that nothing is fixed"
    rule.bound()
    for number, example in enumerate(rule.examples, 1):
        try:
            yield from (f"example {number}: {said}" for said in _tried(rule, example, folders))
        except (ConfigError, RuleError) as error:
            yield f"example {number}: {error}"


def _tried(rule: Rule, example: Example, folders: tuple[Path, ...]) -> Iterator[str]:
    config = {"select": [rule.code], "rules": [str(folder) for folder in folders], **example.config}
    settings = parse(config, Path.cwd(), "config")
    check(settings)
    pages = pages_of(example)
    inputs = [(name, Source(text), settings) for name, text in pages.items()]
    verdicts = verdicts_of(example.verdicts) if example.verdicts else None
    found = lint(inputs, verdicts=verdicts)
    yield from found.failures
    places = places_of(found, rule.code, bool(example.pages))
    if places != sorted(example.at):
        why = "" if found.entries or "text" in rule.places else " (the text holds no entry)"
        yield f"finds {_listed(places)}{why}, but `at` says {_listed(sorted(example.at))}"
    yield from _other_values(rule, found)
    for unsafe in (False, True):
        fixed = fix(inputs, unsafe, verdicts=verdicts)
        yield from (*fixed.failures, *fixed.refused)
        if not example.pages:
            yield from _fixed(example, fixed, unsafe, settings)


def _fixed(example: Example, fixed: FixResult, unsafe: bool, settings: Settings) -> Iterator[str]:
    key = "good-unsafe" if unsafe and example.good_unsafe is not None else "good"
    before = pages_of(example)[PAGE]
    wanted = example.good_unsafe if key == "good-unsafe" else example.good
    text = fixed.sources[PAGE].text
    if text != (before if wanted is None else wanted):
        said = f"`{key}` has {wanted!r}" if wanted is not None else "there is no `good`"
        yield f"{'--unsafe-fixes makes' if unsafe else '--fix makes'} {text!r}, but {said}"
    elif not unsafe and fix([(PAGE, Source(text), settings)]).fixed:
        yield "--fix changes again what it fixed"


def _other_values(rule: Rule, found: LintResult) -> Iterator[str]:
    for one in found.findings:
        if one.rule.code == rule.code and rule.values is not None and set(one.values) != set(rule.values):
            yield f"the check gives the values {_listed(list(one.values))}; `values` has others"
            return


def pages_of(example: Example) -> dict[str, str]:
    """An example's pages by name."""
    if example.pages:
        return example.pages
    return {PAGE: example.bad if example.bad is not None else example.keep or ""}


def places_of(found: LintResult, code: str, several: bool) -> list[str]:
    """Where a rule's findings are, as examples write it; with the page's name where there are `several`."""
    places = []
    for one in found.findings:
        if one.rule.code == code:
            (row, column), (end_row, end_column) = one.start, one.end
            place = f"{row}:{column}-{end_row}:{end_column}"
            places.append(f"{one.path}:{place}" if several else place)
    return sorted(places)


def verdicts_of(said: Mapping[str, Mapping[str, str]]) -> dict[Target, LinkVerdict]:
    """Verdicts written by hand: by "kind address", the status and whatever else is to be said."""
    verdicts = {}
    for key, values in said.items():
        kind, _, address = key.partition(" ")
        verdict = LinkVerdict(
            Status(values["status"]),
            LinkReason(values.get("reason", LinkReason.ANSWERED)),
            values.get("detail", ""),
            values.get("best", ""),
            values.get("title", ""),
        )
        verdicts[Target(cast(TargetKind, kind), address)] = verdict
    return verdicts


def _listed(places: list[str]) -> str:
    return ", ".join(places) or "nothing"
