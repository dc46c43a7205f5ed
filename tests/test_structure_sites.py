"""Catalogs that are sites: a page an entry, an index that leads to them by the site's own addresses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from catalog_lint.catalog.absent import says_pause
from catalog_lint.catalog.site import named_by, page_name, pages_by_name
from catalog_lint.config import parse
from catalog_lint.files import excluded
from catalog_lint.init import Learned, learn
from catalog_lint.lint.linter import lint
from catalog_lint.source import Source

NAMES = ("comb", "winter", "harvest", "swarm", "queen", "smoke", "frames", "honey")
TITLES = (
    "看懂巢脾",
    "冬天的蜜源",
    "第一次採收",
    "分蜂之前",
    "尋找蜂王",
    "噴煙器怎麼用",
    "巢框的間距",
    "蜜的含水量",
)
IDS = tuple(f"{letter}B3dE5gH7_k" for letter in "abcdefgh")


def learned_of(pages: Mapping[str, str]) -> Learned:
    return learn([(name, Source(text)) for name, text in pages.items()])


def told(pages: Mapping[str, str], *select: str) -> list[tuple[str, str]]:
    """What the configuration that `init` writes finds: rule and page."""
    values = learned_of(pages).values()
    chosen = parse({**values, "select": list(select)}, Path.cwd(), "learned")
    sources = [(name, Source(text), chosen) for name, text in pages.items() if not excluded(name, chosen)]
    return [(f.rule.code, f.path) for f in lint(sources).findings if f.severity != "info"]


def episode(at: int) -> str:
    return (
        f'---\nnumber: {at + 1}\ntitle: "{TITLES[at]}"\ndate: 2024-05-{at + 1:02d}\n'
        f"youtube: {IDS[at]}\n---\n\n"
        f"這一集談{TITLES[at]}，來賓養蜂第 {at + 3} 年。\n\n## 重點\n\n- {TITLES[at]}要在早上看。\n"
    )


def episodes() -> dict[str, str]:
    pages = {f"_episodes/2024-05-{at + 1:02d}-{name}.md": episode(at) for at, name in enumerate(NAMES)}
    lines = (
        f"- [EP{at + 1:02d} {title}](/episodes/{NAMES[at]}/)（2024-05-{at + 1:02d}）"
        for at, title in enumerate(TITLES)
    )
    return {**pages, "episodes.md": "---\ntitle: 所有集數\n---\n\n" + "\n".join(lines) + "\n"}


def notes() -> dict[str, str]:
    pages = {
        f"筆記/{title}.md": f"---\ncreated: 2024-05-{at + 1:02d}\nsource: https://www.youtube.com/watch?v={IDS[at]}\n"
        f"---\n\n# {title}\n\n## 摘要\n\n記下{title}的做法。\n\n- 參考 [[{TITLES[at - 1]}]]\n"
        for at, title in enumerate(TITLES)
    }
    lines = "\n".join(f"- [[{title}|{title[:2]}]]" for title in TITLES)
    return {**pages, "總覽.md": f"# 總覽\n\n{lines}\n"}


@pytest.mark.parametrize(("pages", "index"), [(episodes(), "/episodes.md"), (notes(), "/總覽.md")])
def test_an_index_leads_by_addresses_of_the_site(pages: dict[str, str], index: str) -> None:
    learned = learned_of(pages)
    assert learned.entries == len(TITLES)
    assert [(paths, schema["shape"].value) for paths, schema in learned.parts] == [([index], "index")]
    assert told(pages, "ENT", "CAT", "SEC") == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("冬天的蜜源", "冬天的花源", "CAT017"),
        ("EP03", "EP13", "CAT016"),
        ("2024-05-04", "2024-05-14", "CAT018"),
    ],
)
def test_such_an_index_is_held_against_its_pages(old: str, new: str, code: str) -> None:
    pages = episodes()
    pages["episodes.md"] = pages["episodes.md"].replace(old, new)
    assert told(pages, "CAT") == [(code, "episodes.md")]


def test_pages_in_folders_of_their_own_are_entries_though_their_lines_are_alike() -> None:
    pages = {
        f"content/posts/{name}/index.md": f'+++\ntitle = "{TITLES[at]}"\ndate = 2024-05-{at + 1:02d}\n'
        f'video = "https://youtu.be/{IDS[at]}"\n+++\n\n每年都會再看一次。\n\n## 做法\n\n先量再做。\n'
        for at, name in enumerate(NAMES)
    }
    site = {
        "content/posts/_index.md": '+++\ntitle = "文章"\n+++\n',
        "content/about.md": '+++\ntitle = "關於"\ndate = 2024-01-01\n+++\n\n這裡記下看過的影片。\n',
    }
    learned = learned_of({**site, **pages})
    assert learned.entries == len(NAMES)
    assert sorted(learned.settings["extend-exclude"].value) == ["content/about.md", "content/posts/_index.md"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("/episodes/comb/", "comb"),
        ("/episodes/2024-05-01-comb.html#top", "comb"),
        ("https://bees.example.org/comb.html", "comb"),
        ("{{ site.baseurl }}/comb/", "comb"),
        ("comb.md", ""),
        ("../comb.md", ""),
        ("#comb", ""),
        ("https://bees.example.org", ""),
    ],
)
def test_an_address_of_the_site_names_a_page(url: str, name: str) -> None:
    assert named_by(url) == name


def test_a_page_is_named_by_what_tells_it_from_others() -> None:
    assert page_name("docs/2024-05-01-comb.md") == page_name("docs/comb/index.md") == "comb"
    assert pages_by_name(["a/comb.md", "b/comb.md", "a/winter.md"]) == {"winter": "a/winter.md"}


@pytest.mark.parametrize(
    "player",
    [
        '<LiteYouTubeEmbed id="{}" title="養蜂" />',
        '<lite-youtube videoid="{}"></lite-youtube>',
        "{{{{< youtube {} >}}}}",
        '{{{{< youtube id="{}" >}}}}',
        '{{% include youtube.html id="{}" %}}',
        "{{% youtube {} %}}",
    ],
)
def test_a_player_that_is_given_an_id_shows_the_entrys_video(player: str) -> None:
    pages = {
        f"docs/{name}.md": f"---\ntitle: {TITLES[at]}\n---\n\n{player.format(IDS[at])}\n\n先量再做。\n"
        for at, name in enumerate(NAMES)
    }
    site = {"docs/intro.md": "---\ntitle: 課程簡介\n---\n\n本課程共八講，依序觀看即可。\n"}
    assert told({**pages, **site}, "ENT", "CAT", "LNK") == []
    pages["docs/queen.md"] = pages["docs/queen.md"].replace(IDS[4], IDS[2])
    assert [code for code, _ in told({**pages, **site}, "CAT")] == ["CAT004"]
    pages["docs/queen.md"] = f"---\ntitle: {TITLES[4]}\n---\n\n先量再做。\n\n    {player.format(IDS[4])}\n"
    assert told({**pages, **site}, "ENT") == [("ENT004", "docs/queen.md")]


def test_items_below_years_are_entries_though_some_years_show_one_video() -> None:
    films = {0: f" [[影片](https://youtu.be/{IDS[0]})]", 5: f" [[影片](https://youtu.be/{IDS[5]})]"}
    items = [
        f"- **{title}**，林青，《蜂學》。[[論文](https://bees.example.org/{NAMES[at]})]{films.get(at, '')}"
        for at, title in enumerate(TITLES)
    ]
    text = "\n".join(["# 論文", "", "## 2024", "", *items[:4], "", "## 2023", "", *items[4:], ""])
    learned = learned_of({"README.md": text})
    assert (learned.schema["shape"].value, learned.entries) == ("list", len(TITLES))


@pytest.mark.parametrize(
    "title", ["國慶日放假", "校際活動，停課一次", "端午節", "中秋節補假", "颱風假，放假", "Spring break"]
)
def test_a_day_on_which_nothing_is_held_lacks_nothing(title: str) -> None:
    assert says_pause(title)


@pytest.mark.parametrize("title", ["停課不停學的設計", "放假去哪裡看蜂", "中秋節的蜜柚", "Breaking comb"])
def test_a_talk_about_such_a_day_is_held(title: str) -> None:
    assert not says_pause(title)


def weeks(*days: str) -> dict[str, str]:
    lines = (f"### 第 {at} 週（{day}）{TITLES[at % 8]}{at}\n\n先量再做。\n" for at, day in enumerate(days, 1))
    return {"syllabus.md": "# 課程大綱\n\n" + "\n".join(lines)}


def test_days_without_a_year_are_told_where_there_is_no_such_day() -> None:
    days = [f"{month:02d}/{day:02d}" for month in (9, 10, 11) for day in (4, 11, 18, 25)]
    learned = learned_of(weeks(*days))
    assert learned.schema["line"].value == "第 {number} 週（{day}）{title}"
    assert told(weeks(*days), "ENT", "CAT") == []
    assert told(weeks(*days[:5], "10/41", *days[6:]), "ENT", "CAT") == [("ENT020", "syllabus.md")]


def test_a_year_that_is_none_is_told() -> None:
    text = "\n".join(
        f"### 《{title}》\n\n- 作者：林青\n- 出版年：{2010 + at}\n\n講{title}的書。\n"
        for at, title in enumerate([*TITLES, *(f"{title}續集" for title in TITLES)])
    )
    assert told({"books.md": text.replace("2015", "2015 初版")}, "ENT") == []
    assert told({"books.md": text.replace("2015", "20155")}, "ENT") == [("ENT020", "books.md")]


def test_rows_without_a_mark_in_front_are_an_index_too() -> None:
    rows = [f"[{at:03d}](issues/{at:03d}.md) | {TITLES[at]} | 林青" for at in range(8)]
    pages = {f"issues/{at:03d}.md": f"# 週報 #{at:03d}：{TITLES[at]}\n\n先量再做。\n" for at in range(8)}
    pages["README.md"] = "\n".join(["# 週報", "", "期數 | 主題 | 編輯", "--- | --- | ---", *rows, ""])
    assert learned_of(pages).entries == 8
    assert told(pages, "ENT", "CAT") == []
    pages["README.md"] = pages["README.md"].replace("第一次採收", "第三次採收")
    assert told(pages, "CAT") == [("CAT017", "README.md")]


def test_folded_questions_are_entries_though_each_part_shows_one_video() -> None:
    parts = []
    for part, name in enumerate(("蜂箱", "蜂群")):
        asked = [
            f"<details>\n<summary><b>Q{at + 1}. {TITLES[at]}？</b></summary>\n\n先做\n\n"
            + (f"[影片](https://youtu.be/{IDS[part]})\n\n" if at % 4 == 2 else "")
            + "</details>\n"
            for at in range(part * 4, part * 4 + 4)
        ]
        parts.append(f"## {name}\n\n" + "\n".join(asked))
    learned = learned_of({"FAQ.md": "# 問答\n\n" + "\n".join(parts)})
    assert (learned.schema["shape"].value, learned.entries) == ("details", 8)


def items(*numbers: int) -> dict[str, str]:
    lines = (
        f"- 第 {number} 週（2024-05-{at + 1:02d}）：《{TITLES[at]}》\n  - 導讀：林青\n"
        for at, number in enumerate(numbers)
    )
    return {"README.md": "# 讀書會\n\n" + "".join(lines)}


def test_counted_words_and_dates_open_list_items_too() -> None:
    assert learned_of(items(*range(1, 9))).schema["line"].value == "第 {number} 週（{date}）：{title}"
    assert told(items(*range(1, 9)), "ENT", "CAT") == []
    assert told(items(1, 2, 3, 3, 5, 6, 7, 8), "CAT") == [("CAT002", "README.md")]
    wrong = items(*range(1, 9))["README.md"].replace("2024-05-03", "2024-05-32")
    assert told({"README.md": wrong}, "ENT") == [("ENT008", "README.md")]


def test_talks_at_hours_are_entries_below_the_days_and_rooms() -> None:
    rooms = (
        f"### R{room}\n\n"
        + "".join(
            f"- {hour:02d}:30–{hour + 1:02d}:10 **{TITLES[room * 4 + hour - 9]}** — 林青"
            f"　[投影片](https://example.org/{room}/{hour})\n"
            for hour in range(9, 13)
        )
        for room in (0, 1)
    )
    days = ("## 8 月 3 日（六）", "## 8 月 4 日（日）")
    parts = "\n".join(f"{day}\n\n{room}" for day, room in zip(days, rooms, strict=True))
    learned = learned_of({"agenda.md": f"# 議程\n\n{parts}"})
    assert learned.schema["line"].value == "{time} **{title}** — {description}"
    assert learned.entries == 8


@pytest.mark.parametrize(
    ("head", "row", "line"),
    [
        (
            "編號 | 說明 | 回報日",
            "BB-2024-{at:03d} | {title} | 2024-05-{at:02d}",
            "BB-2024-{number} | {title} | {date}",
        ),
        (
            "編號 No. | 片名 Title (zh) | 年份 Year",
            "{at:03d} | {title} | 201{at}",
            "{number} | {title} | {year}",
        ),
        ("日期 | 主題", "2024-{at:02d} | {title}", "{date} | {title}"),
    ],
)
def test_columns_are_known_by_what_they_say_and_hold(head: str, row: str, line: str) -> None:
    rows = (row.format(at=at, title=title) for at, title in enumerate(TITLES, 1))
    marks = "|".join("---" for _ in head.split("|"))
    page = {"a.md": "\n".join((f"| {head} |", f"|{marks}|", *(f"| {each} |" for each in rows)))}
    assert learned_of(page).schema["line"].value == line
    assert told(page, "ENT", "CAT", "LNK") == []


def test_months_are_dates() -> None:
    text = "\n".join(f"## 2024-{at:02d} {title}\n\n講{title}。\n" for at, title in enumerate(TITLES, 1))
    assert learned_of({"a.md": text}).schema["date-format"].value == "%Y-%m"
    assert told({"a.md": text}, "ENT", "CAT") == []
    assert told({"a.md": text.replace("2024-08", "2024-18")}, "ENT") == [("ENT008", "a.md")]
