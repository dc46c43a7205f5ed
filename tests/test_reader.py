"""The model's offsets are exact: each thing that the reader names stands where it says."""

from __future__ import annotations

import re
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from catalog_lint.catalog.anchors import headings_of, html_anchors, html_anchors_in, page_anchors, seen_in
from catalog_lint.catalog.model import BREAK, MARK, MASKS, OBJECT, Entry
from catalog_lint.catalog.reader import read_page
from catalog_lint.catalog.schema import Schema
from catalog_lint.catalog.video import video_address
from catalog_lint.source import PageError, Source, Span
from catalog_lint.validation import read as read_data

ENTRY = """\
<details>
<summary>12. [2024-05-06] 訊號處理入門 &amp; 濾波器</summary><br>

<a href="https://www.youtube.com/watch?v=abcdefghijk" target="_blank">
    <img src="https://img.youtube.com/vi/abcdefghijk/maxresdefault.jpg"
        alt="[Youtube]" width="200">
</a>

[all docs](https://example.org/docs)

# 訊號處理入門 & 濾波器

### 小節一：**取樣**定理
- **頻率**：用 `fs` 表示，見[維基](https://zh.wikipedia.org/wiki/x)與 $f_s > 2B$。
  1. 第一點
     接續一行
  2. 第二點 \\*不是斜體\\*

> 引文在此 <b>粗</b>體

| 欄甲 | 欄乙 |
|---|---|
| 內容 | a \\| b |

**二、結果**

```text
程式碼
```
</details>
"""


def read(text: str, **schema: object) -> list[Entry]:
    return read_page("page.md", Source(text), read_data(Schema, schema)).entries


def at(entry: Entry, span: Span) -> str:
    return entry.text[span.start : span.end]


def test_every_field_stands_where_it_says() -> None:
    (entry,) = read(ENTRY)
    assert {name: at(entry, field.span) for name, field in entry.fields.items()} == {
        "number": "12",
        "date": "2024-05-06",
        "title": "訊號處理入門 &amp; 濾波器",
        "video": "https://www.youtube.com/watch?v=abcdefghijk",
        "thumbnail": "https://img.youtube.com/vi/abcdefghijk/maxresdefault.jpg",
    }
    assert entry.fields["title"].text == "訊號處理入門 & 濾波器"
    assert entry.number == 12
    assert at(entry, entry.anchor) == "12. [2024-05-06] 訊號處理入門 &amp; 濾波器"


def test_headings_and_what_stands_for_one() -> None:
    (entry,) = read(ENTRY)
    assert [(h.kind, h.numeral, h.name) for h in entry.headings] == [
        ("atx", "小節一：", "取樣定理"),
        ("bold", "二、", "結果"),
    ]
    first = entry.headings[0]
    assert at(entry, first.numeral_span) == "小節一："
    assert at(entry, first.name_span) == "取樣**定理"
    assert at(entry, first.line) == "### 小節一：**取樣**定理"
    assert entry.title_echo is not None
    assert at(entry, entry.title_echo.span) == "訊號處理入門 & 濾波器"


def test_list_items_and_their_markers() -> None:
    (entry,) = read(ENTRY)
    (run,) = entry.lists
    assert [(number, at(entry, span)) for number, span in run.items] == [(1, "1."), (2, "2.")]
    assert [b.marker for b in entry.blocks if b.marker] == ["-", "1.", "2."]


def test_prose_is_what_a_person_reads() -> None:
    (entry,) = read(ENTRY)
    prose = entry.prose.text
    assert len(prose) == len(entry.text)
    assert all(p in (t, *MASKS) for p, t in zip(prose, entry.text, strict=True))
    seen = prose.replace(MARK, "").replace(BREAK, " ")
    seen = re.sub(f"{OBJECT}+", "@", seen)
    assert seen.split() == [
        "小節一：取樣定理",
        "頻率：用",
        "@",
        "表示，見維基與",
        "@。",
        "第一點",
        "接續一行",
        "第二點",
        "@不是斜體@",
        "引文在此",
        "@粗@體",
        "欄甲",
        "欄乙",
        "內容",
        "a",
        "|",
        "b",
        "二、結果",
    ]


