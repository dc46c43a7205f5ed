"""The HAN rules on whole pages: protected places, one code a defect, safe fixes on real text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from catalog_lint.catalog.reader import read_page
from catalog_lint.language.script import strays
from catalog_lint.source import read
from tests.conftest import judged, mended, settings

PAGE = """\
<details>
<summary>12. [2024-03-05] 软件工程的后半场</summary><br>

<a href="https://www.youtube.com/watch?v=abcdefghijk" target="_blank">
    <img src="https://img.youtube.com/vi/abcdefghijk/maxresdefault.jpg"
        alt="[Youtube]" width="200">
</a>

# 软件工程的后半场

## 一、重点

- **软件**的後半场从 `测试` 開始，见 [说明](https://example.org/说明)。
- 大衆覺得麵對困難時要放松，三公裏外有龘字。

</details>
"""


def codes(page: str, **keys: Any) -> list[str]:
    """The codes of the HAN findings of a page, in order."""
    return [finding.rule.code for finding in judged(page, select=["HAN"], **keys).findings]


def test_titles_code_and_links_stay_and_prose_is_mended() -> None:
    text = mended(PAGE, select=["HAN"]).sources["page.md"].text
    assert text == PAGE.replace("## 一、重点", "## 一、重點").replace(
        "- **软件**的後半场从 `测试` 開始，见 [说明]", "- **軟件**的後半場從 `测试` 開始，見 [說明]"
    ).replace("大衆覺得麵對困難時要放松，三公裏外", "大眾覺得面對困難時要放鬆，三公里外")


def test_one_place_has_one_code() -> None:
    findings = judged(PAGE, select=["HAN"]).findings
    spans = sorted(finding.span for finding in findings)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert {finding.rule.code for finding in findings} == {"HAN001", "HAN003", "HAN005", "HAN007"}


def test_a_declared_language_is_judged_by_its_own_forms() -> None:
    assert codes("这个软件很好。\n", language="zh-CN") == []
    assert codes("這個軟件很好。\n", language="zh-CN") == ["HAN009"]
    assert codes("大衆很急。\n", language="zh-HK") == ["HAN005"]
    assert codes("这个软件很好。\n", language="en") == []


def test_clean_books_hold_no_false_finding(shared: Path) -> None:
    for name in ("git30", "rustbook"):
        text = (shared / "clean" / f"{name}.md").read_text(encoding="utf-8")
        found = [f for f in judged(text, select=["HAN"]).findings if f.severity != "info"]
        others = [text[f.span.start : f.span.end] for f in found if f.rule.category != "variant"]
        assert others in ([], ["简体"])


@pytest.mark.parametrize("page", ["drberg-12", "drberg-45", "bestpartners-10"])
def test_every_simplified_character_of_real_pages_lies_in_a_stray(shared: Path, page: str) -> None:
    from catalog_lint.language import tables

    single = tables.forms().single
    path = shared / "siblings" / f"{page}.md"
    known = settings()
    for entry in read_page(str(path), read(path), known.catalog_schema, "zh-TW", known.terms, {}).entries:
        text = entry.prose.text
        covered = {at for stray in strays(text) for at in range(stray.start, stray.end)}
        assert [text[at] for at, c in enumerate(text) if c in single and at not in covered] == []


def test_a_message_shows_the_word_that_the_decoder_read() -> None:
    text = "他专注于研究，這套方法適用于所有人。\n"
    found = [one.message for one in judged(text, select=["HAN003"]).findings]
    assert [word in message for word, message in zip(("专注于", "適用于"), found, strict=True)] == [
        True,
        True,
    ]
