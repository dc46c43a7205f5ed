"""CommonMark's own examples: none fails, none is changed but by a rule that is meant to, all places right.

The examples (CC BY-SA 4.0) come with the source package of markdown-it-py and are not copied here; the
environment's CATALOG_LINT_COMMONMARK names their file. How to get it stands in docs/safety.md.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from catalog_lint.catalog.reader import read_page
from catalog_lint.catalog.schema import Schema
from catalog_lint.source import Source
from tests.conftest import mended

FILE = os.environ.get("CATALOG_LINT_COMMONMARK", "")
pytestmark = pytest.mark.skipif(not FILE, reason="CATALOG_LINT_COMMONMARK names no file of examples")
EXAMPLES: list[dict[str, Any]] = json.loads(Path(FILE).read_text("utf-8")) if FILE else []
NUMBERS = [str(example["example"]) for example in EXAMPLES]
MENDS = {
    "MDN001": {379, 380, 391},
    "MDN011": {43, 47},
    "TYP001": {13},
    "TYP004": {353},
}
"""The examples that a safe fix changes: bold that does not render, a line right behind another, a tab or a
no-break space between words."""


@pytest.fixture(scope="module")
def markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def nodes(tokens: list[Token]) -> list[tuple[str, str]]:
    """The code, tags, links and pictures among tokens, each with what it holds or leads to."""
    found = []
    for token in tokens:
        if token.type == "inline" and token.children:
            found += nodes(token.children)
        elif token.type == "code_inline":
            found.append(("code", token.content))
        elif token.type == "html_inline":
            found.append(("html", token.content))
        elif token.type == "image":
            found.append(("image", f"{token.attrGet('src')} {token.content} {token.attrGet('title')}"))
        elif token.type == "link_open":
            kind = "autolink" if token.info == "auto" else "link"
            found.append((kind, f"{token.attrGet('href')} {token.attrGet('title')}"))
    return found


@pytest.mark.parametrize("example", EXAMPLES, ids=NUMBERS)
def test_every_node_is_where_it_stands(example: dict[str, Any], markdown: MarkdownIt) -> None:
    text = example["markdown"]
    environment: dict[str, Any] = {}
    wanted = nodes(markdown.parse(text, environment))
    found = []
    for entry in read_page("a.md", Source(text), Schema()).entries:
        for block in entry.blocks:
            for kind, (start, end), _ in block.inlines:
                there = entry.text[start:end]
                if kind == "escape":
                    assert there[0] == "\\"
                    assert len(there) == 2 or (there[1] == "\n" and there.rstrip() == "\\")
                elif kind == "entity":
                    assert unescape(there) != there
                elif kind == "marks":
                    assert len(set(there)) == 1
                    assert there[0] in "*_~"
                else:
                    (alone,) = markdown.parseInline(there, environment)
                    found.append(nodes([alone])[0])
                    assert found[-1][0] == kind
    assert Counter(found) == Counter(wanted)


@pytest.mark.parametrize("example", EXAMPLES, ids=NUMBERS)
def test_no_example_fails_or_changes(example: dict[str, Any]) -> None:
    text, number = example["markdown"], example["example"]
    done = mended(text)
    assert not done.failures
    meant = {code for code, numbers in MENDS.items() if number in numbers}
    assert {code for _, code in done.fixed} == meant
    assert (done.sources["page.md"].raw != text) == bool(meant)
    assert not mended(text, unsafe=True).failures
