"""What a benchmark gives: rows of (name, our figure, the peer's figure, highest allowed ratio of the two)."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

Row = tuple[str, float, float, float]


def best(action: Callable[[], object], *, rounds: int = 3) -> float:
    """Return the seconds of the processor in the quickest of several runs: other programs do not count."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)
