"""The HTML report in a real browser: it works, and nothing of a page can run or be fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from catalog_lint.report import rendered, stream
from catalog_lint.report.model import EntryHead, PageReport, RunFormat
from catalog_lint.report.totals import Totals
from catalog_lint.source import Source, Span
from tests import browser as browsers
from tests.browser import Browser, browser
from tests.test_report import finding, rule

EVIL = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
LINE = f"他爲此事奔走{EVIL}，並爲此努力。\n"
COUNT = "return document.getElementById('count').textContent"
needs_chromium = pytest.mark.skipif(
    not (browsers.CHROMIUM and browsers.DRIVER), reason="Chromium and its driver are not installed"
)


def page_of(path: str, entries: int, findings_each: int, evil: str = EVIL) -> PageReport:
    """Entries of one line each, named and damaged by hand."""
    line = f"他爲此事奔走{evil}，並爲此努力。\n"
    text = line * entries
    found = []
    for number in range(entries):
        start = number * len(line) + 1
        for each in range(findings_each):
            code = f"XAA00{each % 3 + 1}"
            found.append(
                finding(
                    start,
                    start + 1,
                    f"Variant {evil}",
                    f"為{evil}" if each % 2 else None,
                    path=path,
                    severity=("error", "warning", "info")[each % 3],
                    of=rule(code, f"rule-{each % 3 + 1}"),
                    page=text,
                )
            )
    heads = [
        EntryHead(
            Span(number * len(line), (number + 1) * len(line)),
            f"number {number}",
            number + 1,
            f"第{number + 1}講{evil}",
            ("clean", "review", "rewrite", "fixable")[number % 4] if findings_each else "clean",
        )
        for number in range(entries)
    ]
    return PageReport(path, Source(text), found, heads)


def written(folder: Path, *pages: PageReport, locale: str = "en") -> Path:
    path = folder / "report.html"
    run = RunFormat("html", locale)
    with path.open("w", encoding="utf-8") as out:
        out.writelines(stream(run, (rendered(run, page) for page in pages), Totals()))
    return path


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as session:
        yield session


def test_the_file_refers_to_nothing_and_allows_nothing(tmp_path: Path) -> None:
    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.scripts = 0
            self.policy = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            assert tag not in ("img", "iframe", "link", "object", "embed", "base", "form")
            assert not any(name.startswith("on") or name in ("src", "style") for name in given)
            self.scripts += tag == "script" and given.get("type") != "application/json"
            if given.get("http-equiv") == "Content-Security-Policy":
                self.policy = given["content"] or ""

    reader = Reader()
    reader.feed(written(tmp_path, page_of(f"a{EVIL}.md", 3, 6)).read_text(encoding="utf-8"))
    assert reader.scripts == 1
    assert reader.policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in reader.policy


def test_thumbnails_are_fetched_only_where_asked(tmp_path: Path) -> None:
    heads = [EntryHead(Span(0, 5), "video abcdefghijk", 1, "題"), EntryHead(Span(5, 9), "number 2", 2, "題")]
    page = PageReport("a.md", Source("# 標題\n\n他為\n"), [], heads)
    for thumbnails in (False, True):
        run = RunFormat("html", thumbnails=thumbnails)
        text = "".join(stream(run, [rendered(run, page)], Totals()))
        assert ("img-src https://img.youtube.com" in text) is thumbnails
        assert text.count("https://img.youtube.com/vi/abcdefghijk/default.jpg") == thumbnails
        assert "number 2" not in text


@needs_chromium
def test_filters_map_and_pages_work_and_a_hostile_page_cannot_run_script(
    tmp_path: Path, chromium: Browser
) -> None:
    chromium.open(written(tmp_path, page_of(f"a{EVIL}.md", 60, 6), page_of("b.md", 3, 0)))
    assert chromium.run("return document.documentElement.dataset.ready") == "yes"
    assert chromium.run("return document.title") == "catalog-lint report"
    assert chromium.run("return document.querySelectorAll('script:not([type])').length") == 1
    assert chromium.run("return document.querySelectorAll('img').length") == 0
    assert EVIL in chromium.text("#list article h3")
    assert chromium.text("#count") == "Findings: 240, entries: 60"
    assert chromium.run("return document.querySelectorAll('#map button').length") == 63
    chromium.click("#severities label:nth-of-type(3) input")
    assert chromium.text("#count") == "Findings: 360, entries: 60"
    chromium.click("#verdicts label:nth-of-type(1) input")
    assert chromium.text("#count") == "Findings: 90, entries: 15"
    chromium.run(
        "const s = document.getElementById('rule'); s.value = 'XAA002'; s.dispatchEvent(new Event('change'))"
    )
    assert chromium.text("#count") == "Findings: 30, entries: 15"
    chromium.type("#text", "第7講")
    assert chromium.comes(COUNT, "Findings: 2, entries: 1")
    assert chromium.run("return document.querySelectorAll('#map button:not(.out)').length") == 1
    chromium.click("#map button:nth-of-type(61)")
    assert chromium.run("return document.activeElement.textContent") == f"Entry 1 第1講{EVIL}"
    assert chromium.console() == []


@needs_chromium
def test_the_map_is_walked_by_keyboard(tmp_path: Path, chromium: Browser) -> None:
    chromium.open(written(tmp_path, page_of("a.md", 5, 3, ""), locale="zh-TW"))
    assert chromium.run("return document.querySelectorAll('#map [tabindex=\"0\"]').length") == 1
    chromium.type("#map button", "\ue014\ue014")
    assert (
        chromium.run("return document.activeElement.getAttribute('aria-label')") == "條目 3 第3講: 需重寫, 3"
    )
    assert chromium.run("return document.querySelectorAll('#map [tabindex=\"0\"]').length") == 1
    assert "條目" in chromium.text("#count")
    fix = chromium.run(
        "return [...document.querySelectorAll('#list code')].map(e => e.innerHTML)"
        ".find(t => t.includes('<del>'))"
    )
    assert re.search(r"他<del>爲</del><ins>為</ins>此事", fix)
    assert chromium.console() == []


TAB, SPACE, ENTER = "\ue004", " ", "\ue007"
CONTRAST = """
const light = (rgb) => {
  const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const behind = (element) => {
  const colour = element ? getComputedStyle(element).backgroundColor : "rgb(255, 255, 255)";
  return colour === "rgba(0, 0, 0, 0)" ? behind(element.parentElement) : colour;
};
const worst = {};
for (const element of document.querySelectorAll("body *:not(script):not(:disabled)")) {
  if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
  const pair = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
  const name = element.tagName + "." + element.className;
  worst[name] = Math.min(worst[name] || 99, (pair[0] + 0.05) / (pair[1] + 0.05));
}
return worst;
"""


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_light_and_dark(tmp_path: Path, chromium: Browser, scheme: str) -> None:
    chromium.prefer(scheme)
    chromium.open(written(tmp_path, page_of("a.md", 8, 6, "")))
    dark = chromium.run("return matchMedia('(prefers-color-scheme: dark)').matches")
    assert dark is (scheme == "dark")
    worst = chromium.run(CONTRAST)
    assert {"SPAN.badge", "MARK.", "DEL.", "INS.", "B.error", "SPAN.place"} <= worst.keys()
    assert {name: ratio for name, ratio in worst.items() if ratio < 4.5} == {}
    chromium.prefer("light")


@needs_chromium
def test_a_screen_reader_is_told_what_everything_is(tmp_path: Path, chromium: Browser) -> None:
    chromium.open(written(tmp_path, page_of("a.md", 4, 6, "")))
    told = chromium.accessible()
    roles = [role for role, _ in told]
    assert (roles.count("main"), roles.count("search")) == (1, 1)
    named = {"button", "searchbox", "combobox", "checkbox", "group", "heading"}
    nameless = [role for role, name in told if role in named and not name]
    assert nameless == ["group"], "but for <details>, which its summary names"
    for expected in (
        ("heading", "catalog-lint report"),
        ("group", "Findings"),
        ("searchbox", "Text"),
        ("group", "severity"),
        ("checkbox", "error"),
        ("button", "Entry 3 第3講: rewrite, 6"),
        ("heading", "Entry 1 第1講"),
        ("button", "Next"),
    ):
        assert expected in told


@needs_chromium
def test_the_keyboard_alone_is_enough(tmp_path: Path, chromium: Browser) -> None:
    chromium.open(written(tmp_path, page_of("a.md", 60, 6, "")))
    where = "const at = document.activeElement; return at.id || at.className || at.tagName"
    chromium.press(TAB)
    assert chromium.run(where) == "skip"
    chromium.press(TAB, ENTER, TAB)
    assert chromium.run("return document.querySelector('details').open") is True
    assert chromium.run("return document.activeElement.parentElement.id") == "map"
    chromium.press(TAB, *"XAA002")
    assert chromium.comes(COUNT, "Findings: 120, entries: 60")
    chromium.press(TAB, TAB, SPACE)
    assert chromium.text("#count") == "Findings: 120, entries: 60", "errors are out, these are warnings"
    chromium.press(TAB, SPACE)
    assert chromium.text("#count") == "Findings: 0, entries: 0"
    chromium.press(SPACE)
    for _ in range(6):
        chromium.press(TAB)
    assert chromium.run(where) == "on"
    chromium.press(ENTER)
    assert chromium.text(".at") == "2 / 2"
    assert chromium.run("return document.querySelectorAll('#map button.out').length") == 0


@needs_chromium
def test_entries_without_findings_show_on_the_map_until_a_filter_leaves_them_out(
    tmp_path: Path, chromium: Browser
) -> None:
    chromium.open(written(tmp_path, page_of("a.md", 3, 6, ""), page_of("b.md", 3, 0)))
    left = "return document.querySelectorAll('#map button:not(.out)').length"
    assert chromium.run(left) == 6
    chromium.click("#verdicts label:nth-of-type(4) input")
    assert chromium.run(left) == 4, "one of the first page's, too"
    chromium.click("#verdicts label:nth-of-type(4) input")
    chromium.type("#text", "XAA002")
    assert chromium.comes(left, 3)


@needs_chromium
def test_a_large_catalog_opens(tmp_path: Path, chromium: Browser) -> None:
    run, path = RunFormat("html"), tmp_path / "report.html"
    part = rendered(run, page_of("docs/01.md", 140, 41, ""))
    with path.open("w", encoding="utf-8") as out:
        out.writelines(stream(run, [part] * 50, Totals()))
    chromium.open(path)
    assert chromium.run("return document.documentElement.dataset.ready") == "yes"
    chromium.click("#severities label:nth-of-type(3) input")
    assert chromium.text("#count") == "Findings: 287,000, entries: 7,000"
    assert chromium.run("return document.getElementById('map').getBoundingClientRect().height") < 600
