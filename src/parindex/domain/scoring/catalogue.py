"""A catalogue (Bộ tiêu chí): the tree of items with their points and rules, keyed by level, year and decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

from parindex.domain.scoring.rounding import Rounding
from parindex.domain.scoring.rule import Rule
from parindex.domain.scoring.wording import first_upper


class Level(StrEnum):
    """Which units a catalogue measures."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    COMMUNE = "commune"


class CatalogueStatus(StrEnum):
    """How far a catalogue can be trusted."""

    VERIFIED = "verified"
    RECONSTRUCTION = "reconstruction"
    DEMONSTRATION = "demonstration"


STATUS_TEXTS: Final = {
    CatalogueStatus.VERIFIED: "đã đối chiếu nguyên văn",
    CatalogueStatus.RECONSTRUCTION: "DỰNG LẠI, không phải bản chính thức",
    CatalogueStatus.DEMONSTRATION: "MINH HỌA, không phải văn bản của cơ quan nào",
}
"""What stands beside the title of a catalogue wherever it is shown."""


class ItemStatus(StrEnum):
    """How far one item can be trusted."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    MISSING = "missing"
    DEMONSTRATION = "demonstration"


ITEM_STATUS_TEXTS: Final = {
    ItemStatus.VERIFIED: "đã đối chiếu",
    ItemStatus.UNVERIFIED: "chưa đối chiếu nguyên văn",
    ItemStatus.MISSING: "thiếu",
    ItemStatus.DEMONSTRATION: "minh họa",
}


class Channel(StrEnum):
    """Where the points of an item come from."""

    SELF_APPRAISAL = "self_appraisal"
    LEADERSHIP_SURVEY = "leadership_survey"
    SIPAS = "sipas"
    SOCIOECONOMIC = "socioeconomic"


CHANNEL_TEXTS: Final = {
    Channel.SELF_APPRAISAL: "tự chấm, thẩm định",
    Channel.LEADERSHIP_SURVEY: "khảo sát lãnh đạo, quản lý",
    Channel.SIPAS: "khảo sát người dân (SIPAS)",
    Channel.SOCIOECONOMIC: "kinh tế - xã hội",
}


class Effect(StrEnum):
    """What the points of a field do to the total."""

    NORMAL = "normal"
    BONUS = "bonus"
    PENALTY = "penalty"


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """What one item must give for some inputs, told beside its rule; `points` is None when `status` says why."""

    given: Mapping[str, str]
    points: Fraction | None
    status: str = "scored"


@dataclass(frozen=True, slots=True)
class Item:
    """A field, criterion or sub-criterion; `code` is its own only within the catalogue."""

    code: str
    name: str | None
    max_points: Fraction | None
    status: ItemStatus
    rule: Rule | None = None
    children: tuple[Item, ...] = ()
    channel: Channel | None = None
    effect: Effect = Effect.NORMAL
    always_applies: bool = False
    citation: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()
    cases: tuple[GoldenCase, ...] = ()

    @property
    def label(self) -> str:
        """Code and name; a name that nobody has read says so."""
        return f"{self.code} {self.name or '(chưa rõ tên)'}"

    @property
    def sentence(self) -> str:
        """How the item is scored, as one Vietnamese sentence."""
        if self.children:
            return "Cộng điểm các mục con."
        if self.rule is None or self.max_points is None:
            return "Không rõ."
        said = self.rule.describe(maximum=self.max_points)
        return first_upper(f"trừ vào tổng: {said}." if self.effect is Effect.PENALTY else f"{said}.")

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Item]]:
        """Yield the item and all below it with their depth, in the order of the catalogue."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the total that a source states, by channel."""

    channel: Channel
    name: str
    max_points: Fraction
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that issued the catalogue; empty for a demonstration."""

    number: str = ""
    date_: str = ""
    title: str = ""
    guidance: str = ""
    replaces: str = ""
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """A class of results (Tốt, Khá; A, B) from an index on, in percent; the last has no threshold."""

    name: str
    from_index: Fraction | None = None


class RankBy(StrEnum):
    """What is compared; the index is fair to units whose maximum differs."""

    INDEX = "index"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class RankRule:
    """How a group is ranked: `tie_breakers` are codes compared in turn, units still equal share a rank."""

    by: RankBy = RankBy.INDEX
    tie_breakers: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()

    def describe(self) -> str:
        """Say the rule in Vietnamese, for publication beside the ranking."""
        first = "chỉ số (điểm / điểm tối đa áp dụng)" if self.by is RankBy.INDEX else "tổng điểm"
        breakers = "".join(f", rồi điểm mục {code}" for code in self.tie_breakers)
        return f"Xếp theo {first}{breakers}; vẫn bằng nhau thì đồng hạng và bỏ qua các hạng kế tiếp."


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that scoring needs; `group` names the units it ranks together when the inputs do not say."""

    id: str
    level: Level
    year: int
    title: str
    status: CatalogueStatus
    group: str
    items: tuple[Item, ...]
    total_points: Fraction | None = None
    notice: str = ""
    decision: Decision = field(default_factory=Decision)
    parts: tuple[Part, ...] = ()
    item_rounding: Rounding = field(default_factory=Rounding)
    index_rounding: Rounding = field(default_factory=lambda: Rounding(decimals=2))
    ranking: RankRule = field(default_factory=RankRule)
    total_at_most_maximum: bool = True

    def walk(self) -> Iterator[tuple[int, Item]]:
        """Yield every item with its depth, in the order of the catalogue."""
        for item in self.items:
            yield from item.walk()
