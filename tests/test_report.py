"""What each output format prints, to the letter."""

from __future__ import annotations

import json
import pickle
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from catalog_lint.diagnostic import Fix, Severity
from catalog_lint.finding import Finding, Place
from catalog_lint.report import Rendered, rendered, stream
from catalog_lint.report.diff import diff
from catalog_lint.report.model import EntryHead, PageReport, RunFormat
from catalog_lint.report.rulebook import markdown, record, text
from catalog_lint.report.toml import lines as toml_lines
from catalog_lint.report.totals import RuleTotals, Totals
from catalog_lint.report.visible import visible, visible_json, width
from catalog_lint.rule.loading import load_rules
from catalog_lint.rule.model import Rule
from catalog_lint.source import Edit, Source, Span
from catalog_lint.validation import read

PAGE = "# 標題\n\n他爲此事奔走，並爲此\tfoo。\n"


def rule(code: str = "XAA001", name: str = "odd-thing", **more: Any) -> Rule:
    return read(
        Rule,
        {
            "code": code,
            "name": name,
            "category": "variant",
            "severity": "error",
            "check": "characters",
            "summary": "An odd thing",
            "why": "Because.",
            "message": {"en": "Odd"},
            **more,
        },
    )


def finding(
    start: int,
    end: int,
    message: str = "Odd",
    new: str | None = None,
    *,
    path: str = "page.md",
    applicability: Any = "safe",
    severity: Severity = "error",
    entry: int | None = 3,
    of: Rule | None = None,
    related: tuple[tuple[int, int, str], ...] = (),
    page: str = PAGE,
) -> Finding:
    edits = () if new is None else (Edit(Span(start, end), new),)
    fix = Fix(applicability, edits, page[start:end]) if edits else None
    saying = replace(of or rule(), message={"en": message})
    source, span = Source(page), Span(start, end)
    places = tuple(Place.on(source, path, Span(low, high), said) for low, high, said in related)
    return Finding(saying, severity, path, span, source, entry=entry, fix=fix, related=places)


def page_report(*findings: Finding, page: str = PAGE, path: str = "page.md", **more: Any) -> PageReport:
    return PageReport(findings[0].path if findings else path, Source(page), findings, **more)


def report(run: RunFormat, *pages: PageReport) -> str:
    """The report of pages that were rendered by a worker: whatever it has to know went through pickle."""
    parts = [pickle.loads(pickle.dumps(rendered(pickle.loads(pickle.dumps(run)), page))) for page in pages]
    return "".join(stream(run, parts, Totals()))


def printed(
    output_format: str,
    *findings: Finding,
    page: str = PAGE,
    fixed: Mapping[str, int] | None = None,
    **more: Any,
) -> list[str]:
    given = page_report(*findings, page=page, fixed=fixed or {})
    return report(RunFormat(output_format, **more), given).removesuffix("\n").split("\n")


def test_concise() -> None:
    assert printed("concise", finding(7, 8, "Variant '爲'", "為"), finding(13, 14)) == [
        "page.md:3:2: XAA001 [*] Variant '爲' [error, entry 3]",
        "page.md:3:8: XAA001 Odd [error, entry 3]",
        "Found 2 errors on 1 page.",
        "[*] 1 fixable with the `--fix` option.",
    ]


def test_only_fixes_that_apply_are_marked() -> None:
    found = finding(7, 8, "Odd", "為", applicability="unsafe")
    shown = finding(7, 8, "Odd", "為", applicability="display")
    assert printed("concise", found, shown) == [
        "page.md:3:2: XAA001 Odd [error, entry 3]",
        "page.md:3:2: XAA001 Odd [error, entry 3]",
        "Found 2 errors on 1 page.",
        "No fixes available (1 hidden fix can be enabled with the `--unsafe-fixes` option).",
    ]
    assert printed("concise", found, shown, unsafe=True)[0] == "page.md:3:2: XAA001 [*] Odd [error, entry 3]"


