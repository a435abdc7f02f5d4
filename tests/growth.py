"""Whether work on a text ends; what a hostile file may not do is make it grow with the square of its length."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType

LENGTH = 40_000
# In proportion to the text it takes some hundredths of a second, with the square of it minutes.
SECONDS = 20


class _Unending(Exception):
    """The time is over."""


def ends(work: Callable[[str], object], unit: str) -> bool:
    """Tell whether work on `unit` said over and over ends; only the time of this process counts."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _Unending

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        work(unit * (LENGTH // len(unit)))
    except _Unending:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return True
