"""Every rule file: it loads, its examples hold, its fixes are what it says and settle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from catalog_lint.lint.linter import LintResult
from catalog_lint.rule.loading import load_rules
from catalog_lint.rule.model import Example, Rule
from tests.conftest import judged, mended, verdicts_of

PROSE_FAMILIES = ("HAN", "MIX", "LLM", "MDN", "TYP")


def _rules() -> list[Rule]:
    return list(load_rules().values())


def _examples() -> Iterator[Any]:
    for rule in _rules():
        for number, example in enumerate(rule.examples, 1):
            yield pytest.param(rule, example, id=f"{rule.code}-{number}")


def _pages(example: Example) -> dict[str, str]:
    if example.pages:
        return example.pages
    return {"page.md": example.bad if example.bad is not None else example.keep or ""}


def _places(judgement: LintResult, code: str, several: bool) -> list[str]:
    places = []
    for finding in judgement.findings:
        if finding.rule.code == code:
            source = judgement.pages[finding.path].source
            start, end = source.position(finding.span.start), source.position(finding.span.end)
            place = f"{start.row}:{start.column}-{end.row}:{end.column}"
            places.append(f"{finding.path}:{place}" if several else place)
    return sorted(places)


@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: rule.code)
def test_rule_file_is_complete(rule: Rule) -> None:
    bad = [e for e in rule.examples if e.bad is not None or (e.pages and e.at)]
    keep = [e for e in rule.examples if e.keep is not None or (e.pages and not e.at)]
    assert bad, "needs an example that raises the rule"
    assert keep, "needs an example that raises nothing"
    assert "zh-TW" in rule.message, "needs its message in zh-TW"
    assert set(re.findall(r"{(\w+)", rule.message["en"])) == set(re.findall(r"{(\w+)", rule.message["zh-TW"]))
    assert rule.file.name == f"{rule.code}-{rule.name}.toml"
    assert rule.file.parent.name == rule.code[:3].lower()
    rule.bound()


@pytest.mark.parametrize(("rule", "example"), list(_examples()))
def test_example(rule: Rule, example: Example) -> None:
    pages = _pages(example)
    config = {"select": [rule.code], **example.config}
    if example.verdicts:
        config["verdicts"] = verdicts_of(example.verdicts)
    found = judged(pages, **config)
    assert not found.failures
    assert _places(found, rule.code, bool(example.pages)) == sorted(example.at)
    safe = mended(pages, **config)
    unsafe = mended(pages, unsafe=True, **config)
    assert not safe.failures + unsafe.failures + safe.refused + unsafe.refused
    if example.pages:
        return
    before = pages["page.md"]
    good = example.good if example.good is not None else before
    assert safe.sources["page.md"].text == good
    good_unsafe = example.good_unsafe if example.good_unsafe is not None else good
    assert unsafe.sources["page.md"].text == good_unsafe
    again = mended(safe.sources["page.md"].text, **config)
    assert not again.fixed


@pytest.mark.parametrize(("rule", "example"), list(_examples()))
def test_one_defect_has_one_code(rule: Rule, example: Example) -> None:
    if rule.code[:3] not in PROSE_FAMILIES or not rule.default or example.config or not example.at:
        return
    found = judged(_pages(example))
    mine = [f for f in found.findings if f.rule.code == rule.code]
    for finding in found.findings:
        if finding.rule.code != rule.code and finding.rule.code.startswith(PROSE_FAMILIES):
            assert not any(finding.span.overlaps(one.span) for one in mine), finding
