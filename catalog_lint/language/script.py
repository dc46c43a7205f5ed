"""Characters and words of the wrong script in a text: where they stand and what they should be."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from catalog_lint.language import tables
from catalog_lint.language.ambiguous import Words, ambiguous_characters
from catalog_lint.language.foreign import foreign_runs
from catalog_lint.language.mention import mentions, parts_of_characters, rows_of_figures, spellings_beside
from catalog_lint.language.odd import odd_characters
from catalog_lint.language.orthography import Character, Chinese, Kind, Orthography, orthography
from catalog_lint.language.rare import is_bare_name, name_around
from catalog_lint.language.sentences import inside, sentences_of

_QUOTES = frozenset('「『“‘〈《"')


class Stray(NamedTuple):
    """Adjacent characters that are wrong. `expected` is "" where nobody can know what should stand there.

    `word` and `right` are the word around misconverted ones, as it stands and as it should.
    """

    start: int
    end: int
    kind: Kind
    expected: str
    word: str = ""
    right: str = ""


def strays(text: str, language: Chinese = "zh-TW", invisible: str = "\ufdd0") -> list[Stray]:
    """What in `text` is of the wrong script for `language`, in order; no two overlap.

    `invisible` is a character that takes no room in the text: words are read across it. Adjacent
    wrong characters of one sort that can be corrected are one stray.
    """
    if invisible in text:
        marks = [match.start() for match in re.finditer(re.escape(invisible), text)]
        shift = [at - number for number, at in enumerate(marks)]
        out: list[Stray] = []
        number, size = 0, len(shift)
        for stray in _strays(text.replace(invisible, ""), language):
            start, end = stray.start, stray.end
            while number < size and shift[number] <= start:
                number += 1
            if number == size or shift[number] >= end:
                out.append(stray._replace(start=start + number, end=end + number))
            else:
                out += _spread(stray, shift)
        return out
    return _strays(text, language)


def _spread(stray: Stray, shift: list[int]) -> Iterator[Stray]:
    """The stray's places in the text with its marks, cut where a mark stands."""
    start = stray.start
    while start < stray.end:
        number = bisect_right(shift, start)
        end = min(stray.end, shift[number]) if number < len(shift) else stray.end
        piece = stray.expected[start - stray.start : end - stray.start]
        yield stray._replace(start=start + number, end=end + number, expected=piece)
        start = end


def _strays(text: str, language: Chinese) -> list[Stray]:
    known = orthography(language)
    wrong = odd_characters(text, known)
    words: Words = {}
    if language != "zh-CN":
        decided = ambiguous_characters(text, known, wrong, words)
        places = {item[0] for item in decided}
        wrong = [item for item in wrong if item[0] not in places] + decided
    if wrong:
        wrong = _without_names(text, _without_mentions(text, wrong))
    foreign = foreign_runs(text, known.fixed)
    wrong.sort()
    if foreign:
        wrong = [item for item in wrong if not inside(item[0], foreign)]
    found = [Stray(*span, "foreign", "") for span in foreign]
    number, size = 0, len(wrong)
    while number < size:
        start, kind, right = wrong[number]
        rights = [right]
        number, end = number + 1, start + 1
        while number < size and wrong[number][0] == end and _joins(kind, right, wrong[number]):
            rights.append(wrong[number][2])
            number, end = number + 1, end + 1
        right = _written("".join(rights), known)
        around = _around(text, start, end, words) if kind == "misconverted" else ("", "")
        found.append(Stray(start, end, kind, right, *around))
    found.sort()
    return found


def _around(text: str, start: int, end: int, words: Words) -> tuple[str, str]:
    """The words that hold some adjacent characters, as they stand and as they should be."""
    forms = tables.forms()
    spans = sorted({words[at] for at in range(start, end) if at in words})
    right = "".join(word for _, word in spans)
    whole = "".join(forms.single.get(character, character) for character in right)
    return text[spans[0][0] : spans[0][0] + len(right)], whole


def _without_mentions(text: str, wrong: list[Character]) -> list[Character]:
    """The characters, those in what the text speaks about only suspected."""
    if not wrong:
        return []
    quotations: list[tuple[int, int]] = []
    places = sorted(at for at, _, _ in wrong)
    if not _QUOTES.isdisjoint(text):
        sentences = sentences_of(text)
        japanese = frozenset(at for at, kind, _ in wrong if kind == "japanese")
        quotations = mentions(text, places, japanese, sentences.bounds)
    every = (rows_of_figures(text), parts_of_characters(text), spellings_beside(text, places), quotations)
    spoken_about = [spans for spans in every if spans]
    return [
        (at, _softened(kind, right) if any(inside(at, spans) for spans in spoken_about) else kind, right)
        for at, kind, right in wrong
    ]


def _softened(kind: Kind, right: str) -> Kind:
    """What is said of a character in what the text speaks about."""
    if kind == "nonsense":
        return "doubtful"
    return "suspected" if right else kind


def _without_names(text: str, wrong: list[Character]) -> list[Character]:
    """The characters, those of a name in its own script only suspected.

    That is a name behind a label (講者：), @ or what the person is (詩人), on a line with no other Simplified
    character; in one that holds a variant, wherever it stands, and between marks (王裕峯、陳啓禮).
    """
    simplified = [at for at, kind, _ in wrong if kind == "simplified"]
    named = {
        at for at, kind, _ in wrong if kind == "variant" and (name_around(text, at) or is_bare_name(text, at))
    }
    for _, of_line in groupby(sorted(simplified), lambda at: text.rfind("\n", 0, at)):
        spans = []
        for at in of_line:
            span = name_around(text, at)
            if span is None:
                break
            spans.append(span)
        else:
            named.update(at for span in spans for at in range(*span))
    return (
        [(at, "suspected" if at in named else kind, right) for at, kind, right in wrong] if named else wrong
    )


def _joins(kind: Kind, right: str, character: Character) -> bool:
    """Whether a character belongs to the run before it: of one kind, and corrected like it or not at all."""
    _, other, more = character
    return bool(right) == bool(more) and kind == other


def _written(right: str, known: Orthography) -> str:
    return right.translate(known.written) if known.written else right
