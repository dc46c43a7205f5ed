"""Lists of patterns kept by hand beside the rules: one regular expression a line, read once.

A line `name = alternatives` defines a part that later lines use as `<name>`; `#` opens a comment. The
lists are written in Traditional characters; `folding` lists the Simplified twin of each character they use,
as pairs, so that one list reads both scripts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_DEFINITION = re.compile(r"(?P<name>[a-z_]+) = (?P<value>.+)")
_USE = re.compile(r"<(?P<name>[a-z_]+)>")


@lru_cache
def patterns(path: Path) -> re.Pattern[str]:
    """One pattern for a whole list: what any of its lines matches.

    Raises ValueError where a line is no regular expression or uses an undefined part.
    """
    parts: dict[str, str] = {}
    alternatives: list[str] = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            expanded = _USE.sub(lambda use: f"(?:{parts[use['name']]})", line)
            definition = _DEFINITION.fullmatch(expanded)
            if definition:
                parts[definition["name"]] = definition["value"]
                continue
            re.compile(expanded)
        except (re.error, KeyError) as error:
            raise ValueError(f"{path}:{number}: no usable pattern: {error}") from None
        alternatives.append(expanded)
    return re.compile("|".join(f"(?:{one})" for one in alternatives) or r"(?!)", re.IGNORECASE)


@lru_cache
def folding(path: Path) -> dict[int, str]:
    """A table for str.translate from Simplified characters to their twins in the lists."""
    pairs = (pair for pair in path.read_text("utf-8").split() if not pair.startswith("#"))
    return {ord(pair[0]): pair[1] for pair in pairs}
