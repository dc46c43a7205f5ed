"""What is known of English: words, fragments, corrections."""

from __future__ import annotations

import pytest

from catalog_lint.language import english
from lexicon.english import frequent, known


@pytest.mark.parametrize("word", ["of", "migration", "Zebra", "hemoglobin", "diarrhea", "zygote", "statin"])
def test_words_are_found(word: str) -> None:
    assert english.is_word(word)


@pytest.mark.parametrize("word", ["", "igration", "qzzq", "naïf", "\n", "of\nto"])
def test_other_strings_are_not(word: str) -> None:
    assert not english.is_word(word)


def test_the_commonest_word_explains_a_fragment() -> None:
    assert english.word_ending_in("ospital") == "hospital"
    assert english.word_beginning_with("hospit").startswith("hospit")
    assert english.word_ending_in("hospital") == ""


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("hosptial", "hospital"), ("recieve", "receive"), ("goverment", "government"), ("plateu", "plateau")],
)
def test_corrections(wrong: str, right: str) -> None:
    assert english.correction(wrong) == right


def test_nothing_near_is_corrected_to_nothing() -> None:
    assert english.correction("qwxzvbkj") == ""


@pytest.mark.parametrize(
    ("left", "right", "edits"), [("ab", "ba", 1), ("abc", "abc", 0), ("abc", "", 3), ("kitten", "sitting", 3)]
)
def test_distance(left: str, right: str, edits: int) -> None:
    assert english.distance(left, right) == edits


def test_the_lists_are_made_of_what_matters() -> None:
    ranked = frequent("\ufeffthe 900\nhospital 20\nyou'll 5\nbroken line here\n")
    assert ranked == ["the", "hospital"]
    words = known(ranked, ["Paris", "o'clock"], ["hospitaj", "hospitalgia", "xylophagus"])
    assert words == ["the", "hospitaj", "hospital", "paris"]
