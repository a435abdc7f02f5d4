"""The only place where points are rounded: once for each item, to an integer of the catalogue's scale."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Mode(StrEnum):
    """What happens to the digits that are cut."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


_MODE_TEXTS = {
    Mode.HALF_UP: "nửa đơn vị làm tròn lên",
    Mode.HALF_EVEN: "nửa đơn vị làm tròn về số chẵn",
    Mode.DOWN: "bỏ phần thừa",
}


@dataclass(frozen=True, slots=True)
class Rounding:
    """A rule of rounding, which is data of the catalogue."""

    decimals: int = 4
    mode: Mode = Mode.HALF_UP

    @property
    def scale(self) -> int:
        """How many units of the rounded integer make one point."""
        return int(10**self.decimals)

    def units(self, value: Fraction) -> int:
        """Round points to units of the scale; halves of negative values go away from zero, `down` goes to zero."""
        # Whole numbers all the way: the arithmetic of fractions looks for common divisors at every step.
        numerator, denominator = value.numerator, value.denominator
        whole, rest = divmod(abs(numerator) * self.scale, denominator)
        twice = 2 * rest
        if self.mode is Mode.HALF_UP:
            whole += twice >= denominator
        elif self.mode is Mode.HALF_EVEN:
            whole += twice > denominator or (twice == denominator and whole % 2 == 1)
        return -whole if numerator < 0 else whole

    def describe(self) -> str:
        """Say the rule in Vietnamese."""
        return f"{self.decimals} chữ số thập phân, {_MODE_TEXTS[self.mode]}"
