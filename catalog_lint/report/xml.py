"""Text for XML reports."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from catalog_lint.report.visible import visible

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def tag(element: str, /, *, closed: bool = False, **attributes: object) -> str:
    """A start tag, or an empty element where `closed`; values are shown as a terminal would show them."""
    written = "".join(f" {key}={quoteattr(visible(str(value)))}" for key, value in attributes.items())
    return f"<{element}{written}{'/' * closed}>"
