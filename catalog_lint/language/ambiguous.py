"""Characters that stand for several: which one the words around them want."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

from catalog_lint.language import tables
from catalog_lint.language.decoder import CROSSED, MARGIN, Change, contested, decode
from catalog_lint.language.foreign_names import common_sounds
from catalog_lint.language.function_words import is_inside, misread
from catalog_lint.language.names import is_name, miswritten
from catalog_lint.language.orthography import Character, Orthography
from catalog_lint.language.rare import ends_word, is_of_another_speech, opens_word
from catalog_lint.language.readings import ALONE, CONVERTED, UNKNOWN, is_key, options
from catalog_lint.language.sentences import sentences_of
from catalog_lint.language.transliterations import transliterated

Traces = Literal[0, 1, 2]
"""Whether a converter went through a text by the slips in it: no, likely, certainly."""
MANY = 2
Words = dict[int, tuple[int, str]]
"""Place of a misconverted character -> where the word that it belongs to begins, and the word."""
# Characters that parents choose between, so that a name (黃誌明) is no slip.
_IN_GIVEN_NAMES = frozenset("志誌恆恒")
# Verbs, a measure word and conjunctions, which stand before a word as well as in one (未准|備案, 是隻|好貓).
_FREE = frozenset("准隻係併並徵")
# What opens no noun, so that it follows no measure word.
_NO_NOUN = frozenset("有要因為需用取在會能可應許讓被把對從")
# Ends of verbs that 隻 follows with no number between (看到隻貓).
_BEFORE_ONE = frozenset("到了著過出起成下來有是像")
# What old texts write for 個 themselves (五箇).
_OF_OLD_TEXTS = frozenset("箇")
_BEHIND = re.compile("[\u3400-\u9fff)）\\]」』》”]")
_SLIPS = 3
"""How many slips, of different words, leave no doubt of a converter."""
_APART = 8000
"""How many characters there may be to each of them."""
_REACH = 5
"""How far, in characters, the words around a character are read."""


def ambiguous_characters(
    text: str, orthography: Orthography, odd: list[Character], words: Words
) -> list[Character]:
    """Characters that stand for several, as the decoder reads them and the words around them.

    Puts the words of the misconverted ones into `words`.
    """
    places = [match.start() for match in orthography.triggers.finditer(text)]
    if not places:
        return []
    several = tables.forms().several
    only_simplified = orthography.only_simplified
    holding = [at for at, kind, _ in odd if kind == "simplified"]
    holding += [at for at in places if text[at] in only_simplified]
    sentences = sentences_of(text) if holding else None
    with_simplified = {sentences.number(at) for at in holding} if sentences else set()
    mended = any(kind not in ("simplified", "nonsense", "doubtful") for _, kind, _ in odd)
    plain = text.translate(orthography.plain) if mended else text
    triggers = [(at, sentences is not None and sentences.number(at) in with_simplified) for at in places]
    doubtful = [
        (at, simplified)
        for at, simplified in triggers
        if plain[at] in several
        or (plain[at] in orthography.leaning and (simplified or _may_lean(text, at)))
        or contested(plain, at, simplified)
    ]
    slips = _Slips(len(text))

    def judge(places: Iterable[tuple[int, bool]], traces: Traces = 0) -> list[Character]:
        return [
            item
            for start, end, simplified in _windows(plain, sorted(places))
            for item in _judged(plain, start, end, simplified, orthography, words, slips, traces)
        ]

    judged = judge(trigger for trigger in doubtful if trigger[1])
    traditional = judge(trigger for trigger in doubtful if not trigger[1])
    traces = slips.traces()
    if traces:
        accused = set(doubtful)
        traditional = judge(
            (
                trigger
                for trigger in triggers
                if not trigger[1] and (plain[trigger[0]] in _unsettled() or trigger in accused)
            ),
            traces,
        )
    judged += traditional
    converted = traces > 0
    others = (*misread(plain, converted), *miswritten(plain, converted), *transliterated(plain, converted))
    also = {at: (right, word) for at, right, word in others}
    if also:
        judged = [item for item in judged if item[0] not in also]
        for at, (right, word) in also.items():
            begins, known = words.get(at, (at, ""))
            if known[at - begins : at - begins + 1] != right:
                words[at] = at, word
            judged.append((at, "misconverted", right))
    return judged


@lru_cache(1)
def _unsettled() -> frozenset[str]:
    """Forms that cost more by themselves than another, the lower price of a change and the margin."""
    found = []
    for form in tables.forms().group:
        read = options(form, False, CONVERTED)
        kept = min((cost for cost, spelling in read if not spelling), default=UNKNOWN)
        if min((cost for cost, spelling in read if spelling), default=UNKNOWN) + MARGIN <= kept:
            found.append(form)
    return frozenset(found)


class _Slips:
    """The misconverted characters of a text, as evidence that a converter went through it."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._seen: dict[tuple[str, str], int] = {}
        self._places: set[int] = set()

    def add(self, place: int, form: str, change: Change) -> None:
        """Take down a slip: one that no hand makes weighs more, as a form that stands in few words, or a word
        that straddles two."""
        heavy = _stands_in_few_words(form) and form not in _OF_OLD_TEXTS
        weight = _SLIPS if heavy else 2 if change.crossed else 1
        self._seen[form + change.right, change.word] = weight
        self._places.add(place)

    def may_hold(self, text: str, place: int, traces: Traces) -> bool:
        """Whether a character by itself may be a slip of a converter, which leaves none that Simplified text
        has, but for 里: such a one may be a name's (于省吾、姓涂、闕里)."""
        if place in self._places:
            return True
        if text[place] == "里":
            return traces == MANY and is_inside(text, place)
        return not is_key(text[place])

    def traces(self) -> Traces:
        """What they tell: none of a converter (0), of one (1), or so many that only one leaves them (2)."""
        weight = sum(self._seen.values())
        if weight * _APART < self._size or not weight:
            return 0
        return 2 if weight >= _SLIPS else 1


