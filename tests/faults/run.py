"""Faults while pages are fixed, for a maintainer to run: `python tests/faults/run.py [ROUNDS]`.

Each round makes a folder of pages, runs `--fix` on it and does something to the run: a kill or an interrupt
at a random moment, an edit to a page, a second run at once, a reader that goes away, a folder that is
read-only, a limit on the size of files (a full disk). Afterwards each page must be the old one, the fixed one
or the one that was put there meanwhile. Exit status 1 where one is not.
"""

from __future__ import annotations

import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

OLD = "他爲此事奔走，這是第{n}頁。\n\n" * 300
NEW = OLD.replace("爲", "為")
EDITED = "有人剛寫的一頁。\n"
NAMES = ("a.md", "名 稱.md", "two\nlines.md", "-dash.md", "d.md", "e.md")
COMMAND = (sys.executable, "-m", "catalog_lint", "--fix", "--isolated", "--no-cache", ".")
Fault = Callable[[Path], None]


def start(folder: Path, **options: object) -> subprocess.Popen[bytes]:
    """A run on the folder."""
    return subprocess.Popen(COMMAND, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload,no-any-return]


def _stop(folder: Path, number: signal.Signals) -> None:
    run = start(folder)
    time.sleep(random.uniform(0.1, 4))
    run.send_signal(number)
    run.communicate()


def kill(folder: Path) -> None:
    """End the run at a random moment."""
    _stop(folder, signal.SIGKILL)


def interrupt(folder: Path) -> None:
    """Press Ctrl-C at a random moment."""
    _stop(folder, signal.SIGINT)


def edit(folder: Path) -> None:
    """Write to a page while the run goes on."""
    run = start(folder)
    time.sleep(random.uniform(0.1, 4))
    (folder / random.choice(NAMES)).write_text(EDITED, encoding="utf-8")
    run.communicate()


def twice(folder: Path) -> None:
    """Two runs at once."""
    for run in (start(folder), start(folder)):
        run.communicate()


def reader_gone(folder: Path) -> None:
    """Nobody reads the report."""
    run = start(folder)
    assert run.stdout
    run.stdout.close()
    run.wait()


def full_disk(folder: Path) -> None:
    """No file may grow beyond a thousand bytes."""
    start(folder, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))).communicate()


def read_only(folder: Path) -> None:
    """The folder takes no new file (root may write nevertheless)."""
    folder.chmod(0o555)
    start(folder).communicate()
    folder.chmod(0o755)


FAULTS: tuple[Fault, ...] = (kill, interrupt, edit, twice, reader_gone, full_disk, read_only)


def main() -> int:
    """Run the rounds; returns the exit status."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    wrong = 0
    counts: Counter[str] = Counter()
    for _ in range(rounds):
        for fault in FAULTS:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                for n, page in enumerate(NAMES):
                    (folder / page).write_text(OLD.format(n=n), encoding="utf-8")
                fault(folder)
                for n, page in enumerate(NAMES):
                    text = (folder / page).read_text(encoding="utf-8")
                    known = {OLD.format(n=n): "old", NEW.format(n=n): "fixed", EDITED: "edited"}
                    state = known.get(text, "WRONG")
                    counts[f"{fault.__name__} {state}"] += 1
                    wrong += state == "WRONG"
    for line, count in sorted(counts.items()):
        print(f"{line}: {count}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
