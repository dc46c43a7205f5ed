"""What the documentation says is so."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

from catalog_lint.cli import main
from catalog_lint.config import parse
from catalog_lint.config.layers import check
from tests.conftest import judged
from tests.readme import ROOT, made_again

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "LICENSES").glob("*.md")])
READMES = ("README.md", "README.zh-TW.md")
MOST_LINES = 250


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_the_made_parts_are_current() -> None:
    for path, text, new in made_again():
        assert new == text, f"{path.name}: run .venv/bin/python .ci/update-readme"


@pytest.mark.parametrize("page", READMES)
def test_a_readme_is_short(page: str) -> None:
    assert len((ROOT / page).read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_both_readmes_have_the_same_commands() -> None:
    english, chinese = ([re.sub(r" +#.*", "", b) for b in blocks(page, "sh")] for page in READMES)
    assert english == chinese


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\((?!https?:|#)([^)\s#]+)", text):
        assert (page.parent / unquote(target)).exists(), target


@pytest.mark.parametrize("page", READMES)
def test_five_minutes_from_a_damaged_catalog_to_a_guarded_one(tmp_path: Path, page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    walk = re.search(r"<!-- walk -->\n```sh\n(.*?)```", text, re.DOTALL)
    assert walk
    shutil.copytree(ROOT / "fixtures" / "seeds", tmp_path / "seeds")
    program = f"exec '{sys.executable}' -m catalog_lint \"$@\""
    command = tmp_path / "bin" / "catalog-lint"
    command.parent.mkdir()
    command.write_text(f"#!/bin/sh\n{program}\n", encoding="utf-8")
    command.chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{command.parent}:{os.environ['PATH']}"}
    ends = []
    said = ""
    for line in walk[1].splitlines():
        done = subprocess.run(
            ["sh", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        ends.append(done.returncode)
        said += done.stderr
        assert done.returncode in (0, 1), done.stderr
    assert ends[-2:] == [0, 0]
    assert (tmp_path / "fixes.diff").read_text(encoding="utf-8").startswith("--- ")
    (tmp_path / "seeds" / "03-new.md").write_text("裏面。\n", encoding="utf-8")
    last = walk[1].splitlines()[-1]
    assert subprocess.run(["sh", "-c", last], cwd=tmp_path, env=environment, check=False).returncode == 1
    (tmp_path / "seeds" / "03-new.md").unlink()
    line = 'baseline = "known-findings.txt"'
    assert f"`{line}`" in said
    assert f"`{line}`" in text
    file = tmp_path / "catalog-lint.toml"
    file.write_text(f"{line}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    guarded = ["sh", "-c", "catalog-lint seeds/"]
    assert subprocess.run(guarded, cwd=tmp_path, env=environment, check=False).returncode == 0


@pytest.mark.parametrize("page", READMES)
def test_the_entry_that_is_shown_is_one(page: str) -> None:
    (text,) = blocks(page, "html")
    judgement = judged(text)
    assert judgement.entries == 1
    assert [finding for finding in judgement.findings if finding.severity != "info"] == []


@pytest.mark.parametrize("page", READMES)
def test_the_commands_within_sentences_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    commands = re.findall(r"`(?:catalog-lint )?(--output-format [^`]+)`", text.replace("\n", " "))
    assert len(commands) == 2
    shutil.copytree(ROOT / "fixtures" / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    for command in commands:
        assert main([*shlex.split(command), "--exit-zero"]) == 0
    assert json.loads(Path("report.json").read_text(encoding="utf-8"))
    assert Path("report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    named = re.search(r"report\.json seeds/`.{1,8}`(sarif)`((?:.{1,4}`[a-z]+`)+)", text.replace("\n", ""))
    assert named
    for form in ["sarif", *re.findall(r"`([a-z]+)`", named[2])]:
        assert main(["--output-format", form, "--output-file", "report", "--exit-zero", "seeds/"]) == 0


def test_the_configuration_is_valid(tmp_path: Path) -> None:
    (text,) = (block for block in blocks("docs/configuration.md", "toml") if "[schema]" in block)
    (tmp_path / "my-rules").mkdir()
    settings = parse(tomllib.loads(text), tmp_path, "configuration.md")
    (own,) = (block for block in blocks("CONTRIBUTING.md", "toml") if 'code = "OUR001"' in block)
    (tmp_path / "my-rules" / "OUR001-house-wording.toml").write_text(own, encoding="utf-8")
    check(settings)
    assert settings.severity(settings.all_rules["HAN001"]) == "warning"
    (other,) = (block for block in blocks("docs/configuration.md", "toml") if "[[schemas]]" in block)
    assert parse(tomllib.loads(other), tmp_path, "configuration.md").schemas[0].shape == "index"


def test_the_suppressions_take_out_what_they_say() -> None:
    (text,) = blocks("docs/configuration.md", "markdown")
    assert [f.rule.code for f in judged(text).findings if f.rule.code.startswith("SUP")] == ["SUP001"] * 5


def test_the_python_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = blocks("docs/api.md", "python")
    monkeypatch.chdir(tmp_path)
    Path("seeds").mkdir()
    Path("seeds/page.md").write_text("他爲此事奔走。\n", encoding="utf-8")
    exec(compile(code, "api.md", "exec"), {})
    first, second, third = capsys.readouterr().out.splitlines()
    assert first.startswith("1 2 HAN005 ")
    assert (second, third) == ("他為此事奔走。", "0 1")
