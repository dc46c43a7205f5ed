"""A user's expression that would never end is refused when it is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalog_lint.cli import main
from catalog_lint.rule.backtracking import ambiguous_repetition
from catalog_lint.rule.loading import load_rules

REFUSED = [
    "(?:a+)+$", "(a*)*b", r"(?:\w+\s?)*$", "(?:a|a)*b", "(?:a?a)*b",
    "(?:.+,)+x", "((ab)*c*)*d",
    "(?:a+){1,50}b", "x(?=(?:a+)+$)", r"(?:文+字?)+。文+$|(?:字+)+。",
]  # fmt: skip
KEPT = [
    "a+b+", r"(?:\s+\w+)*", "[^,]*,", "(?:[^,]*,)+x", "(?:ab|ac|bd)+", "(?:foo|far|bar)+",
    "(?:a++)+b", "(?>a+)+",
    r"(?<![0-9])[0-9]{4}(?![0-9])", "(?:甲|乙丙)+丁", r"(\w)\1",
    ".*foo.*bar", r"(?:https?://)?\S+", "(?:a+b){2,3}",
]  # fmt: skip


@pytest.mark.parametrize("pattern", REFUSED)
def test_what_may_never_end_is_found(pattern: str) -> None:
    assert ambiguous_repetition(pattern)


@pytest.mark.parametrize("pattern", KEPT)
def test_what_ends_is_kept(pattern: str) -> None:
    assert not ambiguous_repetition(pattern)
    for text in ("a" * 2_000, "ab" * 1_000, "甲" * 2_000, "foo" * 200, " a" * 1_000):
        re.search(pattern, text + "!")


def test_shipped_patterns_all_end() -> None:
    refused = [
        code
        for code, rule in load_rules().items()
        if isinstance(rule.params.get("pattern"), str) and ambiguous_repetition(rule.params["pattern"])
    ]
    assert not refused


def test_the_rule_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "OWN001.toml").write_text(
        'code = "OWN001"\nname = "own"\ncategory = "wording"\nseverity = "warning"\ncheck = "pattern"\n'
        'summary = "x"\nwhy = "x"\nmessage = { en = "x" }\nparams = { pattern = "(?:a+)+$" }\n',
        encoding="utf-8",
    )
    page = tmp_path / "a.md"
    page.write_text("a" * 40 + "b\n", encoding="utf-8")
    config = f"rules = ['{tmp_path}']"
    assert main(["--isolated", "--no-cache", "--config", config, "--select", "OWN", str(page)]) == 2
    err = capsys.readouterr().err
    assert "OWN001.toml" in err
    assert "a repetition inside a repetition" in err
