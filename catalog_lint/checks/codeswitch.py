"""English left untranslated in a Chinese sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalog_lint.catalog.model import Prose
from catalog_lint.checks.english_places import (
    has_initials,
    is_amid_han,
    is_amid_software,
    is_gloss,
    is_glossed,
    is_label,
    is_quoted,
)
from catalog_lint.checks.english_runs import LOWER, Run, RunParams, Token, is_in_capitals, runs
from catalog_lint.checks.latin import Reading, has_han, is_han, reading
from catalog_lint.checks.lists import characters, opening, word_list
from catalog_lint.checks.stray_marks import StrayParams, removable_marks
from catalog_lint.diagnostic import Hit
from catalog_lint.language import english, english_terms
from catalog_lint.rule.contract import DataFile

_OFTEN = 15
_COMPANY = 3
_MIXED = 5
_EVERYDAY = 9_000
_COMMON = 20_000
_FROM = re.compile(r"[從从由自] ?\Z")
_REACH = 20
_DESCRIBING = re.compile(r"-(?:[a-z]+ed|fed|free|friendly|rich)\Z")
_SHORT_LINE = 60
_CONCEPT = re.compile(
    r"(?:tions?|sions?|ments?|ness(?:es)?|it(?:y|ies)|ances?|ences?|isms?|ings?|ysis|esis|osis|ures?|acy|logy|gies)\Z"
)


class CodeswitchParams(RunParams):
    """`heads`: nouns that end a concept's name; `kinds`: what stands behind a name (公司, 框架).

    `complements`: what stands behind a verb alone (到, 了); `bodies`: nouns that names of bodies end in.

    `dots`, `files`, `folders`, `called`: as for `stray_marks`. `sure`: which half to yield.
    """

    heads: DataFile
    kinds: DataFile
    complements: DataFile
    bodies: DataFile
    dots: DataFile
    files: DataFile
    folders: DataFile
    called: DataFile
    sure: bool = True

    def marks(self) -> StrayParams:
        """What `stray_marks` needs of them."""
        return StrayParams(
            terms=self.terms, dots=self.dots, files=self.files, folders=self.folders, called=self.called
        )


@dataclass(slots=True, frozen=True)
class _Mixture:
    """How far the entry mixes languages: runs and words in lower case, labels that are concepts;
    and where marks stand that are no part of it."""

    runs: int
    words: int
    labels: int
    stray: frozenset[int]

    @property
    def mixed(self) -> bool:
        return self.words >= _MIXED


_Found = tuple[int, int, bool]


def codeswitch(prose: Prose, params: CodeswitchParams) -> Iterator[Hit]:
    """Runs of ordinary English words in a Chinese entry that are no name, no term and no gloss."""
    read = reading(prose)
    if read is None or read.mostly_foreign:
        return
    shared = prose.shared(f"codeswitch {params.terms}")
    if "found" not in shared:
        shared["found"] = list(_found(read, params, removable_marks(read, params.marks())))
    for start, end, sure in shared["found"]:
        if sure == params.sure:
            yield Hit(read.span(start, end), {"found": read.text[start:end]})


def _found(read: Reading, params: CodeswitchParams, stray: frozenset[int]) -> Iterator[_Found]:
    lower: list[tuple[Run, list[Token], bool]] = []
    upper: list[tuple[Run, bool]] = []
    for run in runs(read, params, stray):
        span = run.start, run.end
        if is_gloss(read, span, run.line) or is_quoted(read, span, run.line) or read.is_linked(*span):
            continue
        chinese = has_han(read.text, *run.line)
        if any(token.kind in LOWER for token in run.tokens):
            lower += ((run, piece, chinese) for piece in _pieces(run.tokens))
        else:
            upper.append((run, chinese))
    mixture = _Mixture(
        len(lower),
        len({token.text for _, piece, _ in lower for token in piece if token.kind in LOWER}),
        sum(_is_concept(read, run, params) for run, _ in upper),
        stray,
    )
    for run, piece, chinese in lower:
        sure = _is_left_over(read, run, piece, chinese, mixture, params)
        if mixture.mixed or any(token.kind != "rare" for token in piece):
            yield piece[0].start, piece[-1].end, sure
    for run, chinese in upper:
        if any(token.kind == "Word" for token in run.tokens):
            yield from _capitalised(read, run, mixture, params)
        elif chinese or mixture.mixed:
            yield from _in_capitals(read, run, params)


def _pieces(tokens: list[Token]) -> Iterator[list[Token]]:
    """From one ordinary word to the last one, over links and few terms between, soft words behind too."""
    piece: list[Token] = []
    waiting: list[Token] = []
    for token in tokens:
        if token.kind in LOWER or (piece and token.kind in ("Word", "Soft", "soft")):
            piece += [*waiting, token]
            waiting = []
        elif piece:
            waiting.append(token)
            if sum(other.kind != "link" for other in waiting) > 2:
                yield piece
                piece, waiting = [], []
    if piece:
        yield piece


def _is_left_over(
    read: Reading, run: Run, piece: list[Token], chinese: bool, mixture: _Mixture, params: CodeswitchParams
) -> bool:
    """Whether a run in lower case is surely left untranslated."""
    words = [token for token in piece if token.kind not in ("link", "acronym", "name", "term")]
    span = run.start, run.end
    if is_glossed(read, span, run.line):
        return False
    if not chinese and run.tokens[0].kind in ("term", "name") and run.tokens[0].text.islower():
        return False
    short = run.line[1] - run.line[0] < _SHORT_LINE
    if not (chinese or is_label(read, span, run.line) or (mixture.mixed and short)):
        return False
    if len(words) > 1:
        return any(len(token.text) > 4 for token in words)
    return _is_left_over_alone(read, run, words[0], mixture, params)


def _is_left_over_alone(
    read: Reading, run: Run, word: Token, mixture: _Mixture, params: CodeswitchParams
) -> bool:
    """Whether one word in lower case is."""
    if opening(params.kinds).match(read.text, word.end):
        return False
    if english_terms.is_package(word.text) and is_amid_software(read, run.line):
        return False
    if mixture.mixed:
        return len(word.text) > 3 or is_han(read.before(word.start)) or is_han(read.after(word.end))
    if read.counts.get(word.text, 0) >= _OFTEN or ("-" in word.text and not _DESCRIBING.search(word.text)):
        return False
    if len(word.text) < 4 and (mixture.words < _COMPANY or not english.rank(word.text)):
        return False
    often = mixture.words < _COMPANY and read.spellings[word.text] > _COMPANY
    if often or not is_amid_han(read, (word.start, word.end), mixture.stray, opening(params.kinds)):
        if len(word.text) < 4 or "-" in word.text:
            return False
        if mixture.runs < _COMPANY and len(word.text) < 8 and not _CONCEPT.search(word.text):
            return False
    return all(
        token is word
        or token.kind in ("acronym", "link", "rare")
        or (token.kind == "name" and token.text.islower())
        for token in run.tokens
    )


def _is_concept(read: Reading, run: Run, params: CodeswitchParams) -> bool:
    """Whether a capitalised run is a label that says what something is, not what it is called."""
    words = [token for token in run.tokens if token.kind in ("Word", "Soft", "term")]
    if len(words) < 2 or any(token.kind in ("name", "WORD") for token in run.tokens):
        return False
    linked = any(token.kind == "link" for token in run.tokens)
    return (linked or _names_a_concept(words[-1], params)) and is_label(read, (run.start, run.end), run.line)


def _names_a_concept(word: Token, params: CodeswitchParams) -> bool:
    last = word.text.lower()
    single = last.removesuffix("s")
    if single in word_list(params.heads):
        return True
    return _CONCEPT.search(last) is not None and single not in word_list(params.bodies)


def _capitalised(read: Reading, run: Run, mixture: _Mixture, params: CodeswitchParams) -> Iterator[_Found]:
    words = [token for token in run.tokens if token.kind in ("Word", "Soft", "term")]
    text = run.text(read)
    span = run.start, run.end
    if text.lower() in read.title.lower() or is_glossed(read, span, run.line):
        return
    if len(words) < 2:
        everyday = mixture.words >= _COMPANY and _is_everyday(words[0], read, mixture, params)
        if len(run.tokens) == 1 and (everyday or _takes_complement(words[0], read, params)):
            yield run.start, run.end, True
        return
    nameless = all(token.kind not in ("name", "WORD") for token in run.tokens)
    if mixture.mixed:
        sure = nameless and is_label(read, span, run.line)
    else:
        sure = mixture.labels > 1 and _is_concept(read, run, params)
    sure = sure and read.text.count(text) < 3 and not has_initials(read, span)
    first = 0 if sure else run.tokens.index(words[0])
    end = len(run.tokens) if sure else run.tokens.index(words[-1]) + 1
    yield run.tokens[first].start, run.tokens[end - 1].end, sure


def _is_everyday(word: Token, read: Reading, mixture: _Mixture, params: CodeswitchParams) -> bool:
    """Whether a capitalised word amid Chinese is an everyday one; rare ones are oftener names."""
    return (
        word.kind == "Word"
        and len(word.text) > 3
        and 0 < english.rank(word.text) <= _EVERYDAY
        and read.counts[word.text.lower()] < _COMPANY
        and is_amid_han(read, (word.start, word.end), mixture.stray, opening(params.kinds))
    )


def _takes_complement(word: Token, read: Reading, params: CodeswitchParams) -> bool:
    """Whether Chinese goes on behind a capitalised word as behind a verb (Learn到), not 從 X 到 Y."""
    first, _ = read.line_of(word.start, word.end)
    beyond = read.after(word.end + 1)
    return (
        0 < english.rank(word.text) <= _EVERYDAY
        and read.after(word.end) in characters(params.complements)
        and (is_han(beyond) or beyond in "，。、；")
        and not _FROM.search(read.text, max(first, word.start - _REACH), word.start)
    )


def _in_capitals(read: Reading, run: Run, params: CodeswitchParams) -> Iterator[_Found]:
    """Words in capitals: a run that says what something is, else long words alone."""
    if _is_shouted(run, params):
        yield run.start, run.end, run.text(read).lower() not in read.title.lower()
        return
    for token in run.tokens:
        if token.kind == "WORD" and len(token.text) > 6 and 0 < english.rank(token.text) <= 20_000:
            alone = len(run.tokens) == 1 and read.counts.get(token.text.lower(), 0) == 1
            touches = is_han(read.text[token.end : token.end + 2].strip()[:1])
            yield token.start, token.end, alone and touches and len(token.text) > 7


def _is_shouted(run: Run, params: CodeswitchParams) -> bool:
    """Whether all of a run are common words in capitals that name a concept (FEATURE FUSION MODULE)."""
    tokens = run.tokens
    return (
        is_in_capitals(tokens)
        and all(0 < english.rank(token.text) <= _COMMON for token in tokens)
        and any(english_terms.name_kind(token.text) != "name" for token in tokens)
        and len(tokens[-1].text) > 3
        and _names_a_concept(tokens[-1], params)
    )
