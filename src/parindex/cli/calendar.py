"""`parindex calendar`: due dates and single days of the working calendar, explained."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Annotated

import typer

from parindex.cli.errors import UsageError, reported
from parindex.cli.output import write_json
from parindex.definitions.calendar import loader
from parindex.domain.calendar import clocks
from parindex.domain.calendar.clocks import DurationUnit, FirstDay, Terms
from parindex.domain.calendar.wording import capitalized, full_day_text, time_text

app = typer.Typer(help="Lịch làm việc: ngày nghỉ, ngày hoán đổi và cách tính hạn.", no_args_is_help=True)

# Việt Nam has kept UTC+7 without summer time for all years of the calendar, so no time zone database is needed.
VIETNAM = timezone(timedelta(hours=7))

JsonOption = Annotated[
    str | None, typer.Option("--json", metavar="-|TỆP", help="Ghi kết quả JSON ra tệp; '-' là đầu ra chuẩn.")
]


class FirstDayOption(StrEnum):
    """Values of --first-day."""

    NEXT = "next"
    RECEIPT = "receipt"


FIRST_DAYS = {FirstDayOption.NEXT: FirstDay.NEXT_WORKING_DAY, FirstDayOption.RECEIPT: FirstDay.RECEIPT}


@app.command()
def due(
    *,
    received: Annotated[str, typer.Option(help="Lúc tiếp nhận, ví dụ 2025-04-25T15:30.")],
    amount: Annotated[int, typer.Option(help="Số ngày hoặc giờ của thời hạn.")],
    unit: Annotated[DurationUnit, typer.Option(help="Ngày làm việc, ngày liên tục hoặc giờ làm việc.")],
    first_day: Annotated[
        FirstDayOption | None,
        typer.Option(help="Ngày thứ nhất: ngày làm việc tiếp theo (next) hay ngày tiếp nhận (receipt)."),
    ] = None,
    cutoff: Annotated[
        str | None, typer.Option(metavar="GIỜ:PHÚT", help="Nhận sau giờ này thì tính như nhận ngày làm việc tiếp theo.")
    ] = None,
    json_target: JsonOption = None,
) -> None:
    """Tính hạn từ lúc tiếp nhận và giải thích từng bước."""
    with reported():
        terms = Terms(
            amount=amount,
            unit=unit,
            first_day=FIRST_DAYS[first_day] if first_day else None,
            cutoff=_parse_time(cutoff) if cutoff else None,
        )
        result = clocks.due(
            _parse_moment(received), terms=terms, calendar=loader.load_calendar(), office=loader.load_office_hours()
        )
        if json_target:
            write_json(_due_json(result), target=json_target)
            return
    typer.echo(f"Hạn: {time_text(result.due_at.time())} {full_day_text(result.due_on)}")
    typer.echo("\nCách tính:")
    for number, step in enumerate(result.steps, start=1):
        typer.echo(f"  {number}. {step.text}" + (f"\n     Nguồn: {step.source}" if step.source else ""))
    typer.echo("\nGiả định:")
    for assumption in result.assumptions:
        typer.echo(f"  - {assumption}")


@app.command()
def check(
    day: Annotated[str, typer.Argument(metavar="NGÀY", help="Ngày cần xem, ví dụ 2025-05-02.")],
    *,
    json_target: JsonOption = None,
) -> None:
    """Cho biết một ngày là ngày làm việc hay ngày nghỉ, vì sao và theo nguồn nào."""
    with reported():
        fact = loader.load_calendar().day(_parse_date(day))
        if json_target:
            content = {
                "date": fact.date_.isoformat(),
                "is_working_day": fact.is_working_day,
                "kind": fact.kind.value,
                "name": fact.name,
                "source": fact.source,
                "certainty": fact.certainty.value,
                "pair": fact.pair.isoformat() if fact.pair else None,
                "note": fact.note,
            }
            write_json(content, target=json_target)
            return
    status = "là ngày làm việc" if fact.is_working_day else "là ngày nghỉ"
    typer.echo(f"{capitalized(full_day_text(fact.date_))} {status}: {fact.reason()}.")
    typer.echo(f"Nguồn: {fact.source}")
    if fact.note:
        typer.echo(f"Lưu ý: {fact.note}")


def _due_json(result: clocks.Due) -> dict[str, object]:
    return {
        "due_on": result.due_on.isoformat(),
        "due_at": result.due_at.isoformat(),
        "steps": [
            {
                "code": step.code,
                "text": step.text,
                "date": step.on.isoformat() if step.on else None,
                "source": step.source,
            }
            for step in result.steps
        ],
        "assumptions": list(result.assumptions),
    }


def _parse_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"Không hiểu ngày '{text}'; viết dạng 2025-05-02.") from error


def _parse_moment(text: str) -> datetime:
    """Read a moment; without a zone it is Vietnamese time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"Không hiểu thời điểm '{text}'; viết dạng 2025-04-25T15:30.") from error
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)


def _parse_time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"Không hiểu giờ '{text}'; viết dạng 15:00.") from error
