"""What a catalog's pages give to ask about."""

from __future__ import annotations

from collections.abc import Iterable

from catalog_lint.catalog.liveness import Target, addresses
from catalog_lint.catalog.model import Page


def targets_of(pages: Iterable[Page], all_links: bool = False) -> list[Target]:
    """Thumbnails and videos of all entries, each once; with `all_links` the entries' other links too."""
    return list(
        dict.fromkeys(
            address.target
            for page in pages
            for entry in page.entries
            if entry.kind == "entry"
            for address in addresses(entry)
            if all_links or (address.field and address.target.kind != "link")
        )
    )
