"""Made-up dossiers for the demonstration: as many as wanted, the same for the same day, visibly of no real place.

Codes begin with H99, procedures with 9: no province and no procedure has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from parindex.analytics.bulk.session import connected, day, text
from parindex.domain.calendar.days import WorkingCalendar

LONGEST_LIMIT = 25
_YEARS_BACK = 2
_FIELDS = (
    "Đất đai",
    "Hộ tịch",
    "Chứng thực",
    "Xây dựng",
    "Bảo trợ xã hội",
    "Đăng ký kinh doanh",
    "Môi trường",
    "Giáo dục",
)
_DESKS = ("Bộ phận Một cửa", "Bộ phận thẩm tra", "Bộ phận ký số", "Bộ phận trả kết quả")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that settles dossiers: the name that a file gives it, and its level (1 province, 3 commune)."""

    name: str
    level: int


def write_dossiers(
    path: Path, *, count: int, places: Sequence[Place], last: date, calendar: WorkingCalendar, is_portal: bool = False
) -> None:
    """Write so many dossiers received up to `last` as Parquet under the headings of the national portal.

    Each unit keeps its days about as well as its name draws, desks and procedures differ likewise. The same dossiers
    as the portal tells them (`is_portal`) lack every 97th and have another channel in every 61st.
    """
    days = _working_days(last, calendar)
    listed = ", ".join(f"({number}, {text(one.name)}, {one.level})" for number, one in enumerate(places))
    worked = ", ".join(f"({number}, {day(one)})" for number, one in enumerate(days))
    received = sum(one <= last for one in days)
    fields = ", ".join(text(f"{name} (minh họa)") for name in _FIELDS)
    desks = ", ".join(text(f"{name} (minh họa)") for name in _DESKS)
    with connected() as connection:
        connection.execute(f"CREATE TEMP TABLE place AS SELECT * FROM (VALUES {listed}) AS t(n, name, level)")
        connection.execute(f"CREATE TEMP TABLE work AS SELECT * FROM (VALUES {worked}) AS t(n, d)")
        query = _QUERY.format(
            count=count, places=len(places), received=received, fields=fields, desks=desks, last=day(last)
        )
        left_out = " WHERE i % 97 > 0" if is_portal else ""
        channel = "REPLACE (CASE WHEN i % 61 = 0 THEN 1 ELSE KenhThucHien END AS KenhThucHien)" if is_portal else ""
        chosen = f"SELECT * {channel} FROM ({query}){left_out}" if is_portal else f"({query})"
        connection.execute(
            f"COPY (SELECT * EXCLUDE (i) FROM ({chosen})) TO {text(path)} (FORMAT parquet, COMPRESSION zstd)"
        )


def _working_days(last: date, calendar: WorkingCalendar) -> list[date]:
    """Return the working days from which dossiers are dated, up to the last appointment."""
    start = date(max(last.year - _YEARS_BACK, calendar.first_year), 1, 1)
    end = min(last + timedelta(days=3 * LONGEST_LIMIT), date(calendar.last_year, 12, 31))
    every = (start + timedelta(days=number) for number in range((end - start).days + 1))
    return [one for one in every if calendar.is_working_day(one)]


