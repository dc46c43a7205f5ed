"""The ways to read a piece of text: as which words, in which spellings, and what each costs.

A word costs the negative logarithm of its share of Taiwanese texts, in quarters of a nat (`tables.words`).
It may be read with any form of a character; reading another form than the one that stands there has a price.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from catalog_lint.language import tables

LONGEST_WORD = 5
ALONE = 20
"""Price of a change that the paths alone speak for, 5 nats: on statutes it leaves 2.5 changes in 100,000
right characters, half of them right; 4 nats leave 10."""
CONVERTED = 8
"""The same in a text that a converter went through by its other slips."""
NEARLY = 8
"""Price, 2 nats, for a character that Traditional text has in few words (后, 瞭), and for each character
but the first that one word accuses."""
RESTORED = 4
"""Price, 1 nat, of reading a character that is also its own Simplified form in another one, where the
sentence has Simplified characters."""
UNKNOWN = 72
"""What an unknown character costs: a third of a count."""
UNVOUCHED = 36
"""What it costs more, 9 nats, to read a word that no Taiwanese text has where it is spelled otherwise: such a
word accuses nothing, and shields little from the words in it."""


class Option(NamedTuple):
    """A way to read a piece of text: what it costs, and the spelling where that changes the piece."""

    cost: int
    spelling: str


@lru_cache(1 << 15)
def options(piece: str, simplified: bool, alone: int = ALONE) -> tuple[Option, ...]:
    """The ways to read a piece that holds a character with several forms, in a sentence with Simplified
    ones or not.

    `alone` is the price of a change that the paths alone speak for. There are none where it is no word.
    """
    forms = tables.forms()
    folded = piece.translate(forms.fold)
    record = tables.words().get(folded)
    size = len(piece)
    found: list[Option] = []
    if isinstance(record, str):
        read = [
            (ord(record[at]) - ord("0"), record[at + 1], record[at + 2 : at + 2 + size])
            for at in range(0, len(record), size + 2)
        ]
        spellings = [spelling for _, _, spelling in read]
        known = size > 1 and any(_agrees(piece, spelling, forms) for spelling in spellings)
        left = _left_simplified(piece, spellings, forms) if simplified else frozenset()
        for cost, mark, spelling in read:
            if mark == "o" and not simplified and piece != spelling and _may_stand(piece, spelling, forms):
                found.append(Option(cost + UNVOUCHED, ""))
            else:
                price, changed = _price(piece, spelling, mark, simplified, known, left, alone, forms)
                found.append(Option(cost + price, changed))
    elif isinstance(record, int):
        return (Option(record, ""),)
    if size == 1 and piece in forms.group:
        read_as = {option.spelling or piece for option in found}
        stands = () if is_simplified(piece, forms) else (piece,)
        for form in dict.fromkeys((*stands, *forms.of(piece))):
            if form not in read_as and (form == piece or not forms.same(form, piece)):
                price, changed = _price(piece, form, "-", simplified, False, frozenset(), alone, forms)
                found.append(Option(UNKNOWN + price, changed))
    return tuple(found)


def _left_simplified(piece: str, spellings: list[str], forms: tables.Forms) -> frozenset[int]:
    """Where a word with Simplified characters has one that Taiwan writes too, but not in that word (凭借),
    nor in a shorter one within (发布会)."""
    if len(piece) < 2 or _is_traditional(piece, forms):
        return frozenset()
    return frozenset(
        at
        for at, form in enumerate(piece)
        if forms.group.get(form) == form
        and all(spelling[at] != form for spelling in spellings)
        and not (len(piece) > 2 and _stands_in_pair(piece, at, forms))
    )


def _stands_in_pair(piece: str, at: int, forms: tables.Forms) -> bool:
    """Whether a word of two characters around a place has the form that stands there."""
    for start in (at - 1, at):
        pair = piece[max(0, start) : start + 2]
        record = tables.words().get(pair.translate(forms.fold)) if len(pair) == 2 else None
        if isinstance(record, str) and piece[at] in record[at - start + 2 :: 4]:
            return True
    return False


def _price(
    piece: str,
    spelling: str,
    mark: str,
    simplified: bool,
    known: bool,
    left: frozenset[int],
    alone: int,
    forms: tables.Forms,
) -> tuple[int, str]:
    """What it costs more to read a piece in a spelling, and the piece as it is then written ("" for no
    change).

    `known`: the piece as it stands is a word too, so that nothing but the words around it can accuse it;
    `left`: where it has Simplified forms though Taiwan writes them too.
    """
    if piece == spelling:
        return 0, ""
    price = 0
    accused = 0
    written = []
    for at, (form, right) in enumerate(zip(piece, spelling, strict=True)):
        if form == right or form not in forms.group:
            written.append(form)
            continue
        only_simplified = is_simplified(form, forms)
        decided = mark == "s" or (simplified and mark == "w") or at in left
        if not only_simplified and (form + right in forms.anywhere if decided else forms.same(form, right)):
            written.append(form)
            continue
        written.append(right)
        if only_simplified:
            continue
        if simplified and form in forms.several:
            continue
        if simplified and form in forms.two_way:
            price += RESTORED
        elif mark in "acs" and not known:
            accused += 1
        elif form in forms.several or form in forms.bound:
            price += NEARLY
        else:
            price += ALONE if known else alone
    price += NEARLY * max(0, accused - 1)
    changed = "".join(written)
    return price, "" if changed == piece else changed


def is_key(form: str) -> bool:
    """Whether Simplified text has a form too."""
    return tables.forms().group.get(form) == form


def is_simplified(form: str, forms: tables.Forms) -> bool:
    """Whether only Simplified text has a character."""
    return form in forms.several and form not in forms.both_scripts


def _agrees(piece: str, spelling: str, forms: tables.Forms) -> bool:
    """Whether a piece has the same forms as a spelling, of the characters with several."""
    return all(form == right or form not in forms.group for form, right in zip(piece, spelling, strict=True))


def _is_traditional(piece: str, forms: tables.Forms) -> bool:
    """Whether Traditional text has all characters of a piece."""
    return not any(form in forms.single or is_simplified(form, forms) for form in piece)


def _may_stand(piece: str, spelling: str, forms: tables.Forms) -> bool:
    """Whether a piece may be right in another spelling than that of a word which no Taiwanese text has: not
    where it has a form that needs a word to stand in (回孃家)."""
    needy = any(form != right and form in forms.bound for form, right in zip(piece, spelling, strict=True))
    return not needy and _is_traditional(piece, forms)
