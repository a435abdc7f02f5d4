"""Rankings and results of units in words and bars; every figure comes from the published rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from parindex.charts import bars
from parindex.charts import trend as charts
from parindex.domain.assessment.trend import Link, Place, Step, YearResult, next_rank, trend
from parindex.domain.scoring.catalogue import Effect
from parindex.domain.scoring.wording import number_text
from parindex.domain.text.numerals import format_decimal

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Result
    from parindex.documents.bundle.content import GroupResult

_MINUS = "\u2212"
LINK_WORDS = {
    Link.CHANGED: "đổi bộ tiêu chí",
    Link.UNKNOWN: "chưa rõ có cùng bộ tiêu chí",
    Link.FIRST: "",
    Link.SAME: "",
}
STATUS_WORDS = {"unknown": "chưa biết", "not_applicable": "không áp dụng", "no_rule": "chưa rõ quy tắc"}


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of a ranking."""

    pk: int | None
    rank: str
    name: str
    index: str
    points: str
    grade: str
    bar: SafeString


@dataclass(frozen=True, slots=True)
class Table:
    """One group: its units by rank and a sentence on its first."""

    name: str
    key: str
    sentence: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of a unit's result beside the mean of its group."""

    code: str
    name: str
    depth: int
    points: str
    maximum: str
    lost: str
    mean: str
    sentence: str
    bar: SafeString
    is_lost: bool
    is_penalty: bool


@dataclass(frozen=True, slots=True)
class UnitPicture:
    """The result of one unit: fields, losses, years, distance."""

    index: str
    points: str
    maximum: str
    lead: str
    change: str
    change_kind: str
    fields: tuple[ItemLine, ...]
    losses: tuple[ItemLine, ...]
    kept_count: int
    unknown: tuple[ItemLine, ...]
    chart: SafeString
    years: tuple[Step, ...]


def tables(results: Sequence[Result]) -> tuple[Table, ...]:
    """Return the ranking of each group; results come by group and rank."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.group].append(result)
    return tuple(_table(name, key=f"nhom-{at}", rows=rows) for at, (name, rows) in enumerate(groups.items(), start=1))


def _table(name: str, *, key: str, rows: Sequence[Result]) -> Table:
    firsts = [row for row in rows if row.rank == 1]
    sentence = ""
    if firsts:
        named = ", ".join(row.unit_name for row in firsts[:3])
        verb = "cùng đứng đầu" if len(firsts) > 1 else "đứng đầu"
        sentence = f"{named} {verb} {firsts[0].rank_of} đơn vị nhóm {name} với chỉ số {percent(firsts[0].index)}."
    return Table(name, key, sentence, tuple(_line(row) for row in rows))


def _line(row: Result) -> Line:
    return Line(
        pk=row.pk,
        rank=str(row.rank) if row.rank else "–",
        name=row.unit_name,
        index=percent(row.index),
        points=f"{plain(row.points)} / {plain(row.maximum)}",
        grade=row.grade,
        bar=_bar(_fraction(row.index), Fraction(100), label=row.unit_name),
    )


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One imported row; `score` is written as its source printed it, without needless zeros."""

    year: int
    index_name: str
    field: str
    unit_name: str
    score: str
    rank: str
    source: str
    note: str


def history(rows: Iterable[Result]) -> tuple[HistoryLine, ...]:
    """Return imported rows as lines."""
    return tuple(
        HistoryLine(
            year=row.year,
            index_name=row.index_name,
            field=row.field,
            unit_name=row.unit_name,
            score=plain(row.index),
            rank=f"{row.rank or '–'}{f' / {row.rank_of}' if row.rank_of else ''}",
            source=row.source,
            note=row.note,
        )
        for row in rows
    )


def preview_tables(results: Iterable[GroupResult]) -> tuple[Table, ...]:
    """Return the ranking that publication would give, as it stands now."""
    return tuple(_preview(result, key=f"nhom-{at}") for at, result in enumerate(results, start=1))


def _preview(result: GroupResult, *, key: str) -> Table:
    rows = sorted(
        zip(result.units, result.sheets, result.standings, strict=True),
        key=lambda row: (row[2].rank is None, row[2].rank or 0, row[0].name),
    )
    lines = tuple(
        Line(
            pk=None,
            rank=str(standing.rank) if standing.rank else "–",
            name=unit.name,
            index="–" if sheet.total.index is None else two_places(sheet.total.index),
            points=f"{_units(sheet.total.points, sheet.scale)} / {_units(sheet.total.maximum, sheet.scale)}",
            grade=standing.grade or "",
            bar=_bar(sheet.total.index, Fraction(100), label=unit.name),
        )
        for unit, sheet, standing in rows
    )
    return Table(result.group, key, result.catalogue.ranking.describe(), lines)


def picture(result: Result, *, group: Sequence[Result], years: Sequence[Result]) -> UnitPicture:
    """Return one unit's result; `group` are all of its group with their items, `years` its own years."""
    lines = _items(result, means=_means(group))
    leaves = [line for line, is_leaf in lines if is_leaf]
    steps = trend([_year(row) for row in years])
    this = next((step for step in steps if step.result.year == result.year), None)
    return UnitPicture(
        index=percent(result.index),
        points=plain(result.points),
        maximum=plain(result.maximum),
        lead=_lead(result, group),
        change=_change(this),
        change_kind="" if this is None or not this.index_change else "up" if this.index_change > 0 else "down",
        fields=tuple(line for line, _ in lines if line.depth == 0),
        losses=tuple(sorted((line for line in leaves if line.is_lost), key=_by_loss)),
        kept_count=sum(line.lost == "0" for line in leaves),
        unknown=tuple(line for line in leaves if not line.lost),
        chart=_chart(steps, key=f"nam-{result.pk}"),
        years=steps,
    )


