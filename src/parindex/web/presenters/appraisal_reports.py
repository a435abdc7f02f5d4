"""The queue, the board of progress, the blind comparison and the explanations of a unit, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.urls import reverse

from parindex.apps.assessment import explanations, verdicts
from parindex.apps.assessment.appraisal_queue import Queue, Tally
from parindex.apps.assessment.appraisal_reports import Comparison, Line, Pair, Progress
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.verdicts import AppraisalStatus
from parindex.domain.assessment.agreement import Agreement, meaning_of
from parindex.domain.scoring.rounding import Rounding
from parindex.domain.scoring.wording import number_text
from parindex.web.presenters import appraisal
from parindex.web.presenters.appraisal import Side, Step

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Campaign, CampaignGroup, EvidenceLink, Ruling, SheetItem

_SHARE = Rounding(decimals=1)
_KAPPA = Rounding(decimals=2)


@dataclass(frozen=True, slots=True)
class Count:
    """One line of the queue or the board."""

    name: str
    url: str
    total: int
    decided: int
    percent: int
    undecided: int
    asked: int
    explained: int
    adjusted: int


@dataclass(frozen=True, slots=True)
class FieldPart:
    """The criteria of one field of a group."""

    name: str
    lines: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One agency or unit of the board."""

    count: Count
    accepted: int
    refused: int
    waiting: int
    up: str
    down: str


