"""Any text fixed: nothing fails, a second run changes nothing, and what did not change did not move."""

from __future__ import annotations

from pathlib import Path

from catalog_lint.config.layers import parse
from catalog_lint.fix.settle import FixResult, fix
from catalog_lint.source import PageError, Source, decode
from tests.fuzz.texts import MARKDOWN, text_of

SEEDS = (
    "\x01他爲此奔走，结果很好。\n".encode(),
    "\x01<details>\n<summary>1. [2024-01-02] 甲</summary><br>\n\n### 一、 乙\n- 丙 ，丁\n</details>".encode(),
    b"\0" + bytes(range(len(MARKDOWN))),
    bytes(range(len(MARKDOWN), 0, -1)),
)
MOST = 150
_SETTINGS = parse({}, Path.cwd(), "fuzz")


def _fixed(source: Source, unsafe: bool) -> FixResult:
    done = fix([("a.md", source, _SETTINGS)], unsafe)
    assert not done.failures, done.failures
    return done


def one(data: bytes) -> None:
    """Fix one page, safely and unsafely."""
    try:
        source = decode(data[1:MOST], "a.md") if data[:1] == b"\1" else Source(text_of(data[:MOST], MARKDOWN))
    except PageError:
        return
    for unsafe in (False, True):
        once = _fixed(source, unsafe)
        again = _fixed(once.sources["a.md"], unsafe)
        assert again.sources["a.md"].raw == once.sources["a.md"].raw
        if not once.fixed:
            assert once.sources["a.md"].raw == source.raw
