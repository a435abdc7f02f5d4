"""The houses that the trials begin with: as they stand before each stage of a plan or of a season."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from tests.integration.never_lost.house import House, Zygote

ORDERS = (
    ("start", "read", "review_on", "approve", "report"),
    ("cascade_prepare", "cascade_start", "cascade_work"),
    ("report_prepare", "report_send"),
    ("annex_start", "annex_read", "annex_review", "annex_confirm"),
    ("season_prepare", "season_open", "season_import", "season_sign"),
)


@dataclass
class Houses:
    """The houses of one session, each made once."""

    zygote: Zygote
    made: dict[str, House] = field(default_factory=dict)

    def before(self, stage: str) -> House:
        """Return the house as it stands when a stage begins; not to be changed, only copied."""
        order = next(order for order in ORDERS if stage in order)
        if stage not in self.made:
            nth = order.index(stage)
            if nth == 0:
                self.made[stage] = House.build(self.zygote)
            else:
                self.made[stage] = self.before(order[nth - 1]).copy()
                self.made[stage].run(order[nth - 1]).check()
        return self.made[stage]


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Houses]:
    """Return the houses and end their process at the end."""
    made = Houses(zygote=Zygote(data=tmp_path_factory.mktemp("never-lost")))
    yield made
    for house in made.made.values():
        house.remove()
    made.zygote.close()


@pytest.fixture
def house_before(houses: Houses) -> Iterator[Callable[[str], House]]:
    """Return a function that gives a fresh copy of the house as it stands before a stage."""
    copies: list[House] = []

    def take(stage: str) -> House:
        copies.append(houses.before(stage).copy())
        return copies[-1]

    yield take
    for house in copies:
        house.remove()
