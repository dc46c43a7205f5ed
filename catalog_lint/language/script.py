"""Characters and words of the wrong script in a text: where they stand and what they should be."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple
from unicodedata import normalize

from catalog_lint.language import tables
from catalog_lint.language.decoder import CROSSED, MARGIN, Change, contested, decode, is_key
from catalog_lint.language.han import HAN, RADICALS, SYLLABLES
from catalog_lint.language.mention import mentions, parts_of_characters, rows_of_figures, spellings_beside
from catalog_lint.language.rare import (
    ends_word,
    is_bare_name,
    is_of_another_speech,
    makes_sense,
    may_be_meant,
    name_around,
    stands_in_word,
)

Kind = Literal[
    "simplified",  # a character that only Simplified Chinese has
    "misconverted",  # the wrong one of several Traditional characters, or the Simplified form of them
    "traditional",  # in Simplified prose
    "japanese",
    "variant",
    "radical",  # a sign that names a radical, in the place of the character that it looks like
    "compatible",  # a second code of a character, for compatibility with other sets
    "suspected",  # may be the Simplified form of another, nothing near it tells
    "nonsense",  # a Han character that no Taiwanese text and no known word has
    "broken",  # a variant or a Japanese form whose right form makes no word there
    "doubtful",  # what is nonsense elsewhere, where it may be meant: part of a name, a word of some texts
    "foreign",  # letters of another script
]
Language = Literal["zh-TW", "zh-HK", "zh-CN"]
Character = tuple[int, Kind, str]
Words = dict[int, tuple[int, str]]
"""Place of a misconverted character -> where the word that it belongs to begins, and the word."""

# Hiragana, katakana without the dot of names, Hangul, Cyrillic, Hebrew, Arabic, Indic, Thai to Tibetan,
# Georgian, Armenian, Khmer, presentation forms of Arabic, half-width katakana.
FOREIGN = (
    "\u0400-\u058f\u0590-\u077f\u08a0-\u08ff\u0900-\u0fff\u1000-\u11ff\u1780-\u17ff\u1c90-\u1cbf"
    "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
    "\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\uff66-\uff9f"
)
_NO_HAN = "\0-\u2e7f\u2fe0-\u33ff\ua000-\uf8ff\ufb00-\uffff\U00010000-\U0001ffff\U000323b0-\U0010ffff"
_RADICAL = re.compile(f"[{RADICALS}]")
_ODD = re.compile(f"[{HAN}{FOREIGN}]")
_HIRAGANA = re.compile("[\u3041-\u309f]")
_SENTENCE_END = re.compile("[。！？!?\n\ufdd2]+")
_QUOTES = frozenset('「『“‘〈《"')
_FOREIGN = re.compile(f"[{FOREIGN}]")
_FOREIGN_RUN = re.compile(f"[{FOREIGN}]+(?:[ ・'’-][{FOREIGN}]+)*")
# A character and the Japanese sign that repeats it, but for common names (佐々木, 奈々).
_REPEATED = re.compile("(?![佐野代奈寧菜美鈴等])[\u4e00-\u9fff]々+")
_JAPANESE_RUN = re.compile("[\u3041-\u309f\u30a1-\u30ff\u3400-\u9fff\uff66-\uff9f々]+")
# Characters that parents choose between, so that a name (黃誌明) is no slip.
_IN_GIVEN_NAMES = frozenset("志誌恆恒")
# Verbs, a measure word and conjunctions, which stand before a word as well as in one (未准|備案, 是隻|好貓).
_FREE = frozenset("准隻係併並徵")
# What opens no noun, so that it follows no measure word.
_NO_NOUN = frozenset("有要因為需用取在會能可應")
# Ends of verbs that 隻 follows with no number between (看到隻貓).
_BEFORE_ONE = frozenset("到了著過出起成下來有是像")
_BEHIND = re.compile("[\u3400-\u9fff)）\\]」』》”]")
_REACH = 5
"""How far, in characters, the words around a character are read."""


class Stray(NamedTuple):
    """Adjacent characters that are wrong. `expected` is "" where nobody can know what should stand there.

    `word` and `right` are the word around misconverted ones, as it stands and as it should.
    """

    start: int
    end: int
    kind: Kind
    expected: str
    word: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """What a language takes for wrong, one character at a time."""

    fixed: dict[str, tuple[Kind, str]]
    odd: re.Pattern[str]
    plain: dict[int, str]
    leaning: frozenset[str]
    only_simplified: frozenset[str]
    triggers: re.Pattern[str]
    written: dict[int, str]
    rare: Mapping[str, str] = field(default_factory=dict)
    usual: frozenset[str] = frozenset()


def _compatible() -> dict[str, str]:
    """The characters that have a second code, by that code."""
    codes = (*range(0xF900, 0xFADA), *range(0x2F800, 0x2FA1E))
    return {chr(code): usual for code in codes if (usual := normalize("NFC", chr(code))) != chr(code)}


@lru_cache
def _knowledge(language: Language) -> _Knowledge:
    if language == "zh-CN":
        to_simplified: dict[str, tuple[Kind, str]] = {
            key: ("traditional", value) for key, value in tables.pairs("to-simplified").items()
        }
        odd = re.compile(f"[{''.join(to_simplified)}]")
        never = re.compile("(?!)")
        return _Knowledge(to_simplified, odd, {}, frozenset(), frozenset(), never, {})
    forms = tables.forms()
    hong_kong = language == "zh-HK"
    written = tables.pairs("hong-kong") if hong_kong else {}
    variants = tables.pairs("hong-kong-variant" if hong_kong else "variant")
    named: tuple[tuple[Kind, Mapping[str, str]], ...] = (
        ("japanese", tables.pairs("japanese")),
        ("variant", variants),
        ("simplified", forms.single),
        ("radical", tables.pairs("radical")),
        ("compatible", _compatible()),
    )
    fixed = {character: (kind, right) for kind, table in named for character, right in table.items()}
    good = set(tables.common()).union(forms.several, *forms.several.values(), *forms.two_way.values())
    good.update(tables.in_use(), written.values(), "裏着" if hong_kong else "")
    good.difference_update(fixed)
    leaning = tables.leaning()
    ambiguous = {c: right for c, right in variants.items() if right in forms.group}
    triggers = {*tables.contexts(), *leaning, *forms.several, *ambiguous} - (fixed.keys() - ambiguous.keys())
    return _Knowledge(
        fixed=fixed,
        odd=re.compile(f"[^{_NO_HAN}{''.join(sorted(good))}]"),
        plain=str.maketrans(
            {c: right for c, (_, right) in fixed.items() if len(right) == 1 and c not in forms.single}
        ),
        leaning=leaning,
        only_simplified=frozenset(forms.several.keys() - forms.both_scripts),
        triggers=re.compile(f"[{''.join(sorted(triggers))}]"),
        written=str.maketrans(written),
        rare=tables.pairs("rare-variant"),
        usual=frozenset(good).union(fixed),
    )


def strays(text: str, language: Language = "zh-TW", invisible: str = "\ufdd0") -> list[Stray]:
    """What in `text` is of the wrong script for `language`, in order; no two overlap.

    `invisible` is a character that takes no room in the text: words are read across it. Adjacent
    wrong characters of one sort that can be mended are one stray.
    """
    if invisible in text:
        marks = [match.start() for match in re.finditer(re.escape(invisible), text)]
        shift = [at - number for number, at in enumerate(marks)]
        out: list[Stray] = []
        number, size = 0, len(shift)
        for stray in _strays(text.replace(invisible, ""), language):
            start, end = stray.start, stray.end
            while number < size and shift[number] <= start:
                number += 1
            if number == size or shift[number] >= end:
                out.append(stray._replace(start=start + number, end=end + number))
            else:
                out += _spread(stray, shift)
        return out
    return _strays(text, language)


def usual(language: Literal["zh-TW", "zh-HK"]) -> frozenset[str]:
    """The Han characters that are no nonsense: those that the language's prose uses or that can be mended."""
    return _knowledge(language).usual


