"""Dossiers: import against the engine's own typed copy, XLSX against its reader, counting against hand-written SQL.

One, five and twenty million of them, or as many as `PARINDEX_BENCH_DOSSIERS` says ("1000000 5000000"); one row in a
thousand is malformed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

import duckdb
import xlsxwriter

from parindex.analytics.bulk.counting import BulkEngine
from parindex.analytics.bulk.facts import refresh_facts
from parindex.analytics.bulk.importing import Rows, import_file, load_clock
from parindex.analytics.bulk.steady import count_groups
from parindex.analytics.bulk.store import Store
from parindex.analytics.engine import Key, Query
from parindex.analytics.reference import ReferenceEngine
from parindex.definitions.dossiers.loader import load_indicators
from parindex.documents.read.records import read_records
from tests.factories.dossiers import cells, random_dossiers, write_csv
from tests.perf.dossiers import AS_OF, QUERY, count, typed_copy, write_dossiers
from tests.perf.rows import Row, best

COUNTS = tuple(map(int, os.environ.get("PARINDEX_BENCH_DOSSIERS", "1000000 5000000 20000000").split()))
SHEET_ROWS = 20_000
RANDOM = 100_000
MOST_BYTES = 4e9
PAGE_SECONDS = 0.05
_ROOT = Path(__file__).resolve().parents[2]
_MEMORY_SCRIPT = """
import sys
from pathlib import Path
from parindex.analytics.bulk.facts import refresh_facts
from parindex.analytics.bulk.importing import import_file
from parindex.analytics.bulk.store import Store
from tests.perf.dossiers import count
import_file(Store(Path(sys.argv[2])), Path(sys.argv[1]))
refresh_facts(Store(Path(sys.argv[2])))
count(Path(sys.argv[2]), Path(sys.argv[3]))
print(1024 * next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
# What a person would write by hand for the counts of the indicators, over facts materialised and sorted.
_FACTS = """
CREATE TABLE facts AS SELECT unit, date_trunc('month', received_on)::DATE AS month, procedure, state, outcome, level,
  channel, service_level, digitised, paid_online, has_fee, result_file, result_by_post, vneid, contacts, agencies,
  complaint, missed_first, open_until, apology_on IS NOT NULL AS sorry
FROM read_parquet({parts}) WHERE problem IS NULL ORDER BY unit, month
"""


def run_small() -> list[Row]:
    """Measure what does not grow: a workbook, and both engines on the same random dossiers."""
    with tempfile.TemporaryDirectory(prefix="dossiers-") as name:
        return [*sheet_rows(Path(name)), two_engines(Path(name))]


def run_at(size: int) -> list[Row]:
    """Measure import, counting and memory at one size."""
    with tempfile.TemporaryDirectory(prefix="dossiers-") as name:
        folder = Path(name)
        source, store = folder / "dossiers.csv", folder / "store"
        write_dossiers(source, count=size)
        rounds = 3 if size <= 1_000_000 else 1
        plain = best(lambda: typed_copy(source, folder / "plain.parquet"), rounds=rounds)
        taken = best(lambda: imported(source, store, size=size), rounds=rounds)
        typed = best(lambda: imported(folder / "plain.parquet", folder / "second", size=size), rounds=rounds)
        shutil.rmtree(folder / "second")
        rows = [
            ("nhập CSV, kiểm và tính hạn; so với chép có kiểu", taken, plain, 2.5),
            ("nhập Parquet; so với chép CSV có kiểu", typed, plain, 2.5),
            *counting_rows(store, folder, rounds=rounds),
            ("bộ nhớ khi nhập, sắp và đếm, cả tiến trình (byte)", memory(source, folder), MOST_BYTES, 1.0),
        ]
    return [(f"{size:_} hồ sơ: {words}", ours, peer, limit) for words, ours, peer, limit in rows]


RUNS: tuple[Callable[[], list[Row]], ...] = (run_small, *(partial(run_at, size) for size in COUNTS))


def imported(source: Path, folder: Path, *, size: int) -> None:
    """Import into an empty store; all but the malformed rows must be in."""
    shutil.rmtree(folder, ignore_errors=True)
    file = import_file(Store(folder), source).file
    if file.accepted != size - size // 1000:
        raise AssertionError(f"{file.accepted} dossiers are in")


def counting_rows(store: Path, folder: Path, *, rounds: int) -> list[Row]:
    """Measure all indicators of a country and the page of one unit."""
    opened, definitions = Store(store), load_indicators()
    parts = opened.part_paths(opened.require())
    with duckdb.connect() as connection:
        connection.execute(_FACTS.format(parts=[str(part) for part in parts]))
        statement = hand_written()
        copy = f"COPY ({statement}) TO '{folder / 'plain-counts.parquet'}' (FORMAT parquet, COMPRESSION zstd)"
        plain = best(lambda: connection.execute(copy), rounds=rounds)
    sorting = best(lambda: sorted_again(opened), rounds=rounds)
    ours = best(lambda: count(store, folder / "counts.parquet"), rounds=rounds)
    require_equal(folder / "counts.parquet", folder / "plain-counts.parquet")

    def page(unit: str) -> float:
        asked = Query(by=(Key.MONTH,), as_of=AS_OF, start=date(2025, 1, 1), units=(f"Đơn vị minh họa {unit}",))
        return best(lambda: count_groups(opened, asked, measures=definitions.measures), rounds=5)

    return [
        ("mọi chỉ số theo đơn vị × tháng × thủ tục; so với SQL viết tay", ours, plain, 2.0),
        ("trang đơn vị thường, mọi chỉ số theo tháng một năm (giây)", page("301"), PAGE_SECONDS, 1.0),
        ("trang đơn vị lớn nhất, 3% số hồ sơ (giây)", page("0"), PAGE_SECONDS, 1.0),
        ("sắp sự kiện theo đơn vị sau khi nhập; so với một lần đếm viết tay", sorting, plain, 3.0),
    ]


def sorted_again(store: Store) -> None:
    """Make the sorted facts from nothing."""
    shutil.rmtree(store.facts_folder)
    refresh_facts(store)


def hand_written() -> str:
    """Return the statement a person would write: no count twice, sums of counts instead of further counts."""
    day, alive, done = f"DATE '{AS_OF}'", "state > 0", "state = 3"
    sorry = f"sorry AND (missed_first = 1 OR open_until < {day})"
    counted = {
        "received": alive,
        "settled": "state IN (3, 4)",
        "early": "outcome = 1",
        "on_time": "outcome = 2",
        "late": "outcome = 3",
        "open": "state IN (1, 2)",
        "open_in_time": f"open_until >= {day}",
        "open_late": f"open_until < {day}",
        "kept_province": "level = 1 AND outcome < 3",
        "late_1": "level = 1 AND outcome = 3",
        "kept_district": "level = 2 AND outcome < 3",
        "late_2": "level = 2 AND outcome = 3",
        "kept_commune": "level = 3 AND outcome < 3",
        "late_3": "level = 3 AND outcome = 3",
        "missed": f"missed_first = 1 OR open_until < {day}",
        "apologised": sorry,
        "online": f"{alive} AND channel = 2",
        "direct": f"{alive} AND channel = 1",
        "posted": f"{alive} AND channel = 3",
        "full_known": f"{alive} AND service_level = 4 AND channel > 0",
        "full_online": f"{alive} AND service_level = 4 AND channel = 2",
        "digitised_known": f"{alive} AND digitised >= 0",
        "digitised": f"{alive} AND digitised > 0",
        "reused": f"{alive} AND digitised > 1",
        "fee_known": f"{alive} AND has_fee = 1 AND paid_online >= 0",
        "fee_online": f"{alive} AND has_fee = 1 AND paid_online > 0",
        "result_known": f"{done} AND result_file >= 0",
        "result_electronic": f"{done} AND result_file = 1",
        "digital_both_known": f"{done} AND digitised >= 0 AND result_file >= 0",
        "digital_both": f"{done} AND digitised > 0 AND result_file = 1",
        "return_known": f"{done} AND result_by_post >= 0",
        "returned_posted": f"{done} AND result_by_post = 1",
        "vneid_known": f"{alive} AND vneid >= 0",
        "vneid": f"{alive} AND vneid = 1",
        "contacts_known": f"{done} AND contacts >= 0",
        "contacts_none": f"{done} AND contacts = 0",
        "contacts_one": f"{done} AND contacts = 1",
        "agencies_known": f"{done} AND agencies >= 0",
        "agencies_none": f"{done} AND agencies = 0",
        "agencies_one": f"{done} AND agencies = 1",
        "conduct_known": "outcome > 0 AND complaint >= 0",
        "conduct_early": "outcome = 1 AND complaint = 0",
        "conduct_on_time": "outcome = 2 AND complaint = 0",
    }
    added = {
        "kept": "early + on_time",
        "judged": "early + on_time + late",
        "settled_unknown": "settled - early - on_time - late",
        "open_unknown": "open - open_in_time - open_late",
        "in_time_all": "early + on_time + open_in_time",
        "judged_all": "early + on_time + late + open_in_time + open_late",
        "judged_province": "kept_province + late_1",
        "judged_district": "kept_district + late_2",
        "judged_commune": "kept_commune + late_3",
        "channel_known": "online + direct + posted",
    }
    filters = ", ".join(f"count(*) FILTER (WHERE {condition}) AS {code}" for code, condition in counted.items())
    sums = ", ".join(f"{terms} AS {code}" for code, terms in added.items())
    return f"SELECT *, {sums} FROM (SELECT unit, month, procedure, {filters} FROM facts GROUP BY ALL) ORDER BY 1, 2, 3"


def require_equal(ours: Path, plain: Path) -> None:
    """Make sure that both counted the same."""
    codes = ", ".join(measure.code for measure in load_indicators().measures)
    left = f"SELECT key_unit, key_month, key_procedure, {codes} FROM read_parquet('{ours}')"
    right = f"SELECT unit, month, procedure, {codes} FROM read_parquet('{plain}')"
    found = duckdb.sql(f"SELECT count(*) FROM (({left} EXCEPT {right}) UNION ALL ({right} EXCEPT {left}))").fetchone()
    if found != (0,):
        raise AssertionError(f"{found} groups differ")


def sheet_rows(folder: Path) -> list[Row]:
    """Measure a workbook against the time its reader needs to hand over the rows."""
    path, text = folder / "dossiers.xlsx", folder / "sheet.csv"
    write_dossiers(text, count=SHEET_ROWS)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book, text.open(encoding="utf-8") as file:
        sheet = book.add_worksheet()
        for number, line in enumerate(islice(file, SHEET_ROWS + 1)):
            sheet.write_row(number, 0, line.rstrip("\n").split(","))

    def take() -> None:
        shutil.rmtree(folder / "sheet", ignore_errors=True)
        rows = iter(read_records(path.read_bytes()))
        import_file(Store(folder / "sheet"), path, rows=Rows(next(rows), rows))

    alone = best(lambda: sum(1 for _ in read_records(path.read_bytes())))
    return [(f"Nhập XLSX {SHEET_ROWS:_} hồ sơ; so với riêng bộ đọc", best(take), alone, 2.0)]


def memory(source: Path, folder: Path) -> float:
    """Return the peak of a process that imports and counts everything."""
    command = [sys.executable, "-c", _MEMORY_SCRIPT, str(source), str(folder / "memory"), str(folder / "m.parquet")]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=_ROOT).stdout)


def two_engines(folder: Path) -> Row:
    """Compare every count of random dossiers with the readable engine, whose time is the peer."""
    path = write_csv(folder / "random.csv", (cells(dossier) for dossier in random_dossiers(RANDOM, seed=11)))
    measures = load_indicators().measures
    answers: dict[str, list[object]] = {}

    def bulk() -> None:
        shutil.rmtree(folder / "random", ignore_errors=True)
        import_file(Store(folder / "random"), path)
        opened = Store(folder / "random")
        answers["bulk"] = list(BulkEngine(opened.part_paths(opened.require()), measures=measures).count(QUERY))

    def readable() -> None:
        engine = ReferenceEngine(random_dossiers(RANDOM, seed=11), clock=load_clock(), measures=measures)
        answers["readable"] = list(engine.count(QUERY))

    row = (
        f"Hai bộ máy, {RANDOM:_} hồ sơ ngẫu nhiên, mọi số bằng nhau",
        best(bulk, rounds=1),
        best(readable, rounds=1),
        1.0,
    )
    if answers["bulk"] != answers["readable"]:
        raise AssertionError("the two engines count differently")
    return row
