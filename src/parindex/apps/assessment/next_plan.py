"""From a published result to the next plan: the losses become a draft that people go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from parindex.apps.assessment.errors import AssessmentError
from parindex.apps.assessment.models import Publication, Result
from parindex.apps.assessment.results import ResultNotFound, read_items
from parindex.apps.audit import services as audit
from parindex.apps.imports import heads
from parindex.apps.imports import services as imports
from parindex.apps.imports.models import Draft, Origin
from parindex.apps.imports.provenance import ItemSource
from parindex.apps.orgs.models import Unit
from parindex.domain.access import Actor, Permission
from parindex.domain.planning.losses import ItemResult, ResultSource, ground_of, propose_items
from parindex.domain.planning.model import Plan
from parindex.domain.scoring.catalogue import Channel, Effect
from parindex.domain.scoring.sheet import ScoreStatus

_MOST = 300


class NothingToPropose(AssessmentError):
    """The result has no items of its own: it was imported from a table."""

    code = "nothing_to_propose"

    def __init__(self) -> None:
        super().__init__("Kết quả này được nhập từ bảng, không có điểm từng mục nên không lập được dự thảo.")


def draft_next_plan(*, result: Result, actor: Actor, now: datetime) -> tuple[Draft, bool]:
    """Start the draft plan of a result; the same result gives the draft that exists. Tell whether it is a new one.

    Raises `NothingToPropose` and, for an actor who may not import plans of the unit, `PermissionDenied`.
    """
    if result.publication is None or result.unit is None or not result.items:
        raise NothingToPropose
    source = _source_of(result.publication, result)
    with transaction.atomic():
        start = _start_of(result, result.unit, source)
        draft, is_new = imports.start_draft(unit=result.unit, start=start, actor=actor, now=now)
        if is_new:
            audit.record(
                actor=actor,
                action="result.proposed",
                object_type="result",
                object_id=str(result.pk),
                object_label=f"{result.unit_name}, năm {result.year}",
                unit_path=result.unit.path,
                after={"draft": str(draft.public_id)},
                now=now,
            )
    return draft, is_new


def list_sources(actor: Actor) -> list[Result]:
    """Return the published results with points of their items of units for which the actor may start a plan."""
    scope = Q(pk__in=())
    for path in actor.scope(Permission.PLANS_IMPORT):
        scope |= Q(unit__path__startswith=path)
    found = Result.objects.filter(scope, publication__isnull=False).exclude(items=[])
    rows = found.select_related("unit").only("year", "unit_name", "rank", "unit__name", "index")
    return list(rows.order_by("-year", "unit__name_sort", "-pk")[:_MOST])


def access_source(actor: Actor, result_id: int) -> Result:
    """Return a result for which the actor may start a plan. Raises `ResultNotFound`."""
    found = Result.objects.select_related("unit", "publication").filter(pk=result_id).first()
    if found is None or found.unit is None or not actor.may(Permission.PLANS_IMPORT, found.unit.path):
        raise ResultNotFound
    return found


def _source_of(publication: Publication, result: Result) -> ResultSource:
    return ResultSource(
        unit_name=result.unit_name,
        year=result.year,
        decision_number=publication.decision_number,
        decision_on=publication.decision_on.strftime("%d/%m/%Y"),
        issuer=publication.issuer,
    )


def _start_of(result: Result, unit: Unit, source: ResultSource) -> imports.Start:
    proposed = propose_items(source, list(leaf_results(result)))
    head = heads.head_of(unit, year=result.year + 1, grounds=(ground_of(source),))
    asked = (f"Chưa rõ điểm năm {result.year}: nhận mục này vào kế hoạch hay bỏ qua?",)
    sources = {
        found.item.key: ItemSource(
            label=f"Kết quả năm {result.year}, tiêu chí {found.item.code or ''}".rstrip(),
            words=found.points,
            questions=asked if found.is_unknown else (),
        )
        for found in proposed
    }
    return imports.Start(
        Origin.LOSSES,
        Plan(head, tuple(found.item for found in proposed)),
        name=f"Dự thảo kế hoạch năm {result.year + 1}",
        sources=sources,
        key=f"result:{result.pk}",
    )


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
