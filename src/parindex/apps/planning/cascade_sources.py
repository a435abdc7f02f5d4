"""The upper plan as values with the words that each item stands on, and the source of each item of a lower draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from parindex.apps.imports import contents, services
from parindex.apps.imports.fields import FIELD_LABELS
from parindex.apps.imports.models import Draft, DraftBlock, DraftItem, Origin
from parindex.apps.imports.provenance import ItemSource
from parindex.apps.orgs.models import UnitKind
from parindex.apps.planning.exports import read_plan
from parindex.apps.planning.models import Plan, PlanItem
from parindex.domain import units
from parindex.domain.planning import model
from parindex.domain.planning.cascade.model import (
    Cascade,
    Certainty,
    Change,
    ChangeKind,
    ItemReport,
    Outcome,
    Question,
)

_LEVELS = {UnitKind.PROVINCE.value: model.UnitLevel.PROVINCE, UnitKind.DISTRICT.value: model.UnitLevel.DISTRICT}
_QUOTED = ("target_text", "actions", "lead", "coordinate", "implement", "support", "product", "deadline_text")
_LONGEST = 3000
UNVERIFIED = "chưa đối chiếu với văn bản chính thức"


@dataclass(frozen=True, slots=True)
class Upper:
    """The upper plan as values; by the key of an item its place, its quotation and, once approved, its stored id."""

    plan: model.Plan
    places: Mapping[str, str]
    words: Mapping[str, str]
    item_ids: Mapping[str, int]
    name: str


def read_upper(plan: Plan) -> Upper:
    """Return an approved plan to hand down; what its text does not say of its issuer is taken from its unit."""
    rows = {row.draft_item.key: row for row in plan.items.select_related("draft_item").order_by("position", "pk")}
    values = read_plan(plan)
    document = replace(
        values.document,
        unit_level=values.document.unit_level or _LEVELS.get(plan.unit.kind),
        issuer=values.document.issuer or units.issuer_of(plan.unit.name, kind=plan.unit.kind),
    )
    ids = {key: row.pk for key, row in rows.items()}
    return _upper(replace(values, document=document), rows, draft_id=plan.draft_id, item_ids=ids)


def read_imported(draft: Draft, items: Iterable[DraftItem]) -> Upper:
    """Return a plan that was imported and is nobody's plan here; `items` are those of its items that count."""
    rows = {row.key: row for row in items}
    return _upper(contents.plan_of(draft, list(rows.values())), rows, draft_id=draft.pk, item_ids={})


def _upper(
    plan: model.Plan, rows: Mapping[str, PlanItem | DraftItem], *, draft_id: int, item_ids: Mapping[str, int]
) -> Upper:
    blocks = _texts(draft_id, rows.values())
    return Upper(
        plan=plan,
        places={key: _place(row) for key, row in rows.items()},
        words={key: _quotation(row, blocks) for key, row in rows.items()},
        item_ids=item_ids,
        name=" ".join(part for part in (plan.document.kind or "Kế hoạch", plan.document.number) if part),
    )


def _place(row: PlanItem | DraftItem) -> str:
    return f"{row.domain}.{row.number}" if row.part == model.Part.APPENDIX and row.domain else row.number


def _texts(draft_id: int, rows: Iterable[PlanItem | DraftItem]) -> dict[int, DraftBlock]:
    wanted = {span[0] for row in rows for cell in row.fields.values() for span in cell.get("sources") or ()}
    return {block.index: block for block in DraftBlock.objects.filter(draft=draft_id, index__in=wanted)}


def begin(cascade: Cascade, upper: Upper, *, unit_name: str, key: str) -> services.Start:
    """Return what the draft of a lower unit begins as, each item with its source; `key` names the upper plan."""
    told = {item.lower_key: item for item in cascade.report.items if item.lower_key is not None}
    doubtful = {place: doubtful_fields(item) for place, item in told.items()}
    return services.Start(
        origin=Origin.UPPER_PLAN,
        plan=replace(cascade.plan, items=tuple(_own_words(item, doubtful) for item in cascade.plan.items)),
        name=cascade.plan.document.title or f"Kế hoạch của {unit_name}",
        sources={place: source_of(item, upper=upper) for place, item in told.items()},
        key=key,
    )


