"""What a fix may never change: an entry is read again after it, and compared."""

from __future__ import annotations

import re
from collections.abc import Iterable

from catalog_lint.catalog.model import BREAK, MASKS, Entry
from catalog_lint.catalog.prose import visible
from catalog_lint.source import Edit

_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
_FORMATTING = str.maketrans("", "", "*_~#\\")


def signature(entry: Entry) -> dict[str, tuple[str, ...]]:
    """What of an entry a fix must leave alone, each part under the name that a rule's `alters` gives it.

    The entry must have been read with its outline.
    """
    outline, fields = entry.outline, entry.fields
    if outline is None:
        raise ValueError("the entry was read without its outline")
    return {
        "number": (fields["number"].text if "number" in fields else "",),
        "date": (fields["date"].text if "date" in fields else "",),
        "title": (fields["title"].text if "title" in fields else "",),
        "link": tuple(f"{link.kind} {link.url}" for link in entry.links),
        "heading": outline.headings,
        "block": outline.blocks,
        "list": tuple(str(number) for run in entry.lists for number, _ in run.items),
        "code": outline.code,
        "html": tuple(_without_fields(html, entry) for html in outline.html),
        "emphasis": outline.emphasis,
    }


def _without_fields(html: str, entry: Entry) -> str:
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
    before, after = signature(old), signature(new)
    changed = [name for name in before if before[name] != after[name] and name not in allowed]
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
