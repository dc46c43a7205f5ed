"""Words of a third language in a Chinese sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import combining, normalize

from catalog_lint.catalog.model import Prose
from catalog_lint.checks.latin import LETTERS, WORD, Reading, has_han, is_han, reading
from catalog_lint.checks.lists import word_list
from catalog_lint.diagnostic import Hit
from catalog_lint.language import english
from catalog_lint.language.english_corrections import one_edit
from catalog_lint.rule.contract import DataFile, Params


class ForeignParams(Params):
    """`loans`: words with such letters that English or Chinese texts use."""

    loans: DataFile


_SOUNDS = ("/", "\u02c8", "\u02cc")
"""What stands in front of how a word sounds: a slash, the marks of stress."""
_FOREIGN = re.compile(rf"[{LETTERS}]+(?:[ \t][{LETTERS}]+)*")
_NOT_ASCII = re.compile("[^\x00-\x7f]")


def foreign_words(prose: Prose, params: ForeignParams) -> Iterator[Hit]:
    """Words in lower case with letters that English has not, in a Chinese sentence."""
    if prose.text.isascii():
        return
    read = reading(prose)
    if read is None or not _LATIN_BEYOND.search(read.text) or read.mostly_foreign:
        return
    loans = word_list(params.loans)
    for line in read.lines:
        text = read.text[line[0] : line[1]]
        if not (_LATIN_BEYOND.search(text) and has_han(text)):
            continue
        for match in _FOREIGN.finditer(read.text, *line):
            words = [word for word in WORD.finditer(match[0]) if _NOT_ASCII.search(word[0])]
            odd = [w for w in words if _is_odd(read, match.start(), w) and w[0] not in loans]
            if read.before(match.start()) in _SOUNDS:
                continue
            if not odd or len(odd) < len(words) or _explained(read, match.span(), line):
                continue
            if not any(_is_strange(read, match.start(), word) for word in odd):
                continue
            start, end = match.start() + odd[0].start(), match.start() + odd[-1].end()
            yield Hit(read.span(start, end), {"found": read.text[start:end]})


def _is_odd(read: Reading, offset: int, word: re.Match[str]) -> bool:
    """Whether a word with accents is no name: in lower case, or Vietnamese and fused to Chinese."""
    text = word[0]
    if len(text) < 2:
        return False
    fused = is_han(read.before(offset + word.start())) or is_han(read.after(offset + word.end()))
    return text.islower() or (fused and _VIETNAMESE.search(text) is not None)


def _is_strange(read: Reading, offset: int, word: re.Match[str]) -> bool:
    """Whether a word is no term that a text may borrow from French or Spanish, or from a romanisation.

    It is fused to Chinese, has letters of other languages, or is a common English word in their dress
    (décision).
    """
    start, end = offset + word.start(), offset + word.end()
    if is_han(read.before(start)) or is_han(read.after(end)) or _OF_OTHERS.search(word[0]):
        return True
    plain = "".join(char for char in normalize("NFD", word[0].lower()) if not combining(char))
    if len(plain) < _SHORTEST_COGNATE:
        return False
    near = one_edit(plain) if len(plain) >= _SHORTEST_NEAR else (plain[:-1], plain[:-2])
    return any(0 < english.rank(other) <= _COMMON for other in (plain, *near))


_SHORTEST_COGNATE = 5
_SHORTEST_NEAR = 8
_COMMON = 6_000
_OF_OTHERS = re.compile("[^\x00-\u00ff\u0101\u0113\u012b\u014d\u016b\u0153'’]")
"""Letters that neither French nor Spanish has, macrons left out."""
_VIETNAMESE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_LATIN_BEYOND = re.compile("[\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff]")


def _explained(read: Reading, run: tuple[int, int], line: tuple[int, int]) -> bool:
    """Whether a run stands in brackets without Chinese, or right behind an opening quotation mark."""
    content = read.bracketed(*run, line)
    if content is not None and not has_han(read.text[slice(*content)]):
        return True
    return run[0] > line[0] and read.before(run[0]) in "「『“‘\"'《"
