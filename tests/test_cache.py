"""Runs that keep what they learned: the same report, whatever a cache holds."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from random import Random

import pytest

from catalog_lint.cache import Cache
from catalog_lint.lint.analyse import analyse
from catalog_lint.lint.linter import lint
from catalog_lint.lint.record import from_parts, to_parts
from catalog_lint.lint.result import EntryResult
from tests.conftest import judged, mended

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "catalog_lint", "--isolated", "--output-format", "jsonl", "--select", "ALL"]
HEAVY = ("markdown_it", "pydantic", "opencc", "click")


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A folder with the fixtures' pages."""
    folder = tmp_path / "catalog"
    shutil.copytree(ROOT / "fixtures" / "seeds", folder)
    shutil.copy(folder / "02-damaged.md", folder / "03-damaged.md")
    return folder


def run(folder: Path, *options: str, command: list[str] = COMMAND) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, *options, "."], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return done


def records(folder: Path) -> list[Path]:
    return sorted((folder / ".catalog-lint-cache").rglob("*.record"))


def test_results_are_values_that_json_and_pickle_carry() -> None:
    text = (ROOT / "fixtures" / "seeds" / "02-damaged.md").read_text(encoding="utf-8")
    text += "<!-- catalog-lint-disable HAN001 -->\n\n```\n水\n```\n\n"
    text += "<details>\n<summary>9. 水</summary>\n\n河。\n"
    (page,) = judged(text, select=["ALL"]).pages.values()
    page.entries[0].result.failures.append(("HAN001", "what it raised"))
    for each in fields(EntryResult):
        assert any(getattr(entry.result, each.name) for entry in page.entries), each.name
    again = from_parts(page.path, page.source, page.program, to_parts(page))
    assert to_parts(again) == to_parts(page)
    carried = [pickle.loads(pickle.dumps(entry.result)) for entry in page.entries]
    assert carried == [entry.result for entry in page.entries]
    function, program = pickle.loads(pickle.dumps((analyse, page.program)))
    for entry in page.entries:
        if entry.result.kind == "entry" and not entry.result.problems:
            own = page.source.text[entry.start : entry.start + entry.length]
            assert function(own, program).to_json()[1] == entry.result.to_json()[1]
    assert [entry.result.hits for entry in again.entries] == [entry.result.hits for entry in page.entries]


def test_the_rules_across_entries_read_facts_from_json_as_they_read_them_fresh() -> None:
    name = ROOT / "fixtures" / "seeds" / "02-damaged.md"
    pages = {"a.md": name.read_text(encoding="utf-8"), "b.md": name.read_text(encoding="utf-8")}
    result = judged(pages, select=["ALL"])
    fresh = [(f.path, f.rule.code, f.span, f.message) for f in result.findings]
    inputs = [(page.path, page.source, page.program.settings) for page in result.pages.values()]
    for page in result.pages.values():
        heads = from_parts(page.path, page.source, page.program, to_parts(page)).entries
        for entry, head in zip(page.entries, heads, strict=True):
            entry.result = head.result
    again = lint(inputs)
    assert [(f.path, f.rule.code, f.span, f.message) for f in again.findings] == fresh


def test_cached_and_uncached_runs_agree_over_edits_and_settings(catalog: Path) -> None:
    random = Random(7)
    pages = sorted(catalog.glob("*.md"))
    for step in range(3):
        page = random.choice(pages)
        lines = page.read_text(encoding="utf-8").split("\n")
        at = random.randrange(len(lines))
        lines[at : at + random.randrange(2)] = [
            random.choice(["他爲此事說过。", "", "### 小節九：后記", "</details>"])
        ]
        page.write_text("\n".join(lines), encoding="utf-8")
        settings = random.choice([[], ["--ignore", "HAN"], ["--config", "language = 'zh-HK'"]])
        uncached = run(catalog, "--no-cache", *settings)
        for workers in ("1", "2") if step else ("2",):
            cached = run(catalog, "--workers", workers, *settings)
            assert (cached.stdout, cached.returncode) == (uncached.stdout, uncached.returncode), step


COUNTS = """
import sys
import catalog_lint.__main__ as it
from catalog_lint.MODULE import CLASS
done, count = CLASS.METHOD, []
CLASS.METHOD = lambda self, *rest: count.append(1) or done(self, *rest)
try:
    it.main()
finally:
    print(len(count), file=sys.stderr)
"""


