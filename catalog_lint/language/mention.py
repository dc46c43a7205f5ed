"""What a text speaks about: spellings that it compares, words of another language that it quotes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from catalog_lint.language import tables
from catalog_lint.language.han import COMMON_HAN
from catalog_lint.rule.wordlists import words

_QUOTED = re.compile(
    "「[^「」\n]{1,60}」|『[^『』\n]{1,60}』|“[^“”\n]{1,60}”|‘[^‘’\n]{1,60}’|〈[^〈〉\n]{1,60}〉|《[^《》\n]{1,60}》"
    '|"[^"\n]{1,60}"'
)
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_TITLES = "〈《"
_BESIDE = re.compile(
    '(?=[」』”" \t→⇒←↔⇄⇔＝=／/＞(（\ufdd2亦又或本俗今古作寫写簡简轉转即通同、與和-])'
    '(?<=[\u3400-\u9fff])[」』”"]?[ \t]*'
    "(?:[→⇒←↔⇄⇔＝=／/＞]|[-=]>|(?P<bracket>[(（])|\ufdd2+[ \t]*\ufdd2+"
    "|[亦又或本俗今古]?作|[寫写][作成]|[簡简]化?[作成為为]|[轉转][換换]?[成為为]|即|通|同|(?P<list>[、與和]))"
    '[ \t]*[「『“"]?(?=[\u3400-\u9fff])'
)
"""What stands between two spellings that are set beside each other; two cells have marks of their table.

The characters that it may begin with come first, all at once: that is four times as fast.
"""
_HAN = re.compile(f"[{COMMON_HAN}]+")
_LONGEST = 8
_QUOTING = Path(__file__).parent / "data" / "quoting-nouns.txt"
_VERB = "(?:名稱|上面?)?(?:是|叫做?|為|名為|取名|顯示|印著|寫著?|打出)?[：: ]?"
_LONGEST_GIVING = 12
_FIGURES = re.compile("[〇○零０一壹壱二贰貳弐三叁參参四肆五伍六陆陸七柒漆八捌九玖]{7,}")
_PARTS = re.compile(
    "从[\u3400-\u9fff]{1,2}[，、]?(?:从[\u3400-\u9fff]{1,2}(?=[，。；：」』）]|$)|[\u3400-\u9fff]{1,2}省?聲)",
    re.MULTILINE,
)
# Words that name a script, a language or a spelling, folded.
_NAMED = re.compile(
    "简体|繁体|正体|简中|繁中|简化字|简繁|繁简|异体|俗字|汉字|错字|别字|用字|写法|拼法|字形|字体转换|繁转简|简转繁|日文|日语|日本语"
    "|(?:大陆|中国|港澳|香港|台湾|对岸)(?:大陆)?(?:人|这边|那边|用语)?(?:叫|称|说|写|译|用语|习惯)|对应[到为成]?[「『“]|opencc|zhconv",
    re.IGNORECASE,
)


def mentions(
    text: str, places: Sequence[int], japanese: frozenset[int], bounds: Callable[[int], tuple[int, int]]
) -> list[tuple[int, int]]:
    """The quotations that a text speaks about around some places, both in order.

    `japanese`: those of the places that hold Japanese forms; `bounds` gives the sentence around a place.
    A sentence speaks about what it quotes where it names a script or a language, or quotes two spellings
    of one word or the terms of two places for one thing (「软件」與「軟體」). Japanese is what is quoted with
    kana, with a Japanese form, or as a title beside such a quotation.
    """
    found: set[tuple[int, int]] = set()
    done = 0
    for place in places:
        if place < done:
            continue
        start, done = bounds(place)
        quoted = [match.span() for match in _QUOTED.finditer(text, start, done)]
        if quoted:
            found.update(_spoken_about(text, text[start:done], quoted, japanese))
            found.update(_in_own_script(text, places, (start, done), quoted))
    return sorted(found)


def parts_of_characters(text: str) -> list[tuple[int, int]]:
    """What characters are made of, in the words of the Shuowen, which writes 从 (从水，可聲)."""
    return [match.span() for match in _PARTS.finditer(text)] if "从" in text else []


def spellings_beside(text: str, places: Sequence[int]) -> list[tuple[int, int]]:
    """Words beside another spelling of them (龍→龙, 学/學, 體(体), cells of a row), with it, in order.

    `places`, in order: words that hold none of them may be left out.
    """
    found: list[tuple[int, int]] = []
    fold = tables.forms().fold
    for sign in _BESIDE.finditer(text):
        low, high = sign.span()
        next_place = bisect_left(places, low - _LONGEST)
        if next_place == len(places) or places[next_place] >= high + _LONGEST:
            continue
        left = text[max(0, low - _LONGEST) : low].translate(fold)
        right = text[high : high + _LONGEST].translate(fold)
        for size in range(min(len(left), len(right)), 0, -1):
            start, end = low - size, high + size
            if not _are_one(left[-size:], right[:size]):
                continue
            if sign["bracket"] and text[end : end + 1] not in (")", "）"):
                continue
            if sign["list"] and not _is_apart(text, start, end):
                continue
            if text[start:low] != text[high:end] and _HAN.fullmatch(text, start, low):
                if found and start < found[-1][1]:
                    start = found.pop()[0]
                found.append((start, end))
                break
    return found


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether no Han stands right before or behind a run."""
    return not (_HAN.match(text[start - 1 : start]) or _HAN.match(text[end : end + 1]))


