"""Answers of pure parsers of short texts, remembered while one document is read and forgotten after it.

A plan says the same agencies, deadlines and labels many times, and every stage asks the same questions of a sentence.
"""

from __future__ import annotations

import contextlib
import functools
import gc
from collections.abc import Callable, Iterator
from typing import Final, ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_R = TypeVar("_R")

# Enough for the sentences of a long plan; an older answer is found again rather than kept.
_MOST: Final = 4096
_clearers: Final[list[Callable[[], None]]] = []


def remember(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Remember the last answers of a pure function whose arguments can be hashed and whose answers never change."""
    known = functools.lru_cache(maxsize=_MOST)(function)
    _clearers.append(known.cache_clear)
    return cast("Callable[_P, _R]", known)


@contextlib.contextmanager
def keep_all() -> Iterator[None]:
    """Let the search for circular garbage wait while one document is read: what is made is needed to the end.

    In a process with much in memory the search costs a tenth of an import and finds nothing, as nothing made here may
    hold itself in a circle. Whoever made it wait first ends the wait, so that it also ends where two threads read at
    once.
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            # Counted as old at once; else the first thing made afterwards would set off a search of all of it.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def forget() -> None:
    """Drop every remembered answer, so that nothing of a document stays behind and the next one starts anew."""
    for clear in _clearers:
        clear()
