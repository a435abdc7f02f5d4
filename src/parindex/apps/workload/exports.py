"""Monthly sheets as files, with the rights of the person who asks; what is not verified says so."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from django.db import transaction

from parindex.apps.audit import services as audit
from parindex.apps.workload.selectors import MonthSheet
from parindex.definitions.workload.loader import load_sheet_rules
from parindex.documents.write import xlsx
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.scoring.wording import number_text
from parindex.domain.text.dates import format_date
from parindex.domain.workload.closing import ClosedContent
from parindex.domain.workload.model import Aspect
from parindex.domain.workload.wording import result_text, share_text

UNVERIFIED = "Quy tắc chưa được đối chiếu với văn bản chính thức"
ASPECT_NAMES = {Aspect.QUANTITY: "Số lượng", Aspect.QUALITY: "Chất lượng", Aspect.PROGRESS: "Tiến độ"}
PERSON_COLUMNS = (
    "Phần việc",
    "Sản phẩm",
    "Kế hoạch",
    "Hệ số",
    "Hạn",
    "Ngày báo xong",
    "Tình trạng",
    *ASPECT_NAMES.values(),
    "Vì sao",
)
CLOSED_COLUMNS = (*PERSON_COLUMNS[:6], "Người đánh giá", *PERSON_COLUMNS[7:])
TEAM_COLUMNS = ("Người", "Số phần việc", "Tổng hệ số", *ASPECT_NAMES.values(), "Điểm kết quả")


def person_xlsx(actor: Actor, found: MonthSheet, *, month: date, now: datetime) -> bytes:
    """Return the sheet of one person as a workbook and record the export."""
    rows = [_line(found, nth) for nth in range(len(found.shares))]
    above = (*_above(f"Phiếu tháng {month:%m/%Y}: {found.person.full_name}"), f"Điểm kết quả: {_points(found)}")
    data = xlsx.write_table(title="Phiếu tháng", columns=PERSON_COLUMNS, rows=rows, above=above, mark=_mark())
    _record(actor, object_id=str(found.person.pk), rows=len(rows), month=month, now=now)
    return data


def team_xlsx(actor: Actor, found: list[MonthSheet], *, month: date, now: datetime) -> bytes:
    """Return the sheets of the agencies that the actor heads as one table. Raises `PermissionDenied`."""
    if not actor.holds(Permission.ASSIGNMENTS_CONFIRM):
        raise PermissionDenied(Permission.ASSIGNMENTS_CONFIRM)
    rows = [_person(one) for one in found]
    above = _above(f"Phiếu tháng {month:%m/%Y} của các công chức")
    data = xlsx.write_table(title="Phiếu tháng", columns=TEAM_COLUMNS, rows=rows, above=above, mark=_mark())
    _record(actor, object_id="*", rows=len(rows), month=month, now=now)
    return data


def closed_xlsx(content: ClosedContent) -> bytes:
    """Return a closed sheet as a workbook; the same content gives the same bytes."""
    heading = content.heading
    year, month = heading.month.split("-")
    above = (
        f"Phiếu tháng {month}/{year}: {heading.person}",
        f"Theo {content.rules_title}. {'' if content.is_verified else UNVERIFIED + '.'}".strip(),
        f"Điểm kết quả: {content.points} / {content.most_points}",
        f"Chốt lần {heading.number}, ngày {format_date(date.fromisoformat(heading.closed_on))}: {heading.closed_by}",
    )
    rows = [
        (
            *(line.title, line.product, line.plan, line.weight, line.due, line.reported, line.judged_by),
            *(line.quantity, line.quality, line.progress, line.reasons),
        )
        for line in content.lines
    ]
    mark = "" if content.is_verified else UNVERIFIED
    return xlsx.write_table(title="Phiếu tháng", columns=CLOSED_COLUMNS, rows=rows, above=above, mark=mark)


def _above(title: str) -> tuple[str, ...]:
    rules = load_sheet_rules()
    return (title, f"Theo {rules.title}. {'' if rules.is_verified else UNVERIFIED + '.'}".strip())


def _mark() -> str:
    return "" if load_sheet_rules().is_verified else UNVERIFIED


def _line(found: MonthSheet, nth: int) -> tuple[str | date | None, ...]:
    share, line = found.shares[nth], found.sheet.lines[nth]
    plan = share.assignment.plan_item.plan
    return (
        share.part or share.assignment.title,
        share.product,
        plan.number or plan.title,
        number_text(Fraction(share.weight)),
        share.due_on,
        share.reported_on,
        str(share.get_state_display()),
        *(share_text(line.values[aspect]) for aspect in Aspect),
        " ".join(line.reasons),
    )


def _person(found: MonthSheet) -> tuple[str | int, ...]:
    weight = number_text(found.sheet.weight)
    return (found.person.full_name, len(found.shares), weight, *_values(found), _points(found))


def _values(found: MonthSheet) -> tuple[str, ...]:
    values = found.sheet.values
    return tuple(share_text(values[aspect]) if values is not None else "" for aspect in Aspect)


def _points(found: MonthSheet) -> str:
    points = found.sheet.points
    return result_text(points) if points is not None else "không có phần việc trong tháng"


def _record(actor: Actor, *, object_id: str, rows: int, month: date, now: datetime) -> None:
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="workload.exported",
            object_type="workload",
            object_id=object_id,
            after={"rows": rows, "month": f"{month:%Y-%m}", "format": "xlsx"},
            now=now,
        )
