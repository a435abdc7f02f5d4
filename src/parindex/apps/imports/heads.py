"""The head of a plan that a unit is about to write: what is known of it before anybody typed a word."""

from __future__ import annotations

from parindex.apps.orgs.models import Unit, UnitKind
from parindex.domain import units
from parindex.domain.planning.model import Citation, PlanDocument, UnitLevel

_LEVELS = {
    UnitKind.PROVINCE: UnitLevel.PROVINCE,
    UnitKind.DEPARTMENT: UnitLevel.DEPARTMENT,
    UnitKind.DISTRICT: UnitLevel.DISTRICT,
    UnitKind.COMMUNE: UnitLevel.COMMUNE,
}


def head_of(unit: Unit, *, year: int, grounds: tuple[Citation, ...] = ()) -> PlanDocument:
    """Return the head of the plan of a unit for a year, without number, date and signer."""
    level = _LEVELS.get(UnitKind(unit.kind))
    return PlanDocument(
        doc=f"Kế hoạch năm {year}",
        sha256="",
        kind="Kế hoạch",
        title="Khắc phục tồn tại, hạn chế và cải thiện, nâng cao Chỉ số cải cách hành chính của "
        f"{units.name_within(unit.name)} năm {year}",
        issuer=issuer_of(unit),
        parent=issuer_of(unit.parent) if unit.parent else None,
        unit_level=level,
        plan_year=year,
        citations=grounds,
    )


def issuer_of(unit: Unit) -> str:
    """Return the agency that signs for a unit: the people's committee of an area, any other unit itself."""
    return units.issuer_of(unit.name, kind=unit.kind)
