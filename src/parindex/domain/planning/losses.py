"""The losses of a published result as a draft plan, in the three groups that such plans have.

The groups are those of signed plans (plan 004: II.1 khắc phục, II.2 SIPAS, II.3 duy trì). What nobody knows yet
(actions, who leads, until when) is left out, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.planning.model import Citation, Item, Part, Section
from parindex.domain.scoring.wording import number_text
from parindex.domain.text.dates import parse_date

MISSING_NAME = "chưa rõ tên"


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What one item of the lowest level got; `points` is None while it is not known.

    For a penalty, `points` are those that were taken from the total.
    """

    code: str
    name: str
    points: Fraction | None
    maximum: Fraction
    is_sipas: bool = False
    is_penalty: bool = False

    @property
    def lost(self) -> Fraction | None:
        """Return the points that were not reached."""
        if self.points is None or self.is_penalty:
            return self.points
        return self.maximum - self.points


@dataclass(frozen=True, slots=True)
class ResultSource:
    """Where the points come from: the unit, the year that was measured, the decision that published it."""

    unit_name: str
    year: int
    decision_number: str
    decision_on: str
    issuer: str


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """An item of the draft, the points that it is proposed for, and whether these are not known."""

    item: Item
    points: str
    is_unknown: bool = False


def propose_items(source: ResultSource, items: Sequence[ItemResult]) -> tuple[ProposedItem, ...]:
    """Return the items of a draft: those that lose most first, surveys, what is kept; unknown points last of the first.

    Items lose most first in the first group; the others keep the order of the catalogue.
    """
    lost = sorted((item for item in items if item.lost and not item.is_sipas), key=lambda item: -(item.lost or 0))
    unknown = [item for item in items if item.points is None]
    sipas = [item for item in items if item.is_sipas and item.points is not None]
    kept = [item for item in items if item.lost == 0 and not item.is_sipas]
    proposed: list[ProposedItem] = []
    groups = ((Section.FIX, [*lost, *unknown]), (Section.SIPAS, sipas), (Section.MAINTAIN, kept))
    number = 0
    for section, members in groups:
        number += bool(members)
        proposed += [
            _propose(item, section, number=f"{number}.{nth}", source=source)
            for nth, item in enumerate(members, start=1)
        ]
    return tuple(proposed)


def ground_of(source: ResultSource) -> Citation:
    """Return the decision that published the result, as a ground of the plan."""
    text = (
        f"Quyết định số {source.decision_number} ngày {source.decision_on} của {source.issuer} về công bố kết quả "
        f"Chỉ số cải cách hành chính năm {source.year}"
    )
    return Citation("Quyết định", source.decision_number, parse_date(source.decision_on), source.issuer, text, True)


def _propose(item: ItemResult, section: Section, *, number: str, source: ResultSource) -> ProposedItem:
    found = Item(
        key=f"body/{number}",
        part=Part.BODY,
        section=section,
        number=number,
        names=(item.name or MISSING_NAME,),
        code=_code(item),
        limitations=(f"Năm {source.year} {_loss(item)}.",) if item.lost else (),
        target_text=_goal(item, year=source.year),
    )
    points = "chưa rõ điểm" if item.points is None else _reached(item)
    return ProposedItem(found, points, is_unknown=item.points is None)


def _loss(item: ItemResult) -> str:
    if item.is_penalty:
        return f"bị trừ {_points(item.points)} điểm"
    return f"{_reached(item)}, mất {_points(item.lost)} điểm"


def _reached(item: ItemResult) -> str:
    if item.is_penalty:
        return f"bị trừ {_points(item.points)} điểm" if item.points else "không bị trừ điểm"
    return f"đạt {_points(item.points)}/{_points(item.maximum)} điểm"


def _goal(item: ItemResult, *, year: int) -> str | None:
    """Return what is to be reached; a survey answers for itself, so only not less than before is asked of it."""
    if item.points is None:
        return None
    if not item.lost:
        goal = "không bị trừ điểm" if item.is_penalty else f"đạt {_points(item.maximum)} điểm"
        return f"Tiếp tục {goal} như năm {year}."
    if item.is_penalty:
        return "Không bị trừ điểm."
    return f"Từ {_points(item.points)} điểm trở lên." if item.is_sipas else f"Đạt {_points(item.maximum)} điểm."


def _code(item: ItemResult) -> str | None:
    """Return the code as signed plans write it ("3.4.1"); a code of another form would be read as part of the name."""
    return item.code if "." in item.code and item.code.replace(".", "").isdecimal() else None


def _points(value: Fraction | None) -> str:
    return number_text(value or Fraction(0))
