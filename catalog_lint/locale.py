"""The language of messages and help."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Literal

Locale = Literal["en", "zh-TW"]


def environment_locale(environment: Mapping[str, str] = os.environ) -> Locale:
    """The language of the messages that the environment asks for, else English."""
    name = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    return "zh-TW" if re.match(r"zh[_-](TW|HK|MO|Hant)", name, re.IGNORECASE) else "en"
