"""The command in this process, as tests of what it reports use it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from catalog_lint.cli import main


@dataclass
class Done:
    """What a run gave; `places` are (page, row, code) of a report in JSON."""

    status: int
    out: str
    err: str

    @property
    def places(self) -> list[tuple[str, int, str]]:
        found = [json.loads(line) for line in self.out.splitlines()]
        return [(one["filename"], one["location"]["row"], one["code"]) for one in found]


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """The command in an empty folder of its own, its findings in JSON lines."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def call(*arguments: str, stdin: str = "") -> Done:
        stream: Any = io.TextIOWrapper(io.BytesIO(stdin.encode()))
        monkeypatch.setattr("sys.stdin", stream)
        status = main([*arguments, "--output-format", "jsonl"])
        return Done(status, *capfd.readouterr())

    return call


def entry(number: int, *lines: str, title: str = "", video: str = "") -> str:
    """An entry of a catalog as the default schema has it, its body in lines."""
    body = "\n".join(lines)
    title = title or f"第{number}講"
    video = video or f"lecture{number:04d}"
    return (
        f"<details>\n<summary>{number}. [2024-09-16] {title}</summary><br>\n\n"
        f'<a href="https://www.youtube.com/watch?v={video}" target="_blank">\n'
        f'    <img src="https://img.youtube.com/vi/{video}/maxresdefault.jpg"\n'
        f'        alt="[Youtube]" width="200">\n</a>\n\n{body}\n</details>\n\n'
    )


def written(pages: dict[str, str]) -> None:
    """Write pages into the working folder."""
    for name, text in pages.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
