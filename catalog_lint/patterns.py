"""Regular expressions in the form that they were compiled to, kept from run to run.

Compiling the four hundred that a run needs takes 0.3 s, two fifths of what it takes to start; reading them
back takes 0.02 s. They are kept beside Python's own compiled modules, for one version of Python, and only by
the command: who imports the package compiles as always.
"""

from __future__ import annotations

import json
import re
import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from catalog_lint.cache import Cache, digest_of

_in_use: list[Kept] = []
FOLDER = Path(__file__).parent / "__pycache__" / "patterns"
MOST = 4_000
"""How many are kept; where there are more, those that the last run needed."""
_Key = tuple[str, int]
_Row = tuple[str, int, int, int, dict[str, int], str]
"""Pattern, flags as given, flags as compiled, number of groups, their names, and the code."""


class Kept:
    """The kept patterns; read from `cache` when the first is asked for."""

    def __init__(self, cache: Cache, engine: Any, compiler: Any, parser: Any) -> None:
        """`engine`, `compiler` and `parser` are the parts of the standard library's `re`."""
        self._cache = cache
        self._engine, self._compiler, self._parser = engine, compiler, parser
        self._key = digest_of("patterns", sys.version, sys.byteorder, f"{engine.MAGIC} {engine.CODESIZE}")
        self._known: dict[_Key, _Row] | None = None
        self._used: dict[_Key, _Row] = {}

    def compile(self, pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        """What the standard library's compiler makes of a pattern. Raises re.error as that does."""
        if type(pattern) is not str:
            compiled: re.Pattern[Any] = self._compile(pattern, flags)
            return compiled
        if self._known is None:
            self._known = self._load()
        key = pattern, int(flags)
        row = self._known.get(key)
        if row is None:
            row = self._row(pattern, int(flags))
        if key in self._known or not self._is_shuffled(pattern):
            self._used[key] = row
        _, _, all_flags, groups, names, code = row
        by_index: list[str | None] = [None] * (groups + 1)
        for name, index in names.items():
            by_index[index] = name
        found: re.Pattern[Any] = self._engine.compile(
            pattern, all_flags, array("I", b64decode(code)).tolist(), groups, names, tuple(by_index)
        )
        return found

    def install(self) -> Callable[[], None]:
        """Let `re` use it; returns what puts things back."""
        self._compile, self._compiler.compile = self._compiler.compile, self.compile
        return self._remove

    def _remove(self) -> None:
        self._compiler.compile = self._compile

    def _row(self, pattern: str, flags: int) -> _Row:
        parsed = self._parser.parse(pattern, flags)
        code = array("I", self._compiler._code(parsed, flags))
        state = parsed.state
        names = dict(state.groupdict)
        return pattern, flags, flags | state.flags, state.groups - 1, names, b64encode(code).decode("ascii")

    def _is_shuffled(self, pattern: str) -> bool:
        """Whether a pattern has the characters of a kept one in another order.

        Libraries make classes of characters from sets (markdown-it-py does), which have another order in each
        process: kept, such a pattern would never be met again, and all would be written anew by each run.
        """
        characters = sorted(pattern)
        return any(
            len(known) == len(pattern) and sorted(known) == characters for known, _ in self._known or ()
        )

    def _load(self) -> dict[_Key, _Row]:
        try:
            rows = json.loads((self._cache.load(self._key, 1) or [b"[]"])[0])
            return {(row[0], row[1]): tuple(row) for row in rows}
        except (ValueError, TypeError, IndexError):
            return {}

    def save(self) -> None:
        """Keep what was compiled anew."""
        if self._known is None or self._used.keys() <= self._known.keys():
            return
        rows = self._known | self._used
        if len(rows) > MOST:
            rows = self._used
        self._cache.save(self._key, [json.dumps(list(rows.values()), ensure_ascii=True).encode("ascii")])
        self._known = rows


@contextmanager
def kept(folder: Path = FOLDER) -> Iterator[None]:
    """Within it, `re` takes patterns from the folder where it has them, and puts others there.

    With another Python than this was written for it does nothing.
    """
    try:
        parts = [import_module(name) for name in ("_sre", "re._compiler", "re._parser")]
        store = Kept(Cache(folder), *parts)
        remove = store.install()
    except (ImportError, AttributeError):
        yield
        return
    _in_use.append(store)
    try:
        yield
    finally:
        _in_use.remove(store)
        remove()
        store.save()


def save() -> None:
    """Keep what was compiled anew so far: for a worker, which ends without leaving `kept`."""
    for store in _in_use:
        store.save()
