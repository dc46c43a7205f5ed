"""What pages gave, in a cache: taken again for the same text, and by entries for a page's next state."""

from __future__ import annotations

from catalog_lint.cache import RESULT_PARTS, Records, digest_of
from catalog_lint.lint.program import Program
from catalog_lint.lint.record import (
    UNFIT,
    Outside,
    by_name_from,
    from_parts,
    heads_from,
    outside_from,
    to_parts,
)
from catalog_lint.lint.result import EntryResult, PageResult, PlacedResult
from catalog_lint.source import Source


class KeptResults:
    """The results of pages among records, by path, program and text.

    `text` is always the name of a page's bytes, by `text_name`.
    """

    def __init__(self, cache: Records) -> None:
        self._cache = cache

    def key(self, path: str, program: Program, text: str) -> str:
        """What names a page's result."""
        return digest_of(path, program.result_digest, text)

    def knows(self, path: str, program: Program) -> bool:
        """Whether a state of a page was kept."""
        return self._cache.has(self._last(path, program))

    def heads(self, path: str, program: Program, text: str) -> list[PlacedResult] | None:
        """A page's entries without their hits; None where they are not kept."""
        parts = self._cache.load(self.key(path, program, text), RESULT_PARTS, (0,))
        try:
            return None if parts is None else heads_from(parts[0])
        except UNFIT:
            return None

    def outside(self, path: str, program: Program, text: str) -> Outside | None:
        """What stands in for a page's entries; None where it is not kept."""
        parts = self._cache.load(self.key(path, program, text), RESULT_PARTS, (3,))
        try:
            return None if parts is None else outside_from(parts[0])
        except UNFIT:
            return None

    def load(self, path: str, source: Source, program: Program, text: str) -> PageResult | None:
        """A page's result; None where it is not kept."""
        parts = self._cache.load(self.key(path, program, text), RESULT_PARTS)
        try:
            return None if parts is None else from_parts(path, source, program, parts)
        except UNFIT:
            return None

    def before(self, path: str, program: Program) -> dict[str, EntryResult] | None:
        """What the entries of the page's latest state gave, by name; None where it is not kept."""
        last = self._cache.load(self._last(path, program), 1)
        parts = self._cache.load(last[0].decode("ascii", "replace"), RESULT_PARTS) if last else None
        try:
            return None if parts is None else by_name_from(parts)
        except UNFIT:
            return None

    def save(self, page: PageResult, text: str, *, latest: bool = True) -> str:
        """Keep a page's result; `latest`: as that of the page's latest state. Returns its facts' name."""
        key = self.key(page.path, page.program, text)
        parts = to_parts(page)
        self._cache.save(key, parts)
        if latest:
            self._cache.save(self._last(page.path, page.program), [key.encode()])
        return outside_from(parts[3]).facts

    def _last(self, path: str, program: Program) -> str:
        """What names the record that says which record the page's latest state has."""
        return digest_of("last", path, program.result_digest)


def text_name(source: Source) -> str:
    """The name of a page's bytes."""
    return digest_of(source.raw)
