"""Plans as text for a terminal: a summary table of many, and one plan item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parindex.definitions.calendar import loader
from parindex.domain.calendar.wording import day_text
from parindex.domain.planning.model import Confidence, Finding, Item, Part, Plan, PlanDocument
from parindex.domain.planning.scheduling import schedule

HEADINGS = ("Văn bản", "Số", "Ngày", "Cơ quan ban hành", "Thân", "Phụ lục", "Cần xem", "Lưu ý")
COLUMN_LIMIT = 40
WORDS_LIMIT = 100
UNKNOWN = "(không có)"
NO_NUMBER = "–"
"""Of an item that its document does not number, as on the pages."""
CHECK_MARK = " [cần xem]"


def summary(plans: Sequence[Plan]) -> str:
    """Write one line a plan: what it is, how many items it gave, how many need a look."""
    rows = [HEADINGS, *(_summary_row(plan) for plan in plans)]
    widths = [min(max(len(row[n]) for row in rows), COLUMN_LIMIT) for n in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(_fit(cell, width=width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def full(plan: Plan) -> str:
    """Write a plan with every item, its dated deadlines and the findings."""
    told: dict[str | None, list[str]] = {item.key: [] for item in plan.items}
    for finding in plan.findings:
        told.setdefault(finding.item, []).append(_finding_line(finding))
    lines = [*_document_lines(plan.document), ""]
    for item in plan.items:
        lines += [*_item_lines(item, document=plan.document), *(f"   {line}" for line in told.pop(item.key)), ""]
    lines += [line for rest in told.values() for line in rest]
    return "\n".join(lines).rstrip()


def _finding_line(finding: Finding) -> str:
    # What is said of an item stands below it; anything else is found again by its words.
    words = "" if finding.item else " ".join((finding.text or "").split())
    return f"! {finding.message} “{_cut(words, width=WORDS_LIMIT)}”" if words else f"! {finding.message}"


def _summary_row(plan: Plan) -> tuple[str, ...]:
    document = plan.document
    counts = [sum(item.part is part for item in plan.items) for part in (Part.BODY, Part.APPENDIX)]
    told = {finding.item for finding in plan.findings}
    to_check = sum(item.key in told or Confidence.CHECK in item.confidence.values() for item in plan.items)
    return (
        document.doc,
        document.number or UNKNOWN,
        day_text(document.date_) if document.date_ else UNKNOWN,
        document.issuer or UNKNOWN,
        *(str(count) for count in (*counts, to_check, len(plan.findings))),
    )


def _fit(text: str, *, width: int) -> str:
    return _cut(text, width=width).ljust(width)


def _cut(text: str, *, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _document_lines(document: PlanDocument) -> Iterator[str]:
    yield document.title or document.doc
    signed = day_text(document.date_) if document.date_ else UNKNOWN
    yield f"Số {document.number or UNKNOWN}, ngày {signed}, {document.issuer or UNKNOWN}"
    if document.plan_year:
        yield f"Năm áp dụng: {document.plan_year}"


def _item_lines(item: Item, *, document: PlanDocument) -> Iterator[str]:
    heading = " ".join(part for part in (_place(item), item.code) if part)
    yield f"{heading or NO_NUMBER}: {'; '.join(item.names) or UNKNOWN}{_mark(item, 'names')}"
    fields = (
        ("Tồn tại", "; ".join(item.limitations), "limitations"),
        ("Mục tiêu", item.target_text, "target_text"),
        ("Nhiệm vụ", "; ".join(action.text for action in item.actions), "actions"),
        ("Phụ trách", "; ".join(item.lead), "lead"),
        ("Phối hợp", "; ".join((*item.coordinate, *item.support)), "coordinate"),
        ("Thực hiện", "; ".join(item.implement), "implement"),
        ("Sản phẩm", item.product, "product"),
        ("Thời gian", item.deadline_text, "deadline_text"),
    )
    for label, text, name in fields:
        if text:
            yield f"   {label}: {text}{_mark(item, name)}"
    yield from _deadline_lines(item, document=document)


def _place(item: Item) -> str | None:
    is_row = item.part is Part.APPENDIX and item.domain and item.number
    return f"{item.domain}.{item.number}" if is_row else item.number


def _mark(item: Item, field: str) -> str:
    return CHECK_MARK if item.confidence.get(field) is Confidence.CHECK else ""


def _deadline_lines(item: Item, *, document: PlanDocument) -> Iterator[str]:
    if document.plan_year is None:
        return
    found = schedule.resolve(
        item.deadlines,
        plan_year=document.plan_year,
        signed_on=document.date_,
        calendar=loader.load_calendar(),
        regimes=loader.load_report_regimes(),
    )
    for occurrence in found.occurrences:
        yield f"      → {occurrence.explanation}"
    for unresolved in found.unresolved:
        yield f"      ? {unresolved.reason} {unresolved.needs}"