def test_body_starts_after_the_frame_and_ends_before_the_closing_tag() -> None:
    (entry,) = read(ENTRY)
    body = at(entry, entry.body)
    assert body.startswith("### 小節一")
    assert body.endswith("```\n")


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_newlines_change_nothing(newline: str) -> None:
    (unix,) = read(ENTRY)
    (other,) = read(ENTRY.replace("\n", newline))
    assert other.prose.text == unix.prose.text
    assert other.fields == unix.fields


def test_a_changed_character_changes_the_prose_there_alone() -> None:
    """What the masks let through is the reader's text at just that place: change one, and one changes."""
    (entry,) = read(ENTRY)
    prose = entry.prose.text
    for offset, character in enumerate(prose):
        if "\u4e00" <= character <= "\u9fff":
            (changed,) = read(ENTRY[:offset] + "龘" + ENTRY[offset + 1 :])
            assert changed.prose.text == prose[:offset] + "龘" + prose[offset + 1 :]


def test_heading_entries() -> None:
    page = textwrap.dedent("""\
        # 片單

        前言在此。

        ## 1. [2024-01-02] 第一部

        [![縮圖](https://i.ytimg.com/vi/abcdefghijk/hqdefault.jpg)](https://youtu.be/abcdefghijk)

        介紹文字。

        ```
        ## 不是項目
        ```

        ## 2. [2024-01-03] 第二部

        文字。
        """)
    entries = read(page, shape="heading", level=2)
    assert [(e.kind, e.number) for e in entries] == [("text", None), ("entry", 1), ("entry", 2)]
    assert {k: f.text for k, f in entries[1].fields.items()} == {
        "number": "1",
        "date": "2024-01-02",
        "title": "第一部",
        "video": "https://youtu.be/abcdefghijk",
        "thumbnail": "https://i.ytimg.com/vi/abcdefghijk/hqdefault.jpg",
    }
    assert "".join(e.text for e in entries) == page


