"""Things that are counted, each worth or costing some points; shared by `count_points` and `deduct_per`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.scoring.rule import number
from parindex.domain.scoring.values import Answers, Input, NumberInput
from parindex.domain.scoring.wording import number_text, points_text


@dataclass(frozen=True, slots=True)
class Counted:
    """One kind of thing: points for each, altogether at most `at_most`."""

    name: str
    label: str
    each: Fraction
    at_most: Fraction | None = None

    def amount(self, count: Fraction) -> Fraction:
        """Return the points of so many."""
        total = count * self.each
        return total if self.at_most is None else min(total, self.at_most)


def inputs_of(counted: Sequence[Counted]) -> tuple[Input, ...]:
    """Return a whole number for each kind."""
    return tuple(NumberInput(kind.name, kind.label) for kind in counted)


def amount_of(counted: Sequence[Counted], answers: Answers) -> Fraction:
    """Add the points of the kinds that are known."""
    amounts = [kind.amount(number(answers, kind.name)) for kind in counted if kind.name in answers]
    return sum(amounts, Fraction(0))


def filled(counted: Sequence[Counted], answers: Answers) -> str:
    """Write each count with its points."""
    parts = []
    for kind in counted:
        count = number(answers, kind.name)
        amount = kind.amount(count)
        capped = "" if amount == count * kind.each else f", tối đa {number_text(amount)}"
        parts.append(f"{number_text(count)} {kind.label} × {number_text(kind.each)}{capped}")
    return " + ".join(parts)


def described(counted: Sequence[Counted], *, verb: str) -> str:
    """Say what each kind is worth; `verb` is "tính" or "trừ"."""
    return "; ".join(
        f"mỗi {kind.label} {verb} {points_text(kind.each)}"
        + (f" (tối đa {number_text(kind.at_most)})" if kind.at_most is not None else "")
        for kind in counted
    )


def check_counted(counted: Sequence[Counted]) -> tuple[str, ...]:
    """Find kinds named twice and points that are not positive."""
    problems = [f"{kind.label}: điểm mỗi lần phải lớn hơn 0" for kind in counted if kind.each <= 0]
    if len({kind.name for kind in counted}) < len(counted):
        problems.append("có loại được đếm hai lần")
    return tuple(problems)
