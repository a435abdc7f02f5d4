"""`parindex score`: points, index, interval and rank of units, from a table of inputs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Final

import typer

from parindex.cli.catalogue import JsonOption, banner, find_catalogue
from parindex.cli.errors import UsageError, print_error, reason_of, reported
from parindex.cli.output import write_json
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.scoring.entries import BadEntries, Entry, UnitEntries, read_entries
from parindex.domain.scoring.evaluate import evaluate
from parindex.domain.scoring.ranking import Standing, rank
from parindex.domain.scoring.sheet import ItemScore, ScoreSheet
from parindex.domain.scoring.wording import decimal_text, exact_text, number_text

_MISTAKES_SHOWN: Final = 50


def register(app: typer.Typer) -> None:
    """Add the command of this module to the `parindex` command itself."""
    app.command()(score)


def score(
    *,
    catalogue_name: Annotated[
        str, typer.Option("--catalogue", metavar="MÃ|TỆP.yaml", help="Bộ tiêu chí: mã của bộ có sẵn, hoặc tệp YAML.")
    ],
    inputs: Annotated[
        Path, typer.Option("--inputs", metavar="TỆP", help="CSV, XLSX hoặc JSON có các cột unit, code, input, value.")
    ],
    json_target: JsonOption = None,
    no_trace: Annotated[
        bool,
        typer.Option(
            "--no-trace", help="Chỉ điểm, chỉ số, hạng, không câu giải thích: nhanh khi có hàng nghìn đơn vị."
        ),
    ] = False,
) -> None:
    """Chấm điểm một hay nhiều đơn vị: điểm từng mục, tổng, chỉ số, khoảng khi còn thiếu, hạng và cách tính."""
    with reported():
        catalogue = find_catalogue(catalogue_name)
        units = _read_units(catalogue, inputs)
        sheets, standings = (_score_in_bulk if no_trace else _score)(catalogue, units)
        if json_target:
            told = [_unit_json(sheet, at, catalogue) for sheet, at in zip(sheets, standings, strict=True)]
            write_json({"units": told}, target=json_target)
            return
    typer.echo(banner(catalogue))
    for sheet, standing in zip(sheets, standings, strict=True):
        if not no_trace:
            typer.echo("")
        typer.echo(_total_line(sheet, standing, catalogue))
        for line in () if no_trace else _item_lines(sheet):
            typer.echo(line)
    typer.echo(f"\n{catalogue.ranking.describe()}")


def _read_units(catalogue: Catalogue, inputs: Path) -> Sequence[UnitEntries]:
    """Read every unit, or none: each mistake is one line with its row and column."""
    try:
        return read_entries(_read(inputs), catalogue=catalogue)
    except BadEntries as error:
        for mistake in error.mistakes[:_MISTAKES_SHOWN]:
            print_error(f"Dòng {mistake.row}, cột {mistake.column}: {mistake.message}")
        print_error(f"{len(error.mistakes)} chỗ sai; không chấm đơn vị nào.")
        raise typer.Exit(error.exit_code) from error


def _score(catalogue: Catalogue, units: Sequence[UnitEntries]) -> tuple[Sequence[ScoreSheet], Sequence[Standing]]:
    sheets = [evaluate(catalogue, unit.inputs, unit=unit.unit, group=unit.group) for unit in units]
    return sheets, rank(sheets, catalogue=catalogue)


def _score_in_bulk(
    catalogue: Catalogue, units: Sequence[UnitEntries]
) -> tuple[Sequence[ScoreSheet], Sequence[Standing]]:
    """Score on columns; NumPy is loaded only here."""
    from parindex.analytics.scoring import bulk
    from parindex.analytics.scoring.columns import from_entries
    from parindex.analytics.scoring.compile import compile_catalogue

    program = compile_catalogue(catalogue)
    result = bulk.score(program, from_entries(program, units))
    positions = range(len(units))
    return [result.sheet(at) for at in positions], [result.standing(at) for at in positions]


def _read(path: Path) -> list[Entry]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"Không đọc được tệp “{path}”: {reason_of(error)}.") from error
    from parindex.documents.read.answers import read_answers

    return read_answers(data, name=path.name)


def _unit_json(sheet: ScoreSheet, standing: Standing, catalogue: Catalogue) -> dict[str, object]:
    total = sheet.total
    return {
        "unit": sheet.unit,
        "group": sheet.group,
        "points": _decimal(total.points, sheet),
        "applicable_max": _decimal(total.maximum, sheet),
        "index": _index(total.index, catalogue),
        "low": _decimal(total.low, sheet),
        "high": _decimal(total.high, sheet),
        "rank": standing.rank,
        "items": [_item_json(item, sheet) for item in sheet.items],
    }


def _item_json(item: ItemScore, sheet: ScoreSheet) -> dict[str, object]:
    return {
        "code": item.code,
        "points": _decimal(item.points, sheet),
        "points_exact": None if item.exact is None else exact_text(item.exact),
        "status": item.status.value,
        "sentence": item.sentence or None,
    }


def _decimal(units: int | None, sheet: ScoreSheet) -> str | None:
    return None if units is None else decimal_text(units, scale=sheet.scale)


def _index(index: Fraction | None, catalogue: Catalogue) -> str | None:
    """Round the index for showing; ranks are made of the exact one."""
    rounding = catalogue.index_rounding
    return None if index is None else decimal_text(rounding.units(index), scale=rounding.scale)


def _total_line(sheet: ScoreSheet, standing: Standing, catalogue: Catalogue) -> str:
    total = sheet.total
    maximum = _shown(total.maximum, sheet)
    if total.is_settled:
        index = _index(total.index, catalogue)
        result = f"{_shown(total.low, sheet)}/{maximum} điểm, chỉ số {(index or 'không có').replace('.', ',')}"
        place = f", hạng {standing.rank}" if standing.rank else ""
        result += place + (f", loại {standing.grade}" if standing.grade else "")
    else:
        result = f"từ {_shown(total.low, sheet)} đến {_shown(total.high, sheet)} trên {maximum} điểm, chưa xếp hạng"
    return f"{sheet.unit} ({sheet.group}): {result}"


def _item_lines(sheet: ScoreSheet) -> list[str]:
    lines = []
    for item in sheet.items:
        lines.append(f"  {item.code}: {item.sentence}")
        if item.exact is not None and item.exact != Fraction(item.low, sheet.scale):
            lines.append(f"      Làm tròn: {item.trace.rounding}.")
    return lines


def _shown(units: int | None, sheet: ScoreSheet) -> str:
    return "không rõ" if units is None else number_text(Fraction(units, sheet.scale))
