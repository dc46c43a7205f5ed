"""Fixes lose nothing: all or none, in rounds, behind a guard, and settled at the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog_lint import fix_text
from catalog_lint.catalog.reader import read_page
from catalog_lint.fix.settle import FixResult, fix
from catalog_lint.source import Source
from tests.conftest import mended, settings

MakeRule = Callable[..., Path]


@pytest.fixture
def make_rule(tmp_path: Path) -> MakeRule:
    """Write a rule of one's own that puts words in the place of others; returns its folder."""

    def make(code: str, words: dict[str, str], fix: str = 'applicability = "safe"', **keys: str) -> Path:
        folder = tmp_path / "my-rules"
        folder.mkdir(exist_ok=True)
        table = ", ".join(f"{json.dumps(wrong)} = {json.dumps(right)}" for wrong, right in words.items())
        text = f"""
code = "{code}"
name = "own-{code.lower()}"
category = "wording"
severity = "{keys.get("severity", "warning")}"
check = "substitution"
reads = ["body"]
summary = "A word of our own"
why = "We say it so."
message = {{ en = "Write '{{expected}}'" }}
fix = {{ {fix} }}
[params]
"""
        text += f"words = {{ {table} }}\n"
        (folder / f"{code}.toml").write_text(text, encoding="utf-8")
        return folder

    return make


def run(folder: Path, text: str, unsafe: bool = False) -> FixResult:
    chosen = settings(select=["OWN"], rules=[str(folder)])
    return fix([("page.md", Source(text), chosen)], unsafe)


def test_overlapping_fixes_wait_their_turn(make_rule: MakeRule) -> None:
    make_rule("OWN001", {"甲乙": "甲丁"})
    folder = make_rule("OWN002", {"乙丙": "乙戊"}, severity="error")
    mended = run(folder, "前甲乙丙後\n")
    assert (
        mended.sources["page.md"].text == "前甲丁戊後\n" or mended.sources["page.md"].text == "前甲丁丙後\n"
    )
    assert mended.fixed == {("page.md", "OWN002"): 1, ("page.md", "OWN001"): 1}
    assert not mended.left.findings


def test_fixes_that_undo_each_other_give_the_page_back(make_rule: MakeRule) -> None:
    make_rule("OWN001", {"甲": "乙"})
    folder = make_rule("OWN002", {"乙": "甲"})
    mended = run(folder, "\ufeff這是甲\r\n")
    assert mended.sources["page.md"].raw == "\ufeff這是甲\r\n"
    assert not mended.fixed
    (failure,) = mended.failures
    assert failure.startswith("page.md: ")
    assert "OWN001" in failure
    assert "OWN002" in failure


def test_a_fix_that_grows_for_ever_is_stopped(make_rule: MakeRule) -> None:
    folder = make_rule("OWN001", {"甲": "甲甲"})
    mended = run(folder, "甲\n")
    assert mended.sources["page.md"].text == "甲\n"
    assert "do not settle" in mended.failures[0]


@pytest.mark.parametrize(
    ("text", "wrong", "right", "what"),
    [
        ("文字 在此\n", "文字 ", "# ", "block"),
        ("文字在此\n", "文字", "`碼`", "code"),
        ("文字在此\n", "文字", "<b>字</b>", "html"),
        ("文字在此\n", "文字", "**文字**", "emphasis"),
        ("文字在此\n", "文字", "[文](https://example.org)", "link"),
        ("文字在此\n", "文字", "文\n\n字", "block"),
        (
            "甲\n\n<details>\n<summary>1. [2024-01-01] 乙</summary>\n\n丙丁\n</details>\n",
            "丙",
            "</details>",
            "entries",
        ),
    ],
)
def test_the_guard_drops_a_fix_that_breaks_the_page(
    make_rule: MakeRule, text: str, wrong: str, right: str, what: str
) -> None:
    folder = make_rule("OWN001", {wrong: right})
    mended = run(folder, text)
    assert mended.sources["page.md"].text == text
    (refused,) = mended.refused
    assert refused.startswith("page.md:")
    assert "OWN001" in refused
    assert what in refused
    assert not mended.fixed
    assert mended.left.findings


def test_the_guard_drops_the_bad_fix_alone(make_rule: MakeRule) -> None:
    make_rule("OWN001", {"壞": "`壞`"})
    folder = make_rule("OWN002", {"錯": "對"})
    mended = run(folder, "錯的壞的錯的\n\n另一段錯\n")
    assert mended.sources["page.md"].text == "對的壞的對的\n\n另一段對\n"
    assert mended.fixed == {("page.md", "OWN002"): 3}
    assert len(mended.refused) == 1


