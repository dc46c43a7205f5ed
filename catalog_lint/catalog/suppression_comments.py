"""Comments of HTML that are suppressions, and those that were meant as one: how they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher, get_close_matches
from typing import Literal, NamedTuple, get_args

from catalog_lint.source import Span

Kind = Literal["disable", "enable", "disable-line", "disable-next-line", "disable-entry", "disable-file"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_NAMED = r"""
    \s*
    (?P<said>
        (?P<tool> catalog[-_ ]?lint(?:er)? | [a-z]{3,10}[-_ ]?[a-z]{3,6} )
        [-_\s:]*
        (?P<kind> [a-z]+ (?: [-_][a-z]+ )* )
    )
"""
_OPENING = re.compile(r"<!-{1,2}" + _NAMED, re.VERBOSE | re.IGNORECASE)
_OTHER_OPENING = re.compile(
    r"""
    (?:
        ^ [ ]{0,3} \[ [^]\n]{1,20} \]: [ \t]* (?: \# | <\#?> ) [ \t]* [("']
        | <!--- -*
        | \{/\*
        | \{\#
        | %%
    )
    """
    + _NAMED,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
"""Comments by other means: the definition of a link, a hyphen too many, MDX's, a template's, Obsidian's."""
_OTHER_END = re.compile(r"""\*/\} | \#\} | %% | -{2,}> | [)"']?[ \t]*$""", re.VERBOSE | re.MULTILINE)
_OTHER_MARKS = ("]: ", "]:#", "]:<", "<!---", "{/*", "{#", "%%")
_EXACT = re.compile(r"<!--\s*catalog-lint-(?P<kind>[a-z]+(?:-[a-z]+)*)(?![A-Za-z0-9_])")
_REASON = re.compile(r"\s--(?!>)")
_BAD_END = re.compile(r"-{1,2}!?>[ \t]*(?=\n|\Z)")
"""What was meant as the end of a comment: `->`, `--!>`."""
_SELECTOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_TOOL = "cataloglint"
_LONGEST = 400
"""Characters of a comment in which its end is looked for, where it does not open or end as one."""
_LIKE_THE_TOOL = 0.8
"""How like the tool's name another one must be to have been meant as it (difflib's ratio)."""
_OTHER_WORDS = {
    "ignore": "disable",
    "noqa": "disable",
    "off": "disable",
    "skip": "disable",
    "suppress": "disable",
    "on": "enable",
}


class Comment(NamedTuple):
    """A comment: its kind, its place, its selectors, each with its place, and what it was meant as.

    `meant` is "" for a suppression, else what should stand in place of `kind`.
    """

    kind: str
    span: Span
    selectors: dict[str, Span]
    meant: str = ""


def may_hold_suppressions(text: str) -> bool:
    """Whether a text may hold a comment that is a suppression or was meant as one."""
    openings = (_OPENING if "<!-" in text else None, _OTHER_OPENING if _may_hold_others(text) else None)
    return any(
        _likeness(found) >= _LIKE_THE_TOOL
        for opening in openings
        if opening
        for found in opening.finditer(text)
    )


def comments(text: str, known: Callable[[str], object]) -> Iterator[Comment]:
    """The suppressions of a page and what was meant as one; `known` tells whether a selector names a rule."""
    done = end = line_end = 0
    for found in _OPENING.finditer(text):
        start = found.start()
        if start < done:
            continue
        end = end if end >= found.end() else _find(text, "-->", found.end())
        line_end = line_end if line_end >= found.end() else _find(text, "\n", found.end())
        opened = text.startswith("<!--", start)
        near = min(line_end, found.end() + _LONGEST)
        if opened and end < line_end:
            done = end + 3
        elif not opened:
            yield from _unclosed(text, found, min(end + 3, near), known)
        elif bad := _BAD_END.search(text, found.end(), near):
            yield from _unclosed(text, found, bad.end(), known)
        elif end < len(text) and text.find("<!--", found.end(), end) < 0:
            done = end + 3
        if start < done:
            yield from _closed(text, found, Span(start, done), known)
    done = 0
    for found in _OTHER_OPENING.finditer(text) if _may_hold_others(text) else ():
        if found.start() >= done:
            for comment in _of_another_kind(text, found, known):
                done = comment.span.end
                yield comment


def _may_hold_others(text: str) -> bool:
    return any(mark in text for mark in _OTHER_MARKS)


def _find(text: str, what: str, start: int) -> int:
    """Where something stands next; the text's end where it does not."""
    found = text.find(what, start)
    return len(text) if found < 0 else found


def _closed(text: str, found: re.Match[str], span: Span, known: Callable[[str], object]) -> Iterator[Comment]:
    exact = _EXACT.match(text, *span)
    if exact is None:
        if meant := _meant(found, _selectors(text, found.end(), span.end), known):
            yield Comment(found["said"], span, {}, f"catalog-lint-{meant}")
        return
    kind = exact["kind"]
    meant = "" if kind in KINDS else next(iter(get_close_matches(kind, KINDS, 1)), KINDS[0])
    yield Comment(kind, span, _selectors(text, exact.end(), span.end - 3), meant)


def _unclosed(text: str, found: re.Match[str], end: int, known: Callable[[str], object]) -> Iterator[Comment]:
    """A comment that does not begin or end as one."""
    if not _meant(found, _selectors(text, found.end(), end), known):
        return
    said = text[found.start() : end].rstrip()
    inside = re.sub(r"-+!?>$", "", said.removeprefix("<!").lstrip("-")).strip()
    yield Comment(said, Span(found.start(), found.start() + len(said)), {}, f"<!-- {inside} -->")


def _of_another_kind(text: str, found: re.Match[str], known: Callable[[str], object]) -> Iterator[Comment]:
    """What is a comment, but not HTML's; it was meant as a suppression where it names a rule."""
    end = _OTHER_END.search(text, found.end(), found.end() + _LONGEST)
    if end and end.end() == found.end() + _LONGEST and not text.startswith("\n", end.end()):
        return
    selectors = _selectors(text, found.end(), end.start()) if end else {}
    if end and any(map(known, selectors)) and _meant(found, selectors, known):
        inside = text[found.start("said") : end.start()].strip()
        span = Span(found.start(), end.end())
        yield Comment(text[slice(*span)], span, {}, f"<!-- {inside} -->")


def _selectors(text: str, start: int, end: int) -> dict[str, Span]:
    reason = _REASON.search(text, start, end)
    stop = reason.start() if reason else end
    return {found[0]: Span(*found.span()) for found in _SELECTOR.finditer(text, start, stop)}


def _meant(found: re.Match[str], selectors: dict[str, Span], known: Callable[[str], object]) -> str:
    """The kind of suppression that was meant; "" for a comment about something else.

    One in the name of a tool that is only like ours was meant where it names a rule.
    """
    likeness = _likeness(found)
    if likeness < _LIKE_THE_TOOL or (likeness < 1 and not any(map(known, selectors))):
        return ""
    plain = found["kind"].lower().replace("_", "-")
    first = plain.partition("-")[0]
    if first in _OTHER_WORDS:
        return _OTHER_WORDS[first] + plain.removeprefix(first)
    near = get_close_matches(plain, KINDS, 1, 0.75)
    return near[0] if near else ""


def _likeness(found: re.Match[str]) -> float:
    """How like the tool's name the one is that a comment opens with, from 0 to 1."""
    tool = re.sub(r"[-_ ]", "", found["tool"].lower()).removesuffix("er")
    return 1 if tool == _TOOL else SequenceMatcher(None, tool, _TOOL).ratio()
