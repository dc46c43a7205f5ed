"""What a change touches, asked of git in real repositories."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from catalog_lint.baseline import HEADER
from tests.command import Run, entry, run, written

__all__ = ["run"]

HAN = ("--select", "HAN005")
OWN = """code = "OUR001"
name = "word"
category = "wording"
severity = "warning"
check = "lexicon"
summary = "Word"
why = "A word."
[message]
en = "'{found}'"
[params]
words = "words.txt"
"""
A = entry(1, "他爲此事。") + entry(2, "人爲。", "", "第二段。") + entry(3, "爲何？")
B = entry(4, "行爲。")


def git(*arguments: str, folder: str = ".") -> str:
    identity = ("-c", "user.name=Tester", "-c", "user.email=tester@example.com")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def committed() -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message", "Change the pages")


@pytest.fixture
def changed(run: Run) -> Run:
    """The command in a repository with two pages, on a branch that has not changed them."""
    written({"a.md": A, "b.md": B})
    git("init", "--quiet", "--initial-branch", "main")
    committed()
    git("switch", "--quiet", "--create", "topic")
    return run


def since_main(run: Run, *arguments: str, rules: tuple[str, ...] = HAN) -> list[tuple[str, int, str]]:
    done = run(*(arguments or (".",)), "--diff-base", "main", *rules)
    assert done.err == ""
    return done.places


def test_nothing_has_changed(changed: Run) -> None:
    assert since_main(changed) == []


def test_the_whole_entry_counts_and_no_other(changed: Run) -> None:
    written({"a.md": A.replace("第二段。", "另一段。")})
    assert since_main(changed) == [("a.md", 20, "HAN005")]
    committed()
    assert since_main(changed) == [("a.md", 20, "HAN005")]


def test_what_is_staged_counts(changed: Run) -> None:
    written({"b.md": B.replace("行爲。", "行爲！")})
    git("add", "b.md")
    assert changed(".", "--diff-base", "HEAD", *HAN).places == [("b.md", 9, "HAN005")]


def test_where_the_branch_left_counts_not_what_came_since(changed: Run) -> None:
    git("switch", "--quiet", "main")
    written({"b.md": B.replace("行爲。", "別的。")})
    committed()
    git("switch", "--quiet", "topic")
    written({"a.md": A.replace("第二段。", "另一段。")})
    assert since_main(changed) == [("a.md", 20, "HAN005")]


def test_a_renamed_page_has_changed_where_its_lines_have(changed: Run) -> None:
    git("mv", "a.md", "moved.md")
    assert since_main(changed) == []
    written({"moved.md": A.replace("第二段。", "另一段。")})
    committed()
    assert since_main(changed) == [("moved.md", 20, "HAN005")]


def test_new_pages_have_changed_as_a_whole(changed: Run) -> None:
    written({"新頁.md": entry(7, "爲何？"), "sub/d.md": entry(8, "爲何？")})
    git("add", "sub/d.md")
    assert since_main(changed) == [("sub/d.md", 9, "HAN005"), ("新頁.md", 9, "HAN005")]


def test_where_lines_were_taken_out_the_entry_counts(changed: Run) -> None:
    written({"a.md": A.replace("\n\n第二段。", "")})
    assert since_main(changed) == [("a.md", 20, "HAN005")]


def test_a_page_without_its_last_newline_or_with_windows_ones(changed: Run) -> None:
    Path("a.md").write_bytes(A.rstrip("\n").replace("\n", "\r\n").encode())
    committed()
    git("branch", "--force", "main")
    Path("a.md").write_bytes(A.rstrip("\n").replace("爲何？", "爲何。").replace("\n", "\r\n").encode())
    assert since_main(changed) == [("a.md", 33, "HAN005")]


def test_a_finding_counts_where_the_entry_that_it_relates_to_was_touched(changed: Run) -> None:
    twice = ("--select", "CAT004")
    written({"c.md": entry(5, "戊。", video="lecture0009")})
    committed()
    git("branch", "--force", "main")
    assert since_main(changed, rules=twice) == []
    written({"a.md": A.replace("lecture0002", "lecture0009")})
    assert since_main(changed, rules=twice) == [("c.md", 4, "CAT004")]
    assert since_main(changed, rules=HAN) == [("a.md", 20, "HAN005")]
    written({"catalog-lint.toml": 'catalog = ["."]\n'})
    assert since_main(changed, "c.md", rules=twice) == [("c.md", 4, "CAT004")]


def test_from_a_folder_below(changed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    written({"sub/d.md": A})
    committed()
    git("branch", "--force", "main")
    written({"sub/d.md": A.replace("第二段。", "另一段。")})
    monkeypatch.chdir("sub")
    assert since_main(changed, "..") == [("d.md", 20, "HAN005")]


@pytest.mark.parametrize("revision", ["nowhere", "--output=a.md", "-h", "HEAD:a.md"])
def test_a_revision_that_is_none(changed: Run, revision: str) -> None:
    done = changed(".", f"--diff-base={revision}", *HAN)
    assert (done.status, done.out) == (2, "")
    assert f"--diff-base {revision}: no such revision\n" in done.err
    assert Path("a.md").read_text(encoding="utf-8") == A


def test_a_folder_without_a_repository(run: Run) -> None:
    written({"a.md": A})
    done = run(".", "--diff-base", "main", *HAN)
    assert done.status == 2
    assert "not in a git repository; --diff-base and --staged need one" in done.err


def test_a_shallow_clone_says_how_to_fetch_the_rest(changed: Run, tmp_path: Path) -> None:
    written({"a.md": A.replace("第二段。", "另一段。")})
    committed()
    git("clone", "--quiet", "--depth", "1", "--branch", "topic", f"file://{tmp_path}", "shallow")
    done = changed("shallow", "--diff-base", "origin/main", *HAN)
    assert done.status == 2
    assert "no such revision; the clone is shallow" in done.err
    git("fetch", "--quiet", "--depth", "1", "origin", "main:main", folder="shallow")
    done = changed("shallow", "--diff-base", "main", *HAN)
    assert done.status == 2
    assert "no common revision here; the clone is shallow: fetch the rest" in done.err
    git("fetch", "--quiet", "--unshallow", folder="shallow")
    assert changed("shallow", "--diff-base", "main", *HAN).places == [("shallow/a.md", 20, "HAN005")]


@pytest.mark.parametrize("option", ["--fix", "--diff", "--write-baseline=known.txt"])
def test_what_it_does_not_go_with(changed: Run, option: str) -> None:
    assert changed(".", "--diff-base", "main", option).status == 2


def test_a_baseline_and_a_change_together(changed: Run) -> None:
    changed(".", "--write-baseline", "known.txt", *HAN)
    written({"a.md": A.replace("第二段。", "又爲。")})
    done = changed(".", "--diff-base", "main", "--baseline", "known.txt", *HAN)
    assert (done.places, done.err) == ([("a.md", 22, "HAN005")], "")


def test_staged_content_is_checked_as_the_next_commit_has_it(changed: Run) -> None:
    config = 'catalog = ["."]\nselect = ["HAN005", "CAT004"]\n'
    written({"catalog-lint.toml": config, "a.md": A + entry(5, "爲了將來。"), "note.txt": "爲。\n"})
    git("add", "a.md", "note.txt")
    written({"a.md": "# 空\n", "b.md": B + entry(6, "爲了。", video="lecture0004")})
    done = run_staged(changed)
    assert done == [
        ("a.md", 9, "HAN005"),
        ("a.md", 20, "HAN005"),
        ("a.md", 33, "HAN005"),
        ("a.md", 44, "HAN005"),
    ]
    assert run_staged(changed, "--diff-base", "main") == [("a.md", 44, "HAN005")]
    assert run_staged(changed, "b.md") == [("b.md", 9, "HAN005")]
    git("add", "b.md")
    assert ("b.md", 15, "CAT004") in run_staged(changed)
    assert Path("a.md").read_text(encoding="utf-8") == "# 空\n"
    assert "MM a.md" in git("status", "--short")


def run_staged(run: Run, *arguments: str) -> list[tuple[str, int, str]]:
    here = Path.cwd()
    done = run("--staged", *arguments)
    assert done.err == ""
    assert Path.cwd() == here
    return done.places


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The files that runs on what is staged have written, by name."""
    written_files: set[str] = set()
    removed = TemporaryDirectory.cleanup

    def note(folder: Any, *arguments: Any) -> None:
        paths = Path(folder.name).rglob("*")
        written_files.update(path.relative_to(folder.name).as_posix() for path in paths if path.is_file())
        removed(folder)

    monkeypatch.setattr(TemporaryDirectory, "cleanup", note)
    return written_files


