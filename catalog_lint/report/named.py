"""A page's findings with their fingerprints, and a page's path as a URI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from catalog_lint.fingerprint import fingerprints, spot
from catalog_lint.report.model import PageReport

if TYPE_CHECKING:
    from catalog_lint.finding import Finding


def named(page: PageReport) -> Iterator[tuple[Finding, str]]:
    """Each finding with its fingerprint."""
    text = page.source.text
    spots = []
    for finding in page.findings:
        index = page.entry_at(finding.span.start)
        key = page.entries[index].key if index >= 0 else ""
        spots.append(spot(finding.rule.code, key, text, *finding.span))
    return zip(page.findings, fingerprints(page.path, spots), strict=True)


def uri(path: str) -> str:
    """A relative path as a URI reference."""
    quoted = quote(os.fsencode(path.replace(os.sep, "/")))
    return f"./{quoted}" if ":" in quoted.partition("/")[0] else quoted
