"""Questionnaires written here: changed with undo, frozen by version once a wave uses them, seen from below."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parindex.apps.audit.models import Event
from parindex.apps.surveys import own, own_selectors, services
from parindex.apps.surveys.errors import BadQuestionnaire, QuestionnaireNotFound, QuestionnaireRefused
from parindex.apps.surveys.models import OwnQuestionnaire, QuestionnaireVersion, SurveyWave
from parindex.definitions.questionnaires.loader import load_questionnaire
from parindex.domain.access import PermissionDenied, Role
from parindex.domain.surveys import editing
from parindex.domain.surveys.questionnaire import Words
from tests.integration.conftest import NOW, Province, actor_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(province: Province) -> OwnQuestionnaire:
    return own.create(
        unit=province.root, slug="mot-cua", title="Một cửa hư cấu", source=None, actor=province.focal, now=NOW
    )


def add(mine: OwnQuestionnaire, province: Province, kind: str = "text") -> OwnQuestionnaire:
    told = own.read(mine)
    told = editing.insert(told, editing.MAKERS[kind](told), at=1)
    return own.change(own=mine, revision=mine.revision, told=told, words="Thêm câu", actor=province.focal, now=NOW)


def opened(mine: OwnQuestionnaire, province: Province) -> SurveyWave:
    return services.open_wave(
        unit=province.root, title="Đợt", questionnaire=mine, closes_on=None, actor=province.focal, now=NOW
    )


def codes(mine: OwnQuestionnaire) -> list[str]:
    return [question.code for question in own.read(mine).questions]


def test_change_is_undone_step_by_step(mine: OwnQuestionnaire, province: Province) -> None:
    once = add(mine, province)
    twice = add(once, province)
    assert codes(twice) == ["c1", "c3", "c2"]

    assert own.undo(own=twice, revision=2, actor=province.focal, now=NOW) == "Thêm câu"
    twice.refresh_from_db()
    assert codes(twice) == ["c1", "c2"]
    own.undo(own=twice, revision=3, actor=province.focal, now=NOW)
    twice.refresh_from_db()

    assert codes(twice) == ["c1"]
    with pytest.raises(QuestionnaireRefused, match="Không còn bước"):
        own.undo(own=twice, revision=4, actor=province.focal, now=NOW)
    done = Event.objects.filter(object_type="questionnaire").order_by("seq").values_list("action", flat=True)
    assert [one.partition(".")[2] for one in done] == ["created", "changed", "changed", "undone", "undone"]


def test_change_of_what_somebody_else_changed_is_refused(mine: OwnQuestionnaire, province: Province) -> None:
    add(mine, province)

    with pytest.raises(QuestionnaireRefused, match="vừa được sửa"):
        add(mine, province)


def test_version_that_a_wave_uses_never_changes(mine: OwnQuestionnaire, province: Province) -> None:
    first = opened(mine, province)
    again = add(mine, province)
    second = opened(again, province)
    opened(again, province)

    assert (mine.version, again.version) == (1, 2)
    assert [one.number for one in own_selectors.list_versions(again)] == [2, 1]
    assert first.questionnaire_text == QuestionnaireVersion.objects.get(number=1).text
    assert second.questionnaire_text == again.text != first.questionnaire_text
    own.undo(own=again, revision=1, actor=province.focal, now=NOW)
    again.refresh_from_db()
    assert (again.version, codes(again)) == (3, ["c1"])
    with pytest.raises(QuestionnaireRefused, match="không xóa được"):
        own.drop(own=again, actor=province.focal, now=NOW)


def test_clerk_below_uses_what_was_released_and_freezes_no_draft(mine: OwnQuestionnaire, province: Province) -> None:
    clerk = actor_in(province.home_affairs, Role.FOCAL)

    def open_below() -> SurveyWave:
        return services.open_wave(
            unit=province.home_affairs, title="Đợt", questionnaire=mine, closes_on=None, actor=clerk, now=NOW
        )

    assert own_selectors.list_offered(clerk) == []
    assert own_selectors.list_offered(province.focal) == [(mine, 1)]
    with pytest.raises(BadQuestionnaire, match="còn đang soạn"):
        open_below()
    assert not QuestionnaireVersion.objects.exists()

    first = opened(mine, province)
    add(mine, province)
    below = open_below()

    assert below.questionnaire_text == first.questionnaire_text
    assert [number for _, number in own_selectors.list_offered(clerk)] == [1]
    assert [number for _, number in own_selectors.list_offered(province.focal)] == [2]
    assert QuestionnaireVersion.objects.count() == 1


def test_questionnaire_that_contradicts_itself_opens_no_wave(mine: OwnQuestionnaire, province: Province) -> None:
    told = own.read(mine)
    told = replace(told, questions=(replace(told.questions[0], element="khac"),))
    broken = own.change(own=mine, revision=0, told=told, words="Đổi nhóm", actor=province.focal, now=NOW)

    with pytest.raises(BadQuestionnaire, match="không có nhóm “khac”"):
        opened(broken, province)
    assert not QuestionnaireVersion.objects.exists()


def test_copy_and_file_begin_a_questionnaire(province: Province) -> None:
    shipped = load_questionnaire("quay-2018")
    told: dict[str, Any] = {"unit": province.root, "actor": province.focal, "now": NOW}
    copied = own.create(slug="quay-cua-tinh", title="Quầy của tỉnh", source=shipped, **told)
    taken = own.take_in(text=copied.text.replace("quay-cua-tinh", "quay-khac"), **told)

    assert own.read(taken).questions == shipped.questions
    assert own.read(copied).title == Words("Quầy của tỉnh")
    for slug in ("quay-2018", "quay-khac", "Có Dấu", ""):
        with pytest.raises(QuestionnaireRefused):
            own.create(slug=slug, title="a", source=None, **told)
    with pytest.raises(BadQuestionnaire, match=r"phiếu:\d+: kind"):
        own.take_in(text=copied.text.replace("kind: local", "kind: la"), **told)
    with pytest.raises(PermissionDenied):
        own.take_in(text=copied.text, **{**told, "actor": province.leader})


def test_questionnaire_is_seen_in_the_area_and_below(
    mine: OwnQuestionnaire, province: Province, django_assert_num_queries: Any
) -> None:
    for nth in range(5):
        own.create(unit=province.root, slug=f"m-{nth}", title="M", source=None, actor=province.focal, now=NOW)
    with django_assert_num_queries(1):
        assert len(own_selectors.list_own(province.leader)) == 6
    with pytest.raises(QuestionnaireNotFound):
        own_selectors.access_version(mine, 1)
    own.drop(own=mine, actor=province.focal, now=NOW)
    with pytest.raises(QuestionnaireNotFound):
        own_selectors.access_own(province.focal, mine.public_id)
