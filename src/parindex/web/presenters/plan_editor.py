"""The editor of plans: items by section, the form of the open item, the facts of the document, what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from parindex.apps.imports import editing, fields
from parindex.apps.imports.provenance import ItemSource, source_from_json
from parindex.definitions.labels import phrases
from parindex.domain.planning.model import Section
from parindex.web.presenters import meaning
from parindex.web.presenters.review import item_name, item_number

if TYPE_CHECKING:
    from parindex.apps.imports.models import DraftComment, DraftItem

SECTION_TITLES = {
    "goal": "Mục tiêu chung",
    "fix": "Khắc phục tồn tại, hạn chế",
    "sipas": "Nâng cao sự hài lòng (SIPAS)",
    "maintain": "Duy trì tiêu chí đã tốt",
    "task": "Nhiệm vụ, giải pháp",
    "appendix": "Phụ lục",
}
ALWAYS = (Section.FIX, Section.SIPAS, Section.MAINTAIN)
"""The sections that stand open on the page even while they hold nothing."""
FIELD_NAMES = fields.EDITABLE_FIELDS
AGENCY_FIELDS = frozenset({"lead", "coordinate", "implement", "support"})
_ROWS = {"actions": 4}
_HINTS = {
    "names": "Mỗi dòng một tên.",
    "limitations": "Mỗi dòng một tồn tại.",
    "actions": "Mỗi dòng một việc.",
    "lead": "Mỗi dòng một cơ quan.",
    "code": "Ví dụ TCTP 3.2.1; để trống nếu không gắn tiêu chí.",
    "budget": "Số tiền hoặc nguồn.",
}
_SHORT = frozenset({"code", "product", "budget", "deadline_text"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of items."""

    item_id: int
    number: str
    name: str
    css: str
    icon: str
    words: str
    findings: int
    comments: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    """The items of one section; `value` is what the form that adds to it sends."""

    value: str
    title: str
    entries: tuple[Entry, ...]
    may_add: bool


@dataclass(frozen=True, slots=True)
class FieldForm:
    """One field of the form: what stands in it, what the person saw, and what it means."""

    name: str
    label: str
    hint: str
    text: str
    seen: str
    rows: int
    is_agency: bool
    needs_check: bool
    theirs: str
    who: str
    said: tuple[str, ...] = ()
    dues: tuple[meaning.DueLine, ...] = ()


@dataclass(frozen=True, slots=True)
class FactForm:
    """One fact of the document."""

    name: str
    label: str
    text: str
    seen: str
    is_list: bool
    hint: str
    theirs: str
    who: str


def sections(
    items: Sequence[DraftItem],
    *,
    current_id: int | None,
    findings: Sequence[Mapping[str, Any]],
    comments: Sequence[DraftComment],
) -> list[SectionView]:
    """Return the items by section, the three usual sections even when they are empty."""
    found = Counter(finding.get("item") for finding in findings)
    said = Counter(comment.item_id for comment in comments if comment.resolved_at is None)
    by_section: dict[str, list[Entry]] = {str(section): [] for section in ALWAYS}
    for item in items:
        place = "appendix" if item.part == "appendix" else item.section
        entry = _entry(item, found[item.key], said[item.pk], is_current=item.pk == current_id)
        by_section.setdefault(place, []).append(entry)
    order = [name for name in SECTION_TITLES if name in by_section]
    return [
        SectionView(name, SECTION_TITLES[name], tuple(by_section[name]), may_add=name in editing.SECTIONS)
        for name in order
    ]


def _entry(item: DraftItem, findings: int, comments: int, *, is_current: bool) -> Entry:
    css, icon, words = ("ok", "done", "đã xem")
    if item.state == "skipped":
        css, icon, words = "skip", "dash", "bỏ qua"
    elif item.state == "pending":
        css, icon, words = "warn", "warn", "cần xem"
    return Entry(item.pk, item_number(item), item_name(item), css, icon, words, findings, comments, is_current)


def field_forms(
    item: DraftItem, *, conflicts: Mapping[str, Mapping[str, str]], plan_year: int | None
) -> list[FieldForm]:
    """Return the form of an item; a field in conflict shows what the person typed beside what stands there now."""
    return [_field(name, item.fields, conflicts.get(name, {}), plan_year=plan_year) for name in fields.EDITABLE_FIELDS]


def _field(name: str, cells: Mapping[str, Any], clash: Mapping[str, str], *, plan_year: int | None) -> FieldForm:
    cell = fields.cell_of(cells, name)
    derived = fields.cell_of(cells, fields.DERIVED_FIELDS[name]) if name in fields.DERIVED_FIELDS else {}
    now_there = fields.shown_value(field=name, value=cell["value"])
    text = clash.get("mine", now_there)
    dues = (
        meaning.describe_deadlines(derived.get("value", ()), plan_year=plan_year, signed_on=None)
        if name == "deadline_text"
        else []
    )
    said = meaning.describe_targets(derived.get("value", ())) if name == "target_text" else []
    lines = text.count("\n") + 1 + len(text) // 70
    return FieldForm(
        name=name,
        label=fields.FIELD_LABELS[name],
        hint=_HINTS.get(name, ""),
        text=text,
        seen=now_there,
        rows=1 if name in _SHORT and lines == 1 else min(max(lines, _ROWS.get(name, 2)), 12),
        is_agency=name in AGENCY_FIELDS,
        needs_check="check" in (cell["confidence"], derived.get("confidence")),
        theirs=clash.get("theirs", ""),
        who=clash.get("who", ""),
        said=tuple(said),
        dues=tuple(dues),
    )


def fact_forms(facts: Mapping[str, Any], *, conflicts: Mapping[str, Mapping[str, str]]) -> list[FactForm]:
    """Return the facts of the document that a person writes; number and date come at issue."""
    hints = {"citations": "Mỗi dòng một văn bản.", "recipients": "Mỗi dòng một nơi nhận."}
    forms = []
    for name, label in editing.FACT_LABELS.items():
        now_there = editing.shown_fact(facts, name)
        clash = conflicts.get(name, {})
        forms.append(
            FactForm(
                name=name,
                label=label,
                text=clash.get("mine", now_there),
                seen=now_there,
                is_list=name in editing.LINE_FACTS,
                hint=hints.get(name, ""),
                theirs=clash.get("theirs", ""),
                who=clash.get("who", ""),
            )
        )
    return forms


def source_of(item: DraftItem) -> ItemSource | None:
    """Return where an item comes from."""
    return source_from_json(item.source)


def due_lines(text: str, *, plan_year: int | None, today: date) -> list[dict[str, str]]:
    """Return what a deadline that is being typed means, as plain values for the page's script."""
    year = plan_year or today.year
    cells = fields.derive(field="deadline_text", value=text, plan_year=year, lexicon=phrases.load_lexicon())
    lines = meaning.describe_deadlines(cells, plan_year=year, signed_on=None)
    return [{"label": line.label, "due": line.due, "why": line.explanation} for line in lines]
