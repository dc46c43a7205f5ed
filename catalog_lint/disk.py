"""What checks ask the disk about files outside the run, so that a run that is kept knows what it rests on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Set
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

Answers = dict[str, bool]
_answers: ContextVar[Answers | None] = ContextVar("answers", default=None)
_also: ContextVar[Set[str]] = ContextVar("also", default=frozenset())


def exists(path: str) -> bool:
    """Whether there is such a file or folder, counted from the working folder."""
    try:
        answer = Path(path).exists() or os.path.abspath(path) in _also.get()
    except (OSError, ValueError):
        answer = False
    noted = _answers.get()
    if noted is not None:
        noted[path] = answer
    return answer


@contextmanager
def also_there(paths: Set[str]) -> Iterator[None]:
    """Take the files and folders of these absolute paths for existing meanwhile."""
    before = _also.set(paths)
    try:
        yield
    finally:
        _also.reset(before)


@contextmanager
def noted() -> Iterator[Answers]:
    """What is asked meanwhile, by path."""
    answers: Answers = {}
    before = _answers.set(answers)
    try:
        yield answers
    finally:
        _answers.reset(before)
