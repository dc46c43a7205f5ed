"""Runs of English in a Chinese entry: their tokens, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from catalog_lint.checks.english_places import is_code
from catalog_lint.checks.fragments import PieceParams, piece_of, rest_of
from catalog_lint.checks.latin import LETTERS, Reading, Word
from catalog_lint.checks.lists import word_list
from catalog_lint.language import english, english_terms
from catalog_lint.rule.contract import DataFile

_WORDS = rf"[{LETTERS}][0-9{LETTERS}'’]*(?:-[A-Za-z0-9]+)*|[0-9][0-9A-Za-z.%-]*"
_TOKEN = re.compile(_WORDS)
_RUN = re.compile(
    rf"""
    [0-9{LETTERS}]                        # searched for at the speed of one class
    (?: (?<=[0-9]) [0-9A-Za-z.%-]* | (?<![0-9]) [0-9{LETTERS}'’]* (?:-[A-Za-z0-9]+)* )
    (?: [ \t]{{1,3}} (?:{_WORDS}) )*
    """,
    re.VERBOSE,
)
_ENDINGS = frozenset(("s", "t", "re"))
_LONGEST_TERM = 4
_LONGEST_ACRONYM = 6
_SHORTEST_WORD = 3
_MOST_KINDS = 50_000

Kind = Literal[
    "word", "Word", "WORD", "soft", "Soft", "link", "acronym", "term", "name", "either", "rare", "special"
]
"""What a token is: "word" ordinary in lower case, "Word" capitalised, "WORD" in capitals; "soft" and "Soft"
such a word that may stand in English alone; "either" a capitalised word that is a name too (Grace, Apple);
"rare" a word of science in lower case, "special" one of the dictionary that few use (ibuprofen, mohair);
"link" (of, and), "acronym", "term", or "name": no word."""
LOWER: frozenset[Kind] = frozenset(("word", "rare", "special"))
ORDINARY: frozenset[Kind] = frozenset(("word", "rare", "special", "Word", "WORD"))
SPECIAL: frozenset[Kind] = frozenset(("rare", "special"))
_IN_WORDS: frozenset[Kind] = ORDINARY | frozenset(("soft", "Soft", "either"))


class RunParams(PieceParams):
    """`links`: words that tie others together (of, and)."""

    links: DataFile


@dataclass(slots=True)
class Token:
    """One token of a run; offsets count in `Reading.text`."""

    text: str
    start: int
    end: int
    kind: Kind


@dataclass(slots=True)
class Run:
    """Tokens that only spaces keep apart, and the line that they stand in."""

    tokens: list[Token]
    line: tuple[int, int]

    @property
    def start(self) -> int:
        """Where its first token starts."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where its last token ends."""
        return self.tokens[-1].end

    def text(self, read: Reading) -> str:
        """The run as it stands."""
        return read.text[self.start : self.end]


def runs(read: Reading, params: RunParams, stray: frozenset[int]) -> Iterator[Run]:
    """The runs that have an ordinary word among their tokens, or several in capitals.

    `stray` are the places of marks that are no part of the text.
    """
    line = (0, 0)
    kind_of = _kinds(*map(word_list, (params.terms, params.names, params.links)))
    for match in _RUN.finditer(read.text):
        kinds = [kind_of[text] for text in _TOKEN.findall(match[0])]
        if _IN_WORDS.isdisjoint(kinds) and not (len(kinds) > 1 and match[0].isupper()):
            continue
        found = _TOKEN.finditer(read.text, *match.span())
        tokens = [Token(one[0], *one.span(), kind) for one, kind in zip(found, kinds, strict=True)]
        if match.start() >= line[1]:
            line = read.line_of(*match.span())
        run = Run(tokens, line)
        _classify(read, run, params, stray)
        if any(token.kind in ORDINARY for token in tokens) or is_in_capitals(tokens):
            yield run


def is_in_capitals(tokens: list[Token]) -> bool:
    """Whether all of several words are in capitals and some of them too long for an abbreviation."""
    return (
        len(tokens) > 1
        and all(token.text.isupper() and token.kind != "name" for token in tokens)
        and any(len(token.text) >= _LONGEST_ACRONYM for token in tokens)
    )


def _classify(read: Reading, run: Run, params: RunParams, stray: frozenset[int]) -> None:
    tokens = run.tokens
    for token in tokens:
        token.kind = _kind_here(read, token, params, stray)
    _settle_names(tokens)
    lows = [token.text.lower().replace("’", "'") for token in tokens]
    terms, names = word_list(params.terms), word_list(params.names)
    for length in range(min(_LONGEST_TERM, len(tokens)), 1, -1):
        for at in range(len(tokens) - length + 1):
            phrase = " ".join(lows[at : at + length])
            if phrase in terms or phrase in names:
                for token in tokens[at : at + length]:
                    token.kind = "term" if phrase in terms else "name"


def _kind_here(read: Reading, token: Token, params: RunParams, stray: frozenset[int]) -> Kind:
    """What a token is where it stands."""
    kind = token.kind
    if kind in _IN_WORDS and is_code(read, token.start, token.end, stray):
        return "name"
    if kind in ("Word", "either") and token.text.lower() in read.title_words:
        return "Soft"
    glossed = kind in SPECIAL and token.text in read.glossed
    if kind in LOWER and (token.text in read.in_code or glossed):
        return "soft"
    word = Word(token.text, token.start, token.end)
    if kind in ("word", "special") and rest_of(read, word, params):
        return "name"
    return "name" if kind == "rare" and piece_of(read, word, params)[0] else kind


def _settle_names(tokens: list[Token]) -> None:
    """A word that may be a name is one where the whole run may: Grace Hopper, but no Grace Period."""
    named = all(token.kind in ("either", "name", "acronym", "link") for token in tokens)
    for token in tokens:
        if token.kind == "either":
            token.kind = "name" if named else "Word"


class _Kinds(dict[str, Kind]):
    """What each token is by its letters and the lists alone, found out once."""

    def __init__(self, terms: frozenset[str], names: frozenset[str], links: frozenset[str]) -> None:
        super().__init__()
        self._terms = terms
        self._names = names
        self._links = links

    def __missing__(self, text: str) -> Kind:
        if len(self) > _MOST_KINDS:
            self.clear()
        kind = self[text] = self._kind(text)
        return kind

    def _kind(self, text: str) -> Kind:
        low = text.lower().replace("’", "'")
        if low in self._links:
            return "link"
        if not text.isascii() or low in self._names:
            return "name"
        if text.isupper() and len(text) <= _LONGEST_ACRONYM:
            return "acronym"
        parts = re.split(r"[-']", low)
        if len(parts) > 2 and text.islower() and not self._links.intersection(parts):
            # What is put together so is named in a program (mail-transport-agent), but for state-of-the-art.
            return "name"
        if len(text) < _SHORTEST_WORD or not all(map(self._is_part, parts)):
            if low in self._terms:
                return "term"
            return "rare" if text.islower() and english_terms.is_scientific(text) else "name"
        listed = low in self._terms or low.removesuffix("s") in self._terms
        if text.islower():
            if listed:
                return "soft"
            if english_terms.name_kind(low) == "name":
                return "name"
            return "word" if english.is_familiar(low) else "special"
        if text.isupper():
            return "acronym" if listed else "WORD"
        if not all(part.istitle() or part.islower() for part in re.split("[-'’]", text)):
            return "name"
        if listed:
            return "Soft"
        return english_terms.name_kind(parts[0]) or "Word"

    def _is_part(self, part: str) -> bool:
        return english.is_word(part) or part in self._terms or part in _ENDINGS


@lru_cache(4)
def _kinds(terms: frozenset[str], names: frozenset[str], links: frozenset[str]) -> _Kinds:
    return _Kinds(terms, names, links)
