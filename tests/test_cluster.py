"""A run over a real Dask scheduler with two worker processes on loopback, one of them killed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed")
ROOT = Path(__file__).parents[1]
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT),
    "LC_ALL": "C.UTF-8",
    "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "0",
}
QUIET = ("--no-dashboard", "--host", "127.0.0.1")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address, and the worker processes."""
    told = tmp_path / "scheduler.txt"
    processes = []
    with told.open("wb") as out:
        command = [sys.executable, "-m", "distributed.cli.dask_scheduler", *QUIET, "--port", "0"]
        scheduler = subprocess.Popen(command, stderr=out, stdout=out, env=ENVIRONMENT, cwd=tmp_path)
        processes.append(scheduler)
        address = None
        until = time.monotonic() + 300
        while address is None and time.monotonic() < until:
            address = re.search(r"tcp://127\.0\.0\.1:\d+", told.read_text(encoding="utf-8"))
            time.sleep(0.1)
    assert address
    worker = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address[0],
        *QUIET,
        "--nthreads",
        "1",
        "--no-nanny",
    ]
    workers = [
        subprocess.Popen(
            worker, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=ENVIRONMENT, cwd=tmp_path
        )
        for _ in range(2)
    ]
    try:
        yield address[0], workers
    finally:
        for process in (*workers, *processes):
            process.kill()
            process.wait()


def lint(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "catalog_lint", "--isolated", "--no-cache", "--output-format", "json"]
    return subprocess.Popen(
        [*command, *options, "."], cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_a_cluster_reports_what_one_process_does_though_a_worker_is_killed(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(12):
        shutil.copy(ROOT / "fixtures" / "seeds" / "02-damaged.md", pages / f"{number:02}.md")
    local = lint(pages, "--workers", "1").communicate()[0]
    run = lint(pages, "--engine", f"dask={address}")
    time.sleep(1.5)
    workers[0].send_signal(signal.SIGKILL)
    out, err = run.communicate(timeout=600)
    assert (out, run.returncode) == (local, 1), err


def test_no_scheduler_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("裏面。\n", encoding="utf-8")
    environment = {**ENVIRONMENT, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"}
    command = [sys.executable, "-m", "catalog_lint", "--isolated", "--engine", "dask=tcp://127.0.0.1:9", "."]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(
        "error: --engine dask=tcp://127.0.0.1:9: no scheduler answers"
    )
