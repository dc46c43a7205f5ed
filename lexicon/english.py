"""Makes `data/english-words.txt` and `data/english-common.txt`; run by hand when a source is updated.

    pip download --no-deps symspellpy==6.10.1
    npm pack @cspell/dict-en_us@4.4.43 @cspell/dict-scientific-terms-us@3.1.0
    npx cspell-trie reader en_US.trie.gz > en_US.txt
    npx cspell-trie reader custom_scientific_US.trie.gz > scientific.txt
    python -m lexicon.english frequency_dictionary_en_82_765.txt en_US.txt scientific.txt

Why these: all three are MIT-licensed and kept up to date. symspellpy's list alone says how frequent a word
is, CSpell's has the forms that the first lacks (hemoglobin, diarrhea, names), and the scientific one, at
800,000 words too large to ship, lends the words that would be taken for a misspelling or a fragment.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from catalog_lint.language.english import FAR_LENGTH, FAR_PREFIX, FAR_RANK, distance, one_edit

COMMON = 40_000
SHORTEST_SCIENTIFIC = 6
_PLAIN = re.compile(r"[a-z]{2,24}")


def frequent(text: str) -> list[str]:
    """The words of symspellpy's list ("word count" a line), most frequent first."""
    counts = (line.split() for line in text.lstrip("\ufeff").splitlines())
    return [pair[0] for pair in counts if len(pair) == 2 and _PLAIN.fullmatch(pair[0])]


def known(ranked: Iterable[str], dictionary: Iterable[str], scientific: Iterable[str]) -> list[str]:
    """All words, in the order of their last letters.

    They are the ranked ones, the dictionary's in lower case, and what science adds. Of the scientific
    words those are kept that end a known word or lie one edit from a ranked one.
    """
    ranked = list(ranked)
    words = {*ranked, *(word.lower() for word in dictionary if _PLAIN.fullmatch(word.lower()))}
    near = set(ranked)
    candidates = {word for word in scientific if len(word) >= SHORTEST_SCIENTIFIC and _PLAIN.fullmatch(word)}
    words.update(word for word in candidates if any(other in near for other in one_edit(word)))
    words.update(far_words(candidates - words, ranked))
    found = words
    while found:
        ends = {word[at:] for word in found for at in range(1, len(word) - SHORTEST_SCIENTIFIC + 1)}
        found = (ends & candidates) - words
        words |= found
    return sorted(words, key=lambda word: word[::-1])


def far_words(candidates: Iterable[str], ranked: list[str]) -> Iterator[str]:
    """Those of `candidates` that `english.correction` would take for a word two edits away."""
    alike: dict[str, list[str]] = {}
    for word in ranked[:FAR_RANK]:
        alike.setdefault(word[:FAR_PREFIX], []).append(word)
    for word in candidates:
        others = alike.get(word[:FAR_PREFIX], ()) if len(word) >= FAR_LENGTH else ()
        if any(abs(len(word) - len(other)) < 3 and distance(word, other) < 3 for other in others):
            yield word


def build(frequency: Path, dictionary: Path, scientific: Path, folder: Path) -> None:
    """Write both files into `folder`, from the three sources."""
    ranked = frequent(frequency.read_text(encoding="utf-8"))
    words = known(
        ranked,
        dictionary.read_text(encoding="utf-8").split(),
        scientific.read_text(encoding="utf-8").split(),
    )
    for name, content in (("words", words), ("common", ranked[:COMMON])):
        lines = "".join(f"{word}\n" for word in content)
        folder.joinpath(f"english-{name}.txt").write_text(f"\n{lines}", encoding="ascii")


if __name__ == "__main__":
    _, *sources = map(Path, sys.argv)
    build(sources[0], sources[1], sources[2], Path(__file__).parent / "data")
