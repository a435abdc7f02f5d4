"""An approved plan as people read it: groups of items, and what became of each passage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from parindex.web.presenters.due import DueBadge, badge
from parindex.web.presenters.review import SECTION_NAMES

if TYPE_CHECKING:
    from parindex.apps.planning.models import PlanItem


@dataclass(frozen=True, slots=True)
class AssignmentLink:
    """One assignment of an item."""

    public_id: str
    owner: str
    period: str
    due: DueBadge
    state: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of the plan."""

    item_id: str
    number: str
    code: str
    name: str
    target: str
    leads: str
    others: str
    deadline: str
    assignments: tuple[AssignmentLink, ...]
    fate: str


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one section of the plan."""

    name: str
    items: tuple[ItemView, ...]


def groups(items: Iterable[PlanItem], *, today: date) -> list[Group]:
    """Return the items of a plan by section, in the order of the document."""
    by_section: dict[str, list[ItemView]] = {}
    for item in items:
        by_section.setdefault(item.section, []).append(_view(item, today=today))
    return [Group(SECTION_NAMES.get(section, section), tuple(views)) for section, views in by_section.items()]


def fates(items: Iterable[PlanItem], *, today: date) -> dict[int, list[ItemView]]:
    """Return, for each block in which an item begins, the items and what became of them."""
    found: dict[int, list[ItemView]] = {}
    for item in items:
        blocks = [span[0] for cell in item.fields.values() for span in cell.get("sources", ())]
        if blocks:
            found.setdefault(min(blocks), []).append(_view(item, today=today))
    return found


def _view(item: PlanItem, *, today: date) -> ItemView:
    agencies = list(item.agencies.all())
    links = tuple(
        AssignmentLink(
            public_id=str(a.public_id),
            owner=a.owner.name if a.owner else a.owner_text or "chưa rõ chủ trì",
            period=a.period_label,
            due=badge(a.due_on, today=today, state=a.state),
            state=a.get_state_display(),
        )
        for a in sorted(item.assignments.all(), key=lambda a: (a.due_on or date.max, a.pk))
    )
    return ItemView(
        item_id=str(item.pk),
        number=f"{item.domain}.{item.number}" if item.part == "appendix" and item.domain else item.number,
        code=item.code,
        name=item.name,
        target=item.target_text,
        leads="; ".join(a.text for a in agencies if a.role == "lead"),
        others="; ".join(a.text for a in agencies if a.role != "lead"),
        deadline=item.deadline_text,
        assignments=links,
        fate=_fate(item, len(links)),
    )


def _fate(item: PlanItem, count: int) -> str:
    if count:
        return f"thành {count} nhiệm vụ"
    if item.section == "goal":
        return "là mục tiêu chung, không giao riêng cho cơ quan nào"
    return "được giao ở mục cùng tiêu chí trong thân kế hoạch"
