"""Boards, figures, words, contradictions and differences of reports as lines with links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from parindex.domain.calendar.days import ONE_DAY
from parindex.domain.reporting import narrative
from parindex.domain.reporting.content import Change
from parindex.domain.reporting.figures import Figure
from parindex.domain.reporting.regimes import Lateness
from parindex.domain.text.dates import format_date
from parindex.domain.text.numerals import format_decimal
from parindex.web.presenters import due

if TYPE_CHECKING:
    from uuid import UUID

    from parindex.apps.reports.models import PeriodicReport, ReportSection, ReportSending
    from parindex.apps.reports.selectors import BoardRow

STATES = {
    "none": ("Chưa lập", "idle"),
    "draft": ("Đang soạn", ""),
    "submitted": ("Đã gửi", "brand"),
    "returned": ("Trả lại để sửa", "warn"),
    "approved": ("Đã duyệt", "ok"),
    "late": ("Trễ hạn", "bad"),
}
SENT = ("submitted", "approved")
_PAGES = {
    "nv": ("assignment-detail", False),
    "bc": ("report-detail", False),
    "phieu": ("sheet-detail", False),
    "kq": ("result-unit", False),
    "ks": ("survey-detail", False),
    "kh": ("plan-detail", True),
}
"""The page of what a reference names, and whether the last part of the reference is a place on that page."""
_FROM_A_SHEET = ("sheet_differs", "sheet_register")
CHECK_NAMES = {
    "source_moved": "Nguồn đã đổi từ lúc tính",
    "field_total": "Cộng các lĩnh vực khác tổng",
    "lower_differs": "Báo cáo cấp dưới khác sổ nhiệm vụ",
    "done_but_open": "Tính là xong, nhiệm vụ còn mở",
    "said_done": "Viết là xong, nhiệm vụ còn mở",
    "typed_number": "Số gõ tay khác số liệu",
    "sheet_differs": "Phiếu chấm điểm ghi khác",
    "sheet_register": "Phiếu chấm điểm khác sổ",
}


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One unit of a board."""

    unit: str
    unit_id: int
    receiver: str
    state: str
    kind: str
    due: due.DueBadge
    late: str
    sent: str
    public_id: UUID | None
    is_readable: bool
    may_start: bool


@dataclass(frozen=True, slots=True)
class Toggle:
    """A filter of the board with its count."""

    word: str
    name: str
    count: int
    is_current: bool
    address: str


def board(
    rows: Sequence[BoardRow], *, today: date, own_ids: frozenset[int], reader_ids: frozenset[int]
) -> list[BoardLine]:
    """Return the lines of a board; `own_ids` are units one writes for, `reader_ids` those whose drafts one may read."""
    return [_line(row, today=today, own_ids=own_ids, reader_ids=reader_ids) for row in rows]


def _line(row: BoardRow, *, today: date, own_ids: frozenset[int], reader_ids: frozenset[int]) -> BoardLine:
    name, kind = STATES[row.state]
    is_settled = row.state in SENT
    return BoardLine(
        unit=row.duty.unit.name,
        unit_id=row.duty.unit.pk,
        receiver=row.duty.receiver_name,
        state=name,
        kind=kind,
        due=due.badge(row.duty.due_on, today=today, state="done" if is_settled else "open"),
        late=row.lateness.words(),
        sent=format_date(row.report.sent_on) if row.report is not None and row.report.sent_on else "",
        public_id=row.report.public_id if row.report is not None else None,
        is_readable=row.report is not None and (is_settled or row.duty.unit.pk in reader_ids),
        may_start=row.report is None and row.duty.unit.pk in own_ids,
    )


def board_address(*, state: str, query: str) -> str:
    """Return what follows the address of a board that is narrowed, with its question mark."""
    return "?" + urlencode({name: word for name, word in (("tim", query), ("trang-thai", state)) if word})


def toggles(rows: Sequence[BoardRow], *, chosen: str, query: str = "") -> list[Toggle]:
    """Return the filters of a board: all, each state, and late; the words that are searched for stay."""
    counts = Counter(row.state for row in rows)
    counts[""], counts["late"] = len(rows), sum(row.lateness.is_late for row in rows)
    names = {"": "Tất cả"} | {word: name for word, (name, _) in STATES.items()}
    return [
        Toggle(word, name, counts[word], chosen == word, board_address(state=word, query=query))
        for word, name in names.items()
    ]


def late_words(sending: ReportSending) -> str:
    """Say how late a sending was; "" when it came in time."""
    return Lateness(sending.is_late, sending.late_days).words()


def lead(rows: Sequence[BoardRow]) -> str:
    """Say in one sentence how many have sent."""
    sent = sum(row.state in SENT for row in rows)
    late = sum(row.lateness.is_late and row.state not in SENT for row in rows)
    return f"{sent}/{len(rows)} đơn vị đã gửi{f', {late} đơn vị quá hạn chưa gửi' if late else ''}."


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of the preview: its pieces, figures with a link."""

    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A section of the preview and of the editor."""

    code: str
    title: str
    text: str
    version: int
    by: str
    rows: int
    lines: tuple[PaperLine, ...]


