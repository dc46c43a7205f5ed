from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import sys
import time
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from catalog_lint.catalog.liveness import LinkReason, LinkVerdict, Status, Target
from catalog_lint.links import BadEnvironment, LinkSettings, judge
from catalog_lint.links import transport as transport_module
from catalog_lint.links.addresses import is_public
from tests.links.loopback import Video, YouTube
from tests.links.world import settings

SITE = "https://elsewhere.example"


def link(server: YouTube, path: str, **more: Any) -> LinkVerdict:
    target = Target("link", path if "://" in path else SITE + path)
    more = {"all_links": True, **more}
    return judge([target], settings(server, **more)).verdicts[target]


@pytest.mark.parametrize(
    ("path", "status", "reason", "sent"),
    [
        ("/fine", Status.ALIVE, LinkReason.ANSWERED, ["HEAD"]),
        ("/get-only/405", Status.ALIVE, LinkReason.ANSWERED, ["HEAD", "GET"]),
        ("/get-only/501", Status.ALIVE, LinkReason.ANSWERED, ["HEAD", "GET"]),
        ("/get-only/404", Status.ALIVE, LinkReason.ANSWERED, ["HEAD", "GET"]),
        ("/get-only/403", Status.ALIVE, LinkReason.ANSWERED, ["HEAD", "GET"]),
        ("/status/401", Status.UNKNOWN, LinkReason.REFUSES, ["HEAD", "GET"]),
        ("/status/403", Status.UNKNOWN, LinkReason.REFUSES, ["HEAD", "GET"]),
        ("/status/418", Status.UNKNOWN, LinkReason.UNEXPECTED, ["HEAD", "GET"]),
        ("/status/404", Status.UNKNOWN, LinkReason.UNCONFIRMED, ["HEAD", "GET"]),
        ("/status/410", Status.UNKNOWN, LinkReason.UNCONFIRMED, ["HEAD", "GET"]),
        ("/status/408", Status.UNKNOWN, LinkReason.SERVER_ERROR, ["HEAD"] * 3),
        ("/status/500", Status.UNKNOWN, LinkReason.SERVER_ERROR, ["HEAD"] * 3),
        ("/status/503", Status.UNKNOWN, LinkReason.SERVER_ERROR, ["HEAD"] * 3),
        ("/status/429", Status.UNKNOWN, LinkReason.RATE_LIMITED, ["HEAD"] * 3),
        ("/reset", Status.UNKNOWN, LinkReason.CONNECTION_LOST, ["HEAD"] * 3),
        ("/hang", Status.UNKNOWN, LinkReason.TIMED_OUT, ["HEAD"] * 3),
        ("/garbage", Status.UNKNOWN, LinkReason.CONNECTION_LOST, ["HEAD"] * 3),
    ],
)
def test_what_is_made_of_an_answer(
    youtube: YouTube, path: str, status: Status, reason: LinkReason, sent: list[str]
) -> None:
    verdict = link(youtube, path, retries=2, **({"timeout": 0.3} if path == "/hang" else {}))
    assert (verdict.status, verdict.reason) == (status, reason)
    assert [seen.method for seen in youtube.seen] == sent


def test_a_header_that_drips_for_ever_ends_in_a_time_out(youtube: YouTube) -> None:
    verdict = link(youtube, "/drip", retries=0, timeout=0.3, connect_timeout=0.3)
    assert verdict.reason is LinkReason.TIMED_OUT


def test_a_body_without_end_is_cut(youtube: YouTube) -> None:
    path = "/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabcdefghijk&format=json"
    youtube.answers[path] = (302, {"Location": "https://www.youtube.com/endless"}, b"")
    youtube.add(Video("abcdefghijk"))
    target = Target("video", "abcdefghijk")
    verdict = judge([target], settings(youtube, max_body=4096)).verdicts[target]
    assert (verdict.status, verdict.title) == (Status.ALIVE, "")
    assert youtube.counts["endless bytes"] < 50_000_000


def test_retry_after_is_honoured_by_the_whole_host(youtube: YouTube) -> None:
    targets = [Target("link", f"{SITE}/later/1/{name}") for name in ("a", "b")]
    report = judge(targets, settings(youtube, all_links=True, concurrency=1))
    assert {verdict.status for verdict in report.verdicts.values()} == {Status.ALIVE}
    gaps = [later.at - sooner.at for sooner, later in pairwise(youtube.seen)]
    assert gaps[0] >= 0.99, "nothing else goes to a host that asked for a pause"


