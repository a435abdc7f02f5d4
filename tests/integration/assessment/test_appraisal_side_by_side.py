"""Two appraisers on one item at the same moment, on PostgreSQL; SQLite lets one write at a time anyway."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from parindex.apps.assessment.errors import ChangedMeanwhile
from parindex.apps.assessment.models import Ruling
from parindex.apps.audit import services as audit
from parindex.domain.access import Role
from tests.factories import appraisal as judge
from tests.factories import assessment as make


@pytest.fixture(autouse=True)
def _on_postgresql(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer; run with PARINDEX_DATABASE_URL")


def test_one_of_two_appraisers_wins_and_the_other_is_told() -> None:
    season = judge.make_signed(1)
    item = season.item("1.2")
    people = [season.appraiser, *(make.make_person(season.agency, Role.APPRAISER) for _ in range(5))]

    def run(place: int) -> str:
        try:
            judge.rule(item, "ask", actor=people[place], version=item.version, reason=f"Người {place} hỏi.")
        except ChangedMeanwhile:
            return "told"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(6) as pool:
        found = sorted(pool.map(run, range(6)))

    assert found == ["told"] * 5 + ["won"]
    assert Ruling.objects.get().version == 1
    assert audit.verify().is_whole
