"""The public form in English: offered where the questionnaire has English texts, the same answers in both languages."""

from __future__ import annotations

import pytest
from django.test import Client

from parindex.apps.surveys import services
from parindex.apps.surveys.models import SurveyAnswer, SurveyWave
from parindex.domain.access import SYSTEM
from tests.web.conftest import NOW, World
from tests.web.page import Page, get
from tests.web.surveys import make_wave
from tests.web.test_surveys import GOOD, sheet_of

HALF = """
schema: parindex.questionnaire/1
id: nua-anh
version: "1"
kind: local
title: {vi: Phiếu hư cấu}
years: "2026"
status: verified
parts: [{code: I, name: {vi: Một}, elements: [{code: A, name: {vi: A}}]}]
questions:
  - {code: hl, kind: single, text: {vi: "Hài lòng?", en: "Satisfied?"}, status: verified, element: A,
     options: [{value: "1", text: {vi: Không}}, {value: "2", text: {vi: Có, en: "Yes"}, satisfied: "yes"}]}
  - {code: tuoi, kind: number, text: {vi: Tuổi}, status: verified, least: "18", when: {column: hl, is: ["1", "2"]}}
"""
PROMISE = "Trả lời tự nguyện"


@pytest.fixture
def half(world: World) -> SurveyWave:
    """A wave with a questionnaire only some texts of which were written in English."""
    return services.open_wave(
        unit=world.root, title="Đợt thử", questionnaire=HALF, closes_on=None, actor=SYSTEM, now=NOW
    )


def ways(page: Page) -> list[tuple[str | None, str | None]]:
    return [(one.get("href"), one.get("lang")) for one in page.all("//header//a[@hreflang]")]


def test_form_is_offered_in_english_and_answered_in_it(half: SurveyWave) -> None:
    address = f"/khao-sat/{half.token}/"
    page = get(Client(), f"{address}?noi=Cổng")
    assert ways(page) == [("?noi=C%E1%BB%95ng&tieng=en", "en")]
    assert page.all("/html")[0].get("lang") == "vi"

    page = get(Client(), f"{address}?noi=Cổng&tieng=en")
    words = page.words()
    assert page.all("/html")[0].get("lang") == "en"
    assert ways(page) == [("?noi=C%E1%BB%95ng", "vi")]
    assert "Satisfied?" in words
    assert "Send the form" in words
    assert "Answer only if for “Satisfied?” you chose: Không or Yes." in words
    assert PROMISE not in words
    kept_vietnamese = [one.text for one in page.all("//main//*[@lang='vi']")]
    assert kept_vietnamese == ["Đợt thử", "Tỉnh Sông Mây.", "Không", "Tuổi"]

    english = f"{address}?noi=Cổng&tieng=en"
    sent = Client().post(english, {"hl": "2", "tuoi": "18", "phieu": sheet_of(english)})
    assert sent.headers["Location"] == f"{address}cam-on/?noi=C%E1%BB%95ng&tieng=en"
    assert "Thank you for answering" in get(Client(), sent.headers["Location"]).words()
    kept = SurveyAnswer.objects.get()
    assert (kept.answers, kept.place) == ({"hl": "2", "tuoi": "18"}, "Cổng")


def test_what_is_wrong_is_told_in_english(half: SurveyWave) -> None:
    address = f"/khao-sat/{half.token}/?tieng=en"

    def told(**answers: str) -> str:
        return Client().post(address, {**answers, "phieu": sheet_of(address)}).content.decode()

    assert "You have not answered anything yet" in told()
    assert "17 is less than 18" in told(hl="1", tuoi="17")
    assert "“mười” is not a whole number" in told(hl="1", tuoi="mười")
    assert "was not opened from this page" in Client().post(address, {"hl": "1"}).content.decode()
    SurveyWave.objects.update(most_of_place=0, most_held=0)
    assert "too many forms over its link" in told(hl="1")
    SurveyWave.objects.update(state="closed", device_key="", closed_at=NOW)
    assert "The survey is over" in get(Client(), address).words()


def test_form_without_english_texts_stays_vietnamese(world: World) -> None:
    text = HALF.replace(', en: "Satisfied?"', "").replace(', en: "Yes"', "")
    wave = services.open_wave(unit=world.root, title="Đợt", questionnaire=text, closes_on=None, actor=SYSTEM, now=NOW)

    page = get(Client(), f"/khao-sat/{wave.token}/?tieng=en")

    assert (ways(page), page.all("/html")[0].get("lang")) == ([], "vi")
    assert PROMISE in page.words()


def test_counter_goes_back_to_the_usual_language_for_the_next_person(world: World) -> None:
    wave = make_wave(world.root, now=NOW)
    address = f"/khao-sat/{wave.token}/?quay=1&tieng=en"
    page = get(Client(), address)
    idle = page.all("//*[@data-idle]")[0]
    assert idle.get("data-idle-url") == f"/khao-sat/{wave.token}/?quay=1"
    assert "Touch the screen to go on" in page.words()

    thanks = Client().post(address, {**GOOD, "phieu": sheet_of(address)}, follow=True)

    assert thanks.headers["Refresh"] == f"15; url=/khao-sat/{wave.token}/?quay=1"
    assert "Next person" in thanks.content.decode()
