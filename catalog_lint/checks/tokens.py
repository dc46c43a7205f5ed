"""Broken tokens: pieces of foreign words, stray marks, identifiers, half-translated and split words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel

from catalog_lint.catalog.model import Prose
from catalog_lint.checks.latin import (
    LETTERS,
    LONGEST_WORD,
    WORD,
    Reading,
    Word,
    has_han,
    is_han,
    reading,
    standing,
    word_list,
)
from catalog_lint.diagnostic import Hit, Related
from catalog_lint.language import english
from catalog_lint.language.han import HAN
from catalog_lint.rule.contract import DataFile, NoParams
from catalog_lint.source import Edit, Span

# Words of one character that stand in front of a whole word; behind others stands the rest of one.
_FUNCTION = frozenset(
    "的了是在有為为以用如和或及與与跟同並并而但對对從从到向於于把將将被讓让使由按當当若含加之等這这那其中"
)
_PARTS = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


class FragmentParams(BaseModel, extra="forbid", frozen=True):
    """`terms`, `names`: lists of what is written in English on purpose. `sure`: which half to yield."""

    terms: DataFile
    names: DataFile
    sure: bool = True


def fragments(prose: Prose, params: FragmentParams) -> Iterator[Hit]:
    """Pieces of foreign words, fused to Chinese or with their first letters lost."""
    read = reading(prose)
    if read is None:
        return
    shared = prose.shared("fragments")
    if "found" not in shared:
        shared["found"] = list(_pieces(read, word_list(params.terms), word_list(params.names)))
        shared["wholes"] = _wholes(read, word_list(params.terms)) if shared["found"] else {}
    for word, whole, sure in shared["found"]:
        if sure == params.sure:
            shown = shared["wholes"].get(word.text)
            related = () if shown is None else (Related(read.span(shown.start, shown.end), shown.text),)
            span = read.span(word.start, word.end)
            guess = shown.text if shown else _titled(read, word.text) or whole
            yield Hit(span, {"found": word.text, "word": guess}, related=related)


def _pieces(read: Reading, terms: frozenset[str], names: frozenset[str]) -> Iterator[tuple[Word, str, bool]]:
    for word in read.words:
        text = word.text
        if not 3 <= len(text) <= LONGEST_WORD or not text.islower() or text in terms or text in names:
            continue
        if english.is_word(text):
            whole = rest_of(read, word)
            if whole and standing(read, word):
                yield word, whole, True
            continue
        if standing(read, word) or _fused(read, word):
            whole, sure = piece_of(read, word, terms)
            if whole:
                yield word, whole, sure


def _fused(read: Reading, word: Word) -> bool:
    """Whether a word stands on Chinese with a period and the next word behind it (評luation.Methods)."""
    before = read.before(word.start)
    return (
        is_han(before) and before not in _FUNCTION and read.text[word.end : word.end + 2].strip(".").istitle()
    )


class ForeignParams(BaseModel, extra="forbid", frozen=True):
    """`loans`: words with such letters that English or Chinese texts use."""

    loans: DataFile


_SOUNDS = ("/", "\u02c8", "\u02cc")
"""What stands in front of how a word sounds: a slash, the marks of stress."""
_FOREIGN = re.compile(rf"[{LETTERS}]+(?:[ \t][{LETTERS}]+)*")
_NOT_ASCII = re.compile("[^\x00-\x7f]")


def foreign_words(prose: Prose, params: ForeignParams) -> Iterator[Hit]:
    """Words in lower case with letters that English has not, in a Chinese sentence."""
    if prose.text.isascii():
        return
    read = reading(prose)
    if read is None or not _LATIN_BEYOND.search(read.text) or read.mostly_foreign:
        return
    loans = word_list(params.loans)
    for line in read.lines:
        text = read.text[line[0] : line[1]]
        if not (_LATIN_BEYOND.search(text) and has_han(text)):
            continue
        for match in _FOREIGN.finditer(read.text, *line):
            words = [word for word in WORD.finditer(match[0]) if _NOT_ASCII.search(word[0])]
            odd = [w for w in words if _is_odd(read, match.start(), w) and w[0] not in loans]
            if read.before(match.start()) in _SOUNDS:
                continue
            if not odd or len(odd) < len(words) or _explained(read, match.span(), line):
                continue
            start, end = match.start() + odd[0].start(), match.start() + odd[-1].end()
            yield Hit(read.span(start, end), {"found": read.text[start:end]})


def _is_odd(read: Reading, offset: int, word: re.Match[str]) -> bool:
    """Whether a word with accents is no name: in lower case, or Vietnamese and fused to Chinese."""
    text = word[0]
    if len(text) < 2:
        return False
    fused = is_han(read.before(offset + word.start())) or is_han(read.after(offset + word.end()))
    return text.islower() or (fused and _VIETNAMESE.search(text) is not None)


_VIETNAMESE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_LATIN_BEYOND = re.compile("[\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff]")


def _explained(read: Reading, run: tuple[int, int], line: tuple[int, int]) -> bool:
    """Whether a run stands in brackets without Chinese, or right behind an opening quotation mark."""
    content = read.bracketed(*run, line)
    if content is not None and not has_han(read.text[slice(*content)]):
        return True
    return run[0] > line[0] and read.before(run[0]) in "「『“‘\"'《"


_FEW = 3


def piece_of(read: Reading, word: Word, terms: frozenset[str]) -> tuple[str, bool]:
    """The word that a fragment was, and whether that is sure; "" where it is no fragment."""
    text = word.text
    if not (text.isascii() and text.islower()) or english.is_word(text):
        return "", False
    before, after = read.before(word.start), read.after(word.end)
    ending = english.word_ending_in(text) if len(text) > 3 else ""
    touches = is_han(before) or is_han(after)
    term = _term_with(text, terms) if touches and len(text) > 6 else ""
    if term:
        return term, True
    if is_han(before) and before not in _FUNCTION:
        return _fused_behind(text, ending)
    if len(text) < 4 or before == "-":
        return "", False
    lost = len(ending) - len(text)
    if ending and len(text) > 5 and lost <= _FEW:
        return ending, True
    if ending and english.rank(ending) and lost <= (3 if len(text) > 5 else 2) + 2 * touches:
        plausible = english.rank(ending) <= (20_000 if touches else 12_000)
        return ending, plausible and (touches or len(text) > 4)
    if is_han(after) and len(text) > 6:
        beginning = english.word_beginning_with(text)
        return beginning, bool(english.rank(beginning))
    return "", False


@lru_cache(2_000)
def _term_with(text: str, terms: frozenset[str]) -> str:
    """The shortest term of one word that a fragment begins or ends, "" without one."""
    longer = [
        term
        for term in terms
        if 0 < len(term) - len(text) < 5 and term.isalpha() and (term.endswith(text) or term.startswith(text))
    ]
    return min(longer, key=lambda term: (len(term), term), default="")


def rest_of(read: Reading, word: Word) -> str:
    """The far commoner word that lost one letter to the Chinese in front (學 + earning), "" without one.

    A building block of medicine's words there (酮 + genesis) is the rest of a compound too.
    """
    text, before = word.text, read.before(word.start)
    if len(text) < 5 or not is_han(before) or before in _FUNCTION:
        return ""
    if text in _COMBINING:
        return english.word_ending_in(text)
    if len(text) < 6:
        return ""
    for first in _ALPHABET:
        whole = first + text
        if english.rank(whole) and english.rank(whole) * 8 < (english.rank(text) or _RARE):
            return whole
    return ""


_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_RARE = 80_000
_COMBINING = frozenset(
    "amine biotic clastic genesis genetic genic lysis oxidant phobia plasia plastic porosis trophic".split()
)


def _fused_behind(text: str, ending: str) -> tuple[str, bool]:
    if ending:
        return ending, True
    glued = any(
        english.rank(text[at:]) and english.word_ending_in(text[:at]) for at in range(4, len(text) - 3)
    )
    if glued:
        return text, True
    for at in (1, 2):
        rest = text[at:]
        whole = english.word_ending_in(rest) if len(rest) > 4 else ""
        if whole or (len(rest) > 4 and english.is_word(rest)):
            return whole or rest, True
    if len(text) > 4:
        beginning = english.word_beginning_with(text)
        return beginning, len(text) > 6 and bool(english.rank(beginning))
    return "", False


def _wholes(read: Reading, terms: frozenset[str]) -> dict[str, Word]:
    """By each ending of the entry's known words, the first of them that has it."""
    first: dict[str, Word] = {}
    for word in read.words:
        if len(word.text) <= LONGEST_WORD:
            first.setdefault(word.text.lower(), word)
    endings: dict[str, Word] = {}
    for text, word in first.items():
        if english.is_word(text) or text in terms:
            for at in range(1, len(text)):
                endings.setdefault(text[at:], word)
    return endings


