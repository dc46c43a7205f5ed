"""Old faults put aside: a file that names them, so that a run tells only what came since.

A row names a finding by page, rule, entry, the text at the place and the text before and after it. Rows
match findings one to one: first those that agree in all of it, then those whose place agrees and the text on
one side, since the other side changes when a neighbour is fixed; the end of a line is no such text. So a
fault that was fixed does not pay for a new one, and lines may move. A finding that names several other
places, such as a duplicate's, is known as long as they are no more.

A page may be renamed, split or joined to another: rows of pages that are gone name findings in the same
entries wherever these stand now, and findings outside entries on a page that has half of what one had. An
entry may move from a page to another: the rows of a page name findings in an entry that stands there no more.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote_to_bytes

from catalog_lint.finding import Finding
from catalog_lint.fingerprint import spot
from catalog_lint.lint.result import PageResult, key_of
from catalog_lint.regular import read_text
from catalog_lint.source import PageError, read

if TYPE_CHECKING:
    from catalog_lint.config import Settings

HEADER = "# catalog-lint baseline 1: page, rule, entry, text, before, after"
_COLUMNS = 6
_ODD = re.compile(r"[\x00-\x1f%\ud800-\udfff]")
OUTSIDE = "-"
"""What stands in a row for the entry where a finding is outside entries."""
_DIGITS = 12
_AMONG = "*"
_SIDES = ((3, 4, 5), (3, 4), (3, 5))
"""Which columns must agree besides rule and entry, in the order in which matches are looked for."""


class BaselineError(Exception):
    """A baseline that cannot be read; the message names the file and the remedy."""


class Row(NamedTuple):
    """A finding by what stays when lines move; `text`, `before` and `after` are hashes.

    Behind that of `text` stands `*` and how many other places the finding names, where they are several.
    """

    page: str
    code: str
    entry: str
    text: str
    before: str
    after: str


def page_name(path: str, folder: str) -> str:
    """A page's path as a baseline in a folder has it: on one line, without a tab."""
    name = os.path.relpath(path, folder).replace(os.sep, "/")
    return _ODD.sub(lambda odd: quote(os.fsencode(odd[0])), name)


def page_path(name: str, folder: str) -> Path:
    """The path of a page that a baseline in a folder names."""
    return Path(folder, os.fsdecode(unquote_to_bytes(name)))


def rows_of(page: PageResult, findings: Iterable[Finding], folder: str) -> list[Row]:
    """The rows that name a page's findings, in order, in a baseline that stands in `folder`."""
    name = page_name(page.path, folder)
    keys: dict[int, str] = {}
    rows = []
    text = page.source.text
    for finding in findings:
        index = page.index_at(finding.span.start)
        if index not in keys:
            keys[index] = _key(page, index)
        place = spot(finding.rule.code, keys[index], text, *finding.span)
        there, before, after = map(_hash, (place.text, place.before, place.after))
        if len(finding.related) > 1:
            there += f"{_AMONG}{len(finding.related)}"
        rows.append(Row(name, finding.rule.code, keys[index], there, before, after))
    return rows


def _key(page: PageResult, index: int) -> str:
    """The entry at an index as a row names it, OUTSIDE outside entries."""
    outside = index < 0 or page.entries[index].kind != "entry"
    return OUTSIDE if outside else _hash(page.entries[index].result.key)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


_NOTHING = _hash("")
_UNNAMED = frozenset({OUTSIDE, _NOTHING})
"""What rows have for an entry that nothing names, on this page or another."""


