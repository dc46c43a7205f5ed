"""Lists of patterns kept by hand beside the rules (`rule.wordlists`): one regular expression an entry.

A line `name = alternatives` defines a part that later lines use as `<name>`. Lists
and texts are folded before they meet, so that one list reads Traditional and Simplified alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from catalog_lint.checks.pattern import compiled
from catalog_lint.diagnostic import Span
from catalog_lint.language.tables import folded
from catalog_lint.rule.wordlists import entries

_DEFINITION = re.compile(r"(?P<name>[a-z_]+) = (?P<value>.+)")
_USE = re.compile(r"<(?P<name>[a-z_]+)>")


class Phrases:
    """What any line of a list matches; the texts are folded ones. The list compiles when first asked."""

    def __init__(self, lines: dict[str, tuple[str, str]]) -> None:
        """`lines`: the regular expressions by their places in the list, the part that opens each apart."""
        self._lines = lines

    def match(self, text: str, start: int = 0) -> bool:
        """Whether a line matches the text from an offset on."""
        return bool(self._any.match(text, start))

    def fullmatch(self, text: str) -> bool:
        """Whether a line matches the whole text."""
        return bool(self._any.fullmatch(text))

    def search(self, text: str) -> bool:
        """Whether a line matches anywhere in the text."""
        return bool(self._any.search(text))

    def spans(self, text: str) -> list[Span]:
        """Where lines match, in order; of places that overlap the first."""
        return [Span(*match.span()) for match in self._any.finditer(text)]

    @cached_property
    def _any(self) -> re.Pattern[str]:
        """All lines as one, what several open with tried once. Raises ValueError where one is not usable."""
        by_opening: dict[str, list[str]] = {}
        for opening, rest in self._lines.values():
            by_opening.setdefault(opening, []).append(f"(?:{rest})")
        try:
            every = (f"{opening}(?:{'|'.join(rests)})" for opening, rests in by_opening.items())
            return re.compile("|".join(every) or "(?!)", re.IGNORECASE)
        except re.error:
            for place, (opening, rest) in self._lines.items():
                try:
                    re.compile(opening + rest)
                except re.error as error:
                    raise ValueError(f"{place}: no usable pattern: {error}") from None
            raise


def hinted_lines(text: str, hint: str) -> Iterator[tuple[int, str]]:
    """The lines in which a regular expression finds a place: where each starts, and what it says, folded."""
    end = 0
    for found in compiled(hint, False).finditer(text):
        if found.start() < end:
            continue
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        yield start, folded(text[start:end])


@lru_cache
def phrases(path: Path) -> Phrases:
    """A list, read once. Raises ValueError where a line uses a part that no line above it defines."""
    parts: dict[str, str] = {}
    lines: dict[str, tuple[str, str]] = {}
    for entry in entries(path):
        number, line = entry.line, folded(entry.text)
        unknown = next((use["name"] for use in _USE.finditer(line) if use["name"] not in parts), None)
        if unknown:
            raise ValueError(f"{path}:{number}: no part '{unknown}' is defined above this line")
        opening = _USE.match(line)
        expanded = _USE.sub(lambda use: f"(?:{parts[use['name']]})", line)
        definition = _DEFINITION.fullmatch(expanded)
        if definition:
            parts[definition["name"]] = definition["value"]
        else:
            first = f"(?:{parts[opening['name']]})" if opening else ""
            lines[f"{path}:{number}"] = (first, expanded.removeprefix(first))
    return Phrases(lines)