def test_only_what_the_run_needs_of_the_index_is_laid_out(changed: Run, laid_out: set[str]) -> None:
    written(
        {
            "catalog-lint.toml": (
                'extend = "lists/more.toml"\ncatalog = ["seeds"]\n'
                'include = ["*.rst", "*.md"]\nselect = ["HAN005", "OUR", "CAT011"]\n'
            ),
            "lists/more.toml": 'rules = ["own"]\nbaseline = "known"\n',
            "lists/known": f"{HEADER}\n",
            "lists/own/OUR001-word.toml": OWN,
            "lists/own/words.txt": "奔走\n",
            "seeds/c.md": "# 目錄\n\n[圖](../assets/there.md) [無](../assets/gone.md)\n",
            "seeds/d.rst": "# 二\n",
            "seeds/picture.html": "<p>",
            "assets/there.md": "# 三\n",
            "assets/x.txt": "爲\n",
            "a.md": A + entry(5, "爲了將來奔走。"),
        }
    )
    git("add", "--all")
    git("mv", "seeds/c.md", "seeds/e.md")
    done = run_staged(changed, "a.md", "seeds")
    assert {(page, code) for page, _, code in done} == {
        ("a.md", "HAN005"),
        ("a.md", "OUR001"),
        ("seeds/e.md", "CAT011"),
    }
    assert laid_out == {
        "catalog-lint.toml",
        "lists/more.toml",
        "lists/known",
        "lists/own/OUR001-word.toml",
        "lists/own/words.txt",
        "seeds/e.md",
        "seeds/d.rst",
        "a.md",
    }


