"""Writing a fixed page loses nothing: not what others wrote meanwhile, not its owner, not its attributes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from catalog_lint import fix_paths
from catalog_lint.atomic import replace_file
from catalog_lint.cache import FOLDER
from catalog_lint.source import PageError, Source, read, write

WRONG, RIGHT = "他爲此事奔走。\n", "他為此事奔走。\n"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    found = tmp_path / "a.md"
    found.write_text(WRONG, encoding="utf-8")
    return found


def test_a_page_that_changed_since_it_was_read_is_left(page: Path) -> None:
    old = read(page)
    page.write_text("新的一段。\n", encoding="utf-8")
    with pytest.raises(PageError, match="changed in the meantime"):
        write(page, old, Source(RIGHT))
    assert page.read_text(encoding="utf-8") == "新的一段。\n"
    assert [each.name for each in page.parent.iterdir()] == ["a.md"]


def test_a_page_that_became_a_link_does_not_overwrite_what_it_leads_to(page: Path, tmp_path: Path) -> None:
    old = read(page)
    outside = tmp_path / "outside.txt"
    outside.write_text("別人的\n", encoding="utf-8")
    page.unlink()
    page.symlink_to(outside)
    with pytest.raises(PageError):
        write(page, old, Source(RIGHT))
    assert outside.read_text(encoding="utf-8") == "別人的\n"


def test_a_page_that_becomes_a_link_while_it_is_written_stays_one(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = read(page)
    outside = tmp_path / "outside.txt"
    outside.write_bytes(page.read_bytes())
    real = os.fsync

    def meanwhile(handle: int) -> None:
        if not page.is_symlink():
            page.unlink()
            page.symlink_to(outside)
        real(handle)

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(PageError, match="changed in the meantime"):
        write(page, old, Source(RIGHT))
    assert page.is_symlink()
    assert outside.read_text(encoding="utf-8") == WRONG


def test_a_page_whose_replacement_fails_is_whole(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    old = read(page)
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(PageError, match="No space left on device"):
        write(page, old, Source(RIGHT))
    assert page.read_text(encoding="utf-8") == WRONG
    assert [each.name for each in page.parent.iterdir()] == ["a.md"]


def test_an_edit_made_during_the_run_is_kept_and_the_page_named(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from catalog_lint import atomic
    from catalog_lint.cli import main

    (page.parent / "b.md").write_text(WRONG, encoding="utf-8")
    real = atomic.replace_file

    def slow(path: Path, data: list[bytes], was: bytes | None = None) -> list[str]:
        if path.name == "a.md":
            page.write_text("有人剛改過。\n", encoding="utf-8")
        return real(path, data, was)

    monkeypatch.setattr(atomic, "replace_file", slow)
    assert main(["--fix", "--isolated", "a.md", "b.md"]) == 2
    assert page.read_text(encoding="utf-8") == "有人剛改過。\n"
    assert (page.parent / "b.md").read_text(encoding="utf-8") == RIGHT
    err = capsys.readouterr().err
    assert "a.md: cannot be written: it was changed in the meantime; the page was left as it was" in err


def test_each_page_is_written_before_the_next_is_read(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is edited while an earlier one is fixed keeps the edit, and is fixed with it."""
    from catalog_lint import atomic

    other = page.parent / "b.md"
    other.write_text(WRONG, encoding="utf-8")
    real = atomic.replace_file

    def with_an_edit(path: Path, data: list[bytes], was: bytes | None = None) -> list[str]:
        if path.name == "a.md":
            other.write_text(f"新增一行。\n\n{WRONG}", encoding="utf-8")
        return real(path, data, was)

    monkeypatch.setattr(atomic, "replace_file", with_an_edit)
    assert not fix_paths(["a.md", "b.md"]).failures
    assert other.read_text(encoding="utf-8") == f"新增一行。\n\n{RIGHT}"


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("text", ["有人剛改過。\n", None])
@pytest.mark.parametrize("after", [1, 2])
def test_a_page_that_changes_while_rules_across_pages_fix_stops_no_other(
    page: Path,
    after: int,
    text: str | None,
    workers: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The rules across pages have looked at all pages once, or again after their first fixes."""
    from catalog_lint.cli import main
    from catalog_lint.fix.batch import FixBatch

    for name in ("b.md", "c.md"):  # CAT014 takes the side of most
        page.with_name(name).write_text("台灣的茶，台灣的米，台灣的山。\n", encoding="utf-8")
    page.write_text("臺灣的山。\n", encoding="utf-8")
    other = page.with_name("d.md")
    other.write_text("他爲此去臺灣。\n", encoding="utf-8")
    real, times = FixBatch.crossed, 0

    def edited(batch: FixBatch, *arguments: Any) -> Any:
        nonlocal times
        found = real(batch, *arguments)
        times += 1
        if times == after:
            page.write_text(text, encoding="utf-8") if text else page.unlink()
        return found

    monkeypatch.setattr(FixBatch, "crossed", edited)
    options = ["--isolated", "--extend-select", "CAT014", "--unsafe-fixes", "--workers", workers]
    assert main(["--fix", *options, "."]) == 2
    assert (page.read_text(encoding="utf-8") if text else page.exists()) == (text or False)
    assert other.read_text(encoding="utf-8") == "他為此去台灣。\n"
    err = capsys.readouterr().err
    assert "a.md: " in err
    assert "internal failure" not in err
    assert [each.name for each in page.parent.glob(".*.tmp")] == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_stays(page: Path) -> None:
    os.chown(page, 1234, 2345)
    page.chmod(0o664)
    assert fix_paths(["a.md"]).lost == []
    status = page.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (1234, 2345, 0o664)
    assert page.read_text(encoding="utf-8") == RIGHT


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_extended_attributes_stay(page: Path) -> None:
    try:
        os.setxattr(page, "user.note", b"kept")
    except OSError:
        pytest.skip("the file system has no extended attributes")
    assert fix_paths(["a.md"]).lost == []
    assert os.getxattr(page, "user.note") == b"kept"


def test_what_cannot_be_kept_is_said(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from catalog_lint.cli import main

    os.link(page, page.parent / "same.txt")
    assert main(["--fix", "--isolated", "a.md"]) == 0
    assert page.read_text(encoding="utf-8") == RIGHT
    assert "a.md: was fixed, but its 1 other name" in capsys.readouterr().err


def test_what_a_killed_run_left_is_removed_by_the_next(page: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from catalog_lint.atomic import replace_file\n"
        "os.fsync = lambda *_: (os.write(1, b'here\\n'), signal.pause())\n"
        "replace_file(Path(sys.argv[1]), [b'new'])\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script, str(page)], stdout=subprocess.PIPE)
    assert run.stdout is not None
    assert run.stdout.readline() == b"here\n"
    names = {each.name for each in page.parent.iterdir()} - {"a.md"}
    assert len(names) == 1
    fix_paths(["a.md"])  # the other run is alive: what it holds stays
    assert names <= {each.name for each in page.parent.iterdir()}
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    page.write_text(WRONG, encoding="utf-8")
    fix_paths(["a.md"])
    assert [each.name for each in page.parent.iterdir()] == ["a.md"]


def test_two_runs_at_once_leave_a_whole_page(page: Path) -> None:
    page.write_text(WRONG * 200, encoding="utf-8")
    command = [sys.executable, "-m", "catalog_lint", "--fix", "--isolated", "a.md"]
    runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(4)]
    assert {run.wait() for run in runs} <= {0, 2}
    assert page.read_text(encoding="utf-8") == RIGHT * 200
    assert {each.name for each in page.parent.iterdir()} - {FOLDER} == {"a.md"}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed here")
@pytest.mark.parametrize("which", ["SIGKILL", "SIGTERM"])
def test_the_workers_of_a_killed_run_end_with_it(page: Path, which: str) -> None:
    """Whoever waits for the end of the run's output would wait for ever."""
    script = (
        "import os, sys, time\n"
        "from catalog_lint.cli import main\n"
        "from catalog_lint.fix.batch import FixBatch\n"
        "def fix(self, job): os.write(1, b'here\\n'); time.sleep(3_600)\n"
        "FixBatch.fix = fix\n"
        "sys.exit(main(['--fix', '--isolated', '--workers', '2', '.']))\n"
    )
    (page.parent / "b.md").write_text(WRONG, encoding="utf-8")
    run = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True)
    assert run.stdout is not None
    try:
        assert [run.stdout.readline() for _ in range(2)] == [b"here\n"] * 2
        run.send_signal(getattr(signal, which))
        run.communicate(timeout=600)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
    assert page.read_text(encoding="utf-8") == WRONG


