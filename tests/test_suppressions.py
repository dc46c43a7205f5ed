"""Comments that take findings out: every spelling, and what is said of those that do nothing."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tests.conftest import judged, mended

SPELLINGS = ("HAN001", "simplified-character", "HAN", "ALL", "han001", "all")


def told(text: str, **keys: object) -> list[tuple[str, str]]:
    found = judged(text, **keys).findings
    return [(f.rule.code, f.source.text[f.span.start : f.span.end]) for f in found]


@pytest.mark.parametrize(("off", "on"), list(product(SPELLINGS, SPELLINGS)))
def test_a_suppression_ends_by_any_spelling(off: str, on: str) -> None:
    text = (
        f"<!-- catalog-lint-disable {off} -->\n\n他在台湾。\n\n"
        f"<!-- catalog-lint-enable {on} -->\n\n他在美国。\n"
    )
    assert told(text, select=["HAN001"]) == [("HAN001", "国")]


def test_an_end_for_one_rule_leaves_the_others() -> None:
    text = (
        "<!-- catalog-lint-disable HAN -->\n\n他爲此去台湾。\n\n"
        "<!-- catalog-lint-enable HAN001 -->\n\n他爲此去美国。\n"
    )
    assert told(text, select=["HAN001", "HAN005"]) == [("HAN001", "国")]


def test_a_suppression_of_two_rules_is_unused_for_one() -> None:
    text = "<!-- catalog-lint-disable HAN001 HAN005 -->\n\n他去台湾。\n\n<!-- catalog-lint-enable ALL -->\n"
    assert told(text, select=["HAN001", "HAN005"]) == [("SUP001", "HAN005")]


def test_comments_in_code_are_none() -> None:
    text = (
        "寫法：\n\n```html\n<!-- Catalog_Lint: disable HAN001 -->\n<!-- catalog-lint-enable HAN001 -->\n```\n"
    )
    assert told(text) == []


def test_an_end_that_ends_nothing_is_taken_out() -> None:
    text = "他去臺灣。\n\n<!-- catalog-lint-enable HAN001 -->\n"
    assert told(text) == [("SUP005", "<!-- catalog-lint-enable HAN001 -->")]
    assert mended(text).sources["page.md"].text == "他去臺灣。\n\n"


def test_a_rule_of_the_users_own_may_be_about_suppressions(tmp_path: Path) -> None:
    (tmp_path / "OUR001.toml").write_text(
        'code = "OUR001"\nname = "no-suppressions"\ncategory = "suppression"\nseverity = "warning"\n'
        'check = "pattern"\nsummary = "s"\nwhy = "w"\nmessage = { en = "{found}" }\n'
        'params = { pattern = "catalog-lint" }\n',
        encoding="utf-8",
    )
    text = "<!-- catalog-lint-disable-next-line HAN001 -->\n他去台湾，用 catalog-lint 檢查。\n"
    assert told(text, rules=[str(tmp_path)], select=["OUR", "HAN001"]) == [("OUR001", "catalog-lint")]
