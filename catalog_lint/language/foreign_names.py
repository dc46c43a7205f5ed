"""The characters that spell foreign names (克里斯多福)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from catalog_lint.rule.wordlists import entries

_SOUNDS = Path(__file__).parent / "data" / "name-sounds.txt"


@lru_cache
def sounds() -> frozenset[str]:
    """All that may, in both scripts."""
    return common_sounds() | _listed("other")


@lru_cache
def common_sounds() -> frozenset[str]:
    """Those that most names are made of: beside one of them, 里 is a sound."""
    return _listed("common")


def _listed(kind: str) -> frozenset[str]:
    return frozenset("".join(one.parts[1] for one in entries(_SOUNDS) if one.text == kind))
