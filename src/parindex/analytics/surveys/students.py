"""Quantiles of Student's t distribution, as accurate as double precision allows."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

_TINY = 1e-300
_PRECISION = 1e-16
_MOST_TERMS = 2000


@lru_cache(maxsize=4096)
def quantile(probability: float, degrees: float) -> float:
    """Return t with P(T <= t) = `probability` for that many degrees of freedom, which may be infinite or broken.

    Abramowitz and Stegun 26.7.1: the tails of t are the incomplete beta function of degrees / (degrees + t^2).
    """
    if not 0 < probability < 1 or not degrees > 0:
        raise ValueError("a probability between 0 and 1 and degrees above 0 are needed")
    if math.isinf(degrees):
        return NormalDist().inv_cdf(probability)
    if probability < 0.5:
        return -quantile(1 - probability, degrees)
    tail = 1 - probability
    low, high = 0.0, 1.0
    while _tail(high, degrees) > tail:
        low, high = high, high * 2
    while high - low > 4e-16 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if _tail(middle, degrees) > tail else (low, middle)
    return (low + high) / 2


def _tail(t: float, degrees: float) -> float:
    """Return P(T > t) for t >= 0."""
    return _beta(degrees / 2, 0.5, t * t, degrees) / 2


def _beta(a: float, b: float, square: float, degrees: float) -> float:
    """Return the regularised incomplete beta function at x = degrees / (degrees + square)."""
    x, rest = degrees / (degrees + square), square / (degrees + square)
    if rest == 0:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) - a * math.log1p(square / degrees) + b * math.log(rest)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, rest) / b


def _fraction(a: float, b: float, x: float) -> float:
    """Evaluate the continued fraction of the incomplete beta function by Lentz's way."""
    c, d = 1.0, _inverse(1 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, _MOST_TERMS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = _inverse(1 + term * d)
            c = 1 + term / c or _TINY
            result *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return result


def _inverse(value: float) -> float:
    return 1 / (value or _TINY)
