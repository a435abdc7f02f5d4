"""Who may be proposed for commendation or reproach: drawn from figures, decided by a person, never by the system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from parindex.domain.reporting.figures import share
from parindex.domain.text.numerals import format_decimal


class MeritKind(StrEnum):
    """What is proposed."""

    COMMEND = "commend"
    REPROACH = "reproach"


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of a published ranking."""

    rank: int
    rank_of: int
    index: Decimal | None
    group: str
    ref: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The dated assignments of a unit in a year: `done` in time or not, `late` open past their day or done late."""

    total: int
    done: int
    late: int
    ref: str


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one unit."""

    unit: str
    name: str
    standing: Standing | None
    tally: Tally | None
    late_reports: int = 0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a proposal begins; data, because each plan says it in its own way."""

    first_ranks: int
    last_ranks: int
    done_percent: Decimal
    late_percent: Decimal
    least_total: int
    late_reports: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as a sentence, with the row that it stands on."""

    text: str
    ref: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal with its reasons; at least one."""

    unit: str
    name: str
    kind: MeritKind
    reasons: tuple[Reason, ...]


def propose(records: Sequence[Record], *, thresholds: Thresholds) -> tuple[Proposal, ...]:
    """Return who may be commended and who reproached, in the order given; nobody is in both lists.

    A unit with good and bad results is proposed for neither: a person sees its figures anyway.
    """
    found = []
    for record in records:
        good = tuple(_good(record, thresholds))
        bad = tuple(_bad(record, thresholds))
        if good and not bad:
            found.append(Proposal(record.unit, record.name, MeritKind.COMMEND, good))
        elif bad and not good:
            found.append(Proposal(record.unit, record.name, MeritKind.REPROACH, bad))
    return tuple(found)


def _good(record: Record, limits: Thresholds) -> Iterator[Reason]:
    standing, tally = record.standing, record.tally
    if standing is not None and standing.rank <= limits.first_ranks and standing.rank_of > limits.first_ranks:
        yield Reason(_ranked(standing), standing.ref)
    if tally is not None and tally.total >= limits.least_total and not tally.late:
        done = share(Decimal(tally.done), Decimal(tally.total))
        if done is not None and done >= limits.done_percent:
            yield Reason(
                f"Hoàn thành {tally.done}/{tally.total} nhiệm vụ đến hạn ({format_decimal(done)}%), không trễ.",
                tally.ref,
            )


def _bad(record: Record, limits: Thresholds) -> Iterator[Reason]:
    standing, tally = record.standing, record.tally
    is_ranked = standing is not None and standing.rank_of > limits.last_ranks + limits.first_ranks
    if standing is not None and is_ranked and standing.rank > standing.rank_of - limits.last_ranks:
        yield Reason(_ranked(standing), standing.ref)
    if tally is not None and tally.total >= limits.least_total:
        late = share(Decimal(tally.late), Decimal(tally.total))
        if late is not None and late >= limits.late_percent:
            yield Reason(f"Trễ {tally.late}/{tally.total} nhiệm vụ đến hạn ({format_decimal(late)}%).", tally.ref)
    if limits.late_reports and record.late_reports >= limits.late_reports:
        yield Reason(f"Gửi trễ {record.late_reports} báo cáo trong năm.", "")


def _ranked(standing: Standing) -> str:
    index = f", chỉ số {format_decimal(standing.index)}%" if standing.index is not None else ""
    return f"Xếp hạng {standing.rank}/{standing.rank_of} nhóm {standing.group}{index}."
