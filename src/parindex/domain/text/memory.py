"""Answers of pure parsers of short texts, remembered while one document is read and forgotten after it.

A plan says the same agencies, deadlines and labels many times, and every stage asks the same questions of a sentence.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
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


def forget() -> None:
    """Drop every remembered answer, so that nothing of a document stays behind and the next one starts anew."""
    for clear in _clearers:
        clear()
