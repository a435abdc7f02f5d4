"""Random walks of one sheet: it stands where the table of moves and the clock allow, or does not move at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parindex.apps.assessment import campaigns, sheets
from parindex.apps.assessment.errors import AssessmentError
from parindex.apps.assessment.models import RoundKind
from parindex.apps.audit import services as audit
from parindex.apps.audit.models import Event
from parindex.domain import lifecycle
from parindex.domain.access import Actor, Role
from parindex.domain.lifecycle import MoveRefused
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db

CATALOGUE = """
schema: parindex.catalogue/1
id: walk-demonstration
level: commune
year: 2026
title: Bộ thử
status: demonstration
notice: Bộ thử.
group: xã
total_points: "1"
items:
  - {code: "1", name: Một, max_points: "1", rule: {shape: manual, guidance: thử}}
"""
SELF, APPROVAL = RoundKind.SELF_SCORE, RoundKind.APPROVAL
MOMENTS = [
    make.ROUNDS[SELF][0] - timedelta(seconds=1),
    make.ROUNDS[SELF][0],
    make.ROUNDS[SELF][1] - timedelta(seconds=1),
    make.ROUNDS[SELF][1],
    make.ROUNDS[APPROVAL][1] - timedelta(seconds=1),
    make.ROUNDS[APPROVAL][1],
    make.ROUNDS[APPROVAL][1] + timedelta(days=30),
]
ASKS = {
    "enter": (SELF,),
    "submit": (SELF,),
    "withdraw": (SELF,),
    "return": (APPROVAL, SELF),
    "sign": (APPROVAL,),
    "reopen": (),
}
MOVES = {"reopen": {"submitted": "return", "signed": "reopen"}}
STEPS = st.lists(st.tuples(st.sampled_from(list(ASKS)), st.integers(0, 1)), min_size=1, max_size=12)


class Model:
    """What the words of the contract say of one sheet."""

    def __init__(self) -> None:
        self.state = "entering"
        self.until: datetime | None = None

    def is_open(self, kind: RoundKind, now: datetime) -> bool:
        opens_at, closes_at = make.ROUNDS[kind]
        return opens_at <= now < closes_at or (self.until is not None and now < self.until)

    def step(self, action: str, now: datetime) -> bool:
        """Take a step; tell whether it is allowed."""
        if action == "reopen":
            action = MOVES["reopen"].get(self.state, "")
            self.until = max(self.until or now, now + timedelta(days=1))
            self.state = lifecycle.SHEET.moves.get((self.state, action), self.state)
            return True
        target = lifecycle.SHEET.moves.get((self.state, action))
        if target is None or not all(self.is_open(kind, now) for kind in ASKS[action]):
            return False
        self.state = target
        return True


def act(season: make.Season, people: dict[str, Actor], action: str, now: datetime, turn: int) -> Callable[[], object]:
    sheet = season.sheet()
    step = {"sheet": sheet, "version": sheet.version, "note": "Lý do thử", "now": now}
    item = season.item("1")
    answer = {"inputs": {"points": f"0,{turn % 9 + 1}"}, "is_not_applicable": False, "justification": f"Lần {turn}"}
    officer, leader = people["officer"], people["leader"]
    return {
        "enter": lambda: sheets.save_answer(item=item, version=item.version, actor=officer, now=now, **answer),
        "submit": lambda: sheets.submit(actor=officer, **step),
        "withdraw": lambda: sheets.withdraw(actor=officer, **step),
        "return": lambda: sheets.send_back(actor=leader, **step),
        "sign": lambda: sheets.sign(actor=leader, **step),
        "reopen": lambda: campaigns.reopen(
            campaign=season.campaign,
            sheet=sheet,
            kind=SELF,
            until=now + timedelta(days=1),
            reason="Lý do thử",
            actor=season.holder,
            now=now,
        ),
    }[action]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_a_sheet_goes_only_where_moves_and_clock_allow(steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        season = make.make_season(1, revision=make.make_revision_of(CATALOGUE))
        unit = season.communes[0]
        people = {"officer": make.make_person(unit, Role.OFFICER), "leader": make.make_person(unit, Role.LEADER)}
        model, moment = Model(), 0
        for turn, (action, wait) in enumerate(steps):
            moment = min(moment + wait, len(MOMENTS) - 1)
            told = Event.objects.count()
            version = season.sheet().version
            is_allowed = model.step(action, MOMENTS[moment])
            if is_allowed:
                act(season, people, action, MOMENTS[moment], turn)()
            else:
                with pytest.raises((AssessmentError, MoveRefused)):
                    act(season, people, action, MOMENTS[moment], turn)()
            sheet = season.sheet()
            assert sheet.state == model.state
            assert Event.objects.count() == told + is_allowed
            assert sheet.version == version or is_allowed
        assert audit.verify().is_whole
        transaction.set_rollback(True)
