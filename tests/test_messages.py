"""The program's words in Chinese as written in Taiwan: rule pages and messages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog_lint import check_text
from catalog_lint.cli import main
from catalog_lint.config import parse
from catalog_lint.messages import PART, catalogue, translated
from catalog_lint.rule.loading import load_rules
from tests import translations
from tests.spoken import FILLED, sentences

Say = Callable[..., tuple[str, str]]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"`[^`]*`|「[^」]*」|『[^』]*』")


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Say:
    """What the command prints in an empty folder, on standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def call(*arguments: str) -> tuple[str, str]:
        main(arguments)
        return capfd.readouterr()

    return call


def prose_problems(text: str) -> list[str]:
    """What our own rules find in a text, but for what it quotes."""
    page = f"---\n---\n\n{QUOTED.sub('甲', text)}\n"
    settings = parse({"select": ["HAN", "TYP", "WRD"], "schema": {"shape": "page"}}, Path(), "the test")
    found = check_text(page, settings=settings)
    return [f"{each.rule.code} {each.message}" for each in found if each.severity != "info"]


def test_explanations_pass_our_own_rules() -> None:
    about = [rule.explanation("zh-TW") for rule in load_rules().values()]
    assert (
        prose_problems("\n\n".join(f"{each.summary}。\n\n{each.why}\n\n{each.reason}" for each in about))
        == []
    )


def test_the_catalogue_passes_our_own_rules() -> None:
    assert prose_problems("\n\n".join(PART.sub("a.md", each) for each in catalogue("zh-TW").values())) == []


def test_both_languages_of_a_message_have_the_same_parts() -> None:
    wrong = {
        english: other
        for english, other in catalogue("zh-TW").items()
        if set(PART.findall(english)) != set(PART.findall(other))
    }
    assert wrong == {}


def has_chinese(sentence: str) -> bool:
    """Whether the catalogue has a sentence of the code, or a message that it is a piece of."""
    whole = sentence.strip(" ;,(")
    filled = [whole.replace(FILLED, value) for value in ("9", "x", "'x'")]
    pieces = [piece.strip(" ;,(") for piece in PART.sub(FILLED, sentence).split(FILLED)]
    return any(translated(each, "zh-TW") != each for each in filled) or any(
        all(piece in key for piece in pieces if piece) for key in catalogue("zh-TW")
    )


def test_every_sentence_of_the_code_has_its_chinese() -> None:
    """One that is missing belongs into catalog_lint/messages/zh-TW.toml."""
    assert [(place, said) for place, said in sentences() if not has_chinese(said)] == []


def test_no_chinese_is_older_than_its_english() -> None:
    now, before = translations.digests(), translations.recorded()
    stale = translations.old(now, before)
    assert stale == [], f"mend the Chinese, or say that it is right: .ci/update-readme {' '.join(stale)}"
    english, known = ({name: digest for name, (digest, _) in each.items()} for each in (now, before))
    assert english == known, "run .venv/bin/python .ci/update-readme"


def test_chinese_that_is_older_than_its_english_is_told() -> None:
    before = {"HAN001.why": ("a", "b"), "HAN003.why": ("a", "b"), "HAN005.why": ("a", "b")}
    now = {"HAN001.why": ("c", "b"), "HAN003.why": ("c", "d"), "HAN005.why": ("a", "d"), "new": ("e", "f")}
    assert translations.old(now, before) == ["HAN001.why"]


def test_a_message_is_looked_up_with_its_parts() -> None:
    assert translated("It may alter: x, y.", "zh-TW") == "可能更動：x、y。"
    assert translated("no such message", "zh-TW") == "no such message"
    assert translated("Why", "en") == "Why"


