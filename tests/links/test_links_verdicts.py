from __future__ import annotations

from pathlib import Path

import pytest

from catalog_lint.catalog.liveness import LinkReason, LinkVerdict, Status, Target
from catalog_lint.links import judge
from catalog_lint.links.youtube import has_sizes, smaller, video_id
from tests.links.loopback import Faults, Video, YouTube
from tests.links.world import entries, settings, what_is_wrong

PAGE = "https://img.youtube.com/vi/abcdefghijk/{}.jpg"
ABOVE_HQ = frozenset({"maxresdefault", "sddefault"})


def one(server: YouTube, target: Target, **more: object) -> LinkVerdict:
    return judge([target], settings(server, **more)).verdicts[target]


def test_a_thumbnail_that_stands_is_alive(youtube: YouTube) -> None:
    youtube.add(Video("abcdefghijk"))
    verdict = one(youtube, Target("thumbnail", PAGE.format("maxresdefault")))
    assert (verdict.status, verdict.best) == (Status.ALIVE, "")
    assert youtube.paths() == ["HEAD /vi/abcdefghijk/maxresdefault.jpg"]


@pytest.mark.parametrize(
    ("missing", "best"),
    [
        ({"maxresdefault"}, "sddefault"),
        ({"maxresdefault", "sddefault"}, "hqdefault"),
        ({"maxresdefault", "sddefault", "hqdefault"}, "mqdefault"),
    ],
)
def test_a_missing_size_gives_way_to_the_largest_alive(
    youtube: YouTube, missing: set[str], best: str
) -> None:
    youtube.add(Video("abcdefghijk", missing=frozenset(missing)))
    verdict = one(youtube, Target("thumbnail", PAGE.format("maxresdefault")))
    assert (verdict.status, verdict.best) == (Status.DEAD, PAGE.format(best))


def test_a_picture_in_the_body_of_a_404_does_not_make_it_alive(youtube: YouTube) -> None:
    verdict = one(youtube, Target("thumbnail", PAGE.format("hqdefault")))
    assert (verdict.status, verdict.reason, verdict.best) == (Status.DEAD, LinkReason.NOT_FOUND, "")


def test_the_best_size_keeps_host_folder_and_kind_of_file(youtube: YouTube) -> None:
    youtube.add(Video("abcdefghijk", missing=ABOVE_HQ))
    verdict = one(youtube, Target("thumbnail", "https://i.ytimg.com/vi_webp/abcdefghijk/sddefault.webp?v=1"))
    assert verdict.best == "https://i.ytimg.com/vi_webp/abcdefghijk/hqdefault.webp"


def test_a_page_in_a_pictures_place_tells_nothing(youtube: YouTube) -> None:
    youtube.answers["/vi/abcdefghijk/maxresdefault.jpg"] = (200, {"Content-Type": "text/html"}, b"Log in")
    verdict = one(youtube, Target("thumbnail", PAGE.format("maxresdefault")))
    assert verdict.status is Status.UNKNOWN


def test_what_the_other_thumbnail_host_still_has_is_not_dead(youtube: YouTube) -> None:
    youtube.answers["/vi/abcdefghijk/maxresdefault.jpg"] = (404, {"Content-Type": "image/jpeg"}, b"x")
    youtube.add(Video("abcdefghijk"))
    target = Target("thumbnail", PAGE.format("maxresdefault"))
    with YouTube() as other:
        other.add(Video("abcdefghijk"))
        endpoints = {**youtube.endpoints, "i.ytimg.com": other.origin("i.ytimg.com")}
        verdict = one(youtube, target, endpoints=endpoints)
        assert other.paths() == ["GET /vi/abcdefghijk/maxresdefault.jpg"]
    assert (verdict.status, verdict.reason) == (Status.UNKNOWN, LinkReason.DISAGREEING)


@pytest.mark.parametrize(
    ("state", "status", "reason", "title"),
    [
        ("public", Status.ALIVE, LinkReason.ANSWERED, "A lecture"),
        ("no-embed", Status.ALIVE, LinkReason.ANSWERED, ""),
        ("private", Status.DEAD, LinkReason.PRIVATE, ""),
        ("gone", Status.DEAD, LinkReason.GONE, ""),
    ],
)
def test_a_video(youtube: YouTube, state: str, status: Status, reason: LinkReason, title: str) -> None:
    youtube.add(Video("abcdefghijk", state=state))
    verdict = one(youtube, Target("video", "abcdefghijk"))
    assert (verdict.status, verdict.reason, verdict.title) == (status, reason, title)


