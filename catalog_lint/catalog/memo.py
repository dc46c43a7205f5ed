"""Analyses of an entry or a prose that several rules ask for and that are made once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, TypeVarTuple

Subject = TypeVar("Subject", bound="Remembering")
Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")


class Remembering:
    """What remembers the results of functions about itself; it declares the field `remembered`."""

    __slots__ = ()
    remembered: dict[tuple[Hashable, ...], Any]

    def memo(
        self: Subject,
        function: Callable[[Subject, *Arguments], Result],
        *arguments: *Arguments,
    ) -> Result:
        """What a function returns of this and of hashable arguments, which is called once for each of them.

        What it returns is shared: a generator would be used up by the first that asks.
        """
        key = (function, *arguments)
        try:
            result: Result = self.remembered[key]
        except KeyError:
            result = self.remembered[key] = function(self, *arguments)
        return result
