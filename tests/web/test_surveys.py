"""Waves on the pages: opened by the focal point, answered by anybody, closed, taken away."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from parindex.apps.orgs.models import UnitKind
from parindex.apps.people.models import User
from parindex.apps.surveys import selectors
from parindex.apps.surveys.models import AnswerChannel, SurveyAnswer, SurveyWave
from parindex.domain.access import Role
from tests.factories import UnitFactory
from tests.web.conftest import NOW, World, person
from tests.web.page import get
from tests.web.surveys import make_wave

AsRole = Callable[[str], Client]
GOOD = {"cs1": "2", "cs3": "1"}
LIMITS = {"most_of_device": "5", "most_of_place": "40", "most_of_wave": "90"}


@pytest.fixture
def wave(world: World) -> SurveyWave:
    return make_wave(world.root, now=NOW)


def sheet_of(address: str, client: Client | None = None) -> str:
    """Return the number of the sheet that a page gives out."""
    text = (client or Client()).get(address).content.decode()
    return text.partition('name="phieu" value="')[2].partition('"')[0]


def test_wave_is_opened_answered_closed_and_taken_away(world: World, as_role: AsRole) -> None:
    focal = as_role("focal")
    opened = focal.post(
        "/dot-khao-sat/mo/",
        {
            "title": "Đợt thử",
            "unit": world.root.pk,
            "questionnaire": "quay-2018",
            "text": "",
            "closes_on": "30/09/2026",
            **LIMITS,
        },
    )
    wave = SurveyWave.objects.get()
    assert (wave.most_of_device, wave.most_of_place, wave.most_of_wave) == (5, 40, 90)
    assert opened.headers["Location"] == f"/dot-khao-sat/{wave.public_id}/"
    page = get(focal, f"/dot-khao-sat/{wave.public_id}/?noi=Quầy 1")
    assert f"/khao-sat/{wave.token}/?noi=Qu%E1%BA%A7y+1" in page.words()

    address = f"/khao-sat/{wave.token}/?noi=Quầy 1"
    for _ in range(6):
        answer = Client().post(address, {**GOOD, "phieu": sheet_of(address)})
        assert answer.status_code == 302
        assert "/cam-on/" in answer.headers["Location"]

    words = get(as_role("leader"), f"/dot-khao-sat/{wave.public_id}/").words()
    assert "6 phiếu" in words
    assert "5 phiếu một máy, 40 phiếu một nơi, 90 phiếu cả đợt" in words
    SurveyAnswer.objects.update(is_held=False)
    assert "không phải mẫu ngẫu nhiên" in words
    table = list(csv.DictReader(io.StringIO(get_csv(focal, wave))))
    assert [(row["place"], row["channel"], row["cs1"]) for row in table] == [("Quầy 1", "link", "2")] * 6
    focal.post(f"/dot-khao-sat/{wave.public_id}/dong/")
    assert "đã kết thúc" in get(Client(), address).words()


def test_clerk_of_a_unit_opens_a_wave_of_that_unit(
    world: World, client_for: Callable[[User], Client], django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    clerk = client_for(person(world.home_affairs, Role.FOCAL, "motphong"))
    clerk.get("/dot-khao-sat/mo/")
    with django_assert_max_num_queries(9):
        page = get(clerk, "/dot-khao-sat/mo/")

    assert [one.text for one in page.all("//select[@name='unit']/option")] == ["Sở Nội vụ"]


def test_units_of_a_wave_are_asked_for_once(
    world: World, as_role: AsRole, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    focal = as_role("focal")
    focal.get("/dot-khao-sat/mo/")
    UnitFactory.create_batch(30, kind=UnitKind.COMMUNE, parent=world.root)
    with django_assert_max_num_queries(9):
        page = get(focal, "/dot-khao-sat/mo/")

    names = [one.text for one in page.all("//select[@name='unit']/option")]
    assert (names[0], len(names)) == ("Tỉnh Sông Mây", 34)


def get_csv(client: Client, wave: SurveyWave) -> str:
    return client.get(f"/dot-khao-sat/{wave.public_id}/tra-loi.csv").content.decode("utf-8-sig")


def test_sheet_sent_again_is_thanked_and_counted_once(wave: SurveyWave) -> None:
    address = f"/khao-sat/{wave.token}/"
    told = {**GOOD, "phieu": sheet_of(address)}

    answers = [Client().post(address, told).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert SurveyAnswer.objects.count() == 1


def test_forms_held_back_and_signs_are_on_the_page(wave: SurveyWave, as_role: AsRole) -> None:
    SurveyWave.objects.update(most_of_place=6)
    focal, address = as_role("focal"), f"/khao-sat/{wave.token}/?noi=Cổng"
    for _ in range(8):
        Client().post(address, {**GOOD, "phieu": sheet_of(address)})
    page = get(focal, f"/dot-khao-sat/{wave.public_id}/")
    assert ["Cổng Quá giới hạn của nơi", "2"] in [[row[0], row[2]] for row in page.rows() if len(row) == 4]
    assert "1 thiết bị gửi từ 5 phiếu trở lên, tất cả 8 phiếu" in page.words()

    day = SurveyAnswer.objects.first().received_on.isoformat()
    focal.post(f"/dot-khao-sat/{wave.public_id}/giu-lai/", {"noi": "Cổng", "ngay": day, "vi": "device"})
    for unknown in ("2026-13-45", "hôm nay", ""):
        told = {"noi": "Cổng", "ngay": unknown}
        told_back = focal.post(f"/dot-khao-sat/{wave.public_id}/giu-lai/", told, follow=True)
        assert "Không rõ phiếu của ngày nào" in told_back.content.decode()
    assert SurveyAnswer.objects.filter(is_held=True).count() == 2
    focal.post(f"/dot-khao-sat/{wave.public_id}/giu-lai/", {"noi": "Cổng", "ngay": day, "vi": "place"})

    assert not SurveyAnswer.objects.filter(is_held=True).exists()
    assert "Phiếu giữ lại" not in get(focal, f"/dot-khao-sat/{wave.public_id}/").words()


def test_form_for_which_there_is_no_room_is_told_so_and_can_be_sent_later(wave: SurveyWave, as_role: AsRole) -> None:
    SurveyWave.objects.update(most_of_place=0, most_held=0)
    address = f"/khao-sat/{wave.token}/"

    answer = Client().post(address, {**GOOD, "phieu": (sheet := sheet_of(address))})

    words = answer.content.decode()
    assert (answer.status_code, SurveyAnswer.objects.count()) == (429, 0)
    assert "phiếu này chưa được nhận" in words
    assert 'id="cs3-1" value="1" checked' in words
    assert f'name="phieu" value="{sheet}"' in words
    day = timezone.localdate()
    page = get(as_role("leader"), f"/dot-khao-sat/{wave.public_id}/").words()
    assert f"Không nhận vì đã giữ đủ 0 phiếu chờ xem: 1 phiếu ngày {day:%d/%m/%Y}" in page


def test_people_behind_a_proxy_are_not_one_machine(wave: SurveyWave, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    address = f"/khao-sat/{wave.token}/"
    for number in range(3):
        client = Client(headers={"X-Forwarded-For": f"203.0.113.{number}"})
        client.post(address, {**GOOD, "phieu": sheet_of(address)})

    assert selectors.count_repeated(wave) == 0


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Bạn chưa trả lời câu nào"),
        ({"cs1": "9"}, "không có phương án “9”"),
        ({"cs1": "2", "phieu": "giả"}, "không mở từ trang này"),
    ],
)
def test_form_that_is_wrong_is_shown_again_with_its_answers(wave: SurveyWave, told: dict[str, str], words: str) -> None:
    address = f"/khao-sat/{wave.token}/"

    answer = Client().post(address, {"cs3": "" if not told else "1", "phieu": sheet_of(address), **told})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not told or 'id="cs3-1" value="1" checked' in answer.content.decode()
    assert SurveyAnswer.objects.count() == 0


def test_sheet_of_another_wave_is_refused(world: World, wave: SurveyWave) -> None:
    other = make_wave(world.root, now=NOW + timedelta(minutes=1))

    told = {**GOOD, "phieu": sheet_of(f"/khao-sat/{other.token}/")}

    assert Client().post(f"/khao-sat/{wave.token}/", told).status_code == 422


def test_answer_after_the_close_is_told_so(wave: SurveyWave, as_role: AsRole) -> None:
    address = f"/khao-sat/{wave.token}/"
    told = {**GOOD, "phieu": sheet_of(address)}
    as_role("focal").post(f"/dot-khao-sat/{wave.public_id}/dong/")

    assert Client().post(address, told).status_code == 410
    assert SurveyAnswer.objects.count() == 0


def test_kiosk_goes_back_to_an_empty_form(wave: SurveyWave) -> None:
    address = f"/khao-sat/{wave.token}/?quay=1"
    client = Client()

    page = get(client, address)
    assert page.one("//noscript/meta[@http-equiv='refresh']").get("content") == f"180; url={address}"
    assert page.one("//*[@data-idle]").get("data-idle-url") == address
    assert "no-store" in client.get(address)["Cache-Control"]
    answer = client.post(address, {**GOOD, "phieu": sheet_of(address)})

    thanks = client.get(answer.headers["Location"])
    assert thanks.headers["Refresh"] == f"15; url=/khao-sat/{wave.token}/?quay=1"
    kept = SurveyAnswer.objects.get()
    assert (kept.channel, kept.device_mark) == (AnswerChannel.KIOSK, "")
    assert not get(client, f"/khao-sat/{wave.token}/").all("//*[@data-idle] | //meta[@http-equiv='refresh']")


def test_words_of_citizens_are_no_formula_and_no_markup(world: World, as_role: AsRole) -> None:
    text = (
        'schema: parindex.questionnaire/1\nid: loi\nversion: "1"\nkind: local\ntitle: {vi: Lời}\nyears: "2026"\n'
        "status: verified\nparts: [{code: I, name: {vi: M}, elements: [{code: A, name: {vi: A}}]}]\nquestions:\n"
        "  - {code: loi, kind: text, text: {vi: Lời?}, status: verified}\n"
        "  - {code: kenh, kind: multiple, text: {vi: Kênh?}, status: verified,\n"
        '     options: [{value: "1", text: {vi: Báo}}, {value: "2", text: {vi: Đài}}]}\n'
        "  - {code: hl, kind: single, text: {vi: Hài lòng?}, status: verified, element: A,\n"
        '     options: [{value: "1", text: {vi: Không}}, {value: "2", text: {vi: Có}, satisfied: "yes"}]}\n'
    )
    focal = as_role("focal")
    focal.post(
        "/dot-khao-sat/mo/",
        {"title": "Lời", "unit": world.root.pk, "questionnaire": "quay-2018", "text": text, **LIMITS},
    )
    wave = SurveyWave.objects.get()
    address = f"/khao-sat/{wave.token}/"

    told = {"loi": "=1+1", "kenh": ["1", "2"], "hl": "2", "phieu": sheet_of(address)}
    assert Client().post(address, told).status_code == 302

    assert SurveyAnswer.objects.get().answers == {"loi": "=1+1", "kenh": "1|2", "hl": "2"}
    assert "'=1+1" in get_csv(focal, wave)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closes_on": "mai"}, "Ngày ghi như"),
        ({"text": "la: 1"}, "thiếu khóa này"),
        ({"title": ""}, ""),
        ({"most_of_place": "0"}, ""),
    ],
)
def test_wave_that_cannot_be_opened_says_why(world: World, as_role: AsRole, change: dict[str, str], words: str) -> None:
    told = {"title": "Đợt", "unit": str(world.root.pk), "questionnaire": "quay-2018", "text": "", **LIMITS, **change}

    answer = as_role("focal").post("/dot-khao-sat/mo/", told)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not SurveyWave.objects.exists()


def test_list_names_waves_of_the_area(wave: SurveyWave, as_role: AsRole) -> None:
    assert wave.title in get(as_role("leader"), "/dot-khao-sat/").words()
    assert "Chưa có đợt khảo sát nào." in get(as_role("officer"), "/dot-khao-sat/").words()
    assert get(Client(), "/khao-sat/khong-co/").status == 404


def test_held_forms_are_discarded_and_taken_back_on_the_page(wave: SurveyWave, as_role: AsRole) -> None:
    SurveyWave.objects.update(most_of_place=1)
    focal, address = as_role("focal"), f"/khao-sat/{wave.token}/?noi=Cổng"
    for _ in range(3):
        Client().post(address, {**GOOD, "phieu": sheet_of(address)})
    base, day = f"/dot-khao-sat/{wave.public_id}/", timezone.localdate().isoformat()
    told = {"noi": "Cổng", "ngay": day, "vi": "place"}

    assert "Ghi lý do" in focal.post(f"{base}giu-lai/loai/", told, follow=True).content.decode()
    focal.post(f"{base}giu-lai/loai/", {**told, "ly-do": "máy tự động"})
    page = get(focal, base)
    assert "3 phiếu; đã loại 2 phiếu" in page.words()
    assert ["Cổng máy tự động", "2"] in [[row[0], row[2]] for row in page.rows() if len(row) == 4]
    assert "Lấy lại" not in get(as_role("leader"), base).words()

    focal.post(f"{base}giu-lai/lay-lai/", {**told, "ly-do": "máy tự động"})
    assert "3 phiếu; giữ lại chờ xem 2 phiếu" in get(focal, base).words()


def test_every_group_of_held_and_discarded_forms_is_in_reach(wave: SurveyWave, as_role: AsRole) -> None:
    def forms(mark: str, count: int, **told: str) -> list[SurveyAnswer]:
        places = [f"{mark} {at:03d}" for at in range(count)]
        came = {"channel": AnswerChannel.LINK, "answers": GOOD, "received_on": NOW.date(), "is_held": True, **told}
        return [SurveyAnswer(wave=wave, nonce=uuid.uuid4(), place=place, **came) for place in places]

    SurveyAnswer.objects.bulk_create([*forms("Giữ", 51), *forms("Loại", 101, discarded_for="máy gửi")])
    focal, base = as_role("focal"), f"/dot-khao-sat/{wave.public_id}/"
    seen: list[str] = []
    for address in ("", "?giu=2", "?loai=2", "?loai=3&giu=9", "?loai=0&giu=x"):
        page = get(focal, base + address)
        seen += [row[0].split(" Quá")[0].split(" máy")[0] for row in page.rows() if len(row) == 4]

    assert {*seen} >= {*(f"Giữ {at:03d}" for at in range(51)), *(f"Loại {at:03d}" for at in range(101))}
    page = get(focal, f"{base}?noi=Cổng&giu=2")
    assert "51–51 trong 51 nhóm giữ lại" in page.words()
    assert "1–50 trong 101 nhóm đã loại" in page.words()
    assert len({one.get("aria-label") for one in page.all("//nav[@class='pager']")}) == 2
    assert page.all("//a[text()='3']")[0].get("href") == "?noi=C%E1%BB%95ng&giu=2&loai=3"
