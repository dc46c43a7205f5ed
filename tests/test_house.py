"""How the package is built: which module may import which, and how long one may be."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import catalog_lint

PACKAGE = Path(catalog_lint.__file__).parent
MOST_LINES = 300
FLOORS = (
    (
        "atomic",
        "cache",
        "disk",
        "fingerprint",
        "home",
        "installation",
        "locale",
        "messages",
        "patterns",
        "regular",
        "source",
        "streams",
        "validation",
    ),
    ("diagnostic",),
    ("rule", "language"),
    ("catalog",),
    ("finding",),
    ("config", "checks"),
    ("init", "lint", "links", "page_files"),
    ("files",),
    ("baseline", "changes", "cluster", "export", "fix", "processes", "triage", "workers"),
    ("report",),
    ("__init__", "replay", "reporting", "server", "trial"),
    ("cli",),
    ("__main__",),
)
"""The rooms from the ground up: what stands in one may import from its own floor and those below."""
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


MODULES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _imports(path: Path) -> set[str]:
    """The package's modules that a module names in an import, wherever that stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "catalog_lint":
            below = (node.module or "").removeprefix("catalog_lint").removeprefix(".")
            for alias in node.names:
                inner = f"{below}.{alias.name}" if below else alias.name
                found.add(inner if inner in MODULES else below or "__init__")
    return found


IMPORTS = {name: _imports(path) for name, path in MODULES.items()}


def test_every_room_has_its_floor() -> None:
    assert {name.split(".")[0] for name in MODULES} - FLOOR_OF.keys() == set()


def test_no_module_imports_from_a_floor_above() -> None:
    floors = {name: FLOOR_OF[name.split(".")[0]] for name in MODULES}
    upward = [
        f"{name} imports {other}"
        for name, others in IMPORTS.items()
        for other in sorted(others)
        if floors[other] > floors[name]
    ]
    assert upward == []


def _rooms() -> dict[str, set[str]]:
    rooms: dict[str, set[str]] = {room: set() for room in FLOOR_OF}
    for name, others in IMPORTS.items():
        room = name.split(".")[0]
        rooms[room] |= {other.split(".")[0] for other in others} - {room}
    return rooms


@pytest.mark.parametrize("imports", [IMPORTS, _rooms()], ids=["modules", "rooms"])
def test_no_imports_go_in_a_circle(imports: dict[str, set[str]]) -> None:
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_a_module_is_short_enough_to_be_read_at_once() -> None:
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
