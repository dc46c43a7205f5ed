"""The formats that other programs read: against their schemas, and against files that people reviewed."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from catalog_lint.finding import Finding
from catalog_lint.report.model import EntryHead, PageReport, RunFormat
from catalog_lint.rule.loading import load_rules
from catalog_lint.source import Source, Span
from tests.test_report import finding, report, rule

GOLDEN = Path(__file__).parent / "golden"
SCHEMAS = Path(__file__).parent / "schemas"
FORMATS = (
    "concise",
    "full",
    "grouped",
    "json",
    "jsonl",
    "github",
    "gitlab",
    "sarif",
    "rdjson",
    "junit",
    "checkstyle",
    "markdown",
)
PAGE = "# 標題\n\n他爲此事奔走，並爲此\tfoo。\n\n𠮷野家爲什麼 <b>好</b> & 便宜？\n"
ENDS = {"sarif": ".json", "gitlab": ".json", "rdjson": ".json", "junit": ".xml", "checkstyle": ".xml"}


def pages() -> list[PageReport]:
    """Three pages with one of each thing that a format has to tell."""
    first, second = PAGE.index("爲"), PAGE.index("𠮷")
    heads = [
        EntryHead(Span(0, second), "video abcdefghijk", 3, "標題"),
        EntryHead(Span(second, len(PAGE)), "number 4", 4, "𠮷野家 | <b>"),
    ]
    spell = rule("XAB002", "other-thing")
    found: list[Finding] = [
        finding(0, 4, "No `date` | at <all>", of=spell, page=PAGE),
        finding(first, first + 1, "Variant '爲'; write '為'", "為", page=PAGE),
        finding(second + 3, second + 4, "Variant '爲'", "為", severity="warning", page=PAGE, entry=4),
        finding(second, second + 1, 'Rare & "odd"', "吉", applicability="unsafe", severity="info", page=PAGE),
    ]
    found[2].related = finding(0, 4, related=((0, 4, "there"),), page=PAGE).related
    return [
        PageReport("docs/目錄 1.md", Source(PAGE), [_at(each, "docs/目錄 1.md") for each in found], heads),
        PageReport("docs/clean.md", Source(PAGE), [], heads),
        PageReport("b.md", Source(PAGE), [_at(found[1], "b.md")], heads[:1]),
    ]


def _at(found: Finding, path: str) -> Finding:
    return Finding(
        found.rule,
        found.severity,
        path,
        found.span,
        found.source,
        entry=found.entry,
        fix=found.fix,
        related=found.related,
    )


def printed(form: str, **more: Any) -> str:
    rules = {
        code: rule(code, name, why="Because it is odd.", check="pattern", params={"pattern": "x"})
        for code, name in (("XAA001", "odd-thing"),)
    }
    return report(RunFormat(form, rules=rules, **more), *pages())


@pytest.mark.parametrize("form", FORMATS)
def test_golden(form: str) -> None:
    """CATALOG_LINT_GOLDEN=write pytest tests/test_formats.py writes the files anew, for review."""
    file = GOLDEN / f"{form}{ENDS.get(form, '.txt')}"
    told = re.sub(r'("version": ")\d+\.\d+\.\d+[^"]*(", "rules")', r"\g<1>0.0.0\2", printed(form))
    if os.environ.get("CATALOG_LINT_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


def test_sarif_is_valid() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    for text in (printed("sarif"), report(RunFormat("sarif")), report(RunFormat("sarif"), pages()[1])):
        validator.validate(json.loads(text))


def test_sarif_carries_fixes_help_and_places() -> None:
    (run,) = json.loads(printed("sarif"))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    result = run["results"][2]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "docs/%E7%9B%AE%E9%8C%84%201.md"
    assert place["region"] == {"startLine": 5, "startColumn": 4, "endLine": 5, "endColumn": 5}
    assert result["relatedLocations"][0]["message"]["text"] == "there"
    fixes = run["results"][1]["fixes"][0]["artifactChanges"][0]["replacements"]
    assert fixes[0]["insertedContent"]["text"] == "為"
    rules = {each["id"]: each for each in run["tool"]["driver"]["rules"]}
    assert "Because it is odd." in rules["XAA001"]["help"]["markdown"]
    assert {result["ruleId"] for result in run["results"]} == set(rules)


def test_every_shipped_rule_can_be_told_in_sarif() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    rules = load_rules()
    found = [finding(0, 4, of=each) for each in rules.values()]
    text = report(RunFormat("sarif", rules=rules), PageReport("page.md", Source(PAGE), found))
    jsonschema.Draft4Validator(schema).validate(json.loads(text))


@pytest.mark.parametrize("form", ["sarif", "gitlab"])
def test_fingerprints_are_unique_and_survive_moved_lines(form: str) -> None:
    def names(text: str) -> list[str]:
        data = json.loads(text)
        if form == "gitlab":
            return [issue["fingerprint"] for issue in data]
        return [each["partialFingerprints"]["catalogLint/v1"] for each in data["runs"][0]["results"]]

    start = PAGE.index("爲")

    def page(text: str, by: int) -> PageReport:
        found = [finding(start + by, start + 1 + by, page=text)] * 2
        return PageReport("page.md", Source(text), found, [EntryHead(Span(0, len(text)), "number 3", 3)])

    before = names(report(RunFormat(form), page(PAGE, 0)))
    after = names(report(RunFormat(form), page("另一行\n\n" + PAGE, 5)))
    assert before == after
    assert len(set(before)) == 2


def test_gitlab_issues_have_what_gitlab_needs() -> None:
    for issue in json.loads(printed("gitlab")):
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert not issue["location"]["path"].startswith("./")
        assert issue["location"]["lines"]["begin"] >= 1


def closed(required: str, optional: str = "", **parts: Any) -> dict[str, Any]:
    """A schema of an object with these keys and no others, texts but for those in `parts`."""
    keys = {each: parts.get(each, {"type": "string"}) for each in f"{required} {optional}".split()}
    return {
        "type": "object",
        "properties": keys,
        "required": required.split(),
        "additionalProperties": False,
    }


def test_rdjson_has_the_fields_that_reviewdog_reads_and_no_others() -> None:
    """Its reader refuses a field that it does not know."""
    jsonschema = pytest.importorskip("jsonschema")
    number = {"type": "integer", "minimum": 1}
    position = closed("line column", line=number, column=number)
    span = closed("start end", start=position, end=position)
    diagnostic = closed(
        "message location severity code",
        "suggestions",
        location=closed("path range", range=span),
        severity={"enum": ["ERROR", "WARNING", "INFO"]},
        code=closed("value", "url"),
        suggestions={"type": "array", "items": closed("range text", range=span)},
    )
    whole = closed(
        "source diagnostics",
        source=closed("name", "url"),
        diagnostics={"type": "array", "items": diagnostic},
    )
    jsonschema.Draft202012Validator(whole).validate(json.loads(printed("rdjson")))


def test_rdjson_counts_bytes() -> None:
    result = json.loads(printed("rdjson"))
    assert result["source"] == {"name": "catalog-lint"}
    variant = result["diagnostics"][1]
    assert variant["location"]["range"] == {
        "start": {"line": 3, "column": 4},
        "end": {"line": 3, "column": 7},
    }
    assert variant["suggestions"] == [{"range": variant["location"]["range"], "text": "為"}]
    assert {each["severity"] for each in result["diagnostics"]} == {"ERROR", "WARNING", "INFO"}


def test_xml_formats_count_what_failed() -> None:
    suites = ElementTree.fromstring(printed("junit").encode())
    assert [(s.get("name"), s.get("tests"), s.get("failures"), s.get("skipped")) for s in suites] == [
        ("docs/目錄 1.md", "4", "3", "1"),
        ("docs/clean.md", "1", "0", "0"),
        ("b.md", "1", "1", "0"),
    ]
    assert [len(suite) for suite in suites] == [4, 1, 1]
    files = ElementTree.fromstring(printed("checkstyle").encode())
    assert [(file.get("name"), len(file)) for file in files] == [("docs/目錄 1.md", 4), ("b.md", 1)]
    assert files[0][0].get("message") == "No `date` | at <all>"


@pytest.mark.parametrize("form", ["junit", "checkstyle"])
def test_xml_can_be_read_whatever_a_page_holds(form: str) -> None:
    odd = "<&\"'\x00\x0b\x1b\ufffe\ud800]]>\U0001f600"
    found = finding(0, 1, odd, path=f"{odd}.md")
    text = report(RunFormat(form), PageReport(f"{odd}.md", Source(PAGE), [found]))
    assert ElementTree.fromstring(text.encode()) is not None


def test_markdown_renders_as_text() -> None:
    from markdown_it import MarkdownIt

    html = MarkdownIt("gfm-like", {"linkify": False}).render(printed("markdown"))
    assert html.count("<tr>") == 1 + 3 + 1 + 1 + 1 + 2
    assert "No `date` | at &lt;all&gt;" in html
    assert "<b>" not in html


def test_github_shows_the_gravest_first_and_says_how_many_are_left() -> None:
    found = [finding(7, 8, severity="warning")] * 12 + [finding(13, 14)] * 14
    told = report(RunFormat("github"), PageReport("page.md", Source(PAGE), found)).splitlines()
    assert [line.split(" ")[0] for line in told] == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"]
    assert told[-1].startswith("::notice title=catalog-lint::6 more findings")


def test_the_documentation_names_every_format() -> None:
    from catalog_lint.diagnostic import OUTPUT_FORMATS

    text = (Path(__file__).parents[1] / "docs" / "formats.md").read_text(encoding="utf-8")
    table = "".join(
        line.partition("|")[2].partition("|")[0] for line in text.splitlines() if line.startswith("|")
    )
    assert set(re.findall("`([a-z]+)`", table)) == set(OUTPUT_FORMATS)


@pytest.mark.parametrize("form", ["concise", "full", "grouped", *FORMATS[3:], "html"])
def test_every_format_says_the_same_cold_warm_and_by_workers(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    from catalog_lint.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name in ("GITHUB_ACTIONS", "GITLAB_CI", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("a.md", "b.md", "c.md"):
        Path(name).write_text("# 目錄\n\n他爲此事奔走，又爲那事奔走。\n", encoding="utf-8")

    def told(*options: str) -> str:
        assert main(["--format", form, "--isolated", *options, "."]) == 1
        out, err = capfd.readouterr()
        assert err == ""
        return re.sub(r" in \d+\.\d s", "", str(out))

    cold = told()
    assert cold.count("HAN005") + cold.count("variant-character") >= 6
    assert told() == cold
    assert told("--no-cache") == cold
    assert told("--no-cache", "--workers", "2") == cold
    Path("b.md").write_text("# 目錄\n\n他為此事奔走。\n", encoding="utf-8")
    changed = told()
    assert changed != cold
    assert told("--no-cache") == changed
