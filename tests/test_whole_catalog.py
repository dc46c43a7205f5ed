"""Rules across pages where a run is given some pages of a catalog."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog_lint.report.diff import diff
from catalog_lint.source import Source
from tests.command import Run, entry, run, written

__all__ = ["run"]

RULES = ("--select", "HAN005,CAT001,CAT004,CAT008")
A = entry(1, "他爲此事。", title="取樣 (1/3)") + entry(2, "好。", title="取樣 (3/3)")
B = entry(3, "人爲。", title="取樣 (2/3)") + entry(5, "好。", title="雜訊 (1/3)")
C = entry(8, "好。", title="雜訊 (3/3)", video="lecture0001")
WHOLE = 'catalog = ["."]\n'


@pytest.fixture
def three(run: Run) -> Run:
    written({"a.md": A, "b.md": B, "c.md": C})
    return run


def test_all_pages(three: Run) -> None:
    assert three(".", *RULES).places == [
        ("a.md", 9, "HAN005"),
        ("b.md", 9, "HAN005"),
        ("b.md", 13, "CAT001"),
        ("c.md", 2, "CAT001"),
        ("c.md", 2, "CAT008"),
        ("c.md", 4, "CAT004"),
    ]


@pytest.mark.parametrize("option", [(), ("--no-cache", "--workers", "2")])
def test_pages_of_a_catalog_that_is_named(three: Run, option: tuple[str, ...]) -> None:
    written({"catalog-lint.toml": WHOLE})
    assert three("a.md", *RULES, *option).places == [
        ("a.md", 9, "HAN005"),
        ("c.md", 4, "CAT004"),
    ], "the duplicate stands on another page, which is reported for nothing else"
    assert three("b.md", *RULES, *option).places == [
        ("b.md", 9, "HAN005"),
        ("b.md", 13, "CAT001"),
        ("c.md", 2, "CAT001"),
        ("c.md", 2, "CAT008"),
    ]


def test_a_page_outside_the_catalog_that_is_named(three: Run) -> None:
    written({"catalog-lint.toml": 'catalog = ["a.md", "b.md"]\n'})
    assert three("c.md", *RULES).places == [
        ("c.md", 2, "CAT001"),
        ("c.md", 2, "CAT008"),
        ("c.md", 4, "CAT004"),
    ]


def test_a_change_of_another_page_is_seen(three: Run) -> None:
    written({"catalog-lint.toml": WHOLE})
    assert ("c.md", 4, "CAT004") in three("a.md", *RULES).places
    written({"c.md": C.replace("lecture0001", "lecture0008")})
    assert ("c.md", 4, "CAT004") not in three("a.md", *RULES).places


def test_pages_of_a_catalog_that_nobody_named(three: Run) -> None:
    """Parts and numbers may be on the pages that are not here."""
    assert three("a.md", "c.md", *RULES).places == [("a.md", 9, "HAN005"), ("c.md", 4, "CAT004")]
    written({"d.md": entry(1, "好。") + entry(4, "好。")})
    assert three("b.md", "d.md", *RULES).places == [
        ("b.md", 9, "HAN005"),
        ("b.md", 13, "CAT001"),
        ("d.md", 13, "CAT001"),
    ]


def test_fixing_pages_that_are_named_speaks_of_no_other(three: Run) -> None:
    done = three("a.md", "c.md", "--fix", *RULES)
    assert "CAT004" in done.out + done.err
    assert "CAT008" not in done.out + done.err
    assert "CAT001" not in done.out + done.err


@pytest.mark.parametrize("option", [(), ("--no-cache",), ("--workers", "2")])
def test_a_diff_is_what_fixing_changes(run: Run, option: tuple[str, ...]) -> None:
    """The spelling that most of the catalog has stands on a page that the run is not given."""
    written(
        {
            "catalog-lint.toml": WHOLE,
            "a.md": entry(1, "台北的水爲何乾淨。"),
            "b.md": entry(2, *3 * ["臺北。"]),
        }
    )
    options = ("a.md", "--select", "CAT014,HAN005", "--unsafe-fixes", *option)
    before = Path("a.md").read_text(encoding="utf-8")
    done = run("--diff", *options)
    assert (done.status, done.err) == (1, "Would fix 2 problems.\n")
    assert Path("a.md").read_text(encoding="utf-8") == before
    assert run("--fix", *options).status == 0
    after = Path("a.md").read_text(encoding="utf-8")
    assert "臺北的水為何" in after
    assert done.out == diff("a.md", Source(before), Source(after))
    done = run("--diff", *options)
    assert (done.status, done.out, done.err) == (0, "", "No problem would be fixed.\n")


def test_a_page_from_standard_input_is_one_of_a_catalog(three: Run) -> None:
    done = three("-", "--stdin-filename", "a.md", *RULES, stdin=A)
    assert done.places == [("a.md", 9, "HAN005")]


def test_suppressions_of_what_a_run_cannot_look_for_are_not_called_unused(three: Run) -> None:
    rules = ("--select", "HAN005,CAT001,CAT004,CAT008,SUP")
    three(".", "--add-suppressions", *rules)
    assert three(".", *rules).places == []
    for some in (("c.md",), ("a.md", "b.md"), ("c.md", "--fix")):
        assert three(*some, *rules).places == []
    done = three("-", "--stdin-filename", "b.md", *rules, stdin=Path("b.md").read_text(encoding="utf-8"))
    assert done.places == []


def test_of_another_page_of_the_catalog_no_suppression_is_called_unused(three: Run) -> None:
    written(
        {
            "catalog-lint.toml": WHOLE,
            "c.md": C.replace("好。", "人爲。 <!-- catalog-lint-disable-line HAN005 -->"),
        }
    )
    assert three("a.md", *RULES, "--extend-select", "SUP").places == [
        ("a.md", 9, "HAN005"),
        ("c.md", 4, "CAT004"),
    ]
