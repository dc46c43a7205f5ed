"""Makes `lists/variants.txt` from the Unicode Han database: rare variants of common characters.

Run by hand with the paths of `Unihan_Variants.txt` and `EquivalentUnifiedIdeograph.txt`, which Debian has in
its package unicode-data; the list is kept, so that the tables can be made without them.
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


def main(arguments: list[str]) -> int:
    """Write the list. Returns the exit code."""
    rows, equivalents = (Path(argument).read_text(encoding="utf-8") for argument in arguments)
    components = frozenset(chr(int(code, 16)) for code in _COMPONENT.findall(equivalents))
    pairs = list(variants(rows, components | opencc("STCharacters").keys()))
    lines = [" ".join(pairs[at : at + _WIDTH]) for at in range(0, len(pairs), _WIDTH)]
    (LISTS / "variants.txt").write_text(_HEAD + "[variant]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
