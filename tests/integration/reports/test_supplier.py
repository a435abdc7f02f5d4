"""What periodic reports tell a criterion: due, on time, late, not sent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.apps.base import indicators
from parindex.apps.base.indicators import Tally
from parindex.domain.calendar.periods import Period
from tests.integration.reports.conftest import SENT, Reporting

pytestmark = pytest.mark.django_db
YEAR = Period("Năm", date(2026, 1, 1), date(2027, 1, 1))
ADDRESSES = ("reports:sent_on_time", "reports:sent_late", "reports:not_sent")


def tell(unit_ids: list[int], today: date) -> dict[int, list[Tally]]:
    found = indicators.tally(addresses=ADDRESSES, unit_ids=unit_ids, period=YEAR, today=today)
    return {pk: [found[pk, address] for address in ADDRESSES] for pk in unit_ids if (pk, ADDRESSES[0]) in found}


def test_reports_are_counted_once_due(reporting: Reporting) -> None:
    sent, late, silent = reporting.province.home_affairs, reporting.province.office, reporting.province.root
    due = reporting.period.lower_due_on
    assert tell([sent.pk, late.pk, silent.pk], due) == {}
    reporting.send(sent)
    reporting.send(late, now=SENT + timedelta(days=5))

    found = tell([sent.pk, late.pk, silent.pk], due + timedelta(days=10))

    last = due + timedelta(days=10)
    assert found[sent.pk] == [Tally(1, 1, last), Tally(0, None, last), Tally(0, None, last)]
    assert found[late.pk] == [Tally(0, 1, last), Tally(1, None, last), Tally(0, None, last)]
    assert found[silent.pk] == [Tally(0, 1, last), Tally(0, None, last), Tally(1, None, last)]


def test_queries_do_not_grow_with_the_units(reporting: Reporting) -> None:
    province = reporting.province
    asked = []
    for units in ([province.office.pk], [province.office.pk, province.home_affairs.pk, province.root.pk]):
        with CaptureQueriesContext(connection) as queries:
            tell(units, date(2026, 12, 1))
        asked.append(len(queries))

    assert asked[0] == asked[1]
