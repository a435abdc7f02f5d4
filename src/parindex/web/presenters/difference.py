"""What differs between two plans, as the lines that a page shows: item by item, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parindex.apps.imports.editing import FACT_LABELS
from parindex.apps.imports.fields import FIELD_LABELS
from parindex.domain.planning.difference import Change, Difference, FieldChange, ItemChange, values_of
from parindex.domain.planning.model import Item, Plan
from parindex.web.presenters.review import SECTION_NAMES

_WORDS = {
    Change.ADDED: ("Thêm mục", "chip-ok"),
    Change.REMOVED: ("Bỏ mục", "chip-bad"),
    Change.CHANGED: ("Sửa mục", "chip-warn"),
    Change.MOVED: ("Chuyển chỗ", "chip-idle"),
}
_LABELS = {
    **FIELD_LABELS,
    **FACT_LABELS,
    "section": "Phần",
    "domain": "Lĩnh vực",
    "domain_name": "Tên lĩnh vực",
    "number": "Số mục",
    "level": "Cấp tiêu chí",
    "kind": "Loại văn bản",
    "date": "Ngày ban hành",
    "implements": "Căn cứ",
}
_PLACES = frozenset({"number", "level", "domain"})
_NUMBER_OF_DOCUMENT = "Số, ký hiệu"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field before and after, as lines of text; nothing is an empty tuple."""

    name: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What happened to one item, or to the facts of the document."""

    change: str
    words: str
    css: str
    name: str
    before_key: str
    after_key: str
    fields: tuple[FieldLine, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether it is decided as a whole: an item that comes, goes or moves."""
        return self.change in ("added", "removed") or not self.fields


def changes(difference: Difference, *, later: Plan) -> list[ChangeView]:
    """Return the facts of the document first, then the items in the order of the later plan, an added one whole."""
    by_key = {item.key: item for item in later.items}
    views = [_item(change, by_key) for change in difference.items]
    if not difference.document:
        return views
    facts = tuple(_line(change, of_document=True) for change in difference.document)
    return [ChangeView("document", "Sửa thông tin", "chip-warn", "Thông tin văn bản", "", "", facts), *views]


def _item(change: ItemChange, by_key: Mapping[str, Item]) -> ChangeView:
    words, css = _WORDS[change.change]
    is_added = change.change is Change.ADDED
    told = values_of(by_key[change.after_key or ""]) if is_added else change.fields
    lines = tuple(_line(field, of_document=False) for field in told if field.field not in _PLACES or not is_added)
    return ChangeView(
        change.change.value, words, css, change.name, change.before_key or "", change.after_key or "", lines
    )


def _line(change: FieldChange, *, of_document: bool) -> FieldLine:
    is_number = of_document and change.field == "number"
    label = _NUMBER_OF_DOCUMENT if is_number else _LABELS.get(change.field, change.field)
    before, after = (_text(side, change.field) for side in (change.before, change.after))
    return FieldLine(change.field, label, before, after)


def _text(value: str | tuple[str, ...] | None, field: str) -> tuple[str, ...]:
    if not value:
        return ()
    lines = value if isinstance(value, tuple) else tuple(value.splitlines())
    return tuple(SECTION_NAMES.get(line, line) for line in lines) if field == "section" else lines
