"""Finding the pages of a run: folders are searched, what is ignored or excluded is left out."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from catalog_lint.config import (
    ConfigError,
    Configuration,
    PathSpec,
    Settings,
    gitignore_spec,
    is_pattern,
    path_spec,
)
from catalog_lint.config.model import DEFAULT_INCLUDE
from catalog_lint.page_files import TEXT, holds_entries, is_page
from catalog_lint.regular import read_regular

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class FoundPage(NamedTuple):
    """A page to lint: `name` is its path as reports give it, relative to the working folder."""

    name: str
    settings: Settings


@dataclass(slots=True)
class Found:
    """What a search brought: pages in order, lines on what could not be searched, how many were left out.

    `folders` are those that were searched, `texts` their text files without entries, which are no pages.
    """

    pages: list[FoundPage] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    excluded: int = 0
    texts: list[str] = field(default_factory=list)


def shown_name(path: str) -> str:
    """A path relative to the working folder, with `/`; as it was given where that would lead elsewhere."""
    whole = os.path.abspath(path)
    try:
        name = os.path.relpath(whole)
    except ValueError:  # another drive
        name = whole
    if ".." in Path(path).parts and os.path.realpath(whole) != os.path.realpath(path):
        name = path
    return name.replace(os.sep, "/")


def excluded(path: str, settings: Settings) -> bool:
    """Whether `exclude` or `extend-exclude` name the page, or a folder that it lies in."""
    whole = os.path.abspath(path) + ("/" if os.path.isdir(path) else "")
    return path_spec((*settings.exclude, *settings.extend_exclude)).match_file(whole)


def find(paths: Sequence[str], configuration: Configuration, *, force_exclude: bool = False) -> Found:
    """The pages that `paths` name, each once, in the order given, folders in natural order of names.

    A folder is searched for what the configuration's `include` names and for `*.txt` files that hold
    entries, also through symbolic links; `.gitignore` and `exclude` apply to what lies in it. A file is
    taken whatever its name; with `force_exclude`, excluded ones are not, nor those that neither are Markdown
    or included by their name nor hold entries.
    """
    search = _Search(configuration, force_exclude)
    for path in paths:
        search.path(path)
    return search.found


def _natural(name: str) -> tuple[list[tuple[int, str]], str]:
    parts = re.findall(r"(\d+)|(\D+)", name)
    return [(int(digits), "") if digits else (-1, text.casefold()) for digits, text in parts], name


class _Ignored(NamedTuple):
    """A `.gitignore` and the folder that it counts from."""

    base: str
    spec: GitIgnoreSpec


def _gitignore(folder: str) -> Iterator[_Ignored]:
    try:
        text = read_regular(Path(folder, ".gitignore")).decode("utf-8", "surrogateescape")
    except OSError:
        return
    yield _Ignored(folder, gitignore_spec([line for line in text.splitlines() if is_pattern(line)]))


def _is_ignored(path: str, folder: bool, files: Sequence[_Ignored]) -> bool:
    for base, spec in reversed(files):
        relative = os.path.relpath(path, base).replace(os.sep, "/") + ("/" if folder else "")
        said = spec.check_file(relative).include
        if said is not None:
            return said
    return False


class _Search:
    def __init__(self, configuration: Configuration, force_exclude: bool) -> None:
        self.configuration = configuration
        self.force_exclude = force_exclude
        self.found = Found()
        self.met = 0
        self.taken: set[str] = set()
        self.entered: dict[tuple[int, int], int] = {}
        self.searches = 0
        self.specs: dict[tuple[int, str], PathSpec] = {}

    def problem(self, line: str) -> None:
        if line not in self.found.problems:
            self.found.problems.append(line)

    def path(self, path: str) -> None:
        if not path:
            return self.problem("'': an empty path; name a folder or file, or leave it out")
        name = shown_name(path)
        try:
            mode = Path(path).stat().st_mode
            settings = (self.configuration.of_folder if stat.S_ISDIR(mode) else self.configuration.of_page)(
                Path(path)
            )
        except FileNotFoundError:
            return self.problem(f"{name}: no such file or folder")
        except OSError as error:
            return self.problem(f"{name}: {error.strerror or error}")
        except ValueError as error:
            return self.problem(f"{name!r}: {error}")
        except ConfigError as error:
            return self.problem(str(error))
        folder = stat.S_ISDIR(mode)
        if self.force_exclude and (excluded(path, settings) or not (folder or is_page(path, settings))):
            self.found.excluded += 1
        elif folder:
            self.folder(path, name)
        elif stat.S_ISREG(mode):
            self.take(path, settings)
        else:
            self.problem(f"{name}: not a regular file; give '-' and pipe the text in")
        return None

    def folder(self, path: str, name: str) -> None:
        whole = os.path.abspath(path)
        self.searches += 1
        met, left_out, problems, texts = (
            self.met,
            self.found.excluded,
            len(self.found.problems),
            len(self.found.texts),
        )
        self.walk(whole, self.above(whole))
        if self.met > met or len(self.found.problems) > problems:
            return
        left_out = self.found.excluded - left_out
        why = f" that is not ignored or excluded ({left_out} left out)" if left_out else ""
        count = len(self.found.texts) - texts
        without = f" ({count} text file{'s hold' if count > 1 else ' holds'} no entries)" if count else ""
        self.problem(f"{name}: no page in this folder{why}{without}; name a folder or file with pages")

    def above(self, folder: str) -> list[_Ignored]:
        """The repository's `.gitignore` files over a folder; none where they ignore the folder itself."""
        parents = [folder, *(str(each) for each in Path(folder).parents)]
        top = next(
            (at for at, each in enumerate(parents) if os.path.exists(os.path.join(each, ".git"))), None
        )
        if not top:
            return []
        files = [ignored for each in reversed(parents[1 : top + 1]) for ignored in _gitignore(each)]
        return [] if _is_ignored(folder, True, files) else files

    def walk(self, folder: str, ignored: list[_Ignored]) -> None:
        waiting: list[tuple[str, list[_Ignored], Settings | None]] = [(folder, ignored, None)]
        while waiting:
            path, ignored, page_of = waiting.pop()
            if page_of is not None:
                self.take(path, page_of)
            elif self.enter(path):
                waiting += reversed(self.inside(path, [*ignored, *_gitignore(path)], folder))

    def enter(self, folder: str) -> bool:
        """Whether a folder is searched for the first time in this run."""
        try:
            status = Path(folder).stat()
        except OSError as error:
            self.problem(f"{shown_name(folder)}: cannot be searched: {error.strerror or error}")
            return False
        key = (status.st_dev, status.st_ino)
        new = key not in self.entered
        if self.entered.setdefault(key, self.searches) < self.searches:
            self.met += 1  # what it holds was met in an earlier search
        self.found.folders.append(folder)
        return new

    def inside(
        self, folder: str, ignored: list[_Ignored], root: str
    ) -> list[tuple[str, list[_Ignored], Settings | None]]:
        """The folders and pages (these with their settings) of a folder, in natural order."""
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: _natural(entry.name))
            settings = self.configuration.of_folder(Path(folder))
        except OSError as error:
            self.problem(f"{shown_name(folder)}: cannot be searched: {error.strerror or error}")
            return []
        except ConfigError as error:
            self.problem(str(error))
            return []
        kept: list[tuple[str, list[_Ignored], Settings | None]] = []
        spec = self.spec(settings, root)
        for entry in entries:
            is_folder = os.path.isdir(entry.path) if entry.is_symlink() else entry.is_dir()
            text = False
            if not is_folder:
                if not (entry.is_symlink() or entry.is_file()):
                    continue
                text = not self.included(settings).match_file(entry.path)
                if text and not entry.name.lower().endswith(TEXT):
                    continue
            slashed = entry.path + ("/" if is_folder else "")
            if spec.match_file(slashed) or _is_ignored(entry.path, is_folder, ignored):
                self.found.excluded += 1
            elif text and not holds_entries(entry.path, settings.schema_of(entry.path)):
                self.found.texts.append(entry.path)
            else:
                kept.append((entry.path, ignored, None if is_folder else settings))
        return kept

    def included(self, settings: Settings) -> PathSpec:
        """What is a page by its name, whether that is written large or small."""
        key = (id(settings), "")
        if key not in self.specs:
            patterns = (*settings.include, *settings.extend_include)
            self.specs[key] = path_spec([*patterns, *map(str.upper, DEFAULT_INCLUDE)])
        return self.specs[key]

    def spec(self, settings: Settings, root: str) -> PathSpec:
        """What is excluded below a folder that was asked for by name, and so is not itself."""
        key = (id(settings), root)
        if key not in self.specs:
            patterns = (*settings.exclude, *settings.extend_exclude)
            self.specs[key] = path_spec(
                [each for each in patterns if not path_spec([each]).match_file(f"{root}/")]
            )
        return self.specs[key]

    def take(self, path: str, settings: Settings) -> None:
        self.met += 1
        real = os.path.realpath(path)
        if real not in self.taken:
            self.taken.add(real)
            self.found.pages.append(FoundPage(shown_name(path), settings))
