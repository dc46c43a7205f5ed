"""Whether a summary is whole: in its language, to its end, outside a code fence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from catalog_lint.catalog.body_lines import BodyLines, Line, body_lines
from catalog_lint.catalog.model import BREAK, MARK, OBJECT, Entry, Prose
from catalog_lint.catalog.surroundings import LINE_MARKS, line_from
from catalog_lint.checks.removal import removal, shown
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.language.han import HAN, HAN_CHARACTER
from catalog_lint.language.tables import folded
from catalog_lint.rule.contract import DataFile, Params, param
from catalog_lint.rule.wordlists import words

_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_OTHER = re.compile(r"[\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff]")
_SCRIPTS = {
    "Chinese": HAN_CHARACTER,
    "Latin letters": _LATIN,
    "Japanese": _KANA,
    "Korean": _HANGUL,
    "another script": _OTHER,
}
_LETTERS_OF_A_WORD = 3
"""A Han character says about as much as this many letters of an alphabet."""
_SAMPLE = 7
"""Of so many characters one is looked at first."""
_MOST_OTHERS = 1 / 2
_MOST_KANA = 1 / 20
"""A sample with fewer characters that are no Han, and fewer kana, is Chinese."""
_KANA_OF_JAPANESE = 1 / 4
"""With more kana beside Han, these are Japanese too."""
_EXCERPT = 12
_LEAST_FENCED = 4
"""Fewer lines in a fence are an example, and no body."""
_MOST_AFTER_FENCE = 1 / 4
"""The share of a body's lines that may follow the fence around it."""
_SHOWS = re.compile(r"[^\s>]")
_WORDS = re.compile(r"\w")


class LanguageParams(Params):
    """`share`: how much of a body must be in its language; `at_least`: the letters of a judged body."""

    share: float = param(0.35, gt=0, lt=1)
    at_least: int = param(80, ge=1)


class CutOffParams(Params):
    """`marks`, `joining`: what a line that was cut off ends in; `words`: words that only end so too."""

    marks: tuple[str, ...]
    joining: tuple[str, ...]
    words: tuple[str, ...]


class ThinkingParams(Params):
    """`tags`: the tags between which models put what they think."""

    tags: DataFile


def language(prose: Prose, params: LanguageParams) -> Iterator[Hit]:
    """A body that is written in another language than its entry's; headings and labels of links aside."""
    entry = prose.entry
    text = prose.text[entry.body.start : entry.body.end]
    wanted = _wanted(entry.language)
    if len(text) < params.at_least or (wanted == "Chinese" and _is_plainly_chinese(text[::_SAMPLE])):
        return
    text = _sentences(prose)
    han = len(HAN_CHARACTER.findall(text))
    said = {
        "Chinese": han,
        "Latin letters": len(_LATIN.findall(text)) // _LETTERS_OF_A_WORD,
        "Japanese": _kana_words(text, han),
        "Korean": len(_HANGUL.findall(text)),
        "another script": len(_OTHER.findall(text)) // _LETTERS_OF_A_WORD,
    }
    if said["Japanese"]:
        said["Chinese"] = 0
    total = sum(said.values())
    if total * _LETTERS_OF_A_WORD < params.at_least or said[wanted] >= params.share * total:
        return
    body = body_lines(prose)
    first = next((body[index] for index in range(len(body)) if body[index].has_text), None)
    if first is not None:
        most = _SCRIPTS[max(said, key=said.__getitem__)]
        lines = (body.raw(index).strip(LINE_MARKS) for index in range(len(body)))
        found = line_from(max(lines, key=lambda line: len(most.findall(line))), 0)
        yield Hit(first.span, {"share": f"{said[wanted] / total:.0%}", "found": found})


def _sentences(prose: Prose) -> str:
    """What a body says in sentences of its own: no headings, no labels of links."""
    entry = prose.entry
    quoted = [block.content for block in prose.blocks if block.kind == "heading"]
    quoted += [heading.line for heading in entry.headings]
    quoted += [link.label for link in entry.links if link.label is not None]
    text = list(prose.text)
    for span in quoted:
        text[max(span.start, 0) : span.end] = BREAK * (span.end - max(span.start, 0))
    return "".join(text[entry.body.start : entry.body.end])


def _is_plainly_chinese(sample: str) -> bool:
    """Whether most characters of a sample are Han and hardly any kana: then the whole need not be counted."""
    others = len(_HAN_RUN.sub("", sample))
    kana = len(_KANA.findall(sample))
    return others < _MOST_OTHERS * len(sample) and kana < _MOST_KANA * len(sample)