def test_the_watch_page_is_not_asked_since_it_answers_for_deleted_videos(youtube: YouTube) -> None:
    one(youtube, Target("video", "https://www.youtube.com/watch?v=abcdefghijk&t=4"))
    assert not [path for path in youtube.paths() if "/watch" in path.split("?")[0]]


@pytest.mark.parametrize(
    ("oembed", "picture"),
    [(404, 200), (400, 200), (200, 404), (404, 403), (404, 500), (500, 404), (429, 404)],
)
def test_a_video_is_dead_only_when_both_endpoints_say_so(youtube: YouTube, oembed: int, picture: int) -> None:
    path = "/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabcdefghijk&format=json"
    youtube.answers[path] = (oembed, {}, b"{}")
    youtube.answers["/vi/abcdefghijk/hqdefault.jpg"] = (picture, {"Content-Type": "image/jpeg"}, b"x")
    verdict = one(youtube, Target("video", "abcdefghijk"), retries=1)
    assert verdict.status is Status.UNKNOWN


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"title": 7}',
        b'{"title": ""}',
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"title": "' + b"x" * 70_000 + b'"}',
    ],
)
def test_an_answer_that_is_no_oembed_gives_no_title(youtube: YouTube, body: bytes) -> None:
    path = "/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabcdefghijk&format=json"
    youtube.add(Video("abcdefghijk"))
    youtube.answers[path] = (200, {}, body)
    verdict = one(youtube, Target("video", "abcdefghijk"))
    assert (verdict.status, verdict.title) == (Status.ALIVE, "")


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("red \x1b[31malert\x07", "red [31malert"),
        ("abc\u202egpj.exe\u2066x\u2069", "abcgpj.exex"),
        ("two\r\nlines\u2028and\ttabs", "two lines and tabs"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("家庭 👨\u200d👩\u200d👧 與 ❤\ufe0f", "家庭 👨\u200d👩\u200d👧 與 ❤\ufe0f"),
        ("\ud800half", "half"),
        ("長" * 5000, "長" * 300),
    ],
)
def test_a_title_from_outside_is_cleaned(youtube: YouTube, told: str, shown: str) -> None:
    youtube.add(Video("abcdefghijk", told))
    assert one(youtube, Target("video", "abcdefghijk")).title == shown


@pytest.mark.parametrize(
    "address", ["not a video", "https://vimeo.com/1", "https://www.youtube.com/@channel", "http://["]
)
def test_what_is_no_video_is_not_asked_about(youtube: YouTube, address: str) -> None:
    assert one(youtube, Target("video", address)).reason is LinkReason.UNSUPPORTED_URL
    assert not youtube.seen


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=aB3-_fghijk",
        "https://m.youtube.com/watch?list=PL1&v=aB3-_fghijk&t=10s",
        "https://youtu.be/aB3-_fghijk?si=x",
        "https://www.youtube.com/embed/aB3-_fghijk",
        "https://www.youtube-nocookie.com/embed/aB3-_fghijk?start=3",
        "https://youtube.com/shorts/aB3-_fghijk",
        "https://www.youtube.com/live/aB3-_fghijk/",
        "aB3-_fghijk",
    ],
)
def test_the_id_of_a_video_in_all_its_spellings(url: str) -> None:
    assert video_id(url) == "aB3-_fghijk"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com.evil.example/watch?v=aB3-_fghijk",
        "https://www.youtube.com/watch?v=aB3-_fghij",
        "https://youtu.be/aB3-_fghijkk",
        "https://www.youtube.com/playlist?list=aB3-_fghijk",
    ],
)
def test_what_looks_like_a_video_and_is_none(url: str) -> None:
    assert video_id(url) is None


def test_a_still_of_a_video_has_no_other_sizes() -> None:
    assert not has_sizes("https://img.youtube.com/vi/abcdefghijk/1.jpg")
    assert smaller("https://img.youtube.com/vi/abcdefghijk/0.jpg") == [
        "https://img.youtube.com/vi/abcdefghijk/mqdefault.jpg",
        "https://img.youtube.com/vi/abcdefghijk/default.jpg",
    ]


def test_a_catalog_of_200_entries_with_faults_is_judged_and_mended_right(tmp_path: Path) -> None:
    catalog = entries(200)
    with YouTube(faults=Faults(reset=0.05, busy=0.05, hang=0.02)) as server:
        server.add(*(entry.video for entry in catalog))
        assert what_is_wrong(catalog, server, tmp_path / "cache.sqlite3", timeout=1) == []
        assert server.counts["requests"] > 500
