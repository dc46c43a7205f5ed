"""What to say where the program, or a package that it needs, is not installed."""

from __future__ import annotations

NAME = "catalog-lint"


def missing(error: ModuleNotFoundError) -> str | None:
    """The line that names what is missing and the remedy; None where a module of our own is."""
    name = (error.name or "").partition(".")[0]
    if name == "catalog_lint":
        return None
    what = "it" if name == NAME else f"'{name}', which it needs,"
    return f"{NAME} runs from its files, but {what} is not installed here; run `pip install {NAME}`"
