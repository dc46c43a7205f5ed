"""Broken tokens: pieces of foreign words, stray marks, identifiers, half-translated and split words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from catalog_lint.catalog.model import Prose
from catalog_lint.checks.latin import HAN, LETTERS, Reading, Word, is_han, reading, standing, word_list
from catalog_lint.language import english
from catalog_lint.rule import DataFile, Hit, Related
from catalog_lint.source import Edit, Span

_VIETNAMESE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1e00-\u1eff]")
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
    listed = word_list(params.terms) | word_list(params.names)
    for word in read.words:
        if len(word.text) < 3 or not standing(read, word) or word.text.lower() in listed:
            continue
        whole, sure = piece_of(read, word)
        if whole and sure == params.sure:
            shown = _shown(read, word.text)
            related = () if shown is None else (Related(read.span(shown.start, shown.end), shown.text),)
            span = read.span(word.start, word.end)
            yield Hit(span, {"found": word.text, "word": shown.text if shown else whole}, related=related)


def piece_of(read: Reading, word: Word) -> tuple[str, bool]:
    """The word that a fragment was, and whether that is sure; "" where it is no fragment."""
    text = word.text
    if _VIETNAMESE.search(text):
        touches = is_han(read.before(word.start)) or is_han(read.after(word.end))
        return (text, True) if touches else ("", False)
    if not (text.isascii() and text.islower()) or english.is_word(text):
        return "", False
    before, after = read.before(word.start), read.after(word.end)
    ending = english.word_ending_in(text) if len(text) > 3 else ""
    if is_han(before) and before not in _FUNCTION:
        return _fused_behind(text, ending)
    if len(text) < 4 or before == "-":
        return "", False
    lost = len(ending) - len(text)
    if ending and english.rank(ending) and lost <= (3 if len(text) > 5 else 2):
        touches = is_han(before) or is_han(after)
        plausible = english.rank(ending) <= (20_000 if touches else 12_000)
        return ending, plausible and (touches or len(text) > 4)
    if is_han(after) and len(text) > 6:
        beginning = english.word_beginning_with(text)
        return beginning, bool(english.rank(beginning))
    return "", False


def _fused_behind(text: str, ending: str) -> tuple[str, bool]:
    if ending:
        return ending, True
    for at in (1, 2):
        rest = text[at:]
        whole = english.word_ending_in(rest) if len(rest) > 4 else ""
        if whole or (len(rest) > 4 and english.is_word(rest)):
            return whole or rest, True
    if len(text) > 4:
        beginning = english.word_beginning_with(text)
        return beginning, len(text) > 6 and bool(english.rank(beginning))
    return "", False


def _shown(read: Reading, fragment: str) -> Word | None:
    """A longer word of the same entry that the fragment is the end or the beginning of."""
    low = fragment.lower()
    for word in read.words:
        other = word.text.lower()
        if len(other) > len(low) + 1 and other.endswith(low) and english.is_word(other):
            return word
    return None


class StrayParams(BaseModel, extra="forbid", frozen=True):
    """`dots`: names that begin with a period (.NET, .env, endings of files and domains)."""

    terms: DataFile
    dots: DataFile


_MARKED = re.compile(
    rf"(?<![A-Za-z0-9_.…/\\@#$%+=~<)\]}}\"'`:-])(?P<mark>\.|:|_{{1,2}})"
    rf"(?P<body>[{LETTERS}]+(?:_[{LETTERS}]+)*)(?P<close>_{{0,2}})(?![0-9A-Za-z_\\/=]|[.:(][A-Za-z0-9)]|:)"
)

_TRAILED = re.compile(
    rf"(?<![0-9{LETTERS}_./\\@#$%+=~<-])(?P<body>[{LETTERS}]{{3,}})_{{1,2}}(?![0-9{LETTERS}_\\/=^{{])"
)


def stray_marks(prose: Prose, params: StrayParams) -> Iterator[Hit]:
    """A period, colon or underscore in front of a word, an underscore behind it."""
    read = reading(prose)
    if read is None:
        return
    for match in _TRAILED.finditer(read.text):
        body = match["body"]
        if english.is_word(body) or body.lower() in word_list(params.terms):
            edit = Edit(read.span(match.end("body"), match.end()), "")
            yield Hit(read.span(*match.span()), {"found": match[0], "word": body}, edits=(edit,))
    for match in _MARKED.finditer(read.text):
        mark, body, close = match["mark"], match["body"], match["close"]
        before = read.before(match.start())
        if len(body) < 3 or (mark == "__" and close == "__"):
            continue
        if mark == ":" and not (before == "" or before in " \t\n（("):
            continue
        if mark == "." and (body.lower() in word_list(params.dots) or body.isupper()):
            continue
        parts = body.lower().split("_")
        known = all(english.is_word(part) or part in word_list(params.terms) for part in parts)
        if not known and not (len(parts) > 1 or is_han(before)):
            continue
        edits = []
        if known and len(parts) == 1:
            edits = [Edit(read.span(match.start("mark"), match.end("mark")), "")]
            if close:
                edits.append(Edit(read.span(match.start("close"), match.end("close")), ""))
        yield Hit(read.span(*match.span()), {"found": match[0], "word": body}, edits=tuple(edits))


class IdentifierParams(BaseModel, extra="forbid", frozen=True):
    """`heads`: nouns that end a concept, not a product (Strategy, Learning)."""

    names: DataFile
    heads: DataFile


_IDENTIFIER = re.compile(
    r"(?<![A-Za-z0-9_.…/\\@#$%+=~<'’`-])[A-Za-z]+(?:_[A-Za-z]+)*(?![A-Za-z0-9_\\/=@(<>{\[-]|[.:][A-Za-z0-9/])"
)


_CALLED = re.compile(
    r"\s?(?:函[數数]|[參参][數数]|[變变][數数]|[檔文][案件]|[欄字][位段]|指令|命令|方法|[類类][別别]?|物件"
    r"|[對对]象|目[錄录]|[環环]境)"
)


def identifiers(prose: Prose, params: IdentifierParams) -> Iterator[Hit]:
    """Programming identifiers and glued words in prose."""
    read = reading(prose)
    if read is None:
        return
    names = word_list(params.names)
    for match in _IDENTIFIER.finditer(read.text):
        text = match[0]
        if text.islower() and "_" not in text:
            continue
        parts = [part for piece in text.split("_") for part in _PARTS.findall(piece)]
        if len(parts) < 2 or len("".join(parts)) + text.count("_") != len(text):
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
        if _identifies(text, [part.lower() for part in parts], word_list(params.heads)):
            words = " ".join(part.lower() for part in parts)
            yield Hit(read.span(*match.span()), {"found": text, "word": words})


def _in_brackets(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at) + 1
    return text.rfind("[", line, at) > text.rfind("]", line, at)


_PREFIXES = frozenset("auto deep hyper macro mega meta micro mini multi nano open semi super ultra".split())


def _identifies(text: str, parts: list[str], heads: frozenset[str]) -> bool:
    if "_" in text:
        return all(len(part) > 1 for part in parts) and any(len(part) > 3 for part in parts)
    if text[0].islower():
        return len(parts[0]) > 2 and all(len(part) > 1 for part in parts[1:]) and len(text) > 6
    return parts[-1] in heads and parts[0] not in _PREFIXES and all(len(part) > 3 for part in parts)


class CompoundParams(BaseModel, extra="forbid", frozen=True):
    """`heads`: what English hangs on a noun with a hyphen (based, driven); `terms`: names and terms."""

    terms: DataFile
    heads: DataFile


_HYPHENED = re.compile(
    rf"(?P<han>[{HAN}]{{1,6}})[-‐‑]\s?(?P<head>[A-Za-z]{{3,}})(?![A-Za-z0-9-])"
    rf"|(?<![A-Za-z0-9._-])(?P<tail>[a-z]{{4,}})[-‐‑](?P<rest>[{HAN}]{{1,4}})"
)


def half_translated(prose: Prose, params: CompoundParams) -> Iterator[Hit]:
    """Compounds with a hyphen, of which one half is Chinese and the other an English word."""
    read = reading(prose)
    if read is None:
        return
    terms, heads = word_list(params.terms), word_list(params.heads)
    for match in _HYPHENED.finditer(read.text):
        word = match["head"] or match["tail"]
        low = word.lower()
        if low in terms and low not in heads:
            continue
        if low in heads or (word.islower() and english.rank(low) and match["head"]):
            start = max(match.start(), match.start("head") - 3) if match["head"] else match.start()
            end = match.end() if match["head"] else min(match.end(), match.end("tail") + 3)
            yield Hit(read.span(start, end), {"found": read.text[start:end], "word": word})


class SplitParams(BaseModel, extra="forbid", frozen=True):
    """Nothing to set."""


_SPLIT = re.compile(
    rf"(?<![{HAN}][ \t])(?<![{HAN}])(?P<left>[{HAN}]+)[ \t](?P<right>[{HAN}]+)(?![{HAN}]|[ \t][{HAN}])"
)


def split_words(prose: Prose, _params: SplitParams) -> Iterator[Hit]:
    """A Chinese word that a blank splits: one side is a single character, the entry writes the word whole."""
    text = prose.text
    for match in _SPLIT.finditer(text):
        left, right = match["left"], match["right"]
        if len(left) > 1 and len(right) > 1:
            continue
        if len(left) == len(right) or {left, right} & _FUNCTION:
            continue
        joined = left[-1] + right[0]
        if joined in text:
            start, end = match.end("left") - 1, match.start("right") + 1
            blank = Span(match.end("left"), match.start("right"))
            yield Hit(
                Span(start, end), {"found": text[start:end], "expected": joined}, edits=(Edit(blank, ""),)
            )
