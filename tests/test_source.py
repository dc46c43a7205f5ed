"""A page's text keeps its bytes, its newlines, its mode and its place."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from catalog_lint.source import (
    MAX_LINE_CHARACTERS,
    MAX_PAGE_BYTES,
    Edit,
    PageError,
    Position,
    Source,
    Span,
    decode,
    read,
    write,
)


def test_lines_end_at_newlines_only() -> None:
    source = Source("一\u2028二\x0b三\r\n四\r五\n六")
    assert source.text == "一\u2028二\x0b三\n四\n五\n六"
    assert source.position(source.text.index("四")) == Position(2, 1)
    assert source.position(source.text.index("六")) == Position(4, 1)
    assert source.offset(Position(3, 1)) == source.text.index("五")
    assert source.line(1) == "一\u2028二\x0b三"


def test_mark_is_no_column() -> None:
    source = Source("\ufeff標題\n內文")
    assert source.text == "標題\n內文"
    assert source.position(0) == Position(1, 1)
    assert source.edited([Edit(Span(0, 1), "主")]).raw == "\ufeff主題\n內文"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_edits_keep_the_newline_style(newline: str) -> None:
    source = Source(newline.join(["甲", "乙", "丙", ""]))
    at = source.text.index("乙")
    assert source.edited([Edit(Span(at, at + 1), "乙\n丁")]).raw == newline.join(["甲", "乙", "丁", "丙", ""])
    assert source.edited([Edit(Span(at, at + 2), "")]).raw == newline.join(["甲", "丙", ""])
    assert source.edited([Edit(Span(at - 1, at), "")]).raw == newline.join(["甲乙", "丙", ""])


def test_mixed_newlines_stay_where_nothing_is_edited() -> None:
    source = Source("甲\r\n乙\n丙\r丁\r\n")
    at = source.text.index("丁")
    assert source.edited([Edit(Span(at, at + 1), "戊")]).raw == "甲\r\n乙\n丙\r戊\r\n"


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Source("甲乙丙").edited([Edit(Span(0, 2), "一"), Edit(Span(1, 3), "二")])


def test_astral_characters_count_once() -> None:
    source = Source("😀𠮷字\n")
    assert source.position(source.text.index("字")) == Position(1, 3)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("中文".encode("big5"), "not UTF-8 (byte 0, row 1)"),
        ("好\n好\n".encode() + b"\xff", "not UTF-8 (byte 8, row 3)"),
        (b"\x7fELF\0\0", "binary"),
        ("中文".encode("utf-16"), "UTF-16"),
        (b"a" * (MAX_LINE_CHARACTERS + 1), "row 1 is longer"),
        (b"a\n" * (MAX_PAGE_BYTES // 2 + 1), "more than the limit"),
    ],
)
def test_what_is_no_page_is_refused_in_one_line(data: bytes, problem: str) -> None:
    with pytest.raises(PageError) as error:
        decode(data, "seeds/x.md")
    assert str(error.value).startswith("seeds/x.md: ")
    assert problem in str(error.value)
    assert "\n" not in str(error.value)


def test_writing_keeps_mode_and_link(tmp_path: Path) -> None:
    page = tmp_path / "real.md"
    page.write_bytes("舊\r\n".encode())
    page.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to(page.name)
    assert write(link, read(link), Source("新\r\n")) == []
    assert link.is_symlink()
    assert page.read_bytes() == "新\r\n".encode()
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.md", "real.md"]


def test_equal_bytes_are_not_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("同\n", encoding="utf-8")
    os.utime(page, (1, 1))
    assert write(page, read(page), read(page)) == []
    assert page.stat().st_mtime == 1


def test_a_failed_write_leaves_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("舊\n", encoding="utf-8")
    script = (
        "import resource, sys; from pathlib import Path; from catalog_lint.source import *\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write(Path(sys.argv[1]), Source('舊\\n'), Source('新' * 1000))\n"
        "except PageError as error: print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(page)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "cannot be written: File too large" in run.stdout
    assert page.read_text(encoding="utf-8") == "舊\n"
    assert [p.name for p in tmp_path.iterdir()] == ["page.md"]
