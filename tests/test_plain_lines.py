"""Texts of plain lines are read without markdown-it-py's rules, and just as they read them."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from markdown_it.token import Token

from catalog_lint.catalog import plain_lines
from catalog_lint.catalog.markdown import Parsed, parse
from catalog_lint.catalog.plain_lines import blocks
from catalog_lint.catalog.reader import read_entry
from catalog_lint.catalog.schema import Schema

TEXTS = int(os.environ.get("PLAIN_TEXTS", "6000"))
"""How many texts are made; some 300,000 take a few minutes."""

INDENTS = (*[""] * 6, " ", *["  "] * 2, *["   "] * 2, "    ", "     ", "      ", "       ")
MARKERS = (
    *("- ", "- ", "* ", "+ ", "-  ", "-    ", "*   ", "1. ", "2. ", "1) ", "10. ", "01. ", "3.  ", "0. "),
    *("1.     ", "-", "*", "1.", "- - ", "- 1. ", "1. - ", "123456789. ", "1234567890. ", "-     ", "* * "),
)
ENDS = ("", "\n", "\n\n", "\n  ")
LINES = (
    *("字", "字", "字", "字", "**字**", "**字：** 字**", "1.字", "-字", "2026. 字", "٣. 字", "字  ", "字\\"),
    *("---", "***", "* * *", "- - -", "___", "_ _ _", "--", "-", "=", "===", "=== ", "==", "+", "- ", "**"),
    *("# 題", "## 題 ##", "# 題#", "#", "####### 題", "#題", "###### 題 # #", "#   ", "# ##"),
    *("<details>", "</details>", "<summary>字</summary><br>", '<a href="x">', '<img src="x">', "</a>"),
    *("<a>字", "<b>", "</b >", "<br>", "<br/> 字", "<div", "<p>字</p>", "<!-- x -->", "<pre>", "<1", "<"),
    *("<http://a.b>", "<DETAILS>", "<Summary\u00a0>", "<a>\u3000", "</a>\f", "> 字", "```", "``", "~~~"),
    *("`字`", "~~字~~", "| 甲 | 乙 |", "| 甲", "甲|乙", "|---|---|", "---|---", ":-", "-:", "---:", "*字*"),
    *("[x]: /u", "[x]", "[x](y)", "[^x]: 字", "[x", "]: y", "\\[x]: y", "&amp;", "\\- 字", "\ufeff字"),
    *("\u3000字", "\u00a0字\u00a0", "\u3000", "\f", "字\u2028字", "\u0085", "\u00a0- 字"),
)


def made_text(rng: random.Random) -> str:
    lines = []
    for _ in range(rng.randint(1, 9)):
        if rng.random() < 0.22:
            lines.append(rng.choice(("", "", "", "", " ", "   ", "      ")))
            continue
        marker = rng.choice(MARKERS) if rng.random() < 0.5 else ""
        end = rng.choice((*[""] * 9, " ", "  ", "\t"))
        lines.append(
            rng.choice(INDENTS) + marker + rng.choice(LINES if rng.random() < 0.5 else ("字",)) + end
        )
    return "\n".join(lines) + rng.choice(ENDS)


def tokens_and_pieces(parsed: Parsed) -> list[Any]:
    tokens: list[Token] = parsed.tokens
    return [(token.as_dict(), parsed.pieces_of(token) if token.children else []) for token in tokens]


def test_any_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(0)
    texts = [text for text in (made_text(rng) for _ in range(TEXTS)) if blocks(text) is not None]
    assert len(texts) > TEXTS / 10
    schema = Schema()

    def read() -> list[Any]:
        return [(tokens_and_pieces(parse(text)), read_entry(text, "text", schema)) for text in texts]

    swiftly = read()
    monkeypatch.setattr(plain_lines, "blocks", lambda text: None)
    for text, (tokens, entry), (sure, of_rules) in zip(texts, swiftly, read(), strict=True):
        assert tokens == sure, text
        assert entry.prose.text == of_rules.prose.text, text
        assert entry.headings == of_rules.headings, text
        assert entry.html == of_rules.html, text
        assert [run.items for run in entry.lists] == [run.items for run in of_rules.lists], text


@pytest.mark.parametrize(
    "text",
    [
        '<details>\n<summary>題</summary><br>\n\n<a href="https://a.b" target="_blank">\n    '
        '<img src="https://a.b/c.jpg">\n</a>\n\n# 題\n\n- **甲：** 字\n- 乙\n\n</details>',
        "甲\n乙  \n丙\n\n* * *\n\n### 題 ###\n1. 甲\n   - 乙\n\n     丙\n2. 丁\n",
        "- 甲\n    - 乙\n        - 丙\n\n- 丁\n\n戊 `碼` [字](x)\n",
        "",
    ],
)
def test_common_forms_are_read_here(text: str) -> None:
    assert blocks(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "\t字",
            "字\r字",
            "字\0",
            "    字",
            "> 字",
            "```\n字\n```",
            "~~~",
            "字\n---",
            "字\n===",
            "- 字\n乙",
        ),
        *(
            "甲 | 乙\n--|--",
            "| 甲\n---",
            "[x]: /u",
            "<!-- 字 -->",
            "<pre>",
            "- <div>",
            "-     字",
            "-\n字",
            "*",
        ),
        *("*", "- 字\n乙", "- 字\n\n      字", "1. 字\n\n       字", "- " * 60 + "字"),
    ],
)
def test_what_is_not_plain_is_left_to_the_rules(text: str) -> None:
    assert blocks(text) is None