def _by_loss(line: ItemLine) -> tuple[Decimal, str]:
    return (-Decimal(line.lost.replace(".", "").replace(",", ".")), line.code)


def _items(result: Result, *, means: Mapping[str, Fraction]) -> list[tuple[ItemLine, bool]]:
    rows = result.items
    return [
        (_item(row, mean=means.get(row["code"])), following is None or following["depth"] <= row["depth"])
        for row, following in zip(rows, [*rows[1:], None], strict=True)
    ]


def _item(row: Mapping[str, Any], *, mean: Fraction | None) -> ItemLine:
    points = None if row["points"] is None else Fraction(row["points"])
    maximum = None if row["maximum"] is None else Fraction(row["maximum"])
    lost = _lost(row["effect"], points, maximum)
    return ItemLine(
        code=row["code"],
        name=row["name"] or "(chưa rõ tên)",
        depth=row["depth"],
        points=STATUS_WORDS.get(row["status"], "") if points is None else number_text(points),
        maximum="không rõ" if maximum is None else number_text(maximum),
        lost="" if lost is None else number_text(lost),
        mean="–" if mean is None else two_places(mean),
        sentence=row["sentence"],
        bar=_bar(points, maximum or Fraction(1), label=f"{row['code']} {row['name'] or ''}"),
        is_lost=bool(lost and lost > 0),
        is_penalty=row["effect"] == Effect.PENALTY,
    )


def _lost(effect: str, points: Fraction | None, maximum: Fraction | None) -> Fraction | None:
    """Return what the total is short of: a penalty takes its points, a bonus that was not earned takes nothing."""
    if points is None or maximum is None:
        return None
    return {Effect.PENALTY.value: points, Effect.BONUS.value: Fraction(0)}.get(effect, maximum - points)


def _means(group: Iterable[Result]) -> dict[str, Fraction]:
    """Return the mean points of each item over the units that have points there."""
    found: dict[str, list[Fraction]] = defaultdict(list)
    for result in group:
        for row in result.items:
            if row["points"] is not None:
                found[row["code"]].append(Fraction(row["points"]))
    return {code: sum(points, Fraction(0)) / len(points) for code, points in found.items()}


def _lead(result: Result, group: Sequence[Result]) -> str:
    if result.rank is None:
        return f"{result.unit_name} chưa có hạng: còn mục chưa rõ điểm."
    lead = f"{result.unit_name} xếp hạng {result.rank} trong {result.rank_of} đơn vị nhóm {result.group}."
    places = [place for row in group if (place := _place(row)) is not None]
    own = next((place for place in places if place.unit == result.unit_name), None)
    above = next_rank(own, places) if own else None
    if above is None:
        return lead
    return f"{lead} Thêm {number_text(above.points)} điểm thì ngang {above.unit}, hạng {above.rank}."


def _place(row: Result) -> Place | None:
    if row.rank is None or row.points is None or not row.maximum:
        return None
    return Place(row.unit_name, Fraction(row.points), Fraction(row.maximum), row.rank)


def _year(row: Result) -> YearResult:
    return YearResult(row.year, _fraction(row.index), row.rank, row.rank_of, row.catalogue_id)


def _change(step: Step | None) -> str:
    if step is None or step.link is Link.FIRST:
        return "Chưa có năm trước để so."
    if step.link is not Link.SAME or step.index_change is None:
        return f"Không so với năm trước: {LINK_WORDS.get(step.link) or 'thiếu số liệu'}."
    rose = f", {'tăng' if step.rank_change > 0 else 'giảm'} {abs(step.rank_change)} bậc" if step.rank_change else ""
    return f"{signed(step.index_change)} điểm phần trăm so với năm trước{rose}."


def _chart(steps: Sequence[Step], *, key: str) -> SafeString:
    dots = [
        charts.Dot(
            label=str(step.result.year),
            value=step.result.index,
            words=two_places(step.result.index),
            is_joined=step.link is Link.SAME,
            break_words=LINK_WORDS[step.link],
        )
        for step in steps
        if step.result.index is not None
    ]
    if len(dots) < 2:
        return SafeString()
    return SafeString(charts.trend(dots, title="Chỉ số qua các năm", key=key))


def _bar(value: Fraction | None, most: Fraction, *, label: str) -> SafeString:
    """Return a bar of `value` out of `most`, in hundredths of it."""
    share = 0 if value is None or most <= 0 else max(0, min(int(100 * value / most), 100))
    drawn = bars.bar_parts(bars.Bar(label, (bars.Part(share, "%", "f-c1"),)), longest=100)
    return SafeString(drawn)


def percent(value: Decimal | None) -> str:
    """Write an index with two decimals; a dash while it is not known."""
    return "–" if value is None else two_places(Fraction(value))


def two_places(value: Fraction) -> str:
    """Write a number with two decimals, cut rather than rounded, so that 79,996 is never shown as 80."""
    cut = int(abs(value) * 100)
    text = format_decimal(Decimal(cut) / 100, places=2)
    return f"{_MINUS}{text}" if value < 0 and cut else text


def signed(value: Fraction) -> str:
    """Write a change with its sign."""
    return f"+{two_places(value)}" if value > 0 else two_places(value)


def plain(value: Decimal | None) -> str:
    """Write points without needless zeros; a dash while they are not known."""
    return "–" if value is None else number_text(Fraction(value))


def _units(units: int | None, scale: int) -> str:
    return "–" if units is None else number_text(Fraction(units, scale))


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
