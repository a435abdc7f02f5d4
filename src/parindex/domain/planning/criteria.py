"""Criteria in headings: codes ("TCTP 3.2.1") and names."""

from __future__ import annotations

from dataclasses import dataclass

from parindex.domain.planning.model import CriterionLevel


@dataclass(frozen=True, slots=True)
class CriterionCode:
    """A criterion's code as "TCTP 3.2.1" and its level, with the half-open character range it was read from."""

    code: str
    level: CriterionLevel
    start: int
    end: int


def read_code(text: str) -> CriterionCode | None:
    """Read the first criterion code of a text ("TCTP3.2.1", "Tiêu chí thành phần 3.2.1"); None when it has none."""
    raise NotImplementedError(text)


def read_level(heading: str) -> CriterionLevel | None:
    """Read whether a heading speaks of a TC or a TCTP; None when it says neither."""
    raise NotImplementedError(heading)


def split_names(heading: str) -> tuple[str, ...]:
    """Split a heading into the names of its criteria, without number, label, code and quotes."""
    raise NotImplementedError(heading)
