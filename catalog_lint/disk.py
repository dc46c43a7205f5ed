"""What checks ask the disk about files outside the run, so that a run that is kept knows what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

Answers = dict[str, bool]
_answers: ContextVar[Answers | None] = ContextVar("answers", default=None)


def exists(path: str) -> bool:
    """Whether there is such a file or folder, counted from the working folder."""
    try:
        answer = Path(path).exists()
    except (OSError, ValueError):
        answer = False
    noted = _answers.get()
    if noted is not None:
        noted[path] = answer
    return answer


@contextmanager
def noted() -> Iterator[Answers]:
    """What is asked meanwhile, by path."""
    answers: Answers = {}
    before = _answers.set(answers)
    try:
        yield answers
    finally:
        _answers.reset(before)
