"""The numbers in front of headings: 小節一：, 一、, （一）, 1., (1), 1.2, Ⅰ., ①, A."""

from __future__ import annotations

import re
from typing import NamedTuple

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "兩": 2, "两": 2}
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_CHINESE = "[零〇一二兩两三四五六七八九十百]{1,6}"
_DIGIT = "[零〇一二兩两三四五六七八九]"
_CHINESE_NUMBER = re.compile(rf"(?=.)(?:({_DIGIT}?)百)?[零〇]?(?:({_DIGIT}?)十)?({_DIGIT})?")
_UNIT = "[節节章講讲課课部篇點点回集期步項项]|部分|小節|階段"

_WORD = r"(?:Step|Part|Section|Chapter|步[驟骤]|[階阶]段|單元|单元)"
_FORMAL = "壹貳參肆伍陸柒捌玖拾"

_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("小節一：", re.compile(rf"小[節节]\s*(?P<han>{_CHINESE})\s*(?:[：:、.．]\s*|(?=\s)\s+|$)")),
    ("小節1：", re.compile(r"小[節节]\s*(?P<digits>[0-9]{1,3})\s*(?:[：:、.．]\s*|(?=\s)\s+|$)")),
    ("第一節", re.compile(rf"第\s*(?P<han>{_CHINESE})\s*(?:{_UNIT})\s*[：:、.．]?\s*")),
    ("第1節", re.compile(rf"第\s*(?P<digits>[0-9]{{1,3}})\s*(?:{_UNIT})\s*[：:、.．]?\s*")),
    (
        "步驟一：",
        re.compile(rf"(?:步[驟骤]|[階阶]段|單元|单元)\s*(?P<han>{_CHINESE})\s*(?:[：:、.．]\s*|(?=\s)\s+|$)"),
    ),
    (
        "Step 1:",
        re.compile(rf"{_WORD}\s*(?P<digits>[0-9]{{1,3}})(?:\s*[：:、.．–—-]\s*|\s+|$)", re.IGNORECASE),
    ),
    ("【1】", re.compile(r"[【\[](?P<digits>[0-9]{1,3})[】\]]\s*")),
    ("【一】", re.compile(rf"【(?P<han>{_CHINESE})】\s*")),
    ("壹、", re.compile(r"(?P<formal>[壹貳參肆伍陸柒捌玖拾])\s*[、.．：:]\s*")),
    ("（一）", re.compile(rf"[（(](?P<han>{_CHINESE})[）)]\s*[：:、.．]?\s*")),
    ("（1）", re.compile(r"[（(](?P<digits>[0-9]{1,3})[）)]\s*[：:、.．]?\s*")),
    ("一、", re.compile(rf"(?P<han>{_CHINESE})\s*[、.．]\s*")),
    ("一：", re.compile(rf"(?P<han>{_CHINESE})\s*[：:]\s*")),
    ("1.1", re.compile(r"(?P<path>[0-9]{1,3}(?:\.[0-9]{1,3})+)\.?(?:\s+|、|(?=[\u4e00-\u9fff]))")),
    ("1.", re.compile(r"(?P<digits>[0-9]{1,3})[.．](?![0-9])\s*")),
    ("1、", re.compile(r"(?P<digits>[0-9]{1,3})、\s*")),
    ("1)", re.compile(r"(?P<digits>[0-9]{1,3})[)）]\s*")),
    ("①", re.compile(r"(?P<circled>[①-⑳])\s*[：:、.．]?\s*")),
    ("Ⅰ", re.compile(r"(?P<sign>[Ⅰ-Ⅻ])\s*[：:、.．]?\s*")),
    ("A.", re.compile(r"(?P<letter>[A-H])[.．、]\s+")),
    ("I.", re.compile(r"(?P<roman>[IVXLC]{1,6})[.．、]\s*")),
)
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


def parse(text: str) -> Numeral | None:
    """The number that a heading's text starts with, None without one."""
    if not _START.match(text):
        return None
    for style, pattern in _STYLES:
        found = pattern.match(text)
        if not found:
            continue
        value: int | None
        parents: tuple[int, ...] = ()
        groups = found.groupdict()
        if han := groups.get("han"):
            value = chinese_value(han)
        elif digits := groups.get("digits"):
            value = int(digits)
        elif formal := groups.get("formal"):
            value = _FORMAL.index(formal) + 1
        elif path := groups.get("path"):
            *above, last = (int(part) for part in path.split("."))
            value, parents = last, tuple(above)
        elif circled := groups.get("circled"):
            value = ord(circled) - 0x245F
        elif sign := groups.get("sign"):
            value = ord(sign) - 0x215F
        elif roman := groups.get("roman"):
            value = roman_value(roman)
        else:
            value = ord(groups["letter"] or "") - 64
        if value is not None:
            return Numeral(style, value, found.end(), parents)
    return None


def rewritten(numeral: str, value: int) -> str:
    """A heading's number with another value, in the same style and with the same marks around it."""
    for pattern, text in (
        (_CHINESE, chinese_text(value)),
        (r"[0-9]{1,3}(?![0-9.]*\.[0-9])", str(value)),
        (f"[{_FORMAL}]", _FORMAL[value - 1] if value <= len(_FORMAL) else chinese_text(value)),
        (r"[①-⑳]", chr(0x245F + value) if value <= 20 else str(value)),
        (r"[Ⅰ-Ⅻ]", chr(0x215F + value) if value <= 12 else roman_text(value)),
        (r"[IVXLC]{1,6}", roman_text(value)),
        (r"[A-H]", chr(64 + value)),
    ):
        if re.search(pattern, numeral):
            return re.sub(pattern, text, numeral, count=1)
    return numeral


_WRITTEN = {
    "小節一：": "小節{han}：",
    "小節1：": "小節{digits}：",
    "第一節": "第{han}節 ",
    "第1節": "第{digits}節 ",
    "（一）": "（{han}）",
    "（1）": "（{digits}）",
    "一、": "{han}、",
    "一：": "{han}：",
    "1.": "{digits}. ",
    "1、": "{digits}、",
    "1)": "{digits}) ",
    "①": "{circled} ",
    "步驟一：": "步驟{han}：",
    "Step 1:": "Step {digits}: ",
    "【1】": "【{digits}】",
    "【一】": "【{han}】",
    "壹、": "{formal}、",
    "Ⅰ": "{sign} ",
    "I.": "{roman}. ",
    "A.": "{letter}. ",
}


def written(style: str, value: int) -> str:
    """A number in a style, with the marks behind it; "" where the style has none for it."""
    if value < 1 or (style == "①" and value > 20) or (style == "Ⅰ" and value > 12) or value > 999:
        return ""
    if (
        style not in _WRITTEN
        or (style == "A." and value > 8)
        or (style == "壹、" and value > 10)
        or (style == "I." and value > 399)
    ):
        return ""
    return _WRITTEN[style].format(
        han=chinese_text(value),
        digits=value,
        formal=_FORMAL[min(value, 10) - 1],
        circled=chr(0x245F + min(value, 20)),
        sign=chr(0x215F + min(value, 12)),
        roman=roman_text(min(value, 399)),
        letter=chr(64 + min(value, 26)),
    )
