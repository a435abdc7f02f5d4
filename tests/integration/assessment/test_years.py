"""A result beside the year before and beside its group, from the database; the decision that publishes it."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from parindex.apps.assessment import decisions, years
from parindex.apps.assessment.models import Campaign, Publication, Result
from parindex.apps.catalogues import selectors as catalogues
from parindex.apps.evidence import services as evidence
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.documents.write.official.decision_paper import RankedUnit
from parindex.domain.access import ANONYMOUS, SYSTEM, PermissionDenied, Role
from parindex.domain.assessment.benchmark import MeanKind
from parindex.domain.assessment.comparison import Gap
from tests import kept
from tests.factories.assessment import ZONE, Season, make_person, make_revision_of, make_season, sign_sheet
from tests.factories.bundles import CATALOGUE
from tests.factories.orgs import UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 28, 9, 0, tzinfo=ZONE)
LATER = CATALOGUE.replace("id: bundle-test", "id: bundle-test-2").replace(
    "name: Có hay không", "name: Văn bản khác hẳn về tài sản công"
)


def publish(unit: Unit, *, year: int, catalogue: str, points: tuple[str, str], name: str = "") -> Result:
    """Return the result of a unit in a year, with two items of one and two points."""
    revision = make_revision_of(catalogue)
    campaign = Campaign.objects.create(unit=unit, year=year, title=f"Đợt {year}", state="published", created_at=NOW)
    file = evidence.keep_made(data=f"{year}".encode(), name="g.zip", media_type="x", actor=SYSTEM, now=NOW)
    publication = Publication.objects.create(
        campaign=campaign,
        decision_number=f"{year}/QĐ-MH",
        decision_on=date(year + 1, 1, 5),
        issuer="Ủy ban nhân dân tỉnh Sông Mây",
        bundle=file,
        root_sha256="0" * 64,
        published_at=NOW,
    )
    leaves = list(catalogues.catalogue_of(revision).items)
    items = [
        {
            "code": item.code,
            "name": item.name,
            "depth": 0,
            "channel": None,
            "effect": "normal",
            "status": "scored",
            "points": got,
            "maximum": str(item.max_points),
            "sentence": "",
        }
        for item, got in zip(leaves, points, strict=True)
    ]
    total = sum(Fraction(got) for got in points)
    return Result.objects.create(
        publication=publication,
        year=year,
        group="Xã",
        unit=unit,
        unit_name=name or unit.name,
        points=str(float(total)),
        maximum="3",
        index=f"{float(100 * total / 3):.4f}",
        rank=1,
        rank_of=1,
        catalogue_id=revision.catalogue_id,
        catalogue_sha256=revision.sha256,
        items=items,
    )


@pytest.fixture
def commune() -> Unit:
    """Return a commune that does not exist."""
    return UnitFactory(name="Xã Suối Vàng", kind=UnitKind.COMMUNE)


def test_change_of_catalogue_is_followed_by_the_crosswalk_of_the_two_texts(commune: Unit) -> None:
    publish(commune, year=2024, catalogue=CATALOGUE, points=("0.5", "2"))
    after = publish(commune, year=2025, catalogue=LATER, points=("1", "2"))

    found = years.year_before(after)

    assert found is not None
    assert (found.result.year, found.is_same_catalogue, found.is_linked) == (2024, False, True)
    assert [(pair.gap, pair.points_change) for pair in found.comparison.items] == [
        (Gap.NONE, Fraction(1, 2)),
        (Gap.NEW, None),
        (Gap.DROPPED, None),
    ]


def test_unknown_text_is_no_crosswalk(commune: Unit) -> None:
    before = publish(commune, year=2024, catalogue=CATALOGUE, points=("0.5", "2"))
    after = publish(commune, year=2025, catalogue=LATER, points=("1", "2"))
    Result.objects.filter(pk=before.pk).update(catalogue_sha256="f" * 64)

    found = years.year_before(after)

    assert found is not None
    assert (found.is_linked, found.comparison.items) == (False, ())


def test_other_unit_and_later_year_are_not_the_year_before(commune: Unit) -> None:
    publish(UnitFactory(name="Xã Khác"), year=2024, catalogue=CATALOGUE, points=("0.5", "2"))
    publish(commune, year=2026, catalogue=CATALOGUE, points=("0.5", "2"))
    result = publish(commune, year=2025, catalogue=CATALOGUE, points=("1", "2"))

    assert years.year_before(result) is None


def test_published_year_stands_before_what_a_table_says_of_it(commune: Unit) -> None:
    result = publish(commune, year=2025, catalogue=CATALOGUE, points=("1", "2"), name="Xã Suối Vàng cũ")
    for year, index in ((2024, "70"), (2025, "55")):
        Result.objects.create(year=year, unit=commune, unit_name=commune.name, index=index, rank=3, rank_of=9)

    found = years.group_years(result)

    assert [(one.year, one.own.index) for one in found] == [(2024, Fraction(70)), (2025, Fraction(100))]
    assert [one.mean_kind for one in found] == [MeanKind.UNKNOWN, MeanKind.COMPUTED]


def test_benchmark_starts_with_the_own_unit_of_who_asks(commune: Unit) -> None:
    person = make_person(commune, Role.FOCAL)
    for unit, name in ((None, "Xã A"), (commune, "Xã Suối Vàng"), (None, "Trung bình")):
        for year in (2023, 2024):
            Result.objects.create(year=year, unit=unit, unit_name=name, index="70")

    found = years.benchmark(person, index_name="PAR")

    assert (found.unit_name, found.names) == ("Xã Suối Vàng", ("Xã A", "Xã Suối Vàng"))
    with pytest.raises(PermissionDenied):
        years.benchmark(ANONYMOUS, index_name="PAR")


@pytest.fixture
def season() -> Season:
    """Return a season of two communes, one of which has signed."""
    return kept.once("season of one signature", build_season)


def build_season() -> Season:
    """Build the season by the services."""
    season = make_season(2)
    sign_sheet(season.sheet(0))
    return season


def test_draft_of_the_decision_ranks_what_is_settled_and_leaves_number_and_date_blank(season: Season) -> None:
    drafted = decisions.decision_of(season.campaign)

    assert (drafted.number, drafted.on, drafted.grounds) == (None, None, ())
    assert drafted.issuer == f"Ủy ban nhân dân {season.province.name[:1].lower()}{season.province.name[1:]}"
    assert drafted.unit_count == 2
    assert drafted.unranked_count >= 1
    assert isinstance(drafted.groups[0].units[0], RankedUnit)


def test_same_draft_has_the_same_bytes_and_only_a_publisher_gets_it(season: Season) -> None:
    leader = make_person(season.province, Role.LEADER)
    first, again = (
        decisions.export_decision(campaign=season.campaign, form="docx", actor=leader, now=NOW) for _ in range(2)
    )

    assert first == again
    assert first.name == f"du-thao-quyet-dinh-cong-bo-{season.campaign.year}.docx"
    with pytest.raises(PermissionDenied):
        decisions.export_decision(campaign=season.campaign, form="docx", actor=season.holder, now=NOW)


@pytest.mark.parametrize(
    ("kind", "name", "issuer"),
    [
        (UnitKind.PROVINCE, "Tỉnh Sông Mây", "Ủy ban nhân dân tỉnh Sông Mây"),
        (UnitKind.COMMUNE, "Đặc khu Đảo Xa", "Ủy ban nhân dân đặc khu Đảo Xa"),
        (UnitKind.COMMUNE, "Suối Vàng", "Ủy ban nhân dân Suối Vàng"),
        (UnitKind.DEPARTMENT, "Sở Nội vụ", "Sở Nội vụ"),
        (UnitKind.PROVINCE, "Ủy ban nhân dân tỉnh Minh Họa", "Ủy ban nhân dân tỉnh Minh Họa"),
        (UnitKind.COMMUNE, "UBND xã A", "UBND xã A"),
    ],
)
def test_committee_of_a_place_signs_for_it(kind: str, name: str, issuer: str) -> None:
    assert decisions.issuer_of(Unit(kind=kind, name=name)) == issuer