def test_what_a_rule_says_it_alters_it_may(make_rule: MakeRule) -> None:
    folder = make_rule("OWN001", {"文字": "**字**"}, 'applicability = "safe", alters = ["emphasis"]')
    assert run(folder, "這段文字在此\n").sources["page.md"].text == "這段**字**在此\n"


@pytest.mark.parametrize("text", ["甲在前，丙在後。\n", "丙在前，甲在後。\n"])
def test_a_fix_is_judged_by_its_own_rule_beside_one_that_may_do_more(make_rule: MakeRule, text: str) -> None:
    make_rule("OWN001", {"甲": "**乙**"}, 'applicability = "safe", alters = ["emphasis"]')
    folder = make_rule("OWN002", {"丙": "**丁**"})
    done = run(folder, text)
    assert done.sources["page.md"].text == text.replace("甲", "**乙**")
    assert "the fix of OWN002 was left out" in "".join(done.refused)


def test_a_fix_that_would_swallow_the_next_entry_stays_out(make_rule: MakeRule) -> None:
    alters = 'alters = ["block", "code", "html"]'
    folder = make_rule("OWN001", {"壞": "~~~", "錯": "對"}, f'applicability = "safe", {alters}')
    entry = "<details>\n<summary>1. [2024-01-01] 水</summary>\n\n~~~\n庫\n~~~\n\n</details>\n"
    done = run(folder, f"錯字。\n\n壞\n\n{entry}")
    assert done.sources["page.md"].text == f"對字。\n\n壞\n\n{entry}"
    assert "it would change the page's entries" in "".join(done.refused)


def test_a_fix_makes_no_heading_that_a_link_would_lead_to_instead(make_rule: MakeRule) -> None:
    alters = 'applicability = "safe", alters = ["heading", "block"]'
    folder = make_rule("OWN001", {"甲": "## 水庫", "乙": "## 閘門"}, alters)
    text = "看[水庫](#水庫)。\n\n甲\n\n乙\n\n## 水庫\n\n放水。\n"
    done = run(folder, text)
    assert done.sources["page.md"].text == text.replace("乙", "## 閘門")
    assert "the link to #水庫 would lead elsewhere" in "".join(done.refused)


def test_unsafe_and_display_fixes_are_not_applied_unasked(make_rule: MakeRule) -> None:
    make_rule("OWN001", {"甲": "一"}, 'applicability = "unsafe", reason = "taste"')
    folder = make_rule("OWN002", {"乙": "二"}, 'applicability = "display", reason = "only the author knows"')
    assert run(folder, "甲乙\n").sources["page.md"].text == "甲乙\n"
    assert run(folder, "甲乙\n", unsafe=True).sources["page.md"].text == "一乙\n"


PAGE = """\
\ufeff# 目錄\r
\r
<details>\r
<summary>7. [2024-03-01] 标题由影片而來：与眾不同</summary><br>\r
\r
<a href="https://www.youtube.com/watch?v=abcdefghij7"><img src="https://img.youtube.com/vi/abcdefghij7/hqdefault.jpg"></a>\r
\r
# 标题由影片而來：与眾不同\r
\r
- 这里說明`軟体`与[連結](https://example.org/软件)的关系，用戶爲主。\r
- 公式 $x_1$ 不變，<b title="软">字</b>也一樣。\r
\r
```\r
软件与程式\r
```\r
</details>\r
\r
<details>\r
<summary>8. [2024-03-02] 第二篇</summary>\r
\r
<a href="https://www.youtube.com/watch?v=abcdefghij8"><img src="https://img.youtube.com/vi/abcdefghij8/hqdefault.jpg"></a>\r
\r
內文沒有問題。\r
</details>\r
"""


def test_default_fixes_touch_prose_alone() -> None:
    mended = fix([("page.md", Source(PAGE), settings())])
    fixed = mended.sources["page.md"].raw
    assert fixed == PAGE.replace("这里說明", "這裡說明").replace("`与[", "`與[").replace(
        "的关系，用戶爲主", "的關係，用戶為主"
    )
    assert not mended.failures + mended.refused


def test_fixing_twice_is_fixing_once() -> None:
    once = fix([("page.md", Source(PAGE), settings())]).sources["page.md"]
    again = fix([("page.md", once, settings())])
    assert again.sources["page.md"].raw == once.raw
    assert not again.fixed


