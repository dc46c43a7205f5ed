"""Words that were reviewed by hand, and those made from the classes of words beside them."""

from __future__ import annotations

from collections import Counter

from catalog_lint.language.lexicon.characters import Characters
from catalog_lint.language.lexicon.sources import counts, groups, hand_kept
from catalog_lint.language.lexicon.spellings import CUT, LEAST, LONGEST, SECOND, Spelling, Words
from catalog_lint.language.tables import opencc

REVIEWED = 30.0
"""The least count of a word that was reviewed by hand."""
COUNTED = 5000.0
"""The count of a number with its unit: texts are full of them and lists of words are not."""
TERM = 300.0
"""The least count of a term of the field: catalogs are full of them."""


def add_reviewed(found: Words, characters: Characters) -> dict[str, list[str]]:
    """Put in what was reviewed by hand; returns those words, folded -> spellings."""
    reviewed = {}
    for line in hand_kept("words"):
        for item in line.split():
            word, _, count = item.partition(":")
            spellings = word.split("=")
            folded = spellings[0].translate(characters.folding)
            least = max(REVIEWED, counts("jieba").get(folded, 0) * CUT)
            _add(found, characters, spellings, "s", float(count or least))
            reviewed[folded] = spellings
    classes = groups("classes")
    foods = _foods(found, characters)
    for food in sorted(foods):
        _add(found, characters, [food + "麵"], "", 2 * LEAST)
        _add(found, characters, [food + "乾"], "c", 2 * LEAST)
    for thing in sorted(foods | set(classes["made"])):
        _add(found, characters, ["自製" + thing], "c", 2 * LEAST)
    for group, often in (
        ("numbers", COUNTED),
        ("holders", COUNTED / 16),
        ("which", COUNTED / 10),
        ("rarely", REVIEWED),
    ):
        for number in classes[group]:
            _add(found, characters, [number + "隻", number + "只"], "", often)
            _add(found, characters, [number + "捲", number + "卷"], "", often)
    for number in classes["numbers"]:
        for dish in classes["dishes-of"]:
            _add(found, characters, [number + dish + "麵"], "c", COUNTED / 100)
    for word in classes["joins"]:
        _add(found, characters, [word + "只"], "c", COUNTED / 10)
    for number in (*classes["numbers"], *classes["which"], *classes["weeks"]):
        if number != "四":
            _add(found, characters, [number + "週"], "w", COUNTED / 10)
    for number in classes["numbers"]:
        _add(found, characters, [number + "個人"], "", COUNTED / 10)
    for number in (*classes["numbers"], *classes["which"]):
        _add(found, characters, [number + "個"], "c", COUNTED / 10)
    for number in (*classes["numbers"], *classes["which"]):
        for unit in classes["counts-clocks"]:
            _add(found, characters, [number + unit + "鐘"], "c", 2 * LEAST)
    for after in classes["and-then"]:
        _add(found, characters, ["並" + after], "c", TERM)
    for verb in classes["dries"]:
        _add(found, characters, [verb + "乾"], "c", 2 * LEAST)
    for thing in sorted(foods.union(classes["dried"])):
        _add(found, characters, ["乾" + thing], "c", 2 * LEAST)
    for degree in classes["how-dry"]:
        _add(found, characters, [degree + "乾"], "c", 2 * LEAST)
    for material in classes["material"]:
        _add(found, characters, [material + "製"], "c", 2 * LEAST)
    for how in classes["tightly"]:
        _add(found, characters, ["繫" + how], "c", 2 * LEAST)
    for verb in classes["cooks"]:
        _add(found, characters, [verb + "製"], "c", 2 * LEAST)
    for after in classes["rinses"]:
        _add(found, characters, ["沖" + after], "c", 2 * LEAST)
    for number in (*classes["numbers"], *classes["rarely"]):
        _add(found, characters, [number + "里外"], "c", REVIEWED)
    for verb in classes["makes-clear"]:
        _add(found, characters, [verb + "了"], "c", COUNTED / 10)
    for number in classes["numbers"]:
        for unit in "里台":
            _add(found, characters, [number + unit], "", COUNTED)
    for after in classes["is"]:
        _add(found, characters, ["係" + after], "", TERM)
    for unit in classes["spans"]:
        _add(found, characters, [unit + "後"], "", COUNTED)
        for number in classes["numbers"]:
            _add(found, characters, [number + unit + "後"], "c", COUNTED / 10)
    for number in classes["numbers"]:
        for unit in classes["clock"]:
            _add(found, characters, [number + unit + "鐘"], "c", COUNTED / 10)
    for after in classes["only"]:
        _add(found, characters, ["只" + after], "c", TERM)
    for verb in classes["ties"]:
        for thing in classes["tied"]:
            _add(found, characters, [verb + thing], "c")
    for surname in classes["surnames"]:
        key = characters.group.get(surname, surname)
        others = [
            form
            for form in classes["all-surnames"]
            if form != surname and form in characters.forms.get(key, "")
        ]
        for title in classes["titles"]:
            written = [form + title for form in (surname, *others)]
            _add(found, characters, written, "" if others or surname in classes["prepositions"] else "c")
    for owner in classes["owners"]:
        for place in classes["owned"]:
            _add(found, characters, [owner + place + "裡"], "c", COUNTED / 10)
    for place in classes["inside"]:
        _add(found, characters, [place + "裡"], "c")
    for place in classes["in-or-place"]:
        _add(found, characters, [place + "裡", place + "里"], "")
    for terms in opencc("TWPhrases").values():
        for term in terms:
            right = term.translate(characters.norm)
            if len(right) in range(2, LONGEST + 1) and not characters.is_foreign(right, 0):
                _add(found, characters, [right], "", TERM)
    for verb in classes["towards"]:
        _add(found, characters, [verb + "於"], "c")
    return reviewed


