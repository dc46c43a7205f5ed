"""Which page of a catalog an address of its site, or a link between double brackets, leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

WIKI_LINK = re.compile(r"(?<!!)\[\[(?P<name>[^\[\]|#\n]+)(?:#[^\[\]|\n]*)?(?:\\?\|[^\[\]\n]*)?\]\]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-")
_OF_A_FOLDER = ("index", "readme", "_index")
_ON_THE_SITE = re.compile(r"(?:https?://[^/?#]+)?/|\{\{[^{}]*\}\}/")


def page_name(path: str) -> str:
    """The name that a site knows a page by: without a folder, an ending and a date in front; of a page that
    opens a folder, the folder's.
    """
    *folders, last = path.replace("\\", "/").split("/")
    stem = last.rpartition(".")[0] or last
    if stem.casefold() in _OF_A_FOLDER and folders:
        stem = folders[-1]
    return _DAY.sub("", stem, count=1).casefold()


def pages_by_name(paths: Iterable[str]) -> dict[str, str]:
    """The pages by the names that no other page has."""
    every: dict[str, list[str]] = {}
    for path in paths:
        every.setdefault(page_name(path), []).append(path)
    return {name: group[0] for name, group in every.items() if len(group) == 1}


def named_by(url: str) -> str:
    """The name of the page that an address of the catalog's own site may lead to, "" for other addresses.

    Such an address is absolute (`/episodes/comb/`, `https://example.org/comb.html`) or has a template's tag.
    """
    if not _ON_THE_SITE.match(url):
        return ""
    path = unquote(url.partition("#")[0].partition("?")[0]).rstrip("/")
    return page_name(path.rpartition("/")[2]) if path.count("/") else ""
