"""Growth: this year and an earlier one from the entries of one register; what has no earlier year stays unknown."""

from __future__ import annotations

from datetime import date

import pytest

from parindex.apps.assessment import live
from parindex.apps.base import indicators
from parindex.apps.base.indicators import Behind
from parindex.apps.orgs.models import Unit
from parindex.apps.registers import services
from parindex.definitions.feeds import loader
from parindex.domain.access import SYSTEM
from parindex.domain.calendar.periods import Period
from tests.integration.conftest import NOW, Province

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
LAST_DAY = date(2026, 12, 31)
THIS = "registers:thu-ngan-sach.ty_le_thu"


def collected(unit: Unit, year: int, amount: str) -> None:
    texts = {"nam": str(year), "ngay_chot": f"31/10/{year}", "du_toan": "9 tỷ", "luy_ke": amount}
    services.add(register_id="thu-ngan-sach", unit=unit, texts=texts, actor=SYSTEM, now=NOW)


def growth_of(unit: Unit, *, period: Period | None = None, today: date = LAST_DAY) -> live.Live:
    feeds = {"8.3": loader.load_feeds("commune-2026-demonstration")["8.3"]}
    year = period or live.year_of(2026)
    return live.read_feeds(feeds, unit_ids=[unit.pk], period=year, today=today)[unit.pk]["8.3"]


def test_growth_takes_both_years_with_the_day_of_each(province: Province) -> None:
    collected(province.office, 2025, "8 tỷ")
    collected(province.office, 2026, "8,4 tỷ")

    found = growth_of(province.office)

    assert found.inputs == {"current": "8400", "previous": "8000"}
    assert found.as_of == LAST_DAY
    assert "năm trước (đến hết 31/12/2025)" in found.source
    assert found.source.endswith("đến hết 31/12/2026")


@pytest.mark.parametrize(
    ("period", "today"),
    [(live.year_of(2026), date(2026, 12, 30)), (Period("Quý III", date(2026, 1, 1), date(2026, 10, 1)), LAST_DAY)],
)
def test_part_of_a_year_is_not_held_against_the_whole_year_before(
    province: Province, period: Period, today: date
) -> None:
    collected(province.office, 2025, "8 tỷ")
    collected(province.office, 2026, "8,4 tỷ")

    found = growth_of(province.office, period=period, today=today)

    assert found.inputs is None
    assert found.is_part_of_year


def test_growth_is_unknown_while_the_year_before_has_nothing(province: Province) -> None:
    collected(province.office, 2026, "8,4 tỷ")

    found = growth_of(province.office)

    assert found.inputs is None
    assert not found.is_part_of_year
    assert "năm trước (chưa có số liệu)" in found.source


def test_rows_without_an_amount_are_not_called_no_rows(province: Province) -> None:
    collected(province.office, 2025, "")
    collected(province.office, 2026, "8,4 tỷ")

    found = growth_of(province.office)

    assert found.inputs is None
    assert "năm trước (đến hết 31/12/2025)" in found.source
    assert found.unknown == 1


def test_rows_of_an_earlier_year_are_those_of_that_year(province: Province) -> None:
    behind = Behind("", province.office.pk, live.year_of(2026), TODAY)

    way = indicators.rows_of(f"{THIS}@2021", behind)

    assert way is not None
    assert (way.query["tu"], way.query["den"]) == ("2021-01-01", "2021-12-31")
    with pytest.raises(indicators.UnknownIndicator):
        indicators.rows_of(f"{THIS}@sometime", behind)
