"""How many forms a survey needs, what margin a number of forms gives, and what change it can tell; all in decimals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final

_DIGITS: Final = 40

# Quantiles of the normal distribution: by confidence (two-sided) and by power (one-sided).
CONFIDENCES: Final = {
    Fraction(90, 100): Decimal("1.6448536269514722"),
    Fraction(95, 100): Decimal("1.9599639845400545"),
    Fraction(99, 100): Decimal("2.5758293035489004"),
}
POWERS: Final = {Fraction(80, 100): Decimal("0.8416212335729143"), Fraction(90, 100): Decimal("1.2815515655446004")}


class SamplingError(ValueError):
    """A question about sizes that has no answer."""

    code = "survey_sampling"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for a person."""
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is expected before anyone answers.

    `share` is the expected index between 0 and 1, `design_effect` how much clusters widen the variance (1: simple
    random), `population` how many people there are, None when it is large.
    """

    share: Fraction = Fraction(1, 2)
    confidence: Fraction = Fraction(95, 100)
    design_effect: Fraction = Fraction(1)
    population: int | None = None

    @property
    def spread(self) -> Fraction:
        """Return the variance of one answer with the design effect."""
        return self.share * (1 - self.share) * self.design_effect


def usual_size(population: int, *, error: Fraction) -> int:
    """Return n = N / (1 + N e^2), rounded up (CV 1159/BNV-CCHC 10/4/2014, excerpt); `error` between 0 and 1."""
    if population < 1 or not 0 < error < 1:
        raise SamplingError("Cần số người từ 1 trở lên và sai số giữa 0 và 1.")
    size = Fraction(population) / (1 + population * error**2)
    return _up(size)


def size_for_margin(margin: Fraction, assumptions: Assumptions) -> int:
    """Return the forms needed for half an interval of `margin` (between 0 and 1), rounded up, at most everyone.

    n = z^2 p (1 - p) deff / e^2, and n / (1 + (n - 1) / N) of a finite population (Cochran 1977, 4.4).
    """
    if not 0 < margin < 1:
        raise SamplingError("Sai số mong muốn phải giữa 0 và 100 điểm phần trăm.")
    _check(assumptions)
    z = Fraction(CONFIDENCES[assumptions.confidence])
    size = z**2 * assumptions.spread / margin**2
    if assumptions.population is not None:
        size = min(Fraction(assumptions.population), size / (1 + (size - 1) / assumptions.population))
    return max(1, _up(size))


def margin_of(forms: int, assumptions: Assumptions) -> Decimal:
    """Return half the interval that a number of forms gives, between 0 and 1."""
    _check(assumptions)
    _check_forms(forms, assumptions)
    return CONFIDENCES[assumptions.confidence] * _root(assumptions.spread / forms * _unsampled(forms, assumptions))


def detectable_change(
    before: int, now: int, assumptions: Assumptions, *, power: Fraction = Fraction(80, 100)
) -> Decimal:
    """Return the smallest change between two years that the samples tell with this power, between 0 and 1.

    (z of the confidence + z of the power) times the root of the two variances together (Cochran 1977, 4.6).
    """
    _check(assumptions)
    if power not in POWERS:
        raise SamplingError("Lực kiểm định chỉ nhận 0.80 hoặc 0.90.")
    for forms in (before, now):
        _check_forms(forms, assumptions)
    variance = sum(
        (assumptions.spread / forms * _unsampled(forms, assumptions) for forms in (before, now)), Fraction(0)
    )
    return (CONFIDENCES[assumptions.confidence] + POWERS[power]) * _root(variance)


def _unsampled(forms: int, assumptions: Assumptions) -> Fraction:
    if assumptions.population is None or assumptions.population == 1:
        return Fraction(1) if assumptions.population is None else Fraction(0)
    return Fraction(assumptions.population - forms, assumptions.population - 1)


def _check(assumptions: Assumptions) -> None:
    if assumptions.confidence not in CONFIDENCES:
        raise SamplingError("Độ tin cậy chỉ nhận 0.90, 0.95 hoặc 0.99.")
    if not 0 < assumptions.share < 1:
        raise SamplingError("Tỷ lệ dự kiến phải lớn hơn 0 và nhỏ hơn 100%.")
    if assumptions.design_effect <= 0:
        raise SamplingError("Hệ số thiết kế phải lớn hơn 0.")
    if assumptions.population is not None and assumptions.population < 1:
        raise SamplingError("Cần số người từ 1 trở lên.")


def _check_forms(forms: int, assumptions: Assumptions) -> None:
    if forms < 1:
        raise SamplingError("Cần ít nhất một phiếu.")
    if assumptions.population is not None and forms > assumptions.population:
        raise SamplingError("Số phiếu lớn hơn số người.")


def _up(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _root(value: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = _DIGITS
        return (Decimal(value.numerator) / Decimal(value.denominator)).sqrt()
