"""Programming identifiers and glued words in prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from string import ascii_letters
from typing import Any

from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.model import Entry
from catalog_lint.checks.known import KnownParams, is_listed
from catalog_lint.checks.latin import Reading, has_han, reading
from catalog_lint.checks.lists import called, containing, opening, word_list
from catalog_lint.diagnostic import Hit
from catalog_lint.language import english, english_terms
from catalog_lint.rule.contract import DataFile, collects
from catalog_lint.source import Span

_IDENTIFIER = re.compile(
    r"""
    (?<! [A-Za-z0-9_.…/\\@#$%+=~<'’`-] )            # no part of a path, a number, a handle
    (?: (?= [A-Za-z]* (?: _ | [a-z][A-Z] | [A-Z]{2}[a-z] ) )
        [A-Za-z]+ (?: _ [A-Za-z]+ )*                # windowSize, target_value
      | [A-Z]{8,30}                                 # COSTFUNCTION
    )
    (?! [A-Za-z0-9_\\/=@(<>{\[-] | [.:][A-Za-z0-9/] )
    """,
    re.VERBOSE,
)
_IDENTIFYING = re.compile("[A-Za-z](?:(?<=[a-z])[A-Z]|_[A-Za-z]|(?<=[A-Z])[A-Z](?:[a-z]|[A-Z]{6}))[A-Za-z_]*")
_LETTERS = frozenset(ascii_letters + "_")
_PARTS = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LISTED = re.compile("[a-z][A-Z][A-Za-z]*[、,] ?\0|\0[、,] ?[A-Z][a-z]+[A-Z]")
_ABSTRACT = re.compile(r"(?:tion|sion|ment|ness|ity|ance|ence|ysis)\Z")
"""Endings of nouns that say what something does."""
_LINKS = frozenset(("at", "by", "in", "of", "on", "to"))
_MOST_PARTS = 8
_AROUND = 40
_REACH = 200
_STOP = re.compile("[。！？；]")
_JOINT = r"[ ]?(?:[、，,/→]|[和與与及或跟])[ ]?"
_WITH_OTHERS = re.compile(rf"(?:[a-z]+(?:_[a-z]+|[A-Z][A-Za-z]*)+{_JOINT})+\Z")
_WITH_ANOTHER = re.compile(rf"{_JOINT}[a-z]+(?:_[a-z]|[A-Z])")
_SHORTEST_CAMEL = 7
_SHORTEST_GLUED = 4
_EVERYDAY = 12_000
_ENTRIES_OF_A_NAME = 3


class IdentifierParams(KnownParams):
    """`heads`: nouns that end a concept's name (Strategy, Learning); `products`: those that end a product's.

    `endings`: nouns that end a name in a program; `called`: nouns that call the word before them code;
    `openings`: what products' names open with; `programs`: what a sentence on programs speaks of.
    """

    heads: DataFile
    products: DataFile
    endings: DataFile
    called: DataFile
    openings: DataFile
    programs: DataFile


def _suspects(entry: Entry, params: IdentifierParams) -> list[list[Any]] | None:
    """The identifiers and glued words of an entry, each with its place and the words it is made of."""
    read = reading(entry.prose)
    if read is None:
        return None
    found = []
    for match in _identifiers(read.text):
        text = match[0]
        if text.lower() in read.title.lower() or is_listed(text, params) or _is_meant(read, match, params):
            continue
        words = _words_in_capitals(read, match, params) if text.isupper() and "_" not in text else []
        parts = words or _parts(text)
        if words or (parts and _identifies(text, parts, params)):
            span = read.span(*match.span())
            found.append([text, span.start, span.end, " ".join(part.lower() for part in parts)])
    return found or None


@collects(_suspects)
def identifiers(facts: Sequence[Facts], params: IdentifierParams) -> Iterator[Hit]:
    """Programming identifiers and glued words in prose; an identifier of several entries is meant."""
    entries = Counter(text for one in facts for text in {suspect[0] for suspect in one.note or ()})
    for one in facts:
        for text, start, end, words in one.note or ():
            if entries[text] < _ENTRIES_OF_A_NAME or not (text[0].islower() or "_" in text):
                yield Hit(Span(start, end), {"found": text, "word": words}, target=one.target)


def _identifiers(text: str) -> Iterator[re.Match[str]]:
    """The identifiers in a text: looked for where a word holds what makes one, each from its start on."""
    for hint in _IDENTIFYING.finditer(text):
        start = hint.start()
        while start and text[start - 1] in _LETTERS:
            start -= 1
        match = _IDENTIFIER.match(text, start)
        if match:
            yield match


def _parts(text: str) -> list[str]:
    """The words of a dictionary that an identifier is made of, [] where it is made of others."""
    parts = [part for piece in text.split("_") for part in _PARTS.findall(piece)]
    whole = len("".join(parts)) + text.count("_") == len(text)
    return parts if whole and 2 <= len(parts) <= _MOST_PARTS and all(map(english.is_word, parts)) else []


def _is_meant(read: Reading, match: re.Match[str], params: IdentifierParams) -> bool:
    """Whether the place says that the identifier is one on purpose."""
    text = match[0]
    if text.lower() in read.evidence or _in_brackets(read.text, match.start()):
        return True
    if match.start() in read.edges and match.end() in read.edges:
        return True
    if opening(params.called).match(read.text, match.end()) or _is_quoted(read, match):
        return True
    if (text[0].islower() or "_" in text) and _is_amid_programs(read, match, params):
        return True
    if "_" in text:
        return text.isupper()
    return text[0].isupper() and _LISTED.search(_around(read, match)) is not None


def _is_amid_programs(read: Reading, match: re.Match[str], params: IdentifierParams) -> bool:
    """Whether an identifier is listed with others, after what calls it code, or in a sentence on programs."""
    first, last = read.line_of(*match.span())
    first = max(first, match.start() - _REACH)
    before = _WITH_OTHERS.search(read.text, first, match.start())
    start = before.start() if before else match.start()
    if start < match.start() or _WITH_ANOTHER.match(read.text, match.end(), last):
        return True
    if called(params.called).search(read.text, first, start):
        return True
    if any("_" in word for word in read.in_code):
        return True
    first = max((stop.end() for stop in _STOP.finditer(read.text, first, match.start())), default=first)
    stop = _STOP.search(read.text, match.end(), min(last, match.end() + _REACH))
    last = stop.start() if stop else min(last, match.end() + _REACH)
    return containing(params.programs).search(read.text, first, last) is not None


def _is_quoted(read: Reading, match: re.Match[str]) -> bool:
    return read.before(match.start()) + read.after(match.end()) in ("「」", "『』", "“”", "‘’", '""')


def _around(read: Reading, match: re.Match[str]) -> str:
    """What stands before and behind an identifier, and a NUL for itself."""
    before, after = max(0, match.start() - _AROUND), match.end() + _AROUND
    return f"{read.text[before : match.start()]}\0{read.text[match.end() : after]}"


def _in_brackets(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at) + 1
    return text.rfind("[", line, at) > text.rfind("]", line, at)


def _identifies(text: str, parts: list[str], params: IdentifierParams) -> bool:
    """Whether glued words are an identifier or a concept, no name."""
    if "_" in text:
        return any(len(part) > 3 for part in parts) and all(
            0 < english.rank(part) <= _EVERYDAY and (len(part) > 2 or part in _LINKS) for part in parts
        )
    if _is_name(text, parts, params):
        return False
    low = [part.lower() for part in parts]
    if text[0].islower():
        return len(low[0]) > 2 and all(len(part) > 1 for part in low[1:]) and len(text) >= _SHORTEST_CAMEL
    if low[-1] in word_list(params.endings):
        return True
    return (
        _is_concept(low[-1], params)
        and low[0] not in word_list(params.openings)
        and all(len(part) >= _SHORTEST_GLUED for part in low)
    )


def _is_name(text: str, parts: list[str], params: IdentifierParams) -> bool:
    """Whether a word with capitals inside is one on purpose: listed, with initials at its end, of a name."""
    if english_terms.is_special(text):
        return True
    initials = len(parts[-1]) > 1 and parts[-1].isupper() and not text.isupper()
    if initials and (text[0].isupper() or parts[-1] == "OS" or parts[0] in word_list(params.openings)):
        return True
    return any(part[0].isupper() and english_terms.name_kind(part) == "name" for part in parts)


def _is_concept(last: str, params: IdentifierParams) -> bool:
    """Whether a noun says what something is or does."""
    single = last.removesuffix("s")
    heads, products = word_list(params.heads), word_list(params.products)
    return last in heads or single in heads or (_ABSTRACT.search(last) is not None and single not in products)


def _words_in_capitals(read: Reading, match: re.Match[str], params: IdentifierParams) -> list[str]:
    """The two everyday words that capitals without a space are, the second a concept's; else []."""
    low = match[0].lower()
    first, last = read.line_of(*match.span())
    if english_terms.is_known(match[0]) or not has_han(read.text, first, last):
        return []
    for at in range(_SHORTEST_GLUED, len(low) - _SHORTEST_GLUED + 1):
        left, right = low[:at], low[at:]
        if not 0 < english.rank(left) <= _EVERYDAY:
            continue
        abstract = _ABSTRACT.search(right) is not None and 0 < english.rank(right) <= _EVERYDAY
        if abstract or right.removesuffix("s") in word_list(params.heads):
            return [left, right]
    return []
