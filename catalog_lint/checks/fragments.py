"""Pieces of foreign words, fused to Chinese or with their first letters lost."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from catalog_lint.catalog.model import Prose
from catalog_lint.catalog.surroundings import around_word
from catalog_lint.checks.known import HalfParams, KnownParams, is_listed, of_both_halves
from catalog_lint.checks.latin import LONGEST_WORD, Reading, Word, is_han, reading, standing
from catalog_lint.checks.lists import characters, word_list
from catalog_lint.diagnostic import Hit, Related
from catalog_lint.language import english, english_terms
from catalog_lint.language.english_guesses import is_certain
from catalog_lint.rule.contract import DataFile

_SHORTEST = 3
_SURE_SCIENCE = 7
"""From so many letters on, a word of science is one behind Chinese too: a shorter one may be the rest of a
common one."""
_FEW = 3
_LONG_REST = 7
_RARE = 80_000
_KNOWN = 20_000
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class PieceParams(KnownParams):
    """`leading`: Chinese characters that are words of their own, so that a whole word follows them.

    `combining`: ends of compounds of science that are words too (genesis).
    """

    leading: DataFile
    combining: DataFile


class FragmentParams(PieceParams, HalfParams):
    """Nothing but what both have."""


def fragments(prose: Prose, params: FragmentParams) -> Iterator[Hit]:
    """Pieces of foreign words."""
    read = reading(prose)
    if read is None:
        return
    found, wholes = prose.memo(_both_halves, of_both_halves(params))
    for word, whole, sure in found:
        if sure == params.sure:
            shown = wholes.get(word.text)
            related = () if shown is None else (Related(read.span(shown.start, shown.end), shown.text),)
            here = shown.text if shown else _titled(read, word.text)
            if (here or whole) != word.text:
                span = read.span(word.start, word.end)
                values = {
                    "found": word.text,
                    "word": here or _certain(word.text, whole, params),
                    "place": around_word(prose.entry.text, span),
                }
                yield Hit(span, values, related=related)


def _both_halves(
    prose: Prose, params: FragmentParams
) -> tuple[list[tuple[Word, str, bool]], dict[str, Word]]:
    read = reading(prose)
    found = list(_pieces(read, params)) if read else []
    return found, _wholes(read, word_list(params.terms)) if read and found else {}


def _certain(fragment: str, whole: str, params: FragmentParams) -> str:
    """The word that a fragment was, "" where it may be another one: a term, or hardly another word has it."""
    return whole if whole in word_list(params.terms) or is_certain(fragment, whole) else ""


def _pieces(read: Reading, params: PieceParams) -> Iterator[tuple[Word, str, bool]]:
    for word in read.words:
        text = word.text
        if not _SHORTEST <= len(text) <= LONGEST_WORD or not text.islower():
            continue
        if english.is_word(text):
            whole = rest_of(read, word, params) if standing(read, word) else ""
            if whole and not is_listed(text, params):
                yield word, whole, True
        elif standing(read, word) or _before_a_word(read, word, params):
            whole, sure = piece_of(read, word, params)
            if whole:
                yield word, whole, sure


def has_pieces(read: Reading, params: PieceParams) -> bool:
    """Whether a text has surely a piece of a foreign word."""
    return any(sure for _, _, sure in _pieces(read, params))


def _behind_chinese(read: Reading, word: Word, params: PieceParams) -> bool:
    """Whether a word stands on Chinese that is no word of its own."""
    before = read.before(word.start)
    return is_han(before) and before not in characters(params.leading)


def _before_a_word(read: Reading, word: Word, params: PieceParams) -> bool:
    """Whether a word stands on Chinese with a period and the next word behind it (評luation.Methods)."""
    behind = read.text[word.end : word.end + 2]
    return _behind_chinese(read, word, params) and behind.strip(".").istitle()


def _is_whole(read: Reading, word: Word, params: PieceParams) -> bool:
    """Whether a word that no dictionary has is known to be whole where it stands."""
    text = word.text
    if is_listed(text, params) or english_terms.is_term(text) or text in read.evidence:
        return True
    if not english_terms.is_known(text):
        return False
    if not _behind_chinese(read, word, params):
        return True
    ending = english.rank(english.word_ending_in(text))
    return not (ending and (len(text) < _SURE_SCIENCE or _is_far_commoner(text)))


def piece_of(read: Reading, word: Word, params: PieceParams) -> tuple[str, bool]:
    """The word that a fragment was, and whether that is sure; "" where it is no fragment."""
    text = word.text
    if not (text.isascii() and text.islower()) or english.is_word(text) or _is_whole(read, word, params):
        return "", False
    before, after = read.before(word.start), read.after(word.end)
    ending = english.word_ending_in(text) if len(text) > 3 else ""
    touches = is_han(before) or is_han(after)
    term = _term_with(text, word_list(params.terms)) if touches and len(text) > 6 else ""
    if term:
        return term, True
    if _behind_chinese(read, word, params):
        return _fused_behind(text, ending, word_list(params.combining))
    if len(text) < 4 or before == "-":
        return "", False
    return _alone(text, ending, touches, is_han(after))


def _alone(text: str, ending: str, touches: bool, goes_on: bool) -> tuple[str, bool]:
    """What a run was that Chinese does not stand before, or only a word of one character."""
    lost = len(ending) - len(text)
    if ending and len(text) > 5 and lost <= _FEW:
        # A letter in front of a word is how programs are named (dquilt).
        whole = english.has_prefix(text)
        return ending, not whole and (lost == 1 or (touches and not english.is_word(text[1:])))
    if ending and english.rank(ending) and lost <= (3 if len(text) > 5 else 2) + 2 * touches:
        plausible = english.rank(ending) <= (20_000 if touches else 12_000)
        return ending, plausible and (touches or len(text) > 4)
    if goes_on and len(text) > 6:
        beginning = english.word_beginning_with(text)
        return beginning, bool(english.rank(beginning))
    return "", False


def _fused_behind(text: str, ending: str, combining: frozenset[str]) -> tuple[str, bool]:
    """What a run was that stands on Chinese."""
    if ending:
        return ending, True
    for at in range(4, len(text) - 3):
        first = text[:at]
        if english.rank(text[at:]) and not english_terms.is_known(first):
            whole = english.word_ending_in(first)
            if whole:
                return f"{whole} {text[at:]}", True
    for at in (1, 2):
        rest = text[at:]
        whole = english.word_ending_in(rest) if len(rest) > 4 else ""
        if whole or (len(rest) > 4 and english.is_word(rest)):
            # Letters in front of a word or of its end are as often the name of a program (nbviewer).
            sure = rest in combining or (len(rest) >= _LONG_REST and not english.is_word(rest))
            return whole or rest, sure
    if len(text) > 4:
        beginning = english.word_beginning_with(text)
        return beginning, len(text) > 6 and bool(english.rank(beginning))
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


def rest_of(read: Reading, word: Word, params: PieceParams) -> str:
    """The far commoner word that lost a letter to the Chinese in front (學 + earning), "" without one.

    Up to three letters may be lost where hardly anybody uses what is left (多 + versification).
    A building block of science's words there (酮 + genesis) is the rest of a compound too.
    """
    text = word.text
    if len(text) < 5 or not _behind_chinese(read, word, params):
        return ""
    if text in word_list(params.combining):
        return english.word_ending_in(text)
    if len(text) < 6:
        return ""
    for first in _ALPHABET:
        whole = first + text
        if english.rank(whole) and english.rank(whole) * 8 < (english.rank(text) or _RARE):
            return whole
    return english.word_ending_in(text) if _is_far_commoner(text) else ""


def _is_far_commoner(text: str) -> bool:
    """Whether a word that hardly anybody uses is a known one without its first letters (con + vection)."""
    longer = "" if english.rank(text) else english.word_ending_in(text)
    return 0 < english.rank(longer) <= _KNOWN and len(longer) - len(text) <= _FEW


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
