"""Faults while pages are fixed, for a maintainer to run: `python -m tests.faults.run [ROUNDS]`.

`--fix` is run on a folder of pages, in a process of its own, and something happens to it. At each call by
which it writes (a file made, written, given its mode, brought to disk, put in the place of the old one) it
is killed or interrupted, before and after, or the call fails as on a full or read-only disk, or somebody
edits a page. Then, ROUNDS times each at a moment left to chance: kills, interrupts, edits, three runs at
once; a reader that goes away, a small disk, a folder without rights. One of the pages' names has a line end.

Afterwards each page must be the old one, the fixed one or what was put there meanwhile. No run may end in a
traceback, and one that nothing happens to must then fix what is left and leave no file but the pages. Prints
a table; exit status 1 where something was otherwise. Needs a system with `fork`.
"""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from catalog_lint import atomic
from catalog_lint.cli import main as command

OLD = "他爲此事奔走，這是第{n}頁。\n\n" * 40
NEW = OLD.replace("爲", "為")
EDITED = "有人剛寫的一頁。\n"
NAMES = ("a.md", "two\nlines.md", "-dash 名稱.md")
CALLS = ("open", "write", "fsync", "chmod", "fchown", "replace", "unlink", "mkstemp")
ERRORS = (errno.ENOSPC, errno.EROFS, errno.EIO, errno.EACCES, errno.EDQUOT)
LONGEST = 120
NOBODY = 65534
Hook = Callable[[str, int, bool], None]
"""Called before (False) and after (True) each call, with its name and its number from 1."""


class Folder:
    """Pages to fix, what became of them, and what was said."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for n, name in enumerate(NAMES):
            (path / name).write_text(OLD.format(n=n), encoding="utf-8")

    def start(self, hook: Hook | None = None, before: Callable[[], None] | None = None) -> int:
        """Start a run; returns its process."""
        sys.stdout.flush()
        process = os.fork()
        if process:
            return process
        status = 99
        try:
            os.chdir(self.path)
            out = os.open(self.path.with_suffix(".said"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            for stream in (1, 2):
                os.dup2(out, stream)
            signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
            if before:
                before()
            sys.stdout, sys.stderr = (os.fdopen(stream, "w", closefd=False) for stream in (1, 2))
            if hook:
                _patch(hook)
            status = command(["--fix", "--isolated", "--no-cache", "."])
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)

    @property
    def states(self) -> list[str]:
        """What each page is: old, fixed, edited or WRONG."""
        states = []
        for n, name in enumerate(NAMES):
            known = {OLD.format(n=n): "old", NEW.format(n=n): "fixed", EDITED: "edited"}
            states.append(
                known.get((self.path / name).read_text(encoding="utf-8", errors="replace"), "WRONG")
            )
        return states

    @property
    def complaint(self) -> str:
        """A traceback that a run printed, or a defect that it told of."""
        said = self.path.with_suffix(".said")
        text = said.read_text(encoding="utf-8", errors="replace") if said.exists() else ""
        found = [
            text.find(sign)
            for sign in ("Traceback", "internal failure", "could not be linted")
            if sign in text
        ]
        return text[min(found) :] if found else ""


def ended(process: int) -> int:
    """Wait for a run; returns its exit status, negative for a signal's number."""
    limit = time.monotonic() + LONGEST
    while time.monotonic() < limit:
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return 99