def _titled(read: Reading, fragment: str) -> str:
    """A longer word of the title that the fragment is the end of."""
    return next(
        (word for word in sorted(read.title_words) if len(word) > len(fragment) and word.endswith(fragment)),
        "",
    )


class StrayParams(BaseModel, extra="forbid", frozen=True):
    """`terms`: words that are right though no dictionary has them.

    `dots`: names that begin with a period (.NET, .env, endings of files and domains).
    """

    terms: DataFile
    dots: DataFile


_MARKED = re.compile(
    rf"(?P<mark>\.|:|_{{1,2}})"
    rf"(?P<body>[{LETTERS}]+(?:_[{LETTERS}]+)*)(?P<close>_{{0,2}})(?![0-9A-Za-z_\\/=]|[.:(][A-Za-z0-9)]|:(?!\s))"
)
_TRAILED = re.compile(rf"(?<=[{LETTERS}])_{{1,2}}(?![0-9{LETTERS}_\\/=^{{])")
_BEFORE_MARK = frozenset("0123456789_.…/\\@#$%+=~<)]}\"'`:-")
_LAST_WORD = re.compile(rf"(?<![0-9{LETTERS}_./\\@#$%+=~<-])[{LETTERS}]{{3,}}\Z")


def stray_marks(prose: Prose, params: StrayParams) -> Iterator[Hit]:
    """A period, colon, underscore or slash in front of a word, an underscore or slash behind it."""
    read = reading(prose)
    if read is None:
        return
    for start, end, word, marks in _known_strays(prose, read, params.terms, params.dots):
        edits = tuple(Edit(read.span(*mark), "") for mark in marks)
        yield Hit(read.span(start, end), {"found": read.text[start:end], "word": word}, edits=edits)


