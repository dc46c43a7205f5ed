"""Lists of patterns kept by hand beside the rules: one regular expression a line, read once.

A line `name = alternatives` defines a part that later lines use as `<name>`; `#` opens a comment. Lists
and texts are folded before they meet, so that one list reads Traditional and Simplified alike.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from catalog_lint.language import tables

_DEFINITION = re.compile(r"(?P<name>[a-z_]+) = (?P<value>.+)")
_USE = re.compile(r"<(?P<name>[a-z_]+)>")


@lru_cache
def patterns(path: Path) -> re.Pattern[str]:
    """One pattern for a whole list: what any of its lines matches.

    Raises ValueError where a line is no regular expression or uses an undefined part.
    """
    parts: dict[str, str] = {}
    alternatives: list[tuple[int, str]] = []
    for number, line in enumerate(folded(path.read_text("utf-8")).split("\n"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        expanded = _USE.sub(lambda use: f"(?:{parts.get(use['name'], '(?P<undefined')})", line)
        definition = _DEFINITION.fullmatch(expanded)
        if definition:
            parts[definition["name"]] = definition["value"]
        else:
            alternatives.append((number, f"(?:{expanded})"))
    try:
        return re.compile("|".join(one for _, one in alternatives) or r"(?!)", re.IGNORECASE)
    except re.error:
        for number, one in alternatives:
            try:
                re.compile(one)
            except re.error as error:
                raise ValueError(f"{path}:{number}: no usable pattern: {error}") from None
        raise


def folded(text: str) -> str:
    """The text with each character as the one that stands for all its forms; its length stays."""
    return text.translate(tables.forms().fold)
