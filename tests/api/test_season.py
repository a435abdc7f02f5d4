"""Campaigns and sheets by the API: the same scope as the pages, constant queries, exact points."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.domain.access import Role
from tests.api.conftest import ClientFor
from tests.factories import assessment as make
from tests.integration.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_sheets_of_a_campaign_are_paged_and_filtered(client_of: ClientFor) -> None:
    season = make.make_season(3, now=NOW)
    client = client_of(season.holder)

    (campaign,) = client.get("/api/v1/campaigns").json()
    url = f"/api/v1/campaigns/{campaign['id']}/sheets"

    assert [one["kind"] for one in campaign["rounds"]][:3] == ["self_score", "approval", "appraisal_1"]
    page = client.get(url + "?limit=2&offset=1").json()
    assert (page["total"], [row["unit"] for row in page["results"]]) == (3, ["Xã Hư Cấu 0001", "Xã Hư Cấu 0002"])
    assert page["results"][0]["self_maximum"] == "100"
    assert client.get(url + "?query=0002").json()["total"] == 1
    assert client.get(url + "?state=signed").json()["results"] == []
    assert client.get(url + "?query=%00").json()["total"] == 0
    assert client.get(url + "?state=la").status_code == 422


def test_sheet_tells_answers_and_points(client_of: ClientFor) -> None:
    season = make.make_season(1, now=NOW)
    item = season.item("1.2")
    make.sheets.save_answer(
        item=item,
        version=1,
        inputs={"numerator": "39", "denominator": "40"},
        is_not_applicable=False,
        justification="",
        actor=season.holder,
        now=make.SEASON_AT,
    )

    sheet = client_of(season.holder).get(f"/api/v1/sheets/{season.sheet().public_id}").json()

    answered = {row["code"]: row for row in sheet["items"]}["1.2"]
    assert (answered["self_points"], answered["final_points"], answered["status"]) == ("1.5", "1.5", "scored")
    assert answered["inputs"] == {"numerator": "39", "denominator": "40"}
    assert "39/40" in answered["sentence"]
    assert len(sheet["items"]) == 43


def test_another_unit_finds_no_draft(client_of: ClientFor) -> None:
    season = make.make_season(2, now=NOW)
    client = client_of(make.make_person(season.communes[0], Role.OFFICER, today=TODAY))
    url = f"/api/v1/sheets/{season.sheet(1).public_id}"

    assert client.get(url).json()["code"] == "sheet_not_found"
    assert client.get(f"/api/v1/campaigns/{season.campaign.public_id}/sheets").json()["total"] == 1


def test_lists_ask_a_constant_number_of_queries(client_of: ClientFor) -> None:
    counts = []
    for number in (2, 12):
        season = make.make_season(number, now=NOW)
        client = client_of(season.holder)
        with CaptureQueriesContext(connection) as asked:
            client.get("/api/v1/campaigns")
            client.get(f"/api/v1/campaigns/{season.campaign.public_id}/sheets")
            client.get(f"/api/v1/sheets/{season.sheet().public_id}")
        counts.append(len(asked))

    assert counts[0] == counts[1]