def stray_places(prose: Prose, read: Reading, terms: Path, dots: Path) -> frozenset[int]:
    """The offsets of the marks that `stray_marks` would drop."""
    found = _known_strays(prose, read, terms, dots)
    return frozenset(at for *_, marks in found for mark in marks for at in range(*mark))


_Stray = tuple[int, int, str, list[tuple[int, int]]]


_OF_A_FILE = re.compile(" ?(?:檔|文件|副檔名|格式|單元|軟體包|套件)")


def _known_strays(prose: Prose, read: Reading, terms: Path, dots: Path) -> list[_Stray]:
    known = prose.shared("stray marks")
    if "found" not in known:
        known["found"] = list(_strays(read, word_list(terms), word_list(dots)))
    found: list[_Stray] = known["found"]
    return found


def _strays(read: Reading, terms: frozenset[str], dots: frozenset[str]) -> Iterator[_Stray]:
    """Where a marked word stands, the word, and the marks that may go."""
    if "_" in read.text:
        yield from _trailing(read, terms)
    if "/" in read.text:
        yield from _slashed(read)
    for match in _MARKED.finditer(read.text):
        mark, body, close = match["mark"], match["body"], match["close"]
        before = read.before(match.start())
        if len(body) < 3 or (mark == "__" and close == "__"):
            continue
        if before in _BEFORE_MARK or (before.isascii() and before.isalnum()):
            continue
        if mark == ":" and not (before == "" or before in " \t\n（("):
            continue
        if mark == "." and (
            body.lower() in dots
            or (body.isupper() and len(body) < 5)
            or _OF_A_FILE.match(read.text, match.end())
        ):
            continue
        parts = body.lower().split("_")
        known = all(english.is_word(part) or part in terms for part in parts)
        if not known and not (len(parts) > 1 or is_han(before)):
            continue
        marks = []
        if known and len(parts) == 1:
            marks = [match.span("mark"), match.span("close")] if close else [match.span("mark")]
        yield *match.span(), body, marks


