"""Load the definitions of feedback from the YAML files of this folder; every reference inside them is checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from parindex.definitions.calendar.loader import CalendarDefinitionError, parse_shape
from parindex.definitions.feedback.schema import (
    ClockShape,
    ClocksShape,
    IndicatorShape,
    IndicatorsShape,
    IntakeShape,
    KindsShape,
    ThemeShape,
    ThemesShape,
)
from parindex.domain.feedback.clocks import ClockRule
from parindex.domain.feedback.measures import FLAGS, Indicator
from parindex.domain.text.folding import fold

_FOLDER = resources.files(__package__)
_LIMITS = frozenset({"send", "send_all", "files", "look", "dossier"})
_KEPT = frozenset({"sender", "words", "marks"})


class FeedbackDefinitionError(CalendarDefinitionError):
    """A file of feedback says something that cannot be used; the message names the file and the entry."""

    code = "feedback_definition"


@dataclass(frozen=True, slots=True)
class Kinds:
    """The choices of the room by what they are for: codes and their names in the order of the file."""

    channels: Mapping[str, str]
    contents: Mapping[str, str]
    classes: Mapping[str, str]
    refusals: Mapping[str, str]
    ratings: Mapping[str, str]
    refusal_sources: Mapping[str, str]


@cache
def load_clocks() -> tuple[ClockRule, ...]:
    """Return the limits in the order of the file."""
    shape = parse_shape(_read("clocks.yaml"), source="clocks.yaml", shape=ClocksShape)
    _require_once((clock.code for clock in shape.clocks), source="clocks.yaml")
    return tuple(_clock(clock) for clock in shape.clocks)


@cache
def load_kinds() -> Kinds:
    """Return the choices."""
    shape = parse_shape(_read("kinds.yaml"), source="kinds.yaml", shape=KindsShape)
    named = {
        part: MappingProxyType({kind.code: kind.name for kind in getattr(shape, part)})
        for part in ("channels", "contents", "classes", "refusals", "ratings")
    }
    sources = MappingProxyType({kind.code: kind.source for kind in shape.refusals})
    return Kinds(**named, refusal_sources=sources)


@cache
def load_themes() -> tuple[ThemeShape, ...]:
    """Return the themes in the order of the file; the last one takes what no other does."""
    shape = parse_shape(_read("themes.yaml"), source="themes.yaml", shape=ThemesShape)
    _require_once((theme.code for theme in shape.themes), source="themes.yaml")
    return shape.themes


def theme_names() -> Mapping[str, str]:
    """Return the names of the themes by code."""
    return {theme.code: theme.name for theme in load_themes()}


def suggest_theme(text: str) -> str:
    """Return the code of the theme whose words stand most often in a text; the last theme when none does."""
    folded = f" {fold(text)} "
    themes = load_themes()
    counts = [sum(folded.count(f" {fold(word)} ") for word in theme.words) for theme in themes]
    best = max(counts)
    return themes[counts.index(best)].code if best else themes[-1].code


@cache
def load_intake() -> IntakeShape:
    """Return the limits of the public page and how long things are kept."""
    shape = parse_shape(_read("intake.yaml"), source="intake.yaml", shape=IntakeShape)
    if {limit.code for limit in shape.limits} != _LIMITS or {kept.code for kept in shape.retention} != _KEPT:
        raise FeedbackDefinitionError("intake.yaml: thiếu hoặc thừa một giới hạn, một thời gian lưu.")
    return shape


@cache
def load_indicators() -> tuple[Indicator, ...]:
    """Return the indicators in the order of the file."""
    shape = parse_shape(_read("indicators.yaml"), source="indicators.yaml", shape=IndicatorsShape)
    _require_once((one.code for one in shape.indicators), source="indicators.yaml")
    return tuple(_indicator(one, version=shape.version) for one in shape.indicators)


def _clock(shape: ClockShape) -> ClockRule:
    return ClockRule(
        code=shape.code,
        name=shape.name,
        amount=shape.days,
        starts=frozenset(shape.starts),
        ends=frozenset(shape.ends),
        voids=frozenset(shape.voids),
        optional=shape.optional,
        source=shape.source,
        certainty=shape.certainty,
        note=shape.note,
    )


def _indicator(shape: IndicatorShape, *, version: str) -> Indicator:
    unknown = {*shape.numerator, *shape.denominator} - FLAGS
    if unknown:
        raise FeedbackDefinitionError(f"indicators.yaml: {shape.code}: không có nhãn {', '.join(sorted(unknown))}.")
    return Indicator(
        code=shape.code,
        name=shape.name,
        numerator=frozenset(shape.numerator),
        denominator=frozenset(shape.denominator),
        counted=shape.counted,
        passed=shape.passed,
        failing=shape.failing,
        criteria=shape.criteria,
        source=shape.source,
        certainty=shape.certainty,
        version=version,
    )


def _require_once(codes: Iterable[str], *, source: str) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise FeedbackDefinitionError(f"{source}: mã {code} có hai lần.")
        seen.add(code)


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
