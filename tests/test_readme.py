"""What the README says is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from catalog_lint.config import parse
from catalog_lint.config.layers import check
from tests.conftest import judged
from tests.readme import ROOT, made_again

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_the_made_parts_are_current() -> None:
    assert "$ catalog-lint fixtures/" in README
    assert "| HAN001 |" in README
    assert made_again(README) == README, "run: .venv/bin/python .ci/update-readme"


def test_the_configuration_is_valid(tmp_path: Path) -> None:
    (text,) = (block for block in blocks("toml") if "[schema]" in block)
    data = tomllib.loads(text)
    (own,) = (block for block in blocks("toml") if 'code = "XYZ001"' in block)
    (tmp_path / "my-rules").mkdir()
    (tmp_path / "my-rules" / "XYZ001-house-wording.toml").write_text(own, encoding="utf-8")
    settings = parse(data, tmp_path, "README")
    check(settings)
    assert settings.severity(settings.all_rules["HAN001"]) == "warning"


def test_the_rule_does_what_its_examples_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (text,) = (block for block in blocks("toml") if 'code = "XYZ001"' in block)
    data = tomllib.loads(text)
    monkeypatch.chdir(tmp_path)
    Path("own").mkdir()
    Path("own/XYZ001-house-wording.toml").write_text(text, encoding="utf-8")
    for example in data["examples"]:
        given = judged(example.get("bad") or example["keep"], select=["XYZ001"], rules=["own"])
        places = [f"{f.start.row}:{f.start.column}-{f.end.row}:{f.end.column}" for f in given.findings]
        assert places == example.get("at", [])


def test_the_python_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = blocks("python")
    monkeypatch.chdir(tmp_path)
    Path("seeds").mkdir()
    Path("seeds/page.md").write_text("他爲此事奔走。\n", encoding="utf-8")
    exec(compile(code, "README.md", "exec"), {})
    first, second, third = capsys.readouterr().out.splitlines()
    assert first.startswith("1 2 HAN005 ")
    assert (second, third) == ("他為此事奔走。", "0 1")
