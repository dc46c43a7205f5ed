"""The guard: each fix is judged by what its own rule alters, and by the links to what it changes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.reader import read_entry
from catalog_lint.catalog.schema import Schema
from tests.conftest import mended
from tests.growth import assert_straight

PROMPT = "請整理此文章重點，使用正式的學術用語，並以小節作歸納。"


def read(text: str) -> Entry:
    return read_entry(text, "text", Schema(), outline=True)


def test_a_fix_does_not_borrow_what_another_may_alter() -> None:
    picture = '<img src="https://example.com/keep.png">'
    text = f"- 第一點\u200b。\n\n{PROMPT}{picture}\n"
    done = mended(text, unsafe=True)
    assert picture in done.sources["page.md"].text
    assert "\u200b" not in done.sources["page.md"].text
    assert "LLM001" in "".join(done.refused)


def test_a_link_beside_a_tracked_one_stays() -> None:
    text = '內文說明。\n\n[model=gpt-4 <a href="https://example.com/keep"></a>]\n\n見[影片](https://youtu.be/abcdefghijk?si=abc)。\n'
    fixed = mended(text, unsafe=True).sources["page.md"].text
    assert '<a href="https://example.com/keep"></a>' in fixed
    assert "si=abc" not in fixed


def test_an_altered_part_may_change_where_the_edit_stands_alone() -> None:
    from catalog_lint.fix.compare import broken
    from catalog_lint.source import Edit, Span

    old = read("甲[一](https://example.com/1)\n\n乙[二](https://example.com/2)\n")
    new = read("甲[一](https://example.com/9)\n\n乙[二](https://example.com/2)\n")
    there, elsewhere = (Edit(Span(at, at + 1), new.text[at]) for at in map(old.text.index, "12"))
    assert broken(old, new, [there], {"link"}) == ""
    assert broken(old, new, [elsewhere], {"link"}) == "it would change the entry's link"
    assert broken(old, new, [there], set()) == "it would change the entry's link"


TAGGED = """<details>
<summary>12. [2024-05-01] 城市養蜂的第一個夏天</summary><br>

<a href="{video}" target="_blank">
    <img src="{picture}" alt="[12]" width="200">
</a>

### 蜂箱
蜂箱放在屋頂，<a href="{link}" title="12">朝東南</a>。

