from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from catalog_lint.catalog.liveness import LinkReason, Status, Target
from catalog_lint.links import LinkReport, judge
from tests.links.loopback import Video, YouTube
from tests.links.world import entries, settings

HOUR = 3600.0
THUMBNAIL = Target("thumbnail", "https://img.youtube.com/vi/abcdefghijk/maxresdefault.jpg")
VIDEO = Target("video", "abcdefghijk")
LINK = Target("link", "https://elsewhere.example/status/404")
ABOVE_HQ = frozenset({"maxresdefault", "sddefault"})


class Clock:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "links.sqlite3"


def test_a_second_run_asks_nothing(youtube: YouTube, cache: Path) -> None:
    catalog = entries(60)
    youtube.add(*(entry.video for entry in catalog))
    targets = [target for entry in catalog for target in entry.targets]
    first = judge(targets, settings(youtube), cache=cache)
    asked = len(youtube.seen)
    second = judge(targets, settings(youtube), cache=cache)
    assert asked == first.requests > 0
    assert (second.requests, second.cached, len(youtube.seen)) == (0, 120, asked)
    assert second.verdicts == first.verdicts


@pytest.mark.parametrize(("state", "key"), [("public", "alive_age"), ("gone", "dead_age")])
def test_verdicts_age(youtube: YouTube, cache: Path, clock: Clock, state: str, key: str) -> None:
    youtube.add(Video("abcdefghijk", state=state))
    ages: dict[str, Any] = {"alive_age": 1000, "dead_age": 1000, key: 5}

    def again() -> int:
        return judge([VIDEO], settings(youtube, **ages), cache=cache, clock=clock).requests

    assert again() > 0
    clock.now += 4.9 * HOUR
    assert again() == 0
    clock.now += 0.2 * HOUR
    assert again() > 0


def test_a_verdict_from_the_future_is_not_believed(youtube: YouTube, cache: Path, clock: Clock) -> None:
    youtube.add(Video("abcdefghijk"))
    judge([VIDEO], settings(youtube), cache=cache, clock=clock)
    clock.now -= HOUR
    assert judge([VIDEO], settings(youtube), cache=cache, clock=clock).cached == 0


@pytest.mark.parametrize("path", ["/status/403", "/status/503", "/hang", "/reset", "/loop"])
def test_what_is_unknown_is_never_kept(youtube: YouTube, cache: Path, path: str) -> None:
    target = Target("link", f"https://elsewhere.example{path}")
    quick = settings(youtube, all_links=True, retries=0, **({"timeout": 0.2} if path == "/hang" else {}))
    for _ in range(2):
        report = judge([target], quick, cache=cache)
        assert (report.verdicts[target].status, report.cached) == (Status.UNKNOWN, 0)


def test_an_answer_without_its_title_for_want_of_oembed_is_not_kept(youtube: YouTube, cache: Path) -> None:
    path = "/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabcdefghijk&format=json"
    youtube.add(Video("abcdefghijk", "現在的標題"))
    youtube.answers[path] = (503, {}, b"")
    assert judge([VIDEO], settings(youtube, retries=0), cache=cache).verdicts[VIDEO].status is Status.ALIVE
    del youtube.answers[path]
    assert judge([VIDEO], settings(youtube), cache=cache).verdicts[VIDEO].title == "現在的標題"


def test_a_link_is_dead_when_seen_dead_twice_hours_apart(youtube: YouTube, cache: Path, clock: Clock) -> None:
    def again() -> LinkReport:
        return judge([LINK], settings(youtube, all_links=True), cache=cache, clock=clock)

    assert again().verdicts[LINK].reason is LinkReason.UNCONFIRMED
    clock.now += 5 * HOUR
    soon = again()
    assert (soon.verdicts[LINK].reason, soon.requests) == (LinkReason.UNCONFIRMED, 0)
    clock.now += 2 * HOUR
    assert again().verdicts[LINK].status is Status.DEAD
    assert again().requests == 0


def test_a_link_that_came_back_in_between_starts_anew(youtube: YouTube, cache: Path, clock: Clock) -> None:
    target = Target("link", "https://elsewhere.example/moving")
    verdicts = []
    for status in (404, 200, 404, 404):
        youtube.answers["/moving"] = (status, {}, b"")
        quick = settings(youtube, all_links=True, alive_age=1)
        verdicts.append(judge([target], quick, cache=cache, clock=clock).verdicts[target].status)
        clock.now += 7 * HOUR
    assert verdicts == [Status.UNKNOWN, Status.ALIVE, Status.UNKNOWN, Status.DEAD]


def test_without_confirmation_by_an_endpoint_a_thumbnail_waits_for_its_second_death(
    youtube: YouTube, cache: Path, clock: Clock
) -> None:
    youtube.add(Video("abcdefghijk", missing=ABOVE_HQ))

    def again(**more: Any) -> LinkReport:
        return judge([THUMBNAIL], settings(youtube, confirm=False, **more), cache=cache, clock=clock)

    first = again()
    assert (first.verdicts[THUMBNAIL].reason, first.verdicts[THUMBNAIL].best) == (LinkReason.UNCONFIRMED, "")
    assert again().requests == 0
    clock.now += 7 * HOUR
    assert again().verdicts[THUMBNAIL].status is Status.DEAD


