"""What speaks for English being left untranslated and what against, each with its weight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from catalog_lint.checks.english_places import Span, has_initials, is_amid_han, is_amid_software, is_label
from catalog_lint.checks.english_runs import Run, RunParams, Token
from catalog_lint.checks.known import HalfParams
from catalog_lint.checks.latin import Reading, is_han
from catalog_lint.checks.lists import opening, word_list
from catalog_lint.checks.stray_marks import StrayParams
from catalog_lint.language import english, english_terms
from catalog_lint.rule.contract import DataFile

Evidence = Literal[
    "mixed entry",
    "amid Chinese",
    "several runs",
    "long word",
    "concept",
    "short word",
    "short, touching Chinese",
    "hyphen",
    "describing",
    "used often",
    "beside a name",
    "kind behind it",
    "package",
    "label",
    "concept labels",
    "repeated",
    "initials behind it",
    "name inside",
]
WORD_WEIGHTS: Mapping[Evidence, int] = {
    "mixed entry": 12,
    "amid Chinese": 3,
    "several runs": 2,
    "long word": 2,
    "concept": 2,
    "short word": -13,
    "short, touching Chinese": 2,
    "hyphen": -9,
    "describing": 9,
    "used often": -9,
    "beside a name": -9,
    "kind behind it": -30,
    "package": -30,
}
"""For one word in lower case: where an entry mixes languages, only a short word, a name's kind or a package
stands against it; elsewhere its place and its form must speak for it. Above 0 it is left over."""
RUN_WEIGHTS: Mapping[Evidence, int] = {
    "label": 3,
    "mixed entry": 4,
    "concept": 2,
    "concept labels": 2,
    "repeated": -9,
    "initials behind it": -9,
    "name inside": -9,
}
"""For several capitalised words: a label in a mixed entry, or one label of several that name concepts. From
`ENOUGH` on they are left over."""
ENOUGH = 7
OFTEN = 15
AGAIN = 3
SEVERAL = 3
EVERYDAY = 5_000
"""Up to this rank a word that stands alone in an entry, however often, is no term of a trade (slug)."""
MIXED = 5
MANY = 15
LONG = 8
SHORT = 3
_DESCRIBING = re.compile(r"-(?:[a-z]+ed|fed|free|friendly|rich)\Z")
_CONCEPT = re.compile(
    r"""
    (?: tions? | sions? | ments? | ness(?:es)? | it(?:y|ies) | ances? | ences? | isms? | ings? | ysis | esis
      | osis | ures? | acy | logy | gies
    ) \Z
    """,
    re.VERBOSE,
)


class CodeswitchParams(RunParams, HalfParams):
    """`heads`: nouns that end a concept's name; `kinds`: what stands behind a name (公司, 框架).

    `complements`: what stands behind a verb alone (到, 了); `bodies`: nouns that names of bodies end in.
    `foreign`: small words of other languages (de); `naming`: what stands in front of a name (稱為).
    `compounds`: ordinary words in names of compounds (acid).
    `dots`, `files`, `folders`, `called`: as for `stray_marks`.
    """

    heads: DataFile
    kinds: DataFile
    complements: DataFile
    bodies: DataFile
    foreign: DataFile
    naming: DataFile
    compounds: DataFile
    dots: DataFile
    files: DataFile
    folders: DataFile
    called: DataFile

    def marks(self) -> StrayParams:
        """What `stray_marks` needs of them."""
        return StrayParams(
            terms=self.terms, dots=self.dots, files=self.files, folders=self.folders, called=self.called
        )


class Mixture(NamedTuple):
    """How far the entry mixes languages: runs and words in lower case, labels that are concepts.

    `stray` are the places of marks that are no part of the text, `plain` the lines with a word that no author
    means to write in English; `of_model` says whether a model wrote the entry.
    """

    runs: int
    words: int
    labels: int
    stray: frozenset[int]
    plain: frozenset[Span]
    of_model: bool

    @property
    def mixed(self) -> bool:
        """Whether it uses so many English words that one more is no term; authors have more of those."""
        return self.words >= (MIXED if self.of_model else MANY)


def weighs(evidence: Iterator[Evidence], weights: Mapping[Evidence, int]) -> int:
    """The sum of what is found."""
    return sum(weights[one] for one in evidence)


def of_word(
    read: Reading, run: Run, word: Token, mixture: Mixture, params: CodeswitchParams
) -> Iterator[Evidence]:
    """What speaks for and against one word in lower case, the only ordinary one of its run."""
    text = word.text
    if mixture.mixed:
        yield "mixed entry"
    again = mixture.words < SEVERAL and read.spellings[text] > AGAIN
    if not again and is_amid_han(read, (word.start, word.end), mixture.stray, opening(params.kinds)):
        yield "amid Chinese"
    if mixture.runs >= SEVERAL and (mixture.words > 1 or 0 < english.rank(text) <= EVERYDAY):
        yield "several runs"
    if len(text) >= LONG:
        yield "long word"
    if _CONCEPT.search(text):
        yield "concept"
    if len(text) <= SHORT:
        yield "short word"
        if is_han(read.before(word.start)) or is_han(read.after(word.end)):
            yield "short, touching Chinese"
    if "-" in text:
        yield "hyphen"
        if _DESCRIBING.search(text):
            yield "describing"
    if read.counts.get(text, 0) >= OFTEN:
        yield "used often"
    if any(_is_other(token) for token in run.tokens if token is not word):
        yield "beside a name"
    if opening(params.kinds).match(read.text, word.end):
        yield "kind behind it"
    if english_terms.is_package(text) and is_amid_software(read, run.line):
        yield "package"


def _is_other(token: Token) -> bool:
    """Whether a token is neither joined to an ordinary word nor broken off one."""
    broken = token.kind == "name" and token.text.islower() and not english_terms.name_kind(token.text)
    return not broken and token.kind not in ("acronym", "link", "rare")


def of_run(read: Reading, run: Run, mixture: Mixture, params: CodeswitchParams) -> Iterator[Evidence]:
    """What speaks for and against several capitalised words."""
    span = run.start, run.end
    if is_label(read, span, run.line):
        yield "label"
    if mixture.mixed:
        yield "mixed entry"
    if is_concept(read, run, params):
        yield "concept"
    if mixture.labels > 1:
        yield "concept labels"
    if read.text.count(run.text(read)) >= SEVERAL:
        yield "repeated"
    if has_initials(read, span):
        yield "initials behind it"
    if any(token.kind in ("name", "WORD") for token in run.tokens):
        yield "name inside"


def is_concept(read: Reading, run: Run, params: CodeswitchParams) -> bool:
    """Whether a capitalised run is a label that says what something is, not what it is called."""
    words = [token for token in run.tokens if token.kind in ("Word", "Soft", "term")]
    if len(words) < 2 or any(token.kind in ("name", "WORD") for token in run.tokens):
        return False
    linked = any(token.kind == "link" for token in run.tokens)
    return (linked or names_a_concept(words[-1], params)) and is_label(read, (run.start, run.end), run.line)


def names_a_concept(word: Token, params: CodeswitchParams) -> bool:
    """Whether a noun says what something is or does."""
    last = word.text.lower()
    single = last.removesuffix("s")
    if single in word_list(params.heads):
        return True
    return _CONCEPT.search(last) is not None and single not in word_list(params.bodies)
