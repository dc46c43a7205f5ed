"""Which characters are Han: the one place that says so."""

from __future__ import annotations

import re

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""For a class of a regular expression: CJK Unified Ideographs with their extensions, and the compatibility
ideographs (Unicode 15)."""
HAN_CHARACTER = re.compile(f"[{HAN}]")
RADICALS = "\u2e80-\u2fdf"
"""Likewise: signs that name a radical and belong in no text (CJK Radicals Supplement, Kangxi Radicals)."""
SYLLABLES = frozenset(
    "阿埃艾安奥奧巴贝貝比伯布查达達德迪蒂杜多厄恩尔爾法菲费費弗夫福戈格哈海赫亨霍基吉加贾賈杰傑卡凯凱科克库庫"
    "拉莱萊兰蘭劳勞勒雷利卢盧鲁魯伦倫罗羅洛马馬玛瑪迈邁曼梅米密莫默墨纳納奈尼努诺諾帕佩皮普奇齐齊恰乔喬切丘"
    "萨薩塞森沙史斯苏蘇索塔泰坦特托瓦威韦韋维維翁沃乌烏西希夏肖谢謝辛休雅亚亞扬揚耶伊因尤约約泽澤扎佐詹珍普培"
)
"""Characters that spell foreign names, in both scripts: beside one of them 里 is a syllable."""
