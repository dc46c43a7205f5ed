"""How fast `catalog_lint.links` asks, beside a bare loop of the same HTTP client; how much memory it takes;
and, with `--soak`, whether it is right however badly the server behaves. All traffic stays on loopback.

    python tests/benchmarks/links.py [--entries 5000] [--rounds 15]
    python tests/benchmarks/links.py --soak 20
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from catalog_lint.catalog.liveness import Status  # noqa: E402
from catalog_lint.links import LinkSettings, judge  # noqa: E402
from catalog_lint.links.youtube import oembed  # noqa: E402
from tests.links.loopback import Faults, YouTube  # noqa: E402
from tests.links.world import Entry, entries, page, what_is_wrong  # noqa: E402

CONCURRENCY = 8
PER_ROUND = 400  # many short rounds in turn: a shared machine changes its pace
HOSTS = 2  # img.youtube.com and www.youtube.com


class Took(NamedTuple):
    """What a run cost: requests, seconds, seconds of the processor."""

    requests: int
    wall: float
    busy: float


def serve(count: int) -> None:
    """Be the server, in a process of its own, until standard input ends."""
    with YouTube() as server:
        server.add(*(entry.video for entry in whole_catalog(count)))
        print(json.dumps(server.endpoints), flush=True)
        sys.stdin.read()


def whole_catalog(count: int) -> list[Entry]:
    """Entries that are all alive, so that both sides send the same requests."""
    return [entry for entry in entries(count * 2) if entry.truth[0][0] is entry.truth[1][0] is Status.ALIVE][
        :count
    ]


def ours(catalog: list[Entry], endpoints: dict[str, str], cache: Path | None) -> Took:
    quick = {"endpoints": endpoints, "allow_private": True, "interval": 0, "concurrency": CONCURRENCY}
    started, busy = time.perf_counter(), time.process_time()
    report = judge(
        [target for entry in catalog for target in entry.targets],
        LinkSettings.model_validate(quick),
        cache=cache,
    )
    took = Took(report.requests, time.perf_counter() - started, time.process_time() - busy)
    assert {verdict.status for verdict in report.verdicts.values()} == {Status.ALIVE}
    return took


def bare(catalog: list[Entry], endpoints: dict[str, str]) -> Took:
    import httpx

    async def loop() -> int:
        thumbnails, videos = endpoints["img.youtube.com"], endpoints["www.youtube.com"]
        asked = []
        for entry in catalog:
            asked.append(("HEAD", entry.page_thumbnail.replace("https://img.youtube.com", thumbnails)))
            if entry.video.state == "public":
                asked.append(("GET", oembed(entry.video.id).replace("https://www.youtube.com", videos)))
        queue = iter(asked)
        async with httpx.AsyncClient(timeout=20) as client:

            async def work() -> None:
                for method, url in queue:
                    answer = await client.request(method, url)
                    assert answer.status_code == 200

            await asyncio.gather(*(work() for _ in range(CONCURRENCY * HOSTS)))
        return len(asked)

    started, busy = time.perf_counter(), time.process_time()
    sent = asyncio.run(loop())
    return Took(sent, time.perf_counter() - started, time.process_time() - busy)


def megabytes() -> float:
    """The most memory that this process has held; `ru_maxrss` alone would count its parent's too on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def speed(count: int, rounds: int) -> None:
    command = [sys.executable, __file__, "--serve", str(count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        endpoints = json.loads(server.stdout.readline())
        catalog = [entry for entry in whole_catalog(count) if entry.video.state == "public"]
        bare(catalog[:200], endpoints)
        theirs, mine = [], []
        with tempfile.TemporaryDirectory() as folder:
            for i in range(rounds):
                theirs.append(bare(catalog, endpoints))
                mine.append(ours(catalog, endpoints, Path(folder) / f"{i}.sqlite3"))
        for name, runs in (("bare loop", theirs), ("catalog-lint", mine)):
            wall = statistics.median(run.requests / run.wall for run in runs)
            busy = statistics.median(run.requests / run.busy for run in runs)
            print(f"{name:13} {wall:7.0f} requests a second, {busy:.0f} a second of processor time")
        wall = statistics.median(b.wall / a.wall for a, b in zip(mine, theirs, strict=True))
        busy = statistics.median(b.busy / a.busy for a, b in zip(mine, theirs, strict=True))
        print(f"{'ratio':13} {wall:7.2f} of the rate, {busy:.2f} by processor time ({rounds} rounds)")
        assert server.stdin is not None
        server.stdin.close()


def memory(count: int) -> None:
    """Peak memory of one run over `count` entries, in a process of its own, and what is its share."""
    command = [sys.executable, __file__, "--serve", str(count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        endpoints = server.stdout.readline().strip()
        with tempfile.TemporaryDirectory() as folder:
            cache = str(Path(folder) / "cache.sqlite3")
            arguments = [sys.executable, __file__, "--memory-of", str(count), endpoints, cache]
            print(subprocess.run(arguments, capture_output=True, text=True, check=True).stdout, end="")
        assert server.stdin is not None
        server.stdin.close()


def memory_of(count: int, endpoints: dict[str, str], cache: Path) -> None:
    catalog = whole_catalog(count)
    ours(catalog[:10], endpoints, None)
    before = megabytes()
    took = ours(catalog, endpoints, cache)
    print(
        f"memory        {megabytes():7.1f} MB at most, {megabytes() - before:.1f} MB of them for the run "
        f"({count} entries, {took.requests} requests, {took.wall:.1f} s)"
    )


def soak(runs: int) -> int:
    """Judge and mend 200 entries `runs` times with faults; print what is wrong."""
    catalog = entries(200)
    wrong = asked = 0
    for seed in range(runs):
        faults = Faults(reset=0.05, busy=0.05, hang=0.02, seed=seed)
        with YouTube(faults=faults) as server, tempfile.TemporaryDirectory() as folder:
            server.add(*(entry.video for entry in catalog))
            found = what_is_wrong(catalog, server, Path(folder) / "cache.sqlite3", timeout=0.4, deadline=120)
            asked += server.counts["requests"]
        wrong += len(found)
        for line in found:
            print(f"run {seed + 1}: {line}")
    print(f"{runs} runs, {runs * 400} verdicts, {asked} requests, {wrong} wrong")
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--soak", type=int, metavar="RUNS")
    parser.add_argument("--page", action="store_true", help="print the 200 entries as Markdown")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--memory-of", nargs=3, help=argparse.SUPPRESS)
    options: Any = parser.parse_args()
    if options.serve:
        serve(options.serve)
    elif options.memory_of:
        count, endpoints, cache = options.memory_of
        memory_of(int(count), json.loads(endpoints), Path(cache))
    elif options.page:
        print(page(entries(200)), end="")
    elif options.soak:
        return soak(options.soak)
    else:
        speed(min(options.entries, PER_ROUND), options.rounds)
        memory(options.entries)
    return 0


if __name__ == "__main__":
    sys.exit(main())