@dataclass(slots=True)
class Baseline:
    """The rows of a baseline by page, named from the `folder` of its file; a filter of a page's findings.

    `gone` are its pages that are no more.
    """

    rows: dict[str, list[Row]]
    folder: str
    digest: str
    gone: Sequence[str] = ()
    name: str = "baseline"
    _asked: set[str] = field(default_factory=set)
    _pages: dict[str, list[str]] = field(default_factory=dict)
    _there: dict[str, set[str]] = field(default_factory=dict)

    def __call__(self, page: PageResult, findings: list[Finding]) -> list[Finding]:
        """The findings that no row names."""
        matched = set(self.matches(page, findings))
        return [finding for at, finding in enumerate(findings) if at not in matched]

    def asked_elsewhere(self, page: PageResult) -> bool:
        """Whether other pages were read to tell which findings of a page are known."""
        return page.path in self._asked

    def matches(self, page: PageResult, findings: Sequence[Finding]) -> dict[int, Row]:
        """The row of each finding that has one, by the finding's index."""
        mine = self.rows.get(page_name(page.path, self.folder), ())
        if not mine and not self.gone:
            return {}
        wanted = dict(enumerate(rows_of(page, findings, self.folder)))
        found = _matched(wanted, mine)
        for name in self.gone:
            left = {at: row for at, row in wanted.items() if at not in found}
            if not left:
                break
            before = self.rows[name]
            moved = _matched(left, before)
            whole = 2 * len(moved) >= len(before)
            found |= {at: row for at, row in moved.items() if whole or row.entry != OUTSIDE}
        left = {at: row for at, row in wanted.items() if at not in found and row.entry not in _UNNAMED}
        return found | self._moved(page, left)

    def _moved(self, page: PageResult, left: Mapping[int, Row]) -> dict[int, Row]:
        """The rows that name findings in entries that have moved here from pages that are still there."""
        found: dict[int, Row] = {}
        if left and not self._pages:
            for name in self.rows.keys() - set(self.gone):
                for entry in {row.entry for row in self.rows[name]} - _UNNAMED:
                    self._pages.setdefault(entry, []).append(name)
        mine = page_name(page.path, self.folder)
        for name in sorted(
            {name for row in left.values() for name in self._pages.get(row.entry, ())} - {mine}
        ):
            like = _matched({at: row for at, row in left.items() if at not in found}, self.rows[name])
            if not like:
                continue
            self._asked.add(page.path)
            if name not in self._there:
                self._there[name] = _entries_of(page_path(name, self.folder), page.program.settings)
            found |= {at: row for at, row in like.items() if row.entry not in self._there[name]}
        return found


def _entries_of(path: Path, settings: Settings) -> set[str]:
    """The entries of a page as rows name them; none where it cannot be read, which its own run tells."""
    from catalog_lint.catalog.reader import read_page
    from catalog_lint.files import shown_name

    name = shown_name(str(path))
    try:
        page = read_page(name, read(path), settings.schema_of(name), settings.language_of(name))
    except PageError:
        return set()
    return {_hash(key_of(one.number, one.fields)) for one in page.entries if one.kind == "entry"}


def _matched(wanted: Mapping[int, Row], rows: Sequence[Row]) -> dict[int, Row]:
    """The row that names each of the findings that `wanted` has the rows of, one to one."""
    asked = {(row.code, row.entry) for row in wanted.values()}
    free = [row for row in rows if (row.code, row.entry) in asked]
    found: dict[int, Row] = {}
    for columns in _SIDES:
        if not free:
            break
        by_key: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in sorted(free, key=_among):
            by_key[_columns(row, columns)].append(row)
        for at, row in wanted.items():
            if at in found or (columns != _SIDES[0] and row[columns[-1]] == _NOTHING):
                continue
            alike = by_key[_columns(row, columns)]
            fits = next((i for i, each in enumerate(alike) if _among(each) >= _among(row)), None)
            if fits is not None:
                found[at] = alike.pop(fits)
        free = [row for alike in by_key.values() for row in alike]
    return found


def _columns(row: Row, columns: tuple[int, ...]) -> tuple[str, ...]:
    return (row.code, row.entry, *(row[column].partition(_AMONG)[0] for column in columns))


def _among(row: Row) -> int:
    """How many other places a finding names, 1 where they are no more than that."""
    count = row.text.partition(_AMONG)[2]
    return int(count) if count.isdecimal() else 1


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file. Raises BaselineError where it cannot be read or is none."""
    try:
        text = read_text(path)
    except FileNotFoundError:
        raise BaselineError(f"{path}: no such baseline; --write-baseline {path} makes it") from None
    except OSError as error:
        raise BaselineError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise BaselineError(f"{path}: not a baseline, but bytes that are no UTF-8") from None
    lines = text.split("\n")
    if lines[0] != HEADER:
        raise BaselineError(f"{path}: not a baseline of this version; --write-baseline {path} makes it anew")
    rows: dict[str, list[Row]] = {}
    for number, line in enumerate(lines[1:], 2):
        if line:
            row = parse_row(line)
            if row is None:
                raise BaselineError(f"{path}: line {number} is no row; --write-baseline {path} makes it anew")
            rows.setdefault(row.page, []).append(row)
    folder = str(path.parent)
    gone = sorted(name for name in rows if not page_path(name, folder).exists())
    return Baseline(rows, folder, _hash("\n".join((*gone, text))), gone)


def parse_row(line: str) -> Row | None:
    """The row that a line holds, None where it holds none."""
    columns = line.split("\t")
    return Row(*columns) if len(columns) == _COLUMNS else None


def lines_of(rows: Iterable[Row]) -> Iterator[str]:
    """A baseline's lines, in an order that does not depend on that of the run."""
    yield HEADER
    for row in sorted(rows):
        yield line_of(row)


def line_of(row: Row) -> str:
    """A row as a line."""
    return "\t".join(row)
