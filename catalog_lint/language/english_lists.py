"""The English tables as files: what is in them is looked up in their bytes, nothing is parsed first.

The lists stand under `data/`, one word a line, sorted, made by `lexicon/english.py`; the words of science,
too many to list, as a sieve (a Bloom filter): a word that was put in passes always, another seldom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

_DATA = Path(__file__).parent / "data"
BITS_A_WORD = 13
"""Lets one word in 500 pass that was not put in."""
PROBES = 9


@lru_cache(8)
def content(name: str) -> bytes:
    """The bytes of a list (`words`, `common`, `terms`, `names`), read when it is first asked for."""
    return (_DATA / f"english-{name}.txt").read_bytes()


@lru_cache(1)
def _sieve() -> bytes:
    return (_DATA / "english-science.bin").read_bytes()


def places(word: str, size: int) -> Iterator[int]:
    """The bits of a table of `size` bytes that stand for a word."""
    digest = int.from_bytes(blake2b(word.encode("ascii"), digest_size=16).digest(), "big")
    first, step = digest >> 64, digest & 0xFFFF_FFFF_FFFF_FFFF | 1
    return ((first + probe * step) % (size * 8) for probe in range(PROBES))


def passes(word: str) -> bool:
    """Whether a word in lower case is one of the scientific ones."""
    table = _sieve()
    return all(table[place >> 3] >> (place & 7) & 1 for place in places(word, len(table)))


def line_from(data: bytes, wanted: bytes, key: Callable[[bytes], bytes]) -> int:
    """Where the first line of sorted `data` stands whose key is not before `wanted`."""
    low, high = 1, len(data)
    while low < high:
        start = data.rfind(b"\n", 0, (low + high) // 2) + 1
        end = data.find(b"\n", start)
        if key(data[start:end]) < wanted:
            low = end + 1
        else:
            high = start
    return low


def line_at(data: bytes, place: int) -> bytes:
    """The line that begins at a place, without its end; empty behind the last one."""
    return data[place : data.find(b"\n", place)] if place < len(data) else b""