def _spread(stray: Stray, shift: list[int]) -> Iterator[Stray]:
    """The stray's places in the text with its marks, cut where a mark stands."""
    start = stray.start
    while start < stray.end:
        number = bisect_right(shift, start)
        end = min(stray.end, shift[number]) if number < len(shift) else stray.end
        piece = stray.expected[start - stray.start : end - stray.start]
        yield stray._replace(start=start + number, end=end + number, expected=piece)
        start = end


def _strays(text: str, language: Language) -> list[Stray]:
    knowledge = _knowledge(language)
    wrong = _odd_characters(text, knowledge)
    words: Words = {}
    if language != "zh-CN":
        decided = _ambiguous_characters(text, knowledge, wrong, words)
        places = {item[0] for item in decided}
        wrong = [item for item in wrong if item[0] not in places] + decided
    if wrong:
        wrong = _without_names(text, _without_mentions(text, wrong))
    foreign = _foreign_runs(text, knowledge)
    blocked = [(stray.start, stray.end) for stray in foreign]
    wrong.sort()
    if blocked:
        wrong = [item for item in wrong if not inside(item[0], blocked)]
    found = foreign
    number, size = 0, len(wrong)
    while number < size:
        start, kind, right = wrong[number]
        rights = [right]
        number, end = number + 1, start + 1
        while number < size and wrong[number][0] == end and _joins(kind, right, wrong[number]):
            rights.append(wrong[number][2])
            number, end = number + 1, end + 1
        right = _written("".join(rights), knowledge)
        around = _around(text, start, end, words) if kind == "misconverted" else ("", "")
        found.append(Stray(start, end, kind, right, *around))
    found.sort()
    return found


