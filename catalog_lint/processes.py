"""The processes that carry out a batch's passes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.util import Finalize
from typing import Any

from catalog_lint import patterns
from catalog_lint.lint.batch import Batch
from catalog_lint.lint.linter import LintError

_batch: list[Batch] = []


class WorkerLost(LintError):
    """A worker process ended before its work was done."""

    def __init__(self) -> None:
        super().__init__(["a worker process ended before its work was done; run again"])


class Processes:
    """Some processes, each with the batch.

    Where the system can fork, each is a copy of this process with what it has loaded; elsewhere `make` is
    called in each to build the batch anew, and must be picklable.
    """

    def __init__(self, number: int, batch: Batch, make: Callable[[], Batch] | None) -> None:
        _batch[:] = [batch]
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        self._pool = ProcessPoolExecutor(number, context, _begin, (None if method == "fork" else make,))

    def submit(self, method: str, item: Any) -> Callable[[], Any]:
        """Have the batch's method called with an item; returns what waits for its result.

        Both raise WorkerLost where a process has ended in the middle.
        """
        try:
            return partial(_result, self._pool.submit(_call, method, item))
        except BrokenProcessPool:
            raise WorkerLost from None

    def close(self, *, at_once: bool) -> None:
        """End the processes; `at_once`: in the middle of what they do."""
        if at_once:
            for process in list((self._pool._processes or {}).values()):
                process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)
        _batch.clear()


def _result(future: Future[Any]) -> Any:
    try:
        return future.result()
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
