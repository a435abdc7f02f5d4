"""Rows of a proposal to and from what the domain knows; nothing here touches the database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from parindex.apps.catalogues.errors import BadField
from parindex.apps.catalogues.models import Proposal, ProposalItem
from parindex.definitions.catalogues import proposals
from parindex.domain.scoring import checks, proposal_codec
from parindex.domain.scoring.catalogue import Channel, Level
from parindex.domain.scoring.proposal import CatalogueProposal, Finding, ProposedHead, ProposedItem, Severity, Where
from parindex.domain.scoring.reading.proposal import Certainty
from parindex.domain.scoring.values import BadValue, read_number
from parindex.domain.scoring.wording import first_upper, plain_text

POSITION_STEP: Final = 1000
DEEPEST: Final = 5
_LONGEST_CODE: Final = 30
_CODE: Final = re.compile(r"[A-Z0-9]+(\.[0-9]+)*")
"""What the schema of catalogues takes as a code."""
_KEPT = frozenset({"import.other_tables", "import.stray_row", "import.gap"})
"""What was found while reading and cannot be told from the rows again."""


def row_of(proposal: Proposal, item: ProposedItem, *, position: int) -> ProposalItem:
    """Return an item as it is kept until a person has confirmed it."""
    told = proposal_codec.item_to_json(item)
    return ProposalItem(
        proposal=proposal,
        position=position * POSITION_STEP,
        depth=item.depth,
        code=item.code[:30],
        printed=item.printed[:40],
        name=item.name,
        max_points=told["max_points"] or "",
        rule=json.loads(json.dumps(told["rule"])),
        channel=told["channel"] or "",
        effect=told["effect"],
        evidence=told["evidence"],
        note=item.note,
        confidence=item.certainty.value,
        words=item.words,
        reason=item.reason,
        place=told["place"],
    )


def item_of(row: ProposalItem, *, parent_code: str) -> ProposedItem:
    """Return a row as the domain knows it."""
    return proposal_codec.item_from_json(
        {
            "code": row.code,
            "parent_code": parent_code,
            "depth": row.depth,
            "printed": row.printed,
            "name": row.name,
            "max_points": row.max_points or None,
            "rule": row.rule,
            "confidence": row.confidence or Certainty.NONE.value,
            "words": row.words,
            "reason": row.reason,
            "channel": row.channel or None,
            "effect": row.effect,
            "evidence": row.evidence,
            "note": row.note,
            "place": row.place,
        }
    )


def proposal_of(proposal: Proposal, rows: Sequence[ProposalItem]) -> CatalogueProposal:
    """Return a proposal with its rows as the domain knows it; the findings of the reading are left out."""
    path: list[str] = []
    items = []
    for row in rows:
        del path[row.depth :]
        items.append(item_of(row, parent_code=path[-1] if path else ""))
        path.append(row.code)
    return CatalogueProposal(proposal.file_name, "", head_of(proposal), tuple(items))


def head_of(proposal: Proposal) -> ProposedHead:
    """Return what is known of the decision and the title."""
    kept = proposal.head
    total = kept.get("total_points")
    return ProposedHead(
        level=Level(proposal.level),
        year=proposal.year,
        title=kept.get("title") or None,
        number=kept.get("number") or None,
        date_=kept.get("date") or None,
        issuer=kept.get("issuer") or None,
        total_points=Fraction(total) if total else None,
    )


def is_parent(rows: Sequence[ProposalItem], at: int) -> bool:
    """Tell whether the row at a place has rows below it."""
    return at + 1 < len(rows) and rows[at + 1].depth > rows[at].depth


def find_problems(proposal: Proposal, rows: Sequence[ProposalItem]) -> list[Finding]:
    """Return what must be settled (errors) or wants a look (warnings), with its place in the file."""
    found = [*_head_problems(proposal), *_row_problems(rows)]
    if not {"import.depth", "import.empty"} & {finding.code for finding in found}:
        found += _catalogue_problems(proposal, rows)
    return found + [_read_finding(told) for told in proposal.findings if told["code"] in _KEPT]


def _head_problems(proposal: Proposal) -> Iterable[Finding]:
    head = head_of(proposal)
    if head.total_points is None:
        message = "chưa ghi tổng điểm của bộ, nên chưa so được tổng các lĩnh vực"
        yield Finding("import.no_total", Severity.ERROR, "", message)
    if not (head.number and head.date_):
        message = "chưa đủ số và ngày của quyết định: bộ sẽ mang dấu MINH HỌA"
        yield Finding("import.no_decision", Severity.WARNING, "", message)


def _row_problems(rows: Sequence[ProposalItem]) -> Iterable[Finding]:
    if not rows:
        yield Finding("import.empty", Severity.ERROR, "", "bản nhập không có mục nào")
    depth = -1
    for at, row in enumerate(rows):
        place = place_of(row)
        if row.depth > depth + 1:
            yield Finding("import.depth", Severity.ERROR, row.code, "lùi vào quá một cấp so với mục trên", place)
        depth = row.depth
        if not row.name:
            yield Finding("import.no_name", Severity.ERROR, row.code, "chưa có tên", place)
        if not row.max_points:
            yield Finding("import.no_points", Severity.ERROR, row.code, "chưa có điểm tối đa", place)
        has_rule = row.rule is not None and row.rule.get("shape") != proposals.SUM
        if not has_rule and not is_parent(rows, at):
            message = "chưa có cách chấm nên không chấm được điểm"
            yield Finding("import.no_rule", Severity.WARNING, row.code, message, place)


def _catalogue_problems(proposal: Proposal, rows: Sequence[ProposalItem]) -> Iterable[Finding]:
    """Yield what the checks of a catalogue say of the whole."""
    try:
        catalogue = proposals.to_catalogue(proposal_of(proposal, rows))
    except ValueError as error:
        yield Finding("import.shape", Severity.ERROR, "", str(getattr(error, "message", error)).rstrip("."))
        return
    places = {row.code: place_of(row) for row in rows}
    for problem in checks.check_catalogue(catalogue).problems:
        place = places.get(problem.item_code, Where())
        yield Finding(problem.code, Severity.ERROR, problem.item_code, problem.message, place)


def place_of(row: ProposalItem) -> Where:
    """Return where a row stands in the file."""
    return Where(**{name: row.place.get(name) for name in ("page", "sheet", "line", "block", "row", "col")})


def _read_finding(told: dict[str, Any]) -> Finding:
    place = Where(**{name: told["place"].get(name) for name in ("page", "sheet", "line", "block", "row", "col")})
    return Finding(told["code"], Severity(told["severity"]), told["item"], told["message"], place)


@dataclass(frozen=True, slots=True)
class ItemInput:
    """What a person wrote about one item, as typed; `rule` is YAML, empty for none."""

    code: str
    name: str
    max_points: str
    depth: int
    rule: str = ""
    channel: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""


def clean_item(typed: ItemInput) -> dict[str, Any]:
    """Return the values of a row from what a person typed; raises BadField with the field to correct."""
    code = typed.code.strip()
    if not code or len(code) > _LONGEST_CODE:
        raise BadField(f"Ghi mã của mục, không quá {_LONGEST_CODE} ký tự, ví dụ 3.4.1.", field="code")
    if not _CODE.fullmatch(code):
        raise BadField("Mã chỉ gồm số, chữ in hoa không dấu và dấu chấm, ví dụ 3.4.1 hay T.2.", field="code")
    points = read_points(typed.max_points, field="max_points")
    if typed.channel not in ("", *Channel):
        raise BadField("Chọn một nguồn điểm trong danh sách.", field="channel")
    if not 0 <= typed.depth <= DEEPEST:
        raise BadField(f"Cấp của mục từ 1 đến {DEEPEST + 1}.", field="depth")
    return {
        "code": code,
        "name": " ".join(typed.name.split()),
        "max_points": "" if points is None else plain_text(points),
        "depth": typed.depth,
        "rule": _clean_rule(typed.rule, points),
        "channel": typed.channel,
        "evidence": [line.strip() for line in typed.evidence if line.strip()],
        "note": typed.note.strip(),
    }


def read_points(text: str, *, field: str) -> Fraction | None:
    """Read points as people write them; None for nothing; raises BadField."""
    if not text.strip():
        return None
    try:
        value = read_number(text)
    except BadValue as error:
        raise BadField(error.message, field=field) from error
    if value <= 0:
        raise BadField("Điểm tối đa phải lớn hơn 0.", field=field)
    return value


def _clean_rule(text: str, points: Fraction | None) -> dict[str, Any] | None:
    if not text.strip():
        return None
    try:
        data = proposals.read_rule(text)
        if data["shape"] == proposals.SUM:
            return data
        if points is None:
            raise BadField("Ghi điểm tối đa trước, vì quy tắc chia điểm ấy.", field="max_points")
        problems = proposals.build_rule(data, maximum=points).check(maximum=points)
    except proposals.BadRule as error:
        raise BadField(error.message, field="rule") from error
    if problems:
        raise BadField(first_upper("; ".join(problems)) + ".", field="rule")
    return data


def describe_rule(row: ProposalItem) -> str:
    """Say the rule of a row as one Vietnamese sentence; nothing when there is none that can be read."""
    if row.rule is None or not row.max_points or row.rule.get("shape") == proposals.SUM:
        return ""
    maximum = Fraction(row.max_points)
    try:
        said = proposals.build_rule(row.rule, maximum=maximum).describe(maximum=maximum)
    except proposals.BadRule:
        return ""
    return first_upper(f"trừ vào tổng: {said}." if row.effect == "penalty" else f"{said}.")


def preview(typed: ItemInput) -> str:
    """Say what a person wrote as one sentence, without keeping it; raises BadField."""
    values = clean_item(typed)
    row = ProposalItem(rule=values["rule"], max_points=values["max_points"])
    return describe_rule(row) or "Chưa có cách chấm."
