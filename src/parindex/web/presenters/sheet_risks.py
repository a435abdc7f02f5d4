"""The items of a sheet with points at risk, by reason, before it is submitted."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.assessment.risk import RISK_NAMES, RiskKind
from parindex.domain.scoring.wording import points_text
from parindex.web.presenters.points import points_cell
from parindex.web.presenters.sheets import Form


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One item with points at risk, with the way to its row."""

    code: str
    anchor: str
    name: str
    points: str


@dataclass(frozen=True, slots=True)
class RiskGroup:
    """The items at risk for one reason."""

    name: str
    points: str
    lines: tuple[RiskLine, ...]


def risk_groups(shown: Form) -> tuple[RiskGroup, ...]:
    """Return the risks by reason, the gravest first."""
    groups, readiness = [], shown.readiness
    for kind in RiskKind:
        risks = [risk for risk in readiness.risks if risk.kind is kind]
        if risks:
            units = sum(risk.units for risk in risks)
            lines = tuple(
                RiskLine(
                    code=risk.item_code,
                    anchor=shown.rows[risk.item_code].anchor,
                    name=shown.rows[risk.item_code].name,
                    points=points_cell(Fraction(risk.units, readiness.scale)),
                )
                for risk in risks
            )
            groups.append(RiskGroup(RISK_NAMES[kind], points_text(Fraction(units, readiness.scale)), lines))
    return tuple(groups)