def _windows(text: str, places: list[tuple[int, bool]]) -> list[tuple[int, int, bool]]:
    """The Han around some offsets, in one piece where they meet, with what is said of the last of them."""
    found: list[tuple[int, int, bool]] = []
    for at, simplified in places:
        start, end = _window(text, at)
        if found and start < found[-1][1]:
            start = found.pop()[0]
        found.append((start, end, simplified))
    return found


def _window(text: str, at: int) -> tuple[int, int]:
    """The Han around an offset as far as words reach."""
    start = end = at
    while start and at - start < _REACH and "\u3400" <= text[start - 1] <= "\u9fff":
        start -= 1
    size = len(text)
    while end < size and end - at <= _REACH and "\u3400" <= text[end] <= "\u9fff":
        end += 1
    return start, end


def _judged(
    text: str,
    start: int,
    end: int,
    simplified: bool,
    orthography: Orthography,
    words: Words,
    slips: _Slips,
    traces: Traces = 0,
) -> Iterator[Character]:
    piece = text[start:end]
    asserted = set()
    converted = traces > 0
    for change in decode(piece, simplified, CONVERTED if converted else ALONE):
        at, right, margin, word, word_at, *_ = change
        form, place = piece[at], start + at
        if form in _IN_GIVEN_NAMES and _is_in_given_name(text, start + word_at, word, place):
            continue
        if not simplified and is_name(text, place, word) and word_at == at:
            yield place, "suspected", right
            asserted.add(at)
            continue
        if form in orthography.only_simplified:
            yield place, "suspected" if is_of_another_speech(text, place) else "simplified", right
        elif form == "併" and not _may_join(text, place):
            continue
        elif margin >= _least(form, piece[at + 1 : at + 2], change, simplified, traces) and (
            not _is_doubled(piece, word_at, word)
            if len(word) > 1
            else (not converted or slips.may_hold(text, place, traces))
            and _may_stand_for(text, place, form, simplified, traces)
        ):
            words[place] = start + word_at, word
            if not converted:
                slips.add(place, form, change)
            yield place, "misconverted", right
            asserted.add(at)
        elif margin >= 0 and (len(word) > 1 or (margin >= MARGIN and _may_lean(text, place))):
            yield place, "suspected", right
            asserted.add(at)
    if not simplified and not orthography.leaning.isdisjoint(piece):
        for at, right, margin, word, word_at, *_ in decode(piece, True):
            leaning = at not in asserted and piece[at] in orthography.leaning and margin >= MARGIN
            if leaning and _may_lean(text, start + at):
                sure = piece[at] == "里" and converted and is_inside(text, start + at)
                if sure:
                    words[start + at] = start + word_at, word
                yield start + at, "misconverted" if sure else "suspected", right


