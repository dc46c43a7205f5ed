"""The hooks, run by the real pre-commit in a real repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import entry

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


def run(
    folder: Path, hooks: tuple[Path, str], hook: str, home: Path, *, changed: bool = False
) -> subprocess.CompletedProcess[str]:
    """What pre-commit says of a hook on all files, or on those that the next commit changes.

    `hook` is the hook's name, or a whole configuration.
    """
    repository, revision = hooks
    config = CONFIG.format(repository=repository, revision=revision, hook=hook)
    if hook.startswith("repos:"):
        config = hook
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    git(folder, "add", "--all")
    which = () if changed else ("--all-files",)
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", *which, "--verbose", "--color", "never"],
        cwd=folder,
        env={**os.environ, "PRE_COMMIT_HOME": str(home), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_hooks(tmp_path: Path, hooks: tuple[Path, str], home: Path) -> None:
    git(tmp_path, "init", "--quiet")
    pages = {
        "a.md": WRONG,
        "b.md": RIGHT,
        "drafts/c.md": WRONG,
        "note.txt": WRONG,
        "000.txt": entry(1, "人爲。"),
    }
    for name, text in pages.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "catalog-lint.toml").write_text('extend-exclude = ["drafts/"]\n', encoding="utf-8")

    checked = run(tmp_path, hooks, "catalog-lint", home)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "a.md:3:2: " in checked.stdout
    assert "c.md" not in checked.stdout
    assert "000.txt:9:2: " in checked.stdout
    assert "note.txt" not in checked.stdout
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == WRONG

    fixed = run(tmp_path, hooks, "catalog-lint-fix", home)
    assert fixed.returncode == 1, fixed.stdout + fixed.stderr
    assert "files were modified by this hook" in fixed.stdout
    now = {name: (tmp_path / name).read_text(encoding="utf-8") for name in pages}
    assert now == {**pages, "a.md": RIGHT, "000.txt": entry(1, "人為。")}

    for hook in ("catalog-lint", "catalog-lint-fix"):
        again = run(tmp_path, hooks, hook, home)
        assert again.returncode == 0, again.stdout + again.stderr


@pytest.mark.parametrize("readme", ["README.md", "README.zh-TW.md"])
def test_the_hook_of_a_readme(tmp_path: Path, hooks: tuple[Path, str], home: Path, readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    (config,) = re.findall(r"^```yaml\n(repos:\n.*?)^```$", text, re.DOTALL | re.MULTILINE)
    for key, value in zip(("repo", "rev"), hooks, strict=True):
        config, times = re.subn(rf"{key}: <.*>$", f"{key}: {value}", config, flags=re.MULTILINE)
        assert times == 1
    git(tmp_path, "init", "--quiet")
    (tmp_path / "000.txt").write_text(entry(1, "好。"), encoding="utf-8")
    passed = run(tmp_path, hooks, config, home)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    (tmp_path / "000.txt").write_text(entry(1, "人爲。"), encoding="utf-8")
    failed = run(tmp_path, hooks, config, home)
    assert failed.returncode == 1
    assert "000.txt:9:2: HAN005" in failed.stdout


def test_hooks_on_a_commit_that_changes_one_of_two_pages(
    tmp_path: Path, hooks: tuple[Path, str], home: Path
) -> None:
    git(tmp_path, "init", "--quiet")
    a = entry(1, "好。", title="取樣 (1/3)") + entry(2, "好。", title="取樣 (3/3)")
    b = entry(3, "人爲。", title="取樣 (2/3)")
    configuration = 'select = ["HAN005", "CAT001", "CAT004", "CAT008"]\n'
    (tmp_path / "a.md").write_text(a, encoding="utf-8")
    (tmp_path / "b.md").write_text(b, encoding="utf-8")
    (tmp_path / ".gitignore").write_text(".catalog-lint-cache/\n", encoding="utf-8")
    (tmp_path / "catalog-lint.toml").write_text(configuration, encoding="utf-8")
    run(tmp_path, hooks, "catalog-lint", home)
    git(tmp_path, "commit", "--quiet", "--no-verify", "--message", "Begin the catalog")

    (tmp_path / "a.md").write_text(a.replace("lecture0001", "lecture0003"), encoding="utf-8")
    alone = run(tmp_path, hooks, "catalog-lint", home, changed=True)
    assert alone.returncode == 0, "what one page proves: " + alone.stdout + alone.stderr
    fixed = run(tmp_path, hooks, "catalog-lint-fix", home, changed=True)
    assert fixed.returncode == 0, fixed.stdout + fixed.stderr

    whole = configuration + 'catalog = ["."]\n'
    (tmp_path / "catalog-lint.toml").write_text(whole, encoding="utf-8")
    both = run(tmp_path, hooks, "catalog-lint", home, changed=True)
    assert both.returncode == 1
    assert both.stdout.count("CAT004") >= 1
    assert "HAN005" not in both.stdout, "the other page is told of for nothing else"

    every = run(tmp_path, hooks, "catalog-lint-catalog", home, changed=True)
    assert every.returncode == 1
    assert "CAT004" in every.stdout
    assert "HAN005" in every.stdout
    for text in (both.stdout, every.stdout):
        assert "CAT008" not in text

    git(tmp_path, "commit", "--quiet", "--no-verify", "--message", "Go on")
    (tmp_path / "010.txt").write_text(entry(10, "爲何？"), encoding="utf-8")
    pages = run(tmp_path, hooks, "catalog-lint-catalog", home, changed=True)
    assert "010.txt:9:1: HAN005" in pages.stdout
