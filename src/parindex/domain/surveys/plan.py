"""How answers were drawn and what is to be told of them: columns of the table, stages, targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from parindex.domain.surveys.questionnaire import Aggregation


class TargetKind(StrEnum):
    """What a target asks of an index."""

    AT_LEAST = "at_least"
    INCREASE = "increase"
    INCREASE_PERCENT = "increase_percent"


@dataclass(frozen=True, slots=True)
class Target:
    """What the figure `code` must reach: a value, or a rise over last year in its own unit or in percent of it."""

    code: str
    kind: TargetKind
    amount: Fraction


@dataclass(frozen=True, slots=True)
class StagePlan:
    """One stage: the columns that name the stratum, the cluster and the number of clusters in all of the stratum."""

    strata: tuple[str, ...] = ()
    cluster: str = ""
    population: str = ""


@dataclass(frozen=True, slots=True)
class PostStrata:
    """A column whose groups have sizes that are known, such as sex or kind of commune."""

    column: str
    totals: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How often clusters are drawn again, and from which seed."""

    replicates: int
    seed: int


@dataclass(frozen=True, slots=True)
class SurveyPlan:
    """The design of a survey and what its report tells; names of columns are those of the table of answers."""

    form: str = "form"
    weight: str = ""
    stages: tuple[StagePlan, ...] = (StagePlan(),)
    lonely: str = "fail"
    post_strata: PostStrata | None = None
    domains: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    aggregation: Aggregation | None = None
    confidence: Fraction = Fraction(95, 100)
    issued: int | None = None
    least_forms: int = 5
    bootstrap: Bootstrap | None = None
    targets: tuple[Target, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return every column that the plan names, once."""
        named = [self.form, self.weight, *self.domains]
        for stage in self.stages:
            named += [*stage.strata, stage.cluster, stage.population]
        if self.post_strata is not None:
            named.append(self.post_strata.column)
        return tuple(dict.fromkeys(name for name in named if name))


def usual_plan(columns: frozenset[str]) -> SurveyPlan:
    """Return the design of a table that comes without one: columns with the usual names mean what they say."""
    stage = StagePlan(
        strata=("stratum",) if "stratum" in columns else (), cluster="cluster" if "cluster" in columns else ""
    )
    return SurveyPlan(
        weight="weight" if "weight" in columns else "",
        stages=(stage,),
        domains=tuple(name for name in ("unit", "group", "time") if name in columns),
    )
