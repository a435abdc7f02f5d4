"""`parindex plan export` and `parindex plan diff`: plans as official papers, and what differs between two plans."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.batch import read_batch
from parindex.cli.errors import print_error, reported
from parindex.cli.output import STDOUT, write_bytes, write_json

if TYPE_CHECKING:
    from parindex.domain.planning.difference import Difference, FieldChange, Value
    from parindex.domain.planning.model import Plan

SCHEMA = "parindex.plan-difference/1"
_CHANGES = {"added": "Thêm", "removed": "Bỏ", "changed": "Sửa", "moved": "Chuyển chỗ"}
_FIELDS = {
    "kind": "Loại văn bản",
    "title": "Tên văn bản",
    "date": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "plan_year": "Năm áp dụng",
    "signer": "Người ký",
    "signer_title": "Chức vụ người ký",
    "recipients": "Nơi nhận",
    "implements": "Văn bản được thực hiện",
    "section": "Nhóm",
    "domain": "Số lĩnh vực",
    "domain_name": "Tên lĩnh vực",
    "number": "Số",
    "code": "Mã tiêu chí",
    "level": "Loại tiêu chí",
    "names": "Tên",
    "limitations": "Tồn tại, hạn chế",
    "target_text": "Mục tiêu",
    "actions": "Nhiệm vụ, giải pháp",
    "lead": "Chủ trì",
    "coordinate": "Phối hợp",
    "implement": "Thực hiện",
    "support": "Phối hợp, thực hiện",
    "product": "Sản phẩm",
    "deadline_text": "Thời gian",
}


class ExportFormat(StrEnum):
    """The formats of an exported plan."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


def export_plan(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp kế hoạch: DOCX, PDF, TXT, HTML, XLSX, DOC.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="TỆP", help="Tệp sẽ ghi.")],
    file_format: Annotated[
        ExportFormat, typer.Option("--format", help="docx và pdf theo thể thức văn bản; xlsx là bảng các mục.")
    ] = ExportFormat.DOCX,
    mark: Annotated[str, typer.Option("--mark", metavar="CHỮ", help="Dòng chữ ghi ở đầu mọi trang.")] = "",
) -> None:
    """Xuất một kế hoạch theo thể thức văn bản hành chính; cùng một tệp vào cho cùng các byte ra."""
    with reported():
        write_bytes(_render(_read(file), file_format, mark), target=out)


def diff_plans(
    before: Annotated[Path, typer.Argument(metavar="TRƯỚC", help="Tệp kế hoạch trước.")],
    after: Annotated[Path, typer.Argument(metavar="SAU", help="Tệp kế hoạch sau.")],
    *,
    json_target: Annotated[
        str | None,
        typer.Option("--json", metavar="-|TỆP", help=f"Ghi JSON {SCHEMA}; '-' là đầu ra chuẩn."),
    ] = None,
) -> None:
    """So hai kế hoạch theo từng mục, từng trường: thêm, bỏ, sửa, chuyển chỗ."""
    from parindex.domain.planning.difference import compare_plans, difference_to_json

    with reported():
        difference = compare_plans(_read(before), _read(after))
        if json_target:
            told = {"schema": SCHEMA, "before": before.name, "after": after.name, **difference_to_json(difference)}
            write_json(told, target=json_target)
        if json_target != STDOUT:
            typer.echo("\n".join(_lines(difference)))


def _read(path: Path) -> Plan:
    """Read one plan; ends the command with the file's own exit code when it gives none."""
    from parindex.documents.extract import extract_plan
    from parindex.documents.read import read_document

    def read_plan(data: bytes, name: str) -> Plan:
        return extract_plan(read_document(data, name=name))

    batch = read_batch([path], read_plan=read_plan, on_file=lambda _: None)
    for failure in batch.failures:
        print_error(failure.message)
        raise typer.Exit(batch.exit_code)
    return batch.plans[0]


def _render(plan: Plan, file_format: ExportFormat, mark: str) -> bytes:
    if file_format is ExportFormat.XLSX:
        from parindex.documents.write.plan_workbook import write_plan_workbook

        return write_plan_workbook([plan])
    from parindex.documents.write.official.plan_paper import paper_of

    paper = paper_of(plan, mark=mark)
    if file_format is ExportFormat.DOCX:
        from parindex.documents.write.official.docx import write_paper_document

        return write_paper_document(paper)
    from parindex.documents.write.official.pdf import write_paper_pdf

    return write_paper_pdf(paper)


def _lines(difference: Difference) -> Iterator[str]:
    if difference.is_empty:
        yield "Hai kế hoạch không khác nhau."
        return
    yield f"Khác nhau: {len(difference.document)} điểm của văn bản, {len(difference.items)} mục."
    for change in difference.document:
        yield from _field_lines(change)
    for item in difference.items:
        yield f"{_CHANGES[item.change.value]} {item.after_key or item.before_key}: {item.name}"
        for change in item.fields:
            yield from _field_lines(change)


def _field_lines(change: FieldChange) -> Iterator[str]:
    yield f"  {_FIELDS[change.field]}"
    yield f"    - {_words(change.before)}"
    yield f"    + {_words(change.after)}"


def _words(value: Value) -> str:
    return "(không ghi)" if not value else value if isinstance(value, str) else "; ".join(value)
