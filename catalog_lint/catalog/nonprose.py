"""What stands in a sentence and is no prose: addresses, names of files, maths, roles, template tags.

Each kind is looked for only where the text holds its trigger, and only in one block at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from catalog_lint.catalog.model import MARK, OBJECT
from catalog_lint.catalog.names import dotted_names
from catalog_lint.catalog.placeholders import in_braces, of_printf
from catalog_lint.catalog.snippets import BALANCED, PATTERNS, balanced
from catalog_lint.language.han import COMMON_HAN
from catalog_lint.rule.wordlists import words
from catalog_lint.source import Span

_ENDERS = "，。；：！？、（）「」『』《》〈〉【】〔〕［］｛｝“”‘’…—～"
"""Full-width marks that end an address, as readers take it."""
_REST = rf"(?:[^\s<>{_ENDERS}]|（[^\s<>（）]{{1,40}}）(?=[/?#\s]|$))"
_TRAILING = ".,;:!?]}>'\"*_"
_AFTER_ADDRESS = re.compile(r"[,;:!?]*\)?")
_HAN = re.compile(f"[{COMMON_HAN}]")
_CSS = "|".join(words(Path(__file__).parent / "data" / "css-names.txt"))


class Found(NamedTuple):
    """A run that is no prose, and the mask that it gets."""

    span: Span
    mask: str = OBJECT
    cut: bool = False
    """Whether a link, a tag or code inside ends it, where others hold such a thing."""


_Finder = Callable[[str, int, int], Iterator[Found]]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


def _like(pattern: str, cut: bool = False) -> _Finder:
    """Runs of a pattern; with a group "seen", that group stays prose and what is around it shows nothing."""

    def find(text: str, start: int, end: int) -> Iterator[Found]:
        for match in _compiled(pattern).finditer(text, start, end):
            seen = match.span("seen") if match.re.groupindex else (-1, -1)
            if seen[0] < 0:
                yield Found(Span(*match.span()), OBJECT, cut)
            else:
                yield Found(Span(match.start(), seen[0]), MARK)
                yield Found(Span(seen[1], match.end()), MARK)

    return find


def _spans(finder: Callable[[str, int, int], Iterator[Span]]) -> _Finder:
    return lambda text, start, end: (Found(span, OBJECT, True) for span in finder(text, start, end))


def _with_han(finder: _Finder) -> _Finder:
    """What a finder finds that holds a Chinese character: in the rest no rule would change a thing."""
    return lambda text, start, end: (
        found for found in finder(text, start, end) if _HAN.search(text, *found.span)
    )


def _balanced(pattern: str) -> _Finder:
    return _spans(lambda text, start, end: balanced(_compiled(pattern), text, start, end))


def _addresses(pattern: str) -> _Finder:
    def find(text: str, start: int, end: int) -> Iterator[Found]:
        for match in _compiled(pattern).finditer(text, start, end):
            yield from _address(text, start, Span(*match.span()), end)

    return find


def _address(text: str, start: int, whole: Span, end: int) -> Iterator[Found]:
    """An address, and the marks behind it that GitHub would take into its link if they were full-width.

    A closing parenthesis right behind an address is masked with its opening one.
    """
    stop = _address_end(text, *whole)
    after = _AFTER_ADDRESS.match(text, stop, end)
    behind = after.end() if after else stop
    yield Found(Span(whole.start, behind), OBJECT, True)
    if text[stop:behind].endswith(")"):
        opening = _opening(text, start, whole.start)
        if opening is not None:
            yield Found(Span(opening, opening + 1))


def _opening(text: str, start: int, at: int) -> int | None:
    """The parenthesis before an offset that nothing has closed yet."""
    depth = 0
    for place in range(at - 1, max(start, at - 200) - 1, -1):
        if text[place] == ")":
            depth += 1
        elif text[place] == "(":
            if depth == 0:
                return place
            depth -= 1
    return None


def _address_end(text: str, start: int, end: int) -> int:
    """Where an address ends: before a parenthesis that none in it opened, and before the marks behind it."""
    depth = 0
    for at in range(start, end):
        if text[at] == "(":
            depth += 1
        elif text[at] == ")":
            depth -= 1
            if depth < 0:
                end = at
                break
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return end


def _letters(text: str, start: int, end: int) -> Iterator[Found]:
    """The parentheses of a list in a sentence, `a) … b) …`, where more close than open.

    One right behind an opening parenthesis is its partner, unless that one has another.
    """
    closed = text.count(")", start, end) + text.count("）", start, end)
    excess = closed - text.count("(", start, end) - text.count("（", start, end)
    if excess > 0:
        found = list(_compiled(r"(?<![A-Za-z0-9.])(?:[a-zA-Z]|[0-9]{1,2})\)").finditer(text, start, end))
        for match in found:
            if match.start() > start and (len(found) <= excess or text[match.start() - 1] not in "(（"):
                yield Found(Span(match.end() - 1, match.end()))


_WITHOUT_BRACES = r"[^{}\n]"
_IN_BRACES = r"\{(?:[^${}\\\n]|\\[^\n])*\}"
for _ in range(2):
    _IN_BRACES = rf"\{{(?:[^${{}}\\\n]|\\[^\n]|{_IN_BRACES})*\}}"
_KINDS: tuple[tuple[str, _Finder], ...] = (
    ("://", _addresses(rf"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{{1,40}}://{_REST}+")),
    (
        ":",
        _addresses(
            r"(?<![A-Za-z0-9+.-])(?i:mailto:|magnet:\?|urn:[a-z0-9-]+:|data:[a-z]+/[a-z0-9.+-]+[,;]|doi:10\.|javascript:)"
            rf"{_REST}+"
        ),
    ),
    ("www.", _addresses(rf"(?<![A-Za-z0-9@/.-])www\.{_REST}{{3,2000}}")),
    (
        "@",
        _like(
            r"(?<![A-Za-z0-9_.+-])git@[A-Za-z0-9.-]{1,64}:[\w./~+-]+"
            r"|[A-Za-z0-9_.+-]{1,64}(?<=[A-Za-z0-9]\+)\w{1,64}@[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_.-]{0,64}[A-Za-z0-9_]"
            r"|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_.-]{0,64}[A-Za-z0-9_]"
            r"|(?<![A-Za-z0-9_.+-])[@＠]\w(?:[\w./-]{0,38}\w)?",
            cut=True,
        ),
    ),
    (
        "[[",
        _like(r"!\[\[[^\[\]\n]+\]\]|\[\[(?:[^\[\]\n|]+\|(?P<seen>[^\[\]\n|]+)|[^\[\]\n|]+)\]\]"),
    ),
    ("[^", _like(r"(?:^\[\^[^\[\]\s]+\]:|\[\^[^\[\]\s]+\])(?P<seen>)")),
    ("[!", _like(r"\[![\w-]{1,40}\][+-]?")),
    (
        "$",
        _like(
            r"\$\$[^$]+\$\$"
            rf"|(?<![\\$A-Za-z0-9_])\$(?![\s$])(?:[^${{}}\\\n\u3400-\u9fff]|[_^][\u3400-\u9fff]+|\\[^\n]|{_IN_BRACES})*?"
            r"(?<![\s\\$])\$(?![\d$])"
            r"|(?<![\\$A-Za-z0-9_])\$(?![\s$0-9])[^$\n，。；、？！]{1,80}[=\\^_×÷≤≥≈][^$\n，。；、？！]{0,80}(?<![\s\\$])\$(?![\d$])"
            r"|(?<![\w\\$])\$(?![\s$0-9])[^\s$，。；、？！]{1,40}\$(?![\w$])"
            rf"|(?<![\w\\$])\$[^\W\d]\w{{0,40}}(?![^\s{_ENDERS}])"
        ),
    ),
    (
        "\\",
        _like(
            r"\\begin\{([A-Za-z]+\*?)\}[\s\S]{0,2000}?\\end\{\1\}"
            r"|\\{1,2}\([^\n]{1,400}?\\{1,2}\)|\\{1,2}\[[^\n]{1,400}?\\{1,2}\]|\\\[\n[^\n]{1,400}\n\\\]"
            r"|\\[A-Za-z]+(?:\{[^{}\n]*\})+"
        ),
    ),
    (
        ":",
        _like(
            r"(?<![A-Za-z0-9:])(?:"
            r"(?::(?:[A-Za-z+][\w+/-]*|100|1234|8ball):)+(?![A-Za-z0-9:])"
            r"|:{1,3}[a-z][a-z0-9-]*(?=[\[{])"
            r"|(?<!\S):[^\W\d]\w{0,30}:(?!\S)"
            rf"|::?(?:{_CSS})(?:\([^()\n]*\))?(?![A-Za-z0-9_-])"
            r")|^:{3,}[ \t]*(?:\{?[a-z][\w-]*\}?|\{\w{1,40}\})?"
        ),
    ),
    (
        "{",
        _like(
            r"\{\{[\s\S]{0,400}?\}\}|\{%[\s\S]{0,400}?%\}"
            rf"|\{{ ?[:#.]{_WITHOUT_BRACES}{{1,300}}\}}|\{{[\w:.-]+={_WITHOUT_BRACES}{{1,300}}\}}"
            rf"|\$\{{{_WITHOUT_BRACES}{{1,300}}\}}|\{{[a-z][a-z0-9:-]*\}}(?=`)"
            r"|\{/\*[\s\S]{0,400}?\*/\}|\{![\s\S]{0,400}?!\}"
        ),
    ),
    ("8<-", _like(r"^[ \t]*-+8<-+[ \t][^\n]+$")),
    ("--", _like(rf"(?<![\w-])--[^\W\d_][\w-]*=(?:\"[^\"\n]*\"|[^\s\"<>{_ENDERS}]+)", cut=True)),
    (":::", _like(r"^:{3,}[ \t]*\{[a-z][\w-]*\}(?P<seen>[^\n]*)(?:\n:[a-z][a-z-]*:[^\n]*)+")),
    ("::: ", _like(r"^::: \w+(?:\.\w+)+[ \t]*(?:\n[ \t]+[^\n]*)*")),
    ("%\\", _like(r"%[A-Za-z_()0-9]{1,64}%(?:\\[\w.@+-]+)+", cut=True)),
    ("%", _like(r"<%[\s\S]{0,400}?%>|%%[^%]+%%|(?<!\S)%[^\W\d]\w{0,40}%(?!\S)")),
    (
        "&",
        _like(rf"(?<![\w/)])\?\w{{1,40}}=[^\s&{_ENDERS}]{{1,200}}(?:&\w{{1,40}}=[^\s&{_ENDERS}]{{1,200}})+"),
    ),
    ("%", _spans(of_printf)),
    ("{", _spans(in_braces)),
    (")=", _like(r"^\([^()\n]{1,200}\)=[ \t]*$")),
    (
        "import",
        _like(
            r"^import\b(?:[^'\"\n]{0,300}(?:\n[^'\"\n]{1,80}){0,20}\bfrom)?[ \t]*"
            r"(?:'[^'\n]+'|\"[^\"\n]+\");?[ \t]*$"
        ),
    ),
    (
        "export",
        _like(
            r"^export[ \t]+(?:(?:default|const|let|var|function|class|async)\b|[{*])[^\n]*(?:\n[ \t}][^\n]*)*"
        ),
    ),
    (".", _spans(dotted_names)),
    (
        "/",
        _like(
            r"(?<![A-Za-z0-9_./~-])(?:\.{1,2}|~|\$[A-Z_]+)/[\w.@%+/-]*|(?<![\w/)\]>}.:])/[\w.@%+-]+(?:/[\w.@%+-]*)+"
            r"|(?<![\w./-])[A-Za-z0-9_.-]+/(?:[\w.-]+/)+(?![\w.])",
            cut=True,
        ),
    ),
    (":\\", _like(r"(?<![A-Za-z0-9])[A-Za-z]:\\(?:[\w.@%+-]+\\?)*", cut=True)),
    (":/", _like(r"(?<![A-Za-z0-9])[A-Za-z]:/(?!/)(?:[\w.@%+-]+/?)*", cut=True)),
    (")", _letters),
    *((trigger, _with_han(_like(pattern, cut=True))) for trigger, pattern in PATTERNS),
    *((trigger, _with_han(_balanced(pattern))) for trigger, pattern in BALANCED),
)
_SELECTED = re.compile("[\U000e0100-\U000e01ef]")
_CHOSEN = re.compile(f"[{COMMON_HAN}\uf900-\ufaff\U00020000-\U0003ffff][\ufe00-\ufe02\U000e0100-\U000e01ef]")
_NEVER = 1 << 40


def _selected(text: str, start: int, end: int) -> Iterator[Found]:
    """Characters whose form a variation selector chooses."""
    for match in _CHOSEN.finditer(text, start, end):
        yield Found(Span(*match.span()))


class Kinds:
    """The kinds that a text can hold, by their triggers; blocks are looked at in their order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._finders = [(trigger, find) for trigger, find in _KINDS if trigger in text]
        if _SELECTED.search(text):
            self._finders.append(("", _selected))
        else:
            self._finders += [(mark, _selected) for mark in "\ufe00\ufe01\ufe02" if mark in text]
        self._nexts: list[int] = []
        self._soonest = self._at = 0

    def spans(self, start: int, end: int) -> list[Found]:
        """What is no prose in one block."""
        if not self._finders:
            return []
        if start < self._at or not self._nexts:
            self._nexts = [0] * len(self._finders)
            self._soonest = 0
        self._at = start
        if self._soonest >= end:
            return []
        found: list[Found] = []
        text, nexts = self._text, self._nexts
        for index, (trigger, find) in enumerate(self._finders):
            place = nexts[index]
            if place < start:
                place = text.find(trigger, start) % _NEVER
            if place < end:
                found += find(text, start, end)
                place = text.find(trigger, end) % _NEVER
            nexts[index] = place
        self._soonest = min(nexts)
        return found
