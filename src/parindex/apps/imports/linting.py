"""Lint of a draft as it stands now: what the file says, with what people wrote since laid over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from parindex.apps.imports import contents, fields
from parindex.apps.imports.models import Draft, DraftBlock, DraftItem, ItemState
from parindex.apps.orgs import selectors as orgs
from parindex.definitions.lint.context import build_context, day_of
from parindex.documents import blocks
from parindex.documents.plan_source import read_source
from parindex.domain.planning import codec
from parindex.domain.planning.lint import unread
from parindex.domain.planning.lint.model import Finding, LintContext, Paragraph, Source, UnitTree
from parindex.domain.planning.lint.report import lint_plan
from parindex.domain.planning.model import Finding as ReadFinding
from parindex.domain.planning.model import Item, Plan, SourceSpan
from parindex.domain.text import folding

TEXT_FIELDS = ("names", "limitations", "target_text", "actions", "product", "deadline_text")
AGENCY_FIELDS = ("lead", "coordinate", "implement", "support")
# Number and date are given at issue, so that they are missing before is no fault.
AT_ISSUE = frozenset({"blank_number_or_date"})


def list_findings(draft: Draft, items: Sequence[DraftItem], *, today: date) -> list[dict[str, object]]:
    """Return what is to be mended in a draft as it stands: as it was read, or linted again once somebody changed it."""
    if draft.file_id is not None and draft.revision == 0:
        return list(draft.findings)
    return [finding_to_json(finding) for finding in lint_draft(draft, items, today=today)]


def lint_draft(draft: Draft, items: Sequence[DraftItem], *, today: date) -> tuple[Finding, ...]:
    """Return what is to be mended in a draft now, items that were skipped left out.

    What the file says stands until a person writes something else in its place.
    """
    kept = [row for row in items if row.state != ItemState.SKIPPED]
    rows = [] if draft.file_id is None else list(draft.blocks.order_by("index"))
    plan = contents.plan_of(draft, kept)
    items_now = tuple(_placed(item, at + len(rows)) for at, item in enumerate(plan.items))
    plan = replace(plan, items=items_now, findings=tuple(_still_told(draft, items_now)))
    read = read_source(_document(draft, rows)) if rows else Source()
    written = {row.key: set(_written(draft, row)) for row in kept}
    added = tuple(_paragraphs(plan.items, written))
    source = replace(read, paragraphs=(*read.paragraphs, *added))
    found = lint_plan(plan, _context(plan, source, unit_path=draft.unit.path, today=today))
    now_said = {item.key: _folded(item) for item in plan.items}
    return tuple(
        finding
        for finding in found
        if not (rows == [] and finding.code in AT_ISSUE) and not _is_mended(finding, written, now_said)
    )


def lint_reading(plan: Plan, source: Source, *, unit_path: str, today: date) -> tuple[Finding, ...]:
    """Return what is to be mended in a plan that was just read, among the agencies around its unit."""
    return lint_plan(plan, _context(plan, source, unit_path=unit_path, today=today))


def _context(plan: Plan, source: Source, *, unit_path: str, today: date) -> LintContext:
    tree = UnitTree(orgs.directory(), unit_path, day_of(plan) or today)
    return build_context(plan, source=source, tree=tree)


def _still_told(draft: Draft, items: Sequence[Item]) -> Iterator[ReadFinding]:
    """Yield what the reader left over and no item is named after since; what else it told is asked anew."""
    names = [folding.fold(name).strip(" .;") for item in items for name in item.names]
    for told in draft.findings:
        text = str(told.get("text") or "")
        is_line = told["code"] == unread.LINE and not any(name and name in folding.fold(text) for name in names)
        if is_line or told["code"] == unread.MORE_CODES:
            span = codec.span_from_json(told["span"]) if told["span"] else None
            yield ReadFinding(told["code"], told["message"], told["item"], text, span)


def _placed(item: Item, at: int) -> Item:
    """Give an item that no file says a place of its own, so that what is found in its words leads to it."""
    if any(item.sources.values()):
        return item
    here = SourceSpan(at, 0, 0)
    return item._replace(sources=dict.fromkeys(TEXT_FIELDS, (here,)))


def _written(draft: Draft, row: DraftItem) -> Iterator[str]:
    """Yield the fields of an item whose words a person wrote, or nobody's file says."""
    for name in TEXT_FIELDS:
        cell = fields.cell_of(row.fields, name)
        if cell["value"] and (draft.file_id is None or not cell["sources"] or cell.get("is_written")):
            yield name


def _paragraphs(items: Sequence[Item], written: Mapping[str, set[str]]) -> Iterator[Paragraph]:
    """Yield the words that people wrote, each line at the place of its field."""
    for item in items:
        for name in TEXT_FIELDS:
            if name not in written.get(item.key, ()):
                continue
            spans = item.sources.get(name) or next((s for s in item.sources.values() if s), ())
            if spans:
                yield from (Paragraph(text, spans[0].block, row=spans[0].row) for text in _lines(item, name))


def _lines(item: Item, name: str) -> tuple[str, ...]:
    value = getattr(item, name)
    if name == "actions":
        return tuple(action.text for action in item.actions)
    return tuple(value) if isinstance(value, tuple) else (value,) if value else ()


def _folded(item: Item) -> str:
    said = [line for name in (*TEXT_FIELDS, *AGENCY_FIELDS) for line in _lines(item, name)]
    return folding.fold(" ".join((item.code or "", *said)))


def _is_mended(finding: Finding, written: Mapping[str, set[str]], now_said: Mapping[str, str]) -> bool:
    """Tell whether a finding speaks of words of the file in whose place a person wrote others."""
    if finding.code in unread.CODES or not finding.text or not written.get(finding.item or ""):
        return False
    return finding.span is not None and folding.fold(finding.text.strip("… ")) not in now_said[finding.item or ""]


def _document(draft: Draft, rows: Sequence[DraftBlock]) -> blocks.Document:
    """Build the neutral document again from its kept blocks."""
    repairs = tuple(
        blocks.Repair(told["rule"], told["before"], told["after"], None, blocks.Place(told["page"], told["line"]))
        for told in draft.repairs
    )
    return blocks.Document(draft.file_name, "", "", tuple(_block(row) for row in rows), repairs)


def _block(row: DraftBlock) -> blocks.Block:
    table = None
    if row.cells is not None:
        cells = tuple(
            blocks.Cell(at, col, text, row_span, col_span, blocks.Place(page=page))
            for at, col, row_span, col_span, text, page in row.cells
        )
        ends = [(cell.row + cell.row_span, cell.col + cell.col_span) for cell in cells] or [(0, 0)]
        table = blocks.Table(cells, max(end[0] for end in ends), max(end[1] for end in ends))
    place = blocks.Place(row.page, row.line)
    return blocks.Block(
        row.index, blocks.BlockKind(row.kind), row.text, place, row.level, row.marker or None, table=table
    )


def finding_to_json(finding: Finding) -> dict[str, object]:
    """Return a finding as the plain values that a draft keeps and pages show."""
    span: SourceSpan | None = finding.span
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "item": finding.item,
        "text": finding.text,
        "fix": finding.fix,
        "why": finding.why,
        "line": finding.line,
        "page": finding.page,
        "span": codec.span_to_json(span) if span is not None else None,
    }
