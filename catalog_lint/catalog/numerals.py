"""The numbers in front of headings: 小節一：, 一、, （一）, 1., (1), 1.2, Ⅰ., ①, A."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "兩": 2, "两": 2}
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_CHINESE = "[零〇一二兩两三四五六七八九十百]{1,6}"
_DIGIT = "[零〇一二兩两三四五六七八九]"
_CHINESE_NUMBER = re.compile(rf"(?=.)(?:({_DIGIT}?)百)?[零〇]?(?:({_DIGIT}?)十)?({_DIGIT})?")
_UNIT = "[節节章講讲課课部篇點点回集期步項项]|部分|小節|階段"

_WORD = r"(?:Step|Part|Section|Chapter|步[驟骤]|[階阶]段|單元|单元)"
_FORMAL = "壹貳參肆伍陸柒捌玖拾"

_START = re.compile(
    r"[小第步階阶單单【\[SsPpCc壹貳參肆伍陸柒捌玖拾（(零〇一二兩两三四五六七八九十百0-9①-⑳Ⅰ-ⅫA-HIVXLC]"
)


class Numeral(NamedTuple):
    """A number in front of a heading: its style (named by the first of its kind), value and length.

    `parents` are the numbers before the last in a style of several levels (1.2 -> (1,)).
    """

    style: str
    value: int
    length: int
    parents: tuple[int, ...] = ()


def chinese_value(text: str) -> int | None:
    """The value of a Chinese numeral up to 999, None where the characters make none."""
    found = _CHINESE_NUMBER.fullmatch(text)
    if not found:
        return None
    hundreds, tens, ones = (0 if part is None else DIGITS[part] if part else 1 for part in found.groups())
    return hundreds * 100 + tens * 10 + ones


def roman_value(text: str) -> int | None:
    """The value of a Roman numeral in capitals, None where it is not written as one."""
    total = 0
    for char, following in zip(text, [*text[1:], ""], strict=True):
        value = ROMAN[char]
        total += -value if following and ROMAN[following] > value else value
    return total if text == roman_text(total) else None


def roman_text(value: int) -> str:
    """A number from 1 to 399 in Roman capitals."""
    out = ""
    for text, worth in (
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
    ):
        out += text * (value // worth)
        value %= worth
    return out + "I" * value


def chinese_text(value: int) -> str:
    """A number from 0 to 999 in Chinese numerals, a greater one in digits."""
    if value > 999:
        return str(value)
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    out = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        out += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        out += "零"
    return out + (digits[ones] if ones or not out else "")


class _Digits(NamedTuple):
    """A kind of digits: what a number in it is worth, how one is written, and the greatest that can be."""

    value: Callable[[str], int | None]
    text: Callable[[int], str]
    most: int


def _signs(first: str, most: int) -> _Digits:
    """Digits that stand in order, a character each, from 1 on."""
    before = ord(first) - 1
    return _Digits(lambda sign: ord(sign) - before, lambda value: chr(before + value), most)


_DIGITS = {
    "han": _Digits(chinese_value, chinese_text, 999),
    "digits": _Digits(int, str, 999),
    "formal": _Digits(lambda sign: _FORMAL.index(sign) + 1, lambda value: _FORMAL[value - 1], len(_FORMAL)),
    "circled": _signs("①", 20),
    "sign": _signs("Ⅰ", 12),
    "letter": _signs("A", 8),
    "roman": _Digits(roman_value, roman_text, 399),
}
"""By the name that patterns have for the group."""


class _Style:
    """A style: how a number in it looks, and how one is written with the marks behind it ("": not at all)."""

    def __init__(self, name: str, pattern: str, written: str) -> None:
        self.name, self.pattern, self.written = name, re.compile(pattern), written
        (self.digits,) = self.pattern.groupindex


_STYLES = (
    _Style("小節一：", rf"小[節节]\s*(?P<han>{_CHINESE})\s*(?:[：:、.．]\s*|(?=\s)\s+|$)", "小節{}："),
    _Style("小節1：", r"小[節节]\s*(?P<digits>[0-9]{1,3})\s*(?:[：:、.．]\s*|(?=\s)\s+|$)", "小節{}："),
    _Style("第一節", rf"第\s*(?P<han>{_CHINESE})\s*(?:{_UNIT})\s*[：:、.．]?\s*", "第{}節 "),
    _Style("第1節", rf"第\s*(?P<digits>[0-9]{{1,3}})\s*(?:{_UNIT})\s*[：:、.．]?\s*", "第{}節 "),
    _Style(
        "步驟一：",
        rf"(?:步[驟骤]|[階阶]段|單元|单元)\s*(?P<han>{_CHINESE})\s*(?:[：:、.．]\s*|(?=\s)\s+|$)",
        "步驟{}：",
    ),
    _Style("Step 1:", rf"(?i:{_WORD})\s*(?P<digits>[0-9]{{1,3}})(?:\s*[：:、.．–—-]\s*|\s+|$)", "Step {}: "),
    _Style("【1】", r"[【\[](?P<digits>[0-9]{1,3})[】\]]\s*", "【{}】"),
    _Style("【一】", rf"【(?P<han>{_CHINESE})】\s*", "【{}】"),
    _Style("壹、", rf"(?P<formal>[{_FORMAL}])\s*[、.．：:]\s*", "{}、"),
    _Style("（一）", rf"[（(](?P<han>{_CHINESE})[）)]\s*[：:、.．]?\s*", "（{}）"),
    _Style("（1）", r"[（(](?P<digits>[0-9]{1,3})[）)]\s*[：:、.．]?\s*", "（{}）"),
    _Style("一、", rf"(?P<han>{_CHINESE})\s*[、.．]\s*", "{}、"),
    _Style("一：", rf"(?P<han>{_CHINESE})\s*[：:]\s*", "{}："),
    _Style("1.1", r"(?P<path>[0-9]{1,3}(?:\.[0-9]{1,3})+)\.?(?:\s+|、|(?=[\u4e00-\u9fff]))", ""),
    _Style("1.", r"(?P<digits>[0-9]{1,3})[.．](?![0-9])\s*", "{}. "),
    _Style("1、", r"(?P<digits>[0-9]{1,3})、\s*", "{}、"),
    _Style("1)", r"(?P<digits>[0-9]{1,3})[)）]\s*", "{}) "),
    _Style("①", r"(?P<circled>[①-⑳])\s*[：:、.．]?\s*", "{} "),
    _Style("Ⅰ", r"(?P<sign>[Ⅰ-Ⅻ])\s*[：:、.．]?\s*", "{} "),
    _Style("A.", r"(?P<letter>[A-H])[.．、]\s+", "{}. "),
    _Style("I.", r"(?P<roman>[IVXLC]{1,6})[.．、]\s*", "{}. "),
)
_BY_NAME = {style.name: style for style in _STYLES}


def parse(text: str) -> Numeral | None:
    """The number that a heading's text starts with, None without one."""
    if not _START.match(text):
        return None
    for style in _STYLES:
        found = style.pattern.match(text)
        if not found:
            continue
        if style.digits == "path":
            *above, last = map(int, found["path"].split("."))
            return Numeral(style.name, last, found.end(), tuple(above))
        value = _DIGITS[style.digits].value(found[1])
        if value is not None:
            return Numeral(style.name, value, found.end())
    return None


def rewritten(numeral: str, value: int) -> str:
    """A heading's number with another value, in the same style and with the same marks around it."""
    for pattern, kind, beyond in (
        (_CHINESE, "han", "han"),
        (r"[0-9]{1,3}(?![0-9.]*\.[0-9])", "digits", "digits"),
        (f"[{_FORMAL}]", "formal", "han"),
        (r"[①-⑳]", "circled", "digits"),
        (r"[Ⅰ-Ⅻ]", "sign", "roman"),
        (r"[IVXLC]{1,6}", "roman", "roman"),
        (r"[A-H]", "letter", "letter"),
    ):
        if re.search(pattern, numeral):
            digits = _DIGITS[kind if value <= _DIGITS[kind].most else beyond]
            return re.sub(pattern, digits.text(value), numeral, count=1)
    return numeral


def written(style: str, value: int) -> str:
    """A number in a style, with the marks behind it; "" where the style has none for it."""
    found = _BY_NAME.get(style)
    if found is None or not found.written or not 1 <= value <= _DIGITS[found.digits].most:
        return ""
    return found.written.format(_DIGITS[found.digits].text(value))
