"""The sample of a wave as an estimate needs it: its stages, and which design a form belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parindex.apps.surveys.models import AnswerChannel, SampleDraw, SampleUnit, SurveyWave
from parindex.definitions.questionnaires.drawing import read_draw
from parindex.domain.surveys.plan import StagePlan
from parindex.domain.surveys.weighing import ORDER, OUTSIDE, STAGE_MARK, WEIGHT, stages_of

PLACE = "place"
BY_STAFF = frozenset({AnswerChannel.PAPER, AnswerChannel.OFFLINE, AnswerChannel.INTERVIEW, AnswerChannel.TABLE})
"""Ways in which people who work for the survey bring a form; over a link people come by themselves."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn: the columns of its design, the stages, and the design of the places where all have the same."""

    columns: tuple[str, ...] = ()
    stages: tuple[StagePlan, ...] = ()
    by_place: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_weighed(self) -> bool:
        """Tell whether forms can be weighed by it."""
        return bool(self.stages)

    def design_of(self, channel: str, place: str, design: Mapping[str, str]) -> Mapping[str, str]:
        """Return the design of a form: its own, or that of the place for forms that staff brought; empty otherwise.

        Who answers over a public link chose themselves, so no household drawn stands behind the form; nor behind one
        that is marked as outside of the sample.
        """
        if design.get(WEIGHT) or OUTSIDE in design or channel not in BY_STAFF:
            return design
        return self.by_place.get(place, {})


def sample_of(wave: SurveyWave) -> Sample:
    """Return the sample of a wave; one without a design weighs nothing. Two queries."""
    units = list(SampleUnit.objects.filter(wave=wave).order_by("number").values_list("place", "design"))
    designs = [design for _, design in units if design.get(WEIGHT)]
    if not designs:
        return Sample()
    order = designs[0].get(ORDER, "").split(STAGE_MARK) if designs[0].get(ORDER) else _order_of_draw(wave)
    columns = tuple(sorted({key for design in designs for key in design} - {ORDER}))
    return Sample(columns, stages_of(order, columns, place=PLACE), _shared(units))


def _order_of_draw(wave: SurveyWave) -> list[str]:
    draw = SampleDraw.objects.filter(wave=wave).first()
    return [] if draw is None else [stage.unit for stage in read_draw(draw.plan, source="cách chọn").stages]


def _shared(units: list[tuple[str, dict[str, str]]]) -> dict[str, dict[str, str]]:
    """Return by place the design that all its households share."""
    found: dict[str, dict[str, str]] = {}
    for place, design in units:
        if found.setdefault(place, design) != design:
            found[place] = {}
    return {place: design for place, design in found.items() if place and design}
