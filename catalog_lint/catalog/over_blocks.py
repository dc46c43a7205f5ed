"""What is no prose and runs over several blocks of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.source import Span

_IN_TAG = r"(?:[^\n>]|(?<==)>)"
_KINDS = (
    ("\\begin{", r"\\begin\{([A-Za-z]+\*?)\}[\s\S]{0,2000}?\\end\{\1\}"),
    ("{{<", r"^\{\{[<%][^{}]{1,400}\n[ \t]*/?[>%]\}\}"),
    ("<", rf"^<[A-Z][\w.]*(?:[ \t]{_IN_TAG}*)?\n(?:{_IN_TAG}+\n){{0,40}}?{_IN_TAG}*>"),
    ("@start", r"^@start([a-z]{2,20})\b[\s\S]{0,4000}?\n@end\1[ \t]*$"),
    ("mermaid", r"^:{3,}[ \t]*\{?\.?mermaid\}?[ \t]*\n[\s\S]{0,4000}?\n:{3,}[ \t]*$"),
    ("mermaid", r"^<div[^<>\n]* class=[\"']mermaid[\"'][^<>\n]*>[\s\S]{0,4000}?</div>"),
    ("$$", r"^\$\$[ \t]*\n[^$]{1,2000}\n\$\$[ \t]*$"),
)
"""Maths, tags, diagrams and shortcodes of several lines, in which Markdown may see several blocks."""
_ANY_LINES = ("@start", "mermaid")


def over_blocks(text: str) -> Iterator[Span]:
    """Maths, tags, diagrams and shortcodes that run over several blocks."""
    for trigger, pattern in _KINDS:
        for match in re.finditer(pattern, text, re.MULTILINE) if trigger in text else ():
            if trigger in _ANY_LINES or re.search(r"\n(?:\n|[ \t]*[/>{%]|[^\n]*>\Z)", match[0]):
                yield Span(*match.span())
