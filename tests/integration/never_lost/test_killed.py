"""A process killed at any moment leaves nothing or the whole, and the work goes on to the same end."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.never_lost.conftest import Houses
from tests.integration.never_lost.house import House, is_postgres
from tests.integration.never_lost.stages import REVIEW_STEPS

pytestmark = pytest.mark.slow

STAGES = ("start", "read", "review_on", "approve")
SEEDS = 24
KILLS = 2
MOST_MOMENTS = 30
"""On PostgreSQL, where a copy of the house takes long, about so many moments of a stage, evenly spread; else all."""

Take = Callable[[str], House]


def states_of(take: Take, stage: str) -> list[Any]:
    """Return the stories that may be found: before, after each whole step, and at the end."""
    house = take(stage)
    found = [house.tell()["story"]]
    if stage == "review_on":
        for until in range(1, len(REVIEW_STEPS)):
            house.run(stage, until=until).check()
            found.append(house.tell()["story"])
    house.run(stage).check()
    return [*found, house.tell()["story"]]


def assert_whole(told: dict[str, Any], allowed: list[Any]) -> None:
    assert told["audit_is_whole"]
    assert told["files_are_whole"]
    assert told["story"] in allowed


def assert_resumes(house: House, stage: str, end: Any) -> None:
    arguments = {"attempt": KILLS} if stage in {"read", "whole"} else {}
    house.run(stage, **arguments).check()
    told = house.tell()
    assert_whole(told, [end])
    assert all(state in {"done", "queued"} for _, state in told["jobs"])


@pytest.mark.parametrize("stage", STAGES)
def test_killed_at_every_statement_commit_and_flush(houses: Houses, house_before: Take, stage: str) -> None:
    allowed = states_of(house_before, stage)
    counted = house_before(stage).run(stage)
    counted.check()
    assert counted.points > 5

    seen = set()
    stride = max(counted.points // MOST_MOMENTS, 1) if is_postgres() else 1
    for nth in {*range(1, counted.points + 1, stride), counted.points}:
        house = houses.before(stage).copy()
        try:
            assert house.run(stage, kill_at=nth).is_killed
            told = house.tell()
            assert_whole(told, allowed)
            seen.add(allowed.index(told["story"]))
            assert_resumes(house, stage, allowed[-1])
        finally:
            house.remove()
    # Kills before the first write and after the last commit were among them.
    assert seen == set(range(len(allowed)))


@pytest.fixture(scope="module")
def whole_way(houses: Houses) -> Iterator[tuple[list[Any], float]]:
    """Return every story of the whole way and how long the way takes."""
    copies: list[House] = []

    def take(stage: str) -> House:
        copies.append(houses.before(stage).copy())
        return copies[-1]

    allowed = [told for stage in STAGES for told in states_of(take, stage)]
    timed = take("start").run("whole")
    timed.check()
    yield allowed, timed.seconds
    for house in copies:
        house.remove()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_killed_at_random_moments_of_the_whole_way(
    house_before: Take, whole_way: tuple[list[Any], float], seed: int
) -> None:
    allowed, seconds = whole_way
    moments = random.Random(seed)
    house = house_before("start")

    for attempt in range(KILLS):
        house.run("whole", kill_after=moments.uniform(0, seconds * 0.9), attempt=attempt)
        assert_whole(house.tell(), allowed)

    assert_resumes(house, "whole", allowed[-1])