def paper_section(section: ReportSection, figures: Mapping[str, Figure], *, url: str) -> PaperSection:
    """Return a section with its figures as links to their rows."""
    lines = tuple(_paper_line(text, figures, url=url) for text in section.text.splitlines())
    by = f"{section.updated_by_name} sửa" if section.updated_by_name else "Soạn từ số liệu"
    rows = max(3, min(14, len(section.text) // 60 + len(lines)))
    return PaperSection(section.code, section.title, section.text, section.version, by, rows, lines)


def _paper_line(text: str, figures: Mapping[str, Figure], *, url: str) -> PaperLine:
    pieces = narrative.pieces(text.strip(), figures)
    return PaperLine(tuple((piece.text, f"{url}?so={piece.key}" if piece.key else "") for piece in pieces))


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of the table."""

    key: str
    name: str
    value: str
    unit: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures of the whole report, or of a field."""

    title: str
    lines: tuple[FigureLine, ...]


def figure_groups(figures: Iterable[Figure], titles: Mapping[str, str], *, chosen: str) -> list[FigureGroup]:
    """Return figures by field; fields in which there is nothing are left out."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.key.rpartition(".")[0], []).append(figure)
    return [
        FigureGroup(titles.get(field, "Toàn báo cáo"), tuple(_figure_line(figure, chosen=chosen) for figure in kept))
        for field, kept in groups.items()
        if not field or any(figure.value for figure in kept)
    ]


def _figure_line(figure: Figure, *, chosen: str) -> FigureLine:
    return FigureLine(
        key=figure.key,
        name=figure.name,
        value=value_text(figure),
        unit=figure.unit if figure.value is not None else "",
        is_current=figure.key == chosen,
    )


def value_text(figure: Figure | None) -> str:
    """Write a value; a dash while it is not known."""
    return "–" if figure is None or figure.value is None else format_decimal(figure.value)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that a figure was counted from."""

    words: str
    url: str
    beside: str = ""


def link_of(ref: str, report: PeriodicReport) -> str:
    """Return the address of what a reference names; "" for nothing that has one."""
    kind, _, key = ref.partition(":")
    if kind == "muc":
        page = "report-figures" if key == "so-lieu" else "report-detail"
        return reverse(page, args=[report.public_id]) + ("" if key == "so-lieu" else f"#phan-{key}")
    if kind == "cs":
        return _rows_page(key, report)
    if kind not in _PAGES:
        return ""
    page, has_anchor = _PAGES[kind]
    place, _, anchor = key.rpartition("/") if has_anchor else (key.partition("#")[0], "", "")
    return reverse(page, args=place.split("/")) + (f"#muc-{anchor}" if anchor else "")


def _rows_page(key: str, report: PeriodicReport) -> str:
    """Return the page of the entries behind an indicator, of the days that the report counted."""
    address, _, unit_id = key.rpartition("/")
    days = {"tu": report.period.window_start, "den": min(report.period.window_end, report.cut_off) - ONE_DAY}
    return reverse("live-rows") + "?" + urlencode({"chi-so": address, "cua": unit_id, **days})


def rows(figure: Figure, titles: Mapping[str, tuple[str, str]], report: PeriodicReport) -> list[Row]:
    """Return the rows of a figure; one that the reader may not see, or that is gone, is told so."""
    found = [
        Row(part.name, link_of(part.report, report), "–" if part.value is None else format_decimal(part.value))
        for part in figure.parts
    ]
    return found + [_row(ref, titles, report) for ref in figure.rows]


def _row(ref: str, titles: Mapping[str, tuple[str, str]], report: PeriodicReport) -> Row:
    if ref not in titles:
        return Row("Dòng nguồn không còn, hoặc bạn không được xem", "")
    words, beside = titles[ref]
    return Row(words, link_of(ref, report), beside)


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A contradiction with links to both places."""

    check: str
    message: str
    here: Row
    there: Row


def conflicts(found: Iterable[Mapping[str, Any]], report: PeriodicReport, *, sees_scores: bool) -> list[ConflictLine]:
    """Return contradictions, as found now or as kept with a sending; those with a sheet to who may see sheets."""
    return [
        ConflictLine(
            CHECK_NAMES.get(one["code"], one["code"]),
            one["message"],
            *(Row(one[side]["words"], link_of(one[side]["ref"], report)) for side in ("here", "there")),
        )
        for one in found
        if sees_scores or one["code"] not in _FROM_A_SHEET
    ]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A figure that is another one today."""

    name: str
    field: str
    before: str
    after: str
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    why: str


def changes(
    found: Sequence[Change], titles: Mapping[str, tuple[str, str]], fields: Mapping[str, str], report: PeriodicReport
) -> list[ChangeLine]:
    """Return the figures that changed since a sending with the rows that came and went."""

    def told(refs: Iterable[str]) -> tuple[Row, ...]:
        return tuple(_row(ref, titles, report) for ref in refs)

    return [
        ChangeLine(
            name=one.name,
            field=fields.get(one.key.rpartition(".")[0], "Toàn báo cáo"),
            before=value_text(one.before),
            after=value_text(one.after),
            added=told(one.added),
            removed=told(one.removed),
            why=_why(one),
        )
        for one in found
    ]


def _why(change: Change) -> str:
    if change.before is None or change.after is None:
        return "Chế độ báo cáo đã thêm hoặc bỏ số liệu này."
    if change.before.version != change.after.version:
        return "Cách đếm đã đổi."
    if change.before.parts != change.after.parts:
        return "Báo cáo của đơn vị cấp dưới đã đổi hoặc mới gửi."
    if change.added or change.removed:
        return ""
    return "Cùng các dòng nguồn, ngày của chúng đã đổi."
