"""Of how many units a ratio is taken: those directly below that exist on the last day."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.apps.base import indicators
from parindex.apps.orgs.models import UnitKind
from parindex.domain.calendar.periods import Period
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
YEAR = Period("Năm", date(2026, 1, 1), date(2027, 1, 1))
TODAY = date(2026, 11, 2)


def test_units_directly_below_are_counted_by_kind_while_they_exist() -> None:
    province = UnitFactory(kind=UnitKind.PROVINCE)
    agency = UnitFactory(kind=UnitKind.DEPARTMENT, parent=province)
    UnitFactory(kind=UnitKind.COMMUNE, parent=province, valid_to=date(2026, 11, 3))
    UnitFactory(kind=UnitKind.DISTRICT, parent=province, valid_to=date(2025, 7, 1))
    UnitFactory(kind=UnitKind.COMMUNE, parent=province, valid_from=date(2026, 11, 3))
    UnitFactory(kind=UnitKind.EXTERNAL, parent=province)
    UnitFactory(kind=UnitKind.OFFICE, parent=agency)

    with CaptureQueriesContext(connection) as queries:
        found = indicators.tally(
            addresses=["units:agencies", "units:offices"],
            unit_ids=[province.pk, agency.pk],
            period=YEAR,
            today=TODAY,
        )

    assert {key: tally.numerator for key, tally in found.items()} == {
        (province.pk, "units:agencies"): 2,
        (province.pk, "units:offices"): 0,
        (agency.pk, "units:agencies"): 0,
        (agency.pk, "units:offices"): 1,
    }
    assert len(queries) == 1
