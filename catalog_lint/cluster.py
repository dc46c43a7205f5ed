"""The passes of a run over a Dask cluster that is there already; needs the extra `dask`."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from catalog_lint.lint.batch import Batch
from catalog_lint.lint.linter import LintError

T = TypeVar("T")
R = TypeVar("R")
_own = threading.local()


class ClusterError(LintError):
    """A cluster that cannot be used."""

    def __init__(self, problem: str) -> None:
        super().__init__([problem])


class Cluster:
    """The workers of a Dask cluster; a context manager.

    `scheduler` is the scheduler's address ("": what Dask's own configuration names). `make` builds the batch
    in each worker, which must see the same files at the same place. A worker that is lost is Dask's to make
    good: its pages go to others.
    """

    def __init__(self, scheduler: str, make: Callable[[], Batch]) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise ClusterError("--engine dask needs the extra: pip install 'catalog-lint[dask]'") from None
        try:
            self._client = Client(scheduler or None, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TimeoutError) as error:
            raise ClusterError(f"--engine dask={scheduler}: no scheduler answers: {error}") from None
        self._make = make
        self._token = f"{os.getpid()} {id(self)} {Path.cwd()}"

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()  # type: ignore[no-untyped-call]

    def map(
        self, function: Callable[[T], R], items: Iterable[T], here: Callable[[T], R | None] | None = None
    ) -> Iterator[R]:
        """The batch's method `function` for each item, in order."""
        futures = self._client.map(
            _call,
            list(items),
            make=self._make,
            token=self._token,
            root=str(Path.cwd()),
            name=function.__name__,
            pure=False,
        )
        for future in futures:
            yield future.result()
            future.release()  # type: ignore[no-untyped-call]


def _call(item: Any, *, make: Callable[[], Batch], token: str, root: str, name: str) -> Any:
    """Carry out a pass in a worker's thread, which keeps its batch for the next item of the run."""
    if getattr(_own, "token", None) != token:
        os.chdir(root)
        _own.batch, _own.token = make(), token
    return getattr(_own.batch, name)(item)
