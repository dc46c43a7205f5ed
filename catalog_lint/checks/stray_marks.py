"""Periods, underscores and slashes that stand at a word by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.model import MASKS, OBJECT, Prose
from catalog_lint.checks.latin import LETTERS, Reading, is_han, reading
from catalog_lint.checks.lists import opening, word_list
from catalog_lint.diagnostic import Hit
from catalog_lint.language import english
from catalog_lint.language.han import HAN, HAN_CHARACTER
from catalog_lint.rule.contract import DataFile, Params
from catalog_lint.source import Edit

_MARKED = re.compile(
    rf"""
    (?P<mark> \. | _{{1,2}} )
    (?P<body> [{LETTERS}]+ (?: _ [{LETTERS}]+ )* )
    (?P<close> _{{0,2}} )
    (?! [0-9A-Za-z_\\/=]        # part of a longer name or of a path
      | [.:(] [A-Za-z0-9)]      # a file, an address, a call
      | : (?! \s )              # a name between colons
    )
    """,
    re.VERBOSE,
)
_TRAILED = re.compile(rf"(?<=[{LETTERS}]) _{{1,2}} (?![0-9{LETTERS}_\\/=^{{])", re.VERBOSE)
_BEFORE_MARK = frozenset("0123456789_.…/\\@#$%+=~<)[]}\"'`:-*" + OBJECT)
_LAST_WORD = re.compile(rf"(?<![0-9{LETTERS}_./\\@#$%+=~<-]) [{LETTERS}]{{3,}} \Z", re.VERBOSE)
_PHRASE_BEFORE = re.compile(rf"[{LETTERS}]{{2,}}[ ]\Z")
_PHRASE_BEHIND = re.compile(rf"[ ][{LETTERS}]{{2,}}")
_SLASHED = re.compile(
    rf"""
    / (?: (?<=[與与和及或其括為为是使]/) (?P<one> [a-z]{{4,}} )      # 與/cloudy
        | (?<=[{HAN}]/) (?P<both> [a-z]{{4,}} ) / (?=[{HAN}])       # 鳥群/feathers/都
    )
    (?! [A-Za-z0-9_/.-] )
    """,
    re.VERBOSE,
)
_LONGEST_WORD = 40
_SHORTEST = 3
_VOWEL = re.compile("[aeiouyà-öø-ÿ]")
"""What each word has and many an ending of a file's name has not (mscz)."""
_LONGEST_ACRONYM = 4
_LONGEST_ENDING = 4
_EVERYDAY = 12_000
"""The rank of a word that is hardly the ending of a file's name between brackets (Allegro (.gro))."""


class StrayParams(Params):
    """`terms`: words that are right though no dictionary has them.

    `dots`: names that begin with a period (.NET, .env, endings of files and domains); `files`: nouns behind
    such a name; `folders`: names behind a slash; `called`: nouns that call the word before them code.
    """

    terms: DataFile
    dots: DataFile
    files: DataFile
    folders: DataFile
    called: DataFile


_Stray = tuple[int, int, str, list[tuple[int, int]]]
"""Where a marked word stands, the word, and the marks that may go."""


def stray_marks(prose: Prose, params: StrayParams) -> Iterator[Hit]:
    """A period, underscore or slash in front of a word, an underscore or slash behind it."""
    read = reading(prose)
    if read is None:
        return
    for start, end, word, marks in _strays(read, params):
        edits = tuple(Edit(read.span(*mark), "") for mark in marks)
        yield Hit(read.span(start, end), {"found": read.text[start:end], "word": word}, edits=edits)


def removable_marks(read: Reading, params: StrayParams) -> frozenset[int]:
    """The offsets of the marks that `stray_marks` would drop."""
    return frozenset(at for *_, marks in _strays(read, params) for mark in marks for at in range(*mark))


def _strays(read: Reading, params: StrayParams) -> Iterator[_Stray]:
    if not HAN_CHARACTER.search(read.text):
        return
    terms = word_list(params.terms)
    if "_" in read.text:
        yield from _trailing(read, terms)
    if "/" in read.text:
        yield from _slashed(read, params)
    for match in _MARKED.finditer(read.text):
        body, close = match["body"], match["close"]
        if len(body) < _SHORTEST or not _is_stray(read, match, params):
            continue
        parts = body.lower().split("_")
        known = all(english.is_word(part) or part in terms for part in parts)
        if not known and not (len(parts) > 1 or is_han(read.before(match.start()))):
            continue
        marks = []
        if _is_name(read, *match.span()):
            continue
        if known and len(parts) == 1:
            marks = [match.span("mark"), match.span("close")] if close else [match.span("mark")]
        yield *match.span(), body, marks


def _is_stray(read: Reading, match: re.Match[str], params: StrayParams) -> bool:
    """Whether nothing about the place makes the mark one that is meant."""
    mark, body = match["mark"], match["body"]
    before = read.before(match.start())
    if before in _BEFORE_MARK or (before.isascii() and before.isalnum()):
        return False
    if mark == "__":
        return match["close"] != "__"
    if mark == ".":
        acronym = body.isupper() and len(body) <= _LONGEST_ACRONYM
        bracketed = before + read.after(match.end()) in ("()", "（）")
        an_ending = len(body) <= _LONGEST_ENDING and not 0 < english.rank(body) <= _EVERYDAY
        a_file = (bracketed and an_ending) or opening(params.files).match(read.text, match.end()) is not None
        unspoken = body.islower() and not _VOWEL.search(body)
        return not (acronym or a_file or unspoken or body.lower() in word_list(params.dots))
    return True


def _is_name(read: Reading, start: int, end: int) -> bool:
    """Whether what stands there with underscores is a name of a program, such as _size or __init.

    A name stands by itself; a mark that came instead of a space stands on Chinese or in an English phrase.
    """
    text = read.text
    if "_" not in text[start:end]:
        return False
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    if any(not (char.isascii() or char.isspace() or char in MASKS) for char in around):
        return False
    in_phrase = _PHRASE_BEFORE.search(text, max(0, start - _LONGEST_WORD), start) or _PHRASE_BEHIND.match(
        text, end
    )
    return not in_phrase or "__" in text[start:end]


def _slashed(read: Reading, params: StrayParams) -> Iterator[_Stray]:
    """Words behind a slash that offers no choice; folders and commands do not count."""
    for match in _SLASHED.finditer(read.text):
        word = match["one"] or match["both"]
        if (
            english.is_word(word)
            and word not in word_list(params.folders)
            and not opening(params.called).match(read.text, match.end())
        ):
            yield *match.span(), word, []


def _trailing(read: Reading, terms: frozenset[str]) -> Iterator[_Stray]:
    for match in _TRAILED.finditer(read.text):
        word = _LAST_WORD.search(read.text[max(0, match.start() - _LONGEST_WORD) : match.start()])
        if word and (english.is_word(word[0]) or word[0].lower() in terms):
            start = match.start() - len(word[0])
            if not _is_name(read, start, match.end()):
                yield start, match.end(), word[0], [match.span()]