def _foods(found: Words, characters: Characters) -> set[str]:
    """What is eaten: words that stand before three heads of dishes in other words, and those listed by
    hand."""
    classes = groups("classes")
    heads = set(classes["dishes"])
    dishes: Counter[str] = Counter()
    for spellings in found.values():
        for word in spellings:
            if len(word) > 2 and word[-1] in heads:
                dishes[word[:-1]] += 1
    known = {word for word in dishes if word.translate(characters.folding) in found}
    return {word for word in known if dishes[word] >= 3 and len(word) < LONGEST} | set(classes["foods"])


def _add(
    found: Words, characters: Characters, spellings: list[str], mark: str, least: float = REVIEWED
) -> None:
    """Put in a word, its usual spelling first; one that has no second takes the place of all others if
    reviewed."""
    folded = spellings[0].translate(characters.folding)
    held = found.setdefault(folded, {})
    most = max([least, *(one.count for one in held.values())])
    if mark == "s" and len(spellings) == 1:
        held.clear()
    for number, spelling in enumerate(spellings):
        one = held.setdefault(spelling, Spelling(0))
        one.count = max(one.count, most if number == 0 else most * SECOND)
        if len(spellings) > 1:
            one.mark = "a" if mark == "s" else ""
        elif one.mark == "o" or (mark and one.mark != "s"):
            one.mark = mark


def drop_contradicting(found: Words, reviewed: dict[str, list[str]]) -> None:
    """Take out spellings of longer words that hold a reviewed word in another spelling."""
    for folded, spellings in found.items():
        size = len(folded)
        for start in range(size - 1):
            for end in range(start + 2, size + 1):
                right = reviewed.get(folded[start:end])
                if right is not None and end - start < size:
                    for spelling in [one for one in spellings if one[start:end] not in right]:
                        spellings.pop(spelling)
    for folded in [folded for folded, spellings in found.items() if not spellings]:
        del found[folded]
