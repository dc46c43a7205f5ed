"""Patterns as `.gitignore` has them, counted from the folder of the file that names them."""

from __future__ import annotations

import os
import posixpath
import re
import warnings
from collections.abc import Iterable, Sequence
from fnmatch import translate
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_NAME = re.compile(r"[\w.*-][\w.*#-]*/?", re.ASCII)


class PathSpec(Protocol):
    """Patterns ready to match; a folder's path ends in a slash."""

    def match_file(self, file: str) -> bool:
        """Whether a path is meant, or a folder that it lies in."""


class NameSpec:
    """Patterns that are names, with `*` at most, which take no library to match.

    All that a run without settings of its own asks for are such, and pathspec takes 7 % of its start.
    """

    def __init__(self, names: Iterable[str]) -> None:
        either: dict[bool, list[str]] = {True: [], False: []}
        for name in names:
            either[name.endswith("/")].append(translate(name.rstrip("/")))
        folders, all_names = (re.compile("|".join(either[kind]) or "(?!)") for kind in (True, False))
        self._folders, self._all = folders, all_names

    def match_file(self, file: str) -> bool:
        """As `PathSpec` says."""
        *folders, name = file.replace(os.sep, "/").split("/")
        return any(each and (self._folders.match(each) or self._all.match(each)) for each in folders) or bool(
            name and self._all.match(name)
        )


def path_spec(patterns: Sequence[str]) -> PathSpec:
    """Patterns ready to match paths. Raises ValueError where one is no pattern."""
    return NameSpec(patterns) if all(map(_NAME.fullmatch, patterns)) else gitignore_spec(patterns)


def gitignore_spec(lines: Iterable[str]) -> GitIgnoreSpec:
    """Lines of a `.gitignore`, ready to match. Raises ValueError where one is no pattern."""
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # a class such as [[:alpha:]]
        try:
            return GitIgnoreSpec.from_lines(lines)
        except re.error as error:
            raise ValueError(str(error)) from None


def is_pattern(line: str) -> bool:
    """Whether a line is a pattern that git would read, or says nothing; git passes over others."""
    try:
        gitignore_spec([line])
    except ValueError:
        return False
    return True


def absolute_pattern(pattern: str, root: Path) -> str:
    """A pattern that counts from `root`, as one that counts from the file system's root.

    One that opens with `//` counts from there already. Raises ValueError for one that names nothing.
    """
    negated = "!" if pattern.startswith("!") else ""
    body = pattern.removeprefix("!")
    base = root.as_posix().rstrip("/")
    if not body.strip("/"):
        raise ValueError("an empty pattern")
    if body.startswith("//"):
        return negated + body[1:]
    while body.startswith("../"):
        base, body = posixpath.dirname(base), body.removeprefix("../")
    body = body.removeprefix("./")
    anchored = "/" in body.rstrip("/")
    return f"{negated}{_escaped(base)}/{'' if anchored else '**/'}{body.lstrip('/')}"


def relative_pattern(pattern: str, root: Path) -> str:
    """The pattern that `absolute_pattern` makes this one of, counted from `root`."""
    negated = "!" if pattern.startswith("!") else ""
    body = pattern.removeprefix("!")
    if not body.startswith("/"):
        return pattern
    base, up = root.as_posix().rstrip("/"), ""
    while base and not body.startswith(_escaped(base) + "/"):
        base, up = posixpath.dirname(base).rstrip("/"), up + "../"
    rest = body.removeprefix(_escaped(base) + "/")
    anywhere = rest.removeprefix("**/")
    if anywhere != rest and "/" not in anywhere.rstrip("/"):
        return f"{negated}{up}{anywhere}"
    return f"{negated}{up}{rest}" if "/" in rest.rstrip("/") else f"{negated}{up or '/'}{rest}"


class Matcher:
    """A pattern ready to match absolute paths; one with `!` matches all others."""

    __slots__ = ("_negated", "_spec")

    def __init__(self, pattern: str) -> None:
        self._negated = pattern.startswith("!")
        self._spec = gitignore_spec([pattern.removeprefix("!")])

    def matches(self, path: str) -> bool:
        """Whether an absolute path is meant."""
        return self._spec.match_file(path) is not self._negated


def _escaped(path: str) -> str:
    return re.sub(r"([\\*?\[\]!#])", r"\\\1", path)
