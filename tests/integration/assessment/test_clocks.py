"""A deadline locks at its second in Vietnam time, judged when writing, for each campaign by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from parindex.apps.assessment import campaigns, clocks, sheets
from parindex.apps.assessment.campaigns import RoundTime
from parindex.apps.assessment.errors import BadRounds, CampaignNotReady, ReasonMissing, RoundClosed, RoundNotOpen
from parindex.apps.assessment.models import RoundKind
from parindex.domain.access import PermissionDenied, Role
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db

OPENS_AT, CLOSES_AT = make.ROUNDS[RoundKind.SELF_SCORE]
TIMES = [RoundTime(kind, *times) for kind, times in make.ROUNDS.items()]


def save(season, *, now: datetime, words: str = "late", place: int = 0):
    item = season.item("1.1", place)
    return sheets.save_answer(
        item=item,
        version=item.version,
        inputs={"level": words},
        is_not_applicable=False,
        justification="",
        actor=season.holder,
        now=now,
    )


@pytest.mark.parametrize(
    ("now", "error", "words"),
    [
        (OPENS_AT - timedelta(microseconds=1), RoundNotOpen, "mở lúc 07:00:00 ngày 01/11/2026"),
        (OPENS_AT, None, ""),
        (CLOSES_AT - timedelta(microseconds=1), None, ""),
        (datetime(2026, 11, 15, 9, 59, 59, tzinfo=UTC), None, ""),
        (datetime(2026, 11, 15, 10, 0, 0, tzinfo=UTC), RoundClosed, "đã khóa lúc 17:00:00 ngày 15/11/2026"),
        (CLOSES_AT, RoundClosed, "đã khóa lúc 17:00:00 ngày 15/11/2026"),
        (CLOSES_AT + timedelta(days=1), RoundClosed, "Nhờ nơi tổ chức mở lại"),
    ],
)
def test_save_answer_locks_at_the_second(now, error, words):
    season = make.make_season(1)

    if error is None:
        assert save(season, now=now).version == 2
        return
    with pytest.raises(error, match=words):
        save(season, now=now)
    assert season.item("1.1").version == 1


def test_each_campaign_has_its_own_clock():
    first = make.make_season(1)
    second = make.make_season(1, province=first.province, year=2027)
    later = [replace(time, closes_at=time.closes_at + timedelta(days=40)) for time in TIMES]
    campaigns.set_rounds(
        campaign=second.campaign,
        version=second.campaign.version,
        rounds=later,
        actor=second.holder,
        now=make.PREPARED_AT,
    )

    assert save(second, now=CLOSES_AT).version == 2
    with pytest.raises(RoundClosed):
        save(first, now=CLOSES_AT)


def test_reopening_of_one_sheet_opens_that_sheet_until_its_second():
    season = make.make_season(2)
    until = CLOSES_AT + timedelta(days=2)
    reopen(season, sheet=season.sheet(), until=until, now=CLOSES_AT)

    assert save(season, now=until - timedelta(seconds=1)).version == 2
    with pytest.raises(RoundClosed):
        save(season, now=until, words="none")
    with pytest.raises(RoundClosed):
        save(season, now=CLOSES_AT, place=1)


def test_reopening_for_all_opens_every_sheet_and_its_approval():
    season = make.make_season(2)
    now = make.ROUNDS[RoundKind.APPROVAL][1]
    reopen(season, sheet=None, until=now + timedelta(hours=1), now=now)

    signed = make.sign_sheet(season.sheet(1), now=now)

    assert signed.state == "signed"
    windows = clocks.windows_of(campaign=season.campaign, sheet=season.sheet(), now=now)
    assert windows[RoundKind.SELF_SCORE].is_open
    assert windows[RoundKind.SELF_SCORE].until == now + timedelta(hours=1)
    assert windows[RoundKind.APPRAISAL_1].until is None
    assert not windows[RoundKind.APPRAISAL_1].is_over
    assert windows[RoundKind.SELF_SCORE].reopened_until is not None


def test_window_tells_that_a_step_is_over_or_has_no_time():
    season = make.make_season(1, is_open=False)
    campaign = season.campaign
    window = clocks.window_of(campaign=campaign, sheet=None, kind=RoundKind.SELF_SCORE, now=CLOSES_AT)
    assert window.is_over
    campaign.rounds.all().delete()

    window = clocks.window_of(campaign=campaign, sheet=None, kind=RoundKind.SELF_SCORE, now=CLOSES_AT)

    assert (window.is_over, window.is_open, window.until) == (False, False, None)
    with pytest.raises(RoundNotOpen, match="chưa có lịch"):
        clocks.check_open(window)
    with pytest.raises(CampaignNotReady, match="Đang chuẩn bị"):
        clocks.require_open(campaign=campaign, sheet=None, kind=RoundKind.SELF_SCORE, now=OPENS_AT)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"until": CLOSES_AT}, BadRounds, "đã qua rồi"),
        ({"reason": "  "}, ReasonMissing, "lý do"),
    ],
)
def test_reopen_refuses(change, error, words):
    season = make.make_season(1)

    with pytest.raises(error, match=words):
        reopen(season, sheet=None, now=CLOSES_AT, **change)
    assert not season.campaign.reopenings.exists()


def test_reopen_needs_the_holder():
    season = make.make_season(1)
    officer = make.make_person(season.communes[0], Role.FOCAL)

    with pytest.raises(PermissionDenied):
        reopen(season, sheet=season.sheet(), now=CLOSES_AT, actor=officer)


def reopen(season, *, sheet, now, until=None, reason="Mất điện ngày cuối", actor=None):
    return campaigns.reopen(
        campaign=season.campaign,
        sheet=sheet,
        kind=RoundKind.SELF_SCORE,
        until=until or now + timedelta(days=1),
        reason=reason,
        actor=actor or season.holder,
        now=now,
    )


def moved(kind: RoundKind, **changes: datetime) -> list[RoundTime]:
    return [replace(time, **changes) if time.kind == kind else time for time in TIMES]


@pytest.mark.parametrize(
    ("rounds", "words"),
    [
        (
            moved(RoundKind.SELF_SCORE, closes_at=make.PREPARED_AT, opens_at=datetime(2026, 9, 1, tzinfo=UTC)),
            "đã qua rồi",
        ),
        (moved(RoundKind.SELF_SCORE, closes_at=OPENS_AT), "phải khóa sau khi mở"),
        (moved(RoundKind.APPROVAL, opens_at=OPENS_AT - timedelta(seconds=1)), "không được mở hoặc khóa trước"),
        (moved(RoundKind.APPROVAL, closes_at=CLOSES_AT - timedelta(seconds=1)), "không được mở hoặc khóa trước"),
        ([*TIMES, TIMES[0]], "chỉ có một khoảng"),
    ],
)
def test_set_rounds_refuses(rounds, words):
    season = make.make_season(1, is_open=False)
    before = list(season.campaign.rounds.order_by("kind").values_list())

    with pytest.raises(BadRounds, match=words):
        set_rounds(season, rounds, now=make.PREPARED_AT)
    assert list(season.campaign.rounds.order_by("kind").values_list()) == before


def test_set_rounds_leaves_a_locked_step_as_it_is():
    season = make.make_season(1)

    with pytest.raises(BadRounds, match="Mở lại"):
        set_rounds(season, moved(RoundKind.SELF_SCORE, closes_at=CLOSES_AT + timedelta(days=1)), now=CLOSES_AT)
    with pytest.raises(BadRounds, match="Mở lại"):
        set_rounds(season, TIMES[1:], now=CLOSES_AT)
    later = make.ROUNDS[RoundKind.PUBLICATION][1] + timedelta(days=5)
    rounds = set_rounds(season, moved(RoundKind.PUBLICATION, closes_at=later), now=CLOSES_AT)

    assert rounds[-1].closes_at == later


def set_rounds(season, rounds, *, now):
    season.campaign.refresh_from_db()
    return campaigns.set_rounds(
        campaign=season.campaign, version=season.campaign.version, rounds=rounds, actor=season.holder, now=now
    )
