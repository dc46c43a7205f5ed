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


MEANT = "台湾在海上。 <!-- {} -->\n"


@pytest.mark.parametrize(
    "comment",
    [
        "catalog-lnt-disable-line HAN001",
        "catlog-lint-disable-line HAN001",
        "catalogue-lint: disable-line HAN001",
        "catalog-lint-disable_line HAN001",
        "catalog-lint: noqa HAN001",
    ],
)
def test_what_was_meant_as_a_suppression_is_told(comment: str) -> None:
    assert [code for code, _ in told(MEANT.format(comment), select=["HAN001", "SUP"])] == ["HAN001", "SUP004"]


@pytest.mark.parametrize(
    "comment",
    [
        "catalog-list: disabled",
        "catalog-linting is fun",
        "catalog-index-disable",
        "markdownlint-disable MD001",
    ],
)
def test_comments_about_something_else_are_left_alone(comment: str) -> None:
    assert [code for code, _ in told(MEANT.format(comment), select=["HAN001", "SUP"])] == ["HAN001"]


@pytest.mark.parametrize("end", ["->", "--!>"])
def test_a_suppression_that_is_not_closed_is_told(end: str) -> None:
    comment = f"<!-- catalog-lint-disable-line HAN001 {end}"
    assert ("SUP004", comment) in told(f"文字。 {comment}\n")


@pytest.mark.parametrize(
    "reason", ["a -> b, and 1 > 0", "原因" * 300, "one line\nand another"], ids=["marks", "long", "lines"]
)
def test_a_reason_may_say_anything(reason: str) -> None:
    assert told(f"台湾在海上。 <!-- catalog-lint-disable-line HAN001 -- {reason} -->\n") == []


def test_the_next_line_is_that_below_the_whole_comment() -> None:
    text = "<!-- catalog-lint-disable-next-line HAN001\n-- 原文如此 -->\n台湾在海上。\n\n他去美国。\n"
    assert told(text, select=["HAN001", "SUP"]) == [("HAN001", "国")]


def test_a_reason_without_its_mark_is_told_once() -> None:
    found = judged("台湾在海上。 <!-- catalog-lint-disable-line HAN001 as it was said -->\n").findings
    assert [f.message for f in found] == ["No rule 'as it was said'; did you mean '-- as it was said'?"]


def test_a_comment_in_code_within_a_line_is_none() -> None:
    text = (
        "寫法：`<!-- catalog-lint-disable-line HAN001 -->` 他去台湾。\n\n"
        "`<!-- catalog-lnt-disable HAN001 -->`\n"
    )
    assert told(text, select=["HAN001", "SUP"]) == [("HAN001", "湾")]
