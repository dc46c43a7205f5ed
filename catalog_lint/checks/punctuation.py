"""Punctuation of Chinese sentences: half-width marks, brackets, doubled and look-alike marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel

from catalog_lint.catalog.model import BREAK, MARK, OBJECT, Block, Prose
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.language.han import HAN
from catalog_lint.rule.contract import NoParams

_BEFORE = re.compile(f"[{HAN}」』）》】〉”％]")
_AFTER = re.compile(f"[{HAN}「『（《【〈“]")
_FULL = str.maketrans(",:;?!()", "，：；？！（）")
_HALF = re.compile(r"[,:;?!.]")
_FOREIGN = re.compile(f"[A-Za-z0-9%){OBJECT}]")
_ROUND = re.compile(r"\((?P<inner>[^()（）\n\ufdd2]{1,80})\)")
_SHORT_INNER = re.compile(r"[0-9]{1,4}(?:/[0-9]{1,4})?|[A-Za-z]|[ivxIVX]{1,4}|[^\w]+")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_SENTENCE_MARK = re.compile(r"[，。；：、！？」』》】〉”…]")
_DOUBLED = re.compile(f"[，。；：、](?:{MARK}*[，。；：、])+")
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
_ROUND_TWINS = {"（": "(", "(": "（", "）": ")", ")": "）"}
_ENUMERATED = re.compile(
    r"(?:^|[\s，。；、：,;:(（])(?:[0-9]{1,3}|[A-Za-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})$"
)
_LOOK_ALIKES = dict(
    zip(
        "､｡﹐﹑﹔﹕﹖﹗︰∶꞉ː‚،؛؟۔٪՝\u037e։।｢｣﹁﹂﹃﹄﹙﹚︐︑︒︓︔︕︖",
        "、。，、；：？！：：：：，，；？。％、；：。「」「」『』（），、。：；！？",
        strict=True,
    )
)
_FEW_BRACKETS = 3
_MARK_RUNS = re.compile(f"{MARK}+")
_LOOK_ALIKE = re.compile("[" + "".join(_LOOK_ALIKES) + "]")


class MarkParams(BaseModel, extra="forbid", frozen=True):
    """`where`: between Han, at the end of a line after Han, beside Han on one side, a full stop after Han."""

    where: Literal["between", "end", "beside", "stop"]


class BracketParams(BaseModel, extra="forbid", frozen=True):
    """`which`: brackets that touch Han ("touching"), or that blanks set off, with Han inside or without."""

    which: Literal["touching", "spaced", "spaced-foreign"]


def half_width(prose: Prose, params: MarkParams) -> Iterator[Hit]:
    """Half-width marks where a Chinese sentence has full-width ones."""
    known = prose.shared("half-width marks")
    if "hits" not in known:
        known["hits"] = list(_half_width(prose.text))
    yield from (hit for where, hit in known["hits"] if where == params.where)


def _half_width(text: str) -> Iterator[tuple[str, Hit]]:
    for match in _HALF.finditer(text):
        at, found = match.start(), match[0]
        left, right = _beyond(text, at - 1, -1), _beyond(text, at + 1, 1)
        blank = right == " "
        if blank:
            after = at + 1
            while text[after] in (MARK, " ") and not (text[after] == " " and text[after - 1] == " "):
                after += 1
            right = text[after : after + 1]
        chinese_before, chinese_after = bool(_BEFORE.match(left)), bool(_AFTER.match(right))
        at_end = right in ("", "\n", BREAK)
        if found == ".":
            if _HAN_CHARACTER.match(left) and (at_end or (chinese_after and not blank)):
                yield "stop", _mark((at, at + 1), found, "。")
        elif chinese_before and chinese_after:
            edits = [Edit(Span(at, at + 1), found.translate(_FULL))]
            if text[at + 1] == " ":
                edits.append(Edit(Span(at + 1, at + 2), ""))
            values = {"found": found, "expected": found.translate(_FULL)}
            yield "between", Hit(Span(at, at + 1), values, tuple(edits))
        elif chinese_before and at_end and found in ",:;":
            yield "end", _mark((at, at + 1), found, found.translate(_FULL))
        elif (chinese_before and _FOREIGN.match(right)) or (
            chinese_after and found in ",:;" and _FOREIGN.match(left)
        ):
            yield "beside", _mark((at, at + 1), found, found.translate(_FULL))


def round_brackets(prose: Prose, params: BracketParams) -> Iterator[Hit]:
    """Pairs of half-width round brackets in a Chinese sentence; both are changed or none.

    The fix is not safe in an entry that keeps to half-width brackets.
    """
    text = prose.text
    source = prose.entry.text
    hits = []
    for match in _ROUND.finditer(text):
        start, end = match.span()
        inner = match["inner"].replace(MARK, "").strip()
        if not inner or _SHORT_INNER.fullmatch(inner) or "\\" in inner:
            continue
        spaced = " " in (_beyond(text, start - 1, -1), _beyond(text, end, 1))
        has_han = bool(_HAN_CHARACTER.search(inner))
        which = ("spaced" if has_han else "spaced-foreign") if spaced else "touching"
        left = _beyond(text, start - 1, -1, blanks=True)
        right = _beyond(text, end, 1, blanks=True)
        if which != params.which or not (
            _HAN_CHARACTER.match(left)
            or (has_han and _SENTENCE_MARK.match(left))
            or (which == "spaced" and _is_behind_code(prose, start) and _ends_clause(right))
        ):
            continue
        if not (has_han or _HAN_CHARACTER.match(right) or _SENTENCE_MARK.match(right)):
            continue
        before, after = start - (text[start - 1] == " "), end + (text[end : end + 1] == " ")
        if after > end and not (_HAN_CHARACTER.match(right) or _SENTENCE_MARK.match(right)):
            after = end
        first = start + 1 + len(match["inner"]) - len(match["inner"].lstrip(" "))
        last = start + 1 + len(match["inner"].rstrip(" "))
        edits = (Edit(Span(before, first), "（"), Edit(Span(last, after), "）"))
        expected = f"（{source[first:last]}）"
        hits.append(Hit(Span(start, end), {"found": source[start:end], "expected": expected}, edits))
    keeps_half = hits and text.count("(") > max(_FEW_BRACKETS, text.count("（"))
    for hit in hits:
        yield hit._replace(applicability="unsafe") if keeps_half else hit


def _is_behind_code(prose: Prose, at: int) -> bool:
    """Whether a code span and one blank stand before an offset."""
    return prose.text[at - 2 : at] == f"{OBJECT} " and prose.entry.text[at - 2] == "`"


def _ends_clause(right: str) -> bool:
    """Whether what follows goes on in Chinese, or nothing follows."""
    return right in ("", "\n", BREAK) or bool(_HAN_CHARACTER.match(right) or _SENTENCE_MARK.match(right))


def doubled(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """The same stop twice, or two stops in a row; not dashes, ellipses and strings of ！ and ？."""
    text = prose.text
    for match in _DOUBLED.finditer(text):
        start, end = match.span()
        found = match[0].replace(MARK, "")
        if set(found) == {"。"} and len(found) > 2:
            continue
        expected = "。" if found[-1] == "。" else found[0]
        edits: tuple[Edit, ...] = ()
        if len(set(found)) == 1:
            stops = [at for at in range(start, end) if text[at] != MARK]
            kept = stops[-1] if MARK in match[0] and _closes(text, start + 1) else stops[0]
            edits = tuple(Edit(Span(at, at + 1), "") for at in stops if at != kept)
        yield Hit(Span(start, end), {"found": found, "expected": expected}, edits)


def _closes(text: str, at: int) -> bool:
    """Whether the mark at an offset ends emphasis: it is the second, fourth … run of marks on its line."""
    return len(_MARK_RUNS.findall(text, text.rfind("\n", 0, at) + 1, at)) % 2 == 1


def look_alikes(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """Marks of other scripts, and small or vertical forms, that look like Chinese punctuation."""
    text = prose.text
    for match in _LOOK_ALIKE.finditer(text):
        at = match.start()
        beside = _beyond(text, at - 1, -1, blanks=True) + _beyond(text, at + 1, 1, blanks=True)
        if _HAN_CHARACTER.search(beside):
            yield _mark(match.span(), match[0], _LOOK_ALIKES[match[0]])


def unbalanced(prose: Prose, params: NoParams) -> Iterator[Hit]:
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
    for match in matches:
        found, at = _TYPES.get(match[0], match[0]), match.start()
        if found in _PAIRS:
            open_at.append((found, at))
            count[found] += 1
            continue
        wanted = _OPENER_OF[found]
        if open_at and _ROUND_TWINS.get(open_at[-1][0]) == wanted:
            opener, opened = open_at.pop()
            count[opener] -= 1
            yield _mixed_pair(prose, opened, at, opener + found), "mixed"
        elif found in ")）" and not count[wanted] and _needs_no_partner(text, start, at):
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


def _needs_no_partner(text: str, start: int, at: int) -> bool:
    """Whether a closing bracket ends an enumerator ("1)"), a smiley or an address."""
    before = text[max(start, at - 5) : at]
    return before[-1:] in (":", ";", "=", "-", OBJECT) or bool(_ENUMERATED.search(before))


def _mixed_pair(prose: Prose, opened: int, closed: int, found: str) -> Hit:
    edits = tuple(
        Edit(Span(at, at + 1), full)
        for at, full in ((opened, "（"), (closed, "）"))
        if prose.entry.text[at] != full
    )
    return Hit(
        Span(opened, opened + 1) if edits[0].span.start == opened else Span(closed, closed + 1),
        {"found": found, "expected": "（）"},
        edits,
    )


def _alone(found: str, at: int) -> Hit:
    expected = _PAIRS.get(found) or _OPENER_OF[found]
    return Hit(Span(at, at + 1), {"found": found, "expected": expected})


def _mark(span: tuple[int, int], found: str, expected: str) -> Hit:
    return Hit(Span(*span), {"found": found, "expected": expected}, (Edit(Span(*span), expected),))


def _beyond(text: str, at: int, step: int, blanks: bool = False) -> str:
    """The next character that is no formatting mark (and no blank)."""
    while 0 <= at < len(text) and (text[at] == MARK or (blanks and text[at] == " ")):
        at += step
    return text[at] if 0 <= at < len(text) else ""
