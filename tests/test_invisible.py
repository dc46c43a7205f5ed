"""What nobody sees hides nothing: rules find in a text what they find without its invisible characters."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest

from tests.conftest import judged, mended

LINES = (
    "他爲此說过，，很好。。\n",
    "好的，我將這份文稿整理如下，重點在於提煉演講的主旨與結構，並使其更易於閱讀和理解。\n",
    "單甘油酯 monoglycerides 的_producto。\n",
    "##標題\n\n用Python 寫。\n",
    "見 **重點：**說明，（備註)。\n",
)
INVISIBLE = ("\u200b", "\u00ad", "\ufeff", "\u2060", "\u200e", "\x02")


def told(text: str) -> list[tuple[str, int, int]]:
    """The code of what is found but for the invisible itself, and the offsets where it begins and ends."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    return sorted(
        (
            one.rule.code,
            starts[one.start.row - 1] + one.start.column - 1,
            starts[one.end.row - 1] + one.end.column - 1,
        )
        for one in judged(text, select=["ALL"]).findings
        if one.rule.category != "invisible"
    )


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("character", INVISIBLE)
def test_an_invisible_character_hides_nothing_and_moves_nothing(line: str, character: str) -> None:
    expected = told(line)
    assert expected
    for at in range(1, len(line), 3):
        moved = [(code, start + (start >= at), end + (end > at)) for code, start, end in expected]
        assert told(line[:at] + character + line[at:]) == moved


@pytest.mark.parametrize("line", LINES)
def test_a_fix_takes_what_is_invisible_with_it(line: str) -> None:
    clean = mended(line).sources["page.md"].raw
    for at in range(len(line)):
        if line[at - 1 : at + 1] == "**":
            continue  # no longer a mark of emphasis: see below
        assert mended(line[:at] + "\u200b" + line[at:]).sources["page.md"].raw == clean


def test_what_an_invisible_character_keeps_from_being_markdown_stays_so() -> None:
    text = "說明如下。\n\n\u200b# 這行不是標題\n"
    assert mended(text).sources["page.md"].raw == text


def test_a_rule_of_a_user_sees_what_nobody_sees(tmp_path: Path) -> None:
    (tmp_path / "ABC001-joiner.toml").write_text(
        'code = "ABC001"\nname = "joiner"\ncategory = "spacing"\nseverity = "warning"\ncheck = "pattern"\n'
        'summary = "Joiner"\nwhy = "W."\nmessage.en = "Joiner"\nparams.pattern = "\\u200b"\n'
        '[[examples]]\nbad = "a\\u200bb"\n[[examples]]\nkeep = "ab"\n',
        encoding="utf-8",
    )
    found = judged("水\u200b庫。\n", rules=[str(tmp_path)], select=["ABC001"]).findings
    assert [one.rule.code for one in found] == ["ABC001"]