</details>
"""
SOUND = {
    "video": "https://www.youtube.com/watch?v=aB12E5gH7_k",
    "picture": "https://img.youtube.com/vi/aB12E5gH7_k/maxresdefault.jpg",
    "link": "https://example.org/12",
}


@pytest.mark.parametrize(
    ("code", "name", "bad", "good"),
    [
        ("LNK004", "video", "https://youtu.be/aB12E5gH7_k", SOUND["video"]),
        ("LNK005", "video", "http://www.youtube.com/watch?v=aB12E5gH7_k", SOUND["video"]),
        ("LNK005", "picture", SOUND["picture"].replace("https", "http"), SOUND["picture"]),
        ("LNK006", "video", SOUND["video"] + "&amp;si=12_er", SOUND["video"]),
        ("LNK006", "link", SOUND["link"] + "?utm_source=12", SOUND["link"]),
        ("LNK007", "picture", SOUND["picture"].replace("youtube", "yuotube"), SOUND["picture"]),
        ("LNK009", "video", SOUND["video"] + "?t=12", SOUND["video"] + "&t=12"),
        ("LNK012", "link", "www.example.org/12", "https://www.example.org/12"),
        ("LNK013", "link", "htpps://example.org/12", "https://example.org/12"),
    ],
)
def test_addresses_in_tags_are_fixed(code: str, name: str, bad: str, good: str) -> None:
    done = mended(TAGGED.format(**{**SOUND, name: bad}), True, select=[code])
    assert done.sources["page.md"].text == TAGGED.format(**{**SOUND, name: good})
    assert not done.refused


def test_a_fix_of_an_address_changes_no_other_attribute() -> None:
    from catalog_lint.fix.compare import broken
    from catalog_lint.source import Edit, Span

    old = read(TAGGED.format(**SOUND))
    for was, becomes in (("_blank", "_self"), ('"12"', '"13"'), ("200", "20"), ('/12"', '/12" id="x"')):
        at = old.text.index(was)
        new = read(old.text.replace(was, becomes))
        reason = broken(old, new, [Edit(Span(at, at + len(was)), becomes)], {"link"})
        assert reason == "it would change the entry's html"
    new = read(old.text.replace('/12"', '/13"'))
    at = old.text.index('/12"')
    assert broken(old, new, [Edit(Span(at, at + 3), "/13")], {"link"}) == ""


def test_many_refused_fixes_cost_a_straight_line() -> None:
    def calls(count: int) -> int:
        links = "\n".join(f"- [到](#结论{i})" for i in range(count))
        heads = "\n".join(f"### 结论{i}\n\n文字。\n" for i in range(count))
        work = 0

        def count_call(_frame: object, event: str, _value: object) -> None:
            nonlocal work
            work += event in ("call", "c_call")

        sys.setprofile(count_call)
        try:
            done = mended(f"# 目錄\n\n{links}\n\n{heads}")
        finally:
            sys.setprofile(None)
        assert len(done.refused) == count
        return work

    calls(10)
    assert calls(400) < 4 * 1.5 * calls(100)


def test_refused_fixes_without_a_cheap_sign_cost_a_straight_line(tmp_path: Path) -> None:
    (tmp_path / "OWN001.toml").write_text(
        'code = "OWN001"\nname = "own"\ncategory = "wording"\nseverity = "warning"\ncheck = "substitution"\n'
        'summary = "x"\nwhy = "x"\nmessage = { en = "x" }\nfix = { applicability = "safe" }\n'
        '[params]\nwords = { "壞" = "`壞`", "錯" = "對" }\n',
        encoding="utf-8",
    )

    def text(count: int) -> str:
        return "".join(f"第{i}段是壞的。\n\n這一段有錯字，{'文字' * 20}。\n\n" for i in range(count))

    def work(text: str) -> None:
        done = mended(text, select=["OWN"], rules=[str(tmp_path)])
        assert done.sources["page.md"].text == text.replace("錯", "對")
        assert len(done.refused) == text.count("壞")

    assert_straight(text, 100, work)


def test_a_fix_between_entries_makes_no_entry(tmp_path: Path) -> None:
    (tmp_path / "OWN001.toml").write_text(
        'code = "OWN001"\nname = "own"\ncategory = "wording"\nseverity = "warning"\ncheck = "substitution"\n'
        'scope = ["entry", "text"]\n'
        'summary = "x"\nwhy = "x"\nmessage = { en = "x" }\nfix = { applicability = "safe" }\n'
        '[params]\nwords = { "壞" = "<details>", "錯" = "對" }\n',
        encoding="utf-8",
    )
    entry = "<details>\n<summary>1. [2024-01-01] 水</summary>\n\n水。\n\n</details>\n\n"
    done = mended(f"錯字。\n\n壞\n\n{entry}", select=["OWN"], rules=[str(tmp_path)])
    assert done.sources["page.md"].text == f"對字。\n\n壞\n\n{entry}"
    assert "it would change the page's entries" in "".join(done.refused)


OTHER_FORMS = [
    "[看](b.md#软件)",
    "[看](./b.md#%E8%BD%AF%E4%BB%B6)",
    '<a href="b.html#软件">看</a>',
    "[[b#软件]]",
    "[看]\n\n[看]: b.md#软件",
]


@pytest.mark.parametrize("link", OTHER_FORMS)
@pytest.mark.parametrize("names", [("a.md", "b.md"), ("z.md", "b.md")])
def test_a_heading_that_another_page_links_to_stays(link: str, names: tuple[str, str]) -> None:
    linking, linked = names
    pages = {linking: f"# 目錄\n\n{link}\n", linked: "# 目錄\n\n## 软件\n\n这是軟體。\n"}
    done = mended(dict(sorted(pages.items())))
    assert done.sources[linked].text == "# 目錄\n\n## 软件\n\n這是軟體。\n"
    assert "the link to #软件 would lead nowhere" in "".join(done.refused)


def test_a_heading_that_keeps_its_old_anchor_may_change() -> None:
    from catalog_lint import Linter, Settings
    from catalog_lint.fix.anchors import Linked
    from catalog_lint.fix.page import FixedPage
    from catalog_lint.source import Source

    text = "[到](#甲)\n\n## 甲\n"
    result = Linter().lint([("a.md", Source(text), Settings())]).pages["a.md"]
    linked = Linked(FixedPage(result, {}))
    old = read(text)
    new = read('[到](#甲)\n\n<a id="甲"></a>\n\n## 乙\n')
    assert linked.cut_off(old, new) == ""
    assert linked.cut_off(old, read(text.replace("## 甲", "## 乙"))) != ""
    assert linked.cut_off(old, read(text + "\n## 甲\n")) == "the link to #甲 would lead elsewhere"


def test_fixes_across_pages_do_not_depend_on_their_order() -> None:
    pages = {
        "a.md": "台灣的山，台灣的海。\n",
        "b.md": "臺灣的茶，与台灣的米。\n",
        "c.md": "臺灣的花，台灣的鳥。\n",
    }
    one = mended(pages, unsafe=True, extend_select=["CAT014"])
    other = mended(dict(reversed(pages.items())), unsafe=True, extend_select=["CAT014"])
    assert "臺" not in "".join(source.text for source in one.sources.values())
    assert {name: source.raw for name, source in one.sources.items()} == {
        name: source.raw for name, source in other.sources.items()
    }
    assert one.fixed == other.fixed


def test_what_rules_across_entries_decide_counts_what_other_fixes_brought() -> None:
    # Two 台湾 become 台灣, which is the majority only then.
    pages = {"a.md": "臺灣的山。\n", "b.md": "台湾的茶，台湾的米，台湾的花。\n"}
    done = mended(pages, unsafe=True, extend_select=["CAT014"])
    assert done.sources["a.md"].text == "台灣的山。\n"
    again = mended(
        {name: source.raw for name, source in done.sources.items()}, True, extend_select=["CAT014"]
    )
    assert not again.fixed


@pytest.mark.parametrize("kept", ["[^1]", "$x_1+1$", "{{ part }}", "https://example.com/a"])
def test_what_is_no_prose_does_not_go_with_the_prose_around_it(kept: str) -> None:
    text = f"[model=gpt-4 {kept}]\n\n他為此奔走。\n"
    done = mended({"a.md": text})
    assert done.sources["a.md"].raw == text
    assert len(done.refused) == 1
    assert kept in done.refused[0]
