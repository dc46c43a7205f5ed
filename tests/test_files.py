"""Which pages a run finds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from catalog_lint.config import Configuration
from catalog_lint.files import Found, find, shown_name
from tests.command import entry


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(*names: str, text: str = "內容\n") -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(*paths: str, force_exclude: bool = False) -> Found:
    return find(paths or (".",), Configuration(), force_exclude=force_exclude)


def names(*paths: str, force_exclude: bool = False) -> list[str]:
    result = found(*paths, force_exclude=force_exclude)
    assert result.problems == []
    return [page.name for page in result.pages]


def test_folders_are_searched_for_markdown_in_natural_order() -> None:
    written("b/p-10.md", "b/p-9.md", "a.md", "c.txt", "B.MD", "b/x/y.md", "b/p.markdown")
    assert names() == ["a.md", "b/p-9.md", "b/p-10.md", "b/p.markdown", "b/x/y.md", "B.MD"]


def test_text_files_that_hold_entries_are_pages() -> None:
    written("seeds/000_x.txt", "seeds/010_y.TXT", text=entry(1, "好。"))
    written("seeds/crlf.txt", text=entry(2, "好。").replace("\n", "\r\n"))
    written("seeds/late.txt", text="前言。\n" * 3 + entry(2, "好。"))
    no_date = entry(1, "好。").replace("[2024-09-16] ", "")
    written("seeds/020_first-without-date.txt", text=no_date + entry(2, "好。"))
    written("seeds/notes.txt", text="<details>\n<summary>怎麼用</summary>\n說明。\n</details>\n")
    written("seeds/plain.txt", "seeds/log.text")
    result = found("seeds")
    assert [page.name for page in result.pages] == [
        "seeds/crlf.txt",
        "seeds/late.txt",
        "seeds/000_x.txt",
        "seeds/010_y.TXT",
        "seeds/020_first-without-date.txt",
    ]
    assert [Path(path).name for path in result.texts] == ["notes.txt", "plain.txt"]
    assert names("seeds/plain.txt") == ["seeds/plain.txt"]


def test_a_folder_with_other_text_files_says_how_many() -> None:
    written("seeds/notes.txt", "more/a.txt", "more/b.txt")
    assert found("seeds").problems == [
        "seeds: no page in this folder (1 text file holds no entries); name a folder or file with pages"
    ]
    assert "(2 text files hold no entries)" in found("more").problems[0]
    assert "(2 text files hold no entries)" in found("seeds", "more").problems[1]


def test_a_binary_or_unreadable_text_file_is_no_page() -> None:
    written("a.md")
    Path("b.txt").write_bytes(b"\xff\xfe<\0d\0")
    Path("c.txt").symlink_to("nowhere")
    assert names() == ["a.md"]


def test_what_is_a_page_can_be_said() -> None:
    written("a.md", "b.mdx", "c.page", "d.markdown", "x/e.page", "f.txt")
    written("catalog-lint.toml", text='extend-include = ["*.page", "f.txt"]\n')
    assert names() == ["a.md", "c.page", "d.markdown", "f.txt", "x/e.page"]
    written("catalog-lint.toml", text='include = ["/x/*.page"]\n')
    assert names() == ["x/e.page"]
    written("catalog-lint.toml", text='extend-include = ["*.page"]\nextend-exclude = ["x/"]\n')
    assert names() == ["a.md", "c.page", "d.markdown"]


def test_a_file_is_taken_whatever_its_name_and_only_once() -> None:
    written("a.txt", "a/b.md")
    assert names("a.txt", "a", "./a/b.md", str(Path("a/b.md").resolve())) == ["a.txt", "a/b.md"]


def test_names_are_relative_to_the_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    written("up/a.md", "up/here/b.md")
    monkeypatch.chdir("up/here")
    assert names("..") == ["../a.md", "b.md"]
    assert shown_name(str(Path("../a.md").resolve())) == "../a.md"


def test_default_exclusions_leave_out_what_tools_put_there() -> None:
    written(".git/a.md", "node_modules/x/b.md", ".venv/c.md", "d/__pycache__/e.md", "f.md")
    assert names() == ["f.md"]


def test_gitignore_counts_from_its_folder_down_and_up_to_the_repository() -> None:
    written("site/pages/a.md", "site/pages/draft.md", "site/pages/keep/draft.md", "site/pages/out/b.md")
    Path(".git").mkdir()
    written("site/.gitignore", text="draft.md\n/pages/out/\n")
    written("site/pages/keep/.gitignore", text="!draft.md\n")
    expected = ["site/pages/a.md", "site/pages/keep/draft.md"]
    assert names() == expected
    assert names("site/pages") == expected
    assert names("site/pages/draft.md") == ["site/pages/draft.md"]
    assert names("site/pages/out") == ["site/pages/out/b.md"]


def test_gitignore_above_a_folder_outside_a_repository_says_nothing() -> None:
    written("site/a.md")
    written(".gitignore", text="*.md\n")
    assert names("site") == ["site/a.md"]


def test_lines_of_gitignore_that_are_no_patterns_are_passed_over() -> None:
    written("a.md", "b.md")
    written(".gitignore", text="!\n\\\n[z-a]\n[[:alpha:]]\n# a.md\nb.md\n")
    assert names() == ["a.md"]


def test_exclude_and_extend_exclude() -> None:
    written("a.md", "old/b.md", "x/old/c.md", "x/tmp-d.md", "node_modules/e.md")
    written("catalog-lint.toml", text='extend-exclude = ["old/", "tmp-*.md"]\n')
    assert names() == ["a.md"]
    written("catalog-lint.toml", text='exclude = ["/old/"]\n')
    assert names() == ["a.md", "node_modules/e.md", "x/old/c.md", "x/tmp-d.md"]


def test_force_exclude_leaves_out_what_is_named_too() -> None:
    written("a.md", "old/b.md")
    written("catalog-lint.toml", text='extend-exclude = ["old/"]\n')
    assert names("a.md", "old/b.md", "old") == ["a.md", "old/b.md"]
    result = found("a.md", "old/b.md", "old", force_exclude=True)
    assert ([page.name for page in result.pages], result.excluded, result.problems) == (["a.md"], 2, [])


def test_a_folder_may_hold_one_that_was_named_before() -> None:
    written("seeds/a.md")
    result = found("seeds", ".", "seeds")
    assert ([page.name for page in result.pages], result.problems) == (["seeds/a.md"], [])


def test_force_exclude_leaves_out_texts_without_entries() -> None:
    text = entry(1, "好。")
    for name in ("000.txt", "000.TXT", "entries"):
        written(name, text=text)
    written("requirements.txt", "LICENSE", "b.mdx", "B.MD", "own/c.rst")
    written("catalog-lint.toml", text='extend-include = ["own/*.rst"]\n')
    given = ("000.txt", "000.TXT", "entries", "requirements.txt", "LICENSE", "b.mdx", "B.MD", "own/c.rst")
    assert names(*given) == list(given)
    result = found(*given, force_exclude=True)
    left_out = ("requirements.txt", "LICENSE")
    assert [page.name for page in result.pages] == [name for name in given if name not in left_out]
    assert (result.excluded, result.problems) == (2, [])


def test_each_folder_follows_its_own_configuration() -> None:
    written("a.md", "en/b.md", "en/skip.md")
    written("en/catalog-lint.toml", text='language = "en"\nexclude = ["skip.md"]\n')
    pages = {page.name: page.settings.language for page in found().pages}
    assert pages == {"a.md": "zh-TW", "en/b.md": "en"}


def test_symbolic_links_are_followed_and_loops_end() -> None:
    written("real/a.md", "other/b.md")
    Path("real/loop").symlink_to("..", target_is_directory=True)
    Path("real/other").symlink_to("../other", target_is_directory=True)
    Path("real/same.md").symlink_to("a.md")
    assert names("real") == ["real/a.md", "real/loop/other/b.md"]


def test_a_link_that_leads_in_a_circle_stops_nothing() -> None:
    written("a.md")
    Path("circle").symlink_to("circle")
    result = found(".")
    assert [page.name for page in result.pages] == ["a.md"]
    assert result.problems == []


def test_deep_folders_do_not_break_the_search() -> None:
    deep = Path(*["d"] * 300)
    written(str(deep / "a.md"))
    assert len(names()) == 1


@pytest.mark.parametrize(
    ("paths", "problem"),
    [
        (["gone.md"], "gone.md: no such file or folder"),
        (["empty"], "empty: no page in this folder"),
        (["ignored"], "ignored: no page in this folder that is not ignored or excluded (1 left out)"),
        (["pipe"], "pipe: not a regular file"),
        (["bad\0name"], r"'bad\x00name': "),
    ],
)
def test_what_cannot_be_searched_is_told_and_the_rest_goes_on(paths: list[str], problem: str) -> None:
    written("a.md", "ignored/x/b.md")
    written("ignored/.gitignore", text="x/\n")
    Path("empty").mkdir()
    os.mkfifo("pipe")
    result = found(*paths, "a.md")
    assert [page.name for page in result.pages] == ["a.md"]
    assert len(result.problems) == 1
    assert result.problems[0].startswith(problem)


def test_a_broken_configuration_stops_its_own_folder_only() -> None:
    written("a.md", "bad/b.md", "bad/c.md")
    written("bad/catalog-lint.toml", text="selct = []\n")
    result = found()
    assert [page.name for page in result.pages] == ["a.md"]
    assert result.problems == ["bad/catalog-lint.toml: selct: unknown key; did you mean 'select'?"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_folder_is_told() -> None:
    written("a.md", "shut/b.md")
    Path("shut").chmod(0)
    try:
        result = found()
    finally:
        Path("shut").chmod(0o755)
    assert [page.name for page in result.pages] == ["a.md"]
    assert result.problems == ["shut: cannot be searched: Permission denied"]
