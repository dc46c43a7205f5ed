"""The rules across entries over the pages of a run; what they found is kept for as long as the facts last."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence, Set
from typing import TYPE_CHECKING, Any, NamedTuple

from catalog_lint.cache import Records, digest_of
from catalog_lint.diagnostic import Hit, Span
from catalog_lint.disk import Answers, exists, noted
from catalog_lint.lint.across import Collected, across
from catalog_lint.lint.program import Program
from catalog_lint.lint.record import UNFIT
from catalog_lint.lint.result import PlacedResult, hit_from_json, hit_to_json

if TYPE_CHECKING:
    from catalog_lint.config import Settings


class NamedPage(NamedTuple):
    """A page of a run: its path, and which of the run's programs is its own."""

    path: str
    program: int = 0


def programs_and_pages(
    pages: Iterable[tuple[str, Settings]],
) -> tuple[list[Settings], list[NamedPage]]:
    """The settings of a run's programs, each once, and its pages, given by path and settings."""
    pages = list(pages)
    chosen = {id(settings): settings for _, settings in pages}
    index = {each: at for at, each in enumerate(chosen)}
    return list(chosen.values()), [NamedPage(path, index[id(settings)]) for path, settings in pages]


class Seen(NamedTuple):
    """What the first pass gives of a page.

    `text` names the page's bytes, "" where the page could not be read; `facts` names all that the rules
    across entries may ask of it, "" where that is not known; `starts` are those of its entries. `entries`,
    without their hits, are None where they are kept. `failures` are one-line accounts.
    """

    page: NamedPage
    text: str
    facts: str
    starts: Sequence[int]
    entries: list[PlacedResult] | None
    failures: list[str]


class CrossHit(NamedTuple):
    """A hit across entries: its entry's index on the page, the rule's code, and where related places stand.

    The spans of `places` count from the start of the page that each names.
    """

    entry: int
    code: str
    hit: Hit
    places: tuple[tuple[str, Span, str], ...] = ()


class _Row(NamedTuple):
    """A hit across entries before it is known where entries stand: `related` names them by path and index."""

    path: str
    entry: int
    code: str
    hit: Hit
    related: tuple[tuple[str, int, Span, str], ...]


Entries = Callable[[Seen], list[PlacedResult]]


def crossed(
    pages: dict[str, Seen],
    program: Program,
    entries: Entries,
    cache: Records | None,
    failures: list[str],
    given: Set[str] | None,
    partial: bool,
) -> dict[str, list[CrossHit]]:
    """The hits across the entries of `pages`, by path, those of one program.

    `entries` gives those of a page. `cache`: None where nothing lasts. `failures`, `given` and `partial` as
    for `batch.lint_pages`.
    """
    if not program.across:
        return {}
    known = all(one.facts for one in pages.values())
    key = digest_of(
        "across",
        program.result_digest,
        str(partial),
        *(part for path, one in pages.items() for part in (path, one.facts)),
    )
    rows = _loaded(cache, key) if cache and known else None
    if rows is None:
        collected = [
            Collected(path, at, entry.result)
            for path, one in pages.items()
            for at, entry in enumerate(entries(one))
        ]
        with noted() as answers:
            found = across(collected, program, partial)
        failures += found.failures
        rows = [
            _Row(path, at, code, hit._replace(related=(), target=None), tuple(_related(hit, path, at)))
            for path, hits in found.hits.items()
            for at, code, hit in hits
        ]
        if cache and known and not found.failures:
            cache.save(key, [_written(rows, answers)])
        for path in answers:
            exists(path)  # so that whoever notes what this run asks hears of it as well
    cross: dict[str, list[CrossHit]] = {}
    for path, at, code, hit, related in rows:
        if given is None or path in given or any(other in given for other, *_ in related):
            places = [
                (other, span.shifted(pages[other].starts[index]), said)
                for other, index, span, said in related
            ]
            cross.setdefault(path, []).append(CrossHit(at, code, hit, tuple(places)))
    return cross


def _related(hit: Hit, path: str, at: int) -> list[tuple[str, int, Span, str]]:
    return [(*(target or (path, at)), span, said) for span, said, target in hit.related]


def _written(rows: Sequence[_Row], answers: Answers) -> bytes:
    data = [
        answers,
        [[path, at, hit_to_json(code, hit), related] for path, at, code, hit, related in rows],
    ]
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _loaded(cache: Records, key: str) -> list[_Row] | None:
    """What was kept, where the disk still answers as it did."""
    parts = cache.load(key, 1)
    try:
        answers, rows = json.loads(parts[0]) if parts else (None, ())
        if answers is None or any(exists(path) != answer for path, answer in answers.items()):
            return None
        return [_row(*row) for row in rows]
    except UNFIT:
        return None


def _row(path: str, at: int, hit: Sequence[Any], related: Sequence[Any]) -> _Row:
    code, found = hit_from_json(hit)
    places = tuple([(other, index, Span(*span), said) for other, index, span, said in related])
    return _Row(path, at, code, found, places)
