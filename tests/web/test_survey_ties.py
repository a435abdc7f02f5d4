"""From an element of a survey that goes badly to the criteria, work, procedures, offices and feedback behind it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parindex.apps.assessment import survey_ties
from parindex.apps.assignments.models import Assignment
from parindex.apps.feedback.models import Feedback
from parindex.apps.planning.models import PlanItem
from parindex.apps.surveys import selectors, services
from parindex.apps.surveys.models import SurveyWave
from parindex.apps.surveys.services import Sheet
from parindex.domain.access import SYSTEM
from tests.web.conftest import NOW, World
from tests.web.dossiers import fill_store, line
from tests.web.feedback import received

AsRole = Callable[[str], Client]
pytestmark = pytest.mark.usefixtures("clock")
WEAK = ("II.D", "II.E")


@pytest.fixture
def wave(world: World) -> SurveyWave:
    """Return a wave of people who are content but with results and with feedback, the latter worst."""
    opened = services.open_wave(
        unit=world.root, title="SIPAS thử", questionnaire="sipas-2024", closes_on=None, actor=SYSTEM, now=NOW
    )
    columns = selectors.questionnaire_of(opened).columns
    for nth in range(6):
        level = {"II.D": "4" if nth else "2", "II.E": "2"}
        answers = {code: level.get(one.element, "5") for code, one in columns.items() if one.is_item}
        services.take_answer(wave=opened, sheet=Sheet(answers, nonce=uuid.uuid4(), place="Tổ 1"), now=NOW)
    return opened


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode().partition("<main")[2])


def address(wave: SurveyWave) -> str:
    return reverse("survey-ties", args=[wave.public_id])


def test_weak_elements_lead_to_what_belongs_to_them(world: World, wave: SurveyWave, as_role: AsRole) -> None:
    work = Assignment.objects.filter(unit=world.root).order_by("pk")[0]
    PlanItem.objects.filter(pk=work.plan_item_id).update(code="3.5.1")
    row = received(world.root, now=NOW)
    Feedback.objects.filter(pk=row.pk).update(theme="attitude")
    fill_store(world.root, line(1, world.home_affairs.slug, done="12/01/2026"), now=NOW)

    page = read(as_role("focal"), address(wave))

    worst, results = page.index("Tiếp nhận, xử lý phản ánh, kiến nghị</h2>"), page.index("Kết quả dịch vụ</h2>")
    assert worst < results
    assert "Công chức</h2>" not in page
    assert "8.1.5" in page[worst:results]
    assert f"/nhiem-vu/{work.public_id}/" in page[worst:results]
    assert f"xem=all&amp;giu-boi={world.root.pk}&amp;nam={NOW.year}&amp;chu-de=attitude" in page[worst:results]
    assert "9.000001: 1 hồ sơ trễ" in page[results:]
    assert "Một cửa: 1 hồ sơ trễ" in page[results:]
    assert address(wave) in read(as_role("focal"), reverse("survey-detail", args=[wave.public_id]))


def test_person_without_dossiers_and_feedback_sees_none_of_them(
    world: World, wave: SurveyWave, as_role: AsRole
) -> None:
    assert as_role("officer").get(address(wave)).status_code == 404
    page = read(as_role("focal"), address(wave))
    assert "Chưa biết: chưa nhập hồ sơ năm" in page
    assert "Không có phản ánh nào" in page
    page = read(as_role("appraiser"), address(wave))
    assert "Bạn không được xem phản ánh" in page
    assert "Không có phản ánh nào" not in page


def test_list_behind_a_theme_holds_as_many_as_are_told(world: World, wave: SurveyWave, as_role: AsRole) -> None:
    rows = [received(world.root, now=NOW, subject=subject) for subject in ("Một", "Hai cũ", "Ba gộp")]
    Feedback.objects.filter(pk__in=[row.pk for row in rows]).update(theme="attitude")
    Feedback.objects.filter(pk=rows[1].pk).update(received_at=NOW - timedelta(days=400))
    Feedback.objects.filter(pk=rows[2].pk).update(state="merged", merged_into=rows[0])

    told = re.search(r'href="([^"]*chu-de=attitude)">[^<]*: (\d+)<', read(as_role("focal"), address(wave)))

    assert told is not None
    listed = read(as_role("focal"), told[1].replace("&amp;", "&"))
    assert (int(told[2]), listed.count("data-row")) == (1, 1)
    assert f"Chỉ phản ánh, kiến nghị năm {NOW.year} mà {world.root.name}" in listed


def test_wave_of_new_years_morning_is_of_the_new_year(world: World, wave: SurveyWave) -> None:
    wave.created_at = datetime(2025, 12, 31, 18, tzinfo=UTC)

    found = survey_ties.read_ties(world.actor("focal"), wave, today=NOW.date())

    assert found.year == 2026


def test_queries_do_not_grow_with_the_work(world: World, wave: SurveyWave, as_role: AsRole) -> None:
    focal = as_role("focal")
    rows = list(Assignment.objects.filter(unit=world.root).order_by("pk").values_list("plan_item_id", flat=True))
    focal.get(address(wave))
    counts = []
    for some in (rows[:1], rows):
        PlanItem.objects.filter(pk__in=some).update(code="3.5.1")
        with CaptureQueriesContext(connection) as queries:
            focal.get(address(wave))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_wave_without_forms_says_what_will_be_here(world: World, as_role: AsRole) -> None:
    empty = services.open_wave(
        unit=world.root, title="Chưa ai trả lời", questionnaire="sipas-2024", closes_on=None, actor=SYSTEM, now=NOW
    )

    assert "Chưa có phần tử nào thấp hơn" in read(as_role("focal"), address(empty))
