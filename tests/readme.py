"""The parts of README.md that are made: the excerpt of output and the table of rules."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from catalog_lint.report.rulebook import table
from catalog_lint.rule.loading import load_rules

ROOT = Path(__file__).parents[1]
PAGE = "fixtures/seeds/02-damaged.md"


def made_again(readme: str) -> str:
    """The README with its made parts as they are now."""
    command = [sys.executable, "-m", "catalog_lint", "--isolated", "--locale", "en", PAGE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=_environment())
    parts = {
        "excerpt": f"```console\n$ catalog-lint {PAGE}\n{done.stdout}```",
        "rules": "\n".join(table(load_rules().values())).rstrip(),
    }
    for name, text in parts.items():
        readme = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
            lambda match, text=text: f"{match[1]}{text}\n{match[2]}",  # type: ignore[misc]
            readme,
            flags=re.DOTALL,
        )
    return readme


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
