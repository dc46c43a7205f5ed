"""Half-width marks where a Chinese sentence has full-width ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from catalog_lint.catalog.model import BREAK, MARK, OBJECT, Prose
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.language.han import HAN, HAN_CHARACTER
from catalog_lint.rule.contract import Params

_BEFORE = re.compile(f"[{HAN}」』）》】〉”％]")
_AFTER = re.compile(f"[{HAN}「『（《【〈“]")
_CLOSES_SPEECH = ("」", "』", "）")
_ENDS_SENTENCE = re.compile(f"[{HAN}」』）》】〉”]")
_FULL = str.maketrans(",:;?!.", "，：；？！。")
_HALF = re.compile(r"[?!]+|[,:;.]")
_FOREIGN = re.compile(f"[A-Za-z0-9%){OBJECT}]")
_GLOSS = re.compile(r"\([^()\n\ufdd2]{1,80}\)\Z")
_LONGEST_GLOSS = 82
_LONGEST_SENTENCE = 300
_STOP = re.compile(rf"[。！？；\n{BREAK}]|[.!?] ")
_UP_TO_STOP = re.compile(rf".*(?:{_STOP.pattern})", re.DOTALL)
_WORD = re.compile("[A-Za-z]{2,}")
_PHRASE = re.compile("(?<![A-Za-z])(?:[a-z]+ ){2}[a-z]+(?![A-Za-z])")
_LONGEST_NAME = 20
_NAME_BEFORE = re.compile(rf"(?<=[{HAN}：]) [{HAN}]{{1,5}}(?:\.[{HAN}]{{1,5}})*\Z")
_NUMBERED = re.compile(rf"(?<![{HAN}])第[ ]?[0-9一二三四五六七八九十百]{{1,4}}[ ]?[{HAN}]{{1,2}}\Z")
_CALL = re.compile(r"[A-Za-z]\(")
_NAME_BEHIND = re.compile(rf"(?:\.[{HAN}]{{1,5}})+(?![{HAN}.,])")

Where = Literal["between", "end", "beside", "stop"]


class MarkParams(Params):
    """`where`: between Han, at the end of a line after Han, beside Han on one side, a full stop after Han."""

    where: Where


def half_width(prose: Prose, params: MarkParams) -> Iterator[Hit]:
    """Half-width marks where a Chinese sentence has full-width ones.

    A straight quotation mark and a gloss in parentheses between the mark and the Han are looked through.
    """
    yield from (hit for where, hit in prose.memo(_everywhere) if where == params.where)


def _everywhere(prose: Prose) -> list[tuple[Where, Hit]]:
    return list(_half_width(prose.text, prose.entry.text))


def _half_width(text: str, source: str) -> Iterator[tuple[Where, Hit]]:
    for match in _HALF.finditer(text):
        at, end = match.span()
        found = match[0]
        left, right = _left(text, at, found), beyond(text, end, 1)
        spaced = right == " "
        if spaced:
            after = end
            while text[after : after + 1] in (MARK, " ") and not (
                text[after] == " " and text[after - 1] == " "
            ):
                after += 1
            right = text[after : after + 1]
        elif right == '"':
            right = _through_quote(text, end, 1)
        chinese_before, chinese_after = bool(_BEFORE.match(left)), bool(_AFTER.match(right))
        chinese_after |= found[0] in "?!" and not spaced and right in _CLOSES_SPEECH
        at_end = right in ("", "\n", BREAK)
        if found == ".":
            amid = chinese_after and not spaced and not _is_inside_name(text, at)
            if _ENDS_SENTENCE.match(left) and (at_end or amid) and not _is_foreign(text, at):
                yield "stop", mark((at, end), found)
        elif (chinese_before and (at_end or (chinese_after and found != ":")) and _is_foreign(text, at)) or (
            found == "," and _is_argument(text, at)
        ):
            continue
        elif chinese_before and chinese_after:
            edits = [Edit(Span(at, end), found.translate(_FULL))]
            if text[end : end + 1] == " ":
                edits.append(Edit(Span(end, end + 1), ""))
            values = {"found": found, "expected": found.translate(_FULL)}
            yield "between", Hit(Span(at, end), values, tuple(edits))
        elif at_end and found[0] in "?!":
            start = at - (left == " ")
            ends_chinese = chinese_before or (left == " " and bool(_BEFORE.match(beyond(text, at - 2, -1))))
            if ends_chinese and not source.startswith("](", end):
                values = {"found": found, "expected": found.translate(_FULL)}
                yield "end", Hit(Span(at, end), values, (Edit(Span(start, end), values["expected"]),))
        elif chinese_before and at_end:
            yield "end", mark((at, end), found)
        elif (chinese_before and _FOREIGN.match(right)) or (
            chinese_after and found in (",", ":", ";") and _FOREIGN.match(left)
        ):
            yield "beside", mark((at, end), found)


def _is_foreign(text: str, at: int) -> bool:
    """Whether the sentence around an offset is English: without Han, or with phrases of it and little Han."""
    before = text[max(0, at - _LONGEST_SENTENCE) : at]
    behind = text[at + 1 : at + _LONGEST_SENTENCE]
    stop = _STOP.search(behind)
    passed = _UP_TO_STOP.match(before)
    sentence = before[passed.end() if passed else 0 :] + " " + (behind[: stop.start()] if stop else behind)
    han = len(HAN_CHARACTER.findall(sentence))
    words = len(_WORD.findall(sentence))
    return words > han * 2 or (words * 2 > han and _PHRASE.search(sentence) is not None)


def _is_inside_name(text: str, at: int) -> bool:
    """Whether a period parts a name that a space sets off from the sentence (見 民法.總則 一節).

    Or it stands behind the number of a chapter (第1章.緒論).
    """
    low = max(0, at - _LONGEST_NAME)
    if _NUMBERED.search(text, low, at):
        return True
    return bool(_NAME_BEFORE.search(text, low, at) and _NAME_BEHIND.match(text, at))


def _is_argument(text: str, at: int) -> bool:
    """Whether a mark stands in the parentheses of a function: f(甲,乙)."""
    opened = max(text.rfind("(", max(0, at - _LONGEST_NAME), at), 0)
    return opened > text.rfind(")", 0, at) and _CALL.match(text, opened - 1) is not None


def _left(text: str, at: int, found: str) -> str:
    """What stands before a mark; of a gloss before a colon, `監督 (supervised):`, what stands before that."""
    left = beyond(text, at - 1, -1)
    if left == '"':
        return _through_quote(text, at - 1, -1)
    if left == ")" and found == ":":
        end = at
        while text[end - 1] == MARK:
            end -= 1
        gloss = _GLOSS.search(text, max(0, end - _LONGEST_GLOSS), end)
        before = beyond(text, gloss.start() - 1, -1, spaces=True) if gloss else ""
        return before if _BEFORE.match(before) else left
    return left


def _through_quote(text: str, at: int, step: int) -> str:
    """What stands beyond a straight quotation mark where that is Han, else the quotation mark."""
    while text[at : at + 1] == MARK:
        at += step
    further = beyond(text, at + step, step)
    return further if HAN_CHARACTER.match(further) else '"'


def mark(span: tuple[int, int], found: str, expected: str = "") -> Hit:
    """A mark with the one that it should be: by default the full-width one."""
    expected = expected or found.translate(_FULL)
    return Hit(Span(*span), {"found": found, "expected": expected}, (Edit(Span(*span), expected),))


def beyond(text: str, at: int, step: int, spaces: bool = False) -> str:
    """The next character that is no formatting mark (and no space)."""
    while 0 <= at < len(text) and (text[at] == MARK or (spaces and text[at] == " ")):
        at += step
    return text[at] if 0 <= at < len(text) else ""
