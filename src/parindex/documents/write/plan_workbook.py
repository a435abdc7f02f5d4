"""Items of plans as a spreadsheet: one row an item, each with the document it comes from."""

from __future__ import annotations

from collections.abc import Iterable

from parindex.documents.write.xlsx import CellValue, write_table
from parindex.domain.planning.model import Item, Part, Plan, PlanDocument

PART_NAMES = {Part.BODY: "Thân văn bản", Part.APPENDIX: "Phụ lục"}
COLUMNS = (
    "Văn bản",
    "Số",
    "Ngày",
    "Cơ quan ban hành",
    "Phần",
    "Số mục",
    "Mã",
    "Tiêu chí, nhiệm vụ",
    "Tồn tại, hạn chế",
    "Mục tiêu",
    "Nhiệm vụ, giải pháp",
    "Phụ trách",
    "Phối hợp",
    "Thực hiện",
    "Sản phẩm",
    "Thời gian",
    "Dòng",
)


def write_plan_workbook(plans: Iterable[Plan]) -> bytes:
    """Return the bytes of an XLSX with the items of all plans in reading order."""
    rows = (_row(plan.document, item) for plan in plans for item in plan.items)
    return write_table(title="Các mục của kế hoạch", columns=COLUMNS, rows=rows)


def _row(document: PlanDocument, item: Item) -> tuple[CellValue, ...]:
    return (
        document.doc,
        document.number,
        document.date_,
        document.issuer,
        PART_NAMES[item.part],
        item.number,
        item.code,
        "\n".join(item.names),
        "\n".join(item.limitations),
        item.target_text,
        "\n".join(action.text for action in item.actions),
        "\n".join(item.lead),
        "\n".join((*item.coordinate, *item.support)),
        "\n".join(item.implement),
        item.product,
        item.deadline_text,
        item.line,
    )