BROKEN = {
    "unclosed entry": (
        "<details>\n<summary>1. [2024-01-01] 甲</summary>\n\n內文甲\n\n"
        "<details>\n<summary>2. [2024-01-02] 乙</summary>\n\n內文乙\n</details>\n",
        ["unclosed"],
    ),
    "open fence": (
        "<details>\n<summary>1. [2024-01-01] 甲</summary>\n\n```\n內文甲\n</details>\n\n"
        "<details>\n<summary>2. [2024-01-02] 乙</summary>\n\n內文乙\n\n```\n碼\n```\n</details>\n",
        ["unclosed-fence"],
    ),
    "stray closing tag": (
        "<details>\n<summary>1. [2024-01-01] 甲</summary>\n\n內文甲\n</details>\n</details>\n\n"
        "<details>\n<summary>2. [2024-01-02] 乙</summary>\n\n內文乙\n</details>\n",
        ["stray-close"],
    ),
    "no summary": (
        "<details>\n\n內文甲\n</details>\n\n"
        "<details>\n<summary>2. [2024-01-02] 乙</summary>\n\n內文乙\n</details>\n",
        ["no-summary"],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_frame_swallows_nothing(name: str) -> None:
    page, problems = BROKEN[name]
    entries = read(page)
    assert [problem.kind for entry in entries for problem in entry.problems] == problems
    found = [entry for entry in entries if entry.kind == "entry"]
    assert len(found) == 2
    assert "內文甲" in found[0].text
    assert "內文乙" in found[1].prose.text
    covered = sum(len(entry.text) for entry in entries)
    assert len(page.replace("\n", "")) <= covered <= len(page)


def test_details_in_a_code_example_are_no_entry() -> None:
    page = "說明：\n\n```html\n<details>\n<summary>1. [2024-01-01] 例</summary>\n</details>\n```\n"
    assert [entry.kind for entry in read(page)] == ["text"]


def test_details_inside_an_entry_belong_to_it() -> None:
    page = (
        "<details>\n<summary>1. [2024-01-01] 甲</summary>\n\n內文\n\n"
        "<details><summary>逐字稿</summary>\n\n全文\n\n</details>\n\n後文\n</details>\n"
    )
    (entry,) = read(page)
    assert entry.number == 1
    assert not entry.problems
    assert "後文" in entry.prose.text


@pytest.mark.parametrize(
    "text",
    [
        "> " * 10_000 + "深",
        "- " * 5_000 + "深",
        "[" * 20_000,
        "*甲" * 20_000,
        "<details>\n" * 2_000,
        "```\n````\n" * 3_000,
        "$" * 50_000,
        "\\(" * 20_000,
        "www." * 20_000,
        "a@" * 20_000,
        "<a " * 20_000,
        "\u3000\n\u3000甲\u3000\n" * 100,
        "| a |\n|---|\n" + "| \\| |\n" * 1_000,
        "\ufdd0\ufdd1\ufdd2甲",
        "",
        "\n\n\n",
    ],
    ids=range(16),
)
def test_hostile_text_is_read(text: str) -> None:
    entries = read(text)
    assert all(len(entry.prose.text) == len(entry.text) for entry in entries)


def test_real_pages_are_read_whole(shared: Path) -> None:
    for path in sorted(shared.glob("*/*.md")):
        source = Source(path.read_text(encoding="utf-8"))
        entries = read(source.text)
        opened = source.text.count("<details>")
        assert sum(entry.kind == "entry" for entry in entries) == opened
        for entry in entries:
            assert source.text[entry.start : entry.span.end] == entry.text
            for field in entry.fields.values():
                assert field.text.split("&")[0] in at(entry, field.span)


def test_two_pictures_in_one_link() -> None:
    text = (
        '<details>\n<summary>1. 標題</summary>\n\n<a href="u"><img src="a"><img src="b"></a>\n\n</details>\n'
    )
    entry = read(text)[0]
    assert [(link.kind, link.url) for link in entry.links] == [("link", "u"), ("image", "a"), ("image", "b")]


def test_a_linked_picture_on_one_line_is_the_frame() -> None:
    video, picture = (
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://img.youtube.com/vi/abcdefghijk/0.jpg",
    )
    line = f'<a href="{video}"><img src="{picture}"></a>'
    text = f"<details>\n<summary>1. [2024-01-02] 標題</summary>\n\n{line}\n\n文字。`{line}`\n\n</details>\n"
    entry = read(text)[0]
    assert [(link.url, text[link.span.start : link.span.end], link.frame) for link in entry.links] == [
        (video, video, True),
        (picture, picture, True),
    ]
    assert (entry.fields["video"].text, entry.fields["thumbnail"].text) == (video, picture)
    assert entry.text[entry.body.start :].startswith("文字")


def fields_of(entry: Entry) -> dict[str, str]:
    return {name: field.text for name, field in entry.fields.items()}


VIDEO, PICTURE = "https://www.youtube.com/watch?v=abcdefghijk", "https://i.ytimg.com/vi/abcdefghijk/0.jpg"


LINE = "<details>\n<summary>1. [2024-01-02] 水庫</summary>"


@pytest.mark.parametrize(
    "frame",
    [
        f"{LINE}\n<a href={VIDEO} target=_blank><img src={PICTURE}></a>\n",
        f"{LINE}<a href='{VIDEO}'>\n\n<img alt=\"a > b\" src='{PICTURE}'/>\n</a>\n",
        f"{LINE}\n\n<a href='https://www.youtube.com/\nwatch?v=abcdefghijk'><img src='{PICTURE}'></a>\n",
        "<details open title='a>b'>\n<summary id=\"c>d\">\n1. [2024-01-02] 水庫\n</summary>\n\n"
        f"[![圖]({PICTURE})]({VIDEO})\n",
        f"{LINE}\n\n放水。\n\n- 閘門\n\n[![圖]({PICTURE})]({VIDEO})\n",
        f"{LINE}\n\n放水。\n\n<iframe src='{VIDEO}'></iframe>\n\n![圖]({PICTURE})\n",
    ],
    ids=range(6),
)
def test_the_frame_is_read_however_it_is_written(frame: str) -> None:
    (entry,) = read(f"{frame}\n\n水位。\n\n</details>\n")
    assert fields_of(entry) == {
        "number": "1",
        "date": "2024-01-02",
        "title": "水庫",
        "video": VIDEO,
        "thumbnail": PICTURE,
    }
    assert not entry.problems


@pytest.mark.parametrize(
    ("line", "date", "title"),
    [
        ("7. [水利] 放水 (Release)", None, "[水利] 放水 (Release)"),
        ("7. [EP3] 放水", None, "[EP3] 放水"),
        ("7. [2024/5/6] 放水", "2024/5/6", "放水"),
        ("7. [May 6, 2024] [水利] 放水", "May 6, 2024", "[水利] 放水"),
        ("7. [未定] 放水", "未定", "放水"),
        ("7. [] 放水", None, "放水"),
    ],
)
def test_a_date_is_what_looks_like_one(line: str, date: str | None, title: str) -> None:
    (entry,) = read(f"<details>\n<summary>{line}</summary>\n\n水位。\n\n</details>\n")
    fields = fields_of(entry)
    assert (fields["number"], fields.get("date"), fields["title"]) == ("7", date, title)


def test_numbered_paragraphs() -> None:
    page = (
        f"# 片單\n\n前言。\n\n1、[水庫]({VIDEO})：放水。\n\n![圖](a.png)\n\n2、[閘門](https://youtu.be/abcdefghij2)\n"
        "10、[堤防](https://youtu.be/abcdefghij3)：巡堤。\n\n續行。\n\n## 附錄\n\n文字。\n"
    )
    entries = read(page, shape="paragraph", line="{number}、[{title}]({link})", required=["number", "title"])
    assert "".join(entry.text for entry in entries) == page
    found = [fields_of(entry) for entry in entries if entry.kind == "entry"]
    assert [(one["number"], one["title"]) for one in found] == [("1", "水庫"), ("2", "閘門"), ("10", "堤防")]
    assert found[0]["thumbnail"] == "a.png"
    assert at(entries[1], entries[1].body).startswith("放水。")
    assert "續行" in entries[3].prose.text


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: 水庫\nyoutube_id: abcdefghijk\n---\n",
        '+++\ntitle = "水庫"\nyt = "abcdefghijk"\n+++\n',
        '{\n  "title": "水庫",\n  "video_id": "abcdefghijk"\n}\n',
    ],
)
def test_front_matter_of_any_kind(front: str) -> None:
    (entry,) = read(f"{front}\n放水。\n", shape="page")
    assert fields_of(entry) == {"title": "水庫", "video": "abcdefghijk"}
    address = video_address("abcdefghijk")
    assert address
    assert address.valid


