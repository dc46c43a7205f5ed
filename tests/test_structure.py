"""Frame, sections, numbering and what stands across entries, judged as a user's run would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog_lint.catalog import numerals
from catalog_lint.config import Settings
from catalog_lint.lint.linter import lint
from catalog_lint.source import read
from tests.conftest import judged, mended, parsed

VIDEOS = ("aB3dE5gH7_k", "bC4eF6hI8-l", "cD5fG7iJ9_m", "dE6gH8jK0-n", "eF7hI9kL1_o", "fG8iJ0lM2-p")
SAID = ("蜂箱", "蜂群", "採收", "分裝", "越冬", "檢查")
STYLES = {
    "小節一：": [f"小節{n}：" for n in "一二三四五六"],
    "小節1：": [f"小節{n}：" for n in range(1, 7)],
    "第一節": [f"第{n}節 " for n in "一二三四五六"],
    "第1節": [f"第{n}節 " for n in range(1, 7)],
    "（一）": [f"（{n}）" for n in "一二三四五六"],
    "（1）": [f"({n}) " for n in range(1, 7)],
    "一、": [f"{n}、" for n in "一二三四五六"],
    "一：": [f"{n}：" for n in "一二三四五六"],
    "1.": [f"{n}. " for n in range(1, 7)],
    "1、": [f"{n}、" for n in range(1, 7)],
    "1)": [f"{n}) " for n in range(1, 7)],
    "①": [f"{n} " for n in "①②③④⑤⑥"],
    "Ⅰ": [f"{n} " for n in "ⅠⅡⅢⅣⅤⅥ"],
    "I.": [f"{n}. " for n in ("I", "II", "III", "IV", "V", "VI")],
    "A.": [f"{n}. " for n in "ABCDEF"],
    "步驟一：": [f"步驟{n}：" for n in "一二三四五六"],
    "Step 1:": [f"Step {n}: " for n in range(1, 7)],
    "【1】": [f"【{n}】" for n in range(1, 7)],
    "壹、": [f"{n}、" for n in "壹貳參肆伍陸"],
}


def entry(
    number: int = 12,
    title: str = "城市養蜂",
    date: str = "2024-05-01",
    video: str = VIDEOS[0],
    body: str = "",
) -> str:
    return (
        f"<details>\n<summary>{number}. [{date}] {title}</summary><br>\n\n"
        f'<a href="https://www.youtube.com/watch?v={video}">\n'
        f'    <img src="https://img.youtube.com/vi/{video}/maxresdefault.jpg">\n</a>\n\n'
        f"{body or '蜂箱放在屋頂。'}\n\n</details>\n"
    )


def numbered(marks: list[str], level: str = "###") -> str:
    sections = (f"{level} {mark}{name}\n\n說明的文字。" for mark, name in zip(marks, SAID, strict=False))
    return entry(body="\n\n".join(sections))


def codes(text: str, family: str, **config: object) -> list[str]:
    return [f.rule.code for f in judged(text, select=[family], **config).findings if f.severity != "info"]


def names(text: str, *select: str, **config: object) -> list[str]:
    return [f.rule.name for f in judged(text, select=list(select), **config).findings]


# Numbering: every style, every kind of break


@pytest.mark.parametrize("style", STYLES)
def test_numbers_in_order_raise_nothing(style: str) -> None:
    assert names(numbered(STYLES[style]), "SEC") == []


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("order", "name"),
    [
        ((0, 1, 3), "section-number-gap"),
        ((0, 1, 1), "section-number-repeat"),
        ((0, 2, 1), "section-number-backwards"),
        ((0, 1, 0), "section-number-restart"),
        ((1, 2, 3), "section-number-start"),
    ],
)
def test_each_break_of_each_style_is_told_by_its_name(style: str, order: tuple[int, ...], name: str) -> None:
    found = names(numbered([STYLES[style][at] for at in order]), "SEC")
    assert name in found
    assert set(found) <= {name, "section-number-gap"}


@pytest.mark.parametrize("style", [style for style in STYLES if style != "一、"])
def test_a_number_in_another_style_that_counts_on_is_told(style: str) -> None:
    marks = [STYLES["一、"][0], STYLES["一、"][1], STYLES[style][2]]
    assert names(numbered(marks), "SEC") == ["section-number-style"]


@pytest.mark.parametrize("style", STYLES)
def test_a_section_without_a_number_among_numbered_ones_is_told(style: str) -> None:
    marks = [STYLES[style][0], "", STYLES[style][2], STYLES[style][3]]
    assert names(numbered(marks), "SEC") == ["unnumbered-section"]


@pytest.mark.parametrize("style", STYLES)
def test_renumbering_puts_all_numbers_right_and_keeps_old_anchors(style: str) -> None:
    marks = STYLES[style]
    damaged = numbered([marks[0], marks[1], marks[3], marks[4]])
    whole = numbered(marks[:4])
    text = mended(damaged, unsafe=True, select=["SEC010"]).sources["page.md"].text
    kept = [line for line in text.split("\n") if not line.startswith("<a id=")]
    assert [line.strip() for line in kept if line.startswith("#")] == [
        line.strip() for line in whole.split("\n") if line.startswith("#")
    ]
    assert text.count("<a id=") == 2
    assert mended(damaged, select=["SEC010"]).sources["page.md"].text == damaged


def test_numbers_written_in_a_style_are_read_back() -> None:
    for style in STYLES:
        for value in range(1, 7):
            found = numerals.parse(numerals.written(style, value) + "蜂")
            assert found is not None
            assert (found.style, found.value) == (style, value)


def test_more_than_999_sections_are_judged_like_others() -> None:
    body = "\n\n".join(f"## {value}. 蜂箱\n\n說明的文字。" for value in (*range(1, 1000), 999, 999))
    assert names(entry(body=body), "SEC011") == ["section-number-repeat"] * 2


def test_parts_numbered_below_a_section_are_no_restart() -> None:
    headings = ("## 一、蜂箱", "### 1. 木料", "### 2. 尺寸", "## 二、蜂群", "### 1. 分蜂")
    body = "\n\n".join(f"{heading}\n\n說明的文字。" for heading in headings)
    assert names(entry(body=body), "SEC") == []


@pytest.mark.parametrize(
    "before", ["", "[2024-05-01] ", "12. [2024-05-01] ", "2024-05-01 ", "（2024/05/01）", "[2024] "]
)
def test_a_title_line_said_again_is_the_title(before: str) -> None:
    assert names(entry(body=f"# {before}城市養蜂\n\n### 蜂箱\n\n說明的文字。"), "SEC042") == []


@pytest.mark.parametrize("heading", ["[2024-05-01] 屋頂花園", "[重點] 城市養蜂", "2024 城市養蜂回顧"])
def test_another_heading_of_the_first_level_is_told(heading: str) -> None:
    assert "top-level-heading" in names(entry(body=f"# {heading}\n\n### 蜂箱\n\n說明的文字。"), "SEC042")


def test_a_section_whose_hashes_lack_a_space_is_not_missing_too() -> None:
    usual = ("核心主題", "主要觀念", "問題原因", "解決方法", "優化方式")
    body = "".join(f"### {name}\n\n說明的文字。\n\n" for name in usual)
    assert names(entry(body=body), "SEC001") == ["missing-section"]
    assert names(entry(body=f"{body}###結論\n\n說明的文字。"), "SEC001") == []


def test_a_damaged_name_in_a_heading_of_two_sections_counts() -> None:
    body = "".join(f"### {name}\n\n說明的文字。\n\n" for name in ("核心主題", "主要觀念", "問題原因", "結論"))
    assert names(entry(body=f"{body}### 解methods與優化方式\n\n說明的文字。"), "SEC001") == []


def test_a_number_lost_in_a_damaged_heading_is_one_finding() -> None:
    """A fix that put a number in front of it would leave two."""
    body = numbered(["小節一：", "小節二：", "小筷三：", "小節四："])
    assert names(body, "SEC01") == ["section-number-style"]


# Entry numbers in both orders


@pytest.mark.parametrize(
    ("order", "name"),
    [
        ((1, 2, 3, 5, 6), "number-gap"),
        ((6, 5, 3, 2, 1), "number-gap"),
        ((1, 2, 3, 3, 4), "number-repeat"),
        ((4, 3, 3, 2, 1), "number-repeat"),
        ((1, 2, 4, 3, 5), "number-order"),
        ((5, 4, 2, 3, 1), "number-order"),
        ((1, 2, 4, 4, 5), "number-repeat"),
        ((1, 2, 9, 4, 5, 6), "number-order"),
        ((1, 2, 3, 4, 5), None),
        ((5, 4, 3, 2, 1), None),
    ],
)
def test_breaks_in_entry_numbers_are_one_finding_each(order: tuple[int, ...], name: str | None) -> None:
    pages = "\n".join(
        entry(number, f"{SAID[at]}的一天", video=VIDEOS[at], body=f"第 {at} 天。")
        for at, number in enumerate(order)
    )
    assert names(pages, "CAT001", "CAT002", "CAT003") == ([name] if name else [])


def test_a_gap_beside_a_heading_between_entries_is_told() -> None:
    text = f"{entry(1, '一', video=VIDEOS[0])}\n## 夏季\n\n{entry(3, '三', video=VIDEOS[1])}"
    assert names(text, "CAT") == ["number-gap"]


def test_an_entry_without_a_number_is_no_gap_too() -> None:
    bare = entry(2, "二", video=VIDEOS[1]).replace("2. [", "[", 1)
    text = f"{entry(1, '一', video=VIDEOS[0])}\n{bare}\n{entry(3, '三', video=VIDEOS[2])}"
    assert names(text, "ENT", "CAT") == ["missing-number"]


def test_an_empty_address_is_no_video_and_no_thumbnail() -> None:
    text = entry()
    without = text.replace(f"https://www.youtube.com/watch?v={VIDEOS[0]}", "")
    assert names(without, "ENT") == ["missing-video"]
    assert names(without, "ENT", "LNK010") == ["empty-address"]
    picture = f"https://img.youtube.com/vi/{VIDEOS[0]}/maxresdefault.jpg"
    assert names(text.replace(picture, ""), "ENT") == ["missing-thumbnail"]


def test_sections_in_the_wrong_place_leave_no_gaps() -> None:
    marks = [STYLES["一、"][at] for at in (0, 2, 1, 3)]
    assert codes(numbered(marks), "SEC") == ["SEC012"]


@pytest.mark.parametrize(
    "body",
    [
        "### 接續前文\n\n5. 打開上蓋\n6. 檢查巢片\n7. 蓋回\n",
        "### C. cerana 的分布\n\n山區。\n\n### E. coli 檢驗\n\n水質。\n",
        "### 1.0 版\n\n初稿。\n\n### 2.0 版\n\n修訂。\n",
        "### 2019. 起點\n\n一箱。\n\n### 2021. 擴場\n\n三箱。\n\n### 2024. 收成\n\n十箱。\n",
        "### 步驟\n\n1. 點煙\n\n```\n煙\n```\n\n2. 開箱\n\n說明一段。\n\n3. 收工\n",
    ],
)
def test_numbers_that_are_meant_so_are_left_alone(body: str) -> None:
    assert not codes(entry(body=body), "SEC")


@pytest.mark.parametrize(
    ("titles", "lacking"),
    [
        (("Hives Part 1", "Hives Part 2", "Hives Part 4"), "Part 3"),
        (("養蜂 (1/3)", "養蜂 (3/3)"), "(2/3)"),
        (("Hives Part 2", "Honey"), ""),
    ],
)
def test_a_part_that_a_series_lacks_is_told(titles: tuple[str, ...], lacking: str) -> None:
    text = "\n".join(entry(at, title, video=VIDEOS[at]) for at, title in enumerate(titles, 1))
    found = judged(text, select=["missing-part"]).findings
    assert [f.values["missing"] for f in found] == ([lacking] if lacking else [])


@pytest.mark.parametrize("form", ["{}-05-{:02d}", "{}/05/{:02d}", "{}年5月{}日"])
def test_a_wrong_year_is_told_in_any_form_of_date(form: str) -> None:
    years = (2024, 2024, 2014, 2024, 2024)
    text = "\n".join(
        entry(at, SAID[at], form.format(year, at), VIDEOS[at]) for at, year in enumerate(years, 1)
    )
    found = judged(text, select=["date-order"]).findings
    assert [f.entry for f in found] == [3]


def test_numbers_are_judged_over_all_pages_of_the_run() -> None:
    pages = {
        "docs/01.md": entry(1, "一", video=VIDEOS[0]) + "\n" + entry(2, "二", video=VIDEOS[1]),
        "docs/02.md": entry(3, "三", video=VIDEOS[2]) + "\n" + entry(2, "四", video=VIDEOS[3]),
    }
    found = judged(pages, select=["CAT002"]).findings
    assert [(f.path, f.related[0][0]) for f in found] == [("docs/02.md", "docs/01.md")]


@pytest.mark.parametrize(("shared_from", "findings"), [(1, 1), (5, 1), (9, 2)])
def test_pages_that_count_the_same_numbers_are_one_finding(shared_from: int, findings: int) -> None:
    """Where most numbers of a page are on another, the page is what is wrong; single ones are told singly."""
    ids = [f"{letter}B3dE5gH7_k" for letter in "abcdefghijklmnopqrstuvwxyzABCDE"]
    first = [entry(number, f"城市養蜂{number}", video=ids[number]) for number in range(1, 11)]
    second = [
        entry(number, f"屋頂種菜{number}", video=ids[number + 12])
        for number in range(shared_from, shared_from + 6)
    ]
    found = judged({"a.md": "\n".join(first), "b.md": "\n".join(second)}, select=["CAT002"]).findings
    assert len(found) == findings
    if findings == 1:
        assert found[0].message == f"Numbers {shared_from}-{shared_from + 5} are those of 'a.md', too"


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("[A-Z]{2}-[0-9]{3}", "'中' is not written like 'AB-345'"),
        ("(?:20|1[5-9])[0-9]{2}(?![0-9]).*", "'中' is not written like '2012'"),
        ("《[^《》]+》.*", "'中' is not written like '《…》'"),
        ("初級|中級|高級", "'中' is not written like '初級 / 中級 / 高級'"),
        ("#\\d+(?:\\.\\d)?", "'中' is not written like '#1'"),
        ("[^中]*", "'中' does not match [^中]*"),
    ],
)
def test_a_pattern_is_shown_by_what_it_asks_for(pattern: str, told: str) -> None:
    page = "| 書名 | 級別 |\n|---|---|\n| 山中歲月 | 中 |\n"
    schema = {
        "shape": "table",
        "line": "{title} | {級別}",
        "required": ["title"],
        "formats": {"級別": pattern},
    }
    found = judged(page, select=["ENT020"], schema=schema).findings
    assert [each.message for each in found] == [f"The 級別 {told}"]


def test_one_video_written_in_five_ways_is_one_finding_with_all_places() -> None:
    urls = ("watch?v=", "embed/", "shorts/", "live/")
    texts = [entry(1, "一")]
    for at, form in enumerate(urls[1:], 2):
        texts.append(entry(at, SAID[at]).replace("watch?v=", form))
    texts.append(entry(9, "末").replace("www.youtube.com/watch?v=", "youtu.be/"))
    found = judged("\n".join(texts), select=["CAT004"]).findings
    assert len(found) == 1
    assert len(found[0].related) == 4


# Frame


def test_a_broken_frame_loses_no_text_and_is_told_once() -> None:
    whole = [entry(n, SAID[n], video=VIDEOS[n]) for n in range(1, 4)]
    whole[1] = whole[1].replace("\n</details>\n", "\n")
    judgement = judged("\n".join(whole), select=["ENT"])
    assert [f.rule.name for f in judgement.findings] == ["unclosed-entry"]
    (page,) = parsed(judgement)
    assert "".join(e.text for e in page.entries if e.kind == "entry").count("<summary>") == 3


def test_an_entry_without_a_title_line_is_not_told_that_its_fields_are_missing() -> None:
    text = entry().replace("<summary>12. [2024-05-01] 城市養蜂</summary><br>\n\n", "")
    assert names(text, "ENT") == ["no-title-line"]


def test_the_same_text_with_another_frame_is_judged_anew() -> None:
    page = "</details>\n\n" + entry(1) + "\n</details>\n"
    assert names(page, "ENT") == ["stray-closing-tag", "stray-closing-tag"]


# Real pages


def test_seed_page_is_judged_as_its_labels_say(shared: Path) -> None:
    path = shared / "seed" / "08-index.md"
    gold = shared.parent / "gold"
    if not gold.is_dir():
        pytest.skip("no labels here")
    source = read(path)
    found = lint([(str(path), source, Settings(select=("ENT", "SEC")))]).findings
    labels = [
        json.loads(line) for line in (gold / "seed.labels.jsonl").read_text("utf-8").splitlines() if line
    ]
    told = [f for f in found if f.severity != "info"]
    for name in ("structure", "numbering", "heading"):
        rows = [source.position(f.span.start).row for f in told if f.rule.category == name]
        sure = [label["line"] for label in labels if label["class"] == name and label.get("sure", True)]
        near = {label["line"] for label in labels if label["class"] in (name, "heading", "residue")}
        assert set(sure) <= set(rows)
        assert set(rows) <= near
        if name == "structure":
            assert sorted(rows) == sorted(sure)
    sections = json.loads((gold / "seed.sections.json").read_text("utf-8"))
    for number, said in sections.items():
        lacking = {
            f.message.split("'")[1]
            for f in found
            if f.rule.name == "missing-section" and f.entry == int(number)
        }
        assert set(said["missing"]) <= lacking <= {*said["missing"], *said["open"]}


def test_a_heading_above_the_base_level_is_one_finding() -> None:
    body = "# 蜂箱\n\n朝東南。\n\n# 蜂群\n\n三箱。\n"
    assert codes(entry(body=body), "SEC", schema={"base-level": 3}) == ["SEC062", "SEC042"]
    assert codes(entry(body=body), "SEC") == ["SEC042", "SEC042"]
