"""`parindex register`: registers as data, their tables and their figures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.errors import UsageError, reason_of, reported
from parindex.cli.output import write_bytes, write_json
from parindex.cli.site import start_django
from parindex.definitions.registers.loader import load_registers, read_register
from parindex.domain.calendar import periods
from parindex.domain.registers.describing import describe, describe_clock
from parindex.domain.registers.model import STATUS_NAMES, Register

if TYPE_CHECKING:
    from parindex.apps.registers.models import EntryImport
    from parindex.domain.registers.indicators import Figure

app = typer.Typer(help="Sổ theo dõi: định nghĩa, nhập, xuất, chỉ số.", no_args_is_help=True)

JsonOption = Annotated[
    str | None, typer.Option("--json", metavar="-|TỆP", help="Ghi kết quả JSON ra tệp; '-' là đầu ra chuẩn.")
]
_EVERY = {"year": "năm", "half_year": "6 tháng", "quarter": "quý", "month": "tháng"}


@app.command("list")
def list_(
    *,
    folder: Annotated[Path | None, typer.Option(help="Thư mục sổ của địa phương.")] = None,
    json_target: JsonOption = None,
) -> None:
    """Liệt kê các sổ: mã, bản, mức chắc chắn, tiêu chí, chỉ số."""
    with reported():
        registers = list(load_registers(folder).values())
        if json_target:
            write_json([_register_json(register) for register in registers], target=json_target)
            return
    for register in registers:
        typer.echo(f"{register.id}: {register.name} (bản {register.version}, {STATUS_NAMES[register.status]})")
        for indicator in register.indicators:
            criteria = f" [{', '.join(indicator.criteria)}]" if indicator.criteria else ""
            typer.echo(f"  - {register.id}.{indicator.code}: {indicator.name}{criteria}")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="Tệp YAML của một sổ.")], *, json_target: JsonOption = None
) -> None:
    """Kiểm tra định nghĩa một sổ và đọc lại thành lời những gì sổ tính."""
    with reported():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise UsageError(f"Tệp “{file}” không phải chữ UTF-8.") from error
        except OSError as error:
            raise UsageError(f"Không đọc được tệp “{file}”: {reason_of(error)}.") from error
        register = read_register(text, source=file.name)
        if json_target:
            write_json(_register_json(register), target=json_target)
            return
    typer.echo(f"{register.name}: {len(register.fields)} trường, {len(register.states)} trạng thái. Dùng được.")
    for clock in register.clocks:
        typer.echo(f"  Thời hạn “{clock.name}”: {describe_clock(register, clock.code)}.")
    for indicator in register.indicators:
        words = describe(register, indicator)
        below = f" trên {words.below}" if words.below else ""
        typer.echo(f"  {indicator.name}: {words.above}{below}, {words.placed}.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Bảng CSV, XLSX, XLS hoặc ODS.")],
    *,
    register: Annotated[str, typer.Option(help="Mã sổ.")],
    unit: Annotated[str, typer.Option(help="Mã (slug) đơn vị giữ sổ.")],
    all_or_nothing: Annotated[bool, typer.Option("--all-or-nothing", help="Một dòng sai thì không nhập gì.")] = False,
    rejects: Annotated[Path | None, typer.Option(help="Ghi dòng bị loại ra tệp XLSX.")] = None,
    json_target: JsonOption = None,
) -> None:
    """Nhập một bảng vào sổ; dòng sai được liệt kê, mã thoát 1 khi có dòng bị loại."""
    with reported():
        try:
            data = file.read_bytes()
        except OSError as error:
            raise UsageError(f"Không đọc được tệp “{file}”: {reason_of(error)}.") from error
        start_django()
        told = _bring(data, name=file.name, register_id=register, slug=unit, all_or_nothing=all_or_nothing)
        if rejects is not None and told.rejected:
            from parindex.apps.registers import exports

            write_bytes(exports.rejects(told), target=rejects)
        if json_target:
            write_json(_import_json(told), target=json_target)
    if not json_target:
        typer.echo(f"Thêm {told.added}, sửa {told.edited}, không đổi {told.unchanged}, loại {told.rejected}.")
        for number, reasons, _ in told.rejects[:20]:
            typer.echo(f"  Dòng {number}: {' '.join(reasons)}")
    if told.rejected:
        raise typer.Exit(1)


def _bring(data: bytes, *, name: str, register_id: str, slug: str, all_or_nothing: bool) -> EntryImport:
    from django.utils import timezone

    from parindex.apps.orgs import selectors as orgs
    from parindex.apps.registers import importing
    from parindex.documents.read.rows import read_rows
    from parindex.domain.access import SYSTEM

    return importing.import_table(
        register_id=register_id,
        unit=orgs.access_slug(SYSTEM, slug),
        rows=read_rows(data, name=name),
        name=name,
        sha256=importing.hash_of(data),
        actor=SYSTEM,
        now=timezone.now(),
        all_or_nothing=all_or_nothing,
    )


@app.command()
def export(
    register: Annotated[str, typer.Argument(help="Mã sổ.")],
    output: Annotated[Path, typer.Argument(help="Tệp .xlsx hoặc .csv.")],
    *,
    unit: Annotated[str, typer.Option(help="Chỉ các dòng của đơn vị này và cấp dưới (mã slug).")] = "",
) -> None:
    """Xuất một sổ ra XLSX hoặc CSV; nhập lại được bằng `parindex register import`."""
    with reported():
        form = output.suffix.lower().removeprefix(".")
        if form not in ("xlsx", "csv"):
            raise UsageError("Tệp ra phải là .xlsx hoặc .csv.")
        start_django()
        from django.utils import timezone

        from parindex.apps.orgs import selectors as orgs
        from parindex.apps.registers import books, exports
        from parindex.apps.registers.selectors import EntryFilter
        from parindex.domain.access import SYSTEM

        filters = EntryFilter(unit_path=orgs.access_slug(SYSTEM, unit).path if unit else "")
        today, now = timezone.localdate(), timezone.now()
        data = exports.export(SYSTEM, books.register(register), filters, form=form, today=today, now=now)
        write_bytes(data, target=output)


@app.command()
def indicators(
    register: Annotated[str, typer.Argument(help="Mã sổ; trống là mọi sổ.")] = "",
    *,
    year: Annotated[int, typer.Option(help="Năm.")],
    every: Annotated[str, typer.Option(help="Kỳ: year, half_year, quarter, month.")] = "year",
    number: Annotated[int, typer.Option(min=1, max=12, help="Kỳ thứ mấy trong năm.")] = 1,
    json_target: JsonOption = None,
) -> None:
    """Tính chỉ số của các sổ theo đơn vị trong một kỳ, bằng phân số chính xác."""
    with reported():
        found = _periods(every, year)
        if number > len(found):
            raise UsageError(f"Một năm chỉ có {len(found)} {_EVERY[every]}.")
        start_django()
        rows = _figures(register, found[number - 1])
        if json_target:
            write_json(rows, target=json_target)
            return
    for row in rows:
        value = row["value"] or ("không phát sinh" if not row["has_arisen"] else "chưa biết")
        typer.echo(f"{row['indicator']}\t{row['unit']}\t{value}\t{row['above']}/{row['below']}")


def _periods(every: str, year: int) -> tuple[periods.Period, ...]:
    if every not in _EVERY:
        raise UsageError(f"Kỳ chỉ nhận {', '.join(_EVERY)}.")
    if not 1990 <= year <= 2100:
        raise UsageError("Năm phải từ 1990 đến 2100.")
    return periods.periods_of_year(every, year=year)


def _figures(register_id: str, period: periods.Period) -> list[dict[str, object]]:
    from django.utils import timezone

    from parindex.apps.registers import books, figures
    from parindex.domain.access import SYSTEM

    wanted = [books.register(register_id)] if register_id else list(books.registers().values())
    rows = []
    for register in wanted:
        found = figures.figures_of(SYSTEM, register, period=period, today=timezone.localdate())
        for code, units in found.items():
            rows += [
                {"indicator": f"{register.id}.{code}", "unit": unit.slug, "period": period.label, **_figure_json(one)}
                for unit, one in units
            ]
    return rows


def _figure_json(one: Figure) -> dict[str, object]:
    return {
        "value": _exact(one.value),
        "low": _exact(one.low),
        "high": _exact(one.high),
        "has_arisen": one.has_arisen,
        "above": _exact(one.tally.above),
        "below": _exact(one.tally.below),
        "entries": one.tally.entries,
        "unknown": one.tally.doubtful_above + one.tally.doubtful_below,
        "undated": one.tally.undated,
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _register_json(register: Register) -> dict[str, object]:
    return {
        "id": register.id,
        "version": register.version,
        "name": register.name,
        "status": register.status.value,
        "criteria": list(register.criteria),
        "fields": [field.code for field in register.fields],
        "states": [state.code for state in register.states],
        "indicators": [
            {"code": one.code, "name": one.name, "criteria": list(one.criteria), "status": one.status.value}
            for one in register.indicators
        ],
    }


def _import_json(told: EntryImport) -> dict[str, object]:
    return {
        "register": told.register,
        "file": told.file_name,
        "added": told.added,
        "edited": told.edited,
        "unchanged": told.unchanged,
        "rejected": told.rejected,
        "ignored": told.ignored,
        "rejects": [{"row": number, "reasons": reasons} for number, reasons, _ in told.rejects],
    }
