"""Where a run of English stands in a Chinese line: in code, in a gloss, in quotation marks, as a label."""

from __future__ import annotations

import re

from catalog_lint.catalog.model import BREAK
from catalog_lint.checks.latin import LETTERS, WORD, Reading, has_han, is_han
from catalog_lint.language import english_terms

_CODE = frozenset("0123456789_./\\@#$%+=~<>{}`|:-‐‑\ufdd1")
_QUOTES = {"「": "」", "『": "』", "“": "”", "‘": "’", '"': '"', "《": "》", "〈": "〉"}
_PAIRS = tuple((left, right) for left, right in _QUOTES.items() if left != right)
_OPENING_QUOTE = re.compile(f"[{''.join(left for left, _ in _PAIRS)}]")
_NEAR = 12
_LABEL_END = re.compile(
    r"""
    [ \t]* \** [ \t]*
    (?: [(（] [A-Za-z -]{1,30} [)）] )?      # a gloss
    [ \t]* (?: [:：] | $ )
    """,
    re.VERBOSE,
)
_GLOSS = re.compile(r"[ \t]?[(（]([^()（）\n]{1,40})[)）]")
_INITIALS = re.compile(r"[ \t]?[(（][A-Z]{2,8}[)）]")
_JOINT = "[ ]?(?:、|[和與与及或到至跟])[ ]?"
_LISTED_BEFORE = re.compile(rf"[{LETTERS}0-9.]{_JOINT}\Z")
_LISTED_BEHIND = re.compile(rf"{_JOINT}[{LETTERS}]")
_SUCH_AS = ("如", "例", "比如", "包括", "含")
_APART = " *，。、；：與与和及或跟" + BREAK

Span = tuple[int, int]


def is_code(read: Reading, start: int, end: int, stray: frozenset[int]) -> bool:
    """Whether a token is part of a path, a number, a call; marks at `stray` do not count."""
    before = "" if start - 1 in stray else read.before(start)
    after = "" if end in stray else read.after(end)
    if (before and before in _CODE and before != ":") or (after and after in _CODE and after not in ".:"):
        return True
    beyond = read.after(end + 1)
    if after and after in ".:" and beyond.isascii() and beyond.isalnum():
        return True
    if after == "(" and (beyond == ")" or (beyond.isalpha() and beyond.isascii())):
        return True
    near = read.text[max(0, start - 2) : start] + read.text[end : end + 2]
    return any(sign in near for sign in "=+<>|")


def is_gloss(read: Reading, run: Span, line: Span) -> bool:
    """Whether a run stands in parentheses without Chinese, or behind a bar (對比 | contrast)."""
    if read.text[line[0] : run[0]].rstrip(" ").endswith("|"):
        return True
    content = read.bracketed(*run, line)
    return content is not None and not has_han(read.text[slice(*content)])


def is_glossed(read: Reading, run: Span, line: Span) -> bool:
    """Whether Chinese in parentheses follows a run."""
    gloss = _GLOSS.match(read.text, run[1], line[1])
    return gloss is not None and has_han(gloss[1]) and not gloss[1].startswith(_SUCH_AS)


def has_initials(read: Reading, run: Span) -> bool:
    """Whether an abbreviation in parentheses follows a run."""
    return _INITIALS.match(read.text, run[1]) is not None


def is_quoted(read: Reading, run: Span, line: Span) -> bool:
    """Whether a run stands in quotation marks without Chinese, or right between two."""
    start, end = run
    opened = _OPENING_QUOTE.search(read.text, line[0], start)
    for open_, close in _PAIRS if opened else ():
        left = read.text.rfind(open_, line[0], start)
        right = read.text.find(close, end, line[1]) if left >= 0 else -1
        if right >= 0 and read.text.find(close, left, start) < 0 and not has_han(read.text, left, right):
            return True
    before = read.text[max(line[0], start - _NEAR) : start].rstrip()[-1:]
    after = read.text[end : min(line[1], end + _NEAR)].lstrip(" .!?,")[:1]
    return bool(before) and _QUOTES.get(before) == after


def is_listed_with_others(read: Reading, run: Span, line: Span) -> bool:
    """Whether a run is one of several that are listed one after the other (guard、mount 與 armbar)."""
    before = _LISTED_BEFORE.search(read.text, max(line[0], run[0] - _NEAR), run[0])
    return before is not None or _LISTED_BEHIND.match(read.text, run[1], line[1]) is not None


def is_label(read: Reading, run: Span, line: Span) -> bool:
    """Whether a run is all of a line, of a bold run, or of what a colon follows."""
    start, end = run
    near = start - line[0] <= _NEAR
    opens = start in read.edges or (near and not read.text[line[0] : start].strip(" \t0123456789.、)*"))
    rest = _LABEL_END.match(read.text, end, line[1])
    return opens and (end in read.edges or rest is not None)


def is_amid_software(read: Reading, line: Span) -> bool:
    """Whether a line speaks of software: it has a word that is nothing else (webpack, kubectl)."""
    return any(english_terms.is_term(word[0]) for word in WORD.finditer(read.text, *line))


def is_amid_han(read: Reading, run: Span, stray: frozenset[int], kinds: re.Pattern[str]) -> bool:
    """Whether Chinese stands on both sides of a run, and on one beside it: a list with a name is none.

    `kinds` matches what stands behind a name and says of which kind it is.
    """
    start, end = run
    before = [read.before(at + 1) for at in range(start - 1, start - 6, -1) if at not in stray]
    after = [read.after(at) for at in range(end, end + 5) if at not in stray]
    left, right = "".join(reversed(before)), "".join(after)
    if kinds.match(right):
        return False
    beside = left.rstrip(" ")[-1:], right.lstrip(" ")[:1]
    beyond = left.rstrip(_APART)[-1:], right.lstrip(_APART)[:1]
    return any(map(is_han, beside)) and all(not char.strip() or is_han(char) for char in beyond)