def test_what_a_symbolic_link_leads_to_is_laid_out(changed: Run, laid_out: set[str]) -> None:
    written({"elsewhere/page.md": "爲何？\n", "elsewhere/other.md": "爲。\n"})
    Path("link.md").symlink_to("elsewhere/page.md")
    git("add", "--all")
    assert run_staged(changed, "link.md", *HAN) == [("link.md", 1, "HAN005")]
    assert laid_out == {"link.md", "elsewhere/page.md"}


def test_a_copy_of_a_page_that_is_not_laid_out_is_new(changed: Run) -> None:
    git("checkout", "--quiet", "main")
    written({"copy.md": Path("a.md").read_text(encoding="utf-8")})
    git("add", "copy.md")
    whole = run_staged(changed, *HAN)
    assert whole
    assert run_staged(changed, "--diff-base", "main", *HAN) == whole


def test_staged_content_of_a_folder_within(changed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    written({"sub/c.md": A})
    git("add", "--all")
    monkeypatch.chdir("sub")
    assert {page for page, *_ in run_staged(changed, *HAN)} == {"c.md"}
    done = changed("--staged", *HAN, "-o", "report")
    assert (done.status, done.out) == (1, "")
    assert "c.md" in Path("report").read_text(encoding="utf-8")


def test_staged_with_nothing_to_check_and_what_does_not_go_with_it(changed: Run) -> None:
    done = changed("--staged")
    assert (done.status, done.err) == (0, "warning: nothing is staged\n")
    for option in ("--fix", "--diff", "--watch", "--prune-baseline", "--write-baseline=x", "--online"):
        done = changed("--staged", option)
        assert done.status == 2
        assert f"does not go with {option.partition('=')[0]}" in done.err
