"""Markdown and HTML that does not become what was meant: headings, lists, tables, tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.markdown import parse
from catalog_lint.catalog.model import Entry, Prose
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.language.han import HAN
from catalog_lint.rule.contract import NoParams

_GLUED_HEADING = re.compile(
    r"^ {0,3}(?P<hashes>#{1,6}(?=\u3000)|#{2,6}(?=[^#\s\\]))(?:\u3000[ \u3000]*(?=.))?", re.MULTILINE
)
_GLUED_ITEM = re.compile(
    rf"^ {{0,9}}(?P<marker>[-+*•●▪◦]|[0-9]{{1,2}}[.)])(?=\u3000*[{HAN}「『（《【“]|\*\*[^\s*])", re.MULTILINE
)
_SWALLOWED_ITEM = re.compile(
    r"^[ \t]*(?P<marker>[-+*]|(?:[2-9]|[1-9][0-9])[.)])[ \t]+(?=[^\s\-*+])", re.MULTILINE
)
_LOOKS_LIKE_MARKDOWN = re.compile(
    r"^ {0,3}(?:#{1,6} \S|[-+*] \S|[0-9]{1,2}[.)] \S|\*\*[^\s*]|!?\[[^\]\n]{1,200}\]\(|> \S|\|.*\|)"
)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>[^<>\n]{0,300}?)(?P<empty>/?)>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_OPTIONAL_END = frozenset("p li dt dd tr td th thead tbody tfoot option colgroup rt rp".split())
_KNOWN = frozenset(
    """
    a abbr address area article aside audio b base bdi bdo big blockquote body br button caption
    center circle cite code col colgroup data dd del details dfn dialog div dl dt em embed fieldset
    figcaption figure font footer form g h1 h2 h3 h4 h5 h6 head header hr html i iframe img input
    ins kbd label legend li line link main map mark marquee math menu meta meter nav noscript object
    ol optgroup option output p param path picture polygon pre progress q rect rp rt ruby s samp
    script section select small source span strike strong style sub summary sup svg table tbody td
    template text textarea tfoot th thead time title tr track tt u ul var video wbr
    """.split()
)
_THINKING = frozenset(("think", "thinking", "thought", "reasoning", "scratchpad"))
_DELIMITER_ROW = re.compile(
    r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$", re.MULTILINE
)


def glued_headings(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """Lines of a paragraph that begin with two or more `#` and no blank, or with `#` and a full-width one."""
    text = prose.text
    if "##" not in text and "#\u3000" not in text:
        return
    for block in prose.blocks:
        if block.kind == "paragraph" and text.find("#", *block.content) >= 0:
            start = text.rfind("\n", 0, block.content.start) + 1
            for match in _GLUED_HEADING.finditer(prose.entry.text, start, block.content.end):
                if match.end("hashes") < block.content.start or text[match.start("hashes")] != "#":
                    continue
                place = Span(match.end("hashes"), match.end())
                yield Hit(Span(*match.span("hashes")), {"found": match["hashes"]}, (Edit(place, " "),))


def glued_items(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """Lines of a paragraph that begin with a list marker and no blank, two in a row or beside a list."""
    text = prose.text
    if not _GLUED_ITEM.search(prose.entry.text):
        return
    for block in prose.blocks:
        if block.kind != "paragraph":
            continue
        start, end = block.content
        hits = [
            m
            for m in _GLUED_ITEM.finditer(prose.entry.text, start, end)
            if text[m.start("marker")] == m["marker"][0]
        ]
        if len(hits) < 2 and not (hits and block.depth and hits[0].start() > start):
            continue
        for match in hits:
            yield Hit(Span(*match.span("marker")), {"found": match["marker"]})


def swallowed_items(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """List items that continue a paragraph, because they are indented too far or follow no blank line."""
    text = prose.text
    for block in prose.blocks:
        start, end = block.content
        if block.kind != "paragraph" or text.find("\n", start, end) < 0:
            continue
        for match in _SWALLOWED_ITEM.finditer(text, start + 1, end):
            yield Hit(Span(*match.span("marker")), {"found": match["marker"]})


def under_html(entry: Entry, params: NoParams) -> Iterator[Hit]:
    """Markdown right under an HTML line: without a blank line between it stays plain text."""
    for block in entry.html:
        at = block.start
        lines = entry.text[block.start : block.end].split("\n")
        if lines[0].lstrip().lower().startswith(("<pre", "<script", "<style", "<textarea", "<!--")):
            continue
        for number, line in enumerate(lines):
            if number and _LOOKS_LIKE_MARKDOWN.match(line) and not lines[number - 1].strip().endswith("="):
                yield Hit(Span(at, at + len(line)), {"found": line.strip()})
                break
            at += len(line) + 1


def tags(entry: Entry, params: NoParams) -> Iterator[Hit]:
    """Tags of the body that nothing closes or opened."""
    waiting: list[tuple[str, Span]] = []
    for name, is_close, span in _body_tags(entry):
        if name not in _KNOWN or name in _VOID or name in ("details", "summary"):
            continue
        if not is_close:
            waiting.append((name, span))
        elif any(name == other for other, _ in waiting):
            while waiting:
                other, place = waiting.pop()
                if other == name:
                    break
                if other not in _OPTIONAL_END:
                    yield Hit(place, {"found": f"<{other}>", "expected": f"</{other}>"})
        else:
            yield Hit(span, {"found": f"</{name}>", "expected": f"<{name}>"})
    for name, span in waiting:
        if name not in _OPTIONAL_END:
            yield Hit(span, {"found": f"<{name}>", "expected": f"</{name}>"})


def unknown_tags(entry: Entry, params: NoParams) -> Iterator[Hit]:
    """Words between angle brackets that a browser takes for a tag and does not show."""
    for name, _, span in _body_tags(entry):
        if name not in _KNOWN and name not in _THINKING and "-" not in name:
            found = entry.text[span.start : span.end]
            yield Hit(span, {"found": found})


def _body_tags(entry: Entry) -> Iterator[tuple[str, bool, Span]]:
    """The tags after the frame that Markdown takes for HTML: name, whether it closes, place."""
    start = entry.body.start if entry.kind == "entry" else 0
    if entry.text.find("<", start, entry.body.end if entry.kind == "entry" else len(entry.text)) < 0:
        return
    places: list[tuple[int, int]] = [(max(start, a), b) for a, b in entry.html if b > start]
    for block in entry.blocks:
        begin, end = block.content
        if begin >= start and entry.text.find("<", begin, end) >= 0 and _TAG.search(entry.text, begin, end):
            places += _inline_html(entry.text[begin:end], begin)
    for begin, end in sorted(places):
        comments = [match.span() for match in _COMMENT.finditer(entry.text, begin, end)]
        for match in _TAG.finditer(entry.text, begin, end):
            if match["empty"] or any(a <= match.start() < b for a, b in comments):
                continue
            yield match["name"].lower(), bool(match["close"]), Span(*match.span())


def _inline_html(content: str, offset: int) -> Iterator[tuple[int, int]]:
    parsed = parse(content)
    for token in parsed.tokens:
        if token.type == "inline" and token.content == content:
            for piece in parsed.pieces_of(token):
                if piece.kind == "html":
                    yield offset + piece.start, offset + piece.end


def broken_tables(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """A paragraph that holds the second line of a table: its columns do not match the first line's."""
    text = prose.text
    if "|" not in text:
        return
    for block in prose.blocks:
        start, end = block.content
        if block.kind != "paragraph" or text.find("|", start, end) < 0 or text.find("--", start, end) < 0:
            continue
        for match in _DELIMITER_ROW.finditer(text, start, end):
            previous = text.rfind("\n", start, max(start, match.start() - 1)) + 1 or start
            header = text[previous : match.start()].strip()
            if "|" in header:
                yield Hit(
                    Span(match.start(), match.end()),
                    {"found": str(_columns(match[0])), "expected": str(_columns(header))},
                )


def _columns(row: str) -> int:
    return row.strip().strip("|").count("|") + 1
