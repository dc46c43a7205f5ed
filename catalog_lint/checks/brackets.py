"""Brackets and quotation marks without their partner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from catalog_lint.catalog.model import BREAK, OBJECT, Block, Prose
from catalog_lint.diagnostic import Edit, Hit, Span

_PAIRS = {
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "“": "”",
    "〔": "〕",
    "［": "］",
}
_TYPES = {"｢": "「", "｣": "」"}
_OPENER_OF = {closer: opener for opener, closer in _PAIRS.items()}
_BRACKETS = re.compile("[" + re.escape("".join([*_PAIRS, *_OPENER_OF, *_TYPES])) + "]")
_STEP = re.compile(r"[」』】\s][〉》][「『【\s]")
"""One step of a path through menus (「檔案」〉「列印」)."""
_BOUND = "[^][()（）「」\u4e00-\u9fff\n]{1,30}"
_INTERVAL = re.compile(rf"\[{_BOUND}[,，]{_BOUND}\)|\({_BOUND}[,，]{_BOUND}\]")
"""An interval that is open on one side: [0, 2π)."""
_ROUND_TWINS = {"（": "(", "(": "（", "）": ")", ")": "）"}
_ENUMERATED = re.compile(
    r"(?:^|[\s，。；、：,;:(（])(?:[0-9]{1,3}|[A-Za-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})$"
)

_FROWN = re.compile(f"(?<![A-Za-z0-9])[:;=]'?-?\\((?=[\\s{BREAK}，。！？、；…~～]|$)")
_LONGEST_FROWN = 4


def unbalanced(prose: Prose) -> Iterator[Hit]:
    """Brackets and quotes without their partner, or with one of another kind.

    A quote may run over several blocks, each of which may open it again.
    """
    waiting: dict[str, list[Hit]] = {}
    for index, matches in _brackets_by_block(prose):
        for hit, found in _unpaired(prose, prose.blocks[index], matches):
            if found in _OPENER_OF and waiting.get(_OPENER_OF[found]):
                waiting[_OPENER_OF[found]].pop()
            elif found not in _PAIRS:
                yield hit
            elif not _opens_with(prose, index + 1, found):
                waiting.setdefault(found, []).append(hit)
    for hits in waiting.values():
        yield from hits


def _brackets_by_block(prose: Prose) -> Iterator[tuple[int, list[re.Match[str]]]]:
    """The index of each block that holds brackets, with them."""
    index = 0
    matches: list[re.Match[str]] = []
    for match in _BRACKETS.finditer(prose.text):
        at = match.start()
        while index < len(prose.blocks) and prose.blocks[index].content.end <= at:
            if matches:
                yield index, matches
                matches = []
            index += 1
        if index < len(prose.blocks) and prose.blocks[index].content.start <= at:
            matches.append(match)
    if matches:
        yield index, matches


def _opens_with(prose: Prose, index: int, opener: str) -> bool:
    return index < len(prose.blocks) and prose.text.startswith(opener, prose.blocks[index].content.start)


def _unpaired(prose: Prose, block: Block, matches: list[re.Match[str]]) -> Iterator[tuple[Hit, str]]:
    start = block.content.start
    text = prose.text
    open_at: list[tuple[str, int]] = []
    count: Counter[str] = Counter()
    ends = [match.span() for match in _INTERVAL.finditer(text, start, block.content.end)]
    intervals = {at for left, right in ends for at in (left, right - 1)}
    for match in matches:
        if match.start() in intervals:
            continue
        found, at = _TYPES.get(match[0], match[0]), match.start()
        if found == "(" and _is_frown(text, start, at):
            continue
        if found in _PAIRS:
            open_at.append((found, at))
            count[found] += 1
            continue
        wanted = _OPENER_OF[found]
        if open_at and _ROUND_TWINS.get(open_at[-1][0]) == wanted:
            opener, opened = open_at.pop()
            count[opener] -= 1
            yield _mixed_pair(prose, opened, at, opener + found), "mixed"
        elif not count[wanted] and _needs_no_partner(text, start, at):
            continue
        elif count[wanted]:
            while open_at[-1][0] != wanted:
                opener, opened = open_at.pop()
                count[opener] -= 1
                yield _alone(opener, opened), opener
            open_at.pop()
            count[wanted] -= 1
        else:
            yield _alone(found, at), found
    # One mark for both ends (“甲“): the second of each two is the wrong one.
    doubled = "“" if not count["“"] % 2 and all(match[0] != "”" for match in matches) else ""
    second = False
    for opener, opened in open_at:
        if opener == doubled:
            second = not second
            if second:
                continue
        yield _alone(opener, opened), "" if opener == doubled else opener


def _is_frown(text: str, start: int, at: int) -> bool:
    """Whether an opening parenthesis is the mouth of a face that stands by itself."""
    return _FROWN.search(text[max(start, at - _LONGEST_FROWN) : at + 2]) is not None


def _needs_no_partner(text: str, start: int, at: int) -> bool:
    """Whether a closing bracket ends an enumerator ("1)"), a smiley or an address, or is a step of a path."""
    if text[at] not in ")）":
        return _STEP.fullmatch(text, max(start, at - 1), at + 2) is not None
    before = text[max(start, at - 5) : at]
    return before[-1:] in (":", ";", "=", "-", "^", OBJECT) or bool(_ENUMERATED.search(before))


def _mixed_pair(prose: Prose, opened: int, closed: int, found: str) -> Hit:
    edits = tuple(
        Edit(Span(at, at + 1), full)
        for at, full in ((opened, "（"), (closed, "）"))
        if prose.entry.text[at] != full
    )
    return Hit(
        Span(opened, opened + 1) if edits[0].span.start == opened else Span(closed, closed + 1),
        {"found": found, "expected": "（）", "alone": "", "mixed": found},
        edits,
    )


def _alone(found: str, at: int) -> Hit:
    expected = _PAIRS.get(found) or _OPENER_OF[found]
    return Hit(Span(at, at + 1), {"found": found, "expected": expected, "alone": found, "mixed": ""})