def _around(text: str, start: int, end: int, words: Words) -> tuple[str, str]:
    """The words that hold some adjacent characters, as they stand and as they should be."""
    forms = tables.forms()
    spans = sorted({words[at] for at in range(start, end) if at in words})
    right = "".join(word for _, word in spans)
    whole = "".join(forms.single.get(character, character) for character in right)
    return text[spans[0][0] : spans[0][0] + len(right)], whole


def _without_mentions(text: str, wrong: list[Character]) -> list[Character]:
    """The characters, those in what the text speaks about only suspected."""
    if not wrong:
        return []
    quotations: list[tuple[int, int]] = []
    places = sorted(at for at, _, _ in wrong)
    if not _QUOTES.isdisjoint(text):
        sentences = _Pieces(text, _SENTENCE_END)
        japanese = frozenset(at for at, kind, _ in wrong if kind == "japanese")
        quotations = mentions(text, places, japanese, sentences.bounds)
    every = (rows_of_figures(text), parts_of_characters(text), spellings_beside(text, places), quotations)
    spoken_about = [spans for spans in every if spans]
    return [
        (at, _softened(kind, right) if any(inside(at, spans) for spans in spoken_about) else kind, right)
        for at, kind, right in wrong
    ]


def _softened(kind: Kind, right: str) -> Kind:
    """What is said of a character in what the text speaks about."""
    if kind == "nonsense":
        return "doubtful"
    return "suspected" if right else kind


def _without_names(text: str, wrong: list[Character]) -> list[Character]:
    """The characters, those of a name in its own script only suspected.

    That is a name behind a label (講者：), @ or what the person is (詩人), on a line with no other Simplified
    character; in one that holds a variant, wherever it stands, and between marks (王裕峯、陳啓禮).
    """
    simplified = [at for at, kind, _ in wrong if kind == "simplified"]
    named = {
        at for at, kind, _ in wrong if kind == "variant" and (name_around(text, at) or is_bare_name(text, at))
    }
    for _, of_line in groupby(sorted(simplified), lambda at: text.rfind("\n", 0, at)):
        spans = []
        for at in of_line:
            span = name_around(text, at)
            if span is None:
                break
            spans.append(span)
        else:
            named.update(at for span in spans for at in range(*span))
    return (
        [(at, "suspected" if at in named else kind, right) for at, kind, right in wrong] if named else wrong
    )


def _joins(kind: Kind, right: str, character: Character) -> bool:
    """Whether a character belongs to the run before it: of one kind, and mended like it or not at all."""
    _, other, more = character
    return bool(right) == bool(more) and kind == other


def _written(right: str, knowledge: _Knowledge) -> str:
    return right.translate(knowledge.written) if knowledge.written else right


