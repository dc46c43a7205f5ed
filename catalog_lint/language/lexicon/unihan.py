"""Makes lists from the Unicode Han database: `variants.txt`, rare variants of common characters, and
`dictionary.txt`, the characters of modern dictionaries.

Run by hand with the folder that Debian's package unicode-data has, its files unpacked; the lists are kept, so
that the tables can be made without them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from catalog_lint.language.lexicon.characters import big5_level
from catalog_lint.language.lexicon.sources import LISTS
from catalog_lint.language.tables import opencc

_ROW = re.compile(r"U\+([0-9A-F]+)\t(?:kSemanticVariant|kZVariant)\t(.+)")
_COMPONENT = re.compile(r"2E[0-9A-F]{2}(?:\.\.2E[0-9A-F]{2})? *; ([0-9A-F]+)")
_HEAD = """\
# Characters that Big5 lacks, each with the common one that it is a variant of: kSemanticVariant and
# kZVariant of the Unicode Han database, Unicode 15.0; where it names several, the one that most dictionaries
# give. Parts of characters and Simplified ones are left out. Made by lexicon.unihan; for the licence see
# data/LICENSES.md.
"""
_MODERN = re.compile(r"U\+([0-9A-F]+)\t(?:kTGH|kXHC1983)\t")
_HEAD_OF_MODERN = """\
# Characters of modern dictionaries that Big5 does not count among the common ones, in Traditional form: kTGH
# (the general table of 2013) and kXHC1983 (a dictionary of today's Chinese) of the Unicode Han database,
# Unicode 15.0. Made by lexicon.unihan; for the licence see data/LICENSES.md.
"""
_WIDTH = 40


def variants(rows: str, left_out: frozenset[str]) -> Iterator[str]:
    """Pairs of a rare character and the common one, from the rows of `Unihan_Variants.txt`.

    `left_out`: characters that are no variants but parts of others, or Simplified.
    """
    named: dict[str, dict[str, int]] = {}
    for code, values in _ROW.findall(rows):
        for value in values.split():
            target, _, dictionaries = value.partition("<")
            found = named.setdefault(chr(int(code, 16)), {})
            character = chr(int(target.removeprefix("U+"), 16))
            found[character] = found.get(character, 0) + 1 + dictionaries.count(",")
    for character, targets in sorted(named.items()):
        common = {target: count for target, count in targets.items() if big5_level(target) == 1}
        if not common or big5_level(character) or character in left_out or ord(character) > 0xFFFF:
            continue
        most = max(common.values())
        best = [target for target, count in common.items() if count == most]
        if len(best) == 1:
            yield character + best[0]


def modern(*tables: str) -> Iterator[str]:
    """The rarer characters of modern dictionaries, in order, from the rows of tables."""
    to_traditional = opencc("STCharacters")
    listed = {chr(int(code, 16)) for rows in tables for code in _MODERN.findall(rows)}
    both = listed.union(*(to_traditional.get(character, ()) for character in listed))
    simplified = {
        character for character in both if character not in to_traditional.get(character, character)
    }
    return (c for c in sorted(both - simplified) if big5_level(c) != 1 and len(c.encode()) == 3)


def main(arguments: list[str]) -> int:
    """Write the lists. Returns the exit code."""
    folder = Path(arguments[0])

    def rows(name: str) -> str:
        return (folder / f"{name}.txt").read_text(encoding="utf-8")

    components = frozenset(
        chr(int(code, 16)) for code in _COMPONENT.findall(rows("EquivalentUnifiedIdeograph"))
    )
    pairs = list(variants(rows("Unihan_Variants"), components | opencc("STCharacters").keys()))
    lines = [" ".join(pairs[at : at + _WIDTH]) for at in range(0, len(pairs), _WIDTH)]
    (LISTS / "variants.txt").write_text(_HEAD + "[variant]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    known = "".join(modern(rows("Unihan_OtherMappings"), rows("Unihan_Readings")))
    lines = [known[at : at + _WIDTH * 2] for at in range(0, len(known), _WIDTH * 2)]
    (LISTS / "dictionary.txt").write_text(
        _HEAD_OF_MODERN + "[modern]\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