_SLASHED = re.compile(
    rf"/(?:(?<=[與与和及或其括為为是使]/)(?P<one>[a-z]{{4,}})|(?<=[{HAN}]/)(?P<both>[a-z]{{4,}})/(?=[{HAN}]))"
    r"(?![A-Za-z0-9_/.-])"
)
_FOLDERS = frozenset("boot home media proc root sbin temp".split())


def _slashed(read: Reading) -> Iterator[_Stray]:
    """Words behind a slash where nothing stands to choose from; folders and commands are none."""
    for match in _SLASHED.finditer(read.text):
        word = match["one"] or match["both"]
        if english.is_word(word) and word not in _FOLDERS and not _CALLED.match(read.text, match.end()):
            yield *match.span(), word, []


def _trailing(read: Reading, terms: frozenset[str]) -> Iterator[_Stray]:
    for match in _TRAILED.finditer(read.text):
        word = _LAST_WORD.search(read.text[max(0, match.start() - 40) : match.start()])
        if word and (english.is_word(word[0]) or word[0].lower() in terms):
            yield match.start() - len(word[0]), match.end(), word[0], [match.span()]


class IdentifierParams(BaseModel, extra="forbid", frozen=True):
    """`names`: what is called so; `heads`: nouns that end a concept, not a product (Strategy, Learning)."""

    names: DataFile
    heads: DataFile


_IDENTIFIER = re.compile(
    r"(?<![A-Za-z0-9_.…/\\@#$%+=~<'’`-])(?=[A-Za-z]*(?:_|[a-z][A-Z]|[A-Z]{2}[a-z]))"
    r"[A-Za-z]+(?:_[A-Za-z]+)*(?![A-Za-z0-9_\\/=@(<>{\[-]|[.:][A-Za-z0-9/])"
)


_IDENTIFYING = re.compile("[a-z][A-Z]|[A-Za-z]_[A-Za-z]")
_CALLED = re.compile(
    r"\s?(?:函[數数]|[參参][數数]|[變变][數数]|[檔文][案件]|[欄字][位段]|指令|命令|方法|[類类][別别]?|物件"
    r"|[對对]象|目[錄录]|[環环]境)"
)


def identifiers(prose: Prose, params: IdentifierParams) -> Iterator[Hit]:
    """Programming identifiers and glued words in prose."""
    read = reading(prose)
    if read is None:
        return
    if not _IDENTIFYING.search(read.text):
        return
    names = word_list(params.names)
    for match in _IDENTIFIER.finditer(read.text):
        text = match[0]
        parts = [part for piece in text.split("_") for part in _PARTS.findall(piece)]
        if not 2 <= len(parts) <= _MOST_PARTS or len("".join(parts)) + text.count("_") != len(text):
            continue
        low = text.lower()
        if low in names or low in read.title.lower() or not all(map(english.is_word, parts)):
            continue
        if _in_brackets(read.text, match.start()) or (
            match.start() in read.edges and match.end() in read.edges
        ):
            continue
        if "_" in text and (text.isupper() or _CALLED.match(read.text, match.end())):
            continue
        if text[0].isupper() and "_" not in text and _LISTED.search(_around(read, match)):
            continue
        if _identifies(text, [part.lower() for part in parts], word_list(params.heads)):
            words = " ".join(part.lower() for part in parts)
            yield Hit(read.span(*match.span()), {"found": text, "word": words})


_MOST_PARTS = 8
_LISTED = re.compile("[a-z][A-Z][A-Za-z]*[、,] ?\0|\0[、,] ?[A-Z][a-z]+[A-Z]")


def _around(read: Reading, match: re.Match[str]) -> str:
    """What stands before and behind an identifier, and a NUL for itself."""
    before, after = max(0, match.start() - 40), match.end() + 40
    return f"{read.text[before : match.start()]}\0{read.text[match.end() : after]}"


_CODE_ENDINGS = frozenset("exception factory handler id listener uri".split())


def _in_brackets(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at) + 1
    return text.rfind("[", line, at) > text.rfind("]", line, at)


