"""What repeats on a page costs a straight line, however broken it is."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.conftest import judged

LABELLED = {"shape": "heading", "level": 2, "line": "{title}", "labels": {"導演": "director"}}
SECONDS = 15
"""Each of these took 40 seconds and more, or grew without end."""


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("<summary>" * 40_000 + "\n", {}),
        ("<details>\n" + "<summary>" * 40_000 + "\n", {}),
        ("<summary" * 40_000 + "\n", {}),
        ("<!-- catalog-lint-disable HAN005 -->\n" * 16_000 + "\n他爲此。\n", {}),
        (
            "<!-- catalog-lint-disable HAN005 -->\n\n<!-- catalog-lint-enable HAN001 -->\n" * 8_000
            + "\n他爲。\n",
            {},
        ),
        ("說%" + "0" * 60_000 + "。\n", {}),
        ("{/* catalog-lint" * 20_000 + "\n", {}),
        ("%% catalog-lint disable " * 20_000 + "\n", {}),
        ("## 片\n\n導演：<a" + "\nx" * 100_000 + "\n", {"schema": LABELLED}),
        ("## 片\n\n導演：<a " + "href='" * 40_000 + "\n", {"schema": LABELLED}),
        ("## 片\n\n導演：a" + " " * 100_000 + "b\n", {"schema": LABELLED}),
        ("他的機器。\n" * 100, {"terms": {f"機器{n}": f"儀器{n}" for n in range(20_000)}}),
        ("他的機器。\n", {"terms": {f"甲{n}乙": f"甲{n + 1}乙" for n in range(20_000)}}),
    ],
    ids=[
        "summary",
        "summary in details",
        "open tag",
        "disable",
        "disable and enable",
        "placeholder",
        "comment of MDX",
        "comment of Obsidian",
        "label before an open tag",
        "label before addresses",
        "label before spaces",
        "terms",
        "chained terms",
    ],
)
def test_repetition_costs_a_straight_line(text: str, keys: dict[str, Any]) -> None:
    judged("文字。\n")
    begun = time.process_time()
    judged(text, **keys)
    assert time.process_time() - begun < SECONDS


def test_the_longest_wrong_spelling_wins_at_its_borders() -> None:
    from catalog_lint.language.terms import circle, taught

    terms = {"Pipe": "Pipeline", "機器": "儀器", "機器人": "機械人", "_x": "y", "js": "JavaScript"}

    def found(text: str) -> list[str]:
        return [text[start:end] for start, end, _ in taught(terms, text)]

    assert found("機器人與機器") == ["機器人", "機器"]
    assert found("Pipeline Pipe Pipes aPipe") == ["Pipe"]
    assert found("a_x js jsx .js") == ["_x", "js", "js"]
    assert circle({"a": "b", "b": "c", "c": "a"}) == ["a", "b", "c"]
    assert circle({"a": "b", "b": "c"}) == []
