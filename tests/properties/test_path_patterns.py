"""Patterns of paths, against the library that knows all of git's."""

from __future__ import annotations

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_lint.config import gitignore_spec, path_spec

PATTERNS = st.builds("{}{}".format, st.text("ab.*-_", min_size=1, max_size=5), st.sampled_from(["", "/"]))
NAMES = st.text("ab.-_", min_size=1, max_size=5).filter(lambda name: name.strip("."))


@settings(max_examples=100)
@given(st.lists(PATTERNS, max_size=4), st.lists(NAMES, min_size=1, max_size=4), st.sampled_from(["", "/"]))
def test_names_match_as_git_has_them(patterns: list[str], names: list[str], end: str) -> None:
    path = "/" + "/".join(names) + end
    assert path_spec(patterns).match_file(path) == gitignore_spec(patterns).match_file(path)
