"""Suppressions written into a page: a comment for each line with findings, which changes nothing else."""

from __future__ import annotations

from bisect import bisect_right
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
OBSTACLES = {
    "fence": "in a code block",
    "code_block": "in a code block",
    "table_open": "in a table",
    "html_block": "in HTML",
    "heading_open": "in a heading",
}
"""Blocks of Markdown, by the parser's names, in which a comment would show or change what they are."""
SHOWN = "where a comment would change what a reader sees"
OTHERS = "where a comment would change what else is found"
OWN = "about suppressions themselves"
_markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@dataclass(slots=True, frozen=True)
class _Comment:
    """A comment to be written, and how often each rule is then found less."""

    edit: Edit
    findings: Sequence[Finding]

    @property
    def codes(self) -> Counter[str]:
        return _codes(self.findings)


@dataclass(slots=True, frozen=True)
class Missed:
    """A finding that no comment takes out: its row on the page with the comments, and why, in words."""

    finding: Finding
    row: int
    reason: str


@dataclass(slots=True, frozen=True)
class Suppressed:
    """A page with comments that take so many findings out, and the findings that they do not."""

    source: Source
    count: int
    missed: Sequence[Missed]


def suppressed(
    page: PageResult, findings: Iterable[Finding], linter: Linter, settings: Settings
) -> Suppressed:
    """A page with comments that take findings out.

    A comment stands behind its line, else on a line of its own before it. It is written only where the page
    is cut into the same entries, each of which has the same fields and renders as it did, and where the page
    then gives the same findings but for those that it is for.
    """
    rows: dict[int, list[Finding]] = {}
    left: list[tuple[Finding, str]] = []
    for finding in findings:
        if finding.rule.category == "suppression":
            left.append((finding, OWN))
        else:
            rows.setdefault(finding.start.row, []).append(finding)
    schema = settings.schema_of(page.path)
    offered: list[list[_Comment]] = []
    for row, mine in sorted(rows.items()):
        comments = _comments(page, row, mine, schema)
        if isinstance(comments, str):
            left += [(finding, comments) for finding in mine]
        else:
            offered.append(comments)
    kept, refused = _Trial(page, linter, settings, schema).chosen(offered)
    left += [(finding, OTHERS) for comment in refused for finding in comment.findings]
    added = sorted(comment.edit.span.start for comment in kept if comment.edit.content.endswith("\n"))
    return Suppressed(
        page.source.edited([comment.edit for comment in kept]),
        sum(len(comment.findings) for comment in kept),
        [
            Missed(each, each.start.row + bisect_right(added, each.span.start), why)
            for each, why in sorted(left, key=lambda one: one[0].span.start)
        ],
    )


def _comments(
    page: PageResult, row: int, findings: Sequence[Finding], schema: Schema
) -> list[_Comment] | str:
    """The comments that a line may have, one of which will do; where there is no place for one, why."""
    index = page.index_at(findings[0].span.start)
    if index < 0:
        return SHOWN
    entry = page.entries[index]
    text = page.source.text[entry.start : entry.span.end]
    found = []
    for edit in _places(page.source, row, " ".join(sorted(_codes(findings)))):
        local = Edit(edit.span.shifted(-entry.start), edit.content)
        if 0 <= local.span.start <= len(text) and _reads_the_same(text, local, entry.kind, schema):
            found.append(_Comment(edit, findings))
    return found or _obstacle(text, text.count("\n", 0, max(0, findings[0].span.start - entry.start)))


def _obstacle(text: str, line: int) -> str:
    """What keeps a comment from a line of an entry."""
    blocks = (
        token.type
        for token in _markdown.parse(text)
        if token.map and token.map[0] <= line < token.map[1] and token.type in OBSTACLES
    )
    return next((OBSTACLES[block] for block in blocks), SHOWN)


def _codes(findings: Iterable[Finding]) -> Counter[str]:
    return Counter(finding.rule.code for finding in findings)


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

    def chosen(self, offered: Sequence[Sequence[_Comment]]) -> tuple[list[_Comment], list[_Comment]]:
        """For each line the first of its comments that does what it is for and nothing else.

        Then the last comments of the lines for which none does.
        """
        kept: list[_Comment] = []
        waiting = [list(comments) for comments in offered]
        refused: list[_Comment] = []
        while waiting:
            tried = [comments.pop(0) for comments in waiting]
            kept = self._sifted(kept, tried)
            done = {comment.edit for comment in kept}
            without = [at for at, comment in enumerate(tried) if comment.edit not in done]
            refused += [tried[at] for at in without if not waiting[at]]
            waiting = [waiting[at] for at in without if waiting[at]]
        return kept, refused

    def _sifted(self, kept: Sequence[_Comment], comments: list[_Comment]) -> list[_Comment]:
        """What was kept and the comments that do what they are for and nothing else, found by halves."""
        kept = list(kept)
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
        return _codes(findings)
