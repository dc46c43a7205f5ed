"""What repeats on a page costs a straight line, however broken it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import mul
from typing import Any

import pytest

from tests.conftest import judged
from tests.growth import assert_straight

ENTRY = "<details>\n<summary>1. [2024-01-02] 甲</summary><br>\n\n"
LABELLED = {"shape": "heading", "level": 2, "line": "{title}", "labels": {"導演": "director"}}


@pytest.mark.parametrize(
    ("text", "size", "keys"),
    [
        (partial(mul, "<summary>"), 8_000, {}),
        (lambda n: "<details>\n" + "<summary>" * n, 8_000, {}),
        (partial(mul, "<summary"), 8_000, {}),
        (lambda n: "<!-- catalog-lint-disable HAN005 -->\n" * n + "\n他爲此。\n", 2_000, {}),
        (
            lambda n: (
                "<!-- catalog-lint-disable HAN005 -->\n\n<!-- catalog-lint-enable HAN001 -->\n" * n
                + "\n他爲。\n"
            ),
            1_000,
            {},
        ),
        (lambda n: "| a | b |\n" + " " * n + "x\n文 -- | 文\n", 3_000, {}),
        (lambda n: "說%" + "0" * n + "。\n", 30_000, {}),
        (partial(mul, "水.txt/"), 2_000, {}),
        (partial(mul, "a.txt/"), 2_000, {}),
        (partial(mul, "{/* catalog-lint"), 5_000, {}),
        (partial(mul, "%% catalog-lint disable "), 5_000, {}),
        (lambda n: f"{ENTRY}```{' ' * n}x\n文\n```\n</details>\n", 10_000, {}),
        (lambda n: f"{ENTRY}{'=' * n}x\n文\n</details>\n", 3_000, {}),
        (lambda n: "a/" + "-" * n + "。\n", 10_000, {}),
        (lambda n: "# 水" + " " * n + "庫\n", 10_000, {}),
        (lambda n: "| a | b |\n" + " " * n + "x |\n", 3_000, {}),
        (lambda n: f"{ENTRY}**水{' ' * n}庫**。\n</details>\n", 5_000, {}),
        (lambda n: f"{ENTRY}水庫。 <!-- catalog-lint-disable -->{'<!--' * n}\n</details>\n", 3_000, {}),
        (lambda n: ENTRY.replace("甲", "甲" + " " * n + "乙") + "文\n</details>\n", 5_000, {}),
        (lambda n: "## 片\n\n導演：[甲](" + "水" * n + "\n", 10_000, {"schema": LABELLED}),
        (lambda n: "## 片\n\n導演：<a" + "\nx" * n, 20_000, {"schema": LABELLED}),
        (lambda n: "## 片\n\n導演：<a " + "href='" * n, 10_000, {"schema": LABELLED}),
        (lambda n: "## 片\n\n導演：a" + " " * n + "b\n", 50_000, {"schema": LABELLED}),
    ],
    ids=[
        "summary",
        "summary in details",
        "open tag",
        "disable",
        "disable and enable",
        "row under a table's head",
        "placeholder",
        "names of files in a path",
        "Latin names of files in a path",
        "comment of MDX",
        "comment of Obsidian",
        "spaces behind a fence",
        "equals signs",
        "dashes behind a slash",
        "spaces in a heading",
        "spaces under a row",
        "spaces in bold",
        "comments that nothing closes",
        "spaces in a title",
        "label before an open link",
        "label before an open tag",
        "label before addresses",
        "label before spaces",
    ],
)
def test_repetition_costs_a_straight_line(
    text: Callable[[int], str], size: int, keys: dict[str, Any]
) -> None:
    assert_straight(text, size, lambda text: judged(text, **keys))


@pytest.mark.parametrize(
    "terms",
    [
        lambda n: {f"機器{i}": f"儀器{i}" for i in range(n)},
        lambda n: {f"甲{i}乙": f"甲{i + 1}乙" for i in range(n)},
    ],
    ids=["rows", "chained rows"],
)
def test_terms_cost_a_straight_line(terms: Callable[[int], dict[str, str]]) -> None:
    assert_straight(str, 5_000, lambda count: judged("他的機器。\n" * 20, terms=terms(int(count))))
