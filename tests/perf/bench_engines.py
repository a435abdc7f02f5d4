"""100,000 random sheets on both engines: the figure is how many differ, and none may."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from random import Random

from tests.perf.rows import Row
from tests.spec.scoring import random_sheets

SHEETS = 100_000
UNITS = 50
_FIRST_SEED = 1_000_000
"""The test-suite compares the seeds from 0 on."""


def run() -> list[Row]:
    """Compare on all processors and return the row; the peer is one sheet, the limit less than one."""
    seeds = range(_FIRST_SEED, _FIRST_SEED + SHEETS // UNITS)
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        found = [told for part in pool.map(compare, seeds, chunksize=50) for told in part]
    for told in found[:3]:
        print(told)
    return [("100.000 phiếu ngẫu nhiên: số phiếu hai bộ máy chấm khác nhau", float(len(found)), 1.0, 0.0)]


def compare(seed: int) -> list[str]:
    """Return the differences on the sheets of one random catalogue."""
    random = Random(seed)
    catalogue = random_sheets.random_catalogue(random)
    return random_sheets.differences(catalogue, random_sheets.random_units(random, catalogue, count=UNITS))
