"""A copy of git's index, of as many of its files as a run needs: a repository may have tens of thousands."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from catalog_lint.changes import git
from catalog_lint.config.discovery import FILE_NAME
from catalog_lint.page_files import MARKDOWN, TEXT

PYPROJECT = "pyproject.toml"
SETTINGS = (FILE_NAME, PYPROJECT, ".gitignore")
"""Names of files that count wherever they stand."""
KEPT = (".toml", ".gitignore", *MARKDOWN, TEXT)
"""Untracked files that count beside what is staged, as they do for pre-commit: settings, lists, pages."""
LINK = "120000"
"""The mode of a symbolic link in the index."""


class IndexCopy:
    """A folder that the files of a repository's index are written to as they are needed.

    `top` is the repository's top folder. Raises ChangesError where git cannot tell what the index has.
    """

    def __init__(self, top: str, folder: str) -> None:
        self.top, self.folder = top, folder
        listed = git(top, "ls-files", "-z", "--stage").split(b"\0")
        rows = [os.fsdecode(row).split("\t", 1) for row in listed if row]
        self.modes = {name: said.partition(" ")[0] for said, name in rows}
        others = git(top, "ls-files", "-z", "--others", "--exclude-standard").split(b"\0")
        self.others = {name for name in map(os.fsdecode, others) if name.lower().endswith(KEPT)}
        self.taken: set[str] = set()
        self.extended: set[str] = set()
        self.include: list[str] = []

    @cached_property
    def names(self) -> list[str]:
        """All files that may be taken, in order."""
        return sorted(self.modes.keys() | self.others)

    def there(self) -> set[str]:
        """Where each file and folder of the index would stand in the copy."""
        known = set(self.names)
        for name in self.names:
            parent = name.rpartition("/")[0]
            while parent and parent not in known:
                known.add(parent)
                parent = parent.rpartition("/")[0]
        return {os.path.join(self.folder, name) for name in known}

    def take_for(self, paths: Sequence[str], here: str, options: Mapping[str, Any]) -> None:
        """Take what a run on `paths` needs, with the options that name files, from the folder `here`."""
        self._take(name for name in self.names if PurePosixPath(name).name in SETTINGS)
        catalog: list[str] = []
        for given in options.get("config", ()):
            self._take(self._below(self._name(given)))
            if "=" in given:
                catalog += self._follow(_table(given), here)
        if options.get("baseline"):
            self._take(self._below(self._name(options["baseline"])))
        read: set[str] = set()
        while unread := [
            name for name in sorted(self.taken - read) if name.endswith(".toml") or name in self.extended
        ]:
            read.update(unread)
            for name in unread:
                table = _table(self._text(name))
                if PurePosixPath(name).name == PYPROJECT:
                    table = table.get("tool", {}).get("catalog-lint", {})
                catalog += self._follow(table, name.rpartition("/")[0])
        for name in (*map(self._name, paths), *catalog):
            self._take(each for each in self._below(name) if each == name or self._may_be_page(each))

    def _follow(self, table: Mapping[str, Any], base: str) -> list[str]:
        """Take what settings or a rule in the folder `base` name; returns what they call the catalog."""
        for key in ("extend", "rules", "baseline", "rule", "params"):
            for value in _texts(table.get(key)):
                self._take(self._below(_joined(base, value)))
        self.extended.update(_joined(base, value) for value in _texts(table.get("extend")))
        for key in ("include", "extend-include"):
            self.include += (value.rpartition("/")[2] or "*" for value in _texts(table.get(key)))
        return [_joined(base, value) for value in _texts(table.get("catalog"))]

    def _name(self, path: str) -> str:
        """A path as it is named from the repository's top."""
        whole = Path(os.path.abspath(path))
        beside = os.path.realpath(whole.parent)
        return os.path.relpath(os.path.join(beside, whole.name), self.top).replace(os.sep, "/")

    def _below(self, name: str) -> Iterator[str]:
        """The file of a name, or those in the folder of that name."""
        if name in self.modes or name in self.others:
            yield name
        elif name == ".":
            yield from self.names
        else:
            yield from (each for each in self.names if each.startswith(f"{name}/"))

    def _may_be_page(self, name: str) -> bool:
        """Whether a folder search might take a file for a page; of `include` only how names end counts."""
        return name.lower().endswith((*MARKDOWN, TEXT)) or any(
            fnmatch(name.rpartition("/")[2], pattern) for pattern in self.include
        )

    def _take(self, names: Iterable[str]) -> None:
        """Write files to the copy, and what they lead to where they are symbolic links."""
        new = {name for name in names if name not in self.taken}
        if not new:
            return
        self.taken |= new
        tracked = [os.fsencode(name) for name in sorted(new) if name in self.modes]
        how = ("--force", "--quiet", "-z", "--stdin", f"--prefix={self.folder}{os.sep}")
        git(self.top, "checkout-index", *how, given=b"\0".join(tracked))
        for name in sorted(new & self.others):
            if os.path.isfile(os.path.join(self.top, name)):
                target = Path(self.folder, name)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(Path(self.top, name), target)
        for name in sorted(new):
            if self.modes.get(name) == LINK:
                leads = str(Path(self.folder, name).readlink())
                self._take(self._below(_joined(name.rpartition("/")[0], leads)))

    def _text(self, name: str) -> str:
        try:
            return Path(self.folder, name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""


def _table(text: str) -> dict[str, Any]:
    """What a text says as TOML; nothing where it is none, which the run will tell."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _joined(base: str, path: str) -> str:
    return os.path.normpath(os.path.join(base, path)).replace(os.sep, "/")
