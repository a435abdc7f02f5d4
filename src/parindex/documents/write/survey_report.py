"""The result of a wave as an official paper: what was found in sentences, the figures and bars as an appendix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parindex.documents.write.official import wording
from parindex.documents.write.official.model import Annex, Line, LineStyle, Paper, Table

_KIND = "Báo cáo"
_LEGEND = "(Thanh xanh là khoảng tin cậy 95%, vạch đen là chỉ số, vạch đỏ là mức phải đạt của chỉ số chung)"


@dataclass(frozen=True, slots=True)
class SurveyReport:
    """What is told of a wave: who tells it, sections of sentences, tables for the appendix; `mark` on every page."""

    issuer: str
    superior: str
    wave: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    tables: tuple[Table, ...]
    mark: str = ""


def survey_paper(report: SurveyReport) -> Paper:
    """Lay a report out as a paper; the same report gives the same paper."""
    return Paper(
        mark=report.mark,
        superior=report.superior.upper(),
        authority=wording.authority_lines(report.issuer),
        number=wording.number_line(None, kind=_KIND, issuer=report.issuer),
        place_and_date=wording.place_and_date(report.superior or report.issuer, None),
        kind=_KIND.upper(),
        title=f"Kết quả khảo sát: {report.wave}",
        body=tuple(_body(report)),
        recipients=("- Lưu: VT.",),
        signing=wording.signing_lines(report.issuer, None),
        signer="",
        annex=Annex("PHỤ LỤC", "SỐ LIỆU KHẢO SÁT", _LEGEND, report.tables, is_lying=False),
    )


def _body(report: SurveyReport) -> Iterator[Line]:
    for number, (title, sentences) in enumerate(report.sections, start=1):
        yield Line(f"{number}. {title}", LineStyle.HEADING)
        yield from (Line(sentence) for sentence in sentences)
    yield Line(f"Trên đây là kết quả khảo sát của {report.issuer}./.")
