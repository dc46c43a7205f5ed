"""Trying fewer rules, the reader sees just what markdown-it-py sees."""

from __future__ import annotations

import random
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from catalog_lint.catalog.markdown import MAX_NESTING, parse
from catalog_lint.catalog.reader import read_page
from catalog_lint.catalog.schema import Schema
from catalog_lint.source import Source
from tests.conftest import judged

FIXTURES = Path(__file__).parents[1] / "fixtures"
# What Markdown's rules begin with, end at or look across, put together at random.
PIECES = (
    *("# ", "- ", "* ", "+ ", "1. ", "2) ", "12345678901. ", "> ", "    ", "  ", "\t", "```", "~~~"),
    *("---", "***", "___", "===", "| 甲 | 乙 |", "|---|:-:|", "[x]: /u", "<div>", "</div>", "<!-- ", "-->"),
    *("**", "*", "_", "__", "~~", "~", "`", "``", "[x](y)", "[x]", "![p](q)", "<b>", "<http://a.b>", "&amp;"),
    *("&", "\\", "\\*", "!", "]", "[", "(", ")", "：", "。", "中文", "字", "a", "0", "\u3000", "\u00a0"),
    *("|", "\0", "<details>", "<summary>", "</details>", "\n", "\n", "\n", "\n", "\n\n", "\n\n", " ", " "),
)


STARTS = (
    *("- ", "* ", "+ ", "1. ", "  - ", "   * ", "    - ", "     - ", "> ", "---", "- - -", "===", "  ==="),
    *("字", "| 甲 | 乙 |", "|---|---|", "\t- ", "\t", "  ", "-", "*"),
)
BOLD = (*["**"] * 8, *"中字，：（）「」ab1 \u3000！!].'€+\u200b", "😀", "𠀀")


@pytest.fixture(scope="module")
def plain() -> MarkdownIt:
    """The parser as it comes, but for what the reader wants apart: each delimiter, each piece of text."""
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.inline.ruler2.enableOnly(["balance_pairs", "strikethrough", "emphasis"])
    parser.core.ruler.disable("text_join")
    return parser


def plainly(tokens: list[Token]) -> list[MutableMapping[str, Any]]:
    return [token.as_dict() for token in tokens]


@pytest.mark.parametrize("seed", range(4))
def test_any_text(plain: MarkdownIt, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(500):
        text = "".join(rng.choices(PIECES, k=rng.randint(1, 60)))
        assert plainly(parse(text).tokens) == plainly(plain.parse(text)), text


def test_any_lines(plain: MarkdownIt) -> None:
    rng = random.Random(0)
    for _ in range(4_000):
        lines = ["".join(rng.choices(STARTS, k=rng.randint(0, 3))) + "字" for _ in range(rng.randint(1, 8))]
        text = "\n".join(lines)
        assert plainly(parse(text).tokens) == plainly(plain.parse(text)), text


def test_any_bold_line(plain: MarkdownIt) -> None:
    rng = random.Random(0)
    for _ in range(5_000):
        text = "".join(rng.choices(BOLD, k=rng.randint(1, 14)))
        parsed = parse(text)
        assert plainly(parsed.tokens) == plainly(plain.parse(text)), text
        for token in parsed.tokens:
            pieces = parsed.pieces_of(token) if token.type == "inline" else []
            assert "".join(token.content[piece.start : piece.end] for piece in pieces) == token.content
            marks = [mark for piece in pieces for mark in piece.tokens]
            assert marks == [
                child for child in token.children or () if child.markup or child.content in ("", "*")
            ]


@pytest.mark.parametrize("page", sorted(FIXTURES.rglob("*.md")), ids=lambda page: page.stem)
def test_a_page(plain: MarkdownIt, page: Path) -> None:
    text = page.read_text(encoding="utf-8", errors="replace")
    assert plainly(parse(text).tokens) == plainly(plain.parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "\x1d\n`乙`",
        "\x85甲\n`乙`",
        "甲\n\u3000\n`乙`",
        "甲\n\x1d\n`乙`\x1d",
        "# \x1d`乙`\x1d\n",
        "|\x1d`乙`|丙|\n|-|-|\n",
    ],
)
def test_what_only_some_call_white_space_moves_no_place(text: str) -> None:
    (entry,) = read_page("a.md", Source(text), Schema()).entries
    assert len(entry.prose.text) == len(text)
    places = [inline.span for block in entry.blocks for inline in block.inlines if inline.kind == "code"]
    assert [text[start:end] for start, end in places] == ["`乙`"]


def test_an_address_in_code_is_code_however_its_marks_stand() -> None:
    config: dict[str, Any] = {
        "schema": {"shape": "heading", "line": "{title}", "required": ["title"]},
        "select": ["LNK013"],
    }
    code = "## 水\n\n``a ` htps://a.example`` 與 `x\nhtps://b.example`。\n"
    assert judged(code, **config).findings == []
    assert len(judged("## 水\n\n`未閉 htps://a.example\n", **config).findings) == 1
