"""The demonstration: 150 units, three years published and verifiable, this year's season half entered, once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from parindex.apps.assessment.context import context_of
from parindex.apps.assessment.models import Campaign, Explanation, Publication, Result, Ruling, Sheet
from parindex.apps.assessment.years import benchmark, year_before
from parindex.apps.audit.models import Event
from parindex.apps.evidence import services as evidence
from parindex.apps.notify.models import Delivery
from parindex.apps.orgs.models import Unit
from parindex.apps.reports.models import PeriodicReport
from parindex.apps.workload.models import ClosedSheet
from parindex.cli import demonstration, demonstration_answers
from parindex.documents.bundle.verify import verify_bundle
from parindex.domain.access import SYSTEM
from parindex.domain.assessment.benchmark import MeanKind
from parindex.domain.assessment.comparison import Gap

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_demonstration_is_lived_once() -> None:
    accounts = demonstration.load(now=NOW)

    assert {account.username for account in accounts} >= {"suoivang", "thamdinh", "lanhdao"}
    assert not Unit.objects.filter(is_fictional=False).exists()
    assert list(Campaign.objects.order_by("year").values_list("year", "state")) == [
        (2023, "published"),
        (2024, "published"),
        (2025, "published"),
        (2026, "open"),
    ]
    years = range(2023, 2027)
    assert [Sheet.objects.filter(campaign__year=year).count() for year in years] == [14, 14, 150, 150]
    check_published()
    check_years()
    check_entering()
    check_told()
    counts = Event.objects.count(), Result.objects.count()
    assert demonstration.load(now=NOW) == ()
    assert (Event.objects.count(), Result.objects.count()) == counts


def check_published() -> None:
    """Every unit has a rank that anyone can recompute, and each step of the appraisal was taken."""
    publication = Publication.objects.get(campaign__year=2025)
    report = verify_bundle(evidence.read_file(publication.bundle), name="ket-qua.zip")
    assert (report.is_same, report.unit_count) == (True, 150)
    assert report.bundle.content.head.is_fictional
    assert not publication.results.filter(rank=None).exists()
    stages = Counter(Ruling.objects.values_list("stage", "decision"))
    assert {("appraisal_1", "ask"), ("appraisal_1", "adjust"), ("appraisal_2", "accept"), ("council", "adjust")} <= set(
        stages
    )
    assert set(Explanation.objects.values_list("outcome", flat=True)) == {"accepted", "refused"}
    assert Result.objects.filter(publication=None, unit__slug="sm-snv").count() == 2


def check_years() -> None:
    """One comparison is whole, the next one breaks where the catalogue changed; provinces have years of their own."""
    rows = Result.objects.filter(unit__slug="sm-stp").exclude(publication=None)
    same, changed = (year_before(rows.get(year=year)) for year in (2024, 2025))
    assert same is not None
    assert changed is not None
    assert (same.is_same_catalogue, same.comparison.is_whole) == (True, True)
    assert (changed.is_linked, changed.comparison.is_whole) == (True, False)
    assert {pair.gap for pair in changed.comparison.items} >= {Gap.NEW, Gap.DROPPED, Gap.SPLIT, Gap.MERGED}
    assert changed.comparison.common is not None
    assert changed.comparison.common.count == 16
    neighbours = benchmark(SYSTEM, index_name="PAR", unit_name="Tỉnh Sông Mây").years
    assert {year.mean_kind for year in neighbours} == set(MeanKind)
    assert len({year.catalogue for year in neighbours}) == 3


def check_entering() -> None:
    """This year some sheets are empty, some half done, some submitted, some signed; the commune's waits half done."""
    sheets = Sheet.objects.filter(campaign__year=2026).prefetch_related("items")
    assert set(sheets.values_list("state", flat=True)) == {"entering", "submitted", "signed"}
    typed = {
        sheet.unit_id: sum(bool(item.inputs) and not item.source for item in sheet.items.all()) for sheet in sheets
    }
    assert 0 in typed.values()
    mine = sheets.select_related("campaign", "group__revision").get(unit__slug="sm-xa-suoi-vang")
    assert (mine.state, 0 < typed[mine.unit_id] < mine.items.count()) == ("entering", True)
    counted = {item.code for item in mine.items.all() if item.source}
    assert {code.partition(".")[0] for code in counted} == set("12345678")
    agency = sheets.get(unit__slug="sm-snv")
    assert {item.code.partition(".")[0] for item in agency.items.all() if item.source} == set("12345678")
    beside = context_of(mine)
    assert all(about.last is not None for about in beside.values())
    assert beside["3.3.1"].targets[0].text.startswith("Tối thiểu 98%")


def check_told() -> None:
    """Letters go to reserved addresses only; one month is closed, and its report tells of the survey of its days."""
    addresses = set(Delivery.objects.filter(channel="email").values_list("address", flat=True))
    assert addresses
    assert all(address.endswith("@song-may.example") for address in addresses)
    assert ClosedSheet.objects.get().points == "70"
    report = PeriodicReport.objects.get(unit__slug="sm-tinh")
    assert {row["key"]: row["value"] for row in report.figures}["phieu-khao-sat"] == "48"


def test_answers_are_the_same_each_time() -> None:
    assert [demonstration_answers.draw("sm-snv", 2025, code, below=100) for code in ("1.1", "1.2", "1.3")] == [
        7,
        51,
        49,
    ]
