"""Which files are pages: by their names, or by the entries that a text file holds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from catalog_lint.catalog.frame import cut
from catalog_lint.catalog.reader import read_entry
from catalog_lint.catalog.title_line import fields_of
from catalog_lint.config import Settings, path_spec
from catalog_lint.regular import open_regular

if TYPE_CHECKING:
    from catalog_lint.catalog.schema import Schema

TEXT = ".txt"
MARKDOWN = (".md", ".markdown", ".mdown", ".mdx", ".mkd", ".qmd", ".rmd")
SNIFFED_BYTES = 65_536
"""How much of a text file is read to see whether it holds entries."""


def is_named_as_page(path: str, settings: Settings) -> bool:
    """Whether a file is a page by its name alone: Markdown, or what the configuration includes."""
    included = path_spec((*settings.include, *settings.extend_include))
    return path.lower().endswith(MARKDOWN) or included.match_file(os.path.abspath(path))


def holds_entries(path: str, schema: Schema) -> bool:
    """Whether the beginning of a text file holds an entry with all fields of its title line."""
    try:
        with open_regular(path) as file:
            text = file.read(SNIFFED_BYTES).decode("utf-8", "ignore")
    except OSError:
        return False
    return has_entries(text, schema)


def has_entries(text: str, schema: Schema) -> bool:
    """Whether a text holds an entry with all fields of its title line."""
    text = text.replace("\r\n", "\n")
    if schema.shape in ("page", "index") or (schema.shape == "details" and "<details" not in text.lower()):
        return False
    forms = [set(fields_of(form)) for form in schema.lines]
    for piece in cut(text, schema):
        if piece.kind == "entry":
            entry = read_entry(text[piece.span.start : piece.span.end], "entry", schema)
            if any(form <= entry.fields.keys() for form in forms):
                return True
    return False


def is_page(path: str, settings: Settings) -> bool:
    """Whether a file is a page, by its name or by what it holds."""
    return is_named_as_page(path, settings) or holds_entries(path, settings.schema_of(path))