def _frame(text: str) -> list[tuple[object, ...]]:
    page = read_page("page.md", Source(text), settings().catalog_schema)
    return [
        (entry.kind, *(field.text for field in entry.fields.values()), *(link.url for link in entry.links))
        for entry in page.entries
    ]


@pytest.mark.parametrize("unsafe", [False, True])
def test_fixing_keeps_every_entry_and_its_frame(unsafe: bool) -> None:
    folder = Path(__file__).parents[1] / "fixtures"
    pages = sorted(folder.rglob("*.md"))
    assert pages
    for path in pages:
        text = path.read_text(encoding="utf-8")
        fixed = fix([(path.name, Source(text), settings())], unsafe).sources[path.name].text
        before, after = _frame(text), _frame(fixed)
        assert len(after) == len(before)
        if not unsafe:
            assert after == before


def test_fixing_real_pages_keeps_every_entry(shared: Path) -> None:
    path = shared / "siblings" / "drberg-11.md"
    text = path.read_text(encoding="utf-8")
    mended = fix([(path.name, Source(text), settings())])
    assert not mended.failures
    assert _frame(mended.sources[path.name].text) == _frame(text)
    assert not fix([(path.name, mended.sources[path.name], settings())]).fixed


def test_a_fix_cuts_no_link_off() -> None:
    text = "# 目錄\n\n[书籍](#书籍) [工具](#工具)\n\n## 书籍\n\n这是一本書。\n\n## 软件\n\n文字。\n"
    done = mended(text)
    assert done.sources["page.md"].text == (
        "# 目錄\n\n[書籍](#书籍) [工具](#工具)\n\n## 书籍\n\n這是一本書。\n\n## 軟件\n\n文字。\n"
    )
    assert len(done.refused) == 1
    assert done.refused[0].endswith("left out: the link to #书籍 would lead nowhere")


def test_fixes_in_front_matter_and_before_entries_are_handled() -> None:
    text = "---\ntitle: 標題\n<!-- catalog-lint-disable HAN001 -->\n---\n\n## 要點\n\n他爲此事奔走。\n"
    done = mended(text)
    assert not done.failures
    assert "他為此事" in done.sources["page.md"].text
    assert mended(done.sources["page.md"].raw).sources["page.md"].raw == done.sources["page.md"].raw


def test_a_page_that_fails_inside_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from catalog_lint.fix.guard import Guard

    def sift(guard: Guard, findings: object) -> None:
        if "壞" in guard._page.source.text:
            raise ValueError("no good")
        return real(guard, findings)  # type: ignore[return-value,arg-type]

    real = Guard.sift
    monkeypatch.setattr(Guard, "sift", sift)
    done = mended({"a.md": "壞，他爲此事奔走。\n", "b.md": "他爲此事奔走。\n"})
    assert done.sources["a.md"].text == "壞，他爲此事奔走。\n"
    assert done.sources["b.md"].text == "他為此事奔走。\n"
    assert [line.startswith("a.md: ValueError: no good") for line in done.failures] == [True]


FRAME = (
    '<a href="https://www.youtube.com/watch?v=abcdefghijk"><img'
    ' src="https://img.youtube.com/vi/abcdefghijk/maxresdefault.jpg"></a>\n\n'
)


@pytest.mark.parametrize(
    "opening",
    [
        "<detail<summary>7. [2024-01-02] 系统的发展与应用</summary><br>\n\n",
        "x <summary>7. [2024-01-02] 系统的发展与应用</summary><br>\n\n",
        "<summary>7. [2024-01-02] 系统的发展与应用</summary><br>\n\n# 系统的发展与应用\n\n",
        "<details>\n\n7. [2024-01-02] 系统的发展与应用\n\n# 系统的发展与应用\n\n",
        "<details>\n\n## 7. [2024-01-02] 系统的发展与应用\n\n",
    ],
)
def test_a_title_whose_tags_are_broken_stays(opening: str) -> None:
    text = f"{opening}{FRAME}## 要點\n\n他們把軟體的结构改寫了。\n\n</details>\n"
    assert fix_text(text) == text.replace("结构", "結構")


def test_no_heading_is_made_of_a_line_that_another_fix_leaves_without_text() -> None:
    body = "### 蜂箱\n\n朝東南。\n\n**本集結尾**\n\n希望這份整理對您有所幫助！\n"
    text = f"<details>\n<summary>1. [2024-05-01] 蜂箱</summary>\n\n{body}\n</details>\n"
    fixed = mended(text, unsafe=True, select=["SEC049", "LLM005"]).sources["page.md"].text
    assert "希望" not in fixed
    assert "**本集結尾**" in fixed
