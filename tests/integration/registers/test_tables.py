"""Tables into registers and figures out of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.registers import books, figures, services
from parindex.apps.registers.errors import BadTable
from parindex.apps.registers.figures import UnknownIndicator
from parindex.apps.registers.importing import hash_of, import_table
from parindex.apps.registers.models import EntryChange, EntryImport, RegisterEntry
from parindex.apps.registers.supplier import Registers
from parindex.documents.read.rows import read_rows
from parindex.domain.access import SYSTEM
from parindex.domain.calendar.periods import year_period
from parindex.domain.registers.model import Field, FieldType, Indicator, Part, Register, State, Status
from tests.factories import UnitFactory
from tests.integration.conftest import NOW, TODAY, Province

pytestmark = pytest.mark.django_db
YEAR = year_period(2026)
HEAD = "Mã dự án;Dự án;Ngày số liệu;Kế hoạch vốn;Lũy kế giải ngân;Trạng thái;Ghi chú\n"
RATE = "giai-ngan.ty_le_giai_ngan"


def brought(province: Province, body: str, *, head: str = HEAD, all_or_nothing: bool = False) -> EntryImport:
    data = (head + body).encode()
    return import_table(
        register_id="giai-ngan",
        unit=province.home_affairs,
        rows=read_rows(data, name="giai-ngan.csv"),
        name="giai-ngan.csv",
        sha256=hash_of(data),
        actor=province.focal,
        now=NOW,
        all_or_nothing=all_or_nothing,
    )


GOOD = "DA1;Đường liên xã;31/03/2026;1,5 tỷ;300 triệu;;\nDA2;Cầu Bến Mơ;31/03/2026;500.000.000;;Đã nhập;x\n"


def test_good_rows_go_in_and_bad_ones_are_told_with_their_number(province: Province) -> None:
    told = brought(province, GOOD + "DA3;Kè;31/13/2026;1 tỷ;nhiều;;\n;;;;;;\nDA4;Chợ;31/03/2026;-5;1;Đã duyệt;\n")

    assert (told.added, told.edited, told.unchanged, told.rejected) == (2, 0, 0, 2)
    number, reasons, cells = told.rejects[0]
    assert (number, len(reasons), cells[0]) == (4, 2, "DA3")
    assert "không phải ngày" in reasons[0]
    assert told.rejects[1][0] == 6
    assert told.ignored == ["ghi chu"]
    assert RegisterEntry.objects.get(title="Đường liên xã").values["ke_hoach_von"] == 1_500_000_000
    assert "luy_ke" not in RegisterEntry.objects.get(title="Cầu Bến Mơ").values


def test_the_same_table_twice_is_once_and_another_amount_edits(province: Province) -> None:
    brought(province, GOOD)
    again = brought(province, GOOD)
    changed = brought(province, GOOD.replace("300 triệu", "450 triệu"))

    assert (again.added, again.edited, again.unchanged) == (0, 0, 2)
    assert (changed.added, changed.edited, changed.unchanged) == (0, 1, 1)
    assert RegisterEntry.objects.get(title="Đường liên xã").values["luy_ke"] == 450_000_000
    assert EntryChange.objects.filter(entry__title="Đường liên xã").count() == 2


def test_one_bad_row_keeps_all_out_when_asked(province: Province) -> None:
    told = brought(province, GOOD + "DA3;Kè;31/13/2026;1 tỷ;;;\n", all_or_nothing=True)

    assert (told.added, told.rejected, RegisterEntry.objects.count()) == (0, 1, 0)


def test_two_rows_with_one_key_are_told(province: Province) -> None:
    told = brought(province, GOOD + GOOD.splitlines()[0] + "\n")

    assert (told.added, told.rejected) == (2, 1)
    assert told.rejects[0][1] == ["Trùng với dòng 2 của bảng."]


def test_a_state_of_the_table_needs_what_its_move_needs(province: Province) -> None:
    told = brought(province, GOOD.replace("Đã nhập", "Đã đối chiếu Kho bạc"))

    assert told.rejected == 1
    assert "cần giải ngân lũy kế" in told.rejects[0][1][0]


def test_a_row_of_another_keeper_stays_out(province: Province) -> None:
    head = "Đơn vị giữ sổ;Hạn gần nhất;" + HEAD
    body = ";".join([province.home_affairs.name, "", "DA1;Đường;31/03/2026;1 tỷ;1;;\n"])
    strange = ";".join([province.office.name, "", "DA2;Cầu;31/03/2026;1 tỷ;1;;\n"])

    told = brought(province, body + strange + ";;DA3;Kè;31/03/2026;1 tỷ;1;;\n", head=head)

    assert (told.added, told.rejected, told.ignored) == (2, 1, ["ghi chu"])
    assert "đúng đơn vị giữ sổ" in told.rejects[0][1][0]


def test_a_table_without_needed_columns_is_refused(province: Province) -> None:
    with pytest.raises(BadTable, match="Kế hoạch vốn năm"):
        brought(province, "DA1;Đường;31/03/2026\n", head="Mã dự án;Dự án;Đến ngày\n")


def test_a_table_that_lacks_a_column_says_nothing_of_it(province: Province) -> None:
    brought(province, GOOD)

    told = brought(province, "DA1;Đường liên xã;31/03/2026;2 tỷ\n", head="Mã dự án;Dự án;Ngày số liệu;Kế hoạch vốn\n")

    assert told.edited == 1
    assert RegisterEntry.objects.get(title="Đường liên xã").values["luy_ke"] == 300_000_000


def test_queries_do_not_grow_with_the_rows(province: Province) -> None:
    def count(rows: int, start: int) -> int:
        body = "".join(f"P{start + n};Dự án {n};31/03/2026;10;5;;\n" for n in range(rows))
        with CaptureQueriesContext(connection) as caught:
            brought(province, body)
        return len(caught)

    brought(province, GOOD)

    assert count(2, 0) == count(30, 100)


def finding(province: Province, unit: Unit, number: int, *, done: str = "") -> RegisterEntry:
    return services.add(
        register_id="kien-nghi-kiem-tra",
        unit=province.home_affairs,
        texts={
            "so_ket_luan": "05/KL-SNV", "thu_tu": str(number), "ngay_ket_luan": "02/02/2026", "don_vi": unit.slug,
            "noi_dung": f"Việc {number}", "han": "20/02/2026", "ngay_xong": done,
        },
        actor=province.focal,
        now=NOW,
    )  # fmt: skip


def test_figures_of_departments_make_that_of_their_province_and_communes_keep_theirs(province: Province) -> None:
    commune = UnitFactory(name="Xã Bến Mơ", kind=UnitKind.COMMUNE, parent=province.root)
    finding(province, province.office, 1, done="19/02/2026")
    finding(province, province.home_affairs, 2)
    finding(province, commune, 3)
    address = "kien-nghi-kiem-tra.ty_le_dung_han"

    found = figures.indicator_values(province.focal, addresses=[address], period=YEAR, today=TODAY)

    assert {unit_id: one.value for (unit_id, _), one in found.items()} == {
        province.root.pk: Fraction(50),
        province.office.pk: Fraction(100),
        province.home_affairs.pk: Fraction(0),
        commune.pk: Fraction(0),
    }


def test_level_figures_gather_the_units_of_their_kind(province: Province) -> None:
    commune = UnitFactory(name="Xã Bến Mơ", kind=UnitKind.COMMUNE, parent=province.root)
    services.add(
        register_id="chuan-cong-chuc-xa",
        unit=commune,
        texts={"ma_so": "1", "nhom": "Công chức", "dat_chuan": "Có"},
        actor=province.focal,
        now=NOW,
    )
    address = "chuan-cong-chuc-xa.ty_le_cong_chuc"

    found = figures.indicator_values(
        province.focal, addresses=[address], period=YEAR, today=TODAY, unit_ids=[commune.pk, province.root.pk]
    )

    assert found[commune.pk, address].value == 100
    assert found[province.root.pk, address].value == 100


def test_rows_behind_a_number_are_those_that_make_it(province: Province) -> None:
    finding(province, province.office, 1, done="19/02/2026")
    finding(province, province.office, 2)
    address = "kien-nghi-kiem-tra.ty_le_dung_han"

    asked = {"address": address, "period": YEAR, "today": TODAY, "unit": province.office}

    rows, total, tally = figures.rows_behind(province.focal, most=9, **asked)
    cut, of_all, _ = figures.rows_behind(province.focal, most=1, **asked)

    assert sorted((entry.title, one.above) for entry, one in rows) == [("Việc 1", 1), ("Việc 2", 0)]
    assert (len(cut), of_all, total) == (1, 2, 2)
    assert (tally.above, tally.below) == (1, 2)


def test_figures_take_four_queries_for_all_units(province: Province) -> None:
    for number in range(1, 12):
        finding(province, province.office if number % 2 else province.home_affairs, number)
    addresses = ["kien-nghi-kiem-tra.ty_le_dung_han", "kien-nghi-kiem-tra.qua_han", RATE]

    with CaptureQueriesContext(connection) as caught:
        figures.indicator_values(province.focal, addresses=addresses, period=YEAR, today=TODAY)

    assert len(caught) == 4


def test_more_fields_are_counted_than_one_function_call_takes(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = range(130)
    wide = Register(
        "rong", "1", "Sổ rộng", "", Status.UNVERIFIED, "ten",
        (Field("ten", "Tên", FieldType.TEXT), *(Field(f"f{n}", f"Cột {n}", FieldType.WHOLE) for n in numbers)),
        (State("moi", "Mới"),),
        indicators=tuple(Indicator(f"i{n}", f"Tổng {n}", Part(sum=f"f{n}"), Status.UNVERIFIED, "") for n in numbers),
    )  # fmt: skip
    known = {**books.registers(), wide.id: wide}
    monkeypatch.setattr(books, "registers", lambda: known)
    for texts in ({f"f{n}": str(n) for n in numbers}, {f"f{n}": "1000" for n in numbers if n % 2}):
        services.add(register_id=wide.id, unit=province.office, texts={"ten": "x", **texts}, actor=SYSTEM, now=NOW)
    finding(province, province.office, 1)
    addresses = [*(f"rong.i{n}" for n in numbers), "kien-nghi-kiem-tra.qua_han"]

    asked = {"addresses": addresses, "period": YEAR, "today": TODAY, "unit_ids": [province.office.pk]}
    told = figures.tallies_of_all(**asked)

    sums = [told[province.office.pk, f"rong.i{n}"].above for n in numbers]
    assert sums == [n + 1000 * (n % 2) for n in numbers]
    assert told[province.office.pk, "kien-nghi-kiem-tra.qua_han"].above == 1


def test_strangers_count_nothing_and_unknown_addresses_are_refused(province: Province) -> None:
    finding(province, province.office, 1)
    address = "kien-nghi-kiem-tra.qua_han"

    assert not figures.indicator_values(province.stranger, addresses=[address], period=YEAR, today=TODAY)
    with pytest.raises(UnknownIndicator):
        figures.indicator_values(province.focal, addresses=["giai-ngan.khac"], period=YEAR, today=TODAY)


def test_criteria_read_registers_by_the_contract_of_rooms(province: Province) -> None:
    brought(province, GOOD)
    brought(province, "DA2;Cầu Bến Mơ;30/04/2026;500.000.000;200.000.000;;\n")

    room = Registers()
    told = room.tally(
        names=[RATE], unit_ids=[province.root.pk, province.office.pk], period=YEAR, today=date(2026, 5, 5)
    )

    assert (told[province.root.pk, RATE].numerator, told[province.root.pk, RATE].denominator) == (
        500_000_000,
        2_000_000_000,
    )
    assert (province.office.pk, RATE) not in told
    assert RATE in {offer.name for offer in room.offers()}
