"""`parindex verify BUNDLE`: recompute a published result on a machine without the database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer

from parindex.cli.errors import UsageError, reason_of, reported
from parindex.cli.output import write_json
from parindex.documents.bundle.verify import Report, verify_bundle
from parindex.domain.text.dates import format_date

_SHOWN = 50


def verify_file(path: Path, *, key: str, json_target: str | None) -> None:
    """Check one bundle and say every difference; exits with 1 when there is one."""
    with reported():
        report = verify_bundle(_bytes(path), name=path.name, expected_key=key)
        if json_target:
            write_json(_json(report), target=json_target)
    if not json_target:
        _print(report, is_key_known=bool(key))
    if not report.is_same:
        raise typer.Exit(1)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"Không đọc được tệp “{path}”: {reason_of(error)}.") from error


def _print(report: Report, *, is_key_known: bool) -> None:
    head = report.bundle.content.head
    typer.echo(f"{head.campaign} ({head.year}), {head.organiser}")
    typer.echo(f"Công bố tại {head.decision_number} ngày {_day(head.decision_on)}, {head.issuer}.")
    if head.is_fictional:
        typer.echo("DỮ LIỆU MINH HỌA: đơn vị và số liệu là hư cấu.")
    typer.echo(f"Mã băm gốc: {report.root}")
    if report.key:
        known = "đúng khóa đã nêu" if is_key_known and report.is_same else "so với khóa mà nơi công bố nêu"
        typer.echo(f"Khóa công khai: {report.key} ({known})")
    for difference in report.differences[:_SHOWN]:
        typer.echo(f"KHÁC  {difference.message}")
    if len(report.differences) > _SHOWN:
        typer.echo(f"… và {len(report.differences) - _SHOWN} điều khác nữa; dùng --json để xem hết.")
    verdict = "mọi điểm và hạng đúng như công bố" if report.is_same else f"{len(report.differences)} điều khác"
    typer.echo(f"Đã tính lại {report.unit_count} đơn vị, {report.point_count} điểm mục: {verdict}.")


def _day(text: str) -> str:
    """Write an ISO date for people; what a forged bundle says instead of a date is shown as it is."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


def _json(report: Report) -> dict[str, object]:
    return {
        "is_same": report.is_same,
        "campaign": report.bundle.content.head.campaign,
        "year": report.bundle.content.head.year,
        "root": report.root,
        "key": report.key or None,
        "units": report.unit_count,
        "points": report.point_count,
        "differences": [
            {"file": one.file, "place": one.place, "published": one.published, "computed": one.computed}
            for one in report.differences
        ],
    }
