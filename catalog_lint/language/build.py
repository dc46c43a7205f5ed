"""Make the tables of this room from OpenCC's dictionary and the hand-kept lists under `sources/`.

Run as `python -m catalog_lint.language.build` (`--check` only compares). It needs the package
opencc-python-reimplemented; what it writes to `data/` is all that the product reads when it runs.
"""

from __future__ import annotations

import sys
import zlib
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from unicodedata import normalize

from catalog_lint.language.han import RADICALS

HERE = Path(__file__).parent
DATA = HERE / "data"

# Variants of OpenCC's table that Taiwan uses daily (measured on human-written text).
DAILY = frozenset("喫檐污泄癡祕纔脣蔘")
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

Table = dict[str, list[str]]


def opencc(name: str) -> Table:
    """A table of OpenCC's dictionary: each key with its values, the first preferred."""
    text = (files("opencc") / "dictionary" / f"{name}.txt").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in text.split("\n"))
    return {key: values.split() for key, _, values in rows if values}


def source(name: str) -> list[str]:
    """The lines of a hand-kept list, without comments and blank lines."""
    lines = (HERE / "sources" / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line.strip() and not line.startswith("#")]


def judgements() -> dict[str, list[str]]:
    """The groups of `sources/characters.txt`: their pairs of characters by name."""
    groups: dict[str, list[str]] = {}
    for line in source("characters"):
        if line.startswith("["):
            group = groups.setdefault(line.strip("[] "), [])
        else:
            group += line.split()
    return groups


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
        self.norm: dict[int, int] = {ord(k): ord(v) for k, v in variants.items()}
        hand = judgements()
        self.norm |= {ord(pair[0]): ord(pair[1]) for pair in hand["preferred"] + hand["variant"]}
        always = {pair[0]: pair[1] for pair in hand["always"] + hand["nearly-always"]}
        self.both_scripts = "".join(pair[0] for pair in hand["nearly-always"])
        default = {pair[0]: pair[1] for pair in hand["default"]}
        in_simplified = {pair[0]: pair[1] for pair in hand["in-simplified"]}
        self.either = {frozenset(pair) for pair in hand["either"]}
        anywhere = [(pair[0], pair[1]) for pair in hand["anywhere"]]
        self.anywhere = dict(anywhere) | {new: old for old, new in anywhere}
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
            if not own and big5_level(simplified) == 1 and simplified not in variants:
                own = True
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
                self.two_way[simplified] = _first(in_simplified.get(simplified, simplified), forms)
            else:
                self.several[simplified] = _first(default.get(simplified, forms[0]), forms)
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
        return {form: self.variants.get(right, right) for form, right in forms.items() if form not in known}

    def same(self, one: str, other: str) -> bool:
        """Whether Taiwan writes either of two forms."""
        return one == other or frozenset((one, other)) in self.either


def _first(form: str, forms: list[str]) -> str:
    return form + "".join(other for other in forms if other != form)


def words(characters: Characters) -> dict[str, str]:
    """Folded spelling -> right spellings, joined; reviewed ones begin with "!"; "?" and "" only defend."""
    unlikely = set(source("unlikely"))
    ambiguous = frozenset(characters.forms)
    found: dict[str, list[str]] = {}
    for key, values in opencc("STPhrases").items():
        if key in unlikely:
            continue
        for value in values:
            right = value.translate(characters.norm)
            folded = right.translate(characters.folding)
            if len(right) == len(key) <= 8 and ambiguous.intersection(folded):
                spellings = found.setdefault(folded, [])
                if right not in spellings:
                    spellings.append(right)
    result = {folded: "".join(spellings) for folded, spellings in found.items()}
    for word in source("common"):
        result.setdefault(word.translate(characters.folding), "")
    reviewed: dict[str, list[str]] = defaultdict(list)
    defending: dict[str, str] = {}
    for line in source("words"):
        for item in line.split():
            defends = item.startswith("?")
            for spelling in _spellings(item.removeprefix("?"), characters.anywhere):
                folded = spelling.translate(characters.folding)
                if len(folded) < 2 or not ambiguous.intersection(folded):
                    continue
                if defends:
                    defending.setdefault(folded, "?" + spelling)
                else:
                    reviewed[folded] += [] if spelling in reviewed[folded] else [spelling]
    result |= defending
    result |= {folded: "!" + "".join(spellings) for folded, spellings in reviewed.items()}
    return result


def frequencies(characters: Characters) -> dict[str, int]:
    """Folded spelling -> how often the word stands in texts (see `sources/frequencies.txt`)."""
    return {
        word.translate(characters.folding): int(line.split()[0])
        for line in source("frequencies")
        for word in line.split()[1:]
    }


