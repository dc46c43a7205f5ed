"""How what is done grows with the size of a text."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TRIES = 12


def assert_straight(text: Callable[[int], str], size: int, work: Callable[[str], object]) -> None:
    """Twice the text costs less than three times the processor time; a quadratic growth costs four times.

    The ratio does not depend on how fast the machine is, and sizes that were disturbed are measured again: of
    each the least counts. The collector rests, which walks the more the more tests have run before.
    """

    def cost(size: int) -> float:
        made = text(size)
        begun = time.process_time()
        work(made)
        return time.process_time() - begun

    cost(1)
    once, twice = [], []
    for _ in range(TRIES):
        gc.collect()
        gc.disable()
        try:
            once.append(cost(size))
            twice.append(cost(2 * size))
        finally:
            gc.enable()
        ratio = min(twice) / max(min(once), 0.02)
        if ratio < 3:
            return
    raise AssertionError(f"twice the text costs {ratio:.1f} times the time")
