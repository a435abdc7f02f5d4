"""A period that is over is judged by what had happened by its last day, whatever is written down later."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.apps.evidence.documents import Facts, add_document
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.registers import books, figures, services
from parindex.apps.registers.importing import hash_of, import_table
from parindex.apps.registers.models import EntryChange, RegisterEntry
from parindex.apps.registers.supplier import Registers
from parindex.documents.read.rows import read_rows
from parindex.domain.access import SYSTEM, Role
from parindex.domain.calendar.periods import Period
from parindex.domain.registers.indicators import Figure
from tests.factories import UnitFactory
from tests.integration.conftest import NOW, Province, actor_in

pytestmark = pytest.mark.django_db
MARCH = Period("Tháng 3", date(2026, 3, 1), date(2026, 4, 1))
LATER = date(2026, 6, 30)
RATE = "kien-nghi-kiem-tra.ty_le_dung_han"
OPEN = "kien-nghi-kiem-tra.qua_han"


def finding(province: Province, number: int = 1, **more: str) -> RegisterEntry:
    return services.add(
        register_id="kien-nghi-kiem-tra",
        unit=province.home_affairs,
        texts={
            "so_ket_luan": "05/KL-SNV", "thu_tu": str(number), "ngay_ket_luan": "02/03/2026",
            "don_vi": province.office.slug, "noi_dung": f"Việc {number}", "han": "20/03/2026",
        } | more,
        actor=province.focal,
        now=NOW,
    )  # fmt: skip


def moved(entry: RegisterEntry, action: str, day: date, **texts: str) -> RegisterEntry:
    now = NOW + (day - NOW.date())
    return services.move(entry=entry, version=entry.version, action=action, texts=texts, actor=SYSTEM, now=now)


def proved(entry: RegisterEntry) -> RegisterEntry:
    paper = add_document(unit=entry.unit, actor=SYSTEM, now=NOW, facts=Facts(number="12/BC-VP")).document
    services.attach(entry=entry, document=paper, actor=SYSTEM, now=NOW)
    return entry


def told(province: Province, address: str = RATE, *, today: date = LATER, period: Period = MARCH) -> Figure:
    found = figures.indicator_values(province.focal, addresses=[address], period=period, today=today)
    return found[province.office.pk, address]


def test_a_finding_that_is_closed_later_was_overdue_at_the_end_of_its_month(province: Province) -> None:
    entry = proved(finding(province))
    before = told(province, OPEN)

    moved(entry, "bao_xong", date(2026, 4, 10), ngay_xong="09/04/2026", ket_qua="Đã niêm yết")

    assert told(province, OPEN) == before
    assert told(province, OPEN).value == 1
    everything = Period("", date(2026, 1, 1), date(2027, 1, 1))
    assert told(province, OPEN, period=everything).value == 0


def test_a_move_that_happened_in_time_counts_although_it_was_written_down_later(province: Province) -> None:
    entry = proved(finding(province))

    done = moved(entry, "bao_xong", date(2026, 4, 10), ngay_xong="19/03/2026", ket_qua="Đã niêm yết")

    assert told(province).value == 100
    change = EntryChange.objects.get(entry=done, kind="moved")
    assert (change.state_before, change.happened_on) == ("dang_khac_phuc", date(2026, 3, 19))


def test_a_finding_still_within_its_limit_is_not_late_because_it_became_so_after_the_month(province: Province) -> None:
    finding(province, han="20/04/2026")

    assert told(province).has_arisen is False
    assert told(province, OPEN).value == 0


def test_a_correction_holds_for_the_past_and_a_day_to_come_does_not(province: Province) -> None:
    entry = finding(province)
    texts = {
        "so_ket_luan": "05/KL-SNV", "thu_tu": "1", "ngay_ket_luan": "02/03/2026", "don_vi": province.office.slug,
        "noi_dung": "Việc 1", "han": "20/04/2026", "ngay_xong": "10/04/2026",
    }  # fmt: skip
    assert told(province).value == 0

    services.edit(entry=entry, version=1, texts=texts, actor=SYSTEM, now=NOW + timedelta(days=60))

    # Corrected to a limit in April: nothing was late in March, nothing settled.
    assert told(province).has_arisen is False


def officials(commune: Unit, rows: str, *, on: date) -> None:
    data = ("Mã;Nhóm;Đạt chuẩn\n" + rows).encode()
    import_table(
        register_id="chuan-cong-chuc-xa",
        unit=commune,
        rows=read_rows(data, name="a.csv"),
        name="a.csv",
        sha256=hash_of(data),
        actor=SYSTEM,
        now=NOW + (on - NOW.date()),
    )


def test_a_register_of_what_stands_is_judged_by_what_was_written_down_by_then(province: Province) -> None:
    commune = UnitFactory(name="Xã Bến Mơ", kind=UnitKind.COMMUNE, parent=province.root)
    officials(commune, "1;Công chức;Có\n2;Công chức;Không\n", on=date(2026, 3, 16))
    officials(commune, "2;Công chức;Có\n3;Công chức;Có\n", on=date(2026, 5, 4))

    def share(period: Period) -> Fraction | None:
        address = "chuan-cong-chuc-xa.ty_le_cong_chuc"
        found = figures.indicator_values(province.focal, addresses=[address], period=period, today=LATER)
        return found[commune.pk, address].value

    february = Period("Tháng 2", date(2026, 2, 1), date(2026, 3, 1))
    assert share(MARCH) == 50
    assert share(Period("Tháng 6", date(2026, 6, 1), date(2026, 7, 1))) == 100
    # The register was not kept yet: each entry as it was first written down is all that is known.
    assert share(february) == Fraction(200, 3)


def recorded(keeper: Unit, subject: Unit, number: int, *, on: date) -> RegisterEntry:
    return services.add(
        register_id="kien-nghi-kiem-tra",
        unit=keeper,
        texts={
            "so_ket_luan": "05/KL-SNV", "thu_tu": str(number), "ngay_ket_luan": "02/03/2026",
            "don_vi": subject.slug, "noi_dung": f"Việc {number}", "han": "20/03/2026",
        },
        actor=SYSTEM,
        now=NOW + (on - NOW.date()),
    )  # fmt: skip


def test_whoever_looks_sees_the_past_figure_that_criteria_are_told(province: Province) -> None:
    """The keeper had begun its register with an entry about another unit, which the commune does not see."""
    commune = UnitFactory(name="Xã Bến Mơ", kind=UnitKind.COMMUNE, parent=province.root)
    recorded(province.home_affairs, province.office, 1, on=date(2026, 3, 16))
    recorded(province.home_affairs, commune, 2, on=date(2026, 5, 4))

    asked = {"period": MARCH, "today": LATER}
    assert Registers().tally(names=[OPEN], unit_ids=[commune.pk], **asked) == {}
    for who in (province.focal, actor_in(commune, Role.FOCAL)):
        rows, total, tally = figures.rows_behind(who, address=OPEN, unit=commune, most=9, **asked)
        seen = figures.indicator_values(who, addresses=[OPEN], **asked)
        listed = figures.figures_of(who, books.register("kien-nghi-kiem-tra"), **asked)["qua_han"]
        assert (rows, total, tally.above, (commune.pk, OPEN) in seen) == ([], 0, 0, False)
        assert commune not in [unit for unit, _ in listed]


def test_a_past_figure_gains_nothing_when_the_first_entry_of_the_register_is_removed(province: Province) -> None:
    first = recorded(province.home_affairs, province.office, 1, on=date(2026, 3, 16))
    recorded(province.home_affairs, province.office, 2, on=date(2026, 5, 4))
    assert told(province, OPEN).tally.above == 1

    services.remove(entry=first, version=first.version, reason="nhập nhầm", actor=SYSTEM, now=NOW)

    found = figures.indicator_values(
        province.focal, addresses=[OPEN], period=MARCH, today=LATER, unit_ids=[province.office.pk]
    )
    assert found[province.office.pk, OPEN].tally.above == 0


def test_rows_behind_a_number_stand_as_they_stood(province: Province) -> None:
    entry = proved(finding(province))
    moved(entry, "bao_xong", date(2026, 4, 10), ngay_xong="09/04/2026", ket_qua="Đã niêm yết")

    rows, _, tally = figures.rows_behind(
        province.focal, address=RATE, period=MARCH, today=LATER, unit=province.office, most=9
    )

    assert [(one.above, one.below) for _, one in rows] == [(Fraction(0), Fraction(1))]
    assert (tally.above, tally.below) == (0, 1)


def test_what_criteria_are_told_does_not_change_when_an_entry_moves_later(province: Province) -> None:
    entries = [proved(finding(province, number)) for number in range(1, 4)]

    def prefill() -> object:
        return Registers().tally(
            names=[RATE, OPEN], unit_ids=[province.office.pk, province.root.pk], period=MARCH, today=LATER
        )

    before = prefill()
    for entry in entries:
        done = moved(entry, "bao_xong", date(2026, 5, 4), ngay_xong="04/05/2026", ket_qua="Xong")
        moved(done, "xac_nhan", date(2026, 5, 5))

    assert prefill() == before


@pytest.mark.parametrize(("address", "queries"), [(RATE, 3), (OPEN, 4)])
def test_a_past_period_takes_no_more_queries_for_thirty_entries_than_for_one(
    province: Province, address: str, queries: int
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            told(province, address)
        return len(caught)

    moved(proved(finding(province)), "bao_xong", date(2026, 4, 10), ngay_xong="09/04/2026", ket_qua="Xong")
    one = count()
    for number in range(2, 31):
        moved(proved(finding(province, number)), "bao_xong", date(2026, 4, 10), ngay_xong="09/04/2026", ket_qua="X")

    assert count() == one == queries


def test_older_lines_of_the_history_take_the_day_on_which_they_were_written(province: Province) -> None:
    entry = proved(finding(province))
    moved(entry, "bao_xong", date(2026, 4, 10), ngay_xong="19/03/2026", ket_qua="Xong")
    EntryChange.objects.update(state_before="", happened_on=None)

    import_module("parindex.apps.registers.migrations.0003_days_of_changes").fill(apps, connection.schema_editor())

    found = {one.kind: (one.state_before, one.happened_on) for one in EntryChange.objects.filter(entry=entry)}
    assert found == {
        "added": ("", None), "attached": ("", None), "moved": ("dang_khac_phuc", date(2026, 4, 10)),
    }  # fmt: skip
