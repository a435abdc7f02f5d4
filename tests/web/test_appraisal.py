"""The pages of the appraisal: the list of one criterion, deciding, undoing, explaining, blind, council, progress."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parindex.apps.assessment import explanations
from parindex.apps.assessment.models import Campaign, EvidenceLink, Explanation, Ruling, RulingStage
from parindex.apps.evidence import services as evidence
from parindex.apps.evidence.models import Document
from parindex.apps.people.models import User
from parindex.domain.access import SYSTEM, Actor, Role
from tests import kept
from tests.factories import appraisal as judge
from tests.factories import assessment as make
from tests.factories.appraisal import COUNCIL_AT, EXPLAIN_AT, FIRST_AT, SECOND_AT, rule

pytestmark = pytest.mark.django_db
CODE = "1.2"
SECRET = "Lý do chỉ cơ quan thẩm định biết (hư cấu)."


@pytest.fixture
def season() -> make.Season:
    return kept.once("half-signed season", lambda: judge.make_signed(3, signed=2))


class Page:
    """A person on the site at a moment."""

    def __init__(self, client_for: Any, season: make.Season) -> None:
        self.client_for, self.season = client_for, season

    def as_(self, actor: Actor, at: datetime) -> Any:
        """Return a client of a person who signs in at a moment."""
        with time_machine.travel(at, tick=False):
            return self.client_for(User.objects.get(pk=actor.user_id))

    def get(self, actor: Actor, name: str, *args: object, at: datetime = FIRST_AT, query: str = "") -> Any:
        with time_machine.travel(at, tick=False):
            return self.as_(actor, at).get(reverse(name, args=args) + query)

    def post(self, actor: Actor, name: str, *args: object, at: datetime = FIRST_AT, **data: str) -> Any:
        with time_machine.travel(at, tick=False):
            return self.as_(actor, at).post(reverse(name, args=args), data)

    def criterion(self) -> tuple[object, ...]:
        return ("appraisal-criterion", self.season.campaign.public_id, self.season.group.pk, CODE)

    def decide(self, actor: Actor, *where: object, place: int = 0, at: datetime = FIRST_AT, **data: str) -> Any:
        item = self.season.item(CODE, place)
        told = {"muc": str(item.pk), "version": str(item.version), "quyet-dinh": "chap-nhan"}
        return self.post(actor, *(where or self.criterion()), at=at, **(told | data))


@pytest.fixture
def page(client_for, season) -> Page:
    return Page(client_for, season)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_queue_leads_to_each_criterion_with_its_counts(page, season):
    shown = text_of(page.get(season.appraiser, "appraisal-queue", season.campaign.public_id))

    assert reverse("appraisal-criterion", args=[season.campaign.public_id, season.group.pk, CODE]) in shown
    assert "1 phiếu chưa ký" in shown
    by_unit = text_of(page.get(season.appraiser, "appraisal-queue", season.campaign.public_id, query="?theo=don-vi"))
    assert season.communes[0].name in by_unit
    assert season.communes[2].name not in by_unit


def test_one_campaign_is_opened_at_once(page, season):
    answer = page.get(season.appraiser, "appraisal-list")

    assert answer.url == reverse("appraisal-queue", args=[season.campaign.public_id])


def test_accepting_leads_to_the_next_unit_and_can_be_undone(page, season):
    answer = page.decide(season.appraiser)

    assert answer.status_code == 302
    assert f"muc={season.item(CODE, 1).pk}" in answer.url
    assert Ruling.objects.get().decision == "accept"
    page.post(season.appraiser, "appraisal-undo", season.campaign.public_id)
    assert not Ruling.objects.exists()


def test_an_adjustment_without_a_reason_keeps_what_was_typed(page, season):
    data = {"quyet-dinh": "dieu-chinh", "so-numerator": "31", "so-denominator": "40"}

    answer = page.decide(season.appraiser, **data)

    assert answer.status_code == 422
    assert 'value="31"' in text_of(answer)
    assert "ghi lý do" in text_of(answer)
    assert not Ruling.objects.exists()
    assert page.decide(season.appraiser, **data, **{"ly-do": "Chỉ 31 có tài liệu."}).status_code == 302
    assert Ruling.objects.get().inputs == {"numerator": "31", "denominator": "40"}


def test_a_decision_on_an_older_state_is_a_conflict(page, season):
    old = str(season.item(CODE).version)
    rule(season.item(CODE), "ask", actor=season.appraiser)
    colleague = make.make_person(season.agency, Role.APPRAISER)

    answer = page.decide(colleague, version=old)

    assert answer.status_code == 409
    assert Ruling.objects.get().decision == "ask"


def test_a_closed_step_shows_no_buttons_and_takes_no_decision(page, season):
    shown = page.get(season.appraiser, *page.criterion(), at=EXPLAIN_AT)

    assert "chỉ xem được" in text_of(shown)
    assert page.decide(season.appraiser, at=EXPLAIN_AT).status_code == 422
    assert not Ruling.objects.exists()


def test_filter_narrows_the_list(page, season):
    rule(season.item(CODE), "ask", actor=season.appraiser)

    shown = text_of(page.get(season.appraiser, *page.criterion(), query="?loc=hoi"))

    assert season.communes[0].name in shown
    assert season.communes[1].name not in shown


def test_rest_of_a_sheet_is_accepted_at_once(page, season):
    sheet = season.sheet()
    page.post(season.appraiser, "appraisal-rest", sheet.public_id)

    assert Ruling.objects.filter(item__sheet=sheet, decision="accept").count() > 20
    assert not Ruling.objects.exclude(item__sheet=sheet).exists()


def test_strangers_and_drafts_are_not_found(page, season):
    foreign = make.make_person(make.UnitFactory(name="Sở Tài chính Sông Mây", parent=season.province), Role.APPRAISER)
    draft = season.sheet(2)

    assert page.get(foreign, *page.criterion()).status_code == 404
    assert page.decide(foreign).status_code == 404
    assert page.get(season.appraiser, "appraisal-sheet", draft.public_id).status_code == 404
    assert page.get(season.appraiser, "sheet-explain", season.sheet().public_id).status_code == 404
    other_item = str(season.item(CODE, 2).pk)
    assert page.decide(season.appraiser, muc=other_item).status_code == 404


def test_documents_are_given_to_who_appraises(page, season):
    file = evidence.keep_made(data=b"Bien ban", name="a.txt", media_type="text/plain", actor=SYSTEM, now=FIRST_AT)
    kept = Document.objects.create(
        unit=season.communes[0], file=file, file_name="bien-ban.txt", created_at=FIRST_AT, search_fold=""
    )
    link = EvidenceLink.objects.create(item=season.item(CODE), document=kept, place="trang 2", added_at=FIRST_AT)
    where = ("appraisal-document", season.sheet().public_id, CODE)

    assert "trang 2" in text_of(page.get(season.appraiser, *page.criterion()))
    answer = page.get(season.appraiser, *where, link.pk)
    assert b"".join(answer.streaming_content) == b"Bien ban"
    assert page.get(season.appraiser, *where, link.pk + 1).status_code == 404
    assert page.get(make.make_person(season.communes[1], Role.LEADER), *where, link.pk).status_code == 404


def test_blind_appraisal_hides_the_first_result(page, season):
    Campaign.objects.filter(pk=season.campaign.pk).update(blind_percent=100)
    rule(season.item(CODE), "ask", actor=season.appraiser, reason=SECRET)
    colleague = make.make_person(season.agency, Role.APPRAISER)
    where = ("appraisal-blind", season.campaign.public_id)

    opened = f"?muc={season.item(CODE).pk}"

    for shown in (page.get(colleague, *page.criterion(), query=opened), page.get(colleague, *where)):
        assert SECRET not in text_of(shown)
        assert "Chờ thẩm định kín" in text_of(shown)
    filtered = text_of(page.get(colleague, *page.criterion(), query="?loc=hoi"))
    assert "Không có mục nào khớp bộ lọc" in filtered
    assert SECRET in text_of(page.get(season.appraiser, *page.criterion(), query=opened))
    assert page.decide(colleague, *where).status_code == 302
    assert Ruling.objects.get(stage=RulingStage.BLIND).decision == "accept"
    report = text_of(page.get(season.holder, "appraisal-agreement", season.campaign.public_id))
    assert "0% (0/1)" in report
    assert "Mức thống nhất gần như ngẫu nhiên." in report


def test_the_unit_reads_and_answers_when_the_step_of_explaining_begins(page, season):
    officer = make.make_person(season.communes[0], Role.OFFICER)
    rule(season.item(CODE), "adjust", actor=season.appraiser, reason=SECRET)
    where = ("sheet-explain", season.sheet().public_id)
    item = season.item(CODE)
    told = {"muc": str(item.pk), "version": str(item.version), "noi-dung": "Kèm biên bản (hư cấu)."}

    assert SECRET not in text_of(page.get(officer, *where))
    assert page.post(officer, *where, **told).status_code == 422
    assert SECRET in text_of(page.get(officer, *where, at=EXPLAIN_AT))
    empty = page.post(officer, *where, at=EXPLAIN_AT, **(told | {"noi-dung": " "}))
    assert empty.status_code == 422
    assert page.post(officer, *where, at=EXPLAIN_AT, **told).status_code == 302
    assert Explanation.objects.get().text == "Kèm biên bản (hư cấu)."


def test_the_second_appraisal_judges_the_explanation(page, season):
    rule(season.item(CODE), "adjust", actor=season.appraiser)
    officer = make.make_person(season.communes[0], Role.OFFICER)
    item = season.item(CODE)
    explanations.explain(item=item, text="Có biên bản.", version=item.version, actor=officer, now=EXPLAIN_AT)

    shown = text_of(page.get(season.appraiser, *page.criterion(), at=SECOND_AT, query=f"?muc={item.pk}"))
    assert "Có biên bản." in shown
    refused = page.decide(season.appraiser, at=SECOND_AT, **{"quyet-dinh": "bac-giai-trinh"})
    assert refused.status_code == 422
    assert page.decide(season.appraiser, at=SECOND_AT, **{"quyet-dinh": "nhan-giai-trinh"}).status_code == 302
    assert Explanation.objects.get().outcome == "accepted"


def test_an_explained_item_is_judged_in_the_second_appraisal_while_the_first_is_still_open(page, season):
    """A first round that was reopened beside the second must not swallow the explanation."""
    season.campaign.rounds.filter(kind="appraisal_1").update(closes_at=SECOND_AT + timedelta(days=3))
    rule(season.item(CODE), "adjust", actor=season.appraiser)
    officer = make.make_person(season.communes[0], Role.OFFICER)
    item = season.item(CODE)
    explanations.explain(item=item, text="Có biên bản.", version=item.version, actor=officer, now=EXPLAIN_AT)

    shown = text_of(page.get(season.appraiser, *page.criterion(), at=SECOND_AT, query=f"?muc={item.pk}"))
    assert "nhan-giai-trinh" in shown
    assert page.decide(season.appraiser, at=SECOND_AT, **{"quyet-dinh": "nhan-giai-trinh"}).status_code == 302
    assert Explanation.objects.get().outcome == "accepted"
    other = page.decide(season.appraiser, place=1, at=SECOND_AT, **{"quyet-dinh": "chap-nhan"})
    assert other.status_code == 302
    stages = set(Ruling.objects.values_list("stage", flat=True))
    assert stages == {"appraisal_1", "appraisal_2"}


def test_council_settles_and_the_mock_council_changes_nothing(page, season):
    council = make.make_person(season.province, Role.LEADER)
    rule(season.item(CODE), "adjust", actor=season.appraiser)
    before = season.sheet().final_low
    mock, real = "appraisal-mock", "appraisal-council"
    data = {"quyet-dinh": "theo-don-vi", "ly-do": "Biên bản gốc ghi 40 trên 40."}

    assert "không đổi kết quả" in text_of(page.get(council, mock, season.campaign.public_id, at=SECOND_AT))
    page.decide(council, mock, season.campaign.public_id, at=SECOND_AT, **data)
    assert season.sheet().final_low == before
    page.decide(council, real, season.campaign.public_id, at=COUNCIL_AT, **data)
    assert season.sheet().final_low > before
    assert "Theo đơn vị tự chấm" in text_of(page.get(council, real, season.campaign.public_id, at=COUNCIL_AT))


def test_a_refused_explanation_says_that_the_first_decision_holds(page, season):
    rule(season.item(CODE), "adjust", actor=season.appraiser)
    officer = make.make_person(season.communes[0], Role.OFFICER)
    item = season.item(CODE)
    explanations.explain(item=item, text="Có biên bản.", version=item.version, actor=officer, now=EXPLAIN_AT)
    page.decide(season.appraiser, at=SECOND_AT, **{"quyet-dinh": "bac-giai-trinh", "ly-do": "Biên bản ngoài kỳ."})

    shown = text_of(page.get(season.appraiser, *page.criterion(), at=SECOND_AT, query=f"?muc={item.pk}"))
    assert "Giữ như thẩm định lần 1" in shown


def test_progress_tells_shares_and_points(page, season):
    rule(season.item(CODE), "adjust", actor=season.appraiser)

    shown = text_of(page.get(season.holder, "appraisal-progress", season.campaign.public_id))

    assert season.agency.name in shown
    assert re.search(r"Đã quyết định 1 trên \d+ mục", shown)
    assert "(1 mục)" in shown


def test_one_criterion_takes_the_same_queries_for_more_units(page, season):
    client = page.as_(season.appraiser, FIRST_AT)
    counts = []
    for place in (2, None):
        with time_machine.travel(FIRST_AT, tick=False), CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(page.criterion()[0], args=page.criterion()[1:])).status_code == 200
        counts.append(len(seen))
        if place is not None:
            make.sign_sheet(season.sheet(place))
    assert counts[0] == counts[1]
