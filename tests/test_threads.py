"""The library in several threads at once: every thread finds and fixes the same."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from catalog_lint import check_text, fix_text

PAGE = (Path(__file__).parents[1] / "fixtures" / "seeds" / "02-damaged.md").read_text(encoding="utf-8")
TEXTS = [PAGE, PAGE.replace("蜂", "茶"), PAGE + "\n裏面。\n"]


@pytest.fixture
def switching_often() -> Iterator[None]:
    """Threads that give way to each other a thousand times as often as usual."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 1_000)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("switching_often")
def test_threads_find_and_fix_what_one_does() -> None:
    def seen(text: str) -> tuple[list[tuple[str, int, int, str]], str]:
        found = [(f.rule.code, *f.span, f.message) for f in check_text(text)]
        return found, fix_text(text)

    alone = [seen(text) for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(seen, TEXTS * 4)) == alone * 4


def test_the_library_leaves_the_collector_on() -> None:
    assert gc.isenabled()
    check_text(PAGE)
    assert gc.isenabled()
