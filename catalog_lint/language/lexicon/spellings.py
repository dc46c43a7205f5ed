"""How a word is spelled and how often, and what Taiwanese texts have settled."""

from __future__ import annotations

from dataclasses import dataclass

from catalog_lint.language.lexicon.characters import Characters

LONGEST = 5
"""Longer words are told by the shorter ones in them."""
TAIWANESE = 3
"""From this count on, Taiwanese texts know a word well enough to say how it is spelled."""
OFTEN = 100
"""From this count on, Taiwanese texts settle how a word is spelled in longer ones that they lack."""
LEAST = 1.0
SECOND = 0.05
"""What a second spelling of a reviewed word counts, of the first's count, where texts do not say."""
CUT = 0.1
"""What a count in jieba's list is worth for a word that Taiwanese texts have too: their list cuts some in
two (只能)."""


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


def settled(found: Words) -> dict[str, str]:
    """Folded words that Taiwanese texts have often and spell in one way -> that spelling."""
    return {
        folded: spelling
        for folded, spellings in found.items()
        if len(folded) > 1 and len(spellings) == 1
        for spelling, one in spellings.items()
        if one.count >= (OFTEN if len(folded) == 2 else TAIWANESE)
    }


def contradicts(word: str, settled: dict[str, str], characters: Characters) -> bool:
    """Whether a word spells a shorter word in it otherwise than Taiwanese texts do (中俄關系)."""
    size, folded = len(word), word.translate(characters.folding)
    return any(
        settled.get(folded[start:end], word[start:end]) != word[start:end]
        for start in range(size - 1)
        for end in range(start + 2, size + (start > 0))
    )