def inside(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether an offset lies in one of some spans, which are in order and do not overlap."""
    number = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return number >= 0 and at < spans[number][1]


def _odd_characters(text: str, knowledge: _Knowledge) -> list[Character]:
    fixed = knowledge.fixed
    found: list[Character] = []
    plain = ""
    for match in knowledge.odd.finditer(text):
        kind, right = fixed.get(match[0], ("nonsense", ""))
        if match[0] <= RADICALS[-1] and _is_named(text, match.start()):
            continue
        if kind == "radical" and _is_torn(text, match.start(), right, fixed):
            kind, right = "nonsense", ""
        if kind == "nonsense" and match[0] > RADICALS[-1]:
            if stands_in_word(text, match.start()):
                continue
            right = _common_form(text, match.start(), knowledge)
            if right:
                kind = "variant"
            elif may_be_meant(text, match.start()):
                kind = "doubtful"
        elif kind == "simplified" and is_of_another_speech(text, match.start()):
            kind = "suspected"
        elif kind in ("variant", "japanese") and not knowledge.written:
            plain = plain or text.translate(knowledge.plain)
            if not makes_sense(plain, match.start()):
                kind = "broken"
        found.append((match.start(), kind, right))
    return found


def _common_form(text: str, at: int, knowledge: _Knowledge) -> str:
    """The common character that a rare one is a variant of, where that makes a known word there; else ""."""
    right = knowledge.rare.get(text[at], "")
    before = text[max(0, at - _REACH) : at]
    return right if right and stands_in_word(before + right + text[at + 1 : at + _REACH], len(before)) else ""


def _is_named(text: str, at: int) -> bool:
    """Whether a text speaks of a radical: its sign stands in quotation marks or brackets, or behind 部首."""
    before = text[max(0, at - 2) : at]
    return before[-1:] in tuple("「『“‘（(《〈") or before in ("部首", "偏旁")


def _is_torn(text: str, at: int, right: str, fixed: Mapping[str, tuple[Kind, str]]) -> bool:
    """Whether a radical's sign stands beside the character it looks like, or a sign that looks like none."""
    beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return right in beside or any(sign not in fixed for sign in _RADICAL.findall(beside))


def _foreign_runs(text: str, knowledge: _Knowledge) -> list[Stray]:
    repeated = [Stray(*run.span(), "foreign", "") for run in _REPEATED.finditer(text)] if "々" in text else []
    if not _FOREIGN.search(text):
        return repeated
    sentences = _Pieces(text, _SENTENCE_END)
    found: list[Stray] = []
    judged = japanese_to = 0
    for match in _FOREIGN_RUN.finditer(text):
        start, end = match.span()
        if start < japanese_to:
            continue
        if "\u3041" <= match[0][0] <= "\u30ff" and start >= judged:
            left, judged = sentences.bounds(start)
            if _is_japanese(text[left:judged]):
                japanese_to = judged
                found += (
                    Stray(*run.span(), "foreign", "")
                    for run in _JAPANESE_RUN.finditer(text, max(left, found[-1].end if found else 0), judged)
                    if _FOREIGN.search(run[0]) or not knowledge.fixed.keys().isdisjoint(run[0])
                )
                continue
        found.append(Stray(start, end, "foreign", ""))
    if repeated:
        spans = sorted((stray.start, stray.end) for stray in found)
        found += [stray for stray in repeated if not inside(stray.start, spans)]
        found.sort()
    return found


class _Pieces:
    """Where the pieces of a text end; looked up, not searched, so that a long line stays cheap."""

    def __init__(self, text: str, end: re.Pattern[str]) -> None:
        self._size = len(text)
        ends = [match.span() for match in end.finditer(text)]
        self._ends = [end[0] for end in ends]
        self._starts = [0, *(end[1] for end in ends)]

    def number(self, at: int) -> int:
        """Which piece an offset lies in."""
        return bisect_right(self._ends, at)

    def bounds(self, at: int) -> tuple[int, int]:
        """Start and end of the piece around an offset."""
        number = self.number(at)
        return self._starts[number], self._ends[number] if number < len(self._ends) else self._size


def _is_japanese(sentence: str) -> bool:
    """Whether hiragana, the letters of Japanese grammar, make up a sixth of a sentence's letters."""
    hiragana = len(_HIRAGANA.findall(sentence))
    return hiragana >= 3 and 6 * hiragana >= len(_ODD.findall(sentence))


def _ambiguous_characters(
    text: str, knowledge: _Knowledge, odd: list[Character], words: Words
) -> list[Character]:
    """Characters that stand for several, as the decoder reads them and the words around them.

    Puts the words of the misconverted ones into `words`.
    """
    places = [match.start() for match in knowledge.triggers.finditer(text)]
    if not places:
        return []
    several = tables.forms().several
    only_simplified = knowledge.only_simplified
    holding = [at for at, kind, _ in odd if kind == "simplified"]
    holding += [at for at in places if text[at] in only_simplified]
    sentences = _Pieces(text, _SENTENCE_END) if holding else None
    with_simplified = {sentences.number(at) for at in holding} if sentences else set()
    mended = any(kind not in ("simplified", "nonsense", "doubtful") for _, kind, _ in odd)
    plain = text.translate(knowledge.plain) if mended else text
    windows: list[tuple[int, int, bool]] = []
    for at in places:
        simplified = sentences is not None and sentences.number(at) in with_simplified
        form = plain[at]
        if (
            form in several
            or (form in knowledge.leaning and (simplified or _may_lean(text, at)))
            or contested(plain, at, simplified)
        ):
            start, end = _window(plain, at)
            if windows and start < windows[-1][1]:
                start = windows.pop()[0]
            windows.append((start, end, simplified))
    found: list[Character] = []
    for start, end, simplified in windows:
        found += _judged(plain, start, end, simplified, knowledge, words)
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
    text: str, start: int, end: int, simplified: bool, knowledge: _Knowledge, words: Words
) -> Iterator[Character]:
    piece = text[start:end]
    asserted = set()
    for change in decode(piece, simplified):
        at, right, margin, word, word_at, *_ = change
        form, place = piece[at], start + at
        if (
            form in _IN_GIVEN_NAMES
            and text[max(0, start + word_at - 1) : start + word_at] in tables.surnames()
        ):
            continue
        if form in knowledge.only_simplified:
            yield place, "suspected" if is_of_another_speech(text, place) else "simplified", right
        elif margin >= _least(form, piece[at + 1 : at + 2], change, simplified) and (
            not _is_doubled(piece, word_at, word)
            if len(word) > 1
            else _may_stand_for(text, place, form, simplified)
        ):
            words[place] = start + word_at, word
            yield place, "misconverted", right
            asserted.add(at)
        elif margin >= 0 and (len(word) > 1 or (margin >= MARGIN and _may_lean(text, place))):
            yield place, "suspected", right
            asserted.add(at)
    if not simplified and not knowledge.leaning.isdisjoint(piece):
        for at, right, margin, *_ in decode(piece, True):
            leaning = at not in asserted and piece[at] in knowledge.leaning and margin >= MARGIN
            if leaning and _may_lean(text, start + at):
                yield start + at, "suspected", right