def counting(module: str, owner: str, method: str, *options: str) -> list[str]:
    """The command, which tells at the end of standard error how often a method was called."""
    code = COUNTS.replace("MODULE", module).replace("CLASS", owner).replace("METHOD", method)
    return [sys.executable, "-c", code, *options]


def told(done: subprocess.CompletedProcess[str]) -> int:
    return int(done.stderr.split()[-1])


def test_fixes_are_the_same_with_a_cache_and_without(catalog: Path, tmp_path: Path) -> None:
    random = Random(11)
    for step, options in enumerate([["--fix"], ["--fix", "--unsafe-fixes"], ["--diff"], ["--fix"]]):
        page = random.choice(sorted(catalog.glob("*.md")))
        lines = page.read_text(encoding="utf-8").split("\n")
        lines.insert(
            random.randrange(len(lines)), random.choice(["他爲此事說过。", "", "</details>", "[到](#后記)"])
        )
        page.write_text("\n".join(lines), encoding="utf-8")
        other = tmp_path / f"without-{step}"
        shutil.copytree(catalog, other, ignore=shutil.ignore_patterns(".catalog-lint-cache"))
        run(catalog)
        cached, uncached = run(catalog, *options), run(other, "--no-cache", *options)
        assert (cached.stdout, cached.stderr) == (uncached.stdout, uncached.stderr), step
        assert {page.name: page.read_bytes() for page in catalog.glob("*.md")} == {
            page.name: page.read_bytes() for page in other.glob("*.md")
        }
        assert run(catalog).stdout == run(catalog, "--no-cache").stdout


@pytest.mark.parametrize("verb", ["triage", "export"])
def test_what_entries_need_is_told_from_what_a_check_kept(catalog: Path, verb: str) -> None:
    run(catalog, command=[sys.executable, "-m", "catalog_lint", "--isolated"])
    judging = counting("lint.program", "Program", "for_entries", verb, "--isolated")
    from_cache = run(catalog, command=judging)
    anew = run(catalog, "--no-cache", command=judging)
    assert told(from_cache) == 0 < told(anew)
    assert from_cache.stdout == anew.stdout


@pytest.mark.parametrize(
    "options",
    [
        ("--output-format", "grouped"),
        ("--locale", "zh-TW"),
        ("--unsafe-fixes",),
        ("--config", "fail-on = 'info'"),
        ("--config", "catalog = ['.']"),
    ],
)
def test_how_a_run_reports_changes_nothing_of_what_is_kept_of_entries(
    catalog: Path, options: tuple[str, ...]
) -> None:
    plain = [sys.executable, "-m", "catalog_lint", "--isolated"]
    run(catalog, command=plain)
    other = counting("lint.program", "Program", "for_entries", "--isolated", *options)
    after, anew = run(catalog, command=other), run(catalog, "--no-cache", command=other)
    assert told(after) == 0 < told(anew)
    assert after.returncode == anew.returncode
    timeless = [re.sub(r"[0-9.]+ ?(?:s|秒)", "", done.stdout) for done in (after, anew)]
    assert timeless[0] == timeless[1]


@pytest.mark.parametrize("workers", ["1", "3"])
def test_the_command_fixes_what_the_library_fixes(catalog: Path, workers: str) -> None:
    # Two 台湾 become 台灣, which is the majority only then; the link keeps a heading of another page.
    (catalog / "04-minority.md").write_text("臺灣的山。\n\n[到](05-majority.md#软件)\n", encoding="utf-8")
    (catalog / "05-majority.md").write_text("台湾的茶，台湾的米。\n\n## 软件\n\n这些。\n", encoding="utf-8")
    chosen = ("--select", "ALL", "--unsafe-fixes")
    pages = {page.name: page.read_text(encoding="utf-8") for page in sorted(catalog.glob("*.md"))}
    done = mended(pages, unsafe=True, select=["ALL"], unsafe_fixes=True)
    assert done.sources["04-minority.md"].text.startswith("台灣的山。")
    said = run(catalog, "--fix", "--workers", workers, *chosen)
    assert {page.name: page.read_text(encoding="utf-8") for page in catalog.glob("*.md")} == {
        name: source.raw for name, source in done.sources.items()
    }
    assert [line.removeprefix("warning: ") for line in said.stderr.splitlines()] == [
        *sorted(done.refused, key=lambda line: line.split(":")[0])
    ]
    assert len(said.stdout.splitlines()) == len(done.left.findings)
    assert run(catalog, "--fix", *chosen).stderr == said.stderr


