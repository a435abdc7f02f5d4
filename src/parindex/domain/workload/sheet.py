"""From the products of a month to the points of its results, exactly; what nobody judged stays an interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from parindex.domain.text.dates import format_date
from parindex.domain.workload.model import Aspect, Line, Product, Sheet, SheetRules, Span

_NOTHING, _WHOLE = Fraction(0), Fraction(1)
NONE, ALL, UNKNOWN = Span(_NOTHING, _NOTHING), Span(_WHOLE, _WHOLE), Span(_NOTHING, _WHOLE)


def month_of(product: Product) -> tuple[int, int] | None:
    """Return the year and month in which a product counts: that of its deadline, else of its handing in, else none."""
    day = product.due_on or product.reported_on
    return (day.year, day.month) if day is not None else None


def compute_sheet(products: Iterable[Product], *, rules: SheetRules, on: date) -> Sheet:
    """Compute the sheet of one month as it stands at the end of a day."""
    lines = tuple(judge_product(product, rules=rules, on=on) for product in products)
    weight = sum((line.product.weight for line in lines), _NOTHING)
    if not lines:
        return Sheet((), weight, None, None)
    values = {aspect: _mean(lines, aspect, weight) for aspect in Aspect}
    return Sheet(lines, weight, values, _points(values, rules))


def _mean(lines: Sequence[Line], aspect: Aspect, weight: Fraction) -> Span:
    low = sum((line.product.weight * line.values[aspect].low for line in lines), _NOTHING)
    high = sum((line.product.weight * line.values[aspect].high for line in lines), _NOTHING)
    return Span(low / weight, high / weight)


def _points(values: Mapping[Aspect, Span], rules: SheetRules) -> Span:
    low = sum((rules.weights[aspect] * values[aspect].low for aspect in Aspect), _NOTHING)
    high = sum((rules.weights[aspect] * values[aspect].high for aspect in Aspect), _NOTHING)
    return Span(rules.points * low, rules.points * high)


def judge_product(product: Product, *, rules: SheetRules, on: date) -> Line:
    """Say what a product gives each aspect at the end of a day, and why."""
    if product.reported_on is None:
        return _open(product, on)
    progress, when = _progress(product, product.reported_on, rules)
    if not product.is_accepted:
        # The head may still send it back, so what it would give is the most that it can give.
        waiting = "Đã báo xong, chờ người giao đánh giá."
        return _line(product, UNKNOWN, UNKNOWN, Span(_NOTHING, progress), (when, waiting))
    if product.faults is None:
        return _line(product, ALL, UNKNOWN, Span(progress, progress), (when, "Chất lượng chưa được đánh giá."))
    quality = _after(product.faults, rules)
    reasons = (when, _faults_text(product.faults, quality))
    return _line(product, ALL, Span(quality, quality), Span(progress, progress), reasons)


def _open(product: Product, on: date) -> Line:
    if product.due_on is not None and product.due_on < on:
        return _line(product, NONE, NONE, NONE, (f"Quá hạn {format_date(product.due_on)} mà chưa báo xong.",))
    return _line(product, UNKNOWN, UNKNOWN, UNKNOWN, ("Chưa đến hạn, chưa báo xong.",))


def _progress(product: Product, reported_on: date, rules: SheetRules) -> tuple[Fraction, str]:
    day = format_date(reported_on)
    if product.due_on is None:
        return _WHOLE, f"Báo xong {day}; không có hạn nên không tính chậm."
    due = format_date(product.due_on)
    if reported_on <= product.due_on:
        return _WHOLE, f"Báo xong {day}, đúng hạn {due}."
    if product.is_excused:
        return _WHOLE, f"Báo xong {day}, sau hạn {due}; nguyên nhân khách quan đã được xác nhận nên không trừ."
    left = _after(1, rules)
    return left, f"Báo xong {day}, sau hạn {due}: chậm 1 lần, tiến độ còn {_percent(left)}."


def _after(times: int, rules: SheetRules) -> Fraction:
    return max(_NOTHING, _WHOLE - times * rules.deduction)


def _faults_text(faults: int, quality: Fraction) -> str:
    return "Đạt chất lượng." if faults == 0 else f"{faults} lỗi lớn, chất lượng còn {_percent(quality)}."


def _percent(share: Fraction) -> str:
    whole = share * 100
    return f"{whole.numerator}%" if whole.denominator == 1 else f"{whole.numerator}/{whole.denominator}%"


def _line(product: Product, quantity: Span, quality: Span, progress: Span, reasons: tuple[str, ...]) -> Line:
    values = {Aspect.QUANTITY: quantity, Aspect.QUALITY: quality, Aspect.PROGRESS: progress}
    return Line(product, values, reasons)
