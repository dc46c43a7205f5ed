"""Characters and words of the wrong script in a text: where they stand and what they should be."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from catalog_lint.language import tables
from catalog_lint.language.han import HAN, RADICALS

Kind = Literal[
    "simplified",  # a character that only Simplified Chinese has
    "misconverted",  # the wrong one of several Traditional characters, or the Simplified form of them
    "traditional",  # in Simplified prose
    "japanese",
    "variant",
    "radical",  # a sign that names a radical, in the place of the character that it looks like
    "suspected",  # may be the Simplified form of another, nothing near it tells
    "nonsense",  # a Han character that Taiwan's prose does not use
    "foreign",  # letters of another script
]
Language = Literal["zh-TW", "zh-HK", "zh-CN"]
Character = tuple[int, Kind, str]

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
_FOREIGN = re.compile(f"[{FOREIGN}]")
_FOREIGN_RUN = re.compile(f"[{FOREIGN}]+(?:[ ・'’-][{FOREIGN}]+)*")
# A character and the Japanese sign that repeats it, but for common names (佐々木, 奈々).
_REPEATED = re.compile("(?![佐野代奈寧菜美鈴等])[\u4e00-\u9fff]々+")
_JAPANESE_RUN = re.compile("[\u3041-\u309f\u30a1-\u30ff\u3400-\u9fff\uff66-\uff9f々]+")
LONGEST_WORD = 8
# Characters that spell foreign names: beside one of them 里 is a syllable.
_SYLLABLES = frozenset(
    "阿埃艾安奥奧巴贝貝比伯布查达達德迪蒂杜多厄恩尔爾法菲费費弗夫福戈格哈海赫亨霍基吉加贾賈杰傑卡凯凱科克库庫"
    "拉莱萊兰蘭劳勞勒雷利卢盧鲁魯伦倫罗羅洛马馬玛瑪迈邁曼梅米密莫默墨纳納奈尼努诺諾帕佩皮普奇齐齊恰乔喬切丘"
    "萨薩塞森沙史斯苏蘇索塔泰坦特托瓦威韦韋维維翁沃乌烏西希夏肖谢謝辛休雅亚亞扬揚耶伊因尤约約泽澤扎佐詹珍"
)


class Stray(NamedTuple):
    """Adjacent characters that are wrong. `expected` is "" where nobody can know what should stand there."""

    start: int
    end: int
    kind: Kind
    expected: str


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """What a language takes for wrong, one character at a time."""

    fixed: dict[str, tuple[Kind, str]]
    odd: re.Pattern[str]
    ambiguous_variants: frozenset[str]
    leaning: frozenset[str]
    triggers: re.Pattern[str]
    written: dict[int, str]
    usual: frozenset[str] = frozenset()


@lru_cache
def _knowledge(language: Language) -> _Knowledge:
    if language == "zh-CN":
        to_simplified: dict[str, tuple[Kind, str]] = {
            key: ("traditional", value) for key, value in tables.pairs("to-simplified").items()
        }
        odd = re.compile(f"[{''.join(to_simplified)}]")
        never = re.compile("(?!)")
        return _Knowledge(to_simplified, odd, frozenset(), frozenset(), never, {})
    forms = tables.forms()
    hong_kong = language == "zh-HK"
    written = tables.pairs("hong-kong") if hong_kong else {}
    variants = tables.pairs("hong-kong-variant" if hong_kong else "variant")
    named: tuple[tuple[Kind, Mapping[str, str]], ...] = (
        ("japanese", tables.pairs("japanese")),
        ("variant", variants),
        ("simplified", forms.single),
        ("radical", tables.pairs("radical")),
    )
    fixed = {character: (kind, right) for kind, table in named for character, right in table.items()}
    good = set(tables.common()).union(forms.several, *forms.several.values(), *forms.two_way.values())
    good.update(written.values(), "裏着" if hong_kong else "")
    good.difference_update(fixed)
    near = tables.neighbours()
    leaning = frozenset(key for key, all_of in forms.two_way.items() if all_of[0] != key)
    triggers = {*near, *leaning, *forms.several}.difference(fixed)
    return _Knowledge(
        fixed=fixed,
        odd=re.compile(f"[^{_NO_HAN}{''.join(sorted(good))}]"),
        ambiguous_variants=frozenset(c for c, right in variants.items() if right in forms.group),
        leaning=leaning,
        triggers=re.compile(f"[{''.join(sorted(triggers))}]"),
        written=str.maketrans(written),
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
            start, end, kind, expected = stray
            while number < size and shift[number] <= start:
                number += 1
            if number == size or shift[number] >= end:
                out.append(Stray(start + number, end + number, kind, expected))
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
        yield Stray(start + number, end + number, stray.kind, piece)
        start = end


def _strays(text: str, language: Language) -> list[Stray]:
    knowledge = _knowledge(language)
    wrong = _odd_characters(text, knowledge)
    if language != "zh-CN":
        wrong += _ambiguous_characters(text, knowledge, wrong)
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
        found.append(Stray(start, end, kind, _written("".join(rights), knowledge)))
    found.sort()
    return found


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
    fixed, ambiguous = knowledge.fixed, knowledge.ambiguous_variants
    rare: tuple[Kind, str] = ("nonsense", "")
    found: list[Character] = []
    for match in knowledge.odd.finditer(text):
        kind, right = fixed.get(match[0], rare)
        if match[0] <= RADICALS[-1] and _is_named(text, match.start()):
            continue
        if kind == "radical" and _is_torn(text, match.start(), right, fixed):
            kind, right = rare
        if match[0] in ambiguous:
            forms = tables.forms()
            wanted = _by_words(text, match.start(), right, forms.group[right], forms)
            if wanted not in (None, right):
                kind, right = "misconverted", wanted or right
        found.append((match.start(), kind, right))
    return found


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


def _ambiguous_characters(text: str, knowledge: _Knowledge, odd: list[Character]) -> list[Character]:
    """Characters that stand for several, each judged by the words around it, then by its sentence."""
    forms, near = tables.forms(), tables.neighbours()
    group, several, fold, leaning = forms.group, forms.several, forms.fold, knowledge.leaning
    found: list[Character] = []
    undecided: list[int] = []
    size = len(text)
    for match in knowledge.triggers.finditer(text):
        at, form = match.start(), match[0]
        if form in several:
            key = form
        else:
            key = group[form]
            if form not in leaning:
                beside = near[form]
                before = text[at - 1] if at else "\n"
                after = text[at + 1] if at + 1 < size else "\n"
                if (
                    fold.get(ord(before), before) not in beside[0]
                    and fold.get(ord(after), after) not in beside[1]
                ):
                    continue
        right = _by_words(text, at, form, key, forms)
        if right is None and form in several:
            right = several[form][0]
        if right is None:
            if form in leaning and _may_lean(text, at):
                undecided.append(at)
        elif right != form:
            plain = form in several and form not in forms.both_scripts
            found.append((at, "simplified" if plain else "misconverted", right))
    return _settled(text, odd, found, undecided)


def _settled(
    text: str, odd: list[Character], found: list[Character], undecided: list[int]
) -> list[Character]:
    """With those that no word decides: wrong in a sentence that holds Simplified ones, else suspected."""
    if not undecided:
        return found
    sentences = _Pieces(text, _SENTENCE_END)
    with_simplified = {sentences.number(at) for at, kind, _ in (*odd, *found) if kind == "simplified"}
    two_way = tables.forms().two_way
    settled = found.copy()
    for at in undecided:
        kind: Kind = "misconverted" if sentences.number(at) in with_simplified else "suspected"
        settled.append((at, kind, two_way[text[at]][0]))
    return settled


def _may_lean(text: str, at: int) -> bool:
    """Whether 于 or 里 stands where it would be 於 or 裡: opens no clause as a surname, is in no name."""
    if text[at] not in "于里":
        return True
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] == "于":
        return "\u4e00" <= before <= "\u9fff" or before == " "
    return "\u4e00" <= before <= "\u9fff" and before not in _SYLLABLES and after not in _SYLLABLES


def _by_words(text: str, at: int, form: str, key: str, forms: tables.Forms) -> str | None:
    """The form that the words around a character want; itself where one of them is content; None: no word.

    Where words disagree, a longer one that holds the other wins over it, one that was reviewed by hand
    over an equally long one of OpenCC's, and one that is far more frequent over one that is not longer;
    else what stands there stays. Of those that want another form the weightiest counts.
    """
    lexicon, extents = tables.words(), tables.extents()
    low = max(0, at - LONGEST_WORD + 1)
    window = text[low : at + LONGEST_WORD].translate(forms.fold)
    here = at - low
    usual = key if key in forms.two_way else forms.several[key][0]
    content: list[_Word] = []
    against: list[tuple[_Word, str]] = []
    tolerated = False
    stop = len(window)
    for start in range(here + 1):
        longest = start + extents.get(window[start : start + 2], 0)
        if longest <= here:
            continue
        for end in range(here + 1 if start < here else here + 2, (longest if longest < stop else stop) + 1):
            found = lexicon.get(window[start:end])
            if found is None:
                continue
            spellings, often = found[1:], ord(found[0]) - _NEVER
            if not spellings:
                word = _Word(end - start, often, False, start)
                if form == usual:
                    content.append(word)
                elif form == key:
                    against.append((word, usual))
                continue
            if spellings[0] == "?":
                if spellings[1 + here - start] == form:
                    content.append(_Word(end - start, _DEFENDING, True, start))
                continue
            strict = spellings[0] == "!"
            word = _Word(end - start, max(often, _REVIEWED) if strict else often, strict, start)
            right = spellings[here - start + strict :: end - start]
            if form in right:
                content.append(word)
            elif not strict and form in forms.of(form) and any(forms.same(form, one) for one in right):
                tolerated = True
            else:
                against.append((word, right[0] if strict or usual not in right else usual))
    if tolerated:
        against = [(word, right) for word, right in against if word.reviewed]
    if not against:
        return form if content or tolerated else None
    if not content and len(against) == 1:
        return against[0][1]
    for word in content:
        if not any(other.outdoes(word, form == key) for other, _ in against):
            return form
    apart = [
        (word, right)
        for word, right in against
        if not any(other.holds(word) and better != right for other, better in against)
    ]
    return max(apart, key=lambda one: (one[0].weight, one[0].reviewed, one[1] == usual, one[0].start))[1]


_NEVER = ord("0")
_REVIEWED = 6
"""How often a word that was reviewed by hand counts at least."""
_DEFENDING = 99
_LONGER = 4
"""How many classes of frequency a character more is worth."""
_FAR = 4
"""So many classes more is far more frequent: sixteen times."""


class _Word(NamedTuple):
    """A word of the list around a character: where it starts, how often it stands in texts."""

    length: int
    often: int
    reviewed: bool
    start: int

    def outdoes(self, other: _Word, unconverted: bool) -> bool:
        """Whether this word, which wants another form, wins over one that wants what stands there.

        Frequency counts alone where what stands there is `unconverted`, as Simplified text has it too.
        """
        if self.length >= other.length:
            if self.reviewed > other.reviewed:
                return self.holds(other) or other.often < self.often + _FAR
            if unconverted and self.reviewed == other.reviewed and self.often >= other.often + _FAR:
                return True
        return self.reviewed == other.reviewed and self.holds(other)

    def holds(self, other: _Word) -> bool:
        """Whether this word is longer and holds all of another."""
        end, other_end = self.start + self.length, other.start + other.length
        return self.length > other.length and self.start <= other.start and other_end <= end

    @property
    def weight(self) -> int:
        """How much a word counts against others that cross it: by its frequency and its length."""
        longer = self.length - 2
        return self.often + longer * _LONGER + (_REVIEWED if self.reviewed and longer > 0 else 0)
