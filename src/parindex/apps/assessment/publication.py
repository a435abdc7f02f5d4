"""Publication: the end of a season. A bundle that anyone can recompute, and result rows that never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from parindex.apps.assessment import clocks
from parindex.apps.assessment.errors import AssessmentError, ChangedMeanwhile
from parindex.apps.assessment.models import (
    Campaign,
    Publication,
    Result,
    RoundKind,
    RulingDecision,
    RulingStage,
    Sheet,
    SheetItem,
    SheetState,
)
from parindex.apps.assessment.scoring import DECIDING, effective
from parindex.apps.audit import services as audit
from parindex.apps.evidence import services as evidence
from parindex.documents.bundle.content import (
    NOT_APPLICABLE,
    Content,
    Group,
    GroupResult,
    Head,
    UnitAnswers,
    compute,
)
from parindex.documents.bundle.read import read_bundle
from parindex.documents.bundle.signing import SigningKey, load_key
from parindex.documents.bundle.write import pack
from parindex.domain import lifecycle
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.scoring.rounding import Rounding
from parindex.domain.scoring.sheet import ScoreSheet
from parindex.domain.scoring.wording import decimal_text

_PLACES = Rounding(decimals=4)
_NAMED = 5
_ZIP = "application/zip"


class NotPublishable(AssessmentError):
    """Something is still open; `problems` says what, one sentence each."""

    code = "not_publishable"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("Chưa công bố được. " + " ".join(self.problems))


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision (quyết định) by which a result is published."""

    number: str
    on: date
    issuer: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What publication would give now: standings per group, and what stands against it.

    `problems` stop it; `unsettled` names units that would have no rank.
    """

    results: tuple[GroupResult, ...]
    problems: tuple[str, ...]
    unsettled: tuple[str, ...]


def preview(campaign: Campaign) -> Preview:
    """Compute the result as it stands, without writing anything. A constant number of queries."""
    sheets = _sheets(campaign)
    results = compute(_content(campaign, sheets, decision=Decision("", date.min, ""), now=timezone.now()))
    return Preview(results, tuple(_problems(sheets)), tuple(_unsettled(results)))


def publish(
    *,
    campaign: Campaign,
    version: int,
    decision: Decision,
    accepts_unsettled: bool = False,
    actor: Actor,
    now: datetime,
) -> Publication:
    """Publish the result of a campaign, whole or not at all; afterwards nothing of the campaign can change.

    Raises `PermissionDenied`, `ChangedMeanwhile`, `NotPublishable` (a sheet that is not signed, a question without an
    answer, a unit without a settled total unless `accepts_unsettled`), `RoundNotOpen`, `RoundClosed`, `MoveRefused`.
    """
    with transaction.atomic():
        locked = _lock(campaign, version=version, actor=actor, now=now)
        _check_decision(decision, today=timezone.localdate(now))
        sheets = _sheets(locked, is_locked=True)
        content = _content(locked, sheets, decision=decision, now=now)
        results = compute(content)
        problems = _problems(sheets)
        if not accepts_unsettled:
            problems += [f"{name} còn mục chưa rõ điểm nên chưa có hạng." for name in _unsettled(results)]
        if problems:
            raise NotPublishable(problems)
        data = pack(content, results, key=signing_key())
        name = f"ket-qua-{locked.year}.zip"
        publication = Publication.objects.create(
            campaign=locked,
            decision_number=decision.number,
            decision_on=decision.on,
            issuer=decision.issuer,
            bundle=evidence.keep_made(data=data, name=name, media_type=_ZIP, actor=actor, now=now),
            root_sha256=read_bundle(data).manifest.root,
            published_by_id=actor.user_id,
            published_at=now,
        )
        _keep_results(publication, results, sheets)
        _close(locked, publication, actor=actor, now=now)
    return publication


def _lock(campaign: Campaign, *, version: int, actor: Actor, now: datetime) -> Campaign:
    """Return the campaign for publication alone, after every check that needs no sheet."""
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("unit").get(pk=campaign.pk)
    if not actor.may(Permission.RESULTS_PUBLISH, locked.unit.path):
        raise PermissionDenied(Permission.RESULTS_PUBLISH)
    lifecycle.CAMPAIGN.move(state=locked.state, action="publish")
    if locked.version != version:
        raise ChangedMeanwhile("Đợt đã đổi từ lúc bạn mở trang. Tải lại, xem bảng xếp hạng rồi công bố lại.")
    clocks.require_open(campaign=locked, sheet=None, kind=RoundKind.PUBLICATION, now=now)
    return locked


def _close(campaign: Campaign, publication: Publication, *, actor: Actor, now: datetime) -> None:
    """End the season: no answer and no ruling of it can be written any more."""
    count = Sheet.objects.filter(campaign=campaign).update(state=SheetState.PUBLISHED)
    campaign.state = lifecycle.CAMPAIGN.move(state=campaign.state, action="publish")
    campaign.version += 1
    campaign.save(update_fields=["state", "version"])
    audit.record(
        actor=actor,
        action="campaign.published",
        object_type="campaign",
        object_id=str(campaign.public_id),
        object_label=campaign.title,
        unit_path=campaign.unit.path,
        after={"decision": publication.decision_number, "root": publication.root_sha256, "units": count},
        now=now,
    )


def signing_key() -> SigningKey:
    """Return the key of this site, which is made the first time; its public half stands on the page of results."""
    return load_key(Path(settings.DATA_DIR) / "keys" / "publication.key")


def _sheets(campaign: Campaign, *, is_locked: bool = False) -> list[Sheet]:
    found = Sheet.objects.filter(campaign=campaign)
    if is_locked:
        found = found.select_for_update(of=("self",))
    rows = found.select_related("unit", "group__revision").prefetch_related("items__rulings", "items__explanation")
    return list(rows.order_by("group__position", "unit__name_sort", "pk"))


def _check_decision(decision: Decision, *, today: date) -> None:
    if not decision.number.strip() or not decision.issuer.strip():
        raise NotPublishable(["Ghi số quyết định và cơ quan công bố."])
    if decision.on > today:
        raise NotPublishable([f"Ngày quyết định {decision.on.strftime('%d/%m/%Y')} còn ở phía trước."])


def _problems(sheets: Sequence[Sheet]) -> list[str]:
    if not sheets:
        return ["Đợt không có đơn vị nào."]
    unsigned = [sheet.unit.name for sheet in sheets if sheet.state != SheetState.SIGNED]
    asked = [f"{sheet.unit.name}, mục {item.code}" for sheet in sheets for item in sheet.items.all() if _is_asked(item)]
    problems = []
    if unsigned:
        problems.append(f"{len(unsigned)} phiếu chưa được lãnh đạo đơn vị duyệt: {_names(unsigned)}.")
    if asked:
        problems.append(f"{len(asked)} mục còn yêu cầu giải trình chưa giải quyết: {_names(asked)}.")
    return problems


def _is_asked(item: SheetItem) -> bool:
    """Tell whether the last deciding word on an item is still a question."""
    rulings = {RulingStage(ruling.stage): ruling for ruling in item.rulings.all()}
    last = next((rulings[stage] for stage in DECIDING if stage in rulings), None)
    return last is not None and last.decision == RulingDecision.ASK


def _unsettled(results: Sequence[GroupResult]) -> list[str]:
    return [
        unit.name
        for result in results
        for unit, sheet in zip(result.units, result.sheets, strict=True)
        if not sheet.total.is_settled
    ]


def _names(names: Sequence[str]) -> str:
    more = f" và {len(names) - _NAMED} nữa" if len(names) > _NAMED else ""
    return "; ".join(names[:_NAMED]) + more


def _content(campaign: Campaign, sheets: Sequence[Sheet], *, decision: Decision, now: datetime) -> Content:
    groups = {sheet.group.name: sheet.group.revision.text for sheet in sheets}
    return Content(
        head=Head(
            campaign=campaign.title,
            year=campaign.year,
            organiser=campaign.unit.name,
            decision_number=decision.number,
            decision_on=decision.on.isoformat(),
            issuer=decision.issuer,
            published_at=timezone.localtime(now).isoformat(timespec="seconds"),
            is_fictional=campaign.unit.is_fictional,
        ),
        groups=tuple(Group(name, text) for name, text in groups.items()),
        units=tuple(
            UnitAnswers(
                unit=sheet.unit.slug,
                name=sheet.unit.name,
                group=sheet.group.name,
                answers={item.code: words for item in sheet.items.all() if (words := _words(item))},
            )
            for sheet in sheets
        ),
    )


def _words(item: SheetItem) -> Mapping[str, str]:
    answer = effective(item)
    return {"": NOT_APPLICABLE} if answer.is_not_applicable else {str(k): str(v) for k, v in answer.inputs.items()}


def _keep_results(publication: Publication, results: Sequence[GroupResult], sheets: Sequence[Sheet]) -> None:
    by_slug = {sheet.unit.slug: sheet for sheet in sheets}
    rows = []
    for result in results:
        ranked = sum(standing.rank is not None for standing in result.standings)
        for unit, score, standing in zip(result.units, result.sheets, result.standings, strict=True):
            rows.append(
                Result(
                    publication=publication,
                    year=publication.campaign.year,
                    group=result.group,
                    unit=by_slug[unit.unit].unit,
                    unit_name=unit.name,
                    points=_decimal(score.total.points, score),
                    maximum=_decimal(score.total.maximum, score),
                    index=_percent(score.total.index),
                    rank=standing.rank,
                    rank_of=ranked or None,
                    grade=standing.grade or "",
                    catalogue_id=result.catalogue.id,
                    catalogue_sha256=by_slug[unit.unit].group.revision.sha256,
                    items=_items(result, score),
                    source=f"{publication.decision_number} ngày {publication.decision_on.strftime('%d/%m/%Y')}",
                )
            )
    Result.objects.bulk_create(rows, batch_size=200)


def _items(result: GroupResult, score: ScoreSheet) -> list[dict[str, object]]:
    by_code = {item.code: item for item in score.items}
    return [
        {
            "code": item.code,
            "name": item.name,
            "depth": depth,
            "channel": item.channel.value if item.channel else None,
            "effect": item.effect.value,
            "status": by_code[item.code].status.value,
            "points": _plain(by_code[item.code].points, score),
            "maximum": _plain(by_code[item.code].maximum, score),
            "sentence": by_code[item.code].sentence,
        }
        for depth, item in result.catalogue.walk()
    ]


def _plain(units: int | None, score: ScoreSheet) -> str | None:
    return None if units is None else decimal_text(units, scale=score.scale)


def _decimal(units: int | None, score: ScoreSheet) -> Decimal | None:
    return None if units is None else Decimal(decimal_text(units, scale=score.scale))


def _percent(index: Fraction | None) -> Decimal | None:
    """Round the index for lists; ranks are made of the exact one, which the bundle keeps."""
    return None if index is None else Decimal(decimal_text(_PLACES.units(index), scale=_PLACES.scale))
