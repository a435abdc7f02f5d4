"""A result through the years in words: beside the year before item by item, and beside its group year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.safestring import SafeString

from parindex.charts import trend as charts
from parindex.domain.assessment.benchmark import GroupYear, MeanKind
from parindex.domain.assessment.comparison import Common, FieldPair, Gap, Pair
from parindex.domain.assessment.points import ItemPoints
from parindex.domain.assessment.trend import Link, Step, YearResult, trend
from parindex.domain.scoring.wording import number_text, two_places
from parindex.web.presenters.result_unit import points_of
from parindex.web.presenters.result_words import direction, signed, signed_points

if TYPE_CHECKING:
    from parindex.apps.assessment.years import Earlier

LINK_WORDS: Final = {
    Link.CHANGED: "đổi bộ tiêu chí",
    Link.UNKNOWN: "chưa rõ có cùng bộ tiêu chí",
    Link.FIRST: "",
    Link.SAME: "",
}
GAP_WORDS: Final = {
    Gap.NONE: "",
    Gap.NEW: "mới",
    Gap.DROPPED: "đã bỏ",
    Gap.SPLIT: "tách",
    Gap.MERGED: "gộp",
    Gap.UNSURE: "chưa ai đối chiếu",
    Gap.NO_POINTS: "thiếu điểm",
    Gap.PARTLY: "chỉ so được một phần",
}
SHOWN_CHANGES: Final = 5
_OTHER_STROKE, _OTHER_FILL = "s-ink", "f-ink"


@dataclass(frozen=True, slots=True)
class PairLine:
    """An item or field in both years; a change is empty where it would mislead, and then `gap` says why."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    before_points: tuple[str, ...]
    after_points: tuple[str, ...]
    points_change: str
    share_change: str
    direction: str
    gap: str
    reason: str

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the names of this year, of what was dropped those of the year before."""
        return self.after or self.before


@dataclass(frozen=True, slots=True)
class FieldBlock:
    """A field with its items."""

    line: PairLine
    items: tuple[PairLine, ...]


@dataclass(frozen=True, slots=True)
class YearsView:
    """A result beside the year before; `note` says what the comparison rests on, `common` what can be compared."""

    year: int
    note: str
    common: str
    gains: tuple[PairLine, ...]
    drops: tuple[PairLine, ...]
    blocks: tuple[FieldBlock, ...]
    break_count: int

    @property
    def fields(self) -> tuple[PairLine, ...]:
        """Return the fields alone."""
        return tuple(block.line for block in self.blocks)


def years_view(found: Earlier | None) -> YearsView | None:
    """Return the comparison with the year before in words; None when there is none."""
    if found is None:
        return None
    compared = found.comparison
    return YearsView(
        year=found.result.year,
        note=_note(found),
        common="" if compared.common is None else _common(compared.common, year=found.result.year),
        gains=tuple(_pair(pair) for pair in compared.gains()[:SHOWN_CHANGES]),
        drops=tuple(_pair(pair) for pair in compared.drops()[:SHOWN_CHANGES]),
        blocks=tuple(FieldBlock(_field(field), _below(field, compared.items)) for field in compared.fields),
        break_count=sum(pair.gap not in (Gap.NONE, Gap.NO_POINTS) for pair in compared.items),
    )


def _note(found: Earlier) -> str:
    if found.is_same_catalogue:
        return "Hai năm dùng cùng bộ tiêu chí nên mọi mục được so."
    if not found.is_linked:
        return "Bộ tiêu chí đã đổi và chưa có bảng đối chiếu: chỉ so lĩnh vực trùng cả mã và tên, không so từng mục."
    if found.comparison.is_whole:
        return "Bộ tiêu chí được ban hành lại nhưng mọi mục đều có mục tương ứng."
    return "Bộ tiêu chí đã đổi: mục giữ nguyên hoặc chỉ đổi tên được so; mục tách, gộp, mới, bỏ thì ngắt, không so."


def _common(common: Common, *, year: int) -> str:
    before, after = common.before_points / common.before_maximum, common.after_points / common.after_maximum
    return (
        f"{common.count} mục so được, {number_text(common.after_maximum)} điểm tối đa: đạt {two_places(100 * after)}%, "
        f"năm {year} đạt {two_places(100 * before)}% ({signed(100 * common.share_change)} điểm phần trăm)."
    )


def _field(field: FieldPair) -> PairLine:
    gap = ""
    if field.pair.gap is Gap.PARTLY:
        gap = f"ngắt: so được {field.common_count} trên {field.count} mục"
    return _pair(field.pair, gap=gap, dot=".")


def _below(field: FieldPair, pairs: Sequence[Pair]) -> tuple[PairLine, ...]:
    """Return the items of a field of this year; what was dropped stands below the field that follows its own."""
    after = {item.code for item in field.pair.after}
    before = {item.code for item in field.pair.before}
    return tuple(
        _pair(pair)
        for pair in pairs
        if any(item.field in after for item in pair.after)
        or (not pair.after and any(item.field in before for item in pair.before))
    )


def _pair(pair: Pair, *, gap: str = "", dot: str = "") -> PairLine:
    return PairLine(
        before=tuple(_label(item, dot) for item in pair.before),
        after=tuple(_label(item, dot) for item in pair.after),
        before_points=tuple(points_of(item) for item in pair.before),
        after_points=tuple(points_of(item) for item in pair.after),
        points_change="" if pair.points_change is None else signed_points(pair.points_change),
        share_change="" if pair.share_change is None else signed(100 * pair.share_change),
        direction=direction(pair.share_change),
        gap=gap or _gap_words(pair),
        reason=_reason(pair),
    )


def _label(item: ItemPoints, dot: str) -> str:
    return f"{item.code}{dot} {item.name or '(chưa rõ tên)'}"


def _gap_words(pair: Pair) -> str:
    if pair.gap is Gap.SPLIT:
        return f"tách thành {len(pair.after)} mục"
    if pair.gap is Gap.MERGED:
        return f"gộp từ {len(pair.before)} mục"
    return GAP_WORDS[pair.gap]


def _reason(pair: Pair) -> str:
    """Say why there is no change, or that the same item has another name, place or maximum now."""
    if pair.gap is not Gap.NONE:
        return pair.reason
    before, after = pair.before[0], pair.after[0]
    said = [f"năm trước: {before.code} {before.name}"] if pair.is_renamed or before.code != after.code else []
    if pair.points_change is None:
        said.append("điểm tối đa đã đổi nên chỉ so phần đạt được")
    return "; ".join(said)


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of a unit beside its group; `broken` says why it cannot be compared with the year before."""

    year: int
    index: str
    rank: str
    mean: str
    mean_kind: str
    from_mean: str
    best: str
    best_units: str
    other: str
    broken: str
    catalogue: str
    sources: str


