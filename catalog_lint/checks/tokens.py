"""Broken tokens: pieces of foreign words, stray marks, identifiers, half-translated compounds, split words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from catalog_lint.catalog.model import Prose
from catalog_lint.checks.latin import HAN, LETTERS, Reading, Word, is_han, reading, word_list
from catalog_lint.language import english, phrases
from catalog_lint.rule import DataFile, Hit, Related
from catalog_lint.source import Edit, Span

_CODE_BEFORE = frozenset("0123456789_./\\@#$%+=~<{[:&'’-")
_CODE_AFTER = frozenset("0123456789_/\\@#$+=~<>{[&")
_VIETNAMESE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1e00-\u1eff]")
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
        if not _readable(read, word) or word.text.lower() in listed:
            continue
        whole, sure = _whole(read, word)
        if whole and sure == params.sure:
            shown = _shown(read, word.text)
            related = () if shown is None else (Related(read.span(shown.start, shown.end), shown.text),)
            span = read.span(word.start, word.end)
            yield Hit(span, {"found": word.text, "word": shown.text if shown else whole}, related=related)


def _readable(read: Reading, word: Word) -> bool:
    text = word.text
    if len(text) < 3 or read.before(word.start) in _CODE_BEFORE - {"-"}:
        return False
    after = read.after(word.end)
    if after in _CODE_AFTER or (after in ".:-'" and read.after(word.end + 1).isalnum()):
        return False
    return text.lower() not in read.title_words


def _whole(read: Reading, word: Word) -> tuple[str, bool]:
    """The word that a fragment was, and whether that is sure; "" where it is no fragment."""
    text = word.text
    if _VIETNAMESE.search(text):
        touches = is_han(read.before(word.start)) or is_han(read.after(word.end))
        return (text, True) if touches else ("", False)
    if not (text.isascii() and text.islower()) or english.is_word(text):
        return "", False
    before, after = read.before(word.start), read.after(word.end)
    ending = english.word_ending_in(text) if len(text) > 3 else ""
    if is_han(before):
        return _fused_behind(text, ending)
    if len(text) < 4 or before == "-":
        return "", False
    lost = len(ending) - len(text)
    if ending and english.rank(ending) and lost <= (3 if len(text) > 6 else 2):
        plausible = english.rank(ending) <= (20_000 if is_han(after) else 12_000)
        return ending, plausible and (is_han(after) or len(text) > 4)
    if is_han(after) and len(text) > 6:
        beginning = english.word_beginning_with(text)
        return beginning, bool(english.rank(beginning))
    return "", False


def _fused_behind(text: str, ending: str) -> tuple[str, bool]:
    if ending:
        return ending, True
    for at in (1, 2):
        rest = text[at:]
        if len(rest) > 4 and (english.is_word(rest) or english.word_ending_in(rest)):
            return english.word_ending_in(rest) or rest, True
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


def stray_marks(prose: Prose, params: StrayParams) -> Iterator[Hit]:
    """A period, colon or underscore in front of a word; an underscore on either side of it."""
    read = reading(prose)
    if read is None:
        return
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
        if _identifies(text, [part.lower() for part in parts], word_list(params.heads)):
            words = " ".join(part.lower() for part in parts)
            yield Hit(read.span(*match.span()), {"found": text, "word": words})


def _identifies(text: str, parts: list[str], heads: frozenset[str]) -> bool:
    if "_" in text:
        return all(len(part) > 1 for part in parts) and any(len(part) > 3 for part in parts)
    if text[0].islower():
        return len(parts[0]) > 2 and all(len(part) > 1 for part in parts[1:]) and len(text) > 6
    return parts[-1] in heads and all(len(part) > 3 for part in parts)


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
            start, end = match.span("head") if match["head"] else match.span("tail")
            start, end = (start - 3, end) if match["head"] else (start, end + 3)
            start, end = max(start, match.start()), min(end, match.end())
            yield Hit(read.span(start, end), {"found": match[0], "word": word})


class SplitParams(BaseModel, extra="forbid", frozen=True):
    """Nothing to set."""


_SPLIT = re.compile(
    rf"(?<![{HAN}][ \t])(?P<left>[{HAN}]+)[ \t](?P<right>[{HAN}]+)(?![{HAN}]|[ \t][{HAN}])"
)


def split_words(prose: Prose, _params: SplitParams) -> Iterator[Hit]:
    """A Chinese word that a blank splits: joined it is a word and the entry writes it so elsewhere."""
    text = prose.text
    if " " not in text and "\t" not in text:
        return
    for match in _SPLIT.finditer(text):
        left, right = match["left"], match["right"]
        if len(left) != 1 and len(right) != 1:
            continue
        joined = left[-1] + right[0]
        elsewhere = text.count(joined)
        if elsewhere and phrases.is_phrase(joined) and (len(left) == 1 or elsewhere > 1):
            start = match.end("left") - 1
            end = match.start("right") + 1
            blank = Span(match.end("left"), match.start("right"))
            values = {"found": text[start:end], "expected": joined}
            yield Hit(Span(start, end), values, edits=(Edit(blank, ""),))
