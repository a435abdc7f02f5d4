"""What a draft says now, as the values that lint, comparison and the writers of papers take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from parindex.apps.imports import fields
from parindex.apps.imports.models import Draft, DraftBlock, DraftItem
from parindex.definitions.labels.phrases import load_lexicon
from parindex.domain.planning import codec, criteria
from parindex.domain.planning.agencies import find_actors
from parindex.domain.planning.model import (
    Action,
    CriterionLevel,
    Item,
    Part,
    Plan,
    PlanDocument,
    Section,
    SourceSpan,
    UnitLevel,
)

NOT_SAID = "Chưa ghi trong bản dự thảo."


def plan_of(draft: Draft, items: Sequence[DraftItem]) -> Plan:
    """Return a draft with these of its items; those that a person skipped are for the caller to leave out."""
    headings = read_headings(draft.pk, items)
    return Plan(
        document=document_of(draft.facts, name=draft.file_name),
        items=tuple(item_of(row, row.fields, heading=headings.get(row.pk, "")) for row in items),
    )


def read_headings(draft_id: int, items: Iterable[DraftItem]) -> dict[int, str]:
    """Return the printed headings of the items of the body, which say whether a criterion or a component is meant."""
    spans = {
        row.pk: codec.span_from_json(row.fields["names"]["sources"][0])
        for row in items
        if row.part == Part.BODY and row.fields["names"]["sources"]
    }
    if not spans:
        return {}
    blocks = DraftBlock.objects.filter(draft_id=draft_id, index__in={span.block for span in spans.values()})
    texts = dict(blocks.values_list("index", "text"))
    return {pk: texts.get(span.block, "")[span.start : span.end] for pk, span in spans.items()}


def document_of(facts: Mapping[str, Any], *, name: str) -> PlanDocument:
    """Return the facts of a document as values; `name` is that of its file or draft."""

    def fact(key: str) -> Any:
        return (facts.get(key) or {}).get("value") or None

    level, day = fact("unit_level"), fact("date")
    return PlanDocument(
        doc=name,
        sha256="",
        kind=fact("kind"),
        title=fact("title"),
        number=fact("number"),
        date_=date.fromisoformat(day) if day else None,
        issuer=fact("issuer"),
        parent=fact("parent"),
        unit_level=UnitLevel(level) if level else None,
        plan_year=fact("plan_year"),
        signer=fact("signer"),
        signer_title=fact("signer_title"),
        recipients=tuple(fact("recipients") or ()),
        citations=tuple(codec.citation_from_json(cited) for cited in facts.get("citations") or ()),
    )


def item_of(row: DraftItem, cells: Mapping[str, Any], *, heading: str = "") -> Item:
    """Return an item of a draft with these cells; `heading` are the words that its document prints as its title."""
    values = {name: fields.cell_of(cells, name)["value"] for name in fields.FIELD_LABELS}
    return Item(
        key=row.key,
        part=Part(row.part),
        section=Section(row.section),
        number=row.number or None,
        names=tuple(values["names"]) or ("",),
        domain=row.domain or None,
        domain_name=row.domain_name or None,
        code=values["code"] or None,
        level=_level(values["code"], heading),
        limitations=tuple(values["limitations"]),
        target_text=values["target_text"],
        targets=tuple(codec.target_from_json(target) for target in values["targets"]),
        actions=tuple(Action(text, find_actors(text, lexicon=load_lexicon())) for text in values["actions"]),
        lead=tuple(values["lead"]),
        coordinate=tuple(values["coordinate"]),
        implement=tuple(values["implement"]),
        support=tuple(values["support"]),
        product=values["product"],
        budget=values["budget"],
        deadline_text=values["deadline_text"],
        deadlines=tuple(codec.deadline_from_json(deadline) for deadline in values["deadlines"]),
        linked_key=row.linked_key or None,
        sources=_spans(cells),
        absent={name: cell["absent"] or NOT_SAID for name, cell in cells.items() if not cell["value"]},
    )


def _level(code: str | None, heading: str) -> CriterionLevel | None:
    return criteria.read_level(criteria.full_code(code) if code else heading)


def _spans(cells: Mapping[str, Any]) -> dict[str, tuple[SourceSpan, ...]]:
    return {
        name: tuple(codec.span_from_json(span) for span in cell["sources"])
        for name, cell in cells.items()
        if cell["sources"]
    }
