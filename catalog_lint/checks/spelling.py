"""Misspelled English words, near misses of names, and spellings that the configuration teaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.model import Entry, Prose
from catalog_lint.checks.fragments import PieceParams, piece_of
from catalog_lint.checks.known import KnownParams, is_known
from catalog_lint.checks.latin import Reading, Word, is_han, reading, standing
from catalog_lint.checks.lists import affixes, opening, spellings, word_list, words_of
from catalog_lint.diagnostic import Hit
from catalog_lint.language import english, english_terms
from catalog_lint.language.english_corrections import correction, distance, one_edit
from catalog_lint.language.terms import taught as taught_in
from catalog_lint.rule.contract import DataFile, NoParams, collects
from catalog_lint.rule.wordlists import words
from catalog_lint.source import Edit, Span

_SHORTEST = 6
_SHORTEST_TERM = 8
"""A shorter word may be one letter beside a term by chance."""
_SHORTEST_PART = 4
"""A shorter rest behind a prefix, or before a suffix, is in too many words."""
_MOST_BEFORE = 3
_LONG = 9
_VOWELS = "aeiouy"
_PART = 12_000
_EVERYDAY = 5_000
_OTHER_INITIAL = 8_000
_CAPITALISED, _CAPITALISED_LONG = 12_000, 40_000
"""What a word may be meant for is no rarer than this, by its rank: with another initial; with a capital, by
the word's length."""
_MOST_SLIPS = 2
"""A capitalised word that stands more often in a text is a name there, however near a term it is."""
_NEAR = 40
"""How far, in characters, unknown words around one say that none of them is meant for another."""
_ENTRIES_OF_A_NAME = 3
_ENTRIES_OF_A_WORD = 5
"""So many entries that write an unknown word alike make it a name, a word in lower case one of a trade."""
_TIMES_OF_A_NAME = 5
_TIMES_MORE = 3
"""So often in one text, and so many times oftener than what it may be meant for, a spelling is a name's."""


class MisspelledParams(PieceParams):
    """`affixes`: what makes another word of a known one; `commands`: nouns behind the name of a program.

    `kinds`: what stands behind a name (公司); `endings`: how words end that are no names though a capital
    opens them.
    """

    affixes: DataFile
    commands: DataFile
    kinds: DataFile
    endings: DataFile


def _suspects(entry: Entry, params: MisspelledParams) -> list[list[Any]] | None:
    """Words that are probably misspelled, each with its place, what was meant and whether that is a term."""
    read = reading(entry.prose)
    if read is None:
        return None
    found = []
    for index, word in enumerate(read.words):
        right = _meant(read, index, params)
        if right:
            shown = right.capitalize() if word.text.istitle() else right
            span = read.span(word.start, word.end)
            found.append([word.text, span.start, span.end, shown, right in words_of(params.terms)])
    return found or None


@collects(_suspects)
def misspelled(facts: Sequence[Facts], params: MisspelledParams) -> Iterator[Hit]:
    """Unknown English words that are one or two letters away from a common one.

    What several entries write alike is a name, unless it misses a term of the field.
    """
    entries = Counter(text for one in facts for text in {suspect[0] for suspect in one.note or ()})
    for one in facts:
        for text, start, end, right, is_term in one.note or ():
            if is_term or not _is_used(text, right, entries[text]):
                yield Hit(Span(start, end), {"found": text, "word": right}, target=one.target)


def _is_used(text: str, right: str, entries: int) -> bool:
    """Whether so many entries write a word alike that it is no slip; everyday words slip oftener."""
    if text.islower():
        return entries >= _ENTRIES_OF_A_WORD and english.rank(right) > _EVERYDAY
    return entries >= _ENTRIES_OF_A_NAME


def _meant(read: Reading, index: int, params: MisspelledParams) -> str:
    """The word that one of the text's words is a misspelling of, "" where it is none."""
    word = read.words[index]
    text = word.text
    if len(text) < _SHORTEST or not text.isascii() or not (text.islower() or text.istitle()):
        return ""
    low = text.lower()
    if is_known(read, text, params) or text in read.entry.terms:
        return ""
    if low.endswith(("'s", "’s")) or not standing(read, word) or is_well_formed(low, params.affixes):
        return ""
    terms = word_list(params.terms)
    if opening(params.commands).match(read.text, word.end):
        return ""
    if text.istitle() and opening(params.kinds).match(read.text, word.end):
        return ""
    if read.before(word.start) == "-" or _is_coined(low, terms) or piece_of(read, word, params)[0]:
        return ""
    right = correction(low) or _near_term(low, params.terms)
    convincing = right and low not in read.mixed_case and _convincing(read, index, right, params)
    if not convincing or right == low or _is_kept_to(read, low, right):
        return ""
    return right if english.rank(right) <= _PART else english_terms.swapped(low) or right


