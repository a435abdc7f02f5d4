"""The public pages of feedback: sending, following, rating; robots and crowds meet a limit and lose nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parindex.apps.feedback import steps
from parindex.apps.feedback.models import Feedback, Sender
from parindex.apps.feedback.steps import Hand, Reading
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.domain.access import SYSTEM
from tests.factories import UnitFactory
from tests.web.conftest import NOW
from tests.web.feedback import CONTENT

SEND, TRACK = "/phan-anh-kien-nghi/", "/phan-anh-kien-nghi/tra-cuu/"
PERSON = {
    "full_name": "Dấu Tên Riêng",
    "address": "Dấu Địa Chỉ 7",
    "phone": "0905 111 222",
    "email": "dau@hu-cau.example",
}


@pytest.fixture
def unit(db: None) -> Unit:
    return UnitFactory(name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE)


def sheet(client: Client) -> str:
    return client.get(SEND).content.decode().partition('name="phieu" value="')[2].partition('"')[0]


def typed(unit: Unit, number: str, **changes: str) -> dict[str, str]:
    return {"unit": unit.slug, "subject": "Hồ sơ trễ hẹn", "content": CONTENT, "phieu": number, **PERSON, **changes}


def send(unit: Unit, client: Client | None = None, **changes: str) -> tuple[int, str]:
    """Open the form, take ten seconds, send it; return the status and the page."""
    browser = client or Client()
    with time_machine.travel(NOW, tick=False) as clock:
        number = sheet(browser)
        clock.shift(timedelta(seconds=10))
        answer = browser.post(SEND, typed(unit, number, **changes))
    return answer.status_code, answer.content.decode()


def code_of(page: str) -> str:
    return page.partition('id="ma-tra-cuu">')[2].partition("<")[0]


def test_citizen_sends_and_follows_by_the_code(unit: Unit) -> None:
    status, page = send(unit)
    shown = Client().post(TRACK, {"ma": code_of(page).lower()}).content.decode()

    assert status == 200
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", code_of(page))
    assert "PAKN-2026-00001" in shown
    assert "Mới tiếp nhận" in shown
    assert not any(mark in shown for mark in (*PERSON.values(), CONTENT))


def test_receipt_and_tracking_are_not_kept_by_browsers(unit: Unit) -> None:
    assert "no-store" in Client().get(SEND)["Cache-Control"]
    assert "no-store" in Client().post(TRACK, {"ma": "x"})["Cache-Control"]


def test_what_is_wrong_is_said_and_what_was_typed_stays(unit: Unit) -> None:
    status, page = send(unit, full_name="", content="Ngắn")

    assert status == 422
    assert "Dấu Địa Chỉ 7" in page
    assert "Ghi họ tên; Nghị định 20/2008/NĐ-CP yêu cầu" in page
    assert "cần ít nhất 20 ký tự" in page
    assert Feedback.objects.count() == 0


def test_unknown_code_is_refused_and_guessing_ends(unit: Unit) -> None:
    client = Client()
    answers = [client.post(TRACK, {"ma": f"ABCD-1234-EF{nth:02}"}).status_code for nth in range(22)]

    assert answers == [404] * 20 + [429] * 2


@pytest.mark.parametrize(
    ("change", "words"),
    [({"website": "http://quang-cao.example"}, "phải để trống"), ({"phieu": "bịa"}, "mở quá lâu")],
)
def test_robot_is_refused_with_a_reason(unit: Unit, change: dict[str, str], words: str) -> None:
    status, page = send(unit, **change)

    assert status == 422
    assert words in page
    assert CONTENT in page
    assert Feedback.objects.count() == 0


def test_form_sent_in_no_time_is_refused_once(unit: Unit) -> None:
    client = Client()
    with time_machine.travel(NOW, tick=False) as clock:
        number = sheet(client)
        early = client.post(SEND, typed(unit, number))
        clock.shift(timedelta(seconds=5))
        again = client.post(SEND, typed(unit, number))

    assert (early.status_code, again.status_code) == (422, 200)


def test_burst_from_one_place_is_limited_and_loses_nothing(unit: Unit) -> None:
    client = Client()
    with time_machine.travel(NOW, tick=False) as clock:
        numbers = [sheet(client) for _ in range(110)]
        clock.shift(timedelta(seconds=10))
        answers = [client.post(SEND, typed(unit, number)) for number in numbers]
        again = client.post(SEND, typed(unit, numbers[0]))
        other = Client().post(SEND, typed(unit, sheet(client)), REMOTE_ADDR="10.9.9.9")
    taken = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code == 429]

    assert (len(taken), len(refused)) == (12, 98)
    assert len({code_of(answer.content.decode()) for answer in taken}) == Feedback.objects.count() == 12
    assert all("đợi 60 phút" in answer.content.decode() and CONTENT in answer.content.decode() for answer in refused)
    assert code_of(again.content.decode()) == code_of(taken[0].content.decode())
    assert {answer["Retry-After"] for answer in refused} == {"3600"}
    assert other.status_code == 422  # too quick, but not for the crowd next door


def test_files_are_taken_up_to_the_limit_of_the_page(unit: Unit) -> None:
    client = Client()
    picture = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 3_000_000)
    with time_machine.travel(NOW, tick=False) as clock:
        number = sheet(client)
        clock.shift(timedelta(seconds=10))
        taken = client.post(SEND, {**typed(unit, number), "tep": picture})
        huge = client.post(SEND, {**typed(unit, number)}, headers={"content-length": str(20 * 2**20)})

    assert taken.status_code == 200
    assert Feedback.objects.get().files.count() == 1
    assert huge.status_code == 413


def test_posts_with_files_are_counted_even_when_refused(unit: Unit) -> None:
    client = Client()
    with time_machine.travel(NOW, tick=False) as clock:
        number = sheet(client)
        clock.shift(timedelta(seconds=10))

        def post(**changes: object) -> int:
            picture = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
            return client.post(SEND, {**typed(unit, number), "tep": picture, **changes}).status_code

        taken = post()
        refused = [post(phieu=sheet(client), full_name="") for _ in range(40)]
        again, without = post(), client.post(SEND, typed(unit, sheet(client))).status_code

    assert (taken, refused) == (200, [422] * 29 + [429] * 11)
    assert again == 200  # the same form has its code already
    assert without == 422  # too quick, but not counted as a post with files


def test_sender_of_feedback_joined_in_a_circle_still_gets_an_answer(unit: Unit) -> None:
    code = code_of(send(unit)[1])
    send(unit)
    first, second = Feedback.objects.order_by("pk")
    Feedback.objects.filter(pk=first.pk).update(state="merged", merged_into=second)
    Feedback.objects.filter(pk=second.pk).update(state="merged", merged_into=first)

    assert "Đã gộp" in Client().post(TRACK, {"ma": code}).content.decode()


def test_sender_stands_in_the_table_of_senders_only(unit: Unit) -> None:
    send(unit)

    row = Feedback.objects.values().get()
    assert not any(mark in str(value) for mark in PERSON.values() for value in row.values())
    assert Sender.objects.get().phone == "0905 111 222"


def test_empty_list_says_so_and_unknown_answer_is_not_there(db: None) -> None:
    assert "Chưa có câu trả lời nào" in Client().get(reverse("feedback-answers")).content.decode()
    assert Client().get("/cong-khai/phan-anh/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_sender_of_a_joined_feedback_reads_the_common_answer(unit: Unit) -> None:
    codes = [code_of(send(unit)[1]) for _ in range(3)]
    first, second, third = Feedback.objects.order_by("pk")

    def hand(row: Feedback) -> Hand:
        return Hand(SYSTEM, Feedback.objects.get(pk=row.pk).version, NOW)

    steps.merge(feedback=first, into=second, reason="Cùng một việc.", hand=hand(first))
    steps.merge(feedback=second, into=third, reason="Cùng một việc.", hand=hand(second))
    steps.classify(feedback=third, reading=Reading("conduct", "late"), hand=hand(third))
    steps.draft(feedback=third, answer="Trả lời chung cho cả ba.", hand=hand(third))
    steps.sign(feedback=third, hand=hand(third))

    page = Client().post(TRACK, {"ma": codes[0]}).content.decode()
    assert "Đã gộp" in page
    assert "Trả lời chung cho cả ba." in page
