"""The passes of a run over several processes, which start when there is work that is worth them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from catalog_lint.lint.batch import Batch

if TYPE_CHECKING:
    from catalog_lint.processes import Processes

_AHEAD = 3
T = TypeVar("T")
R = TypeVar("R")


class Workers:
    """A number of processes that carry out a batch's passes; a context manager. `make` as for `Processes`."""

    def __init__(self, number: int, batch: Batch, make: Callable[[], Batch] | None = None) -> None:
        self._number, self._batch, self._make = number, batch, make

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._have_started:
            self._processes.close(at_once=raised[0] is not None)

    @property
    def _have_started(self) -> bool:
        return "_processes" in self.__dict__

    @cached_property
    def _processes(self) -> Processes:
        from catalog_lint.processes import Processes

        return Processes(self._number, self._batch, self._make)

    def map(
        self, function: Callable[[T], R], items: Iterable[T], here: Callable[[T], R | None] | None = None
    ) -> Iterator[R]:
        """The batch's method `function` for each item, in order; no more than a few items run ahead.

        What `here` gives of an item is taken instead, where that is not None and no process has started yet.
        Raises `processes.WorkerLost` where a process ends in the middle.
        """
        waiting: deque[Callable[[], Any]] = deque()
        given = iter(items)
        while True:
            while len(waiting) < self._number * _AHEAD:
                item = next(given, None)
                if item is None:
                    break
                done = here(item) if here and not self._have_started else None
                waiting.append(
                    self._processes.submit(function.__name__, item) if done is None else partial(_given, done)
                )
            if not waiting:
                return
            yield waiting.popleft()()


def _given(value: T) -> T:
    return value
