"""Plans as a workbook: one sheet of items, one of documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter

from parindex.domain.calendar.wording import day_text
from parindex.domain.planning.model import Item, Plan, PlanDocument

ITEM_COLUMNS = (
    ("Văn bản", 24),
    ("Phần", 10),
    ("Số mục", 8),
    ("Mã", 12),
    ("Tiêu chí, nhiệm vụ", 40),
    ("Tồn tại, hạn chế", 40),
    ("Mục tiêu", 40),
    ("Nhiệm vụ, giải pháp", 60),
    ("Phụ trách", 24),
    ("Phối hợp", 30),
    ("Thực hiện", 30),
    ("Sản phẩm", 24),
    ("Thời gian", 24),
    ("Dòng", 6),
)
DOCUMENT_COLUMNS = (("Văn bản", 24), ("Số", 18), ("Ngày", 12), ("Cơ quan ban hành", 30), ("Tiêu đề", 60), ("Năm", 6))


def write_plan_workbook(plans: Sequence[Plan]) -> bytes:
    """Return the bytes of an XLSX; text is always written as text, so that "=..." in a plan never becomes a formula."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        styles = (workbook.add_format({"bold": True, "text_wrap": True}), workbook.add_format({"text_wrap": True}))
        items = (_item_row(plan.document, item) for plan in plans for item in plan.items)
        _write_sheet(workbook.add_worksheet("Các mục"), rows=items, columns=ITEM_COLUMNS, styles=styles)
        documents = (_document_row(plan.document) for plan in plans)
        _write_sheet(workbook.add_worksheet("Văn bản"), rows=documents, columns=DOCUMENT_COLUMNS, styles=styles)
    return target.getvalue()


def _write_sheet(
    sheet: xlsxwriter.worksheet.Worksheet,
    *,
    rows: Iterable[Sequence[str]],
    columns: Sequence[tuple[str, int]],
    styles: tuple[xlsxwriter.format.Format, xlsxwriter.format.Format],
) -> None:
    heading, body = styles
    sheet.freeze_panes(1, 0)
    for column, (title, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, heading)
    for row, cells in enumerate(rows, start=1):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, body)


def _item_row(document: PlanDocument, item: Item) -> tuple[str, ...]:
    return (
        document.doc,
        "Thân" if item.part.value == "body" else "Phụ lục",
        item.number or "",
        item.code or "",
        "\n".join(item.names),
        "\n".join(item.limitations),
        item.target_text or "",
        "\n".join(action.text for action in item.actions),
        "\n".join(item.lead),
        "\n".join((*item.coordinate, *item.support)),
        "\n".join(item.implement),
        item.product or "",
        item.deadline_text or "",
        str(item.line) if item.line is not None else "",
    )


def _document_row(document: PlanDocument) -> tuple[str, ...]:
    return (
        document.doc,
        document.number or "",
        day_text(document.date_) if document.date_ else "",
        document.issuer or "",
        document.title or "",
        str(document.plan_year) if document.plan_year else "",
    )
