"""The review of an annex: the tree of items, the words of the annex, what was proposed, what must be settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from parindex.apps.catalogues import rows
from parindex.definitions.catalogues import proposals
from parindex.domain.scoring.catalogue import CHANNEL_TEXTS, Channel
from parindex.domain.scoring.proposal import Finding, Severity
from parindex.domain.scoring.wording import first_upper, number_text
from parindex.domain.text.dates import format_date

if TYPE_CHECKING:
    from parindex.apps.catalogues.models import Proposal, ProposalItem

SHAPE_NAMES = {
    "all_or_nothing": "Đạt hoặc không đạt",
    "levels": "Nhiều mức, mỗi mức một điểm",
    "ratio_bands": "Tỷ lệ theo khoảng",
    "proportional": "Điểm theo tỷ lệ đạt được",
    "count_points": "Đếm rồi cộng điểm",
    "deduct_per": "Trừ điểm mỗi lần",
    "survey_scale": "Phiếu khảo sát",
    "rank_band": "Theo hạng của bảng xếp hạng",
    "growth": "Tăng, giảm so với năm trước",
    "manual": "Người chấm cho điểm",
}
CERTAINTY_NAMES = {"sure": "Chắc chắn", "check": "Cần xem", "none": "Chưa có cách chấm"}


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One line of the tree of items."""

    item_id: int
    code: str
    name: str
    depth: int
    css: str
    icon: str
    words: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a review has come."""

    total: int
    confirmed: int
    sure: int
    waiting: int


def queue(
    items: Sequence[ProposalItem], *, wrong: frozenset[str], current_id: int | None, only_open: bool
) -> list[QueueEntry]:
    """Return the tree of items; with `only_open` those that wait for a person, and the open one."""
    kept = [item for item in items if not only_open or item.pk == current_id or not item.is_confirmed]
    return [_entry(item, is_wrong=item.code in wrong, is_current=item.pk == current_id) for item in kept]


def _entry(item: ProposalItem, *, is_wrong: bool, is_current: bool) -> QueueEntry:
    css, icon, words = "warn", "warn", "cần xem"
    if is_wrong:
        css, icon, words = "bad", "warn", "có điều sai"
    elif item.is_confirmed:
        css, icon, words = "ok done", "done", "đã xác nhận"
    elif item.confidence == "sure":
        css, icon, words = "ok", "ring", "chắc chắn, chưa xác nhận"
    name = item.name or "(chưa có tên)"
    return QueueEntry(item.pk, item.code, name, item.depth, css, icon, words, is_current)


def counts(items: Sequence[ProposalItem], *, sure: Sequence[ProposalItem]) -> Counts:
    """Count how far a review has come; `sure` are the items that may be confirmed at once."""
    confirmed = sum(item.is_confirmed for item in items)
    return Counts(
        total=len(items),
        confirmed=confirmed,
        sure=sum(not item.is_confirmed for item in sure),
        waiting=len(items) - confirmed,
    )


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One row of the annex as it stands in the file, near the open item."""

    printed: str
    name: str
    points: str
    words: str
    place: str
    is_current: bool
    is_group: bool


def paper(items: Sequence[ProposalItem], *, current: ProposalItem, around: int = 2) -> list[PaperRow]:
    """Return the rows of the annex around an item: those above it in the tree, and its neighbours."""
    at = next(place for place, item in enumerate(items) if item.pk == current.pk)
    wanted = set(range(max(at - around, 0), min(at + around + 1, len(items)))) | set(_above(items, at))
    return [_paper_row(items, place, is_current=place == at) for place in sorted(wanted)]


def _above(items: Sequence[ProposalItem], at: int) -> list[int]:
    found, depth = [], items[at].depth
    for place in range(at - 1, -1, -1):
        if items[place].depth < depth:
            found.append(place)
            depth = items[place].depth
    return found


def _paper_row(items: Sequence[ProposalItem], at: int, *, is_current: bool) -> PaperRow:
    item = items[at]
    return PaperRow(
        printed=item.printed or item.code,
        name=item.name,
        points=_points(item.max_points),
        words=item.words,
        place=rows.place_of(item).describe() if is_current else "",
        is_current=is_current,
        is_group=rows.is_parent(items, at),
    )


def _points(text: str) -> str:
    return number_text(Fraction(text)) if text else ""


@dataclass(frozen=True, slots=True)
class ItemView:
    """The open item as proposed."""

    item_id: int
    version: int
    code: str
    name: str
    level: str
    points: str
    certainty: str
    chip: str
    sentence: str
    shape: str
    reason: str
    is_group: bool
    sum_words: str
    channel: str
    evidence: tuple[str, ...]
    note: str
    is_confirmed: bool


