"""Characters and words of the wrong script in a text: where they stand, what they are, what they should be."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from catalog_lint.language import tables

Kind = Literal[
    "simplified",  # a character that only Simplified Chinese has
    "two-way",  # a Simplified word or character that is a good Traditional one elsewhere
    "misconverted",  # the wrong one of several Traditional characters
    "suspected",  # may be Simplified, nothing near it tells
    "variant",
    "japanese",
    "nonsense",  # a Han character that Taiwan's prose does not use
    "foreign",  # letters of another script
    "traditional",  # in Simplified prose
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
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_ODD = re.compile(f"[{HAN}{FOREIGN}]")
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f]")
_SENTENCE = re.compile("[^。！？!?\n\ufdd2]+")
_CLAUSE_END = re.compile("[。！？!?，,；;：:、（）()「」『』|\n\ufdd1\ufdd2]")
_FOREIGN_RUN = re.compile(f"[{FOREIGN}]+(?:[ ・'’-][{FOREIGN}]+)*")
_JAPANESE_RUN = re.compile("[\u3041-\u309f\u30a1-\u30ff\u3400-\u9fff\uff66-\uff9f々]+")
_DIGITS_BEFORE = re.compile("[0-9０-９十百千萬万億亿]")
LONGEST_WORD = 8
# Characters that spell foreign names: beside one of them 里 is a syllable.
_SYLLABLES = frozenset("阿埃艾安奥奧巴贝貝比伯布查达達德迪蒂杜多厄恩尔爾法菲费費弗夫福戈格哈海赫亨霍基吉加贾賈杰傑卡凯凱科克库庫拉莱萊兰蘭劳勞勒雷利卢盧鲁魯伦倫罗羅洛马馬玛瑪迈邁曼梅米密莫默墨纳納奈尼努诺諾帕佩皮普奇齐齊恰乔喬切丘萨薩塞森沙史斯苏蘇索塔泰坦特托瓦威韦韋维維翁沃乌烏西希夏肖谢謝辛休雅亚亞扬揚耶伊因尤约約泽澤扎佐詹珍")


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
    boring: frozenset[str]
    triggers: re.Pattern[str]
    written: dict[int, str]


@lru_cache
def _knowledge(language: Language) -> _Knowledge:
    if language == "zh-CN":
        to_simplified: dict[str, tuple[Kind, str]] = {
            key: ("traditional", value) for key, value in tables.pairs("to-simplified").items()
        }
        return _Knowledge(to_simplified, frozenset(), re.compile("(?!)"), {})
    forms = tables.forms()
    hong_kong = language == "zh-HK"
    written = tables.pairs("hong-kong") if hong_kong else {}
    variants = tables.pairs("hong-kong-variant" if hong_kong else "variant")
    fixed: dict[str, tuple[Kind, str]] = {
        character: (kind, right)
        for kind, table in (
            ("japanese", tables.pairs("japanese")),
            ("variant", variants),
            ("simplified", forms.single),
        )
        for character, right in table.items()
    }
    good = set(tables.common()) | set(forms.two_way) | {*written.values(), *"裏着"[: 2 * hong_kong]}
    for key, all_of in forms.several.items():
        good.update(all_of)
        fixed.pop(key, None)
    for all_of in forms.two_way.values():
        good.update(all_of)
    near = tables.neighbours()
    lively = {c for c in near if c not in forms.several} | {
        key for key, all_of in forms.two_way.items() if all_of[0] != key
    }
    triggers = re.compile(f"[{''.join(sorted({*lively, *forms.several} - set(fixed)))}]")
    return _Knowledge(
        fixed, frozenset(good.difference(fixed, forms.several)), triggers, str.maketrans(written)
    )


def strays(text: str, language: Language = "zh-TW", invisible: str = "\ufdd0") -> list[Stray]:
    """What in `text` is of the wrong script for `language`, in order; no two overlap.

    `invisible` is a character that takes no room in the text: words are read across it. Adjacent
    wrong characters that can be mended are one stray, of the kind that says most.
    """
    if invisible in text:
        marks = [match.start() for match in re.finditer(re.escape(invisible), text)]
        shift = [at - number for number, at in enumerate(marks)]
        found = _strays(text.replace(invisible, ""), language)
        return [piece for stray in found for piece in _spread(stray, shift)]
    return list(_strays(text, language))


def _spread(stray: Stray, shift: list[int]) -> Iterator[Stray]:
    """The stray's places in the text with its marks, cut where a mark stands."""
    start = stray.start
    while start < stray.end:
        number = bisect_right(shift, start)
        end = min(stray.end, shift[number]) if number < len(shift) else stray.end
        piece = stray.expected[start - stray.start : end - stray.start]
        yield Stray(start + number, end + number, stray.kind, piece)
        start = end


