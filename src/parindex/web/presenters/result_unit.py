"""The result of one unit in words: its fields beside the group, what it is strong at, where it lost points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from parindex.apps.assessment.results import read_items
from parindex.domain.assessment.points import ItemPoints
from parindex.domain.assessment.standing import Standing, gather, losses, stand, strengths
from parindex.domain.assessment.trend import Distance, Place, next_rank
from parindex.domain.scoring.catalogue import Effect
from parindex.domain.scoring.wording import number_text, two_places
from parindex.web.presenters.result_words import bar, percent, plain, share_words, signed

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Result

STATUS_WORDS = {"unknown": "chưa biết", "not_applicable": "không áp dụng", "no_rule": "chưa rõ quy tắc"}
SHOWN_STRENGTHS = 8


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a unit beside its group; shares are percentages of the maximum that applies."""

    label: str
    bar: SafeString
    points: str
    share: str
    rank: str
    mean: str
    best: str
    lost: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item beside its group: distances in points, how many units reached all of it."""

    label: str
    sentence: str
    points: str
    lost: str
    from_mean: str
    to_best: str
    reached: str
    is_full: bool


@dataclass(frozen=True, slots=True)
class UnitPicture:
    """The result of one unit."""

    index: str
    points: str
    maximum: str
    lead: str
    fields: tuple[FieldLine, ...]
    strengths: tuple[ItemLine, ...]
    more_strengths: tuple[ItemLine, ...]
    full_count: int
    losses: tuple[ItemLine, ...]
    unknown: tuple[str, ...]


def picture(result: Result, group: Sequence[Result], counted: Iterable[tuple[ItemPoints, int]]) -> UnitPicture:
    """Return one unit's result; `group` are the lines of its group, `counted` what they have at each item."""
    own = read_items(result)
    standings = stand(own, gather(counted))
    strong = tuple(_item(one) for one in strengths(standings))
    return UnitPicture(
        index=percent(result.index),
        points=plain(result.points),
        maximum=plain(result.maximum),
        lead=_lead(result, group),
        fields=_fields(own, standings),
        strengths=strong[:SHOWN_STRENGTHS],
        more_strengths=strong[SHOWN_STRENGTHS:],
        full_count=sum(line.is_full for line in strong),
        losses=tuple(_item(one) for one in losses(standings)),
        unknown=tuple(f"{_label(item)}: {item.sentence}" for item in own if item.is_leaf and item.lost is None),
    )


def points_of(item: ItemPoints) -> str:
    """Write the points of an item: "1,5 / 2", "trừ 0,5", or why there are none."""
    if item.points is None:
        return STATUS_WORDS.get(item.status, "–")
    if item.effect is Effect.PENALTY:
        return f"trừ {number_text(item.points)}"
    return f"{number_text(item.points)} / {'không rõ' if item.maximum is None else number_text(item.maximum)}"


def _label(item: ItemPoints) -> str:
    return f"{item.code} {item.name or '(chưa rõ tên)'}"


def _fields(own: Iterable[ItemPoints], standings: Iterable[Standing]) -> tuple[FieldLine, ...]:
    found = {one.item.code: one for one in standings}
    return tuple(_field(item, found.get(item.code)) for item in own if item.depth == 0)


def _field(item: ItemPoints, standing: Standing | None) -> FieldLine:
    is_shared = item.effect is Effect.NORMAL
    label = f"{item.code}. {item.name or '(chưa rõ tên)'}"
    return FieldLine(
        label=label,
        bar=bar(item.points, item.maximum or Fraction(1), label=label),
        points=points_of(item),
        share=share_words(item.share) if is_shared else "–",
        rank="–" if standing is None or standing.rank is None else f"{standing.rank} / {standing.count}",
        mean="–" if standing is None else _of_group(standing.mean, standing.mean_share, is_shared=is_shared),
        best="–" if standing is None else _of_group(standing.best, standing.best_share, is_shared=is_shared),
        lost=number_text(item.lost) if item.lost else "–",
    )


def _of_group(worth: Fraction, share: Fraction, *, is_shared: bool) -> str:
    """Write what a group has at a field: what part of it was reached, of bonuses and penalties the points."""
    return share_words(share) if is_shared else signed(worth)


def _item(one: Standing) -> ItemLine:
    item = one.item
    return ItemLine(
        label=_label(item),
        sentence=item.sentence,
        points=points_of(item),
        lost=number_text(item.lost) if item.lost else "",
        from_mean="–" if one.from_mean is None else signed(one.from_mean),
        to_best="–" if one.to_best is None else two_places(one.to_best),
        reached=f"{one.full_count} trên {one.count}",
        is_full=item.is_full,
    )


def _lead(result: Result, group: Sequence[Result]) -> str:
    if result.rank is None:
        return f"{result.unit_name} chưa có hạng: còn mục chưa rõ điểm."
    lead = f"{result.unit_name} xếp hạng {result.rank} trong {result.rank_of} đơn vị nhóm {result.group}."
    above = _next_rank(result, group)
    if above is None:
        return lead
    return f"{lead} Thêm {number_text(above.points)} điểm thì ngang {above.unit}, hạng {above.rank}."


def _next_rank(result: Result, group: Sequence[Result]) -> Distance | None:
    places = {row.pk: place for row in group if (place := _place(row)) is not None}
    own = places.get(result.pk)
    return None if own is None else next_rank(own, list(places.values()))


def _place(row: Result) -> Place | None:
    if row.rank is None or row.points is None or not row.maximum:
        return None
    return Place(row.unit_name, Fraction(row.points), Fraction(row.maximum), row.rank)