def _is_in_given_name(text: str, at: int, word: str, place: int) -> bool:
    """Whether a word at an offset is a person's name or given name, with the character at `place` in the
    latter."""
    surnames = tables.surnames()
    whole = len(word) <= 3 and word[0] in surnames and place > at
    return whole or text[max(0, at - 1) : at] in surnames


def _may_join(text: str, at: int) -> bool:
    """Whether a conjunction may stand at an offset: at the head of a clause, or behind a word."""
    return not _BEHIND.match(text, max(0, at - 1), at) or ends_word(text, at)


def _least(form: str, after: str, change: Change, simplified: bool, traces: Traces) -> int:
    """The margin that a change of a form needs.

    It is more where words that keep the form cross the one that changes it, above all where these leave no
    character by itself or the form is a word (`after`: what follows it); but not for a form that a Simplified
    sentence has, and less where a converter went through the text. There a form that Simplified text has too
    needs twice as much in a word (教務系在二樓).
    """
    if traces and is_key(form) and len(change.word) > 1 and change.crossed in ("", "better"):
        return 2 * MARGIN
    if not change.crossed or (simplified and is_key(form)):
        return MARGIN
    opens_no_noun = form == "隻" and (
        after in _NO_NOUN or (len(change.word) > 2 and change.start == change.at)
    )
    if form in _FREE and not opens_no_noun:
        return 3 * MARGIN if traces == MANY else CROSSED
    if opens_no_noun and traces:
        return MARGIN
    return {"better": 1, "even": 2, "worse": 3}[change.crossed] * MARGIN


def _is_doubled(piece: str, at: int, word: str) -> bool:
    """Whether a word is one character twice and both were to change: who knows what stood there."""
    return len(word) == 2 and word[0] == word[1] != piece[at] == piece[at + 1]


def _may_stand_for(text: str, at: int, form: str, simplified: bool, traces: Traces) -> bool:
    """Whether a character by itself may be another.

    That is 瞭 behind a verb, 隻 behind an adverb (竟然隻賣), 併 between clauses where a converter went
    through the text, or a form that Simplified text has, in Traditional text behind another character
    (整理后，but 后髮座).
    """
    if _stands_in_few_words(form):
        return form != "瞭" or "\u3400" <= text[at - 1 : at] <= "\u9fff"
    if form == "隻":
        return text[at - 1 : at] not in _BEFORE_ONE and ends_word(text, at)
    if form == "併":
        return traces == MANY or (traces > 0 and opens_word(text, at + 1))
    behind = simplified or bool(_BEHIND.match(text, max(0, at - 1), at))
    return behind and is_key(form) and ((simplified and form == "于") or _may_lean(text, at))


def _stands_in_few_words(form: str) -> bool:
    """Whether nobody types a form but in a few words, as 瞭 for 了."""
    return form in tables.forms().bound and form != "隻"


def _may_lean(text: str, at: int) -> bool:
    """Whether 于, 里 or 隻 may stand for 於, 裡 or 只: opens no clause, as a surname, and is in no name and
    behind no figure."""
    form, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if form not in "于里隻":
        return True
    if not "\u3400" <= before <= "\u9fff":
        return form == "于" and before == " "
    return form != "里" or common_sounds().isdisjoint((before, after))
