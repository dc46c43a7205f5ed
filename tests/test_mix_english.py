"""What is known of English: words, fragments, corrections."""

from __future__ import annotations

import pytest

from catalog_lint.language import english, english_corrections, english_terms
from catalog_lint.language.english_lists import places
from catalog_lint.language.lexicon.english import entries, frequent, names, sieve, terms


@pytest.mark.parametrize("word", ["of", "migration", "Zebra", "hemoglobin", "diarrhea", "zygote"])
def test_words_are_found(word: str) -> None:
    assert english.is_word(word)


@pytest.mark.parametrize("word", ["", "igration", "qzzq", "naïf", "\n", "of\nto"])
def test_other_strings_are_not(word: str) -> None:
    assert not english.is_word(word)


def test_the_commonest_word_explains_a_fragment() -> None:
    assert english.word_ending_in("ospital") == "hospital"
    assert english.word_beginning_with("hospit").startswith("hospit")
    assert english.word_ending_in("yourselves") == ""


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("hosptial", "hospital"), ("recieve", "receive"), ("goverment", "government"), ("plateu", "plateau")],
)
def test_corrections(wrong: str, right: str) -> None:
    assert english_corrections.correction(wrong) == right


def test_nothing_near_is_corrected_to_nothing() -> None:
    assert english_corrections.correction("qwxzvbkj") == ""


@pytest.mark.parametrize(
    ("left", "right", "edits"), [("ab", "ba", 1), ("abc", "abc", 0), ("abc", "", 3), ("kitten", "sitting", 3)]
)
def test_distance(left: str, right: str, edits: int) -> None:
    assert english_corrections.distance(left, right) == edits


def test_the_lists_are_made_of_what_matters() -> None:
    assert frequent("\ufeffthe 900\nhospital 20\nyou'll 5\nbroken line here\n") == ["the", "hospital"]
    assert list(entries(["# head", "!wrong right", "*Paris* # city"])) == ["right", "Paris"]
    assert terms(["react-dom", "moment"], ["Vite", "edge"], ["scrollBar", "upsert"], {"moment", "edge"}) == [
        "dom",
        "moment +",
        "react",
        "upsert",
        "vite",
    ]
    assert names(
        ["Binance", "Energy"], ["Paris", "Grace", "grace", "energy", "NATO"], {"grace", "energy"}
    ) == [
        "binance",
        "grace +",
        "paris",
    ]


def test_a_sieve_lets_all_pass_that_it_was_made_of() -> None:
    words = [f"word{'abcdefghij'[at // 10]}{'abcdefghij'[at % 10]}" for at in range(100)]
    table = sieve(words)
    assert all(table[place >> 3] >> (place & 7) & 1 for word in words for place in places(word, len(table)))
    assert len(table) < 200


@pytest.mark.parametrize("word", ["tkinter", "goroutine", "goroutines", "upserted", "Vite", "bitbucket"])
def test_terms_of_software(word: str) -> None:
    assert english_terms.is_known(word)
    assert not english_terms.is_known(f"q{word}q")


@pytest.mark.parametrize(
    "word", ["mitophagy", "overhydration", "microRNA", "mitophagies", "behaviour", "statin"]
)
def test_words_of_science_and_of_britain(word: str) -> None:
    assert english_terms.is_known(word)


def test_a_name_is_known_with_its_capital_alone() -> None:
    assert english_terms.is_known("Binance")
    assert not english_terms.is_known("binance")
    assert english_terms.name_kind("altman") == "name"
    assert english_terms.name_kind("grace") == "either"
    assert english_terms.name_kind("limits") == ""
