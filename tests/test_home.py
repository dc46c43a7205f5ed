"""The documentation of rules: where its address comes from, and where it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from catalog_lint import home
from catalog_lint.cli import main
from catalog_lint.rule.loading import load_rules

ADDRESS = "https://example.org/docs"


def test_an_installed_package_has_its_metadata_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "catalog_lint-1.0.dist-info"
    folder.mkdir()
    urls = f"Project-URL: Homepage, https://example.org\nProject-URL: Documentation, {ADDRESS}\n"
    (folder / "METADATA").write_text(f"Name: x\n{urls}\nProject-URL: Documentation, no\n", encoding="utf-8")
    assert home.documentation(tmp_path) == ADDRESS


def test_a_checkout_has_its_pyproject(tmp_path: Path) -> None:
    assert home.documentation(tmp_path) is None
    project = tmp_path / "pyproject.toml"
    project.write_text("[project]\nname = 'catalog-lint'\n", encoding="utf-8")
    home.documentation.cache_clear()
    assert home.documentation(tmp_path) is None
    project.write_text(f"[project.urls]\nDocumentation = '{ADDRESS}'\n", encoding="utf-8")
    home.documentation.cache_clear()
    assert home.documentation(tmp_path) == ADDRESS


OWN = """code = "OUR001"
name = "word"
category = "wording"
severity = "warning"
check = "pattern"
summary = "Word"
why = "A word."
[message]
en = "'{found}'"
[params]
pattern = "奔走"
"""
PAGE = "<details>\n<summary>1. [2024-09-16] 城</summary>\n\n他爲此奔走。\n\n</details>\n"


@pytest.fixture(params=[ADDRESS, f"{ADDRESS}/", None])
def address(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str | None:
    """The address of the documentation without a slash at its end, where it has one and where it has none."""
    monkeypatch.chdir(tmp_path)
    Path("page.md").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(home, "documentation", lambda: request.param)
    return ADDRESS if request.param else None


def reported(form: str, capfd: pytest.CaptureFixture[str], *options: str) -> Any:
    options = ("--isolated", "--no-cache", "--output-format", form, *options)
    assert main([*options, "--select", "HAN005", "page.md"]) == 1
    return json.loads(capfd.readouterr().out)


@pytest.mark.parametrize(("locale", "page"), [("en", "rules.md#han005"), ("zh-TW", "rules.zh-TW.md#han005")])
def test_findings_and_rules_name_the_page_of_a_rule(
    address: str | None, locale: str, page: str, capfd: pytest.CaptureFixture[str]
) -> None:
    url = f"{address or 'docs'}/{page}"
    assert reported("json", capfd, "--locale", locale)[0]["url"] == url
    assert main(["rule", "HAN005", "--output-format", "json", "--locale", locale]) == 0
    assert json.loads(capfd.readouterr().out)[0]["url"] == url
    assert main(["rule", "HAN005", "--locale", locale]) == 0
    assert (url in capfd.readouterr().out) is (address is not None)


def test_what_has_to_be_a_uri_is_one_or_is_left_out(
    address: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    url = f"{address}/rules.md#han005" if address else None
    assert reported("rdjson", capfd)["diagnostics"][0]["code"].get("url") == url
    assert reported("sarif", capfd)["runs"][0]["tool"]["driver"]["rules"][0].get("helpUri") == url


def test_a_rule_of_ones_own_has_no_page(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "OUR001-word.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    options = ("--config", f"rules = ['{own}']", "--select", "OUR001", "--output-format", "json")
    assert main(["--isolated", "--no-cache", *options, str(tmp_path / "page.md")]) == 1
    assert json.loads(capfd.readouterr().out)[0]["url"] is None


@pytest.mark.parametrize("name", ["rules.md", "rules.zh-TW.md"])
def test_the_pages_are_there_and_have_the_anchors(name: str) -> None:
    page = Path(__file__).parent.parent / home.FOLDER / name
    text = page.read_text(encoding="utf-8")
    for rule in load_rules().values():
        assert f'<a id="{rule.code.lower()}"></a>{rule.code} |' in text
