"""Bold marks that Markdown leaves standing, and their repair, proved by what markdown-it-py then renders."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from markdown_it import MarkdownIt

from tests.conftest import judged, mended
from tests.growth import assert_straight


def html(text: str) -> str:
    return str(MarkdownIt("commonmark").enable("table").render(text))


def repaired(text: str) -> str:
    return mended(text, select=["MDN001"]).sources["page.md"].text


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("**重點：**先關閘門。", "**重點**：先關閘門。"),
        ("** 重點**先關。", "**重點**先關。"),
        ("**重點 **先關。", "**重點**先關。"),
        ("**\t重點\t**先關。", "**重點**先關。"),
        ("**水閘（gate）**由兩人操作。", "**水閘**（gate）由兩人操作。"),
        ("這是**「水閘」**的門。", "這是「**水閘**」的門。"),
        ("共**100%**的人。", "共**100**%的人。"),
        ("see** this text**now", "see **this text**now"),
        ("**甲：**乙，**丙：**丁。", "**甲**：乙，**丙**：丁。"),
        ("**甲（乙）：**丙。", "**甲（乙）**：丙。"),
        (
            "| **甲：**乙 | 丙 |\n|---|---|\n| ** 丁** | 戊 |",
            "| **甲**：乙 | 丙 |\n|---|---|\n| **丁** | 戊 |",
        ),
        ("> **甲：**乙\n> **丙：**丁", "> **甲**：乙\n> **丙**：丁"),
        ("### ** 標題 **", "### **標題**"),
        ("**水閘（gate）**與**堤防（dike）**都要檢查。", "**水閘**（gate）與**堤防**（dike）都要檢查。"),
        ("稱為**水閘（gate）**或**堤防**。", "稱為**水閘**（gate）或**堤防**。"),
    ],
)
def test_repair(bad: str, good: str) -> None:
    assert repaired(bad + "\n") == good + "\n"
    assert "**" not in html(good)


def test_a_quotation_leaves_the_bold_only_when_asked() -> None:
    text = "這是**《水經》注**的版本。\n"
    assert repaired(text) == text
    assert (
        mended(text, unsafe=True, select=["MDN001"]).sources["page.md"].text == "這是《水經》**注**的版本。\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "**重點：** 先關閘門。",
        "**重點**：先關**閘門**。",
        "5 * 3 * 2 = 30，2**3 是 8。",
        "5 ** 2，x**2 + y**2 = z**2。",
        "f(*args, **kwargs) 與 g(**options)",
        "`** 程式 **`，以及 `**x：**y`",
        "\\*\\*不是粗體\\*\\*",
        "註釋*，另一個註釋**。",
        "**跨行\n粗體**文字",
        "***重點***先關。",
        "https://example.com/**path**/x：y",
    ],
)
def test_marks_that_are_meant_or_render_stay(text: str) -> None:
    found = judged(text + "\n", select=["MDN001", "MDN010"]).findings
    assert [one.message for one in found] == []


def test_what_cannot_be_repaired_is_told_without_a_fix() -> None:
    judgement = judged("語言**C++**很快。\n", select=["MDN001"])
    assert [one.fix for one in judgement.findings] == [None]


@pytest.mark.parametrize("inner", ["[@水庫,p.3]", "[^甲]", "[TOC]", "[x]", "[[水庫]]", "[-@水庫]"])
def test_brackets_that_are_syntax_keep_what_is_in_them(inner: str) -> None:
    text = f"水位見**{inner}**說明。"
    assert inner in repaired(text)
    assert repaired("請按**[確定]**鍵。") == "請按[**確定**]鍵。"


def test_repairs_render_bold_and_keep_every_letter() -> None:
    random.seed(7)
    words = ["水閘", "gate", "（上游）", "「慢工」", "：", "，", " ", "100", "%", "《水經》", "A", "。", "\t"]
    fixed = 0
    for _ in range(300):
        inner = "".join(random.choices(words, k=random.randint(1, 5)))
        text = f"前文**{inner}**{random.choice(['後文', ' 後文', '，後文', 'x'])}**末**\n"
        after = repaired(text)
        if after == text:
            continue
        fixed += 1
        plain = re.sub(r"<[^>]*>|[*\s]", "", html(after))
        assert plain == re.sub(r"<[^>]*>|[*\s]", "", html(text)), (text, after)
        assert html(after).count("<strong>") == 2, (text, after)
        assert repaired(after) == after
    assert fixed > 60


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (lambda n: "*" * n, 100_000),
        (lambda n: "**甲：" * n, 10_000),
        (lambda n: "**甲：**乙 " * n, 1_000),
        (lambda n: "**「" * n + "**", 3_000),
    ],
)
def test_hostile_text_costs_a_straight_line(text: Callable[[int], str], size: int) -> None:
    assert_straight(text, size, lambda text: judged(text, select=["MDN"]))
