"""Words that a converter wrote as others, where these are words there too and only the context tells: 併 for
並 at the head of a clause (併發送通知), 隻 for 只 where nothing is counted (這隻是開始)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from catalog_lint.language import tables
from catalog_lint.language.decoder import MARGIN, path
from catalog_lint.language.foreign_names import sounds
from catalog_lint.language.han import COMMON_HAN as _HAN
from catalog_lint.language.rare import ends_word, opens_word
from catalog_lint.rule.wordlists import entries, words

Misread = tuple[int, str, str]
"""Where a wrong character stands, what is right, and the word that this makes from there on."""

_COUNTED = Path(__file__).parent / "data" / "counted.txt"
_ADDRESSES = Path(__file__).parent / "data" / "addresses.txt"
_AT_HEAD = re.compile(f"併(?<![{_HAN}].)(?=[{_HAN}]{{2}})")
_ONLY = re.compile(
    "隻(?<=[這那].)(?=是(?![^，。！？；\n]{0,12}的(?:[，。！？；」\n]|$))|有|能|會|要|不過|需|適[用合]|可以|應|被|對|在|為|限|針對)"
)
_NOTHING_COUNTED = re.compile(
    "隻(?<![一兩二三四五六七八九十幾0-9０-９數百千萬餘多每這那哪半整各大船艦雙養買抓捉撿生當宰煮救畫].)"
    f"(?<=[{_HAN}].)(?=[{_HAN}])(?![身字言眼手數]|影(?!響))|(?<=[最至頂大]多)隻(?=[{_HAN}])"
)
"""隻 behind what neither counts nor points, in front of more."""
_MAY_COUNT = frozenset("小來單")
"""What counts or describes by itself (小隻), but not at the end of a word (大小、原來、清單)."""
_OPENS_CLAUSE = re.compile(
    f"(?:^|[，。；：！？「（(])(隻)(?=[{_HAN}]{{2}})(?![身字言眼手]|影(?!響)|.片)", re.MULTILINE
)
_TIED = re.compile("(系)(?=在[^，。！？\n]{0,4}?(?:[腰腿脖頸腳軀樹樁柱肩]|手[上腕]|身上|背上))")
_IS_DONE = re.compile(f"乾(?=的(?:活|事|工作|勾當|好事|壞事))(?<=[{_HAN}].)")
"""乾 for 幹, what somebody does."""
_MADE_ONESELF = re.compile(
    f"(?<!不能)(?<!無法)(?<!難以)(?<!懂得)(?<!失去)(?<!缺乏)(?<!學會)(?<!保持)(?<!善於)(?<!自我)(?<!自律)(?<![克更很極要會高])"
    f"自(制)(?=的?[{_HAN}])(?!的?(?:[力能性心人]|功夫|態度|行為)|[是甚也很太不就都才會要可之])"
)
"""自制 for 自製, in front of what somebody made."""
_AT = re.compile(f"(?<=[{_HAN}]{{2}})于(?=[{_HAN}])")
_PEOPLE = frozenset(
    "者記任長員授師生家友人民手星士哥姐弟妹父母兄姊叔伯姨嫂公婆爺奶和與跟同及是叫姓讓請對給被把稱名有如像由向括"
)
"""What a name stands behind: ends of words for people, verbs and conjunctions."""
_WET = re.compile("[汗溼濕水漆淚墨血泥膠洗沫髮衣褲襪鞋]|毛巾|被子|床單|地板")
_DRY = re.compile("(?:沒有?|還沒|未|不會|才會|才|已經?|快)(幹)(?=了?[，。！？；」（\n])")
"""幹 for 乾, at the end of a clause."""
_CLAUSE = 12
_COUNTS = re.compile("[0-9０-９] ?(箇)")
_IN_NAME = re.compile("[長民鄰辦弄巷程氏賓路街站國社、與和及等（(·‧•・／/\n]|\\Z")
# What a place by itself has not around it: more Han than a name's before, or a few behind.
_MORE_BEFORE = re.compile(f"[{_HAN}]{{4}}")
_MORE_BEHIND = re.compile(f"[{_HAN}]{{3}}")
_CLAUSE_END = re.compile("[。！？；\n]")
_NEAR = 60
_WINDOW = 8


@lru_cache(1)
def _counted() -> re.Pattern[str]:
    """What 隻 counts."""
    listed = (f"{one.text}(?![{one.parts[1]}])" if one.parts[1:] else one.text for one in entries(_COUNTED))
    return re.compile("|".join(listed))


@lru_cache(1)
def _address() -> re.Pattern[str]:
    """What is near 里 where it is a part of a town."""
    return re.compile("|".join(words(_ADDRESSES)))


def misread(text: str, converted: bool) -> Iterator[Misread]:
    """The conjunctions and adverbs of a Traditional text that stand as other words.

    Adverbs only where a converter went through it: what 隻 counts may stand far off, or be a program.
    """
    if "併" in text:
        for match in _AT_HEAD.finditer(text):
            if _is_read_across(text, match.start()):
                yield match.start(), "並", "並"
    if "箇" in text:
        for match in _COUNTS.finditer(text):
            yield match.start(1), "個", "個"
    if "系在" in text:
        for match in _TIED.finditer(text):
            yield match.start(), "繫", "繫"
    if "隻" in text:
        for match in _OPENS_CLAUSE.finditer(text):
            if opens_word(text, match.end(1)):
                yield match.start(1), "只", "只"
    if converted:
        yield from _among_slips(text)


def _among_slips(text: str) -> Iterator[Misread]:
    for match in (*_ONLY.finditer(text), *_NOTHING_COUNTED.finditer(text)):
        at = match.start()
        if text[at - 1] in _MAY_COUNT and not ends_word(text, at):
            continue
        if not _counted().search(text[max(0, at - _NEAR) : at] + text[at + 1 : at + _NEAR]):
            yield at, "只", "只"
    for match in _MADE_ONESELF.finditer(text):
        yield match.start(1), "製", "製"
    for match in _AT.finditer(text):
        at = match.start()
        before = text[at - 1]
        named = before in _PEOPLE or before in tables.surnames()
        if not named and ends_word(text, at) and opens_word(text, at + 1):
            yield at, "於", "於"
    for match in _IS_DONE.finditer(text):
        if not ends_word(text, match.end()):
            yield match.start(), "幹", "幹"
    for match in _DRY.finditer(text):
        clause = _CLAUSE_END.split(text[max(0, match.start() - _CLAUSE) : match.start()])[-1]
        if _WET.search(clause):
            yield match.start(1), "乾", "乾"


def is_inside(text: str, at: int) -> bool:
    """Whether 里 stands behind a thing that something is in (樓道里): in no address, name or list of such."""
    foreign = sounds().issuperset(text[max(0, at - 2) : at])
    if foreign or not ends_word(text, at) or _IN_NAME.match(text, at + 1):
        return False
    if not (_MORE_BEFORE.match(text, max(0, at - 4)) and at > 3) and not _MORE_BEHIND.match(text, at + 1):
        return False
    before = _CLAUSE_END.split(text[max(0, at - _NEAR) : at])[-1]
    behind = _CLAUSE_END.split(text[at + 1 : at + _NEAR])[0]
    return not _address().search(before) and not _address().search(behind)


def _is_read_across(text: str, at: int) -> bool:
    """Whether the words behind a conjunction are likelier than one that it opens with the next character."""
    piece = re.match(f"[{_HAN}]+", text[at : at + _WINDOW])
    assert piece is not None
    kept, borders = path(piece[0])
    taken, ours = path("並" + piece[0][1:])
    return borders[1] > 1 and ours[1] == 1 and kept - taken >= 2 * MARGIN
