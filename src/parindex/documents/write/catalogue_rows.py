"""A catalogue as the rows of an annex: what both its spreadsheet and its document show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.scoring.catalogue import (
    CHANNEL_TEXTS,
    ITEM_STATUS_TEXTS,
    STATUS_TEXTS,
    Catalogue,
    Item,
    ItemStatus,
)

COLUMNS = (
    "STT",
    "Lĩnh vực, tiêu chí, tiêu chí thành phần",
    "Điểm tối đa",
    "Cách chấm",
    "Nguồn điểm",
    "Tài liệu kiểm chứng",
    "Ghi chú",
)
TOTAL = "TỔNG CỘNG"
UNKNOWN = "không rõ"


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One row; `points` is None when no source tells them."""

    depth: int
    code: str
    name: str
    points: Fraction | None
    scoring: str
    channel: str
    evidence: str
    note: str


def make_rows(catalogue: Catalogue) -> Iterator[CatalogueRow]:
    """Yield every item in the order of the catalogue."""
    for depth, item in catalogue.walk():
        yield CatalogueRow(
            depth=depth,
            code=item.code,
            name=item.name or "(chưa rõ tên)",
            points=item.max_points,
            scoring="" if item.children else item.sentence,
            channel=CHANNEL_TEXTS[item.channel] if item.channel else "",
            evidence="; ".join(item.evidence),
            note=_note(item),
        )


def make_mark(catalogue: Catalogue) -> str:
    """Say how far the catalogue can be trusted, for the head of every page."""
    return f"{STATUS_TEXTS[catalogue.status]} – {catalogue.id}"


def make_lines(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the lines above the table: title, decision, trust, notice; empty ones are left out."""
    decision = catalogue.decision
    issued = f" ngày {_date(decision.date_)}" if decision.date_ else ""
    lines = (
        catalogue.title.upper(),
        f"(Theo Quyết định số {decision.number}{issued})" if decision.number else "",
        f"[{STATUS_TEXTS[catalogue.status]}]",
        catalogue.notice,
    )
    return tuple(line for line in lines if line)


def _note(item: Item) -> str:
    status = ITEM_STATUS_TEXTS[item.status] if item.status in {ItemStatus.UNVERIFIED, ItemStatus.MISSING} else ""
    return "; ".join(part for part in (item.note, status) if part)


def _date(text: str) -> str:
    return "/".join(reversed(text.split("-")))