def test_fixing_reads_what_changed_and_nothing_else(catalog: Path) -> None:
    command = counting("catalog.entry", "EntryReader", "read", "--isolated", "--fix")
    run(catalog, command=command)
    page = catalog / "01-clean.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace("</details>", "说明。\n\n</details>", 1), "utf-8"
    )
    assert 0 < told(run(catalog, command=command)) <= 4
    assert told(run(catalog, command=command)) == 0


def test_an_edit_that_the_rules_across_entries_do_not_see_does_not_run_them(catalog: Path) -> None:
    command = counting("lint.crossing", "Collected", "__init__", *COMMAND[3:])
    page = catalog / "02-damaged.md"
    assert told(run(catalog, command=command)) > 0
    page.write_text(page.read_text(encoding="utf-8").replace("</details>", "\n</details>", 1), "utf-8")
    second = run(catalog, command=command)
    assert told(second) == 0
    assert second.stdout == run(catalog, "--no-cache").stdout
    page.write_text(page.read_text(encoding="utf-8") + "\n[到](./gone.md)\n", "utf-8")
    third = run(catalog, command=command)
    assert told(third) > 0
    assert third.stdout == run(catalog, "--no-cache").stdout
    (catalog / "gone.md").write_text("有了。\n", "utf-8")
    (catalog / ".gitignore").write_text("gone.md\n", "utf-8")
    assert run(catalog, command=command).stdout == run(catalog, "--no-cache").stdout != third.stdout


def test_the_report_does_not_depend_on_the_number_of_processes(catalog: Path) -> None:
    for form in ("json", "concise", "html"):
        options = ("--no-cache", "--output-format", form, "--statistics" if form == "json" else "--show-all")
        one, three = (run(catalog, *options, "--workers", number) for number in ("1", "3"))
        cut = [done.stdout.rpartition(" in ")[0] if form != "json" else done.stdout for done in (one, three)]
        assert cut[0] == cut[1], form


def test_a_run_on_which_nothing_has_changed_loads_nothing_heavy(catalog: Path) -> None:
    first = run(catalog)
    loads = "import sys, catalog_lint.__main__ as it; it.main(); print(*sys.modules, file=sys.stderr)"
    again = run(catalog, command=[sys.executable, "-c", loads, *COMMAND[3:]])
    assert again.stdout == first.stdout
    # The arguments are the same but for the program's own name.
    assert not set(HEAVY) & set(again.stderr.split())


@pytest.mark.parametrize("change", ["page", "new", "gone", "configuration", "ignored", "renamed"])
def test_what_has_changed_is_looked_at(catalog: Path, change: str) -> None:
    command = [sys.executable, "-m", "catalog_lint", "--output-format", "jsonl"]
    before = run(catalog, command=command)
    assert run(catalog, command=command).stdout == before.stdout
    page = catalog / "02-damaged.md"
    if change == "page":
        page.write_text(page.read_text(encoding="utf-8") + "\n裏面。\n", encoding="utf-8")
    elif change == "new":
        (catalog / "04-new.md").write_text("裏面。\n", encoding="utf-8")
    elif change == "gone":
        page.unlink()
    elif change == "configuration":
        (catalog / "catalog-lint.toml").write_text('ignore = ["HAN"]\n', encoding="utf-8")
    elif change == "ignored":
        (catalog / ".gitignore").write_text("02-*.md\n", encoding="utf-8")
    else:
        page.rename(catalog / "09-renamed.md")
    after = run(catalog, command=command)
    assert after.stdout != before.stdout
    assert after.stdout == run(catalog, "--no-cache", command=command).stdout


CONFIGURED = {
    "catalog-lint.toml": """baseline = "baseline.tsv"
rules = ["own"]
extend-select = ["WRD001"]
[rule.mainland-wording]
terms = "terms.txt"
[rule.number-order]
order = "ascending"
""",
    "terms.txt": "信息\t資訊\n",
    "own/more/OUR001.toml": """code = "OUR001"
name = "house-wording"
category = "wording"
severity = "warning"
check = "substitution"
summary = "Word that our house writes otherwise"
why = "The catalog says 屋頂."
[message]
en = "'{found}'; our house writes '{expected}'"
zh-TW = "「{found}」，本目錄寫作「{expected}」"
[fix]
applicability = "safe"
[params]
words = { "房頂" = "屋頂" }
[[examples]]
bad = "蜂箱放在房頂。\\n"
at = ["1:5-1:7"]
good = "蜂箱放在屋頂。\\n"
""",
}


