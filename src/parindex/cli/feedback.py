"""`parindex feedback`: what falls due, and the indicators, for scripts and other systems; nothing of any sender."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from parindex.cli.errors import UsageError, reported
from parindex.cli.output import write_json
from parindex.cli.site import start_django

app = typer.Typer(help="Phản ánh, kiến nghị: hạn, chỉ số, xóa khi hết thời gian lưu.", no_args_is_help=True)
_Json = Annotated[str, typer.Option("--json", metavar="TỆP", help="Ghi JSON vào tệp; “-” là in ra.")]


@app.callback()
def feedback() -> None:
    """Phản ánh, kiến nghị."""


@app.command()
def due(json_: _Json = "-") -> None:
    """Liệt kê phản ánh còn hạn phải theo: số, cơ quan, việc, hạn, quá mấy ngày làm việc."""
    start_django()
    from django.utils import timezone

    from parindex.apps.feedback import reminding

    with reported():
        today = timezone.localdate()
        rows = [
            {
                "number": row.number,
                "receiver": row.unit.slug,
                "holder": row.holder.slug,
                "state": row.state,
                "rule": row.due_rule,
                "due_on": row.due_on.isoformat() if row.due_on else None,
                "overdue_working_days": reminding.days_overdue(row, today=today),
            }
            for row in reminding.list_due()
        ]
        write_json({"as_of": today.isoformat(), "due": rows}, target=json_)


@app.command()
def indicators(
    year: Annotated[int, typer.Option("--year", help="Năm; để trống là năm nay.")] = 0,
    json_: _Json = "-",
) -> None:
    """Đếm chỉ số của từng đơn vị trong một năm; mẫu số 0 nghĩa là không phát sinh."""
    start_django()
    from django.utils import timezone

    from parindex.apps.feedback import figures
    from parindex.domain.access import SYSTEM
    from parindex.domain.calendar.periods import year_period

    with reported():
        today = timezone.localdate()
        if year and not date.min.year < year < date.max.year:
            raise UsageError(f"Năm {year} không có trong lịch.")
        period = year_period(year or today.year)
        units = [
            {
                "unit": one.unit.slug,
                "indicators": [
                    {
                        "code": rule.code,
                        "criteria": list(rule.criteria),
                        "numerator": count.numerator,
                        "denominator": count.denominator,
                        "arisen": count.is_arisen,
                        "certainty": rule.certainty.value,
                        "version": rule.version,
                    }
                    for rule, count in one.counts
                ],
            }
            for one in figures.unit_figures(SYSTEM, period=period, today=today)
        ]
        period_ = {"start": period.start.isoformat(), "end": period.end.isoformat()}
        write_json({"as_of": today.isoformat(), "period": period_, "units": units}, target=json_)


@app.command()
def erase() -> None:
    """Xóa ngay những gì đã hết thời gian lưu; nhật ký ghi đã xóa gì, không ghi nội dung."""
    start_django()
    from django.utils import timezone

    from parindex.apps.feedback import erasing

    with reported():
        done = erasing.erase(now=timezone.now())
        typer.echo(
            f"Đã xóa người gửi của {done.senders}, nguyên văn và tệp của {done.words} phản ánh; {done.marks} dấu."
        )
