"""Every rule file: it loads, its examples hold, its fixes are what it says and settle."""

from __future__ import annotations

import pickle
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalog_lint.rule import compiled
from catalog_lint.rule.loading import load_rules
from catalog_lint.rule.model import Example, Rule, RuleError
from catalog_lint.source import Span
from catalog_lint.trial import pages_of, problems
from catalog_lint.validation import read
from tests.conftest import judged

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
PROSE_FAMILIES = ("HAN", "MIX", "LLM", "MDN", "TYP")


def _rules() -> list[Rule]:
    return list(load_rules().values())


def _examples() -> Iterator[Any]:
    for rule in _rules():
        for number, example in enumerate(rule.examples, 1):
            yield pytest.param(rule, example, id=f"{rule.code}-{number}")


def test_rules_go_to_workers_with_what_they_were_asked_before() -> None:
    for rule in _rules():
        assert callable(rule.the_check.run)
        assert pickle.loads(pickle.dumps(rule)).code == rule.code


@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: rule.code)
def test_rule_file_is_complete(rule: Rule) -> None:
    assert rule.values is not None, "needs the values that its check gives"
    assert "zh-TW" in rule.message, "needs its message in zh-TW"
    assert set(re.findall(r"{(\w+)", rule.message["en"])) == set(re.findall(r"{(\w+)", rule.message["zh-TW"]))
    english, chinese = rule.explanation(), rule.explanation("zh-TW")
    assert _CHINESE.search(chinese.summary), "needs its summary in the table [zh-TW]"
    assert _CHINESE.search(chinese.why), "needs its why in the table [zh-TW]"
    assert bool(chinese.reason) == bool(english.reason), "needs its reason in the table [zh-TW]"
    assert chinese.reason == "" or _CHINESE.search(chinese.reason)
    assert rule.file.name == f"{rule.code}-{rule.name}.toml"
    assert rule.file.parent.name == rule.code[:3].lower()


@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: rule.code)
def test_examples(rule: Rule) -> None:
    assert list(problems(rule)) == []


@pytest.mark.parametrize("locale", ["en", "zh-TW"])
@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: rule.code)
def test_a_message_says_what_the_check_gives_and_no_more(rule: Rule, locale: str) -> None:
    values = rule.values or ()
    assert not re.search(r"\[\?|[{}]", rule.said(locale, dict.fromkeys(values, "x")))
    for part in re.findall(r"\[\?(.*?)\]", rule.message[locale]):
        for name in re.findall(r"{(\w+)}", part):
            given = dict.fromkeys(values, "x") | {name: ""}
            assert max(re.split(r"{\w+}", part), key=len) not in rule.said(locale, given)


@pytest.mark.parametrize(("rule", "example"), list(_examples()))
def test_one_defect_has_one_code(rule: Rule, example: Example) -> None:
    if rule.code[:3] not in PROSE_FAMILIES or not rule.default or example.config or not example.at:
        return
    found = judged(pages_of(example))
    mine = [f for f in found.findings if f.rule.code == rule.code]
    for finding in found.findings:
        if finding.rule.code != rule.code and finding.rule.code.startswith(PROSE_FAMILIES):
            assert not any(finding.span.overlaps(one.span) for one in mine), finding


HIDDEN = [
    ("MDN001", "MDN010", "**閘門：**要檢查**水位**也要記錄\n", {}),
    ("SEC046", "SEC041", "### 內容整理\n\n說明的文字。\n", {}),
    ("SEC062", "SEC042", "# 蜂箱\n\n說明的文字。\n", {"schema": {"base-level": 3}}),
    (
        "LLM006",
        "SEC049",
        "治水需要耐心。\n\n**修改說明：**\n\n* **分段：** 拆開長段落。\n* **用詞：** 刪除口語。\n",
        {},
    ),
    ("LLM005", "SEC049", "治水需要耐心。\n\n**希望這份整理對您有所幫助！**\n", {}),
    ("LLM016", "SEC049", "治水需要耐心。\n\n**簡化版文稿：**\n\n堤防加高。\n", {}),
]
FRAME = (
    "<details>\n<summary>12. [2024-05-01] 治水的第一課</summary><br>\n\n"
    '<a href="https://www.youtube.com/watch?v=aB3dE5gH7_k" target="_blank">\n'
    '    <img src="https://img.youtube.com/vi/aB3dE5gH7_k/maxresdefault.jpg" alt="[Youtube]" width="200">\n'
    "</a>\n\n{body}\n</details>\n"
)


