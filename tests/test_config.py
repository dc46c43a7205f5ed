"""Settings: what a configuration may say, where it is found, what wins, what is refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalog_lint import Linter, RuleError, Source, check_text, fix_text
from catalog_lint.cli import main
from catalog_lint.config import (
    ConfigError,
    Configuration,
    Settings,
    absolute_pattern,
    environment_locale,
    parse,
)
from catalog_lint.config.layers import join, layer
from catalog_lint.config.patterns import relative_pattern

RULE = """
code = "{code}"
name = "{name}"
category = "variant"
severity = "{severity}"
default = {default}
check = "characters"
summary = "A rule of one's own"
why = "For the test."
message = {{ en = "wrong" }}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with rules XAA001, XAA002, XAB001 (on) and XWW001, XWW002 (off by default)."""
    folder = tmp_path / "own"
    folder.mkdir()
    for code, name, default in (
        ("XAA001", "first-thing", "true"),
        ("XAA002", "second-thing", "true"),
        ("XAB001", "third-thing", "true"),
        ("XWW001", "wording-thing", "false"),
        ("XWW002", "wording-other", "false"),
    ):
        text = RULE.format(code=code, name=name, severity="error", default=default)
        (folder / f"{code}-{name}.toml").write_text(text, encoding="utf-8")
    return folder


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def chosen(settings: Settings) -> list[str]:
    return [code for code in settings.chosen_rules() if code.startswith("X")]


def layered(*layers: dict[str, Any]) -> Settings:
    return join(
        [layer({"rules": ["own"]}, Path.cwd(), "base")] + [layer(each, Path.cwd(), "x") for each in layers]
    )


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([{}], ["XAA001", "XAA002", "XAB001"]),
        ([{"select": ["XAA"]}], ["XAA001", "XAA002"]),
        ([{"select": ["third-thing"]}], ["XAB001"]),
        ([{"select": ["ALL"]}], ["XAA001", "XAA002", "XAB001", "XWW001", "XWW002"]),
        ([{"ignore": ["XA"]}], []),
        ([{"select": ["XA"], "ignore": ["XAA"]}], ["XAB001"]),
        ([{"select": ["XAA001"], "ignore": ["XAA"]}], ["XAA001"]),
        ([{"select": ["XAA"], "ignore": ["XAA001"]}], ["XAA002"]),
        ([{"select": ["XAA001"], "ignore": ["first-thing"]}], []),
        ([{"extend-select": ["XWW001"]}], ["XAA001", "XAA002", "XAB001", "XWW001"]),
        ([{"extend-select": ["XWW"], "ignore": ["wording-other"]}], ["XAA001", "XAA002", "XAB001", "XWW001"]),
        ([{"select": ["ALL"], "ignore": ["ALL"]}], []),
        # of two layers the upper one counts: its select forgets, its ignore takes what the lower one chose
        ([{"ignore": ["XAA001"]}, {"select": ["XAA"]}], ["XAA001", "XAA002"]),
        ([{"select": ["XAA001", "XAB001"]}, {"ignore": ["XAA"]}], ["XAB001"]),
        ([{"select": ["XAB"]}, {"extend-select": ["XAA001"]}], ["XAA001", "XAB001"]),
    ],
)
def test_selection(own: Path, layers: list[dict[str, Any]], expected: list[str]) -> None:
    assert chosen(layered(*layers)) == expected


def test_rules_about_suppressions_stay_unless_ignored(own: Path) -> None:
    def suppression(**keys: Any) -> list[str]:
        return [code for code in layered(keys).chosen_rules() if code.startswith("SUP")]

    assert suppression(select=["XAA"]) == suppression() != []
    assert suppression(select=["XAA"], ignore=["SUP"]) == []


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"selct": ["HAN"]}, "selct: unknown key; did you mean 'select'?"),
        ({"extend_select": []}, "extend_select: unknown key; did you mean 'extend-select'?"),
        ({"schema": {"shap": "details"}}, "schema.shap: unknown key; did you mean 'shape'?"),
        ({"language": "fr"}, "language: "),
        ({"fail-on": "warnings"}, "fail-on: "),
        ({"select": "HAN"}, "select: not a list"),
        ({"select": [""]}, "select.0: "),
        ({"exclude": ["/"]}, "exclude.0: "),
        ({"exclude": ["[z-a]"]}, "exclude.0: "),
        ({"rule": {"XAA001": {"severity": "fatal"}}}, "rule.XAA001.severity: "),
    ],
)
def test_unknown_keys_and_values_are_refused_by_name(data: dict[str, Any], problem: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse(data, Path.cwd(), "catalog-lint.toml")
    assert str(error.value).startswith(f"catalog-lint.toml: {problem}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('select = ["XAA003"]', "select: no rule 'XAA003'; did you mean 'XAA00"),
        ('ignore = ["frist-thing"]', "ignore: no rule 'frist-thing'; did you mean 'first-thing'?"),
        ('per-file-ignores = { "a.md" = ["QQQ"] }', "per-file-ignores."),
        (
            "[rule.third-thin]\nseverity = 'info'",
            "rule.third-thin: no rule 'third-thin'; did you mean 'third-thing'?",
        ),
    ],
)
def test_selectors_that_name_no_rule_are_refused(own: Path, text: str, problem: str) -> None:
    written(Path("catalog-lint.toml"), f'rules = ["own"]\n{text}\n')
    with pytest.raises(ConfigError) as error:
        Configuration().of_folder(Path())
    assert str(error.value).startswith(f"catalog-lint.toml: {problem}")


def test_closest_file_wins_alone() -> None:
    written(Path("catalog-lint.toml"), 'language = "zh-HK"\nfail-on = "error"\n')
    written(Path("en/pyproject.toml"), '[tool.catalog-lint]\nlanguage = "en"\n')
    written(Path("en/deep/pyproject.toml"), '[project]\nname = "nothing-for-us"\n')
    given = Configuration()
    assert given.of_page(Path("a.md")).language == "zh-HK"
    below = given.of_page(Path("en/deep/a.md"))
    assert (below.language, below.fail_on) == ("en", "warning")
    assert below is given.of_folder(Path("en"))


def test_own_file_wins_over_pyproject_beside_it() -> None:
    written(Path("pyproject.toml"), '[tool.catalog-lint]\nlanguage = "en"\n')
    written(Path("catalog-lint.toml"), 'language = "ja"\n')
    assert Configuration().of_folder(Path()).language == "ja"


def test_extend_joins_tables_and_replaces_values() -> None:
    written(
        Path("shared/base.toml"),
        'language = "zh-HK"\nfail-on = "error"\nexclude = ["old/"]\nextend-exclude = ["a/"]\n'
        'terms = { Pytroch = "PyTorch", LangCahin = "Langchain" }\n'
        'schema = { level = 3, shape = "heading" }\n'
        'languages = { "en/" = "en" }\n',
    )
    written(
        Path("site/catalog-lint.toml"),
        'extend = "../shared/base.toml"\nlanguage = "zh-TW"\nextend-exclude = ["b/"]\n'
        'terms = { LangCahin = "LangChain" }\nschema = { level = 4 }\n',
    )
    settings = Configuration().of_folder(Path("site"))
    assert (settings.language, settings.fail_on) == ("zh-TW", "error")
    assert settings.terms == {"Pytroch": "PyTorch", "LangCahin": "LangChain"}
    assert (settings.catalog_schema.level, settings.catalog_schema.shape) == (4, "heading")
    root = Path.cwd().as_posix()
    assert settings.exclude == (f"{root}/shared/**/old/",)
    assert settings.extend_exclude == (f"{root}/shared/**/a/", f"{root}/site/**/b/")
    assert settings.origins == ("shared/base.toml", "site/catalog-lint.toml")


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ('Pipe = "Pipeline", Pipeline = "Pipe"', "'Pipe' -> 'Pipeline' and 'Pipeline' -> 'Pipe'"),
        ('a = "b c", c = "d", d = "a"', "'a' -> 'b c' and 'c' -> 'd' and 'd' -> 'a'"),
        ('x = "a", a = "a a"', "'a' -> 'a a'"),
        ('"模型" = "大模型", "大模型" = "模型"', "'模型' -> '大模型' and '大模型' -> '模型'"),
    ],
)
def test_terms_that_never_settle_are_refused(terms: str, said: str) -> None:
    written(Path("catalog-lint.toml"), f"terms = {{ {terms} }}\n")
    with pytest.raises(ConfigError) as refused:
        Configuration().of_folder(Path())
    assert str(refused.value) == f"catalog-lint.toml: terms: {said} never settle; take one out"


def test_terms_of_two_layers_that_never_settle_are_refused(capfd: pytest.CaptureFixture[str]) -> None:
    written(Path("catalog-lint.toml"), 'terms = { Pipe = "Pipeline" }\n')
    written(Path("page.md"), "Pipe\n")
    assert main(["--fix", "--config", 'terms.Pipeline = "Pipe"', "page.md"]) == 2
    err = capfd.readouterr().err
    assert "terms: 'Pipe' -> 'Pipeline' and 'Pipeline' -> 'Pipe' never settle; take one out" in err
    assert err.count("\n") == 1


def test_terms_that_settle_are_taken() -> None:
    written(
        Path("catalog-lint.toml"),
        'terms = { Pipe = "Pipeline", a = "b", b = "c", "學習" = "深度學習", c = "c" }\n',
    )
    assert len(Configuration().of_folder(Path()).terms) == 5


def test_extend_in_a_circle_is_refused() -> None:
    written(Path("catalog-lint.toml"), 'extend = "b.toml"\n')
    written(Path("b.toml"), 'extend = "catalog-lint.toml"\n')
    with pytest.raises(ConfigError, match=r"extend: goes in a circle: .*catalog-lint\.toml"):
        Configuration().of_folder(Path())


def test_extend_of_a_missing_file_is_refused() -> None:
    written(Path("catalog-lint.toml"), 'extend = "gone.toml"\n')
    with pytest.raises(ConfigError, match=r"^catalog-lint\.toml: extend: no file 'gone\.toml'"):
        Configuration().of_folder(Path())


def test_a_broken_file_is_named() -> None:
    written(Path("catalog-lint.toml"), "select = [\n")
    with pytest.raises(ConfigError, match=r"^catalog-lint\.toml: not TOML: ."):
        Configuration().of_folder(Path())


def test_options_win_over_inline_over_file() -> None:
    written(Path("catalog-lint.toml"), 'language = "en"\nfail-on = "error"\nlocale = "zh-TW"\n')
    given = Configuration(inline=['language = "ja"', 'fail-on = "info"'], options={"fail-on": "never"})
    settings = given.of_folder(Path())
    assert (settings.language, settings.fail_on, settings.locale) == ("ja", "never", "zh-TW")


def test_isolated_ignores_files_and_keeps_inline() -> None:
    written(Path("catalog-lint.toml"), 'language = "en"\nfail-on = "error"\n')
    settings = Configuration(isolated=True, inline=['fail-on = "info"']).of_folder(Path())
    assert (settings.language, settings.fail_on) == ("zh-TW", "info")


def test_a_named_file_replaces_the_search() -> None:
    written(Path("catalog-lint.toml"), 'language = "en"\nfail-on = "error"\n')
    other = written(Path("other/mine.toml"), 'language = "ja"\n')
    settings = Configuration(file=other).of_folder(Path())
    assert (settings.language, settings.fail_on) == ("ja", "warning")


def test_language_and_ignores_by_path(own: Path) -> None:
    written(
        Path("site/catalog-lint.toml"),
        'rules = ["../own"]\n'
        "[languages]\n"
        '"hk/" = "zh-HK"\n'
        '"*.en.md" = "en"\n'
        '"/top.md" = "ja"\n'
        "[per-file-ignores]\n"
        '"drafts/*.md" = ["XAA"]\n'
        '"!*.en.md" = ["third-thing"]\n',
    )
    settings = Configuration().of_folder(Path("site"))
    languages = {
        path: settings.language_of(path)
        for path in (
            "site/a.md",
            "site/hk/a.md",
            "site/x/hk/a.md",
            "site/hk/a.en.md",
            "site/top.md",
            "site/x/top.md",
        )
    }
    assert languages == {
        "site/a.md": "zh-TW",
        "site/hk/a.md": "zh-HK",
        "site/x/hk/a.md": "zh-HK",
        "site/hk/a.en.md": "en",  # the last pattern that matches
        "site/top.md": "ja",
        "site/x/top.md": "zh-TW",
    }
    assert settings.ignored("site/drafts/a.md") == {"XAA001", "XAA002", "XAB001"}
    assert settings.ignored("site/x/drafts/a.en.md") == set()
    assert settings.ignored(str(Path("site/a.en.md").resolve())) == set()
    assert settings.ignored("site/a.md") == {"XAB001"}


def test_severity_and_parameters_by_code_or_name(own: Path) -> None:
    settings = parse(
        {
            "rules": ["own"],
            "rule": {"XAA001": {"severity": "info"}, "second-thing": {"set": "variant", "least": 2}},
        },
        Path.cwd(),
        "x",
    )
    rules = settings.all_rules
    assert settings.severity(rules["XAA001"]) == "info"
    assert settings.severity(rules["XAB001"]) == "error"
    assert settings.params(rules["XAA002"]) == {"set": "variant", "least": 2}
    assert settings.params(rules["XAA001"]) == {}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("drafts/", "/c/[[]x]/**/drafts/"),
        ("*.md", "/c/[[]x]/**/*.md"),
        ("/a.md", "/c/[[]x]/a.md"),
        ("a/b.md", "/c/[[]x]/a/b.md"),
        ("../b/", "/c/**/b/"),
        ("//d/a.md", "/d/a.md"),
        ("!keep.md", "!/c/[[]x]/**/keep.md"),
    ],
)
def test_patterns_count_from_their_file(pattern: str, expected: str) -> None:
    found = absolute_pattern(pattern, Path("/c/[x]"))
    assert found == expected.replace("[[]x]", r"\[x\]")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_TW.UTF-8"}, "zh-TW"),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_Hant_TW", "LANG": "C"}, "zh-TW"),
        ({"LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_locale_follows_the_environment(environment: dict[str, str], expected: str) -> None:
    assert environment_locale(environment) == expected


def test_config_prints_settings_that_mean_the_same(capfd: pytest.CaptureFixture[str], own: Path) -> None:
    written(
        Path("catalog-lint.toml"),
        'rules = ["own"]\nselect = ["XAA"]\nlanguage = "zh-HK"\nexclude = ["a \\"b\\"/"]\n'
        'include = ["*.md"]\n'
        '[terms]\n"Pytroch x" = "PyTorch"\n[languages]\n"en/*.md" = "en"\n[rule.XAA001]\nseverity = "info"\n'
        '[[schema.profiles]]\nname = "p"\nsections = [{ name = "甲" }, { name = "乙", aliases = ["丙"] }]\n',
    )
    assert main(["config"]) == 0
    first = capfd.readouterr().out
    assert "# from catalog-lint.toml" in first
    assert '"en/*.md" = "en"' in first
    before = Configuration().of_folder(Path())
    written(Path("catalog-lint.toml"), first)
    after = Configuration().of_folder(Path())
    assert chosen(after) == chosen(before) == ["XAA001", "XAA002"]
    assert replace(after, select=None) == replace(before, select=None)


def test_config_schema_describes_every_key(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "--schema"]) == 0
    schema = json.loads(capfd.readouterr().out)
    assert schema["additionalProperties"] is False
    assert {"select", "extend-select", "per-file-ignores", "schema", "fail-on"} <= set(schema["properties"])
    assert [key for key, value in schema["properties"].items() if not value.get("description")] == []


def test_config_of_what_is_not_there(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "gone.md"]) == 2
    assert capfd.readouterr().err == "error: gone.md: no such file or folder\n"


def test_extend_outside_a_file_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", 'extend = "base.toml"', "."]) == 2
    assert "extend: counts in a file only; use --config FILE" in capfd.readouterr().err


def test_a_misspelled_severity_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", 'rule.HAN001.severty = "info"', "."]) == 2
    assert "rule.HAN001.severty: unknown key; did you mean 'severity'?" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select", ""], "an empty selector; give a code, a prefix, a name or ALL"),
        (["--ignore", " , "], "an empty selector; give a code, a prefix, a name or ALL"),
        (["--select", "LNK101"], "LNK101 is about what the network says; add --online"),
        (["--extend-select", "dead-video"], "dead-video is about what the network says; add --online"),
    ],
)
def test_a_selector_that_could_find_nothing_is_refused(
    arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    written(Path("page.md"), "他在臺灣。\n")
    assert main([*arguments, "page.md"]) == 2
    assert said in capfd.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('HAN001 = "off"', 'HAN001: a rule is no key; did you mean `ignore = ["HAN001"]`?'),
        (
            'rule.HAN001 = "off"',
            'not a table of keys and values; did you mean `ignore = ["HAN001"]`?',
        ),
        ('rule.HAN001 = "info"', 'did you mean `rule.HAN001.severity = "info"`?'),
        ("[HAN001]", "HAN001: a rule is no key; did you mean [rule.HAN001]?"),
        ('language = "zh-tw"', "language: 'zh-tw' is not known; did you mean 'zh-TW'?"),
        ('output-format = "jsn"', "output-format: 'jsn' is not known; did you mean 'json'?"),
        ('fail-on = "warnings"', "fail-on: 'warnings' is not known; did you mean 'warning'?"),
        ('unsafe-fixes = "yes"', "unsafe-fixes: neither true nor false"),
        ("links.timeout = 0", "links.timeout: must be more than 0"),
        ("links.timout = 1", "links.timout: unknown key; did you mean 'timeout'?"),
        ('schema.line = "{nubmer}. {title}"', "schema.line: no field {nubmer}; did you mean {number}?"),
        ('schema.line = "{number. {title}"', "schema.line: braces hold the name of a field, such as {title}"),
        ('schema.date-format = "%Q"', "schema.date-format: '%Q' is no part of a date"),
        (
            'schema.front-matter = { title = "標題" }',
            "schema.front-matter.title: the front matter's key",
        ),
        (
            'schema.profiles = [{ name = "p", at-least = 2, sections = [{ name = "甲" }] }]',
            "schema.profiles.0: 'p' asks for at-least = 2 of 1 sections",
        ),
        ('rules = ["empty"]', "empty: holds no rule; a rule is a file *.toml"),
    ],
)
def test_what_does_not_fit_is_said_with_the_remedy(text: str, said: str) -> None:
    Path("empty").mkdir()
    written(
        Path("pyproject.toml"),
        "[tool.catalog-lint]\n" + text.replace("[HAN001]", "[tool.catalog-lint.HAN001]"),
    )
    with pytest.raises(ConfigError) as error:
        Configuration().of_folder(Path())
    assert said in str(error.value)
    if not text.startswith("rules"):
        assert str(error.value).startswith("pyproject.toml: tool.catalog-lint.")


@pytest.mark.parametrize(
    ("pattern", "root", "shown"),
    [
        ("drafts/", "/c", "drafts/"),
        ("a/b.md", "/c", "a/b.md"),
        ("/a.md", "/c", "/a.md"),
        ("!keep.md", "/c", "!keep.md"),
        ("drafts/", "/c/d", "../drafts/"),
        ("drafts/", "/", "c/**/drafts/"),
        ("[x]/", "/c[d]", "[x]/"),
    ],
)
def test_patterns_are_shown_as_they_are_written(pattern: str, root: str, shown: str) -> None:
    base = Path("/c[d]" if "[" in root else "/c")
    assert relative_pattern(absolute_pattern(pattern, base), Path(root)) == shown


@pytest.mark.parametrize("more", [[], ["--select", "HAN", "--output-format", "json", "--fail-on", "info"]])
def test_a_run_without_a_file_does_not_wait_for_pydantic(more: list[str]) -> None:
    written(Path("page.md"), "他爲此事奔走。\n")
    program = (
        "import sys\nfrom catalog_lint.cli import main\n"
        f"status = main(['--no-cache', *{more!r}, 'page.md'])\n"
        "print(status, 'pydantic' in sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "1 False"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ('line = "{title}"', "line: unknown key; did you mean `schema.line`?"),
        ("timeout = 10", "timeout: unknown key; did you mean `links.timeout`?"),
        ('severity = "error"', "severity: unknown key; did you mean `rule.CODE.severity`?"),
        ('schema = { select = ["HAN"] }', "schema.select: stands above all tables; did you mean `select`?"),
        ('rules = { HAN001 = "off" }', "rules: not a list of folders; did you mean [rule.HAN001]?"),
        ('[tool.catalog-lint]\nselect = ["HAN"]', "tool: keys stand by themselves in this file"),
        ('select = ["HAN001,HAN002"]', 'more than one selector in a text; write "HAN001", "HAN002"'),
        ('select = ["HAN*"]', "no rule 'HAN*'; a prefix needs no mark: 'HAN'"),
        ('per-file-ignores = { "*.md" = ["HAN999"] }', "per-file-ignores.'*.md': no rule 'HAN999'"),
        ('schema.formats = { nubmer = "[0-9]+" }', "formats: no field {nubmer}; did you mean {number}?"),
        ('schema.video-hosts = ["https://youtu.be/"]', "'https://youtu.be/' is no host; write 'youtu.be'"),
        (
            'rule.HAN001.severity = "info"\nrule.simplified-character.severity = "error"',
            "rule.simplified-character: rule.HAN001 is the same rule; join the two tables",
        ),
        (
            '[[schema.profiles]]\nname = "x"\nsections = [{ name = "a" }]\n' * 2,
            "schema.profiles: two are called 'x'",
        ),
    ],
)
def test_what_stands_in_a_wrong_place_says_where_it_belongs(
    said: str, message: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "catalog-lint.toml").write_text(said, encoding="utf-8")
    (tmp_path / "page.md").write_text("文字。\n", encoding="utf-8")
    assert main(["page.md"]) == 2
    assert message in capfd.readouterr().err


@pytest.mark.parametrize(
    "table", ["tool.catalog_lint", "tool.cataloglint", "catalog-lint", "tools.catalog-lint"]
)
def test_a_table_of_a_project_that_nobody_reads_is_refused(
    table: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[{table}]\nselect = ['HAN']\n", encoding="utf-8")
    (tmp_path / "page.md").write_text("文字。\n", encoding="utf-8")
    assert main(["page.md"]) == 2
    assert f"{table}: is read by nobody; did you mean [tool.catalog-lint]?" in capfd.readouterr().err


def test_settings_that_name_no_rule_are_refused_by_the_library_too() -> None:
    with pytest.raises(ConfigError, match="no rule 'NOPE'"):
        check_text("文字。\n", settings=Settings(select=("NOPE",)))


def _linted(text: str, settings: Settings) -> object:
    return Linter().lint([("a.md", Source(text), settings)])


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"rules": ("nowhere",)}, "nowhere: no such folder of rules"),
        ({"select": "HAN"}, 'select: not a list; write ["..."]'),
        ({"language": "zh"}, "language: 'zh' is not known"),
        ({"fail_on": "warn"}, "fail-on: 'warn' is not known; did you mean 'warning'?"),
        ({"rule": {"HAN001": {"severity": "warn"}}}, "rule.HAN001.severity: 'warn' is not known"),
        ({"terms": [("a", "b")]}, "terms: not a table of keys and values"),
    ],
)
@pytest.mark.parametrize("use", [check_text, fix_text, _linted])
def test_settings_that_a_program_makes_are_checked_too(
    use: Callable[..., object], said: dict[str, Any], problem: str
) -> None:
    with pytest.raises((ConfigError, RuleError), match=re.escape(problem)):
        use("文字。\n", settings=Settings(**said))


def test_patterns_of_settings_that_a_program_makes_count_as_they_stand() -> None:
    plain: dict[str, Any] = {"select": ["TYP"], "per_file_ignores": {"*.md": ("TYP",)}}
    assert check_text("文字 ，\n", "a.txt", Settings(**plain))
    assert check_text("文字 ，\n", "a.md", Settings(**plain)) == []


@pytest.mark.parametrize("run", ["first", "again"])
def test_a_run_that_selects_no_rule_says_so(
    run: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "catalog-lint.toml").write_text("select = []\n", encoding="utf-8")
    (tmp_path / "page.md").write_text("台湾。\n", encoding="utf-8")
    for _ in range(1 + (run == "again")):
        capfd.readouterr()
        assert main(["page.md"]) == 0
    assert "warning: no rule is selected but those about suppressions" in capfd.readouterr().err