@pytest.mark.parametrize(
    ("fixed", "left", "unsafe", "expected"),
    [
        (0, 0, 0, ["All checks passed!"]),
        (0, 1, 0, ["Found 1 error on 1 page."]),
        (3, 0, 0, ["Found 3 problems, fixed 3, none left on 1 page."]),
        (3, 9, 0, ["Found 12 problems, fixed 3, 9 left (9 errors) on 1 page."]),
        (
            1,
            0,
            2,
            [
                "Found 3 problems, fixed 1, 2 left (2 errors) on 1 page.",
                "No fixes available (2 hidden fixes can be enabled with the `--unsafe-fixes` option).",
            ],
        ),
    ],
)
def test_summary(fixed: int, left: int, unsafe: int, expected: list[str]) -> None:
    findings = [finding(7, 8)] * left + [finding(7, 8, "Odd", "為", applicability="unsafe")] * unsafe
    run = RunFormat(show_all=True)
    before = {"XAA001": fixed + left + unsafe}
    given = page_report(*findings, fixed=Counter({"XAA001": fixed}), before=before if fixed else None)
    told = report(run, given).splitlines()
    assert told[len(findings) :] == expected


def test_summary_says_what_is_hidden() -> None:
    findings = (finding(7, 8, "Odd", "為"), finding(7, 8, "Odd", "為", applicability="unsafe"))
    assert printed("concise", *findings)[-1] == (
        "[*] 1 fixable with the `--fix` option"
        " (1 hidden fix can be enabled with the `--unsafe-fixes` option)."
    )


def test_many_of_a_rule_in_an_entry_are_folded() -> None:
    findings = [finding(7, 8, entry=1)] * 12 + [finding(7, 8, of=rule("XAA002", "other"), entry=1)] * 6
    findings += [finding(7, 8, entry=2)] * 6 + [finding(7, 8, entry=None)] * 8
    told = printed("concise", *findings)
    assert Counter(line.split(": ")[1] for line in told[:-3]) == {
        "XAA001 Odd [error, entry 1]": 5,
        "XAA001 Odd [error, entry 2]": 6,
        "XAA001 Odd [error]": 5,
        "XAA002 Odd [error, entry 1]": 6,
        "and 7 more of XAA001 in entry 1 (--show-all lists them)": 1,
        "and 3 more of XAA001 outside numbered entries (--show-all lists them)": 1,
    }
    assert told[-3:] == [
        "Found 32 errors on 1 page.",
        "Most frequent: XAA001 odd-thing (26), XAA002 other (6).",
        "Next: `catalog-lint triage` lists the entries, the neediest first.",
    ]
    assert len(printed("concise", *findings, show_all=True)) == 35
    assert len(json.loads("\n".join(printed("json", *findings)))) == 32


def test_full_puts_the_caret_under_wide_characters() -> None:
    told = printed("full", finding(13, 15, "Odd", "為此", related=((2, 4, "first here"),)))
    assert told[:9] == [
        "page.md:3:8: XAA001 [*] Odd [error, entry 3]",
        "  |",
        "3 | 他爲此事奔走，並爲此\\tfoo。",
        "  |               ^^^^",
        "  = see page.md:1:3: first here",
        "  = fix (safe: Replace '並爲' with '為此')",
        "    - 他爲此事奔走，並爲此\\tfoo。",
        "    + 他爲此事奔走，為此此\\tfoo。",
        "",
    ]


@pytest.mark.parametrize("at", [0, 150, 3000, 5999])
def test_full_cuts_long_lines_around_the_place(at: int) -> None:
    page = "爲" * 6000 + "\n"
    page = page[:at] + "X" + page[at + 1 :]
    told = printed("full", finding(at, at + 1, new="Y", page=page), page=page, width=60)
    number, caret = told[2], told[3]
    assert all(width(line) <= 60 for line in told[:-2])
    column = caret.index("^")
    assert width(number[: number.index("X")]) == column
    assert [line.strip()[0] for line in told[5:7]] == ["-", "+"]
    assert "X" in told[5]
    assert "Y" in told[6]


