"""The import of dossiers: kinds of files, malformed rows, latest events, kills, and nothing personal kept."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from parindex.analytics.bulk import importing
from parindex.analytics.bulk.errors import StoreBusy, UnknownKind, UnreadableFile, WrongColumns
from parindex.analytics.bulk.importing import Report, Rows, import_file
from parindex.analytics.bulk.lookup import find_dossier, read_facts
from parindex.analytics.bulk.session import connected
from parindex.analytics.bulk.source import BUFFER
from parindex.analytics.bulk.store import Store
from parindex.analytics.bulk.words import UnitList
from parindex.documents.read.records import read_records
from parindex.domain.dossiers.model import Dossier, Status
from tests.factories.dossiers import cells, dossier_code, random_dossiers, write_csv

COUNT = 300
MARKERS = ("Nguyễn Thị Mốc", "079123456789", "0912345678", "số 7 ngõ Mốc")
PERSONAL = dict(zip(("ChuHoSo", "SoGiayToChuHoSo", "SoDienThoai", "Địa chỉ"), MARKERS, strict=True))
BASE = Dossier(
    code=dossier_code(1),
    procedure="1.000001",
    unit="Xã Minh Họa",
    status=Status.PROCESSING,
    received_at=datetime(2025, 4, 24, 9, 0),
    due_at=datetime(2025, 5, 9, 17, 0),
)


def rows(count: int = COUNT, *, seed: int = 1) -> list[dict[str, str]]:
    return [{**cells(dossier), **PERSONAL} for dossier in random_dossiers(count, seed=seed)]


def run(
    folder: Path, listed: list[dict[str, str]], *, name: str = "ho-so.csv", units: UnitList | None = None
) -> Report:
    return import_file(Store(folder / "kho"), write_csv(folder / name, listed), units=units)


def facts(folder: Path) -> dict[str, dict[str, object]]:
    store = Store(folder / "kho")
    return read_facts(store.part_paths(store.require()), ["status", "due_on", "outcome", "unit"])


def rejected(report: Report) -> list[list[str]]:
    assert report.rejects is not None
    lines = report.rejects.read_text(encoding="utf-8-sig").splitlines()
    return [line.split(",") for line in lines[1:]]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_kinds_of_files_give_the_same_dossiers(tmp_path: Path) -> None:
    listed = rows()
    path = write_csv(tmp_path / "ho-so.csv", listed)
    reports = [import_file(Store(tmp_path / "csv"), path)]
    semicolons = write_csv(tmp_path / "cham-phay.csv", listed, delimiter=";")
    semicolons.write_bytes(b"\xef\xbb\xbf" + semicolons.read_bytes().replace(b"\n", b"\r\n"))
    reports.append(import_file(Store(tmp_path / "semicolons"), semicolons))
    as_json = tmp_path / "ho-so.json"
    as_json.write_text(json.dumps([{k: v or None for k, v in row.items()} for row in listed]), encoding="utf-8")
    reports.append(import_file(Store(tmp_path / "json"), as_json))
    typed = tmp_path / "ho-so.parquet"
    columns = (
        '* REPLACE (strptime(NgayTiepNhan, \'%d/%m/%Y %H:%M:%S\') AS NgayTiepNhan, "Trạng thái"::INT AS "Trạng thái")'
    )
    duckdb.sql(f"COPY (SELECT {columns} FROM read_csv('{path}', all_varchar=true)) TO '{typed}'")
    reports.append(import_file(Store(tmp_path / "parquet"), typed))
    reports.append(import_sheet(tmp_path, listed))

    assert [report.file.accepted for report in reports] == [COUNT] * 5
    names = ("csv", "semicolons", "json", "parquet", "sheet")
    stores = [Store(tmp_path / name) for name in names]
    found = [read_facts(store.part_paths(store.require()), ["received_at", "due_on", "outcome"]) for store in stores]
    assert all(one == found[0] for one in found), [
        name for name, one in zip(names, found, strict=True) if one != found[0]
    ]


def read_moment(text: str) -> datetime:
    day, month, rest = text.split("/")
    return datetime.fromisoformat(f"{rest[:4]}-{month}-{day}{rest[4:]}")


def import_sheet(folder: Path, listed: list[dict[str, str]]) -> Report:
    """Write a workbook whose days are real days, and import it."""
    path = folder / "ho-so.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, style = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        sheet.write_row(0, 0, list(listed[0]))
        for number, row in enumerate(listed, start=1):
            for position, (heading, value) in enumerate(row.items()):
                if heading == "NgayTiepNhan":
                    sheet.write_datetime(number, position, read_moment(value), style)
                else:
                    sheet.write(number, position, value)
    content = iter(read_records(path.read_bytes()))
    return import_file(Store(folder / "sheet"), path, rows=Rows(next(content), content))


MALFORMED = [
    ("code", "", "Mã hồ sơ", "thiếu"),
    ("code", "HS-1", "Mã hồ sơ", "không đúng mẫu mã"),
    ("status", "11", "Trạng thái", "không đọc được"),
    ("received_at", "31/02/2025", "Ngày tiếp nhận", "không đọc được"),
    ("received_at", "", "Ngày tiếp nhận", "thiếu"),
    ("due_at", "01/04/2025", "Ngày hẹn trả", "trước ngày tiếp nhận"),
    ("finished_at", "23/04/2025 08:00:00", "Ngày xử lý xong", "trước ngày tiếp nhận"),
    ("supplement_count", "-1", "Số lần yêu cầu bổ sung", "không đọc được"),
    ("unit", "", "Đơn vị xử lý", "thiếu"),
    ("procedure", "cấp giấy", "Mã thủ tục", "không đúng mẫu mã"),
    ("apology_on", "23/04/2025", "Ngày thư xin lỗi", "trước ngày tiếp nhận"),
]
HEADING = {"code": "MaHoSo", "procedure": "MaTTHC", "unit": "Đơn vị xử lý", "status": "Trạng thái"}
HEADING |= {"received_at": "NgayTiepNhan", "due_at": "Ngày hẹn trả"}


@pytest.mark.parametrize(("column", "value", "title", "reason"), MALFORMED)
def test_malformed_row_is_listed_and_the_rest_is_in(
    column: str, value: str, title: str, reason: str, tmp_path: Path
) -> None:
    good = [cells(replace(BASE, code=dossier_code(number))) for number in range(3)]
    bad = {**cells(replace(BASE, code=dossier_code(9))), HEADING.get(column, column): value}

    report = run(tmp_path, [good[0], bad, good[1], good[2]])

    assert (report.file.rows, report.file.accepted, report.file.rejected) == (4, 3, 1)
    (row,) = rejected(report)
    assert (row[0], row[1], row[3]) == ("3", title, reason)


def test_line_that_is_no_row_is_listed_and_later_rows_keep_their_numbers(tmp_path: Path) -> None:
    listed = [cells(replace(BASE, code=dossier_code(number))) for number in range(5)]
    listed[4]["Trạng thái"] = "99"
    path = write_csv(tmp_path / "ho-so.csv", listed)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] += ",thừa,Nguyễn Thị Mốc"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    report = import_file(Store(tmp_path / "kho"), path)

    assert (report.file.rows, report.file.accepted) == (5, 3)
    assert [(row[0], row[3]) for row in rejected(report)] == [("3", "thừa cột"), ("6", "không đọc được")]


@pytest.mark.parametrize("rows_with_a_quote", [[1], [1, 90]])
def test_quote_that_nobody_closed_swallows_no_rows(rows_with_a_quote: list[int], tmp_path: Path) -> None:
    listed = [{**cells(replace(BASE, code=dossier_code(number))), "note": "z"} for number in range(200)]
    path = write_csv(tmp_path / "ho-so.csv", listed)
    lines = path.read_text(encoding="utf-8").splitlines()
    for number in rows_with_a_quote:
        lines[number] = lines[number][:-1] + '"abc'
    lines[150] = lines[150][:-1] + '"x, y"'
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    report = import_file(Store(tmp_path / "kho"), path)

    assert (report.file.rows, report.file.accepted) == (200, 199)
    assert [(row[0], row[3]) for row in rejected(report)] == [("151", "thừa cột")]


def test_spaces_and_values_of_several_kinds_are_read(tmp_path: Path) -> None:
    row = cells(BASE) | {"Trạng thái": " 4 ", "NgayTiepNhan": "  24/04/2025 09:00:00 ", "has_fee": " Có "}
    other = cells(replace(BASE, code=dossier_code(2))) | {"Trạng thái": 4, "NgayTiepNhan": "2025-04-24T02:00:00Z"}
    (tmp_path / "ho-so.jsonl").write_text("\n".join(map(json.dumps, [row, other])), encoding="utf-8")

    store = Store(tmp_path / "kho")
    report = import_file(store, tmp_path / "ho-so.jsonl")

    assert report.file.accepted == 2
    parts = store.part_paths(store.require())
    assert find_dossier(parts, BASE.code) == replace(BASE, has_fee=True)
    assert find_dossier(parts, dossier_code(2)) == replace(BASE, code=dossier_code(2))


def test_unknown_unit_is_rejected_and_a_known_one_gets_its_name(tmp_path: Path) -> None:
    units = UnitList.of([("Xã Minh Họa", "H99.1"), ("Xã Khác",)])
    listed = [
        cells(replace(BASE, code=dossier_code(number), unit=unit))
        for number, unit in enumerate(["xã  minh họa", "H99.1", "Xã Lạ"])
    ]

    report = run(tmp_path, listed, units=units)

    assert [row[:2] for row in rejected(report)] == [["4", "Đơn vị xử lý"]]
    assert {one["unit"] for one in facts(tmp_path).values()} == {"Xã Minh Họa"}


def test_corrected_list_of_units_lets_the_same_file_in(tmp_path: Path) -> None:
    listed = [cells(BASE)]

    first = run(tmp_path, listed, units=UnitList.of([("Xã Khác",)]))
    again = run(tmp_path, listed, units=UnitList.of([("Xã Khác",)]))
    corrected = run(tmp_path, listed, units=UnitList.of([("Xã Khác",), ("Xã Minh Họa",)]))

    assert [one.file.accepted for one in (first, again, corrected)] == [0, 0, 1]
    assert [one.is_known for one in (first, again, corrected)] == [False, True, False]


def test_latest_event_counts_within_a_file_and_between_files(tmp_path: Path) -> None:
    old, new = cells(BASE), cells(replace(BASE, status=Status.DONE, finished_at=datetime(2025, 5, 8, 9, 0)))
    other = cells(replace(BASE, code=dossier_code(2)))

    first = run(tmp_path, [new, old, other])
    second = run(tmp_path, [old], name="cu.csv")
    newest = cells(replace(BASE, status=Status.RETURNED, returned_at=datetime(2025, 6, 1, 9, 0)))
    third = run(tmp_path, [newest], name="moi.csv")

    assert (first.file.accepted, first.file.duplicates) == (2, 1)
    assert (second.file.accepted, second.file.older) == (0, 1)
    assert (third.file.accepted, third.file.replaced) == (1, 1)
    assert {code: one["status"] for code, one in facts(tmp_path).items()} == {
        BASE.code: Status.RETURNED,
        dossier_code(2): Status.PROCESSING,
    }


def test_same_bytes_twice_change_nothing(tmp_path: Path) -> None:
    listed = rows()
    listed[7]["NgayTiepNhan"] = "không rõ"
    first = run(tmp_path, listed)
    before = snapshot(tmp_path / "kho")

    again = run(tmp_path, listed, name="ten-khac.csv")

    assert (again.is_known, again.file) == (True, first.file)
    assert snapshot(tmp_path / "kho") == before


def test_kill_before_the_commit_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, rows())
    before = facts(tmp_path)
    late = [
        cells(replace(d, code=d.code, status=Status.RETURNED, updated_at=datetime(2026, 12, 31)))
        for d in random_dossiers(9, seed=1)
    ]
    with monkeypatch.context() as broken:
        broken.setattr(Store, "commit", lambda *_: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError):
            run(tmp_path, late, name="sau.csv")

    assert facts(tmp_path) == before
    run(tmp_path, late, name="sau.csv")
    kept = Store(tmp_path / "kho").require()
    assert {path.name for path in (tmp_path / "kho" / "parts").iterdir()} == set(kept.parts)
    assert sum(one["status"] == Status.RETURNED for one in facts(tmp_path).values()) >= 9


KILLED = """
import os, sys
from pathlib import Path
from parindex.analytics.bulk import importing
from parindex.analytics.bulk.store import Store
importing._summary = lambda *_: os._exit(9)
importing.import_file(Store(Path(sys.argv[1])), Path(sys.argv[2]))
"""


def test_killed_process_leaves_nothing_and_the_next_one_everything(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ho-so.csv", rows())
    command = [sys.executable, "-c", KILLED, str(tmp_path / "kho"), str(path)]
    assert subprocess.run(command, check=False, env={**os.environ}).returncode == 9
    assert Store(tmp_path / "kho").manifest() is None

    report = import_file(Store(tmp_path / "kho"), path)

    assert report.file.accepted == COUNT
    assert not list((tmp_path / "kho").glob(".scratch-*"))


def test_engine_prints_nothing_and_fetches_nothing() -> None:
    names = ("enable_progress_bar", "autoinstall_known_extensions", "autoload_known_extensions")
    with connected() as connection:
        found = [connection.execute("SELECT current_setting(?)", [name]).fetchone() for name in names]

    assert found == [(False,)] * 3


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    store = Store(tmp_path / "kho")

    with store.writing(), pytest.raises(StoreBusy), store.writing():
        pass


def test_nothing_personal_is_kept_anywhere(tmp_path: Path) -> None:
    listed = rows()
    listed[3] |= {"NgayTiepNhan": MARKERS[1], "Trạng thái": MARKERS[0]}
    listed[4]["MaHoSo"] = MARKERS[0]
    listed[5]["limit_amount"] = MARKERS[2]
    listed[6]["Ngày hẹn trả"] = MARKERS[1]
    report = run(tmp_path, listed)
    parts = list((tmp_path / "kho" / "parts").iterdir())
    duckdb.sql(
        f"COPY (SELECT * FROM read_parquet({[str(part) for part in parts]})) TO '{tmp_path / 'kho' / 'all.csv'}'"
    )

    assert report.file.rejected == 4
    assert set(PERSONAL) <= set(report.ignored)
    for name, content in snapshot(tmp_path / "kho").items():
        assert not [marker for marker in MARKERS if marker.encode() in content], name


def test_changed_rules_derive_the_facts_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = replace(
        BASE, status=Status.DONE, rescheduled_due=datetime(2025, 5, 20).date(), finished_at=datetime(2025, 5, 15)
    )
    run(tmp_path, [cells(moved)])
    clock = importing.load_clock()
    stricter = replace(clock, rules=replace(clock.rules, honour_reschedule=False))
    before = facts(tmp_path)
    monkeypatch.setattr(importing, "load_clock", lambda: stricter)

    run(tmp_path, [cells(replace(BASE, code=dossier_code(2)))], name="khac.csv")

    assert (before[moved.code]["outcome"], facts(tmp_path)[moved.code]["outcome"]) == (1, 3)


def test_damaged_and_foreign_files_are_refused(tmp_path: Path) -> None:
    store = Store(tmp_path / "kho")
    whole = tmp_path / "whole.parquet"
    duckdb.sql(f"COPY (SELECT 1 AS MaHoSo) TO '{whole}'")
    (tmp_path / "cut.parquet").write_bytes(whole.read_bytes()[:-40])
    (tmp_path / "cut.json").write_text('[{"MaHoSo": "x"', encoding="utf-8")
    (tmp_path / "noise.csv").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "columns.csv").write_text("MaHoSo,Tên\nx,y\n", encoding="utf-8")
    (tmp_path / "twice.csv").write_text("MaHoSo,Mã hồ sơ\nx,y\n", encoding="utf-8")
    expected = {
        "cut.parquet": UnreadableFile,
        "cut.json": UnreadableFile,
        "noise.csv": UnreadableFile,
        "empty.csv": UnreadableFile,
        "picture.png": UnknownKind,
        "columns.csv": WrongColumns,
        "whole.parquet": WrongColumns,
        "twice.csv": WrongColumns,
    }

    for name, error in expected.items():
        with pytest.raises(error, match=name.replace(".", r"\.")):
            import_file(store, tmp_path / name)
    assert store.manifest() is None
    assert not list((tmp_path / "kho" / "parts").iterdir())
    shutil.rmtree(tmp_path / "kho")


def test_explained_dossier_is_the_imported_one(tmp_path: Path) -> None:
    run(tmp_path, [cells(BASE)])
    store = Store(tmp_path / "kho")

    assert find_dossier(store.part_paths(store.require()), BASE.code) == BASE


def test_a_thousand_malformed_rows_are_listed_and_the_rest_is_in(tmp_path: Path) -> None:
    """Eight kinds of damage spread over a file; one row in twenty."""
    good = ["H99.10-20250102-{:07d}", "1.000001", "Xã Minh Họa", "10", "02/01/2025", "09/01/2025", "08/01/2025"]
    damage = [
        (0, "không rõ"),
        (1, "Tên thủ tục"),
        (2, ""),
        (3, "99"),
        (4, "32/13/2025"),
        (5, "01/01/2025"),
        (4, ""),
        (6, "x"),
    ]
    lines = ["MaHoSo,MaTTHC,DonViXuLy,TrangThaiHoSo,NgayTiepNhan,NgayHenTra,NgayKetThucXuLy"]
    bad = []
    for number in range(20_000):
        row = [cell.format(number) for cell in good]
        if number % 20 == 7:
            at, value = damage[number // 20 % len(damage)]
            row[at] = value
            bad.append(number + 2)
        lines.append(",".join(row))
    path = tmp_path / "ho-so.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    report = import_file(Store(tmp_path / "kho"), path)

    assert (report.file.accepted, report.file.rejected) == (19_000, 1_000)
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        assert [int(row[0]) for row in list(csv.reader(file))[1:]] == bad


def test_lines_of_malformed_rows_are_right_beyond_one_group_of_rows(tmp_path: Path) -> None:
    """Days inside, outside and without the calendar, with waiting and limits, in more rows than a group or a buffer."""
    kinds = (
        "03/02/2025 08:00:00,09/06/2025,08/05/2025,,,,",
        "02/02/1999 08:00:00,,03/02/1999,,,5,1",
        "01/02/2025 18:00:00,,,03/02/2025,10/02/2025,16,2",
        "02/01/2031 08:00:00,09/01/2031,08/01/2031,,,,",
    )
    heading = "MaHoSo,MaTTHC,DonViXuLy,TrangThaiHoSo,NgayTiepNhan,NgayHenTra,NgayKetThucXuLy"
    lines = [f"{heading},NgayYeuCauBoSung,NgayBoSung,ThoiHanGiaiQuyet,DonViThoiHan"]
    for number in range(250_000):
        status = "99" if number % 997 == 5 else "10"
        lines.append(f"H99.10-20250102-{number:07d},1.000001,Xã Minh Họa,{status},{kinds[number % len(kinds)]}")
    path = tmp_path / "ho-so.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    report = import_file(Store(tmp_path / "kho"), path)

    assert path.stat().st_size > 2 * BUFFER
    assert [int(row[0]) for row in rejected(report)] == [number + 2 for number in range(5, 250_000, 997)]
    (part,) = Store(tmp_path / "kho").part_paths(Store(tmp_path / "kho").require())
    kept = duckdb.sql(f"SELECT code FROM read_parquet('{part}')").fetchall()
    assert [code for (code,) in kept[200_000:200_009]] == [
        f"H99.10-20250102-{number:07d}" for number in range(200_000, 200_009)
    ]
