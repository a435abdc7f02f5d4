"""`parindex report`: the regimes of reports and the explained days by which one is sent; no database is needed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from parindex.cli.errors import UsageError, reported
from parindex.cli.output import write_json
from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.report_regimes import loader
from parindex.domain.calendar.periods import Period
from parindex.domain.reporting.regimes import Every, RegimeBook, deadline, month_window
from parindex.domain.text.dates import format_date

app = typer.Typer(help="Báo cáo định kỳ: chế độ, kỳ số liệu và hạn gửi.", no_args_is_help=True)

JsonOption = Annotated[
    str | None, typer.Option("--json", metavar="-|TỆP", help="Ghi kết quả JSON ra tệp; '-' là đầu ra chuẩn.")
]
_CERTAINTIES = {"verified": "đã đọc văn bản", "secondary": "theo nguồn thứ cấp", "assumed": "chưa có văn bản"}


@app.command()
def regimes(*, json_target: JsonOption = None) -> None:
    """Liệt kê chế độ báo cáo: các báo cáo, ai gửi ai, nguồn và mức chắc chắn."""
    with reported():
        books = list(loader.load_regimes().values())
        if json_target:
            write_json([_regime_json(book) for book in books], target=json_target)
            return
    for book in books:
        typer.echo(f"{book.code}: {book.name}\n  Nguồn ({_certainty(book.certainty)}): {book.source}")
        for report in book.reports:
            typer.echo(f"  - {report.code}: {report.label.format(year='…')}")
        for level in book.levels:
            kinds = ", ".join(level.kinds)
            receiver = level.to_name or f"đơn vị cấp trên ({', '.join(level.to_kinds)})"
            typer.echo(f"  {kinds} gửi {receiver}. {level.source} ({_certainty(level.certainty)})")
        typer.echo(f"  Đề cương ({_certainty(book.outline_certainty)}): {book.outline_source}")


@app.command()
def due(
    *,
    regime: Annotated[str, typer.Option(help="Mã chế độ báo cáo.")] = "cchc",
    report: Annotated[str, typer.Option(help="Mã báo cáo, ví dụ quarter_3; báo cáo tháng là month_07.")],
    year: Annotated[int, typer.Option(help="Năm báo cáo.")],
    before: Annotated[int, typer.Option(min=0, max=30, help="Gửi trước hạn mấy ngày làm việc.")] = 0,
    due_on: Annotated[str, typer.Option(help="Hạn do nơi tổ chức đặt, ví dụ 2026-08-20.")] = "",
    json_target: JsonOption = None,
) -> None:
    """Cho biết kỳ số liệu và hạn gửi của một báo cáo, vì sao là ngày đó."""
    with reported():
        book = loader.regime(regime)
        window, day = _window(book, report, year), _day(book, report, year, due_on)
        found = deadline(day, working_days_before=before, calendar=load_calendar())
        if json_target:
            content = {
                "label": window.label,
                "from": window.start.isoformat(),
                "until": window.end.isoformat(),
                "due_on": found.on.isoformat(),
                "steps": list(found.steps),
            }
            write_json(content, target=json_target)
            return
    typer.echo(window.label)
    typer.echo(f"Số liệu: từ {format_date(window.start)} đến hết {format_date(window.last_day)}")
    typer.echo(f"Hạn gửi: {format_date(found.on)}\n\nCách tính:")
    for number, step in enumerate(found.steps, start=1):
        typer.echo(f"  {number}. {step}")


def _window(book: RegimeBook, report: str, year: int) -> Period:
    month = report.removeprefix("month_")
    if book.every is Every.MONTH and month.isdecimal() and 1 <= int(month) <= 12:
        return month_window(year, int(month))
    return book.report(report).window(year)


def _day(book: RegimeBook, report: str, year: int, due_on: str) -> date:
    if due_on:
        try:
            return date.fromisoformat(due_on)
        except ValueError as error:
            raise UsageError(f"Không hiểu ngày '{due_on}'; viết dạng 2026-08-20.") from error
    rule = book.report(report).due if book.every is Every.FIXED else None
    if rule is None:
        raise UsageError("Chế độ này không đặt hạn; ghi hạn của nơi tổ chức bằng --due-on.")
    return rule.on(year)


def _certainty(value: str) -> str:
    return _CERTAINTIES.get(value, value)


def _regime_json(book: RegimeBook) -> dict[str, object]:
    return {
        "code": book.code,
        "name": book.name,
        "source": book.source,
        "certainty": book.certainty.value,
        "reports": [{"code": report.code, "label": report.label} for report in book.reports],
        "levels": [
            {
                "kinds": [kind.value for kind in level.kinds],
                "to": level.to_name or [kind.value for kind in level.to_kinds],
                "certainty": level.certainty.value,
                "source": level.source,
            }
            for level in book.levels
        ],
        "fields": [field.title for field in book.fields],
        "version": book.version,
    }
