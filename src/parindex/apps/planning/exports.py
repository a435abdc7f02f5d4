"""Approved plans as files, with the rights of the person who asks; each export is an entry of the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from parindex.apps.audit import services as audit
from parindex.apps.imports.models import DraftBlock
from parindex.apps.planning import models
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.pdf import write_paper_pdf
from parindex.documents.write.official.plan_paper import paper_of
from parindex.documents.write.plan_workbook import write_plan_workbook
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.planning import codec, criteria
from parindex.domain.planning.model import Action, Item, Part, Plan, PlanDocument, Section, UnitLevel

FICTIONAL = "BẢN MINH HỌA, KHÔNG PHẢI VĂN BẢN CỦA CƠ QUAN NÀO"


@dataclass(frozen=True, slots=True)
class ExportedPlan:
    """A file to give away: its bytes and its name in ASCII."""

    data: bytes
    name: str


def export_plan(*, plan: models.Plan, form: str, actor: Actor, now: datetime) -> ExportedPlan:
    """Return an approved plan as "docx", "pdf" or "xlsx" and record the export.

    What is fictional says so on every page. Raises `PermissionDenied`.
    """
    if not actor.may(Permission.EXPORTS_MAKE, plan.unit.path):
        raise PermissionDenied(Permission.EXPORTS_MAKE)
    data = _write(read_plan(plan), form, mark=FICTIONAL if plan.unit.is_fictional else "")
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="plan.exported",
            object_type="plan",
            object_id=str(plan.pk),
            object_label=(plan.number or plan.title)[:300],
            unit_path=plan.unit.path,
            after={"format": form},
            now=now,
        )
    return ExportedPlan(data, f"ke-hoach-{plan.year}-{plan.pk}.{form}")


def _write(plan: Plan, form: str, *, mark: str) -> bytes:
    if form == "xlsx":
        marked = replace(plan.document, doc=f"{mark}: {plan.document.doc}") if mark else plan.document
        return write_plan_workbook([replace(plan, document=marked)])
    paper = paper_of(plan, mark=mark)
    return write_paper_pdf(paper) if form == "pdf" else write_paper_document(paper)


def read_plan(plan: models.Plan) -> Plan:
    """Return an approved plan as the values that writers and comparisons take."""
    rows = list(plan.items.select_related("draft_item").order_by("position", "pk"))
    headings = _headings(plan, rows)
    return Plan(document=_document(plan), items=tuple(_item(row, headings.get(row.pk, "")) for row in rows))


def _headings(plan: models.Plan, rows: Sequence[models.PlanItem]) -> dict[int, str]:
    """Return the printed headings of the items of the body, which say whether a criterion or a component is meant."""
    spans = {
        row.pk: codec.span_from_json(row.fields["names"]["sources"][0])
        for row in rows
        if row.part == Part.BODY and row.fields["names"]["sources"]
    }
    blocks = DraftBlock.objects.filter(draft=plan.draft_id, index__in={span.block for span in spans.values()})
    texts = dict(blocks.values_list("index", "text"))
    return {pk: texts.get(span.block, "")[span.start : span.end] for pk, span in spans.items()}


def _document(plan: models.Plan) -> PlanDocument:
    facts: Mapping[str, Any] = plan.facts

    def fact(name: str) -> str | None:
        return (facts.get(name) or {}).get("value") or None

    level = fact("unit_level")
    return PlanDocument(
        doc=plan.draft.file_name,
        sha256="",
        kind=fact("kind"),
        title=plan.title or None,
        number=plan.number or None,
        date_=plan.issued_on,
        issuer=plan.issuer or None,
        parent=fact("parent"),
        unit_level=UnitLevel(level) if level else None,
        plan_year=plan.year,
        signer=plan.signer or None,
        signer_title=fact("signer_title"),
        recipients=tuple(fact("recipients") or ()),
        citations=tuple(codec.citation_from_json(cited) for cited in plan.citations),
    )


def _item(row: models.PlanItem, heading: str) -> Item:
    reviewed = row.draft_item
    values = {name: cell["value"] for name, cell in row.fields.items()}
    code = values["code"] or None
    return Item(
        key=reviewed.key,
        part=Part(row.part),
        section=Section(row.section),
        number=row.number or None,
        names=tuple(values["names"]) or (row.name,),
        domain=reviewed.domain or None,
        domain_name=reviewed.domain_name or None,
        code=code,
        level=criteria.read_level(criteria.full_code(code) if code else heading),
        limitations=tuple(values["limitations"]),
        target_text=values["target_text"],
        actions=tuple(Action(text) for text in values["actions"]),
        lead=tuple(values["lead"]),
        coordinate=tuple(values["coordinate"]),
        implement=tuple(values["implement"]),
        support=tuple(values["support"]),
        product=values["product"],
        deadline_text=values["deadline_text"],
        deadlines=tuple(codec.deadline_from_json(deadline) for deadline in values["deadlines"]),
        linked_key=reviewed.linked_key or None,
    )
