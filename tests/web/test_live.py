"""What registers count, beside the answers of a sheet: shown with its day, taken by a click, refused to others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from parindex.apps.assessment.live import SOURCE_LENGTH, Live, year_of
from parindex.apps.assessment.live_board import LiveRow
from parindex.apps.assessment.models import AppraisalDuty, SheetItem
from parindex.apps.base.indicators import Offer, Tally
from parindex.apps.orgs.models import UnitKind
from parindex.definitions.catalogues.loader import load_catalogue
from parindex.definitions.feeds.loader import FeedBook
from parindex.domain.access import Role
from parindex.domain.assessment.feeding import Feed, Part, Sum
from parindex.web.presenters import live as presenter
from tests.factories.assessment import SEASON_AT, Season, make_season, sign_sheet
from tests.factories.orgs import UnitFactory
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


def test_source_too_long_to_keep_ends_at_a_word() -> None:
    offer = Offer("thu", "Số lần phải liên hệ để hoàn thiện hồ sơ", "", "")
    live = Live(
        code="3.6",
        unit_id=1,
        period=year_of(2026),
        feeds={},
        inputs=None,
        tallies={"thu": Tally(1, 2, date(2026, 7, 1))},
        offers={str(nth): offer for nth in range(9)},
    )

    words, _, day = live.source.rpartition("…")

    assert len(live.source) <= SOURCE_LENGTH
    assert "; ".join([offer.label] * 9).startswith(f"{words} ")
    assert day == ", đến hết 01/07/2026"


def test_part_of_a_year_is_told_instead_of_a_growth() -> None:
    base = "registers:thu-ngan-sach.ty_le_thu"
    addresses = (base, f"{base}@previous_year")
    live = Live(
        code="8.3",
        unit_id=1,
        period=year_of(2026),
        feeds={"current": Sum(tuple(Feed(address, Part.NUMERATOR) for address in addresses))},
        inputs=None,
        tallies={address: Tally(5, None, date(2026, 3, 31)) for address in addresses},
        offers={address: Offer("thu", "Thu ngân sách", "đồng") for address in addresses},
        is_part_of_year=True,
    )
    catalogue = load_catalogue("commune-2026-demonstration")
    item = next(item for _, item in catalogue.walk() if item.code == "8.3")
    why = "Chưa so được với cả năm trước: năm 2026 chưa hết; có số từ 31/12/2026."

    line = presenter.board([LiveRow(item, live, None, (), 1)], leaf_count=1).lines[0]
    told = presenter.catalogue_lines(catalogue, FeedBook(), {"8.3": live})
    note = presenter.note_of(SheetItem(code="8.3"), {"8.3": live}, may_enter=True)

    assert (line.value, line.points, line.sentence) == ("chưa hết năm", "chưa rõ", why)
    assert next(one for one in told if one.code == "8.3").source.endswith(why)
    assert note is not None
    assert (note.counted, note.may_take) == (why, False)


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


def test_board_tells_the_points_the_price_and_the_next_step(season: Season, clerk: Client) -> None:
    html = clerk.get(f"/phieu-cham/{season.sheet().public_id}/so-lieu-song/").content.decode()

    assert "31/40 = 77,5%" in html
    assert "1 trong 43 tiêu chí có số từ các sổ hôm nay; đang mất 3,00 điểm ở 1 tiêu chí, nhiều nhất ở 1.2." in html
    assert "9 việc chưa xong, mỗi một mất ≈ 0,3333 điểm." in html
    assert "Thêm 1 đạt thì được thêm 1,50 điểm." in html
    assert "Quý I: 0,00" in html


def test_nothing_lost_and_nothing_counted_are_told_apart(season: Season, clerk: Client) -> None:
    address = f"/phieu-cham/{season.sheet().public_id}/so-lieu-song/"
    PlanRegister.counts[season.communes[0].pk] = (40, 40)
    assert "đang mất" not in clerk.get(address).content.decode()
    PlanRegister.counts.clear()

    html = clerk.get(address).content.decode()

    assert "0 trong 43 tiêu chí có số" in html
    assert "chưa có số liệu" in html


def test_campaign_board_puts_the_greatest_loss_first(season: Season, client_for: ClientFor) -> None:
    holder = client_for(person(season.province, Role.FOCAL, "daumoi"))
    PlanRegister.counts[season.communes[1].pk] = (40, 40)

    html = holder.get("/so-lieu-song/", follow=True).content.decode()

    assert html.index(season.communes[0].name) < html.index(season.communes[1].name)
    assert "−3,00" in html
    found = holder.get(f"/dot-cham-diem/{season.campaign.public_id}/so-lieu-song/?tim=0001").content.decode()
    assert season.communes[0].name not in found


def test_person_of_one_unit_is_led_to_its_board(season: Season, clerk: Client) -> None:
    answer = clerk.get("/so-lieu-song/", follow=True)

    assert answer.redirect_chain[-1][0] == f"/phieu-cham/{season.sheet().public_id}/so-lieu-song/"


def test_without_a_campaign_the_page_says_what_to_do(client_for: ClientFor) -> None:
    alone = UnitFactory(name="Xã Không Đợt", kind=UnitKind.COMMUNE)

    html = client_for(person(alone, Role.FOCAL, "khongdot")).get("/so-lieu-song/").content.decode()

    assert "Chưa có đợt chấm điểm nào" in html


def test_boards_ask_the_same_number_of_queries_for_any_number_of_units(
    settings: Settings, client_for: ClientFor
) -> None:
    settings.PARINDEX_SUPPLIERS = SUPPLIERS
    counts = []
    with time_machine.travel(SEASON_AT, tick=False):
        for size in (2, 9):
            season = make_season(size)
            holder = client_for(person(season.province, Role.FOCAL, f"daumoi{size}"))
            address = f"/dot-cham-diem/{season.campaign.public_id}/so-lieu-song/"
            holder.get(address)
            with CaptureQueriesContext(connection) as queries:
                holder.get(address)
            counts.append(len(queries))

    assert counts[0] == counts[1]


def test_sums_have_no_price_for_single_ones(season: Season, clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that names nothing failing counts money or seats: a price for each would say nothing."""
    nameless = replace(PlanRegister().offers()[0], failing="")
    monkeypatch.setattr(PlanRegister, "offers", lambda _: [nameless])

    html = clerk.get(f"/phieu-cham/{season.sheet().public_id}/so-lieu-song/").content.decode()

    assert "−3,00" in html
    assert "mỗi một mất" not in html


