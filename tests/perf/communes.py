"""The communes of the benchmarks: a catalogue of 150 items and random columns for any number of units."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from parindex.analytics.scoring.columns import Block, Table, make_block
from parindex.analytics.scoring.compile import Leaf, Program, compile_catalogue
from parindex.domain.scoring.bands import Band
from parindex.domain.scoring.catalogue import Catalogue, CatalogueStatus, Item, ItemStatus, Level, RankRule
from parindex.domain.scoring.counting import Counted
from parindex.domain.scoring.measures import HUNDRED, Percentage, Ratio
from parindex.domain.scoring.rule import Rule, ZeroPolicy
from parindex.domain.scoring.rules.all_or_nothing import AllOrNothing
from parindex.domain.scoring.rules.count_points import CountPoints
from parindex.domain.scoring.rules.deduct_per import DeductPer
from parindex.domain.scoring.rules.function import Function
from parindex.domain.scoring.rules.growth import Growth
from parindex.domain.scoring.rules.levels import Level as Result
from parindex.domain.scoring.rules.levels import Levels
from parindex.domain.scoring.rules.manual import Manual
from parindex.domain.scoring.rules.proportional import Proportional
from parindex.domain.scoring.rules.rank_band import RankBand, RankPoints
from parindex.domain.scoring.rules.ratio_bands import RatioBands
from parindex.domain.scoring.rules.survey_scale import Answer, SurveyScale
from parindex.domain.scoring.values import NumberInput

COMMUNES = 3321
FIELDS = 8
MAXIMUM = Fraction(2)
NAMES = ("on_time", "late", "due")
RATIO = Ratio("xong", "giao", ZeroPolicy.NOT_APPLICABLE)
PERCENT = Percentage("tỷ lệ")
BANDS = (Band(MAXIMUM, HUNDRED), Band(Fraction(1), Fraction(80)), Band(Fraction(0)))
COUNTED = (Counted("a", "việc", Fraction(1, 4), Fraction(1)), Counted("b", "lần", Fraction(1, 2)))
RULES: tuple[tuple[int, Rule], ...] = (
    (25, Levels("kết quả", tuple(Result(f"k{at}", "mức", Fraction(2 - at)) for at in range(3)))),
    (20, AllOrNothing("điều kiện")),
    (20, RatioBands(RATIO, BANDS)),
    (10, RatioBands(PERCENT, BANDS)),
    (20, Proportional(RATIO, full_at=Fraction(85), zero_below=Fraction(50))),
    (10, Proportional(PERCENT)),
    (10, CountPoints(COUNTED)),
    (10, DeductPer(COUNTED)),
    (10, SurveyScale("câu", tuple(Answer(f"a{at}", "mức", HUNDRED - 25 * at) for at in range(5)), ZeroPolicy.NONE)),
    (4, RankBand("bảng", 5000, (RankPoints(MAXIMUM, 100), RankPoints(Fraction(1), 1000), RankPoints(Fraction(0))))),
    (4, Growth("số thu", BANDS, ZeroPolicy.NONE)),
    (4, Manual("hướng dẫn", MAXIMUM)),
    (3, Function("late_half_demonstration_20260101", tuple(NumberInput(name, name) for name in NAMES))),
)
"""How many items have each rule: 150 in all."""


def commune_catalogue() -> Catalogue:
    """Return the catalogue: fields of 18 or 19 items, each with every kind of rule that is frequent."""
    rules = [rule for count, rule in RULES for _ in range(count)]
    fields = tuple(
        Item(
            str(field),
            "lĩnh vực",
            None,
            ItemStatus.DEMONSTRATION,
            children=tuple(
                Item(f"{field}.{at}", "mục", MAXIMUM, ItemStatus.DEMONSTRATION, rule=rule, always_applies=at % 3 == 0)
                for at, rule in enumerate(rules[field - 1 :: FIELDS], start=1)
            ),
        )
        for field in range(1, FIELDS + 1)
    )
    return Catalogue(
        id="bench",
        level=Level.COMMUNE,
        year=2026,
        title="Thử",
        status=CatalogueStatus.DEMONSTRATION,
        group="xã",
        items=fields,
        ranking=RankRule(tie_breakers=("1", "2")),
    )


def commune_program() -> Program:
    """Compile the catalogue."""
    return compile_catalogue(commune_catalogue())


def commune_table(program: Program, *, units: int) -> Table:
    """Return random inputs: 3 of 100 answers not applicable; one unit of ten misses one of twenty."""
    random = np.random.default_rng(20260101)
    groups = tuple("xã" if at % 4 else "phường" for at in range(units))
    blocks = tuple(_block(leaf, random, units) for leaf in program.leaves)
    return Table(tuple(f"x{at:05}" for at in range(units)), groups, blocks)


def _block(leaf: Leaf, random: np.random.Generator, units: int) -> Block:
    columns = list(_columns(leaf, random, units))
    shape = len(columns), units
    careless = np.arange(units) % 10 == 0
    return make_block(
        leaf,
        np.array(columns, dtype=np.int64),
        known=~((random.random(shape) < 0.05) & careless),
        not_applicable=(random.random(units) < 0.03) & (not leaf.item.always_applies),
        denominator=100 if isinstance(leaf.item.rule, Manual) or leaf.names == ("percent",) else 1,
    )


def _columns(leaf: Leaf, random: np.random.Generator, units: int) -> Iterator[npt.NDArray[np.int64]]:
    """Yield a column for each input, in the range that real offices tell."""
    if leaf.choices:
        yield random.integers(0, len(leaf.choices), units)
    elif leaf.names == ("percent",):
        yield random.integers(5000, 10001, units)
    elif leaf.names == ("points",):
        yield random.integers(0, 201, units)
    elif leaf.names == ("numerator", "denominator"):
        whole = random.integers(0, 3000, units)
        yield whole - np.minimum(whole, random.integers(0, 200, units))
        yield whole
    else:
        for _ in leaf.names:
            yield random.integers(1, 60, units)