@pytest.mark.parametrize("verb", ["config", "export"])
def test_json_schemas_are_described_in_chinese(say: Say, verb: str) -> None:
    def descriptions(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            if isinstance(said := part.get("description"), str):
                yield from said.split("\n\n")
            part = list(part.values())
        for each in part if isinstance(part, list) else ():
            yield from descriptions(each)

    english, chinese = (
        json.loads(say(verb, "--schema", "--locale", locale)[0]) for locale in ("en", "zh-TW")
    )
    translated = list(descriptions(chinese))
    assert len(translated) > 20
    assert [each for each in translated if not CHINESE.search(each)] == []
    assert list(map(len, (english["properties"], chinese["properties"]))) == [len(english["properties"])] * 2


def test_rule_pages_are_in_chinese(say: Say) -> None:
    page = say("rule", "HAN001", "--locale", "zh-TW")[0]
    assert "繁體中文條目裡的簡體字。\n\n類別：簡體字\n" in page
    assert "為什麼\n  文字經過轉換卻沒轉完全" in page
    markdown = say("rule", "HAN014", "--locale", "zh-TW", "--format", "markdown")[0]
    assert "## 為什麼" in markdown
    assert "## 修正\n\n不安全：" in markdown
    assert "這裡這樣寫的理由" in markdown
    index = say("rule", "--locale", "zh-TW")[0]
    assert re.search(r"^CAT001 +number-gap +警告 +- +啟用 +條目編號跳號$", index, re.MULTILINE)


def test_rule_pages_follow_the_configuration(say: Say) -> None:
    Path("catalog-lint.toml").write_text('locale = "zh-TW"\n', encoding="utf-8")
    assert "類別：" in say("rule", "HAN001")[0]
    assert "category:" in say("rule", "HAN001", "--locale", "en")[0]


def test_a_rule_of_ones_own_may_be_explained_in_chinese(say: Say) -> None:
    folder = Path("my-rules")
    folder.mkdir()
    rule = (
        'code = "OUR001"\nname = "house-wording"\ncategory = "wording"\nseverity = "info"\n'
        'check = "pattern"\nsummary = "Word of another house"\nwhy = "One word for one thing."\n'
        '[message]\nen = "{found}"\n[zh-TW]\nsummary = "別家的用詞"\n[params]\npattern = "房頂"\n'
    )
    (folder / "OUR001.toml").write_text(rule, encoding="utf-8")
    page = say("rule", "OUR001", "--config", "rules = ['my-rules']", "--locale", "zh-TW")[0]
    assert "別家的用詞。" in page
    assert "One word for one thing." in page


CATALOG = (
    "<details>\n<summary>1. [2024-09-16] 城市養蜂的第一個夏天</summary><br>\n\n"
    '<a href="https://www.youtube.com/watch?v=aB3dE5gH7_k" target="_blank">\n'
    '    <img src="https://img.youtube.com/vi/aB3dE5gH7_k/maxresdefault.jpg"\n'
    '        alt="[Youtube]" width="200">\n</a>\n\n### 蜂箱\n蜂箱放在城裏，他爲此奔走多年。\n\n</details>\n'
)
ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,}")


@pytest.mark.parametrize(
    "arguments",
    [
        ("page.md",),
        ("page.md", "--statistics"),
        ("page.md", "--output-format", "full"),
        ("page.md", "--output-format", "grouped"),
        ("page.md", "--diff"),
        ("page.md", "--fix"),
        ("page.md", "--write-baseline", "known.txt"),
        ("page.md", "--add-suppressions"),
        ("triage", "page.md"),
        ("triage", "page.md", "--format", "markdown"),
        ("init", "."),
        ("init", ".", "-o", "-"),
        ("cache", "info"),
        ("cache", "clean"),
        ("rule", "--table"),
        ("rule", "ENT001"),
        ("help", "init"),
        ("help",),
    ],
    ids=" ".join,
)
def test_every_verb_speaks_chinese(say: Say, arguments: tuple[str, ...]) -> None:
    Path("page.md").write_text(CATALOG, encoding="utf-8")
    out, err = say(*arguments, "--locale", "zh-TW")
    told_of = re.sub(
        r"`[^`]*`|「[^」]*」|catalog-lint [a-z]+|^ *(en:|[-+@]|[a-z-]+ = ).*|^ +\|.*",
        "",
        out + err,
        flags=re.MULTILINE,
    )
    assert CHINESE.search(told_of)
    assert ENGLISH.findall(told_of) == []


