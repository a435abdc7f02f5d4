"""What registers tell criteria: every indicator of every register, for units of any level."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction

from parindex.apps.base.indicators import Behind, Offer, Rows, Tallies, Tally, query_of
from parindex.apps.registers import books
from parindex.apps.registers.figures import SEPARATOR, tallies_of_all
from parindex.domain.calendar.periods import Period
from parindex.domain.registers.describing import describe
from parindex.domain.registers.indicators import Tally as Counted
from parindex.domain.registers.model import Indicator, Register


class Registers:
    """All registers of this site. A name is `register.indicator`, for example `giai-ngan.ty_le_giai_ngan`."""

    label = "Sổ theo dõi"

    def offers(self) -> Sequence[Offer]:
        """Return every indicator of every register."""
        return [_offer(register, one) for register in books.registers().values() for one in register.indicators]

    def tally(self, *, names: Collection[str], unit_ids: Collection[int], period: Period, today: date) -> Tallies:
        """Count in four queries; a unit without any entry of a register is not in the result.

        Entries with something unknown are in neither number. A sum with an unknown amount is None.
        """
        found = tallies_of_all(addresses=names, period=period, today=today, unit_ids=unit_ids)
        last = min(period.last_day, today)
        indicators = {name: books.register(name.partition(SEPARATOR)[0]).indicator_by_code for name in names}
        return {
            (unit, name): _tally(indicators[name][name.partition(SEPARATOR)[2]], counted, as_of=last)
            for (unit, name), counted in found.items()
        }

    def rows(self, behind: Behind) -> Rows:
        """Lead to the page of an indicator that says of each entry what it adds."""
        register_id, _, code = behind.name.partition(SEPARATOR)
        days = {name: day for name, day in query_of(behind).items() if name in ("tu", "den")}
        return Rows("register-rows", (register_id, code, behind.unit_id), days)


def _offer(register: Register, indicator: Indicator) -> Offer:
    words = describe(register, indicator)
    return Offer(
        name=f"{register.id}{SEPARATOR}{indicator.code}",
        label=f"{indicator.name} ({register.name})",
        numerator=words.above,
        denominator=words.below,
        failing="" if indicator.below is None or indicator.below.sum else "dòng chưa đạt",
        certainty=indicator.status.value,
        citation=indicator.source,
    )


def _tally(indicator: Indicator, counted: Counted, *, as_of: date) -> Tally:
    unknown = counted.doubtful_above + counted.doubtful_below
    has_sum = bool(indicator.above.sum or (indicator.below is not None and indicator.below.sum))
    if has_sum and unknown:
        return Tally(None, None, as_of, unknown)
    # An entry that is known to count below but not above is in neither number, as the contract of rooms says.
    below = None if indicator.below is None else _whole(counted.below) - (0 if has_sum else counted.doubtful_above)
    return Tally(_whole(counted.above), below, as_of, unknown)


def _whole(amount: Fraction) -> int:
    """Return an exact integer; a sum of decimals that is none is cut, never rounded up."""
    return amount.numerator // amount.denominator