def test_retry_after_as_a_date(youtube: YouTube) -> None:
    until = int(time.time()) + 2
    youtube.answers["/busy"] = (503, {"Retry-After": formatdate(until, usegmt=True)}, b"")
    link(youtube, "/busy", retries=1, max_wait=3)
    assert len(youtube.seen) == 2
    assert time.time() >= until


def test_a_retry_after_that_is_too_long_is_not_waited_for(youtube: YouTube) -> None:
    verdict = link(youtube, "/later/3600/a")
    assert verdict.reason is LinkReason.RATE_LIMITED
    assert len(youtube.seen) == 1


def test_a_retry_after_of_nothing_is_no_leave_to_hurry(youtube: YouTube) -> None:
    youtube.answers["/busy"] = (503, {"Retry-After": "0"}, b"")
    link(youtube, "/busy", retries=1, backoff=0.2)
    assert youtube.seen[1].at - youtube.seen[0].at >= 0.1


def test_waits_between_repeats_grow(youtube: YouTube) -> None:
    link(youtube, "/status/503", retries=3, backoff=0.1)
    times = [seen.at for seen in youtube.seen]
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert len(gaps) == 3
    for gap, longest in zip(gaps, (0.1, 0.2, 0.4), strict=True):
        assert longest / 2 - 0.01 <= gap <= longest + 0.15


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/hops/5", Status.ALIVE, LinkReason.ANSWERED),
        ("/hops/6", Status.UNKNOWN, LinkReason.REDIRECTS),
        ("/loop", Status.UNKNOWN, LinkReason.REDIRECTS),
    ],
)
def test_redirects_are_followed_up_to_a_number(
    youtube: YouTube, path: str, status: Status, reason: LinkReason
) -> None:
    verdict = link(youtube, path)
    assert (verdict.status, verdict.reason) == (status, reason)
    assert len(youtube.seen) <= 6


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://elsewhere.example/x",
        "gopher://elsewhere.example:70/_x",
        "javascript:alert(1)",
        "https://user:word@elsewhere.example/fine",
    ],
)
def test_redirects_to_other_schemes_are_not_followed(youtube: YouTube, location: str) -> None:
    youtube.answers["/away"] = (302, {"Location": location}, b"")
    verdict = link(youtube, "/away")
    assert (verdict.status, verdict.reason) == (Status.UNKNOWN, LinkReason.UNSUPPORTED_URL)
    assert youtube.paths() == ["HEAD /away"]


@pytest.mark.parametrize("location", ["", "https://", "//", "http://[::", "http://%00/", "\x7f"])
def test_redirects_to_nowhere_tell_nothing(youtube: YouTube, location: str) -> None:
    youtube.answers["/away"] = (302, {"Location": location}, b"")
    assert link(youtube, "/away").status is Status.UNKNOWN


def test_a_redirect_leads_only_to_hosts_that_may_be_asked(youtube: YouTube) -> None:
    youtube.answers["/vi/abcdefghijk/default.jpg"] = (302, {"Location": f"{SITE}/fine"}, b"")
    target = Target("thumbnail", "https://i.ytimg.com/vi/abcdefghijk/default.jpg")
    verdict = judge([target], settings(youtube, all_links=True)).verdicts[target]
    assert verdict.reason is LinkReason.HOST_NOT_ALLOWED
    assert "elsewhere.example" not in {seen.host for seen in youtube.seen}


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/fine",
        "https://www.youtube.com.elsewhere.example/fine",
        "https://www.youtube.com@elsewhere.example/fine",
        "https://elsewhere.example\\@www.youtube.com/fine",
        "https://elsewhere.example#@www.youtube.com/fine",
    ],
)
def test_only_hosts_on_the_list_are_asked_by_default(youtube: YouTube, url: str) -> None:
    verdict = link(youtube, url, all_links=False)
    assert verdict.status is Status.UNKNOWN
    assert verdict.reason in (LinkReason.HOST_NOT_ALLOWED, LinkReason.UNSUPPORTED_URL)
    assert not youtube.seen


@pytest.mark.parametrize(
    "url", ["mailto:a@b.example", "ftp://x.example/", "#top", "../other.md", "http://", "http://[::"]
)
def test_what_is_no_web_address_is_not_asked(youtube: YouTube, url: str) -> None:
    target = Target("link", url)
    verdict = judge([target], settings(youtube, all_links=True)).verdicts[target]
    assert verdict.reason is LinkReason.UNSUPPORTED_URL