def _least(form: str, after: str, change: Change, simplified: bool) -> int:
    """The margin that a change of a form needs.

    It is more where words that keep the form cross the one that changes it, above all where these leave no
    character by itself or the form is a word (`after`: what follows it); but not for a form that a Simplified
    sentence has.
    """
    if not change.crossed or (simplified and is_key(form)):
        return MARGIN
    opens_no_noun = form == "隻" and (
        after in _NO_NOUN or (len(change.word) > 2 and change.start == change.at)
    )
    if form in _FREE and not opens_no_noun:
        return CROSSED
    return {"better": 1, "even": 2, "worse": 3}[change.crossed] * MARGIN


def _is_doubled(piece: str, at: int, word: str) -> bool:
    """Whether a word is one character twice and both were to change: who knows what stood there."""
    return len(word) == 2 and word[0] == word[1] != piece[at] == piece[at + 1]


def _may_stand_for(text: str, at: int, form: str, simplified: bool) -> bool:
    """Whether a character by itself may be another.

    That is 瞭 behind a verb, 隻 behind an adverb (竟然隻賣), or a form that Simplified text has, in
    Traditional text behind another character (整理后，but 后髮座).
    """
    if form == "瞭":
        return "\u3400" <= text[at - 1 : at] <= "\u9fff"
    if form == "隻":
        return text[at - 1 : at] not in _BEFORE_ONE and ends_word(text, at)
    behind = simplified or bool(_BEHIND.match(text, max(0, at - 1), at))
    return behind and is_key(form) and ((simplified and form == "于") or _may_lean(text, at))


def _may_lean(text: str, at: int) -> bool:
    """Whether 于, 里 or 隻 may stand for 於, 裡 or 只: opens no clause, as a surname, and is in no name and
    behind no figure."""
    form, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if form not in "于里隻":
        return True
    if not "\u3400" <= before <= "\u9fff":
        return form == "于" and before == " "
    return form != "里" or (before not in SYLLABLES and after not in SYLLABLES)