@dataclass(frozen=True, slots=True)
class GroupYearsView:
    """The years of a unit beside its group: a picture, a line a year, and the last change in words."""

    chart: SafeString
    lines: tuple[YearLine, ...]
    change: str
    direction: str


def group_years_view(
    years: Sequence[GroupYear],
    *,
    name: str,
    key: str,
    year: int | None = None,
    other: tuple[str, Sequence[GroupYear]] = ("", ()),
) -> GroupYearsView:
    """Return the years in words; `year` is the one whose change is told, the last without it.

    `other` is another unit with its years.
    """
    steps = trend([_year(found) for found in years])
    beside = {found.year: found for found in other[1]}
    this = next((step for step in steps if step.result.year == year), steps[-1] if steps else None)
    return GroupYearsView(
        chart=_chart(steps, years, name=name, key=key, other=(other[0], beside)),
        lines=tuple(_line(step, found, beside.get(found.year)) for step, found in zip(steps, years, strict=True)),
        change=_change(this),
        direction="" if this is None else direction(this.index_change),
    )


def _year(found: GroupYear) -> YearResult:
    return YearResult(found.year, found.own.index, found.own.rank, found.rank_of, found.catalogue)


def _change(step: Step | None) -> str:
    if step is None or step.link is Link.FIRST:
        return "Chưa có năm trước để so."
    if step.link is not Link.SAME or step.index_change is None:
        return f"Không so cả chỉ số với năm trước: {LINK_WORDS[step.link] or 'thiếu số liệu'}."
    rose = f", {'tăng' if step.rank_change > 0 else 'giảm'} {abs(step.rank_change)} bậc" if step.rank_change else ""
    return f"{signed(step.index_change)} điểm phần trăm so với năm trước{rose}."


def _line(step: Step, found: GroupYear, other: GroupYear | None) -> YearLine:
    index = found.own.index
    from_mean = None if index is None or found.mean is None else index - found.mean
    return YearLine(
        year=found.year,
        index=_index_words(found),
        rank=f"{found.own.rank or '–'}{f' / {found.rank_of}' if found.rank_of else ''}",
        mean="–" if found.mean is None else two_places(found.mean),
        mean_kind="nguồn nêu" if found.mean_kind is MeanKind.STATED else "",
        from_mean="–" if from_mean is None else signed(from_mean),
        best="–" if found.best is None else two_places(found.best),
        best_units=", ".join(found.best_units[:2]),
        other="" if other is None else _index_words(other),
        broken=LINK_WORDS[step.link],
        catalogue=found.catalogue,
        sources="; ".join(found.sources),
    )


def _index_words(found: GroupYear) -> str:
    if found.own.contradicting:
        return "hai nguồn khác nhau: " + "; ".join(two_places(value) for value in found.own.contradicting)
    return "–" if found.own.index is None else two_places(found.own.index)


def _chart(
    steps: Sequence[Step],
    years: Sequence[GroupYear],
    *,
    name: str,
    key: str,
    other: tuple[str, dict[int, GroupYear]],
) -> SafeString:
    if sum(found.own.index is not None for found in years) < 2:
        return SafeString()
    dots = [
        charts.Dot(
            label=str(found.year),
            value=found.own.index,
            words=_index_words(found),
            is_joined=step.link is Link.SAME,
            break_words=LINK_WORDS[step.link],
        )
        for step, found in zip(steps, years, strict=True)
    ]
    return SafeString(charts.trend(dots, title="Chỉ số qua các năm", key=key, name=name, beside=_beside(years, other)))


def _beside(years: Sequence[GroupYear], other: tuple[str, dict[int, GroupYear]]) -> list[charts.Beside]:
    name, found = other
    values = tuple(found[year.year].own.index if year.year in found else None for year in years)
    lines = [
        charts.Beside("Bình quân nhóm", "s-ink3", "f-ink3", tuple(year.mean for year in years), "5 4"),
        charts.Beside("Cao nhất nhóm", "s-c3", "f-c3", tuple(year.best for year in years), "2 4"),
        charts.Beside(name, _OTHER_STROKE, _OTHER_FILL, values, "9 3"),
    ]
    return [line for line in lines if any(value is not None for value in line.values)]
