"""Comments that a run writes into pages to take findings out."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.command import Done, Run, entry, run, written

__all__ = ["run"]

RULES = ("--select", "HAN005,HAN001,CAT001,SUP")
TEXT = entry(1, "- 爲何？", "- 好。", "- 這裏与那裏。") + entry(3, "### 人爲", "", "好。")


def added(run: Run, text: str, *rules: str) -> Done:
    written({"a.md": text})
    return run(".", "--add-suppressions", *(rules or RULES))


def page() -> str:
    return Path("a.md").read_bytes().decode()


def test_what_is_found_is_found_no_more(run: Run) -> None:
    done = added(run, TEXT)
    assert (done.status, done.out, done.err) == (0, "", "suppressions: 6 findings suppressed by comments\n")
    lines = page().split("\n")
    assert lines[8] == "- 爲何？ <!-- catalog-lint-disable-line HAN005 -->"
    assert lines[10] == "- 這裏与那裏。 <!-- catalog-lint-disable-line HAN001 HAN005 -->"
    heading = lines.index("### 人爲")
    assert lines[heading - 1] == "<!-- catalog-lint-disable-next-line HAN005 -->"
    again = run(".", *RULES)
    assert (again.status, again.out) == (0, "")


def test_nothing_else_changes(run: Run) -> None:
    added(run, TEXT)
    left = [line.partition(" <!-- catalog-lint")[0] for line in page().split("\n")]
    assert [line for line in left if not line.startswith("<!-- catalog-lint")] == TEXT.split("\n")
    before = page()
    assert added(run, before).err == "suppressions: 0 findings suppressed by comments\n"
    assert page() == before


def test_a_comment_is_told_once_its_fault_is_fixed(run: Run) -> None:
    added(run, TEXT)
    written({"a.md": page().replace("爲何", "為何")})
    assert run(".", *RULES).places == [("a.md", 9, "SUP001")]
    run(".", "--fix", *RULES)
    assert "- 為何？\n" in page()


@pytest.mark.parametrize(
    "lines",
    [
        ["| 甲 | 爲 |", "|---|---|", "| 乙 | 爲 |"],
        ["```", "爲", "```"],
        ["<pre>", "甲", "人爲", "</pre>"],
        ['<img src="a.png"', '  alt="人爲"', '  title="人爲">'],
        ["第一行  ", "爲何  ", "第三行"],
        ["第一行\\", "爲何\\", "第三行"],
        ["人爲", "====", "", "好。"],
        ["> 引文", "> 人爲", "懶人爲行"],
        ["1. 甲", "", "   人爲", "2. 乙爲"],
        ["`碼", "爲` 碼 **粗", "爲** 體"],
        ["[人爲](", "https://example.com)"],
        ["<!-- 註", "人爲 -->"],
    ],
    ids=str,
)
def test_an_entry_renders_as_it_did_wherever_the_fault_stands(run: Run, lines: list[str]) -> None:
    text = entry(1, *lines) + entry(2, "好。")
    written({"a.md": text})
    before = run(".", *RULES)
    done = added(run, text)
    left = [code for *_, code in done.places]
    assert not set(left) & {"SUP001", "SUP004", "SUP006"}
    assert len(left) <= len(before.places)
    markdown = MarkdownIt("commonmark").enable("table")
    shown, was = markdown.render(page()), markdown.render(text)
    for line in page().split("\n"):
        if "<!-- catalog-lint" in line:
            comment = line[line.index("<!-- catalog-lint") :].rstrip(" \\")
            shown = (
                shown.replace(f" {comment}", "")
                if f" {comment}" in shown
                else shown.replace(comment + "\n", "")
            )
    assert shown == was


def test_what_no_comment_takes_out_is_told_with_the_reason(run: Run) -> None:
    lines = ["- 爲何？", "", "[人爲](", "https://example.com)", "", "| 甲 | 爲 |", "|---|---|", "| 乙 | 爲 |"]
    last = ["", "第一行  ", "爲何\\", "第三行 <!-- catalog-lint-disable-line NOPE -->"]
    done = added(run, entry(1, *lines, *last))
    assert [(row, code) for _, row, code in done.places] == [(18, "HAN005"), (21, "HAN005"), (22, "SUP003")]
    assert done.err.splitlines() == [
        "suppressions: 3 findings suppressed by comments; 3 left that no comment can take out"
        " (--write-baseline can keep them)",
        "suppressions: 1 about suppressions themselves (SUP003 1): a.md:22",
        "suppressions: 1 in a table (HAN005 1): a.md:18",
        "suppressions: 1 where a comment would change what a reader sees (HAN005 1): a.md:21",
    ]


def test_a_comment_that_changes_what_else_is_found_is_left_out(run: Run) -> None:
    done = added(run, TEXT, "--select", "HAN005,OUR001", "--config", f'rules = ["{own_rule()}"]')
    assert done.status == 1
    assert (
        ": 4 where a comment would change what else is found (HAN005 4): a.md:9, a.md:11, a.md:22\n"
        in done.err
    )


def own_rule() -> str:
    """The folder of a rule that finds entries with comments."""
    written(
        {
            "own/OUR001-comment.toml": """
code = "OUR001"
name = "comment"
category = "markup"
severity = "warning"
check = "required"
summary = "Comment"
why = "For the test."
reads = ["entry"]
message = { en = "Comment" }
[params]
pattern = '(?s)\\A(?!.*disable-).'
""",
        }
    )
    return "own"


def test_a_comment_before_the_line_does_where_one_behind_it_changes_what_is_found(run: Run) -> None:
    rules = ("--select", "TYP006,TYP009,SUP")
    text = entry(1, "- 說明,標點要用全形.", "- 好。")
    done = added(run, text, *rules)
    assert (done.status, done.out) == (0, "")
    assert "<!-- catalog-lint-disable-next-line TYP006 TYP009 -->\n- 說明,標點要用全形.\n" in page()


def test_many_lines_of_one_reason_are_not_all_named(run: Run) -> None:
    done = added(run, entry(1, "| 甲 | 爲 |", "|---|---|", *["| 乙 | 爲 |"] * 7))
    assert "\nsuppressions: 7 in a table (HAN005 7): a.md:12, a.md:13, a.md:14 and 4 more lines\n" in done.err


def test_no_comment_is_written_into_a_tag(run: Run) -> None:
    text = TEXT.replace("vi/lecture0001", "vi/lecture0009")
    done = added(run, text, "--select", "ENT010")
    assert (done.status, done.out) == (0, "")
    before, tag, after = page().partition("    <img src")
    assert before.endswith("    <!-- catalog-lint-disable-next-line ENT010 -->\n")
    assert tag + after == text[text.index("    <img src") :]


def test_windows_line_ends_stay(run: Run) -> None:
    Path("a.md").write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert run(".", "--add-suppressions", *RULES).status == 0
    assert page().count("\r\n") == page().count("\n")


def test_what_is_only_counted_gets_no_comment(run: Run) -> None:
    rules = (*RULES, "--config", 'rule.HAN005.severity = "info"')
    added(run, TEXT, *rules)
    assert "HAN005" not in page()
    assert "HAN001" in page()


@pytest.mark.parametrize("option", ["--fix", "--diff", "--write-baseline=x", "-"])
def test_it_does_nothing_else(run: Run, option: str) -> None:
    written({"a.md": TEXT})
    assert run(*(() if option == "-" else (".",)), option, "--add-suppressions", stdin=TEXT).status == 2
    assert page() == TEXT
