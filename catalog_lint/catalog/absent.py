"""Values that say that there is none."""

from __future__ import annotations

import re

_ABSENT = re.compile(
    r"(?:tba|tbd|tbc|n/?a|none|null|nil|unknown|to be (?:announced|determined|confirmed)|coming soon"
    r"|待定|未定|待補|待补|待公布|待公佈|無|无|暫無|暂无|沒有|没有|不詳|不详|未知|尚未公布|即將公布"
    r"|[-–—―－_~～?？.…/✗✘]+)?",
    re.IGNORECASE,
)


def says_none(value: str) -> bool:
    """Whether a field's value says that the entry has none (TBA, None, null, -): that is no fault of it."""
    return _ABSENT.fullmatch(value.strip(" \t()（）[]【】*_`\"'")) is not None
