"""The result of a wave as a report: sentences and tables made of what its page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from parindex.apps.imports import heads
from parindex.documents.write.official.model import Bar, Column, Row, Table
from parindex.documents.write.survey_report import SurveyReport
from parindex.domain.text.dates import format_date
from parindex.web.presenters.survey_results import AimLine, Chart, FigureLine

if TYPE_CHECKING:
    from datetime import datetime

    from parindex.apps.surveys.models import SurveyWave

_OPEN = "SỐ LIỆU TẠM TÍNH, ĐỢT CÒN NHẬN PHIẾU"


def report_of(wave: SurveyWave, told: Mapping[str, Any]) -> SurveyReport:
    """Return the report of a wave from the context of its page, which has figures."""
    unit = wave.unit
    is_agency = unit.kind == "department" and unit.parent is not None
    return SurveyReport(
        issuer=heads.issuer_of(unit),
        superior=heads.issuer_of(unit.parent) if is_agency and unit.parent is not None else "",
        wave=wave.title,
        sections=tuple((title, tuple(lines)) for title, lines in _sections(wave, told) if lines),
        tables=(
            _figures(told["figures"]),
            *_aims(told["aims"]),
            *_response(told["response"]),
            *(_chart(chart) for chart in told["charts"]),
        ),
        mark="" if wave.state == "closed" else _OPEN,
    )


def _sections(wave: SurveyWave, told: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    whole: FigureLine = told["figures"][0]
    forms = told["result"].content["forms"]["count"]
    closed = f", đóng ngày {_day(wave.closed_at)}" if wave.closed_at else ""
    found = [
        f"Đợt “{wave.title}” mở ngày {_day(wave.created_at)}{closed}; {forms} phiếu vào phép tính.",
        f"{whole.name}: {whole.value}, khoảng tin cậy 95%: {whole.interval}.",
    ]
    return [
        ("Kết quả chung", found),
        ("So với mục tiêu", [_aim(aim) for aim in told["aims"]]),
        ("Tỷ lệ trả lời của mẫu", [f"{name}: {value}." for name, value in told["response"]]),
        ("Điều phải đọc cùng số liệu", list(told["notices"])),
        ("Cách tính", [f"{name}: {words}." for name, words in told["method"]]),
    ]


def _day(moment: datetime) -> str:
    return format_date(timezone.localdate(moment))


def _aim(aim: AimLine) -> str:
    reason = f" {aim.reason}" if aim.reason else ""
    late = " (đặt sau khi đóng đợt)" if aim.is_late else ""
    return f"{aim.figure} {aim.aim}{late}: {aim.verdict[0]}; {aim.found or 'chưa so được'}.{reason}"


def _figures(lines: Sequence[FigureLine]) -> Table:
    columns = (
        Column("Chỉ số", 46),
        Column("Kết quả", 14, centred=True),
        Column("Khoảng 95%", 20, centred=True),
        Column("Câu trả lời", 10, centred=True),
        Column("Bỏ trống", 10, centred=True),
    )
    rows = (
        Row((one.name, one.value, one.interval, str(one.answers), one.blank or "–"), bold=not one.is_item)
        for one in lines
    )
    return Table(columns, tuple(rows))


def _aims(lines: Sequence[AimLine]) -> list[Table]:
    columns = (Column("Mục tiêu", 45), Column("Kết quả so", 30), Column("Kết luận", 25, centred=True))
    rows = tuple(Row((f"{one.figure}: {one.aim}", one.found or "–", one.verdict[0])) for one in lines)
    return [Table(columns, rows)] if rows else []


def _response(rows: Sequence[tuple[str, str]]) -> list[Table]:
    columns = (Column("Kết quả tới hỏi", 75), Column("Số hộ", 25, centred=True))
    return [Table(columns, tuple(Row(row) for row in rows))] if rows else []


def _chart(chart: Chart) -> Table:
    columns = (
        Column(f"{chart.title}: chỉ số chung", 35),
        Column("Phiếu", 10, centred=True),
        Column("Chỉ số (khoảng 95%)", 55),
    )
    rows = [
        Row((one.name, str(one.forms), one.words), bar=Bar(**asdict(one.places)) if one.places else None)
        for one in chart.bars
    ]
    if chart.left_out:
        rows.append(Row((f"Còn {chart.left_out} nhóm; xem đủ trong tệp kết quả.",)))
    return Table(columns, tuple(rows))