def _spellings(item: str, anywhere: dict[str, str]) -> list[str]:
    """The right spellings of an item, and those with a character that may stand for another anywhere."""
    given = item.split("=")
    others = (
        spelling.replace(old, new) for spelling in given for old, new in anywhere.items() if old in spelling
    )
    return list(dict.fromkeys((*given, *others)))


def neighbours(characters: Characters, lexicon: dict[str, str]) -> dict[str, tuple[str, str]]:
    """For each form, the (folded) characters before and after it in words that want another form there."""
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for folded, spellings in lexicon.items():
        strict = spellings.startswith("!")
        spellings = spellings.lstrip("!")
        size = len(folded)
        if not spellings or spellings.startswith("?"):
            continue
        for at, key in enumerate(folded):
            if key not in characters.forms:
                continue
            right = spellings[at::size]
            for form in {*characters.forms[key], key}:
                if form in right or (not strict and any(characters.same(form, one) for one in right)):
                    continue
                if at:
                    before[form].add(folded[at - 1])
                if at + 1 < size:
                    after[form].add(folded[at + 1])
    return {
        form: ("".join(sorted(before[form])), "".join(sorted(after[form])))
        for form in sorted({*before, *after})
    }


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
    known |= {pair[0]: pair[1] for pair in judgements()["radical"]}
    better = {**characters.variants, **characters.single}
    return {sign: better.get(character, character) for sign, character in known.items()}


def wording() -> list[str]:
    """OpenCC's Taiwan wording: `Mainland term<TAB>Taiwan's`, in Taiwan's characters."""
    norm = str.maketrans({k: v[0] for k, v in opencc("TWVariants").items()})
    rows = {
        key.translate(norm): "、".join(dict.fromkeys(value.translate(norm) for value in values))
        for key, values in opencc("TWPhrases").items()
    }
    return [f"{key}\t{value}" for key, value in sorted(rows.items()) if key != value and key not in value]


def tables() -> dict[str, bytes]:
    """Every file of `data/`: name -> content."""
    characters = Characters()
    lexicon = words(characters)
    pairs = {
        "single": characters.single,
        "variant": characters.variants,
        "japanese": characters.japanese,
        "radical": radicals(characters),
        "fold": {k: v for k, v in characters.fold.items() if k != v},
        "to-simplified": simplifications(characters),
        "hong-kong": {pair[0]: pair[1] for pair in judgements()["hong-kong"]},
        "hong-kong-variant": hong_kong_variants(characters),
    }
    rows = [f"{name}\t{''.join(table)}\t{''.join(table.values())}" for name, table in pairs.items()]
    for name, groups in (("several", characters.several), ("two-way", characters.two_way)):
        rows.append(f"{name}\t{' '.join(groups)}\t{' '.join(groups.values())}")
    rows.append(f"both-scripts\t{characters.both_scripts}\t")
    either = sorted("".join(sorted(pair)) for pair in characters.either)
    rows.append(f"either\t{''.join(p[0] for p in either)}\t{''.join(p[1] for p in either)}")
    near = [f"{form}\t{b}\t{a}" for form, (b, a) in neighbours(characters, lexicon).items()]
    often = frequencies(characters)
    ordered = sorted(lexicon)
    values = (chr(ord("0") + often.get(key, 0)) + lexicon[key] for key in ordered)
    content = "\n".join(ordered) + "\0" + "\n".join(values)
    return {
        "characters.txt": ("\n".join(rows) + "\n").encode(),
        "neighbours.txt": ("\n".join(near) + "\n").encode(),
        "words.z": zlib.compress(content.encode(), 9),
        "wording.txt": ("\n".join(wording()) + "\n").encode(),
    }


def main(arguments: list[str]) -> int:
    """Write the tables, or with `--check` tell which differ. Returns the exit code."""
    made = tables()
    if "--check" in arguments:
        stale = [name for name, content in made.items() if not _same(DATA / name, content)]
        if stale:
            print(
                f"out of date: {', '.join(stale)}; run python -m catalog_lint.language.build", file=sys.stderr
            )
        return 1 if stale else 0
    DATA.mkdir(exist_ok=True)
    for name, content in made.items():
        (DATA / name).write_bytes(content)
    return 0


def _same(path: Path, content: bytes) -> bool:
    if not path.is_file():
        return False
    held = path.read_bytes()
    if path.suffix == ".z":  # zlib may pack the same text otherwise in another release
        return zlib.decompress(held) == zlib.decompress(content)
    return held == content


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
