"""What a run costs beside floors that are measured in the same run.

    python tests/benchmarks [--corpus DIR] [--runs N] [--only WORD] [--peers]

Corpora are made by a fixed recipe (see corpus.py), or DIR is taken for L. Whole processes are measured, the
median of N runs (5) after one warm-up, floor and ours in turn. Memory is the proportional set size summed
over all processes of a run, where the system tells it. Prints floor, ours, ratio, reach and peak memory.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode beside it

from tests.benchmarks import corpus

PARSE = """
import sys
from pathlib import Path
from markdown_it import MarkdownIt
parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
for page in sorted(Path(sys.argv[1]).rglob("*.md")):
    parser.parse(page.read_text(encoding="utf-8"))
"""
HASH = """
import sys
from hashlib import blake2b
from pathlib import Path
for page in sorted(Path(sys.argv[1]).rglob("*.md")):
    blake2b(page.read_bytes()).digest()
"""
PEERS = (
    ("rumdl", ["rumdl", "check", "--no-cache", "."]),
    ("typos", ["typos", "."]),
    ("autocorrect", ["autocorrect", "--lint", "."]),
    ("opencc", ["sh", "-c", "cat *.md | opencc -c s2tw.json > /dev/null"]),
)
BYTES_A_KILOBYTE = 1024


class Measured(NamedTuple):
    """A process: seconds on the wall, and its peak memory in megabytes, those of its children included."""

    seconds: float
    megabytes: float


class Case(NamedTuple):
    """A row of the table: `before` puts the folder in order before each run of ours."""

    name: str
    floor: Sequence[str]
    ours: Sequence[str]
    reach: float
    folder: Path
    before: Callable[[], None] = lambda: None


def measure(command: Sequence[str], folder: Path) -> Measured:
    """Run a command to its end."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    process.wait()
    seconds = time.perf_counter() - start
    watcher.join()
    return Measured(seconds, peak[0])


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_memory(pid) for pid in _family(process.pid)))
        time.sleep(0.05)


def _family(pid: int) -> list[int]:
    out = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*"):
        try:
            children = (task / "children").read_text()
        except OSError:
            continue
        for child in children.split():
            out += _family(int(child))
    return out


def _memory(pid: int) -> float:
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / BYTES_A_KILOBYTE


def ours(*options: str) -> list[str]:
    """The command, with the built-in settings."""
    return [sys.executable, "-m", "catalog_lint", "--isolated", "--exit-zero", *options, "."]


def python(code: str, *arguments: str) -> list[str]:
    """A floor in Python."""
    return [sys.executable, "-c", code, *arguments]


