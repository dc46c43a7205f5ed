"""Properties of fixing. `CATALOG_LINT_PROPERTIES=long pytest tests/properties` runs for an hour or two."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

pytest.importorskip("hypothesis")

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_lint.catalog.reader import read_page
from catalog_lint.cli import main
from catalog_lint.fix.settle import FixResult
from catalog_lint.source import Source
from tests.conftest import judged, mended
from tests.conftest import settings as configured
from tests.properties.catalogs import damaged, edited, pages, twins

settings.register_profile(
    "short", max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
settings.register_profile("long", max_examples=5_000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("CATALOG_LINT_PROPERTIES", "short"))


def fixed(text: str, unsafe: bool = False) -> FixResult:
    done = mended({"a.md": text}, unsafe)
    assert not done.failures
    return done


def bones(text: str) -> list[tuple[object, ...]]:
    """What of each entry safe fixes must leave: its fields, links, code and HTML."""
    page = read_page("a.md", Source(text), configured().catalog_schema, outlines=True)
    return [
        (
            entry.kind,
            *(field.text for name, field in entry.fields.items()),
            *(link.url for link in entry.links),
            *(entry.outline.code if entry.outline else ()),
            *(html for _, html in (entry.outline.html if entry.outline else ())),
        )
        for entry in page.entries
    ]


@given(damaged())
def test_fixes_settle(text: str) -> None:
    for unsafe in (False, True):
        once = fixed(text, unsafe).sources["a.md"].raw
        again = fixed(once, unsafe)
        assert again.sources["a.md"].raw == once
        assert not again.fixed


@given(damaged())
def test_fixes_lose_no_entry_field_link_code_or_html(text: str) -> None:
    # A zero-width character in a title, an address or code is taken out of them, as its rule's file says.
    done = fixed(text)
    assert bones(done.sources["a.md"].raw) == bones(text.replace("\u200b", ""))


@given(damaged())
def test_what_is_not_fixed_keeps_its_line_ends_and_mark(text: str) -> None:
    raw = fixed(text).sources["a.md"].raw
    assert raw.startswith("\ufeff") == text.startswith("\ufeff")
    if "\r" in text:
        assert "\n" not in raw.replace("\r\n", "")
    else:
        assert "\r" not in raw


@given(pages())
def test_text_without_findings_comes_back_equal(text: str) -> None:
    if not judged({"a.md": text}).findings:
        assert fixed(text).sources["a.md"].raw == text


@given(damaged(), damaged())
def test_pages_do_not_depend_on_one_another(one: str, other: str) -> None:
    both = mended({"a.md": one, "b.md": other}).sources
    turned = mended({"b.md": other, "a.md": one}).sources
    assert both["a.md"].raw == turned["a.md"].raw == fixed(one).sources["a.md"].raw
    assert both["b.md"].raw == turned["b.md"].raw


@given(twins())
def test_a_fix_brings_no_error_or_warning_but_what_the_fault_had_hidden(pair: tuple[str, str]) -> None:
    before = {finding.rule.code for each in pair for finding in judged({"a.md": each}).findings}
    after = {finding.rule.code for finding in fixed(pair[1]).left.findings if finding.severity != "info"}
    assert after <= before


@given(damaged(), damaged(), st.data())
def test_a_cache_and_workers_change_neither_pages_nor_report(
    one: str, other: str, data: st.DataObject
) -> None:
    options = data.draw(st.sampled_from([(), ("--unsafe-fixes",), ("--unsafe-fixes", "--select", "ALL")]))
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        for folder in ("kept", "anew", "two"):
            Path(folder).mkdir()
        pages = {"a.md": one, "b.md": other}
        for _ in range(2):
            outcomes = []
            if data.draw(st.booleans()):  # what a check keeps is what a fix finds
                _written("kept", pages)
                _told("kept", *options)
            for folder, how in (("anew", ("--no-cache",)), ("kept", ()), ("two", ("--workers", "2"))):
                _written(folder, pages)
                outcomes.append((_told(folder, "--fix", *options, *how), _read(folder)))
            assert outcomes[0] == outcomes[1] == outcomes[2]
            assert _told("kept", *options) == _told("anew", "--no-cache", *options)
            pages = outcomes[0][1]
            changed = data.draw(st.sampled_from(sorted(pages)))
            pages[changed] = data.draw(edited(pages[changed]))


def _written(folder: str, pages: dict[str, str]) -> None:
    for name, text in pages.items():
        Path(folder, name).write_bytes(text.encode("utf-8"))


def _read(folder: str) -> dict[str, str]:
    return {name: Path(folder, name).read_bytes().decode("utf-8") for name in ("a.md", "b.md")}


def _told(folder: str, *options: str) -> tuple[int, str, str]:
    """What the command says in a folder, and its exit status."""
    out, err = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(each, "utf-8", write_through=True) for each in (out, err)]
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(streams[0]),
        contextlib.redirect_stderr(streams[1]),
    ):
        status = main(["check", "--isolated", "--output-format", "jsonl", *options, "."])
    said, complaints = out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8")
    assert status in (0, 1), complaints
    return status, said, complaints


@pytest.mark.skipif(shutil.which("git") is None, reason="no git here")
@settings(max_examples=3)
@given(damaged())
def test_file_stdin_and_diff_agree(text: str) -> None:
    import sys

    data = text.encode("utf-8")
    quiet = {key: value for key, value in os.environ.items() if key != "CI"}  # a log is written otherwise
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for each in ("file.md", "diff.md"):
            (folder / each).write_bytes(data)

        def run(*arguments: str, given: bytes = b"") -> bytes:
            command = [sys.executable, "-m", "catalog_lint", "--isolated", "--no-cache", *arguments]
            return subprocess.run(command, cwd=folder, input=given, capture_output=True, env=quiet).stdout

        run("--fix", "file.md")
        piped = run("--fix", "-", given=data)
        patch = run("--diff", "diff.md")
        if patch:
            command = ["git", "apply", "-p0", "--whitespace=nowarn", "-"]
            subprocess.run(command, cwd=folder, input=patch, check=True, capture_output=True)
        assert (folder / "file.md").read_bytes() == piped == (folder / "diff.md").read_bytes()
