"""Old faults put aside: what a run tells with a baseline, and what becomes of the file."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from catalog_lint.baseline import HEADER
from catalog_lint.cli import main
from tests.command import Run, entry, run, written

__all__ = ["run"]

HAN = ("--select", "HAN005")
KNOWN = ("--baseline", "known.txt", *HAN)
OLD = entry(1, "他爲此事奔走多年，在城裏住下。") + entry(2, "一切都好。", "", "這裏很美。")


@pytest.fixture
def known(run: Run) -> Run:
    """The command in a folder with two pages and a baseline of their faults."""
    written({"a.md": OLD, "b.md": entry(3, "人爲的錯。")})
    done = run(".", "--write-baseline", "known.txt", *HAN)
    assert (done.status, done.out) == (0, "")
    assert done.err.startswith("baseline: 4 findings written to known.txt\n")
    return run


def rows() -> list[str]:
    return Path("known.txt").read_text(encoding="utf-8").splitlines()


def test_what_a_baseline_names_is_not_reported(known: Run) -> None:
    assert known(".", *HAN).status == 1
    done = known(".", *KNOWN)
    assert (done.status, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize(
    ("file", "before", "where"),
    [
        ("catalog-lint.toml", "", "at the top of catalog-lint.toml"),
        ("catalog-lint.toml", "[schema]\nbase-level = 3\n", "at the top of catalog-lint.toml"),
        ("pyproject.toml", "[tool.catalog-lint]\n", "under [tool.catalog-lint] in pyproject.toml"),
    ],
)
def test_where_the_baseline_is_to_be_named_is_said(run: Run, file: str, before: str, where: str) -> None:
    written({"seeds/a.md": OLD, **({file: before} if before else {})})
    line = 'baseline = "lists/known.txt"'
    Path("lists").mkdir()
    done = run("seeds", "--write-baseline", "lists/known.txt", *HAN)
    assert done.err == (
        "baseline: 3 findings written to lists/known.txt\n"
        f"next: put the line `{line}` {where}, and every run leaves these findings out\n"
    )
    written({file: f"{before}{line}\n" if file == "pyproject.toml" else f"{line}\n{before}"})
    done = run("seeds", *HAN)
    assert (done.status, done.out, done.err) == (0, "", "")
    done = run("seeds", "--write-baseline", "lists/known.txt", *HAN)
    assert done.err == "baseline: 3 findings written to lists/known.txt\n"


def test_the_summary_says_how_many_are_left_out(known: Run, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([".", "--locale", "en", *KNOWN]) == 0
    assert capfd.readouterr().out == "All checks passed!\n4 more are left out: the baseline names them.\n"
    assert main([".", "--locale", "en", "--quiet", *KNOWN]) == 0
    assert capfd.readouterr().out == ""


def test_the_file_has_a_row_a_finding_in_order(known: Run) -> None:
    head, *found = rows()
    assert head == HEADER
    assert found == sorted(found)
    assert [row.split("\t")[:2] for row in found] == [["a.md", "HAN005"]] * 3 + [["b.md", "HAN005"]]
    before = rows()
    known("b.md", "a.md", "--write-baseline", "known.txt", "--workers", "2", *HAN)
    assert rows() == before


def test_lines_and_entries_may_move(known: Run) -> None:
    first, second = OLD.split("\n<details>", 1)
    written({"a.md": entry(7, "新的一講。") + "<details>" + second + "\n" + first + "\n"})
    assert known(".", *KNOWN).out == ""


def test_a_neighbour_may_be_fixed_and_its_row_is_stale(known: Run) -> None:
    written({"a.md": OLD.replace("爲", "為")})
    done = known(".", *KNOWN)
    assert (done.status, done.out) == (0, "")
    assert done.err == ("baseline: 1 row of known.txt matched nothing; --prune-baseline takes them out\n")


@pytest.mark.parametrize("new", ["後來也爲了此事。", "爲了此事。", "- 爲了此事。"])
def test_a_fault_that_was_fixed_does_not_pay_for_a_new_one(known: Run, new: str) -> None:
    written({"a.md": OLD.replace("爲", "為").replace("在城裏住下。", f"在城裏住下。\n\n{new}")})
    assert known(".", *KNOWN).places == [("a.md", 11, "HAN005")]


def test_at_the_start_of_a_line_neither(run: Run) -> None:
    written({"a.md": entry(1, "爲此事奔走多年。", "", "第二段。")})
    run(".", "--write-baseline", "known.txt", *HAN)
    written({"a.md": entry(1, "為此事奔走多年。", "", "爲何如此？")})
    assert run(".", *KNOWN).places == [("a.md", 11, "HAN005")]


def test_the_same_fault_once_more_is_new(known: Run) -> None:
    written({"b.md": entry(3, "人爲的錯。", "", "人爲的錯。")})
    assert [code for *_, code in known(".", *KNOWN).places] == ["HAN005"]


def test_the_same_words_in_another_entry_or_page_are_new(known: Run) -> None:
    written({"b.md": entry(3, "人爲的錯。") + entry(4, "人爲的錯。"), "c.md": entry(3, "人爲的錯。")})
    assert known(".", *KNOWN).places == [("b.md", 20, "HAN005"), ("c.md", 9, "HAN005")]


def test_a_renamed_page_keeps_its_known_findings(known: Run) -> None:
    text = OLD + "爲了下一季。\n"
    written({"a.md": text})
    known(".", "--write-baseline", "known.txt", *HAN)
    before = rows()
    Path("a.md").rename("z.md")
    done = known("z.md", *KNOWN)
    assert (done.status, done.out) == (0, "")
    assert done.err == (
        "baseline: known.txt: known findings of other pages stand on z.md now;"
        " --prune-baseline writes where\n"
    )
    written({"z.md": text.replace("一切都好。", "一切都好，爲何？")})
    assert known(".", *KNOWN).places == [("z.md", 20, "HAN005")]
    written({"z.md": text})
    done = known(".", "--prune-baseline", *KNOWN)
    assert (done.status, done.err) == (0, "baseline: 0 rows taken out of known.txt, 5 left\n")
    assert sorted(rows()) == sorted(row.replace("a.md", "z.md") for row in before)
    assert known(".", *KNOWN).err == ""


def test_a_page_may_be_split_or_joined_to_another(known: Run) -> None:
    first, second = OLD.split("\n<details>", 1)
    Path("a.md").unlink()
    written({"c.md": first, "b.md": f"{entry(3, '人爲的錯。')}<details>{second}"})
    assert known(".", *KNOWN).places == []


def move_second_entry() -> None:
    """Move the second entry of `a.md` to the end of `b.md`."""
    first, second = OLD.split("\n<details>", 1)
    written({"a.md": f"{first}\n", "b.md": f"{entry(3, '人爲的錯。')}<details>{second}"})


def test_an_entry_may_move_to_another_page(known: Run) -> None:
    move_second_entry()
    done = known(".", *KNOWN)
    assert (done.status, done.out) == (0, "")
    assert done.err == (
        "baseline: known.txt: known findings of other pages stand on b.md now;"
        " --prune-baseline writes where\n"
    )
    assert known("b.md", *KNOWN).err == done.err, "where the run looks at the new page alone, too"
    assert "0 rows taken out of known.txt, 4 left" in known("b.md", "--prune-baseline", *KNOWN).err
    assert [row.split("\t")[0] for row in rows()[1:]] == ["a.md", "a.md", "b.md", "b.md"]
    assert known(".", *KNOWN).err == ""


def test_a_fault_mended_on_the_way_does_not_pay_for_a_new_one(known: Run) -> None:
    move_second_entry()
    page = Path("b.md").read_text(encoding="utf-8").replace("這裏很美。", "這裡很美，城裏也是。")
    written({"b.md": page})
    assert known(".", *KNOWN).places == [("b.md", 22, "HAN005")]


def test_an_entry_that_was_copied_pays_for_no_other(known: Run) -> None:
    move_second_entry()
    written({"a.md": OLD})
    assert known(".", *KNOWN).places == [("b.md", 22, "HAN005")]
    move_second_entry()
    assert known(".", *KNOWN).places == [], "the cache does not outlive what the other page says"
    written({"a.md": OLD})
    assert known(".", *KNOWN).places == [("b.md", 22, "HAN005")]


def test_what_a_page_that_is_gone_had_outside_entries_is_known_where_half_of_it_is(known: Run) -> None:
    written({"a.md": "爲何？\n\n城裏。\n\n村裏。\n"})
    known(".", "--write-baseline", "known.txt", *HAN)
    Path("a.md").rename("c.md")
    assert known(".", *KNOWN).places == []
    written({"c.md": "爲何？\n"})
    assert known(".", *KNOWN).places == [("c.md", 1, "HAN005")]


def test_a_page_that_is_still_there_gives_nothing_to_others(known: Run) -> None:
    written({"c.md": OLD})
    assert {page for page, *_ in known(".", *KNOWN).places} == {"c.md"}
    Path("a.md").unlink()
    assert known(".", *KNOWN).places == [], "the cache does not outlive the page"


def test_stale_rows_are_pruned_and_those_of_pages_that_are_gone(known: Run) -> None:
    before = rows()
    written({"a.md": OLD.replace("爲", "為")})
    Path("b.md").unlink()
    assert "2 rows of known.txt matched nothing" in known(".", *KNOWN).err
    assert len(rows()) == 5
    done = known(".", "--prune-baseline", *KNOWN)
    assert (done.status, done.err) == (0, "baseline: 2 rows taken out of known.txt, 2 left\n")
    assert len(rows()) == 3
    assert set(rows()) - set(before) != set(), "a row's surroundings are those of now"
    assert known(".", *KNOWN).err == ""


def test_rows_that_a_run_did_not_look_for_stay(known: Run) -> None:
    before = rows()
    for part in (("a.md", *HAN), (".", "--select", "HAN001"), ("b.md", "--select", "SEC", "--fix")):
        done = known(*part, "--baseline", "known.txt", "--prune-baseline")
        assert "baseline: 0 rows taken out" in done.err
        assert rows() == before


def test_rows_of_rules_across_pages_stay_where_some_pages_are_looked_at(run: Run) -> None:
    other = entry(5, "戊。", video="lecture0001")
    written({"a.md": entry(1, "甲。") + entry(3, "丙。"), "b.md": other})
    rules = ("--select", "CAT001,CAT004")
    run(".", *rules, "--write-baseline", "known.txt")
    before = rows()
    assert len(before) == 4
    done = run("b.md", *rules, "--baseline", "known.txt", "--prune-baseline")
    assert "baseline: 0 rows taken out" in done.err
    assert rows() == before


def test_pages_are_named_from_the_folder_of_the_file(known: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    written({"sub/c.md": entry(9, "爲何？")})
    known("a.md", "b.md", "sub", "--write-baseline", "known.txt", *HAN)
    monkeypatch.chdir("sub")
    done = known("..", "--baseline", "../known.txt", *HAN)
    assert (done.status, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize("name", ["a\tb\n100% 好.md", "a\udcff.md", "a%09.md"])
def test_pages_of_any_name(run: Run, name: str) -> None:
    try:
        written({name: OLD})
    except OSError:
        pytest.skip("no such names here")
    written({"b.md": "好。\n"})
    run(".", "--write-baseline", "known.txt", *HAN)
    assert len(rows()) == 4
    assert (run(".", *KNOWN).out, run(".", *KNOWN).err) == ("", "")
    assert "baseline: 0 rows taken out" in run("b.md", "--prune-baseline", *KNOWN).err


def test_the_configuration_names_it_from_its_own_folder(known: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    written({"catalog-lint.toml": 'baseline = "known.txt"\nselect = ["HAN005"]\n', "sub/c.md": OLD})
    assert len(known(".").places) == 3
    monkeypatch.chdir("sub")
    assert known("../a.md").out == ""


def test_known_findings_are_told_where_that_is_asked_for(known: Run) -> None:
    written({"catalog-lint.toml": 'baseline = "known.txt"\nselect = ["HAN005"]\n'})
    assert known(".").places == []
    assert len(known(".", "--no-baseline").places) == 4
    assert known(".").places == []
    assert known(".", "--no-baseline", "--baseline", "known.txt").status == 2
    assert known(".", "--no-baseline", "--prune-baseline").status == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such baseline; --write-baseline known.txt makes it"),
        (b"", "not a baseline of this version"),
        (b"\xff\xfe", "not a baseline, but bytes that are no UTF-8"),
        (f"{HEADER}\na.md\tHAN005\n".encode(), "line 2 is no row"),
    ],
)
def test_a_broken_baseline_is_told_in_a_line(run: Run, content: bytes | None, message: str) -> None:
    written({"a.md": OLD})
    if content is not None:
        Path("known.txt").write_bytes(content)
    done = run(".", *KNOWN)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert len([line for line in done.err.splitlines() if "known.txt" in line]) == 1


def test_a_baseline_replaces_no_other_file(run: Run) -> None:
    written({"a.md": OLD})
    done = run(".", "--write-baseline", "a.md", *HAN)
    assert done.status == 2
    assert Path("a.md").read_text(encoding="utf-8") == OLD
    assert run(".", "--write-baseline", "nowhere/known.txt", *HAN).status == 2


@pytest.mark.parametrize("option", ["--diff", "-", "--diff-base=HEAD"])
def test_a_baseline_is_written_from_pages_as_they_are(run: Run, option: str) -> None:
    written({"a.md": OLD})
    path = () if option == "-" else (".",)
    assert run(*path, option, "--write-baseline", "known.txt", stdin=OLD).status == 2
    assert not Path("known.txt").exists()


def test_workers_agree(known: Run) -> None:
    written({f"{name}.md": entry(at, "爲何？") for at, name in enumerate("cdef", 10)})
    one, two = (known(".", *KNOWN, "--no-cache", "--workers", count) for count in "12")
    assert one.places == [(f"{name}.md", 9, "HAN005") for name in "cdef"]
    assert (one.out, one.err, one.status) == (two.out, two.err, two.status)


def test_a_cache_does_not_outlive_a_change_of_the_baseline(known: Run) -> None:
    assert known(".", *KNOWN).out == ""
    Path("known.txt").write_text("\n".join(rows()[:-1]) + "\n", encoding="utf-8")
    assert known(".", *KNOWN).places == [("b.md", 9, "HAN005")]


def test_after_fixing_what_is_left_and_not_known_is_reported(run: Run) -> None:
    text = entry(1, "他爲此事奔走。", "", "他去台湾。")
    rules = ("--select", "HAN005,SEC012,TYP", "--extend-select", "LNK")
    written({"a.md": text.replace("width", "wide")})
    left = run(".", "--fix", "--write-baseline", "known.txt", *rules)
    assert left.status == 0
    assert "他為此事" in Path("a.md").read_text(encoding="utf-8")
    assert not any("HAN005" in row for row in rows())
    done = run(".", "--fix", "--baseline", "known.txt", *rules)
    assert (done.status, done.out) == (0, "")
    assert f"{len(rows()) - 1} findings written" in left.err


def test_what_was_fixed_is_counted_without_what_is_known(
    run: Run, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = ("--select", "HAN005,CAT001", "--locale", "en", "--baseline", "known.txt")
    written({"a.txt": entry(1, "甲。") + entry(3, "丙。") + entry(5, "戊。")})
    run(".", "--write-baseline", "known.txt", "--select", "HAN005,CAT001")
    written({"a.txt": entry(1, "甲爲。") + entry(3, "丙。") + entry(5, "戊。")})
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path("a.txt").read_bytes())))
    assert main(["-", "--stdin-filename", "a.txt", "--fix", *rules]) == 0
    told = [capfd.readouterr().err]
    assert main([".", "--fix", *rules]) == 0
    told.append(capfd.readouterr().out)
    for each in told:
        assert re.sub(r" in [0-9.]+ s", "", each).startswith(
            "Found 1 problem, fixed 1, none left in 0 of 3 entries on 1 page.\n"
            "2 more are left out: the baseline names them.\n"
        )
        assert "left alone" not in each, "the baseline is no text file to count"


def test_fixing_leaves_no_known_finding_in_the_report(run: Run) -> None:
    rules = ("--select", "HAN005,CAT001")
    written({"a.md": entry(1, "甲。") + entry(3, "丙。")})
    run(".", "--write-baseline", "known.txt", *rules)
    written({"a.md": entry(1, "甲爲。") + entry(3, "丙。") + entry(6, "己。")})
    done = run(".", "--fix", "--baseline", "known.txt", *rules)
    assert done.places == [("a.md", 24, "CAT001")]
    assert "甲為。" in Path("a.md").read_text(encoding="utf-8")
    shown = run(".", "--diff", "--baseline", "known.txt", *rules)
    assert (shown.status, shown.out, shown.err) == (0, "", "No problem would be fixed.\n")


def test_another_duplicate_is_new_and_one_fewer_is_not(run: Run) -> None:
    rules = ("--select", "CAT004", "--baseline", "known.txt")
    first, *others = (entry(number, "好。", video="lecture0001") for number in (1, 2, 3))
    written({"a.md": "".join(others)})
    run(".", "--write-baseline", "known.txt", "--select", "CAT004")
    assert run(".", *rules).places == []
    written({"a.md": first + "".join(others)})
    assert len(run(".", *rules).places) == 1
    run(".", "--write-baseline", "known.txt", "--select", "CAT004")
    assert run(".", *rules).places == []
    written({"a.md": "".join(others)})
    assert run(".", *rules).places == []


def test_standard_input_under_a_name_is_that_page(known: Run) -> None:
    text = OLD.replace("一切都好。", "人爲。")
    done = known("-", "--stdin-filename", "a.md", *KNOWN, stdin=text)
    assert done.places == [("a.md", 20, "HAN005")]
    assert known("-", "--stdin-filename", "a.md", *KNOWN, stdin=OLD).status == 0
    assert known("-", *KNOWN, stdin=OLD).status == 1
