"""Which characters are Han: the one place that says so."""

from __future__ import annotations

import re

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""For a class of a regular expression: CJK Unified Ideographs with their extensions, and the compatibility
ideographs (Unicode 15)."""
COMMON_HAN = "\u3400-\u9fff"
"""Likewise, those of the Basic Multilingual Plane without what else stands there: all that most text has."""
HAN_CHARACTER = re.compile(f"[{HAN}]")
RADICALS = "\u2e80-\u2fdf"
"""Likewise: signs that name a radical and belong in no text (CJK Radicals Supplement, Kangxi Radicals)."""
