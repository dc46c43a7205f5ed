"""The fuzz targets without a fuzzer: their seeds, some bytes at random, and what a fuzzer once found."""

from __future__ import annotations

import random
from importlib import import_module

import pytest

from tests.fuzz.__main__ import TARGETS
from tests.fuzz.rules import _RULE, HEAD

FOUND = {
    "reader": [b"\x0b\x1d\n\\", b"\x01![< <details>\n</details>\n <details>\n![<![;<<<script>"],
    "fixer": ["\x01甲! \ufdd0".encode()],
    "rules": [
        _RULE.format(head=HEAD, check="pattern", reads="", params='pattern = "a{99999999999}"').encode()
    ],
    "cache": [
        *(
            b"\x05" + run
            for run in (b"[[], [], {}, false]", b'[{}, [], {"form": "x"}, false]', b"[" * 100_000)
        ),
        b"\x03" + b"[" * 100_000,
        b"\x05[{}, [], [], false]",
    ],
    "configuration": [b'\x01rules = ["/"]', b'\x01[schema.formats]\nnumber = "a{99999999999}"'],
}
"""Inputs that failed once, by target."""


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_any_bytes(name: str) -> None:
    target = import_module(f"tests.fuzz.{name}")
    chance = random.Random(name)
    for data in (
        *target.SEEDS,
        *FOUND.get(name, ()),
        b"",
        *(chance.randbytes(chance.randint(1, 80)) for _ in range(20)),
    ):
        target.one(data)
