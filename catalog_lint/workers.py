"""The passes of a run over several processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.util import Finalize
from typing import Any, TypeVar

from catalog_lint import patterns
from catalog_lint.lint.batch import Batch
from catalog_lint.lint.linter import LintError

_AHEAD = 3
T = TypeVar("T")
R = TypeVar("R")
_batch: list[Batch] = []


class WorkerLost(LintError):
    """A worker process ended before its work was done."""

    def __init__(self) -> None:
        super().__init__(["a worker process ended before its work was done; run again"])


class Workers:
    """Processes that carry out a batch's passes; a context manager.

    Where the system can fork, each worker is a copy of this process with what it has loaded; elsewhere `make`
    is called in each to build the batch anew, and must be picklable.
    """

    def __init__(self, number: int, batch: Batch, make: Callable[[], Batch] | None = None) -> None:
        self._number = number
        _batch[:] = [batch]
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        self._pool = ProcessPoolExecutor(number, context, _begin, (None if method == "fork" else make,))

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *raised: object) -> None:
        if raised[0] is not None:
            for process in list((self._pool._processes or {}).values()):
                process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)
        _batch.clear()

    def map(self, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """The batch's method `function` for each item, in order; no more than a few items run ahead.

        Raises WorkerLost where a process ends in the middle.
        """
        name = function.__name__
        waiting: deque[Future[Any]] = deque()
        given = iter(items)
        try:
            while True:
                while len(waiting) < self._number * _AHEAD:
                    item = next(given, None)
                    if item is None:
                        break
                    waiting.append(self._pool.submit(_call, name, item))
                if not waiting:
                    return
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise WorkerLost from None


def _begin(make: Callable[[], Batch] | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    Finalize(None, patterns.save, exitpriority=1)
    if make is not None:
        _batch[:] = [make()]


def _end_with_parent() -> None:
    """End this process when the one that it works for was killed: nobody else would end it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _call(name: str, item: Any) -> Any:
    return getattr(_batch[0], name)(item)
