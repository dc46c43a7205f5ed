"""English left untranslated in a Chinese sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.model import Prose
from catalog_lint.catalog.surroundings import around_word
from catalog_lint.checks.authorship import is_of_model
from catalog_lint.checks.english_evidence import (
    ENOUGH,
    RUN_WEIGHTS,
    SEVERAL,
    WORD_WEIGHTS,
    CodeswitchParams,
    Mixture,
    is_concept,
    names_a_concept,
    of_run,
    of_word,
    weighs,
)
from catalog_lint.checks.english_places import (
    is_amid_han,
    is_gloss,
    is_glossed,
    is_label,
    is_listed_with_others,
    is_quoted,
)
from catalog_lint.checks.english_runs import LOWER, SPECIAL, Run, Token, is_in_capitals, runs
from catalog_lint.checks.known import of_both_halves
from catalog_lint.checks.latin import Reading, has_han, is_han, reading
from catalog_lint.checks.lists import characters, ending, opening, word_list
from catalog_lint.checks.stray_marks import removable_marks
from catalog_lint.diagnostic import Hit
from catalog_lint.language import english, english_terms
from catalog_lint.language.tables import is_common_word

_EVERYDAY = 9_000
_COMMON = 20_000
_FROM = re.compile(r"[從从由自] ?\Z")
_REACH = 20
_ASPECTS = "了過过著着"
_SHORT_LINE = 60
_SHORTEST_IN_CAPITALS = 7
_ABSTRACT = re.compile("(?:ness|ity|acy|ment|[ae]nce|ism)\\Z")

_Found = tuple[int, int, bool]


def codeswitch(prose: Prose, params: CodeswitchParams) -> Iterator[Hit]:
    """Runs of ordinary English words in a Chinese entry that are no name, no term and no gloss."""
    read = reading(prose)
    if read is None or read.mostly_foreign:
        return
    for start, end, sure in prose.memo(_both_halves, of_both_halves(params)):
        if sure == params.sure:
            span = read.span(start, end)
            yield Hit(span, {"found": read.text[start:end], "place": around_word(prose.entry.text, span)})


def _both_halves(prose: Prose, params: CodeswitchParams) -> list[_Found]:
    read = reading(prose)
    return list(_found(prose, read, removable_marks(read, params.marks()), params)) if read else []


def _found(prose: Prose, read: Reading, stray: frozenset[int], params: CodeswitchParams) -> Iterator[_Found]:
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
    ordinary = [
        (run.line, words)
        for run, piece, _ in lower
        if not _is_among_terms(read, run, piece)
        and (words := tuple(token.text for token in piece if token.kind == "word"))
    ]
    mixture = Mixture(
        len(ordinary),
        len({word for _, words in ordinary for word in words}),
        sum(is_concept(read, run, params) for run, _ in upper),
        stray,
        frozenset(line for line, words in ordinary if _is_no_term(words[-1])),
        bool(lower or upper) and is_of_model(prose, read, params),
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
    read: Reading, run: Run, piece: list[Token], chinese: bool, mixture: Mixture, params: CodeswitchParams
) -> bool:
    """Whether a run in lower case is surely left untranslated."""
    words = [token for token in piece if token.kind not in ("link", "acronym", "name", "term")]
    span = run.start, run.end
    if is_glossed(read, span, run.line):
        return False
    if not mixture.mixed and (_is_special(words, params) or _is_among_terms(read, run, piece)):
        return False
    if any(token.text in word_list(params.foreign) for token in run.tokens) or _is_named(read, run, params):
        return False
    if not chinese and run.tokens[0].kind in ("term", "name") and run.tokens[0].text.islower():
        return False
    short = run.line[1] - run.line[0] < _SHORT_LINE
    if not (chinese or is_label(read, span, run.line) or (mixture.mixed and short)):
        return False
    if not (mixture.mixed or mixture.of_model or run.line in mixture.plain or _is_no_term(words[-1].text)):
        return False
    if len(words) > 1:
        return any(len(token.text) > 4 for token in words)
    return weighs(of_word(read, run, words[0], mixture, params), WORD_WEIGHTS) > 0


def _is_no_term(word: str) -> bool:
    """Whether no author means a word to be English: an abstract noun, a plural that everybody knows."""
    single = f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
    plural = word.endswith("s") and 0 < english.rank(word) <= _COMMON and english.is_word(single)
    return plural or _ABSTRACT.search(word) is not None


def _is_among_terms(read: Reading, run: Run, piece: list[Token]) -> bool:
    """Whether a single word is listed with others of its kind: terms of a field (guard、mount 與 armbar)."""
    return len(piece) == 1 and is_listed_with_others(read, (run.start, run.end), run.line)


def _is_special(words: list[Token], params: CodeswitchParams) -> bool:
    """Whether none but specialists use some words, or they name a compound (salicylic acid)."""
    companions = word_list(params.compounds)
    special = [token.kind in SPECIAL for token in words]
    return any(special) and all(
        is_special or token.text in companions for token, is_special in zip(words, special, strict=True)
    )


def _is_named(read: Reading, run: Run, params: CodeswitchParams) -> bool:
    """Whether the sentence gives a run as the name of something (主題稱為 subject)."""
    return ending(params.naming).search(read.text, max(0, run.start - _REACH), run.start) is not None


def _capitalised(read: Reading, run: Run, mixture: Mixture, params: CodeswitchParams) -> Iterator[_Found]:
    words = [token for token in run.tokens if token.kind in ("Word", "Soft", "term")]
    text = run.text(read)
    span = run.start, run.end
    if text.lower() in read.title.lower() or is_glossed(read, span, run.line):
        return
    if len(words) < 2:
        everyday = mixture.words >= SEVERAL and _is_everyday(words[0], read, mixture, params)
        if len(run.tokens) == 1 and (everyday or _takes_complement(words[0], read, params)):
            yield run.start, run.end, True
        return
    sure = weighs(of_run(read, run, mixture, params), RUN_WEIGHTS) >= ENOUGH
    first = 0 if sure else run.tokens.index(words[0])
    end = len(run.tokens) if sure else run.tokens.index(words[-1]) + 1
    yield run.tokens[first].start, run.tokens[end - 1].end, sure


def _is_everyday(word: Token, read: Reading, mixture: Mixture, params: CodeswitchParams) -> bool:
    """Whether a capitalised word amid Chinese is an everyday one; rare ones are oftener names."""
    return (
        word.kind == "Word"
        and len(word.text) > 3
        and 0 < english.rank(word.text) <= _EVERYDAY
        and read.counts[word.text.lower()] < SEVERAL
        and is_amid_han(read, (word.start, word.end), mixture.stray, opening(params.kinds))
    )


def _takes_complement(word: Token, read: Reading, params: CodeswitchParams) -> bool:
    """Whether Chinese goes on behind a capitalised verb or everyday word (Learn到).

    Not so 從 X 到 Y, nor a word of its own (X成功), nor 了 at the end, which follows names too (改用X了).
    """
    first, _ = read.line_of(word.start, word.end)
    beyond = read.after(word.end + 1)
    if is_han(beyond) and is_common_word(read.text[word.end : word.end + 2]):
        return False
    complement = read.after(word.end)
    in_use = complement in _ASPECTS and english.is_verb(word.text) and not english_terms.is_package(word.text)
    return (
        (in_use or 0 < english.rank(word.text) <= _EVERYDAY)
        and complement in characters(params.complements)
        and (is_han(beyond) or (beyond in "，。、；" and complement != "了"))
        and not _FROM.search(read.text, max(first, word.start - _REACH), word.start)
    )


def _in_capitals(read: Reading, run: Run, params: CodeswitchParams) -> Iterator[_Found]:
    """Words in capitals: a run that says what something is, else long words alone that no kind of names
    follows (FREQUENCY 函式)."""
    if _is_shouted(run, params):
        yield run.start, run.end, run.text(read).lower() not in read.title.lower()
        return
    for token in run.tokens:
        if (
            token.kind == "WORD"
            and len(token.text) >= _SHORTEST_IN_CAPITALS
            and 0 < english.rank(token.text) <= _COMMON
        ):
            alone = len(run.tokens) == 1 and read.counts.get(token.text.lower(), 0) == 1
            touches = is_han(read.text[token.end : token.end + 2].strip()[:1])
            named = opening(params.kinds).match(read.text, token.end) is not None
            sure = alone and touches and not named and len(token.text) > _SHORTEST_IN_CAPITALS
            yield token.start, token.end, sure


def _is_shouted(run: Run, params: CodeswitchParams) -> bool:
    """Whether all of a run are common words in capitals that name a concept (FEATURE FUSION MODULE)."""
    tokens = run.tokens
    return (
        is_in_capitals(tokens)
        and all(english.is_familiar(token.text.lower()) for token in tokens)
        and any(english_terms.name_kind(token.text) != "name" for token in tokens)
        and len(tokens[-1].text) > 3
        and names_a_concept(tokens[-1], params)
    )
