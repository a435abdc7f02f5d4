"""Plans in the writing: a commune's from its losses, commented by its head; the province's from this year's plan."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from parindex.apps.assessment import next_plan
from parindex.apps.imports import comments, editing, selectors, versions
from parindex.apps.planning import beginnings
from parindex.apps.planning import selectors as plans
from parindex.domain.access import Actor

if TYPE_CHECKING:
    from parindex.apps.imports.models import Draft

FILLED = (
    ("Công chức Văn phòng - Thống kê", "Trước ngày 30/6/{year}", "Báo cáo kết quả", "Nguồn chi thường xuyên"),
    ("Trung tâm Phục vụ hành chính công xã", "Quý III/{year}", "Số liệu trên phần mềm một cửa", ""),
)
"""Who leads, until when, what comes out and from what money, for the first items of the commune's plan."""


def write_plans(*, focal: Actor, commune: Actor, head: Actor, now: datetime) -> None:
    """Begin both plans; write the first items of the commune's, let its head speak, keep a version."""
    result = next((row for row in next_plan.list_sources(commune) if row.unit_id in commune.home_unit_ids()), None)
    if result is not None:
        whole = next_plan.access_source(commune, result.pk)
        draft, _ = next_plan.draft_next_plan(result=whole, actor=commune, now=now)
        _fill(draft, actor=commune, head=head, now=now)
    own = [plan for plan in plans.list_plans(focal, plans.PlanFilter()) if plan.unit_id in focal.home_unit_ids()]
    if own:
        plan = plans.access_plan(focal, own[0].pk)
        beginnings.start_from_last_year(plan=plan, year=plan.year + 1, actor=focal, now=now)


def _fill(draft: Draft, *, actor: Actor, head: Actor, now: datetime) -> None:
    items = selectors.list_items(draft)
    for item, (lead, deadline, product, budget) in zip(items, FILLED, strict=False):
        texts = {
            "lead": lead,
            "deadline_text": deadline.format(year=draft.plan_year),
            "product": product,
            "budget": budget,
            "actions": "Rà soát nguyên nhân mất điểm\nPhân công người theo dõi hằng tháng",
        }
        typed = {name: editing.Typed(text, "") for name, text in texts.items() if text}
        editing.edit_item(draft=draft, item_id=item.pk, typed=typed, actor=actor, now=now)
    versions.save_version(draft=draft, name="Trước góp ý", actor=actor, now=now)
    about = items[len(FILLED)].pk if len(items) > len(FILLED) else None
    text = "Mục này cần nêu rõ công chức chủ trì và hạn trong quý II."
    comments.add_comment(draft=draft, item_id=about, text=text, actor=head, now=now)
