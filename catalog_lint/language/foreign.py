"""Runs of another script than Han or Latin, and whole sentences of Japanese."""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalog_lint.language.han import HAN
from catalog_lint.language.sentences import inside, sentences_of

# Hiragana, katakana without the dot of names, Hangul, Cyrillic, Hebrew, Arabic, Indic, Thai to Tibetan,
# Georgian, Armenian, Khmer, presentation forms of Arabic, half-width katakana.
_LETTERS = (
    "\u0400-\u058f\u0590-\u077f\u08a0-\u08ff\u0900-\u0fff\u1000-\u11ff\u1780-\u17ff\u1c90-\u1cbf"
    "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
    "\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\uff66-\uff9f"
)
_ODD = re.compile(f"[{HAN}{_LETTERS}]")
_HIRAGANA = re.compile("[\u3041-\u309f]")
_FOREIGN = re.compile(f"[{_LETTERS}]")
_FOREIGN_RUN = re.compile(f"[{_LETTERS}]+(?:[ ・'’-][{_LETTERS}]+)*")
# A character and the Japanese sign that repeats it, but for common names (佐々木, 奈々).
_REPEATED = re.compile("(?![佐野代奈寧菜美鈴等])[\u4e00-\u9fff]々+")
_JAPANESE_RUN = re.compile("[\u3041-\u309f\u30a1-\u30ff\u3400-\u9fff\uff66-\uff9f々]+")


def foreign_runs(text: str, fixed: Mapping[str, object]) -> list[tuple[int, int]]:
    """Where letters of another script stand, in order.

    `fixed`: the Han characters that a sentence of Japanese accuses too.
    """
    repeated = [run.span() for run in _REPEATED.finditer(text)] if "々" in text else []
    if not _FOREIGN.search(text):
        return repeated
    sentences = sentences_of(text)
    found: list[tuple[int, int]] = []
    judged = japanese_to = 0
    for match in _FOREIGN_RUN.finditer(text):
        start, end = match.span()
        if start < japanese_to:
            continue
        if "\u3041" <= match[0][0] <= "\u30ff" and start >= judged:
            left, judged = sentences.bounds(start)
            if _is_japanese(text[left:judged]):
                japanese_to = judged
                found += (
                    run.span()
                    for run in _JAPANESE_RUN.finditer(text, max(left, found[-1][1] if found else 0), judged)
                    if _FOREIGN.search(run[0]) or not fixed.keys().isdisjoint(run[0])
                )
                continue
        found.append((start, end))
    if repeated:
        found.sort()
        found = sorted(found + [span for span in repeated if not inside(span[0], found)])
    return found


def _is_japanese(sentence: str) -> bool:
    """Whether hiragana, the letters of Japanese grammar, make up a sixth of a sentence's letters."""
    hiragana = len(_HIRAGANA.findall(sentence))
    return hiragana >= 3 and 6 * hiragana >= len(_ODD.findall(sentence))
