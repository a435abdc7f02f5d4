"""A plan on its way to the communes: killed at any moment no draft is half, no unit gets two, and the work goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.never_lost.cascade import COMMUNES
from tests.integration.never_lost.conftest import Houses
from tests.integration.never_lost.house import House

pytestmark = pytest.mark.slow

Take = Callable[[str], House]
MOST_MOMENTS = 24


def test_killed_at_any_statement_no_unit_is_half_done_or_done_twice(houses: Houses, house_before: Take) -> None:
    counted = house_before("cascade_work")
    points = counted.run("cascade_work").points
    end = _whole(counted)
    assert [len(drafts) for drafts in _by_unit(end).values()] == [1] * len(COMMUNES)
    items = _items(end)
    came = set()
    for nth in {*range(1, points + 1, max(points // MOST_MOMENTS, 1)), points}:
        house = houses.before("cascade_work").copy()
        try:
            assert house.run("cascade_work", kill_at=nth).is_killed
            story = _whole(house)
            done = [unit for unit, drafts in _by_unit(story).items() if drafts]
            assert _items(story) == {unit: items[unit] for unit in done}
            came.add(len(done))
            house.run("cascade_work", attempt=1).check()
            assert _whole(house) == end
        finally:
            house.remove()
    # Killed before the first unit, between units and after the last.
    assert came == set(range(len(COMMUNES) + 1))


def test_two_people_who_start_at_once_make_one_job(house_before: Take) -> None:
    house = house_before("cascade_start")

    outcomes = house.race(*[("cascade_start", {"who": who}) for who in ("focal", "second")])

    assert sorted(outcome.check() for outcome in outcomes) == [0, len(COMMUNES)]
    house.run("cascade_work").check()
    assert [len(drafts) for drafts in _by_unit(_whole(house)).values()] == [1] * len(COMMUNES)


def _whole(house: House) -> dict[str, Any]:
    """Return the story; the register and the files must fit."""
    told = house.tell()
    assert told["audit_is_whole"]
    assert told["files_are_whole"]
    return dict(told["story"])


def _by_unit(story: dict[str, Any]) -> dict[str, list[str]]:
    """Return the keys of the drafts of each commune."""
    return {unit: [key] if key else [] for unit, key, *_ in story["lower_plans"]}


def _items(story: dict[str, Any]) -> Counter[str]:
    """Count what became of the items of the upper plan, commune by commune."""
    return Counter(unit for unit, *_ in story["lower_items"])
