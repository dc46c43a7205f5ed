"""The address of the documentation: where it comes from, and where it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog_lint import home
from catalog_lint.cli import main
from catalog_lint.report.rulebook import table
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


PAGE = "<details>\n<summary>1. [2024-09-16] 城</summary>\n\n他爲此奔走。\n\n</details>\n"


@pytest.fixture(params=[ADDRESS, f"{ADDRESS}/", None])
def url(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str | None]:
    """What the address of a rule is to be, where the documentation has one and where it has none."""
    monkeypatch.chdir(tmp_path)
    Path("page.md").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(home, "documentation", lambda: request.param)
    load_rules.cache_clear()
    yield f"{ADDRESS}/rules.md#han005" if request.param else None
    load_rules.cache_clear()


def reported(form: str, capfd: pytest.CaptureFixture[str]) -> Any:
    assert main(["--isolated", "--no-cache", "--select", "HAN005", "--output-format", form, "page.md"]) == 1
    return json.loads(capfd.readouterr().out)


def test_formats_name_the_page_of_a_rule(url: str | None, capfd: pytest.CaptureFixture[str]) -> None:
    assert reported("json", capfd)[0]["url"] == url
    assert reported("rdjson", capfd)["diagnostics"][0]["code"].get("url") == url
    assert reported("sarif", capfd)["runs"][0]["tool"]["driver"]["rules"][0].get("helpUri") == url


def test_the_list_of_rules_has_the_anchors() -> None:
    assert '<a id="han005"></a>HAN005 |' in "\n".join(table(load_rules().values()))
