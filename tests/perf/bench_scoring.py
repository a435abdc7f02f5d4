"""The bulk engine on all communes of the country x 150 items: speed, against plain NumPy, growth, memory.

Rules, sums and ranks are measured together; putting inputs into columns and taking sheets out are rows of their own.
Figures are seconds, in the row of memory bytes. The peer of the speed is the time that the promised speed allows.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from parindex.analytics.scoring import bulk
from parindex.analytics.scoring.columns import from_entries
from parindex.analytics.scoring.compile import Program, compile_catalogue
from parindex.analytics.scoring.result import BulkResult
from parindex.definitions.catalogues import loader
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.scoring.entries import Entry, read_entries
from parindex.domain.scoring.evaluate import evaluate
from tests.perf.communes import COMMUNES, commune_program, commune_table
from tests.perf.plain import plain_columns, plain_score
from tests.perf.rows import Row, best

SCORES_A_SECOND = 2_000_000
MOST_TIMES_PLAIN = 10.0
MOST_BYTES = 1e9
TIMES = 10
SAMPLE = 300
_ROOT = Path(__file__).resolve().parents[2]
_MEMORY_SCRIPT = """
from parindex.analytics.scoring import bulk
from tests.perf.communes import COMMUNES, commune_program, commune_table
program = commune_program()
result = bulk.score(program, commune_table(program, units=COMMUNES * {times}))
assert result.rank.any()
print(1024 * next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def run() -> list[Row]:
    """Measure everything and return the rows."""
    program = commune_program()
    table, table_10 = (commune_table(program, units=COMMUNES * times) for times in (1, TIMES))
    columns = plain_columns(table)
    require_equal(program, lambda: bulk.score(program, table), lambda: plain_score(program, columns))
    seconds, seconds_10 = (
        best(lambda: bulk.score(program, table), rounds=7),
        best(lambda: bulk.score(program, table_10)),
    )
    plain = best(lambda: plain_score(program, columns), rounds=7)
    allowed = COMMUNES * len(program.leaves) / SCORES_A_SECOND
    return [
        ("Chấm, cộng, xếp hạng 3.321 xã × 150 mục, ít nhất 2 triệu/s", seconds, allowed, 1.0),
        ("Cùng quy tắc viết bằng NumPy trơn, số thực", seconds, plain, MOST_TIMES_PLAIN),
        ("33.210 xã so với 10 lần 3.321 xã", seconds_10, TIMES * seconds, 1.5),
        ("Bộ nhớ 3.321 xã, cả tiến trình (byte)", memory(times=1), MOST_BYTES, 1.0),
        ("Bộ nhớ 33.210 xã, cả tiến trình (byte)", memory(times=TIMES), MOST_BYTES, 1.0),
        *input_and_output_rows(),
    ]


def require_equal(program: Program, ours: Callable[[], BulkResult], peer: Callable[[], tuple[object, ...]]) -> None:
    """Make sure that the peer computes the same: totals and ranks of settled units, as near as it can tell them."""
    result, (total, index, _) = ours(), peer()
    settled = result.totals.is_settled
    scale = program.rounding.scale
    low, maximum = result.totals.low[settled], result.totals.maximum[settled]
    if not np.allclose(low / scale, np.asarray(total)[settled], atol=0.001):
        raise AssertionError("the plain evaluation gives other points")
    if not np.allclose(100 * low / maximum, np.asarray(index)[settled], atol=0.001):
        raise AssertionError("the plain evaluation gives another index")


def memory(*, times: int) -> float:
    """Return the peak of a process that makes, scores and ranks so many times the communes."""
    command = [sys.executable, "-c", _MEMORY_SCRIPT.format(times=times)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=_ROOT).stdout)


def input_and_output_rows() -> list[Row]:
    """Measure the way in and out on a sample under a shipped catalogue."""
    catalogue = loader.load_catalogue("commune-2026-demonstration")
    program = compile_catalogue(catalogue)
    rows = case_entries(catalogue, units=SAMPLE)
    units = read_entries(rows, catalogue=catalogue)
    result = bulk.score(program, from_entries(program, units))
    reading = best(lambda: read_entries(rows, catalogue=catalogue))
    readable = best(lambda: [evaluate(catalogue, unit.inputs) for unit in units])
    loading = best(lambda: from_entries(program, units))
    sheets = best(lambda: [result.sheet(at) for at in range(SAMPLE)])
    return [
        ("Đưa 300 phiếu vào cột so với đọc chữ của chúng", loading, reading, 1.0),
        ("Lấy 300 phiếu ra so với chấm bằng bộ đọc được", sheets, readable, 1.0),
    ]


def case_entries(catalogue: Catalogue, *, units: int) -> list[Entry]:
    """Return rows of units that have answered as the golden cases of the items do, in turn."""
    return [
        Entry(unit, f"x{unit}", item.code, name, value)
        for unit in range(units)
        for _, item in catalogue.walk()
        if item.cases
        for name, value in item.cases[unit % len(item.cases)].given.items()
    ]
