"""`parindex plan`: read signed plans into items, as JSON, as a spreadsheet or for reading on the screen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli import plan_text
from parindex.cli.batch import Batch, read_batch
from parindex.cli.errors import UsageError, print_error, print_note, reported
from parindex.cli.output import STDOUT, write_bytes, write_json
from parindex.cli.plan_cascade import cascade_plans
from parindex.cli.plan_export import diff_plans, export_plan
from parindex.cli.plan_lint import lint_plans

if TYPE_CHECKING:
    from parindex.domain.planning.model import Plan

app = typer.Typer(help="Kế hoạch: đọc văn bản thành từng mục có trích dẫn.", no_args_is_help=True)
app.command("lint")(lint_plans)
app.command("cascade")(cascade_plans)
app.command("export")(export_plan)
app.command("diff")(diff_plans)


@app.command("import")
def import_plans(
    files: Annotated[list[Path], typer.Argument(metavar="TỆP...", help="DOCX, PDF, TXT, HTML, XLSX, DOC.")],
    *,
    json_target: Annotated[
        str | None, typer.Option("--json", metavar="-|TỆP", help="Ghi JSON parindex.plan/1; '-' là đầu ra chuẩn.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="TỆP", help="Ghi các mục ra bảng tính.")] = None,
    units: Annotated[
        bool, typer.Option("--units", help="Thêm vào JSON khóa agencies: tên cơ quan là đơn vị nào trong danh mục.")
    ] = False,
) -> None:
    """Đọc một hay nhiều kế hoạch; tệp hỏng không làm dừng các tệp khác.

    Bảng tóm tắt: Cần xem là số mục có trường máy chưa chắc hoặc có lưu ý, Lưu ý là số điều phải xem.

    Lệnh plan show in từng điều. Mã thoát: 0 là mọi tệp đọc được, 1 là có tệp lỗi trong nhiều tệp, khác là mã của lỗi.
    """
    with reported():
        if xlsx == Path(STDOUT):
            raise UsageError("Bảng tính không in ra đầu ra chuẩn được; nêu tên tệp sau --xlsx.")
        batch = _read(files)
        if xlsx is not None:
            from parindex.documents.write.plan_workbook import write_plan_workbook

            write_bytes(write_plan_workbook(batch.plans), target=xlsx)
        if json_target:
            _write_batch_json(batch, target=json_target, units=units)
        if json_target != STDOUT and batch.plans:
            typer.echo(plan_text.summary(batch.plans))
        _finish(batch)


@app.command()
def show(file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp kế hoạch cần xem.")]) -> None:
    """Đọc một kế hoạch và in từng mục, kèm hạn đã tính theo lịch làm việc."""
    with reported():
        batch = _read([file])
        for plan in batch.plans:
            typer.echo(plan_text.full(plan))
        _finish(batch)


def _read(files: list[Path]) -> Batch:
    return read_batch(files, read_plan=_read_plan, on_file=_show_progress)


def _read_plan(data: bytes, name: str) -> Plan:
    from parindex.documents.extract import extract_plan
    from parindex.documents.read import read_document

    document = read_document(data, name=name)
    for warning in document.warnings:
        print_note(f"Tệp “{document.name}”: {warning}")
    return extract_plan(document)


def _show_progress(path: Path) -> None:
    """Name the file at work on a terminal only, so that logs and pipes stay clean."""
    if sys.stderr.isatty():
        print(f"Đang đọc {path.name} ...", file=sys.stderr)


def _write_batch_json(batch: Batch, *, target: str, units: bool) -> None:
    from parindex.cli.plan_agencies import resolve_agencies
    from parindex.documents.extract.schema import to_json

    errors = [{"file": failure.file, "code": failure.code, "message": failure.message} for failure in batch.failures]
    agencies = {"agencies": resolve_agencies(batch.plans)} if units else {}
    write_json({**to_json(batch.plans), **agencies, "errors": errors}, target=target)


def _finish(batch: Batch) -> None:
    for failure in batch.failures:
        print_error(failure.message)
    if batch.failures:
        raise typer.Exit(batch.exit_code)
