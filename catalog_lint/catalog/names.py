"""Names that hold a period: of files and folders, of domains, and of foreigners (克里斯多福.諾蘭)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from catalog_lint.source import Span

_DATA = Path(__file__).parent / "data" / "endings.txt"
_LONGEST = 40
_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,11})(?![A-Za-z0-9_])", re.ASCII)
_HAN_DOMAIN = re.compile(r"(?<=[\w])\.([\u4e00-\u9fff]{2,4})(?![\w.])")
_APART = frozenset(" \t「『“\"'(（")
_OF_A_FILE = re.compile(r"[」』”\"']? ?(?:檔|文件|副檔名|格式|套件|網域|域名|頂級|後綴|結尾)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ASCII_END = re.compile(r"[A-Za-z0-9_.~@%+/\\-]*\Z", re.ASCII)
_NAME_END = re.compile(r"[\w.~@%+/\\-]*\Z")
_PATH = re.compile(r"/[\w.~@%+/?=&#-]*")
_SOUNDS = frozenset(
    "阿埃艾愛安昂奧巴白班邦包保貝本比彼賓波伯博勃布卜查察采策岑徹茨達戴丹當道德登狄迪第丁杜頓多厄恩爾法凡範方費芬豐馮佛"
    "弗伏福蓋甘岡高戈格根古瓜圭郭哈海漢豪荷赫黑亨洪胡華懷惠霍基吉加賈簡金喀卡凱坎康考柯科可克肯孔庫誇奎昆拉萊賴蘭郎朗勞"
    "勒雷蕾里理利莉麗列林琳靈隆盧魯倫羅洛馬瑪麥邁曼芒毛茂梅門蒙孟米密敏明摩莫姆穆納娜奈南內尼妮寧紐諾努歐帕派潘龐培佩彭"
    "皮平珀潑普齊奇恰喬瓊強切丘薩塞賽桑瑟森沙莎山尚紹舍伸申生聖施什石史士蒂斯絲思松蘇孫索塔泰坦湯唐陶特提田廷通透圖托脫"
    "瓦萬旺威韋維偉魏溫文翁沃烏吾武西希夏香肖謝辛欣興雄休修許雪遜雅亞延揚耶葉伊依因英尤約躍雲贊澤扎詹章珍芝治朱茱卓茲子佐"
    "尔兰罗诺爱奥贝宾达费冯盖冈汉华怀贾简凯库莱赖劳丽灵卢鲁伦马玛麦迈门纳宁纽欧庞乔琼萨赛圣绍苏孙陶汤图万维韦伟温乌谢兴逊"
    "吐川藍梵立崔嘉韓魏郝柴蕭伯赫奧莫黎戈蘿麗妮潔凱薩喬茜蘭德黛蔓"
    "亚扬叶约云赞泽济尔吕傑杰瑞妲黛薇芙翰艾莎蜜娃琪芮翠緹莎絲茜妃霖璐"
)
"""Characters that write the sounds of foreign names (the tables for names of the Xinhua News Agency, and
those that Taiwan adds)."""


@dataclass(frozen=True, slots=True)
class _Endings:
    known: frozenset[str]
    words: frozenset[str]
    han: frozenset[str]


@lru_cache(1)
def _endings() -> _Endings:
    lists: dict[str, set[str]] = {"file": set(), "domain": set(), "han-domain": set(), "word": set()}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, *words = line.split()
            lists[name].update(words)
    return _Endings(
        frozenset(lists["file"] | lists["domain"]), frozenset(lists["word"]), frozenset(lists["han-domain"])
    )


def dotted_names(text: str, start: int, end: int) -> Iterator[Span]:
    """Names that hold a period, of which the period alone where it parts a foreigner's name."""
    at = text.find(".", start, end)
    while at >= 0:
        after = text[at + 1 : at + 2]
        if after.isascii():
            match = _ENDING.match(text, at, end) if after.isalpha() else None
            name = _file_name(text, start, match, end) if match else None
        else:
            name = _han_domain(text, start, at, end) or _foreign_period(text, at)
        if name:
            yield name
        at = text.find(".", at + 1, end)


def _file_name(text: str, start: int, match: re.Match[str], end: int) -> Span | None:
    """The name of a file or a domain that holds Han, or a known ending that stands alone (`.wasp`).

    An ending that is an English word too is one behind a space or a quote, or where the text says so
    (`.live檔`); right behind Han or a mark it is rather a broken term.
    """
    endings, ending = _endings(), match[1].lower()
    if ending not in endings.known:
        return None
    at = begin = match.start()
    before = text[at - 1] if at > start else ""
    of_a_name = before.isalnum() or before in "_-/\\" if before else False
    if ending in endings.words and not (
        before in _APART or (of_a_name and before.isascii()) or _OF_A_FILE.match(text, match.end(), end)
    ):
        return None
    if of_a_name:
        begin = _name_start(text, start, at)
    elif before and before in ".…)]":
        return None
    path = _PATH.match(text, match.end(), end)
    stop = path.end() if path else match.end()
    return Span(begin, stop) if begin == at or _HAN.search(text, begin, stop) else None


def _han_domain(text: str, start: int, at: int, end: int) -> Span | None:
    """A domain under a top-level domain in Han (`例子.公司`)."""
    match = _HAN_DOMAIN.match(text, at, end)
    if match and match[1] in _endings().han:
        return Span(_name_start(text, start, at), match.end())
    return None


def _foreign_period(text: str, at: int) -> Span | None:
    """The period between the parts of a foreigner's name, of which one has two characters or more."""
    before = [character in _SOUNDS for character in text[max(0, at - 2) : at][::-1]]
    after = [character in _SOUNDS for character in text[at + 1 : at + 3]]
    is_name = before[:1] == after[:1] == [True] and (before[1:] == [True] or after[1:] == [True])
    return Span(at, at + 1) if is_name else None


def _name_start(text: str, start: int, at: int) -> int:
    """Where the name begins that ends at an offset.

    Letters of Latin script behind Han are a name of their own; with Han at its end, or a folder's in
    front, it reaches back to the next mark or space.
    """
    low = max(start, at - _LONGEST)
    latin = _ASCII_END.search(text[low:at])
    begin = low + latin.start() if latin else at
    if begin < at and text[begin] not in "/\\._-":
        return begin
    whole = _NAME_END.search(text[low:at])
    return low + whole.start() if whole else begin
