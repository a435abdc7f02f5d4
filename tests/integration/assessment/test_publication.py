"""Publishing: whole or not at all, recomputable elsewhere, and never changed afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from parindex.apps.assessment import next_plan, publication, results, sheets
from parindex.apps.assessment.errors import AssessmentError, ChangedMeanwhile, RoundClosed, RoundNotOpen
from parindex.apps.assessment.models import Campaign, Publication, Result, Ruling, Sheet
from parindex.apps.assessment.publication import Decision, NotPublishable
from parindex.apps.assessment.scoring import refresh_totals
from parindex.apps.assessment.verification import find_changes
from parindex.apps.audit.models import Event
from parindex.apps.evidence import services as evidence
from parindex.apps.imports import selectors as drafts
from parindex.apps.orgs import services as units
from parindex.documents.bundle.verify import verify_bundle
from parindex.domain.access import SYSTEM, PermissionDenied, Role
from parindex.domain.lifecycle import MoveRefused
from tests import kept
from tests.factories.assessment import ZONE, Season, make_person, make_revision_of, make_season, sign_sheet
from tests.factories.bundles import CATALOGUE

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 28, 9, 0, tzinfo=ZONE)
DECISION = Decision("01/QĐ-MH", date(2026, 12, 28), "UBND tỉnh Sông Mây")


@pytest.fixture
def season() -> Season:
    """Return a season of three communes by a catalogue of two items, every sheet signed."""
    return kept.once("season of two items", build_season)


def build_season() -> Season:
    """Build the season by the services."""
    season = make_season(3, revision=make_revision_of(CATALOGUE))
    for place in range(3):
        sign_sheet_with(season, place, numerator=str(place))
    return season


def sign_sheet_with(season: Season, place: int, *, numerator: str) -> None:
    sheet = season.sheet(place)
    officer, leader = make_person(sheet.unit, Role.OFFICER), make_person(sheet.unit, Role.LEADER)
    now = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)
    for code, inputs in (("1", {"numerator": numerator, "denominator": "3"}), ("2", {"met": "có"})):
        item = season.item(code, place)
        sheets.save_answer(
            item=item,
            version=item.version,
            inputs=inputs,
            is_not_applicable=False,
            justification="Hồ sơ giấy (hư cấu).",
            actor=officer,
            now=now,
        )
    sent = sheets.submit(sheet=season.sheet(place), version=sheet.version, note="", actor=officer, now=now)
    sheets.sign(sheet=sent, version=sent.version, note="", actor=leader, now=now)


def publish(season: Season, **changes: object) -> Publication:
    current = Campaign.objects.get(pk=season.campaign.pk)
    values: dict[str, object] = {
        "campaign": current,
        "version": current.version,
        "decision": DECISION,
        "actor": make_person(season.province, Role.LEADER),
        "now": NOW,
    }
    return publication.publish(**{**values, **changes})  # type: ignore[arg-type]


def adjust(season: Season, code: str, place: int, *, decision: str = "adjust", **inputs: str) -> None:
    Ruling.objects.create(
        item=season.item(code, place),
        stage="appraisal_1",
        decision=decision,
        inputs=inputs,
        reason="Theo số liệu đối chiếu (hư cấu).",
        actor_name="Người thẩm định",
        at=NOW,
    )
    refresh_totals(season.sheet(place))


def test_result_is_ranked_and_the_bundle_recomputes_elsewhere(season: Season) -> None:
    published = publish(season)

    lines = results.list_results(published)
    assert [(line.rank, line.points, line.rank_of) for line in lines] == [
        (1, Decimal("2.6667"), 3),
        (2, Decimal("2.3333"), 3),
        (3, Decimal("2"), 3),
    ]
    report = verify_bundle(evidence.read_file(published.bundle), expected_key=publication.signing_key().public_hex)
    assert report.is_same
    assert report.root == published.root_sha256
    assert {unit.name for unit in report.bundle.content.units} == {line.unit_name for line in lines}


def test_final_answers_are_those_of_the_appraisal(season: Season) -> None:
    adjust(season, "1", 2, numerator="0", denominator="3")

    lines = {line.unit_name: line for line in results.list_results(publish(season), with_items=True)}

    own = lines[season.communes[2].name]
    assert (own.points, own.rank) == (Decimal("2"), 2)
    assert own.items[0]["points"] == "0"


def test_row_that_was_changed_in_the_database_is_found(season: Season) -> None:
    published = publish(season)
    assert list(find_changes()) == []

    Result.objects.filter(publication=published, rank=2).update(rank=1)

    (change,) = find_changes()
    assert season.communes[1].name in change


def test_unit_that_merges_later_changes_nothing_published(season: Season) -> None:
    published = publish(season)
    before = evidence.read_file(published.bundle)

    units.rename(unit=season.communes[0], name="Xã Tên Mới", short_name="", actor=SYSTEM, now=NOW)

    assert evidence.read_file(published.bundle) == before
    assert {line.unit_name for line in results.list_results(published)} == {unit.name for unit in season.communes}


def test_preview_writes_nothing_and_names_what_is_open() -> None:
    season = make_season(2, revision=make_revision_of(CATALOGUE))
    sign_sheet_with(season, 0, numerator="1")

    shown = publication.preview(season.campaign)

    assert shown.problems == (f"1 phiếu chưa được lãnh đạo đơn vị duyệt: {season.communes[1].name}.",)
    assert shown.unsettled == (season.communes[1].name,)
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("decision", [replace(DECISION, number=" "), replace(DECISION, on=date(2026, 12, 29))])
def test_decision_must_be_whole_and_not_of_the_future(season: Season, decision: Decision) -> None:
    with pytest.raises(NotPublishable):
        publish(season, decision=decision)
    assert Result.objects.count() == 0


def test_open_question_stops_publication(season: Season) -> None:
    adjust(season, "1", 0, decision="ask")

    with pytest.raises(NotPublishable, match="yêu cầu giải trình") as refused:
        publish(season)
    assert season.communes[0].name in refused.value.message


def test_unsettled_unit_is_published_without_rank_only_when_accepted() -> None:
    season = make_season(2, revision=make_revision_of(CATALOGUE))
    sign_sheet_with(season, 0, numerator="1")
    sign_sheet_with(season, 1, numerator="")
    with pytest.raises(NotPublishable, match="chưa có hạng"):
        publish(season)

    lines = results.list_results(publish(season, accepts_unsettled=True))

    assert [(line.rank, line.index is None) for line in lines] == [(1, False), (None, True)]


@pytest.mark.parametrize(
    ("now", "error"),
    [
        (datetime(2026, 12, 27, 6, 59, 59, tzinfo=ZONE), RoundNotOpen),
        (datetime(2026, 12, 31, 17, 0, 0, tzinfo=ZONE), RoundClosed),
    ],
)
def test_publication_has_its_time(season: Season, now: datetime, error: type[AssessmentError]) -> None:
    with pytest.raises(error):
        publish(season, now=now, decision=replace(DECISION, on=date(2026, 12, 1)))


def test_only_a_leader_of_the_holder_publishes(season: Season) -> None:
    for actor in (season.holder, season.appraiser, make_person(season.communes[0], Role.LEADER)):
        with pytest.raises(PermissionDenied):
            publish(season, actor=actor)


def test_page_that_is_out_of_date_publishes_nothing(season: Season) -> None:
    with pytest.raises(ChangedMeanwhile):
        publish(season, version=0)


def test_published_season_takes_no_more_answers_and_no_second_publication(season: Season) -> None:
    publish(season)

    item = season.item("1")
    with pytest.raises(AssessmentError):
        sheets.save_answer(
            item=item,
            version=item.version,
            inputs={"numerator": "3", "denominator": "3"},
            is_not_applicable=False,
            justification="",
            actor=make_person(season.communes[0], Role.OFFICER),
            now=datetime(2026, 11, 3, tzinfo=ZONE),
        )
    with pytest.raises(MoveRefused):
        publish(season)
    assert set(Sheet.objects.values_list("state", flat=True)) == {"published"}
    assert Event.objects.filter(action="campaign.published").count() == 1
    codes = set(Event.objects.filter(object_type="campaign").values_list("object_id", flat=True))
    assert codes == {str(season.campaign.public_id)}


def test_losses_become_a_draft_plan_once(season: Season) -> None:
    line = results.list_results(publish(season), with_items=True)[2]
    focal = make_person(season.province, Role.FOCAL)

    first, is_new = next_plan.draft_next_plan(result=line, actor=focal, now=NOW)
    again, is_new_again = next_plan.draft_next_plan(result=line, actor=focal, now=NOW)

    assert (is_new, is_new_again) == (True, False)
    assert again.pk == first.pk
    items = drafts.list_items(first)
    assert [(item.section, item.fields["names"]["value"], item.state) for item in items] == [
        ("fix", ["Tỷ lệ"], "accepted"),
        ("maintain", ["Có hay không"], "accepted"),
    ]
    assert items[0].source["label"].startswith("Kết quả năm")


def test_leaf_results_leave_out_what_does_not_apply(season: Season) -> None:
    line = results.list_results(publish(season), with_items=True)[0]
    line.items[0]["status"] = "not_applicable"

    assert [(row.code, row.points) for row in next_plan.leaf_results(line)] == [("2", Fraction(2))]


def test_full_catalogue_of_communes_is_published_and_recomputed() -> None:
    season = make_season(2)
    for place in range(2):
        sign_sheet(season.sheet(place))

    published = publish(season, accepts_unsettled=True)

    assert verify_bundle(evidence.read_file(published.bundle)).is_same
