"""Old anchors, kept where a fix changes the text of a heading."""

from __future__ import annotations

from catalog_lint.catalog.anchors import slug
from catalog_lint.catalog.model import Entry, Heading
from catalog_lint.diagnostic import Edit, Span
from catalog_lint.rule.contract import Params


class AnchorParams(Params):
    """`keep_anchors`: whether the fix leaves the old anchor of a heading, for those who linked to it."""

    keep_anchors: bool = True


def kept_anchor(entry: Entry, heading: Heading) -> tuple[Edit, ...]:
    """The edit that puts a heading's present anchor on a line of its own above it."""
    anchor = slug(heading.text)
    if not anchor or f'id="{anchor}"' in entry.text:
        return ()
    start = heading.line.start
    return (Edit(Span(start, start), f'<a id="{anchor}"></a>\n\n'),)
