"""The history of a review in words: which item, which field, from what to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from parindex.apps.imports import fields
from parindex.apps.imports.review import Decision
from parindex.domain.text.dates import format_date
from parindex.web.presenters import review

if TYPE_CHECKING:
    from parindex.apps.imports.models import Edit

_STATES: Mapping[str, str] = {value: str(label).lower() for value, label in Decision.choices}
_WHETHER_DELETED: Mapping[object, str] = {True: "không có", False: "có"}
# What follows from another edit of the same step, so that a row of it would tell nothing new.
_FOLLOWING = frozenset({*fields.DERIVED_FIELDS.values(), "position", "number", "section", "domain", "domain_name"})


@dataclass(frozen=True, slots=True)
class EditView:
    """One thing that a person changed."""

    at: datetime
    who: str
    what: str
    is_undone: bool
    item: str
    before: str
    after: str


def edit_rows(edits: Sequence[Edit]) -> list[EditView]:
    """Return the steps as people read them; what changed no words is left out where other rows tell the step."""
    rows = [(edit.group, _row(edit)) for edit in edits]
    told = {group for group, row in rows if row.before != row.after}
    return [row for group, row in rows if row.before != row.after or group not in told]


def _row(edit: Edit) -> EditView:
    before, after = ("", "") if edit.field in _FOLLOWING else (_said(edit, edit.before), _said(edit, edit.after))
    return EditView(
        at=edit.at,
        who=edit.actor_name,
        what=edit.label,
        is_undone=edit.undone_at is not None,
        item=f"Mục {review.item_number(edit.item)}" if edit.item else "Văn bản",
        before=before if before != after else "",
        after=after if before != after else "",
    )


def _said(edit: Edit, value: Any) -> str:
    """Return a value in words; "" for none."""
    if edit.item is not None and edit.field == "state":
        return _STATES.get(str(value), "")
    if edit.item is not None and edit.field == "is_deleted":
        return _WHETHER_DELETED.get(value, "")
    if isinstance(value, Mapping):
        value = value.get("value")
    if edit.item is None and edit.field == "date" and value:
        return format_date(date.fromisoformat(str(value)))
    if isinstance(value, list):
        return "; ".join(one if isinstance(one, str) else str(one.get("text", "")) for one in value)
    return str(value) if value is not None else ""
