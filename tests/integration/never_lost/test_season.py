"""A season loses nothing: killed at any moment, and with many officers on one form at once."""

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


@pytest.mark.parametrize("stage", ["season_open", "season_import", "season_sign"])
def test_killed_at_every_statement_leaves_nothing_or_the_whole(houses: Houses, house_before: Take, stage: str) -> None:
    counted = house_before(stage).run(stage)
    counted.check()
    end = _finished(house_before, stage)
    stride = max(counted.points // MOST_MOMENTS, 1) if is_postgres() else max(counted.points // 60, 1)
    stories = []
    for nth in {*range(1, counted.points + 1, stride), counted.points}:
        house = houses.before(stage).copy()
        try:
            assert house.run(stage, kill_at=nth).is_killed
            stories.append(_assert_whole(house))
            house.run(stage).check()
            assert _assert_whole(house) == end
        finally:
            house.remove()
    assert end in stories
    if stage != "season_sign":
        begun = _assert_whole(house_before(stage))
        assert all(story in (begun, end) for story in stories)


def _finished(take: Take, stage: str) -> dict[str, Any]:
    house = take(stage)
    house.run(stage).check()
    return _assert_whole(house)


def _assert_whole(house: House) -> dict[str, Any]:
    """Return the season as it is told; the register, the files and the totals must fit."""
    told = house.tell()
    assert told["audit_is_whole"]
    assert told["files_are_whole"]
    totals = house.run("season_totals").check()
    is_open = told["story"]["campaigns"][0][1] == "open"
    assert all(kept == given for kept, given in totals if is_open)
    told["story"].pop("files")
    return dict(told["story"])


def answer(who: str, code: str, points: str, version: int = 1) -> tuple[str, dict[str, object]]:
    return "season_answer", {"who": who, "code": code, "points": points, "version": version}


@pytest.mark.parametrize("_round", ROUNDS)
def test_many_officers_on_one_form_lose_nothing(house_before: Take, _round: int) -> None:
    house = house_before("season_import")
    people = ("officer", "colleague", "focal", "second")

    outcomes = house.race(*(answer(who, str(code), f"0,{code}") for code, who in enumerate(people, start=1)))

    assert [outcome.error for outcome in outcomes] == [None] * 4
    story = _assert_whole(house)
    first = [row for row in story["sheet_items"] if row[0] == "xa-hu-cau-1"]
    assert [row[2:] for row in first] == [[{"points": f"0,{code}"}, False, 2] for code in range(1, 5)]


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_answers_to_one_item_one_wins_and_the_other_is_told(house_before: Take, _round: int) -> None:
    house = house_before("season_import")

    outcomes = house.race(answer("officer", "1", "0,1"), answer("colleague", "1", "0,2"))

    assert sorted(str(outcome.error) for outcome in outcomes) == ["None", "changed_meanwhile"]
    winner = next(outcome.result for outcome in outcomes if outcome.error is None)
    story = _assert_whole(house)
    assert ["xa-hu-cau-1", "1", winner, False, 2] in story["sheet_items"]


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_bulk_import_beside_single_edits_keeps_totals(house_before: Take, _round: int) -> None:
    house = house_before("season_import")

    outcomes = house.race(("season_import", {}), answer("officer", "4", "0,4"), answer("colleague", "1", "0,5"))

    assert outcomes[0].error is None
    assert outcomes[1].error is None
    assert outcomes[2].error in (None, "changed_meanwhile")
    story = _assert_whole(house)
    kept = {row[1]: row[2] for row in story["sheet_items"] if row[0] == "xa-hu-cau-1"}
    assert kept == {code: {"points": "0,4" if code == "4" else "0,5"} for code in "1234"}


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_imports_of_the_same_table_end_as_one(house_before: Take, _round: int) -> None:
    house = house_before("season_import")

    outcomes = house.race(("season_import", {}), ("season_import", {}))

    assert sorted(outcome.check() for outcome in outcomes) == [0, 6]
    assert [row[1] for row in _assert_whole(house)["audit"]].count("sheet.imported") == 2


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_openings_make_the_items_once(house_before: Take, _round: int) -> None:
    house = house_before("season_open")

    version = {"version": 3}
    outcomes = house.race(
        ("season_open_now", {"who": "focal", **version}), ("season_open_now", {"who": "second", **version})
    )

    assert sorted(str(outcome.error) for outcome in outcomes) == ["None", "changed_meanwhile"]
    assert len(_assert_whole(house)["sheet_items"]) == 8


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_answer_never_slips_into_a_submitted_sheet(house_before: Take, _round: int) -> None:
    house = house_before("season_import")

    outcomes = house.race(("season_submit", {"who": "officer", "version": 1}), answer("colleague", "1", "0,3"))

    assert outcomes[0].error is None
    assert outcomes[1].error in (None, "move_refused")
    story = _assert_whole(house)
    is_kept = ["xa-hu-cau-1", "1", {"points": "0,3"}, False, 2] in story["sheet_items"]
    assert is_kept == (outcomes[1].error is None)
    actions = [row[1] for row in sorted(story["audit"]) if row[1].startswith("sheet.")]
    assert actions == (["sheet.answered", "sheet.submitted"] if is_kept else ["sheet.submitted"])
