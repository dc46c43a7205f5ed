"""What a change touches: the rows that differ from a revision, asked of git."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog_lint.cache import digest_of
from catalog_lint.catalog.frame import cut
from catalog_lint.finding import Finding, Place
from catalog_lint.lint.program import Program
from catalog_lint.lint.result import PageResult
from catalog_lint.source import PageError, Source, read

Rows = tuple[int, int]
"""The first and the last row of a run of lines, counted from 1."""
WHOLE: Rows = (1, 2**31)
_HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_OPTIONS = ("-c", "core.quotePath=false", "-c", "diff.noprefix=false", "-c", "diff.mnemonicPrefix=false")


class ChangesError(Exception):
    """A revision that git cannot compare with; the message says what to do."""


@dataclass(slots=True, frozen=True)
class Changes:
    """The rows of each page that a change touches, by the page's real path; a filter of a page's findings.

    A finding is kept where the change touches its entry, or the entry of a place that it relates to.
    """

    rows: dict[str, tuple[Rows, ...]]
    digest: str
    name: str = "unchanged"

    def __call__(self, page: PageResult, findings: list[Finding]) -> list[Finding]:
        """The findings that the change has a part in."""
        mine = self.rows.get(os.path.realpath(page.path), ())
        source = page.source
        touched = {
            index
            for index, entry in enumerate(page.entries)
            if mine and _meets(_rows(source, entry.start, entry.span.end), mine)
        }
        return [
            finding
            for finding in findings
            if page.index_at(finding.span.start) in touched
            or _meets((finding.start.row, finding.end.row), mine)
            or any(self._touches(place, page.program) for place in finding.related)
        ]

    def asked_elsewhere(self, page: PageResult) -> bool:
        """No: what differs in other pages is in the digest."""
        return False

    def _touches(self, place: Place, program: Program) -> bool:
        rows = self.rows.get(os.path.realpath(place.path))
        if not rows:
            return False
        try:
            source = read(Path(place.path))
        except PageError:
            return False
        for piece in cut(source.text, program.settings.schema_of(place.path)):
            if piece.span.start <= place.span.start < piece.span.end:
                return _meets(_rows(source, *piece.span), rows)
        return _meets((place.start.row, place.end.row), rows)


def _rows(source: Source, start: int, end: int) -> Rows:
    return source.position(start).row, source.position(max(start, end - 1)).row


def _meets(one: Rows, others: Iterable[Rows]) -> bool:
    return any(one[0] <= last and first <= one[1] for first, last in others)


def changes_since(revision: str, pages: Sequence[str], *, staged: bool = False) -> Changes:
    """What differs in `pages` from where this branch left `revision`, as the files are now.

    `staged`: as git's index has them. Files that git does not track have changed as a whole. Where lines were
    taken out, the lines on both sides count as touched. Raises ChangesError where git cannot tell.
    """
    by_top: dict[str, list[str]] = {}
    top_folder = cache(top_of)
    for page in pages:
        real = os.path.realpath(page)
        by_top.setdefault(top_folder(str(Path(real).parent)), []).append(real)
    rows: dict[str, tuple[Rows, ...]] = {}
    for top, files in by_top.items():
        base = _merge_base(top, revision)
        before = _changed_files(top, base, staged)
        untracked = {os.fsdecode(name) for name in git(top, "ls-files", "-z", "--others").split(b"\0")}
        for file in files:
            name = os.path.relpath(file, top)
            if name in untracked:
                rows[file] = (WHOLE,)
            elif name in before:
                rows[file] = _changed_rows(top, base, before[name], name, staged)
    return Changes(rows, digest_of(repr(sorted(rows.items()))))


def top_of(folder: str) -> str:
    """The top folder of the repository that a folder is in. Raises ChangesError outside of one."""
    try:
        return os.fsdecode(git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n"))
    except ChangesError:
        raise ChangesError(f"{folder}: not in a git repository; --diff-base and --staged need one") from None


def _merge_base(top: str, revision: str) -> str:
    try:
        git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except ChangesError:
        raise ChangesError(f"--diff-base {revision}: no such revision{_shallow(top)}") from None
    try:
        return os.fsdecode(git(top, "merge-base", "--end-of-options", revision, "HEAD").strip())
    except ChangesError:
        raise ChangesError(
            f"--diff-base {revision}: it and HEAD have no common revision here{_shallow(top)}"
        ) from None


def _shallow(top: str) -> str:
    """What to do where the history was cut off."""
    if git(top, "rev-parse", "--is-shallow-repository").strip() != b"true":
        return ""
    return (
        "; the clone is shallow: fetch the rest (`git fetch --unshallow`, or `fetch-depth: 0` in a workflow)"
    )


def _changed_files(top: str, base: str, staged: bool) -> dict[str, str]:
    """The files that differ from a revision, each with its name there, "" for a new one."""
    how = ("-z", "--no-color", "--find-renames", "--name-status", *(["--cached"] if staged else []))
    listed = git(top, "diff", *how, base).split(b"\0")
    names = iter([os.fsdecode(field) for field in listed])
    before = {}
    for status in names:
        name = next(names, "")
        if status.startswith(("R", "C")):
            before[next(names, "")] = name
        elif name:
            before[name] = "" if status == "A" else name
    return before


def _changed_rows(top: str, base: str, old: str, name: str, staged: bool) -> tuple[Rows, ...]:
    """The rows of a file that differ from what it was at a revision."""
    if not old:
        return (WHOLE,)
    how = ("--no-color", "--no-ext-diff", "--no-textconv", "--unified=0")
    now = [f":{name}"] if staged else ["--", name]
    differing = git(top, "diff", *how, f"{base}:{old}", *now)
    found = []
    for start, count in _HUNK.findall(differing):
        first, length = int(start), int(count or 1)
        found.append((first, first + length - 1) if length else (first, first + 1))
    return tuple(found)


def git(folder: str, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints when `given` some input. Raises ChangesError where it is missing or fails."""
    try:
        done = subprocess.run(
            ["git", *_OPTIONS, *arguments],
            cwd=folder,
            capture_output=True,
            input=given,
            check=False,
        )
    except OSError as error:
        raise ChangesError(
            f"git cannot be run: {error.strerror or error}; --diff-base and --staged need it"
        ) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
        raise ChangesError(f"git {arguments[0]}: {said}")
    return done.stdout
