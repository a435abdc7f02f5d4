"""An annex loses nothing on its way to a catalogue: killed at any moment, and with two people at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.never_lost.conftest import Houses
from tests.integration.never_lost.house import House, is_postgres

pytestmark = pytest.mark.slow

Take = Callable[[str], House]
ROUNDS = range(4)
MOST_MOMENTS = 30


@pytest.mark.parametrize("stage", ["annex_start", "annex_read", "annex_review", "annex_confirm"])
def test_killed_at_every_statement_leaves_nothing_or_the_whole(houses: Houses, house_before: Take, stage: str) -> None:
    begun = _whole(house_before(stage))
    counted = house_before(stage)
    points = counted.run(stage).points
    end = _whole(counted)
    stride = max(points // (MOST_MOMENTS if is_postgres() else 60), 1)
    stories = []
    for nth in {*range(1, points + 1, stride), points}:
        house = houses.before(stage).copy()
        try:
            assert house.run(stage, kill_at=nth).is_killed
            stories.append(_whole(house))
            house.run(stage, **({"attempt": 1} if stage == "annex_read" else {})).check()
            assert _whole(house) == end
        finally:
            house.remove()
    assert begun in stories
    assert end in stories
    if stage != "annex_review":
        assert all(story in (begun, end) for story in stories)


def _whole(house: House) -> dict[str, Any]:
    """Return the story; the register and the files must fit."""
    told = house.tell()
    assert told["audit_is_whole"]
    assert told["files_are_whole"]
    told["story"].pop("files")
    return dict(told["story"])


@pytest.mark.parametrize("nth", ROUNDS)
def test_same_annex_of_two_people_at_once_is_one_proposal(house_before: Take, nth: int) -> None:
    del nth
    house = house_before("annex_start")

    outcomes = house.race(("annex_start", {"who": "focal"}), ("annex_start", {"who": "second"}))

    assert sorted(outcome.check() for outcome in outcomes) == [False, True]
    assert len(_whole(house)["proposals"]) == 1


@pytest.mark.parametrize("nth", ROUNDS)
def test_two_edits_of_one_item_at_once_keep_one_and_refuse_the_other(house_before: Take, nth: int) -> None:
    del nth
    house = house_before("annex_review")
    wanted = [("annex_edit", {"who": who, "name": f"Tên của {who}"}) for who in ("focal", "second")]

    outcomes = house.race(*wanted)

    kept = [outcome.result for outcome in outcomes if outcome.error is None]
    assert [outcome.error for outcome in outcomes if outcome.error] == ["changed_meanwhile"]
    assert [row[3] for row in _whole(house)["proposal_items"] if row[2] == "2.1"] == kept


@pytest.mark.parametrize("nth", ROUNDS)
def test_two_confirmations_at_once_make_one_revision(house_before: Take, nth: int) -> None:
    del nth
    house = house_before("annex_confirm")

    outcomes = house.race(*[("annex_confirm_now", {"who": who}) for who in ("focal", "second")])

    assert sorted(outcome.error or "" for outcome in outcomes) == ["", "not_reviewable"]
    assert [row[1] for row in _whole(house)["revisions"]] == [1]
