"""From a published result to the next plan: the losses become a draft that is reviewed like any imported plan."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from parindex.apps.assessment.errors import AssessmentError
from parindex.apps.assessment.models import Result
from parindex.apps.assessment.results import read_items
from parindex.apps.audit import services as audit
from parindex.apps.imports import services as imports
from parindex.domain.access import Actor
from parindex.domain.planning.losses import ItemResult, ResultSource, plan_text
from parindex.domain.scoring.catalogue import Channel, Effect
from parindex.domain.scoring.sheet import ScoreStatus


class NothingToPropose(AssessmentError):
    """The result has no items of its own: it was imported from a table."""

    code = "nothing_to_propose"

    def __init__(self) -> None:
        super().__init__("Kết quả này được nhập từ bảng, không có điểm từng mục nên không lập được dự thảo.")


def draft_next_plan(*, result: Result, actor: Actor, now: datetime) -> imports.Started:
    """Write the draft plan of a result and queue its reading; the same result gives the same draft.

    Raises `NothingToPropose` and, for an actor who may not import plans of the unit, `PermissionDenied`.
    """
    if result.publication is None or result.unit is None or not result.items:
        raise NothingToPropose
    publication = result.publication
    source = ResultSource(
        unit_name=result.unit.name,
        year=result.year,
        decision_number=publication.decision_number,
        decision_on=publication.decision_on.strftime("%d/%m/%Y"),
        issuer=publication.issuer,
    )
    text = plan_text(source, list(leaf_results(result)))
    name = f"du-thao-ke-hoach-{result.year + 1}.txt"
    upload = imports.Upload(name=name, stream=io.BytesIO(text.encode()))
    with transaction.atomic():
        (started,) = imports.start(unit=result.unit, uploads=(upload,), actor=actor, now=now)
        if not started.is_duplicate:
            audit.record(
                actor=actor,
                action="result.proposed",
                object_type="result",
                object_id=str(result.pk),
                object_label=f"{result.unit_name}, năm {result.year}",
                unit_path=result.unit.path,
                after={"draft": str(started.draft_id)},
                now=now,
            )
    return started


def leaf_results(result: Result) -> Iterator[ItemResult]:
    """Yield what the items without items below them got; what does not apply and bonuses stand nowhere."""
    for item in read_items(result):
        is_out = item.status == ScoreStatus.NOT_APPLICABLE or item.effect is Effect.BONUS
        if not item.is_leaf or is_out or item.maximum is None:
            continue
        yield ItemResult(
            code=item.code,
            name=item.name,
            points=item.points,
            maximum=item.maximum,
            is_sipas=item.channel is Channel.SIPAS,
            is_penalty=item.effect is Effect.PENALTY,
        )
