"""Citing documents: in the time and by the people of entering or explaining, never those of another unit."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parindex.apps.assessment import completeness, diagnoses, linking, proofs, selectors
from parindex.apps.assessment.errors import (
    AlreadyAppraised,
    ForeignDocument,
    LinkNotFound,
    NotExplainable,
    RoundClosed,
    RoundNotOpen,
    SheetNotFound,
)
from parindex.apps.assessment.models import EvidenceLink, RoundKind, Ruling, Sheet
from parindex.apps.audit.models import Event
from parindex.apps.evidence import documents
from parindex.apps.evidence import selectors as library
from parindex.apps.evidence.documents import Facts
from parindex.apps.evidence.errors import DocumentNotFound
from parindex.apps.evidence.models import Document
from parindex.domain.access import PermissionDenied, Role
from parindex.domain.assessment.doctor import FindingCode
from parindex.domain.assessment.risk import RiskKind
from parindex.domain.lifecycle import MoveRefused
from tests import kept
from tests.factories import appraisal as judge
from tests.factories import assessment as make
from tests.factories.appraisal import EXPLAIN_AT, FIRST_AT, rule

pytestmark = pytest.mark.django_db
NOW = make.SEASON_AT


@pytest.fixture
def season() -> make.Season:
    return kept.once("season", make.make_season)


@pytest.fixture
def officer(season):
    return make.make_person(season.communes[0], Role.OFFICER)


def keep(unit, *, actor, number="5/BC-UBND", now=NOW, **facts) -> Document:
    told = Facts(number=number, **facts)
    return documents.add_document(unit=unit, facts=told, actor=actor, now=now).document


def cite(season, document, *, actor, code="1.2", place="mục II, trang 3", now=NOW, sheet=0):
    return linking.link(item=season.item(code, sheet), document=document, place=place, actor=actor, now=now)


def actions() -> list[str]:
    rows = Event.objects.filter(action__startswith="evidence.").order_by("pk")
    return [action.removeprefix("evidence.") for action in rows.values_list("action", flat=True)]


def test_one_document_proves_many_items_years_and_units(season, officer):
    other = make.make_person(season.communes[1], Role.OFFICER)
    document = keep(season.province, actor=season.holder, number="1/QĐ-UBND")

    first = cite(season, document, actor=officer)
    cite(season, document, actor=officer, code="1.1")
    cite(season, document, actor=other, sheet=1)

    assert (first.place, first.round, first.added_by_id) == ("mục II, trang 3", RoundKind.SELF_SCORE, officer.user_id)
    assert document.links.count() == 3
    assert proofs.count_uses(season.holder, [document]) == {document.pk: 3}
    assert proofs.count_uses(officer, [document]) == {document.pk: 2}
    assert [use.code for use in proofs.list_uses(other, document)] == ["1.2"]


def test_citing_twice_is_one_citation(season, officer):
    document = keep(season.communes[0], actor=officer)

    assert cite(season, document, actor=officer) == cite(season, document, actor=officer, place="khác")
    assert EvidenceLink.objects.get().place == "mục II, trang 3"
    assert actions() == ["added", "linked"]


def test_document_of_a_sibling_is_not_there_for_the_officer_and_refused_for_who_sees_both(season, officer):
    other = make.make_person(season.communes[1], Role.OFFICER)
    foreign = keep(season.communes[1], actor=other)
    of_agency = keep(season.agency, actor=season.holder)

    with pytest.raises(DocumentNotFound):
        cite(season, foreign, actor=officer)
    with pytest.raises(ForeignDocument, match="Xã Hư Cấu 0001"):
        cite(season, foreign, actor=season.holder)
    with pytest.raises(ForeignDocument):
        cite(season, of_agency, actor=season.holder)
    assert not EvidenceLink.objects.exists()


@pytest.mark.parametrize("role", [Role.LEADER, Role.APPRAISER, Role.ADMIN])
def test_only_who_enters_scores_cites(season, officer, role):
    document = keep(season.communes[0], actor=officer)
    link = cite(season, document, actor=officer)
    person = make.make_person(season.communes[0], role)

    for step in (
        lambda: cite(season, document, actor=person, code="1.1"),
        lambda: linking.unlink(link=link, actor=person, now=NOW),
        lambda: linking.set_place(link=link, place="x", actor=person, now=NOW),
        lambda: linking.move(link=link, item=season.item("1.1"), actor=person, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            step()


def test_the_clock_of_entering_holds_at_its_second(season, officer):
    document = keep(season.communes[0], actor=officer)
    opens, closes = make.ROUNDS[RoundKind.SELF_SCORE]

    with pytest.raises(RoundNotOpen):
        cite(season, document, actor=officer, now=opens - timedelta(seconds=1))
    with pytest.raises(RoundClosed):
        cite(season, document, actor=officer, now=closes)
    link = cite(season, document, actor=officer, now=closes - timedelta(seconds=1))
    with pytest.raises(RoundClosed):
        linking.unlink(link=link, actor=officer, now=closes)
    assert EvidenceLink.objects.exists()


def test_undo_and_corrections_are_recorded(season, officer):
    document = keep(season.communes[0], actor=officer)
    link = cite(season, document, actor=officer)

    linking.set_place(link=link, place=" trang\0 9 ", actor=officer, now=NOW)
    linking.set_place(link=link, place="trang 9", actor=officer, now=NOW)
    moved = linking.move(link=link, item=season.item("1.1"), actor=officer, now=NOW)
    assert (moved.item.code, moved.place, moved.pk) == ("1.1", "trang 9", link.pk)
    linking.unlink(link=moved, actor=officer, now=NOW)

    assert actions() == ["added", "linked", "place_set", "moved", "unlinked"]
    assert Document.objects.filter(pk=document.pk).exists()
    with pytest.raises(LinkNotFound):
        linking.unlink(link=moved, actor=officer, now=NOW)


def test_moving_onto_an_item_that_cites_it_already_leaves_one(season, officer):
    document = keep(season.communes[0], actor=officer)
    link = cite(season, document, actor=officer)
    standing = cite(season, document, actor=officer, code="1.1", place="của mục này")

    assert linking.move(link=link, item=season.item("1.1"), actor=officer, now=NOW) == standing
    assert linking.move(link=standing, item=season.item("1.1"), actor=officer, now=NOW) == standing
    assert EvidenceLink.objects.get().place == "của mục này"


def test_nothing_moves_to_another_sheet(season, officer):
    link = cite(season, keep(season.communes[0], actor=officer), actor=officer)

    with pytest.raises(LinkNotFound):
        linking.move(link=link, item=season.item("1.1", 1), actor=season.holder, now=NOW)


def test_signed_sheet_takes_documents_only_where_asked_and_while_explaining():
    season = judge.make_signed(2)
    officer = make.make_person(season.communes[0], Role.OFFICER)
    document = keep(season.communes[0], actor=officer)

    with pytest.raises(RoundNotOpen):
        cite(season, document, actor=officer)
    rule(season.item("1.2"), "ask", actor=season.appraiser)
    with pytest.raises(NotExplainable):
        cite(season, document, actor=officer, code="1.1", now=EXPLAIN_AT)
    link = cite(season, document, actor=officer, now=EXPLAIN_AT)
    assert link.round == RoundKind.EXPLANATION
    with pytest.raises(RoundClosed):
        linking.unlink(link=link, actor=officer, now=make.ROUNDS[RoundKind.EXPLANATION][1])
    linking.unlink(link=link, actor=officer, now=EXPLAIN_AT)


def test_what_was_cited_before_signing_stays_while_explaining():
    season = make.make_season(1)
    officer = make.make_person(season.communes[0], Role.OFFICER)
    link = cite(season, keep(season.communes[0], actor=officer), actor=officer)
    make.sign_sheet(season.sheet())
    rule(season.item("1.2"), "adjust", actor=season.appraiser)

    with pytest.raises(ForeignDocument, match="giữ nguyên"):
        linking.unlink(link=link, actor=officer, now=EXPLAIN_AT)
    with pytest.raises(ForeignDocument):
        linking.set_place(link=link, place="khác", actor=officer, now=EXPLAIN_AT)


def test_submitted_sheet_and_appraised_item_are_closed(season, officer):
    document = keep(season.communes[0], actor=officer)
    Ruling.objects.create(item=season.item("1.1"), stage="appraisal_1", decision="accept", actor_name="A", at=FIRST_AT)
    with pytest.raises(AlreadyAppraised):
        cite(season, document, actor=officer, code="1.1")
    Sheet.objects.filter(pk=season.sheet().pk).update(state="submitted")
    with pytest.raises(MoveRefused):
        cite(season, document, actor=officer)


def test_new_document_and_citation_come_both_or_neither(season, officer):
    upload = documents.Upload("a.txt", io.BytesIO(b"Van ban"))
    told = {"facts": Facts(), "place": "", "actor": officer}
    late = make.ROUNDS[RoundKind.SELF_SCORE][1]

    with pytest.raises(RoundClosed):
        linking.link_new(item=season.item("1.2"), upload=upload, now=late, **told)
    assert not Document.objects.exists()
    link = linking.link_new(item=season.item("1.2"), upload=upload, now=NOW, **told)
    assert (link.document.unit, link.document.file_name) == (season.communes[0], "a.txt")


def test_appraiser_opens_documents_of_the_items_of_the_duty_only():
    season = make.make_season(1)
    officer = make.make_person(season.communes[0], Role.OFFICER)
    link = cite(season, keep(season.communes[0], actor=officer), actor=officer)
    public_id = season.sheet().public_id

    with pytest.raises(SheetNotFound):
        selectors.access_sheet(season.appraiser, public_id)
    make.sign_sheet(season.sheet())
    seen = selectors.access_sheet(season.appraiser, public_id)
    assert proofs.access_link(season.appraiser, seen, "1.2", link.pk).document == link.document
    with pytest.raises(LinkNotFound):
        proofs.access_link(season.appraiser, seen, "1.1", link.pk)
    with pytest.raises(DocumentNotFound):
        library.access_document(season.appraiser, link.document.public_id)
    season.group.duties.update(field_code="2")
    with pytest.raises(SheetNotFound):
        proofs.access_link(season.appraiser, seen, "1.2", link.pk)


def test_findings_of_a_sheet_feed_the_points_at_risk(season, officer):
    other = make.make_person(season.communes[1], Role.OFFICER)
    late = keep(season.communes[0], actor=officer, number="1/BC-UBND", issued_on=date(2027, 1, 3))
    foreign = keep(
        season.communes[0],
        actor=officer,
        number="2/BC-UBND",
        issued_on=date(2026, 3, 3),
        issuer="Ủy ban nhân dân xã Hư Cấu 0001",
    )
    own = keep(
        season.communes[0],
        actor=officer,
        number="3/BC-UBND",
        issued_on=date(2026, 3, 3),
        issuer="UBND xã Hư Cấu 0000",
    )
    above = keep(
        season.province,
        actor=season.holder,
        number="4/QĐ-SNV",
        issued_on=date(2026, 3, 3),
        issuer="Sở Nội vụ Sông Mây",
    )
    links = {
        name: cite(season, document, actor=officer, code=code)
        for name, document, code in (
            ("late", late, "1.1"),
            ("foreign", foreign, "1.2"),
            ("own", own, "1.3"),
            ("above", above, "1.3"),
        )
    }
    make.fill_sheet(season.sheet(), actor=officer)
    sheet = season.sheet()
    items = selectors.list_items(sheet, officer)

    with CaptureQueriesContext(connection) as asked:
        found = diagnoses.diagnose_sheet(sheet, items)
    codes = {name: [one.code for one in found[link.pk]] for name, link in links.items()}

    assert FindingCode.OUT_OF_PERIOD in codes["late"]
    assert FindingCode.WRONG_ISSUER in codes["foreign"]
    assert {FindingCode.WRONG_ISSUER, FindingCode.STRANGE_ISSUER}.isdisjoint(codes["own"] + codes["above"])
    assert len(asked) <= 8
    risks = {risk.item_code: risk.kind for risk in completeness.assess(sheet, items).risks}
    assert (risks["1.1"], risks["1.2"], risks.get("1.3")) == (RiskKind.OUT_OF_PERIOD, RiskKind.FOREIGN, None)
    assert other is not None


def test_findings_take_no_more_queries_for_more_documents(season, officer):
    def count() -> int:
        sheet = season.sheet()
        items = selectors.list_items(sheet, officer)
        with CaptureQueriesContext(connection) as asked:
            diagnoses.diagnose_sheet(sheet, items)
        return len(asked)

    cite(season, keep(season.communes[0], actor=officer, issuer="UBND xã Lạ"), actor=officer)
    few = count()
    for place in range(12):
        number = f"{place}/KH"
        document = keep(season.communes[0], actor=officer, number=number, issuer=f"UBND xã Lạ {place}")
        cite(season, document, actor=officer, code="1.1")

    assert count() <= few


def test_same_document_for_the_same_item_in_two_years_is_told(season, officer):
    before = make.make_season(0, year=2025, province=season.province, is_open=False)
    document = keep(season.communes[0], actor=officer, issued_on=date(2026, 1, 5))
    old = Sheet.objects.create(campaign=before.campaign, group=before.group, unit=season.communes[0])
    for code in ("1.1", "1.2"):
        item = old.items.create(code=code, field_code="1", position=1)
        EvidenceLink.objects.create(item=item, document=document, added_at=NOW)
    link = cite(season, document, actor=officer)
    elsewhere = cite(season, document, actor=officer, code="1.3")
    sheet = season.sheet()

    found = diagnoses.diagnose_sheet(sheet, selectors.list_items(sheet, officer))

    assert [one.message for one in found[link.pk] if one.code is FindingCode.USED_BEFORE] == [
        "Tài liệu này đã chứng minh chính mục này năm 2025."
    ]
    assert FindingCode.USED_BEFORE not in [one.code for one in found[elsewhere.pk]]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_nobody_reaches_a_document_beside_the_own_area(data, season):
    """Whatever unit keeps a document and whoever asks: seen only inside the area or above it, cited only there."""
    units = [season.province, season.agency, *season.communes]
    home = data.draw(st.sampled_from(units), label="home")
    keeper = data.draw(st.sampled_from(units), label="keeper")
    role = data.draw(st.sampled_from(list(Role)), label="role")
    person = make.make_person(home, role)
    number = f"{Document.objects.count()}/BC"
    document = Document.objects.create(unit=keeper, number=number, created_at=NOW, search_fold=number)

    inside, above = keeper.path.startswith(home.path), home.path.startswith(keeper.path)
    listed = {one.pk for one in library.list_documents(person, library.DocumentFilter(), limit=1000)}
    # Supervision sees no scores, so none of their documents either.
    assert (document.pk in listed) == ((inside or above) and role is not Role.SUPERVISOR)
    for place, commune in enumerate(season.communes):
        refused = ""
        try:
            cite(season, document, actor=person, sheet=place)
        except (PermissionDenied, DocumentNotFound, ForeignDocument) as error:
            refused = error.code
        may_enter = role in (Role.FOCAL, Role.OFFICER) and commune.path.startswith(home.path)
        is_usable = keeper.path.startswith(commune.path) or commune.path.startswith(keeper.path)
        assert (refused == "") == (may_enter and is_usable and (inside or above))
