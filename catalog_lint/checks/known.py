"""What is known of a word in Latin letters: by the lists, by the entry that it stands in."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from catalog_lint.checks.latin import Reading
from catalog_lint.checks.lists import word_list
from catalog_lint.language import english_terms
from catalog_lint.rule.contract import DataFile, Params


class KnownParams(Params):
    """`terms`, `names`: lists of what is written in English on purpose."""

    terms: DataFile
    names: DataFile


class HalfParams(KnownParams):
    """`sure`: which half of what one analysis finds to yield."""

    sure: bool = True


Half = TypeVar("Half", bound=HalfParams)


@lru_cache
def of_both_halves(params: Half) -> Half:
    """Parameters that are equal for the two halves of a rule, for work that they share."""
    return replace(params, sure=True)


def is_listed(text: str, params: KnownParams) -> bool:
    """Whether the rules' own lists have a word, in any case."""
    low = text.lower()
    return low in word_list(params.terms) or low in word_list(params.names)


def is_known(read: Reading, text: str, params: KnownParams) -> bool:
    """Whether the lists have a word as it is written, or the entry has it in code or in an address."""
    return is_listed(text, params) or english_terms.is_known(text) or text.lower() in read.evidence