def test_confirmation_is_asked_for_when_it_is_wanted_later(youtube: YouTube, cache: Path) -> None:
    youtube.add(Video("abcdefghijk", missing=ABOVE_HQ))
    judge([THUMBNAIL], settings(youtube, confirm=False), cache=cache)
    verdict = judge([THUMBNAIL], settings(youtube), cache=cache).verdicts[THUMBNAIL]
    assert verdict.status is Status.DEAD
    assert verdict.best.endswith("/hqdefault.jpg")


def test_offline_answers_from_the_cache_alone(youtube: YouTube, cache: Path, clock: Clock) -> None:
    youtube.add(Video("abcdefghijk", missing=ABOVE_HQ))
    judge([THUMBNAIL], settings(youtube), cache=cache, clock=clock)
    asked = len(youtube.seen)
    known = judge([THUMBNAIL, VIDEO], settings(youtube), cache=cache, offline=True, clock=clock).verdicts
    assert known[THUMBNAIL].status is Status.DEAD
    assert known[VIDEO].reason is LinkReason.NOT_CACHED
    clock.now += 25 * HOUR
    stale = judge([THUMBNAIL], settings(youtube), cache=cache, offline=True, clock=clock).verdicts
    assert stale[THUMBNAIL].reason is LinkReason.NOT_CACHED
    assert len(youtube.seen) == asked


def test_offline_without_a_cache_makes_none(youtube: YouTube, cache: Path) -> None:
    judge([VIDEO], settings(youtube), cache=cache, offline=True)
    assert not cache.parent.exists()


def test_answers_of_other_endpoints_are_kept_apart(youtube: YouTube, cache: Path) -> None:
    judge([VIDEO], settings(youtube), cache=cache)
    with YouTube() as other:
        other.add(Video("abcdefghijk"))
        verdict = judge([VIDEO], settings(other), cache=cache).verdicts[VIDEO]
    assert verdict.status is Status.ALIVE


def test_a_file_that_is_no_cache_is_left_alone(youtube: YouTube, tmp_path: Path) -> None:
    youtube.add(Video("abcdefghijk"))
    path = tmp_path / "notes.txt"
    path.write_text("my own notes, not a data base\n" * 50, encoding="utf-8")
    before = path.read_bytes()
    report = judge([VIDEO], settings(youtube), cache=path)
    assert report.verdicts[VIDEO].status is Status.ALIVE
    assert "notes.txt" in report.notes[0]
    assert path.read_bytes() == before


def test_a_cache_from_elsewhere_cannot_write_a_foreign_url_into_a_page(youtube: YouTube, cache: Path) -> None:
    youtube.add(Video("abcdefghijk", missing=ABOVE_HQ))
    judge([THUMBNAIL], settings(youtube), cache=cache)
    with sqlite3.connect(cache) as database:
        database.execute("UPDATE verdict_1 SET best = 'https://evil.example/vi/abcdefghijk/hqdefault.jpg'")
    report = judge([THUMBNAIL], settings(youtube), cache=cache)
    assert report.cached == 0
    assert report.verdicts[THUMBNAIL].best == "https://img.youtube.com/vi/abcdefghijk/hqdefault.jpg"


_RUN = """
import sys
from pathlib import Path
from tests.links.world import entries
from catalog_lint.links import LinkSettings, judge
targets = [target for entry in entries(80) for target in entry.targets]
settings = LinkSettings.model_validate_json(sys.argv[1])
report = judge(targets, settings, cache=Path(sys.argv[2]))
print(len(report.verdicts), report.notes)
"""


def _start(server: YouTube, cache: Path, **more: Any) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", _RUN, settings(server, **more).model_dump_json(), str(cache)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(arguments, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_runs_at_once_share_a_cache(youtube: YouTube, cache: Path) -> None:
    catalog = entries(80)
    youtube.add(*(entry.video for entry in catalog))
    youtube.slowness = 0.002
    runs = [_start(youtube, cache) for _ in range(2)]
    for run in runs:
        out, error = run.communicate(timeout=600)
        assert (run.returncode, out.strip()) == (0, "160 []"), error
    with sqlite3.connect(cache) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    targets = [target for entry in catalog for target in entry.targets]
    report = judge(targets, settings(youtube), cache=cache)
    assert report.requests == 0
    for entry in catalog:
        assert tuple(report.verdicts[target].status for target in entry.targets) == tuple(
            status for status, _ in entry.truth
        )


def test_ctrl_c_leaves_a_usable_cache(youtube: YouTube, cache: Path) -> None:
    catalog = entries(80)
    youtube.add(*(entry.video for entry in catalog))
    youtube.silent_after = 60
    run = _start(youtube, cache, concurrency=2, timeout=600)
    waited = time.monotonic() + 300
    while len(youtube.seen) <= 60 and time.monotonic() < waited:
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    _, error = run.communicate(timeout=600)
    assert "KeyboardInterrupt" in error
    youtube.silent_after = None
    targets = [target for entry in catalog for target in entry.targets]
    report = judge(targets, settings(youtube), cache=cache)
    assert 20 < report.cached < 160
    assert len(report.verdicts) == 160