@pytest.mark.parametrize(
    ("arguments", "told_of"),
    [
        (("nothing.md",), "錯誤：nothing.md: 沒有這個檔案或資料夾"),
        (("--fial-on", "error"), "錯誤：沒有 --fial-on 這個選項"),
        (("--fail-on", "eror"), "錯誤：--fail-on 的值不對：沒有「eror」這個值；是否為「error」？"),
        (("--workers", "many"), "錯誤：--workers 的值不對：「many」不是整數。"),
        (("rule", "HAN0001"), "錯誤：沒有「HAN0001」這條規則；是否為「HAN001」？"),
        (("help", "chek"), "錯誤：沒有「chek」這個子命令；是否為「check」？"),
        (("cache",), "錯誤：缺少引數 {info|clean}。可用的有：info、clean"),
        (("-", "page.md"), "錯誤：「-」讀取標準輸入，不能與其他路徑並用"),
        (
            ("--baseline", "known.txt"),
            "錯誤：known.txt: 沒有這份舊問題清單；--write-baseline known.txt 可以產生",
        ),
        (("--config", "selct = ['HAN']"), "selct: 沒有這個設定項；是否為「select」？"),
        (("--config", "fail-on = 'eror'"), "fail-on: 沒有「eror」這個值；是否為「error」？"),
        (("--config", "select = 'HAN'"), 'select: 不是清單；請寫成 ["..."]'),
        (("--config", "schema.level = 'x'"), "schema.level: 不是整數"),
        (("--config", "no toml"), "錯誤：--config no toml: 沒有這個檔案，也不是「鍵=值」的寫法"),
        (("--select", "HAN999"), "錯誤：命令列: select: 沒有「HAN999」這條規則；"),
        (("config", "nowhere"), "錯誤：nowhere: 沒有這個檔案或資料夾"),
    ],
)
def test_errors_are_in_chinese_on_one_line(say: Say, arguments: tuple[str, ...], told_of: str) -> None:
    err = say(*arguments, "--locale", "zh-TW")[1]
    assert told_of in err
    assert err.count("\n") == 1


def test_errors_follow_the_configuration_and_the_environment(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert say("--locale", "zh-TW", "--workers")[1] == "錯誤：選項 --workers 後面要有值。\n"
    assert say("nothing.md")[1] == "error: nothing.md: no such file or folder\n"
    Path("catalog-lint.toml").write_text('locale = "zh-TW"\n', encoding="utf-8")
    assert say("nothing.md")[1] == "錯誤：nothing.md: 沒有這個檔案或資料夾\n"
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    assert say("--fial")[1].startswith("錯誤：")
    assert say("--fial", "--locale=en")[1].startswith("error: ")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "飛行需要大量的營utrition才夠。",
            "'utrition' in '大量的營utrition才夠。' is a piece of a foreign word (such as 'nutrition');"
            " write the word or its translation",
        ),
        (
            "遵守 regulations，乘客才安全。",
            "'regulations' in '遵守 regulations，乘客才' is left in English; translate it",
        ),
        ("##候鳥的路線\n", "'##候鳥的路線' is no heading: a plain blank is missing after '##'"),
        (
            "候鳥有三種：\n2. 雁\n",
            "'2. 雁' continues the paragraph above; put a blank line before it",
        ),
        (
            "候鳥往南飛。\n\n**整理說明：**\n\n- 刪除口語贅詞。\n- 調整段落順序。\n",
            "Notes on the editing: '**整理說明：**' and its list ('刪除口語贅詞。'); remove them",
        ),
        (
            "候鳥" * 20 + "。",
            "The text goes in circles: '候鳥' 20 times; cut the repeats or write the entry again",
        ),
    ],
)
def test_a_message_can_be_judged_without_the_page(body: str, message: str) -> None:
    page = f"<details>\n<summary>1. [2024-05-01] 遷徙</summary>\n\n{body}\n</details>\n"
    assert message in [found.message for found in check_text(page)]
