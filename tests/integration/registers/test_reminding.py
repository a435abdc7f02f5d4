"""People who keep registers are told once a day what is late, and never what an entry says."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from parindex.apps.notify.models import Message
from parindex.apps.registers import reminding, services
from tests.integration.conftest import NOW, Province

pytestmark = pytest.mark.django_db


def finding(province: Province, due: str) -> None:
    services.add(
        register_id="kien-nghi-kiem-tra",
        unit=province.home_affairs,
        texts={
            "so_ket_luan": "05/KL-SNV", "thu_tu": "1", "ngay_ket_luan": "02/02/2026", "don_vi": province.office.name,
            "noi_dung": "Chữ không được lộ", "han": due,
        },
        actor=province.focal,
        now=NOW,
    )  # fmt: skip


def test_keepers_are_told_once_a_day_and_nothing_of_the_words(province: Province) -> None:
    finding(province, "10/03/2026")

    first, second = reminding.remind(now=NOW), reminding.remind(now=NOW + timedelta(hours=1))

    assert (first.is_working_day, first.digests, second.digests) == (True, 3, 0)
    messages = list(Message.objects.all())
    assert {message.recipient_id for message in messages} == {
        province.focal.user_id,
        province.second_focal.user_id,
        province.officer.user_id,
    }
    assert all("1 dòng quá hạn" in message.text for message in messages)
    assert not any("Chữ không được lộ" in message.text + message.subject for message in messages)


def test_what_is_far_off_or_on_a_day_off_tells_nobody(province: Province) -> None:
    finding(province, "30/12/2026")

    assert reminding.remind(now=NOW).digests == 0
    sunday = datetime(2026, 12, 27, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert not reminding.remind(now=sunday).is_working_day
    near = datetime(2026, 12, 25, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert reminding.remind(now=near).digests == 3