_RANK: dict[Kind, int] = {
    "simplified": 0, "two-way": 1, "misconverted": 2, "traditional": 3, "japanese": 4, "variant": 5, "suspected": 6,
}  # fmt: skip


def _strays(text: str, language: Language) -> Iterator[Stray]:
    knowledge = _knowledge(language)
    wrong = _odd_characters(text, knowledge)
    if language != "zh-CN":
        wrong += _ambiguous_characters(text, knowledge, wrong)
    foreign = _foreign_runs(text, language)
    blocked = [(stray.start, stray.end) for stray in foreign]
    wrong = [item for item in sorted(wrong) if not _inside(item[0], blocked)]
    runs: list[list[Character]] = []
    for item in wrong:
        last = runs[-1][-1] if runs else None
        joins = last is not None and last[0] + 1 == item[0] and bool(last[2]) == bool(item[2])
        if joins and "suspected" not in (item[1], runs[-1][-1][1]):
            runs[-1].append(item)
        else:
            runs.append([item])
    found = [
        Stray(
            run[0][0],
            run[-1][0] + 1,
            run[0][1] if not run[0][2] else min((item[1] for item in run), key=_RANK.__getitem__),
            "".join(item[2] for item in run).translate(knowledge.written),
        )
        for run in runs
    ]
    yield from sorted(found + foreign)


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    number = bisect_right(spans, (at, len(HAN) << 40)) - 1
    return number >= 0 and spans[number][0] <= at < spans[number][1]


def _odd_characters(text: str, knowledge: _Knowledge) -> list[Character]:
    present = set(text) - knowledge.boring if knowledge.boring else set(text).intersection(knowledge.fixed)
    odd = [c for c in present if c in knowledge.fixed or (knowledge.boring and _is_rare(c))]
    if not odd:
        return []
    fixed = knowledge.fixed
    return [
        (match.start(), *fixed.get(match[0], ("nonsense", "")))
        for match in re.finditer(f"[{''.join(sorted(odd))}]", text)
    ]


def _is_rare(character: str) -> bool:
    return (
        "\u3400" <= character <= "\ufaff"
        and _ODD.match(character) is not None
        and not "\ua000" <= character <= "\uf8ff"
        and character not in tables.forms().several
    ) or "\U00020000" <= character <= "\U000323af"


def _foreign_runs(text: str, language: Language) -> list[Stray]:
    if not re.search(f"[{FOREIGN}]", text):
        return []
    found: list[Stray] = []
    for match in _FOREIGN_RUN.finditer(text):
        start, end = match.span()
        if found and start < found[-1].end:
            continue
        if _KANA.search(match[0]):
            left, right = _clause(text, start)
            if len(_KANA.findall(text, left, right)) >= 3:
                found += (
                    Stray(*run.span(), "foreign", "") for run in _JAPANESE_RUN.finditer(text, left, right)
                )
                continue
        found.append(Stray(start, end, "foreign", ""))
    return found


def _clause(text: str, at: int) -> tuple[int, int]:
    start = at
    while start and not _CLAUSE_END.match(text[start - 1]):
        start -= 1
    end = _CLAUSE_END.search(text, at)
    return start, end.start() if end else len(text)


