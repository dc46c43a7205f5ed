"""Fields that lines at the heads of entries give behind labels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from statistics import median

from catalog_lint.catalog.absent import says_none
from catalog_lint.catalog.labels import labels_of
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.schema import FIELDS
from catalog_lint.init.fields import date_format_of
from catalog_lint.init.front_matter import is_film
from catalog_lint.init.guess import MANY, Guess, Learned, share_of
from catalog_lint.init.templates import MOST

LEAST = 3
LONGEST = 60
"""Width of a value in Latin letters: longer ones are the text of the entries."""
_SENTENCE = re.compile(r"[。！？]\Z|。.")


def labels(entries: Sequence[Entry], learned: Learned) -> bool:
    """Which labels give which field: a date, the video, a link by what they say, else a field of their name.

    Returns whether there are any, so that the entries must be read again.
    """
    values: dict[str, list[str]] = {}
    for _, label, value in labels_of(entries):
        values.setdefault(label, []).append(value)
    named: dict[str, str] = {}
    shares = []
    schema = entries[0].schema
    taken = set(schema.line_fields) if schema else set()
    if schema and schema.shape == "page":
        taken |= {name for entry in entries for name in entry.fields}
    for label, said in values.items():
        if len(said) < max(LEAST, MANY * len(entries)) or _are_text(said):
            continue
        name = _field_of(label, said, {*taken, *named.values()})
        if name:
            named[label] = name
            shares.append(f"{label} {share_of(len(said), len(entries)):.0%}")
    if named:
        learned.schema["labels"] = Guess(named, 1.0, "lines of the entries have labels: " + ", ".join(shares))
    return bool(named)


def _are_text(said: Sequence[str]) -> bool:
    widths = [sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in each) for each in said]
    sentences = sum(bool(_SENTENCE.search(each)) for each in said)
    return (median(widths) > LONGEST and "://" not in said[0]) or sentences > MANY * len(said)


def _field_of(label: str, said: Sequence[str], taken: set[str]) -> str:
    known = [each for each in said if each and not says_none(each)]
    kinds: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("date", lambda each: "%d" in date_format_of(each).replace("%-", "%")),
        ("video", is_film),
        ("link", lambda each: each.startswith(("http://", "https://"))),
    )
    for name, holds in kinds:
        if known and sum(map(holds, known)) >= MOST * len(known):
            if name not in taken:
                return name
            break
    own = re.sub(r"\W+", "_", label)
    return own if own not in taken and own not in FIELDS else ""