@pytest.fixture
def configured(catalog: Path) -> Path:
    """The pages under a configuration that names files of its own: a baseline, rules, a list of words."""
    for name, text in CONFIGURED.items():
        (catalog / name).parent.mkdir(parents=True, exist_ok=True)
        (catalog / name).write_text(text, encoding="utf-8")
    (catalog / "02-damaged.md").write_text("他爬上房頂。信息很多。裏面。\n", encoding="utf-8")
    run(catalog, "--no-cache", "--write-baseline", "baseline.tsv", command=COMMAND[:3])
    (catalog / "04-new.md").write_text("房頂上有信息。裏面。\n", encoding="utf-8")
    return catalog


@pytest.mark.parametrize("change", ["terms", "rule", "another rule", "baseline", "parameter", "known page"])
def test_a_configured_run_is_told_again_until_a_file_that_it_names_changes(
    configured: Path, change: str
) -> None:
    command = [*COMMAND[:3], "--output-format", "jsonl"]
    before = run(configured, command=command)
    loads = "import sys, catalog_lint.__main__ as it; it.main(); print(*sys.modules, file=sys.stderr)"
    again = run(configured, command=[sys.executable, "-c", loads, *command[3:]])
    assert again.stdout == before.stdout
    assert not set(HEAVY) & set(again.stderr.split())
    rule = configured / "own" / "more" / "OUR001.toml"
    if change == "terms":
        (configured / "terms.txt").write_text("信息\t消息\n", encoding="utf-8")
    elif change == "rule":
        rule.write_text(rule.read_text("utf-8").replace("屋頂", "屋脊"), encoding="utf-8")
    elif change == "another rule":
        text = rule.read_text("utf-8").replace("OUR001", "OUR002").replace("house-", "other-")
        rule.with_name("OUR002.toml").write_text(text.replace("房頂", "信息"), encoding="utf-8")
    elif change == "baseline":
        kept = (configured / "baseline.tsv").read_text("utf-8").split("\n")[:-2]
        (configured / "baseline.tsv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    elif change == "parameter":
        settings = configured / "catalog-lint.toml"
        settings.write_text(
            settings.read_text("utf-8") + '[rule.house-wording]\nseverity = "error"\n', encoding="utf-8"
        )
    else:
        (configured / "02-damaged.md").unlink()
    after, fresh = run(configured, command=command), run(configured, "--no-cache", command=command)
    assert (after.stdout, after.stderr) != (before.stdout, before.stderr)
    assert (after.stdout, after.stderr) == (fresh.stdout, fresh.stderr)


def test_what_does_not_prove_whole_is_never_believed(catalog: Path) -> None:
    wanted = run(catalog).stdout
    for broken in (b"", b"\0" * 64, b"catalog-lint record 1\n[[1, 2", b"catalog-lint record 1\n[]\n"):
        for record in records(catalog):
            record.write_bytes(broken)
        assert run(catalog).stdout == wanted
    for record in records(catalog):
        data = bytearray(record.read_bytes())
        data[-3] ^= 1
        record.write_bytes(bytes(data))
    assert run(catalog).stdout == wanted


def test_two_runs_at_once_do_not_disturb_each_other(catalog: Path) -> None:
    wanted = run(catalog, "--no-cache").stdout
    both = [
        subprocess.Popen(
            [*COMMAND, "."], cwd=catalog, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    assert [process.communicate()[0].decode() for process in both] == [wanted, wanted]
    assert run(catalog).stdout == wanted


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(catalog: Path) -> None:
    wanted = run(catalog, "--no-cache").stdout
    (catalog / ".catalog-lint-cache").write_text("a file of that name", encoding="utf-8")
    done = run(catalog)
    assert (done.stdout, done.stderr) == (wanted, "")


@pytest.mark.parametrize("method", ["first", "part"])
def test_a_lost_worker_ends_the_run_with_one_line(catalog: Path, method: str) -> None:
    if method == "part":  # of the one page that there is
        page = catalog / "02-damaged.md"
        page.write_text(page.read_text(encoding="utf-8") * 40, encoding="utf-8")
        (catalog / "01-clean.md").unlink()
        (catalog / "03-damaged.md").unlink()
    kill = (
        "import os, sys\n"
        "import catalog_lint.lint.batch as batch\n"
        "main = os.getpid()\n"
        f"done = batch.Batch.{method}\n"
        "def lost(self, page): return os._exit(9) if os.getpid() != main else done(self, page)\n"
        f"lost.__name__ = '{method}'\n"
        f"batch.Batch.{method} = lost\n"
        "from catalog_lint.cli import main\n"
        "sys.exit(main(['--isolated', '--no-cache', '--workers', '2', '.']))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", kill],
        cwd=catalog,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["error: a worker process ended before its work was done; run again"]


def test_the_cache_is_bounded_told_and_removed(catalog: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "records")
    for number in range(20):
        cache.save(f"{number:032}", [b"x" * 1_000])
        os.utime(cache._path(f"{number:032}"), (number, number))
    cache.prune(5_500)
    assert cache.load(f"{0:032}", 1) is None
    assert cache.load(f"{19:032}", 1) == [b"x" * 1_000]
    assert cache.contents().size <= 5_500
    run(catalog)
    assert (catalog / ".catalog-lint-cache" / ".gitignore").read_text(encoding="utf-8").endswith("*\n")
    tell = [sys.executable, "-m", "catalog_lint", "cache"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for action, left in (("info", True), ("clean", False)):
        done = subprocess.run(
            [*tell, action], cwd=catalog, env=environment, capture_output=True, text=True, check=True
        )
        assert "records" in done.stdout
        assert bool(records(catalog)) is left


def test_a_failure_is_told_again_by_the_next_run(catalog: Path) -> None:
    (catalog / "broken.md").write_bytes(b"\xff\xfe\0")
    for _ in range(2):
        done = subprocess.run(
            [*COMMAND, "."],
            cwd=catalog,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert "broken.md: UTF-16 text" in done.stderr
        assert all(json.loads(line) for line in done.stdout.splitlines())


def test_a_run_that_asked_for_a_linked_file_asks_again_once_it_comes_or_goes(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 目錄\n\n[說明](../b.md)\n", encoding="utf-8")
    folder, linked = tmp_path / "catalog", tmp_path / "b.md"
    folder.mkdir()
    (tmp_path / "a.md").rename(folder / "a.md")
    for there in (False, False, True, True, False):
        linked.unlink(missing_ok=True)
        if there:
            linked.write_text("一頁。\n", encoding="utf-8")
        assert ("CAT011" in run(folder).stdout) is not there


def test_a_text_file_that_becomes_a_page_is_seen(catalog: Path) -> None:
    note = catalog / "note.txt"
    note.write_text("一些話。\n", encoding="utf-8")
    before = run(catalog).stdout
    assert run(catalog).stdout == before
    note.write_text((catalog / "02-damaged.md").read_text(encoding="utf-8"), encoding="utf-8")
    assert "note.txt" in run(catalog).stdout


def test_few_changed_pages_start_no_other_process(catalog: Path) -> None:
    code = (
        "import sys\n"
        "from catalog_lint.cli import main\n"
        "status = main(sys.argv[1:])\n"
        "print(*sorted({'catalog_lint.processes'} & sys.modules.keys()), file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    command = [sys.executable, "-c", code, *COMMAND[3:], "--workers", "2"]
    assert "processes" in run(catalog, command=command).stderr
    page = catalog / "03-damaged.md"
    for change in ("- 另一句。", "- 又一句。"):
        page.write_text(
            page.read_text(encoding="utf-8").replace("\n## ", f"\n{change}\n\n## ", 1), encoding="utf-8"
        )
        changed = run(catalog, command=command)
        assert "processes" not in changed.stderr
        assert changed.stdout == run(catalog, "--no-cache", command=command).stdout


@pytest.mark.parametrize("options", [(), ("--fix",)])
def test_the_entries_of_one_large_page_are_shared_among_processes(
    catalog: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    text = (catalog / "02-damaged.md").read_text(encoding="utf-8")
    said, left = set(), set()
    for workers in ("1", "3"):
        folder = tmp_path / workers
        folder.mkdir()
        (folder / "a.md").write_text(text * (60_000 // len(text) + 1), encoding="utf-8")
        (folder / "b.md").write_text(text * (60_000 // len(text) + 1), encoding="utf-8")
        said.add(run(folder, *options, "--workers", workers).stdout)
        left.add((folder / "a.md").read_text(encoding="utf-8"))
    assert len(said) == len(left) == 1
