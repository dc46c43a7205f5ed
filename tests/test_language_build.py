"""The generated tables are what the script makes of OpenCC's dictionary and the hand-kept lists."""

from __future__ import annotations

import pytest

from catalog_lint.language import tables

pytest.importorskip("opencc")

from catalog_lint.language import build


def test_tables_are_up_to_date() -> None:
    assert build.main(["--check"]) == 0, "run python -m catalog_lint.language.build"


def test_a_stale_table_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(build, "DATA", tmp_path)
    assert build.main(["--check"]) == 1
    assert build.main([]) == 0
    assert build.main(["--check"]) == 0


def test_every_reviewed_word_has_the_length_of_its_spellings() -> None:
    for folded, spellings in tables.words().items():
        spelled = spellings[1:].lstrip("!?")
        assert len(spelled) % len(folded) == 0, folded
        for at in range(0, len(spelled), len(folded)):
            assert spelled[at : at + len(folded)].translate(tables.forms().fold) == folded


def test_no_form_is_its_own_correction() -> None:
    for name in ("single", "variant", "japanese", "to-simplified", "hong-kong-variant"):
        table = tables.pairs(name)
        assert table
        assert all(key != value for key, value in table.items())
