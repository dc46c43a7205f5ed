"""Triage: the verdict of an entry and its reasons."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from catalog_lint.cli import main
from catalog_lint.config import Settings
from catalog_lint.lint.analyse import analyse_page
from catalog_lint.lint.linter import lint
from catalog_lint.lint.result import PageResult
from catalog_lint.source import PageError, read
from catalog_lint.triage.verdict import Need, by_need, needs
from tests.conftest import judged
from tests.test_structure import VIDEOS, entry

CLEAN = "### 蜂箱\n\n蜂箱放在屋頂，朝東南。\n\n### 採收\n\n八月採收，共十二公斤。"
PROMPT = "\n\n請整理此文章重點，使用正式的學術用語，並以小節作歸納。\n各小節以條列格式，作清楚客觀的整理。\n"


def found(*bodies: str) -> list[Need]:
    text = "\n".join(
        entry(n + 1, f"第 {n} 天的筆記", video=VIDEOS[n], body=body or "<!-- 待補 -->")
        for n, body in enumerate(bodies)
    )
    judgement = judged(text)
    assert not judgement.failures
    return needs(list(judgement.pages.values()), judgement.findings)


def test_each_verdict_with_the_reason_that_decided_first() -> None:
    told = found(
        CLEAN, CLEAN.replace("放在", "放爲"), CLEAN.replace("### 採收", "# 採收"), "", CLEAN + PROMPT
    )
    assert [need.verdict for need in told] == ["clean", "fixable", "review", "rewrite", "rewrite"]
    assert [need.reasons[0].name for need in told[1:]] == [
        "variant-character",
        "top-level-heading",
        "missing-body",
        "leaked-prompt",
    ]


def test_damage_in_more_than_a_fifth_of_the_lines_asks_for_rewriting() -> None:
    lines = ["溫度調gulation的方法。" if n < 3 else f"第 {n} 天的紀錄。" for n in range(10)]
    (bad,) = found("\n\n".join(lines))
    assert (bad.verdict, bad.reasons[0].name, bad.damaged) == ("rewrite", "damage", 0.3)
    (less,) = found("\n\n".join([lines[0], *lines[3:], "完。", "又完。"]))
    assert less.verdict == "review"


def test_an_error_message_above_a_summary_is_a_matter_for_review() -> None:
    sorry = "很抱歉，由於無法存取這部影片，我沒辦法提供摘要。"
    alone, above = found(sorry, f"{sorry}\n\n{CLEAN}")
    assert (alone.verdict, above.verdict) == ("rewrite", "review")


def test_broken_markup_loses_no_text() -> None:
    (need,) = found("### 蜂箱\n\n- **記錄**\n" + "".join(f"  -第 {n} 天的紀錄。\n" for n in range(6)))
    assert {reason.name for reason in need.reasons} == {"list-marker-without-blank"}
    assert need.verdict == "review"


def test_needs_are_sorted_neediest_first() -> None:
    told = by_need(found(CLEAN, "", CLEAN.replace("### 採收", "# 採收"), CLEAN + PROMPT))
    assert [need.number for need in told] == [2, 4, 3, 1]


def test_formats_of_the_verb(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        entry(1, "甲|乙", video=VIDEOS[0], body=CLEAN)
        + "\n"
        + entry(2, "丙", video=VIDEOS[1], body="<!-- -->"),
        "utf-8",
    )
    run = ["triage", "--isolated", str(page), "--format"]
    assert main([*run, "ids"]) == 0
    assert capsys.readouterr().out == f"{VIDEOS[1]}\n"
    assert main([*run, "ids", "--verdict", "clean"]) == 0
    assert capsys.readouterr().out == f"{VIDEOS[0]}\n"
    assert main([*run, "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [(each["entry"], each["verdict"]) for each in data] == [(2, "rewrite"), (1, "clean")]
    assert data[0]["reasons"][0]["name"] == "missing-body"
    assert main([*run, "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["video"] for row in rows] == [VIDEOS[1], VIDEOS[0]]
    assert main([*run, "markdown"]) == 0
    assert "甲\\|乙" in capsys.readouterr().out
    assert main([*run, "table"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("rewrite")
    assert told.out.count("\n") == 1
    assert "2 entries: 1 rewrite, 1 clean." in told.err
    assert main([*run, "table", "--locale", "zh-TW"]) == 0
    assert "2 則條目：需重寫（rewrite）1 則、無問題（clean）1 則。" in capsys.readouterr().err
    assert main([*run, "table", "--verdict", "clean"]) == 0
    assert capsys.readouterr().out.startswith("clean")


def test_a_page_that_cannot_be_read_fails_and_the_others_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "good.md").write_text(entry(1), "utf-8")
    for verb in (("triage", "--verdict", "clean"), ("export",)):
        assert main([*verb, "--isolated", str(tmp_path)]) == 2
        told = capsys.readouterr()
        assert "bad.md" in told.err
        assert VIDEOS[0] in told.out or "城市養蜂" in told.out


def test_a_page_that_cannot_be_judged_fails_and_the_others_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyse_in_time(path: str, *given: Any) -> PageResult:
        if path.endswith("slow.md"):
            raise PageError(path, "takes longer to read than 10 seconds; split the page")
        return analyse_page(path, *given)

    monkeypatch.setattr("catalog_lint.lint.linter.analyse_page", analyse_in_time)
    for name in ("good.md", "slow.md"):
        (tmp_path / name).write_text(entry(1), "utf-8")
    for verb in (("triage", "--verdict", "clean"), ("export",)):
        assert main([*verb, "--isolated", str(tmp_path)]) == 2
        told = capsys.readouterr()
        assert "slow.md: takes longer" in told.err
        assert "good.md" in told.out


def test_seed_names_what_must_be_summarised_again(shared: Path) -> None:
    path = shared / "seed" / "08-index.md"
    judgement = lint([(str(path), read(path), Settings())])
    told = needs(list(judgement.pages.values()), judgement.findings)
    again = {need.number for need in told if need.verdict == "rewrite"}
    assert again >= {*range(401, 421), 431, 445}
    assert len(again) <= 24


def test_ids_are_chosen_by_reason_and_json_carries_what_a_generator_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = entry(1, "蜂箱", video=VIDEOS[0]) + "\n" + entry(2, "蜂群", video=VIDEOS[1], body="<!-- -->")
    (tmp_path / "page.md").write_text(pages, "utf-8")
    run = ["triage", "--isolated", str(tmp_path)]
    assert main([*run, "--format", "ids", "--reason", "ENT"]) == 0
    assert capsys.readouterr().out.split() == [VIDEOS[1]]
    assert main([*run, "--format", "ids", "--reason", "simplified-character"]) == 0
    assert capsys.readouterr().out == ""
    assert main([*run, "--reason", "missing-bodie"]) == 2
    assert "did you mean 'missing-body'?" in capsys.readouterr().err
    assert main([*run, "--format", "json"]) == 0
    told = {each["entry"]: each for each in json.loads(capsys.readouterr().out)}
    assert told[1]["key"] == f"video {VIDEOS[0]}"
    assert told[1]["date"] == "2024-05-01"
    assert told[1]["link"] == f"https://www.youtube.com/watch?v={VIDEOS[0]}"
    assert "蜂箱" in told[1]["text"] or told[1]["text"]
    assert told[2]["verdict"] == "rewrite"


def test_every_entry_has_a_key_of_its_own() -> None:
    same = [
        entry(n, title, video=VIDEOS[0]) for n, title in ((1, "蜂箱"), (2, "蜂群"), (2, "採收"), (2, "採收"))
    ]
    result = judged("\n".join([*same, entry(5, "越冬", video=VIDEOS[1])]))
    keys = [need.key for need in needs(list(result.pages.values()), result.findings)]
    first = f"video {VIDEOS[0]}"
    assert keys[:3] == [first, f"{first} number 2", f"{first} title 採收"]
    assert keys[3:] == [f"{first} 2", f"video {VIDEOS[1]}"]


def test_one_misspelled_word_in_an_entry_of_one_line_is_a_matter_for_review() -> None:
    text = "- [蜂箱](https://example.org/1)：說明怎麼用 Pytroch 訓練模型。\n- [蜂群](https://example.org/2)：溫度調gulation的方法。\n"
    schema = {"shape": "list", "line": "[{title}]({link})：{description}", "required": ["title", "link"]}
    result = judged(text, schema=schema)
    assert any(finding.severity != "info" for finding in result.findings)
    verdicts = {need.verdict for need in needs(list(result.pages.values()), result.findings)}
    assert "review" in verdicts
    assert "rewrite" not in verdicts