def test_what_lies_too_deep_is_told() -> None:
    (entry,) = read("水庫。\n\n" + "> " * 100 + "放水\n\n閘門。\n")
    (problem,) = entry.problems
    assert problem.kind == "too-deep"
    assert at(entry, problem.span).endswith("放水")


def test_too_much_work_is_an_error_whatever_the_machine() -> None:
    with pytest.raises(PageError, match=r"too many steps .*row 3"):
        read("水庫。\n\n<details>\n\n" + "![a" * 20_000 + "\n</details>\n")


def test_threads_read_alike() -> None:
    pages = [ENTRY.replace("取樣", "取" * number) for number in range(1, 60)]
    alone = [read(page)[0].prose.text for page in pages]
    with ThreadPoolExecutor(8) as pool:
        assert [entries[0].prose.text for entries in pool.map(read, pages)] == alone


def test_inline_nodes_and_tags_are_kept() -> None:
    (entry,) = read("放**水[庫](a)水**與`b`，<b title='>'>粗</b> &amp; \\* <http://c.d>\n")
    (block,) = entry.blocks
    assert [(one.kind, at(entry, one.span), one.turns) for one in block.inlines] == [
        ("marks", "**", ("strong_open",)),
        ("link", "[庫](a)", ()),
        ("marks", "**", ("strong_close",)),
        ("code", "`b`", ()),
        ("html", "<b title='>'>", ()),
        ("html", "</b>", ()),
        ("entity", "&amp;", ()),
        ("escape", "\\*", ()),
        ("autolink", "<http://c.d>", ()),
    ]
    assert [(tag.name, tag.kind, at(entry, tag.span)) for tag in entry.tags] == [
        ("b", "open", "<b title='>'>"),
        ("b", "close", "</b>"),
    ]
    assert [at(entry, one.span) for one in entry.tags[0].attributes] == [">"]


def test_anchors_are_those_of_what_a_reader_sees() -> None:
    (entry,) = read('## **水庫** `a_b` [放水](c "d") &amp; \\*閘門\\* <a id="甲" name=\'乙\'></a>\n')
    (heading,) = headings_of(entry)
    assert heading.rstrip() == "水庫 a_b 放水 & *閘門*"
    assert seen_in('**水庫** `a_b` [放水](c "d")') == "水庫 a_b 放水"
    assert html_anchors(entry) == html_anchors_in("<a id=\"甲\" name='乙'></a>") == ["甲", "乙"]
    assert page_anchors([heading]) == {"水庫-a_b-放水--閘門"}
