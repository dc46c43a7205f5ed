"""How fast `catalog_lint.links` asks, beside a bare loop of the same HTTP client; how much memory it takes;
and, with `--soak`, whether it is right however badly the server behaves. All traffic stays on loopback.

    python tests/benchmarks/links.py [--entries 5000] [--rounds 3]
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
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "links")]

from loopback import Faults, YouTube  # noqa: E402
from world import Entry, entries, page, wrong_verdicts  # noqa: E402

from catalog_lint.catalog.verdict import Status  # noqa: E402
from catalog_lint.links import LinkSettings, judge  # noqa: E402
from catalog_lint.links.youtube import oembed  # noqa: E402

CONCURRENCY = 8
HOSTS = 2  # img.youtube.com and www.youtube.com


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


def ours(catalog: list[Entry], endpoints: dict[str, str], cache: Path | None) -> tuple[int, float]:
    quick = {"endpoints": endpoints, "allow_private": True, "interval": 0, "concurrency": CONCURRENCY}
    started = time.perf_counter()
    report = judge(
        [target for entry in catalog for target in entry.targets],
        LinkSettings.model_validate(quick),
        cache=cache,
    )
    took = time.perf_counter() - started
    assert {verdict.status for verdict in report.verdicts.values()} == {Status.ALIVE}
    return report.requests, took


def bare(catalog: list[Entry], endpoints: dict[str, str]) -> tuple[int, float]:
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

    started = time.perf_counter()
    sent = asyncio.run(loop())
    return sent, time.perf_counter() - started


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
        rates: dict[str, list[float]] = {"bare loop": [], "catalog-lint": []}
        with tempfile.TemporaryDirectory() as folder:
            for i in range(rounds):
                sent, took = bare(catalog, endpoints)
                rates["bare loop"].append(sent / took)
                sent, took = ours(catalog, endpoints, Path(folder) / f"{i}.sqlite3")
                rates["catalog-lint"].append(sent / took)
        for name, values in rates.items():
            print(
                f"{name:13} {statistics.median(values):7.0f} requests a second  {[round(v) for v in values]}"
            )
        ratio = statistics.median(
            a / b for a, b in zip(rates["catalog-lint"], rates["bare loop"], strict=True)
        )
        print(f"{'ratio':13} {ratio:7.2f}")
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
    sent, took = ours(catalog, endpoints, cache)
    print(
        f"memory        {megabytes():7.1f} MB at most, {megabytes() - before:.1f} MB of them for the run "
        f"({count} entries, {sent} requests, {took:.1f} s)"
    )


def soak(runs: int) -> int:
    """Judge 200 entries `runs` times with faults; print what is wrong."""
    catalog = entries(200)
    wrong = asked = 0
    for seed in range(runs):
        with YouTube(faults=Faults(reset=0.05, busy=0.05, hang=0.02, seed=seed)) as server:
            server.add(*(entry.video for entry in catalog))
            found = wrong_verdicts(catalog, server, timeout=0.4, deadline=120)
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
    parser.add_argument("--rounds", type=int, default=3)
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
        speed(options.entries, options.rounds)
        memory(options.entries)
    return 0


if __name__ == "__main__":
    sys.exit(main())
