"""The command as people and other programs use it: arguments, exit status, what goes where."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from catalog_lint.cli import main
from catalog_lint.config import Configuration
from catalog_lint.report import rulebook
from catalog_lint.rule.loading import load_rules

RULE = """
code = "{code}"
name = "{name}"
category = "variant"
severity = "{severity}"
check = "{check}"
summary = "A rule of one's own"
why = "For the test."
message = {{ en = "Not '{{found}}'", zh-TW = "不用「{{found}}」" }}
{more}
"""
WRONG = "# 目錄\n\n他爲此事奔走多年。\n"
RIGHT = "# 目錄\n\n他為此事奔走多年。\n"
DAMAGED = "# 目錄\n\n他爲此事奔走，又爲那事奔走。\n\n這裏是裏面。\n"


@dataclass
class Done:
    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return list(json.loads(self.out))


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    services = ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "GITLAB_CI", "CI_PROJECT_DIR")
    for name in ("NO_COLOR", "FORCE_COLOR", *services):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str) -> Done:
        status = main(arguments)
        out, err = capfd.readouterr()
        return Done(status, out, err)

    return call


def written(name: str, text: str | bytes = WRONG) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def process(*arguments: str, data: bytes = b"", **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "catalog_lint", *arguments],
        input=data,
        capture_output=True,
        check=False,
        **more,
    )


# Verbs and paths


@pytest.mark.parametrize(
    "arguments", [(), (".",), ("check",), ("check", "page.md"), ("page.md",), ("./page.md",)]
)
def test_paths_without_a_verb_are_checked(run: Any, arguments: Sequence[str]) -> None:
    written("page.md")
    done = run(*arguments)
    assert done.status == 1
    assert done.out.startswith("page.md:3:2: ")
    assert done.err == ""


def test_options_may_come_first(run: Any) -> None:
    written("seeds/page.md")
    assert run("--fix", "seeds/").status == 0
    assert Path("seeds/page.md").read_text(encoding="utf-8") == RIGHT


def test_a_page_named_like_a_verb(run: Any) -> None:
    written("rule")
    assert run("check", "rule").out.startswith("rule:3:2: ")
    assert run("./rule").out.startswith("rule:3:2: ")


def test_a_mistyped_verb_is_recognized(run: Any) -> None:
    done = run("chekc")
    assert done.status == 2
    assert "error: chekc: no such file or folder\n" in done.err
    assert "'check'" in done.err


@pytest.mark.parametrize("option", ["--help", "--version", "-h"])
def test_telling_about_itself_loads_nothing_heavy(option: str) -> None:
    code = (
        "import sys\nfrom catalog_lint.cli import main\n"
        f"assert main([{option!r}]) == 0\n"
        "heavy = {'pydantic', 'markdown_it', 'catalog_lint.rule', 'catalog_lint.lint.linter', 'httpx'}\n"
        "print(heavy & set(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "catalog-lint" in done.stdout
    assert done.stderr == "set()\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run: Any, shell: str) -> None:
    done = run("completion", shell)
    assert done.status == 0
    assert "_CATALOG_LINT_COMPLETE" in done.out


def test_completion_offers_verbs_and_options() -> None:
    def offered(words: str, at: int) -> str:
        environment = {
            **os.environ,
            "_CATALOG_LINT_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(at),
        }
        code = "from catalog_lint.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    assert "plain,check" in offered("catalog-lint c", 1)
    assert "plain,--fix" in offered("catalog-lint check --f", 2)
    assert "plain,--unsafe-fixes" in offered("catalog-lint --fix --un", 2)


# Exit status


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((), 1),
        (("--fail-on", "error"), 0),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "info"), 1),
        (("--fail-on", "never"), 0),
        (("--exit-zero",), 0),
        (("--fix",), 0),
        (("--fix", "--exit-non-zero-on-fix"), 1),
        (("--diff",), 1),
        (("--diff", "--exit-zero"), 0),
        (("--ignore", "ALL"), 0),
    ],
)
def test_exit_status_of_a_page_with_a_warning(run: Any, arguments: Sequence[str], status: int) -> None:
    page = written("page.md")
    severity = run("--output-format", "json", "page.md").records[0]["severity"]
    assert severity == "warning"
    assert run(*arguments, "page.md").status == status
    assert page.read_text(encoding="utf-8") == (RIGHT if "--fix" in arguments else WRONG)


def test_fail_on_may_differ_by_folder(run: Any) -> None:
    written("lax/page.md")
    written("lax/catalog-lint.toml", 'fail-on = "never"\n')
    assert run("lax").status == 0
    written("page.md")
    assert run().status == 1


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--selct", "HAN"), "error: No such option '--selct'. Did you mean '--select'?"),
        (("--output-format", "xml", "."), "error: Invalid value for '--output-format'"),
        (("--select", "HAN999", "."), "error: the command line: select: no rule 'HAN999'"),
        (("--config", "gone.toml", "."), "error: --config gone.toml: no such file, and no KEY=VALUE"),
        (("--config", "selct = []", "."), "error: --config 'selct = []': selct: unknown key; did you mean"),
        (("--config", "a = =", "."), "error: --config 'a = =': "),
        (("-", "page.md"), "error: '-' reads standard input"),
        (("gone.md",), "error: gone.md: no such file or folder"),
        (("empty",), "error: empty: no page in this folder"),
        (("broken",), "error: broken/catalog-lint.toml: not TOML"),
        (("ruled",), "/ruled/own/XAA001-own.toml: sevrity: unknown key; did you mean 'severity'?"),
        (("--output-file", "page.md", "page.md"), "error: --output-file page.md is one of the pages"),
        (("--statistics", "--output-format", "github", "page.md"), "error: --statistics goes with"),
        (("--thumbnails", "page.md"), "error: --thumbnails goes with the format html"),
        (("--diff", "--statistics", "page.md"), "error: --diff shows what --fix would change"),
        (("--no-baseline", "--baseline", "known.txt", "page.md"), "error: --no-baseline does without one"),
        (("--no-baseline", "--prune-baseline", "page.md"), "error: --no-baseline does without one"),
        (("--diff-base", "HEAD", "--fix", "page.md"), "error: --diff-base tells what a change touches"),
        (("--diff-base", "HEAD", "--write-baseline", "known.txt"), "error: --diff-base tells what"),
        (("--write-baseline", "known.txt", "--diff", "page.md"), "error: a baseline is written from pages"),
        (("--prune-baseline", "-"), "error: a baseline is written from pages"),
        (("--add-suppressions", "--fix", "page.md"), "error: --add-suppressions writes comments and nothing"),
        (("--add-suppressions", "--online", "page.md"), "error: --add-suppressions writes comments"),
        (("--engine", "spark", "page.md"), "error: --engine spark: write dask, or dask=ADDRESS"),
        (("--select", ",", "page.md"), "error: an empty selector"),
        (("--select", "LNK101", "page.md"), "error: LNK101 is about what the network says; add --online"),
    ],
)
def test_bad_usage_and_configuration(run: Any, arguments: Sequence[str], problem: str) -> None:
    page = written("page.md")
    Path("empty").mkdir()
    written("broken/page.md")
    written("broken/catalog-lint.toml", "select = [\n")
    written("ruled/page.md")
    written("ruled/catalog-lint.toml", 'rules = ["own"]\n')
    rule = RULE.format(code="XAA001", name="own", severity="error", check="characters", more="")
    written("ruled/own/XAA001-own.toml", rule.replace("severity", "sevrity"))
    done = run(*arguments)
    assert done.status == 2
    assert problem in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""
    assert page.read_text(encoding="utf-8") == WRONG


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xff\xfe\x00", "error: bad.md: "),
        (b"\xe7\x88\nabc", "error: bad.md: not UTF-8 (byte 0, row 1)"),
        (b"PNG\0\0", "error: bad.md: holds NUL bytes"),
    ],
)
def test_a_bad_page_is_told_and_the_others_are_handled(run: Any, data: bytes, problem: str) -> None:
    written("bad.md", data)
    good = written("good.md")
    done = run("--fix", ".")
    assert done.status == 2
    assert done.err.startswith(problem)
    assert done.err.count("\n") == 1
    assert good.read_text(encoding="utf-8") == RIGHT
    assert Path("bad.md").read_bytes() == data


def test_a_page_that_cannot_be_written_is_reported_as_it_is(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    written("a.md")
    written("b.md")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    done = run("--fix", "a.md")
    assert done.status == 2
    assert (
        done.err == "error: a.md: cannot be written: No space left on device; the page was left as it was\n"
    )
    assert done.out.startswith("a.md:3:2: ")
    assert Path("a.md").read_text(encoding="utf-8") == WRONG
    assert sorted({each.name for each in Path().iterdir()} - {".catalog-lint-cache"}) == ["a.md", "b.md"]


def test_nothing_checked_is_said(run: Any) -> None:
    written("old/page.md")
    written("catalog-lint.toml", 'extend-exclude = ["old/"]\n')
    done = run("--force-exclude", "old/page.md")
    assert (done.status, done.out, done.err) == (0, "", "warning: nothing was checked (1 excluded)\n")


def test_text_files_without_entries_beside_such_with_are_counted() -> None:
    entry = "<details>\n<summary>1. [2024-09-16] 甲</summary>\n\n好。\n</details>\n"
    written("seeds/000.txt", entry)
    written("seeds/notes.txt", "好。\n")
    arguments = ("--select", "HAN", "seeds")
    for _ in range(2):
        done = process(*arguments)
        assert done.stdout == b"All checks passed!\n1 text file holds no entries and was left alone.\n"
    assert process("--quiet", *arguments).stdout == b""
    written("seeds/notes.txt", entry.replace("1.", "2."))
    assert process(*arguments).stdout == b"All checks passed!\n"
    written("docs/a.md")
    written("docs/requirements.txt", "click\n")
    assert b"left alone" not in process("docs").stdout


def test_an_empty_path_is_not_the_working_folder(run: Any) -> None:
    written("a.md")
    done = run("--fix", "")
    assert (done.status, done.out) == (2, "")
    assert "empty path" in done.err
    assert Path("a.md").read_text(encoding="utf-8") == WRONG


def test_a_number_too_long_to_count_is_no_failure(run: Any) -> None:
    title = f"<summary>{'9' * 5000}. [2024-01-02] 標題</summary>"
    written("a.md", f"<details>\n{title}\n\n文字。\n\n</details>\n")
    assert run("--isolated", "--fix", "a.md").status == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_page_is_told_and_the_others_are_checked(run: Any) -> None:
    written("a.md").chmod(0)
    written("b.md")
    done = run("a.md", "b.md")
    assert done.status == 2
    assert done.err == "error: a.md: cannot be read: Permission denied\n"
    assert done.out.startswith("b.md:3:2: ")


# Fixing


def test_fix_writes_and_tells_how_much(run: Any) -> None:
    page = written("page.md", DAMAGED)
    done = run("--fix", "page.md")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Found 4 problems, fixed 4, none left on 1 page in ")
    assert page.read_text(encoding="utf-8") == "# 目錄\n\n他為此事奔走，又為那事奔走。\n\n這裡是裡面。\n"
    assert run("--fix", "page.md").out == "All checks passed!\n"


def test_fix_keeps_line_ends_and_mode(run: Any) -> None:
    page = written("page.md", b"\xef\xbb\xbf" + WRONG.replace("\n", "\r\n").encode())
    page.chmod(0o640)
    assert run("--fix", "page.md").status == 0
    assert page.read_bytes() == b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode()
    assert page.stat().st_mode & 0o777 == 0o640


def test_diff_writes_nothing_and_goes_to_standard_output(run: Any) -> None:
    page = written("page.md")
    done = run("--diff", "page.md")
    assert done.status == 1
    assert done.out == (
        "--- page.md\n+++ page.md\n@@ -1,3 +1,3 @@\n # 目錄\n \n-他爲此事奔走多年。\n+他為此事奔走多年。\n"
    )
    assert done.err == "Would fix 1 problem.\n"
    assert page.read_text(encoding="utf-8") == WRONG
    patched = subprocess.run(["git", "apply", "-p0"], input=done.out.encode(), check=False)
    assert patched.returncode == 0
    assert page.read_text(encoding="utf-8") == RIGHT
    done = run("--diff", "page.md")
    assert (done.status, done.out, done.err) == (0, "", "No problem would be fixed.\n")


def test_diff_tells_of_nothing_but_what_changes(run: Any) -> None:
    page = written(
        "page.md",
        "他爲此事奔走。\n\n這是經历與干凈的幹燥。\n\n<details>\n"
        "<summary>1. [2024-09-16] 甲</summary>\n</details>\n",
    )
    found = [one for one in run("--output-format", "json", "page.md").records if one["severity"] != "info"]
    kept = [one for one in found if one["fix"] is None]
    assert kept
    done = run("--diff", "page.md")
    assert done.status == 1
    assert done.err == f"Would fix {len(found) - len(kept)} problems.\n"
    for one in kept:
        assert one["code"] not in done.out + done.err
    assert run("--diff", "--quiet", "page.md").err == ""
    data = page.read_bytes()
    piped = process("--diff", "--stdin-filename", "page.md", "-", data=data)
    assert (piped.returncode, piped.stdout.decode()) == (1, done.out)
    assert piped.stderr.decode() == done.err
    assert run("--fix", "page.md").status == 1
    done = run("--diff", "page.md")
    assert (done.status, done.out, done.err) == (0, "", "No problem would be fixed.\n")


def test_diff_counts_what_needs_a_look(run: Any) -> None:
    written(
        "page.md",
        (Path(__file__).parents[1] / "fixtures" / "seeds" / "02-damaged.md").read_text(encoding="utf-8"),
    )
    told = re.fullmatch(
        r"Would fix (\d+) problems \((\d+) more with `--unsafe-fixes`\)\.\n", run("--diff", "page.md").err
    )
    assert told
    unsafe = run("--unsafe-fixes", "--diff", "page.md").err
    assert unsafe == f"Would fix {int(told[1]) + int(told[2])} problems.\n"


def test_diff_in_a_file(run: Any) -> None:
    page = written("page.md")
    shown = run("--diff", "page.md").out
    done = run("--diff", "-o", "fixes.diff", "page.md")
    assert (done.status, done.out) == (1, "")
    assert Path("fixes.diff").read_text(encoding="utf-8") == shown
    assert run("--diff", "--statistics", "page.md").status == 2
    assert page.read_text(encoding="utf-8") == WRONG


# Standard input


def test_standard_input() -> None:
    done = process("-", data=WRONG.encode())
    assert done.returncode == 1
    assert done.stdout.startswith(b"-:3:2: ")
    done = process("--stdin-filename", "a/b.md", "-", data=WRONG.encode())
    assert done.stdout.startswith(b"a/b.md:3:2: ")


def test_fixed_text_goes_to_standard_output_alone() -> None:
    text = WRONG.replace("\n", "\r\n") + "\r\n他們說[]()。"
    done = process("--fix", "--fail-on", "never", "-", data=text.encode())
    assert done.returncode == 0
    assert done.stdout.decode() == text.replace("爲", "為")
    assert b"Found " in done.stderr


def test_standard_input_follows_the_configuration_of_its_name() -> None:
    written("en/catalog-lint.toml", 'extend-exclude = ["skip.md"]\nignore = ["ALL"]\n')
    assert process("--stdin-filename", "en/x.md", "-", data=WRONG.encode()).returncode == 0
    done = process("--fix", "--force-exclude", "--stdin-filename", "en/skip.md", "-", data=WRONG.encode())
    assert (done.returncode, done.stdout.decode()) == (0, WRONG)


def test_bad_standard_input() -> None:
    done = process("--fix", "-", data=b"\xe7\x88")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"error: -: not UTF-8")


# Output


def test_machine_formats_have_no_summary(run: Any) -> None:
    written("page.md")
    done = run("--output-format", "json", ".")
    assert (done.status, done.err) == (1, "")
    (record,) = done.records
    assert (record["filename"], record["location"]) == ("page.md", {"row": 3, "column": 2})
    assert record["end_location"] == {"row": 3, "column": 3}
    assert record["fix"]["edits"][0]["content"] == "為"
    assert json.loads(run("--output-format", "jsonl", ".").out) == record
    done = run("--output-format", "github", ".")
    assert done.out.startswith("::warning file=page.md,line=3,col=2,endLine=3,title=")
    assert done.out.count("\n") == 1
    written("page.md", RIGHT)
    assert run("--output-format", "json", ".").out == "[]\n"


@pytest.mark.parametrize(
    ("when", "variable", "coloured"),
    [
        ("auto", "", False),
        ("auto", "FORCE_COLOR", True),
        ("never", "FORCE_COLOR", False),
        ("always", "", True),
        ("always", "NO_COLOR", True),
    ],
)
def test_colour_is_as_asked(
    run: Any, monkeypatch: pytest.MonkeyPatch, when: str, variable: str, coloured: bool
) -> None:
    written("page.md")
    if variable:
        monkeypatch.setenv(variable, "1")
    assert ("\x1b[" in run("--color", when, "page.md").out) is coloured


def test_quiet_prints_findings_alone(run: Any) -> None:
    written("page.md")
    assert run("-q", "page.md").out.count("\n") == 1
    written("page.md", RIGHT)
    assert run("-q", "page.md").out == ""


def test_info_is_counted_and_listed_where_asked(run: Any) -> None:
    written("page.md")
    known = ("--config", "rule.HAN005.severity = 'info'", "page.md")
    done = run(*known)
    assert (done.status, done.out) == (
        0,
        "All checks passed!\n1 of severity info is not listed (`--show-info`).\n"
        "[*] 1 fixable with the `--fix` option.\n",
    )
    assert run("--show-info", *known).out.startswith("page.md:3:2: HAN005 [*] ")
    assert len(run("--format", "json", *known).records) == 1


def test_a_job_of_a_service_prints_what_the_service_reads(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    written("page.md")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    monkeypatch.setattr(sys.stdout, "fileno", lambda: 1, raising=False)
    assert main(["page.md", "-o", "report.txt"]) == 1
    assert Path("report.txt").read_text(encoding="utf-8").startswith("page.md:3:2: ")
    assert process("page.md").stdout.startswith(b"::warning file=page.md")
    assert "| HAN005 variant-character |" in Path("summary.md").read_text(encoding="utf-8")
    assert process("--format", "concise", "page.md").stdout.startswith(b"page.md:3:2: ")
    monkeypatch.delenv("GITHUB_ACTIONS")
    monkeypatch.setenv("GITLAB_CI", "true")
    assert run("page.md", "-o", "report.json").status == 1
    (issue,) = json.loads(Path("report.json").read_text(encoding="utf-8"))
    assert issue["location"] == {"path": "page.md", "lines": {"begin": 3, "end": 3}}
    assert process("page.md").stdout.startswith(b"page.md:3:2: ")


@pytest.mark.parametrize(
    ("form", "variable"),
    [
        ("github", "GITHUB_WORKSPACE"),
        ("gitlab", "CI_PROJECT_DIR"),
        ("sarif", "GITHUB_WORKSPACE"),
        ("sarif", "CI_PROJECT_DIR"),
    ],
)
def test_a_service_gets_paths_as_it_counts_them(
    run: Any, monkeypatch: pytest.MonkeyPatch, form: str, variable: str
) -> None:
    written("docs/x/a.md")
    written("b.md")
    root = Path.cwd()
    monkeypatch.chdir("docs")
    arguments = ("--output-format", form, "x/a.md", "../b.md")
    assert "docs/x/a.md" not in run(*arguments).out
    monkeypatch.setenv(variable, str(root))
    told = run(*arguments).out
    assert "docs/x/a.md" in told
    assert "../b.md" not in told
    assert "b.md" in told
    monkeypatch.setenv(variable, str(root / "elsewhere"))
    assert "docs/x/a.md" not in run(*arguments).out


@pytest.mark.parametrize("command", [("check",), ("links", "--offline"), ("triage",), ("export",), ("rule",)])
def test_format_has_two_names(run: Any, command: Sequence[str]) -> None:
    written("page.md", RIGHT)
    paths = [] if command == ("rule",) else ["page.md"]
    one, other = (run(*command, option, "json", *paths) for option in ("--format", "--output-format"))
    assert one.status == other.status == 0
    assert json.loads(one.out) == json.loads(other.out)


def test_the_nearest_choice_is_named(run: Any) -> None:
    done = run("--output-format", "gihub", ".")
    assert done.status == 2
    assert "did you mean 'github'?" in done.err


def test_filenames_are_relative_to_the_working_folder(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    written("pages/page.md")
    Path("here").mkdir()
    monkeypatch.chdir("here")
    for path in ("../pages", "../pages/page.md", str(Path("../pages").resolve())):
        assert [record["filename"] for record in run("--output-format", "json", path).records] == [
            "../pages/page.md"
        ]


def test_output_file(run: Any) -> None:
    written("page.md")
    done = run("--output-format", "json", "--output-file", "found.json", "page.md")
    assert (done.status, done.out, done.err) == (1, "", "")
    assert len(json.loads(Path("found.json").read_text(encoding="utf-8"))) == 1
    done = run("--output-file", "gone/found.txt", "page.md")
    assert done.status == 2
    assert done.err == "error: gone/found.txt: cannot be written: No such file or directory\n"


def test_settings_from_files_options_and_pieces(run: Any) -> None:
    written("page.md")
    written("catalog-lint.toml", 'output-format = "jsonl"\nlocale = "zh-TW"\n')
    chinese = json.loads(run("page.md").out)["message"]
    english = json.loads(run("--locale", "en", "page.md").out)["message"]
    assert chinese != english
    assert english.isascii() or "爲" in english
    assert run("--isolated", "page.md").out.startswith("page.md:3:2: ")
    assert run("--config", 'output-format = "concise"', "page.md").out.startswith("page.md:3:2: ")
    other = written("other/mine.toml", 'ignore = ["ALL"]\n')
    assert run("--config", str(other), "page.md").out == "All checks passed!\n"


def test_own_rules_need_no_python(run: Any) -> None:
    page = written(
        "page.md",
        "今天天氣不錯，笑死，我們用智能手機和人工智能。\n\n`笑死` 與 [智能](https://example.com/智能)\n",
    )
    written("catalog-lint.toml", 'rules = ["own"]\n')
    given = {
        "XAA001": ("slang", "pattern", "[params]\npattern = '笑死+'\n"),
        "XAA002": (
            "local-word",
            "substitution",
            '[fix]\napplicability = "safe"\n[params]\nwords = { "智能" = "智慧" }\nunless = ["人工智能"]\n',
        ),
    }
    for code, (name, check, more) in given.items():
        text = RULE.format(code=code, name=name, severity="error", check=check, more=more)
        written(f"own/{code}-{name}.toml", text)
    done = run("--select", "XAA", "page.md")
    assert done.out.splitlines()[:3] == [
        "page.md:1:8: XAA001 Not '笑死' [error]",
        "page.md:1:14: XAA002 [*] Not '智能' [error]",
        "page.md:3:9: XAA002 [*] Not '智能' [error]",
    ]
    assert run("rule", "XAA001").out.startswith("XAA001 slang\n")
    assert run("--select", "XAA", "--fix", "page.md").status == 1
    assert page.read_text(encoding="utf-8") == (
        "今天天氣不錯，笑死，我們用智慧手機和人工智能。\n\n`笑死` 與 [智慧](https://example.com/智能)\n"
    )
    text = RULE.format(
        code="XAB001", name="open", severity="error", check="pattern", more="[params]\npattern = '('\n"
    )
    written("bad/XAB001-open.toml", text)
    done = run("--config", 'rules = ["bad"]', "page.md")
    assert done.status == 2
    assert "bad/XAB001-open.toml: params.pattern: " in done.err


def test_statistics(run: Any) -> None:
    written("page.md", DAMAGED)
    done = run("--statistics", ".")
    assert done.status == 1
    count, entries, safe, unsafe, severity, code, _ = done.out.splitlines()[1].split()
    assert (count, entries, safe, unsafe, severity) == ("4", "0", "4", "0", "warning")
    assert code == run("--output-format", "json", ".").records[0]["code"]


def test_explaining_rules_is_quiet() -> None:
    done = process("rule", "--all")
    assert (done.returncode, done.stderr) == (0, b"")


def test_rule_explains_by_code_and_name(run: Any) -> None:
    written("page.md")
    code = run("--output-format", "json", "page.md").records[0]["code"]
    by_code = run("rule", code)
    assert by_code.status == 0
    name = by_code.out.split()[1]
    assert run("rule", name).out == by_code.out
    assert json.loads(run("rule", code, "--output-format", "json").out)[0]["name"] == name
    assert run("rule", code, "--output-format", "markdown").out.startswith(f"# {code} {name}\n")
    assert f"\n{code}  {name}  " in "\n" + run("rule").out
    everything = run("rule", "--all").out
    assert by_code.out in everything
    done = run("rule", f"{name}s")
    assert done.status == 2
    assert f"did you mean '{code}'?" in done.err


def test_what_a_rule_says_of_its_settings_can_be_pasted(tmp_path: Path) -> None:
    for code, rule in load_rules().items():
        page = "\n".join(rulebook.markdown(rule))
        block = page.partition("## Configure\n\n```toml\n")[2].partition("\n```")[0]
        written("catalog-lint.toml", block)
        settings = Configuration().of_folder(tmp_path)
        assert (code in settings.chosen_rules()) is not rule.default
        assert rule.bound(settings.params(rule)) == rule.bound()


# Pipes, signals, full disks


def test_a_reader_that_goes_away_is_no_failure() -> None:
    written("page.md", "# 目錄\n\n" + "他爲此事奔走。\n\n" * 5000)
    command = f"'{sys.executable}' -m catalog_lint --show-all page.md | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("page.md:3:2: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("output_format", ["concise", "json"])
def test_a_full_disk_is_told_once(output_format: str) -> None:
    written("page.md")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "catalog_lint", "--output-format", output_format, "page.md"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == b"error: standard output: cannot be written: No space left on device\n"


def test_an_interrupted_run_is_quiet() -> None:
    code = (
        "import io, os, sys\n"
        "from catalog_lint.cli import main\n"
        "class Waits(io.RawIOBase):\n"
        "    def readable(self): return True\n"
        "    def readinto(self, buffer): os.write(1, b'here\\n'); return os.readv(0, [buffer])\n"
        "sys.stdin = io.TextIOWrapper(io.BufferedReader(Waits()))\n"
        "sys.exit(main(['--fix', '-']))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as started:
        assert started.stdout
        assert started.stdout.readline() == b"here\n"
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=600)
    assert started.returncode == 130
    assert (out.strip(), err.strip()) == (b"", b"")


def test_terminal_gets_colour_and_others_do_not() -> None:
    pty = pytest.importorskip("pty")
    written("page.md")

    def shown(**environment: str) -> bytes:
        inner, outer = pty.openpty()
        try:
            done = subprocess.run(
                [sys.executable, "-m", "catalog_lint", "page.md"],
                stdout=outer,
                stderr=subprocess.PIPE,
                env={**os.environ, "TERM": "xterm", **environment},
                check=False,
            )
            assert done.returncode == 1
            return os.read(inner, 65536)
        finally:
            os.close(inner)
            os.close(outer)

    assert b"\x1b[" in shown()
    assert b"\x1b[" not in shown(NO_COLOR="1")
    assert b"\x1b[" not in process("page.md").stdout


def test_the_bar_makes_way_for_lines_on_the_same_terminal() -> None:
    pty = pytest.importorskip("pty")
    for number in range(4):
        written(f"page-{number}.md")
    written("bad.md", b"\xff\xfe")
    code = (
        "import catalog_lint.cli.terminal as it; it.PROGRESS_AFTER_SECONDS = it.PROGRESS_EVERY_SECONDS = 0\n"
        "from catalog_lint.cli import main; raise SystemExit(main(['--no-cache', '.']))"
    )
    inner, outer = pty.openpty()
    try:
        environment = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
        subprocess.run([sys.executable, "-c", code], stdout=outer, stderr=outer, env=environment, check=False)
        told = os.read(inner, 65536).decode()
    finally:
        os.close(inner)
        os.close(outer)
    assert "█" in told
    lines = [line.rpartition("\x1b[K")[2] for line in told.split("\r\n")]
    assert [line.partition(":")[0] for line in lines[:5]] == [
        *(f"page-{number}.md" for number in range(4)),
        "error",
    ]
    assert not [line for line in lines if "█" in line or "·" in line]


def test_a_terminal_that_knows_little_gets_escapes() -> None:
    written("page.md")
    done = process(
        "page.md", env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    )
    assert done.returncode == 1
    assert done.stdout.isascii()
    assert b"\\u7232" in done.stdout
    done = process(
        "--output-format",
        "json",
        "page.md",
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )
    assert "爲" in done.stdout.decode("utf-8")
