"""A report that is sent: killed at any moment it is sent with its papers or not at all, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.never_lost.conftest import Houses
from tests.integration.never_lost.house import House

pytestmark = pytest.mark.slow

Take = Callable[[str], House]
MOST_MOMENTS = 20


def test_killed_at_any_moment_it_is_sent_whole_or_not_at_all(houses: Houses, house_before: Take) -> None:
    begun = _whole(house_before("report_send"))
    counted = house_before("report_send")
    points = counted.run("report_send").points
    end = _whole(counted)
    stories = []
    for nth in {*range(1, points + 1, max(points // MOST_MOMENTS, 1)), points}:
        house = houses.before("report_send").copy()
        try:
            assert house.run("report_send", kill_at=nth).is_killed
            stories.append(_whole(house))
            assert house.run("report_send").check() == 1
            assert _whole(house) == end
        finally:
            house.remove()

    assert begun["report_sendings"] == []
    assert len(end["report_sendings"]) == 1
    assert all(story in (begun, end) for story in stories)
    assert end in stories


def test_of_two_people_who_send_at_once_one_does(house_before: Take) -> None:
    house = house_before("report_send")
    press = ("report_send_now", {"who": "leader", "version": 1})

    outcomes = house.race(press, press)

    assert sorted(str(outcome.error) for outcome in outcomes) == ["None", "report_changed_meanwhile"]
    assert len(_whole(house)["report_sendings"]) == 1


def _whole(house: House) -> dict[str, Any]:
    """Return the story of the report; the register and the files must fit."""
    told = house.tell()
    assert told["audit_is_whole"]
    assert told["files_are_whole"]
    return {key: told["story"][key] for key in ("periodic_reports", "report_sections", "report_sendings")}
