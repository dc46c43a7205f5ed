"""Where the documentation stands, as the metadata of the package say."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

ADDRESS = "Documentation"
"""The name of the address among `[project.urls]`: that of the folder that holds `rules.md`."""


@lru_cache
def documentation(beside: Path = Path(__file__).parent.parent) -> str | None:
    """The address of the documentation, None where there is none.

    `beside` is the folder that the package stands in. Installed, the metadata stand beside it; in a checkout,
    `pyproject.toml` does. `importlib.metadata` would find either and takes longer than a small run.
    """
    for path in beside.glob("catalog_lint-*.dist-info/METADATA"):
        head = path.read_text(encoding="utf-8").partition("\n\n")[0]
        for line in head.splitlines():
            name, _, address = line.removeprefix("Project-URL: ").partition(", ")
            if line.startswith("Project-URL: ") and name == ADDRESS:
                return address.strip()
        return None
    project = beside / "pyproject.toml"
    if not project.is_file():
        return None
    urls = tomllib.loads(project.read_text(encoding="utf-8")).get("project", {}).get("urls", {})
    return str(urls[ADDRESS]) if ADDRESS in urls else None


def rule_page(code: str) -> str | None:
    """The address of a shipped rule in the documentation, None where that has none."""
    address = documentation()
    return f"{address.rstrip('/')}/rules.md#{code.lower()}" if address else None
