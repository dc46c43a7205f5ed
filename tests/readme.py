"""The parts of the documentation that are made: the excerpts of output and the table of rules."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from catalog_lint.report.rulebook import table
from catalog_lint.rule.loading import load_rules

ROOT = Path(__file__).parents[1]
PAGE = "fixtures/seeds/02-damaged.md"
PAGES = {
    "README.md": "en",
    "README.zh-TW.md": "zh-TW",
    "docs/rules.md": "en",
    "docs/rules.zh-TW.md": "zh-TW",
}
"""The pages with made parts, and the language that the command speaks on each."""
_SECONDS = re.compile(r"[0-9]+\.[0-9]+(?= s\b| 秒)")


def made_again() -> Iterator[tuple[Path, str, str]]:
    """Each page with made parts: its path, its text, its text as it should be."""
    for name, locale in PAGES.items():
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        yield path, text, _made(text, locale)


def _made(text: str, locale: str) -> str:
    for name, make in {"excerpt": _excerpt, "rules": _rules}.items():
        if f"<!-- {name} -->" in text:
            part = make(locale)
            text = re.sub(
                rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
                lambda match, part=part: f"{match[1]}{part}\n{match[2]}",  # type: ignore[misc]
                text,
                flags=re.DOTALL,
            )
    return text


def _excerpt(locale: str) -> str:
    command = [sys.executable, "-m", "catalog_lint", "--isolated", "--no-cache", "--locale", locale, PAGE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=_environment())
    return f"```console\n$ catalog-lint {PAGE}\n{_SECONDS.sub('0.3', done.stdout)}```"


def _rules(locale: str) -> str:
    return "\n".join(table(load_rules().values(), locale)).rstrip()


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
