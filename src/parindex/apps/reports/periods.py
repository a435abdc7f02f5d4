"""Periods of reports: opened by a unit for itself and the units below, with deadlines found in the working calendar."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from parindex.apps.audit import services as audit
from parindex.apps.orgs.models import Unit
from parindex.apps.reports.errors import PeriodRefused
from parindex.apps.reports.models import ReportPeriod
from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.report_regimes import loader
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.calendar.days import UnknownCalendarYear
from parindex.domain.calendar.periods import Period
from parindex.domain.reporting.regimes import (
    Deadline,
    Every,
    Level,
    Place,
    RegimeBook,
    deadline,
    month_window,
    receiver_path,
)
from parindex.domain.units import UnitKind

_MONTH = "month_"
_EARLY = "Hạn này đến trước khi kỳ số liệu kết thúc; số liệu của cấp dưới tính đến ngày gửi."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a period asks for: a report of the regime, or for an ad hoc one its own title and days.

    `code`: a report of the regime, or "month_07"; "" for ad hoc. `due_on` is needed where the regime sets no day.
    `before`: how many working days the units below send before that day.
    """

    regime: str
    code: str
    year: int
    before: int
    due_on: date | None = None
    title: str = ""
    window_start: date | None = None
    window_end: date | None = None


def open_period(*, unit: Unit, asked: Asked, actor: Actor, now: datetime) -> ReportPeriod:
    """Open a period for a unit and those below. Raises `PermissionDenied`, `PeriodRefused`, `UnknownRegime`,
    `UnknownReport`."""
    if not actor.may(Permission.REPORTS_MANAGE, unit.path):
        raise PermissionDenied(Permission.REPORTS_MANAGE)
    book = loader.regime(asked.regime)
    window = _window(book, asked)
    own, lower = _deadlines(book, asked)
    if lower.on < window.end:
        lower = replace(lower, steps=(*lower.steps, _EARLY))
    if window.end > own.on:
        raise PeriodRefused("Hạn gửi phải sau kỳ số liệu. Xem lại ngày kết thúc số liệu và hạn.")
    try:
        with transaction.atomic():
            period = ReportPeriod.objects.create(
                unit=unit,
                regime=book.code,
                code=asked.code or f"adhoc_{secrets.token_hex(4)}",
                title=window.label[:300],
                year=asked.year,
                window_start=window.start,
                window_end=window.end,
                due_on=own.on,
                due_steps=list(own.steps),
                lower_due_on=lower.on,
                lower_due_steps=list(lower.steps),
                definition=book.version,
                opened_by_id=actor.user_id,
                opened_at=now,
            )
            audit.record(
                actor=actor,
                action="report.opened",
                object_type="report_period",
                object_id=str(period.public_id),
                object_label=period.title,
                unit_path=unit.path,
                after={"regime": book.code, "due_on": own.on.isoformat(), "lower_due_on": lower.on.isoformat()},
                now=now,
            )
    except IntegrityError as error:
        raise PeriodRefused("Kỳ báo cáo này đã được mở. Mở danh sách kỳ báo cáo để xem.") from error
    return period


def _window(book: RegimeBook, asked: Asked) -> Period:
    if book.every is Every.FIXED:
        return book.report(asked.code).window(asked.year)
    if book.every is Every.MONTH:
        month = asked.code.removeprefix(_MONTH)
        if not month.isascii() or not month.isdecimal() or not 1 <= int(month) <= 12:
            raise PeriodRefused("Chọn một tháng từ 1 đến 12.")
        return month_window(asked.year, int(month))
    if asked.window_start is None or asked.window_end is None or asked.window_end <= asked.window_start:
        raise PeriodRefused("Ghi kỳ số liệu: từ ngày nào đến trước ngày nào.")
    if not asked.title.strip():
        raise PeriodRefused("Ghi tên báo cáo đột xuất.")
    return Period(asked.title.strip(), asked.window_start, asked.window_end)


def _deadlines(book: RegimeBook, asked: Asked) -> tuple[Deadline, Deadline]:
    day = own_day(book, code=asked.code, year=asked.year) or asked.due_on
    if day is None:
        raise PeriodRefused("Chế độ này không đặt hạn. Ghi hạn gửi theo văn bản của nơi yêu cầu.")
    if not 0 <= asked.before <= 30:
        raise PeriodRefused("Cấp dưới gửi trước từ 0 đến 30 ngày làm việc.")
    try:
        calendar = load_calendar()
        return (
            deadline(day, working_days_before=0, calendar=calendar),
            deadline(day, working_days_before=asked.before, calendar=calendar),
        )
    except UnknownCalendarYear as error:
        raise PeriodRefused(error.message) from error


def own_day(book: RegimeBook, *, code: str, year: int) -> date | None:
    """Return the day that the regime itself sets for a report of a year; None where it sets none."""
    if book.every is not Every.FIXED:
        return None
    due = book.report(code).due
    return due.on(year) if due is not None else None


@dataclass(frozen=True, slots=True)
class Duty:
    """A unit that owes a report in a period, to whom, and by when."""

    unit: Unit
    receiver: Unit | None
    receiver_name: str
    due_on: date


def list_duties(period: ReportPeriod, *, on: date) -> tuple[Duty, ...]:
    """Return who owes a report of a period on a day: the unit that opened it first, then those below in order of name.

    Two queries.
    """
    book = loader.regime(period.regime)
    kinds = [kind for level in book.levels for kind in level.kinds]
    found = Unit.objects.filter(path__startswith=period.unit.path, kind__in=kinds)
    units = [unit for unit in found.order_by("name_sort", "pk") if _exists(unit, on)]
    return duties_of(period, book, units=units)


def duties_of(period: ReportPeriod, book: RegimeBook, *, units: Sequence[Unit]) -> tuple[Duty, ...]:
    """Return the duties of units of a period, the one that opened it first."""
    by_path = {unit.path: unit for unit in units}
    places = [Place(unit.path, UnitKind(unit.kind)) for unit in units]
    duties = []
    for unit in sorted(units, key=lambda unit: unit.pk != period.unit_id):
        level = book.level_of(UnitKind(unit.kind))
        if level is not None:
            duties.append(_duty(period, unit, level=level, by_path=by_path, places=places))
    return tuple(duties)


def _duty(period: ReportPeriod, unit: Unit, *, level: Level, by_path: dict[str, Unit], places: Sequence[Place]) -> Duty:
    """Return the duty of a unit; the unit that opened the period reports outside of it."""
    if unit.pk == period.unit_id:
        return Duty(unit, None, level.to_name or "cơ quan cấp trên", period.due_on)
    path = receiver_path(Place(unit.path, UnitKind(unit.kind)), level=level, places=places)
    receiver = by_path.get(path, period.unit)
    return Duty(unit, receiver, receiver.name, period.lower_due_on)


def _exists(unit: Unit, on: date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= on) and (unit.valid_to is None or on < unit.valid_to)


def day_of(period: ReportPeriod, *, now: datetime) -> date:
    """Return the day on which the tree of a period is looked at: today, at most the last day of its figures."""
    return min(timezone.localdate(now), period.window_end)
