"""What is written and printed: over no page, with nothing that a terminal, a log or a spreadsheet obeys."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog_lint.cli import main
from catalog_lint.report.visible import csv_cell

BAD = "\x1b[31m\u202e\x9b"
PAGE = f"""\
<details>
<summary>1. [2024-01-02] =HYPERLINK("x"){BAD}</summary>

他爲此{BAD}。
 ::error::owned

</details>
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "GITHUB_ACTIONS", "TF_BUILD"):
        monkeypatch.delenv(name, raising=False)
    Path("a.md").write_text(PAGE, encoding="utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.mark.parametrize("verb", ["check", "triage", "export"])
def test_no_report_is_written_over_a_page(run: Run, verb: str) -> None:
    other = Path("other.md")
    other.write_text("別的頁面\n", encoding="utf-8")
    for target in ("a.md", "other.md"):
        status, _, err = run(verb, "--isolated", "a.md", "-o", target)
        assert status == 2
        assert "name another, or use --force" in err
    assert Path("a.md").read_text(encoding="utf-8") == PAGE
    assert other.read_text(encoding="utf-8") == "別的頁面\n"
    assert run(verb, "--isolated", "a.md", "-o", "other.md", "--force")[0] in (0, 1)
    assert other.read_text(encoding="utf-8") != "別的頁面\n"


def test_a_report_of_ours_is_replaced(run: Run) -> None:
    for _ in range(2):
        assert run("triage", "--isolated", "a.md", "--format", "markdown", "-o", "needs.md")[0] == 0
        assert run("--isolated", "a.md", "--output-format", "markdown", "-o", "found.md")[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("triage", "--format", "json"),
        ("triage", "--format", "csv"),
        ("triage", "--format", "markdown"),
        ("triage",),
        ("export",),
        ("export", "--format", "json"),
        ("export", "--format", "csv"),
    ],
)
def test_nothing_printed_is_obeyed(run: Run, arguments: tuple[str, ...]) -> None:
    status, out, _ = run(*arguments, "--isolated", "a.md")
    assert status == 0
    assert not set(BAD) & {"\x1b", "\u202e", "\x9b"} & set(out)
    assert not any(line.lstrip().startswith("::") for line in out.split("\n"))


def test_json_means_what_the_page_says(run: Run) -> None:
    (entry,) = json.loads(run("export", "--isolated", "--format", "json", "a.md")[1])
    assert BAD in entry["title"]


def test_a_spreadsheet_reckons_nothing(run: Run) -> None:
    for verb in ("triage", "export"):
        out = run(verb, "--isolated", "--format", "csv", "a.md")[1]
        cells = [cell for row in csv.reader(out.splitlines(keepends=True)) for cell in row]
        assert any(cell.startswith("'=HYPERLINK") for cell in cells)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


@pytest.mark.parametrize("mark", ["=", "+", "-", "- ", "@", "＝", "＋", "－", "＠"])
def test_no_cell_begins_like_a_formula(run: Run, mark: str) -> None:
    text = f"{mark}1+cmd|' /C calc'!A0"
    page = f"<details>\n<summary>1. [2024-01-02] {text}</summary>\n\n{text}\n\n</details>\n"
    Path("a.md").write_text(page, encoding="utf-8")
    for verb in ("triage", "export"):
        out = run(verb, "--isolated", "--format", "csv", "a.md")[1]
        cells = [cell for row in csv.reader(out.splitlines(keepends=True)) for cell in row]
        assert f"'{text}" in cells
        assert text not in cells


@pytest.mark.parametrize("mark", ["\t", "\n", "\r", "\r\n", "\x00"])
def test_no_cell_begins_with_what_is_passed_over(mark: str) -> None:
    assert str(csv_cell(f"{mark}=1"))[0] in ("'", "\\")


def test_a_diff_in_a_log_is_made_visible(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = run("--isolated", "--diff", "--select", "HAN005", "a.md")[1]
    assert "::error::owned" in raw
    monkeypatch.setenv("CI", "true")
    out = run("--isolated", "--diff", "--select", "HAN005", "a.md")[1]
    assert "\x1b" not in out
    assert not any(line.lstrip().startswith("::") for line in out.split("\n"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize(
    ("closed", "status"),
    [(">&-", 2), ("2>&-", 1), ("<&-", 1), (">&- 2>&- <&-", 2), ("--fix >&- 2>&- <&-", 2)],
)
def test_closed_streams_end_in_a_line(run: Run, closed: str, status: int) -> None:
    command = f"{sys.executable} -m catalog_lint --isolated --no-cache --select HAN005 a.md {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    fixed = PAGE.replace("爲", "為") if "--fix" in closed else PAGE
    assert Path("a.md").read_text(encoding="utf-8") == fixed


def test_a_closed_standard_input_is_said(run: Run) -> None:
    command = f"{sys.executable} -m catalog_lint --isolated --fix - <&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2
    assert done.stderr == "error: standard input is closed; '-' reads a page from it\n"


def test_an_interrupt_while_modules_are_imported_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    from catalog_lint import __main__

    class Interrupted:
        def __getattr__(self, name: str) -> None:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "catalog_lint.replay", Interrupted())
    assert __main__.main() == 130


def test_the_pages_own_configuration_opens_no_network(run: Run) -> None:
    keys = '[links]\nallow-private = true\nendpoints = { "img.youtube.com" = "http://127.0.0.1:9" }\n'
    Path("catalog-lint.toml").write_text(keys, encoding="utf-8")
    said = "links.allow-private is left out"
    pytest.importorskip("httpx")
    assert said in run("links", "--offline", "--no-cache", "a.md")[2]
    assert said not in run("links", "--offline", "--no-cache", "--config", "catalog-lint.toml", "a.md")[2]
