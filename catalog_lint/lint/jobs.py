"""What the passes over many pages take and give, as plain values that go to other processes and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeVar

from catalog_lint.lint.analyse import Stretch
from catalog_lint.lint.crossing import CrossHit, NamedPage

T = TypeVar("T")
R = TypeVar("R")


class FixCounts(NamedTuple):
    """How many findings a run fixed on a page, and how many it found before (None: as many), by code."""

    fixed: tuple[tuple[str, int], ...] = ()
    before: tuple[tuple[str, int], ...] | None = None


class Part(NamedTuple):
    """Some stretches of a page, one after the other."""

    page: NamedPage
    stretches: Sequence[Stretch]


class Job(NamedTuple):
    """What the second pass needs of a page; `whole`: its own findings are wanted, not only those across.

    `partial`: the pages of the run are some of a catalog.
    """

    page: NamedPage
    text: str
    cross: tuple[CrossHit, ...]
    whole: bool = True
    partial: bool = False
    fixes: FixCounts = FixCounts()


class Done(NamedTuple):
    """What the second pass gives of a page: the parts that `render` made (none where it failed).

    `text` names the page's bytes, `record` where the parts are kept.
    """

    page: NamedPage
    parts: list[bytes]
    failures: list[str]
    text: str = ""
    record: str = ""


class Map(Protocol):
    """`map`, in this process or over several; results come in order."""

    def __call__(
        self, function: Callable[[T], R], items: Iterable[T], here: Callable[[T], R | None] | None = None
    ) -> Iterator[R]:
        """`here` gives at once what is not worth another process, and None of other items."""


def in_turn(
    function: Callable[[T], R], items: Iterable[T], here: Callable[[T], R | None] | None = None
) -> Iterator[R]:
    """`map` in this process, where nothing is to be answered without another."""
    return map(function, items)


def cut(stretches: Sequence[Stretch], number: int) -> list[list[Stretch]]:
    """The stretches in at most so many parts that are about as long."""
    length = sum(len(one.text) for one in stretches)
    parts: list[list[Stretch]] = [[] for _ in range(number)]
    done = 0
    for one in stretches:
        parts[done * number // length].append(one)
        done += len(one.text)
    return [part for part in parts if part]
