"""Regular expressions that are kept from run to run work as the standard library's."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog_lint.language.han import HAN
from catalog_lint.patterns import kept

PATTERNS: tuple[tuple[str, int], ...] = (
    (rf"(?P<word>[{HAN}]+)[，。](?P<rest>\d*)", 0),
    ("straße|[a-zé]+ß?", re.IGNORECASE),
    (r"^ (?P<a>x+) | (?P<b>y) $ # a comment", re.VERBOSE | re.MULTILINE),
    (r"(?i:abc)|(.)\1+", re.DOTALL),
    (r"(?<=「)[^」]{1,40}(?=」)", 0),
    ("[\U00020000-\U0002ffff]|é", re.ASCII),
    ("", 0),
)
TEXT = "資料，12。他說「你好」STRASSE straße\n  xx y aabb abC é 𠀀 é\n"


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    re.purge()
    yield
    re.purge()


def said(pattern: re.Pattern[str]) -> list[Any]:
    found = [(match.span(), match.groups(), match.groupdict()) for match in pattern.finditer(TEXT)]
    return [pattern.pattern, pattern.flags, pattern.groups, dict(pattern.groupindex), found]


def every() -> list[list[Any]]:
    re.purge()
    return [said(re.compile(pattern, flags)) for pattern, flags in PATTERNS]


def test_kept_patterns_match_as_compiled_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = every()
    with kept(tmp_path):
        assert every() == plain
    monkeypatch.setattr("re._parser.parse", lambda *_: pytest.fail("compiled once more"))
    with kept(tmp_path):
        assert every() == plain


@pytest.mark.parametrize("rest", [b"", b"nothing of ours", b"\0" * 500])
def test_a_broken_record_is_no_harm(tmp_path: Path, rest: bytes) -> None:
    plain = every()
    with kept(tmp_path):
        every()
    (record,) = tmp_path.rglob("*.record")
    record.write_bytes(record.read_bytes()[:60] + rest)
    with kept(tmp_path):
        assert every() == plain
    with kept(tmp_path):
        assert every() == plain


def test_a_pattern_that_is_none_is_refused_as_always(tmp_path: Path) -> None:
    with pytest.raises(re.error, match="unterminated character set"), kept(tmp_path):
        re.compile("[a")
    assert not list(tmp_path.rglob("*.record"))


def test_a_folder_that_cannot_be_made_is_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "patterns"
    file.write_text("a file stands here", encoding="utf-8")
    with kept(file):
        assert said(re.compile("a+"))[2] == 0


def test_the_command_says_the_same_with_kept_patterns(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text(
        "<details>\n<summary>1. 标题</summary>\n\n說明,内容的ponse。\n\n</details>\n", encoding="utf-8"
    )
    command = [
        sys.executable,
        "-m",
        "catalog_lint",
        "--isolated",
        "--no-cache",
        "--output-format",
        "json",
        str(page),
    ]
    runs = [subprocess.run(command, capture_output=True, check=False) for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout
    assert b"HAN001" in runs[0].stdout
    assert [run.stderr for run in runs] == [b"", b""]


def test_a_class_in_another_order_is_not_kept_once_more(tmp_path: Path) -> None:
    with kept(tmp_path):
        re.compile("[abc]+")
    (record,) = tmp_path.rglob("*.record")
    before = record.read_bytes()
    re.purge()
    with kept(tmp_path):
        assert said(re.compile("[cab]+"))[0] == "[cab]+"
    assert record.read_bytes() == before