def _touch_one(folder: Path) -> Callable[[], None]:
    """Changes one entry of the folder's middle page, another way each time."""
    pages = sorted(folder.rglob("*.md"))
    page = pages[len(pages) // 2]
    count = [0]

    def touch() -> None:
        count[0] += 1
        text = page.read_text(encoding="utf-8")
        page.write_text(
            text.replace("</details>", f"- 第 {count[0]} 次修改。\n\n</details>", 1), encoding="utf-8"
        )

    return touch


def _copied(original: Path, folder: Path) -> Callable[[], None]:
    """Puts the original's pages back."""

    def back() -> None:
        for page in original.rglob("*.md"):
            target = folder / page.relative_to(original)
            if target.read_bytes() != page.read_bytes():
                shutil.copy(page, target)

    return back


def cases(work: Path, given: Path | None) -> list[Case]:
    """The rows, with their corpora made."""
    small, large = work / "S", work / "L"
    corpus.write(small, 1, entries=50)
    if given:
        shutil.copytree(given, large)
    else:
        corpus.write(large, 100)
    clean = work / "clean"
    corpus.write(clean, 100, damaged=0.01)
    broken, fixed = work / "broken", work / "twin"
    shutil.copytree(large, broken)
    shutil.copytree(clean, fixed)
    parse, hashed = python(PARSE, "."), python(HASH, ".")
    warm = ["rumdl", "check", "."] if shutil.which("rumdl") else hashed
    reach = 1.0 if shutil.which("rumdl") else 3.0
    click = python("import click")
    read_small = python("import click\n" + PARSE, ".")
    alone = ("--no-cache", "--workers", "1")
    two = ("--no-cache", "--workers", "2")
    json = (*two, "--output-format", "json")
    back, put_back = _copied(large, broken), _copied(clean, fixed)
    return [
        Case("cold L, two workers, concise", parse, ours(*two), 1.0, large),
        Case("cold L, two workers, JSON", parse, ours(*json), 1.2, large),
        Case("cold L, one process", parse, ours(*alone), 1.8, large),
        Case("warm L, nothing changed", warm, ours(), reach, large),
        Case("warm L, one entry changed", ours(), ours(), 1.5, large, _touch_one(large)),
        Case("--fix on L, cold, one process", ours(*alone), ours("--fix", *alone), 1.6, broken, back),
        Case("--fix on the clean twin, warm", ours(), ours("--fix"), 3.0, fixed, put_back),
        Case("cold S", read_small, ours("--no-cache"), 2.8, small),
        Case("warm S", click, ours(), 2.0, small),
    ]


def table(rows: Sequence[Case], runs: int) -> None:
    """Measure and print."""
    print(f"{'case':34}{'floor s':>9}{'ours s':>9}{'ratio':>7}{'reach':>7}{'peak MB':>9}")
    for case in rows:
        floors, own = [], []
        for run in range(runs + 1):
            one = measure(case.floor, case.folder)
            case.before()
            two = measure(case.ours, case.folder)
            if run:
                floors.append(one)
                own.append(two)
        floor, took = median(one.seconds for one in floors), median(one.seconds for one in own)
        peak = max(one.megabytes for one in own)
        print(
            f"{case.name:34}{floor:9.2f}{took:9.2f}{took / floor:7.2f}{case.reach:7.2f}{peak:9.0f}",
            flush=True,
        )


def growth(work: Path, runs: int) -> None:
    """Time and memory a megabyte from 6 to 96 MB: a straight line is the same number in each row."""
    print(f"\n{'growth (cold, one process)':34}{'MB':>9}{'s':>9}{'s a MB':>9}{'peak MB':>9}")
    for pages in (28, 112, 448):
        folder = work / f"growth-{pages}"
        size = corpus.write(folder, pages) / 1e6
        took = [measure(ours("--no-cache", "--workers", "1"), folder) for _ in range(max(1, runs // 3))]
        seconds = median(one.seconds for one in took)
        peak = max(one.megabytes for one in took)
        print(f"{f'{pages} pages':34}{size:9.1f}{seconds:9.2f}{seconds / size:9.3f}{peak:9.0f}", flush=True)


def peers(folder: Path, runs: int) -> None:
    """Other tools on the same pages, those that are installed."""
    print(f"\n{'peer, cold':34}{'s':>9}{'peak MB':>9}")
    for name, command in (*PEERS, ("catalog-lint", ours("--no-cache"))):
        if shutil.which(command[0]) and (name != "opencc" or shutil.which("opencc")):
            took = [measure(command, folder) for _ in range(runs)]
            peak = max(one.megabytes for one in took)
            print(f"{name:34}{median(one.seconds for one in took):9.2f}{peak:9.0f}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, help="a folder of real pages in place of L")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="cases whose name holds this")
    parser.add_argument("--peers", action="store_true", help="measure other tools, too")
    parser.add_argument("--growth", action="store_true", help="measure from 6 to 96 MB, too")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        rows = cases(work, given.corpus and given.corpus.resolve())
        pages = sorted((work / "L").rglob("*.md"))
        size = sum(page.stat().st_size for page in pages) / 1e6
        print(f"L: {len(pages)} pages, {size:.1f} MB; {os.cpu_count()} cores")
        print(f"median of {given.runs} runs after a warm-up; reach: what the ratio should not pass\n")
        table([row for row in rows if given.only in row.name], given.runs)
        if given.growth:
            growth(work, given.runs)
        if given.peers:
            peers(work / "L", given.runs)


if __name__ == "__main__":
    main()
