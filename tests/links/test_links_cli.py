from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from catalog_lint.cli import main
from catalog_lint.source import Source
from tests.conftest import judged
from tests.links.loopback import Faults, Video, YouTube
from tests.links.world import entries, mended_page, page

ROOT = Path(__file__).parents[2]


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


class Desk:
    """A folder with pages and a configuration that sends every question to the server."""

    def __init__(self, folder: Path, server: YouTube, screen: pytest.CaptureFixture[str]) -> None:
        self.folder, self.server, self.screen = folder, server, screen
        self.configuration = folder / "to-the-server.toml"
        self.configure()

    def configure(self, **more: Any) -> None:
        keys = {"allow-private": True, "interval": 0, "timeout": 20, "backoff": 0.01, "max-wait": 2, **more}
        rows = [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
        rows += ["[links.endpoints]", *(f'"{h}" = "{o}"' for h, o in self.server.endpoints.items())]
        self.configuration.write_text("[links]\n" + "\n".join(rows), encoding="utf-8")

    def write(self, text: str) -> None:
        (self.folder / "page.md").write_text(text, encoding="utf-8")

    def read(self) -> str:
        return (self.folder / "page.md").read_text(encoding="utf-8")

    def run(self, *arguments: str) -> Done:
        self.screen.readouterr()
        # Addresses to ask count only from a file that whoever runs the command names.
        status = main([*arguments, "--config", str(self.configuration)])
        return Done(status, *self.screen.readouterr())

    def codes(self, *arguments: str) -> list[tuple[str, int]]:
        """Code and entry of every finding."""
        done = self.run("links", "--output-format", "json", *arguments)
        assert done.returncode in (0, 1), done.stderr
        return [(finding["code"], finding["entry"]) for finding in json.loads(done.stdout)]


@pytest.fixture
def desk(
    tmp_path: Path, youtube: YouTube, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, youtube, capsys)


def test_a_catalog_of_200_entries_is_found_and_mended_right(desk: Desk, youtube: YouTube) -> None:
    catalog = entries(200)
    youtube.faults = Faults(reset=0.05, busy=0.05, hang=0.02)
    youtube.add(*(entry.video for entry in catalog))
    desk.write(page(catalog))
    expected = []
    for entry in catalog:
        if entry.size != "maxresdefault" and entry.size:
            expected.append(("LNK101", entry.number))
        if entry.video.state in ("gone", "private"):
            expected.append(("LNK103" if entry.video.state == "gone" else "LNK104", entry.number))
        if entry.video.title != entry.title:
            expected.append(("LNK105", entry.number))
    assert desk.codes() == expected
    mended = desk.run("links", "--fix")
    assert mended.returncode == 1
    asked = len(youtube.seen)
    left = desk.codes()
    assert left == [each for each in expected if each[0] != "LNK101"]
    assert len(youtube.seen) == asked, "what was learned while mending is known"
    assert desk.read() == mended_page(catalog)


def test_a_size_is_mended_in_the_path_alone(desk: Desk, youtube: YouTube) -> None:
    catalog = entries(4)[3:]
    youtube.add(*(entry.video for entry in catalog))
    query = ".jpg?from=/maxresdefault.jpg"
    desk.write(page(catalog).replace(".jpg", query).replace("https://img", "HTTPS://IMG"))
    assert desk.run("links", "--fix").returncode == 0
    assert desk.read() == mended_page(catalog).replace(".jpg", query).replace("https://img", "HTTPS://IMG")


def test_an_environment_that_cannot_be_used_is_bad_usage(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write(page(entries(1)))
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file.pem")
    done = desk.run("links")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "SSL_CERT_FILE" in done.stderr


def test_the_exit_status_and_what_stands_where(desk: Desk, youtube: YouTube) -> None:
    catalog = entries(3)
    desk.write(page(catalog))
    youtube.add(*(entry.video for entry in catalog))
    clean = desk.run("links")
    assert (clean.returncode, clean.stderr.count("\n")) == (0, 1)
    assert "6 alive, 0 dead, 0 unknown" in clean.stderr
    catalog[1].video.state = "gone"
    dead = desk.run("links", "--no-cache")
    assert dead.returncode == 1
    assert "LNK103" in dead.stdout
    assert "LNK" not in dead.stderr
    assert desk.run("links", "--no-cache", "--fail-on", "never").returncode == 0


def test_what_is_unknown_is_counted_and_is_no_finding(desk: Desk, youtube: YouTube) -> None:
    youtube.faults.busy = 1
    desk.configure(retries=0)
    desk.write(page(entries(2)))
    done = desk.run("links")
    assert done.returncode == 0
    assert "4 unknown (4 server error)" in done.stderr


def test_a_run_without_the_network_needs_the_cache(desk: Desk, youtube: YouTube) -> None:
    catalog = entries(2)
    catalog[0].video.state = "gone"
    youtube.add(*(entry.video for entry in catalog))
    desk.write(page(catalog))
    assert desk.codes("--offline") == []
    desk.run("links")
    asked = len(youtube.seen)
    assert desk.codes("--offline") == [("LNK103", 1)]
    assert len(youtube.seen) == asked


def test_other_links_are_asked_about_when_wanted(desk: Desk, youtube: YouTube) -> None:
    catalog = entries(1)
    youtube.add(catalog[0].video, Video("othervideo1", state="gone"))
    body = "[講義](https://elsewhere.example/status/404)與[影片](https://youtu.be/othervideo1)"
    desk.write(page(catalog).replace("這一講", body))
    assert desk.codes() == []
    assert not [seen for seen in youtube.seen if seen.host == "elsewhere.example"]
    assert desk.codes("--all-links") == [("LNK103", 1)]
    assert [seen.path for seen in youtube.seen if seen.host == "elsewhere.example"] == ["/status/404"] * 2
    desk.configure(**{"confirm-after": 0})
    assert desk.codes("--all-links") == [("LNK106", 1), ("LNK103", 1)]


def test_check_online_judges_by_all_rules_and_check_asks_nobody(desk: Desk, youtube: YouTube) -> None:
    catalog = entries(2)
    catalog[0].video.state = "gone"
    youtube.add(*(entry.video for entry in catalog))
    desk.write(page(catalog).replace("的來由。", "的來由。  \u200b"))
    assert "LNK103" not in desk.run("check").stdout
    assert not youtube.seen
    assert "LNK103" in desk.run("check", "--online").stdout


def test_check_online_tells_of_a_change_alone(desk: Desk, youtube: YouTube) -> None:
    catalog = entries(2)
    for entry in catalog:
        entry.video.state = "gone"
    youtube.add(*(entry.video for entry in catalog))
    text = page(catalog)
    desk.write(text)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "page.md"], ["commit", "-q", "-m", "pages"]):
        subprocess.run([*git, *command], check=True)
    assert desk.run("check", "--online").stdout.count("LNK103") == 2
    last = text.rindex("的來由")
    desk.write(text[:last] + "的由來" + text[last + 3 :])
    assert desk.run("check", "--online", "--diff-base", "HEAD").stdout.count("LNK103") == 1