@dataclass(frozen=True, slots=True)
class PairLine:
    """One item that two people judged."""

    unit: str
    label: str
    first: Step
    blind: Step
    first_points: str
    blind_points: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement in words."""

    name: str
    count: int
    same: str
    kappa: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ExplainLine:
    """One item that the unit may explain."""

    pk: int
    version: int
    code: str
    label: str
    own: Side
    held: Side
    documents: tuple[EvidenceLink, ...]
    ruling: Step
    text: str
    outcome: str
    outcome_kind: str
    may_explain: bool


def count(name: str, tally: Tally, *, url: str = "") -> Count:
    """Return a tally in words."""
    percent = tally.decided * 100 // tally.total if tally.total else 0
    return Count(
        name,
        url,
        total=tally.total,
        decided=tally.decided,
        percent=percent,
        undecided=tally.counts[AppraisalStatus.UNDECIDED],
        asked=tally.counts[AppraisalStatus.ASKED],
        explained=tally.counts[AppraisalStatus.EXPLAINED],
        adjusted=tally.counts[AppraisalStatus.ADJUSTED],
    )


def parts(campaign: Campaign, queue: Queue) -> list[FieldPart]:
    """Return the criteria of a queue by field, in the order of the catalogue."""
    found: dict[tuple[int, str], list[Count]] = {}
    for group_id, group in queue.groups.items():
        book = book_of(group.revision)
        for code, leaf in book.leaves.items():
            tally = queue.criteria.get((group_id, code))
            if tally is not None:
                url = reverse("appraisal-criterion", args=[campaign.public_id, group_id, code])
                found.setdefault((group_id, book.field_of(code)), []).append(count(leaf.label, tally, url=url))
    return [FieldPart(_field_name(queue.groups, cell), tuple(lines)) for cell, lines in found.items()]


def _field_name(groups: Mapping[int, CampaignGroup], cell: tuple[int, str]) -> str:
    group = groups[cell[0]]
    label = next(item.label for item in book_of(group.revision).catalogue.items if item.code == cell[1])
    return f"{group.name}: {label}" if len(groups) > 1 else label


def sheets(queue: Queue) -> list[Count]:
    """Return the units of a queue."""
    return [
        count(sheet.unit.name, tally, url=reverse("appraisal-sheet", args=[sheet.public_id]))
        for sheet, tally in queue.sheets
    ]


def board(progress: Progress) -> dict[str, object]:
    """Return the board by agency and by unit, and one sentence on the whole."""
    whole = count("", progress.whole)
    sentence = (
        f"Đã quyết định {whole.decided} trên {whole.total} mục ({whole.percent}%) của "
        f"{progress.signed_count} phiếu đã ký; {progress.sheet_count - progress.signed_count} phiếu chưa ký."
    )
    return {
        "agencies": [_board_line(line) for _, line in progress.agencies],
        "units": [_board_line(line) for line in progress.units],
        "unassigned": len(progress.unassigned),
        "sentence": sentence,
    }


def _board_line(line: Line) -> BoardLine:
    return BoardLine(
        count(line.name, line.tally),
        accepted=line.explanations["accepted"],
        refused=line.explanations["refused"],
        waiting=line.explanations["waiting"],
        up=_change(line.up, line.up_count, "+"),
        down=_change(line.down, line.down_count, "\u2212"),
    )


def _change(points: Fraction, times: int, sign: str) -> str:
    return f"{sign}{number_text(points)} ({times} mục)" if times else "–"


def comparison(found: Comparison) -> dict[str, object]:
    """Return the agreement in words with every pair, those that differ first."""
    pairs = [_pair_line(pair) for pair in found.pairs]
    return {
        "whole": agreement("Toàn đợt", found.whole),
        "agencies": [agreement(name, one) for name, one in found.by_agency],
        "pairs": sorted(pairs, key=lambda line: line.is_same),
        "same_points": found.same_points_count,
    }


def agreement(name: str, found: Agreement) -> AgreementLine:
    """Return an agreement in words; shares to one decimal, kappa to two."""
    same = "–"
    if found.share is not None:
        same = f"{_rounded(found.share * 100, _SHARE)}% ({found.same_count}/{found.count})"
    if found.kappa is None:
        return AgreementLine(name, found.count, same, "không xác định", found.reason)
    return AgreementLine(
        name, found.count, same, _rounded(found.kappa, _KAPPA), f"Mức thống nhất {meaning_of(found.kappa)}."
    )


def _rounded(value: Fraction, rule: Rounding) -> str:
    return number_text(Fraction(rule.units(value), rule.scale))


def _pair_line(pair: Pair) -> PairLine:
    leaf = book_of(pair.item.sheet.group.revision).leaves[pair.item.code]
    first_points, blind_points = (
        "–" if points is None else number_text(points) for points in (pair.first_points, pair.blind_points)
    )
    return PairLine(
        unit=pair.item.sheet.unit.name,
        label=leaf.label,
        first=appraisal.ruling_step(pair.item, pair.first),
        blind=appraisal.ruling_step(pair.item, pair.blind),
        first_points=first_points,
        blind_points=blind_points,
        is_same=pair.first.decision == pair.blind.decision and pair.first_points == pair.blind_points,
    )


OUTCOME_KINDS = {"waiting": "", "accepted": "ok", "refused": "bad"}


def explain_lines(items: Iterable[SheetItem], *, is_open: bool) -> Sequence[ExplainLine]:
    """Return the items of a sheet that were asked about or changed in the first appraisal."""
    doubts = ((item, explanations.first_doubt(item)) for item in items)
    return [_explain_line(item, doubt, is_open=is_open) for item, doubt in doubts if doubt is not None]


def _explain_line(item: SheetItem, doubt: Ruling, *, is_open: bool) -> ExplainLine:
    leaf = book_of(item.sheet.group.revision).leaves[item.code]
    told = verdicts.explanation_of(item)
    return ExplainLine(
        pk=item.pk,
        version=item.version,
        code=item.code,
        label=leaf.label,
        documents=tuple(item.evidence.all()),
        own=appraisal.side(item, answer=item),
        held=appraisal.side(item, answer=explanations.answers_asked_about(item)),
        ruling=appraisal.ruling_step(item, doubt),
        text=told.text if told else "",
        outcome=told.get_outcome_display() if told else "Chưa giải trình",
        outcome_kind=OUTCOME_KINDS[told.outcome] if told else "warn",
        may_explain=is_open and not explanations.is_settled(item),
    )
