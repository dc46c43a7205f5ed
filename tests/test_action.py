"""The GitHub action: its steps run in a repository as the runner would run them."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.command import entry

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parents[1]
WRONG = "# 目錄\n\n他爲此事奔走多年。\n"


class Job:
    """A job that uses the action in a repository of pages."""

    def __init__(self, folder: Path) -> None:
        self.repository, self.temp = folder / "repository", folder / "temp"
        for each in (self.repository, self.temp):
            each.mkdir()
        self.summary, self.path = folder / "summary.md", folder / "path"
        for each in (self.summary, self.path):
            each.touch()
        self.action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))

    def run(self, number: int, **inputs: str) -> subprocess.CompletedProcess[str]:
        values = {name: given["default"] for name, given in self.action["inputs"].items()} | inputs

        def filled(text: str) -> str:
            return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: str(values[found[1]]), text)

        step: dict[str, Any] = self.action["runs"]["steps"][number]
        assert "${{" not in step["run"]
        environment = {
            **os.environ,
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_WORKSPACE": str(self.repository),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_PATH": str(self.path),
            "RUNNER_TEMP": str(self.temp),
            "LC_ALL": "C.UTF-8",
            **{name: filled(value) for name, value in step.get("env", {}).items()},
        }
        added = self.path.read_text(encoding="utf-8").splitlines()
        environment["PATH"] = os.pathsep.join([*added, environment["PATH"]])
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=self.repository / filled(step.get("working-directory", ".")),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    made = Job(tmp_path_factory.mktemp("job"))
    installed = made.run(0)
    assert installed.returncode == 0, installed.stderr
    assert made.path.read_text(encoding="utf-8").startswith(str(made.temp))
    return made


def test_findings_are_annotated_and_counted(job: Job) -> None:
    page = job.repository / "docs" / "my page.md"
    page.parent.mkdir()
    page.write_text(WRONG, encoding="utf-8")
    done = job.run(1)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("::warning file=docs/my page.md,line=3,col=2,")
    assert "| HAN005 variant-character |" in job.summary.read_text(encoding="utf-8")
    done = job.run(1, paths="docs/my page.md\n", options="--ignore\nHAN005\n")
    assert (done.returncode, done.stdout) == (0, "")
    done = job.run(1, **{"working-directory": "docs", "paths": "my page.md"})
    assert done.returncode == 1
    assert done.stdout.startswith("::warning file=docs/my page.md,line=3,col=2,")


def test_what_a_caller_passes_is_never_run(job: Job) -> None:
    evil = '"; touch owned; echo $(touch owned) `touch owned`'
    done = job.run(1, paths=evil, options="--exit-zero")
    assert done.returncode == 2
    assert "no such file or folder" in done.stderr
    assert not list(job.repository.rglob("owned*"))


def test_the_workflow_is_one() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    assert set(workflow["jobs"]) == {"test", "lowest", "commonmark", "coverage", "audit", "action"}


@pytest.mark.parametrize("readme", ["README.md", "README.zh-TW.md"])
def test_the_workflow_of_a_readme(job: Job, readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    (workflow,) = re.findall(r"^```yaml\n(on:.*?)^```$", text, re.DOTALL | re.MULTILINE)
    _, step = yaml.safe_load(workflow)["jobs"]["catalog-lint"]["steps"]
    assert set(step["with"]) <= set(job.action["inputs"])
    page = job.repository / "seeds" / "000.txt"
    page.parent.mkdir(exist_ok=True)
    page.write_text(entry(1, "人爲。"), encoding="utf-8")
    done = job.run(1, **step["with"])
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("::warning file=seeds/000.txt,line=9,col=2,")
    page.write_text(entry(1, "好。"), encoding="utf-8")
    assert job.run(1, **step["with"]).returncode == 0