def test_full_shows_a_fix_that_takes_lines_away() -> None:
    page = "甲\n乙\n丙\n丁\n"
    told = printed("full", finding(2, 6, new="", page=page), page=page)
    assert told[4:8] == ["  = fix (safe: Remove '乙\\n丙')", "    - 乙", "    - 丙", ""]
    many = "".join(f"第{number}行\n" for number in range(40))
    told = printed("full", finding(0, len(many), new="", page=many), page=many)
    assert "and 34 more lines" in "\n".join(told)


@pytest.mark.parametrize("span", [(0, 0), (len(PAGE), len(PAGE)), (5, 5), (3, 9)])
def test_full_shows_any_place(span: tuple[int, int]) -> None:
    told = printed("full", finding(*span, new="新"))
    assert any("^" in line for line in told)


def test_json_has_the_shape_that_tools_read() -> None:
    found = finding(7, 8, "Variant '爲'", "為", related=((0, 4, "there"),))
    record = {
        "filename": "page.md",
        "code": "XAA001",
        "name": "odd-thing",
        "category": "variant",
        "severity": "error",
        "message": "Variant '爲'",
        "entry": 3,
        "location": {"row": 3, "column": 2},
        "end_location": {"row": 3, "column": 3},
        "fix": {
            "applicability": "safe",
            "message": "Replace '爲' with '為'",
            "edits": [
                {
                    "content": "為",
                    "location": {"row": 3, "column": 2},
                    "end_location": {"row": 3, "column": 3},
                }
            ],
        },
        "related": [
            {
                "filename": "page.md",
                "location": {"row": 1, "column": 1},
                "end_location": {"row": 1, "column": 5},
                "message": "there",
            }
        ],
        "url": None,
    }
    text_of_json = "\n".join(printed("json", found, finding(0, 4, entry=None)))
    first, second = json.loads(text_of_json)
    assert first == record
    assert (second["fix"], second["entry"], second["related"]) == (None, None, [])
    assert "爲" in text_of_json
    assert [json.loads(line) for line in printed("jsonl", found)] == [record]
    assert printed("json") == ["[]"]
    assert printed("jsonl") == [""]


@pytest.mark.parametrize("output_format", ["json", "jsonl"])
def test_json_is_written_as_the_library_would(output_format: str) -> None:
    odd = '"\\/\t\n\x00\x1f\x7f\x85\u2028\ufeff\U00020bb7\udcff 爲'
    page = f"他{odd}為\n"
    found = finding(1, 5, odd, odd, path=f"{odd}.md", page=page, related=((0, 1, odd),))
    for each in printed(output_format, found, finding(0, 0, entry=None, page=page), page=page):
        text = each.removeprefix("[").removesuffix(",").removesuffix("]").strip()
        assert text == visible_json(json.dumps(json.loads(text), ensure_ascii=False))


def test_columns_count_characters_beyond_the_basic_plane_as_one() -> None:
    page = "\U00020bb7野家與爲\n"
    (record,) = json.loads("\n".join(printed("json", finding(4, 5, page=page), page=page)))
    assert (record["location"], record["end_location"]) == ({"row": 1, "column": 5}, {"row": 1, "column": 6})


def test_github_escapes_what_would_end_a_property_or_a_command() -> None:
    found = finding(7, 8, "100% odd:\n::stop-commands::x", path="a,b:c.md", severity="info")
    assert printed("github", found, show_info=True) == [
        "::notice file=a%2Cb%3Ac.md,line=3,col=2,endLine=3,title=XAA001 odd-thing"
        "::100%25 odd:\\n::stop-commands::x"
    ]