def test_a_suppression_of_a_dead_video_is_in_use_online_and_not_unused_offline(
    desk: Desk, youtube: YouTube
) -> None:
    catalog = entries(1)
    catalog[0].video.state = "gone"
    youtube.add(catalog[0].video)
    mark = "<!-- catalog-lint-disable-entry LNK103 -- kept for its summary -->"
    desk.write(page(catalog).replace("## 內容重點", f"{mark}\n\n## 內容重點"))
    assert desk.codes() == []
    assert "SUP" not in desk.run("check").stdout
    assert "SUP" not in desk.run("check", "--online").stdout


def test_a_title_from_outside_cannot_write_to_the_terminal(desk: Desk, youtube: YouTube) -> None:
    catalog = entries(1)
    catalog[0].video.title = "新標題\x1b]0;owned\x07\u202e{found}"
    youtube.add(catalog[0].video)
    desk.write(page(catalog))
    done = desk.run("links", "--show-info")
    assert "新標題]0;owned{found}" in done.stdout
    assert not set(done.stdout) & set("\x1b\x07\u202e")


def test_settings_that_do_not_fit_are_refused(desk: Desk) -> None:
    desk.configure(timeouts=3)
    desk.write(page(entries(1)))
    done = desk.run("links")
    assert done.returncode == 2
    assert "did you mean 'timeout'" in done.stderr


def test_a_check_loads_no_network(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(page(entries(2)), encoding="utf-8")
    code = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, _: opened.append(event) if event.startswith('socket.') else None)\n"
        "from catalog_lint.cli import main\n"
        "main(['check', 'page.md'])\n"
        "rooms = ('httpx', 'asyncio', 'sqlite3', 'catalog_lint.links', 'catalog_lint.config.links')\n"
        "print(opened + [room for room in rooms if room in sys.modules], file=sys.stderr)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_without_verdicts_no_rule_on_life_speaks() -> None:
    found = judged({"page.md": Source(page(entries(1))).text}, select=["LNK"])
    assert not [finding for finding in found.findings if finding.rule.code.startswith("LNK1")]