def test_appraiser_of_one_field_sees_nothing_of_the_others(season: Season, client_for: ClientFor) -> None:
    for place in (0, 1):
        sign_sheet(season.sheet(place))
    judge = client_for(person(season.agency, Role.APPRAISER, "thamdinh-mot-linh-vuc"))
    address = f"/dot-cham-diem/{season.campaign.public_id}/so-lieu-song/"
    AppraisalDuty.objects.update(field_code="3")

    assert "−3,00" not in judge.get(address).content.decode()
    AppraisalDuty.objects.update(field_code="1")
    assert "−3,00" in judge.get(address).content.decode()


def test_catalogue_without_rules_shows_values_and_says_what_nobody_knows(season: Season, client_for: ClientFor) -> None:
    holder = client_for(person(season.province, Role.FOCAL, "daumoi"))
    PlanRegister.counts[season.province.pk] = (3, 4)

    page = holder.get("/bo-tieu-chi/province-2022-876-qd-bnv/so-lieu-song/").content.decode()

    assert "3/4 = 75%" in page
    assert "chưa rõ cách tính" in page
    assert "Việc trong sổ thử, đến hết 02/11/2026" in page
    assert f"cua={season.province.pk}" in page
    assert "Chưa rõ: Tên mục chưa nguồn nào nêu." in page
    assert "Nhập tay: So với số đơn vị năm 2021" in page
    counts = []
    for unit in (season.province, season.communes[0]):
        with CaptureQueriesContext(connection) as queries:
            holder.get("/bo-tieu-chi/province-2022-876-qd-bnv/so-lieu-song/", {"don-vi": unit.pk})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_counted_choice_is_shown_in_words_and_leads_to_its_rows(
    season: Season, clerk: Client, tmp_path: Path, settings: Settings
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "feeds").mkdir()
    feeds = """schema: parindex.feeds/1
catalogue: commune-2026-demonstration
items:
  "1.1":
    level:
      - {choose: on_time, when: ["assignments:plan_done.percent >= 80"]}
      - {choose: late}
"""
    (tmp_path / "feeds" / "commune-2026-demonstration.yaml").write_text(feeds, encoding="utf-8")

    board = clerk.get(f"/phieu-cham/{season.sheet().public_id}/so-lieu-song/").content.decode()
    sheet = clerk.get(f"/phieu-cham/{season.sheet().public_id}/").content.decode()

    assert ": không kịp thời</span>" in board.partition("<tbody>")[2]
    assert "9 việc chưa xong, mỗi một mất" in board
    assert "Thêm 1 đạt thì được thêm 0,75 điểm" in board
    assert "không kịp thời (Việc trong sổ thử" in sheet
    for page in (board, sheet):
        assert "/so-lieu-song/dong/?chi-so=assignments%3Aplan_done" in page


