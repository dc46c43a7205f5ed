"""Where the texts of a run stand: in their files, in memory, or in drafts that are not written to these."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from catalog_lint.cache import digest_of
from catalog_lint.source import Source, decode, read, write


class Pages:
    """The pages of a run, read and written where they lie."""

    def read(self, path: str) -> Source:
        """A page's text. Raises PageError where it cannot be read."""
        return read(Path(path))

    def write(self, path: str, old: Source, new: Source) -> list[str]:
        """Put a page's new text in place of the old one; as `source.write`."""
        return write(Path(path), old, new)


class Texts(Pages):
    """Pages of which some are in memory, by path; what is written stays there, and no file changes."""

    def __init__(self, texts: Mapping[str, Source]) -> None:
        self._texts = dict(texts)

    def read(self, path: str) -> Source:
        """A page's text, from its file where it is not in memory. Raises PageError where that fails."""
        return self._texts[path] if path in self._texts else super().read(path)

    def write(self, path: str, old: Source, new: Source) -> list[str]:
        """Put a page's new text in place of the old one."""
        self._texts[path] = new
        return []


class Drafts(Pages):
    """Pages whose new texts go to files of a folder instead, where any process reads them.

    A text that was given, from standard input or an editor, is a draft from the start.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str) -> Source:
        """A page's new text where it has one. Raises PageError where neither can be read."""
        try:
            return decode(self._draft(path).read_bytes(), path)
        except FileNotFoundError:
            return super().read(path)

    def write(self, path: str, old: Source, new: Source) -> list[str]:
        """Keep a page's new text."""
        self._draft(path).write_bytes(new.raw.encode("utf-8"))
        return []

    def _draft(self, path: str) -> Path:
        return self._folder / digest_of(path)
