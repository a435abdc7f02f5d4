"""The finished season of the demonstration: signed, appraised, explained, decided by the council and published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.apps.assessment import appraisal, clocks, desks, explanations, publication, selectors
from parindex.apps.assessment.books import Book, book_of, is_self_scored
from parindex.apps.assessment.desks import DeskKind
from parindex.cli import demonstration_answers as answers
from parindex.cli.demonstration_season import OWN_COMMUNE, Season
from parindex.domain.access import SYSTEM, Actor

if TYPE_CHECKING:
    from parindex.apps.assessment.models import CampaignGroup, Sheet, SheetItem

ADJUST, ASK = "adjust", "ask"
APPRAISED = 24
"""So many units of a group were looked at by the appraiser; the others stand as they scored themselves."""
ISSUER = "Ủy ban nhân dân tỉnh Sông Mây (hư cấu)"
_REASONS = {
    ADJUST: "Số liệu trong tài liệu kiểm chứng thấp hơn số liệu tự chấm (hư cấu).",
    ASK: "Tài liệu chưa nêu thời điểm hoàn thành; đề nghị giải trình (hư cấu).",
}
_EXPLAINED = "Đơn vị bổ sung văn bản ghi rõ thời điểm hoàn thành (hư cấu)."
_REFUSED = "Văn bản bổ sung ban hành sau kỳ đánh giá (hư cấu)."
_DECIDED = "Hội đồng thống nhất lấy số liệu của cơ quan thống kê (hư cấu)."
_BOTH = (ADJUST, ASK)
_DOUBTED: Sequence[Sequence[str]] = ((), _BOTH[:1], _BOTH[1:], _BOTH)


@dataclass(frozen=True, slots=True)
class _Doubt:
    """An item that the appraiser does not take as it is, and what would be true instead."""

    sheet: Sheet
    code: str
    decision: str
    words: Mapping[str, str]

    def item(self) -> SheetItem:
        """Return the item as it stands now."""
        return selectors.access_item(SYSTEM, self.sheet, self.code)


def finish(season: Season) -> None:
    """Take an opened season to its published result through every step."""
    for group, book in season.groups():
        found = _score(season, group, book)
        looked_at = [sheet for nth, sheet in enumerate(found) if nth < APPRAISED or sheet.unit.slug == OWN_COMMUNE]
        for nth, sheet in enumerate(looked_at):
            _appraise(season, selectors.access_sheet(SYSTEM, sheet.public_id), nth=nth)
        _decide(season, selectors.access_sheet(SYSTEM, looked_at[-1].public_id))
    _publish(season)


def settle(season: Season) -> None:
    """Take an opened season to its published result as the units scored themselves: a year to compare with."""
    for group, book in season.groups():
        _score(season, group, book)
    _publish(season)


def _score(season: Season, group: CampaignGroup, book: Book) -> list[Sheet]:
    """Let every unit of a group answer, submit and sign; return their sheets."""
    found = season.sheets(group)
    season.answer(book, found, codes=frozenset(book.leaves), at=season.day(12))
    units = [sheet.unit.slug for sheet in found]
    season.bring(
        answers.survey_entries(book, units=units, year=season.campaign.year),
        actor=season.people.holder,
        at=season.day(15),
    )
    for nth, sheet in enumerate(found):
        sent = season.submit(sheet, at=season.day(20, minutes=nth))
        season.sign(sent, at=season.day(30, minutes=nth))
    return found


def _appraise(season: Season, sheet: Sheet, *, nth: int) -> None:
    """Judge a sheet in both rounds; what was asked or adjusted in the first is explained between them."""
    decisions = _BOTH if sheet.unit.slug == OWN_COMMUNE else _DOUBTED[nth % len(_DOUBTED)]
    doubts = _doubts(sheet, decisions)
    judge = season.people.appraiser
    for doubt in doubts:
        _rule(doubt, DeskKind.AGENCY, reason=_REASONS[doubt.decision], actor=judge, at=season.day(40, minutes=nth))
    appraisal.accept_rest(sheet=sheet, actor=judge, now=season.day(45, minutes=nth))
    for doubt in doubts:
        _explain(season, sheet, doubt, nth=nth)


def _rule(doubt: _Doubt, desk: DeskKind, *, reason: str, actor: Actor, at: datetime) -> None:
    """Judge an item in the step that is open then."""
    item = doubt.item()
    stage = desks.open_stage(desk, item=item, times=clocks.read_times(item.sheet.campaign), now=at)
    if stage is None:
        raise ValueError(f"no step of the season is open at {at}")
    appraisal.give_ruling(
        item=item,
        stage=stage,
        decision=doubt.decision,
        inputs=doubt.words,
        is_not_applicable=False,
        reason=reason,
        version=item.version,
        actor=actor,
        now=at,
    )


def _explain(season: Season, sheet: Sheet, doubt: _Doubt, *, nth: int) -> None:
    """Let the unit explain and the appraiser take it, or every third time not."""
    item, accepts = doubt.item(), nth % 3 != 0
    writer, at = season.writer(sheet), season.day(57, minutes=nth)
    explanations.explain(item=item, text=_EXPLAINED, version=item.version, actor=writer, now=at)
    explanations.decide_explanation(
        item=item,
        accepts=accepts,
        reason="" if accepts else _REFUSED,
        version=doubt.item().version,
        actor=season.people.appraiser,
        now=season.day(65, minutes=nth),
        inputs=None if accepts or doubt.decision != ASK else doubt.words,
    )


def _doubts(sheet: Sheet, decisions: Sequence[str]) -> list[_Doubt]:
    """Choose an item for each decision, among those that could be answered worse than they are."""
    book = book_of(sheet.group.revision)
    items = [item for item in selectors.list_items(sheet, SYSTEM) if is_self_scored(book.leaves[item.code])]
    items = [item for item in items if all(ruling.decision != ADJUST for ruling in item.rulings.all())]
    items.sort(key=lambda item: answers.draw(sheet.unit.slug, item.code, "doubt", below=10**6))
    worse = ((item, answers.weaker_words(book, book.leaves[item.code], item.inputs)) for item in items)
    able = ((item, words) for item, words in worse if words)
    return [_Doubt(sheet, item.code, decision, words) for decision, (item, words) in zip(decisions, able, strict=False)]


def _decide(season: Season, sheet: Sheet) -> None:
    """Let the council change one item."""
    for doubt in _doubts(sheet, _BOTH[:1]):
        _rule(doubt, DeskKind.COUNCIL, reason=_DECIDED, actor=season.people.leader, at=season.day(72))


def _publish(season: Season) -> None:
    campaign, at = selectors.access_campaign(SYSTEM, season.campaign.public_id), season.day(80)
    on = timezone.localdate(at)
    decision = publication.Decision(number=f"01/QĐ-MINHHOA/{campaign.year}", on=on, issuer=ISSUER)
    publication.publish(
        campaign=campaign, version=campaign.version, decision=decision, actor=season.people.leader, now=at
    )
