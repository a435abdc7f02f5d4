"""The drawer beside the self-score form: what is known of the selected item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.context import ItemContext
from parindex.domain.scoring.wording import number_text
from parindex.web.presenters.sheets import Form, Row, Trouble

if TYPE_CHECKING:
    from parindex.apps.assessment.models import EvidenceLink, SheetItem

_STATUS_WORDS = {
    "unverified": "Quy tắc chưa đối chiếu nguyên văn",
    "missing": "Quy tắc chưa có nguồn",
    "demonstration": "Quy tắc minh họa, không phải quy định của cơ quan nào",
}


@dataclass(frozen=True, slots=True)
class Drawer:
    """What the form tells of the selected item."""

    row: Row
    rule: str
    citation: str
    status: str
    wanted: tuple[str, ...]
    links: tuple[EvidenceLink, ...]
    justification: str
    other: str
    last: str
    targets: tuple[tuple[str, str], ...]
    changed: str
    risk: str


def drawer(item: SheetItem, shown: Form, *, context: ItemContext, trouble: Trouble | None = None) -> Drawer:
    """Return the details of one item."""
    leaf = book_of(item.sheet.group.revision).leaves[item.code]
    risk = next((risk for risk in shown.readiness.risks if risk.item_code == item.code), None)
    describe = leaf.rule.describe(maximum=leaf.max_points) if leaf.rule and leaf.max_points is not None else "chưa rõ"
    words = trouble.typed if trouble is not None and trouble.code == item.code else None
    typed = None if words is None else words.get("justification")
    return Drawer(
        row=shown.rows[item.code],
        rule=describe[:1].upper() + describe[1:] + ".",
        citation=leaf.citation,
        status="" if leaf.status.value == "verified" else _STATUS_WORDS[leaf.status.value],
        wanted=leaf.evidence,
        links=tuple(item.evidence.all()),
        justification=item.justification if typed is None else typed,
        other=item.justification if typed not in (None, item.justification) else "",
        last=_last(context),
        targets=tuple((target.text, target.plan_label) for target in context.targets),
        changed="" if item.updated_at is None else item.updated_by_name,
        risk="" if risk is None else risk.message,
    )


def _last(context: ItemContext) -> str:
    last = context.last
    if last is None:
        return ""
    if last.is_not_applicable:
        return f"Năm {last.year}: không áp dụng."
    told = "; ".join(f"{label}: {words}" for label, words in last.inputs) or "không có số liệu"
    points = "chưa rõ điểm" if last.points is None else f"{number_text(last.points)} điểm"
    return f"Năm {last.year} (mục {last.code}): {told}; {points}."
