"""Files of a repository that are devices, pipes or too deep: one line, and no run that never ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from catalog_lint.cli import main

RULES = 'rules = ["own"]\n'
RULE = (
    'code = "OWN001"\nname = "own"\ncategory = "wording"\nseverity = "warning"\ncheck = "substitution"\n'
    'summary = "x"\nwhy = "x"\nmessage = { en = "x" }\n[params]\nwords = { "房頂" = "屋頂" }\n'
)
pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("他為此事奔走。\n", encoding="utf-8")
    Path("own").mkdir()
    Path("own/own.toml").write_text(RULE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("kind", ["device", "pipe"])
@pytest.mark.parametrize(
    ("name", "configuration", "said"),
    [
        (".gitignore", "", ""),
        ("page.txt", "", ""),
        ("own/other.toml", RULES, "own/other.toml: cannot be read as TOML: not a regular file"),
        ("baseline", 'baseline = "baseline"\n', "baseline: cannot be read: not a regular file"),
        ("own/words.txt", RULES, ""),
    ],
)
def test_what_is_no_file_is_not_read(
    name: str, configuration: str, said: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("catalog-lint.toml").write_text(configuration, encoding="utf-8")
    if kind == "pipe":
        os.mkfifo(name)
    else:
        Path(name).symlink_to("/dev/zero")
    assert main(["-q", "."]) == (2 if said else 0)
    err = capsys.readouterr().err
    assert err.count("\n") == bool(said)
    assert said in err


def test_a_folder_of_everything_is_no_folder_of_rules(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog_lint.regular.MAX_FILES", 1_000)
    for number in range(1_001):
        Path(f"own/{number}.txt").touch()
    assert main(["--config", RULES, "a.md"]) == 2
    assert capsys.readouterr().err.endswith(
        "/own: it holds more than 1,000 files; name a folder that holds rules alone\n"
    )


@pytest.mark.parametrize("nested", ["[" * 50_000, "{a=" * 50_000])
@pytest.mark.parametrize("name", ["catalog-lint.toml", "own/own.toml", "own/other.toml", ""])
def test_what_lies_too_deep_is_said(name: str, nested: str, capsys: pytest.CaptureFixture[str]) -> None:
    deep = f"a = {nested}"
    arguments = ["--config", deep if not name else RULES, "a.md"]
    if name:
        old = Path(name).read_text(encoding="utf-8") if Path(name).exists() else ""
        Path(name).write_text(f"{old}\n{deep}\n", encoding="utf-8")
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert err.endswith(": tables or lists lie too deep in one another\n")
    assert len(err) < 1_000


def test_a_long_row_of_files_that_extend_one_another_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(2_000):
        Path(f"{number}.toml").write_text(f'extend = "{number + 1}.toml"\n', encoding="utf-8")
    assert main(["--config", "0.toml", "a.md"]) == 2
    assert (
        capsys.readouterr().err == "error: 51.toml: extend: more than 50 files in a row extend one another\n"
    )


def test_line_ends_of_windows_change_no_rule_and_no_baseline(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.md").write_text("蜂箱放在房頂。\n", encoding="utf-8")
    own = Path("own/own.toml")
    own.write_bytes(own.read_bytes().replace(b"\n", b"\r\n"))
    Path("catalog-lint.toml").write_text(RULES, encoding="utf-8")
    assert main(["a.md", "--write-baseline", "baseline"]) == 0
    Path("baseline").write_bytes(Path("baseline").read_bytes().replace(b"\n", b"\r\n"))
    assert main(["a.md"]) == 1
    assert main(["a.md", "--baseline", "baseline"]) == 0
    capsys.readouterr()
