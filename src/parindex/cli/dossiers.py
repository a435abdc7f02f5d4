"""`parindex dossiers`: import, explain and list administrative dossiers; counting stands in `dossier_figures`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.errors import UsageError, reason_of, reported
from parindex.cli.output import write_json
from parindex.domain.calendar.days import Certainty
from parindex.domain.calendar.wording import day_text

if TYPE_CHECKING:
    from parindex.analytics.bulk.importing import Report, Rows
    from parindex.analytics.bulk.store import Manifest, Store
    from parindex.analytics.bulk.words import UnitList

app = typer.Typer(help="Hồ sơ thủ tục hành chính: nhập, giải thích hạn, đếm chỉ số.", no_args_is_help=True)

StoreOption = Annotated[Path, typer.Option("--store", metavar="THƯ_MỤC", help="Kho hồ sơ.")]
JsonOption = Annotated[
    str | None, typer.Option("--json", metavar="-|TỆP", help="Ghi kết quả JSON ra tệp; '-' là đầu ra chuẩn.")
]
AsOfOption = Annotated[
    str, typer.Option("--as-of", metavar="NGÀY", help="Ngày của số liệu; mặc định là ngày cuối cùng có trong kho.")
]
_SHEETS = (".xlsx", ".xls", ".ods")
_SHOWN = 20
CERTAINTIES = {
    Certainty.VERIFIED: "đã đọc văn bản",
    Certainty.SECONDARY: "nguồn thứ cấp",
    Certainty.ASSUMED: "giả định",
    Certainty.PROPOSED: "mới đề xuất",
}


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="TỆP...", help="CSV, XLSX, JSON hoặc Parquet.")],
    *,
    store_folder: StoreOption,
    units: Annotated[
        Path | None, typer.Option(help="Danh sách đơn vị (CSV: tên, mã); đơn vị không có trong đó bị loại.")
    ] = None,
    json_target: JsonOption = None,
) -> None:
    """Nhập hồ sơ vào kho; dòng hỏng được ghi riêng, phần còn lại vẫn vào, nhập lại cùng tệp không đổi gì."""
    with reported():
        from parindex.analytics.bulk.store import Store

        store, listed = Store(store_folder), _read_units(units)
        reports, failed = [], []
        for path in files:
            try:
                with reported():
                    reports.append(_import_one(store, path, listed))
            except typer.Exit as error:
                failed.append(error.exit_code)
        if reports:
            from parindex.analytics.bulk.facts import refresh_facts

            refresh_facts(store)
        if json_target:
            write_json({"files": [_report_json(one) for one in reports]}, target=json_target)
        else:
            for one in reports:
                _print_report(one)
        if failed:
            raise typer.Exit(failed[0] if len(files) == 1 else 1)


def _import_one(store: Store, path: Path, units: UnitList | None) -> Report:
    from parindex.analytics.bulk.importing import import_file

    try:
        rows = _read_sheet(path) if path.suffix.lower() in _SHEETS else None
        return import_file(store, path, rows=rows, units=units)
    except OSError as error:
        raise UsageError(f"Không mở được “{path}”: {reason_of(error)}.") from error


def _read_sheet(path: Path) -> Rows:
    from parindex.analytics.bulk.importing import Rows
    from parindex.documents.read.records import read_records

    rows = iter(read_records(path.read_bytes()))
    return Rows(next(rows, ()), rows)


def _read_units(path: Path | None) -> UnitList | None:
    if path is None:
        return None
    from parindex.analytics.bulk.words import UnitList
    from parindex.documents.read.rows import read_rows

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"Không mở được “{path}”: {reason_of(error)}.") from error
    return UnitList.of(tuple(row.cells.values()) for row in read_rows(data, name=path.name))


def _report_json(report: Report) -> dict[str, object]:
    from dataclasses import asdict

    rejects = str(report.rejects) if report.rejects else None
    return {**asdict(report.file), "rejects": rejects, "ignored": list(report.ignored), "known": report.is_known}


def _print_report(report: Report) -> None:
    file = report.file
    if report.is_known:
        typer.echo(f"{file.name}: đã nhập trước đây, không đổi gì.")
        return
    typer.echo(f"{file.name}: {file.rows} dòng, nhận {file.accepted}, loại {file.rejected}.")
    if file.duplicates or file.older or file.replaced:
        typer.echo(
            f"  trùng mã trong tệp {file.duplicates}; cũ hơn bản đã có {file.older}; thay bản cũ {file.replaced}."
        )
    if report.ignored:
        typer.echo(f"  {len(report.ignored)} cột không đọc, không lưu: {', '.join(report.ignored)}.")
    if report.rejects:
        typer.echo(f"  Các dòng bị loại: {report.rejects}")


@app.command()
def explain(
    code: Annotated[str, typer.Argument(metavar="MÃ", help="Mã hồ sơ.")],
    *,
    store_folder: StoreOption,
    json_target: JsonOption = None,
) -> None:
    """Giải thích hạn của một hồ sơ: từng bước, căn cứ và giả định."""
    with reported():
        from parindex.analytics.bulk.importing import load_clock
        from parindex.analytics.bulk.lookup import find_dossier

        store, manifest = opened(store_folder)
        dossier = find_dossier(store.part_paths(manifest), code)
        clock = load_clock()
        timing = clock.read(dossier)
        if json_target:
            content = {
                "code": dossier.code,
                "due_on": timing.due_on,
                "first_due": timing.first_due,
                "closed_on": timing.closed_on,
                "open_until": timing.open_until,
                "outcome": timing.outcome.name.lower() if timing.outcome else None,
                "used_days": timing.used_days,
                "rules": clock.rules.version,
            }
            steps = [{"code": s.code, "text": s.text, "date": _iso(s.on), "source": s.source} for s in timing.steps]
            write_json({**{k: _iso(v) for k, v in content.items()}, "steps": steps}, target=json_target)
            return
    typer.echo(f"Hồ sơ {dossier.code}, thủ tục {dossier.procedure}, {dossier.unit}")
    for number, step in enumerate(timing.steps, start=1):
        typer.echo(f"  {number}. {step.text}" + (f"\n     Nguồn: {step.source}" if step.source else ""))
    typer.echo("\nQuy tắc (definitions/dossiers/clock.yaml):")
    for note in clock.rules.notes:
        typer.echo(f"  - {note.text} [{CERTAINTIES[note.certainty]}: {note.source}]")


@app.command()
def late(
    *,
    store_folder: StoreOption,
    within: Annotated[int, typer.Option(help="Kể cả hồ sơ đến hạn trong số ngày này.")] = 3,
    as_of: AsOfOption = "",
    json_target: JsonOption = None,
) -> None:
    """Liệt kê hồ sơ đang quá hạn hoặc sắp đến hạn; chỉ có mã hồ sơ, không có người nộp."""
    with reported():
        from dataclasses import asdict

        from parindex.analytics.bulk.lookup import DueQuery, due_page

        store, manifest = opened(store_folder)
        day = parse_as_of(as_of, manifest)
        _, rows = due_page(store.part_paths(manifest), DueQuery(as_of=day, within=within))
        if json_target:
            listed = [{key: _iso(value) for key, value in asdict(row).items()} for row in rows]
            write_json({"as_of": day.isoformat(), "within": within, "dossiers": listed}, target=json_target)
            return
    typer.echo(f"Tính đến {day_text(day)}: {len(rows)} hồ sơ quá hạn hoặc đến hạn trong {within} ngày.")
    for row in rows[:_SHOWN]:
        due, sorry = _day_or_word(row.due_on), "  có thư xin lỗi" if row.apology_on else ""
        late_words = "  quá hạn" if row.is_late else ""
        typer.echo(f"  {row.code}  {row.unit}  {row.procedure}  hạn {due}{late_words}{sorry}")
    if len(rows) > _SHOWN:
        typer.echo(f"  … còn {len(rows) - _SHOWN} hồ sơ; xem đủ với --json.")


def opened(folder: Path) -> tuple[Store, Manifest]:
    """Open a store that holds dossiers; raises NoStore, and asks for an import when the rules have changed since."""
    from parindex.analytics.bulk.errors import NoStore
    from parindex.analytics.bulk.importing import load_clock, rules_fingerprint
    from parindex.analytics.bulk.store import Store

    store = Store(folder)
    manifest = store.require()
    if manifest.rules != rules_fingerprint(load_clock()):
        raise NoStore(
            "Lịch làm việc hoặc quy tắc tính hạn đã đổi từ lần nhập trước; nhập lại một tệp bất kỳ để kho tự tính lại."
        )
    return store, manifest


def parse_as_of(given: str, manifest: Manifest) -> date:
    """Return the day figures are of: as given, else the last day that anything happened."""
    return parse_day(given or manifest.last_day or "")


def parse_day(given: str) -> date:
    """Read a day; raises UsageError."""
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"Không hiểu ngày '{given}'; viết dạng 2025-05-02.") from error


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _day_or_word(value: object) -> str:
    return day_text(value) if isinstance(value, date) else "chưa biết"
