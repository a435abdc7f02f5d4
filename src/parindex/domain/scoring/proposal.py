"""A catalogue as read from an annex: nothing in it holds until a person has confirmed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from parindex.domain.scoring.catalogue import Channel, Effect, Level
from parindex.domain.scoring.reading.proposal import Certainty, RuleData


class Severity(StrEnum):
    """An error must be settled before the catalogue can be used; a warning wants a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Where:
    """Where something stands in the file, counted from 1 except `block`, `row`, `col`; None where there is no such."""

    page: int | None = None
    sheet: str | None = None
    line: int | None = None
    block: int | None = None
    row: int | None = None
    col: int | None = None

    def describe(self) -> str:
        """Say the place in Vietnamese, as a person finds it in the file."""
        parts = (
            f"trang tính {self.sheet}" if self.sheet else "",
            f"trang {self.page}" if self.page else "",
            f"dòng {self.line}" if self.line else "",
            f"hàng {self.row + 1} của bảng" if self.row is not None and not self.line else "",
        )
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """One item as read: `printed` is the marker in the file, `code` what the catalogue calls it.

    `rule` has the shape of the catalogue's YAML, None when nothing could be proposed; `words` is the text it rests on,
    `reason` what was inferred or why there is none.
    """

    code: str
    parent_code: str
    depth: int
    printed: str
    name: str
    max_points: Fraction | None
    rule: RuleData | None = None
    certainty: Certainty = Certainty.NONE
    words: str = ""
    reason: str = ""
    channel: Channel | None = None
    effect: Effect = Effect.NORMAL
    evidence: tuple[str, ...] = ()
    note: str = ""
    place: Where = field(default_factory=Where)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at; `item_code` is empty for the whole annex."""

    code: str
    severity: Severity
    item_code: str
    message: str
    place: Where = field(default_factory=Where)


@dataclass(frozen=True, slots=True)
class ProposedHead:
    """What the file says of itself; what it does not say stays None. `date_` is an ISO date."""

    level: Level
    year: int
    title: str | None = None
    number: str | None = None
    date_: str | None = None
    issuer: str | None = None
    total_points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class CatalogueProposal:
    """Everything read from one annex, items in reading order with their depth."""

    source: str
    sha256: str
    head: ProposedHead
    items: tuple[ProposedItem, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def is_consistent(self) -> bool:
        """Tell whether nothing has to be settled before the catalogue can be used."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)

    def leaves(self) -> Iterator[ProposedItem]:
        """Yield the items that no deeper item follows."""
        for item, after in zip(self.items, (*self.items[1:], None), strict=True):
            if after is None or after.depth <= item.depth:
                yield item
