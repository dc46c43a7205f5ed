"""White space, punctuation and invisible characters: what is told, what is mended, what stays."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import mul

import pytest

from tests.conftest import judged, mended
from tests.growth import assert_straight

BEFORE = "<details>\n<summary>7. [2024-03-01] Reservoir</summary><br>\n\n"
AFTER = "\n</details>\n"


def fixed_page(text: str) -> str:
    return mended(text, select=["TYP"]).sources["page.md"].text


def fixed(text: str) -> str:
    """The text mended as the body of an entry."""
    return fixed_page(BEFORE + text + AFTER).removeprefix(BEFORE).removesuffix(AFTER)


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("閘門\tvalve\t檢查。", "閘門 valve 檢查。"),
        ("先關，\t再修。", "先關，再修。"),
        ("先關  再修。", "先關 再修。"),
        ("**先關**  再修。", "**先關** 再修。"),
        ("先關,再修;然後開嗎?還沒!等等:好。", "先關，再修；然後開嗎？還沒！等等：好。"),
        ("**原則**:先關。", "**原則**：先關。"),
        ("「先關」,「再修」。", "「先關」，「再修」。"),
        ("步驟:", "步驟："),
        ("閘門(上游)很重（兩噸）。", "閘門（上游）很重（兩噸）。"),
        ("閘門（上游)很重。", "閘門（上游）很重。"),
        ("閘門(上游）很重。", "閘門（上游）很重。"),
        ("先關，，再修。。", "先關，再修。"),
        ("**原則：**：先關。", "**原則**：先關。"),
        ("先關､再修｡", "先關、再修。"),
        ("先\u200b關\u202e閘門。", "先關閘門。"),
        (
            "定義： 閘門， 控制水位、 流量。 先關 ，再修！ 好？ 好。",
            "定義：閘門，控制水位、流量。先關，再修！好？好。",
        ),
        ("先關， **再修**， [說明](a.md) ，`open` 。", "先關，**再修**，[說明](a.md)，`open`。"),
        ("修好了嗎?", "修好了嗎？"),
        ("修好了!\n換人。", "修好了！\n換人。"),
        ("真的嗎?!", "真的嗎？！"),
        ("太好了!!!", "太好了！！！"),
        ("你好嗎 ?", "你好嗎？"),
        ("他說「好」.", "他說「好」。"),
        ('他說:"好",走了。', '他說："好"，走了。'),
        ('這叫"洩洪".', '這叫"洩洪"。'),
        ("**水閘 (gate)**: 控制水位。", "**水閘 (gate)**：控制水位。"),
        ("**水閘 (gate)**:", "**水閘 (gate)**："),
        ("閘門、水泵等等...都要檢查。", "閘門、水泵等等……都要檢查。"),
        ("### 結 語 與 建 議", "### 結語與建議"),
    ],
)
def test_mended(bad: str, good: str) -> None:
    assert fixed(bad + "\n") == good + "\n"
    assert fixed(good + "\n") == good + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "上午 9:30，比數 3:15，共 1,000 人，圓周率 3.14。",
        "https://example.com/a,b;c?d=(e) 與 `甲,乙(丙)  丁`。",
        "見[說明](https://example.com/甲,乙)。",
        "行尾兩個空格  \n下一行。",
        "- 第一項\n\n    - 第二項",
        "| 甲  | 乙   |\n|-----|------|\n| 丙  | 丁   |",
        "等等……——真的！！為什麼？！",
        "他說：「先關『上游』的（大）閘門。」",
        "他說「先關。\n\n「再修。」",
        "一家人 👨\u200d👩\u200d👧 與 ❤\ufe0f。",
        "步驟(1)與附錄(A)。",
        "Close the gate, then repair it; ready? (yes)  Done.",
        "\\(a, b\\) 與 $f(x,y)$。",
        "    程式,碼\t縮排",
        "比例 3∶2，笑臉 :)。",
        "- **原則：** 先關再修。\n- __步驟：__ 先關。",
        "一、 先關閘門。\n\n(1)、 再修理。",
        "見 https://example.com/a ，問 @keeper 。存成 report.md ，放在 docs/ 。",
        "網址： https://example.com ，水深 $h$， $h > 3$ 時放水。",
        "行尾有空格， \n換行。",
        "Wait... 然後 `等等...`，../閘門 與 `ls ...`。",
        'He said "ok", then left. 函式 f(x): 傳回水位。',
        "| 甲， | 乙 |\n|-----|----|\n| 丙 | ，丁 |",
        "選項有 甲 乙 丙 丁 四種。",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert fixed(text + "\n") == text + "\n"
    found = judged(text + "\n", select=["TYP"], ignore=["TYP005", "TYP008", "TYP019"]).findings
    assert [one.message for one in found] == []


def test_full_width_marks_never_become_half_width() -> None:
    text = "「甲」（乙）“丙”『丁』【戊】《己》，。；：？！\n"
    assert mended(text, unsafe=True, select=["TYP"], ignore=["TYP024"]).sources["page.md"].text == text


def test_quotation_marks_change_only_on_request() -> None:
    text = '他說“先關‘上游’的閘門”，又說"再修理"，螢幕有 24" 寬。\n'
    assert judged(text, select=["TYP001", "TYP012"]).findings == []
    after = mended(text, unsafe=True, select=["TYP024"]).sources["page.md"].text
    assert after == '他說「先關『上游』的閘門」，又說「再修理」，螢幕有 24" 寬。\n'


def test_brackets_of_a_pair_change_together_or_not_at_all() -> None:
    text = "閘門(上游由兩人操作。閘門上游)由兩人操作。閘門(上游)好（甲）。\n"
    after = fixed(text)
    assert after.count("(") == after.count(")")
    assert "（上游）" in after


def test_a_text_that_keeps_half_width_brackets_is_not_changed_safely() -> None:
    text = "閘門(上游)、水泵(下游)、堤防(兩岸)、水位(公尺)。\n"
    assert fixed(text) == text
    after = mended(text, unsafe=True, select=["TYP"]).sources["page.md"].text
    assert after == "閘門（上游）、水泵（下游）、堤防（兩岸）、水位（公尺）。\n"


def test_zero_width_characters_of_a_video_title_are_told_but_not_removed() -> None:
    text = "<details>\n<summary>7. [2024-03-01] 水\u200b庫</summary><br>\n\n先關\u200b閘門。\n\n</details>\n"
    found = judged(text, select=["TYP016"]).findings
    assert [one.fix.applicability for one in found if one.fix] == ["unsafe", "safe"]
    assert fixed_page(text) == text.replace("關\u200b", "關")


def test_what_people_wrote_outside_entries_is_told_and_left() -> None:
    text = "# 目錄\n\n請注意:先關再修。\n"
    (finding,) = judged(text, select=["TYP006"]).findings
    assert finding.fix is not None
    assert finding.fix.applicability == "unsafe"
    assert fixed_page(text) == text


def test_spacing_follows_the_page_and_is_off_by_default() -> None:
    spaced = "甲 a 乙。" * 12 + "丙b丁。\n"
    tight = "甲a乙。" * 12 + "丙 b 丁。\n"
    mixed = "甲a乙。甲 a 乙。" * 12 + "\n"
    assert not [one for one in judged(spaced).findings if one.rule.code == "TYP018"]
    assert mended(spaced, select=["TYP018"]).sources["page.md"].text.endswith("丙 b 丁。\n")
    assert mended(tight, select=["TYP018"]).sources["page.md"].text.endswith("丙b丁。\n")
    assert mended(mixed, select=["TYP018"]).sources["page.md"].text == mixed


@pytest.mark.parametrize(
    "text",
    [
        lambda n: "中" + " " * n + "文",
        lambda n: "(" * n,
        lambda n: "）" * n,
        lambda n: "中" + "?" * n,
        lambda n: "「" * n + ")" * n,
        lambda n: "a" * n + " ，",
        *(
            partial(mul, piece)
            for piece in (
                "中\u3000", "中\t", "中,", "，", "「", "， ", " ，", "中 ", "中...", "中(a):", "“中",
                "“中”", "<中", '中"',
            )
        ),
    ],
)  # fmt: skip
def test_hostile_text_costs_a_straight_line(text: Callable[[int], str]) -> None:
    assert_straight(text, 8_000, lambda text: judged(text, select=["TYP"]))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("先關，\t再修。", "先關，⇥再修。"),
        ("上游的閘門要先關  再修 valve 才行。", "門要先關  再修 valve"),
        ("打開閘門 ，再放\n下一行。", "打開閘門 ，再放"),
        ("水位（ high water level）", "水位（ high water"),
        ("水位， 流量", "水位， 流量"),
    ],
)
def test_a_message_shows_where_a_space_stands(text: str, place: str) -> None:
    for locale in ("en", "zh-TW"):
        found = judged(text, select=["TYP"], locale=locale).findings
        assert [place in one.message for one in found] == [True]
