"""Suppressions written into a page: a comment for each line with findings, which changes nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from catalog_lint.catalog.frame import cut
from catalog_lint.catalog.reader import read_entry
from catalog_lint.diagnostic import Edit, Span
from catalog_lint.finding import Finding
from catalog_lint.fix.apply import edited

if TYPE_CHECKING:
    from catalog_lint.catalog.schema import Schema
    from catalog_lint.config import Settings
    from catalog_lint.lint.linter import Linter
    from catalog_lint.lint.result import PageResult
    from catalog_lint.source import Source

LITERAL = frozenset({"pre", "title", "textarea", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Elements of HTML that keep spaces and line ends, and headings, whose anchors are made of their text."""
_markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@dataclass(slots=True, frozen=True)
class _Comment:
    """A comment to be written, and how often each rule is then found less."""

    edit: Edit
    codes: Counter[str]


def suppressed(
    page: PageResult, findings: Iterable[Finding], linter: Linter, settings: Settings
) -> tuple[Source, int]:
    """A page with comments that take findings out, and how many they are for.

    A comment stands behind its line, else on a line of its own before it. It is written only where the page
    is cut into the same entries, each of which has the same fields and renders as it did, and where the page
    then gives the same findings but for those that it is for.
    """
    rows: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.rule.category != "suppression":
            rows.setdefault(finding.start.row, []).append(finding)
    schema = settings.schema_of(page.path)
    comments = [
        comment for row, mine in sorted(rows.items()) if (comment := _comment(page, row, mine, schema))
    ]
    trial = _Trial(page, linter, settings, schema)
    kept = trial.sift(comments)
    count = sum(comment.codes.total() for comment in kept)
    return page.source.edited([comment.edit for comment in kept]), count


def _comment(page: PageResult, row: int, findings: Sequence[Finding], schema: Schema) -> _Comment | None:
    """The comment for a line, None where there is no place for one."""
    codes = Counter(finding.rule.code for finding in findings)
    index = page.index_at(findings[0].span.start)
    if index < 0:
        return None
    entry = page.entries[index]
    text = page.source.text[entry.start : entry.span.end]
    for edit in _places(page.source, row, " ".join(sorted(codes))):
        local = Edit(edit.span.shifted(-entry.start), edit.content)
        if 0 <= local.span.start <= len(text) and _reads_the_same(text, local, entry.kind, schema):
            return _Comment(edit, codes)
    return None


def _places(source: Source, row: int, codes: str) -> Iterator[Edit]:
    start, line = source.line_starts[row - 1], source.line(row)
    end = start + len(line.rstrip())
    if line.strip():
        yield Edit(Span(end, end), f" <!-- catalog-lint-disable-line {codes} -->")
    indent = line[: len(line) - len(line.lstrip())]
    yield Edit(Span(start, start), f"{indent}<!-- catalog-lint-disable-next-line {codes} -->\n")


def _reads_the_same(text: str, edit: Edit, kind: str, schema: Schema) -> bool:
    new = edited(text, [edit])
    shown = _markdown.render(new)
    if shown.replace(edit.content, "", 1) != _rendered(text) or not _is_unseen(shown, edit.content):
        return False
    before, after = (read_entry(each, "entry" if kind == "entry" else "text", schema) for each in (text, new))
    said = [{name: field.text for name, field in entry.fields.items()} for entry in (before, after)]
    return said[0] == said[1]


@lru_cache(4)
def _rendered(text: str) -> str:
    return str(_markdown.render(text))


def _is_unseen(html: str, content: str) -> bool:
    """Whether a comment is one to HTML, where neither its line end nor the space before it shows."""
    reader = _Comments()
    reader.feed(html)
    return content.strip().removeprefix("<!--").removesuffix("-->") in reader.unseen


class _Comments(HTMLParser):
    """Reads the comments of an HTML text, but for those in elements whose text counts to the letter."""

    def __init__(self) -> None:
        super().__init__()
        self.unseen: list[str] = []
        self._open: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LITERAL:
            self._open[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if self._open[tag]:
            self._open[tag] -= 1

    def handle_comment(self, data: str) -> None:
        if not self._open.total():
            self.unseen.append(data)


class _Trial:
    """A page while comments are tried on it; the linter looks again at entries that changed."""

    def __init__(self, page: PageResult, linter: Linter, settings: Settings, schema: Schema) -> None:
        self._page, self._linter, self._settings, self._schema = page, linter, settings, schema
        self._across = {bound.code for bound in page.program.across}
        self._before = self._found(page.source)
        self._cut = [piece.kind for piece in cut(page.source.text, schema)]

    def sift(self, comments: list[_Comment]) -> list[_Comment]:
        """The comments that do what they are for and nothing else, found by halves."""
        kept: list[_Comment] = []
        waiting = [comments]
        while waiting:
            part = waiting.pop()
            if not part or self._stands([*kept, *part]):
                kept += part
            elif len(part) > 1:
                middle = len(part) // 2
                waiting += [part[middle:], part[:middle]]
        return kept

    def _stands(self, comments: Sequence[_Comment]) -> bool:
        source = self._page.source.edited([comment.edit for comment in comments])
        if [piece.kind for piece in cut(source.text, self._schema)] != self._cut:
            return False
        wanted = self._before.copy()
        for comment in comments:
            wanted -= Counter({code: n for code, n in comment.codes.items() if code not in self._across})
        return self._found(source) == wanted

    def _found(self, source: Source) -> Counter[str]:
        """How often each rule that looks at one page finds something."""
        _, findings = self._linter.lint_alone(self._page.path, source, self._settings)
        return Counter(finding.rule.code for finding in findings)
