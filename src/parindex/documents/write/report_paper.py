"""A report as an official paper: its words with the figures written in, statistics and plan progress as appendix."""

from __future__ import annotations

from collections.abc import Iterator

from parindex.documents.write.official import wording
from parindex.documents.write.official.model import Annex, Column, Line, LineStyle, Paper, Row, Table
from parindex.domain.calendar.days import ONE_DAY
from parindex.domain.reporting import narrative
from parindex.domain.reporting.content import Content, PlanProgress
from parindex.domain.reporting.figures import Figure
from parindex.domain.text.dates import format_date
from parindex.domain.text.numerals import to_roman

_KIND = "Báo cáo"
_MOST_NAMES = 12
_FIGURES = (
    Column("TT", 5, centred=True),
    Column("Số liệu", 60),
    Column("Giá trị", 15, centred=True),
    Column("Đơn vị tính", 20),
)
_PLAN = (
    Column("TT", 7, centred=True),
    Column("Nội dung", 43),
    Column("Chủ trì", 20),
    Column("Thời hạn", 14),
    Column("Kết quả", 10),
    Column("Nhiệm vụ đã xong", 8, centred=True),
)


def report_paper(content: Content, *, mark: str = "") -> Paper:
    """Lay a report out as a paper; the same content gives the same paper. `mark` stands on every page."""
    issuer = content.issuer
    return Paper(
        mark=mark,
        superior=content.superior.upper(),
        authority=wording.authority_lines(issuer),
        number=wording.number_line(None, kind=_KIND, issuer=issuer),
        place_and_date=wording.place_and_date(content.superior or issuer, None),
        kind=_KIND.upper(),
        title=_title(content),
        body=tuple(_body(content)),
        recipients=(f"- {content.receiver};", "- Lưu: VT."),
        signing=wording.signing_lines(issuer, None),
        signer="",
        annex=_annex(content),
        addressees=(content.receiver,),
    )


def _title(content: Content) -> str:
    title = content.title
    bare = title[len(_KIND) :].strip() if title.lower().startswith(_KIND.lower()) else title
    return f"{bare[:1].upper()}{bare[1:]}"


def _body(content: Content) -> Iterator[Line]:
    known = content.by_key()
    yield Line(
        f"{content.issuer} báo cáo với số liệu từ ngày {format_date(content.window_start)} "
        f"đến hết ngày {format_date(content.cut_off - ONE_DAY)} như sau:"
    )
    told = [section for section in content.sections if section.text.strip()]
    for number, section in enumerate(told, start=1):
        yield Line(f"{to_roman(number)}. {section.title.upper()}", LineStyle.CHAPTER)
        for text in narrative.fill(section.text, known).splitlines():
            if text.strip():
                yield Line(text.strip())
    if content.received or content.missing:
        yield from _sources(content, number=len(told) + 1)
    yield Line(f"Trên đây là báo cáo của {content.issuer}./.")


def _sources(content: Content, *, number: int) -> Iterator[Line]:
    yield Line(f"{to_roman(number)}. NGUỒN SỐ LIỆU TỔNG HỢP", LineStyle.CHAPTER)
    total = len(content.received) + len(content.missing)
    yield Line(f"Tổng hợp từ báo cáo của {len(content.received)}/{total} đơn vị cấp dưới.")
    if content.missing:
        names = "; ".join(content.missing)
        where = names if len(content.missing) <= _MOST_NAMES else f"{len(content.missing)} đơn vị nêu tại phụ lục"
        yield Line(f"Chưa có báo cáo, chưa tính vào số liệu: {where}.")


def _annex(content: Content) -> Annex:
    tables = (_figure_table(content), *(_plan_table(plan) for plan in content.plans), *_missing_table(content))
    return Annex(
        caption="PHỤ LỤC",
        title="SỐ LIỆU VÀ TIẾN ĐỘ KẾ HOẠCH",
        reference=f"(Kèm theo {content.title} của {content.issuer})",
        tables=tables,
    )


def _figure_table(content: Content) -> Table:
    rows = [Row(("", "Số liệu chung"), bold=True)]
    titles = {section.code: section.title for section in content.sections}
    field = ""
    held = {_field_of(figure) for figure in content.figures if figure.value}
    shown = [figure for figure in content.figures if _field_of(figure) in ("", *held)]
    for number, figure in enumerate(shown, start=1):
        of_field = _field_of(figure)
        if of_field != field:
            field = of_field
            rows.append(Row(("", titles.get(field, field)), bold=True))
        rows.append(Row((str(number), figure.name, _value(figure), figure.unit)))
    return Table(_FIGURES, tuple(rows))


def _field_of(figure: Figure) -> str:
    return figure.key.rpartition(".")[0]


def _value(figure: Figure) -> str:
    return narrative.figure_text(figure) if figure.value is not None else "–"


def _plan_table(plan: PlanProgress) -> Table:
    head = Row(("", plan.name), bold=True)
    lines = (Row((line.number, line.name, line.owner, line.deadline, line.state, line.progress)) for line in plan.lines)
    return Table(_PLAN, (head, *lines))


def _missing_table(content: Content) -> tuple[Table, ...]:
    """Return the units whose reports had not come, when they are too many for a sentence."""
    if len(content.missing) <= _MOST_NAMES:
        return ()
    columns = (Column("TT", 10, centred=True), Column("Đơn vị chưa có báo cáo", 90))
    return (Table(columns, tuple(Row((str(at), name)) for at, name in enumerate(content.missing, start=1))),)
