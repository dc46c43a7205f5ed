"""What tests share: judging and mending texts as a user's run would."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from catalog_lint.catalog.model import Page
from catalog_lint.catalog.reader import read_page
from catalog_lint.config import Settings, parse
from catalog_lint.fix.settle import FixResult, fix
from catalog_lint.lint.linter import LintResult, lint
from catalog_lint.source import Source

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell's background jobs pass over Ctrl-C, and so would the processes that tests start and interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED = Path(__file__).parents[2] / "shared"


def settings(**keys: Any) -> Settings:
    """Settings as a configuration file would give them; underscores in keys stand for hyphens."""
    return parse({key.replace("_", "-"): value for key, value in keys.items()}, Path.cwd(), "test")


def judged(pages: Mapping[str, str] | str, **keys: Any) -> LintResult:
    """Judge pages by name and text (one text: `page.md`); `verdicts` are what the network said."""
    verdicts = keys.pop("verdicts", None)
    given = {"page.md": pages} if isinstance(pages, str) else pages
    chosen = settings(**keys)
    return lint([(name, Source(text), chosen) for name, text in given.items()], verdicts=verdicts)


def mended(pages: Mapping[str, str] | str, unsafe: bool = False, **keys: Any) -> FixResult:
    """Mend pages by name and text (one text: `page.md`); `verdicts` are what the network said."""
    verdicts = keys.pop("verdicts", None)
    given = {"page.md": pages} if isinstance(pages, str) else pages
    chosen = settings(**keys)
    return fix([(name, Source(text), chosen) for name, text in given.items()], unsafe, verdicts=verdicts)


def parsed(result: LintResult) -> list[Page]:
    """The pages of a result as the reader sees them."""
    pages = []
    for page in result.pages.values():
        chosen = page.program.settings
        language = chosen.language_of(page.path)
        pages.append(read_page(page.path, page.source, chosen.schema_of(page.path), language, chosen.terms))
    return pages


@pytest.fixture
def shared() -> Path:
    """The real pages beside a checkout; tests that need them are skipped where they are missing."""
    if not (SHARED / "catalogs").is_dir():
        pytest.skip("no real pages here")
    return SHARED / "catalogs"