def test_level_waits_for_rows_that_could_not_be_judged(
    season: Season, clerk: Client, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "feeds").mkdir()
    feeds = """schema: parindex.feeds/1
catalogue: commune-2026-demonstration
items:
  "1.1": {level: [{choose: late, when: ["assignments:plan_done.failing > 0"]}, {choose: on_time}]}
"""
    (tmp_path / "feeds" / "commune-2026-demonstration.yaml").write_text(feeds, encoding="utf-8")
    commune = season.communes[0].pk
    tallies = {(commune, "plan_done"): Tally(0, 0, SEASON_AT.date(), unknown=2)}
    monkeypatch.setattr(PlanRegister, "tally", lambda _, **asked: tallies)

    board = clerk.get(f"/phieu-cham/{season.sheet().public_id}/so-lieu-song/").content.decode()
    sheet = clerk.get(f"/phieu-cham/{season.sheet().public_id}/").content.decode()

    assert "chưa đếm được" in board
    assert "2 dòng chưa đủ số liệu để xét" in board
    assert "Chưa đếm được (Việc trong sổ thử, đến hết 02/11/2026): 2 dòng chưa đủ số liệu để xét." in sheet
    assert "Lấy số này" not in sheet


def test_supervisor_reads_no_count_before_it_is_published(season: Season, client_for: ClientFor) -> None:
    watcher = client_for(person(season.province, Role.SUPERVISOR, "giamsat"))
    catalogue = "/bo-tieu-chi/province-2022-876-qd-bnv/"

    for unit in (season.province, season.communes[0]):
        assert watcher.get(f"{catalogue}so-lieu-song/", {"don-vi": unit.pk}).status_code == 403
    closed = (
        f"{catalogue}so-lieu-song/",
        f"/phieu-cham/{season.sheet().public_id}/so-lieu-song/",
        f"/dot-cham-diem/{season.campaign.public_id}/so-lieu-song/",
        reverse("register-index"),
        reverse("dossier-figures"),
        reverse("feedback-list"),
    )
    answers = {address: watcher.get(address).status_code for address in closed}
    assert set(answers.values()) <= {403, 404}, answers
    assert "so-lieu-song" not in watcher.get(catalogue).content.decode()


def test_catalogue_offers_only_units_whose_counts_the_person_may_read(season: Season, client_for: ClientFor) -> None:
    clerk = client_for(person(season.communes[0], Role.FOCAL, "canbo"))
    address = "/bo-tieu-chi/province-2022-876-qd-bnv/so-lieu-song/"

    page = clerk.get(address).content.decode()

    assert f'value="{season.communes[0].pk}" selected' in page
    assert f'value="{season.province.pk}"' not in page
    assert clerk.get(address, {"don-vi": season.communes[1].pk}).status_code == 404