# A draw is a part of a hash: `h` of the dossier, `p` of its procedure, `u` of its unit.
_QUERY = """
WITH r AS (SELECT i, hash(i) AS h, hash(i * 7 + 3) AS g, (hash(i * 3 + 5) % 120)::INT AS proc,
    (least(hash(i + 991) % {places}, hash(i + 17) % {places}))::INT AS place FROM range({count}) t(i)),
a AS (SELECT r.*, hash(proc + 40) AS p, hash(place + 900) AS u, (h % {received})::INT AS n FROM r),
b AS (SELECT a.*, (p % 22)::INT + 3 AS lim,
    ((u % 9) + CASE WHEN proc % 17 = 3 THEN 14 ELSE 1 END)::INT AS slow FROM a),
c AS (SELECT b.*, h // 1000 % 100 < slow AS is_slow, g % 25 = 0 AS asked FROM b),
d AS (SELECT c.*, n + lim + CASE WHEN asked THEN 2 ELSE 0 END AS due_n,
    CASE WHEN is_slow THEN n + lim + 1 + (g % 12)::INT + CASE WHEN asked THEN 2 ELSE 0 END
         ELSE n + greatest(1, lim - (g % (lim + 1))::INT) END AS done_n FROM c),
e AS (SELECT d.*, w.d AS day, promised.d AS promised, due.d AS due, done.d AS done, asked_on.d AS asked_on,
    back.d AS back_on, fresh.d AS fresh FROM d JOIN work w ON w.n = d.n
    LEFT JOIN work promised ON promised.n = d.n + lim LEFT JOIN work due ON due.n = due_n
    LEFT JOIN work done ON done.n = done_n LEFT JOIN work asked_on ON asked_on.n = d.n + 1
    LEFT JOIN work back ON back.n = d.n + 3 LEFT JOIN work fresh ON fresh.n = due_n + 5),
f AS (SELECT e.*, done IS NOT NULL AND done <= {last} AS is_done, due < {last} AND (done IS NULL OR done > due) AS late
    FROM e)
SELECT i, printf('H99.%d-%s-%07d', place % 100, strftime(day, '%Y%m%d'), i % 10000000) AS MaHoSo,
  printf('9.%06d', proc) AS MaTTHC, list_value({fields})[proc % 8 + 1] AS MaLinhVuc, place.name AS DonViXuLy,
  list_value({desks})[(CASE WHEN is_slow AND g % 3 > 0 THEN 1 ELSE h % 4 END)::INT + 1] AS PhongBanXuLy,
  place.level AS CapDonVi, CASE WHEN g % 100 < 62 THEN 2 WHEN g % 100 < 95 THEN 1 ELSE 3 END AS KenhThucHien,
  CASE WHEN h % 211 = 0 THEN 7 WHEN is_done THEN 10 WHEN asked AND back_on > {last} THEN 5 ELSE 4 END AS TrangThaiHoSo,
  day + to_minutes(450 + (g % 420)::INT) AS NgayTiepNhan, promised + to_hours(17) AS NgayHenTra,
  CASE WHEN is_done AND h % 211 > 0 THEN done + to_hours(16) END AS NgayKetThucXuLy,
  CASE WHEN h % 211 = 0 THEN asked_on + to_hours(9) END AS NgayTuChoi,
  CASE WHEN asked AND asked_on <= {last} THEN asked_on + to_hours(10) END AS NgayYeuCauBoSung,
  CASE WHEN asked AND back_on <= {last} THEN back_on + to_hours(10) END AS NgayBoSung,
  CASE WHEN late AND h % 10 < 7 THEN due END AS NgayXinLoi,
  CASE WHEN late AND h % 10 < 4 AND fresh IS NOT NULL THEN fresh END AS NgayHenTraMoi,
  lim AS ThoiHanGiaiQuyet, 1 AS DonViThoiHan, CASE WHEN proc % 5 < 3 THEN 4 ELSE 3 END AS MucDo,
  CASE WHEN g % 10 < 2 THEN 0 WHEN g % 10 < 8 THEN 1 ELSE 2 END AS TrangThaiSoHoa,
  CASE WHEN proc % 2 = 0 THEN (h % 10 < 6)::INT END AS DuocThanhToanTrucTuyen, (proc % 2 = 0)::INT AS CoPhiLePhi,
  CASE WHEN is_done THEN (h % 20 > 2)::INT END AS CoKetQuaDienTu,
  CASE WHEN is_done THEN (g % 9 = 0)::INT END AS TraQuaBCCI,
  (h % 5 < 4)::INT AS TaiKhoanDuocXacThucVoiVNeID, (is_slow AND g % 8 = 0)::INT AS CoPhanAnh
FROM f JOIN place ON place.n = f.place
"""
