"""Where the documentation stands, as the metadata of the package say."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

ADDRESS = "Documentation"
"""The name of the address among `[project.urls]`: that of the folder that holds `rules.md`."""
FOLDER = "docs"
"""Where that folder is in the repository."""
PAGES = {"en": "rules.md", "zh-TW": "rules.zh-TW.md"}
"""The page of the rules by locale."""


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


def rule_page(code: str, locale: str = "en") -> str:
    """Where the documentation has a shipped rule, in a locale.

    A URI where the documentation has an address, otherwise a path from the top of this project's repository.
    """
    name = PAGES.get(locale, PAGES["en"])
    return f"{(documentation() or FOLDER).rstrip('/')}/{name}#{code.lower()}"


def is_absolute(page: str) -> bool:
    """Whether a page is named by a URI that leads there from anywhere."""
    return "://" in page