def _kana_words(text: str, han: int) -> int:
    """Japanese mixes kana and Han: with kana enough, the Han are Japanese too."""
    kana = len(_KANA.findall(text))
    return kana + han if kana > _KANA_OF_JAPANESE * han else 0


def _wanted(language: str) -> str:
    start = language.split("-")[0]
    return {"zh": "Chinese", "ja": "Japanese", "ko": "Korean"}.get(start, "Latin letters")


def cut_off(prose: Prose, params: CutOffParams) -> Iterator[Hit]:
    """A body whose last line stops in mid-sentence: at a comma, an opening bracket or a joining word.

    Not where it ends in a heading, a link, code or a picture; in the middle of a link's address it does.
    """
    body = body_lines(prose)
    for index in range(len(body) - 1, -1, -1):
        line = body[index]
        if line.kind == "hidden" and _SHOWS.search(prose.entry.text, *line.span):
            return
        if body.is_frame(index):
            continue
        masked = prose.text[line.span.start : line.span.end].rstrip(f" {MARK}")
        ends_in_object = masked.endswith(OBJECT) and not masked.rstrip(OBJECT).endswith("](")
        if line.kind == "heading" or ends_in_object or _ends_in_link(prose, line):
            return
        if line.text.endswith(_endings(*params.marks, *params.joining)) and not line.text.endswith(
            _endings(*params.words)
        ):
            start = max(0, len(line.text) - _EXCERPT)
            place = shown(prose, line, start, len(line.text))
            yield Hit(line.span, {"found": prose.entry.text[place.start : place.end]})
        return


@lru_cache
def _endings(*words: str) -> tuple[str, ...]:
    """Words as they end the text of a line, which is folded."""
    return tuple(map(folded, words))


def _ends_in_link(prose: Prose, line: Line) -> bool:
    return any(
        line.span.start <= link.span.start and not _WORDS.search(prose.text, link.span.end, line.span.end)
        for link in prose.entry.links
        if link.span.start < line.span.end
    )


def thinking(entry: Entry, params: ThinkingParams) -> Iterator[Hit]:
    """The tags of a model's thinking, with what stands between them."""
    names = words(params.tags) if entry.tags else ()
    found = [tag for tag in entry.tags if tag.name in names]
    closing = {
        name: [tag.span.end for tag in found if tag.kind == "close" and tag.name == name] for name in names
    }
    done_to = -1
    for tag in found:
        if tag.span.start < done_to:
            continue
        ends = closing[tag.name] if tag.kind == "open" else []
        at = bisect_right(ends, tag.span.end)
        whole = at < len(ends)
        span = Span(tag.span.start, ends[at]) if whole else tag.span
        done_to = span.end
        lines = _whole_lines(body_lines(entry.prose), span) if whole else None
        hit = removal(entry.prose, body_lines(entry.prose), lines, exact=False) if lines else None
        edits = hit.edits if hit else (Edit(span, ""),)
        yield Hit(span, {"found": entry.text[tag.span.start : tag.span.end]}, edits)


def _whole_lines(body: BodyLines, span: Span) -> range | None:
    """The lines of a body that a span fills, None where other text stands on them or it lies elsewhere."""
    lines = body.touching(span)
    if not lines or body[lines[0]].span.start != span.start or body[lines[-1]].span.end != span.end:
        return None
    return lines


def fenced(prose: Prose) -> Iterator[Hit]:
    """A code fence around the whole body: the reply was quoted instead of used."""
    entry = prose.entry
    body = body_lines(prose)
    filled = [index for index in range(len(body)) if body.raw(index).strip()]
    while filled and body[filled[-1]].kind == "break":
        filled.pop()
    if filled and entry.title_echo is not None and entry.title_echo.span.overlaps(body[filled[0]].span):
        filled.pop(0)
    mark = body.fence(filled[0]) if filled else ""
    if not mark or len(filled) < _LEAST_FENCED:
        return
    closing = next((i for i in filled[1:] if body.raw(i).strip() == mark), None)
    first = body[filled[0]].span
    if closing is not None:
        rest = [index for index in filled if index > closing]
        if len(rest) > _MOST_AFTER_FENCE * len(filled):
            return
    yield Hit(first, {"found": body.raw(filled[0]).strip()})
