"""What the front matter of pages says, by the field that each key usually gives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from catalog_lint.catalog import frame
from catalog_lint.catalog.schema import usual_keys
from catalog_lint.catalog.video import video_address
from catalog_lint.init.guess import HALF, Guess, Learned, Pages, once, out_of
from catalog_lint.init.templates import MOST
from catalog_lint.rule.wordlists import words

_KEY = re.compile(r"^[\"']?(?P<key>[\w-]+)[\"']?[ \t]*[:=][ \t]*(?P<value>[^\n]*?)[ \t]*,?$", re.MULTILINE)
_DAY = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])")
_CHANGED = re.compile(r"updat|modif|last|edit|更新|修改", re.IGNORECASE)
_YEARS = 1000
_SITE_KEYS = Path(__file__).parent / "data" / "site-keys.txt"


def values_of(text: str) -> dict[str, str]:
    """The keys of a page's front matter with their values; those of several lines are empty."""
    front = text[: frame.front_matter(text).end]
    return {found["key"]: found["value"].strip("\"'") for found in _KEY.finditer(front)}


def fields_in(text: str) -> dict[str, str]:
    """The values of a page's front matter, by field where the key is one that usually gives a field."""
    usual = usual_keys()
    return {usual.get(key.casefold(), key): value for key, value in values_of(text).items()}


def front_matter(pages: Pages, learned: Learned) -> None:
    """Which key gives which field: the usual ones, and those that most pages have."""
    said = [values_of(source.text) for _, source in pages]
    keys = Counter(key for values in said for key in values)
    known = _usual(keys)
    for key, count in keys.items():
        held = [value for values in said if (value := values.get(key, ""))]
        name = _by_values(key, held)
        if name and name not in known.values() and key not in known and count >= MOST * len(pages):
            known[key] = name
        films = sum(is_film(values.get(key, "")) for values in said)
        if "video" not in known.values() and films >= MOST * count and count >= HALF * len(pages):
            known[key] = "video"
    others = [
        key
        for key, count in keys.items()
        if key not in known and count >= HALF * len(pages) and key.casefold() not in words(_SITE_KEYS)
    ]
    named = {**known, **{key: key.replace("-", "_") for key in others}}
    if named:
        why = out_of(max(keys.values()), len(pages), "pages have front matter")
        learned.schema["front-matter"] = Guess(named, 1.0, why)


def _by_values(key: str, values: Sequence[str]) -> str:
    """The field of which most values of a key are one: a day, or a number that counts on; "" for others."""
    if key.casefold() in words(_SITE_KEYS) or _CHANGED.match(key):
        return ""
    if sum(bool(_DAY.match(value)) for value in values) >= MOST * len(values):
        return "date"
    numbers = sorted({int(value) for value in values if value.isascii() and value.isdigit()})
    steps = [b - a for a, b in pairwise(numbers)]
    counts = len(numbers) >= MOST * len(values) and steps.count(1) >= MOST * len(steps) > 1
    return "number" if counts and numbers[0] < _YEARS else ""


def is_film(value: str) -> bool:
    """Whether a value is the address of a video."""
    address = video_address(value) if "://" in value else None
    return address is not None and address.valid


def _usual(keys: Mapping[str, int]) -> dict[str, str]:
    """The keys that usually give a field, each field's commonest alone."""
    found: dict[str, str] = {}
    for key in sorted(keys, key=lambda each: -keys[each]):
        name = usual_keys().get(key.casefold())
        if name and name not in found.values():
            found[key] = name
    return {key: found[key] for key in once(keys) if key in found}
