"""What registers count, beside the answers of a sheet: shown with its day, taken by a click, refused to others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from parindex.domain.access import Role
from tests.factories.assessment import SEASON_AT, Season, make_season
from tests.factories.suppliers import SUPPLIERS, PlanRegister
from tests.web.conftest import ClientFor, person

pytestmark = pytest.mark.django_db
CODE = "1.2"


@pytest.fixture
def season(settings: Settings) -> Iterator[Season]:
    settings.PARINDEX_SUPPLIERS = SUPPLIERS
    with time_machine.travel(SEASON_AT, tick=False):
        season = make_season(2)
        PlanRegister.counts[season.communes[0].pk] = (31, 40)
        yield season
    PlanRegister.counts.clear()


@pytest.fixture
def clerk(season: Season, client_for: ClientFor) -> Client:
    return client_for(person(season.communes[0], Role.FOCAL, "canbo"))


def row_of(client: Client, season: Season) -> str:
    html = client.get(f"/phieu-cham/{season.sheet().public_id}/").content.decode()
    start = html.index(f'data-code="{CODE}"')
    return html[start : html.index("</tr>", start)]


def test_count_stands_beside_the_empty_answer_with_its_day(season: Season, clerk: Client) -> None:
    row = row_of(clerk, season)

    assert "Sổ đếm được: nhiệm vụ hoàn thành 31; nhiệm vụ trong kế hoạch 40" in row
    assert "Việc trong sổ thử, đến hết 02/11/2026" in row
    assert "Lấy số này" in row


def test_taking_all_tells_what_it_did_and_the_row_names_its_source(season: Season, clerk: Client) -> None:
    answer = clerk.post(f"/phieu-cham/{season.sheet().public_id}/tu-so/", follow=True)

    assert "Đã lấy số liệu của 1 mục từ các sổ." in answer.content.decode()
    row = row_of(clerk, season)
    assert "Lấy từ sổ: Việc trong sổ thử, đến hết 02/11/2026." in row
    assert "Sổ đếm được" not in row
    assert 'value="31"' in row


def test_taking_one_item_leads_back_to_its_row(season: Season, clerk: Client) -> None:
    answer = clerk.post(f"/phieu-cham/{season.sheet().public_id}/tu-so/?ma={CODE}")

    assert answer["Location"].endswith("?muc=1.2#muc-1-2")
    assert season.item(CODE).inputs == {"numerator": "31", "denominator": "40"}


def test_without_a_count_the_row_says_so_and_taking_is_told(season: Season, clerk: Client) -> None:
    PlanRegister.counts.clear()

    assert "Chưa đếm được" in row_of(clerk, season)
    answer = clerk.post(f"/phieu-cham/{season.sheet().public_id}/tu-so/?ma={CODE}", follow=True)
    assert "Chưa có số liệu nào đếm được cho mục 1.2" in answer.content.decode()


def test_who_may_only_look_sees_the_count_without_a_button(season: Season, client_for: ClientFor) -> None:
    leader = client_for(person(season.communes[0], Role.LEADER, "lanhdao-xa"))

    assert "Lấy số này" not in row_of(leader, season)
    assert leader.post(f"/phieu-cham/{season.sheet().public_id}/tu-so/").status_code == 403
    assert season.item(CODE).inputs == {}