_PREFIXES = frozenset("auto deep hyper macro mega meta micro mini multi nano open semi super ultra".split())


# Nouns that say what something does; those that products are called by are left out.
_ABSTRACT = re.compile(
    r"(?<!sta)(?<!mo)(?<!na)(?<!atten)(?<!diffu)(?<!vi)(?<!evolu)(?<!fu)(?<!ac)(?<!edi)(?<!revolu)(?<!solu)"
    r"(?:tion|sion|ment|ness|ity|ance|ence|ysis)\Z"
)


def _identifies(text: str, parts: list[str], heads: frozenset[str]) -> bool:
    if "_" in text:
        return all(len(part) > 1 for part in parts) and any(len(part) > 3 for part in parts)
    if text[0].islower():
        return len(parts[0]) > 2 and all(len(part) > 1 for part in parts[1:]) and len(text) > 6
    if parts[-1] in _CODE_ENDINGS:
        return True
    return (
        (
            parts[-1] in heads
            or parts[-1].removesuffix("s") in heads
            or _ABSTRACT.search(parts[-1]) is not None
        )
        and parts[0] not in _PREFIXES
        and all(len(part) > 3 for part in parts)
    )


class CompoundParams(BaseModel, extra="forbid", frozen=True):
    """`heads`: what English hangs on a noun with a hyphen (based, driven); `terms`: names and terms."""

    terms: DataFile
    heads: DataFile


_HYPHENED = re.compile(
    rf"[-‐‑](?:\s?(?P<head>[A-Za-z]{{3,}})(?:-[a-z]+)*(?![A-Za-z0-9-])|(?P<rest>[{HAN}]{{1,3}}))"
)
_TAIL = re.compile(r"(?<![A-Za-z0-9._-])[A-Za-z]?[a-z]{3,}\Z")
_HYPHENED_PREFIXES = frozenset("anti cross inter intra multi over self semi super under".split())


def half_translated(prose: Prose, params: CompoundParams) -> Iterator[Hit]:
    """Compounds with a hyphen, of which one half is Chinese and the other an English word."""
    read = reading(prose)
    if read is None:
        return
    terms, heads = word_list(params.terms), word_list(params.heads)
    for match in _HYPHENED.finditer(read.text):
        word = match["head"]
        start = match.start()
        if word:
            if not is_han(read.before(start)):
                continue
            while start > match.start() - 2 and is_han(read.before(start)):
                start -= 1
        else:
            tail = _TAIL.search(read.text[max(0, start - 30) : start])
            if tail is None:
                continue
            word = tail[0]
            start -= len(word)
        low = word.lower()
        if (
            low in heads
            or (low in _HYPHENED_PREFIXES and not match["head"])
            or (low not in terms and match["head"] and word.islower() and english.rank(low))
        ):
            found = read.text[start : match.end()]
            yield Hit(read.span(start, match.end()), {"found": found, "word": word})


_SPLIT = re.compile(rf"[ \t](?=(?P<right>[{HAN}]+)(?![{HAN}]|[ \t][{HAN}]))")
_LEFT = re.compile(rf"(?<![{HAN}][ \t])(?<![{HAN}])[{HAN}]+\Z")
_LONGEST_SIDE = 40
_SHARE_TOGETHER = 0.25
"""How many of the places of the rarer of two characters must be beside the other for them to be one word."""


def split_words(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """A Chinese word that a blank splits: one side is a single character, the entry writes the word whole."""
    text = prose.text
    for match in _SPLIT.finditer(text):
        if not is_han(text[match.start() - 1 : match.start()]):
            continue
        before = _LEFT.search(text[max(0, match.start() - _LONGEST_SIDE) : match.start()])
        left, right = before[0] if before else "", match["right"]
        if not left or (len(left) > 1) == (len(right) > 1) or {left, right} & _FUNCTION:
            continue
        joined = left[-1] + right[0]
        together = text.count(joined)
        if together and together >= _SHARE_TOGETHER * min(text.count(left[-1]), text.count(right[0])):
            start, end = match.start() - 1, match.end() + 1
            values = {"found": text[start:end], "expected": joined}
            yield Hit(Span(start, end), values, edits=(Edit(Span(*match.span()), ""),))
