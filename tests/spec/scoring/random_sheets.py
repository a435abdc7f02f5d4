"""Random catalogues and inputs, and the comparison of the bulk engine with the readable evaluator on them.

The inputs go where engines may part: at thresholds, at zero, beyond 64 bits, in fractions without an end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from parindex.analytics.scoring.bulk import score
from parindex.analytics.scoring.columns import from_entries
from parindex.analytics.scoring.compile import compile_catalogue
from parindex.domain.scoring.bands import Band
from parindex.domain.scoring.catalogue import (
    Catalogue,
    CatalogueStatus,
    Effect,
    Grade,
    Item,
    ItemStatus,
    Level,
    RankBy,
    RankRule,
)
from parindex.domain.scoring.counting import Counted
from parindex.domain.scoring.entries import UnitEntries
from parindex.domain.scoring.evaluate import evaluate
from parindex.domain.scoring.measures import HUNDRED, Measure, Percentage, Ratio
from parindex.domain.scoring.ranking import rank
from parindex.domain.scoring.rounding import Mode, Rounding
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
from parindex.domain.scoring.rules.sum_of_children import SumOfChildren
from parindex.domain.scoring.rules.survey_scale import Answer, SurveyScale
from parindex.domain.scoring.sheet import ScoreSheet, Trace
from parindex.domain.scoring.values import ChoiceInput, Input, Mark, NumberInput, Value

FUNCTION = "late_half_demonstration_20260101"
SHAPES = (
    "manual", "all_or_nothing", "levels", "ratio_bands", "proportional", "count_points", "deduct_per", "survey_scale",
    "rank_band", "growth", "function", "sum_of_children",
)  # fmt: skip
ANSWERS = tuple(
    Answer(f"a{at}", "mức", weight) for at, weight in enumerate((HUNDRED, Fraction(200, 3), Fraction(25), Fraction(0)))
)
EXTREMES = (2**31, 2**53 + 1, 2**62, 2**63, 10**12, 10**30)


def differences(catalogue: Catalogue, units: Sequence[UnitEntries]) -> list[str]:
    """Return the units on which the engines differ, with what each found."""
    program = compile_catalogue(catalogue)
    result = score(program, from_entries(program, units))
    sheets = [evaluate(catalogue, unit.inputs, unit=unit.unit, group=unit.group) for unit in units]
    standings = rank(sheets, catalogue=catalogue)
    found = []
    for position, (sheet, standing) in enumerate(zip(sheets, standings, strict=True)):
        readable, bulk = (bare(sheet), standing), (result.sheet(position), result.standing(position))
        if readable != bulk:
            found.append(f"{sheet.unit}: {readable} != {bulk} of {units[position].inputs}")
    return found


def bare(sheet: ScoreSheet) -> ScoreSheet:
    """Leave out what only the readable evaluator gives: the exact value before rounding, sentence and trace."""
    return replace(sheet, items=tuple(replace(item, exact=None, sentence="", trace=Trace()) for item in sheet.items))


def random_catalogue(random: Random) -> Catalogue:
    """Return a catalogue of a few fields, with everything that a definition may say."""
    effects = [Effect.NORMAL, *random.choices(list(Effect), weights=(6, 1, 1), k=random.randrange(4))]
    items = tuple(_item(random, str(at), depth=0, effect=effect) for at, effect in enumerate(effects, start=1))
    codes = [item.code for root in items for _, item in root.walk()]
    stated = sum((item.max_points or 0 for item in items if item.effect is Effect.NORMAL), Fraction(0))
    grades = (Grade("Tốt", Fraction(90)), Grade("Khá", Fraction(200, 3)), Grade("Yếu"))
    return Catalogue(
        id="random",
        level=Level.COMMUNE,
        year=2026,
        title="Thử",
        status=CatalogueStatus.DEMONSTRATION,
        group="xã",
        items=items,
        total_points=stated if random.random() < 0.7 else None,
        item_rounding=Rounding(random.choice((0, 1, 2, 4, 4, 8)), random.choice(list(Mode))),
        ranking=RankRule(
            by=random.choice(list(RankBy)),
            tie_breakers=tuple(random.sample(codes, k=min(len(codes), random.randrange(3)))),
            grades=grades[random.randrange(4) :] if random.random() < 0.8 else grades[:1],
        ),
        total_at_most_maximum=random.random() < 0.7,
    )


def random_units(random: Random, catalogue: Catalogue, *, count: int) -> list[UnitEntries]:
    """Return the inputs of units; some know everything, so that they are ranked, some are twins."""
    units: list[UnitEntries] = []
    for at in range(count):
        group = random.choice(("xã", "phường", ""))
        if units and random.random() < 0.1:
            inputs = random.choice(units).inputs
        else:
            rarely = random.choice((0.0, 0.0, 0.1, 0.5))
            leaves = [item for _, item in catalogue.walk() if not item.children]
            inputs = {item.code: dict(_answers(random, item, rarely=rarely)) for item in leaves}
        units.append(UnitEntries(f"u{at}", group, inputs))
    return units


def _item(random: Random, code: str, *, depth: int, effect: Effect) -> Item:
    if depth < 2 and random.random() < 0.55:
        children = tuple(
            _item(random, f"{code}.{at}", depth=depth + 1, effect=effect) for at in range(1, random.randrange(2, 5))
        )
        most = sum((child.max_points or 0 for child in children), Fraction(0)) * random.choice((1, 1, Fraction(2, 3)))
        stated = most if random.random() < 0.7 else None
        return Item(code, "nhánh", stated, ItemStatus.DEMONSTRATION, children=children, effect=effect)
    if random.random() < 0.12:
        maximum = random.choice((None, None, Fraction(2)))
        return Item(code, "chưa rõ", maximum, ItemStatus.MISSING, effect=effect)
    most = random.choice((Fraction(1, 4), Fraction(1), Fraction(3, 2), Fraction(10), Fraction(7, 3)))
    rule = random_rule(random, random.choice(SHAPES[:-1]) if random.random() < 0.97 else SHAPES[-1], maximum=most)
    always = random.random() < 0.4
    return Item(code, "mục", most, ItemStatus.DEMONSTRATION, rule=rule, effect=effect, always_applies=always)


def random_rule(random: Random, shape: str, *, maximum: Fraction) -> Rule:
    """Return a rule of a shape with random data, some of it such that only the readable evaluator takes it."""
    when_zero = random.choice(list(ZeroPolicy))
    shares = [maximum * step / 10 for step in sorted(random.sample(range(11), k=3), reverse=True)]
    makers: dict[str, Callable[[], Rule]] = {
        "manual": lambda: Manual("hướng dẫn", maximum),
        "all_or_nothing": lambda: AllOrNothing("điều kiện"),
        "levels": lambda: Levels("kết quả", tuple(Result(f"k{at}", "mức", share) for at, share in enumerate(shares))),
        "ratio_bands": lambda: RatioBands(_measure(random, when_zero), _bands(random, maximum)),
        "proportional": lambda: _proportional(random, when_zero),
        "count_points": lambda: CountPoints(_counted(random)),
        "deduct_per": lambda: DeductPer(_counted(random)),
        "survey_scale": lambda: SurveyScale("câu hỏi", ANSWERS[random.randrange(3) :], when_zero),
        "rank_band": lambda: _rank_band(random, shares),
        "growth": lambda: Growth("số thu", _bands(random, maximum, lowest=-60), when_zero),
        "function": lambda: Function(FUNCTION, tuple(NumberInput(name, name) for name in ("on_time", "late", "due"))),
        "sum_of_children": SumOfChildren,
    }
    return makers[shape]()


def _proportional(random: Random, when_zero: ZeroPolicy) -> Proportional:
    full = random.choice((HUNDRED, Fraction(85), Fraction(100, 3)))
    return Proportional(_measure(random, when_zero), full, random.choice((Fraction(0), full / 2)))


def _rank_band(random: Random, shares: Sequence[Fraction]) -> RankBand:
    lasts = random.choice(((3, 10), (3, 10), (10, 3)))
    bands = (*(RankPoints(share, last) for share, last in zip(shares, lasts, strict=False)), RankPoints(shares[-1]))
    return RankBand("bảng", 63, bands)


def _measure(random: Random, when_zero: ZeroPolicy) -> Measure:
    return (
        Percentage("tỷ lệ")
        if random.random() < 0.4
        else Ratio("xong", "giao", when_zero, is_whole=random.random() < 0.7)
    )


def _bands(random: Random, maximum: Fraction, *, lowest: int = 0) -> tuple[Band, ...]:
    thresholds = sorted(random.sample(range(lowest, 101, 10), k=random.randrange(1, 4)), reverse=True)
    held = [Band(maximum * random.randrange(11) / 10, Fraction(at), random.random() < 0.3) for at in thresholds]
    return (*held, Band(Fraction(0)))


def _counted(random: Random) -> tuple[Counted, ...]:
    each = [
        random.choice((Fraction(1, 2), Fraction(1, 4), Fraction(1, 3), Fraction(2)))
        for _ in range(random.randrange(1, 4))
    ]
    return tuple(
        Counted(f"c{at}", f"việc {at}", worth, random.choice((None, worth * 2))) for at, worth in enumerate(each)
    )


def _answers(random: Random, item: Item, *, rarely: float) -> Iterator[tuple[str, Value]]:
    inputs = item.rule.inputs if item.rule else ()
    if random.random() < rarely * 0.3:
        yield (inputs[0].name if inputs else ""), Mark.NOT_APPLICABLE
        return
    may_be_negative = item.rule is not None and item.rule.shape != "function"
    for declared in inputs:
        if random.random() >= rarely * 0.5:
            yield declared.name, _value(random, declared, may_be_negative=may_be_negative)
        elif random.random() < 0.5:
            yield declared.name, Mark.UNKNOWN


def _value(random: Random, declared: Input, *, may_be_negative: bool) -> Value:
    if isinstance(declared, ChoiceInput):
        return random.choice(declared.choices).key
    value = _number(random, declared, may_be_negative=may_be_negative)
    return value if declared.maximum is None else min(value, declared.maximum)


def _number(random: Random, declared: NumberInput, *, may_be_negative: bool) -> Fraction:
    kind = random.random()
    if kind < 0.03:
        return Fraction(random.choice(EXTREMES))
    if kind < 0.04 and may_be_negative:
        return Fraction(-random.randrange(1, 50))
    whole = Fraction(random.choice((0, 1, 2, 3, 7, 10, 11, 40, 80, 85, 99, 100, random.randrange(1000))))
    if declared.is_whole or kind < 0.4:
        return whole
    return whole + Fraction(random.randrange(1000), random.choice((10, 100, 1000, 3, 10**8)))
