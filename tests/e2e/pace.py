"""Journeys at another pace, to find what a journey or a page owes to luck: `PARINDEX_TEST_PACE=eyes make e2e`.

`eyes`: whoever looks or acts does so late, now and then by two seconds, so a state that passes by itself is missed.
`page`: the browser computes four times slower and every answer of the site is late by up to a second, each by another
time, so what a page does before its scripts, its parts or its answers have come is done in another order.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from typing import Any

from playwright._impl._sync_base import SyncBase
from playwright.sync_api import Page

PACE = os.environ.get("PARINDEX_TEST_PACE", "")
SHARE, LATE_S = 0.15, 2.0
TIMES_SLOWER, ANSWER_LATE_S = 4, 1.0
SEED = int(os.environ.get("PARINDEX_TEST_PACE_SEED", "1"))
_chance = random.Random(SEED)


def slow_eyes() -> None:
    """Let everything that a journey does or asks be followed by a pause now and then."""
    look = SyncBase._sync

    def late(self: SyncBase, *given: Any, **named: Any) -> Any:
        try:
            return look(self, *given, **named)
        finally:
            if _chance.random() < SHARE:
                time.sleep(LATE_S)

    SyncBase._sync = late  # type: ignore[method-assign]


def slow_page(page: Page) -> None:
    """Let a window compute slowly."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})


def late_answers(site: Callable[..., Any]) -> Callable[..., Any]:
    """Return a site whose answers come late."""

    def answer(*request: Any) -> Any:
        time.sleep(_chance.random() * ANSWER_LATE_S)
        return site(*request)

    return answer