@pytest.mark.parametrize(("code", "hidden", "body", "config"), HIDDEN)
def test_ignoring_a_rule_leaves_the_word_that_it_superseded(
    code: str, hidden: str, body: str, config: dict[str, Any]
) -> None:
    text = FRAME.format(body="# 治水的第一課\n\n" + body if hidden == "SEC041" else body)
    config = {**config, "extend_select": [hidden]}
    both = {f.rule.code for f in judged(text, **config).findings}
    assert code in both
    assert hidden not in both
    for ignoring in ({"ignore": [code]}, {"per_file_ignores": {"*.md": [code]}}):
        alone = {f.rule.code for f in judged(text, **ignoring, **config).findings}
        assert hidden in alone - {code}, ignoring


def test_ignoring_a_rule_takes_away_no_other_word() -> None:
    bodies = [body for _, _, body, config in HIDDEN if not config]
    bodies += [rule.examples[0].bad or "" for rule in _rules() if rule.code.startswith(PROSE_FAMILIES)]
    page = FRAME.format(body="\n\n".join(body for body in bodies if "<details>" not in body))

    def told(*ignored: str) -> Counter[tuple[str, Span, str]]:
        found = judged(page, select=["ALL"], ignore=list(ignored)).findings
        return Counter((f.rule.code, f.span, f.message) for f in found)

    whole = told()
    codes = {code for code, *_ in whole}
    assert len(codes) > 30
    for ignored in codes:
        others = Counter({key: count for key, count in whole.items() if key[0] != ignored})
        assert others <= told(ignored), ignored


def test_gaps_behind_an_entry_out_of_order_are_told_where_the_order_is_ignored() -> None:
    numbers = (1, 2, 3, 9, 4, 5)
    page = "\n".join(
        FRAME.replace("12.", f"{number}.")
        .replace("aB3dE5gH7_k", f"aB3dE5gH7_{number}")
        .format(body="### 堤防\n\n加高。\n")
        for number in numbers
    )
    family = {"select": ["CAT001", "CAT003"]}
    assert [f.rule.code for f in judged(page, **family).findings] == ["CAT003"]
    alone = judged(page, **family, ignore=["CAT003"]).findings
    assert [(f.rule.code, f.values["missing"]) for f in alone] == [("CAT001", "6-8")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('supersedes = ["HAN0001"]\n', "supersedes: no rule 'HAN0001'; did you mean 'HAN001'?"),
        ('supersedes = ["ZZZ001"]\n', "supersedes: goes in a circle back to ZZZ001"),
        ('values = ["fuond"]\n', "message.en: no value {found}; did you mean 'fuond'?"),
        ("values = []\n", "message.en: no value {found}; the check gives none"),
    ],
)
def test_a_rule_file_that_does_not_fit_is_refused(tmp_path: Path, text: str, said: str) -> None:
    rule = (
        'code = "ZZZ001"\nname = "sluice"\ncategory = "wording"\nseverity = "info"\ncheck = "pattern"\n'
        'summary = "s"\nwhy = "w"\n' + text + '[message]\nen = "{found}"\n[params]\npattern = "閘"\n'
    )
    (tmp_path / "ZZZ001-sluice.toml").write_text(rule, encoding="utf-8")
    with pytest.raises(RuleError, match=re.escape(said)):
        load_rules((tmp_path,))


def test_shipped_rules_are_what_a_careful_reading_makes_of_them() -> None:
    for rule in _rules():
        data = tomllib.loads(rule.file.read_text("utf-8"))
        careful = read(Rule, data)
        assert replace(rule, inline_examples=()) == replace(careful, inline_examples=(), zh_tw=None)
        assert rule.examples == careful.examples
        careful_params = read(rule.the_check.params, rule.params, rule.file.parent)
        assert (rule.bound(), type(rule.bound())) == (careful_params, type(careful_params))


def test_compiled_heads_are_read_again_where_a_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "FILE", tmp_path / "cache" / "rules.json")
    path = tmp_path / "a.toml"
    reads: list[str] = []

    def read_head(file: Path) -> dict[str, Any]:
        reads.append(file.read_text("utf-8"))
        return tomllib.loads(reads[-1])

    path.write_text("a = 1\n", "utf-8")
    for _ in range(2):
        assert compiled.heads([path], read_head) == [{"a": 1}]
    assert len(reads) == 1
    path.write_text("a = 22\n", "utf-8")
    assert compiled.heads([path], read_head) == [{"a": 22}]
    for wrong in ("{", "[]", '{"stamp": 1}', "\x00"):
        compiled.FILE.write_text(wrong, "utf-8")
        assert compiled.heads([path], read_head) == [{"a": 22}]
    monkeypatch.setattr(compiled, "FILE", path / "no-folder" / "rules.json")
    assert compiled.heads([path], read_head) == [{"a": 22}]
