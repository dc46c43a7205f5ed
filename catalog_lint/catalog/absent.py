"""Values that say that there is none."""

from __future__ import annotations

import re

_ABSENT = re.compile(
    r"(?:tba|tbd|tbc|n/?a|none|null|nil|unknown|to be (?:announced|determined|confirmed)|coming soon"
    r"|待定|未定|待補|待补|待公布|待公佈|無|无|暫無|暂无|沒有|没有|不詳|不详|未知|尚未公布|即將公布"
    r"|[-–—―－_~～?？.…/✗✘]+)?",
    re.IGNORECASE,
)


_PAUSE = re.compile(
    r"期[中末](?:考試?|考试|報告|报告)?[週周]?|考[試试][週周]?|停[課课]|放假|補假|补假|溫書假|[國国]定假日|連假|连假"
    r"|[春寒暑]假|校[慶庆](?:停[課课])?|(?:中場)?休[息會会]|午[餐休]|茶[敘點歇]|用餐|[報报]到|[簽签]到|入[場场]|散[場场]|[閉闭]幕"
    r"|(?:mid-?term|final)s?(?: exams?| week)?|exams?|no (?:class|session|meeting|lecture)(?:es|s)?"
    r"|holidays?|(?:spring|fall|winter|lunch|coffee|tea) (?:break|recess)|break|lunch|registration"
    r"|check-?in|reading week",
    re.IGNORECASE,
)


def says_pause(title: str) -> bool:
    """Whether a title says that nothing is held or shown then (an examination, a holiday, a break)."""
    return _PAUSE.fullmatch(title.strip(" \t()（）[]【】*_`\"'—–-～~")) is not None


def says_none(value: str) -> bool:
    """Whether a field's value says that the entry has none (TBA, None, null, -): that is no fault of it."""
    return _ABSENT.fullmatch(value.strip(" \t()（）[]【】*_`\"'")) is not None