@pytest.mark.parametrize("output_format", ["concise", "full", "json", "jsonl", "github"])
def test_nothing_that_a_terminal_or_runner_obeys_is_printed(output_format: str) -> None:
    evil = "::add-mask::\x1b[31m\r\n\u202e\u2066\x07\x9b2J\u2028"
    page = f"他{evil.replace(chr(10), ' ')}為\n"
    found = finding(1, 5, f"Odd {evil}", f"{evil}新", path=f"{evil}.md", page=page)
    told = printed(output_format, found, page=page)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", "".join(told))
    commands = [line for line in told if line.lstrip().startswith("::")]
    assert len(commands) == (output_format == "github")
    if output_format == "jsonl":
        assert json.loads(told[0])["message"] == f"Odd {evil}"
        assert json.loads(told[0])["filename"] == f"{evil}.md"


def test_undecodable_file_names_can_be_written_as_utf8() -> None:
    for output_format in ("concise", "json", "jsonl", "github"):
        told = printed(output_format, finding(7, 8, path="b\udcff.md"))
        assert "b\\udcff.md" in "\n".join(told).encode().decode()


def test_statistics() -> None:
    other = rule("XAB002", "other")
    findings = [finding(7, 8, new="為"), finding(7, 8)] + [finding(7, 8, of=other)] * 10
    assert printed("concise", *findings, statistics=True)[:3] == [
        "findings  entries  safe  unsafe  severity  rule",
        "      10        0     0       0  error     XAB002 other",
        "       2        0     1       0  error     XAA001 odd-thing",
    ]
    assert json.loads("".join(printed("json", *findings, statistics=True))) == [
        {"code": "XAB002", "name": "other", "severity": "error", "count": 10, "entries": 0, "fixable": 0}
        | {"safe": 0, "unsafe": 0},
        {"code": "XAA001", "name": "odd-thing", "severity": "error", "count": 2, "entries": 0, "fixable": 1}
        | {"safe": 1, "unsafe": 0},
    ]


def test_words_of_the_report_follow_the_locale() -> None:
    told = printed("full", finding(7, 8, "異體字", "為"), locale="zh-TW")
    assert told[-2:] == ["找到 1 個錯誤，共 1 頁。", "[*] 1 個可用 `--fix` 修正。"]
    assert "  = 修正 (安全: Replace '爲' with '為')" in told


@pytest.mark.parametrize(
    ("old", "new", "en", "zh"),
    [
        ("爲", "為", "Replace '爲' with '為'", "將「爲」改為「為」"),
        ("爲", "", "Remove '爲'", "刪去「爲」"),
        ("", "為", "Insert '為'", "插入「為」"),
    ],
)
def test_a_fix_says_what_it_does(old: str, new: str, en: str, zh: str) -> None:
    one = Fix("safe", (Edit(Span(0, len(old)), new),), old)
    two = Fix("safe", (Edit(Span(0, len(old)), new), Edit(Span(9, 9), "x")), old)
    assert (one.said(), one.said("zh-TW")) == (en, zh)
    assert (two.said(), two.said("zh-TW")) == (f"{en} and 1 more", f"{zh}，另有 1 處")


def test_colour_only_adds_escapes() -> None:
    findings = [finding(7, 8, "Odd", "為"), finding(13, 14, severity="warning")]
    for output_format in ("concise", "full", "grouped"):
        plain = printed(output_format, *findings)
        coloured = printed(output_format, *findings, colour=True)
        assert coloured != plain
        assert [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in coloured] == plain


def test_visible_keeps_what_people_read() -> None:
    for kept in ("中文，。「」", "naïve — x", "👨\u200d👩\u200d👧", "\u3000", "が\u3099"):
        assert visible(kept) == kept
    assert visible("a\tb\u200b\ufeff\U000e0041") == "a\\tb\\u200b\\ufeff\\U000e0041"


def test_diff_is_what_patch_expects() -> None:
    old, new = Source("甲\r\n乙\r\n丙"), Source("甲\r\n丁\r\n丙丙")
    assert diff("p.md", old, new) == (
        "--- p.md\n+++ p.md\n@@ -1,3 +1,3 @@\n 甲\r\n-乙\r\n-丙\n\\ No newline at end of file\n"
        "+丁\r\n+丙丙\n\\ No newline at end of file\n"
    )
    assert diff("p.md", old, old) == ""


