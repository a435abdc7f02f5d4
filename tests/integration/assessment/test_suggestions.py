"""What is offered as proof: handed in with assignments, used last year, or about what the catalogue asks for."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.apps.assessment import linking, selectors, suggestions
from parindex.apps.assessment.errors import LinkNotFound, RoundClosed
from parindex.apps.assessment.models import EvidenceLink, RoundKind, Sheet
from parindex.apps.assignments import services as assignments
from parindex.apps.assignments.models import Assignment
from parindex.apps.evidence import documents
from parindex.apps.evidence.documents import Facts
from parindex.apps.evidence.models import Document, StoredFile
from parindex.apps.imports import review
from parindex.apps.planning.models import PlanItem
from parindex.domain.access import PermissionDenied, Role
from tests import kept
from tests.factories import assessment as make
from tests.factories.plans import import_text

pytestmark = pytest.mark.django_db
NOW = make.SEASON_AT


@pytest.fixture
def season() -> make.Season:
    return kept.once("season", make.make_season)


@pytest.fixture
def officer(season):
    return make.make_person(season.communes[0], Role.OFFICER)


@pytest.fixture
def assignment(season) -> Assignment:
    """Return an assignment of the first commune's own plan on the criterion 1.2."""
    focal = make.make_person(season.communes[0], Role.FOCAL)
    draft = import_text(unit=season.communes[0], actor=focal, now=NOW)
    for item in draft.items.all():
        review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=focal, now=NOW)
    plan = assignments.approve_plan(draft=draft, actor=focal, now=NOW).plan
    first, second = PlanItem.objects.filter(plan=plan).order_by("position")[:2]
    PlanItem.objects.filter(pk=first.pk).update(code="TCTP 1.2")
    PlanItem.objects.filter(pk=second.pk).update(code="TCTP 11.2")
    return Assignment.objects.filter(plan_item=first).order_by("pk")[0]


def hand_in(assignment, *, actor, **proof):
    told = {"document_number": "8/BC-UBND", "document_date": date(2026, 9, 1), **proof}
    fresh = Assignment.objects.get(pk=assignment.pk)
    return assignments.submit(
        assignment=fresh, version=fresh.version, note="", proof=assignments.Proof(**told), actor=actor, now=NOW
    )


def ask(season, actor, code="1.2", place=0):
    sheet = season.sheet(place)
    item = selectors.access_item(actor, sheet, code)
    return item, suggestions.suggest(item, actor)


def test_proof_of_an_assignment_is_taken_without_sending_it_again(season, officer, assignment):
    focal = make.make_person(season.communes[0], Role.FOCAL)
    report = hand_in(assignment, actor=focal, stream=io.BytesIO(b"Bao cao"), file_name="bao-cao.txt")
    files = StoredFile.objects.count()

    item, offered = ask(season, officer)
    assert [one.label for one in offered.proofs] == ["8/BC-UBND bao-cao.txt"]
    link = suggestions.take_proof(item=item, report_id=report.pk, actor=officer, now=NOW)

    assert (link.document.file, link.document.number, link.document.issued_on) == (
        report.file,
        "8/BC-UBND",
        date(2026, 9, 1),
    )
    assert (link.document.unit, StoredFile.objects.count()) == (season.communes[0], files)
    assert ask(season, officer)[1].proofs == ()
    assert suggestions.take_proof(item=ask(season, officer)[0], report_id=report.pk, actor=officer, now=NOW) == link


def test_number_without_file_is_taken_as_a_number(season, officer, assignment):
    report = hand_in(assignment, actor=make.make_person(season.communes[0], Role.FOCAL))
    item, _ = ask(season, officer)

    link = suggestions.take_proof(item=item, report_id=report.pk, actor=officer, now=NOW)

    assert (link.document.file, link.document.number) == (None, "8/BC-UBND")


def test_proof_is_offered_for_its_criterion_unit_and_year_only(season, officer, assignment):
    focal = make.make_person(season.communes[0], Role.FOCAL)
    report = hand_in(assignment, actor=focal)
    other = make.make_person(season.communes[1], Role.OFFICER)

    assert not ask(season, officer, code="1.1")[1]
    assert not ask(season, other, place=1)[1]
    with pytest.raises(LinkNotFound):
        suggestions.take_proof(item=ask(season, officer, code="1.1")[0], report_id=report.pk, actor=officer, now=NOW)
    with pytest.raises(LinkNotFound):
        suggestions.take_proof(item=ask(season, other, place=1)[0], report_id=report.pk, actor=other, now=NOW)
    Assignment.objects.filter(pk=assignment.pk).update(year=2025)
    assert not ask(season, officer)[1]


def test_proof_that_was_taken_back_is_not_offered(season, officer, assignment):
    focal = make.make_person(season.communes[0], Role.FOCAL)
    report = hand_in(assignment, actor=focal)
    fresh = Assignment.objects.get(pk=assignment.pk)
    assignments.undo(assignment=fresh, version=fresh.version, actor=focal, now=NOW)
    Assignment.objects.filter(pk=assignment.pk).update(state="done", done_at=NOW)

    item, offered = ask(season, officer)

    assert not offered
    with pytest.raises(LinkNotFound):
        suggestions.take_proof(item=item, report_id=report.pk, actor=officer, now=NOW)


def test_taking_needs_the_right_and_the_time_and_leaves_nothing(season, officer, assignment):
    focal = make.make_person(season.communes[0], Role.FOCAL)
    report = hand_in(assignment, actor=focal)
    leader = make.make_person(season.communes[0], Role.LEADER)
    item, _ = ask(season, leader)

    with pytest.raises(PermissionDenied):
        suggestions.take_proof(item=item, report_id=report.pk, actor=leader, now=NOW)
    late = make.ROUNDS[RoundKind.SELF_SCORE][1]
    with pytest.raises(RoundClosed):
        suggestions.take_proof(item=item, report_id=report.pk, actor=officer, now=late)
    assert not Document.objects.exists()


def test_documents_of_last_year_and_alike_are_offered_once(season, officer):
    before = make.make_season(0, year=2025, province=season.province, is_open=False)
    before.campaign.state = "published"
    before.campaign.save()
    old = Sheet.objects.create(campaign=before.campaign, group=before.group, unit=season.communes[0])

    def keep(number, subject, day):
        facts = Facts(number=number, subject=subject, issued_on=day)
        return documents.add_document(unit=season.communes[0], facts=facts, actor=officer, now=NOW).document

    last = keep("1/BC-UBND", "Báo cáo kết quả thực hiện kế hoạch năm 2025", date(2025, 12, 1))
    alike = keep("2/BC-UBND", "Báo cáo kết quả thực hiện kế hoạch cải cách hành chính", date(2026, 6, 1))
    keep("3/TB-UBND", "Thông báo lịch trực tết", date(2026, 1, 1))
    keep("4/BC-UBND", "Báo cáo kết quả thực hiện kế hoạch cải cách hành chính", date(2024, 6, 1))
    item = old.items.create(code="1.2", field_code="1", position=1)
    EvidenceLink.objects.create(item=item, document=last, added_at=NOW)

    with CaptureQueriesContext(connection) as asked:
        found = suggestions.suggest(selectors.access_item(officer, season.sheet(), "1.2"), officer).documents
    assert [(one.document, one.reason) for one in found] == [
        (last, "đã chứng minh mục này năm 2025"),
        (alike, "trích yếu gần với tài liệu cần có"),
    ]
    assert len(asked) <= 12
    linking.link(item=season.item("1.2"), document=alike, place="", actor=officer, now=NOW)
    assert [one.document for one in ask(season, officer)[1].documents] == [last]
