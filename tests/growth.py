"""How what is done grows with the size of a text."""

from __future__ import annotations

import time
from collections.abc import Callable

TRIES = 6


def assert_straight(text: Callable[[int], str], size: int, work: Callable[[str], object]) -> None:
    """Twice the text costs less than three times the processor time; a quadratic growth costs four times.

    The ratio does not depend on how fast the machine is, and a pair that was disturbed is measured again.
    """

    def cost(size: int) -> float:
        made = text(size)
        begun = time.process_time()
        work(made)
        return time.process_time() - begun

    cost(1)
    ratios = []
    for _ in range(TRIES):
        ratios.append(cost(2 * size) / max(cost(size), 0.02))
        if ratios[-1] < 3:
            return
    raise AssertionError(f"twice the text costs {min(ratios):.1f} times the time")
