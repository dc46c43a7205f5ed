"""English left untranslated in a Chinese sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel

from catalog_lint.catalog.model import BREAK, Prose
from catalog_lint.checks.latin import LETTERS, Reading, Word, has_han, is_han, reading, word_list
from catalog_lint.checks.tokens import rest_of, stray_places
from catalog_lint.diagnostic import Hit
from catalog_lint.language import english
from catalog_lint.rule.contract import DataFile

_WORDS = rf"[{LETTERS}][0-9{LETTERS}'’]*(?:-[A-Za-z0-9]+)*|[0-9][0-9A-Za-z.%-]*"
_TOKEN = re.compile(_WORDS)
_RUN = re.compile(rf"(?:{_WORDS})(?:[ \t]{{1,3}}(?:{_WORDS}))*")
_CODE = frozenset("0123456789_./\\@#$%+=~<>{}`|:-‐‑\ufdd1")
_QUOTES = {"「": "」", "『": "』", "“": "”", "‘": "’", '"': '"', "《": "》", "〈": "〉"}
_PAIRS = tuple((left, right) for left, right in _QUOTES.items() if left != right)
_OPENING_QUOTE = re.compile(f"[{''.join(left for left, _ in _PAIRS)}]")
_FUNCTION = frozenset(
    "a an and as at by for from in into is its not of on or per than that the their to via vs with without"
    " your".split()
)
_ENDINGS = frozenset(("s", "t", "re"))
_ORDINARY = frozenset(("word", "Word", "WORD"))
_IN_WORDS = frozenset(("word", "Word", "WORD", "soft", "Soft"))
_LONGEST_TERM = 4
_MOST_KINDS = 50_000
_OFTEN = 15
_COMPANY = 3
_NEAR = 12
_MIXED = 5
_EVERYDAY = 9_000
_DESCRIBING = re.compile(r"-(?:[a-z]+ed|fed|free|friendly|rich)\Z")
_SHORT_LINE = 60
_LABEL_END = re.compile(r"[ \t]*\**[ \t]*(?:[(（][A-Za-z -]{1,30}[)）])?[ \t]*(?:[:：]|$)")
_GLOSS = re.compile(r"[ \t]?[(（]([^()（）\n]{1,40})[)）]")
_INITIALS = re.compile(r"[ \t]?[(（][A-Z]{2,8}[)）]")
_SUCH_AS = ("如", "例", "比如", "包括", "含")
_CONCEPT = re.compile(
    r"(?:tions?|sions?|ments?|ness(?:es)?|it(?:y|ies)|ances?|ences?|isms?|ings?|ysis|esis|osis|ures?|acy|logy|gies)\Z"
)


class CodeswitchParams(BaseModel, extra="forbid", frozen=True):
    """`terms`, `names`: what is written in English on purpose; `heads`: nouns that end a concept's name.

    `dots`: as for `stray_marks`. `sure`: which half to yield.
    """

    terms: DataFile
    names: DataFile
    heads: DataFile
    dots: DataFile
    sure: bool = True


@dataclass(slots=True)
class _Token:
    text: str
    start: int
    end: int
    kind: str = ""
    """What it is: "word" ordinary in lower case, "Word" capitalised, "WORD" in capitals, "soft" and "Soft"
    such a word that may stand in English alone, "link" (of, and), "acronym", "term", or "name": no word."""


@dataclass(slots=True)
class _Run:
    tokens: list[_Token]
    line: tuple[int, int]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


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


def codeswitch(prose: Prose, params: CodeswitchParams) -> Iterator[Hit]:
    """Runs of ordinary English words in a Chinese entry that are no name, no term and no gloss."""
    if prose.entry.kind != "entry":
        return
    read = reading(prose)
    if read is None or read.mostly_foreign:
        return
    shared = prose.shared("codeswitch")
    if "found" not in shared:
        shared["found"] = list(_found(read, params, stray_places(prose, read, params.terms, params.dots)))
    for start, end, sure in shared["found"]:
        if sure == params.sure:
            yield Hit(read.span(start, end), {"found": read.text[start:end]})


def _found(read: Reading, params: CodeswitchParams, stray: frozenset[int]) -> Iterator[tuple[int, int, bool]]:
    terms, names = word_list(params.terms), word_list(params.names)
    heads = word_list(params.heads)
    lower: list[tuple[_Run, list[_Token], bool]] = []
    upper: list[tuple[_Run, bool]] = []
    for run in _runs(read, terms, names):
        _classify(read, run, terms, names, stray)
        kinds = {token.kind for token in run.tokens}
        if not kinds & _ORDINARY or _is_gloss(read, run) or _is_quoted(read, run):
            continue
        chinese = has_han(read.text, *run.line)
        if "word" in kinds:
            lower += ((run, piece, chinese) for piece in _pieces(run.tokens))
        else:
            upper.append((run, chinese))
    mixture = _Mixture(
        len(lower),
        len({token.text for _, piece, _ in lower for token in piece if token.kind == "word"}),
        sum(_is_concept(read, run, heads) for run, _ in upper),
        stray,
    )
    for run, piece, chinese in lower:
        yield piece[0].start, piece[-1].end, _left_over(read, run, piece, chinese, mixture)
    for run, chinese in upper:
        if any(token.kind == "Word" for token in run.tokens):
            yield from _capitalised(read, run, heads, mixture)
        elif chinese:
            yield from _in_capitals(read, run)


def _runs(read: Reading, terms: frozenset[str], names: frozenset[str]) -> Iterator[_Run]:
    """Tokens that only blanks keep apart, known by themselves, where an ordinary word may be among them."""
    line = (0, 0)
    kind_of = _kinds(terms, names)
    for match in _RUN.finditer(read.text):
        kinds = [kind_of[text] for text in _TOKEN.findall(match[0])]
        if not _ORDINARY.isdisjoint(kinds):
            found = _TOKEN.finditer(read.text, *match.span())
            tokens = [_Token(one[0], *one.span(), kind) for one, kind in zip(found, kinds, strict=True)]
            if match.start() >= line[1]:
                line = read.line_of(*match.span())
            yield _Run(tokens, line)


def _classify(
    read: Reading, run: _Run, terms: frozenset[str], names: frozenset[str], stray: frozenset[int]
) -> None:
    tokens = run.tokens
    for token in tokens:
        kind = token.kind
        if kind in _IN_WORDS and _in_code(read, token, stray):
            kind = "name"
        elif kind == "Word" and token.text.lower() in read.title_words:
            kind = "Soft"
        elif kind == "word" and rest_of(read, Word(token.text, token.start, token.end)):
            kind = "name"
        token.kind = kind
    if len(tokens) < 2:
        return
    lows = [token.text.lower().replace("’", "'") for token in tokens]
    for length in range(min(_LONGEST_TERM, len(tokens)), 1, -1):
        for at in range(len(tokens) - length + 1):
            phrase = " ".join(lows[at : at + length])
            if phrase in terms or phrase in names:
                for token in tokens[at : at + length]:
                    token.kind = "term" if phrase in terms else "name"


class _Kinds(dict[str, str]):
    """What each token is by its letters and the lists alone, found out once."""

    def __init__(self, terms: frozenset[str], names: frozenset[str]) -> None:
        super().__init__()
        self._terms = terms
        self._names = names

    def __missing__(self, text: str) -> str:
        if len(self) > _MOST_KINDS:
            self.clear()
        kind = self[text] = _kind(text, self._terms, self._names)
        return kind


@lru_cache(4)
def _kinds(terms: frozenset[str], names: frozenset[str]) -> _Kinds:
    return _Kinds(terms, names)


def _kind(text: str, terms: frozenset[str], names: frozenset[str]) -> str:
    low = text.lower().replace("’", "'")
    if low in _FUNCTION:
        return "link"
    if not text.isascii() or low in names:
        return "name"
    if text.isupper() and len(text) < 7:
        return "acronym"
    parts = re.split(r"[-']", low)
    if len(text) < 3 or not all(english.is_word(part) or part in terms or part in _ENDINGS for part in parts):
        return "term" if low in terms else "name"
    listed = low in terms or low.removesuffix("s") in terms
    if text.islower():
        return "soft" if listed else "word"
    if text.isupper():
        return "acronym" if listed else "WORD"
    if not all(part.istitle() or part.islower() for part in re.split("[-'’]", text)):
        return "name"
    return "Soft" if listed else "Word"


def _in_code(read: Reading, token: _Token, stray: frozenset[int]) -> bool:
    before = "" if token.start - 1 in stray else read.before(token.start)
    after = "" if token.end in stray else read.after(token.end)
    if (before and before in _CODE and before != ":") or (after and after in _CODE and after not in ".:"):
        return True
    beyond = read.after(token.end + 1)
    if after and after in ".:" and beyond.isascii() and beyond.isalnum():
        return True
    if after == "(" and (beyond == ")" or (beyond.isalpha() and beyond.isascii())):
        return True
    near = read.text[max(0, token.start - 2) : token.start] + read.text[token.end : token.end + 2]
    return any(sign in near for sign in "=+<>|")


def _is_gloss(read: Reading, run: _Run) -> bool:
    """Whether it stands in brackets without Chinese."""
    content = read.bracketed(run.start, run.end, run.line)
    return content is not None and not has_han(read.text[slice(*content)])


def _is_glossed(read: Reading, run: _Run) -> bool:
    """Whether Chinese in brackets follows it."""
    gloss = _GLOSS.match(read.text, run.end, run.line[1])
    return gloss is not None and has_han(gloss[1]) and not gloss[1].startswith(_SUCH_AS)


def _is_quoted(read: Reading, run: _Run) -> bool:
    opened = _OPENING_QUOTE.search(read.text, run.line[0], run.start)
    for open_, close in _PAIRS if opened else ():
        start = read.text.rfind(open_, run.line[0], run.start)
        end = read.text.find(close, run.end, run.line[1]) if start >= 0 else -1
        if end >= 0 and read.text.find(close, start, run.start) < 0 and not has_han(read.text, start, end):
            return True
    before = read.text[max(run.line[0], run.start - _NEAR) : run.start].rstrip()[-1:]
    after = read.text[run.end : min(run.line[1], run.end + _NEAR)].lstrip(" .!?,")[:1]
    return bool(before) and _QUOTES.get(before) == after


def _pieces(tokens: list[_Token]) -> Iterator[list[_Token]]:
    """From one ordinary word to the last one, over links and few terms between, soft words behind too."""
    piece: list[_Token] = []
    waiting: list[_Token] = []
    for token in tokens:
        if token.kind == "word" or (piece and token.kind in ("Word", "Soft", "soft")):
            piece += [*waiting, token]
            waiting = []
        elif piece:
            waiting.append(token)
            if sum(other.kind != "link" for other in waiting) > 2:
                yield piece
                piece, waiting = [], []
    if piece:
        yield piece


def _left_over(read: Reading, run: _Run, piece: list[_Token], chinese: bool, mixture: _Mixture) -> bool:
    """Whether a run in lower case is surely left untranslated."""
    words = [token for token in piece if token.kind not in ("link", "acronym", "name", "term")]
    if _is_glossed(read, run):
        return False
    if not chinese and run.tokens[0].kind in ("term", "name") and run.tokens[0].text.islower():
        return False
    short = run.line[1] - run.line[0] < _SHORT_LINE
    if not (chinese or _is_label(read, run) or (mixture.mixed and short)):
        return False
    if len(words) > 1:
        return any(len(token.text) > 4 for token in words)
    word = words[0]
    if mixture.mixed:
        return len(word.text) > 3 or is_han(read.before(word.start)) or is_han(read.after(word.end))
    if read.counts.get(word.text, 0) >= _OFTEN or ("-" in word.text and not _DESCRIBING.search(word.text)):
        return False
    if len(word.text) < 4 and (mixture.words < _COMPANY or not english.rank(word.text)):
        return False
    often = mixture.words < _COMPANY and read.spellings[word.text] > _COMPANY
    if often or not _amid_han(read, word, mixture.stray):
        if len(word.text) < 4 or "-" in word.text:
            return False
        if mixture.runs < _COMPANY and len(word.text) < 8 and not _CONCEPT.search(word.text):
            return False
    return all(
        token is word or token.kind in ("acronym", "link") or (token.kind == "name" and token.text.islower())
        for token in run.tokens
    )


def _amid_han(read: Reading, word: _Token, stray: frozenset[int]) -> bool:
    """Whether Chinese stands on both sides of a word, and on one beside it: a list with a name is none."""
    before = [read.before(at + 1) for at in range(word.start - 1, word.start - 6, -1) if at not in stray]
    after = [read.after(at) for at in range(word.end, word.end + 5) if at not in stray]
    sides = "".join(reversed(before)), "".join(after)
    if _OF_NAMES.match(sides[1]):
        return False
    beside = sides[0].rstrip(" ")[-1:], sides[1].lstrip(" ")[:1]
    beyond = sides[0].rstrip(_APART)[-1:], sides[1].lstrip(_APART)[:1]
    return any(map(is_han, beside)) and all(not char.strip() or is_han(char) for char in beyond)


_OF_NAMES = re.compile(
    " ?(?:[項项]目|專案|框架|套件|公司|[團团][隊队]|平[台臺]|版本|引擎|渲染|程式|函式|指令|命令|目[錄录])"
)
"""What stands behind a name: project, framework, package, company, team, platform and the like."""
_APART = " *，。、；：與与和及或跟" + BREAK


def _is_label(read: Reading, run: _Run) -> bool:
    """Whether it is all of a line, of a bold run, or of what a colon follows."""
    near = run.start - run.line[0] <= _NEAR
    opens = run.start in read.edges or (
        near and not read.text[run.line[0] : run.start].strip(" \t0123456789.、)*")
    )
    rest = _LABEL_END.match(read.text, run.end, run.line[1])
    return opens and (run.end in read.edges or rest is not None)


def _is_concept(read: Reading, run: _Run, heads: frozenset[str]) -> bool:
    """Whether a capitalised run is a label that says what something is, not what it is called."""
    words = [token for token in run.tokens if token.kind in ("Word", "Soft", "term")]
    if len(words) < 2 or any(token.kind in ("name", "WORD") for token in run.tokens):
        return False
    last = words[-1].text.lower()
    told = (
        any(token.kind == "link" for token in run.tokens)
        or last.removesuffix("s") in heads
        or _CONCEPT.search(last)
    )
    return bool(told) and _is_label(read, run)


def _capitalised(
    read: Reading, run: _Run, heads: frozenset[str], mixture: _Mixture
) -> Iterator[tuple[int, int, bool]]:
    words = [token for token in run.tokens if token.kind in ("Word", "Soft", "term")]
    text = read.text[run.start : run.end]
    if text.lower() in read.title.lower() or _is_glossed(read, run):
        return
    if len(words) < 2:
        if mixture.words >= _COMPANY and len(run.tokens) == 1 and _is_common(words[0], read, mixture):
            yield run.start, run.end, True
        return
    nameless = all(token.kind not in ("name", "WORD") for token in run.tokens)
    if mixture.mixed:
        sure = nameless and _is_label(read, run)
    else:
        sure = mixture.labels > 1 and _is_concept(read, run, heads)
    sure = sure and read.text.count(text) < 3 and not _INITIALS.match(read.text, run.end)
    first = 0 if sure else run.tokens.index(words[0])
    end = len(run.tokens) if sure else run.tokens.index(words[-1]) + 1
    yield run.tokens[first].start, run.tokens[end - 1].end, sure


def _is_common(word: _Token, read: Reading, mixture: _Mixture) -> bool:
    """Whether a capitalised word amid Chinese is an everyday one; rare ones are oftener names."""
    return (
        word.kind == "Word"
        and len(word.text) > 3
        and 0 < english.rank(word.text) <= _EVERYDAY
        and read.counts[word.text.lower()] < _COMPANY
        and _amid_han(read, word, mixture.stray)
    )


def _in_capitals(read: Reading, run: _Run) -> Iterator[tuple[int, int, bool]]:
    for token in run.tokens:
        if token.kind == "WORD" and len(token.text) > 6 and 0 < english.rank(token.text) <= 20_000:
            alone = len(run.tokens) == 1 and read.counts.get(token.text.lower(), 0) == 1
            touches = is_han(read.text[token.end : token.end + 2].strip()[:1])
            yield token.start, token.end, alone and touches and len(token.text) > 7
