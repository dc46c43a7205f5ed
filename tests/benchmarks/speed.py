"""What a run costs beside the parse of the same text, and beside importing the libraries.

    python tests/benchmarks/speed.py PAGES...    pages or folders; without them, a text made from fixtures/

Prints times in seconds (the best of three) and ratios against floors measured in the same run: the parse
as the library comes, and with Python's cyclic collector off, as the product runs it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 3


def _best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def _python(*arguments: str) -> Callable[[], object]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=False)


_PARSE = """
import gc, sys
from pathlib import Path
from markdown_it import MarkdownIt
if sys.argv.pop(1) == "bare":
    gc.disable()
parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
for page in sys.argv[1:]:
    parser.parse(Path(page).read_text(encoding="utf-8"))
"""


def _made_up(folder: Path) -> list[Path]:
    """About 5 MB of pages: the fixtures' entries over and over."""
    entries = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures").rglob("*.md")))
    pages = [folder / f"{number}.md" for number in range(10)]
    for page in pages:
        page.write_text(entries * max(1, 500_000 // len(entries.encode())), encoding="utf-8")
    return pages


def main(arguments: list[str]) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        given = [Path(argument) for argument in arguments]
        pages = [page for path in given for page in (sorted(path.rglob("*.md")) if path.is_dir() else [path])]
        pages = pages or _made_up(Path(folder))
        size = sum(page.stat().st_size for page in pages) / 1e6
        names = [str(page.resolve()) for page in pages]
        run = ["-m", "catalog_lint", "--isolated", "--exit-zero", "-o"]
        report = str(Path(folder) / "report.txt")
        parse = _best(_python("-c", _PARSE, "plain", *names))
        bare = _best(_python("-c", _PARSE, "bare", *names))
        check = _best(_python(*run, report, *names))
        fix = _best(_python(*run, report, "--diff", *names))
        smallest = min(names, key=lambda name: Path(name).stat().st_size)
        imports = _best(_python("-c", "import click, pydantic, markdown_it"))
        one = _best(_python(*run, report, smallest))
        print(f"{len(pages)} pages, {size:.1f} MB, best of {ROUNDS}")
        print(f"parse alone (floor)     {parse:7.2f} s")
        print(f"without the collector   {bare:7.2f} s")
        for what, time_taken in (("check, cold", check), ("check and fix (--diff)", fix)):
            ratios = f"{time_taken / parse:.2f} x parse, {time_taken / bare:.2f} x without the collector"
            print(f"{what:23} {time_taken:7.2f} s   {ratios}")
        print(f"importing (floor)       {imports:7.2f} s")
        print(
            f"smallest page, cold     {one:7.2f} s   {one - imports:+.2f} s over importing"
            f" ({Path(smallest).stat().st_size / 1e3:.0f} kB)"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
