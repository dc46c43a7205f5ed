"""Rules of one's own: a folder of TOML files and the general checks, no Python."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

from catalog_lint.cli import main
from catalog_lint.config import Configuration
from catalog_lint.lint.linter import lint
from catalog_lint.rule.contract import Params, param
from catalog_lint.rule.loading import load_rules
from catalog_lint.rule.model import RuleError
from catalog_lint.source import Source
from tests.conftest import judged, mended

HEAD = """
code = "{code}"
name = "{name}"
category = "wording"
severity = "warning"
check = "{check}"
summary = "A rule of our own"
why = "House style."
[message]
en = "'{{found}}': write '{{expected}}'"
[fix]
applicability = "safe"
[params]
"""


def write(folder: Path, check: str, params: str, code: str = "OUR001") -> Path:
    folder.mkdir(exist_ok=True)
    text = HEAD.format(code=code, name=f"our-{check}", check=check) + params
    (folder / f"{code}-our-{check}.toml").write_text(text, "utf-8")
    return folder


def keys_for(rules: Path) -> dict[str, Any]:
    return {"rules": [str(rules)], "select": ["OUR"]}


def test_pattern(tmp_path: Path) -> None:
    rules = write(
        tmp_path / "rules",
        "pattern",
        "pattern = '第(?P<at>[0-9]+)章'\nreplacement = '〈\\g<at>〉'\nunless = ['9']\n",
    )
    keys = keys_for(rules)
    text = "第3章與第9章，`第4章`。\n"
    found = judged(text, **keys).findings
    assert [one.message for one in found] == ["'3': write '〈3〉'"]
    assert mended(text, **keys).sources["page.md"].text == "第〈3〉章與第9章，`第4章`。\n"


def test_a_rule_for_what_models_write_looks_at_no_persons_words(tmp_path: Path) -> None:
    rules = write(tmp_path / "rules", "pattern", "pattern = '房頂'\n")
    file = next(rules.glob("*.toml"))
    file.write_text(file.read_text("utf-8").replace("check =", 'origin = "llm"\ncheck =', 1), "utf-8")
    keys = {"rules": [str(rules)], "schema": {"origin": "human"}}
    assert not judged("蜂箱在房頂。\n", **keys, select=["OUR"]).findings
    assert judged("蜂箱在房頂。\n", **keys, select=["Our-Pattern"]).findings
    assert judged("蜂箱在房頂。\n", **keys_for(rules)).findings


def test_pattern_crosses_no_mask(tmp_path: Path) -> None:
    rules = write(tmp_path / "rules", "pattern", "pattern = '水.?庫'\n")
    keys = keys_for(rules)
    assert len(judged("水庫、水的庫\n", **keys).findings) == 2


def test_substitution_knows_word_bounds_and_longer_words(tmp_path: Path) -> None:
    params = (
        'unless = ["軟體工程"]\nignore-case = true\n[params.words]\n"github" = "GitHub"\n"軟體" = "程式"\n'
    )
    rules = write(tmp_path / "rules", "substitution", params)
    keys = keys_for(rules)
    text = "在Github上的軟體，GitHub、githubs、軟體工程與 GITHUB。\n"
    assert (
        mended(text, **keys).sources["page.md"].text
        == "在GitHub上的程式，GitHub、githubs、軟體工程與 GitHub。\n"
    )


def test_lexicon_reads_its_file_beside_the_rule(tmp_path: Path) -> None:
    rules = write(tmp_path / "rules", "lexicon", 'words = "words.txt"\n')
    (rules / "words.txt").write_text("# 註\n視頻\t影片\n高清\n", "utf-8")
    keys = keys_for(rules)
    text = "高清視頻\n"
    judgement = judged(text, **keys)
    assert [one.message for one in judgement.findings] == ["'高清': write ''", "'視頻': write '影片'"]
    assert mended(text, **keys).sources["page.md"].text == "高清影片\n"


@pytest.mark.parametrize(
    ("check", "params", "said"),
    [
        ("pattern", "pattern = '('\n", "no regular expression"),
        ("pattern", "pattern = 'x*'\n", "empty string"),
        ("pattern", "patern = 'x'\n", "did you mean 'pattern'"),
        ("lexicon", "words = 'nowhere.txt'\n", "no file"),
        ("substitution", "words = {}\n", "params.words"),
    ],
)
def test_a_rule_that_cannot_work_says_why(tmp_path: Path, check: str, params: str, said: str) -> None:
    rules = write(tmp_path / "rules", check, params)
    rule = load_rules((rules,))["OUR001"]
    with pytest.raises(RuleError, match=said):
        rule.bound()


ENTRY = "<details>\n<summary>{number}. [2024-01-02] 標題</summary>\n\n{body}\n\n</details>\n"


def entries(*bodies: str) -> str:
    return "".join(ENTRY.format(number=at, body=body) for at, body in enumerate(bodies, 1))


def own_rule(folder: Path, check: str, reads: str, message: str, params: str) -> dict[str, Any]:
    text = HEAD.format(code="OUR001", name=f"our-{check}", check=check).replace("why =", f"{reads}\nwhy =")
    text = text.replace("'{found}': write '{expected}'", message).replace('[fix]\napplicability = "safe"', "")
    folder.mkdir()
    (folder / "OUR001.toml").write_text(text + params, "utf-8")
    return keys_for(folder)


def test_required(tmp_path: Path) -> None:
    keys = own_rule(
        tmp_path / "rules", "required", 'reads = ["entry"]', "no speaker", "pattern = '^講者：\\S'\n"
    )
    found = judged(entries("講者：某人", "沒有", "講者："), **keys).findings
    assert [(one.message, one.entry, one.start.row) for one in found] == [
        ("no speaker", 2, 8),
        ("no speaker", 3, 14),
    ]


def test_unique(tmp_path: Path) -> None:
    keys = own_rule(
        tmp_path / "rules",
        "unique",
        'reads = ["catalog"]',
        "{found} again",
        "pattern = '編號：(?P<at>[a-z]+)'\nignore-case = true\n",
    )
    found = judged(entries("編號：ab 編號：ab", "編號：cd", "編號：AB"), **keys).findings
    assert [(one.message, one.start, one.related[0][2]) for one in found] == [("ab again", (16, 4), "ab")]


def test_order(tmp_path: Path) -> None:
    params = "pattern = '第(?P<at>[0-9]+)週'\n"
    reads, message = 'reads = ["catalog"]', "{found} after {before}"
    text = entries("第9週", "第10週", "無", "第10週", "第3週", "第04週")
    rising = own_rule(tmp_path / "rising", "order", reads, message, params)
    assert [one.message for one in judged(text, **rising).findings] == ["3 after 10"]
    falling = own_rule(tmp_path / "falling", "order", reads, message, params + "direction = 'descending'\n")
    assert [one.message for one in judged(text, **falling).findings] == ["10 after 9", "04 after 3"]


def test_a_rule_that_hands_a_check_what_it_cannot_read_is_refused(tmp_path: Path) -> None:
    keys = own_rule(tmp_path / "rules", "required", 'reads = ["body"]', "no", "pattern = 'x'\n")
    with pytest.raises(RuleError, match=r"OUR001.toml: reads: the check 'required' reads \"entry\""):
        judged("x\n", **keys)


@pytest.mark.parametrize(
    ("message", "shown"),
    [("plain", "plain"), ("{found}{found}", "軟件軟件")],
)
def test_a_message_shows_the_values_that_there_are(tmp_path: Path, message: str, shown: str) -> None:
    keys = own_rule(tmp_path / "rules", "substitution", "", message, "words = { '軟件' = '軟體' }\n")
    assert [one.message for one in judged("他說軟件。\n", **keys).findings] == [shown]


def test_a_message_with_a_value_that_there_is_not_is_refused(tmp_path: Path) -> None:
    keys = own_rule(
        tmp_path / "rules", "substitution", "", "{found} {unknown}", "words = { '軟件' = '軟體' }\n"
    )
    with pytest.raises(
        RuleError, match=r"message\.en: no value {unknown}; the check gives {found}, {expected}"
    ):
        judged("他說軟件。\n", **keys)


@pytest.mark.parametrize("message", ["{", "{found", "{}", "{found.__class__}", "{found:>9}", "}"])
def test_a_message_that_is_no_template_is_refused(tmp_path: Path, message: str) -> None:
    keys = own_rule(tmp_path / "rules", "substitution", "", message, "words = { '軟件' = '軟體' }\n")
    with pytest.raises(RuleError, match=r"message.en: braces hold the name of a value"):
        judged("他說軟件。\n", **keys)


def test_a_check_that_is_not_there_has_a_nearest(tmp_path: Path) -> None:
    keys = own_rule(tmp_path / "rules", "substitutoin", "", "no", "words = { '軟件' = '軟體' }\n")
    with pytest.raises(RuleError, match=r"no check 'substitutoin'; did you mean 'substitution'\?"):
        judged("他說軟件。\n", **keys)


OWN = """
code = "OUR001"
name = "wording-of-ours"
category = "wording"
severity = "warning"
check = "substitution"
summary = "A rule of our own"
why = "House style."
[message]
en = "'{found}': write '{expected}'"
[fix]
applicability = "safe"
[params]
words = { "軟件" = "軟體" }
[[examples]]
bad = "他寫軟件。\\n"
at = ["1:3-1:5"]
good = "他寫軟體。\\n"
[[examples]]
keep = "他寫軟體。\\n"
"""


def test_rules_of_ones_own_are_tried(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "OUR001-wording-of-ours.toml"
    path.write_text(OWN, "utf-8")
    assert main(["rule", "--test", str(tmp_path)]) == 0
    assert capfd.readouterr().out == "OUR001 wording-of-ours: 2 examples hold\n"
    path.write_text(OWN.replace("1:3-1:5", "1:4-1:5").replace('good = "他寫軟體', 'good = "他寫軟'), "utf-8")
    load_rules.cache_clear()
    assert main(["rule", "--test", str(tmp_path)]) == 2
    out = capfd.readouterr().out.splitlines()
    assert out[0] == f"{path}: example 1: finds 1:3-1:5, but `at` says 1:4-1:5"
    assert "--fix makes '他寫軟體。\\n', but `good` has '他寫軟。\\n'" in out[1]


def test_a_fix_that_a_rule_does_not_promise_is_missed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "OUR001-wording-of-ours.toml"
    path.write_text(OWN.replace('[fix]\napplicability = "safe"\n', ""), "utf-8")
    assert main(["rule", "--test", str(tmp_path)]) == 2
    assert capfd.readouterr().out.splitlines()[0] == (
        f"{path}: an example has `good`, but the rule has no [fix], so that nothing is fixed"
    )


ACROSS = """
code = "OUR002"
name = "source-line"
category = "structure"
severity = "warning"
check = "required"
reads = ["entry"]
summary = "Entry without its source"
why = "House style."
[message]
en = "Nothing matches '{expected}'"
[params]
pattern = "資料來源："
[[examples]]
bad = "蜂箱放在屋頂。\\n"
at = ["1:1-1:8"]
[[examples]]
keep = "1. [2024-05-01] 蜂箱\\n\\n    資料來源：養蜂協會\\n"
config.schema.shape = "list"
"""


def test_an_example_that_does_not_fit_is_told_why(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "OUR002-source-line.toml"
    path.write_text(ACROSS, "utf-8")
    assert main(["rule", "--test", str(tmp_path)]) == 2
    assert capfd.readouterr().out.splitlines() == [
        f"{path}: example 1: finds nothing (the text holds no entry), but `at` says 1:1-1:8"
    ]
    path.write_text(ACROSS.replace('at = ["1:1-1:8"]', 'page = "b.md"'), "utf-8")
    load_rules.cache_clear()
    assert main(["rule", "--test", str(tmp_path)]) == 2
    said = capfd.readouterr()
    assert "page: unknown key; did you mean 'pages'?" in said.out + said.err


def test_a_check_of_an_installed_package_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "our_checks.py").write_text(
        "from collections.abc import Iterator\n"
        "from functools import wraps\n"
        "from catalog_lint.catalog.model import Prose\n"
        "from catalog_lint.diagnostic import Hit, Span\n"
        "from catalog_lint.rule.contract import gives\n"
        "def counted(check):\n"
        "    @wraps(check)\n"
        "    def count(*given):\n"
        "        return check(*given)\n"
        "    return count\n"
        '@gives("found")\n'
        "@counted\n"
        "def shouting(prose: Prose) -> Iterator[Hit]:\n"
        '    at = prose.text.find("！！！")\n'
        "    if at >= 0:\n"
        '        yield Hit(Span(at, at + 3), {"found": "！！！"})\n',
        "utf-8",
    )
    info = tmp_path / "our_checks-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: our-checks\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[catalog_lint.checks]\nshouting = our_checks:shouting\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    keys = own_rule(tmp_path / "rules", "shouting", "", "{found}", "")
    assert [one.message for one in judged("快來看！！！\n", **keys).findings] == ["！！！"]
    keys = own_rule(tmp_path / "wrong", "shouting", "", "{fuond}", "")
    with pytest.raises(RuleError, match=r"message\.en: no value {fuond}; did you mean 'found'"):
        judged("快來看！！！\n", **keys)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("lost", "our_other_checks:lost", "our_other_checks:lost cannot be used: AttributeError"),
        ("away", "our_other_checks.away:x", "our_other_checks.away:x cannot be used: ModuleNotFoundError"),
        ("plain", "our_other_checks:plain", "is no check: its first argument is none of Prose, Entry"),
        ("typed", "our_other_checks:typed", "cannot be used: NameError: name 'Prose' is not defined"),
    ],
)
def test_a_check_of_a_package_that_cannot_be_used_says_why(
    name: str, value: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "our_other_checks.py").write_text(
        "def plain(text):\n    return []\n\ndef typed(prose: 'Prose'):\n    return []\n", "utf-8"
    )
    info = tmp_path / "our_other_checks-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: our-other-checks\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[catalog_lint.checks]\n{name} = {value}\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    keys = own_rule(tmp_path / "rules", name, "", "wrong", "")
    with pytest.raises(RuleError, match=re.escape(said)):
        judged("文字。\n", **keys)


def test_a_data_file_in_the_configuration_counts_from_it(tmp_path: Path) -> None:
    rules = write(tmp_path / "rules", "lexicon", 'words = "words.txt"\n')
    (rules / "words.txt").write_text("高清\n", "utf-8")
    (tmp_path / "house.txt").write_text("視頻\t影片\n", "utf-8")
    (tmp_path / "catalog-lint.toml").write_text(
        'rules = ["rules"]\nselect = ["OUR"]\n[rule.our-lexicon]\nwords = "house.txt"\n', "utf-8"
    )
    settings = Configuration().of_folder(tmp_path)
    found = lint([("page.md", Source("高清視頻\n"), settings)]).findings
    assert [one.values["found"] for one in found] == ["視頻"]


def test_parameters_are_values() -> None:
    class Given(Params):
        words: tuple[str, ...]
        most: int = param(default=3, ge=1)

    given = Given(words=("一", "二"))
    assert given == Given(words=("一", "二"), most=3) != Given(words=("一",))
    assert hash(given) == hash(Given(words=("一", "二")))
    assert dataclasses.replace(given, most=4).most == 4
    assert repr(given).endswith("Given(words=('一', '二'), most=3)")
    with pytest.raises(dataclasses.FrozenInstanceError):
        given.most = 5  # type: ignore[misc]
    for wrong in ({}, {"words": (), "least": 1}):
        with pytest.raises(TypeError, match="Given"):
            Given(**wrong)  # type: ignore[arg-type]
