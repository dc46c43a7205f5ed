"""What a fix may never change: an entry is read again after it, and compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from catalog_lint.catalog.markdown import parse
from catalog_lint.catalog.model import BREAK, MASKS, Entry
from catalog_lint.catalog.prose import visible
from catalog_lint.source import Edit

_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
_FORMATTING = str.maketrans("", "", "*_~#\\")
_INLINE_CODE = {"code_inline"}
_INLINE_HTML = {"html_inline"}


@dataclass(slots=True, frozen=True)
class Signature:
    """What of an entry a fix must leave alone, each part under the name that a rule's `alters` gives it."""

    parts: dict[str, tuple[str, ...]]

    def changed(self, other: Signature) -> list[str]:
        """The parts that differ."""
        return [name for name, value in self.parts.items() if other.parts[name] != value]


def signature(entry: Entry) -> Signature:
    """The entry's frame, links, code, HTML, and the shape of its blocks and emphasis."""
    blocks: list[str] = []
    headings: list[str] = []
    code: list[str] = []
    html: list[str] = []
    emphasis: list[str] = []
    for token in parse(entry.text).tokens:
        if token.type == "inline":
            for child in token.children or ():
                if child.type in _INLINE_CODE:
                    code.append(child.content)
                elif child.type in _INLINE_HTML:
                    html.append(child.content)
                elif child.nesting and child.tag in ("em", "strong", "s"):
                    emphasis.append(child.type)
        elif token.type in ("fence", "code_block"):
            code.append(token.content)
            blocks.append(token.type)
        elif token.type == "html_block":
            html.append(_without_title(token.content, entry))
            blocks.append(token.type)
        else:
            blocks.append(token.type)
            if token.type == "heading_open":
                headings.append(token.tag)
    fields = entry.fields
    return Signature(
        {
            "number": (fields["number"].text if "number" in fields else "",),
            "date": (fields["date"].text if "date" in fields else "",),
            "title": (fields["title"].text if "title" in fields else "",),
            "link": tuple(f"{link.kind} {link.url}" for link in entry.links),
            "heading": tuple(headings),
            "block": tuple(blocks),
            "list": tuple(str(number) for run in entry.lists for number, _ in run.items),
            "code": tuple(code),
            "html": tuple(html),
            "emphasis": tuple(emphasis),
        }
    )


def _without_title(html: str, entry: Entry) -> str:
    """HTML without the title line and the addresses, which are compared for themselves."""
    spans = [field.span for field in entry.fields.values()]
    for span in spans:
        html = html.replace(entry.text[span.start : span.end], "", 1)
    return html


def broken(old: Entry, new: Entry, edits: Iterable[Edit], allowed: frozenset[str]) -> str:
    """What a fix broke, in a few words; "" where the new entry is the old one but for the edits.

    `edits` count from the start of the old entry; `allowed` are the parts that the rules' files say
    they alter.
    """
    changed = [name for name in signature(old).changed(signature(new)) if name not in allowed]
    if changed:
        return f"it would change the entry's {' and '.join(changed)}"
    if _letters(expected(old, edits)) != _letters(new.prose.text):
        return "the text would not read as the fix says"
    return ""


def expected(old: Entry, edits: Iterable[Edit]) -> str:
    """The old entry's masked prose with the edits carried out."""
    masked = old.prose.text
    pieces: list[str] = []
    at = 0
    for span, content in sorted(edits):
        replaced = masked[span.start : span.end]
        hidden = bool(replaced) and not replaced.strip(MASKS + " \t\n")
        if (
            not replaced
            and span.start > 0
            and masked[span.start - 1] == BREAK == masked[span.start : span.start + 1]
        ):
            hidden = True
        pieces += (masked[at : span.start], "" if hidden else _TAG.sub("", content))
        at = span.end
    return "".join([*pieces, masked[at:]])


def _letters(masked: str) -> str:
    return visible(masked).translate(_FORMATTING)