def _patch(hook: Hook) -> None:
    """Have the hook called around each call by which a page is written."""
    count = 0

    def around(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal count
            count += 1
            number = count
            hook(name, number, False)
            result = function(*arguments, **options)
            hook(name, number, True)
            return result

        return call

    class Calls:
        def __init__(self, module: Any) -> None:
            self._module = module

        def __getattr__(self, name: str) -> Any:
            found = getattr(self._module, name)
            return around(name, found) if name in CALLS else found

    os.replace = around("replace", os.replace)
    for module in (os, tempfile):
        setattr(atomic, module.__name__, Calls(module))


class Table:
    """What was done and what came of it."""

    def __init__(self) -> None:
        self.rows: dict[str, Counter[str]] = {}
        self.wrong: list[str] = []

    @contextmanager
    def try_(self, fault: str) -> Iterator[Folder]:
        """A folder to do something to; looked at afterwards."""
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "pages"
            path.mkdir()
            folder = Folder(path)
            yield folder
            row = self.rows.setdefault(fault, Counter())
            row["runs"] += 1
            states = folder.states
            row.update(states)
            complaint = folder.complaint
            status = ended(folder.start())
            left = sorted(page.name for page in folder.path.iterdir())
            edited = states.count("edited")
            good = (
                status == 0 and left == sorted(NAMES) and folder.states.count("fixed") == len(NAMES) - edited
            )
            if "WRONG" in states or complaint or not good:
                row["WRONG"] += "WRONG" not in states
                self.wrong.append(
                    f"{fault}: {states} then {status} {folder.states} {left} {complaint[-400:]}"
                )

    def print(self) -> None:
        """The table, and what was wrong."""
        heads = ("runs", "old", "fixed", "edited", "WRONG")
        print(f"{'fault':<44}" + "".join(f"{head:>8}" for head in heads))
        for fault, row in self.rows.items():
            print(f"{fault:<44}" + "".join(f"{row[head]:>8}" for head in heads))
        for line in self.wrong:
            print(f"WRONG {line}")


def calls_of_a_run() -> list[str]:
    """The names of the calls by which a run writes, in order."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "pages"
        path.mkdir()
        log = Path(name) / "calls"

        def note(call: str, number: int, after: bool) -> None:
            if not after:
                with log.open("a", encoding="utf-8") as file:
                    file.write(f"{call}\n")

        assert ended(Folder(path).start(note)) == 0
        return log.read_text(encoding="utf-8").split()


def at_every_call(table: Table) -> None:
    """Do each thing at each call."""
    calls = calls_of_a_run()
    print(f"a run on {len(NAMES)} pages writes by {len(calls)} calls: {dict(Counter(calls))}")

    def stop(number: int, after: bool, which: signal.Signals) -> Hook:
        return lambda _, at, done: os.kill(os.getpid(), which) if (at, done) == (number, after) else None

    def fail(number: int, code: int) -> Hook:
        def hook(_: str, at: int, done: bool) -> None:
            if (at, done) == (number, False):
                raise OSError(code, os.strerror(code))

        return hook

    def edit(number: int, page: str) -> Hook:
        def hook(_: str, at: int, done: bool) -> None:
            if (at, done) == (number, False):
                Path(page).write_text(EDITED, encoding="utf-8")

        return hook

    for number, call in enumerate(calls, 1):
        for after in (False, True):
            when = "after" if after else "before"
            for which, name in ((signal.SIGKILL, "killed"), (signal.SIGINT, "interrupted")):
                with table.try_(f"{name} {when} {call}") as folder:
                    ended(folder.start(stop(number, after, which)))
        with table.try_(
            f"{call} fails ({', '.join(errno.errorcode[e][1:].lower() for e in ERRORS)})"
        ) as folder:
            ended(folder.start(fail(number, ERRORS[number % len(ERRORS)])))
        if call != "replace":  # what is written between the last look and the replacement is lost
            for page in NAMES:
                with table.try_(f"a page edited before {call}") as folder:
                    ended(folder.start(edit(number, page)))
                    if (folder.path / page).read_text(encoding="utf-8") != EDITED:
                        table.wrong.append(f"the edit of {page!r} before {call} {number} is lost")


def at_random(table: Table, rounds: int) -> None:
    """Do the rest, at moments left to chance."""
    with table.try_("nothing happens") as folder:
        begun = time.monotonic()
        ended(folder.start())
        whole = time.monotonic() - begun
    for _ in range(rounds):
        for which, name in ((signal.SIGKILL, "killed"), (signal.SIGINT, "interrupted")):
            with table.try_(f"{name} at any moment") as folder:
                run = folder.start()
                time.sleep(random.uniform(0, whole))
                os.kill(run, which)
                ended(run)
        with table.try_("a page edited at any moment") as folder:
            run = folder.start()
            time.sleep(random.uniform(0, whole))
            (folder.path / random.choice(NAMES)).write_text(EDITED, encoding="utf-8")
            ended(run)
        with table.try_("three runs at once") as folder:
            for run in [folder.start() for _ in range(3)]:
                ended(run)
        with table.try_("the reader goes away") as folder:
            ended(folder.start(before=_nobody_reads))
        with table.try_("no file may grow beyond 1,000 bytes") as folder:
            ended(folder.start(before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))))
        with table.try_("a folder that takes no file") as folder:
            folder.path.chmod(0o555)
            ended(folder.start(before=_without_rights))
            folder.path.chmod(0o755)


def _nobody_reads() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    os.dup2(writer, 1)


def _without_rights() -> None:
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def main() -> int:
    """Run it all; returns the exit status."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    table = Table()
    with tempfile.TemporaryDirectory() as name:  # what is imported while a page is fixed is there from now on
        Path(name, "a.md").write_text(OLD, encoding="utf-8")
        command(["--fix", "--isolated", "--no-cache", "-q", name])
    at_every_call(table)
    at_random(table, rounds)
    table.print()
    return 1 if table.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