def _are_one(one: str, other: str) -> bool:
    """Whether two words, folded, are one, or the terms of two places for one thing."""
    return one == other or other in _terms().get(one, ()) or one in _terms().get(other, ())


def rows_of_figures(text: str) -> list[tuple[int, int]]:
    """Figures in one script after the other (壱弐参四伍六七): a text that shows how they are written."""
    return [match.span() for match in _FIGURES.finditer(text)]


@lru_cache(1)
def _terms() -> dict[str, frozenset[str]]:
    """Mainland terms, folded, with Taiwan's for the same things."""
    fold = tables.forms().fold
    return {
        mainland.translate(fold): frozenset(taiwanese.translate(fold).split("、"))
        for mainland, taiwanese in tables.wording().items()
    }


def _has_term_of_two(words: set[str]) -> bool:
    """Whether a Mainland term is among some words, folded, with Taiwan's for it."""
    return any(not words.isdisjoint(_terms().get(word, ())) for word in words)


def _in_own_script(
    text: str, places: Sequence[int], sentence: tuple[int, int], quoted: list[tuple[int, int]]
) -> Iterable[tuple[int, int]]:
    """The quotations that give a name or a writing as it is (頻道「…」, 招牌寫著「…」), where nothing else in
    the sentence is of the wrong script."""
    inside = places[bisect_left(places, sentence[0]) : bisect_left(places, sentence[1])]
    if all(any(start < place < end for start, end in quoted) for place in inside):
        for start, end in quoted:
            if _gives_as_it_is().search(text, max(sentence[0], start - _LONGEST_GIVING), start):
                yield start, end


@lru_cache(1)
def _gives_as_it_is() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(words(_QUOTING))}){_VERB}\\Z")


def _spoken_about(
    text: str, sentence: str, quoted: list[tuple[int, int]], japanese: frozenset[int]
) -> Iterable[tuple[int, int]]:
    fold = tables.forms().fold
    spellings = {text[start + 1 : end - 1] for start, end in quoted}
    words = {spelling.translate(fold) for spelling in spellings}
    if _NAMED.search(sentence.translate(fold)) or len(words) < len(spellings) or _has_term_of_two(words):
        return quoted
    foreign = [
        (start, end)
        for start, end in quoted
        if _KANA.search(text, start, end) or any(place in japanese for place in range(start, end))
    ]
    titles = [span for span in quoted if text[span[0]] in _TITLES] if foreign else []
    return {*foreign, *titles}
