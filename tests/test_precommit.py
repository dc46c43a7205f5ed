"""The hooks, run by the real pre-commit in a real repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = ("catalog_lint", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
CONFIG = """\
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: {hook}
"""
WRONG = "# 目錄\n\n他爲此事奔走多年。\n"
RIGHT = "# 目錄\n\n他為此事奔走多年。\n"


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Tester", "-c", "user.email=tester@example.com")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository that holds the project as it stands, and its revision."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "The project")
    return folder, git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit")


def run(folder: Path, hooks: tuple[Path, str], hook: str, home: Path) -> subprocess.CompletedProcess[str]:
    repository, revision = hooks
    config = CONFIG.format(repository=repository, revision=revision, hook=hook)
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    git(folder, "add", "--all")
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose", "--color", "never"],
        cwd=folder,
        env={**os.environ, "PRE_COMMIT_HOME": str(home), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_hooks(tmp_path: Path, hooks: tuple[Path, str], home: Path) -> None:
    git(tmp_path, "init", "--quiet")
    pages = {"a.md": WRONG, "b.md": RIGHT, "drafts/c.md": WRONG, "note.txt": WRONG}
    for name, text in pages.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "catalog-lint.toml").write_text('extend-exclude = ["drafts/"]\n', encoding="utf-8")

    checked = run(tmp_path, hooks, "catalog-lint", home)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "a.md:3:2: " in checked.stdout
    assert "c.md" not in checked.stdout
    assert "note.txt" not in checked.stdout
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == WRONG

    fixed = run(tmp_path, hooks, "catalog-lint-fix", home)
    assert fixed.returncode == 1, fixed.stdout + fixed.stderr
    assert "files were modified by this hook" in fixed.stdout
    now = {name: (tmp_path / name).read_text(encoding="utf-8") for name in pages}
    assert now == {**pages, "a.md": RIGHT}

    for hook in ("catalog-lint", "catalog-lint-fix"):
        again = run(tmp_path, hooks, hook, home)
        assert again.returncode == 0, again.stdout + again.stderr
