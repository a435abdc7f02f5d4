"""The review page: queue of items, words of the document, fields of the open item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from parindex.apps.imports import fields
from parindex.domain.planning.codec import span_from_json
from parindex.domain.text.dates import format_date
from parindex.web.presenters import meaning
from parindex.web.presenters.source import MARKS

if TYPE_CHECKING:
    from parindex.apps.imports.models import DraftItem

SECTION_NAMES = {
    "fix": "Khắc phục",
    "sipas": "SIPAS",
    "maintain": "Duy trì",
    "appendix": "Phụ lục",
    "task": "Bảng nhiệm vụ",
    "goal": "Mục tiêu chung",
}


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One line of the list of items."""

    item_id: int
    number: str
    name: str
    group: str
    css: str
    icon: str
    words: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of the open item."""

    name: str
    label: str
    letter: str
    text: str
    lines: tuple[str, ...]
    is_list: bool
    needs_check: bool
    is_absent: bool
    absent: str
    said: tuple[str, ...]
    dues: tuple[meaning.DueLine, ...]
    is_editing: bool


def queue(items: Sequence[DraftItem], *, current_id: int | None, only_checks: bool) -> list[QueueEntry]:
    """Return the list of items; with `only_checks` those that wait for a person, and the open one."""
    kept = [
        item
        for item in items
        if not only_checks or item.pk == current_id or (item.check_count and item.state == "pending")
    ]
    return [_entry(item, is_current=item.pk == current_id) for item in kept]


def _entry(item: DraftItem, *, is_current: bool) -> QueueEntry:
    css, icon, words = _status(item)
    return QueueEntry(
        item_id=item.pk,
        number=item_number(item),
        name=item_name(item),
        group=SECTION_NAMES.get(item.section, ""),
        css=css,
        icon=icon,
        words=words,
        is_current=is_current,
    )


def _status(item: DraftItem) -> tuple[str, str, str]:
    if item.state == "accepted":
        return "ok done", "done", "đã nhận"
    if item.state == "skipped":
        return "skip", "dash", "bỏ qua"
    return ("warn", "warn", "cần xem") if item.check_count else ("ok", "ring", "chắc chắn, chưa nhận")


def item_number(item: DraftItem) -> str:
    """Return the number of an item as people say it: "1.2" or "III.4"."""
    if not item.number:
        return "–"
    return f"{item.domain}.{item.number}" if item.part == "appendix" and item.domain else item.number


def item_name(item: DraftItem) -> str:
    """Return the name of an item for lists."""
    return "; ".join(item.fields["names"]["value"]) or "(chưa có tên)"


def field_views(
    cells: Mapping[str, Any], *, editing: str, plan_year: int | None, signed_on: date | None
) -> list[FieldView]:
    """Return the fields of the open item, empty optional ones left out unless a person must look."""
    views = [_field(name, cells, editing=editing, plan_year=plan_year, signed_on=signed_on) for name in _shown(cells)]
    return [view for view in views if view.text or view.needs_check or view.is_editing or view.name in _ALWAYS]


_ALWAYS = ("names", "target_text", "lead", "deadline_text")


def _shown(cells: Mapping[str, Any]) -> list[str]:
    return [name for name in fields.EDITABLE_FIELDS if name in cells]


def _field(
    name: str, cells: Mapping[str, Any], *, editing: str, plan_year: int | None, signed_on: date | None
) -> FieldView:
    cell = cells[name]
    derived = cells.get(fields.DERIVED_FIELDS.get(name, ""), {})
    text = fields.shown_value(field=name, value=cell["value"])
    dues: list[meaning.DueLine] = []
    said: list[str] = []
    if name == "deadline_text":
        dues = meaning.describe_deadlines(derived.get("value", ()), plan_year=plan_year, signed_on=signed_on)
    elif name == "target_text":
        said = meaning.describe_targets(derived.get("value", ()))
    return FieldView(
        name=name,
        label=fields.FIELD_LABELS[name],
        letter=MARKS.get(name, ("", ""))[0],
        text=text,
        lines=tuple(text.splitlines()),
        is_list=name in fields.LIST_FIELDS,
        needs_check="check" in (cell["confidence"], derived.get("confidence")),
        is_absent=not text,
        absent=cell["absent"] or "Văn bản không nêu.",
        said=tuple(said),
        dues=tuple(dues),
        is_editing=editing == name,
    )


@dataclass(frozen=True, slots=True)
class FindingView:
    """One thing to mend; `item_id` leads to its item, `anchor` to its block in the whole text, one of both at most."""

    message: str
    text: str
    fix: str
    item_id: int | None
    number: str
    anchor: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one severity."""

    label: str
    css: str
    icon: str
    findings: tuple[FindingView, ...]
    is_open: bool


_FINDING_GROUPS = (
    ("error", "Lỗi phải sửa", "chip-bad", "warn"),
    ("warning", "Cảnh báo", "chip-warn", "warn"),
    ("info", "Lưu ý", "chip-idle", "info"),
)


def finding_groups(
    findings: Sequence[Mapping[str, Any]], items: Sequence[DraftItem], *, has_text: bool = True
) -> list[FindingGroup]:
    """Return the findings of the document by severity, the gravest first and open, with what they speak of.

    Without a text of its own, a plan has no place to lead to but its items.
    """
    by_key = {item.key: item for item in items}
    groups: list[FindingGroup] = []
    for severity, label, css, icon in _FINDING_GROUPS:
        # Drafts read by an earlier version have findings without a severity.
        own = [finding for finding in findings if finding.get("severity", "warning") == severity]
        if own:
            views = tuple(_finding_view(finding, by_key, has_text=has_text) for finding in own)
            groups.append(FindingGroup(label, css, icon, views, is_open=not groups))
    return groups


def _finding_view(finding: Mapping[str, Any], by_key: Mapping[str, DraftItem], *, has_text: bool) -> FindingView:
    item = by_key.get(finding.get("item") or "")
    span = finding.get("span")
    block = span_from_json(span).block if span else None
    message, text = finding["message"], finding.get("text") or ""
    return FindingView(
        message=message,
        text="" if text in message else text,
        fix=finding.get("fix") or "",
        item_id=item.pk if item else None,
        number=item_number(item) if item else _place(finding),
        anchor=f"khoi-{block}" if has_text and item is None and block is not None else "",
    )


def _place(finding: Mapping[str, Any]) -> str:
    if finding.get("page"):
        return f"tr. {finding['page']}"
    return f"dòng {finding['line']}" if finding.get("line") else "–"


def fact_rows(facts: Mapping[str, Any]) -> list[tuple[str, str, str, bool]]:
    """Return the facts of the document as (field, label, text, needs check)."""
    labels = {
        "kind": "Loại văn bản",
        "number": "Số, ký hiệu",
        "date": "Ngày ban hành",
        "issuer": "Cơ quan ban hành",
        "plan_year": "Năm áp dụng",
        "signer": "Người ký",
        "title": "Tên văn bản",
    }
    return [(name, label, *_fact(name, facts.get(name) or {})) for name, label in labels.items()]


def _fact(name: str, cell: Mapping[str, Any]) -> tuple[str, bool]:
    value = cell.get("value")
    shown = format_date(date.fromisoformat(value)) if name == "date" and value else str(value or "")
    return shown, cell.get("confidence") == "check" or value in (None, "")
