"""Several people and workers at once, each in a process with its own connection, starting at the same moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.never_lost.house import House
from tests.integration.never_lost.outcome import Outcome

pytestmark = pytest.mark.slow

ROUNDS = range(5)
Take = Callable[[str], House]


def errors(outcomes: list[Outcome]) -> list[str | None]:
    return sorted((outcome.error for outcome in outcomes), key=str)


def assert_sound(house: House) -> dict[str, list[list[object]]]:
    told = house.tell()
    assert told["audit_is_whole"]
    assert told["files_are_whole"]
    story: dict[str, list[list[object]]] = told["story"]
    return story


def edit(who: str, field: str, *, text: str, seen: str) -> tuple[str, dict[str, object]]:
    return "edit", {"who": who, "number": "1.2", "field": field, "text": text, "seen": seen}


@pytest.mark.parametrize("_round", ROUNDS)
def test_edits_of_different_fields_are_both_kept(house_before: Take, _round: int) -> None:
    house = house_before("review_on")
    target = house.run("field_value", number="1.2", field="target_text").check()

    outcomes = house.race(
        edit("focal", "lead", text="Sở Tư pháp", seen="Văn phòng UBND tỉnh"),
        edit("second", "target_text", text="Đạt 95%", seen=target),
    )

    assert errors(outcomes) == [None, None]
    assert house.run("field_value", number="1.2", field="lead").check() == ["Sở Tư pháp"]
    assert house.run("field_value", number="1.2", field="target_text").check() == "Đạt 95%"
    assert_sound(house)


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_edits_of_one_field_one_wins_and_the_other_is_told(house_before: Take, _round: int) -> None:
    house = house_before("review_on")
    texts = {"focal": "Sở Tư pháp", "second": "Sở Nội vụ"}

    outcomes = house.race(*(edit(who, "lead", text=text, seen="Văn phòng UBND tỉnh") for who, text in texts.items()))

    assert errors(outcomes) == [None, "field_conflict"]
    winner = texts["focal" if outcomes[0].error is None else "second"]
    assert house.run("field_value", number="1.2", field="lead").check() == [winner]
    assert_sound(house)


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_approvals_make_one_plan(house_before: Take, _round: int) -> None:
    alone = house_before("approve")
    alone.run("approve").check()
    house = house_before("approve")

    outcomes = house.race(("approve_now", {"who": "leader"}), ("approve_now", {"who": "focal"}))

    assert errors(outcomes) == [None, "already_approved"]
    story, expected = assert_sound(house), alone.tell()["story"]
    assert len(story["plans"]) == 1
    assert story["assignments"] == expected["assignments"]


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_approval_and_an_edit_never_mix(house_before: Take, _round: int) -> None:
    house = house_before("approve")

    outcomes = house.race(("approve_now", {}), edit("second", "target_text", text="Đạt 95%", seen="Công khai đầy đủ"))

    assert outcomes[0].error is None
    assert outcomes[1].error in {"not_reviewable", "field_conflict"}
    assert_sound(house)


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_same_bytes_at_once_are_one_draft(house_before: Take, _round: int) -> None:
    house = house_before("start")

    outcomes = house.race(("start", {"who": "focal"}), ("start", {"who": "second"}), ("start", {"who": "focal"}))

    results = [outcome.check() for outcome in outcomes]
    assert len({result["draft"] for result in results}) == 1
    assert sorted(result["is_duplicate"] for result in results) == [False, True, True]
    assert len(assert_sound(house)["drafts"]) == 1
    assert house.tell()["jobs"] == [["imports.read", "queued"]]


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_workers_run_each_job_once(house_before: Take, _round: int) -> None:
    house = house_before("start")
    house.run("queue", count=30).check()

    outcomes = house.race(("work", {"name": "one"}), ("work", {"name": "two"}))

    assert sorted(number for outcome in outcomes for number in outcome.check()) == list(range(30))
    assert house.run("count_done").check() == 30


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_reports_on_one_page_the_second_is_told(house_before: Take, _round: int) -> None:
    house = house_before("report")

    outcomes = house.race(("report", {"who": "focal", "progress": 40}), ("report", {"who": "second", "progress": 90}))

    assert errors(outcomes) == [None, "changed_meanwhile"]
    story = assert_sound(house)
    assert [row[1] for row in story["reports"]] == [40 if outcomes[0].error is None else 90]


def test_eight_threads_write_without_a_locked_database(house_before: Take) -> None:
    house = house_before("start")
    before = len(house.tell()["story"]["audit"])

    assert house.run("write_in_threads", threads=8, each=25).check() == []

    assert len(assert_sound(house)["audit"]) == before + 200


def test_eight_processes_write_without_a_locked_database(house_before: Take) -> None:
    house = house_before("start")
    before = len(house.tell()["story"]["audit"])

    outcomes = house.race(*(("write_in_threads", {"threads": 1, "each": 15}) for _ in range(8)))

    assert [outcome.check() for outcome in outcomes] == [[]] * 8
    assert len(assert_sound(house)["audit"]) == before + 120
