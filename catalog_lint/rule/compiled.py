"""The heads of the shipped rule files in one file, beside Python's own compiled modules.

TOML takes longer to read than all that a small run does with the rules. The file is made again when a rule
file changes, and where it cannot be written the rules are read as they are.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

Head = Mapping[str, Any]
FILE = Path(__file__).parent / "__pycache__" / "rules.json"
_FORM = 1
"""To be raised when what the file holds is made otherwise."""


def heads(paths: Sequence[Path], read: Callable[[Path], Head]) -> list[Head]:
    """What each rule file says but for its examples, as `read` reads it where nothing is kept."""
    stamp = [_FORM, *([path.name, *_stamp(path)] for path in paths)]
    kept = _kept()
    if kept is not None and kept.get("stamp") == stamp:
        return list(kept["heads"])
    found = [read(path) for path in paths]
    with suppress(OSError):
        _keep({"stamp": stamp, "heads": found})
    return found


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _kept() -> dict[str, Any] | None:
    try:
        kept = json.loads(FILE.read_bytes())
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) and isinstance(kept.get("heads"), list) else None


def _keep(kept: Mapping[str, Any]) -> None:
    FILE.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=FILE.parent, prefix="rules-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False)
        Path(name).replace(FILE)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
