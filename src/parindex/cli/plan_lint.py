"""`parindex plan lint`: what to mend in plans before they are signed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from parindex.cli.batch import Batch, read_batch
from parindex.cli.errors import UsageError, print_error, reason_of, reported
from parindex.cli.output import STDOUT, write_json
from parindex.domain.planning.lint.model import Finding, Severity, Source
from parindex.domain.planning.lint.report import has_errors, lint_plan
from parindex.domain.planning.model import Plan, UnitLevel

FOUND_ERRORS = 1

_SEVERITIES = {Severity.ERROR: "LỖI", Severity.WARNING: "Cảnh báo", Severity.INFO: "Lưu ý"}
_CODE = re.compile(r"(?:[A-Z]{2,4}\s*)?\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What the command line says beside the files."""

    level: UnitLevel | None
    year: int | None
    catalogue: str | None
    losses: tuple[str, ...]
    today: date | None


def lint_plans(
    files: Annotated[list[Path], typer.Argument(metavar="TỆP...", help="DOCX, PDF, TXT, HTML, XLSX, DOC.")],
    *,
    json_target: Annotated[
        str | None, typer.Option("--json", metavar="-|TỆP", help="Ghi JSON parindex.lint/1; '-' là đầu ra chuẩn.")
    ] = None,
    sarif_target: Annotated[
        str | None, typer.Option("--sarif", metavar="-|TỆP", help="Ghi SARIF 2.1.0; '-' là đầu ra chuẩn.")
    ] = None,
    level: Annotated[
        UnitLevel | None, typer.Option("--level", help="Cấp của đơn vị ban hành, nếu tệp không nói.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="NĂM", help="Năm của kế hoạch, nếu tệp không nói.")
    ] = None,
    catalogue: Annotated[
        str | None, typer.Option("--catalogue", metavar="MÃ", help="Bộ tiêu chí để tra mã; không có thì tự chọn.")
    ] = None,
    losses: Annotated[
        Path | None, typer.Option("--losses", metavar="TỆP", help="CSV có cột code: các tiêu chí đã mất điểm.")
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="Ngày dùng để biết hạn đã qua của bản chưa ký.")
    ] = None,
) -> None:
    """Kiểm tra kế hoạch trước khi ký; mã thoát 1 khi có lỗi phải sửa."""
    with reported():
        if STDOUT in (json_target, sarif_target) and json_target == sarif_target:
            raise UsageError("Chỉ một trong --json và --sarif được ghi ra đầu ra chuẩn.")
        lost = _read_losses(losses) if losses else ()
        wishes = _Wishes(level, year, catalogue, lost, _read_day(today) if today else None)
        sources: dict[str, Source] = {}
        batch = read_batch(files, read_plan=lambda data, name: _read(data, name, sources), on_file=lambda _: None)
        findings: dict[str, tuple[Finding, ...]] = {}
        for plan in batch.plans:
            # Two folders may hold different files of one name; both stand under it.
            found = _lint(plan, sources[plan.document.sha256], wishes)
            findings[plan.document.doc] = (*findings.get(plan.document.doc, ()), *found)
        _write(findings, json_target=json_target, sarif_target=sarif_target)
        _finish(batch, findings)


def _read(data: bytes, name: str, sources: dict[str, Source]) -> Plan:
    from parindex.documents.extract import extract_plan
    from parindex.documents.plan_source import read_source
    from parindex.documents.read import read_document
    from parindex.documents.read.encoding import decode_text

    document = read_document(data, name=name)
    plan = extract_plan(document)
    raw = decode_text(data)[0] if document.media_type == "text/plain" else ""
    sources[plan.document.sha256] = read_source(document, raw=raw)
    return plan


def _lint(plan: Plan, source: Source, wishes: _Wishes) -> tuple[Finding, ...]:
    from parindex.definitions.lint.context import build_context

    context = build_context(
        plan,
        source=source,
        level=wishes.level,
        year=wishes.year,
        catalogue=wishes.catalogue,
        losses=wishes.losses,
        today=wishes.today,
    )
    return lint_plan(plan, context)


def _read_losses(path: Path) -> tuple[str, ...]:
    """Read the codes of a CSV file: its column `code`, else its first column; raises UsageError."""
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "không phải CSV mã hóa UTF-8"
        raise UsageError(f"Không đọc được tệp “{path}”: {reason}.") from error
    column = rows[0].index("code") if rows and "code" in rows[0] else 0
    cells = (row[column].strip() for row in rows if len(row) > column)
    codes = tuple(dict.fromkeys(cell for cell in cells if _CODE.fullmatch(cell)))
    if not codes:
        raise UsageError(f"Tệp “{path}” không có mã tiêu chí nào; cần cột code với mã như 3.2.1.")
    return codes


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"Ngày “{text}” không đúng dạng YYYY-MM-DD.") from error


def _write(findings: dict[str, tuple[Finding, ...]], *, json_target: str | None, sarif_target: str | None) -> None:
    from parindex.definitions.lint.loader import load_rule_book
    from parindex.documents.write import findings as writer

    if json_target:
        write_json(writer.to_json(findings), target=json_target)
    if sarif_target:
        write_json(writer.to_sarif(findings, book=load_rule_book()), target=sarif_target)
    if STDOUT not in (json_target, sarif_target):
        for file, found in findings.items():
            typer.echo("\n".join(text_lines(file, found)))


def text_lines(file: str, findings: tuple[Finding, ...]) -> Iterator[str]:
    """Yield the findings of a file for reading: place, severity, sentence, and the words below it."""
    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    summary = ", ".join(f"{count} {_SEVERITIES[severity].lower()}" for severity, count in counts.items() if count)
    yield f"{file}: {summary or 'không có gì phải sửa'}"
    for finding in findings:
        yield f"  {_place(finding)}  {_SEVERITIES[finding.severity]} [{finding.code}] {finding.message}"
        if finding.text and finding.text not in finding.message:
            yield f"      “{finding.text}”"
        yield f"      → {finding.fix}"


def _place(finding: Finding) -> str:
    if finding.line is not None:
        return f"dòng {finding.line}"
    if finding.page is not None:
        return f"trang {finding.page}"
    return f"mục {finding.number}" if finding.number else "văn bản"


def _finish(batch: Batch, findings: dict[str, tuple[Finding, ...]]) -> None:
    for failure in batch.failures:
        print_error(failure.message)
    if batch.failures:
        raise typer.Exit(batch.exit_code)
    if any(has_errors(found) for found in findings.values()):
        raise typer.Exit(FOUND_ERRORS)
