"""Every number leads to the entries that it was counted from: as many on the page as in the count."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from parindex.apps.assignments.models import Assignment, AssignmentState
from parindex.apps.base import indicators
from parindex.apps.base.indicators import Behind, Half, Tally, UnknownIndicator
from parindex.apps.feedback.models import Feedback
from parindex.apps.orgs.models import Unit
from parindex.apps.registers import services
from parindex.apps.surveys import services as surveys
from parindex.apps.surveys.services import Sheet
from parindex.domain.access import SYSTEM
from parindex.domain.calendar.periods import Period
from tests.web.conftest import NOW, World
from tests.web.dossiers import fill_store, line
from tests.web.feedback import received
from tests.web.registers import REGISTER, texts
from tests.web.surveys import make_wave

AsRole = Callable[[str], Client]
pytestmark = pytest.mark.usefixtures("clock")
YEAR = Period("Năm 2026", date(2026, 1, 1), date(2027, 1, 1))
TODAY = NOW.date()


def count_of(address: str, unit: Unit) -> Tally:
    return indicators.tally(addresses=[address], unit_ids=[unit.pk], period=YEAR, today=TODAY)[unit.pk, address]


def page_of(client: Client, address: str, unit: Unit, *, half: Half = Half.ALL) -> str:
    """Go from the number to its entries, as a person does."""
    asked = {"chi-so": address, "cua": unit.pk, "tu": "2026-01-01", "den": "2026-12-31"}
    way = client.get(reverse("live-rows"), asked)
    assert way.status_code == 302
    url = way.headers["Location"] + ("" if half is Half.ALL else f"&phan={half.value}")
    page = client.get(url)
    assert page.status_code == 200
    return str(page.content.decode().partition("<main")[2])


def listed(client: Client, address: str, unit: Unit, pattern: str) -> dict[Half, int]:
    return {half: len(set(re.findall(pattern, page_of(client, address, unit, half=half)))) for half in Half}


def is_shared_out(tally: Tally, found: dict[Half, int]) -> bool:
    """Tell whether the halves of a list are those of the count, and no half is empty, so that a mix-up shows."""
    passed, whole = tally.numerator, tally.denominator
    assert passed is not None
    assert whole is not None
    return found == {Half.ALL: whole, Half.PASSED: passed, Half.FAILED: whole - passed} and 0 < passed < whole


def test_assignments(world: World, as_role: AsRole) -> None:
    rows = list(Assignment.objects.filter(unit=world.root).order_by("pk"))
    Assignment.objects.filter(pk=rows[0].pk).update(state=AssignmentState.DONE, submitted_at=NOW, done_at=NOW)
    Assignment.objects.filter(pk=rows[1].pk).update(state=AssignmentState.CANCELLED)
    address = "assignments:plan_done"

    found = listed(as_role("focal"), address, world.root, r'href="/nhiem-vu/([0-9a-f-]{36})/"')

    assert is_shared_out(count_of(address, world.root), found)


def test_dossiers(world: World, as_role: AsRole) -> None:
    own, other = world.home_affairs.slug, world.office.slug
    late, kept = line(1, own, done="12/01/2026"), line(2, own, done="07/01/2026")
    fill_store(world.root, late, kept, line(3, own, done=""), line(4, other, done="13/01/2026"), now=NOW)
    address = "dossiers:on_time_rate"

    found = listed(as_role("focal"), address, world.home_affairs, r'href="/ho-so/(H99[^/"]+)/"')

    assert is_shared_out(count_of(address, world.home_affairs), found)


def test_feedback(world: World, as_role: AsRole) -> None:
    rows = [received(world.root, now=NOW) for _ in range(3)]
    Feedback.objects.filter(pk=rows[0].pk).update(state="refused")
    received(world.home_affairs, now=NOW - timedelta(days=400))
    address = "feedback:handled"

    found = listed(as_role("focal"), address, world.root, r'href="/phan-anh/([0-9a-f-]{36})/"')

    assert is_shared_out(count_of(address, world.root), found)


def test_registers(world: World, as_role: AsRole) -> None:
    for number in range(2):
        services.add(register_id=REGISTER, unit=world.root, texts=texts(f"CV {number}"), actor=SYSTEM, now=NOW)
    address = f"registers:{REGISTER}.ty_le_hoan_thanh"

    page = page_of(as_role("focal"), address, world.root)

    shown = set(re.findall(rf'href="/so-theo-doi/{REGISTER}/dong/([0-9a-f-]{{36}})/"', page))
    assert len(shown) == count_of(address, world.root).denominator == 2
    assert "từ 01/01/2026 đến 31/12/2026" in page


def test_surveys(world: World, as_role: AsRole) -> None:
    wave = make_wave(world.root, now=NOW)
    for level in "0122":
        sheet = Sheet(dict.fromkeys(("cs1", "cs3", "cs4", "cs7"), level), nonce=uuid.uuid4(), place="Quầy 1")
        surveys.take_answer(wave=wave, sheet=sheet, now=NOW)
    column = "surveys:quay-2018/so-phieu/cs7/2"

    page = page_of(as_role("focal"), column, world.root)

    assert wave.title in page
    assert count_of(column, world.root).denominator == wave.answers.count() > 0


def test_nothing_counted_says_so_and_strange_addresses_are_not_found(world: World, as_role: AsRole) -> None:
    focal, asked = as_role("focal"), {"cua": world.root.pk, "tu": "2026-01-01", "den": "2026-12-31"}

    empty = focal.get(reverse("live-rows"), {"chi-so": "surveys:quay-2018/so-phieu/cs7/2", **asked})

    assert "Chưa có dòng nào đứng sau con số này" in empty.content.decode()
    for told in ({"chi-so": "surveys:x"}, {"chi-so": "a:b"}, {}, {"chi-so": "feedback:handled", "tu": "hôm qua"}):
        assert focal.get(reverse("live-rows"), asked | told).status_code == 404
    with pytest.raises(UnknownIndicator):
        indicators.rows_of("surveys:x", Behind("x", world.root.pk, YEAR, TODAY))


def test_list_of_another_unit_is_not_opened(world: World, as_role: AsRole) -> None:
    asked = {"chi-so": "feedback:handled", "cua": 999_999, "tu": "2026-01-01", "den": "2026-12-31"}

    assert as_role("officer").get(reverse("live-rows"), asked).status_code == 404
    assert as_role("focal").get("/phan-anh/", asked | {"chi-so": "handled"}).status_code == 404
