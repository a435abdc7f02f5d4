"""Dossiers of a made-up country, as many as wanted, made by the engine itself: portal columns, Vietnamese words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from parindex.analytics.bulk.counting import BulkEngine
from parindex.analytics.bulk.store import Store
from parindex.analytics.engine import Key, Query
from parindex.definitions.dossiers.loader import load_indicators

AS_OF = date(2025, 12, 31)
QUERY = Query(by=(Key.UNIT, Key.MONTH, Key.PROCEDURE), as_of=AS_OF)

# Units are skewed; 86 % in time; 5 % wait for a supplement; every tenth thousandth row is malformed.
_QUERY = """
WITH r AS (SELECT i, hash(i) h, hash(i + 77777) g, hash(i * 3 + 5) k FROM range({count}) t(i)),
a AS (SELECT *, (h % 700)::INT * (h % 700)::INT // 445 AS unit, (g % 1461)::INT AS offset_days,
  (k % 25)::INT + 3 AS lim FROM r),
b AS (SELECT *, DATE '2022-01-04' + offset_days AS day, TIMESTAMP '2022-01-04 07:30:00' + to_days(offset_days)
  + to_minutes((k % 540)::INT) AS received FROM a),
d AS (SELECT *, day + lim * 7 // 5 AS due, CASE WHEN h % 100 < 86 THEN (g % (lim * 7 // 5))::INT
  ELSE lim * 7 // 5 + (h % 20)::INT END AS used FROM b)
SELECT CASE WHEN i % 1000 = 999 THEN 'không rõ' ELSE
  printf('H%02d.%d-%s-%07d', (i // 10000000) % 90 + 10, unit % 100, strftime(day, '%Y%m%d'), i % 10000000)
  END AS MaHoSo,
  printf('1.%06d', (k % 200)::INT) AS MaTTHC, 'LV' || ((k % 200) % 20) AS MaLinhVuc,
  'Nguyễn Văn Mốc ' || i AS ChuHoSo, printf('%012d', (h % 100000000000)::BIGINT) AS SoGiayToChuHoSo,
  'Đơn vị minh họa ' || unit AS DonViXuLy, 'Phòng ' || (g % 5) AS PhongBanXuLy,
  CASE WHEN unit < 20 THEN 1 ELSE 3 END AS CapDonVi, (g % 3) + 1 AS KenhThucHien,
  CASE WHEN h % 50 > 0 THEN 10 ELSE 4 END AS TrangThaiHoSo, strftime(received, '%d/%m/%Y %H:%M:%S') AS NgayTiepNhan,
  strftime(due, '%d/%m/%Y') || ' 17:00:00' AS NgayHenTra,
  CASE WHEN h % 50 > 0 THEN strftime(received + to_days(used), '%d/%m/%Y %H:%M:%S') END AS NgayKetThucXuLy,
  CASE WHEN g % 20 = 0 THEN strftime(received + to_days(1), '%d/%m/%Y %H:%M:%S') END AS NgayYeuCauBoSung,
  CASE WHEN g % 20 = 0 THEN strftime(received + to_days(3), '%d/%m/%Y %H:%M:%S') END AS NgayBoSung,
  CASE WHEN h % 100 >= 92 THEN strftime(due, '%d/%m/%Y') END AS NgayXinLoi,
  lim AS ThoiHanGiaiQuyet, 1 AS DonViThoiHan, (k % 3) + 2 AS MucDo, g % 4 AS TrangThaiSoHoa,
  h % 3 AS DuocThanhToanTrucTuyen, k % 2 AS CoPhiLePhi, h % 2 AS CoKetQuaDienTu, (h % 7 = 0)::INT AS TraQuaBCCI,
  (h % 3 = 0)::INT AS TaiKhoanDuocXacThucVoiVNeID FROM d
"""
TYPES = {
    **dict.fromkeys(("MaHoSo", "MaTTHC", "MaLinhVuc", "DonViXuLy", "PhongBanXuLy"), "VARCHAR"),
    **dict.fromkeys(("NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayYeuCauBoSung", "NgayBoSung"), "TIMESTAMP"),
    "NgayXinLoi": "DATE",
    "ThoiHanGiaiQuyet": "SMALLINT",
    **dict.fromkeys(
        (
            "CapDonVi",
            "KenhThucHien",
            "TrangThaiHoSo",
            "DonViThoiHan",
            "MucDo",
            "TrangThaiSoHoa",
            "DuocThanhToanTrucTuyen",
            "CoPhiLePhi",
            "CoKetQuaDienTu",
            "TraQuaBCCI",
            "TaiKhoanDuocXacThucVoiVNeID",
        ),
        "TINYINT",
    ),
}


def write_dossiers(path: Path, *, count: int) -> None:
    """Write so many dossiers as CSV, one in a thousand malformed."""
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({_QUERY.format(count=count)}) TO '{path}' (HEADER)")


def typed_copy(source: Path, target: Path) -> None:
    """Turn the CSV into Parquet as the engine alone does it: the kept columns with their types, nothing checked."""
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in TYPES.items())
    options = f"header=true, types={{{types}}}, timestampformat='%d/%m/%Y %H:%M:%S', dateformat='%d/%m/%Y'"
    with duckdb.connect() as connection:
        read = f"SELECT {', '.join(TYPES)} FROM read_csv('{source}', {options})"
        connection.execute(f"COPY ({read}) TO '{target}' (FORMAT parquet, COMPRESSION snappy)")


def count(store: Path, target: Path) -> None:
    """Write all indicators by unit, month and procedure, as the command does: from the facts that an import sorted."""
    opened, definitions = Store(store), load_indicators()
    engine = BulkEngine(opened.counted_paths(opened.require()), measures=definitions.measures)
    engine.write_parquet(QUERY, definitions.indicators, target)
