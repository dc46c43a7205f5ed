"""Chinese words as OpenCC's phrase list (Apache-2.0) has them, looked up in its bytes without parsing it."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path


@lru_cache(1)
def _phrases() -> bytes:
    spec = find_spec("opencc")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "dictionary" / "STPhrases.txt"
        if path.is_file():
            return path.read_bytes().replace(b"\r\n", b"\n").replace(b" ", b"\n").replace(b"\t", b"\n")
    return b""


@lru_cache(1_000)
def is_phrase(word: str) -> bool:
    """Whether a word, Simplified or Traditional, is an entry of the list."""
    return f"\n{word}\n".encode() in _phrases()
