"""What stands beside an item while it is filled in: the year before, and the target of the unit's plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from parindex.apps.assessment import scoring
from parindex.apps.assessment.books import Book, book_of
from parindex.apps.assessment.links import links_between
from parindex.apps.assessment.models import CampaignState, Sheet, SheetItem
from parindex.apps.catalogues.models import Revision
from parindex.apps.planning.models import PlanItem
from parindex.domain.scoring.crosswalk import Relation
from parindex.domain.scoring.sheet import ScoreSheet
from parindex.domain.scoring.values import Mark

_CODE = re.compile(r"\d+(?:\.\d+)*")
_KEPT = (Relation.SAME, Relation.RENAMED)


@dataclass(frozen=True, slots=True)
class Target:
    """What the unit's plan sets for an item."""

    text: str
    plan_label: str


@dataclass(frozen=True, slots=True)
class LastYear:
    """What held for the same item in an earlier campaign: inputs as label and words, and the points.

    `points` and `maximum` are in points, None while not known. `code` is the item's code in that year.
    """

    year: int
    code: str
    inputs: tuple[tuple[str, str], ...]
    is_not_applicable: bool
    points: Fraction | None
    maximum: Fraction | None


@dataclass(frozen=True, slots=True)
class ItemContext:
    """What is known beside one item; None and empty where there is nothing."""

    last: LastYear | None = None
    targets: tuple[Target, ...] = ()


def context_of(sheet: Sheet) -> dict[str, ItemContext]:
    """Return the context of every item of a sheet by code. At most four queries.

    The year before is the unit's latest earlier campaign that was opened; items are matched by the crosswalk of the
    two catalogues where their place or words changed. Targets are those of the unit's own plan of the campaign's year.
    """
    found = {code: ItemContext() for code in book_of(sheet.group.revision).leaves}
    for code, last in _last_year(sheet).items():
        found[code] = replace(found[code], last=last)
    for code, targets in _targets(sheet).items():
        if code in found:
            found[code] = replace(found[code], targets=targets)
    return found


def _targets(sheet: Sheet) -> dict[str, tuple[Target, ...]]:
    plans = {"plan__unit": sheet.unit_id, "plan__year": sheet.campaign.year, "plan__superseded_at": None}
    items = PlanItem.objects.filter(**plans).exclude(code="").exclude(target_text="")
    found: dict[str, tuple[Target, ...]] = {}
    for item in items.select_related("plan").order_by("plan_id", "position", "pk"):
        code = _CODE.search(item.code)
        if code:
            target = Target(text=item.target_text, plan_label=item.plan.number or item.plan.title)
            found[code[0]] = (*found.get(code[0], ()), target)
    return found


def _last_year(sheet: Sheet) -> dict[str, LastYear]:
    earlier = Sheet.objects.filter(
        unit=sheet.unit_id,
        campaign__year__lt=sheet.campaign.year,
        campaign__state__in=(CampaignState.OPEN, CampaignState.PUBLISHED),
    )
    rows = earlier.select_related("campaign", "group__revision", "unit").order_by("-campaign__year", "-pk")
    before = rows.first()
    if before is None:
        return {}
    found = SheetItem.objects.filter(sheet=before).prefetch_related("rulings").order_by("position", "pk")
    items = {item.code: item for item in found}
    scores = scoring.final_score(before, items.values())
    codes = codes_before(before.group.revision, sheet.group.revision)
    book = book_of(before.group.revision)
    return {
        new: _tell(items[old], scores, book=book, year=before.campaign.year)
        for new, old in codes.items()
        if old in items
    }


def _tell(item: SheetItem, scores: ScoreSheet, *, book: Book, year: int) -> LastYear:
    answer = scoring.effective(item)
    values = scoring.values_of(book, item, answer=answer)
    rule = book.leaves[item.code].rule
    shown = [
        (one.label, one.show(value))
        for one in (rule.inputs if rule else ())
        if (value := values.get(one.name)) is not None and not isinstance(value, Mark)
    ]
    score = scores.item(item.code)
    return LastYear(
        year=year,
        code=item.code,
        inputs=tuple(shown),
        is_not_applicable=answer.is_not_applicable,
        points=None if score.points is None else Fraction(score.points, scores.scale),
        maximum=None if score.maximum is None else Fraction(score.maximum, scores.scale),
    )


def codes_before(before: Revision, after: Revision) -> Mapping[str, str]:
    """Return the code in an earlier catalogue of each item that is still the same, by its code in the later one."""
    if before.sha256 == after.sha256:
        return {code: code for code in book_of(after).leaves}
    return {link.after[0]: link.before[0] for link in links_between(before, after) if link.relation in _KEPT}
