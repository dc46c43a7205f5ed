"""Any bytes where a cache keeps its records: believed where they are whole and fit, else as if missing."""

from __future__ import annotations

import io
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog_lint.cache import FOLDER, RESULT_PARTS, Cache
from catalog_lint.config.layers import parse
from catalog_lint.lint.batch import Batch
from catalog_lint.lint.crossing import NamedPage
from catalog_lint.lint.kept import KeptResults
from catalog_lint.lint.program import Program
from catalog_lint.replay import replayed, run_key
from tests.fuzz.texts import text_of

PIECES = (
    '[¦]¦{¦}¦,¦:¦"¦""¦0¦1¦-1¦1e999¦NaN¦null¦true¦false¦99999999999999999999¦"a.md"¦'
    '"b.md"¦"entry"¦"text"¦"zh-TW"¦"title"¦"HAN005"¦"title": ¦"found": "爲"¦'
    '[0, 1]¦[[0, 1]]¦[]¦{}¦"severities": ¦"rules": ¦"pages": ¦"form": "concise"¦'
    '"form": "x"¦"form": "json"¦"locale": "en"¦"width": ¦\\u0000¦\n¦ ¦甲¦'
    '[[0, 7, ["text", "zh-TW", null, [], [0, 0], [0, 7], [], [], {}, []]]]¦'
    '[["HAN005", 1, 2, {"found": "爲", "expected": "為"}, [[1, 2, "為"]]]]¦'
    '{"catalog_lint": 1}¦[{}, [], {}, false]¦{"form": "concise"}¦catalog-lint record 1\n'
).split("¦")
SEEDS = (
    b"\x01" + b"catalog-lint record 1\n[]\n",
    b'\x03[[0, 7, ["text", "zh-TW", null, [], [0, 0], [0, 7], [], [], {}, []]]]\n[[]]',
    b"\x05[{}, [], {}, false]",
    b'\x05[{}, [], {"form": "concise"}, false]',
    *(bytes([kind, *range(len(PIECES))]) for kind in (0, 2, 4)),
)
_FOLDER = TemporaryDirectory()
_PAGE = Path(_FOLDER.name) / "a.md"
_CACHE = Cache(Path(_FOLDER.name) / FOLDER / "lint")
_PAGE.write_text("他爲此奔走。\n", encoding="utf-8")
_PROGRAM = Program(parse({"select": ["HAN005"]}, Path(_FOLDER.name), "fuzz"))


def _rendered(*_: object) -> list[bytes]:
    return [b"{}", b"", b""]


def one(data: bytes) -> None:
    """Put one record there, and read it as a run does."""
    kind = data[0] >> 1 & 3 if data else 0
    given = data[1:] if data[:1] and data[0] & 1 else text_of(data, PIECES).encode()
    with chdir(_FOLDER.name):
        (_any_record, _result, _run, _run)[kind](given)
    _CACHE.clean()


def _batch() -> Batch:
    return Batch([_PROGRAM], _rendered, "fuzz", _CACHE)


def _any_record(given: bytes) -> None:
    """The bytes of a record as a whole."""
    path = _CACHE.folder / "ab" / "cd.record"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(given)
    for number in range(4):
        parts = _CACHE.load("abcd", number)
        assert parts is None or len(parts) == number


def _result(given: bytes) -> None:
    """The parts of a page's result."""
    page = NamedPage("a.md")
    batch = _batch()
    text = batch.first(page).text
    parts = [*given.split(b"\n", RESULT_PARTS - 1), *[b"[]"] * RESULT_PARTS][:RESULT_PARTS]
    _CACHE.save(KeptResults(_CACHE).key("a.md", _PROGRAM, text), parts)
    again = _batch()
    seen = again.first(page)
    assert not seen.failures, seen.failures
    again._held.clear()
    assert again._result(page, text).path == "a.md"


def _run(given: bytes) -> None:
    """A run that is told again."""
    with redirect_stdout(io.TextIOWrapper(io.BytesIO())), redirect_stderr(io.StringIO()):
        _CACHE.save(run_key(["a.md"]), [given])
        assert replayed(["a.md"]) in (None, 0, 1)
