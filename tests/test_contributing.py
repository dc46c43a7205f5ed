"""CONTRIBUTING.md: what it has a newcomer write works as it says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def block(language: str, part: str) -> str:
    (found,) = (text for kind, text in BLOCKS if kind == language and part in text)
    return found


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "catalog_lint", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def copy(tmp_path: Path) -> Path:
    """A copy of what a clone holds, to be written into."""
    clone = tmp_path / "clone"
    for name in ("catalog_lint", "rules", "fixtures"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    return clone


def test_the_rule_without_python_is_tried_and_used(tmp_path: Path) -> None:
    (tmp_path / "my-rules").mkdir()
    (tmp_path / "my-rules" / "OUR001-house-wording.toml").write_text(block("toml", '"OUR001"'), "utf-8")
    tried = run(tmp_path, "rule", "--test", "my-rules")
    assert (tried.returncode, tried.stdout) == (0, "OUR001 house-wording: 2 examples hold\n")
    (tmp_path / "page.md").write_text("蜂箱放在房頂。\n", "utf-8")
    used = run(tmp_path, "--config", 'rules = ["my-rules"]', "page.md")
    assert "page.md:1:5: OUR001 [*] '房頂'; our house writes '屋頂'" in used.stdout


def test_the_rule_with_a_check_is_tried(tmp_path: Path) -> None:
    clone = copy(tmp_path)
    (clone / "catalog_lint/checks/long_lines.py").write_text(block("python", "def long_lines"), "utf-8")
    rule = clone / "rules/typ/TYP900-long-line.toml"
    rule.write_text(block("toml", '"TYP900"'), "utf-8")
    tried = run(clone, "rule", "TYP900")
    assert tried.returncode == 0, tried.stderr
    assert "most = 200" in tried.stdout
    (clone / "alone").mkdir()
    shutil.move(rule, clone / "alone" / rule.name)
    tried = run(clone, "rule", "--test", "alone")
    assert (tried.returncode, tried.stdout) == (0, "TYP900 long-line: 2 examples hold\n"), tried.stderr


def test_the_checks_without_python_are_all_there_are() -> None:
    from catalog_lint.rule.checks import GENERAL

    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == set(GENERAL)