@pytest.mark.skipif(sys.platform == "win32", reason="there a process is ended without being asked")
def test_a_run_that_is_asked_to_end_leaves_nothing_behind(page: Path, tmp_path: Path) -> None:
    script = (
        "import os, sys, time\n"
        "from catalog_lint.__main__ import main\n"
        "from catalog_lint.fix.batch import FixBatch\n"
        "def fix(self, job): os.write(1, b'here\\n'); time.sleep(3_600)\n"
        "FixBatch.fix = fix\n"
        "sys.argv[1:] = ['--fix', '--isolated', '--no-cache', '--workers', '2', 'a.md']\n"
        "sys.exit(main())\n"
    )
    folder = tmp_path / "temporary"
    folder.mkdir()
    run = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(folder)},
    )
    assert run.stdout is not None
    assert run.stdout.readline() == b"here\n"
    run.terminate()
    assert run.communicate(timeout=600) == (b"", b"")
    assert run.returncode == 128 + signal.SIGTERM
    assert list(folder.iterdir()) == []


def test_a_new_file_gets_the_usual_mode(tmp_path: Path) -> None:
    target = tmp_path / "new.txt"
    assert replace_file(target, [b"x"]) == []
    other = tmp_path / "other.txt"
    other.write_bytes(b"x")
    assert target.stat().st_mode == other.stat().st_mode


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no devices here")
@pytest.mark.parametrize("kind", ["device", "pipe"])
def test_only_regular_files_are_read(page: Path, kind: str) -> None:
    os.mkfifo("pipe")
    Path("z.md").symlink_to("/dev/zero" if kind == "device" else "pipe")
    command = [sys.executable, "-m", "catalog_lint", "--isolated", "."]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 2
    assert "z.md: not a regular file" in done.stderr