INSIDE = ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "0"]
INSIDE += ["[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.0.0.1."]


@pytest.mark.parametrize("host", INSIDE)
def test_this_machine_is_not_asked_however_it_is_spelled(youtube: YouTube, host: str) -> None:
    verdict = link(youtube, f"http://{host}:{youtube.ports['elsewhere.example']}/fine", allow_private=False)
    assert verdict.status is Status.UNKNOWN
    assert verdict.reason in (LinkReason.PRIVATE_ADDRESS, LinkReason.NO_SUCH_HOST, LinkReason.UNSUPPORTED_URL)
    assert not youtube.counts["connections"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("64:ff9b::808:808", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("fe80::1%1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::ffff:10.0.0.1", False),
        ("::127.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:a00:1::1", False),
        ("2001:0:a00:1::f5ff:fffe", False),
        ("not an address", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_redirect_to_a_private_address_is_refused(
    youtube: YouTube, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "is_public", lambda address: address == "127.0.0.1")
    port = youtube.ports["elsewhere.example"]
    youtube.answers["/inside"] = (302, {"Location": f"http://127.0.0.2:{port}/fine"}, b"")
    verdict = link(youtube, "/inside", allow_private=False)
    assert verdict.reason is LinkReason.PRIVATE_ADDRESS
    assert youtube.paths() == ["HEAD /inside"]


def test_the_address_that_was_checked_is_the_one_that_is_asked(
    youtube: YouTube, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers with a public address first and with a private one ever after."""
    real = socket.getaddrinfo
    asked: list[str] = []

    def rebinding(host: Any, *rest: Any, **named: Any) -> Any:
        if host in ("rebinding.example", b"rebinding.example"):
            asked.append(host)
            return real("127.0.0.1" if len(asked) == 1 else "127.0.0.2", *rest, **named)
        return real(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(transport_module, "is_public", lambda address: address == "127.0.0.1")
    url = f"http://rebinding.example:{youtube.ports['elsewhere.example']}/fine"
    assert link(youtube, url, allow_private=False).status is Status.ALIVE
    assert len(asked) == 1
    assert youtube.seen[0].headers["host"].startswith("rebinding.example:")
    assert link(youtube, url, allow_private=False).reason is LinkReason.PRIVATE_ADDRESS


def test_a_proxy_of_the_environment_is_used(youtube: YouTube, monkeypatch: pytest.MonkeyPatch) -> None:
    youtube.add(Video("abcdefghijk"))
    monkeypatch.setenv("HTTP_PROXY", youtube.origin("elsewhere.example"))
    target = Target("thumbnail", "http://img.youtube.com/vi/abcdefghijk/hqdefault.jpg")
    verdict = judge([target], settings(youtube, endpoints={})).verdicts[target]
    assert verdict.status is Status.ALIVE
    assert youtube.paths("elsewhere.example") == [f"HEAD {target.address}"]


def test_no_proxy_is_honoured(youtube: YouTube, monkeypatch: pytest.MonkeyPatch) -> None:
    youtube.add(Video("abcdefghijk"))
    monkeypatch.setenv("HTTP_PROXY", youtube.origin("elsewhere.example"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    target = Target("thumbnail", "http://img.youtube.com/vi/abcdefghijk/hqdefault.jpg")
    judge([target], settings(youtube))
    assert {seen.host for seen in youtube.seen} == {"img.youtube.com"}


def test_a_proxy_is_not_asked_for_this_machine(youtube: YouTube, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", youtube.origin("elsewhere.example"))
    verdict = link(youtube, "http://localhost:1/fine", allow_private=False)
    assert verdict.reason is LinkReason.PRIVATE_ADDRESS
    assert not youtube.seen


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SSL_CERT_FILE", "/no/such/file.pem"),
        ("HTTPS_PROXY", "ftp://user:hidden@127.0.0.1:1"),
        ("HTTP_PROXY", "http://user:hidden@127.0.0.1:port"),
    ],
)
def test_an_environment_that_cannot_be_used_is_told(
    youtube: YouTube, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadEnvironment, match=name) as told:
        link(youtube, "/fine")
    assert "hidden" not in str(told.value)
    assert not youtube.seen


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl to make a certificate")
def test_certificates_are_checked_against_those_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with YouTube(tls=context) as server:
        assert link(server, "/fine").reason is LinkReason.BAD_CERTIFICATE
        assert not server.seen
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert link(server, "/fine").status is Status.ALIVE
        by_number = {
            "elsewhere.example": server.origin("elsewhere.example").replace("localhost", "127.0.0.1")
        }
        assert link(server, "/fine", endpoints=by_number).reason is LinkReason.BAD_CERTIFICATE


def test_a_host_is_asked_a_few_things_at_once(youtube: YouTube) -> None:
    youtube.slowness = 0.02
    targets = [Target("link", f"{SITE}/fine?{i}") for i in range(40)]
    report = judge(targets, settings(youtube, all_links=True, concurrency=3))
    assert {verdict.status for verdict in report.verdicts.values()} == {Status.ALIVE}
    assert youtube.most_at_once["elsewhere.example"] == 3


def test_connections_are_used_again(youtube: YouTube) -> None:
    targets = [Target("link", f"{SITE}/fine?{i}") for i in range(40)]
    judge(targets, settings(youtube, all_links=True, concurrency=3))
    assert youtube.counts["connections"] <= 3


def test_an_interval_lies_between_two_questions(youtube: YouTube) -> None:
    targets = [Target("link", f"{SITE}/fine?{i}") for i in range(6)]
    judge(targets, settings(youtube, all_links=True, interval=0.2))
    times = [seen.at for seen in youtube.seen]
    assert times[-1] - times[0] >= 0.5


def test_the_deadline_ends_the_run_and_keeps_what_is_known(youtube: YouTube) -> None:
    targets = [Target("link", f"{SITE}/fine"), *(Target("link", f"{SITE}/hang?{i}") for i in range(20))]
    report = judge(targets, settings(youtube, all_links=True, timeout=600, deadline=4))
    assert report.verdicts[targets[0]].status is Status.ALIVE
    assert {report.verdicts[target].reason for target in targets[1:]} == {LinkReason.OUT_OF_TIME}


def test_a_host_that_never_answers_is_given_up(youtube: YouTube) -> None:
    targets = [Target("link", f"{SITE}/status/503?{i}") for i in range(50)]
    report = judge(targets, settings(youtube, all_links=True, retries=1, give_up_after=5, concurrency=2))
    assert LinkReason.HOST_DOWN in {verdict.reason for verdict in report.verdicts.values()}
    assert {verdict.status for verdict in report.verdicts.values()} == {Status.UNKNOWN}
    assert len(youtube.seen) < 30


def test_nobody_listens(youtube: YouTube) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{free.getsockname()[1]}"
    verdict = link(youtube, "/fine", endpoints={"elsewhere.example": origin})
    assert (verdict.status, verdict.reason) == (Status.UNKNOWN, LinkReason.NO_CONNECTION)


def test_the_user_agent_names_the_project_and_no_cookie_comes_back(youtube: YouTube) -> None:
    youtube.answers["/one"] = (302, {"Location": "/fine", "Set-Cookie": "track=1; Path=/"}, b"")
    assert link(youtube, "/one").status is Status.ALIVE
    assert all(seen.headers["user-agent"].startswith("catalog-lint") for seen in youtube.seen)
    assert [seen.headers.get("cookie") for seen in youtube.seen] == [None, None]


@pytest.mark.parametrize(
    "values",
    [
        {"endpoints": {"img.youtube.com": "file:///etc"}},
        {"endpoints": {"img.youtube.com": "http://x.example/path"}},
        {"endpoints": {"https://img.youtube.com": "http://x.example"}},
        {"hosts": ["*"]},
        {"user_agent": "two\r\nlines"},
        {"concurrency": 0},
        {"timeout": -1},
        {"time_out": 3},
    ],
)
def test_settings_that_do_not_fit_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        LinkSettings.model_validate(values)


def test_without_the_client_the_message_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "httpx.py").write_text("raise ImportError('no httpx', name='httpx')\n", encoding="utf-8")
    code = (
        "from catalog_lint.links import OnlineExtraMissing, judge\n"
        "from catalog_lint.catalog.liveness import Target\n"
        "judge([Target('video', 'abcdefghijk')], offline=True)\n"
        "try: judge([Target('video', 'abcdefghijk')])\n"
        "except OnlineExtraMissing as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{code}"],
        capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True,
    )  # fmt: skip
    assert done.stdout.strip() == (
        "asking the network needs httpx; install it with: pip install 'catalog-lint[online]'"
    )