def item_view(items: Sequence[ProposalItem], item: ProposalItem, *, levels: Sequence[str]) -> ItemView:
    """Return an item with its rule as a sentence."""
    at = next(place for place, one in enumerate(items) if one.pk == item.pk)
    is_group = rows.is_parent(items, at)
    shape = str((item.rule or {}).get("shape", ""))
    sentence = "" if is_group else rows.describe_rule(item)
    certainty = "sure" if is_group else item.confidence or "none"
    return ItemView(
        item_id=item.pk,
        version=item.version,
        code=item.code,
        name=item.name,
        level=levels[min(item.depth, len(levels) - 1)],
        points=_points(item.max_points),
        certainty=CERTAINTY_NAMES[certainty],
        chip={"sure": "ok", "check": "warn"}.get(certainty, "bad"),
        sentence=sentence,
        shape=SHAPE_NAMES.get(shape, ""),
        reason=first_upper(item.reason),
        is_group=is_group,
        sum_words=_sum_words(items, at) if is_group else "",
        channel=CHANNEL_TEXTS[Channel(item.channel)] if item.channel else "",
        evidence=tuple(item.evidence),
        note=item.note,
        is_confirmed=item.is_confirmed,
    )


def _sum_words(items: Sequence[ProposalItem], at: int) -> str:
    """Say what the items right below add up to, beside what the annex states."""
    depth = items[at].depth
    below = []
    for item in items[at + 1 :]:
        if item.depth <= depth:
            break
        if item.depth == depth + 1:
            below.append(item.max_points)
    if not all(below):
        return "Còn mục con chưa có điểm nên chưa cộng được."
    total = sum((Fraction(text) for text in below), Fraction(0))
    parts = " + ".join(number_text(Fraction(text)) for text in below)
    stated = items[at].max_points
    verdict = "khớp" if stated and Fraction(stated) == total else f"khác {_points(stated) or 'chỗ trống'} ghi ở mục này"
    return f"{parts} = {number_text(total)}, {verdict}."


@dataclass(frozen=True, slots=True)
class FindingView:
    """One thing to settle; `item_id` leads to its item when it speaks of one."""

    code: str
    message: str
    place: str
    item_id: int | None


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one severity."""

    words: str
    kind: str
    findings: tuple[FindingView, ...]
    is_open: bool


def finding_groups(findings: Sequence[Finding], items: Sequence[ProposalItem]) -> list[FindingGroup]:
    """Return what must be settled, then what wants a look."""
    ids = {item.code: item.pk for item in items}
    groups: list[FindingGroup] = []
    for severity, words, kind in ((Severity.ERROR, "Phải sửa", "bad"), (Severity.WARNING, "Nên xem", "warn")):
        own = [finding for finding in findings if finding.severity is severity]
        if own:
            views = tuple(_finding(finding, ids) for finding in own)
            groups.append(FindingGroup(words, kind, views, is_open=not groups))
    return groups


def _finding(finding: Finding, ids: Mapping[str, int]) -> FindingView:
    return FindingView(
        code=finding.item_code or "–",
        message=first_upper(finding.message) + ".",
        place=finding.place.describe(),
        item_id=ids.get(finding.item_code),
    )


def form_values(item: ProposalItem, *, sample: str = "") -> dict[str, Any]:
    """Return an item as the form shows it; `sample` puts the worked example of a shape in place of its rule."""
    example = proposals.rule_examples().get(sample, "")
    rule = "" if item.rule is None or item.rule.get("shape") == proposals.SUM else proposals.rule_text(item.rule)
    return {
        "version": item.version,
        "code": item.code,
        "max_points": _points(item.max_points),
        "name": item.name,
        "depth": item.depth,
        "channel": item.channel,
        "rule": example or rule,
        "evidence": "\n".join(item.evidence),
        "note": item.note,
    }


def samples() -> list[tuple[str, str]]:
    """Return the shapes that have a worked example to start from, the common ones first."""
    known = proposals.rule_examples()
    return [(shape, name) for shape, name in SHAPE_NAMES.items() if shape in known]


def head_values(proposal: Proposal) -> dict[str, Any]:
    """Return the head of a proposal as the form shows it."""
    head = proposal.head
    day = head.get("date")
    return {
        "version": proposal.version,
        "title": head.get("title") or "",
        "number": head.get("number") or "",
        "date": format_date(date.fromisoformat(day)) if day else "",
        "issuer": head.get("issuer") or "",
        "total_points": _points(head.get("total_points") or ""),
    }