def _is_kept_to(read: Reading, low: str, right: str) -> bool:
    """Whether the text writes a word so often, and what it may be meant for so seldom, that it is no slip."""
    times = read.counts[low]
    return times >= _TIMES_OF_A_NAME and times >= _TIMES_MORE * read.counts.get(right, 0)


def _is_coined(word: str, terms: frozenset[str]) -> bool:
    """Whether a word is a term of the field alone with a few letters before it: the name of a product."""
    before = range(1, _MOST_BEFORE + 1)
    ends = (word[at:] for at in before if len(word) - at >= _SHORTEST and word[at - 1] != word[at])
    return any(end in terms and not english.rank(end) for end in ends)


@lru_cache(5_000)
def _near_term(word: str, terms: Path) -> str:
    known = words_of(terms)
    near = sorted(other for other in one_edit(word) if other in known) if len(word) >= _SHORTEST_TERM else []
    return near[0] if near else ""


def _convincing(read: Reading, index: int, right: str, params: MisspelledParams) -> bool:
    every = read.words
    word = every[index]
    low = word.text.lower()
    if word.text.istitle() and not _ordinary(read, word, right, params):
        return False
    if low[0] != right[0] and english.rank(right) > _OTHER_INITIAL:
        return False
    if low[1:] == right:
        # A letter in front of a word is how programs are named (dupload).
        return False
    listed = read.after(word.end) == "、" and is_han(read.after(word.end + 1))
    if low.endswith("y") and right == f"{low[:-1]}ly" and listed:
        # What ends in -y in a list of Chinese names is one too (a fish), no adverb.
        return False
    around = every[max(0, index - 2) : index] + every[index + 1 : index + 3]
    return not any(
        not english.is_word(other.text) and other.text.islower() and len(other.text) >= _SHORTEST_PART
        for other in around
        if abs(other.start - word.start) < _NEAR
    )


def _ordinary(read: Reading, word: Word, right: str, params: MisspelledParams) -> bool:
    """Whether a capitalised word is no name: a term, in lower case elsewhere, or ending as adjectives do."""
    low = word.text.lower()
    if distance(low, right) > 1:
        return False
    if len(low) >= _SHORTEST_TERM and right in words_of(params.terms):
        return read.counts[low] <= _MOST_SLIPS
    if english.rank(right) > (_CAPITALISED_LONG if len(low) >= _LONG else _CAPITALISED):
        return False
    if low in read.spellings:
        return True
    return read.counts[low] < 2 and low.endswith(words(params.endings))


@lru_cache(5_000)
def is_well_formed(word: str, parts: Path) -> bool:
    """Whether a word that no dictionary has is made of ones it has: a prefix, a suffix, two words."""
    prefixes, suffixes = affixes(parts)
    for prefix in prefixes:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _SHORTEST_PART and english.is_word(rest):
            return True
    for suffix in suffixes:
        stem = word.removesuffix(suffix)
        if stem == word or len(stem) < _SHORTEST_PART:
            continue
        if english.is_word(stem) or (suffix[0] in _VOWELS and english.is_word(stem + "e")):
            return not english.is_word(stem + stem[-1] + suffix)
    return any(
        0 < english.rank(word[:at]) <= _PART and 0 < english.rank(word[at:]) <= _PART
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    )


class NearNameParams(KnownParams):
    """`near`: the right spellings of names of the field."""

    near: DataFile


@lru_cache(5_000)
def _near_name(word: str, path: Path) -> str:
    names = spellings(path)
    low = word.lower()
    if low in names:
        return names[low] if names[low] != word and not word.islower() and not word.isupper() else ""
    near = sorted({names[other] for other in one_edit(low) if other in names})
    return near[0] if near else ""


def near_names(prose: Prose, params: NearNameParams) -> Iterator[Hit]:
    """Words that miss a known name of the field by one letter or by their capitals."""
    read = reading(prose)
    if read is None:
        return
    for word in read.words:
        text = word.text
        if len(text) < _SHORTEST or text.islower() or not text.isascii():
            continue
        low = text.lower()
        if low not in spellings(params.near) and is_known(read, text, params):
            continue
        if not standing(read, word):
            continue
        name = "" if text in prose.entry.terms else _near_name(text, params.near)
        if name:
            yield Hit(read.span(word.start, word.end), {"found": text, "word": name})


def taught(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """Spellings that the configuration calls wrong, each with the right one."""
    for start, end, right in taught_in(prose.entry.terms, prose.text):
        span = Span(start, end)
        yield Hit(span, {"found": prose.text[start:end], "word": right}, edits=(Edit(span, right),))