def test_toml_survives_a_round() -> None:
    import tomllib

    data = {
        'k"x\x7f': "甲\n\t\"'\\",
        "list": [1, 2.5, True, "a"],
        "t": {"empty": [], "deep": {"x y": "z"}},
        "many": [{"a": 1, "inner": [{"b": ["c"]}]}, {"a": 2}],
    }
    assert tomllib.loads("\n".join(toml_lines(data))) == data


def test_every_rule_can_be_explained() -> None:
    rules = load_rules().values()
    assert rules
    for each in rules:
        page = "\n".join(markdown(each))
        assert page.startswith(f"# {each.code} {each.name}\n\n{each.summary}")
        assert each.why.strip() in page
        assert page.count("Found:") == sum(example.bad is not None for example in each.examples)
        assert each.code in "\n".join(text(each))
        assert [each.bad for each in each.examples] == [told.get("bad") for told in record(each)["examples"]]


def test_pages_are_joined_as_each_format_wants_it() -> None:
    pages = [
        page_report(path="clean.md"),
        page_report(finding(7, 8, path="a.md")),
        page_report(path="also clean.md"),
        page_report(finding(7, 8, path="b.md"), finding(13, 14, path="b.md")),
    ]
    told = report(RunFormat("json"), *pages)
    assert [each["filename"] for each in json.loads(told)] == ["a.md", "b.md", "b.md"]
    assert told.count("\n") == 3
    assert report(RunFormat("json"), *pages[::2]) == "[]\n"
    assert [json.loads(line)["filename"] for line in report(RunFormat("jsonl"), *pages).splitlines()] == [
        "a.md",
        "b.md",
        "b.md",
    ]
    assert report(RunFormat("concise"), *pages).splitlines()[:3] == [
        "a.md:3:2: XAA001 Odd [error, entry 3]",
        "b.md:3:2: XAA001 Odd [error, entry 3]",
        "b.md:3:8: XAA001 Odd [error, entry 3]",
    ]


def test_a_report_is_written_while_pages_come() -> None:
    asked = []

    def pages() -> Iterator[Rendered]:
        for name in ("a.md", "b.md"):
            asked.append(name)
            yield rendered(RunFormat(), page_report(finding(7, 8, path=name)))

    pieces = stream(RunFormat(), pages(), Totals())
    assert asked == []
    assert next(piece for piece in pieces if piece).startswith("a.md:")
    assert asked == ["a.md"]


def test_totals_add_up_however_pages_are_grouped() -> None:
    def page(path: str) -> PageReport:
        heads = [EntryHead(Span(0, 5), "number 1", 1), EntryHead(Span(5, 20), "number 2", 2)]
        findings = (
            finding(1, 2, path=path, new="x"),
            finding(7, 8, path=path, severity="info"),
            finding(8, 9, path=path, of=rule("XAA002"), severity="warning", new="x", applicability="unsafe"),
            finding(9, 10, path=path, of=rule("XAA002"), severity="error"),
        )
        before = {"XAA001": 1, "XAA002": 3}
        return PageReport(path, Source(PAGE), findings, heads, {"XAA002": 2}, before, "error")

    every = Totals()
    for name in "abcd":
        every.add(page(name))
    left, right = Totals(), Totals()
    for totals, names in ((left, "ab"), (right, "cd")):
        for name in names:
            totals.add(page(name))
    left.merge(right)
    assert left == every
    assert (every.pages, every.entries, every.touched, every.failing) == (4, 8, 8, 8)
    assert every.severities == {"error": 8, "info": 4, "warning": 4}
    assert (every.before, every.fixed, every.found, every.revealed) == (16, 8, 16, 8)
    assert every.rules["XAA002"] == RuleTotals("odd-thing", "error", 8, 4, 0, 4, 8, 4)
    assert every.rules["XAA001"].entries == 8