def _own_words(item: model.Item, doubtful: Mapping[str, frozenset[str]]) -> model.Item:
    """Return an item without places in the upper document, which is not the draft's own; what to look at is marked."""
    return item._replace(
        sources={},
        actions=tuple(action._replace(span=None) for action in item.actions),
        confidence=dict.fromkeys(doubtful[item.key], model.Confidence.CHECK),
    )


def _quotation(row: PlanItem | DraftItem, blocks: Mapping[int, DraftBlock]) -> str:
    """Return the words of the upper document that an item was read from, each place once, in order."""
    spans = sorted(
        {tuple(span) for name in _QUOTED for span in (row.fields.get(name) or {}).get("sources") or ()},
        key=lambda span: span[:2],
    )
    found = [said for span in spans if (said := _said(span, blocks.get(span[0])))]
    return "\n".join(dict.fromkeys(found or _values(row)))[:_LONGEST]


def _said(span: tuple[Any, ...], block: DraftBlock | None) -> str:
    if block is None:
        return ""
    _, start, end, at_row, at_col, *_ = span
    if at_row is None:
        return block.text[start:end].strip()
    texts = (cell[4] for cell in block.cells or () if (cell[0], cell[1]) == (at_row, at_col))
    return str(next(texts, ""))[start:end].strip()


def _values(row: PlanItem | DraftItem) -> Iterator[str]:
    """Yield the reviewed words of an item that has no place in a document, since it was written on the page."""
    for name in _QUOTED:
        value = (row.fields.get(name) or {}).get("value")
        text = "; ".join(value) if isinstance(value, list) else value
        if text:
            yield f"{FIELD_LABELS[name]}: {text}"


def source_of(told: ItemReport, *, upper: Upper) -> ItemSource:
    """Return where an item of the lower draft comes from, in sentences for people."""
    place = upper.places[told.key]
    return ItemSource(
        label=f"{upper.name}, mục {place}" if place else upper.name,
        words=upper.words[told.key],
        notes=(_OUTCOMES[told.outcome], *dict.fromkeys(map(_note, told.changes))),
        questions=tuple(dict.fromkeys(map(_question, told.questions))),
        plan_item_id=upper.item_ids.get(told.key),
    )


_OUTCOMES = {
    Outcome.INHERITED: "Kế thừa nguyên văn.",
    Outcome.ADAPTED: "Đã điều chỉnh cho đơn vị.",
    Outcome.TO_DECIDE: "Còn điều phải quyết định.",
    Outcome.NOT_APPLICABLE: "Không áp dụng.",
}


def doubtful_fields(told: ItemReport) -> frozenset[str]:
    """Return the fields that a person must look at: those asked about, and those changed by an unverified rule."""
    asked = {_field(question.field) for question in told.questions}
    changed = {_field(change.field) for change in told.changes if change.certainty is Certainty.UNVERIFIED}
    return frozenset((asked | changed) & FIELD_LABELS.keys())


def _field(path: str) -> str:
    return path.partition("/")[0]


def _label(path: str) -> str:
    name, _, place = path.partition("/")
    label = FIELD_LABELS.get(name, name)
    return f"{label} {int(place) + 1}" if place else label


def _note(change: Change) -> str:
    mark = f" ({UNVERIFIED})" if change.certainty is Certainty.UNVERIFIED else ""
    if change.kind is ChangeKind.KEPT:
        return f"{_label(change.field)}: giữ “{change.before}”. {change.why}{mark}"
    after = f"thành “{change.after}”" if change.after else "bỏ"
    return f"{_label(change.field)}: “{change.before}” {after}. {change.why}{mark}"


def _question(question: Question) -> str:
    hint = f" Gợi ý: {question.suggestion}." if question.suggestion else ""
    return f"{_label(question.field)}: “{question.words}”. {question.why}{hint}"
