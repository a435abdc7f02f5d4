"""The decision that publishes a result (quyết định công bố) as an official paper: what is known, and room for the rest.

Nobody's legal bases, recipients or signature are guessed: they stay blank for the person who finishes the paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parindex.documents.write.official import wording
from parindex.documents.write.official.model import Annex, Column, Line, LineStyle, Paper, Row, Table

_KIND = "Quyết định"
_UNKNOWN = "…"
_COLUMNS = (
    Column("Hạng", 8, centred=True),
    Column("Cơ quan, đơn vị", 36),
    Column("Điểm", 12, centred=True),
    Column("Điểm tối đa áp dụng", 14, centred=True),
    Column("Chỉ số (%)", 12, centred=True),
    Column("Xếp loại", 14, centred=True),
)
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """One unit as the annex prints it; `rank` is empty for one that cannot be ranked."""

    rank: str
    name: str
    points: str
    maximum: str
    index: str
    grade: str


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """One group: its name, how it is ranked, its units by rank."""

    name: str
    rule: str
    units: tuple[RankedUnit, ...]


@dataclass(frozen=True, slots=True)
class ResultDecision:
    """What a decision says; `number` and `on` are None before it is signed, `grounds` are those that are known."""

    year: int
    campaign: str
    issuer: str
    number: str | None
    on: date | None
    grounds: tuple[str, ...]
    groups: tuple[RankedGroup, ...]

    @property
    def unit_count(self) -> int:
        """Return how many units are named."""
        return sum(len(group.units) for group in self.groups)

    @property
    def unranked_count(self) -> int:
        """Return how many of them have no rank."""
        return sum(not unit.rank for group in self.groups for unit in group.units)


def paper_of_decision(decision: ResultDecision, *, mark: str = "") -> Paper:
    """Lay a decision out as a paper; `mark` says on every page what the paper is not ("dự thảo")."""
    issuer = decision.issuer
    return Paper(
        mark=mark,
        superior="",
        authority=wording.authority_lines(issuer),
        number=wording.number_line(decision.number, kind=_KIND, issuer=issuer),
        place_and_date=wording.place_and_date(issuer, decision.on),
        kind=_KIND.upper(),
        title=f"Về việc công bố kết quả Chỉ số cải cách hành chính năm {decision.year}",
        body=(
            Line(issuer.upper(), LineStyle.CENTRED),
            *_grounds(decision),
            Line("QUYẾT ĐỊNH:", LineStyle.CENTRED),
            *_articles(decision),
        ),
        recipients=wording.recipient_lines(("Như Điều 4", _UNKNOWN, f"Lưu: VT, {_UNKNOWN}")),
        signing=wording.signing_lines(issuer, None),
        signer="",
        annex=_annex(decision),
    )


def _grounds(decision: ResultDecision) -> list[Line]:
    words = (f"Căn cứ {_UNKNOWN}", *(f"Căn cứ {ground}" for ground in decision.grounds))
    asked = f"Theo đề nghị của {_UNKNOWN}."
    return [Line(text, LineStyle.GROUND) for text in (*(f"{ground};" for ground in words), asked)]


def _articles(decision: ResultDecision) -> list[Line]:
    groups = "; ".join(f"{group.name} ({len(group.units)} đơn vị)" for group in decision.groups)
    unranked = (
        f" {decision.unranked_count} đơn vị còn mục chưa rõ điểm được nêu tên, chưa xếp hạng."
        if decision.unranked_count
        else ""
    )
    articles = (
        f"Công bố kết quả Chỉ số cải cách hành chính năm {decision.year} của {decision.unit_count} cơ quan, đơn vị, "
        f"xếp hạng theo nhóm: {groups}. Kết quả cụ thể tại Phụ lục kèm theo.{unranked}",
        "Căn cứ kết quả được công bố, các cơ quan, đơn vị nêu tại Điều 1 khắc phục những nội dung còn mất điểm và đưa "
        f"vào kế hoạch cải cách hành chính năm {decision.year + 1}.",
        "Quyết định này có hiệu lực kể từ ngày ký.",
        f"{_UNKNOWN}, thủ trưởng các cơ quan, đơn vị nêu tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
    )
    return [Line(text, lead=f"Điều {at}. ") for at, text in enumerate(articles, start=1)]


def _annex(decision: ResultDecision) -> Annex:
    return Annex(
        caption="PHỤ LỤC",
        title=f"KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {decision.year}",
        reference=wording.annex_reference(
            kind=_KIND, number=decision.number, issued=decision.on, issuer=decision.issuer
        ),
        tables=tuple(_table(group, at) for at, group in enumerate(decision.groups)),
        is_lying=False,
    )


def _table(group: RankedGroup, at: int) -> Table:
    has_grades = any(unit.grade for unit in group.units)
    number = f"{_ROMANS[at]}. " if at < len(_ROMANS) else ""
    rows = [Row((f"{number}{group.name}: {len(group.units)} đơn vị",), bold=True)]
    for unit in group.units:
        cells = (unit.rank or "–", unit.name, unit.points, unit.maximum, unit.index)
        rows.append(Row((*cells, unit.grade or "–") if has_grades else cells))
    rows.append(Row((group.rule,)))
    return Table(_COLUMNS if has_grades else _COLUMNS[:-1], tuple(rows))
