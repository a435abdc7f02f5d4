"""Figures that rooms count from their rows, for criteria and reports to read: one shape for every room.

The rooms that can be asked are listed in settings (`PARINDEX_SUPPLIERS`: id -> dotted class), so a criterion names an
indicator as `<supplier>:<name>` and knows nothing of the room behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from parindex.domain.calendar.earlier import earlier_name, earlier_year, is_earlier
from parindex.domain.calendar.periods import Period

EARLIER: Final = "@"
"""Between the address of an indicator and the word of an earlier year."""


class UnknownIndicator(LookupError):
    """Raised for an indicator that no room of this site counts."""

    code = "indicator_unknown"


@dataclass(frozen=True, slots=True)
class Offer:
    """An indicator that a room can count, in the words that people read.

    `numerator` and `denominator` say what is counted; a blank denominator means a plain count. `failing` names one
    that is in the denominator and not in the numerator ("hồ sơ trễ hạn"), blank when there is no such thing.
    `certainty` is `verified`, `secondary`, `assumed` or `unverified`, as in the definition that says how to count.
    """

    name: str
    label: str
    numerator: str
    denominator: str = ""
    failing: str = ""
    certainty: str = "unverified"
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted for one unit: exact integers (dong for money); None while the room cannot know.

    `denominator` is 0 when nothing arose and None for a plain count. `as_of` is the last day that the rows tell of.
    `unknown` counts rows that could not be judged for want of a value: they are in neither number.
    """

    numerator: int | None
    denominator: int | None
    as_of: date
    unknown: int = 0


Tallies = Mapping[tuple[int, str], Tally]
"""Tallies by unit id and name of the indicator; what a room holds no rows for at all is not in it."""


class Half(StrEnum):
    """Which of the entries behind a figure: all that were looked at, those that passed, those that did not."""

    ALL = "tat-ca"
    PASSED = "dat"
    FAILED = "chua-dat"


@dataclass(frozen=True, slots=True)
class Behind:
    """The entries that stand in a figure: of which indicator, whose, of which days, as known on a day."""

    name: str
    unit_id: int
    period: Period
    today: date
    half: Half = Half.ALL


@dataclass(frozen=True, slots=True)
class Rows:
    """The page that lists the entries behind a figure: its name among the addresses, its arguments and its query."""

    page: str
    args: tuple[str | int, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)


def query_of(behind: Behind) -> dict[str, str]:
    """Return the words in which the address of a list names what stands in a figure; the last day is included."""
    return {
        "chi-so": behind.name,
        "cua": str(behind.unit_id),
        "tu": behind.period.start.isoformat(),
        "den": behind.period.last_day.isoformat(),
    }


class Supplier(Protocol):
    """A room that counts. Reads are constant in queries, however many units are asked for."""

    label: str

    def offers(self) -> Sequence[Offer]:
        """Return every indicator that the room can count."""

    def tally(self, *, names: Collection[str], unit_ids: Collection[int], period: Period, today: date) -> Tallies:
        """Count indicators for units over a half-open period, as known today.

        A unit's figures count what its own level answers for; the words of the offer say when units below count too.
        """

    def rows(self, behind: Behind) -> Rows | None:
        """Return the page that lists exactly the entries that `tally` counted; None when there is no such page.

        The page shows them to whoever may see them: a person of fewer rights sees fewer.
        """


def suppliers() -> dict[str, Supplier]:
    """Return the rooms that count, by id, in the order of the settings."""
    listed: Mapping[str, str] = settings.PARINDEX_SUPPLIERS
    return {name: _made(path) for name, path in listed.items()}


@cache
def _made(path: str) -> Supplier:
    made: Supplier = import_string(path)()
    return made


def list_offers() -> dict[str, Offer]:
    """Return every indicator by address (`<supplier>:<name>`)."""
    return {f"{key}:{offer.name}": offer for key, room in suppliers().items() for offer in room.offers()}


def split_address(address: str) -> tuple[str, str]:
    """Return an address without the earlier year that it asks for, and that year as a word; blank for none."""
    base, _, earlier = address.partition(EARLIER)
    return base, earlier


def offers_of(addresses: Collection[str]) -> dict[str, Offer]:
    """Return the indicators of some addresses, those of an earlier year with its name; unknown ones are left out."""
    known = list_offers()
    found = {}
    for address in addresses:
        base, earlier = split_address(address)
        if base in known and (not earlier or is_earlier(earlier)):
            offer = known[base]
            found[address] = replace(offer, label=f"{offer.label}, {earlier_name(earlier)}") if earlier else offer
    return found


def rows_of(address: str, behind: Behind) -> Rows | None:
    """Return the page of the entries behind an indicator named by its address; None when there is none.

    Raises `UnknownIndicator` for an address that no room of this site counts.
    """
    base, earlier = split_address(address)
    room, _, name = base.partition(":")
    found = suppliers().get(room)
    if found is None or address not in offers_of([address]):
        raise UnknownIndicator(f"Không phòng nào đếm chỉ số “{address}”.")
    period = earlier_year(earlier, of=behind.period) if earlier else behind.period
    return found.rows(replace(behind, name=name, period=period))


def tally(
    *, addresses: Collection[str], unit_ids: Collection[int], period: Period, today: date
) -> dict[tuple[int, str], Tally]:
    """Count indicators by address, asking each room once for each year; keys are the unit id and the address.

    `<supplier>:<name>@previous_year` (or `@2021`) counts that whole year instead; a year of which the room knows
    nothing is not in the result, for nobody can say that it was 0; one whose rows cannot be judged has no numbers.
    Raises `UnknownIndicator` for an address whose room is not listed.
    """
    asked: dict[tuple[str, str], set[str]] = {}
    for address in addresses:
        base, earlier = split_address(address)
        key, _, name = base.partition(":")
        asked.setdefault((key, earlier), set()).add(name)
    rooms = suppliers()
    if missing := {key for key, _ in asked} - set(rooms):
        raise UnknownIndicator(f"Không có nguồn số liệu “{min(missing)}” trong PARINDEX_SUPPLIERS.")
    found: dict[tuple[int, str], Tally] = {}
    for (key, earlier), wanted in asked.items():
        span = earlier_year(earlier, of=period) if earlier else period
        told = rooms[key].tally(names=wanted, unit_ids=unit_ids, period=span, today=today)
        ending = f"{EARLIER}{earlier}" if earlier else ""
        for (unit_id, name), one in told.items():
            if not earlier or one.numerator or one.denominator:
                found[unit_id, f"{key}:{name}{ending}"] = one
            elif one.unknown:
                found[unit_id, f"{key}:{name}{ending}"] = replace(one, numerator=None, denominator=None)
    return found
