"""Names that hold a period: of files and folders, of domains, and of foreigners (克里斯多福.諾蘭)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog_lint.language.foreign_names import sounds
from catalog_lint.language.han import COMMON_HAN
from catalog_lint.rule.wordlists import entries
from catalog_lint.source import Span

_DATA = Path(__file__).parent / "data" / "endings.txt"
_LONGEST = 40
_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,11})(?![A-Za-z0-9_])", re.ASCII)
_HAN_DOMAIN = re.compile(r"(?<=[\w])\.([\u4e00-\u9fff]{2,4})(?![\w.])")
_APART = frozenset(" \t「『“\"'(（")
_OF_A_FILE = re.compile(r"[」』”\"']? ?(?:檔|文件|副檔名|格式|套件|網域|域名|頂級|後綴|結尾)")
_HAN = re.compile(f"[{COMMON_HAN}]")
_ASCII_END = re.compile(r"[A-Za-z0-9_.~@%+/\\-]*\Z", re.ASCII)
_NAME_END = re.compile(r"[\w.~@%+/\\-]*\Z")
_PATH = re.compile(r"/[\w.~@%+/?=&#-]{0,500}")


class _Endings(NamedTuple):
    known: frozenset[str]
    words: frozenset[str]
    han: frozenset[str]


@lru_cache(1)
def _endings() -> _Endings:
    lists: dict[str, set[str]] = {"file": set(), "domain": set(), "han-domain": set(), "word": set()}
    for entry in entries(_DATA):
        name, *listed = entry.text.split()
        lists[name].update(listed)
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
        at = text.find(".", max(at + 1, name.end if name else 0), end)


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
    known = sounds()
    before = [character in known for character in text[max(0, at - 2) : at][::-1]]
    after = [character in known for character in text[at + 1 : at + 3]]
    is_name = before[:1] == after[:1] == [True] and (before[1:] == [True] or after[1:] == [True])
    return Span(at, at + 1) if is_name else None


def _name_start(text: str, start: int, at: int) -> int:
    """Where the name begins that ends at an offset.

    Letters of Latin script behind Han are a name of their own; with Han or a number at its end, or a folder's
    in front, it reaches back to the next mark or space.
    """
    low = max(start, at - _LONGEST)
    latin = _ASCII_END.search(text[low:at])
    begin = low + latin.start() if latin else at
    if begin < at and text[begin].isalpha():
        return begin
    whole = _NAME_END.search(text[low:at])
    return low + whole.start() if whole else begin
