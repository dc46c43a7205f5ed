"""What tests share: judging and mending texts as a user's run would."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from catalog_lint.config import Settings, parse
from catalog_lint.engine import Judgement, judge
from catalog_lint.fixing import Mended, mend
from catalog_lint.source import Source

SHARED = Path(__file__).parents[2] / "shared"


def settings(**keys: Any) -> Settings:
    """Settings as a configuration file would give them; underscores in keys stand for hyphens."""
    return parse({key.replace("_", "-"): value for key, value in keys.items()}, Path.cwd(), "test")


def judged(pages: Mapping[str, str] | str, **keys: Any) -> Judgement:
    """Judge pages by name and text (one text: `page.md`); `verdicts` are what the network said."""
    verdicts = keys.pop("verdicts", None)
    given = {"page.md": pages} if isinstance(pages, str) else pages
    chosen = settings(**keys)
    return judge([(name, Source(text), chosen) for name, text in given.items()], verdicts=verdicts)


def mended(pages: Mapping[str, str] | str, unsafe: bool = False, **keys: Any) -> Mended:
    """Mend pages by name and text (one text: `page.md`); `verdicts` are what the network said."""
    verdicts = keys.pop("verdicts", None)
    given = {"page.md": pages} if isinstance(pages, str) else pages
    chosen = settings(**keys)
    return mend([(name, Source(text), chosen) for name, text in given.items()], unsafe, verdicts=verdicts)


@pytest.fixture
def shared() -> Path:
    """The real pages beside a checkout; tests that need them are skipped where they are missing."""
    if not (SHARED / "catalogs").is_dir():
        pytest.skip("no real pages here")
    return SHARED / "catalogs"