def _ambiguous_characters(text: str, knowledge: _Knowledge, odd: list[Character]) -> list[Character]:
    """Two-way characters and the like, each judged by the words around it, then by its sentence."""
    forms = tables.forms()
    near = tables.neighbours()
    group, several, two_way = forms.group, forms.several, forms.two_way
    fold = forms.fold
    simplified_at = [at for at, kind, _ in odd if kind == "simplified"]
    found: list[Character] = []
    undecided: list[int] = []
    size = len(text)
    for match in knowledge.triggers.finditer(text):
        at = match.start()
        form = match[0]
        if form in several:
            key = form
        else:
            key = group[form]
            beside = near.get(form)
            before = text[at - 1] if at else "\n"
            after = text[at + 1] if at + 1 < size else "\n"
            if not (
                beside
                and (
                    fold.get(ord(before), before) in beside[0] or fold.get(ord(after), after) in beside[1]
                )
            ):
                if form == key and key in two_way and two_way[key][0] != key:
                    undecided.append(at)
                continue
        verdict = _by_words(text, at, form, key, forms)
        if verdict is None:
            if form in several:
                found.append((at, _kind_of_default(form, several[form]), several[form][0]))
            elif form == key and key in two_way and two_way[key][0] != key:
                undecided.append(at)
        elif verdict != form:
            kind: Kind = "simplified" if form in several and form not in several[form] else "misconverted"
            found.append((at, kind, verdict))
    simplified_at += [at for at, kind, _ in found if kind == "simplified"]
    simplified_at.sort()
    settled = [
        (at, "two-way" if _simplified_near(text, at, simplified_at) and text[at] == group[text[at]] else kind, right)
        if kind == "misconverted"
        else (at, kind, right)
        for at, kind, right in found
    ]  # fmt: skip
    for at in undecided:
        right = two_way[text[at]][0]
        if right == "於" and not _could_be_preposition(text, at):
            continue
        sure = _simplified_near(text, at, simplified_at)
        settled.append((at, "two-way" if sure else "suspected", right))
    return settled


def _kind_of_default(form: str, all_of: str) -> Kind:
    return "misconverted" if form in all_of else "simplified"


def _could_be_preposition(text: str, at: int) -> bool:
    """Whether 于 stands where a surname would not: after a Han character, not opening a clause."""
    return at > 0 and ("\u4e00" <= text[at - 1] <= "\u9fff" or text[at - 1] == " ")


def _simplified_near(text: str, at: int, simplified_at: list[int]) -> bool:
    """Whether the sentence around `at` holds characters that only Simplified Chinese has."""
    number = bisect_right(simplified_at, at)
    for other in simplified_at[max(0, number - 1) : number + 1]:
        low, high = min(at, other), max(at, other)
        if not re.search("[。！？!?\n\ufdd2]", text[low:high]):
            return True
    return False


def _by_words(text: str, at: int, form: str, key: str, forms: tables.Forms) -> str | None:
    """The form that the words around a character want; itself where one of them is content; None: no word."""
    lexicon = tables.words()
    low = max(0, at - LONGEST_WORD + 1)
    window = text[low : at + LONGEST_WORD].translate(forms.fold)
    here = at - low
    usual = key if key in forms.two_way else forms.several[key][0]
    content: list[tuple[int, int, bool]] = []
    against: list[tuple[int, int, str, bool]] = []
    stop = len(window)
    for start in range(here + 1):
        for end in range(max(here + 1, start + 2), min(stop, start + LONGEST_WORD) + 1):
            spellings = lexicon.get(window[start:end])
            if spellings is None:
                continue
            if not spellings:
                if form == usual:
                    content.append((start, end, False))
                elif form == key:
                    against.append((start, end, usual, False))
                continue
            if spellings[0] == "?":
                if spellings[1 + here - start] == form:
                    content.append((start, end, True))
                continue
            strict = spellings[0] == "!"
            right = spellings[here - start + strict :: end - start]
            if form in right or (
                not strict and form in forms.of(form) and any(forms.same(form, one) for one in right)
            ):
                content.append((start, end, strict))
            else:
                choice = usual if usual in right else right[0]
                against.append((start, end, choice, strict))
    if not against:
        return form if content else None
    if content and not all(
        any(s <= start and end <= e and e - s > end - start and by_hand >= strict for s, e, _, by_hand in against)
        for start, end, strict in content
    ):
        return form
    return max(against, key=lambda one: (one[1] - one[0], one[3], one[2] == usual, one[0]))[2]
