"""Run from its files where it, or what it needs, is not installed: one line that says so."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from catalog_lint.cli import main
from catalog_lint.installation import missing

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("arguments", [["--version"], ["version"], ["--isolated", "fixtures/seeds"]])
def test_a_missing_package_is_named(arguments: list[str]) -> None:
    # Without `site`, there is nothing but the standard library.
    command = [sys.executable, "-S", "-m", "catalog_lint", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, encoding="utf-8"
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: catalog-lint runs from its files, but 'click', which it needs, is not installed here;"
        " run `pip install catalog-lint`\n"
    )


@pytest.mark.parametrize("argument", ["--version", "version"])
def test_a_program_that_is_not_installed_says_so(
    argument: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def version(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)
    assert main([argument]) == 2
    said = "catalog-lint runs from its files, but it is not installed here; run `pip install catalog-lint`"
    assert capsys.readouterr() == ("", f"error: {said}\n")


def test_a_missing_module_of_our_own_is_a_defect() -> None:
    assert missing(ModuleNotFoundError(name="catalog_lint.cli.nothing")) is None
